package tables

import (
	"strings"

	"ronda/detect/glyph"
)

// Header is what the head of a table, or the heading of a list, says of the columns below it.
type Header struct {
	separator byte      // between its fields, 0 when there are none
	Bracket   bool      // a list of columns in brackets, as of INSERT and COPY: the rows may be separated otherwise
	fields    []Meaning // by column
	named     []Meaning // of the columns that hold numbers of 15 or 16 digits, in order
}

const (
	longestHeader = 2048
	headerWords   = 12 // of a heading without columns
)

// HeaderDigits is how many digits stand in one stretch of a name at the most: more is a value.
const HeaderDigits = 5

// HeaderAbove looks for a header in the three lines above the one that begins at start, but not above least. An empty line
// and a ruler count as none.
func HeaderAbove(text string, least, start int) (Header, bool) {
	for range 3 {
		line := ""
		for start > least {
			end := start - 1
			start = max(least, strings.LastIndexByte(text[least:end], '\n')+1+least)
			if line = strings.TrimSpace(text[start:end]); strings.Trim(line, "-=+*_|: \t") != "" {
				break
			}
			line = ""
		}
		if line == "" {
			return Header{}, false
		}
		if h, ok := ReadHeader(line); ok {
			return h, true
		}
	}
	return Header{}, false
}

// IsHead reports whether a line is the head of a table with identity numbers: the names of its columns, or an INSERT or COPY.
func IsHead(line string) bool {
	h, ok := ReadHeader(line)
	return ok && (h.Bracket || len(h.fields) > 2 || capitals(line) || strings.Count(line, "_") >= 2)
}

// ReadHeader reads a line as a header. One in which nothing names a number is none.
func ReadHeader(line string) (Header, bool) {
	if len(line) > longestHeader {
		return Header{}, false
	}
	h := Header{}
	if from, to := columnList(line); to > from {
		line, h.Bracket = line[from:to], true
	}
	h.separator = headerSeparator(line)
	if h.separator != 0 && sentence(line, h.separator) || LongestDigits(line) > HeaderDigits {
		return Header{}, false
	}
	if h.separator == 0 {
		if moreWords(line, headerWords) && !capitals(line) {
			return Header{}, false
		}
		if k := strings.IndexByte(line, ':'); k >= 0 && k < len(line)-1 {
			return Header{}, false // a value with its name
		}
		h.named = namedNumbers(line)
		return h, len(h.named) > 0
	}
	var buf [mostFields]Span
	for _, f := range fieldsOf(line, 0, len(line), h.separator, buf[:0]) {
		name := line[f.From:f.To]
		if len(name) > ReachBefore {
			return Header{}, false
		}
		m := nameMeaning(name)
		h.fields = append(h.fields, m)
		switch m {
		case NIK, KK, NPWP, Other:
			h.named = append(h.named, m)
		}
	}
	some := len(h.named) > 0
	for _, m := range h.fields {
		some = some || m != 0
	}
	return h, some
}

// sentence reports whether a line without quotation marks has a field that is longer than the name of a column: most lines
// are told from headers so.
func sentence(line string, separator byte) bool {
	start := 0
	for i := range len(line) {
		switch line[i] {
		case '"', '\'':
			return false
		case separator:
			start = i + 1
		}
		if i-start >= ReachBefore {
			return true
		}
	}
	return false
}

// moreWords reports whether a line holds more than so many words.
func moreWords(line string, most int) bool {
	for range strings.FieldsSeq(line) {
		if most--; most < 0 {
			return true
		}
	}
	return false
}

func headerSeparator(line string) byte {
	for _, c := range []byte("\t|;,#") {
		if strings.IndexByte(line, c) >= 0 {
			return c
		}
	}
	return 0
}

// columnList returns the span of the names in "INSERT INTO t (a, b) VALUES" and "COPY t (a, b) FROM stdin".
func columnList(line string) (from, to int) {
	trimmed := strings.TrimLeft(line, " ")
	if len(trimmed) < 4 {
		return 0, 0
	}
	switch trimmed[0] | 0x20 {
	case 'i', 'c', 'r':
	default:
		return 0, 0
	}
	head := strings.ToLower(trimmed[:min(len(trimmed), 8)])
	if !strings.HasPrefix(head, "insert") && !strings.HasPrefix(head, "copy") && !strings.HasPrefix(head, "replace") {
		return 0, 0
	}
	from = strings.IndexByte(line, '(') + 1
	if from == 0 {
		return 0, 0
	}
	to = strings.IndexByte(line[from:], ')')
	return from, from + max(to, 0)
}

// LongestDigits returns how many digits stand in one stretch of s at the most.
func LongestDigits(s string) int {
	n, most := 0, 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
			most = max(most, n)
		} else {
			n = 0
		}
	}
	return most
}

// capitals reports whether a line is written in capitals, as heads of printed lists are.
func capitals(s string) bool {
	for i := range len(s) {
		if 'a' <= s[i] && s[i] <= 'z' {
			return false
		}
	}
	return true
}

// namedNumbers returns what the words of a line name, in order; one that is named in two words in a row counts once.
func namedNumbers(line string) []Meaning {
	var out []Meaning
	before, last := "", Meaning(0)
	for i := 0; i < len(line); {
		if !glyph.Letter(line[i]) {
			i++
			continue
		}
		start := i
		for i < len(line) && glyph.Letter(line[i]) {
			i++
		}
		w := line[start:min(i, start+glyph.LongestWord)]
		m := wordMeaning(w, before)
		switch m {
		case NIK, KK, NPWP, Other:
			if m != last {
				out = append(out, m)
			}
		}
		before, last = w, m
	}
	return out
}

// Of returns what the header says of the field of a row, 0 when it says nothing.
func (h *Header) Of(r *Row, field int) Meaning {
	if field < 0 || len(h.fields) != len(r.Fields) || h.separator != r.Separator && !h.Bracket {
		return 0
	}
	return h.fields[field]
}

// InOrder returns what the header says of the k-th of n numbers in a row whose columns it does not fit.
func (h *Header) InOrder(k, n int) Meaning {
	if len(h.named) == n {
		return h.named[k]
	}
	people := 0
	for _, m := range h.named {
		if m.Person() {
			people++
		}
	}
	if people == 0 {
		return 0
	}
	for _, m := range h.named {
		if !m.Person() {
			continue
		}
		if people == 1 && n == 1 || people == n && k == 0 {
			return m
		}
		k--
	}
	return 0
}

// HeadsColumn reports whether the line of the word that ends at i goes on without a value: it is the head of a table.
func HeadsColumn(text string, i int) bool {
	line := text[i:min(len(text), i+longestHeader)]
	if k := strings.IndexByte(line, '\n'); k >= 0 {
		line = line[:k]
	}
	return len(line) < longestHeader && LongestDigits(line) <= HeaderDigits
}
