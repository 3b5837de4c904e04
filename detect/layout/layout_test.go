package layout_test

import (
	"bytes"
	"flag"
	"image"
	"image/jpeg"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"ronda/detect/layout"
	"ronda/rules"
)

func decodeJPEG(tb testing.TB, data []byte) image.Image {
	tb.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	return img
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func newRecogniser(tb testing.TB) *layout.Recogniser {
	tb.Helper()
	ls, err := rules.LoadLayouts()
	if err != nil {
		tb.Fatal(err)
	}
	r, err := layout.New(ls)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func recognise(tb testing.TB, rec *layout.Recogniser, data []byte) layout.Picture {
	tb.Helper()
	p, err := rec.Recognise(data)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// has reports whether the document was recognised.
func has(p layout.Picture, document string) bool {
	return slices.ContainsFunc(p.Matches, func(m layout.Match) bool { return m.Layout == document })
}

// pictures is how many pictures of each kind are drawn; the figures that we quote are of -pictures 25.
var pictures = flag.Int("pictures", 3, "pictures per kind in the tests of recall and false accusations")

// TestRecall and TestFalseAccusations report on pictures by a third hand: other fonts, grounds and habits than those of
// the references and of the calibration.
func TestRecall(t *testing.T) {
	rec := newRecogniser(t)
	for view, least := range map[string]float64{"tight": 0.9, "scan": 0.85, "upside down": 0.9, "mirrored": 0.9, "on its side": 0.9} {
		all, found, confused := 0, 0, 0
		for _, d := range drawings {
			if d.name == "npwp-paper" {
				continue // the same drawing as npwp
			}
			n := *pictures
			if view != "tight" && view != "scan" {
				if d.name != "ktp" {
					continue // turning is the same for all
				}
				n = 1 + n/10
			}
			r := rand.New(rand.NewPCG(99, uint64(len(view))))
			hits := 0
			for range n {
				img := d.draw(r, heldOut)
				switch view {
				case "scan":
					img = scanned(img, r)
				case "upside down":
					img = turned(img, func(x, y, w, h int) (int, int) { return w - 1 - x, h - 1 - y }, false)
				case "mirrored":
					img = turned(img, func(x, y, w, _ int) (int, int) { return w - 1 - x, y }, false)
				case "on its side":
					img = turned(img, func(x, y, w, _ int) (int, int) { return y, w - 1 - x }, true)
				}
				p := recognise(t, rec, photograph(t, img, r, 1))
				if has(p, d.document) {
					hits++
				}
				confused += len(slices.DeleteFunc(p.Matches, func(m layout.Match) bool { return m.Layout == d.document }))
			}
			t.Logf("%-12s %-8s %d of %d", view, d.name, hits, n)
			all, found = all+n, found+hits
		}
		if recall := float64(found) / float64(all); recall < least {
			t.Errorf("%s: recall %.2f, want %.2f", view, recall, least)
		}
		if confused > all/30 {
			t.Errorf("%s: %d of %d documents are also taken for other ones", view, confused, all)
		}
	}
}

// turned copies img through a map from new to old places.
func turned(img image.Image, source func(x, y, w, h int) (int, int), side bool) image.Image {
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

func TestFalseAccusations(t *testing.T) {
	rec := newRecogniser(t)
	n := *pictures
	all, accused := 0, 0
	makers := negatives()
	for _, name := range sortedKeys(makers) {
		r := rand.New(rand.NewPCG(98, uint64(len(name))))
		wrong := 0
		for i := range n {
			img := makers[name](r, heldOut)
			if i%3 == 0 {
				img = scanned(img, r)
			}
			if m := recognise(t, rec, photograph(t, img, r, 1)).Matches; len(m) > 0 {
				wrong++
			}
		}
		t.Logf("%-16s %d of %d", name, wrong, n)
		all, accused = all+n, accused+wrong
	}
	share := float64(accused) / float64(all)
	t.Logf("false accusations: %d of %d, %.2f %%", accused, all, 100*share)
	if share > 0.01 && accused > 1 { // one of few pictures says little
		t.Errorf("%.2f %% of harmless pictures are taken for documents, limit 1 %%", 100*share)
	}
}

func TestHashLinksCopies(t *testing.T) {
	rec := newRecogniser(t)
	r := rand.New(rand.NewPCG(5, 5))
	img, other := drawKTP(r, heldOut), drawKTP(r, heldOut)
	small := image.NewRGBA(image.Rect(0, 0, 300, 190))
	apart(func() { draw.BiLinear.Scale(small, small.Rect, img, img.Bounds(), draw.Src, nil) })
	encode := func(img image.Image, q int) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: q}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	a, b, c := recognise(t, rec, encode(img, 90)), recognise(t, rec, encode(small, 60)), recognise(t, rec, encode(other, 90))
	if len(a.Hash) != rules.HashBits/64 {
		t.Fatalf("hash of %d words", len(a.Hash))
	}
	if d := distance(a.Hash, b.Hash); d > 31 {
		t.Errorf("a smaller copy is %d bits away", d)
	}
	if d := distance(a.Hash, c.Hash); d <= 31 {
		t.Errorf("another card is only %d bits away", d)
	}
}

func distance(a, b []uint64) (n int) {
	for i := range a {
		for x := a[i] ^ b[i]; x != 0; x &= x - 1 {
			n++
		}
	}
	return n
}
