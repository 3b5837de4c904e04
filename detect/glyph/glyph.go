// Package glyph knows characters as readers of numbers see them: which read as digits, in any script and shape, which are
// taken for digits, which part the groups of a number, hide digits, or are not seen at all. It knows single characters and
// where words end, not what a number is.
package glyph

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word reports whether r is part of a word: a letter or a digit of any script, also a drawn one.
func Word(r rune) bool {
	if r < utf8.RuneSelf {
		return wordASCII[byte(r)]
	}
	return foreignWordRune(r)
}

var wordASCII = func() (b [256]bool) {
	for c := range utf8.RuneSelf {
		b[c] = '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
	}
	return b
}()

func foreignWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || drawnDigit(r) >= 0
}

// WordEnd returns where the word ends that goes on at text[i:], invisible characters included.
func WordEnd(text string, i int) int {
	for i < len(text) {
		if text[i] < utf8.RuneSelf {
			if !Word(rune(text[i])) {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !Word(r) && !Invisible(r) {
			break
		}
		i += size
	}
	return i
}

// Invisible reports whether nobody sees r: it splits a number for a machine but not for a reader.
func Invisible(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, 0x200b <= r && r <= 0x200f, 0x2060 <= r && r <= 0x2064, r == 0xfe0f, r == 0xfeff, r == 0x20e3:
		return true
	}
	return false
}

// Space reports whether r is a space of any width.
func Space(r rune) bool { return r == ' ' || r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r) }

// Separator reports whether people put r between the groups of one number.
func Separator(r rune) bool {
	if r < utf8.RuneSelf {
		return separates[byte(r)]
	}
	return unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Pd, r) || r == '·' || r == '•' || r == '’' || r == '−' || Invisible(r)
}

var separates = func() (b [utf8.RuneSelf]bool) {
	for _, c := range []byte(" .,-/_()~:*#+'") {
		b[c] = true
	}
	return b
}()

// drawnDigit returns the value of a digit in a circle, raised or lowered, -1 for others.
func drawnDigit(r rune) int {
	switch {
	case r < 0xb2:
	case r == 0xb9:
		return 1
	case r == 0xb2, r == 0xb3:
		return int(r - 0xb0)
	case r == 0x2070, 0x2074 <= r && r <= 0x2079:
		return int(r - 0x2070)
	case 0x2080 <= r && r <= 0x2089:
		return int(r - 0x2080)
	case r == 0x24ea, r == 0x24ff:
		return 0
	case 0x2460 <= r && r <= 0x2468:
		return int(r-0x2460) + 1
	case 0x2776 <= r && r <= 0x277e:
		return int(r-0x2776) + 1
	case 0x2780 <= r && r <= 0x2788:
		return int(r-0x2780) + 1
	case 0x278a <= r && r <= 0x2792:
		return int(r-0x278a) + 1
	}
	return -1
}

// Digit returns the value of a decimal digit of any script (full-width, mathematical bold, circled, ...), -1 for
// others.
func Digit(r rune) int {
	if r < utf8.RuneSelf {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if d := drawnDigit(r); d >= 0 {
		return d
	}
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			if r < rune(t.Lo) {
				return -1
			}
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			if r < rune(t.Lo) {
				return -1
			}
			return int(r-rune(t.Lo)) % 10
		}
	}
	return -1
}

// Alike returns the digit that a letter is taken for by readers of print and by sellers who hide a number, -1 for others.
func Alike(r rune) int {
	switch r {
	case 'o', 'O':
		return 0
	case 'l', 'I', 'i':
		return 1
	case 'z', 'Z':
		return 2
	case 's', 'S':
		return 5
	case 'B':
		return 8
	}
	return -1
}

// Letter reports whether c is an ASCII letter.
func Letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// AnyFrom reports whether a letter, given in small, stands in text in either case, and what begins with it there is what is looked for.
// Whatever stands between such letters is passed over at once.
func AnyFrom(text string, letter byte, is func(rest string) bool) bool {
	for _, c := range [...]byte{letter, letter ^ 0x20} {
		for rest := text; ; rest = rest[1:] {
			at := strings.IndexByte(rest, c)
			if at < 0 {
				break
			}
			if rest = rest[at:]; is(rest) {
				return true
			}
		}
	}
	return false
}

// Lower returns a word of ASCII letters in lower case, in buf, and nothing for one that is longer than all that are known.
func Lower(buf *[LongestWord]byte, w string) []byte {
	if len(w) > len(buf) {
		return nil
	}
	for i := range len(w) {
		buf[i] = w[i] | 0x20
	}
	return buf[:len(w)]
}

// LongestWord is how many letters a word has at most that is looked up.
const LongestWord = 20

// InWord reports whether letters touch text[start:end].
func InWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return start > 0 && Word(before) || end < len(text) && Word(after)
}

// InWordAt reports whether a word goes on at text[i:].
func InWordAt(text string, i int) bool {
	if i == 0 {
		return false
	}
	if c := text[i-1]; c < utf8.RuneSelf {
		return Word(rune(c))
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return Word(r)
}

// HasPrefixFold is strings.HasPrefix whatever the case.
func HasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// WordByte reports whether c is a letter or a digit, or a part of a character beyond ASCII.
func WordByte(c byte) bool { return Letter(c) || '0' <= c && c <= '9' || c >= 0x80 }

// Mask reports whether people put r in the place of a digit that they hide.
func Mask(r rune) bool {
	switch r {
	case 'x', 'X', '*', '#', '_', '•', '●', '█', '■', '×', '?', '…':
		return true
	}
	return false
}

// begins tells the bytes with which the first digit of a number can begin.
var begins = func() (b [256]bool) {
	for c := range b {
		b[c] = '0' <= c && c <= '9' || c >= 0xc2
	}
	return b
}()

// NextDigit returns the first place from i on where a digit may begin, len(text) for none. Prose is passed over eight bytes at a time.
func NextDigit(text string, i int) int {
	const ones = 0x0101010101010101
	for ; i+8 <= len(text); i += 8 {
		t := text[i : i+8]
		x := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		// Without a byte beyond ASCII, a digit is what stays below 10 without the bits of '0', and so below 0x80 with 0x76 more.
		if x&(0x80*ones) != 0 || ^((x^'0'*ones)+0x76*ones)&(0x80*ones) != 0 {
			break
		}
	}
	for i < len(text) && !begins[text[i]] {
		i++
	}
	return i
}

// HexDigit reports whether c is a hexadecimal digit.
func HexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
