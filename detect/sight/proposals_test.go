package sight_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

func proposer(t testing.TB) *sight.ProposalNetwork {
	t.Helper()
	n, err := sight.NewProposalNetwork(known(t).Proposals)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestProposalsRefused holds that a network that cannot propose is refused when it is read.
func TestProposalsRefused(t *testing.T) {
	s := known(t)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, "EOF"},
		"cut":           {s.Proposals[:len(s.Proposals)/2], "EOF"},
		"another's":     {s.Network, "any size"},
		"not a network": {[]byte("a page of text"), "gzip"},
	} {
		if _, err := sight.NewProposalNetwork(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// drawn returns a plane of noise with a document laid into it, and where.
func drawn(r *rand.Rand, document string, wide, high, card int) (picture.Plane, cards.Quad) {
	p := picture.NewPlane(wide, high)
	for i := range p.Pix {
		p.Pix[i] = uint8(70 + r.IntN(12))
	}
	front, _ := pen.Front(r, document, float64(card))
	b := front.Bounds()
	x0, y0 := (wide-b.Dx())/3, (high-b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			if red, green, blue, solid := front.At(b.Min.X+x, b.Min.Y+y).RGBA(); solid > 0 {
				p.Pix[(y+y0)*wide+x+x0] = uint8((299*red + 587*green + 114*blue) / 1000 >> 8)
			}
		}
	}
	ax, ay, bx, by := float64(x0), float64(y0), float64(x0+b.Dx()), float64(y0+b.Dy())
	return p, cards.Quad{{ax, ay}, {bx, ay}, {bx, by}, {ax, by}}
}

// TestPropose holds that the network proposes drawn documents, small and large ones, the same in every run, and that a scratch that served
// another picture changes nothing.
func TestPropose(t *testing.T) {
	n := proposer(t)
	r := rand.New(rand.NewPCG(3, 3))
	var used sight.ProposalScratch
	for _, document := range []string{"ktp", "kk", "npwp"} {
		for _, card := range []int{110, 200, 400} {
			p, truth := drawn(r, document, 640, 480, card)
			levels := quad.NewPyramid(p)
			got := n.Propose(&used, levels, 6)
			if fresh := n.Propose(new(sight.ProposalScratch), levels, 6); !reflect.DeepEqual(got, fresh) {
				t.Errorf("%s of %d: %v, then %v", document, card, got, fresh)
			}
			best := 0.0
			for _, p := range got {
				best = max(best, trial.IoU(p.Quad, truth))
			}
			if best < 0.5 {
				t.Errorf("%s of %d pixels: the best of %d proposals covers %.2f of it", document, card, len(got), best)
			}
		}
	}
}

// TestProposeBounds holds that there are never more proposals than asked for, that each is a sound quad with a long side on top, and that no plane is
// too small, too long or too plain.
func TestProposeBounds(t *testing.T) {
	n := proposer(t)
	r := rand.New(rand.NewPCG(5, 5))
	var s sight.ProposalScratch
	for _, size := range [][2]int{{1, 1}, {24, 18}, {640, 13}, {13, 640}, {640, 11}, {100, 100}, {2000, 1500}, {641, 479}} {
		for name, pixel := range map[string]func(i int) uint8{
			"plain": func(int) uint8 { return 200 },
			"noise": func(int) uint8 { return uint8(r.IntN(256)) },
			"lines": func(i int) uint8 { return uint8(i % size[0] / 20 % 2 * 255) },
		} {
			p := picture.NewPlane(size[0], size[1])
			for i := range p.Pix {
				p.Pix[i] = pixel(i)
			}
			for _, most := range []int{0, 2, 6} {
				got := n.Propose(&s, quad.NewPyramid(p), most)
				if len(got) > most {
					t.Errorf("%v of %s: %d proposals, not %d at most", size, name, len(got), most)
				}
				for _, p := range got {
					if w, h := quad.Sides(p.Quad); w < h || !quad.Sound(p.Quad) {
						t.Errorf("%v of %s: %v is proposed", size, name, p.Quad)
					}
				}
			}
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	n := proposer(b)
	p, _ := drawn(rand.New(rand.NewPCG(3, 3)), "ktp", 640, 480, 300)
	levels := quad.NewPyramid(p)
	var s sight.ProposalScratch
	for b.Loop() {
		n.Propose(&s, levels, 6)
	}
}
