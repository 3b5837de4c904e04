package tokens

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/lexis"
)

// Bounds of what is put together again.
const (
	longestSpelled = 20 // letters of a word that is spelled letter by letter
	shortestRun    = 3  // and of one in a row of letters that no gap parts
	widestGap      = 5  // bytes between the pieces of a word
	mostPieces     = 4
	longestBroken  = 24 // bytes from the first piece to the end of the last
	shortestSplit  = 5  // letters of a word that a space splits
	shortestBack   = 5  // letters of a word that stands backwards among others
	surelyBack     = 6  // letters of known words that show that a passage stands backwards
)

// repair rewrites the tokens from first on that were one word: "k t p", "s.e.l.f.i.e", "sel*fie", "kt-p", "s*lfie", "sel fie".
func (lx *Lexer) repair(first int) {
	in := lx.Tokens[first:]
	kept := 0
	shift := int32(0) // positions that joining has saved
	for i := 0; i < len(in); {
		t := &in[i]
		n, id := 1, t.Word
		switch {
		case t.char != 0:
			if n, id = lx.spelledWord(in[i:]); n == 1 {
				n, id = lx.brokenWord(in[i:])
			}
		case t.Word == lexis.Unknown && t.Extra[0] == lexis.None:
			n, id = lx.brokenWord(in[i:])
		}
		if n > 1 || kept < i { // else the token stays as it is: the common case
			whole, last := *t, &in[i+n-1]
			whole.Word, whole.End, whole.Pos = id, last.End, t.Pos-shift
			if n > 1 {
				whole.Plain = lexis.Unknown
				shift += last.Pos - t.Pos
				whole.Extra = [2]lexis.Concept{lexis.None, lexis.None}
			}
			in[kept] = whole
		}
		kept++
		i += n
	}
	lx.Tokens = lx.Tokens[:first+kept]
	lx.pos -= shift
}

// spelledWord returns the word that the single letters at the start of run spell, and how many they are: all letters up to
// a space, or, where spaces part the letters too, those up to a wider gap or the longest word of the lists that begins here.
func (lx *Lexer) spelledWord(run []Token) (n int, id int32) {
	var letters [longestSpelled]byte
	digits := 0
	for n < min(len(run), len(letters)) && run[n].char != 0 && (n == 0 || lx.spelledOn(run, n)) {
		if run[n].Extra[0] == lexis.PlainNumber {
			digits++
		}
		letters[n] = lexis.Unleet(run[n].char, 'i')
		n++
	}
	lx.Work += n
	if n == 1 {
		return 1, run[0].Word
	}
	if id = lx.v.Lookup(letters[:n]); id == lexis.Unknown && n < shortestRun { // as of two initials
		return 1, run[0].Word
	}
	spaced := strings.Contains(lx.text[run[0].End:run[1].Start], " ")
	if id == lexis.Unknown {
		prefix := lx.v.LongestPrefix(letters[:n])
		switch {
		case prefix != lexis.Unknown && len(lx.v.Spelling[prefix]) >= shortestRun && (spaced || lx.v.About[prefix].Joins == lexis.JoinsAll):
			id, n = prefix, len(lx.v.Spelling[prefix])
		case spaced:
			return 1, run[0].Word
		}
	}
	if id == lexis.Unknown && (n < shortestRun || 2*digits > n) || digits > 0 && id != lexis.Unknown && lx.v.About[id].Joins == 0 {
		return 1, run[0].Word
	}
	return n, id
}

// spelledOn reports whether letter n of a run belongs to the word of the letters before it: they stand as wide apart as the
// first two, or no letter is parted by a space.
func (lx *Lexer) spelledOn(run []Token, n int) bool {
	gap, first := lx.text[run[n-1].End:run[n].Start], lx.text[run[0].End:run[1].Start]
	return run[n].Pos-run[n-1].Pos <= gapLine && len(gap) <= widestGap+3 && utf8.RuneCountInString(gap) <= 3 &&
		(gap == first || !strings.Contains(gap, " ") && !strings.Contains(first, " "))
}

// brokenWord returns the word of identity that the pieces at the start of in spell together, and how many they are.
func (lx *Lexer) brokenWord(in []Token) (n int, id int32) {
	if !lx.beginsBroken(&in[0]) {
		return 1, in[0].Word
	}
	w := lx.buf[:0]
	for n = 1; n < min(len(in), mostPieces); n++ {
		last, next := &in[n-1], &in[n]
		if next.Extra[0] != lexis.None || next.Start-last.End > widestGap || next.Start < last.End || next.End-in[0].Start > longestBroken {
			break
		}
		gap := lx.text[last.End:next.Start]
		split := gap == " " && next.Word == lexis.Unknown && in[0].char == 0
		if !split && slices.ContainsFunc([]byte(gap), func(c byte) bool { return c <= ' ' || c == '/' || c == ',' || c == '+' }) {
			break
		}
		if n == 1 {
			w = lx.letters(w, last)
		}
		if gap == "*" || gap == "#" || gap == "•" || gap == "_" {
			hidden := lx.letters(append(slices.Clone(w), '*'), next)
			if id := lx.v.Censored(hidden); id != lexis.Unknown {
				return n + 1, id
			}
		}
		w = lx.letters(w, next)
		lx.Work += len(w)
		if id := lx.v.Words.Find(w); id != lexis.Unknown && lx.v.About[id].Joins != 0 && (!split || len(w) >= shortestSplit) {
			lx.buf = w
			return n + 1, id
		}
	}
	lx.buf = w
	return 1, in[0].Word
}

// beginsBroken reports whether a word that may be broken can begin with a token: most tokens begin with two letters that none does.
func (lx *Lexer) beginsBroken(t *Token) bool {
	if t.End-t.Start < 2 {
		return true
	}
	a, b := lexis.ASCIILetter[lx.text[t.Start]], lexis.ASCIILetter[lx.text[t.Start+1]]
	return a == 0 || b == 0 || lx.v.JoinHead.Has(a, b)
}

// letters appends the letters and digits of a token.
func (lx *Lexer) letters(dst []byte, t *Token) []byte {
	for s := lx.text[t.Start:t.End]; len(s) > 0; {
		out, kind, size := lx.v.Folds.Fold(dst, s)
		if kind == lexis.Letter || kind == lexis.Digit {
			dst = out
		}
		s = s[size:]
	}
	return dst
}
