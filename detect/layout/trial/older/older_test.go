package older_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"ronda/detect/layout/trial/older"
)

func pixels(t *testing.T, img image.Image) string {
	t.Helper()
	m, ok := img.(*image.RGBA)
	if !ok {
		t.Fatalf("drawn as %T", img)
	}
	return fmt.Sprint(m.Rect, string(m.Pix))
}

// TestDrawings holds that documents lie and have their proportions, that the same chance gives the same drawing, and another one
// another.
func TestDrawings(t *testing.T) {
	kinds := map[string]func(r *rand.Rand) image.Image{"other": older.Other}
	for _, l := range older.Layouts {
		kinds[l] = func(r *rand.Rand) image.Image { return older.Document(r, l) }
	}
	for _, l := range older.Sketches {
		kinds["sketch of "+l] = func(r *rand.Rand) image.Image { return older.Sketch(r, l) }
	}
	for name, drawn := range kinds {
		var seen []string
		for i := range uint64(4) {
			img := drawn(rand.New(rand.NewPCG(i, 17)))
			b := img.Bounds()
			if ratio := float64(b.Dx()) / float64(b.Dy()); name != "other" && (ratio < 1.4 || ratio > 1.6) || b.Dx() > 680 {
				t.Errorf("%s %d: drawn as %v", name, i, b)
			}
			is := pixels(t, img)
			if is != pixels(t, drawn(rand.New(rand.NewPCG(i, 17)))) {
				t.Errorf("%s %d: the same chance gives another drawing", name, i)
			}
			if slices.Contains(seen, is) {
				t.Errorf("%s %d: another chance gives the same drawing", name, i)
			}
			seen = append(seen, is)
		}
	}
}
