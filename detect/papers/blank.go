package papers

import (
	"strings"

	"ronda/detect/glyph"
	"ronda/detect/ident"
)

const (
	blankReach  = 256 // bytes from the word for a blank to the word for its serial
	serialReach = 32  // bytes from that word to the number
	mostSerials = 10_000
)

// Blanks finds the serial numbers of blank cards, in order: behind a word for a serial or a chip that stands near a word
// for blanks. Elsewhere such numbers mean nothing.
func Blanks(text string) []ident.Serial {
	var out []ident.Serial
	near := 0 // end of what stands near a word for blanks
	for _, at := range blankWords(text) {
		from := max(near, at-blankReach)
		near = min(len(text), at+blankReach)
		out = serials(out, text, from, near)
		if n := len(out); n > 0 {
			near = max(near, out[n-1].End)
		}
		if len(out) >= mostSerials {
			break
		}
	}
	return out
}

// blankWords returns where words for blank cards stand. A search for a piece of them comes first: few texts have one.
func blankWords(text string) []int {
	if !blankLetters(text) {
		return nil
	}
	found := false
	for _, piece := range [...]string{"lank", "LANK", "langk", "LANGK"} {
		found = found || strings.Contains(text, piece)
	}
	if !found {
		return nil
	}
	var out []int
	for i := 0; i < len(text); i++ {
		if text[i]|0x20 != 'b' || glyph.InWordAt(text, i) {
			continue
		}
		for _, w := range [...]string{"blangko", "blanko", "blank"} {
			if glyph.HasPrefixFold(text[i:], w) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// blankLetters reports whether the letters with which all words for blank cards begin stand in text.
func blankLetters(text string) bool {
	return glyph.AnyFrom(text, 'b', func(rest string) bool { return len(rest) > 3 && rest[1]|0x20 == 'l' && rest[2]|0x20 == 'a' })
}

// serials adds the serial numbers of text[from:to], and those of a list that goes on behind it.
func serials(out []ident.Serial, text string, from, to int) []ident.Serial {
	for i := from; i < to; {
		if !glyph.Letter(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && glyph.Letter(text[end]) {
			end++
		}
		if !glyph.InWordAt(text, i) && serialWord(text[i:end]) {
			if n := len(out); n == 0 || out[n-1].End <= i {
				out = listed(out, text, end)
				if len(out) > n {
					end = max(end, out[len(out)-1].End)
				}
			}
		}
		i = end
	}
	return out
}

func serialWord(w string) bool {
	var buf [glyph.LongestWord]byte
	switch string(glyph.Lower(&buf, w)) {
	case "seri", "serial", "serinya", "sn", "uid", "uidnya", "chip", "chipnya", "noseri":
		return true
	}
	return false
}

// listed reads serial numbers from text[i] on, as long as one follows soon behind the other.
func listed(out []ident.Serial, text string, i int) []ident.Serial {
	limit := min(len(text), i+serialReach)
	for i < limit && len(out) < mostSerials {
		if !glyph.HexDigit(text[i]) || glyph.InWordAt(text, i) {
			i++
			continue
		}
		end, value := ident.ReadSerial(text, i)
		if end == 0 {
			for i < limit && glyph.WordByte(text[i]) {
				i++
			}
			continue
		}
		out = append(out, ident.NewSerial(value, i, end))
		i, limit = end, min(len(text), end+serialReach/2)
	}
	return out
}
