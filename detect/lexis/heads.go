package lexis

import "unicode/utf8"

// markerList is the list of the headings over what readers wrote.
const markerList = "voice.marker"

// Heads are the first three letters of the words with which a list's phrases begin. They tell quickly that a line holds none.
type Heads [1 << 9]uint64

func (h *Heads) at(a, b, c byte) (*uint64, uint64) {
	bit := uint(a&31)<<10 | uint(b&31)<<5 | uint(c&31)
	return &h[bit>>6], 1 << (bit & 63)
}

func (h *Heads) add(word string) {
	if len(word) >= 3 {
		at, bit := h.at(word[0], word[1], word[2])
		*at |= bit
	}
}

// In reports whether a word of the line may be one of them; of what is not written in plain letters it cannot tell.
func (h *Heads) In(line string) bool {
	inside := false
	for i := range len(line) {
		c := line[i]
		if c >= utf8.RuneSelf {
			return true
		}
		if !inside && i+2 < len(line) && ASCIIKinds[c] == Letter {
			if at, bit := h.at(c, line[i+1], line[i+2]); *at&bit != 0 {
				return true
			}
		}
		inside = ASCIIKinds[c] == Letter
	}
	return false
}
