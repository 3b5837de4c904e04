package loom

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
)

var all = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

func chance(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 77)) }

func decoded(t *testing.T, s trial.Shot) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(s.Data))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	if b := img.Bounds(); b.Dx() != s.Width || b.Dy() != s.Height {
		t.Errorf("%s: said to be %dx%d, is %v", s.Name, s.Width, s.Height, b)
	}
	return img
}

func TestEveryDocumentInEveryScene(t *testing.T) {
	seen := map[string]bool{}
	for _, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for i, scene := range all {
			for n := range uint64(2) {
				s := New().Positive(chance(n), document, scene)
				decoded(t, s)
				if n == 0 && i%4 == 0 && !reflect.DeepEqual(s, New().Positive(chance(n), document, scene)) {
					t.Errorf("%s is not the same when it is drawn again", s.Name)
				}
				if long := max(s.Width, s.Height); long < 490 || long > 3400 {
					t.Errorf("%s is %dx%d", s.Name, s.Width, s.Height)
				}
				if s.Scene != scene || !slices.ContainsFunc(s.Cards, func(c trial.Card) bool { return c.Document == document }) {
					t.Errorf("%s shows no %s in a %s: %+v", s.Name, document, scene, s.Cards)
				}
				if scene == trial.Selfie && !s.Selfie() {
					t.Errorf("%s is no selfie", s.Name)
				}
				for _, c := range s.Cards {
					seen[c.Layout] = true
					checkCard(t, &s, &c)
				}
			}
		}
	}
	if len(seen) != len(papers) {
		t.Errorf("only these were drawn: %v", seen)
	}
}

// checkCard holds that corners run clockwise around a convex shape that mostly lies in the picture.
func checkCard(t *testing.T, s *trial.Shot, c *trial.Card) {
	t.Helper()
	for i := range c.Quad {
		a, b, d := c.Quad[i], c.Quad[(i+1)%4], c.Quad[(i+2)%4]
		if (b[0]-a[0])*(d[1]-b[1])-(b[1]-a[1])*(d[0]-b[0]) <= 0 {
			t.Errorf("%s: corners %v do not run clockwise around a convex shape", s.Name, c.Quad)
		}
		w, high := float64(s.Width), float64(s.Height)
		if a[0] < -0.15*w || a[0] > 1.15*w || a[1] < -0.15*high || a[1] > 1.15*high {
			t.Errorf("%s: corner %v lies far outside %dx%d", s.Name, a, s.Width, s.Height)
		}
	}
	if wide := c.Width(); wide < 30 || wide > 1.3*float64(max(s.Width, s.Height)) {
		t.Errorf("%s: a card is %.0f px wide", s.Name, wide)
	}
	if c.Hidden < 0 || c.Hidden > 0.5 {
		t.Errorf("%s: %.2f of a card is hidden", s.Name, c.Hidden)
	}
}

// TestTruthLiesOnThePixels draws documents as flat magenta with a green corner and looks for these colours.
func TestTruthLiesOnThePixels(t *testing.T) {
	for i, scene := range all {
		for n := range uint64(4) {
			document := []string{trial.KTP, trial.KK, trial.NPWP}[n%3]
			s := Generator{mark: true}.Positive(chance(100*uint64(i)+n), document, scene)
			if slices.Contains(s.Distortions, "watermark") {
				continue // it changes the colours
			}
			img := decoded(t, s)
			flat := image.NewRGBA(img.Bounds())
			draw.Draw(flat, flat.Rect, img, image.Point{}, draw.Src)
			magenta := func(x, y float64) bool {
				c := flat.RGBAAt(int(x), int(y))
				return c.R > 160 && c.B > 160 && c.G < 96
			}
			green := func(x, y float64) bool {
				c := flat.RGBAAt(int(x), int(y))
				return c.R < 96 && c.B < 96 && c.G > 160
			}
			stray, all := 0, 0
			shown, within := make([]int, len(s.Cards)), make([]int, len(s.Cards))
			for y := 0; y < s.Height; y += 2 {
				for x := 0; x < s.Width; x += 2 {
					px, py := float64(x), float64(y)
					colour, inside := magenta(px, py) || green(px, py), false
					for k, c := range s.Cards {
						if d := depth(c.Quad, [2]float64{px + 0.5, py + 0.5}); d > -6 {
							inside = true
							if d > 0 {
								within[k] += 4
								if colour {
									shown[k] += 4
									all++
								}
							}
						}
					}
					if colour && !inside && magenta(px, py) {
						stray++
					}
				}
			}
			if stray*2000 > all { // strong compression lets colours run
				t.Errorf("%s %v: %d pixels of a document lie outside all quads", s.Name, s.Distortions, stray)
			}
			for k, c := range s.Cards {
				area := surface(c.Quad)
				edge := 2.5 * 2 * (c.Width() + area/c.Width()) / area // pixels at edges are mixed
				if slices.ContainsFunc(s.Distortions, func(d string) bool { return strings.HasPrefix(d, "jpeg") || d == "blur" || d == "mosaic" }) {
					edge *= 3
				}
				if got := 1 - float64(shown[k])/area; math.Abs(got-c.Hidden) > edge+0.02 {
					t.Errorf("%s %v: %.3f of card %d is hidden by its pixels, %.3f by the truth", s.Name, s.Distortions, got, k, c.Hidden)
				}
				if c.Hidden < 0.01 && within[k] > 3000 {
					m := onto(1, 1, c.Quad)
					near, far := m.at(pt{0.12, 0.12}), m.at(pt{0.88, 0.88})
					if !green(near[0], near[1]) || !magenta(far[0], far[1]) {
						t.Errorf("%s %v: card %d does not begin at its first corner", s.Name, s.Distortions, k)
					}
				}
			}
		}
	}
}

// depth is how far a point lies inside a quadrilateral, negative outside.
func depth(q [4][2]float64, p [2]float64) float64 {
	d := math.Inf(1)
	for i, a := range q {
		b := q[(i+1)%4]
		d = min(d, ((b[0]-a[0])*(p[1]-a[1])-(b[1]-a[1])*(p[0]-a[0]))/length(a, b))
	}
	return d
}

func TestNegativesShowNoDocument(t *testing.T) {
	drawn := map[string]int{}
	for n := range uint64(45) {
		s := New().Negative(chance(n))
		decoded(t, s)
		drawn[s.Scene]++
		if len(s.Cards) > 0 {
			t.Errorf("%s shows %+v", s.Name, s.Cards)
		}
		if long := max(s.Width, s.Height); long < 300 || long > 3400 {
			t.Errorf("%s is %dx%d", s.Name, s.Width, s.Height)
		}
	}
	if len(drawn) != len(kinds) {
		t.Errorf("drawn: %v", drawn)
	}
}

var (
	digits = regexp.MustCompile(`\d[\d .-]*\d`)
	phones = regexp.MustCompile(`^08\d\d-0000-\d{4}$`)
)

// belongsToNobody applies the data rule of CONTRIBUTING.md to a number as it is drawn.
func belongsToNobody(drawn string) bool {
	n := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, drawn)
	switch {
	case len(n) < 10, phones.MatchString(drawn), slices.Contains(banks, drawn):
		return true
	case len(n) == 13:
		return n[:3] == "999"
	case len(n) == 15:
		return n[9:11] == "99"
	case len(n) == 16 && n[0] == '0':
		return n[10:12] == "99"
	case len(n) == 16:
		return n[4:6] >= "69" && n[4:6] <= "89"
	}
	return false
}

func TestNumbersBelongToNobody(t *testing.T) {
	lengths := map[int]int{}
	g := Generator{heard: func(line string) {
		for _, n := range digits.FindAllString(line, -1) {
			lengths[len(n)]++
			if !belongsToNobody(n) {
				t.Errorf("%q is drawn", line)
			}
		}
	}}
	for n := range uint64(20) {
		h := &hand{Generator: g, r: chance(n)}
		for _, layout := range slices.Sorted(maps.Keys(papers)) {
			h.paper(layout, 1)
		}
		for _, l := range slices.Concat(badges, tables, []like{bank, blue}) {
			l.item(h).draw(1)
		}
		h.screen(place{w: 300, high: 500}, bank.item(h))
	}
	for _, n := range []int{16, 20, 19, 12, 13} { // NIK, NPWP with its signs, bank cards, phones, insurance
		if lengths[n] == 0 {
			t.Errorf("no number of %d signs was drawn: %v", n, lengths)
		}
	}
	for _, real := range []string{"3271010101900001", "01.234.567.8-012.000", "0812-3456-7890", "0001234567890", "4716 1234 5678 9010"} {
		if belongsToNobody(real) {
			t.Errorf("%s passes", real)
		}
	}
}

// TestSheet writes contact sheets into the folder that RONDA_SHEET names.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	draws := map[string]func(uint64) trial.Shot{"negative": func(n uint64) trial.Shot { return New().Negative(chance(n)) }}
	for _, scene := range all {
		draws[scene] = func(n uint64) trial.Shot {
			return New().Positive(chance(n), []string{trial.KTP, trial.KK, trial.NPWP}[n%3], scene)
		}
	}
	for name, shot := range draws {
		const cell, across, n = 360, 6, 24
		sheet := image.NewRGBA(image.Rect(0, 0, across*cell, n/across*cell))
		for i := range n {
			img := decoded(t, shot(uint64(i)))
			w, high := img.Bounds().Dx(), img.Bounds().Dy()
			f := float64(cell-6) / float64(max(w, high))
			x, y := i%across*cell, i/across*cell
			draw.ApproxBiLinear.Scale(sheet, image.Rect(x, y, x+int(f*float64(w)), y+int(f*float64(high))), img, img.Bounds(), draw.Src, nil)
		}
		h := &hand{r: chance(1)}
		c := &canvas{RGBA: sheet, h: h, s: 1, own: make([]uint8, len(sheet.Pix)/4)}
		for i := range 3 * n {
			c.text(float64(i%across)*cell+180, float64(i/across)*cell/3+70, style{letters: bold, size: 34, col: color.NRGBA{220, 0, 120, 170}, align: 0.5}, "SPECIMEN")
		}
		var b bytes.Buffer
		if err := png.Encode(&b, sheet); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fmt.Sprintf("%s/%s.png", dir, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkPositive(b *testing.B) {
	for i := range b.N {
		New().Positive(chance(uint64(i)), "", "")
	}
}

func BenchmarkNegative(b *testing.B) {
	for i := range b.N {
		New().Negative(chance(uint64(i)))
	}
}
