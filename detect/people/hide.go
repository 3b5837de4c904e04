package people

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/wordclass"
)

// readLine tells what matters of a line. Whether it holds a person's number is not known here.
func readLine(text string, start, end int) line {
	l := line{Span: digits.Span{From: start, To: end}}
	s := text[start:end]
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, " ")
	}
	l.separator, l.fields = separatorOf(s)
	label := labelEnd(s)
	l.colon = label > 0
	l.label = l.colon && (label == len(s) || strings.IndexByte("\"'<", strings.TrimLeft(s, " \t{[(")[0]) >= 0)
	l.machine = strings.Contains(s, machineFill) && forMachines(s)
	for i := 0; i < len(s); {
		w, next := wordclass.Next(s, i)
		if w.To == w.From {
			break
		}
		i = next
		l.words++
		word := s[w.From:w.To]
		c := wordclass.Of(word)
		l.person = l.person || c&wordclass.Street != 0 && l.words <= 2
		l.place = l.place || c&wordclass.Street != 0 || '0' <= word[0] && word[0] <= '9' && wordclass.DateEnd(s, w.From) > 0
		switch {
		case c&wordclass.Column != 0:
			l.columns++
			l.kept++
			l.label = l.label || w.To <= label
			if k := c.Kind(); k > 0 {
				l.person = l.person || l.words <= 3
				l.kinds |= 1 << k
				if w.To <= label {
					l.labels |= 1 << k
				}
			}
		case c&wordclass.Trade != 0:
			l.kept++
		}
	}
	l.long, l.card = longNumbers(s)
	l.head = l.fields > 0 && !l.long && l.kinds&(l.kinds-1) != 0 && l.kinds&wordclass.Telling != 0 && l.title()
	return l
}

// separatorOf returns what parts the fields of a line, and how often it stands there; 0 when nothing does.
func separatorOf(s string) (separator byte, n int) {
	for _, c := range []byte("\t|;") {
		if n := strings.Count(s, string(c)); n > 0 && (c == '\t' || n > 1) {
			return c, n
		}
	}
	if n := strings.Count(s, ","); n > 1 && n-strings.Count(s, ", ") > 1 {
		return ',', n
	}
	return 0, 0
}

// longNumbers reports whether a line holds a long number, whatever it is, and one of at least 15 digits.
func longNumbers(s string) (long, card bool) {
	run := 0
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			run++
			long = long || run >= digits.Long
			card = card || run == 15
		case c == ' ' || c == '-' || c == '.':
		default:
			run = 0
		}
	}
	return long, card
}

// forMachines reports whether a line is of capitals, digits and fillers, as at the foot of a passport.
func forMachines(s string) bool {
	const least = 20
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '<', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '*':
			n++
		case c == ' ', c == '\r':
		default:
			return false
		}
	}
	return n >= least
}

// labelEnd returns where the name ends of a line that is a name and a value, 0 for another: "Nama : ...", `"nama": ...`,
// "nama=...", "<nama>...". A bracket alone is one too. Whether anybody knows the name is another question: a line of a chat has
// this form.
func labelEnd(s string) int {
	const longestLabel, mostWords = 40, 5
	rest := s
	if s == "" || !glyph.Letter(s[0]) { // most lines begin with one
		rest = strings.TrimLeft(s, " \t\"'`-*•{[(<")
		if strings.Trim(rest, "}]),; \t\r") == "" {
			return len(s)
		}
	}
	k := strings.IndexAny(rest[:min(len(rest), longestLabel+1)], ":=>")
	if k <= 0 || k > longestLabel || strings.HasPrefix(rest[k:], "://") || '0' <= rest[k-1] && rest[k-1] <= '9' {
		return 0
	}
	name := strings.TrimRight(rest[:k], " \t\"'`*")
	if name == "" || strings.Count(name, " ") >= mostWords || strings.ContainsAny(name, "!?,") {
		return 0
	}
	return len(s) - len(rest) + k
}

// blank returns the text without what is to be hidden.
func (p *people) blank() string {
	var out []byte
	numbers, hosts := p.numbers, p.hosts
	for i := range p.lines {
		l := &p.lines[i]
		for len(numbers) > 0 && numbers[0].To <= l.From {
			numbers = numbers[1:]
		}
		for len(hosts) > 0 && hosts[0].To <= l.From {
			hosts = hosts[1:]
		}
		if l.hide == hideNothing {
			continue
		}
		if out == nil {
			out = []byte(p.text)
		}
		switch {
		case l.hide == hideBirth:
			blankBirth(out, p.text, l.Span)
		case l.machine:
			for k := l.From; k < l.To; k++ {
				if glyph.WordByte(p.text[k]) {
					out[k] = '*'
				}
			}
		default:
			p.blankLine(out, l, firstOf(numbers, l.To), firstOf(hosts, l.To))
			if l.prose() {
				p.blankAddresses(out, l)
			}
		}
	}
	if out == nil {
		return p.text
	}
	p.blankQuoted(out)
	return string(out)
}

// blankAddresses hides what follows the words of an address in a line of prose, as far as addresses reach.
func (p *people) blankAddresses(out []byte, l *line) {
	const reach = 96
	for i := l.From; i < l.To; {
		w, next := wordclass.Next(p.text[:l.To], i)
		if w.From == w.To {
			return
		}
		i = next
		if !wordclass.AddressBegins(p.text[:l.To], w) {
			continue
		}
		for end := min(l.To, w.To+reach); i < end; {
			part, next := wordclass.Next(p.text[:l.To], i)
			if c := p.text[part.From:part.To]; part.From < part.To && small(c) && wordclass.Of(c)&(wordclass.Column|wordclass.Street) == 0 {
				star(out, part)
			}
			i = max(next, i+1)
		}
	}
}

// firstOf returns those of the spans that begin before to.
func firstOf(spans []digits.Span, to int) []digits.Span {
	for k := range spans {
		if spans[k].From >= to {
			return spans[:k]
		}
	}
	return spans
}

// stays are the parts of a row that other masks see to.
type stays struct{ numbers, hosts []digits.Span }

// end returns where the part ends that text[i] stands in, i for none; and where the next one begins, at most limit.
func (s *stays) end(i, limit int) (end, next int) {
	end, next = i, limit
	for _, of := range []*[]digits.Span{&s.numbers, &s.hosts} {
		for len(*of) > 0 && (*of)[0].To <= i {
			*of = (*of)[1:]
		}
		if len(*of) == 0 {
			continue
		}
		if first := (*of)[0]; first.From <= i {
			end = max(end, first.To)
		} else {
			next = min(next, first.From)
		}
	}
	return end, next
}

// blankLine hides a line, or of a very long one what stands around numbers.
func (p *people) blankLine(out []byte, l *line, numbers, hosts []digits.Span) {
	if l.To-l.From <= longestLine || len(numbers) == 0 {
		p.blankRow(out, l, l.Span, stays{numbers, hosts})
		return
	}
	done := l.From
	for k := 0; k < len(numbers); {
		from, to := max(done, numbers[k].From-windowBytes), numbers[k].To+windowBytes
		first := k
		for k++; k < len(numbers) && numbers[k].From-windowBytes <= to; k++ {
			to = numbers[k].To + windowBytes
		}
		from, to = wordEdge(p.text, from, l.From, -1), wordEdge(p.text, min(to, l.To), l.To, 1)
		for len(hosts) > 0 && hosts[0].To <= from {
			hosts = hosts[1:]
		}
		p.blankRow(out, l, digits.Span{From: max(from, done), To: to}, stays{numbers[first:k], hosts})
		done = to
	}
}

// wordEdge moves i to where no word is cut, but not over the limit.
func wordEdge(text string, i, limit, step int) int {
	for i > 0 && i < len(text) && i != limit && (glyph.InWordAt(text, i) || !utf8.RuneStart(text[i])) {
		i += step
	}
	return i
}

// endsField tells what parts the fields of a row.
func endsField(c byte) bool { return strings.IndexByte("\t|;,\"':={}()[]<>", c) >= 0 }

// blankRow hides all words of a span of a line but those in the lists, and prices and counts of goods. Where the line has
// fields, words of trade go from a field that consists of others for the greater part: there they are parts of a name.
func (p *people) blankRow(out []byte, l *line, within digits.Span, stay stays) {
	const shortName = 3
	fielded := l.fields > 0 || l.label
	var trade []digits.Span // words of trade in this field
	others, columns, prices := 0, 0, 0
	settle := func() {
		name := (l.fields > 0 || l.label && l.person) && prices == 0 && len(trade) >= columns && len(trade) <= shortName
		if fielded && (others >= len(trade) || name) {
			for _, w := range trade {
				star(out, w)
			}
		}
		trade, others, columns, prices = trade[:0], 0, 0, 0
	}
	text := p.text[:within.To]
	prose, since := l.prose() && l.number, within.From-besideNumber-1 // since the number before
	for i := within.From; i < within.To; {
		end, limit := stay.end(i, within.To)
		if end > i {
			i, since = end, end
			continue
		}
		if endsField(text[i]) {
			settle()
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !glyph.Word(r) {
			i += size
			continue
		}
		w, next := wordclass.Next(text[:limit], i)
		word := text[w.From:w.To]
		c := wordclass.Of(word)
		if '0' <= word[0] && word[0] <= '9' || wordclass.CurrencyBegins(word) {
			end = wordclass.PriceEnd(text[:limit], w)
		} else {
			end = 0
		}
		switch {
		case end > 0:
			next = end
			prices++
		case c&wordclass.Column != 0:
			columns++
		case c&wordclass.Trade != 0:
			trade = append(trade, w)
		default:
			others++
			if !prose || w.From-since <= besideNumber || limit-w.To <= besideNumber && limit < within.To || !small(word) {
				star(out, w)
			}
		}
		i = max(next, i+1)
	}
	settle()
}

// besideNumber is how many bytes from a number everything is hidden of a line of prose. Further away words in small letters stay:
// hardly any is a name.
const besideNumber = 120

// small reports whether a word is of small letters alone.
func small(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || 'z' < word[i] {
			return false
		}
	}
	return true
}

func star(out []byte, w digits.Span) {
	for i := w.From; i < w.To; i++ {
		out[i] = '*'
	}
}

// blankBirth hides dates without a time and what follows the words of an address to the line's end.
func blankBirth(out []byte, text string, l digits.Span) {
	for i := l.From; i < l.To; {
		w, next := wordclass.Next(text[:l.To], i)
		if w.From == w.To {
			return
		}
		word := text[w.From:w.To]
		if wordclass.AddressBegins(text[:l.To], w) {
			for i = w.To; i < l.To; {
				part, next := wordclass.Next(text[:l.To], i)
				star(out, part)
				i = max(next, i+1)
			}
			return
		}
		if d := word[0]; '0' <= d && d <= '9' {
			if end := wordclass.DateEnd(text[:l.To], w.From); end > 0 {
				for k := w.From; k < end; k++ {
					if glyph.WordByte(text[k]) {
						out[k] = '*'
					}
				}
				next = end
			}
		}
		i = max(next, i+1)
	}
}
