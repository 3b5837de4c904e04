package layout

import (
	"cmp"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/rules"
)

// Size of a card at a glance: half that of a face, a quarter of its cost.
const (
	glanceWidth  = cardWidth / 2
	glanceHeight = cardHeight / 2
	glanceRim    = 2
)

const (
	worthLooking = 0.1 // likeness at a glance from which a candidate is looked at
	obvious      = 0.4 // likeness at a glance from which it is looked at however many others there are
	mostLooked   = 12  // of those that are not that clear
	leastLong    = 56  // pixels of the long side of a card from which its edges tell anything; letters of a headline are smaller
)

// A glimpse is a card at a glance.
type glimpse [(glanceWidth + 2*glanceRim) * (glanceHeight + 2*glanceRim)]uint8

// glance measures the grid of a glimpse.
func (g *grid) glance(f *glimpse) {
	const w = glanceWidth + 2*glanceRim
	var sums [rules.GridSize]int32
	var counts [edgeCells]int32
	for y := 1; y < glanceHeight-1; y++ {
		row := f[(y+glanceRim-1)*w:][:3*w]
		line := y * rules.GridHeight / glanceHeight * rules.GridWidth
		for x := 1; x < glanceWidth-1; x++ {
			i := w + x + glanceRim
			dx, dy := int32(row[i+1])-int32(row[i-1]), int32(row[i+w])-int32(row[i-w])
			cell := line + x*rules.GridWidth/glanceWidth
			sums[cell] += max(dx, -dx)
			sums[edgeCells+cell] += max(dy, -dy)
			counts[cell]++
		}
	}
	for i := range edgeCells {
		per := 1 / float32(max(1, counts[i]))
		g[i], g[edgeCells+i] = root(float32(sums[i])*per), root(float32(sums[edgeCells+i])*per)
	}
	g.normalise()
}

// glance returns the quads that are worth a look, their long side on top, the likeliest first.
func (r *Recogniser) glance(s *scratch, levels pyramid, candidates []cards.Candidate) (worth []cards.Quad) {
	type seen struct {
		quad     cards.Quad
		likeness float64
	}
	var all []seen
	for _, c := range candidates {
		if w, h := sides(c.Quad); max(w, h) < leastLong {
			continue
		}
		for _, q := range views(c.Quad) {
			levels.sample(q, glanceWidth, glanceHeight, glanceRim, glanceRim, s.glimpse[:])
			s.grid.glance(&s.glimpse)
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
	w, h := sides(q)
	if w < h {
		q, w, h = rolled(q), h, w
	}
	if w < 1.2*h {
		return []cards.Quad{q, rolled(q)}
	}
	return []cards.Quad{q}
}
