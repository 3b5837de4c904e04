package dice_test

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial/dice"
)

// TestSheet writes a sheet of 40 drawings of each layout, SPECIMEN across each, to the folder that RONDA_SHEET names.
func TestSheet(t *testing.T) {
	folder := os.Getenv("RONDA_SHEET")
	if folder == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	fast := png.Encoder{CompressionLevel: png.BestSpeed}
	const wide, high, across = 336, 256, 5
	for k, layout := range dice.Layouts {
		sheet := image.NewRGBA(image.Rect(0, 0, wide*across, high*8))
		draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{Y: 60}), image.Point{}, draw.Src)
		r := chance(uint64(k))
		for i := range 40 {
			card := dice.Document(r, layout, 328).Image
			pen := font.Drawer{Dst: card, Src: image.NewUniform(color.RGBA{R: 200, A: 255}), Face: basicfont.Face7x13, Dot: fixed.P(130, card.Rect.Dy()/2)}
			pen.DrawString("SPECIMEN")
			at := image.Pt(i%across*wide+4, i/across*high+4)
			draw.Draw(sheet, card.Rect.Add(at), card, image.Point{}, draw.Over)
		}
		f, err := os.Create(filepath.Join(folder, layout+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := fast.Encode(f, sheet); err != nil {
			t.Error(err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
