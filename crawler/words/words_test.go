package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNext(t *testing.T) {
	for s, want := range map[string][]string{
		"":                           nil,
		" -- ":                       nil,
		"Halo, Pak RT-07!":           {"halo", "pak", "rt", "07"},
		"I'm 'ok'":                   {"i'm", "ok'"},
		"Émile ½":                    {"Émile", "½"},
		strings.Repeat("ab", 20):     {strings.Repeat("ab", 12)},
		"x" + strings.Repeat(" ", 9): {"x"},
	} {
		var got []string
		var room Room
		for word, rest := room.Next(s); len(word) > 0; word, rest = room.Next(rest) {
			got = append(got, string(word))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestSet(t *testing.T) {
	set := NewSet("pak bu\nkak", "mbak")
	if !set.Has("MBAK") || set.Has("") || set.Has(strings.Repeat("pak", 20)) {
		t.Error("Has")
	}
	if !set.Any("Terima kasih, Bu!") || set.Any("bukan siapa-siapa") {
		t.Error("Any")
	}
	if n := testing.AllocsPerRun(100, func() { set.Any("tidak ada yang disapa di dalam kalimat ini") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzFirstDigit(f *testing.F) {
	f.Add("pukul 09.14")
	f.Add("delapan huruf \xff\xb0 /:")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := FirstDigit(s), strings.IndexAny(s, "0123456789"); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	})
}

func FuzzCut(f *testing.F) {
	f.Add("kafé café", 4)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 0 || !utf8.ValidString(s) {
			return
		}
		if got := Cut(s, n); len(got) > n || !strings.HasPrefix(s, got) || !utf8.ValidString(got) {
			t.Errorf("%q cut at %d: %q", s, n, got)
		}
	})
}

func TestFold(t *testing.T) {
	for s, want := range map[string]string{"a \t b\n": "a b", "a\x00b\x7f": "a b", "a\u00a0b": "a b", "": ""} {
		if got := Fold(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}
