package brush

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ronda/detect/layout/trial"
)

var sheetDir = flag.String("sheet", "", "folder for contact sheets, SPECIMEN across")

// small keeps the default run short.
var small = Generator{most: 400}

func source(i int) *rand.Rand { return rand.New(rand.NewPCG(2026, uint64(i))) }

func decoded(t *testing.T, s *trial.Shot) image.Image {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(s.Data))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	if slices.Contains(s.Distortions, "exif") {
		v := view{img: image.NewRGBA(img.Bounds())}
		draw.Draw(v.img, v.img.Rect, img, image.Point{}, draw.Src)
		v.turn(1)
		img = v.img
	}
	return img
}

func check(t *testing.T, s *trial.Shot) {
	t.Helper()
	b := decoded(t, s).Bounds()
	if b.Dx() != s.Width || b.Dy() != s.Height || max(s.Width, s.Height) < 395 || max(s.Width, s.Height) > 2400 {
		t.Errorf("%s: says %dx%d, is %v", s.Name, s.Width, s.Height, b)
	}
	if s.Name == "" || s.Scene == "" {
		t.Errorf("a shot without a name or scene: %q %q", s.Name, s.Scene)
	}
}

func TestEveryDocumentInEveryScene(t *testing.T) {
	for i, doc := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for k, scene := range sceneNames {
			s := small.Positive(source(10*i+k), doc, scene)
			check(t, &s)
			if !slices.ContainsFunc(s.Cards, func(c trial.Card) bool { return c.Document == doc }) && scene != trial.Collage && scene != trial.Sheet {
				t.Errorf("%s shows no %s", s.Name, doc)
			}
			if s.Scene != scene || s.Selfie() != (scene == trial.Selfie) {
				t.Errorf("%s: scene %s, selfie %t", s.Name, s.Scene, s.Selfie())
			}
			for _, c := range s.Cards {
				if c.Hidden < 0 || c.Hidden > 0.7 || c.Width() < 10 {
					t.Errorf("%s: hidden %.2f, width %.0f", s.Name, c.Hidden, c.Width())
				}
			}
		}
	}
}

func TestNegative(t *testing.T) {
	for i := range 6 {
		s := small.Negative(source(100 + i))
		check(t, &s)
		if len(s.Cards) > 0 || s.Selfie() {
			t.Errorf("%s has cards", s.Name)
		}
	}
}

func TestTheSameSourceGivesTheSamePicture(t *testing.T) {
	a, b := small.Positive(source(2), "", ""), small.Positive(source(2), "", "")
	if a.Name != b.Name || !bytes.Equal(a.Data, b.Data) {
		t.Errorf("%s and %s differ", a.Name, b.Name)
	}
}

// quarters paints each quarter of a document in a colour of its own, clockwise from the top left.
func quarters(a *art) {
	w, h := a.w/2, a.h/2
	a.rect(0, 0, w, h, ink{255, 0, 0, 255})
	a.rect(w, 0, w, h, ink{0, 255, 0, 255})
	a.rect(w, h, w, h, ink{0, 0, 255, 255})
	a.rect(0, h, w, h, ink{255, 255, 255, 255})
}

func quarter(c color.Color) int {
	r, g, b, _ := c.RGBA()
	hi, lo := max(r, g, b), min(r, g, b)
	switch {
	case hi < lo+lo/3+0x800:
		return 3
	case hi == r:
		return 0
	case hi == g:
		return 1
	}
	return 2
}

func TestTruthAgreesWithPixels(t *testing.T) {
	for i, scene := range sceneNames {
		right, seen, out := 0, 0, 0
		for k := range 2 {
			s := Generator{probe: quarters, plain: true, most: 480}.Positive(source(1000+10*i+k), one(source(k), trial.KTP, trial.KK, trial.NPWP), scene)
			if scene != trial.Collage && slices.ContainsFunc(s.Distortions, func(d string) bool { return d == "grey" || d == "cast" || d == "dark" || d == "glare" }) {
				continue
			}
			img := decoded(t, &s)
			look := func(p pt) (int, bool) {
				q := image.Pt(int(p[0]), int(p[1]))
				return quarter(img.At(q.X, q.Y)), p[0] >= 0 && p[1] >= 0 && q.In(img.Bounds())
			}
			for _, c := range s.Cards {
				if c.Hidden > 0.35 || c.Width() < 50 {
					continue
				}
				m := unit(c.Quad)
				for want, at := range []pt{{0.06, 0.07}, {0.94, 0.07}, {0.94, 0.93}, {0.06, 0.93}} {
					if got, ok := look(m.at(at[0], at[1])); ok {
						seen++
						if got == want {
							right++
						}
					}
					beyond := pt{0.5 + (at[0]-0.5)*1.35, 0.5 + (at[1]-0.5)*1.35}
					if got, ok := look(m.at(beyond[0], beyond[1])); ok && want < 3 && got != want {
						out++
					}
				}
			}
		}
		t.Logf("%s: %d of %d corners right, %d beyond are not the card", scene, right, seen, out)
		need := 90
		if scene == trial.Selfie || scene == trial.Hand || scene == trial.Collage { // fingers lie on corners
			need = 65
		}
		if right*100 < seen*need || seen < 4 {
			t.Errorf("%s: only %d of %d corners show the document's own", scene, right, seen)
		}
	}
}

func BenchmarkPositive(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		Generator{}.Positive(source(i), "", "")
	}
}

func BenchmarkNegative(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		Generator{}.Negative(source(i))
	}
}

// TestSheet holds that nothing is written to be looked at without SPECIMEN across it. With -sheet it writes contact sheets of
// everything into a folder, otherwise one that nobody keeps.
func TestSheet(t *testing.T) {
	dir, scenes, negatives := *sheetDir, sceneNames, 3
	if dir == "" {
		dir, scenes, negatives = t.TempDir(), []string{trial.Tight}, 0
	}
	for i, scene := range scenes {
		contact(t, dir, scene, func(k int) trial.Shot {
			return Generator{}.Positive(source(5000+100*i+k), []string{trial.KTP, trial.KK, trial.NPWP}[k%3], scene)
		})
	}
	for i := range negatives {
		contact(t, dir, fmt.Sprint("negative", i), func(k int) trial.Shot { return Generator{}.Negative(source(9000 + 100*i + k)) })
	}
}

func contact(t *testing.T, dir, name string, shot func(int) trial.Shot) {
	t.Helper()
	const n, cell = 12, 400
	b := newBoard(4*cell, 3*cell, ink{90, 90, 90, 255})
	from := time.Now()
	for k := range n {
		s := shot(k)
		src := decoded(t, &s)
		v := view{img: image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))}
		draw.Draw(v.img, v.img.Rect, src, image.Point{}, draw.Src)
		for _, c := range s.Cards {
			onto(v.img).line(ink{255, 0, 255, 255}, v.w()/250, c.Quad[0], c.Quad[1], c.Quad[2], c.Quad[3], c.Quad[0])
			onto(v.img).ellipse(c.Quad[0][0], c.Quad[0][1], v.w()/90, v.w()/90, ink{0, 255, 0, 255})
		}
		z := float64(cell-6) / max(v.w(), v.h())
		v.resize(int(v.w()*z), int(v.h()*z))
		bare := slices.Clone(v.img.Pix)
		onto(v.img).turned(face{font: bold, narrow: 1}, v.w()*0.05, v.h()*0.8, v.w()*0.13, -0.4, ink{255, 0, 0, 120}, "SPECIMEN")
		if inked := differing(bare, v.img.Pix); inked < len(bare)/100 {
			t.Fatalf("%s has SPECIMEN on %d of %d bytes of it", s.Name, inked, len(bare))
		}
		v.into(b, (k%4)*cell, (k/4)*cell)
		t.Log(k, s.Name, s.Distortions, len(s.Data)/1024, "KB")
	}
	t.Logf("%s: %v a shot", name, time.Since(from)/n)
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, b.img); err != nil {
		t.Fatal(err)
	}
}

func differing(a, b []uint8) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
