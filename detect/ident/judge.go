package ident

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"time"
)

// judge decides what the digits are by themselves and by their label, and weighs the evidence that they carry.
func (s *Scanner) judge(l *lexed, w chunk, c *candidate, asOf time.Time) {
	d := c.digits
	if len(d) == 15 || c.label == meansNPWP || d[0] == '0' {
		if s.judgeNPWP(l, w, c) {
			c.own = true
			return
		}
	}
	if len(d) != 16 {
		return
	}
	pattern := template(d)
	labelled := c.label.person()
	if !c.dated {
		if pattern && labelled {
			c.match.Number, c.match.Masked = newMaskedNumber(TypeNIK, ""), true
			c.logit, c.own = 1, true
		}
		return
	}
	known, ok := s.region(d)
	if !ok && !labelled {
		return
	}
	switch {
	case ok:
	case s.known(d[:2]) || string(d[:2]) == "09" || string(d[:2]) == "10":
		c.logit -= 2 // numbers from before the present codes, slips of the pen
	default:
		c.logit -= 4
	}
	c.match.Masked = pattern
	c.issued = issued(c.date, asOf)
	c.grown = !c.date.woman && c.date.year > yearAhead(asOf)
	c.logit += known + serialWeight(d) + cardWeight(d) - 0.1*float64(l.letters(w))
	if labelled || c.neat {
		c.logit += l.groupingWeight(w)
	} else {
		c.logit -= 3
	}
	if !c.date.inThisCentury(asOf) && !asOf.IsZero() && c.date.year-asOf.Year()%100 < 5 {
		c.logit -= 0.8 // more than 95 years old, or a date that has not come
	}
	if epochMicros(d, asOf) && !labelled {
		c.logit -= 1.5
	}
	c.match.Number = newNumber(TypeNIK, string(d))
}

// yearAhead returns two digits of a year that lies a little ahead: no date of our days is beyond it.
func yearAhead(asOf time.Time) int {
	if asOf.IsZero() {
		return 40
	}
	return asOf.Year()%100 + 5
}

// region weighs the issuing place. ok is false when the province is not in use or the regency is beyond the numbers that
// are given out: kabupaten from 01, cities from 71.
func (s *Scanner) region(d []byte) (weight float64, ok bool) {
	if !s.known(d[:2]) {
		return 0, false
	}
	if !s.known(d[:4]) {
		rr := int(d[2]-'0')*10 + int(d[3]-'0')
		return -1.6, between(rr, 1, 29) || between(rr, 71, 79)
	}
	if s.known(d[:6]) {
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
	case len(gs) > 7:
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

// issued reports whether the date can be the day on which a family card was recorded: by computer, so after about 2004.
func issued(d date, asOf time.Time) bool {
	return !d.woman && d.year >= 4 && d.inThisCentury(asOf)
}

// settle judges the candidates by their columns, and by each other within a row.
func (p *reader) settle() {
	for i := 0; i < len(p.found); {
		k := i + 1
		for k < len(p.found) && p.found[k].row == p.found[i].row {
			k++
		}
		p.row(p.found[i:k])
		i = k
	}
	if p.unnamed() && !p.ctx.named {
		p.ctx.named = namesPeople(p.text)
	}
	for i := range p.found {
		p.weigh(&p.found[i])
	}
	for i := 0; i < len(p.found); {
		k := i + 1
		for k < len(p.found) && p.found[k].row == p.found[i].row {
			k++
		}
		near := p.found[i:k]
		if k == i+1 && p.found[i].fields == 0 {
			near = p.found[max(0, i-2):min(len(p.found), k+2)]
		}
		p.kinds(near)
		i = k
	}
}

// row gives the numbers of one row the meanings that a header has for them in order, and adds them to their columns.
func (p *reader) row(cs []candidate) {
	for k := range cs {
		c := &cs[k]
		if c.label == 0 || c.loose || c.label == meansOther {
			if m := p.headers[c.header].inOrder(k, len(cs)); m != 0 && (c.label == 0 || m.person()) {
				c.label, c.loose = m, false
			}
		}
		if len(c.digits) != 16 || !c.neat || c.match.Masked {
			continue
		}
		c.born = c.dated && p.writtenOut(c)
		within := 0 // of several numbers in one field
		for within < k && cs[k-1-within].field == c.field {
			within++
		}
		c.keys = [3]columnKey{c.name, keyOf('l', int(c.separator), c.field, within), keyOf('o', 0, k, 0)}
		if c.name == 0 && c.fields > 0 {
			c.keys[0] = keyOf('r', int(c.separator), c.fields-c.field, within)
		}
		switch {
		case c.fields == 0 && len(cs) == 1:
			c.keys[1] = p.between(c) ^ c.name<<8>>8
		case c.fields == 0:
			c.keys[1] = c.keys[2]
		}
		digest := uint32(maphash.Bytes(p.scanner.seed, c.digits))
		for j, key := range c.keys {
			if key == 0 || slices.Contains(c.keys[:j], key) {
				continue
			}
			if col := p.ctx.column(key); col != nil {
				col.add(c, digest, p.scanner.secret)
			}
		}
	}
}

// between returns the key of the place between what stands in the line above and in the line below: where each line holds
// one thing, it is what tells the columns apart.
func (p *reader) between(c *candidate) columnKey {
	start := c.line.from
	above, below := "", ""
	if start > 0 {
		from := max(0, start-1-reachBefore)
		above = p.text[from : start-1]
		above = above[strings.LastIndexByte(above, '\n')+1:]
	}
	if c.line.to < len(p.text) {
		below = p.text[c.line.to+1 : min(len(p.text), c.line.to+1+reachBefore)]
		if k := strings.IndexByte(below, '\n'); k >= 0 {
			below = below[:k]
		}
	}
	return keyOf('b', 0, int(shape(above)), int(shape(below)))
}

// shape tells coarsely what a line holds: how many words and how many digits.
func shape(line string) uint8 {
	words, digits, letters := uint8(0), uint8(0), 0
	for i := range len(line) {
		switch c := line[i]; {
		case letter(c):
			if letters++; letters == 2 {
				words++
			}
		case '0' <= c && c <= '9':
			digits++
			letters = 0
		default:
			letters = 0
		}
	}
	if digits < 6 {
		digits = 0 // of an address, as a rule
	}
	return min(words, 2)<<5 | min(digits, 31)
}

// column returns the column of a key, nil when there are too many to tell apart.
func (x *Context) column(key columnKey) *column {
	col := x.columns[key]
	if col == nil && len(x.columns) < mostColumns {
		if x.columns == nil {
			x.columns = map[columnKey]*column{}
		}
		col = &column{}
		x.columns[key] = col
	}
	return col
}

func (p *reader) unnamed() bool {
	for i := range p.found {
		if c := &p.found[i]; c.label == 0 && c.dated {
			return true
		}
	}
	return false
}

// Confidence of a number by its label.
const (
	byLabel      = 2.6
	againstLabel = -2
	byMention    = 3 // a word for population numbers elsewhere in the text
)

// weigh adds to a candidate what its label and its column say.
func (p *reader) weigh(c *candidate) {
	if c.own || c.match.Number.typ == "" {
		return
	}
	logit, col := p.columnOdds(c)
	switch {
	case c.label.person() || c.label == meansNPWP && c.dated:
		c.logit += byLabel
		if col != nil && col.places >= 8 && col.valid*10 < col.places*3 {
			c.logit -= 4 // the word means something else here
		}
	case c.label != 0 && (col == nil || !col.overwhelming() && !col.despite() && !p.ctx.columns[c.keys[2]].despite()):
		if !c.loose || logit < 2 {
			c.logit = min(c.logit, 0) + againstLabel
			return
		}
		c.logit += logit - 1
	default:
		if p.ctx.named {
			logit += byMention
		}
		if linked(p.text, c.match.Start) {
			logit -= 3 // ids of pages and pictures
		}
		if logit > 0 && c.placed && c.neat {
			c.logit = max(c.logit, -0.4) // one of many: what is odd about one of them is chance
		}
		c.logit += logit
	}
}

// columnOdds returns the log-odds that a candidate's column gives it, and the column that speaks for it most: counted from
// the left or from the right, since a comma in an address shifts what stands behind it. A column that holds enough to be
// judged is not outvoted by what merely has the same number in its row.
func (p *reader) columnOdds(c *candidate) (float64, *column) {
	const enough = 4
	columns := p.ctx.columns
	if narrow := columns[c.keys[1]]; c.fields == 0 && narrow != nil && narrow.seen >= enough && (narrow.seen >= 2*enough || narrow.valid*2 < narrow.seen) {
		return narrow.people(), narrow
	}
	best, which := noLabel, (*column)(nil)
	for j, key := range c.keys {
		col := columns[key]
		if col == nil || key == 0 {
			continue
		}
		if odds := col.people(); which == nil || odds > best {
			best, which = odds, col
		}
		if j == 1 && c.fields > 0 && which.seen >= enough {
			break
		}
	}
	return best, which
}

// kinds tells the family card from the person among the numbers of a row, or of neighbouring rows with one each.
func (p *reader) kinds(cs []candidate) {
	for k := range cs {
		c := &cs[k]
		if c.match.Number.typ != TypeNIK || c.own || c.match.Number.value == nil || !c.dated {
			continue
		}
		col := p.ctx.place(c)
		family := false
		switch {
		case c.date.woman || !c.issued && c.label != meansKK:
		case c.label == meansKK:
			family = (c.issued || col.women == 0 && col.valid >= 6) && !(col.valid >= 10 && col.women*6 > col.valid)
		case c.label == meansNIK:
		default:
			family = p.familyOf(c, col, cs)
		}
		if family {
			c.match.Number = newNumber(TypeKK, string(c.digits))
			c.logit = max(c.logit, p.company(c, cs))
		}
	}
}

// place returns the column that a number stands in, the narrowest that holds a few numbers.
func (x *Context) place(c *candidate) *column {
	order := [...]columnKey{c.keys[1], c.keys[0], c.keys[2]}
	if c.name != 0 && c.fields > 0 {
		order[0], order[1] = order[1], order[0]
	}
	for _, key := range order {
		if col := x.columns[key]; key != 0 && col != nil && (col.valid >= 3 || key == c.keys[2]) {
			return col
		}
	}
	return &column{}
}

// familyOf reports whether a number without a label is the family card of the person beside it.
func (p *reader) familyOf(c *candidate, col *column, cs []candidate) bool {
	for k := range cs {
		o := &cs[k]
		if o == c || !o.dated || len(o.digits) != 16 || o.label == meansOther || o.match.Number.typ == TypeNPWP || o.match.Number.typ == TypeKK {
			continue
		}
		switch other := p.ctx.place(o); {
		case col == other || col.valid < 3:
			if !o.issued && c.issued && o.row == c.row {
				return true
			}
		case col.families() > 0 && col.families() > other.families():
			return true
		}
	}
	return false
}

// company returns the confidence that a family card has from the person in its row.
func (p *reader) company(c *candidate, cs []candidate) float64 {
	best := math.Inf(-1)
	if c.label == meansOther {
		return best
	}
	for k := range cs {
		if o := &cs[k]; o != c && o.match.Number.typ == TypeNIK && !o.match.Masked {
			best = max(best, o.logit-0.5)
		}
	}
	return best
}
