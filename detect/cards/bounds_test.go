package cards

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/picture"
)

// TestWorkIsBounded counts what every stage passes on, whatever the pixels: the number of pixels and these bound the work.
func TestWorkIsBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, luma := range map[string]func(x, y int) uint8{
		"noise":   func(_, _ int) uint8 { return uint8(r.Uint32()) },
		"coarse":  func(x, y int) uint8 { return uint8((x/9*7919 + y/7*104729) % 251) },
		"lattice": func(x, y int) uint8 { return 200 * uint8(min(1, x%23/2*(y%17/2))) },
		"stripes": func(x, y int) uint8 { return uint8((x + 3*y) / 11 % 2 * 180) },
	} {
		p := &picture.Picture{Luma: picture.NewPlane(640, 480)}
		for i := range p.Luma.Pix {
			p.Luma.Pix[i] = luma(i%640, i/640)
		}
		s := newSearch(p, &memory{})
		found := s.run()
		// A step may end an assembly late by what one base and one relation of lines take.
		if s.work < -maxLines*maxLines/4-4*maxLines {
			t.Errorf("%s: %d steps too many", name, -s.work)
		}
		if len(s.cells) > maxCells || len(found) > maxDistinct+10*maxCells+2*maxCandidates {
			t.Errorf("%s: %d cells, %d candidates", name, len(s.cells), len(found))
		}
		f := newSets(s.coarse)
		f.gather()
		if len(f.noted) > maxNoted || len(f.chosen()) > maxSets {
			t.Errorf("%s: %d sets", name, len(f.noted))
		}
	}
}
