package sandbox

import (
	"math/rand/v2"
	"strings"
)

// disguise writes the trade's words the way sellers slip past word filters: one manner per text.
func disguise(s string, r *rand.Rand) string {
	words := []string{"KTP", "ktp", "Ktp", "NPWP", "npwp", "NIK", "selfie", "Selfie", "SELFIE", "blangko", "Blangko"}
	manners := []func(string) string{
		func(w string) string { return strings.Join(strings.Split(w, ""), " ") },
		func(w string) string { return strings.Join(strings.Split(w, ""), ".") },
		func(w string) string { return strings.Join(strings.Split(w, ""), "\u200b") },
		func(w string) string {
			return strings.NewReplacer("T", "7", "t", "7", "I", "1", "i", "1", "e", "3", "E", "3", "o", "0").Replace(w)
		},
		bold,
		func(w string) string { return w + strings.Repeat(w[len(w)-1:], 3) },
	}
	manner := from(r, manners)
	for _, w := range words {
		s = strings.ReplaceAll(s, w, manner(w))
	}
	return s
}

// bold writes Latin letters as mathematical sans-serif bold ones.
func bold(w string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return 0x1d5d4 + c - 'A'
		case c >= 'a' && c <= 'z':
			return 0x1d5ee + c - 'a'
		}
		return c
	}, w)
}
