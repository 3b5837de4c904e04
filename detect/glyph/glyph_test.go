package glyph_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"ronda/detect/glyph"
)

func TestDigit(t *testing.T) {
	for text, want := range map[string]int{"7": 7, "７": 7, "𝟕": 7, "٧": 7, "⑦": 7, "⁷": 7, "₇": 7, "❼": 7, "a": -1, "Ⅶ": -1, " ": -1} {
		if got := glyph.Digit([]rune(text)[0]); got != want {
			t.Errorf("Digit(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	const text = "no.é7x\u200by 12"
	for _, tt := range []struct {
		at, end int
		inside  bool
	}{{0, 2, false}, {1, 2, true}, {3, len("no.é7x\u200by"), false}, {len("no.é"), len("no.é7x\u200by"), true}} {
		if end, inside := glyph.WordEnd(text, tt.at), glyph.InWordAt(text, tt.at); end != tt.end || inside != tt.inside {
			t.Errorf("at %d: end %d, inside %v, want %d, %v", tt.at, end, inside, tt.end, tt.inside)
		}
	}
}

// TestNextDigit compares with looking at every character: no digit is passed over, and little else is stopped at.
func TestNextDigit(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	pieces := []string{"a", "kata ", "/", ":", " ", "9", "0", "é", "７", "—", "\x7f", "\x80", "panjang sekali "}
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text, from := b.String(), r.IntN(4)
		want := len(text)
		for i := min(from, len(text)); i < len(text); i++ {
			if c := text[i]; '0' <= c && c <= '9' || c >= 0xc2 {
				want = i
				break
			}
		}
		if from > len(text) {
			continue
		}
		if got := glyph.NextDigit(text, from); got != want {
			t.Fatalf("NextDigit(%q, %d) = %d, want %d", text, from, got, want)
		}
	}
}

func TestAnyFrom(t *testing.T) {
	for text, want := range map[string]bool{"": false, "p": false, "xxpa": true, "ppPa": true, "p a": false, "PA": false, "qa": false} {
		if got := glyph.AnyFrom(text, 'p', func(rest string) bool { return strings.HasPrefix(rest[1:], "a") }); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
