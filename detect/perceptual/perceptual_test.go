package perceptual_test

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"ronda/detect/perceptual"
	"ronda/detect/picture"
)

// nearest is the distance of the nearest two hashes of two pictures.
func nearest(a, b [][4]uint64) int {
	best := 256
	for _, g := range a {
		for _, h := range b {
			d := 0
			for i := range g {
				d += bits.OnesCount64(g[i] ^ h[i])
			}
			best = min(best, d)
		}
	}
	return best
}

// Whatever is done to a picture, it stays nearer to itself than to others.
func TestSeenAgain(t *testing.T) {
	const near, far = 47, 70
	r := rand.New(rand.NewPCG(6, 6))
	var before [][4]uint64
	for range 6 {
		img := texture(r, 320, 240)
		hashes, _ := perceptual.Picture(planes(img))
		for _, change := range changes {
			c := change.do(r, img)
			again, _ := perceptual.Picture(planes(recoded(t, c.img, 60)))
			if d := nearest(hashes, again); d > near {
				t.Errorf("%s: %d bits away, want at most %d", change.name, d, near)
			}
		}
		if before != nil {
			if d := nearest(hashes, before); d < far {
				t.Errorf("two pictures are %d bits away, want at least %d", d, far)
			}
		}
		before = hashes
	}
}

// Pictures that are too plain or too small have no hashes, and none of any shape is too much.
func TestSeenOfOddPictures(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, size := range [][2]int{{1, 1}, {31, 500}, {500, 31}, {32, 32}, {33, 4000}, {4000, 32}, {257, 256}, {511, 37}} {
		plain := picture.NewPlane(size[0], size[1])
		if h, _ := perceptual.Picture(&picture.Picture{Luma: plain}); h != nil {
			t.Errorf("a black picture of %v has %d hashes", size, len(h))
		}
		if h := perceptual.Card(plain); h != [4]uint64{} {
			t.Errorf("a black card of %v has a hash", size)
		}
		rough := picture.NewPlane(size[0], size[1])
		for i := range rough.Pix {
			rough.Pix[i] = uint8(r.IntN(2) * (100 + i%100))
		}
		if h, _ := perceptual.Picture(&picture.Picture{Luma: rough}); (h == nil) != (min(size[0], size[1]) < 32) && size[0] != 4000 && size[1] != 4000 {
			t.Errorf("a rough picture of %v has %d hashes", size, len(h))
		}
	}
}

func BenchmarkSeen(b *testing.B) {
	p := planes(texture(rand.New(rand.NewPCG(1, 1)), 512, 384))
	b.ReportAllocs()
	for b.Loop() {
		perceptual.Picture(p)
	}
}

func BenchmarkSketch(b *testing.B) {
	sketch := perceptual.Sketched(planes(texture(rand.New(rand.NewPCG(1, 1)), 512, 384)))
	b.ReportAllocs()
	for b.Loop() {
		sketch()
	}
}
