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
	"strconv"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

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

var _ = regexp.MustCompile

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
