package similar

import (
	"cmp"
	"maps"
	"slices"

	"ronda/detect/hamming"
)

// shelf holds pictures that silence what shows the same: those that analysts dismissed, or those in quarantine. The owner's lock
// guards it.
type shelf struct {
	whole    *hamming.Index
	pictures map[ID]Picture
}

func newShelf() shelf { return shelf{hamming.NewIndex(nil), map[ID]Picture{}} }

func (s *shelf) add(id ID, p Picture) {
	s.remove(id)
	for _, h := range p.Whole {
		s.whole.Add(id, h)
	}
	s.pictures[id] = p
}

func (s *shelf) remove(id ID) {
	for _, h := range s.pictures[id].Whole {
		s.whole.Remove(id, h)
	}
	delete(s.pictures, id)
}

// near returns the pictures of an index that are alike as a whole, with the distance of their nearest hashes.
func near(x *hamming.Index, p *Picture, radius int) map[ID]int {
	found := map[ID]int{}
	var matches []hamming.Match
	for _, h := range p.Whole {
		matches = x.Search(matches[:0], h, radius)
		for _, m := range matches {
			if d, ok := found[m.ID]; !ok || int(m.Distance) < d {
				found[m.ID] = int(m.Distance)
			}
		}
	}
	return found
}

// listed tells whether a picture shows the same as one on a shelf, and which. What its scene looks like is learned from the album.
func (a *Album) listed(s *shelf, p *Picture) (ID, bool) {
	found := near(s.whole, p, a.limits.Radius)
	if len(found) == 0 {
		return 0, false
	}
	var list []candidate
	for id, d := range found {
		l := s.pictures[id]
		list = append(list, candidate{id: id, distance: d, picture: &l})
	}
	if p.Sketch != nil {
		list = append(list, a.around(s, p)...)
	}
	verdicts := a.judge(p, list)
	like := slices.SortedFunc(maps.Keys(found), func(i, k ID) int { return cmp.Or(cmp.Compare(found[i], found[k]), cmp.Compare(i, k)) })
	for _, id := range like {
		l := s.pictures[id]
		if a.silences(&l, p, verdicts[id], found[id]) {
			return id, true
		}
	}
	return 0, false
}

// around returns the nearest pictures of the album, but for those on a shelf: from them is learned what a scene looks like. There may be
// thousands of what floods, and more of it comes all the time.
func (a *Album) around(s *shelf, p *Picture) []candidate {
	var list []candidate
	for id, d := range near(a.whole, p, a.limits.Radius) {
		if _, there := s.pictures[id]; !there {
			e := a.entries[id]
			list = append(list, candidate{id: id, distance: d, picture: &e.Picture})
		}
	}
	slices.SortFunc(list, func(c, d candidate) int { return c.compare(&d) })
	return list[:min(len(list), surroundings)]
}

// surroundings is how many pictures around a listed one are looked at.
const surroundings = 64

// silences tells whether a picture is silenced by one that is listed, of which sketches say v and the nearest hashes differ in so many
// bits. Silencing what shows something else hides it for good, failing to silence a copy shows a link too many: so in doubt it is not.
func (a *Album) silences(listed, p *Picture, v verdict, distance int) bool {
	switch v {
	case same:
		return true
	case copied: // two people's cards may be, where they are very small
		odds, shared := a.bestOdds(p, listed)
		return !shared || odds >= a.limits.OddsNear
	case like, likely: // the same ground: whose card lies there the cards alone tell for sure
		return len(p.Cards) > 0 && everyCard(p, listed, func(c, d *Card) bool { return a.layoutOf(c.Layout).SameCard(c.Hash, d.Hash) >= a.limits.Odds })
	case unknown:
		return distance <= a.limits.ListWide && everyCard(p, listed, func(c, d *Card) bool { return c.Hash.Distance(d.Hash) <= a.limits.ListWide })
	}
	return false
}

// everyCard tells whether each card of a picture is the same as one on its layout in another picture.
func everyCard(p, q *Picture, same func(c, d *Card) bool) bool {
	for i := range p.Cards {
		c := &p.Cards[i]
		if !slices.ContainsFunc(q.Cards, func(d Card) bool { return c.Layout == d.Layout && same(c, &d) }) {
			return false
		}
	}
	return true
}

// Like returns what of the album a list with the picture on it silences, in ascending order.
func (a *Album) Like(p Picture) []ID {
	a.mu.RLock()
	defer a.mu.RUnlock()
	found := near(a.whole, &p, a.limits.Radius)
	var list []candidate
	for id, d := range found {
		e := a.entries[id]
		list = append(list, candidate{id: id, distance: d, picture: &e.Picture})
	}
	verdicts := a.judge(&p, list)
	return slices.Sorted(func(yield func(ID) bool) {
		for id, d := range found {
			e := a.entries[id]
			if a.silences(&p, &e.Picture, verdicts[id], d) && !yield(id) {
				return
			}
		}
	})
}
