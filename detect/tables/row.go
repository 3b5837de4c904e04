// Package tables reads what stands around a number: the row and the field that it stands in, the head of its table, and the
// words that name it. It knows no numbers, and nothing of who speaks or why.
package tables

import (
	"strings"

	"ronda/detect/glyph"
)

// Span is a half-open range of bytes of a text.
type Span struct{ From, To int }

// Row is what belongs together in a text that holds many people: a line, or one bracket of a line of many, as in
// "VALUES (1,'3507...'),(2,'3213...')".
type Row struct {
	Start, End int
	Separator  byte   // between the fields, 0 when there are none
	Fields     []Span // without the separators
	First      bool   // the first row of its line
}

// Bounds of what is taken apart, so that the cost stays linear: what is longer is no row of a table.
const (
	longestRow = 4096
	mostFields = 256
)

// Rows cuts a text into rows at ascending positions.
type Rows struct {
	text string
	row  Row
	Line Span // the present line
	buf  []Span
}

// Reset begins another text.
func (r *Rows) Reset(text string) { *r = Rows{text: text, buf: r.buf[:0]} }

// At returns the row in which text[pos] stands. Positions must not descend.
func (r *Rows) At(pos int) *Row {
	if pos < r.row.End {
		return &r.row
	}
	if pos >= r.Line.To {
		start := r.Line.To
		if k := strings.LastIndexByte(r.text[start:pos], '\n'); k >= 0 {
			start += k + 1
		}
		end := len(r.text)
		if k := strings.IndexByte(r.text[pos:], '\n'); k >= 0 {
			end = pos + k
		}
		r.Line = Span{start, end}
		r.row = Row{Start: start, End: start, First: true}
	}
	for first := r.row.End == r.Line.From; ; first = false {
		start, end := r.bracket(r.row.End, pos)
		r.row = Row{Start: start, End: end, First: first}
		if pos < end || end >= r.Line.To {
			break
		}
	}
	r.row.End = max(r.row.End, pos+1)
	r.split()
	return &r.row
}

// bracket returns the next row of the line from i on: up to the bracket that closes it where another one opens behind a
// comma, else the rest of the line. The row begins behind its own opening bracket, if that stands before pos.
func (r *Rows) bracket(i, pos int) (start, end int) {
	start = i
	for ; i < r.Line.To; i++ {
		c := r.text[i]
		if !parts[c] {
			continue
		}
		switch {
		case (c == '"' || c == '\'') && i > start && opensQuote(r.text[i-1]):
			if k := closingQuote(r.text[:r.Line.To], i); k > 0 {
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
	return start, r.Line.To
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
func (r *Rows) opens(start, i int) bool {
	before := strings.TrimRight(r.text[max(start, i-glyph.LongestWord):i], " ")
	if before == "" {
		return i-start < glyph.LongestWord
	}
	switch before[len(before)-1] {
	case '(', '[', '{', ',', ':':
		return i-start < glyph.LongestWord
	}
	return len(before) >= 6 && strings.EqualFold(before[len(before)-6:], "values")
}

// another returns where a new row begins when text[i:] goes on with a comma and an opening bracket, else 0.
func (r *Rows) another(i int) int {
	comma := false
	for ; i < r.Line.To; i++ {
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
func (r *Rows) split() {
	row := &r.row
	r.buf = r.buf[:0]
	text := r.text[row.Start:min(row.End, r.Line.To)]
	if len(text) > longestRow {
		return
	}
	switch {
	case strings.IndexByte(text, '\t') >= 0:
		row.Separator = '\t'
	case strings.Count(text, "|") >= 2:
		row.Separator = '|'
	case strings.Count(text, ";") >= 2:
		row.Separator = ';'
	case strings.Count(text, ",") >= 2:
		row.Separator = ','
	case strings.Count(text, "#") >= 1:
		row.Separator = '#'
	case strings.Count(text, "/") >= 2:
		row.Separator = '/'
	default:
		return
	}
	r.buf = fieldsOf(r.text, row.Start, row.Start+len(text), row.Separator, r.buf)
	row.Fields = r.buf
}

// fieldsOf cuts text[from:to] at a separator outside quotation marks.
func fieldsOf(text string, from, to int, separator byte, out []Span) []Span {
	start := from
	for i := from; i < to && len(out) < mostFields; i++ {
		switch c := text[i]; {
		case (c == '"' || c == '\'') && (i == start || i == start+1 && text[start] == ' '):
			if k := closingQuote(text[:to], i); k > 0 {
				i = k
			}
		case c == separator:
			out = append(out, Span{start, i})
			start = i + 1
		}
	}
	return append(out, Span{start, to})
}

// Field returns the number of the field with text[pos], -1 when the row has none.
func (r *Row) Field(pos int) int {
	low, high := 0, len(r.Fields)
	for low < high {
		mid := (low + high) / 2
		if r.Fields[mid].To <= pos {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(r.Fields) {
		return -1
	}
	return low
}
