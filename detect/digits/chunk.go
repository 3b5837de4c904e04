package digits

// Chunk is a half-open range of groups that is to be read as one number.
type Chunk struct {
	From, To int
	Price    bool // thousands with their dots, long enough to hide a number
}

// Digits returns the digits of a chunk, which are overwritten when another text is read.
func (l *Reading) Digits(c Chunk) []byte {
	return l.digits[l.Groups[c.From].from:l.Groups[c.To-1].to]
}

// Letters returns how many of a chunk's digits are letters that are taken for some.
func (l *Reading) Letters(c Chunk) (n int) {
	for _, g := range l.Groups[c.From:c.To] {
		n += g.letters
	}
	return n
}

// Long is the length from which a digit run may identify somebody: phones begin there.
const Long = 9

// Chunks cuts every run where a reader would: around groups that are long enough to be numbers of their own, and around
// dates, times and prices. It returns the chunks with at least Long digits.
func (l *Reading) Chunks() []Chunk {
	out := l.cut[:0]
	for _, run := range l.runs {
		from := run[0]
		for k := run[0]; k < run[1]; k++ {
			if l.Groups[k].Len() >= Long {
				out = l.carve(out, from, k)
				out = append(out, Chunk{From: k, To: k + 1})
				from = k + 1
			}
		}
		out = l.carve(out, from, run[1])
	}
	l.cut = out
	return out
}

// carve takes dates, times and prices out of groups[from:to] and appends the long chunks that remain.
func (l *Reading) carve(out []Chunk, from, to int) []Chunk {
	if from >= to || l.Groups[to-1].to-l.Groups[from].from < Long {
		return out
	}
	plain := from
	flush := func(end int) {
		c := Chunk{From: plain, To: end}
		if plain < end && l.Groups[end-1].to-l.Groups[plain].from >= Long && !l.years(c) && !l.counting(c) {
			out = append(out, c)
		}
	}
	for k := from; k < to; {
		end := k + 1
		for end < to && l.Groups[end].Tight {
			end++
		}
		parts, ok := l.selfContained(k, end)
		if ok {
			flush(k)
			for _, p := range parts {
				if p.Price && len(l.Digits(p)) >= Long {
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
func (l *Reading) selfContained(from, to int) ([]Chunk, bool) {
	if c, ok := l.whole(from, to); ok {
		return []Chunk{c}, true
	}
	var parts []Chunk
	start := from
	for k := from + 1; k <= to; k++ {
		if k == to || l.Groups[k].Sep == '-' || l.Groups[k].Sep == '–' || l.Groups[k].Sep == '/' {
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

func (l *Reading) whole(from, to int) (Chunk, bool) {
	c := Chunk{From: from, To: to}
	gs := l.Groups[from:to]
	for _, g := range gs {
		if g.letters > 0 {
			return c, false
		}
	}
	if l.date(gs) || l.clock(gs) {
		return c, true
	}
	c.Price = l.thousands(gs)
	return c, c.Price
}

func (l *Reading) value(g Group) int {
	v := 0
	for _, d := range l.digits[g.from:g.to] {
		v = v*10 + int(d-'0')
	}
	return v
}

func (l *Reading) isYear(g Group) bool {
	v := l.value(g)
	return g.Len() == 4 && v >= 1900 && v <= 2099
}

// date knows 31-12-2021, 31/12/21, 2021-12-31.
func (l *Reading) date(gs []Group) bool {
	if len(gs) != 3 || gs[1].Sep != gs[2].Sep {
		return false
	}
	switch gs[1].Sep {
	case '-', '/', '.', '–':
	default:
		return false
	}
	d, m, y := gs[0], gs[1], gs[2]
	if d.Len() == 4 {
		d, y = y, d
	}
	year := l.isYear(y) || (gs[1].Sep == '/' && y.Len() == 2)
	return year && d.Len() <= 2 && m.Len() <= 2 && between(l.value(d), 1, 31) && between(l.value(m), 1, 12)
}

// clock knows 14.32, 14:32, 14:32:05 and 14:32:05.123.
func (l *Reading) clock(gs []Group) bool {
	if len(gs) < 2 || len(gs) > 4 || (gs[1].Sep != ':' && gs[1].Sep != '.') || gs[0].Len() > 2 || l.value(gs[0]) > 24 {
		return false
	}
	if gs[1].Sep == '.' && len(gs) > 2 {
		return false
	}
	for k, g := range gs[1:] {
		switch {
		case k == 2:
			if g.Sep != '.' && g.Sep != ',' || g.Len() > 6 {
				return false
			}
		case g.Sep != gs[1].Sep || g.Len() != 2 || l.value(g) > 59:
			return false
		}
	}
	return true
}

// thousands knows 25.000 and 1,500,000: up to twelve digits, none leading zero.
func (l *Reading) thousands(gs []Group) bool {
	if len(gs) < 2 || len(gs) > 4 || gs[0].Len() > 3 || l.digits[gs[0].from] == '0' {
		return false
	}
	for _, g := range gs[1:] {
		if g.Len() != 3 || g.Sep != gs[1].Sep || (g.Sep != '.' && g.Sep != ',') {
			return false
		}
	}
	return true
}

// years knows "2019 2020 2021".
func (l *Reading) years(c Chunk) bool {
	for _, g := range l.Groups[c.From:c.To] {
		if !l.isYear(g) || g.letters > 0 {
			return false
		}
	}
	return true
}

// counting knows ascending small numbers: page links, sizes.
func (l *Reading) counting(c Chunk) bool {
	gs := l.Groups[c.From:c.To]
	for k, g := range gs {
		if g.Len() > 2 || l.digits[g.from] == '0' || k > 0 && (g.Tight || l.value(g) <= l.value(gs[k-1])) {
			return false
		}
	}
	return len(gs) >= 5
}

func between(v, low, high int) bool { return low <= v && v <= high }
