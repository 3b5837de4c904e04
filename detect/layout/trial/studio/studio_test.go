package studio

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/older"
	"ronda/detect/picture"
)

// TestHands holds that nothing is learned from the hands that measure, that files and numbers of samples are each one's own, and that
// what is to be learned is drawn.
func TestHands(t *testing.T) {
	files, numbers := map[string]bool{}, map[[2]int]bool{}
	once := func(name string, kind int, number uint8) {
		if key := [2]int{kind, int(number)}; files[name] || numbers[key] {
			t.Errorf("%s: another has its name or its number, %d", name, number)
		}
		files[name], numbers[[2]int{kind, int(number)}] = true, true
	}
	for _, h := range Hands {
		scenes := len(h.Network) > 0 || h.LayoutScenes != nil || h.LayoutQuiet != nil || h.Votes != nil || h.Selfies > 0
		if h.HeldOut && (scenes || h.Layouts || h.Stranger || h.Fronts != nil) {
			t.Errorf("%s measures and teaches", h.Name)
		}
		if scenes && h.draw == nil || h.Layouts && h.Fronts == nil {
			t.Errorf("%s teaches what it does not draw", h.Name)
		}
		if h.Fronts != nil {
			once(h.Name, 0, h.Fronts.Number)
		}
		for _, s := range h.Network {
			once(s.Name, 1, s.Number)
		}
	}
}

// TestVotesAreNotLearned holds that votes are fitted to scenes that neither network learned from.
func TestVotesAreNotLearned(t *testing.T) {
	for _, h := range Hands {
		for _, s := range h.Network {
			if h.Votes != nil && (h.Votes.Seed == s.Seed || h.Votes.Seed == s.Closer().Seed) {
				t.Errorf("%s: votes are fitted to what is learned from, %s", h.Name, s.Name)
			}
		}
	}
}

// TestPhotograph holds that the card lies where the photographer says: white ones are nearly always brighter than what lies around.
func TestPhotograph(t *testing.T) {
	white := picture.NewPlane(480, 303)
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	bright := 0
	const n = 20
	for i := range uint64(n) {
		p := &Photographer{Chance: rand.New(rand.NewPCG(i, 5)), Grounds: []picture.Plane{picture.NewPlane(64, 64)}}
		shot := p.Photograph(white)
		share := inverse(shot.Quad)
		var sum, of [2]int
		for y := range shot.Plane.H {
			for x := range shot.Plane.W {
				on := 0
				if u, v := share(float64(x), float64(y)); u > 0 && v > 0 && u < 1 && v < 1 {
					on = 1
				}
				sum[on] += int(shot.Plane.Pix[y*shot.Plane.W+x])
				of[on]++
			}
		}
		if of[1] > 0 && sum[1]/of[1] > sum[0]/max(of[0], 1) {
			bright++
		}
	}
	if bright < n-3 {
		t.Errorf("%d of %d white cards are seen", bright, n)
	}
}

// TestSamples holds that samples are as train.py reads them: of one size, with a hand's number, and corners about where the look at a
// document ends.
func TestSamples(t *testing.T) {
	for _, closer := range []bool{false, true} {
		var out bytes.Buffer
		w := NewWriter(&out, 3)
		w.Closer = closer
		size := 36 + len(w.view.Cells)
		if closer {
			size = 36 + len(w.detail.Cells)
		}
		p := &Photographer{Chance: rand.New(rand.NewPCG(1, 5))}
		w.Fronts(p, &Fronts{Layouts: older.Layouts, Document: older.Document, Other: older.Other}, 1)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		samples, documents := 0, map[byte]int{}
		for b := out.Bytes(); len(b) >= size; b = b[size:] {
			samples++
			documents[b[1]]++
			if b[0] != 3 || b[1] > 3 || b[2] > 3 {
				t.Fatalf("sample %d begins with % x", samples, b[:4])
			}
			for k, want := range [8]float64{0, 0, 1, 0, 1, 1, 0, 1} {
				got := float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4+4*k:])))
				if b[1] > 0 && math.Abs(got-want) > 0.8 {
					t.Errorf("sample %d: corner at %.2f, want about %.0f", samples, got, want)
				}
			}
		}
		counted := 0
		for _, n := range w.Count {
			counted += n
		}
		if samples == 0 || samples*size != out.Len() || samples != counted || documents[0] == 0 || documents[1]+documents[2]+documents[3] == 0 {
			t.Errorf("%d bytes are %d samples of %d bytes, %d were counted: %v", out.Len(), samples, size, counted, documents)
		}
	}
}

// TestSame holds that a drawing is looked at in the same way for the same chance, and its quad is as wide as it.
func TestSame(t *testing.T) {
	look := func() (picture.Plane, cards.Quad) {
		r := rand.New(rand.NewPCG(3, 3))
		return Look(r, older.Document(r, trial.KTP), 0.02)
	}
	p, q := look()
	again, where := look()
	if string(p.Pix) != string(again.Pix) || q != where {
		t.Error("the same chance gives another look")
	}
	if long(q) < 60 || long(q) > float64(p.W) {
		t.Errorf("a card of %.0f pixels in a picture of %d", long(q), p.W)
	}
	if got := flatten(image.NewGray(image.Rect(0, 0, 20, 30))); got.W != 30 || got.H != 20 {
		t.Errorf("a standing drawing lies as %d x %d", got.W, got.H)
	}
}
