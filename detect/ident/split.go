package ident

// chunk is a half-open range of groups that is to be read as one number.
type chunk struct {
	from, to int
	price    bool // thousands with their dots, long enough to hide a number
}

func (l *lexed) chunkDigits(c chunk) []byte {
	return l.digits[l.groups[c.from].from:l.groups[c.to-1].to]
}

func (l *lexed) letters(c chunk) (n int) {
	for _, g := range l.groups[c.from:c.to] {
		n += g.letters
	}
	return n
}

// longDigits is the length from which a digit run may identify somebody: phones begin there.
const longDigits = 9

// chunks cuts every run where a reader would: around groups that are long enough to be numbers of their own, and around
// dates, times and prices. It returns the chunks with at least longDigits digits.
func (l *lexed) chunks() []chunk {
	out := l.cut[:0]
	for _, run := range l.runs {
		from := run[0]
		for k := run[0]; k < run[1]; k++ {
			if l.groups[k].len() >= longDigits {
				out = l.carve(out, from, k)
				out = append(out, chunk{from: k, to: k + 1})
				from = k + 1
			}
		}
		out = l.carve(out, from, run[1])
	}
	l.cut = out
	return out
}

// carve takes dates, times and prices out of groups[from:to] and appends the long chunks that remain.
func (l *lexed) carve(out []chunk, from, to int) []chunk {
	if from >= to || l.groups[to-1].to-l.groups[from].from < longDigits {
		return out
	}
	plain := from
	flush := func(end int) {
		c := chunk{from: plain, to: end}
		if plain < end && l.groups[end-1].to-l.groups[plain].from >= longDigits && !l.years(c) && !l.counting(c) {
			out = append(out, c)
		}
	}
	for k := from; k < to; {
		end := k + 1
		for end < to && l.groups[end].tight {
			end++
		}
		parts, ok := l.selfContained(k, end)
		if ok {
			flush(k)
			for _, p := range parts {
				if p.price && len(l.chunkDigits(p)) >= longDigits {
					out = append(out, p)
				}
			}
			plain = end
		}
		k = end
	}
	flush(to)
	return out
}

// selfContained reports whether the groups, which have no space between them, are a date, a time, a price or a range of
// these, and returns the parts of the range.
func (l *lexed) selfContained(from, to int) ([]chunk, bool) {
	if c, ok := l.whole(from, to); ok {
		return []chunk{c}, true
	}
	var parts []chunk
	start := from
	for k := from + 1; k <= to; k++ {
		if k == to || l.groups[k].sep == '-' || l.groups[k].sep == '–' || l.groups[k].sep == '/' {
			c, ok := l.whole(start, k)
			if !ok {
				return nil, false
			}
			parts = append(parts, c)
			start = k
		}
	}
	return parts, true
}

func (l *lexed) whole(from, to int) (chunk, bool) {
	c := chunk{from: from, to: to}
	gs := l.groups[from:to]
	for _, g := range gs {
		if g.letters > 0 {
			return c, false
		}
	}
	if l.date(gs) || l.clock(gs) {
		return c, true
	}
	c.price = l.thousands(gs)
	return c, c.price
}

func (l *lexed) value(g group) int {
	v := 0
	for _, d := range l.digits[g.from:g.to] {
		v = v*10 + int(d-'0')
	}
	return v
}

func (l *lexed) isYear(g group) bool {
	v := l.value(g)
	return g.len() == 4 && v >= 1900 && v <= 2099
}

// date knows 31-12-2021, 31/12/21, 2021-12-31.
func (l *lexed) date(gs []group) bool {
	if len(gs) != 3 || gs[1].sep != gs[2].sep {
		return false
	}
	switch gs[1].sep {
	case '-', '/', '.', '–':
	default:
		return false
	}
	d, m, y := gs[0], gs[1], gs[2]
	if d.len() == 4 {
		d, y = y, d
	}
	year := l.isYear(y) || (gs[1].sep == '/' && y.len() == 2)
	return year && d.len() <= 2 && m.len() <= 2 && between(l.value(d), 1, 31) && between(l.value(m), 1, 12)
}

// clock knows 14.32, 14:32, 14:32:05 and 14:32:05.123.
func (l *lexed) clock(gs []group) bool {
	if len(gs) < 2 || len(gs) > 4 || (gs[1].sep != ':' && gs[1].sep != '.') || gs[0].len() > 2 || l.value(gs[0]) > 24 {
		return false
	}
	if gs[1].sep == '.' && len(gs) > 2 {
		return false
	}
	for k, g := range gs[1:] {
		switch {
		case k == 2:
			if g.sep != '.' && g.sep != ',' || g.len() > 6 {
				return false
			}
		case g.sep != gs[1].sep || g.len() != 2 || l.value(g) > 59:
			return false
		}
	}
	return true
}

// thousands knows 25.000 and 1,500,000: up to twelve digits, none leading zero.
func (l *lexed) thousands(gs []group) bool {
	if len(gs) < 2 || len(gs) > 4 || gs[0].len() > 3 || l.digits[gs[0].from] == '0' {
		return false
	}
	for _, g := range gs[1:] {
		if g.len() != 3 || g.sep != gs[1].sep || (g.sep != '.' && g.sep != ',') {
			return false
		}
	}
	return true
}

// years knows "2019 2020 2021".
func (l *lexed) years(c chunk) bool {
	for _, g := range l.groups[c.from:c.to] {
		if !l.isYear(g) || g.letters > 0 {
			return false
		}
	}
	return true
}

// counting knows ascending small numbers: page links, sizes.
func (l *lexed) counting(c chunk) bool {
	gs := l.groups[c.from:c.to]
	for k, g := range gs {
		if g.len() > 2 || l.digits[g.from] == '0' || k > 0 && (g.tight || l.value(g) <= l.value(gs[k-1])) {
			return false
		}
	}
	return len(gs) >= 5
}

func between(v, low, high int) bool { return low <= v && v <= high }
