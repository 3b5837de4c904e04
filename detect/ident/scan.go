package ident

import (
	"math"
	"time"

	"ronda/rules"
)

// Match is a number that Scan found.
type Match struct {
	Number     Number
	Start, End int // byte offsets in the text
	// Confidence estimates the probability that the characters are meant as a number of this type. From 0.8: a label says
	// so, or many such numbers stand together. From 0.5: shape, region and date are right and nothing speaks against it.
	// Below 0.5: something does (a card prefix with a good check digit, an order number's label, an unknown region);
	// of value only beside other evidence.
	Confidence float64
	// Masked: the number was masked already or is a pattern or a published example. Nobody is exposed by it, and a page
	// that shows such numbers is rather careful or didactic.
	Masked bool
}

// Scanner finds identity numbers in text. It is safe for concurrent use.
type Scanner struct {
	regions *rules.Regions
}

// NewScanner returns a scanner that judges regions by the given table.
func NewScanner(regions *rules.Regions) *Scanner { return &Scanner{regions: regions} }

// columns is what is known of the columns of a text.
type columns struct{}

// candidate is a number under judgement; logit grows with the evidence.
type candidate struct {
	match  Match
	digits []byte
	date   date
	logit  float64
	label  meaning
}

// Context is what earlier parts of a text said of its columns and its header, for judging the parts that follow. The zero
// value is that of a text's beginning. It holds no number in clear, stays small however long the text is, and is not safe
// for concurrent use.
type Context struct {
	columns columns
}

// Scan finds the numbers in text, in order and without overlap, in time linear in its length. asOf is the day when the
// text was seen: no number tells of a day after it. The zero time sets no limit.
func (s *Scanner) Scan(text string, asOf time.Time) []Match {
	return s.ScanPart(text, &Context{}, asOf)
}

// ScanPart is Scan for a text that comes in parts, cut at ends of lines: ctx carries what the parts before said. What is
// found is what Scan finds in the whole, except that a number without a label is judged by the rows of its column up to
// the end of this part, not by those behind it.
func (s *Scanner) ScanPart(text string, ctx *Context, asOf time.Time) []Match {
	l := lex(text)
	ls := labels(text)
	near := labeller{labels: ls}
	where := links(text)
	var found []candidate
	for _, c := range l.chunks() {
		if c.price {
			continue
		}
		for _, w := range l.windows(c) {
			start, end := l.groups[w.from].start, l.groups[w.to-1].end
			cand := candidate{digits: l.chunkDigits(w), label: near.around(text, start, end)}
			cand.match.Start, cand.match.End = start, end
			if cand.label == 0 && inWord(text, start, end) {
				continue
			}
			if 2*l.letters(w) >= len(cand.digits) {
				continue // letters are taken for digits only among digits
			}
			if !s.judge(l, w, &cand, asOf) {
				continue
			}
			for len(where) > 0 && where[0].end <= start {
				where = where[1:]
			}
			if len(where) > 0 && where[0].start <= start && cand.label == 0 {
				cand.logit -= 2 // ids of pages and pictures
			}
			cand.logit -= 0.1 * float64(l.letters(w))
			found = append(found, cand)
		}
	}
	s.together(text, found, ls, asOf)
	out := make([]Match, 0, len(found))
	for _, c := range found {
		m := c.match
		m.Confidence = math.Round(1000/(1+math.Exp(-c.logit))) / 1000
		out = append(out, m)
	}
	return merge(out, s.masked(text, ls))
}

// windows returns the parts of c that have 15 or 16 digits: the whole, or consecutive groups of a longer chunk.
func (l *lexed) windows(c chunk) []chunk {
	var out []chunk
	for from := c.from; from < c.to; {
		n, to := 0, from
		for to < c.to && n < 15 {
			n += l.groups[to].len()
			to++
		}
		if n == 15 && to < c.to && l.groups[to].len() == 1 {
			to, n = to+1, 16
		}
		if n == 15 || n == 16 {
			out = append(out, chunk{from: from, to: to})
			from = to
			continue
		}
		from++
	}
	return out
}

// judge decides what the digits are and weighs the evidence that they carry by themselves.
func (s *Scanner) judge(l *lexed, w chunk, c *candidate, asOf time.Time) bool {
	d := c.digits
	if len(d) == 15 || c.label == meansNPWP || d[0] == '0' {
		if s.judgeNPWP(l, w, c) {
			return true
		}
	}
	if len(d) != 16 {
		return false
	}
	pattern := template(d)
	var ok bool
	if c.date, ok = readDate(d); !ok {
		if pattern && (c.label == meansNIK || c.label == meansKK) {
			c.match.Number, c.match.Masked = newMaskedNumber(TypeNIK, ""), true
			c.logit = 1
			return true
		}
		return false
	}
	known, ok := s.region(d)
	if !ok && c.label != meansNIK && c.label != meansKK {
		return false
	}
	if !ok {
		c.logit -= 2 // numbers from before the present codes, slips of the pen
	}
	c.match.Masked = pattern
	c.logit += 0.4 + known + serialWeight(d) + cardWeight(d) + l.groupingWeight(w)
	recent := c.date.inThisCentury(asOf)
	if !recent && !asOf.IsZero() && c.date.year-asOf.Year()%100 < 5 {
		c.logit -= 0.8 // more than 95 years old, or a date that has not come
	}
	t := TypeNIK
	switch c.label {
	case meansNIK, meansNPWP:
		c.logit += 2.2
	case meansKK:
		c.logit += 2.2
		if !c.date.woman && recent {
			t = TypeKK
		}
	case meansOther:
		c.logit -= 2.4
	}
	if epochMicros(d, asOf) && c.label != meansNIK && c.label != meansKK {
		c.logit -= 1.5
	}
	c.match.Number = newNumber(t, string(d))
	return true
}

// region weighs the issuing place. ok is false when the province is not in use or the regency is beyond the numbers that
// are given out: kabupaten from 01, cities from 71.
func (s *Scanner) region(d []byte) (weight float64, ok bool) {
	if _, ok := s.regions.Lookup(string(d[:2])); !ok {
		return 0, false
	}
	if _, ok := s.regions.Lookup(string(d[:4])); !ok {
		rr := int(d[2]-'0')*10 + int(d[3]-'0')
		return -1.6, between(rr, 1, 29) || between(rr, 71, 79)
	}
	if _, ok := s.regions.Lookup(string(d[:6])); ok {
		return 0.8, true
	}
	return -0.2, true
}

// serialWeight: serials count the people of one district born on one day, so they are small.
func serialWeight(d []byte) float64 {
	switch n := int(d[12]-'0')*1000 + int(d[13]-'0')*100 + int(d[14]-'0')*10 + int(d[15]-'0'); {
	case n <= 20:
		return 0.6
	case n <= 99:
		return 0.3
	case n > 2000:
		return -0.2
	}
	return 0
}

// cardWeight: a payment card's prefix with a good check digit.
func cardWeight(d []byte) float64 {
	if !luhn(d) {
		return 0
	}
	switch two := int(d[0]-'0')*10 + int(d[1]-'0'); {
	case two >= 51 && two <= 55, two == 62, two == 35, two == 36:
		return -1.4
	}
	return -0.3
}

// groupingWeight: 350770 010190 3001 is how a population number is grouped, 5105 1051 0510 5100 how a card is.
func (l *lexed) groupingWeight(w chunk) float64 {
	gs := l.groups[w.from:w.to]
	switch {
	case len(gs) == 3 && gs[0].len() == 6 && gs[1].len() == 6:
		return 0.8
	case len(gs) == 4 && gs[0].len() == 4 && gs[1].len() == 4 && gs[2].len() == 4:
		return -0.3
	case len(gs) > 6:
		return -0.8
	}
	return 0
}

// epochMicros: microseconds since 1970 of our years look like numbers from South Sumatra and Bengkulu.
func epochMicros(d []byte, asOf time.Time) bool {
	var v int64
	for _, c := range d {
		v = v*10 + int64(c-'0')
	}
	t := time.UnixMicro(v)
	if asOf.IsZero() {
		asOf = time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.Year() >= 2015 && t.Before(asOf.AddDate(1, 0, 0))
}

// judgeNPWP judges 15 digits, or 16 with a leading 0. The check digit alone lets one random number in ten pass.
func (s *Scanner) judgeNPWP(l *lexed, w chunk, c *candidate) bool {
	formatted := l.npwpForm(w)
	labelled := c.label == meansNPWP
	if !formatted && !labelled {
		return false
	}
	d := c.digits
	if len(d) == 16 {
		if d[0] != '0' {
			return false // a resident's tax number is the population number
		}
		d = d[1:]
	}
	valid := validNPWP(d)
	pattern := template(d)
	if !valid && !pattern && (!formatted || !labelled) {
		return false
	}
	switch {
	case pattern:
		c.logit = 2
	case !valid:
		c.logit = -0.6 // misread or mistyped
	case formatted && labelled:
		c.logit = 3.5
	case formatted:
		c.logit = 1.8
	default:
		c.logit = 1.6
		if string(d[12:14]) != "00" {
			c.logit -= 1 // hardly anybody has ten branches
		}
	}
	if c.label == meansOther {
		c.logit -= 1
	}
	switch string(d[:2]) {
	case "01", "02", "03", "20", "21", "31":
		c.logit -= 0.7 // treasurers and companies: printed on every invoice
	}
	c.match.Masked = pattern
	c.match.Number = newNumber(TypeNPWP, string(c.digits))
	return true
}

// npwpForm reports whether the groups are written 99.999.999.9-999.999.
func (l *lexed) npwpForm(w chunk) bool {
	gs := l.groups[w.from:w.to]
	if len(gs) != 6 {
		return false
	}
	for k, n := range []int{2, 3, 3, 1, 3, 3} {
		if gs[k].len() != n || k > 0 && !gs[k].tight {
			return false
		}
	}
	return gs[1].sep == '.'
}

// together weighs what the candidates say about each other: rows of numbers raise all of them, and of two numbers in one
// line the one that can only be an issue date belongs to the family card.
func (s *Scanner) together(text string, cs []candidate, ls []label, asOf time.Time) {
	live := 0
	for _, c := range cs {
		if !c.match.Masked && c.logit > -1 && c.match.Number.typ != TypeNPWP {
			live++
		}
	}
	named := count(ls, meansNIK) > 0
	kkNamed := count(ls, meansKK) > 0
	for i := range cs {
		c := &cs[i]
		if c.match.Number.typ == TypeNPWP || c.label == meansOther {
			continue
		}
		if live >= 3 {
			c.logit += 0.8
		}
		if named && c.label == 0 {
			c.logit += 0.8 // the head of a table, an earlier sentence
		}
		if i == 0 || len(c.digits) != 16 || len(cs[i-1].digits) != 16 || c.match.Masked {
			continue
		}
		p := &cs[i-1]
		if gap := text[p.match.End:c.match.Start]; len(gap) > 24 || containsNewline(gap) {
			continue
		}
		switch {
		case c.label != meansNIK && p.match.Number.typ == TypeNIK && issued(c, asOf) && !issued(p, asOf):
			c.match.Number = newNumber(TypeKK, string(c.digits))
		case p.label == 0 && kkNamed && c.match.Number.typ == TypeNIK && issued(p, asOf) && !issued(c, asOf):
			p.match.Number = newNumber(TypeKK, string(p.digits))
		}
	}
}

// issued reports whether the date can be the day on which a family card was recorded: by computer, so after about 2004.
func issued(c *candidate, asOf time.Time) bool {
	return !c.date.woman && c.date.year >= 4 && c.date.inThisCentury(asOf)
}

func containsNewline(s string) bool {
	for i := range len(s) {
		if s[i] == '\n' {
			return true
		}
	}
	return false
}
