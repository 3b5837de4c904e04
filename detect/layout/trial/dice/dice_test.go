package dice_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"ronda/detect/layout/trial/dice"
)

func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

func inside(b [4]float64) bool {
	return b[0] >= 0 && b[1] >= 0 && b[0] < b[2] && b[1] < b[3] && b[2] <= 1 && b[3] <= 1
}

func TestEveryLayoutDraws(t *testing.T) {
	for _, layout := range dice.Layouts {
		t.Run(layout, func(t *testing.T) {
			t.Parallel() // drawings share the masks of letters
			page := layout == "kk" || layout == "kk-2020"
			for seed := range uint64(3) {
				f := dice.Document(chance(seed), layout, 140)
				if again := dice.Document(chance(seed), layout, 140); !bytes.Equal(f.Image.Pix, again.Image.Pix) || f.Number != again.Number || f.Face != again.Face {
					t.Errorf("%d: the same chance gives two drawings", seed)
				}
				if bytes.Equal(f.Image.Pix, dice.Document(chance(seed+100), layout, 140).Image.Pix) {
					t.Errorf("%d: another chance gives the same drawing", seed)
				}
				if b := f.Image.Rect; b.Min.X != 0 || b.Min.Y != 0 || b.Dx() != 140 || float64(b.Dy()) < 140/1.68 || float64(b.Dy()) > 140/1.31 {
					t.Errorf("%d: drawn on %v", seed, b)
				}
				if !inside(f.Number) {
					t.Errorf("%d: number at %v", seed, f.Number)
				}
				if face := layout == "ktp" || layout == "ktp-old"; face && !inside(f.Face) || !face && f.Face != [4]float64{} {
					t.Errorf("%d: face at %v", seed, f.Face)
				}
				if page && f.Image.RGBAAt(0, 0).A != 255 {
					t.Errorf("%d: the corner of a page is clear", seed)
				}
			}
		})
	}
}

func TestDrawingsStayCoarse(t *testing.T) {
	for _, layout := range dice.Layouts {
		for asked, want := range map[float64]int{5: 40, 333.4: 333, 5000: 640} {
			if got := dice.Document(chance(1), layout, asked).Image.Rect.Dx(); got != want {
				t.Errorf("%s asked at %g is %d pixels wide, want %d", layout, asked, got, want)
			}
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	for _, layout := range dice.Layouts {
		b.Run(layout, func(b *testing.B) {
			r := chance(1)
			for range 300 {
				dice.Document(r, layout, 336)
			}
			for b.Loop() {
				dice.Document(r, layout, 336)
			}
		})
	}
}
