package crawler

import (
	"bytes"
	"unicode/utf8"
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
	for at := 0; ; at++ {
		n, size = wordEnd(s[at:])
		at += n
		if size != 1 || s[at] != ' ' || at+1 == len(s) || s[at+1] <= ' ' || s[at+1] >= 0x7f || n == 0 {
			return at, size
		}
	}
}

// wordEnd returns the length of the text before the first white space and the length of that character.
func wordEnd(s []byte) (n, size int) {
	for i := range s {
		c := s[i]
		switch {
		case c <= ' ' || c == 0x7f:
			return i, 1
		case c < 0xc2 || c > 0xe3:
		case c == 0xc2 && i+1 < len(s) && s[i+1] <= 0xa0: // no-break space and C1 controls
			return i, 2
		case c == 0xe2 || c == 0xe3:
			switch r, n := utf8.DecodeRune(s[i:]); {
			case r >= 0x2000 && r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
				return i, n
			}
		}
	}
	return len(s), 0
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
	case digit(w[0]):
		return letter(last) || last == ')'
	case !p.siblings || len(w) < shortest:
		return false
	}
	word := p.buf[bytes.LastIndexAny(p.buf[max(len(p.buf)-40, p.cur.start):], " \n\t")+1+max(len(p.buf)-40, p.cur.start):]
	return len(word) >= shortest && (letter(last) || digit(last)) && (letter(w[0]) || digit(w[0]))
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf }

func digit(c byte) bool { return '0' <= c && c <= '9' }

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
	if p.anchors == 0 || !p.inward {
		return
	}
	if p.anchored == 0 {
		p.cur.links++
	}
	n = min(n, maxAnchor-p.anchored)
	p.anchored += n
	p.cur.anchor += n
}

func (p *parser) beginBlock() {
	f := p.top()
	if len(p.buf) > 0 {
		p.buf = append(p.buf, '\n')
	}
	p.cur = block{role: f.role, start: len(p.buf), node: f.holder, cell: p.cell, inert: f.inert}
	p.open, p.space, p.br = true, false, false
	p.line = len(p.buf)
}

// breakBlock ends the block under construction; at the limit of blocks it goes on as one, in another line.
func (p *parser) breakBlock() {
	p.space, p.br = true, false
	if !p.open {
		return
	}
	if len(p.blocks) >= maxBlocks-1 && !p.tokens.done() {
		if n := len(p.buf); n > p.cur.start && p.buf[n-1] != '\n' {
			p.buf, p.space = append(p.buf, '\n'), false
		}
		return
	}
	p.open = false
	end := len(p.buf)
	if p.cur.role == RoleCode {
		end = p.cur.start + len(bytes.TrimRight(p.buf[p.cur.start:], " \t\n"))
	}
	p.cur.end = end
	p.blocks = append(p.blocks, p.cur)
}

func (p *parser) lineBreak() {
	switch {
	case p.top().hidden != visible || !p.open:
	case p.cur.role == RoleCode:
		p.buf = append(p.buf, '\n')
	case p.br:
		p.breakBlock()
	default:
		p.br = true
	}
}
