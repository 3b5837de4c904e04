package busts

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // to decode what is drawn
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
)

var _ trial.Generator = Generator{}

func luck(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 41)) }

func TestEveryDocumentInEveryScene(t *testing.T) {
	g := New()
	for i, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for k, scene := range []string{trial.Selfie, trial.Hand, trial.Table} {
			for n := range uint64(2) {
				seed := uint64(1000*i+100*k) + n
				s := g.Positive(luck(seed), document, scene)
				if n == 0 && k == i {
					if again := g.Positive(luck(seed), document, scene); !bytes.Equal(s.Data, again.Data) || s.Name != again.Name {
						t.Errorf("%s %s: the same chance gives two pictures", document, scene)
					}
				}
				if err := sound(&s); err != nil {
					t.Errorf("%s: %v", s.Name, err)
				}
				if len(s.Cards) == 0 || s.Cards[0].Document != document {
					t.Errorf("%s shows %v", s.Name, s.Cards)
				}
				if s.Selfie() != (scene == trial.Selfie) || s.Face != (scene == trial.Selfie) || s.Face != (s.Scene == trial.Selfie) {
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
	if long := max(s.Width, s.Height); long < least || long > most {
		return fmt.Errorf("%d pixels long", long)
	}
	for _, c := range s.Cards {
		x, y := 0.0, 0.0
		for _, p := range c.Quad {
			x, y = x+p[0]/4, y+p[1]/4
		}
		if c.Width() < leastWidth || c.Hidden < 0 || c.Hidden > 0.6 || x < 0 || y < 0 || x > float64(s.Width) || y > float64(s.Height) {
			return fmt.Errorf("%s %.0f wide about %.0f, %.0f, hidden %.2f", c.Layout, c.Width(), x, y, c.Hidden)
		}
	}
	return nil
}

func TestNegativesShowNoDocument(t *testing.T) {
	seen, faces := map[string]bool{}, 0
	for i := range uint64(60) {
		s := New().Negative(luck(i))
		if err := sound(&s); err != nil || len(s.Cards) > 0 {
			t.Errorf("%s shows %v: %v", s.Name, s.Cards, err)
		}
		if s.Face != (s.Scene[:2] == "pe") {
			t.Errorf("%s: face %v", s.Name, s.Face)
		}
		seen[s.Scene] = true
		if s.Face {
			faces++
		}
	}
	if len(seen) != len(kinds)-1 || faces < 15 || faces > 50 { // one kind is twice as likely
		t.Errorf("%d faces, kinds %v", faces, seen)
	}
}

// TestSheet writes pictures of every kind into the folder that RONDA_SHEET names, SPECIMEN across each.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	from, _ := strconv.ParseUint(cmp.Or(os.Getenv("RONDA_SHEET_SEED"), "0"), 10, 64)
	for name, shot := range map[string]func(r *rand.Rand) trial.Shot{
		"selfie":   func(r *rand.Rand) trial.Shot { return New().Positive(r, "", trial.Selfie) },
		"hand":     func(r *rand.Rand) trial.Shot { return New().Positive(r, "", trial.Hand) },
		"negative": New().Negative,
	} {
		var tiles []image.Image
		for i := range uint64(40) {
			s := shot(luck(from + i))
			m, _, err := image.Decode(bytes.NewReader(s.Data))
			if err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
			tiles = append(tiles, m)
		}
		if err := writeSheet(filepath.Join(dir, "busts-"+name+".png"), 8, 250, tiles); err != nil {
			t.Error(err)
		}
	}
}

func writeSheet(path string, across, cell int, tiles []image.Image) error {
	sheet := image.NewRGBA(image.Rect(0, 0, across*cell, (len(tiles)+across-1)/across*cell))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	for i, tile := range tiles {
		x, y, b := i%across*cell, i/across*cell, tile.Bounds()
		f := min(float64(cell-6)/float64(b.Dx()), float64(cell-6)/float64(b.Dy()))
		w, h := int(f*float64(b.Dx())), int(f*float64(b.Dy()))
		draw.ApproxBiLinear.Scale(sheet, image.Rect(x, y, x+w, y+h), tile, b, draw.Over, nil)
		d := font.Drawer{Dst: sheet, Src: image.NewUniform(color.NRGBA{220, 0, 120, 170}), Face: inconsolata.Bold8x16}
		d.Dot = fixed.P(x+w/2-32, y+h-8)
		d.DrawString("SPECIMEN")
	}
	var b bytes.Buffer
	if err := png.Encode(&b, sheet); err != nil {
		return fmt.Errorf("encode %s: %w", path, err)
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
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
