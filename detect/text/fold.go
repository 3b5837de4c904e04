package text

import (
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

// lookalikes are letters of other scripts, and styled letters without a Unicode decomposition, that sellers write
// instead of Latin ones.
const (
	lookalikeFrom = "авсԁеһіјкӏмпорԛгѕтухԝн" + "αβγδεικνορτυχημ" + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ" + "øłđħıɑɡ"
	lookalikeTo   = "abcdehijklmnopqrstyxwh" + "abydeiknoptuxnm" + "abcdefghijklmnopqrstuvwyz" + "oldhiag"
)

// foldTable maps one rune to the Latin letter that it stands for. It is built once per vocabulary.
type foldTable map[rune]byte

func newFoldTable() foldTable {
	t := foldTable{}
	i := 0
	for _, r := range lookalikeFrom {
		t[r] = lookalikeTo[i]
		i++
	}
	for i := range rune(26) { // letters in circles, squares and flags; negative ones have no decomposition
		l := byte('a' + i)
		t[0x1F150+i], t[0x1F170+i], t[0x1F1E6+i] = l, l, l
	}
	t[0x1F18E] = 'a' // AB button
	return t
}

// ascii classes; letters and digits fold by table too.
func classASCII(c byte) class {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		return letter
	case c >= '0' && c <= '9':
		return digit
	case c == '\n' || c == '\r':
		return newline
	case c <= ' ' || c == 0x7f:
		return space
	}
	return punct
}

// fold appends the Latin lower-case spelling of the first rune of s to dst and returns it with the rune's class and size.
// What decomposes (full-width, mathematical, ligatures, accents) is written as its base letters.
func (t foldTable) fold(dst []byte, s string) ([]byte, class, int) {
	c := s[0]
	if c < utf8.RuneSelf {
		k := classASCII(c)
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		return append(dst, c), k, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size <= 1 {
		return dst, punct, 1
	}
	if l, ok := t[unicode.ToLower(r)]; ok {
		return append(dst, l), letter, size
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector), r == 0x3164, r == 0x115F:
		return dst, ignored, size
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return dst, newline, size
	}
	if d := norm.NFKD.PropertiesString(s[:size]).Decomposition(); len(d) > 0 {
		return t.decomposed(dst, d, size)
	}
	switch {
	case unicode.IsLetter(r):
		return utf8.AppendRune(dst, unicode.ToLower(r)), letter, size
	case unicode.IsDigit(r):
		return append(dst, digitOf(r)), digit, size
	case unicode.IsSpace(r):
		return dst, space, size
	case unicode.In(r, unicode.So, unicode.Sk):
		return utf8.AppendRune(dst, r), symbol, size
	}
	return dst, punct, size
}

// decomposed folds the runes of a decomposition; its class is that of the first rune that counts.
func (t foldTable) decomposed(dst, d []byte, size int) ([]byte, class, int) {
	kind := punct
	for _, r := range string(d) {
		r = unicode.ToLower(r)
		if l, ok := t[r]; ok {
			r = rune(l)
		}
		switch {
		case unicode.IsDigit(r):
			dst = append(dst, digitOf(r))
			if kind == punct {
				kind = digit
			}
		case unicode.IsLetter(r):
			dst = utf8.AppendRune(dst, r)
			if kind == punct {
				kind = letter
			}
		case unicode.IsSpace(r) && kind == punct:
			kind = space
		}
	}
	return dst, kind, size
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
