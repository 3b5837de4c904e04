package specimen_test

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"

	"ronda/crawler/sandbox/specimen"
)

var kinds = []string{
	specimen.KindKTP, specimen.KindKK, specimen.KindNPWP, specimen.KindSelfie, specimen.KindCollage,
	specimen.KindMember, specimen.KindPhone, specimen.KindBox, specimen.KindLandscape,
}

func encode(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDrawIsDeterministicAndSmall(t *testing.T) {
	seen := map[string]string{}
	for _, kind := range kinds {
		first := specimen.Draw(kind, rand.New(rand.NewPCG(1, 2)))
		if b := first.Bounds(); b.Dx() > specimen.MaxWidth || b.Dy() > specimen.MaxWidth {
			t.Errorf("%s is %v, larger than %d pixels", kind, b, specimen.MaxWidth)
		}
		again := encode(t, specimen.Draw(kind, rand.New(rand.NewPCG(1, 2))))
		other := encode(t, specimen.Draw(kind, rand.New(rand.NewPCG(3, 4))))
		if !bytes.Equal(encode(t, first), again) {
			t.Errorf("%s differs between two drawings from one seed", kind)
		}
		if bytes.Equal(again, other) {
			t.Errorf("%s is the same for two seeds", kind)
		}
		if k, dup := seen[string(again)]; dup {
			t.Errorf("%s and %s are the same picture", k, kind)
		}
		seen[string(again)] = kind
	}
}

// Every document carries the stamp: enough pixels of its red in the middle band, on both sides of the centre.
func TestDocumentsAreStamped(t *testing.T) {
	for _, kind := range kinds {
		m := specimen.Draw(kind, rand.New(rand.NewPCG(5, 6)))
		b := m.Bounds()
		var left, right int
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if r, g, bl, _ := m.At(x, y).RGBA(); r>>8 == 190 && g>>8 == 30 && bl>>8 == 35 {
					if x < b.Dx()/2 {
						left++
					} else {
						right++
					}
				}
			}
		}
		stamped := left > 500 && right > 500
		if stamped != specimen.Document(kind) {
			t.Errorf("%s: stamped %v (%d, %d pixels), document %v", kind, stamped, left, right, specimen.Document(kind))
		}
	}
}
