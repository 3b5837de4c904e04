package chalk_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
)

var (
	sheetDir  = flag.String("sheet", "", "write contact sheets into this folder")
	sheetSeed = flag.Uint64("sheetseed", 1, "their chance")
)

// TestSheet holds that what is written to be looked at carries SPECIMEN across every picture. With -sheet it writes sheets of
// every layout, of the look-alikes and of scenes, otherwise one that nobody keeps.
func TestSheet(t *testing.T) {
	r := rand.New(rand.NewPCG(*sheetSeed, 3))
	if *sheetDir == "" {
		if err := writeSheet(filepath.Join(t.TempDir(), "sheet.png"), 200, []image.Image{chalk.Card(r, "ktp", 200)}); err != nil {
			t.Fatal(err)
		}
		return
	}
	sheets := map[string][]image.Image{}
	for _, layout := range chalk.Layouts {
		for range 9 {
			sheets[layout] = append(sheets[layout], chalk.Card(r, layout, 560))
		}
	}
	for i := range chalk.Others() {
		img, _ := chalk.Lookalike(r, i, 540)
		part := fmt.Sprint("others", 1+i/15)
		sheets[part] = append(sheets[part], img)
	}
	g := chalk.New()
	for i := range 15 {
		sheets["scenes"] = append(sheets["scenes"], decoded(t, g.Positive(r, []string{trial.KTP, trial.KK, trial.NPWP}[i%3], "")))
		sheets["none"] = append(sheets["none"], decoded(t, g.Negative(r)), decoded(t, g.Negative(r)))
	}
	for name, images := range sheets {
		if err := writeSheet(filepath.Join(*sheetDir, name+".png"), 560, images); err != nil {
			t.Fatal(err)
		}
	}
}

func decoded(t *testing.T, s trial.Shot) image.Image {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(s.Data))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return img
}

func writeSheet(name string, cell int, images []image.Image) error {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return fmt.Errorf("parse the font: %w", err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(cell) / 7, DPI: 72})
	if err != nil {
		return fmt.Errorf("make a face: %w", err)
	}
	const columns = 3
	high := cell * 3 / 4
	out := image.NewRGBA(image.Rect(0, 0, cell*columns, high*((len(images)+columns-1)/columns)))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	for i, img := range images {
		b := img.Bounds()
		k := min(float64(cell-6)/float64(b.Dx()), float64(high-6)/float64(b.Dy()), 1)
		p := image.Pt(i%columns*cell, i/columns*high)
		draw.BiLinear.Scale(out, image.Rectangle{Min: p, Max: p.Add(image.Pt(int(k*float64(b.Dx())), int(k*float64(b.Dy()))))}, img, b, draw.Over, nil)
		bare := bytes.Clone(out.Pix)
		pencil := font.Drawer{Dst: out, Src: image.NewUniform(color.NRGBA{200, 0, 0, 70}), Face: face, Dot: fixed.P(p.X+cell/8, p.Y+high/2)}
		pencil.DrawString("SPECIMEN")
		inked := 0
		for n := range bare {
			if bare[n] != out.Pix[n] {
				inked++
			}
		}
		if inked < cell*high/100 {
			return fmt.Errorf("picture %d has SPECIMEN on %d bytes only", i, inked)
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return fmt.Errorf("encode a sheet: %w", err)
	}
	return os.WriteFile(name, buf.Bytes(), 0o600)
}
