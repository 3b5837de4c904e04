package ident

import (
	"strings"

	"ronda/detect/glyph"
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
)

// NewSerial makes a serial of what ReadSerial returned.
func NewSerial(value string, start, end int) Serial {
	return Serial{hidden: hide(string(TypeBlankSerial), value, "["+string(TypeBlankSerial)+"]"), Start: start, End: end}
}

// Number returns the serial as a number of TypeBlankSerial, for counting: its fingerprint is that of the serial.
func (s Serial) Number() Number { return Number{hidden: s.hidden, typ: TypeBlankSerial} }

// ReadSerial reads a number in one piece, or in groups: of two hexadecimal digits, as of a chip, or of decimal ones. It
// returns where the number ends, 0 for none, and its digits.
func ReadSerial(text string, start int) (end int, value string) {
	var b []byte
	decimals, group, first := 0, 0, 0
	separator := byte(0)
	for i := start; i < len(text) && len(b) <= longestSerial; i++ {
		c := text[i]
		if glyph.HexDigit(c) {
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
		if glyph.WordByte(c) {
			// A word that only begins like a group of digits ends the number before it.
			if group == 0 || first == 0 {
				return 0, ""
			}
			end -= group + 1
			b = b[:len(b)-group]
			break
		}
		if strings.IndexByte(" :.-", c) < 0 || separator != 0 && c != separator || i+1 == len(text) || !glyph.HexDigit(text[i+1]) {
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
