package layout

import "ronda/detect/cards"

// hopeless is the likeness below which, after the long steps, short ones are not tried: no document gains so much by them.
const hopeless = 0.35

// climb moves the borders of a place within its face as long as its likeness grows: finders are some percent off where a card
// has round corners, or a finger lies over its edge.
func (p *place) climb(s *scratch) {
	at := whole
	for _, step := range []float64{8, 4, 2, 1} {
		if step < 4 && p.likeness < hopeless {
			break
		}
		for range 3 {
			before := p.likeness
			for side := range 4 {
				for _, d := range []float64{-step, step} {
					c := at
					c[side] += d
					if c[0] < 0 || c[1] < 0 || c[2] > faceWidth || c[3] > faceHeight {
						continue
					}
					s.grid.measure(&s.tally, c)
					if v := p.layout.likeness(&s.grid, p.turn); v > p.likeness {
						p.likeness, at = v, c
						break
					}
				}
			}
			if p.likeness == before {
				break
			}
		}
	}
	p.quad, p.odds = within(p.quad, at), p.layout.odds(p.likeness, 0)
}

// within returns the part of a quad that a crop of its face shows.
func within(q cards.Quad, c crop) cards.Quad {
	m := toQuad(q)
	x0, y0, x1, y1 := (c[0]-rimX)/cardWidth, (c[1]-rimY)/cardHeight, (c[2]-rimX)/cardWidth, (c[3]-rimY)/cardHeight
	var out cards.Quad
	for i, at := range [4][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} {
		out[i][0], out[i][1] = m.at(at[0], at[1])
	}
	return out
}
