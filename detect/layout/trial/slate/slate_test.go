package slate

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // to decode what is drawn
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
)

var _ trial.Generator = Generator{}

func luck(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 23)) }

func TestEveryDocumentInEveryScene(t *testing.T) {
	g := New()
	for i, document := range documents {
		for k, scene := range scenes {
			seed := uint64(100*i + k)
			shots := []trial.Shot{g.Positive(luck(seed), document, scene)}
			if k%3 == i { // each scene with one of the documents
				s, again, other := shots[0], g.Positive(luck(seed), document, scene), g.Positive(luck(seed+50), document, scene)
				shots = append(shots, other)
				if !bytes.Equal(s.Data, again.Data) || s.Name != again.Name {
					t.Errorf("%s %s: the same chance gives two pictures", document, scene)
				}
				if bytes.Equal(s.Data, other.Data) || s.Name == other.Name {
					t.Errorf("%s %s: another chance gives the same picture", document, scene)
				}
			}
			for _, s := range shots {
				if err := sound(&s); err != nil {
					t.Errorf("%s: %v", s.Name, err)
				}
				if !slices.ContainsFunc(s.Cards, func(c trial.Card) bool { return c.Document == document }) {
					t.Errorf("%s shows no %s", s.Name, document)
				}
				if s.Scene != scene || scene == trial.Selfie && !s.Selfie() || (scene == trial.Scan || scene == trial.Sheet) && s.Face {
					t.Errorf("%s: scene %s, face %v", s.Name, s.Scene, s.Face)
				}
			}
		}
	}
}

// sound looks for what no picture may be.
func sound(s *trial.Shot) error {
	c, _, err := image.DecodeConfig(bytes.NewReader(s.Data))
	if err != nil || c.Width != s.Width || c.Height != s.Height {
		return fmt.Errorf("%dx%d said to be %dx%d: %w", c.Width, c.Height, s.Width, s.Height, err)
	}
	if long := max(s.Width, s.Height); long < 390 || long > 1600 {
		return fmt.Errorf("%d pixels long", long)
	}
	for _, c := range s.Cards {
		if c.Width() < leastWidth || c.Hidden < 0 || c.Hidden > 0.9 || c.Layout == "" {
			return fmt.Errorf("%s %.0f wide, hidden %.2f", c.Layout, c.Width(), c.Hidden)
		}
	}
	return nil
}

func TestNegativesShowNoDocument(t *testing.T) {
	seen := map[string]bool{}
	for i := range uint64(60) {
		s := New().Negative(luck(i))
		if err := sound(&s); err != nil || len(s.Cards) > 0 {
			t.Errorf("%s shows %v: %v", s.Name, s.Cards, err)
		}
		seen[s.Scene] = true
	}
	if len(seen) < 18 {
		t.Errorf("only %d kinds of %d: %v", len(seen), len(kinds), seen)
	}
}

// TestTruth draws a document in four colours, a quarter each, into every scene and through every turn, and looks whether the
// pixels where truth says that a quarter lies have its colour.
func TestTruth(t *testing.T) {
	quarters := []ink{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 0, 255, 255}}
	marked := func(px float64) *pic {
		b := card(px)
		w, h := cardW/2, cardH/2
		b.box(quarters[0], 0, 0, w, h)
		b.box(quarters[1], w, 0, cardW, h)
		b.box(quarters[2], w, h, cardW, cardH)
		b.box(quarters[3], 0, h, w, cardH)
		return piece(b, trial.KTP, "ktp", "marker")
	}
	for _, scene := range scenes {
		looked := 0
		for i := range uint64(5) {
			r := luck(1000 + i)
			p := compose(r, scene, marked)
			var done []string
			if i%2 == 0 {
				p = inPhone(r, p.cut(9, 14, float64(p.Rect.Dx())-20, float64(p.Rect.Dy())-3))
			}
			p, done = turnedSo(t, p, scene, []string{"", "turn90", "turn180", "mirror", "turn90"}[i])
			cards := p.truth()
			if len(cards) == 0 {
				t.Fatalf("%s %d: no card", scene, i)
			}
			if scene == trial.Sheet && !coloured(p) {
				continue // a grey copy has no colours to go by
			}
			looked++
			for k, c := range cards {
				right, of := agree(p, c.Quad, quarters)
				if seen := 1 - c.Hidden; math.Abs(float64(right)/float64(of)-seen) > 0.07 {
					t.Errorf("%s %d %v: %.2f of card %d has its colours, %.2f is said to be seen", scene, i, done, float64(right)/float64(of), k, seen)
				}
			}
		}
		if looked == 0 {
			t.Errorf("%s: all are grey", scene)
		}
	}
}

// turnedSo turns a picture as one of the outcomes of chance does.
func turnedSo(t *testing.T, p *pic, scene, want string) (*pic, []string) {
	t.Helper()
	for seed := range uint64(500) {
		if out, done := turned(luck(seed), p, scene, nil); want == "" && len(done) == 0 || slices.Contains(done, want) {
			return out, done
		}
	}
	t.Fatalf("never %q", want)
	return nil, nil
}

func coloured(p *pic) bool {
	for i := 0; i < len(p.Pix); i += 4 {
		if math.Abs(float64(p.Pix[i])-float64(p.Pix[i+1])) > 100 {
			return true
		}
	}
	return false
}

// agree counts points of a card whose nearest marker is that of their quarter.
func agree(p *pic, q [4]point, quarters []ink) (right, of int) {
	on := lensTo(q)
	for i := range 40 {
		for k := range 40 {
			u, v := (float64(i)+0.5)/40, (float64(k)+0.5)/40
			want := 0
			switch {
			case u > 0.5 && v > 0.5:
				want = 2
			case u > 0.5:
				want = 1
			case v > 0.5:
				want = 3
			}
			of++
			x, y := on.at(u, v)
			if at := (image.Point{int(math.Floor(x)), int(math.Floor(y))}); at.In(p.Rect) && like(p.RGBAAt(at.X, at.Y), quarters[want]) {
				right++
			}
		}
	}
	return right, of
}

func like(c color.RGBA, m ink) bool {
	far := func(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) > 110 }
	return !far(c.R, m.R) && !far(c.G, m.G) && !far(c.B, m.B)
}

// TestNumbersBelongToNobody holds the rule for numbers: of all text that is ever written, each long number is one that is free.
func TestNumbersBelongToNobody(t *testing.T) {
	run := regexp.MustCompile(`\d(?:[ .-]?\d){11,}`)
	free := regexp.MustCompile(`^(?:\d{4}(?:69|[78]\d)\d{6}[2-9]\d{3}|0?\d{9}99\d000|08\d\d0000\d{4}|999\d{10})$`)
	tests := []string{"4111111111111111", "5555555555554444", "4242424242424242", "5105105105105100"}
	office := regexp.MustCompile(`^\d{11}$`) // a licence: too short for any identifier
	digits, found := strings.NewReplacer(" ", "", ".", "", "-", ""), 0
	draw := func(p *pic) {
		for _, s := range p.words {
			for _, n := range run.FindAllString(s, -1) {
				n = digits.Replace(n)
				found++
				if !free.MatchString(n) && !slices.Contains(tests, n) && !office.MatchString(n) {
					t.Errorf("%q in %q may be somebody's", n, s)
				}
			}
		}
	}
	for i := range uint64(25) {
		for _, layout := range layouts {
			draw(layout(luck(i), 90))
		}
		for _, kind := range kinds {
			draw(alike[kind](luck(i), 90))
		}
	}
	for i := range uint64(400) {
		b := newBoard(4, 4, 1)
		b.words = []string{nik(luck(i)), tax(luck(i)), tax16(luck(i)), plastic(luck(i)), phone(luck(i))}
		draw(&pic{board: b})
	}
	if found < 2000 {
		t.Errorf("only %d numbers were looked at", found)
	}
}

// TestNothingCanBePrinted holds that drawings of documents stay coarse.
func TestNothingCanBePrinted(t *testing.T) {
	for name, layout := range layouts {
		if w := layout(luck(1), 5000).Rect.Dx(); w > 640 {
			t.Errorf("%s is drawn %d pixels wide", name, w)
		}
	}
}

// TestSheet writes pictures of every kind into the folder that RONDA_SHEET names, SPECIMEN across each.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	from, _ := strconv.ParseUint(cmp.Or(os.Getenv("RONDA_SHEET_SEED"), "0"), 10, 64)
	for name, layout := range layouts {
		var tiles []image.Image
		for i := range uint64(6) {
			tiles = append(tiles, layout(luck(from+i), 640).RGBA)
		}
		writeSheet(t, filepath.Join(dir, "document-"+name+".png"), 3, 640, tiles)
	}
	for _, scene := range scenes {
		var tiles []image.Image
		for i := range uint64(12) {
			tiles = append(tiles, decoded(t, New().Positive(luck(from+i), documents[i%3], scene)))
		}
		writeSheet(t, filepath.Join(dir, "scene-"+scene+".png"), 4, 420, tiles)
	}
	var tiles []image.Image
	for i := range uint64(48) {
		tiles = append(tiles, decoded(t, New().Negative(luck(from+i))))
	}
	writeSheet(t, filepath.Join(dir, "negative.png"), 8, 260, tiles)
}

func decoded(t *testing.T, s trial.Shot) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(s.Data))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return m
}

func writeSheet(t *testing.T, path string, across, cell int, tiles []image.Image) {
	t.Helper()
	sheet := image.NewRGBA(image.Rect(0, 0, across*cell, (len(tiles)+across-1)/across*cell))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	for i, tile := range tiles {
		x, y, b := i%across*cell, i/across*cell, tile.Bounds()
		f := min(float64(cell-6)/float64(b.Dx()), float64(cell-6)/float64(b.Dy()))
		w, h := int(f*float64(b.Dx())), int(f*float64(b.Dy()))
		draw.ApproxBiLinear.Scale(sheet, image.Rect(x, y, x+w, y+h), tile, b, draw.Over, nil)
		d := font.Drawer{Dst: sheet, Src: image.NewUniform(color.NRGBA{220, 0, 120, 170}), Face: inconsolata.Bold8x16}
		for j := range 2 {
			d.Dot = fixed.P(x+w/2-60+40*j, y+h*(j+1)/3)
			d.DrawString("SPECIMEN")
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, sheet); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkShot(b *testing.B) {
	for i := range b.N {
		if i%3 == 0 {
			New().Negative(luck(uint64(i)))
		} else {
			New().Positive(luck(uint64(i)), "", "")
		}
	}
}
