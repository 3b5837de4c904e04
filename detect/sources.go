package detect

import (
	"slices"
	"strings"

	"ronda/rules"
)

const (
	longestColumn = 32      // bytes of a column's name
	togetherness  = 2 << 10 // bytes within which the columns of one table are named
	headReach     = 1 << 20 // bytes of a text that are looked through
	fewestColumns = 3
)

// sources knows systems by the names of their columns.
type sources struct {
	all    []rules.Source
	column map[string][]sourceColumn
}

type sourceColumn struct {
	source int
	weight float64
}

func newSources(all []rules.Source) sources {
	s := sources{all: all, column: map[string][]sourceColumn{}}
	for i, source := range all {
		for name, weight := range source.Columns {
			s.column[name] = append(s.column[name], sourceColumn{i, weight})
		}
	}
	return s
}

// seenColumn is where the text names a column.
type seenColumn struct {
	name string
	at   int
	of   []sourceColumn
}

// found is a system whose columns a text names.
type found struct {
	source *rules.Source
	names  []string // as the text writes them
	spans  []span   // of the names of columns that any system has
}

// span is a half-open range of bytes.
type span struct{ from, to int }

// find returns the system whose columns a text names best. Names count while they stand together, each of them once.
func (s *sources) find(text string) found {
	if len(s.column) == 0 {
		return found{}
	}
	var spans []span
	var recent []seenColumn // those that still stand together with the last one
	sums := make([]float64, len(s.all))
	best, score, names := -1, 0.0, []string(nil)
	columnNames(text[:min(len(text), headReach)], func(name string, at int) {
		of := s.column[rules.ColumnName(name)]
		if of == nil {
			return
		}
		spans = append(spans, span{at, at + len(name)})
		for len(recent) > 0 && recent[0].at < at-togetherness {
			for _, c := range recent[0].of {
				sums[c.source] -= c.weight
			}
			recent = recent[1:]
		}
		if slices.ContainsFunc(recent, func(c seenColumn) bool { return strings.EqualFold(c.name, name) }) {
			return
		}
		recent = append(recent, seenColumn{name, at, of})
		for _, c := range of {
			sums[c.source] += c.weight
			over := sums[c.source] / s.all[c.source].Least
			if over < 1-1e-9 || over <= score {
				continue
			}
			if named := namesOf(recent, c.source); len(named) >= fewestColumns {
				best, score, names = c.source, over, named
			}
		}
	})
	if best < 0 {
		return found{}
	}
	return found{&s.all[best], names, spans}
}

func namesOf(columns []seenColumn, source int) (names []string) {
	for _, c := range columns {
		if slices.ContainsFunc(c.of, func(o sourceColumn) bool { return o.source == source }) {
			names = append(names, c.name)
		}
	}
	return names
}

// columnNames gives what may be the name of a column: a short piece between separators, quotation marks or brackets, and
// the words of a longer piece that holds an underscore.
func columnNames(text string, give func(name string, at int)) {
	piece := func(from, to int) {
		for from < to && text[from] == ' ' {
			from++
		}
		for to > from && text[to-1] == ' ' {
			to--
		}
		if to-from < 2 {
			return
		}
		p := text[from:to]
		if len(p) <= longestColumn && !strings.Contains(p, "  ") {
			give(p, from)
		}
		if strings.IndexByte(p, ' ') < 0 || strings.IndexByte(p, '_') < 0 && !strings.Contains(p, "  ") && !typed(p) {
			return
		}
		for at := 0; at < len(p); {
			k := strings.IndexByte(p[at:], ' ')
			if k < 0 {
				k = len(p) - at
			}
			if k >= 2 && k <= longestColumn {
				give(p[at:at+k], from+at)
			}
			at += k + 1
		}
	}
	start := 0
	for i := range len(text) {
		if !parts[text[i]] {
			continue
		}
		if i-start >= 2 && i-start <= longestHead {
			piece(start, i)
		}
		start = i + 1
	}
	if len(text)-start <= longestHead {
		piece(start, len(text))
	}
}

// longestHead bounds the pieces that are taken apart, so that the cost stays small.
const longestHead = 512

// parts tells the characters that part the names of columns from each other and from values.
var parts = func() (p [256]bool) {
	for _, c := range []byte(",;|\t\n\r\"'`:=(){}[]<>#") {
		p[c] = true
	}
	return p
}()

// typed reports whether a piece is a name with the type of its column, as in CREATE TABLE.
func typed(p string) bool {
	_, rest, _ := strings.Cut(p, " ")
	rest = strings.ToLower(rest[:min(len(rest), 8)])
	for _, t := range [...]string{"varchar", "char", "int", "bigint", "text", "date", "number"} {
		if strings.HasPrefix(rest, t) {
			return true
		}
	}
	return false
}

// markHeads marks the passages that are hardly anything but the names of columns: nobody says anything in them.
func (p *page) markHeads(f found) {
	i, sum := -1, 0
	settle := func() {
		if i >= 0 && sum*2 >= letters(p.passages[i].Text) {
			p.mark(i, i+1)
		}
		sum = 0
	}
	for _, s := range f.spans {
		k, exact := slices.BinarySearch(p.starts, s.from)
		if !exact {
			k--
		}
		if k != i {
			settle()
			i = k
		}
		sum += letters(p.whole[s.from:s.to])
	}
	settle()
}

func letters(s string) (n int) {
	for i := range len(s) {
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' {
			n++
		}
	}
	return n
}

// weigh adds to the odds what the names of columns say, and returns it as a signal for the kind that leads.
func (f found) weigh(odds *rules.Weights) []Signal {
	source, names := f.source, f.names
	if source == nil {
		return nil
	}
	odds.Sale += source.Weights.Sale + source.Weights.Offers
	odds.Forgery += source.Weights.Forgery + source.Weights.Offers
	odds.Exposure += source.Weights.Exposure
	odds.Solicitation += source.Weights.Solicitation + source.Weights.Offers
	w := weightFor(source.Weights, leading(*odds))
	if w == 0 {
		return nil
	}
	evidence := strings.Join(names, ", ")
	if len(evidence) > maxEvidence {
		evidence = evidence[:strings.LastIndexByte(evidence[:maxEvidence-4], ',')] + ", …"
	}
	return []Signal{{Name: source.Name, Weight: w, Evidence: evidence}}
}
