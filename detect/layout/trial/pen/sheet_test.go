package pen_test

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
	"slices"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
)

var (
	sheetDir  = flag.String("sheet", "", "write contact sheets into this folder")
	sheetSeed = flag.Uint64("sheetseed", 1, "their chance")
	sheetOf   = flag.String("sheetof", "", "only this scene, or none for negatives")
)

// TestSheet holds that nothing is written to be looked at without SPECIMEN across it. With -sheet it writes contact sheets of
// everything into a folder, otherwise one that nobody keeps.
func TestSheet(t *testing.T) {
	dir, only := *sheetDir, *sheetOf
	if dir == "" {
		dir, only = t.TempDir(), trial.Tight
	}
	p := pen.New()
	r := rand.New(rand.NewPCG(*sheetSeed, 2))
	sheets := map[string][]trial.Shot{}
	scenes := []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet, "none"}
	for _, scene := range scenes {
		if only != "" && only != scene {
			continue
		}
		start := time.Now()
		for i := range 20 {
			if scene == "none" {
				sheets[scene] = append(sheets[scene], p.Negative(r), p.Negative(r))
				continue
			}
			kind := []string{trial.KTP, trial.KTP, trial.KK, trial.NPWP}[i%4]
			sheets[scene] = append(sheets[scene], p.Positive(r, kind, scene))
		}
		t.Logf("%s: %v a shot", scene, time.Since(start)/time.Duration(len(sheets[scene])))
	}
	for name, shots := range sheets {
		if err := writeSheet(filepath.Join(dir, name+".png"), shots); err != nil {
			t.Fatal(err)
		}
	}
}

func writeSheet(name string, shots []trial.Shot) error {
	const cell, columns = 380, 5
	rows := (len(shots) + columns - 1) / columns
	out := image.NewRGBA(image.Rect(0, 0, cell*columns, cell*rows))
	parsed, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return fmt.Errorf("parse the font: %w", err)
	}
	big, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 58, DPI: 72})
	if err != nil {
		return fmt.Errorf("make a face: %w", err)
	}
	for i, s := range shots {
		img, err := shown(s)
		if err != nil {
			return fmt.Errorf("decode %s: %w", s.Name, err)
		}
		k := min(float64(cell-4)/float64(s.Width), float64(cell-4)/float64(s.Height))
		at := image.Pt(i%columns*cell, i/columns*cell)
		draw.BiLinear.Scale(out, image.Rectangle{Min: at, Max: at.Add(image.Pt(int(k*float64(s.Width)), int(k*float64(s.Height))))}, img, img.Bounds(), draw.Src, nil)
		for _, c := range s.Cards {
			for n := range c.Quad {
				a, b := c.Quad[n], c.Quad[(n+1)%4]
				col := color.RGBA{0, 255, 0, 255}
				if n == 0 { // the document's own upper edge
					col = color.RGBA{255, 0, 255, 255}
				}
				for t := range 200 {
					u := float64(t) / 200
					x, y := int(k*(a[0]+u*(b[0]-a[0]))), int(k*(a[1]+u*(b[1]-a[1])))
					if x >= 0 && y >= 0 && x < cell && y < cell {
						out.SetRGBA(at.X+x, at.Y+y, col)
					}
				}
			}
		}
		bare := slices.Clone(out.Pix)
		pencil := font.Drawer{Dst: out, Src: image.NewUniform(color.RGBA{160, 0, 0, 90}), Face: big, Dot: fixed.P(at.X+12, at.Y+cell/2)}
		pencil.DrawString("SPECIMEN")
		if inked := differing(bare, out.Pix); inked < cell*cell/100 {
			return fmt.Errorf("%s has SPECIMEN on %d bytes only", s.Name, inked)
		}
		pencil = font.Drawer{Dst: out, Src: image.NewUniform(color.RGBA{255, 255, 0, 255}), Face: small(parsed), Dot: fixed.P(at.X+2, at.Y+cell-6)}
		pencil.DrawString(fmt.Sprint(s.Name, " ", s.Distortions))
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return fmt.Errorf("encode a sheet: %w", err)
	}
	return os.WriteFile(name, buf.Bytes(), 0o600)
}

func small(f *opentype.Font) font.Face {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 12, DPI: 72})
	if err != nil {
		panic(err)
	}
	return face
}

func differing(a, b []uint8) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
