package numbers

import (
	"unicode/utf8"

	"ronda/detect/glyph"
)

// Most returns how many numbers as long as a person's may stand in a text at most, in any disguise: a phone or a date of birth beside one
// reads as if it were more of it. It is much cheaper than Scan.
func Most(text string) (n int) {
	const shortest = 15
	for at := glyph.NextDigit(text, 0); at < len(text); at = glyph.NextDigit(text, at) {
		digits := 0
		for more := true; more && at < len(text); {
			r, size := utf8.DecodeRuneInString(text[at:])
			if glyph.Digit(r) >= 0 || glyph.Alike(r) >= 0 {
				digits++
			} else {
				more = glyph.Separator(r)
			}
			at += size
		}
		n += digits / shortest
	}
	return n
}
