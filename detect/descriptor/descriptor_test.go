package descriptor_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// TestRectify holds that a face shows what lies in the quad: a plane whose grey tells the place is read back.
func TestRectify(t *testing.T) {
	p := picture.NewPlane(240, 200)
	for y := range p.H {
		for x := range p.W {
			p.Pix[y*p.W+x] = uint8(x)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		q := cards.Quad{{40, 40}, {200, 40}, {200, 160}, {40, 160}}
		for i := range q {
			q[i][0] += r.Float64()*40 - 20
			q[i][1] += r.Float64()*40 - 20
		}
		var f descriptor.Face
		f.Rectify(quad.NewPyramid(p), q)
		const x0, y0, x1, y1 = descriptor.RimX, descriptor.RimY, descriptor.RimX + descriptor.CardWidth - 1, descriptor.RimY + descriptor.CardHeight - 1
		for i, at := range [4][2]int{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} {
			if got, want := float64(f[at[1]*descriptor.FaceWidth+at[0]]), q[i][0]; math.Abs(got-want) > 3 {
				t.Fatalf("corner %d of %v: %v, want %v", i, q, got, want)
			}
		}
	}
}
