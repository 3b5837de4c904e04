//go:build bars

package layout

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
)

// TestBarPhotographedFaces lays drawn documents beside the face of NASA's astronaut, the one photograph of a face that Debian's
// python3-skimage has, and into its other photographs, and tells how often the flag says that somebody holds it. RONDA_PHOTOGRAPHS names
// another folder with astronaut.png in it. The networks have seen no photograph of a face.
func TestBarPhotographedFaces(t *testing.T) {
	folder := os.Getenv("RONDA_PHOTOGRAPHS")
	if folder == "" {
		folder = "/usr/lib/python3/dist-packages/skimage/data"
	}
	if _, err := os.Stat(filepath.Join(folder, "astronaut.png")); err != nil {
		t.Skip("no photograph of a face on this machine")
	}
	rec := known(t)
	for name, faces := range map[string]bool{"astronaut.png": true, "chelsea.png": false, "coffee.png": false, "rocket.jpg": false, "motorcycle_left.png": false, "ihc.png": false} {
		said, of := 0, 0
		for _, grey := range []bool{false, true} {
			for i := range 24 {
				r := rand.New(rand.NewPCG(3, uint64(i)))
				img, err := studio.ReadPhotograph(filepath.Join(folder, name), 480)
				if err != nil {
					t.Fatal(err)
				}
				b := img.Bounds()
				layout := []string{"ktp", "npwp"}[i%2]
				wide := 100 + r.IntN(120)
				card := flint.Document(r, layout, float64(wide)).Image
				high := wide * card.Bounds().Dy() / card.Bounds().Dx()
				// The astronaut's face lies above the middle, a little to the left; a card at the left, at the right or below leaves it free.
				x, y := r.IntN(max(1, b.Dx()/3-wide/2)), b.Dy()/3+r.IntN(b.Dy()/3)
				switch i % 3 {
				case 1:
					x = min(b.Dx()*3/5+r.IntN(40), b.Dx()-wide)
				case 2:
					x, y = b.Dx()/4+r.IntN(60), b.Dy()-high-r.IntN(60)
				}
				at := image.Rect(x, y, x+wide, y+high)
				draw.ApproxBiLinear.Scale(img, at, card, card.Bounds(), draw.Over, nil)
				if grey {
					drain(img)
				}
				var data bytes.Buffer
				if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 70}); err != nil {
					t.Fatal(err)
				}
				p, err := picture.NewDecoder().Decode(data.Bytes(), 640)
				if err != nil {
					t.Fatal(err)
				}
				match := Match{Layout: layout, Quad: [][2]int{{x, y}, {x + wide, y}, {x + wide, y + high}, {x, y + high}}}
				of++
				if rec.selfie(p, []Match{match}, nil) {
					said++
				}
			}
		}
		t.Logf("%s (face %v): %d of %d called a selfie", name, faces, said, of)
	}
}

func drain(img *image.RGBA) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			img.Set(x, y, color.GrayModel.Convert(img.At(x, y)))
		}
	}
}
