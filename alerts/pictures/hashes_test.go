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
}

// FuzzHashes: what a damaged row holds is refused, or reads as something that is written alike.
func FuzzHashes(f *testing.F) {
	r := rand.New(rand.NewPCG(2, 2))
	f.Add(encode(similar.Picture{Whole: []similar.Hash{random(r)}, Cards: []similar.Card{{Layout: "ktp", Hash: random(r)}}}, []bool{true}))
	f.Add([]byte{hashesVersion, 0, 0})
	f.Add([]byte{hashesVersion, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, fresh, err := decode(b)
		if err == nil && !bytes.Equal(encode(p, fresh), b) {
			t.Errorf("%x was read as %+v, which is written otherwise", b, p)
		}
	})
}
