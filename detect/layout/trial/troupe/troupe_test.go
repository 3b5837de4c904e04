package troupe_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/troupe"

	_ "image/jpeg"

	_ "golang.org/x/image/webp"
)

var scenes = []string{trial.Selfie, trial.Hand, trial.Sheet, trial.Screen, trial.Table}

func luck(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 51)) }

// TestShots holds that every document stands in every scene, that the truth says so, and that the same chance gives the same picture.
func TestShots(t *testing.T) {
	g := troupe.New()
	for _, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for _, scene := range scenes {
			for seed := range uint64(4) {
				s := g.Positive(luck(seed), document, scene)
				if s.Scene != scene || s.Face != (scene == trial.Selfie) || len(s.Cards) == 0 {
					t.Fatalf("%s: scene %s, face %v, %d cards", s.Name, s.Scene, s.Face, len(s.Cards))
				}
				img, _, err := image.Decode(bytes.NewReader(s.Data))
				if err != nil {
					t.Fatalf("%s: %v", s.Name, err)
				}
				if b := img.Bounds(); b.Dx() != s.Width || b.Dy() != s.Height {
					t.Errorf("%s: %v, not %d by %d", s.Name, b, s.Width, s.Height)
				}
				for _, c := range s.Cards {
					if c.Document != document {
						t.Errorf("%s shows %s", s.Name, c.Document)
					}
				}
				if again := g.Positive(luck(seed), document, scene); !bytes.Equal(again.Data, s.Data) {
					t.Errorf("%s: the same chance gives another picture", s.Name)
				}
			}
		}
	}
}

func TestNegativesShowNoDocument(t *testing.T) {
	for seed := range uint64(20) {
		if s := troupe.New().Negative(luck(seed)); len(s.Cards) > 0 {
			t.Errorf("%s shows %s", s.Name, s.Cards[0].Document)
		}
	}
}

// TestSheet writes pictures of every scene into the folder that RONDA_SHEET names, SPECIMEN across each.
func TestSheet(t *testing.T) {
	dir := os.Getenv("RONDA_SHEET")
	if dir == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	const size, across, down = 300, 6, 4
	for _, scene := range scenes {
		sheet := image.NewRGBA(image.Rect(0, 0, size*across, size*down))
		for i := range across * down {
			s := troupe.New().Positive(luck(uint64(i)), "", scene)
			img, _, err := image.Decode(bytes.NewReader(s.Data))
			if err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
			k := float64(size-6) / float64(max(s.Width, s.Height))
			at := image.Pt(i%across*size, i/across*size)
			to := image.Rect(0, 0, int(k*float64(s.Width)), int(k*float64(s.Height))).Add(at)
			draw.ApproxBiLinear.Scale(sheet, to, img, img.Bounds(), draw.Src, nil)
			d := font.Drawer{Dst: sheet, Src: image.NewUniform(color.RGBA{R: 200, A: 255}), Face: inconsolata.Bold8x16}
			for n := range 3 {
				d.Dot = fixed.P(at.X+20+60*n, at.Y+60*(n+1))
				d.DrawString("SPECIMEN")
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, sheet); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, scene+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
