//go:build bars

package faces

import (
	"image"
	_ "image/jpeg"
	_ "image/png"
	"math/rand/v2"
	"os"
	"testing"

	"golang.org/x/image/draw"
)

// TestBarPhotographs looks at what photographs of faces this machine has: an astronaut of NASA in Debian's python3-skimage, or
// files that RONDA_FACES names.
func TestBarPhotographs(t *testing.T) {
	files := []string{"/usr/lib/python3/dist-packages/skimage/data/astronaut.png"}
	if own := os.Getenv("RONDA_FACES"); own != "" {
		files = append(files, own)
	}
	seen := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		img, _, err := image.Decode(f)
		_ = f.Close() // only read
		if err != nil {
			t.Fatalf("decode %s: %v", name, err)
		}
		seen++
		for _, long := range []int{640, 320, 200} {
			k := float64(long) / float64(max(img.Bounds().Dx(), img.Bounds().Dy()))
			d := &drawing{image.NewRGBA(image.Rect(0, 0, int(k*float64(img.Bounds().Dx())), int(k*float64(img.Bounds().Dy())))), rand.New(rand.NewPCG(1, 1))}
			draw.BiLinear.Scale(d, d.Rect, img, img.Bounds(), draw.Src, nil)
			for _, grey := range []bool{false, true} {
				p := d.picture(4, 0, grey)
				face := Find(p, Search{Region: d.Rect, From: float64(long) / 12, To: float64(long), Turns: []int{0, 2}})
				t.Logf("%s at %d, grey %v: %+.1f", name, long, grey, face)
				if face.Score < 1 {
					t.Errorf("no face in %s at %d pixels, grey %v", name, long, grey)
				}
			}
		}
	}
	if seen == 0 {
		t.Skip("no photograph of a face on this machine")
	}
}
