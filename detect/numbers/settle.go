package numbers

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

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
	within := 0 // the place among the numbers of one field
	for k := range cs {
		c := &cs[k]
		if c.label == 0 || c.loose || c.label == tables.Other {
			if m := p.headers[c.header].InOrder(k, len(cs)); m != 0 && (c.label == 0 || m.Person()) {
				c.label, c.loose = m, m == tables.Other // "Tiket rombongan" may stand above people
			}
		}
		if len(c.digits) != 16 || !c.neat || c.match.Masked {
			continue
		}
		if k > 0 && cs[k-1].field == c.field {
			within++
		} else {
			within = 0
		}
		if c.packed != 0 {
			c.keys = [4]columnKey{0: c.packed, 1: c.packed}
			c.fields = 0 // what separates the others does not set it apart
			p.count(c)
			continue
		}
		c.keys = [4]columnKey{c.name, keyOf('l', int(c.separator), c.field, within), keyOf('o', 0, k, 0)}
		if len(cs) >= enoughInLine && p.ctx == &p.own { // people one after the other in one line
			c.keys[3] = keyOf('p', 0, c.row>>16, c.row)
		}
		if c.name == 0 && c.fields > 0 {
			c.keys[0] = keyOf('r', int(c.separator), c.fields-c.field, within)
		}
		switch {
		case c.fields == 0 && len(cs) == 1:
			c.keys[1] = p.between(c) ^ c.name<<8>>8
		case c.fields == 0 && c.name != 0:
			c.keys[1] = c.name
		case c.fields == 0:
			c.keys[1] = c.keys[2]
		}
		p.count(c)
	}
}

// count adds a candidate to its columns.
func (p *reader) count(c *candidate) {
	if col := p.ctx.columns[c.keys[1]]; c.dated && (col == nil || col.valid < enoughRows) {
		c.born = p.writtenOut(c)
		c.wordy = c.label == 0 && wordy(p.text[max(c.row, c.match.Start-reachBirth):min(c.rowEnd, c.match.End+reachBirth)])
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

// between returns the key of the place between what stands in the line above and in the line below: where each line holds
// one thing, it is what tells the columns apart.
func (p *reader) between(c *candidate) columnKey {
	start := c.line.From
	above, below := "", ""
	if start > 0 {
		from := max(0, start-1-tables.ReachBefore)
		above = p.text[from : start-1]
		above = above[strings.LastIndexByte(above, '\n')+1:]
	}
	if c.line.To < len(p.text) {
		below = p.text[c.line.To+1 : min(len(p.text), c.line.To+1+tables.ReachBefore)]
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
		case glyph.Letter(c):
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

// enoughInLine is how many numbers in one line may be a list that runs across instead of down.
const enoughInLine = 3

// enoughRows is after how many numbers what stands beside a column's adds nothing any more.
const enoughRows = 64

// column returns the column of a key, nil when there are too many to tell apart.
func (x *Context) column(key columnKey) *column {
	col := x.columns[key]
	if col == nil && len(x.columns) < mostColumns {
		if x.columns == nil {
			x.columns = map[columnKey]*column{}
		}
		if n := len(x.spare); n > 0 {
			col, x.spare = x.spare[n-1], x.spare[:n-1]
		} else {
			col = &column{}
		}
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
	if c.own || c.match.Number.Type() == "" {
		return
	}
	logit, col := p.columnOdds(c)
	switch {
	case c.label.Person() || c.label == tables.NPWP && c.dated:
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
			c.logit = max(c.logit, 0) // one of many: what is odd about one of them is chance
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
		if c.match.Number.Type() != ident.TypeNIK || c.own || !c.dated {
			continue
		}
		col := p.ctx.place(c)
		family := false
		switch {
		case c.date.Woman || !c.issued && c.label != tables.KK:
		case c.label == tables.KK:
			family = (c.issued || col.women == 0 && col.valid >= 6) && (col.valid < 10 || col.women*6 <= col.valid)
		case c.label == tables.NIK:
		default:
			family = p.familyOf(c, col, beside(cs, k))
		}
		if family {
			c.match.Number = ident.New(ident.TypeKK, c.digits)
			c.logit = max(c.logit, p.company(c, beside(cs, k)))
		}
	}
}

// beside returns the numbers next to the k-th of a row, itself among them.
func beside(cs []candidate, k int) []candidate {
	const near = 4
	return cs[max(0, k-near):min(len(cs), k+near+1)]
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
		if o == c || !o.dated || len(o.digits) != 16 || o.label == tables.Other || o.match.Number.Type() == ident.TypeNPWP || o.match.Number.Type() == ident.TypeKK {
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
	if c.label == tables.Other {
		return best
	}
	for k := range cs {
		if o := &cs[k]; o != c && o.match.Number.Type() == ident.TypeNIK && !o.match.Masked {
			best = max(best, o.logit-0.5)
		}
	}
	return best
}

// namesPeople reports whether a word for population numbers stands in text. All of them have a k.
func namesPeople(text string) bool {
	for i := range len(text) {
		if text[i]|0x20 != 'k' {
			continue
		}
		if i >= 2 && text[i-2]|0x20 == 'n' && text[i-1]|0x20 == 'i' && !glyph.InWordAt(text, i-2) && (i+1 == len(text) || !glyph.Letter(text[i+1])) {
			return true
		}
		if i+3 <= len(text) && text[i+1]|0x20 == 't' && text[i+2]|0x20 == 'p' && (i+3 == len(text) || !glyph.Letter(text[i+3])) {
			return true
		}
		if glyph.HasPrefixFold(text[i:], "kependudukan") {
			return true
		}
	}
	return false
}

// endsLink tells the characters that no address holds before a number.
var endsLink = func() (b [256]bool) {
	for _, c := range []byte(" \t\r\n\"<>`|,;'()[]{}") {
		b[c] = true
	}
	return b
}()

// linked reports whether text[at] stands in an address.
func linked(text string, at int) bool {
	const longestLink = 192
	start := at
	for start > 0 && at-start < longestLink && !endsLink[text[start-1]] {
		start--
	}
	before := text[start:at]
	return strings.Contains(before, "://") || glyph.HasPrefixFold(before, "www.")
}
