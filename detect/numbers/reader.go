package numbers

import (
	"hash/maphash"
	"math"
	"strings"
	"sync"
	"time"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

// leastDigits is how many digits proper a number has at least: letters are taken for digits only among digits.
const leastDigits = 9

// candidate is a number under judgement; logit grows with the evidence.
type candidate struct {
	match  ident.Match
	digits []byte
	date   ident.Date
	logit  float64

	label  tables.Meaning
	loose  bool // the label stands in another field of the row
	own    bool // logit says all: no column counts
	placed bool // begins with a regency in use
	dated  bool // holds a date
	issued bool // which can be that of a family card
	grown  bool // which is too long ago for anything but a birth
	ahead  bool // which has not come, if it is of our century
	born   bool // and is written out in the same row
	wordy  bool // words stand in the row
	neat   bool // written in one piece or in the groups of its parts

	row, field, fields int // start of the row, place in it
	line               tables.Span
	rowEnd             int
	separator          byte
	name               columnKey // of the name in front, 0 for none
	header             int       // index of the header in force, -1 for none
	packed             columnKey // of the place in a row of fixed width, 0 for none
	keys               [4]columnKey
}

// candidates finds and judges what has the length of an identity number.
func (p *reader) candidates() {
	if len(p.digits.Hot) > 0 {
		p.digits.ReadSpans(p.text, p.digits.Hot)
		packed := p.packedWindows()
		for _, c := range p.digits.Chunks() {
			if c.Price && !long(p.digits, c) {
				continue
			}
			packed = p.unpack(packed, p.digits.Groups[c.From].Start)
			p.chunk(c)
		}
		p.unpack(packed, len(p.text))
		p.order()
	}
	if p.ctx != &p.own { // of a whole text nothing is asked afterwards
		p.ctx.header = p.headers[len(p.headers)-1]
		p.ctx.foot(p.text, p.ended)
	}
	p.settle()
}

// matches returns the candidates that are numbers.
func (p *reader) matches() []ident.Match {
	n := 0
	for i := range p.found {
		if p.found[i].match.Number.Type() != "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]ident.Match, 0, n)
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
func long(l *digits.Reading, c digits.Chunk) bool { return len(l.Digits(c)) == 16 }

// reader gathers the candidates of one text.
type reader struct {
	scanner *Scanner
	text    string
	digits  *digits.Reading
	ctx     *Context
	own     Context // of a text that does not come in parts
	asOf    time.Time
	rows    tables.Rows
	headers []tables.Header
	line    int // start of the line of the last row
	ended   int // end of it
	found   []candidate
	runs    []digits.PackedRun
}

// readers are kept for the next text: what they need to read one is more than most texts are worth.
var readers = sync.Pool{New: func() any { return &reader{} }}

func (s *Scanner) reader(l *digits.Reading, text string, ctx *Context, asOf time.Time) *reader {
	p := readers.Get().(*reader)
	if ctx == nil {
		ctx = &p.own
	}
	p.scanner, p.text, p.digits, p.ctx, p.asOf = s, text, l, ctx, asOf
	p.rows.Reset(text)
	p.headers = append(p.headers[:0], ctx.header)
	p.line, p.ended = 0, 0
	return p
}

// mostFound is how many candidates a reader may have room for that is kept.
const mostFound = 512

// release gives a reader back. Nothing of its text stays in it.
func (p *reader) release() {
	if len(p.own.columns) > mostSpare || cap(p.found) > mostFound {
		return
	}
	p.own.reset()
	clear(p.found)
	clear(p.headers)
	p.found, p.scanner, p.text, p.digits, p.ctx = p.found[:0], nil, "", nil, nil
	p.rows.Reset("")
	readers.Put(p)
}

// chunk reads what reads as one number: shorter ones that need a name, and the parts of 15 or 16 digits.
func (p *reader) chunk(c digits.Chunk) {
	l := p.digits
	if n := len(l.Digits(c)); n >= 11 && n <= 14 {
		p.card(c)
		return
	}
	for from := c.From; from < c.To; {
		to, ok := p.window(c, from)
		if ok {
			from = to
		} else {
			from++
		}
	}
}

// window takes 16 or 15 digits from a group on, if they make up whole groups and are an identity number or all there is.
func (p *reader) window(c digits.Chunk, from int) (next int, ok bool) {
	l := p.digits
	n := 0
	for to := from; to < c.To && n < 16; {
		n += l.Groups[to].Len()
		to++
		if n != 15 && n != 16 {
			continue
		}
		w := digits.Chunk{From: from, To: to}
		cand := candidate{digits: l.Digits(w), header: -1}
		cand.match.Start, cand.match.End = l.Groups[from].Start, l.Groups[to-1].End
		if 2*l.Letters(w) >= len(cand.digits) {
			continue
		}
		whole := from == c.From && to == c.To
		s := p.scanner
		if n == 16 {
			cand.placed = s.codes.regency(cand.digits)
			cand.date, cand.dated = ident.ReadDate(cand.digits)
		}
		cand.neat = neat(l.Groups[w.From:w.To]) && !goesOn(l, w, c)
		// What is no identity number counts too, where it would if it were one: columns are judged by their share.
		if plausible := n == 16 && cand.placed && cand.dated; !whole && !cand.neat && !plausible && !npwpForm(l.Groups[w.From:w.To]) {
			continue
		}
		p.locate(&cand)
		if cand.label == 0 && glyph.InWord(p.text, cand.match.Start, cand.match.End) {
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
func neat(gs []digits.Group) bool {
	even, equal := true, true
	n := 0
	for k, g := range gs {
		n += g.Len()
		even = even && n%2 == 0
		equal = equal && g.Len() >= 3 && (k < 2 || g.Sep == gs[1].Sep)
	}
	return even || equal
}

// goesOn reports whether a number in groups is followed or preceded by another group of the same kind: it is longer.
func goesOn(l *digits.Reading, w, c digits.Chunk) bool {
	gs := l.Groups
	if w.To-w.From < 2 {
		return false
	}
	size, sep := gs[w.To-1].Len(), gs[w.To-1].Sep
	return w.To < c.To && gs[w.To].Sep == sep && gs[w.To].Len() == size ||
		w.From > c.From && gs[w.From].Sep == sep && gs[w.From-1].Len() == gs[w.From].Len()
}

// locate finds the row, the field and the label of a candidate.
func (p *reader) locate(c *candidate) {
	start, end := c.match.Start, c.match.End
	r := p.rows.At(start)
	p.head(r)
	c.row, c.separator, c.fields, c.field = r.Start, r.Separator, len(r.Fields), r.Field(start)
	c.header, c.line = len(p.headers)-1, p.rows.Line
	from := p.rows.Line.From
	strict := c.fields >= 3 && (c.separator == '\t' || c.separator == '|' || c.separator == ';')
	if strict && c.field >= 0 {
		from = r.Fields[c.field].From
	}
	label, at := tables.LabelBefore(p.text, from, start)
	c.label = label
	c.loose = label != 0 && c.field >= 0 && c.fields >= 3 && at <= r.Fields[c.field].From
	if c.label == 0 && !strict {
		c.label = tables.LabelAfter(p.text, end)
	}
	if said := p.headers[c.header].Of(r, c.field); said != 0 && (c.label == 0 || c.loose) {
		c.label, c.loose = said, false
	}
	if c.label == 0 || c.loose {
		if m := registration(p.text, start, end); m != 0 {
			c.label, c.loose = m, false
		}
	}
	c.name = p.fieldName(r, c)
	c.rowEnd = r.End
}

// head looks for a header above a row that does not follow another one.
func (p *reader) head(r *tables.Row) {
	line := p.rows.Line
	if line.From == p.line && p.ended > 0 {
		return
	}
	if r.First && r.Start > line.From {
		if h, ok := tables.ReadHeader(p.text[line.From:r.Start]); ok && h.Bracket {
			p.headers = append(p.headers, h)
			p.line, p.ended = line.From, line.To
			return
		}
	}
	if p.ended == 0 || line.From > p.ended+1 {
		if h, ok := tables.HeaderAbove(p.text, p.ended, line.From); ok {
			p.headers = append(p.headers, h)
		}
	}
	p.line, p.ended = line.From, max(line.To, 1)
}

// registration knows the message that registers a SIM card: REG NIK#KK#.
func registration(text string, start, end int) tables.Meaning {
	if end < len(text) && text[end] == '#' {
		var buf [glyph.LongestWord]byte
		w, _, stop := tables.LastWord(text, max(0, start-glyph.LongestWord), start)
		switch string(glyph.Lower(&buf, w)) {
		case "reg", "daftar", "ulang", "registrasi":
			if start-stop <= 2 {
				return tables.NIK
			}
		}
	}
	if start > 17 && text[start-1] == '#' && tables.LongestDigits(text[start-17:start-1]) == 16 {
		return tables.KK
	}
	return 0
}

// fieldName returns a key of the name that stands in front of the candidate: "key": value, key=value, <key>value, and the
// first of two cells.
func (p *reader) fieldName(r *tables.Row, c *candidate) columnKey {
	from := p.rows.Line.From
	if c.field >= 0 {
		from = r.Fields[c.field].From
	}
	from = max(from, c.match.Start-tables.ReachBefore)
	before := strings.TrimRight(p.text[from:c.match.Start], " \t\"'")
	if c.field == 1 && c.fields == 2 && strings.TrimSpace(before) == "" {
		before = p.text[r.Fields[0].From:r.Fields[0].To] + ":"
	}
	if before == "" || strings.IndexByte(":=>", before[len(before)-1]) < 0 {
		return 0
	}
	before = strings.TrimRight(before[:len(before)-1], " \t\"'")
	i := len(before)
	for i > 0 && glyph.WordByte(before[i-1]) || i > 0 && before[i-1] == '_' {
		i--
	}
	name := strings.ToLower(before[i:])
	if name == "" || tables.LongestDigits(name) > tables.HeaderDigits {
		return 0
	}
	return columnKey(maphash.String(p.scanner.seed, name))>>8 | 'n'<<56
}

// wordy reports whether a word of three letters or more stands in a row, as a name would.
func wordy(s string) bool {
	n := 0
	for i := range len(s) {
		if !glyph.Letter(s[i]) {
			n = 0
		} else if n++; n == 3 {
			return true
		}
	}
	return false
}
