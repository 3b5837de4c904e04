// Package sources knows systems by the names of their columns: which of them a text names, and where. Values it does not read.
package sources

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/rules"
)

const (
	longestColumn = 32      // bytes of a column's name
	togetherness  = 2 << 10 // bytes within which the columns of one table are named
	headReach     = 1 << 20 // bytes of a text that are looked through
	fewestColumns = 3
)

// Index knows systems by the names of their columns.
type Index struct {
	all    []rules.Source
	column map[string][]sourceColumn
	ends   nameEnds
}

type sourceColumn struct {
	source int
	weight float64
}

// New makes the index of these systems.
func New(all []rules.Source) Index {
	s := Index{all: all, column: map[string][]sourceColumn{}}
	for i, source := range all {
		for name, weight := range source.Columns {
			s.column[name] = append(s.column[name], sourceColumn{i, weight})
			s.ends.add(name)
		}
	}
	return s
}

// of returns the systems that have a column of that name.
func (s *Index) of(name string) []sourceColumn {
	if !s.ends.may(name) {
		return nil
	}
	var buf [longestColumn]byte
	return s.column[string(rules.AppendColumnName(buf[:0], name))]
}

// nameEnds knows, for the first two letters or digits of names, which is the last one: hardly any piece of prose begins and ends
// like a name, so that most need not be looked up.
type nameEnds [36][36]uint64

func (e *nameEnds) add(name string) {
	if first, second, last := endsOf(name); first >= 0 {
		e[first][second] |= 1 << last
	}
}

// may is asked of every piece between separators, and most begin with two letters and end with one.
func (e *nameEnds) may(name string) bool {
	first, second, last := plainCharacter[name[0]], plainCharacter[name[min(1, len(name)-1)]], plainCharacter[name[len(name)-1]]
	if first|second|last >= 0 {
		return e[first][second]>>uint8(last)&1 != 0
	}
	return e.mayAt(endsOf(name))
}

func (e *nameEnds) mayAt(first, second, last int) bool {
	return first >= 0 && e[first][second]>>last&1 != 0
}

// endsOf returns the first two letters or digits of s and its last one as numbers up to 35, -1 for the first where there is
// none. The only one of all counts as each of the three.
func endsOf(s string) (first, second, last int) {
	first = -1
	i := 0
	for ; i < len(s) && first < 0; i++ {
		first = int(plainCharacter[s[i]])
	}
	if first < 0 {
		return -1, 0, 0
	}
	second, last = first, first
	for ; i < len(s); i++ {
		if c := plainCharacter[s[i]]; c >= 0 {
			second = int(c)
			break
		}
	}
	for k := len(s) - 1; k >= i; k-- {
		if c := plainCharacter[s[k]]; c >= 0 {
			last = int(c)
			break
		}
	}
	return first, second, last
}

// plainCharacter numbers the letters, of either case, and the digits from 0 to 35; other bytes have -1.
var plainCharacter = func() (number [256]int8) {
	for c := range number {
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			number[c] = int8(c | 0x20 - 'a')
		case '0' <= c && c <= '9':
			number[c] = int8(c - '0' + 26)
		default:
			number[c] = -1
		}
	}
	return number
}()

// seenColumn is where the text names a column.
type seenColumn struct {
	name string
	at   int
	of   []sourceColumn
}

// Found is a system whose columns a text names.
type Found struct {
	Source *rules.Source
	Names  []string // as the text writes them
	Spans  [][2]int // from where to where the names of columns stand that any system has
}

// Find returns the system whose columns a text names best. Names count while they stand together, each of them once.
func (s *Index) Find(text string) Found {
	if len(s.column) == 0 {
		return Found{}
	}
	var spans [][2]int
	var recent []seenColumn // those that still stand together with the last one
	var sums []float64
	best, score, names := -1, 0.0, []string(nil)
	columnNames(text[:min(len(text), headReach)], func(name string, at int) {
		of := s.of(name)
		if of == nil {
			return
		}
		if sums == nil {
			sums = make([]float64, len(s.all))
		}
		spans = append(spans, [2]int{at, at + len(name)})
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
		return Found{}
	}
	return Found{&s.all[best], names, spans}
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
	underscores, apart := strings.IndexByte(text, '_') >= 0, strings.Contains(text, "  ")
	prose := !underscores && !apart // of a piece in it that is longer than a name only the type of a column can be told
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && !partsNames[text[end]] {
			end++
		}
		if n := end - start; n >= 2 && n <= longestHead && (!prose || n <= longestColumn+2 || typed(behindWord(text[start:end]))) {
			namesIn(text, start, end, underscores, apart, give)
		}
		start = end + 1
	}
}

// behindWord returns what stands behind the first word of a piece, in which spaces stand alone.
func behindWord(piece string) string {
	i := 1 // behind a space, or the first character
	for i < len(piece) && piece[i] != ' ' {
		i++
	}
	return piece[min(i+1, len(piece)):]
}

// namesIn gives the names in one piece of a text, in which there may be underscores and spaces that stand together.
func namesIn(text string, from, to int, underscores, apart bool, give func(name string, at int)) {
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
	space := 0 // words are short: a call for it would cost more
	for space < len(p) && p[space] != ' ' {
		space++
	}
	if space == len(p) {
		if len(p) <= longestColumn {
			give(p, from)
		}
		return
	}
	apart = apart && strings.Contains(p[space:], "  ")
	if len(p) <= longestColumn && !apart {
		give(p, from)
	}
	if !apart && (!underscores || strings.IndexByte(p, '_') < 0) && !typed(p[space+1:]) {
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

// longestHead bounds the pieces that are taken apart, so that the cost stays small.
const longestHead = 512

// partsNames tells the characters that part the names of columns from each other and from values.
var partsNames = func() (p [256]bool) {
	for _, c := range []byte(",;|\t\n\r\"'`:=(){}[]<>#") {
		p[c] = true
	}
	return p
}()

// typed reports whether what follows a name is the type of its column, as in CREATE TABLE.
func typed(rest string) bool {
	if len(rest) < 3 || rest[0]|rest[1]|rest[2] < utf8.RuneSelf && !beginsType(rest) {
		return false
	}
	rest = strings.ToLower(rest[:min(len(rest), 8)])
	for _, t := range [...]string{"varchar", "char", "int", "bigint", "text", "date", "number"} {
		if strings.HasPrefix(rest, t) {
			return true
		}
	}
	return false
}

// beginsType reports whether three letters begin the name of a type, as hardly any word does.
func beginsType(s string) bool {
	switch uint32(s[0]|0x20)<<16 | uint32(s[1]|0x20)<<8 | uint32(s[2]|0x20) {
	case 'v'<<16 | 'a'<<8 | 'r', 'c'<<16 | 'h'<<8 | 'a', 'i'<<16 | 'n'<<8 | 't', 'b'<<16 | 'i'<<8 | 'g', 't'<<16 | 'e'<<8 | 'x',
		'd'<<16 | 'a'<<8 | 't', 'n'<<16 | 'u'<<8 | 'm':
		return true
	}
	return false
}
