package ident

import "strings"

// A row is what belongs together in a text that holds many people: a line, or one bracket of a line of many, as in
// "VALUES (1,'3507...'),(2,'3213...')".
type row struct {
	start, end int
	separator  byte   // between the fields, 0 when there are none
	fields     []span // without the separators
	first      bool   // the first row of its line
}

// Bounds of what is taken apart, so that the cost stays linear: what is longer is no row of a table.
const (
	longestRow = 4096
	mostFields = 256
)

// rows cuts a text into rows at ascending positions.
type rows struct {
	text string
	row  row
	line span // the present line
	buf  []span
}

// reset begins another text.
func (r *rows) reset(text string) { *r = rows{text: text, buf: r.buf[:0]} }

// at returns the row in which text[pos] stands. Positions must not descend.
func (r *rows) at(pos int) *row {
	if pos < r.row.end {
		return &r.row
	}
	if pos >= r.line.to {
		start := r.line.to
		if k := strings.LastIndexByte(r.text[start:pos], '\n'); k >= 0 {
			start += k + 1
		}
		end := len(r.text)
		if k := strings.IndexByte(r.text[pos:], '\n'); k >= 0 {
			end = pos + k
		}
		r.line = span{start, end}
		r.row = row{start: start, end: start, first: true}
	}
	for first := r.row.end == r.line.from; ; first = false {
		start, end := r.bracket(r.row.end, pos)
		r.row = row{start: start, end: end, first: first}
		if pos < end || end >= r.line.to {
			break
		}
	}
	r.row.end = max(r.row.end, pos+1)
	r.split()
	return &r.row
}

// bracket returns the next row of the line from i on: up to the bracket that closes it where another one opens behind a
// comma, else the rest of the line. The row begins behind its own opening bracket, if that stands before pos.
func (r *rows) bracket(i, pos int) (start, end int) {
	start = i
	for ; i < r.line.to; i++ {
		c := r.text[i]
		if !parts[c] {
			continue
		}
		switch {
		case (c == '"' || c == '\'') && i > start && opensQuote(r.text[i-1]):
			if k := closingQuote(r.text[:r.line.to], i); k > 0 {
				i = k
			}
		case c == '(' || c == '[' || c == '{':
			if i < pos && r.opens(start, i) {
				start = i + 1
			}
		case c == ')' || c == ']' || c == '}':
			if k := r.another(i + 1); k > 0 {
				return start, k
			}
		}
	}
	return start, r.line.to
}

// parts tells brackets and quotation marks from all else.
var parts = func() (p [256]bool) {
	for _, c := range []byte("\"'()[]{}") {
		p[c] = true
	}
	return p
}()

// closingQuote returns where the value in quotation marks that begins at text[i] ends, 0 when it does not end soon: the
// mark was an apostrophe, as spreadsheets put before a number.
func closingQuote(text string, i int) int {
	const longestValue = 256
	for k := i + 1; k < len(text) && k-i < longestValue; k++ {
		if text[k] == text[i] && text[k-1] != '\\' && (k+1 == len(text) || strings.IndexByte(",;|\t )]}:#/", text[k+1]) >= 0) {
			return k
		}
	}
	return 0
}

// opensQuote reports whether a quotation mark behind c begins a value.
func opensQuote(c byte) bool { return strings.IndexByte(",;|\t ([{:=", c) >= 0 }

// opens reports whether the bracket at i begins a row: at its start, behind another bracket, or behind VALUES.
func (r *rows) opens(start, i int) bool {
	before := strings.TrimRight(r.text[max(start, i-longestWord):i], " ")
	if before == "" {
		return i-start < longestWord
	}
	switch before[len(before)-1] {
	case '(', '[', '{', ',', ':':
		return i-start < longestWord
	}
	return len(before) >= 6 && strings.EqualFold(before[len(before)-6:], "values")
}

// another returns where a new row begins when text[i:] goes on with a comma and an opening bracket, else 0.
func (r *rows) another(i int) int {
	comma := false
	for ; i < r.line.to; i++ {
		switch c := r.text[i]; {
		case c == ' ' || c == ']' || c == '}' || c == ')':
		case c == ',' && !comma:
			comma = true
		case comma && (c == '(' || c == '[' || c == '{'):
			return i
		default:
			return 0
		}
	}
	return 0
}

// split finds the fields of the row by the separator that it has most reason to have.
func (r *rows) split() {
	row := &r.row
	r.buf = r.buf[:0]
	text := r.text[row.start:min(row.end, r.line.to)]
	if len(text) > longestRow {
		return
	}
	switch {
	case strings.IndexByte(text, '\t') >= 0:
		row.separator = '\t'
	case strings.Count(text, "|") >= 2:
		row.separator = '|'
	case strings.Count(text, ";") >= 2:
		row.separator = ';'
	case strings.Count(text, ",") >= 2:
		row.separator = ','
	case strings.Count(text, "#") >= 1:
		row.separator = '#'
	case strings.Count(text, "/") >= 2:
		row.separator = '/'
	default:
		return
	}
	r.buf = fieldsOf(r.text, row.start, row.start+len(text), row.separator, r.buf)
	row.fields = r.buf
}

// fieldsOf cuts text[from:to] at a separator outside quotation marks.
func fieldsOf(text string, from, to int, separator byte, out []span) []span {
	start := from
	for i := from; i < to && len(out) < mostFields; i++ {
		switch c := text[i]; {
		case (c == '"' || c == '\'') && (i == start || i == start+1 && text[start] == ' '):
			if k := closingQuote(text[:to], i); k > 0 {
				i = k
			}
		case c == separator:
			out = append(out, span{start, i})
			start = i + 1
		}
	}
	return append(out, span{start, to})
}

// field returns the number of the field with text[pos], -1 when the row has none.
func (r *row) field(pos int) int {
	low, high := 0, len(r.fields)
	for low < high {
		mid := (low + high) / 2
		if r.fields[mid].to <= pos {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(r.fields) {
		return -1
	}
	return low
}
