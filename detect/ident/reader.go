package ident

import (
	"hash/maphash"
	"math"
	"strings"
	"sync"
	"time"
)

// leastDigits is how many digits proper a number has at least: letters are taken for digits only among digits.
const leastDigits = 9

// candidate is a number under judgement; logit grows with the evidence.
type candidate struct {
	match  Match
	digits []byte
	date   date
	logit  float64

	label  meaning
	loose  bool // the label stands in another field of the row
	own    bool // logit says all: no column counts
	placed bool // begins with a regency in use
	dated  bool // holds a date
	issued bool // which can be that of a family card
	grown  bool // which is too long ago for anything but a birth
	born   bool // and is written out in the same row
	wordy  bool // words stand in the row
	neat   bool // written in one piece or in the groups of its parts

	row, field, fields int // start of the row, place in it
	line               span
	rowEnd             int
	separator          byte
	name               columnKey // of the name in front, 0 for none
	header             int       // index of the header in force, -1 for none
	keys               [3]columnKey
}

// candidates finds and judges what has the length of an identity number.
func (p *reader) candidates() {
	if len(p.lexed.hot) > 0 {
		p.lexed.spans(p.text, p.lexed.hot)
		for _, c := range p.lexed.chunks() {
			if c.price && !long(p.lexed, c) {
				continue
			}
			p.chunk(c)
		}
	}
	if p.ctx != &p.own { // of a whole text nothing is asked afterwards
		p.ctx.header = p.headers[len(p.headers)-1]
		p.ctx.foot(p.text, p.ended)
	}
	p.settle()
}

// matches returns the candidates that are numbers.
func (p *reader) matches() []Match {
	n := 0
	for i := range p.found {
		if p.found[i].match.Number.Type() != "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]Match, 0, n)
	for i := range p.found {
		c := &p.found[i]
		if c.match.Number.Type() == "" {
			continue
		}
		m := c.match
		m.Confidence = math.Round(1000/(1+math.Exp(-c.logit))) / 1000
		out = append(out, m)
	}
	return out
}

// long reports whether thousands with their dots are as long as a population number: spreadsheets write it so.
func long(l *lexed, c chunk) bool { return len(l.chunkDigits(c)) == 16 }

// reader gathers the candidates of one text.
type reader struct {
	scanner *Scanner
	text    string
	lexed   *lexed
	ctx     *Context
	own     Context // of a text that does not come in parts
	asOf    time.Time
	rows    rows
	headers []header
	line    int // start of the line of the last row
	ended   int // end of it
	found   []candidate
}

// readers are kept for the next text: what they need to read one is more than most texts are worth.
var readers = sync.Pool{New: func() any { return &reader{} }}

func (s *Scanner) reader(text string, ctx *Context, asOf time.Time) *reader {
	p := readers.Get().(*reader)
	if ctx == nil {
		ctx = &p.own
	}
	p.scanner, p.text, p.lexed, p.ctx, p.asOf = s, text, borrow(), ctx, asOf
	p.rows.reset(text)
	p.headers = append(p.headers[:0], ctx.header)
	p.line, p.ended = 0, 0
	return p
}

// mostFound is how many candidates a reader may have room for that is kept.
const mostFound = 512

// release gives a reader back. Nothing of its text stays in it.
func (p *reader) release() {
	p.lexed.giveBack()
	if len(p.own.columns) > mostSpare || cap(p.found) > mostFound {
		return
	}
	p.own.reset()
	clear(p.found)
	clear(p.headers)
	p.found, p.scanner, p.text, p.lexed, p.ctx = p.found[:0], nil, "", nil, nil
	p.rows.reset("")
	readers.Put(p)
}

// chunk reads what reads as one number: shorter ones that need a name, and the parts of 15 or 16 digits.
func (p *reader) chunk(c chunk) {
	l := p.lexed
	if n := len(l.chunkDigits(c)); n >= 11 && n <= 14 {
		p.card(c)
		return
	}
	for from := c.from; from < c.to; {
		to, ok := p.window(c, from)
		if ok {
			from = to
		} else {
			from++
		}
	}
}

// window takes 16 or 15 digits from a group on, if they make up whole groups and are an identity number or all there is.
func (p *reader) window(c chunk, from int) (next int, ok bool) {
	l := p.lexed
	n := 0
	for to := from; to < c.to && n < 16; {
		n += l.groups[to].len()
		to++
		if n != 15 && n != 16 {
			continue
		}
		w := chunk{from: from, to: to}
		cand := candidate{digits: l.chunkDigits(w), header: -1}
		cand.match.Start, cand.match.End = l.groups[from].start, l.groups[to-1].end
		if 2*l.letters(w) >= len(cand.digits) {
			continue
		}
		whole := from == c.from && to == c.to
		s := p.scanner
		if n == 16 {
			cand.placed = s.codes.regency(cand.digits)
			cand.date, cand.dated = readDate(cand.digits)
		}
		cand.neat = neat(l.groups[w.from:w.to]) && !goesOn(l, w, c)
		// What is no identity number counts too, where it would if it were one: columns are judged by their share.
		if plausible := n == 16 && cand.placed && cand.dated; !whole && !cand.neat && !plausible && !npwpForm(l.groups[w.from:w.to]) {
			continue
		}
		p.locate(&cand)
		if cand.label == 0 && inWord(p.text, cand.match.Start, cand.match.End) {
			continue
		}
		s.judge(l, w, &cand, p.asOf)
		if cand.match.Number.Type() != "" || n == 16 {
			p.found = append(p.found, cand)
		}
		return to, true
	}
	return from, false
}

// neat reports whether the groups are such as people write: one piece, cut between the parts of the number, or evenly.
func neat(gs []group) bool {
	even, equal := true, true
	n := 0
	for k, g := range gs {
		n += g.len()
		even = even && n%2 == 0
		equal = equal && g.len() >= 3 && (k < 2 || g.sep == gs[1].sep)
	}
	return even || equal
}

// goesOn reports whether a number in groups is followed or preceded by another group of the same kind: it is longer.
func goesOn(l *lexed, w, c chunk) bool {
	gs := l.groups
	if w.to-w.from < 2 {
		return false
	}
	size, sep := gs[w.to-1].len(), gs[w.to-1].sep
	return w.to < c.to && gs[w.to].sep == sep && gs[w.to].len() == size ||
		w.from > c.from && gs[w.from].sep == sep && gs[w.from-1].len() == gs[w.from].len()
}

// locate finds the row, the field and the label of a candidate.
func (p *reader) locate(c *candidate) {
	start, end := c.match.Start, c.match.End
	r := p.rows.at(start)
	p.head(r)
	c.row, c.separator, c.fields, c.field = r.start, r.separator, len(r.fields), r.field(start)
	c.header, c.line = len(p.headers)-1, p.rows.line
	from := p.rows.line.from
	strict := c.fields >= 3 && (c.separator == '\t' || c.separator == '|' || c.separator == ';')
	if strict && c.field >= 0 {
		from = r.fields[c.field].from
	}
	label, at := labelBefore(p.text, from, start)
	c.label = label
	c.loose = label != 0 && c.field >= 0 && c.fields >= 3 && at <= r.fields[c.field].from
	if c.label == 0 && !strict {
		c.label = labelAfter(p.text, end)
	}
	if said := p.headers[c.header].of(r, c.field); said != 0 && (c.label == 0 || c.loose) {
		c.label, c.loose = said, false
	}
	if c.label == 0 || c.loose {
		if m := registration(p.text, start, end); m != 0 {
			c.label, c.loose = m, false
		}
	}
	c.name = p.fieldName(r, c)
	c.rowEnd = r.end
}

// head looks for a header above a row that does not follow another one.
func (p *reader) head(r *row) {
	line := p.rows.line
	if line.from == p.line && p.ended > 0 {
		return
	}
	if r.first && r.start > line.from {
		if h, ok := readHeader(p.text[line.from:r.start]); ok && h.bracket {
			p.headers = append(p.headers, h)
			p.line, p.ended = line.from, line.to
			return
		}
	}
	if p.ended == 0 || line.from > p.ended+1 {
		if h, ok := headerAbove(p.text, p.ended, line.from); ok {
			p.headers = append(p.headers, h)
		}
	}
	p.line, p.ended = line.from, max(line.to, 1)
}

// registration knows the message that registers a SIM card: REG NIK#KK#.
func registration(text string, start, end int) meaning {
	if end < len(text) && text[end] == '#' {
		var buf [longestWord]byte
		w, _, stop := lastWord(text, max(0, start-longestWord), start)
		switch string(lower(&buf, w)) {
		case "reg", "daftar", "ulang", "registrasi":
			if start-stop <= 2 {
				return meansNIK
			}
		}
	}
	if start > 17 && text[start-1] == '#' && longestDigits(text[start-17:start-1]) == 16 {
		return meansKK
	}
	return 0
}

// fieldName returns a key of the name that stands in front of the candidate: "key": value, key=value, <key>value, and the
// first of two cells.
func (p *reader) fieldName(r *row, c *candidate) columnKey {
	from := p.rows.line.from
	if c.field >= 0 {
		from = r.fields[c.field].from
	}
	from = max(from, c.match.Start-reachBefore)
	before := strings.TrimRight(p.text[from:c.match.Start], " \t\"'")
	if c.field == 1 && c.fields == 2 && strings.TrimSpace(before) == "" {
		before = p.text[r.fields[0].from:r.fields[0].to] + ":"
	}
	if before == "" || strings.IndexByte(":=>", before[len(before)-1]) < 0 {
		return 0
	}
	before = strings.TrimRight(before[:len(before)-1], " \t\"'")
	i := len(before)
	for i > 0 && wordByte(before[i-1]) || i > 0 && before[i-1] == '_' {
		i--
	}
	name := strings.ToLower(before[i:])
	if name == "" || longestDigits(name) > headerDigits {
		return 0
	}
	return columnKey(maphash.String(p.scanner.seed, name))>>8 | 'n'<<56
}

// wordy reports whether a word of three letters or more stands in a row, as a name would.
func wordy(s string) bool {
	n := 0
	for i := range len(s) {
		if !letter(s[i]) {
			n = 0
		} else if n++; n == 3 {
			return true
		}
	}
	return false
}
