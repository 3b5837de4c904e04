package dates

import (
	"strings"

	"ronda/crawler/words"
)

// HasClock reports whether a text tells a time of day or how long ago something was: people date posts so, records not.
func HasClock(s string) bool {
	const longest = 120 // of a text in which how long ago counts
	first := words.FirstDigit(s)
	if first < 0 {
		return false
	}
	for i := first + 1; i+2 < len(s); i++ {
		if s[i] != ':' && s[i] != '.' || !words.Digit(s[i-1]) || !words.Digit(s[i+1]) || !words.Digit(s[i+2]) || s[i+1] > '5' {
			continue
		}
		if rest := s[i+3:]; s[i] == ':' && (rest == "" || !words.Digit(rest[0])) || strings.HasPrefix(rest, " WI") {
			return true // 09:14, 09.14 WIB
		}
	}
	return len(s) <= longest && tellsAgo(s)
}

// tellsAgo reports whether a text says how long ago something was.
func tellsAgo(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if s[i-1] != ' ' {
			continue
		}
		switch s[i] | 0x20 {
		case 'l':
			if words.HasPrefixFold(s[i:], "lalu") && words.HasSuffixFold(s[:i-1], " yang", " yg", " jam", " menit", " hari") {
				return true
			}
		case 'a':
			if words.HasPrefixFold(s[i:], "ago") || words.HasPrefixFold(s[i:], "at") && words.HasSuffixFold(s[:i-1], "yesterday") {
				return true
			}
		case 'p':
			if words.HasPrefixFold(s[i:], "pukul") && words.HasSuffixFold(s[:i-1], "kemarin") {
				return true
			}
		}
	}
	return false
}

// Stamps reports whether a block begins or ends with the time at which it was written.
func Stamps(s string) bool {
	const near = 80
	return HasClock(s[:min(len(s), near)]) || len(s) > near && HasClock(s[len(s)-near/2:])
}

// Start is where the first date or time begins in a line: digits joined to digits by a point, dash, slash or colon.
func Start(line string) int {
	start := -1
	for i := range len(line) {
		switch {
		case words.Digit(line[i]):
			if start < 0 {
				start = i
			}
		case start >= 0 && i+1 < len(line) && strings.IndexByte("-/.:", line[i]) >= 0 && words.Digit(line[i+1]):
			return start
		default:
			start = -1
		}
	}
	return -1
}
