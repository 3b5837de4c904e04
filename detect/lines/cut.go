package lines

import "unicode/utf8"

// WordStart moves i back to where neither a word nor a number, grouped with spaces or points, is cut.
func WordStart(s string, i int) int {
	for i > 0 && (!utf8.RuneStart(s[i]) || s[i-1] > ' ' || i >= 2 && nearDigit(s, i)) {
		i--
	}
	return i
}

// WordEnd moves i forward likewise.
func WordEnd(s string, i int) int {
	for i < len(s) && (!utf8.RuneStart(s[i]) || s[i] > ' ' || nearDigit(s, i)) {
		i++
	}
	return i
}

// nearDigit reports whether digits, or bytes of another script that may be digits, stand within a few bytes at both sides.
func nearDigit(s string, i int) bool {
	before, after := false, false
	for k := max(0, i-4); k < i; k++ {
		before = before || s[k] >= '0' && s[k] <= '9' || s[k] >= utf8.RuneSelf
	}
	for k := i; k < min(len(s), i+4); k++ {
		after = after || s[k] >= '0' && s[k] <= '9' || s[k] >= utf8.RuneSelf
	}
	return before && after
}
