// Package confirm takes a second, dearer look at a document that recognition by shape left in doubt: which host the code on
// it leads to, and whether the words printed on such documents can be read. It opens no address and writes no file; of what it
// reads only counts leave it, and the name of a host.
package confirm

import (
	"strings"
	"unicode"
)

// Labels returns how many of the labels printed on a document (as "Tempat/Tgl Lahir") stand in a text that was read off a
// picture. Only letters count, whatever their case, and one letter in five may be misread. Each label counts once.
func Labels(text string, labels []string) (found int) {
	read := letters(text)
	for _, l := range labels {
		if want := letters(l); len(want) > 0 && contains(read, want) {
			found++
		}
	}
	return found
}

// letters returns the letters of s in lower case.
func letters(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s))
}

// contains reports whether want stands somewhere in text with at most a fifth of its letters wrong, missing or added
// (Sellers' algorithm: an edit distance whose start in the text is free). Words of up to four letters must be right.
func contains(text, want []rune) bool {
	limit := len(want) / 5
	column := make([]int, len(want)+1)
	for i := range column {
		column[i] = i
	}
	for _, c := range text {
		diagonal := 0
		for i, w := range want {
			cost := diagonal
			if c != w {
				cost = 1 + min(diagonal, column[i], column[i+1])
			}
			diagonal, column[i+1] = column[i+1], cost
		}
		if column[len(want)] <= limit {
			return true
		}
	}
	return false
}
