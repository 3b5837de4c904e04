// Package tables reads separated values: CSV, TSV and their like, as dumps have them, broken ones too.
//
//	separator := tables.Separator(head, 2) // ';', 0 where it is no table
//	r := tables.NewReader(file, separator)
//	row, err := r.Next()                   // "nik\tnama\talamat"
//
// It differs from encoding/csv in that no row is refused: what cannot be a row ends the table, and Rest gives it back to be read as text.
package tables

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"ronda/crawler/words"
)

// Reader reads separated values row by row, in the way of encoding/csv with lazy quotes: a cell is quoted when its first
// character is a quotation mark, and a mark that stands elsewhere means itself. It reads each byte once and holds one row.
type Reader struct {
	src       *bufio.Reader
	separator byte
	raw       []byte // the present record as it was read
	row       []byte // its cells
	cells     int
	cell      []byte // a cell that needs more than copying
}

// ErrRecord says that a record is longer than maxRecord: an open quotation mark, or no table. Rest
// gives what was read of it.
var ErrRecord = errors.New("record is too long")

// maxRecord is how many bytes one record may have.
const maxRecord = 64 << 10

// NewReader reads a table whose cells are parted by separator.
func NewReader(r io.Reader, separator byte) *Reader {
	return &Reader{src: bufio.NewReaderSize(r, maxRecord), separator: separator}
}

// Next returns the next row that is not empty: cells parted by tabs, white space folded, empty cells at both ends left out.
// It is valid until the next call. The error is io.EOF at the end.
func (t *Reader) Next() ([]byte, error) {
	for {
		if err := t.record(); err != nil {
			return nil, err
		}
		if row := bytes.Trim(t.row, "\t"); len(row) > 0 {
			return row, nil
		}
	}
}

// Rest is the text from the beginning of the record on that Next failed at.
func (t *Reader) Rest() io.Reader { return io.MultiReader(bytes.NewReader(t.raw), t.src) }

// record reads one record into row.
func (t *Reader) record() error {
	t.raw, t.row, t.cells = t.raw[:0], t.row[:0], 0
	line, err := t.line()
	if err != nil {
		return err
	}
	if !t.plain(line) {
		return t.quoted(line)
	}
	return nil
}

// line returns the next line with its end, as it is in the source's buffer.
func (t *Reader) line() ([]byte, error) {
	line, err := t.src.ReadSlice('\n')
	if len(t.raw)+len(line) > maxRecord || errors.Is(err, bufio.ErrBufferFull) {
		t.raw = append(t.raw, line...)
		return nil, ErrRecord
	}
	if len(line) > 0 && errors.Is(err, io.EOF) {
		return line, nil
	}
	return line, err
}

// plain reads a line of ASCII without quotation marks; false for others. The general way would do, but most lines of most
// dumps are such.
func (t *Reader) plain(line []byte) bool {
	if bytes.IndexByte(line, '"') >= 0 {
		return false
	}
	row, start, space := t.row, 0, false
	for _, c := range line {
		switch {
		case c == t.separator:
			row = append(row, '\t')
			start, space = len(row), false
		case c >= utf8.RuneSelf:
			return false
		case c <= ' ' || c == 0x7f:
			space = len(row) > start
		default:
			if space {
				row = append(row, ' ')
				space = false
			}
			row = append(row, c)
		}
	}
	t.row = row
	return true
}

// quoted reads a record in the general way. Its first line is given.
func (t *Reader) quoted(line []byte) error {
	t.raw = append(t.raw, line...)
	line = t.raw
	for {
		if len(line) == 0 || line[0] != '"' {
			end := bytes.IndexByte(line, t.separator)
			if end < 0 {
				t.add(line)
				return nil
			}
			t.add(line[:end])
			line = line[end+1:]
			continue
		}
		more, err := t.marked(line[1:])
		if err != nil || more == nil {
			return err
		}
		line = more
	}
}

// marked reads a cell behind its opening mark and returns what follows it, nil at the end of the record.
func (t *Reader) marked(line []byte) ([]byte, error) {
	t.cell = t.cell[:0]
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			t.cell = append(t.cell, line...)
			next, err := t.line()
			if errors.Is(err, io.EOF) {
				t.add(t.cell)
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			t.raw = append(t.raw, next...)
			line = t.raw[len(t.raw)-len(next):]
			continue
		}
		t.cell = append(t.cell, line[:i]...)
		line = line[i+1:]
		switch {
		case len(line) > 0 && line[0] == '"':
			t.cell = append(t.cell, '"')
			line = line[1:]
		case len(line) > 0 && line[0] == t.separator:
			t.add(t.cell)
			return line[1:], nil
		case len(line) == 0, line[0] == '\n', string(line) == "\r", string(line) == "\r\n":
			t.add(t.cell)
			return nil, nil
		default:
			t.cell = append(t.cell, '"')
		}
	}
}

// add appends a cell to the row, its white space folded.
func (t *Reader) add(cell []byte) {
	if t.cells++; t.cells > 1 {
		t.row = append(t.row, '\t')
	}
	start, space := len(t.row), false
	for _, c := range cell {
		switch {
		case c >= utf8.RuneSelf: // there may be white space that is no ASCII
			t.row = append(t.row[:start], words.Fold(string(cell))...)
			return
		case c <= ' ' || c == 0x7f:
			space = len(t.row) > start
		default:
			if space {
				t.row = append(t.row, ' ')
				space = false
			}
			t.row = append(t.row, c)
		}
	}
}
