package similar

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// Picture is what is known of a picture by hashes.
type Picture struct {
	Whole []Hash // of the picture as it is, and of what is left without plain margins or a phone's frame; none when it is too plain
	Cards []Card // documents that were confirmed in it
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
	Flooded     bool // and came there just now: the owner is to write that down and report it
}

// Limits say when a picture is a link and when it links too much.
type Limits struct {
	Radius   int     // bits of 256 in which two pictures without cards differ at most
	Near     int     // the same where one of them shows a card, or many are within Radius: a layout or a scene dominates them
	Many     int     // pictures within Radius from which on only those within Near count
	CardWide int     // bits in which hashes of one card differ at most; SameCard decides among them
	Odds     float64 // of Layout.SameCard from which on two cards are one
	Listings int     // more than that many listings, or Hosts hosts: a flood
	Hosts    int
}

// DefaultLimits are for the quartered hash of detect/layout.
var DefaultLimits = Limits{Radius: 31, Near: 14, Many: 10, CardWide: 47, Odds: 30, Listings: 500, Hosts: 50}

// Album remembers pictures and says where one was seen before. It is safe for concurrent use. All of it can be built anew from its
// owner's rows: pictures, dismissals and quarantine.
type Album struct {
	limits Limits
	whole  *Index
	cards  *Index

	mu         sync.RWMutex
	entries    map[ID]entry
	layouts    map[string]*Layout
	dismissed  *Index
	quarantine *Index
}

type entry struct {
	picture  Picture
	sighting Sighting
	fresh    []bool // by card: it was no copy of an earlier one, so its layout counts it
}

// NewAlbum makes an empty album.
func NewAlbum(limits Limits) *Album {
	return &Album{
		limits: limits, whole: NewIndex(nil), cards: NewIndex(nil), dismissed: NewIndex(nil), quarantine: NewIndex(nil),
		entries: map[ID]entry{}, layouts: map[string]*Layout{},
	}
}

// Add remembers a picture. Adding one that is there replaces it.
func (a *Album) Add(id ID, p Picture, s Sighting) {
	a.Remove(id)
	a.mu.Lock()
	defer a.mu.Unlock()
	e := entry{picture: p, sighting: s}
	for _, h := range p.Whole {
		a.whole.Add(id, h)
	}
	for _, c := range p.Cards {
		fresh := len(a.sameCards(nil, c)) == 0
		if a.layouts[c.Layout] == nil {
			a.layouts[c.Layout] = &Layout{}
		}
		if fresh {
			a.layouts[c.Layout].Add(c.Hash)
		}
		e.fresh = append(e.fresh, fresh)
		a.cards.Add(id, c.Hash)
	}
	a.entries[id] = e
}

// Remove forgets a picture, for an erasure too: nothing of it is left in memory but what its layout has in common.
func (a *Album) Remove(id ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.entries[id]
	if !ok {
		return
	}
	for _, h := range e.picture.Whole {
		a.whole.Remove(id, h)
	}
	for i, c := range e.picture.Cards {
		a.cards.Remove(id, c.Hash)
		if e.fresh[i] {
			a.layouts[c.Layout].Remove(c.Hash)
		}
	}
	delete(a.entries, id)
}

// Touch says that a picture was seen again at its place.
func (a *Album) Touch(id ID, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.entries[id]; ok && at.After(e.sighting.Last) {
		e.sighting.Last = at
		a.entries[id] = e
	}
}

// Dismiss puts a picture on the negative list: what is like it neither links nor counts. Where it shows cards, that holds for
// pictures of these very cards, never for others on their layout.
func (a *Album) Dismiss(id ID, p Picture) { list(a.dismissed.Add, id, p) }

// Restore takes a picture off the negative list.
func (a *Album) Restore(id ID, p Picture) {
	list(func(id ID, h Hash) { a.dismissed.Remove(id, h) }, id, p)
}

// Quarantine puts a picture that floods back where Seen put it, when the album is built anew. Release takes it out.
func (a *Album) Quarantine(id ID, p Picture) { list(a.quarantine.Add, id, p) }

// Release takes a picture out of quarantine.
func (a *Album) Release(id ID, p Picture) {
	list(func(id ID, h Hash) { a.quarantine.Remove(id, h) }, id, p)
}

func list(do func(ID, Hash), id ID, p Picture) {
	for _, h := range p.Whole {
		do(id, h)
	}
	for _, c := range p.Cards {
		do(id, c.Hash)
	}
}

// listed tells whether a picture is on a list: as a whole and, where it shows cards, with each of these too. A list silences, so
// it is not to silence another person's card on the same layout.
func (a *Album) listed(x *Index, p Picture) bool {
	for _, c := range p.Cards {
		if len(x.Search(nil, c.Hash, a.limits.Near)) == 0 {
			return false
		}
	}
	radius := a.limits.Radius
	if len(p.Cards) > 0 {
		radius = a.limits.Near
	}
	return slices.ContainsFunc(p.Whole, func(h Hash) bool { return len(x.Search(nil, h, radius)) > 0 })
}

// Seen says where a picture, which need not be in the album, was seen before. One that links to more listings or hosts than the
// limits allow goes into quarantine under the ID given, and from then on links to nothing.
func (a *Album) Seen(id ID, p Picture) Seen {
	if a.listed(a.dismissed, p) {
		return Seen{Dismissed: true}
	}
	if a.listed(a.quarantine, p) {
		return Seen{Flooding: true}
	}
	a.mu.RLock()
	s := a.summary(a.links(id, p))
	a.mu.RUnlock()
	if s.Listings > a.limits.Listings || s.Hosts > a.limits.Hosts {
		a.Quarantine(id, p)
		return Seen{Flooding: true, Flooded: true, Listings: s.Listings, Hosts: s.Hosts}
	}
	return s
}

// links finds what shows the same as a picture, each other picture once.
func (a *Album) links(id ID, p Picture) []Link {
	best := map[ID]Link{}
	keep := func(l Link) {
		if was, ok := best[l.ID]; l.ID != id && (!ok || l.Card && !was.Card || l.Card == was.Card && l.Distance < was.Distance) {
			best[l.ID] = l
		}
	}
	for _, c := range p.Cards {
		for _, m := range a.sameCards(nil, c) {
			keep(Link{ID: m.ID, Card: true, Distance: int(m.Distance)})
		}
	}
	for _, h := range p.Whole {
		found := a.whole.Search(nil, h, a.limits.Radius)
		for _, m := range found {
			alone := len(p.Cards) == 0 && len(a.entries[m.ID].picture.Cards) == 0 && len(found) < a.limits.Many
			if alone || int(m.Distance) <= a.limits.Near && !a.otherCards(p, m.ID) {
				keep(Link{ID: m.ID, Distance: int(m.Distance)})
			}
		}
	}
	return slices.SortedFunc(maps.Values(best), func(l, m Link) int {
		return cmp.Or(cmp.Compare(l.Distance, m.Distance), cmp.Compare(l.ID, m.ID))
	})
}

// otherCards tells whether two pictures show cards of one layout, which are then others: copies are linked by their cards.
func (a *Album) otherCards(p Picture, id ID) bool {
	for _, c := range p.Cards {
		for _, d := range a.entries[id].picture.Cards {
			if c.Layout == d.Layout {
				return true
			}
		}
	}
	return false
}

// sameCards appends what shows the same card.
func (a *Album) sameCards(dst []Match, c Card) []Match {
	l := a.layouts[c.Layout]
	if l == nil {
		return dst
	}
	for _, m := range a.cards.Search(nil, c.Hash, a.limits.CardWide) {
		for _, d := range a.entries[m.ID].picture.Cards {
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
		at := a.entries[l.ID].sighting
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
