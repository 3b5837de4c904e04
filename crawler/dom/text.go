package dom

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"ronda/crawler/elements"
	"ronda/crawler/words"
)

// prose appends visible text with white space folded.
func (p *parser) prose(raw []byte) {
	end := wordEnd
	for len(raw) > 0 {
		n, size := end(raw)
		if n > 0 {
			p.word(raw[:n])
			end = lineEnd // how the first word stands to what is before it says where the others stand
		}
		if size > 0 {
			p.space = true
		}
		raw = raw[n+size:]
	}
}

// lineEnd is wordEnd for words with single blanks between them.
func lineEnd(s []byte) (n, size int) {
	for i := plainText(s); i < len(s); i++ {
		switch textBytes[s[i]] {
		case inWord:
		case perhapsSpace:
			if size := spaceLen(s[i:]); size > 0 {
				return i, size
			}
		default:
			if s[i] != ' ' || i == 0 || i+1 == len(s) || textBytes[s[i+1]] != inWord {
				return i, 1
			}
		}
	}
	return len(s), 0
}

// plainText returns how far s is surely ASCII words with single blanks between them, by looking at eight bytes together.
// Beyond stands anything.
func plainText(s []byte) int {
	const (
		ones  = 0x0101010101010101
		high  = 0x80 * ones
		blank = ' ' * ones
	)
	i, before := 0, uint64(0x80) // a mark in the lowest byte: before the present eight stands a blank, or nothing
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64(s[i:])
		// A byte below 128 has its highest bit set when the sum is 128 or more; none of the sums goes beyond 255.
		if x&high != 0 || (x+(0x80-' ')*ones)&high != high || (x+ones)&high != 0 {
			break
		}
		blanks := ^((x ^ blank) + 0x7f*ones) & high
		if blanks&(blanks<<8|before) != 0 {
			break
		}
		before = blanks >> 56
	}
	if i > 0 && s[i-1] == ' ' {
		i--
	}
	return i
}

// wordEnd returns the length of the text before the first white space and the length of that character.
func wordEnd(s []byte) (n, size int) {
	for i := range s {
		switch textBytes[s[i]] {
		case inWord:
		case perhapsSpace:
			if size := spaceLen(s[i:]); size > 0 {
				return i, size
			}
		default:
			return i, 1
		}
	}
	return len(s), 0
}

// What a byte of text is.
const (
	inWord       = iota
	isSpace      // a blank or control character
	perhapsSpace // the first byte of a space of Unicode, or of another character
)

var textBytes = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c <= ' ' || c == 0x7f:
			t[c] = isSpace
		case c == 0xc2 || c == 0xe2 || c == 0xe3:
			t[c] = perhapsSpace
		}
	}
	return t
}()

// spaceLen returns the length of the space of Unicode that s begins with, 0 for none.
func spaceLen(s []byte) int {
	if s[0] == 0xc2 {
		if len(s) > 1 && s[1] <= 0xa0 { // no-break space and C1 controls
			return 2
		}
		return 0
	}
	switch r, n := utf8.DecodeRune(s); {
	case r >= 0x2000 && r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return n
	}
	return 0
}

func (p *parser) word(w []byte) {
	if p.br {
		p.br = false
		if p.open && !p.wrapped(w) {
			p.breakBlock()
		}
		p.space = true
		p.line = len(p.buf)
	}
	before := len(p.buf)
	if !p.open {
		p.beginBlock()
		before = len(p.buf)
	} else if p.space || p.joint == len(p.buf) && p.apart(w) {
		p.buf = append(p.buf, ' ')
	}
	p.space = false
	p.buf = append(p.buf, w...)
	p.countAnchor(len(p.buf) - before)
}

// apart reports whether two texts that meet at the border of inline elements stand in boxes of their own, as names and
// prices do: <span>Kaos polos</span><b>35k</b>.
func (p *parser) apart(w []byte) bool {
	const shortest = 3
	last := p.buf[len(p.buf)-1]
	switch {
	case p.anchors > 0 && p.siblings:
		return true // a row of links
	case words.Digit(w[0]):
		return words.Letter(last) || last == ')' || p.siblings && clock(w) && longNumber(p.buf)
	case !p.siblings || len(w) < shortest:
		return false
	}
	tail := p.buf[max(len(p.buf)-40, int(p.cur.start)):]
	word := tail[bytes.LastIndexAny(tail, " \n\t")+1:]
	return len(word) >= shortest && (words.Letter(last) || words.Digit(last)) && (words.Letter(w[0]) || words.Digit(w[0]))
}

// clock reports whether a word is a time of day, as behind a message: 17.21.
func clock(w []byte) bool {
	mark := len(w) - len(".21")
	if mark < 1 || mark > 2 || w[mark] != '.' && w[mark] != ':' {
		return false
	}
	for i, c := range w {
		if i != mark && !words.Digit(c) {
			return false
		}
	}
	return true
}

// longNumber reports whether a text ends with a number longer than pieces of one are.
func longNumber(s []byte) bool {
	const shortest = 10
	n := 0
	for n < min(len(s), shortest) && words.Digit(s[len(s)-1-n]) {
		n++
	}
	return n == shortest
}

// wrapped reports whether a line break before w only wraps a sentence: the line is long and ends inside a sentence.
func (p *parser) wrapped(w []byte) bool {
	const shortest, longest = 60, 110 // where lines are wrapped by hand
	if n := len(p.buf) - p.line; n < shortest || n > longest || w[0] < 'a' || w[0] > 'z' {
		return false
	}
	return bytes.IndexByte([]byte(".!?:;"), p.buf[len(p.buf)-1]) < 0
}

// code appends preformatted text: line breaks and columns stay.
func (p *parser) code(raw []byte) {
	if !p.open {
		raw = bytes.TrimLeft(raw, "\r\n")
		if len(bytes.TrimSpace(raw)) == 0 {
			return
		}
		p.beginBlock()
	}
	before := len(p.buf)
	for _, c := range raw {
		switch {
		case c == '\n' || c == '\t' || c >= ' ' && c != 0x7f:
			p.buf = append(p.buf, c)
		case c == '\r': // the tokenizer has made line breaks of it where it was one
		default:
			p.buf = append(p.buf, ' ')
		}
	}
	p.countAnchor(len(p.buf) - before)
}

func (p *parser) countAnchor(n int) {
	if p.anchors == 0 {
		return
	}
	first := p.anchored == 0
	n = min(n, maxAnchor-p.anchored)
	p.anchored += n
	if !p.inward {
		if p.outward {
			p.cur.outward += int32(n)
		}
		return
	}
	if first {
		p.cur.links++
	}
	p.cur.anchor += int32(n)
}

func (p *parser) beginBlock() {
	f := p.top()
	if len(p.buf) > 0 {
		p.buf = append(p.buf, '\n')
	}
	p.cur = block{role: f.role, span: span{start: int32(len(p.buf))}, node: f.holder, cell: p.cell, inert: f.inert}
	p.open, p.space, p.br = true, false, false
	p.line = len(p.buf)
}

// breakBlock ends the block under construction; at the limit of blocks it goes on as one, in another line.
func (p *parser) breakBlock() {
	p.space, p.br = true, false
	if !p.open {
		return
	}
	if len(p.blocks) >= maxBlocks-1 && !p.tokens.Done() {
		if n := len(p.buf); n > int(p.cur.start) && p.buf[n-1] != '\n' {
			p.buf, p.space = append(p.buf, '\n'), false
		}
		return
	}
	p.open = false
	end := len(p.buf)
	if p.cur.role == elements.Code {
		end = int(p.cur.start) + len(bytes.TrimRight(p.buf[p.cur.start:], " \t\n"))
	}
	p.cur.end = int32(end)
	p.blocks = append(p.blocks, p.cur)
}

func (p *parser) lineBreak() {
	switch {
	case p.top().hidden != visible || !p.open:
	case p.cur.role == elements.Code:
		p.buf = append(p.buf, '\n')
	case p.br:
		p.breakBlock()
	default:
		p.br = true
	}
}
