package mask

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
)

// readLine tells what matters of a line. Whether it holds a person's number is not known here.
func readLine(text string, start, end int) line {
	l := line{span: span{start, end}}
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
		w, next := nextWord(s, i)
		if w.to == w.from {
			break
		}
		i = next
		l.words++
		word := s[w.from:w.to]
		c := classOf(word)
		l.person = l.person || c&streetWord != 0 && l.words <= 2
		l.place = l.place || c&streetWord != 0 || '0' <= word[0] && word[0] <= '9' && dateEnd(s, w.from) > 0
		switch {
		case c&columnWord != 0:
			l.columns++
			l.kept++
			l.label = l.label || w.to <= label
			if k := c >> personShift; k > 0 {
				l.person = l.person || l.words <= 3
				l.kinds |= 1 << k
				if w.to <= label {
					l.labels |= 1 << k
				}
			}
		case c&offerWord != 0:
			l.kept++
		}
	}
	l.long, l.card = longNumbers(s)
	l.head = l.fields > 0 && !l.long && l.kinds&(l.kinds-1) != 0 && l.kinds&tellingKinds != 0 && l.title()
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

// nextWord returns the next word of s from i on, or the stars in the place of some, and where to go on. A name in one, as in
// namaIbu, is cut before each capital.
func nextWord(s string, i int) (w span, next int) {
	for i < len(s) {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if glyph.Word(r) || r == '*' {
			break
		}
		i += size
	}
	w.from = i
	for i < len(s) && s[i] == '*' {
		i++
	}
	for i < len(s) && s[w.from] != '*' {
		c := s[i]
		if c < utf8.RuneSelf {
			if !glyph.Word(rune(c)) {
				break
			}
			if i > w.from && 'A' <= c && c <= 'Z' && 'a' <= s[i-1] && s[i-1] <= 'z' {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !glyph.Word(r) && !glyph.Invisible(r) {
			break
		}
		i += size
	}
	w.to = i
	return w, i
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
		for len(numbers) > 0 && numbers[0].to <= l.from {
			numbers = numbers[1:]
		}
		for len(hosts) > 0 && hosts[0].to <= l.from {
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
			blankBirth(out, p.text, l.span)
		case l.machine:
			for k := l.from; k < l.to; k++ {
				if glyph.WordByte(p.text[k]) {
					out[k] = '*'
				}
			}
		default:
			p.blankLine(out, l, firstOf(numbers, l.to), firstOf(hosts, l.to))
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
	for i := l.from; i < l.to; {
		w, next := nextWord(p.text[:l.to], i)
		if w.from == w.to {
			return
		}
		i = next
		if !addressBegins(p.text[:l.to], w) {
			continue
		}
		for end := min(l.to, w.to+reach); i < end; {
			part, next := nextWord(p.text[:l.to], i)
			if c := p.text[part.from:part.to]; part.from < part.to && small(c) && classOf(c)&(columnWord|streetWord) == 0 {
				star(out, part)
			}
			i = max(next, i+1)
		}
	}
}

// firstOf returns those of the spans that begin before to.
func firstOf(spans []span, to int) []span {
	for k := range spans {
		if spans[k].from >= to {
			return spans[:k]
		}
	}
	return spans
}

// stays are the parts of a row that other masks see to.
type stays struct{ numbers, hosts []span }

// end returns where the part ends that text[i] stands in, i for none; and where the next one begins, at most limit.
func (s *stays) end(i, limit int) (end, next int) {
	end, next = i, limit
	for _, of := range []*[]span{&s.numbers, &s.hosts} {
		for len(*of) > 0 && (*of)[0].to <= i {
			*of = (*of)[1:]
		}
		if len(*of) == 0 {
			continue
		}
		if first := (*of)[0]; first.from <= i {
			end = max(end, first.to)
		} else {
			next = min(next, first.from)
		}
	}
	return end, next
}

// blankLine hides a line, or of a very long one what stands around numbers.
func (p *people) blankLine(out []byte, l *line, numbers, hosts []span) {
	if l.to-l.from <= longestLine || len(numbers) == 0 {
		p.blankRow(out, l, l.span, stays{numbers, hosts})
		return
	}
	done := l.from
	for k := 0; k < len(numbers); {
		from, to := max(done, numbers[k].from-windowBytes), numbers[k].to+windowBytes
		first := k
		for k++; k < len(numbers) && numbers[k].from-windowBytes <= to; k++ {
			to = numbers[k].to + windowBytes
		}
		from, to = wordEdge(p.text, from, l.from, -1), wordEdge(p.text, min(to, l.to), l.to, 1)
		for len(hosts) > 0 && hosts[0].to <= from {
			hosts = hosts[1:]
		}
		p.blankRow(out, l, span{max(from, done), to}, stays{numbers[first:k], hosts})
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
func (p *people) blankRow(out []byte, l *line, within span, stay stays) {
	const shortName = 3
	fielded := l.fields > 0 || l.label
	var trade []span // words of trade in this field
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
	text := p.text[:within.to]
	prose, since := l.prose() && l.number, within.from-besideNumber-1 // since the number before
	for i := within.from; i < within.to; {
		end, limit := stay.end(i, within.to)
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
		w, next := nextWord(text[:limit], i)
		word := text[w.from:w.to]
		c := classOf(word)
		if '0' <= word[0] && word[0] <= '9' || currencyBegins(word) {
			end = priceEnd(text[:limit], w)
		} else {
			end = 0
		}
		switch {
		case end > 0:
			next = end
			prices++
		case c&columnWord != 0:
			columns++
		case c&offerWord != 0:
			trade = append(trade, w)
		default:
			others++
			if !prose || w.from-since <= besideNumber || limit-w.to <= besideNumber && limit < within.to || !small(word) {
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

func star(out []byte, w span) {
	for i := w.from; i < w.to; i++ {
		out[i] = '*'
	}
}
