package text

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// class says what a rune is to the tokenizer.
type class uint8

const (
	space class = iota
	newline
	letter
	digit
	symbol // emoji and other pictures that may be words of a list
	punct
	ignored // zero-width, joiners, variation selectors, combining marks: they do not even break a word
)

// folded is what a rune reads as.
type folded struct {
	text   string // its Latin lower-case letters or digits, or the symbol itself; "" for what has none
	kind   class
	turned bool // a letter that stands on its head
}

// foldTable knows what each rune reads as. Its pages of 256 runes are made when they are first met: a text uses few of them.
// It is safe for concurrent use.
type foldTable struct {
	pages *[1 + unicode.MaxRune>>8]atomic.Pointer[foldPage]
}

type foldPage [256]folded

func newFoldTable() foldTable {
	return foldTable{new([1 + unicode.MaxRune>>8]atomic.Pointer[foldPage])}
}

// at returns what a rune reads as.
func (t foldTable) at(r rune) *folded {
	page := t.pages[r>>8].Load()
	if page == nil {
		page = new(foldPage)
		for i := range page {
			page[i] = foldRune(r&^0xff + rune(i))
		}
		t.pages[r>>8].Store(page)
	}
	return &page[r&0xff]
}

// asciiKinds and asciiLower are the table for ASCII.
var asciiKinds, asciiLower = func() (kinds [utf8.RuneSelf]class, lower [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		lower[c] = c
		switch {
		case c >= 'a' && c <= 'z':
			kinds[c] = letter
		case c >= 'A' && c <= 'Z':
			kinds[c], lower[c] = letter, c+'a'-'A'
		case c >= '0' && c <= '9':
			kinds[c] = digit
		case c == '\n' || c == '\r':
			kinds[c] = newline
		case c <= ' ' || c == 0x7f:
			kinds[c] = space
		default:
			kinds[c] = punct
		}
	}
	return kinds, lower
}()

// asciiLetter holds the lower case of the ASCII letters, 0 for every other byte.
var asciiLetter = func() (letters [256]byte) {
	for c, kind := range asciiKinds {
		if kind == letter {
			letters[c] = asciiLower[c]
		}
	}
	return letters
}()

// fold appends the Latin lower-case spelling of the first rune of s to dst and returns it with the rune's class and size.
// What decomposes (full-width, mathematical, ligatures, accents) is written as its base letters.
func (t foldTable) fold(dst []byte, s string) ([]byte, class, int) {
	if c := s[0]; c < utf8.RuneSelf {
		return append(dst, asciiLower[c]), asciiKinds[c], 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size <= 1 {
		return dst, punct, 1
	}
	f := t.at(r)
	return append(dst, f.text...), f.kind, size
}

// foldRune works out what a rune reads as.
func foldRune(r rune) folded {
	if l, ok := lookalike(r); ok {
		return folded{text: string(l), kind: letter, turned: strings.ContainsRune(turnedLetters, r)}
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector), r == 0x3164, r == 0x115F, r == 0x1160, r == 0xFFA0:
		return folded{kind: ignored}
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return folded{kind: newline}
	case r == 0x2800: // a Braille cell without dots
		return folded{kind: space}
	}
	var utf [utf8.UTFMax]byte
	if d := norm.NFKD.Properties(utf8.AppendRune(utf[:0], r)).Decomposition(); len(d) > 0 {
		return decomposed(string(d))
	}
	switch {
	case unicode.IsLetter(r):
		return folded{text: string(unicode.ToLower(r)), kind: letter}
	case unicode.IsDigit(r):
		return folded{text: string(rune(digitOf(r))), kind: digit}
	case unicode.IsSpace(r):
		return folded{kind: space}
	case unicode.In(r, unicode.So, unicode.Sk):
		return folded{text: string(r), kind: symbol}
	}
	return folded{kind: punct}
}

// decomposed folds the runes of a decomposition; its class is that of the first rune that counts.
func decomposed(d string) folded {
	f := folded{kind: punct}
	for _, r := range d {
		if l, ok := lookalike(r); ok {
			r = rune(l)
		}
		kind := punct
		switch {
		case unicode.IsDigit(r):
			r, kind = rune(digitOf(r)), digit
		case unicode.IsLetter(r):
			r, kind = unicode.ToLower(r), letter
		case unicode.IsSpace(r):
			kind = space
		}
		if f.kind == punct {
			f.kind = kind
		}
		if kind == letter || kind == digit {
			f.text += string(r)
		}
	}
	if f.text != "" && f.kind == space {
		f.kind = letter // a spacing accent under a letter
	}
	return f
}

// digitOf returns the ASCII digit of a decimal digit in any script: decimal digits come in runs of ten that start at zero.
func digitOf(r rune) byte {
	if r < utf8.RuneSelf {
		return byte(r)
	}
	n := 0
	for n < 9 && unicode.IsDigit(r-rune(n)-1) {
		n++
	}
	return byte('0' + n%10)
}
