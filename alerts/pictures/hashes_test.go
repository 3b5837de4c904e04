package pictures

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/similar"
)

func random(r *rand.Rand) (h similar.Hash) {
	for i := range h {
		h[i] = r.Uint64()
	}
	return h
}

func sketch(r *rand.Rand, hashes int) *similar.Sketch {
	part := func() [4]uint16 {
		x, y := uint16(r.IntN(1000)), uint16(r.IntN(1000))
		return [4]uint16{x, y, x + 1 + uint16(r.IntN(60000)), y + 1 + uint16(r.IntN(60000))}
	}
	s := &similar.Sketch{Part: part()}
	for range hashes {
		s.Parts = append(s.Parts, part())
	}
	for i := range s.Cells {
		s.Cells[i] = byte(r.IntN(similar.Digits))
	}
	return s
}

func TestHashesInRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		var want similar.Picture
		var fresh []bool
		for range r.IntN(20) {
			want.Whole = append(want.Whole, random(r))
		}
		for range r.IntN(4) {
			want.Cards = append(want.Cards, similar.Card{Layout: []string{"ktp", "kk white", ""}[r.IntN(3)], Hash: random(r)})
			fresh = append(fresh, r.IntN(2) == 0)
		}
		if r.IntN(2) == 0 {
			want.Sketch = sketch(r, len(want.Whole))
		}
		got, gotFresh, err := decode(encode(want, fresh))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got) + cmp.Diff(fresh, gotFresh); diff != "" {
			t.Fatalf("written and read (-want +got):\n%s", diff)
		}
	}
	var many similar.Picture
	for range 300 {
		many.Whole = append(many.Whole, random(r))
	}
	if got, _, err := decode(encode(many, nil)); err != nil || len(got.Whole) != maxHashes {
		t.Errorf("of 300 hashes %d were kept (%v)", len(got.Whole), err)
	}
	one := similar.Picture{Whole: []similar.Hash{random(r)}}
	if b := encode(one, nil); b[0] != hashesVersion {
		t.Errorf("a picture without a sketch has version %d, want that of rows before there were any", b[0])
	}
	one.Sketch = sketch(r, 2)
	if got, _, err := decode(encode(one, nil)); err != nil || got.Sketch != nil {
		t.Errorf("a sketch that is not of these hashes was kept (%v)", err)
	}
}

// FuzzHashes: what a damaged row holds is refused, or reads as something that is written alike.
func FuzzHashes(f *testing.F) {
	r := rand.New(rand.NewPCG(2, 2))
	f.Add(encode(similar.Picture{Whole: []similar.Hash{random(r)}, Cards: []similar.Card{{Layout: "ktp", Hash: random(r)}}}, []bool{true}))
	f.Add(encode(similar.Picture{Whole: []similar.Hash{random(r)}, Sketch: sketch(r, 1)}, nil))
	f.Add([]byte{hashesVersion, 0, 0})
	f.Add([]byte{sketchVersion, 0, 0})
	f.Add([]byte{hashesVersion, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, fresh, err := decode(b)
		if err == nil && !bytes.Equal(encode(p, fresh), b) {
			t.Errorf("%x was read as %+v, which is written otherwise", b, p)
		}
	})
}
