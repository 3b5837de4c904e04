package flint_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
)

func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 11)) }

// kinds are all that the package draws, at a width where the drawing has one.
func kinds() map[string]func(seed uint64, width float64) pen.Flat {
	all := map[string]func(uint64, float64) pen.Flat{
		"card": func(seed uint64, width float64) pen.Flat { return flint.Card(chance(seed), width) },
		"page": func(seed uint64, _ float64) pen.Flat { return flint.Page(chance(seed)) },
	}
	for _, layout := range flint.Layouts {
		all[layout] = func(seed uint64, width float64) pen.Flat { return flint.Document(chance(seed), layout, width) }
	}
	return all
}

// TestEveryKindDraws holds that the same chance draws the same, another draws something else, and all stays within bounds.
func TestEveryKindDraws(t *testing.T) {
	for name, draw := range kinds() {
		t.Run(name, func(t *testing.T) {
			a, b, other, big := draw(1, 160), draw(1, 160), draw(2, 160), draw(1, 5000)
			if !bytes.Equal(a.Image.Pix, b.Image.Pix) {
				t.Error("the same chance gives two pictures")
			}
			if bytes.Equal(a.Image.Pix, other.Image.Pix) {
				t.Error("another chance gives the same picture")
			}
			if size := a.Image.Rect; size.Min != (image.Point{}) || name != "page" && size.Dx() != 160 {
				t.Errorf("drawn on %v", size)
			}
			if wide := big.Image.Rect.Dx(); wide > 640 {
				t.Errorf("%d pixels wide could be printed", wide)
			}
			open, card := a.Image.RGBAAt(0, 0).A == 0, name != "page" && name != "kk" && name != "kk-2020"
			if open != card {
				t.Errorf("corners clear: %v", open)
			}
			if alike := name == "page" || name == "card"; alike != (a.Name != "") || alike != (a.Number == [4]float64{}) {
				t.Errorf("named %q, number in %v", a.Name, a.Number)
			}
			for _, box := range [][4]float64{a.Number, a.Face} {
				if lo, hi := slices.Min(box[:]), slices.Max(box[:]); lo < 0 || hi > 1 || box[2] < box[0] || box[3] < box[1] {
					t.Errorf("a box lies at %v", box)
				}
			}
		})
	}
}

func TestFamiliesOfLookalikes(t *testing.T) {
	names := map[string]bool{}
	for i := range uint64(90) {
		names["card "+flint.Card(chance(i), 40).Name] = true
	}
	for i := range uint64(40) {
		names["page "+flint.Page(chance(i)).Name] = true
	}
	if len(names) < 20 {
		t.Errorf("only %d families: %v", len(names), names)
	}
}

// TestNumbersBelongToNobody holds the rule for numbers in tests: unassigned districts, late serials, no tax office.
func TestNumbersBelongToNobody(t *testing.T) {
	free := regexp.MustCompile(`^\d{4}(69|[78]\d)\d{6}([2-9]\d{3})$`)
	office := regexp.MustCompile(`^\d\d\.\d{3}\.\d{3}\.\d-99\d\.000$`)
	for i := range uint64(500) {
		if nik, tax := flint.Numbers(chance(i)); !free.MatchString(nik) || !office.MatchString(tax) {
			t.Fatalf("%s %s may be somebody's", nik, tax)
		}
	}
}

func TestScenes(t *testing.T) {
	g := flint.New()
	for i, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		s := g.Positive(chance(uint64(i)), document, trial.Table)
		if len(s.Data) == 0 || !slices.ContainsFunc(s.Cards, func(c trial.Card) bool { return c.Document == document }) {
			t.Errorf("%s: %d bytes show no %s", s.Name, len(s.Data), document)
		}
		if n := g.Negative(chance(uint64(i))); len(n.Data) == 0 || len(n.Cards) > 0 {
			t.Errorf("%s: %d bytes show %v", n.Name, len(n.Data), n.Cards)
		}
	}
}

// TestSheet writes forty drawings of every kind into the folder that RONDA_SHEET names, SPECIMEN across each.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	from, _ := strconv.ParseUint(cmp.Or(os.Getenv("RONDA_SHEET_SEED"), "0"), 10, 64)
	for name, draw := range kinds() {
		tiles := make([]image.Image, 40)
		for i := range tiles {
			tiles[i] = draw(from+uint64(i), 336).Image
		}
		if err := writeSheet(filepath.Join(dir, name+".png"), tiles); err != nil {
			t.Error(err)
		}
	}
}

func writeSheet(path string, tiles []image.Image) error {
	const cell, across = 336, 5
	high := 0
	for _, tile := range tiles {
		high = max(high, min(cell, tile.Bounds().Dy()*cell/tile.Bounds().Dx()))
	}
	sheet := image.NewRGBA(image.Rect(0, 0, across*(cell+6), (len(tiles)+across-1)/across*(high+6)))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	for i, tile := range tiles {
		x, y := i%across*(cell+6), i/across*(high+6)
		w := min(cell, tile.Bounds().Dx()*high/tile.Bounds().Dy())
		h := w * tile.Bounds().Dy() / tile.Bounds().Dx()
		draw.ApproxBiLinear.Scale(sheet, image.Rect(x, y, x+w, y+h), tile, tile.Bounds(), draw.Over, nil)
		d := font.Drawer{Dst: sheet, Src: image.NewUniform(color.NRGBA{220, 0, 120, 170}), Face: inconsolata.Bold8x16}
		for j := range 3 {
			d.Dot = fixed.P(x+w/2-90+60*j, y+h*(j+1)/4)
			d.DrawString("SPECIMEN")
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, sheet); err != nil {
		return fmt.Errorf("encode %s: %w", path, err)
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

func BenchmarkDocument(b *testing.B) {
	for _, layout := range flint.Layouts {
		b.Run(layout, func(b *testing.B) {
			for i := range b.N {
				flint.Document(chance(uint64(i)), layout, 336)
			}
		})
	}
}
