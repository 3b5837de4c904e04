package layout

import "ronda/detect/descriptor"

// hopeless is the likeness below which, after the long steps, short ones are not tried: no document gains so much by them.
const hopeless = 0.35

// climb moves the borders of a place within its face as long as its likeness grows: finders are some percent off where a card
// has round corners, or a finger lies over its edge.
func (p *place) climb(s *scratch) {
	at := descriptor.Whole
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
					if c[0] < 0 || c[1] < 0 || c[2] > descriptor.FaceWidth || c[3] > descriptor.FaceHeight {
						continue
					}
					s.grid.Measure(&s.tally, c)
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
	p.quad, p.odds = at.Within(p.quad), p.layout.odds(p.likeness, 0)
}
