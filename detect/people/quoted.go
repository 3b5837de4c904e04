package people

import (
	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/wordclass"
)

// mostNames bounds what is remembered of a text: pairs of words that were hidden in rows.
const mostNames = 1 << 14

// blankQuoted hides the names of people's rows in the other lines: whoever writes about a row, or a title that quotes it, may
// name somebody far from any number. Two words that stood beside each other in a row are taken for a name.
func (p *people) blankQuoted(out []byte) {
	names := map[[2]uint64]bool{}
	for i := range p.lines {
		if l := &p.lines[i]; l.hide == hideAll && !l.prose() {
			p.pairs(l, func(first, second digits.Span, pair [2]uint64) {
				if hidden(out, first) && hidden(out, second) && len(names) < mostNames {
					names[pair] = true
				}
			})
		}
	}
	if len(names) == 0 {
		return
	}
	for i := range p.lines {
		if l := &p.lines[i]; l.hide != hideAll || l.prose() || l.To-l.From > longestLine {
			p.pairs(l, func(first, second digits.Span, pair [2]uint64) {
				if names[pair] {
					star(out, first)
					star(out, second)
				}
			})
		}
	}
}

// hidden reports whether a word was hidden.
func hidden(out []byte, w digits.Span) bool { return out[w.From] == '*' }

// pairs gives the words of a line that stand beside each other with one character between them, both of three letters or more.
func (p *people) pairs(l *line, give func(first, second digits.Span, pair [2]uint64)) {
	const fewestLetters = 3
	text := p.text[:l.To]
	before, hash := digits.Span{From: l.From, To: l.From}, uint64(0)
	for i := l.From; i < l.To; {
		w, next := wordclass.Next(text, i)
		if w.From == w.To {
			return
		}
		i = next
		h := uint64(0)
		if w.To-w.From >= fewestLetters {
			h = foldedHash(text[w.From:w.To])
		}
		if h != 0 && hash != 0 && w.From == before.To+1 {
			give(before, w, [2]uint64{hash, h})
		}
		before, hash = w, h
	}
}

// foldedHash is the same for a word in whatever case, and 0 for one with digits or stars.
func foldedHash(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		c := word[i]
		switch {
		case glyph.Letter(c):
			c |= 0x20
		case c < 0x80:
			return 0
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
