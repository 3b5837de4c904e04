package ident

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestCensus adds numbers again and again, in more than one form, and compares with a plain map.
func TestCensus(t *testing.T) {
	var c Census
	r := rand.New(rand.NewPCG(4, 4))
	nik, npwp, regions := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for range 120_000 {
		d := fmt.Sprintf("%04d%02d%010d", 3200+r.IntN(60), 69+r.IntN(21), r.IntN(50_000))
		switch r.IntN(10) {
		case 0:
			d = "0" + d[1:]
			c.Add(New(TypeNPWP, []byte(d)))
			c.Add(New(TypeNPWP, []byte(d[1:]))) // the same without the leading zero
			npwp[d] = true
		default:
			c.Add(New(TypeNIK, []byte(d)))
			nik[d], regions[d[:4]] = true, true
		}
	}
	c.Add(NewMasked(TypeNIK, "3507"))
	c.Add(Number{})
	if c.Count(TypeNIK) != len(nik) || c.Count(TypeNPWP) != len(npwp) || c.Count(TypeKK) != 0 || c.AtLeast() {
		t.Errorf("counted %d and %d, want %d and %d", c.Count(TypeNIK), c.Count(TypeNPWP), len(nik), len(npwp))
	}
	if got := c.Regions(TypeNIK); len(got) != len(regions) || !slices.IsSorted(got) || !regions[got[0]] {
		t.Errorf("regions %v", got)
	}
	if got := c.Types(); !slices.Equal(got, []Type{TypeNIK, TypeNPWP}) {
		t.Errorf("types %v", got)
	}
	keys, err := NewKeyring(Key{ID: "k", Secret: []byte("0123456789abcdef")})
	if err != nil {
		t.Fatal(err)
	}
	got := map[Fingerprint]bool{}
	for _, f := range c.Fingerprints(keys) {
		got[f] = true
	}
	for d := range nik {
		if !got[New(TypeNIK, []byte(d)).Fingerprint(keys)] {
			t.Fatal("a number's fingerprint is missing")
		}
	}
}

// TestCensusIsHidden prints a census by every route.
func TestCensusIsHidden(t *testing.T) {
	var c Census
	c.Add(New(TypeNIK, []byte("3507720101903001")))
	type holder struct{ inner Census }
	key, _ := pack("3507720101903001")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, out := range []string{fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, holder{c})} {
			if strings.Contains(out, "720101903001") || strings.Contains(out, fmt.Sprint(key)) {
				t.Errorf("%s prints the number", verb)
			}
		}
	}
}

// FuzzPack holds that what can be packed comes out as it was, and that no two of them are the same.
func FuzzPack(f *testing.F) {
	for _, s := range []string{"", "0", "00", "0123456789012345", "Z1234567", "ZZZZZZZZZZZ", "zz", "12345678901234567", "123456789012345678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if key, ok := pack(s); ok && (key == 0 || string(appendUnpacked(nil, key)) != s) {
			t.Errorf("%q comes out as %q", s, appendUnpacked(nil, key))
		}
	})
}

// BenchmarkCensus adds distinct numbers.
func BenchmarkCensus(b *testing.B) {
	numbers := make([]Number, 1<<20)
	for i := range numbers {
		numbers[i] = New(TypeNIK, fmt.Appendf(nil, "350772%010d", i*7919))
	}
	b.ReportAllocs()
	for b.Loop() {
		var c Census
		for _, n := range numbers {
			c.Add(n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(numbers)), "ns/number")
}
