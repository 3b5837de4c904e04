package layout

import (
	"cmp"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/quad"
)

const (
	worthLooking = 0.1 // likeness at a glance from which a candidate is looked at
	obvious      = 0.4 // likeness at a glance from which it is looked at however many others there are
	mostLooked   = 12  // of those that are not that clear
)

// glance returns the quads that are worth a look, their long side on top, the likeliest first.
func (r *Recogniser) glance(s *scratch, levels quad.Pyramid, candidates []cards.Candidate) (worth []cards.Quad) {
	type seen struct {
		quad     cards.Quad
		likeness float64
	}
	var all []seen
	for _, c := range candidates {
		if w, h := quad.Sides(c.Quad); max(w, h) < quad.LeastLong {
			continue
		}
		for _, q := range views(c.Quad) {
			s.glimpse.Sample(levels, q)
			s.grid.Glance(&s.glimpse)
			best := math.Inf(-1)
			for i := range r.layouts {
				v, _ := r.layouts[i].best(&s.grid)
				best = max(best, v)
			}
			if best >= worthLooking {
				all = append(all, seen{q, best})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b seen) int { return cmp.Compare(b.likeness, a.likeness) })
	for i, v := range all {
		if i >= mostLooked && v.likeness < obvious {
			break
		}
		worth = append(worth, v.quad)
	}
	return worth
}

// views returns the ways in which a quad may hold a card that lies: two where it is so skew that either side may be the long one.
func views(q cards.Quad) []cards.Quad {
	w, h := quad.Sides(q)
	if w < h {
		q, w, h = quad.Rolled(q), h, w
	}
	if w < 1.2*h {
		return []cards.Quad{q, quad.Rolled(q)}
	}
	return []cards.Quad{q}
}
