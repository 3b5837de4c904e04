package text

import (
	"slices"
	"strings"
	"unicode/utf8"
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
func (lx *lexer) repair(first int) {
	in := lx.tokens[first:]
	out := in[:0]
	shift := int32(0) // positions that joining has saved
	for i := 0; i < len(in); {
		t := in[i]
		n, id := 1, t.word
		switch {
		case t.char != 0:
			if n, id = lx.spelledWord(in[i:]); n == 1 {
				n, id = lx.brokenWord(in[i:])
			}
		case t.word == unknown && t.extra[0] == noConcept:
			n, id = lx.brokenWord(in[i:])
		}
		last := &in[i+n-1]
		t.word, t.end, t.pos = id, last.end, t.pos-shift
		if n > 1 {
			t.plain = unknown
			shift += last.pos - in[i].pos
			t.extra = [2]concept{noConcept, noConcept}
		}
		out = append(out, t)
		i += n
	}
	lx.tokens = lx.tokens[:first+len(out)]
	lx.pos -= shift
}

// spelledWord returns the word that the single letters at the start of run spell, and how many they are: all letters up to
// a space, or, where spaces part the letters too, those up to a wider gap or the longest word of the lists that begins here.
func (lx *lexer) spelledWord(run []token) (n int, id int32) {
	var letters [longestSpelled]byte
	digits := 0
	for n < min(len(run), len(letters)) && run[n].char != 0 && (n == 0 || lx.spelledOn(run, n)) {
		if run[n].extra[0] == cPlain {
			digits++
		}
		letters[n] = unleet(run[n].char, 'i')
		n++
	}
	lx.work += n
	if n == 1 {
		return 1, run[0].word
	}
	id = lx.v.lookup(letters[:n])
	spaced := strings.Contains(lx.text[run[0].end:run[1].start], " ")
	if id == unknown {
		prefix := lx.v.longestPrefix(letters[:n])
		switch {
		case prefix != unknown && len(lx.v.spelling[prefix]) >= shortestRun && (spaced || lx.v.about[prefix].joins == joinsAll):
			id, n = prefix, len(lx.v.spelling[prefix])
		case spaced:
			return 1, run[0].word
		}
	}
	if id == unknown && (n < shortestRun || 2*digits > n) || digits > 0 && id != unknown && lx.v.about[id].joins == 0 {
		return 1, run[0].word
	}
	return n, id
}

// spelledOn reports whether letter n of a run belongs to the word of the letters before it: they stand as wide apart as the
// first two, or no letter is parted by a space.
func (lx *lexer) spelledOn(run []token, n int) bool {
	gap, first := lx.text[run[n-1].end:run[n].start], lx.text[run[0].end:run[1].start]
	return run[n].pos-run[n-1].pos <= gapLine && len(gap) <= widestGap+3 && utf8.RuneCountInString(gap) <= 3 &&
		(gap == first || !strings.Contains(gap, " ") && !strings.Contains(first, " "))
}

// brokenWord returns the word of identity that the pieces at the start of in spell together, and how many they are.
func (lx *lexer) brokenWord(in []token) (n int, id int32) {
	w := lx.letters(lx.buf[:0], &in[0])
	lx.work += len(w)
	for n = 1; n < min(len(in), mostPieces); n++ {
		last, next := &in[n-1], &in[n]
		if next.extra[0] != noConcept || next.start-last.end > widestGap || next.start < last.end || next.end-in[0].start > longestBroken {
			break
		}
		gap := lx.text[last.end:next.start]
		split := gap == " " && next.word == unknown && in[0].char == 0
		if !split && slices.ContainsFunc([]byte(gap), func(c byte) bool { return c <= ' ' || c == '/' || c == ',' || c == '+' }) {
			break
		}
		if gap == "*" || gap == "#" || gap == "•" || gap == "_" {
			hidden := lx.letters(append(slices.Clone(w), '*'), next)
			if id := lx.v.censored(hidden); id != unknown {
				return n + 1, id
			}
		}
		w = lx.letters(w, next)
		lx.work += len(w)
		if id := lx.v.words.find(w); id != unknown && lx.v.about[id].joins != 0 && (!split || len(w) >= shortestSplit) {
			lx.buf = w
			return n + 1, id
		}
	}
	lx.buf = w
	return 1, in[0].word
}

// letters appends the letters and digits of a token.
func (lx *lexer) letters(dst []byte, t *token) []byte {
	for s := lx.text[t.start:t.end]; len(s) > 0; {
		out, kind, size := lx.v.folds.fold(dst, s)
		if kind == letter || kind == digit {
			dst = out
		}
		s = s[size:]
	}
	return dst
}
