package tokens

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/lexis"
)

// turnedWord finds a word of the lists that stands backwards or on its head. Without a sign of that it must be one of
// identity, and a long one: for a short one the words around it decide.
func (lx *Lexer) turnedWord(w []byte) int32 {
	n, signed := len(w), lx.way.turned || lx.way.back
	if n < 3 || n > lexis.LongestTurned || !signed && !lx.v.JoinHead.Has(w[n-1], w[n-2]) {
		return lexis.Unknown
	}
	var back, forth [lexis.LongestTurned]byte
	for i, c := range w {
		if lx.way.turned {
			c = turnedOver(c)
		}
		back[n-1-i], forth[i] = c, c
	}
	id := lx.v.Words.Find(back[:n])
	if id == lexis.Unknown && lx.way.turned { // turned letter by letter, in place
		return lx.v.Words.Find(forth[:n])
	}
	if id == lexis.Unknown || !signed && lx.v.About[id].Joins == 0 {
		return lexis.Unknown
	}
	lx.counter++
	lx.turned = lx.turned || lx.way.turned
	if lx.counter == 1 {
		lx.backWord = id
	}
	lx.several = lx.several || id != lx.backWord
	if signed || lx.backToo || n >= shortestBack {
		return id
	}
	return lexis.Unknown
}

// turnBack reads the passage whose tokens begin with first from right to left, and keeps what makes more sense. pos and
// sentence are those before the passage.
func (lx *Lexer) turnBack(first int, pos, sentence int32) {
	s, turned, several := lx.text, lx.turned, lx.several
	forth, forthPos, forthSentence := slices.Clone(lx.Tokens[first:]), lx.pos, lx.sentence
	again := func(text string) {
		lx.Tokens, lx.pos, lx.sentence = lx.Tokens[:first], pos, sentence
		lx.cut(int(lx.passage), text)
	}
	again(backwards(s, turned))
	known, knownForth := lx.known(lx.Tokens[first:]), lx.known(forth)
	switch {
	case (known >= surelyBack || lx.mirrored) && (known > knownForth || known == knownForth && turned):
		lx.mirrored = true
		for i := range lx.Tokens[first:] {
			t := &lx.Tokens[first+i]
			t.Start, t.End = int32(len(s))-t.End, int32(len(s))-t.Start
			t.way = way{turned, true}
		}
	case several: // different words of identity stand backwards among others
		lx.backToo = true
		again(s)
		lx.backToo = false
	default:
		lx.Tokens, lx.pos, lx.sentence = append(lx.Tokens[:first], forth...), forthPos, forthSentence
	}
	lx.text = s
}

// known counts the letters of the words that the lists know.
func (lx *Lexer) known(tokens []Token) (letters int) {
	for i := range tokens {
		if t := &tokens[i]; t.Word != lexis.Unknown && t.End-t.Start >= 3 {
			letters += len(lx.v.Spelling[t.Word])
		}
	}
	return letters
}

// backwards reads a text from right to left, and with turn on its head: then p is d, b is q and n is u. Lengths stay: what
// stands at byte i stands at len(s)-i then.
func backwards(s string, turn bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		_, size := utf8.DecodeLastRuneInString(s)
		last := s[len(s)-size:]
		s = s[:len(s)-size]
		if turn && size == 1 {
			b.WriteByte(turnedOver(last[0]))
		} else {
			b.WriteString(last)
		}
	}
	return b.String()
}

// turnedOver returns the letter that a letter looks like on its head, for those that look like another one.
func turnedOver(c byte) byte {
	switch c {
	case 'b':
		return 'q'
	case 'q':
		return 'b'
	case 'd':
		return 'p'
	case 'p':
		return 'd'
	case 'n':
		return 'u'
	case 'u':
		return 'n'
	}
	return c
}
