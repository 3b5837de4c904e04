package digits

import (
	"unicode/utf8"

	"ronda/detect/glyph"
)

// Span is a half-open range of bytes of a text.
type Span struct{ From, To int }

// What a byte can be to a number. Most bytes of most texts are nothing to it; only what sweep picks out is read further.
const (
	byteOther   uint8 = iota // ends a number
	byteLetter               // ends a number too
	byteDigit                // 0 to 9
	byteForeign              // the first byte of a character beyond ASCII, which may be a digit
	byteBetween              // may stand inside a number: separators, letters that are taken for digits
	byteStar                 // stands for a masked digit
)

var byteClass = func() (class [256]uint8) {
	for c := range 256 {
		switch {
		case '0' <= c && c <= '9':
			class[c] = byteDigit
		case c >= 0xc2:
			class[c] = byteForeign
		case c >= utf8.RuneSelf:
			class[c] = byteBetween
		case glyph.Mask(rune(c)):
			class[c] = byteStar
		case glyph.Alike(rune(c)) >= 0 || glyph.Separator(rune(c)) && c != '\n':
			class[c] = byteBetween
		case glyph.Letter(byte(c)):
			class[c] = byteLetter
		}
	}
	return class
}()

const (
	farthest   = 12 // bytes from one digit of a number to the next: three separators of up to four bytes
	longestHid = 96 // bytes of a number with masked digits
)

// swept is what a text may hold, by its bytes alone.
type swept struct {
	Hot     []Span // what may be a number, with the words that it begins and ends in; in order
	Starred []Span // where a number has masked digits; in order
	Most    int    // the most digits, or characters that may be digits, in one stretch
}

// Sweep picks out the parts of text that may hold a number of at least so many digits proper. It looks at a byte once or
// twice.
func (s *swept) Sweep(text string, digits int) {
	*s = swept{Hot: s.Hot[:0], Starred: s.Starred[:0]}
	n, first, last := 0, 0, 0 // digits of the present stretch, where its first and its last one stand
	flush := func() {
		if n >= digits {
			s.Hot = addSpan(s.Hot, wordBegin(text, first, s.Hot), numberEnd(text, last))
		}
		s.Most = max(s.Most, n)
		n = 0
	}
	for i := 0; i < len(text); i++ {
		if n == 0 {
			if i = glyph.NextDigit(text, i); i == len(text) {
				break
			}
		}
		switch class := byteClass[text[i]]; class {
		case byteBetween:
		case byteDigit, byteForeign:
			if n > 0 && i-last > farthest {
				flush()
			}
			if n == 0 {
				if class == byteForeign && !foreignDigit(text[i:]) {
					continue
				}
				first = i
			} else if class == byteForeign && masks(text, i) {
				s.Starred = addSpan(s.Starred, first, min(len(text), i+longestHid))
			}
			n++
			last = i
		case byteStar:
			if n > 0 && masks(text, i) {
				s.Starred = addSpan(s.Starred, first, min(len(text), i+longestHid))
			}
			if n > 0 && (glyph.Letter(text[i]) || text[i] == '?') {
				flush()
			}
		default:
			if n > 0 {
				flush()
			}
		}
	}
	flush()
}

func addSpan(spans []Span, from, to int) []Span {
	if k := len(spans) - 1; k >= 0 && from <= spans[k].To {
		spans[k].To = max(spans[k].To, to)
		return spans
	}
	return append(spans, Span{from, to})
}

// numberEnd returns where the number with the last digit text[i] ends, letters that are taken for zeros and stand behind
// it included.
func numberEnd(text string, i int) int {
	end := glyph.WordEnd(text, i)
	for most := end + 2*farthest; end < min(len(text), most) && (byteClass[text[end]] == byteBetween || byteClass[text[end]] == byteStar); {
		end++
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return glyph.WordEnd(text, end)
}

func foreignDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return glyph.Digit(r) >= 0
}

// masks reports whether three equal characters that stand for digits begin at i.
func masks(text string, i int) bool {
	r, size := utf8.DecodeRuneInString(text[i:])
	return glyph.Mask(r) && i+3*size <= len(text) && text[i:i+2*size] == text[i+size:i+3*size]
}

// wordBegin returns where the word with text[i] begins, but no place before the end of the last span.
func wordBegin(text string, i int, before []Span) int {
	least := 0
	if len(before) > 0 {
		least = before[len(before)-1].To
	}
	for i > least {
		r, size := utf8.DecodeLastRuneInString(text[least:i])
		if !glyph.Word(r) && !glyph.Invisible(r) {
			break
		}
		i -= size
	}
	return i
}
