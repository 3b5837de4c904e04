package digits

import (
	"strings"

	"ronda/detect/glyph"
)

// PackedRun is a stretch of digits proper that touches letters, or is longer than one number.
type PackedRun struct {
	Start, End int // in the text
	Place      int // how many such stand in front of it in its line
}

// LongestRow is how many digits the longest run has that is a part of a row: what is longer is no row of numbers.
const LongestRow = 96

// PackedRuns appends to out the runs in the hot parts of text in which a number of so many digits may stand without
// anything that sets it apart: rows of fixed width have no separators.
func (s *swept) PackedRuns(text string, length int, out []PackedRun) []PackedRun {
	line, place := 0, 0 // where the last run ends, how many stand in its line up to it
	for _, span := range s.Hot {
		for i := span.From; i < span.To; {
			if i = glyph.NextDigit(text[:span.To], i); i == span.To {
				break
			}
			start := i
			for i < span.To && '0' <= text[i] && text[i] <= '9' {
				i++
			}
			if i == start {
				i++ // a character beyond ASCII
				continue
			}
			n := i - start
			if n < length || n > LongestRow || n == length && !glyph.InWord(text, start, i) {
				continue
			}
			if strings.IndexByte(text[line:start], '\n') >= 0 {
				place = 0
			}
			out = append(out, PackedRun{Start: start, End: i, Place: place})
			line, place = i, place+1
		}
	}
	return out
}
