package similar

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"ronda/detect/hamming"
)

// Picture is what is known of a picture by hashes.
type Picture struct {
	Whole []Hash // of the picture as it is, without plain margins or a phone's frame, and of crops; none when it is too plain
	Cards []Card // documents that were confirmed in it

	Sketch *Sketch // by which near hashes are verified; nil where none was made. It is not changed
}

// Card is a document in a picture.
type Card struct {
	Layout string // which look of which document: cards on different layouts are never the same
	Hash   Hash   // of the rectified card, upright
}

// Sighting is a picture at a place. Listing and Host are digests that the owner makes: equal ones mean the same.
type Sighting struct {
	Listing, Host uint64
	First, Last   time.Time
}

// Link is a picture that was seen before and shows the same.
type Link struct {
	ID       ID
	Card     bool // the same card is in both pictures; else they are alike as a whole
	Distance int  // bits of 256 in which what is alike differs
}

// Seen is what is known of a picture from before.
type Seen struct {
	Links       []Link    // nearest first; none when dismissed or flooding
	First, Last time.Time // over all links
	Listings    int       // different ones
	Hosts       int
	Dismissed   bool // analysts dismissed such a picture: it neither links nor counts as a proof
	Flooding    bool // it links to more than a picture can: it is in quarantine
	Flooded     bool // and it is not in quarantine yet: the owner is to put it there, to write that down and to report it
	Like        ID   // what is on the list that silences it
}

// Limits say when a picture is a link and when it links too much.
type Limits struct {
	Radius   int     // bits of 256 in which a hash of one picture and one of another differ at most, where they may show the same
	Near     int     // the same for pictures without cards where many are within Radius: a scene dominates them
	Many     int     // pictures within Radius from which on they count as many
	CardWide int     // bits in which hashes of one card differ at most where nothing else is alike; SameCard decides among them
	Odds     float64 // of Layout.SameCard from which on two cards are one
	OddsNear float64 // the same where the pictures are alike as a whole, and few others are
	Ground   float64 // agreement of sketches from which on pictures show the same ground
	Agree    float64 // the same from which on they may show the same where few others stand on that ground
	Apart    float64 // agreement, in what sets them apart from others on that ground, from which on they show the same
	ListWide int     // bits in which pictures and cards differ at most from what is on a list, where no sketches tell
	Listings int     // more than that many listings, or Hosts hosts: a flood
	Hosts    int
}

// DefaultLimits are for the hashes of detect/perceptual, as measured on drawn pictures (docs/decisions/0027 and 0031).
var DefaultLimits = Limits{
	Radius: 47, Near: 14, Many: 10, CardWide: 47, Odds: 20, OddsNear: -5, Ground: 0.3, Agree: 0.45, Apart: 0.5, ListWide: 31, Listings: 500, Hosts: 50,
}

// Album remembers pictures and says where one was seen before. It is safe for concurrent use. All of it can be built anew from its
// owner's rows: entries, dismissals and quarantine.
type Album struct {
	limits Limits
	whole  *hamming.Index
	cards  *hamming.Index

	mu         sync.RWMutex
	entries    map[ID]Entry
	layouts    map[string]*Layout
	dismissed  shelf
	quarantine shelf
}

// Entry is a picture in an album.
type Entry struct {
	Picture  Picture
	Sighting Sighting
	Fresh    []bool // by card, as Fresh said when the entry was made: its layout counts it
}

// NewAlbum makes an album of entries; nil for an empty one. It is much faster than adding them one by one.
func NewAlbum(limits Limits, entries iter.Seq2[ID, Entry]) *Album {
	a := &Album{limits: limits, dismissed: newShelf(), quarantine: newShelf(), entries: map[ID]Entry{}, layouts: map[string]*Layout{}}
	if entries != nil {
		for id, e := range entries {
			a.entries[id] = e
			a.count(&e, (*Layout).Add)
		}
	}
	a.whole = hamming.NewIndex(func(yield func(ID, Hash) bool) {
		for id, e := range a.entries {
			for _, h := range e.Picture.Whole {
				if !yield(id, h) {
					return
				}
			}
		}
	})
	a.cards = hamming.NewIndex(func(yield func(ID, Hash) bool) {
		for id, e := range a.entries {
			for _, c := range e.Picture.Cards {
				if !yield(id, c.Hash) {
					return
				}
			}
		}
	})
	return a
}

// Fresh tells of each card in a picture whether no copy of it is in the album. What is new about a layout is learned from these:
// copies would make what is peculiar to a card look common.
func (a *Album) Fresh(p Picture) []bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var fresh []bool
	for _, c := range p.Cards {
		fresh = append(fresh, len(a.sameCards(nil, c)) == 0)
	}
	return fresh
}

// Add remembers a picture. Adding one that is there replaces it.
func (a *Album) Add(id ID, e Entry) {
	a.Remove(id)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, h := range e.Picture.Whole {
		a.whole.Add(id, h)
	}
	for _, c := range e.Picture.Cards {
		a.cards.Add(id, c.Hash)
	}
	a.count(&e, (*Layout).Add)
	a.entries[id] = e
}

// count tells the layouts of the cards that are new in an entry.
func (a *Album) count(e *Entry, tell func(*Layout, Hash)) {
	for i, c := range e.Picture.Cards {
		if i >= len(e.Fresh) || !e.Fresh[i] {
			continue
		}
		if a.layouts[c.Layout] == nil {
			a.layouts[c.Layout] = &Layout{}
		}
		tell(a.layouts[c.Layout], c.Hash)
	}
}

// Remove forgets a picture, for an erasure too: nothing of it is left in memory.
func (a *Album) Remove(id ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.entries[id]
	if !ok {
		return
	}
	for _, h := range e.Picture.Whole {
		a.whole.Remove(id, h)
	}
	for _, c := range e.Picture.Cards {
		a.cards.Remove(id, c.Hash)
	}
	a.count(&e, (*Layout).Remove)
	delete(a.entries, id)
}

// Touch says that a picture was seen again at its place.
func (a *Album) Touch(id ID, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.entries[id]; ok && at.After(e.Sighting.Last) {
		e.Sighting.Last = at
		a.entries[id] = e
	}
}

// Dismiss puts a picture on the negative list: what shows the same neither links nor counts. That holds for what sketches, or where
// there are none hashes of its cards, tell to be the same, never for others in its scene or on their layout.
func (a *Album) Dismiss(id ID, p Picture) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dismissed.add(id, p)
}

// Restore takes a picture off the negative list.
func (a *Album) Restore(id ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dismissed.remove(id)
}

// Quarantine keeps a picture that floods, and what shows the same, from linking. Release takes it out.
func (a *Album) Quarantine(id ID, p Picture) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.quarantine.add(id, p)
}

// Release takes a picture out of quarantine.
func (a *Album) Release(id ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.quarantine.remove(id)
}

// Seen says where a picture was seen before, but for other pictures of the same listing. One that links to more listings or hosts
// than the limits allow is Flooded: its owner is to put it into quarantine, and from then on it links to nothing.
func (a *Album) Seen(p Picture, listing uint64) Seen {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if id, ok := a.listed(&a.dismissed, &p); ok {
		return Seen{Dismissed: true, Like: id}
	}
	if id, ok := a.listed(&a.quarantine, &p); ok {
		return Seen{Flooding: true, Like: id}
	}
	s := a.summary(a.links(p, listing))
	if s.Listings > a.limits.Listings || s.Hosts > a.limits.Hosts {
		return Seen{Flooding: true, Flooded: true, Listings: s.Listings, Hosts: s.Hosts}
	}
	return s
}

// Links returns what shows the same as a picture, whatever is on the lists, but for other pictures of the same listing.
func (a *Album) Links(p Picture, listing uint64) []Link {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.links(p, listing)
}

// links finds what shows the same as a picture, each other picture once.
func (a *Album) links(p Picture, listing uint64) []Link {
	best := map[ID]Link{}
	elsewhere := func(id ID) bool { return a.entries[id].Sighting.Listing != listing }
	for id, distance := range near(a.whole, &p, a.limits.Radius) {
		if elsewhere(id) {
			best[id] = Link{ID: id, Distance: distance}
		}
	}
	crowded := len(best) >= a.limits.Many
	list := make([]candidate, 0, len(best))
	for id, l := range best {
		e := a.entries[id]
		list = append(list, candidate{id: id, distance: l.Distance, picture: &e.Picture})
	}
	verdicts := a.judge(&p, list)
	for id, l := range best {
		if a.shows(p, &l, verdicts[id], crowded) {
			best[id] = l
		} else {
			delete(best, id)
		}
	}
	for _, c := range p.Cards {
		for _, m := range a.sameCards(nil, c) {
			if was, ok := best[m.ID]; elsewhere(m.ID) && verdicts[m.ID] != other && (!ok || !was.Card) {
				best[m.ID] = Link{ID: m.ID, Card: true, Distance: int(m.Distance)}
			}
		}
	}
	return slices.SortedFunc(maps.Values(best), func(l, m Link) int {
		return cmp.Or(cmp.Compare(l.Distance, m.Distance), cmp.Compare(l.ID, m.ID))
	})
}

// shows tells whether a picture that is near shows the same, as far as sketches have not settled that already, and completes the link.
func (a *Album) shows(p Picture, l *Link, v verdict, crowded bool) bool {
	if v == other || v == unlike {
		return false
	}
	e := a.entries[l.ID]
	odds, shared := a.bestOdds(&p, &e.Picture)
	l.Card = shared
	switch {
	case v == same || v == likely:
		return true
	case shared:
		return odds >= a.limits.Odds || odds >= a.limits.OddsNear && !crowded
	}
	cards := len(p.Cards) + len(e.Picture.Cards)
	return !crowded || cards == 0 && (v == copied || l.Distance <= a.limits.Near)
}

// bestOdds returns the best log-odds that a card of a picture is one of another picture, and whether both show cards of one layout
// at all.
func (a *Album) bestOdds(p, q *Picture) (best float64, shared bool) {
	for _, c := range p.Cards {
		for _, d := range q.Cards {
			if c.Layout != d.Layout {
				continue
			}
			if odds := a.layoutOf(c.Layout).SameCard(c.Hash, d.Hash); !shared || odds > best {
				best, shared = odds, true
			}
		}
	}
	return best, shared
}

// layoutOf returns what is known of a layout.
func (a *Album) layoutOf(name string) *Layout {
	if l := a.layouts[name]; l != nil {
		return l
	}
	return &Layout{}
}

// sameCards appends what shows the same card.
func (a *Album) sameCards(dst []hamming.Match, c Card) []hamming.Match {
	l := a.layoutOf(c.Layout)
	for _, m := range a.cards.Search(nil, c.Hash, a.limits.CardWide) {
		for _, d := range a.entries[m.ID].Picture.Cards {
			if d.Layout == c.Layout && d.Hash.Distance(c.Hash) == int(m.Distance) && l.SameCard(c.Hash, d.Hash) >= a.limits.Odds {
				dst = append(dst, m)
				break
			}
		}
	}
	return dst
}

// summary says from when to when and in how many places what is linked was seen.
func (a *Album) summary(links []Link) Seen {
	s := Seen{Links: links}
	listings, hosts := map[uint64]bool{}, map[uint64]bool{}
	for _, l := range links {
		at := a.entries[l.ID].Sighting
		listings[at.Listing], hosts[at.Host] = true, true
		if s.First.IsZero() || at.First.Before(s.First) {
			s.First = at.First
		}
		if at.Last.After(s.Last) {
			s.Last = at.Last
		}
	}
	s.Listings, s.Hosts = len(listings), len(hosts)
	return s
}
