package lexis

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Kind says what a rune is to who cuts a text into words.
type Kind uint8

// The kinds of runes.
const (
	Space Kind = iota
	Newline
	Letter
	Digit
	Symbol // emoji and other pictures that may be words of a list
	Punct
	Ignored // zero-width, joiners, variation selectors, combining marks: they do not even break a word
)

// Folded is what a rune reads as.
type Folded struct {
	Text   string // its Latin lower-case letters or digits, or the symbol itself; "" for what has none
	Kind   Kind
	Turned bool // a letter that stands on its head
}

// FoldTable knows what each rune reads as. Its pages of 256 runes are made when they are first met: a text uses few of them.
// It is safe for concurrent use.
type FoldTable struct {
	pages *[1 + unicode.MaxRune>>8]atomic.Pointer[foldPage]
}

type foldPage [256]Folded

func newFoldTable() FoldTable {
	return FoldTable{new([1 + unicode.MaxRune>>8]atomic.Pointer[foldPage])}
}

// At returns what a rune reads as.
func (t FoldTable) At(r rune) *Folded {
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

// ASCIIKinds holds the kinds of the ASCII characters.
var ASCIIKinds = func() (kinds [utf8.RuneSelf]Kind) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			kinds[c] = Letter
		case c >= '0' && c <= '9':
			kinds[c] = Digit
		case c == '\n' || c == '\r':
			kinds[c] = Newline
		case c <= ' ' || c == 0x7f:
			kinds[c] = Space
		default:
			kinds[c] = Punct
		}
	}
	return kinds
}()

// ASCIILower holds the ASCII characters in lower case.
var ASCIILower = func() (lower [utf8.RuneSelf]byte) {
	for c, kind := range ASCIIKinds {
		lower[c] = byte(c)
		if kind == Letter {
			lower[c] |= 'a' - 'A'
		}
	}
	return lower
}()

// ASCIILetter holds the lower case of the ASCII letters, 0 for every other byte.
var ASCIILetter = func() (letters [256]byte) {
	for c, kind := range ASCIIKinds {
		if kind == Letter {
			letters[c] = ASCIILower[c]
		}
	}
	return letters
}()

// Fold appends the Latin lower-case spelling of the first rune of s to dst and returns it with the rune's kind and size. s must not be empty.
// What decomposes (full-width, mathematical, ligatures, accents) is written as its base letters.
func (t FoldTable) Fold(dst []byte, s string) ([]byte, Kind, int) {
	if c := s[0]; c < utf8.RuneSelf {
		return append(dst, ASCIILower[c]), ASCIIKinds[c], 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size <= 1 {
		return dst, Punct, 1
	}
	f := t.At(r)
	return append(dst, f.Text...), f.Kind, size
}

// foldRune works out what a rune reads as.
func foldRune(r rune) Folded {
	if l, ok := lookalike(r); ok {
		return Folded{Text: string(l), Kind: Letter, Turned: strings.ContainsRune(turnedLetters, r)}
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector), r == 0x3164, r == 0x115F, r == 0x1160, r == 0xFFA0:
		return Folded{Kind: Ignored}
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return Folded{Kind: Newline}
	case r == 0x2800: // a Braille cell without dots
		return Folded{Kind: Space}
	}
	var utf [utf8.UTFMax]byte
	if d := norm.NFKD.Properties(utf8.AppendRune(utf[:0], r)).Decomposition(); len(d) > 0 {
		return decomposed(string(d))
	}
	switch {
	case unicode.IsLetter(r):
		return Folded{Text: string(unicode.ToLower(r)), Kind: Letter}
	case unicode.IsDigit(r):
		return Folded{Text: string(rune(digitOf(r))), Kind: Digit}
	case unicode.IsSpace(r):
		return Folded{Kind: Space}
	case unicode.In(r, unicode.So, unicode.Sk):
		return Folded{Text: string(r), Kind: Symbol}
	}
	return Folded{Kind: Punct}
}

// decomposed folds the runes of a decomposition; its kind is that of the first rune that counts.
func decomposed(d string) Folded {
	f := Folded{Kind: Punct}
	for _, r := range d {
		if l, ok := lookalike(r); ok {
			r = rune(l)
		}
		kind := Punct
		switch {
		case unicode.IsDigit(r):
			r, kind = rune(digitOf(r)), Digit
		case unicode.IsLetter(r):
			r, kind = unicode.ToLower(r), Letter
		case unicode.IsSpace(r):
			kind = Space
		}
		if f.Kind == Punct {
			f.Kind = kind
		}
		if kind == Letter || kind == Digit {
			f.Text += string(r)
		}
	}
	if f.Text != "" && f.Kind == Space {
		f.Kind = Letter // a spacing accent under a letter
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
