package sight_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
	"ronda/rules"
)

func known(t testing.TB) rules.Sight {
	t.Helper()
	ls, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	return *ls.Sight
}

// TestRefused holds that a network that cannot work is refused when it is read.
func TestRefused(t *testing.T) {
	for name, spoil := range map[string]func(*rules.Sight){
		"empty":                  func(s *rules.Sight) { s.Network = nil },
		"cut":                    func(s *rules.Sight) { s.Network = s.Network[:len(s.Network)/2] },
		"without a vote on NPWP": func(s *rules.Sight) { s.Votes = map[string]rules.SightVote{"ktp": {}, "kk": {}} },
	} {
		s := known(t)
		spoil(&s)
		if _, err := sight.New(&s); err == nil {
			t.Errorf("a network that is %s is taken", name)
		}
	}
}

// TestLooks holds that the network tells drawn cards apart, however they lie, and finds the corners of one that it is shown somewhat off.
func TestLooks(t *testing.T) {
	s := known(t)
	n, err := sight.New(&s)
	if err != nil {
		t.Fatal(err)
	}
	var scratch sight.Scratch
	for _, document := range []string{"ktp", "kk", "npwp"} {
		front, _ := pen.Front(rand.New(rand.NewPCG(4, 4)), document, 400)
		b := front.Bounds()
		const margin = 30
		p := picture.NewPlane(b.Dx()+2*margin, b.Dy()+2*margin)
		for y := range b.Dy() {
			for x := range b.Dx() {
				r, g, bl, _ := front.At(b.Min.X+x, b.Min.Y+y).RGBA()
				p.Pix[(y+margin)*p.W+x+margin] = uint8((299*r + 587*g + 114*bl) / 1000 >> 8)
			}
		}
		x1, y1 := float64(b.Dx()+margin), float64(b.Dy()+margin)
		truth := cards.Quad{{margin, margin}, {x1, margin}, {x1, y1}, {margin, y1}}
		off := truth
		off[0][0] -= 8
		off[2][1] += 8
		levels := quad.NewPyramid(p)
		for turn := range quad.Turns {
			found := n.Look(&scratch, levels, turn.Own(off))
			n.Refine(&scratch, levels, &found)
			if found.Document != document || found.Odds < 0 {
				t.Errorf("%s turned by %d is taken for %s with odds of %.1f", document, turn, found.Document, found.Odds)
			}
			if !quad.Same(&found.Quad, &truth) || found.Quad[0][0] > found.Quad[1][0] || found.Quad[0][1] > found.Quad[3][1] {
				t.Errorf("%s turned by %d lies at %v, want %v", document, turn, found.Quad, truth)
			}
		}
	}
}
