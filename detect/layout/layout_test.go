package layout_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
)

func encoded(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// turned copies img through a map from new to old places.
func turned(img image.Image, side bool, source func(x, y, w, h int) (int, int)) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if side {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := source(x, y, w, h)
			out.Set(x, y, img.At(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out
}

// TestTurns holds that a card is recognised however it lies, and that the corners begin at its own top left.
func TestTurns(t *testing.T) {
	rec := newRecogniser(t)
	for _, tt := range []struct {
		name   string
		side   bool
		source func(x, y, w, h int) (int, int)
		first  func(w, h int) [2]int // where the card's top left is seen
	}{
		{"upright", false, func(x, y, _, _ int) (int, int) { return x, y }, func(_, _ int) [2]int { return [2]int{0, 0} }},
		{"upside down", false, func(x, y, w, h int) (int, int) { return w - 1 - x, h - 1 - y }, func(w, h int) [2]int { return [2]int{w, h} }},
		{"mirrored", false, func(x, y, w, _ int) (int, int) { return w - 1 - x, y }, func(w, _ int) [2]int { return [2]int{w, 0} }},
		{"upside down in a mirror", false, func(x, y, _, h int) (int, int) { return x, h - 1 - y }, func(_, h int) [2]int { return [2]int{0, h} }},
		{"on its side", true, func(x, y, w, _ int) (int, int) { return y, w - 1 - x }, func(w, _ int) [2]int { return [2]int{w, 0} }},
		{"on its other side", true, func(x, y, _, h int) (int, int) { return h - 1 - y, x }, func(_, h int) [2]int { return [2]int{0, h} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"ktp", "kk", "npwp"} {
				front, _ := pen.Front(rand.New(rand.NewPCG(4, 4)), name, 400)
				img := turned(front, tt.side, tt.source)
				pic, err := rec.Recognise(encoded(t, img))
				if err != nil {
					t.Fatal(err)
				}
				if len(pic.Matches) != 1 || pic.Matches[0].Layout != name {
					t.Errorf("%s recognised as %+v", name, pic.Matches)
					continue
				}
				want, got := tt.first(img.Bounds().Dx(), img.Bounds().Dy()), pic.Matches[0].Quad[0]
				if off := math.Hypot(float64(got[0]-want[0]), float64(got[1]-want[1])); off > 0.12*float64(img.Bounds().Dx()) {
					t.Errorf("%s: top left at %v, want about %v", name, got, want)
				}
			}
		})
	}
}

// TestPlain holds that pictures without contrast show nothing, and what is no picture is an error.
func TestPlain(t *testing.T) {
	rec := newRecogniser(t)
	pic, err := rec.Recognise(encoded(t, image.NewGray(image.Rect(0, 0, 320, 200))))
	if err != nil || len(pic.Matches) > 0 || pic.Width != 320 || pic.Height != 200 {
		t.Errorf("a black picture: %+v, %v", pic, err)
	}
	if _, err := rec.Recognise([]byte("words")); !errors.Is(err, layout.ErrNotAPicture) {
		t.Errorf("words: %v, want %v", err, layout.ErrNotAPicture)
	}
}

// TestConcurrent holds that one recogniser may be used by many, with the same outcome.
func TestConcurrent(t *testing.T) {
	rec := newRecogniser(t)
	front, _ := pen.Front(rand.New(rand.NewPCG(4, 4)), "ktp", 400)
	data := encoded(t, front)
	want, err := rec.Recognise(data)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := rec.Recognise(data)
			if err != nil || len(got.Matches) != len(want.Matches) || got.Matches[0].Hash != want.Matches[0].Hash || got.Matches[0].Score != want.Matches[0].Score {
				t.Errorf("%+v, %v, want %+v", got, err, want)
			}
		})
	}
	wg.Wait()
}

// TestSample is a floor under recall and a ceiling over false accusations on a few pictures of pen's; TestBarScenes measures.
func TestSample(t *testing.T) {
	rec := newRecogniser(t)
	found, all := 0, 0
	for _, doc := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for i, scene := range []string{trial.Tight, trial.Table, trial.Hand} {
			shot := pen.New().Positive(rand.New(rand.NewPCG(21, uint64(i))), doc, scene)
			pic, err := rec.Recognise(shot.Data)
			if err != nil {
				t.Fatal(err)
			}
			all++
			if slices.ContainsFunc(pic.Matches, func(m layout.Match) bool { return m.Layout == doc && onCard(m, shot.Cards) }) {
				found++
			} else {
				t.Logf("missed %s %v: %+v", shot.Name, shot.Distortions, pic.Matches)
			}
		}
	}
	if found < all-2 {
		t.Errorf("%d of %d documents found", found, all)
	}
	accused := 0
	const others = 30
	for i := range uint64(others) {
		shot := pen.New().Negative(rand.New(rand.NewPCG(22, i)))
		pic, err := rec.Recognise(shot.Data)
		if err != nil {
			t.Fatal(err)
		}
		if len(pic.Matches) > 0 {
			accused++
			t.Logf("accused %s: %+v", shot.Name, pic.Matches)
		}
	}
	if accused > 1 {
		t.Errorf("%d of %d pictures without a document accused", accused, others)
	}
}

// onCard reports whether a match lies on a card of its document.
func onCard(m layout.Match, shown []trial.Card) bool {
	var q [4][2]float64
	for i, c := range m.Quad {
		q[i] = [2]float64{float64(c[0]), float64(c[1])}
	}
	return slices.ContainsFunc(shown, func(c trial.Card) bool { return c.Document == m.Layout && trial.IoU(c.Quad, q) > 0.6 })
}
