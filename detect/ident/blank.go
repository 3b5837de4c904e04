package ident

import (
	"fmt"
	"strings"
)

// TypeBlankSerial is a number that is printed on a blank card, or stored in its chip: it tells from which delivery a stolen
// card comes. It is nobody's.
const TypeBlankSerial Type = "blank_serial"

// Serial is the serial number of a blank card. Like Number it never shows itself; equal serials have equal fingerprints
// however they are written, in a domain of their own, so that an issuing office that holds the key can compare a series.
type Serial struct {
	hidden
	Start, End int // byte offsets in the text
}

const (
	shortestSerial = 8  // digits, also hexadecimal ones
	longestSerial  = 20 // of a chip of ten bytes
	fewestDecimals = 4
	blankReach     = 256 // bytes from the word for a blank to the word for its serial
	serialReach    = 32  // bytes from that word to the number
	mostSerials    = 10_000
)

// ParseSerial reads the serial number of a blank card as an office keeps it: 8 to 20 decimal or hexadecimal digits with
// single spaces, points, colons or hyphens among them. Errors never repeat the input.
func ParseSerial(s string) (Serial, error) {
	s = strings.TrimSpace(s)
	end, value := readSerial(s, 0)
	if end == 0 || end != len(s) {
		return Serial{}, fmt.Errorf("parse serial number: %w", errShape)
	}
	return newSerial(value, 0, end), nil
}

func newSerial(value string, start, end int) Serial {
	return Serial{hidden: hide(string(TypeBlankSerial), value, "["+string(TypeBlankSerial)+"]"), Start: start, End: end}
}

// Number returns the serial as a number of TypeBlankSerial, for counting: its fingerprint is that of the serial.
func (s Serial) Number() Number { return Number{hidden: s.hidden, typ: TypeBlankSerial} }

// Blanks finds the serial numbers of blank cards, in order: behind a word for a serial or a chip that stands near a word
// for blanks. Elsewhere such numbers mean nothing.
func Blanks(text string) []Serial {
	var out []Serial
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
		if text[i]|0x20 != 'b' || inWordAt(text, i) {
			continue
		}
		for _, w := range [...]string{"blangko", "blanko", "blank"} {
			if hasPrefixFold(text[i:], w) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// blankLetters reports whether the letters with which all words for blank cards begin stand in text.
func blankLetters(text string) bool {
	for i := range max(0, len(text)-3) {
		if text[i]|0x20 == 'b' && text[i+1]|0x20 == 'l' && text[i+2]|0x20 == 'a' {
			return true
		}
	}
	return false
}

// serials adds the serial numbers of text[from:to], and those of a list that goes on behind it.
func serials(out []Serial, text string, from, to int) []Serial {
	for i := from; i < to; {
		if !letter(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && letter(text[end]) {
			end++
		}
		if !inWordAt(text, i) && serialWord(text[i:end]) {
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
	var buf [longestWord]byte
	switch string(lower(&buf, w)) {
	case "seri", "serial", "serinya", "sn", "uid", "uidnya", "chip", "chipnya", "noseri":
		return true
	}
	return false
}

// listed reads serial numbers from text[i] on, as long as one follows soon behind the other.
func listed(out []Serial, text string, i int) []Serial {
	limit := min(len(text), i+serialReach)
	for i < limit && len(out) < mostSerials {
		if !hexDigit(text[i]) || inWordAt(text, i) {
			i++
			continue
		}
		end, value := readSerial(text, i)
		if end == 0 {
			for i < limit && wordByte(text[i]) {
				i++
			}
			continue
		}
		out = append(out, newSerial(value, i, end))
		i, limit = end, min(len(text), end+serialReach/2)
	}
	return out
}

func hexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// readSerial reads a number in one piece, or in groups: of two hexadecimal digits, as of a chip, or of decimal ones. It
// returns where the number ends, 0 for none, and its digits.
func readSerial(text string, start int) (end int, value string) {
	var b []byte
	decimals, group, first := 0, 0, 0
	separator := byte(0)
	for i := start; i < len(text) && len(b) <= longestSerial; i++ {
		c := text[i]
		if hexDigit(c) {
			if c >= 'a' {
				c -= 0x20
			}
			b = append(b, c)
			group++
			if c <= '9' {
				decimals++
			}
			end = i + 1
			continue
		}
		if wordByte(c) {
			// A word that only begins like a group of digits ends the number before it.
			if group == 0 || first == 0 {
				return 0, ""
			}
			end -= group + 1
			b = b[:len(b)-group]
			break
		}
		if strings.IndexByte(" :.-", c) < 0 || separator != 0 && c != separator || i+1 == len(text) || !hexDigit(text[i+1]) {
			break
		}
		if first == 0 {
			first = group
		}
		if group != first || first < 2 || first > 2 && decimals < len(b) {
			break
		}
		separator, group = c, 0
	}
	if len(b) < shortestSerial || len(b) > longestSerial || decimals < fewestDecimals {
		return 0, ""
	}
	return end, string(b)
}

// blankSerials puts stars in the place of the serial numbers of blank cards. It keeps the length of the text.
func blankSerials(text string) string {
	found := Blanks(text)
	if len(found) == 0 {
		return text
	}
	out := []byte(text)
	for _, s := range found {
		for i := s.Start; i < s.End; i++ {
			if hexDigit(out[i]) {
				out[i] = '*'
			}
		}
	}
	return string(out)
}
