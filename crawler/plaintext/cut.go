package plaintext

import (
	"bytes"
	"unicode/utf8"
)

// safeCut returns where a long line is best cut: near the end of it, behind a record, else between words with no digit
// about, else between characters. What is cut there reads as two lines; no number is cut unless there is nothing but
// digits for thousands of characters.
func safeCut(line []byte) int {
	const (
		back  = 16 << 10
		about = 48 // bytes: as far as a word tells what a number is
	)
	low := max(len(line)/2, len(line)-back)
	words, gap, last := 0, 0, len(line) // where it could be cut, and the nearest digit behind
	for i := len(line) - 1; i > low; i-- {
		c := line[i]
		switch {
		case '0' <= c && c <= '9':
			last = i
			continue
		case endOfRecord(line[low:i], c):
			return i
		}
		if words == 0 && (c == ' ' || c == '\t') && last-i > about && !bytes.ContainsAny(line[max(low, i-about/4):i], "0123456789") {
			words = i
		}
		if gap == 0 && utf8.RuneStart(c) && last-i > 4 && !bytes.ContainsAny(line[max(low, i-4):i], "0123456789") {
			gap = i
		}
	}
	switch {
	case words > 0:
		return words
	case gap > 0:
		return gap
	}
	end := len(line)
	for end > low && !utf8.RuneStart(line[end-1]) {
		end--
	}
	if end > low && line[end-1] >= utf8.RuneSelf {
		end-- // the last character may be a part of one
	}
	return end
}

// endOfRecord reports whether a record of SQL, JSON or markup ends with before and c opens the next one: "),(", "},{", "><".
func endOfRecord(before []byte, c byte) bool {
	var closing byte
	switch c {
	case '(':
		closing = ')'
	case '{':
		closing = '}'
	case '[':
		closing = ']'
	case '<':
		return len(before) > 0 && before[len(before)-1] == '>'
	default:
		return false
	}
	before = bytes.TrimRight(before[max(0, len(before)-8):], " \t")
	before = bytes.TrimRight(bytes.TrimSuffix(before, []byte(",")), " \t")
	return len(before) > 0 && before[len(before)-1] == closing
}
