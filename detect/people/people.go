// Package people finds what a text tells of people beside their numbers and puts stars in its place: in rows and records, in
// the names of files and below pictures, and in whatever else quotes these. The numbers themselves it leaves to detect/mask. All
// of it keeps the length of the text.
package people

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/contacts"
	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/papers"
	"ronda/detect/wordclass"
)

// Bounds of what belongs to one person.
const (
	personLines = 12      // lines that one person's data takes at most, where each line holds one thing of it
	aboveLines  = 4       // of these, above the number
	shortLine   = 8       // words of a line that may be nothing but a value
	longestRow  = 16      // words of a line without fields; with more it is somebody's prose
	longestLine = 8 << 10 // bytes; of a longer line that much is a person's as stands within windowBytes of a number
	windowBytes = 2 << 10
	fewestCells = 3 // separators of a row that is one of people without any number but a phone's
)

// What is to be hidden of a line.
const (
	hideNothing uint8 = iota
	hideBirth         // dates and addresses: a person's number stands near
	hideAll           // all but column names, words of trade and prices
)

// Blank puts stars in the place of what a text tells of people beside their numbers: in lines that hold one, in those
// around them that belong to the same person or table, and in tables whose head names what people are known by. It keeps
// the length of the text, and the numbers, which other masks hide.
func Blank(text string) string {
	numbers, others := personNumbers(text)
	if !others && !strings.Contains(text, machineFill) && !speaksOfBirth(text) {
		return text
	}
	p := people{text: text, numbers: numbers}
	if len(numbers) > 0 {
		p.skipLinks()
	} else if !mayTellOfPeople(text) {
		return text
	}
	p.cut()
	p.mark()
	return p.blank()
}

// machineFill stands in the lines of a passport or card that machines read, where names are.
const machineFill = "<<"

// speaksOfBirth reports whether a text may hold records of people without a number.
func speaksOfBirth(text string) bool {
	for _, s := range [...]string{"lahir", "Lahir", "LAHIR", "andung", "ANDUNG", "TTL", "ttl"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// skipLinks takes scheme and host of addresses from what is to be hidden, and from the numbers those that stand in one: a
// mask of their own hides these.
func (p *people) skipLinks() {
	links := contacts.Links(p.text)
	if len(links) == 0 {
		return
	}
	kept := p.numbers[:0:0]
	k := 0
	for _, n := range p.numbers {
		for k < len(links) && links[k].End <= n.From {
			k++
		}
		if k == len(links) || n.To <= links[k].Start {
			kept = append(kept, n)
		}
	}
	p.numbers = kept
	for _, l := range links {
		p.hosts = append(p.hosts, digits.Span{From: l.Start, To: l.Path})
	}
}

// personNumbers returns where numbers stand that are a person's or a family's, in order; and whether there is any other that
// may be, so that a table of people is possible.
func personNumbers(text string) (found []digits.Span, others bool) {
	l := digits.Borrow()
	defer l.Return()
	l.Read(text)
	for _, c := range l.Chunks() {
		if c.Price {
			continue
		}
		others = true
		if d := l.Digits(c); personal(d) {
			found = append(found, digits.Span{From: l.Groups[c.From].Start, To: l.Groups[c.To-1].End})
		}
	}
	more := append(splitPeople(text), starredNumbers(text)...)
	if papers.MentionsPassport(text) {
		more = append(more, starred(text, papers.StarPassports(text))...)
	}
	if len(more) > 0 {
		found = append(found, more...)
		slices.SortFunc(found, func(a, b digits.Span) int { return a.From - b.From })
	}
	return found, others || len(found) > 0
}

// personal reports whether digits are a NIK, KK, NPWP or BPJS number by their shape, or hold a NIK: in rows of fixed width
// columns touch.
func personal(d []byte) bool {
	switch {
	case len(d) < 13:
		return false
	case len(d) == 13:
		return string(d[:3]) == "000" || string(d[:3]) == "999"
	case len(d) == 15:
		return ident.ValidNPWP(d)
	case len(d) == 16:
		return ident.Issuable(d) || ident.ValidNPWP(d)
	}
	for i := range min(len(d), digits.LongestRow) - 16 {
		if ident.Issuable(d[i : i+16]) {
			return true
		}
	}
	return len(d) > 16 && ident.Issuable(d[len(d)-16:])
}

// splitPeople returns the pieces of a NIK or KK that is laid over several lines or cells.
func splitPeople(text string) (out []digits.Span) {
	digits.Pieces(text, func(pieces []digits.Piece, all []byte) {
		for i := 0; i < len(pieces); i++ {
			for k := i + 1; k < len(pieces) && pieces[k].To-pieces[i].From <= 16; k++ {
				if d := all[pieces[i].From:pieces[k].To]; len(d) == 16 && ident.Issuable(d) {
					for _, p := range pieces[i : k+1] {
						out = append(out, digits.Span{From: p.Start, To: p.End})
					}
					i = k
					break
				}
			}
		}
	})
	return out
}

// starredNumbers returns where numbers stand that somebody has masked in part: "3507************", "350777xxxxxx0001".
func starredNumbers(text string) (out []digits.Span) {
	const least, most = 15, 17
	for i := 0; i < len(text); {
		if c := text[i]; c != '*' && c|0x20 != 'x' {
			i++
			continue
		}
		start, end := i, i
		for start > 0 && i-start <= most && '0' <= text[start-1] && text[start-1] <= '9' {
			start--
		}
		for mark := text[i]; end < len(text) && end-start <= most; end++ {
			if c := text[end]; c != mark && (c < '0' || '9' < c) {
				break
			}
		}
		alone := end == len(text) || text[end] != '*' && !glyph.WordByte(text[end])
		if n := end - start; alone && i-start >= 4 && n >= least && n <= most && !glyph.InWordAt(text, start) {
			out = append(out, digits.Span{From: start, To: end})
		}
		i = max(end, i+1)
		for i < len(text) && text[i] == '*' { // the rest of a long run
			i++
		}
	}
	return out
}

// starred returns where b has stars that a, which is as long, has not.
func starred(a, b string) (out []digits.Span) {
	for i := 0; i < len(b); i++ {
		if b[i] != '*' || a[i] == '*' {
			continue
		}
		from := i
		for i < len(b) && b[i] == '*' {
			i++
		}
		out = append(out, digits.Span{From: from, To: i})
	}
	return out
}

// people is a text whose people are to be hidden.
type people struct {
	text    string
	numbers []digits.Span // a person's each
	hosts   []digits.Span // of addresses, with their scheme
	lines   []line        // without the empty ones
}

// line is what matters of one.
type line struct {
	digits.Span
	separator byte // between its fields, 0 for none
	fields    int  // how many separators
	words     int
	kept      int   // words that name columns, or are of trade
	columns   int   // words that name columns
	kinds     uint8 // of things of a person that it names, a bit each
	long      bool  // holds a long number, whatever it is
	card      bool  // holds one of 15 or 16 digits
	place     bool  // holds a date or the word of an address
	number    bool  // holds a person's number
	machine   bool  // is for machines to read
	colon     bool  // a name and a value, as a line of a chat is too
	label     bool  // and the name is one of a field
	labels    uint8 // things of a person that the name names, a bit each
	person    bool  // names something of a person at its start
	head      bool  // of a table of people
	hide      uint8
}

// cut fills the lines.
func (p *people) cut() {
	p.lines = make([]line, 0, strings.Count(p.text, "\n")+1)
	k := 0
	for start := 0; start < len(p.text); {
		end := len(p.text)
		if n := strings.IndexByte(p.text[start:], '\n'); n >= 0 {
			end = start + n
		}
		switch {
		case strings.TrimSpace(p.text[start:end]) == "":
		case len(p.numbers) == 0 && !mayHaveFields(p.text[start:end]): // no fields, no name, not for machines
			p.lines = append(p.lines, line{Span: digits.Span{From: start, To: end}})
		default:
			l := readLine(p.text, start, end)
			for k < len(p.numbers) && p.numbers[k].To <= start {
				k++
			}
			within := k < len(p.numbers) && p.numbers[k].From < end
			l.number = within || l.machine || l.fields >= fewestCells && l.long && (l.card || l.place)
			l.head = l.head && !l.number
			p.lines = append(p.lines, l)
		}
		start = end + 1
	}
}

// mayHaveFields reports whether a line may be a row, a name and a value, or for machines.
func mayHaveFields(line string) bool {
	for i := range len(line) {
		switch line[i] {
		case '\t', '|', ';', ',', '<', ':', '=':
			return true
		}
	}
	return false
}

// mayTellOfPeople reports whether anything may have to be hidden of a text without a person's number.
func mayTellOfPeople(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if mayHaveFields(line) && lineMayTell(line) {
			return true
		}
	}
	return false
}

// lineMayTell reports whether a line may be for machines, a row with a long number, or the name of a birth or a mother and its value:
// without one of these, and without a person's number, no line is hidden.
func lineMayTell(line string) bool {
	if !utf8.ValidString(line) || strings.Contains(line, machineFill) {
		return true
	}
	if separator, _ := separatorOf(line); separator != 0 {
		if long, _ := longNumbers(line); long {
			return true
		}
	}
	const births = 1<<wordclass.Birth | 1<<wordclass.Mother
	for label, i := labelEnd(line), 0; i < label; {
		w, next := wordclass.Next(line, i)
		if w.To > label || w.To == w.From {
			break
		}
		if 1<<wordclass.Of(line[w.From:w.To]).Kind()&births != 0 {
			return true
		}
		i = next
	}
	return false
}

// mark decides what is to be hidden of each line.
func (p *people) mark() {
	p.records()
	last, gap := -1, 0 // the line with a number before, and how far apart the last two are
	for i := range p.lines {
		if p.lines[i].head {
			p.table(i)
		}
		if !p.lines[i].number {
			continue
		}
		p.lines[i].hide = hideAll
		p.spread(i, 1)
		p.spread(i, -1)
		between := i - last
		switch {
		case last >= 0 && between <= personLines:
			for k := last + 1; k < i; k++ {
				p.hide(k)
			}
			if between > 1 && between != gap { // what the first of them has before its number, the second has behind the first one
				p.hideShort(last, -1, between-1)
			}
			gap = between
		default:
			if last >= 0 {
				p.hideShort(last, 1, personLines)
			}
			p.hideShort(i, -1, aboveLines)
			gap = 0
		}
		last = i
	}
	if last >= 0 {
		p.hideShort(last, 1, personLines)
	}
	p.near()
}

// hide hides a line between two numbers, unless it is prose or the head of a table.
func (p *people) hide(k int) {
	if l := &p.lines[k]; !l.prose() && !l.title() {
		l.hide = hideAll
	}
}

// prose reports whether a line is too long for a value.
func (l *line) prose() bool { return l.words > longestRow && l.fields < 2 && !l.label }

// title reports whether a line is hardly anything but names of columns, with no value.
func (l *line) title() bool { return !l.label && !l.long && l.columns > 0 && 3*l.columns >= 2*l.words }

// value reports whether a line may well be nothing but a value.
func (l *line) value() bool {
	return l.label || l.person || l.fields > 1 || l.words <= shortLine && 2*l.kept <= l.words
}

// hideShort hides up to most lines from i on, in steps of 1 or -1, as long as they may be a person's values.
func (p *people) hideShort(i, step, most int) {
	for k := i + step; k >= 0 && k < len(p.lines) && most > 0 && !p.lines[k].number; k += step {
		l := &p.lines[k]
		if !l.value() && !l.title() {
			return
		}
		p.hide(k)
		most--
	}
}

// spread hides the lines beside line i that have fields as it has, or are names with values as it is. Up to two with names that
// nobody knows may stand between those.
func (p *people) spread(i, step int) {
	const mostStrange = 2
	from := &p.lines[i]
	strange := 0
	for k := i + step; k >= 0 && k < len(p.lines); k += step {
		l := &p.lines[k]
		if l.number || l.hide == hideAll {
			return
		}
		alike := from.fields > 0 && l.separator == from.separator && max(l.fields-from.fields, from.fields-l.fields) <= 1
		if !alike && (!from.label || !l.label) {
			if strange++; !from.label || !l.colon || strange > mostStrange {
				return
			}
			continue
		}
		for ; strange > 0; strange-- {
			p.hide(k - strange*step)
		}
		if !l.title() {
			l.hide = hideAll
		}
	}
}

// records hides lines with names and values in a row, if they name somebody and tell of a birth or a mother.
func (p *people) records() {
	for i := 0; i < len(p.lines); i++ {
		first, kinds := i, uint8(0)
		for ; i < len(p.lines) && p.lines[i].label && !p.lines[i].prose(); i++ {
			kinds |= p.lines[i].labels
		}
		if kinds&(1<<wordclass.Name) != 0 && kinds&(1<<wordclass.Birth|1<<wordclass.Mother) != 0 {
			for k := first; k < i; k++ {
				p.lines[k].hide = hideAll
			}
		}
	}
}

// table hides the rows below a head that names what people are known by, if there are long numbers in them.
func (p *people) table(i int) {
	head := &p.lines[i]
	end, numbers := i+1, false
	for ; end < len(p.lines); end++ {
		l := &p.lines[end]
		if l.head || l.separator != head.separator || max(l.fields-head.fields, head.fields-l.fields) > 1 {
			break
		}
		numbers = numbers || l.long
	}
	for k := i + 1; k < end && numbers; k++ {
		if l := &p.lines[k]; !l.title() {
			l.hide = hideAll
		}
	}
}

// near marks what is left of the lines near a number: things of a person with their names, dates and addresses go.
func (p *people) near() {
	const far = personLines + 1
	for _, step := range []int{1, -1} {
		since := far
		for n := range p.lines {
			if step < 0 {
				n = len(p.lines) - 1 - n
			}
			l := &p.lines[n]
			if l.number {
				since = 0
				continue
			}
			if since = min(far, since+1); since == far || l.hide == hideAll {
				continue
			}
			l.hide = hideBirth
			if l.person && !l.prose() && !l.title() {
				l.hide = hideAll
			}
			if above := n - 1; above >= 0 && l.words <= longestRow && !l.title() && p.lines[above].person && p.lines[above].title() {
				l.hide = hideAll // its name stands alone above it
			}
		}
	}
}
