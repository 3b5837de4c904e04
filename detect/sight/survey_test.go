package sight_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/picture"
	"ronda/detect/sight"
)

// TestSurvey holds that cells are what their definition says, at borders too, and that what is left over of a plane is not in them.
func TestSurvey(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var v sight.Survey
	for _, size := range [][2]int{{40, 24}, {43, 26}, {4, 4}, {3, 9}, {17, 60}} {
		p := picture.NewPlane(size[0], size[1])
		for i := range p.Pix {
			p.Pix[i] = uint8(r.IntN(256))
		}
		at := func(x, y int) int { return int(p.Pix[min(max(y, 0), p.H-1)*p.W+min(max(x, 0), p.W-1)]) }
		v.Sample(p)
		if v.Wide != p.W/4 || v.High != p.H/4 || len(v.Cells) != 3*v.Wide*v.High {
			t.Fatalf("%v: %d by %d cells, %d values", size, v.Wide, v.High, len(v.Cells))
		}
		for i := range v.Wide * v.High {
			var down, across, light float64
			for k := range 16 {
				x, y := i%v.Wide*4+k%4, i/v.Wide*4+k/4
				down += math.Abs(float64(at(x+1, y) - at(x-1, y)))
				across += math.Abs(float64(at(x, y+1) - at(x, y-1)))
				light += float64(at(x, y))
			}
			want := [3]float64{min(255, math.Round(32*math.Log2(1+down/16))), min(255, math.Round(32*math.Log2(1+across/16))), math.Floor(light / 16)}
			for c, w := range want {
				if got := float64(v.Cells[3*i+c]); got != w {
					t.Fatalf("%v: value %d of cell %d is %v, want %v", size, c, i, got, w)
				}
			}
		}
	}
}

func BenchmarkSurvey(b *testing.B) {
	p := picture.NewPlane(640, 480)
	for i := range p.Pix {
		p.Pix[i] = uint8(i * i >> 7)
	}
	var v sight.Survey
	for b.Loop() {
		v.Sample(p)
	}
}
