package guild_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial/guild"
)

func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 13)) }

// kinds are what the guild draws.
var kinds = map[string]func(r *rand.Rand, wide int) *image.RGBA{
	"npwp":      func(r *rand.Rand, wide int) *image.RGBA { return guild.Tax(r, "npwp", wide) },
	"npwp-2023": func(r *rand.Rand, wide int) *image.RGBA { return guild.Tax(r, "npwp-2023", wide) },
	"other":     guild.Other,
}

// TestDrawings holds that drawings are cards of the size asked for, that the same chance gives the same drawing, and another one
// another.
func TestDrawings(t *testing.T) {
	for name, drawn := range kinds {
		seen := map[string]bool{}
		const n = 60
		for i := range uint64(n) {
			wide := 320 + int(i)*4
			img := drawn(chance(i), wide)
			b := img.Bounds()
			if ratio := float64(b.Dx()) / float64(b.Dy()); b.Min != image.Pt(0, 0) || b.Dx() != wide || ratio < 1.5 || ratio > 1.7 {
				t.Fatalf("%s %d: %v for %d pixels", name, i, b, wide)
			}
			if !bytes.Equal(img.Pix, drawn(chance(i), wide).Pix) {
				t.Errorf("%s %d: the same chance gives another drawing", name, i)
			}
			seen[string(drawn(chance(i), 320).Pix)] = true
		}
		if len(seen) < n {
			t.Errorf("%s: %d of %d drawings differ", name, len(seen), n)
		}
	}
}

// TestSheet writes forty drawings of each kind, SPECIMEN across each, into the folder that RONDA_SHEET names.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	const wide, high, across = 330, 212, 5
	for name, drawn := range kinds {
		sheet := image.NewRGBA(image.Rect(0, 0, wide*across, high*8))
		for i := range 40 {
			at := image.Pt(i%across*wide, i/across*high)
			img := drawn(chance(uint64(i)), 322)
			draw.Draw(sheet, img.Bounds().Add(at), img, image.Point{}, draw.Over)
			pen := font.Drawer{Dst: sheet, Src: image.NewUniform(color.RGBA{R: 200, A: 255}), Face: inconsolata.Bold8x16}
			for k := range 3 {
				pen.Dot = fixed.P(at.X+40+60*k, at.Y+50*(k+1))
				pen.DrawString("SPECIMEN")
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, sheet); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
