package site

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html"

	"ronda/crawler"
)

// Bounds of what Flow holds.
const (
	pieceBytes = 256 << 10 // of a text, and of a block
	tokenBytes = 1 << 20   // of JSON or XML; what is longer is read as lines
	sniffBytes = 64 << 10  // from which a format is told
)

// Flow is Extract for a page that is too large to be held: page.Body is its beginning, at least 64 KB of it, and rest is what
// follows. The blocks of the first listing come by the sequence, in order and within bounded memory; those of any others
// are complete. A block may hold many lines, and a line of more than some 100 KB may come in several, cut where no number
// is cut. The sequence can be ranged over once; it ends with the error, if any, that reading rest gave. The error of Flow
// is ErrUnsupported for pictures and what is no text.
func Flow(page *crawler.Page, rest io.Reader) (*Extraction, iter.Seq2[crawler.Block, error], error) {
	f := &flow{format: formatOf(page)}
	e := &Extraction{}
	switch f.format {
	case formatImage, formatOther:
		return nil, nil, ErrUnsupported
	case formatHTML:
		var err error
		if e, err = extractHTML(page); err != nil {
			return nil, nil, err
		}
		f.begun, e.Listings[0].Blocks = e.Listings[0].Blocks, nil
		text, _ := page.Text() // it was decoded before, without an error
		f.skip = len(text)
	default:
		l := newListing(page)
		l.Form = crawler.FormText
		l.Title = fileName(address(page))
		e.Listings = []crawler.Listing{l}
	}
	f.failing.src = page.Reader(rest)
	f.src = bufio.NewReaderSize(&f.failing, sniffBytes)
	return e, f.blocks, nil
}

// Plain reports whether a page is a text that Flow reads without holding any part of it: a table, a dump, a paste.
func Plain(page *crawler.Page) bool {
	switch formatOf(page) {
	case formatHTML, formatImage, formatOther:
		return false
	}
	return true
}

// flow reads one text.
type flow struct {
	format  format
	failing failing
	src     *bufio.Reader
	begun   []crawler.Block // of HTML: read already
	skip    int             // how far begun goes

	emit func(crawler.Block) bool
}

// failing remembers how reading ended: parsers take it for the end of the text.
type failing struct {
	src io.Reader
	err error
}

func (r *failing) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err, err = err, io.EOF
	}
	return n, err
}

func (f *flow) blocks(yield func(crawler.Block, error) bool) {
	goOn, empty := true, true
	f.emit = func(b crawler.Block) bool {
		empty = false
		goOn = goOn && yield(b, nil)
		return goOn
	}
	head, err := f.src.Peek(sniffBytes)
	whole := ""
	if err != nil { // all of it
		whole = string(head)
	}
	switch start := bytes.TrimLeft(head, " \t\r\n"); {
	case f.format == formatHTML:
		f.html()
	case f.format == formatXML:
		f.xml()
	case f.format == formatMarkdown:
		f.pieces(f.src, markdownBlocks)
	case f.format == formatTable:
		f.table(f.src, separatorOf(head, 2))
	case f.format == formatJSON, len(start) > 0 && (start[0] == '{' || start[0] == '['):
		f.json()
	default:
		f.table(f.src, separatorOf(head, 3))
	}
	if empty && f.format != formatXML {
		for _, b := range lineBlocks(whole) {
			f.emit(b)
		}
	}
	if f.failing.err != nil && goOn {
		yield(crawler.Block{}, f.failing.err)
	}
}

// table reads rows; what is no table, from the place where that is seen, as lines.
func (f *flow) table(src io.Reader, separator byte) {
	if separator == 0 {
		f.pieces(src, lineBlocks)
		return
	}
	t := newTable(src, separator)
	var rows []byte
	flush := func() bool {
		ok := len(rows) == 0 || f.emit(crawler.Block{Role: crawler.RoleRow, Text: string(rows)})
		rows = rows[:0]
		return ok
	}
	for {
		row, err := t.next()
		if err != nil {
			if flush() && errors.Is(err, errRecord) {
				f.pieces(io.MultiReader(bytes.NewReader(t.raw), t.src), lineBlocks)
			}
			return
		}
		if rows = append(append(rows, row...), '\n'); len(rows) >= pieceBytes && !flush() {
			return
		}
	}
}

// json reads values; what is no JSON as a table or lines.
func (f *flow) json() {
	source := &tokens{src: f.src}
	decoder := json.NewDecoder(source)
	source.offset = decoder.InputOffset
	var held []string // the first values, until there are enough
	sure, goOn := false, true
	give := func() {
		for _, line := range held {
			goOn = goOn && f.paragraph(line)
		}
		held = held[:0]
	}
	err := jsonLines(decoder, func(line string) bool {
		if held = append(held, line); !sure && len(held) == fewBlocks {
			sure, source.sure, source.seen = true, true, nil
		}
		if sure {
			give()
		}
		return goOn
	})
	switch {
	case err == nil:
		give()
	case sure:
		f.pieces(io.MultiReader(decoder.Buffered(), f.src), lineBlocks)
	default:
		whole := io.MultiReader(bytes.NewReader(source.seen), f.src)
		if f.format == formatJSON {
			f.pieces(whole, lineBlocks)
		} else {
			f.table(whole, separatorOf(source.seen[:min(len(source.seen), sniffBytes)], 3))
		}
	}
}

// tokens feeds a JSON decoder and fails when one token has become too long: the decoder holds it as a whole. Until it is
// known that the text is JSON, what was read is kept.
type tokens struct {
	src    io.Reader
	offset func() int64 // where the present token began
	read   int64
	seen   []byte
	sure   bool
}

func (t *tokens) Read(p []byte) (int, error) {
	if t.read-t.offset() > tokenBytes {
		return 0, errRecord
	}
	n, err := t.src.Read(p[:min(len(p), 16<<10)])
	t.read += int64(n)
	if !t.sure {
		t.seen = append(t.seen, p[:n]...)
	}
	return n, err
}

// xml reads elements as lines "element: text".
func (f *flow) xml() {
	z := html.NewTokenizer(f.src)
	z.SetMaxBuf(tokenBytes)
	element := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			if errors.Is(z.Err(), html.ErrBufferExceeded) {
				f.pieces(io.MultiReader(bytes.NewReader(z.Buffered()), f.src), lineBlocks)
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			var more bool
			var values attributes
			element, more = elementName(z)
			z.NextIsNotRawText()
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				values.add(key, value)
			}
			for _, line := range values.lines() {
				if !f.paragraph(line) {
					return
				}
			}
		case html.EndTagToken:
			element = ""
		case html.TextToken:
			if line := keyValue(element, string(z.Text())); line != "" && !f.paragraph(line) {
				return
			}
		}
	}
}

// html gives what was read already and then the plain text behind it: lines, and rows of tables.
func (f *flow) html() {
	for _, b := range f.begun {
		if !f.emit(b) {
			return
		}
	}
	z := html.NewTokenizer(f.src)
	z.SetMaxBuf(16 * tokenBytes) // a script of that size is not worth being told from text
	read := 0
	var text []byte
	flush := func() bool {
		lines := strings.TrimSpace(clean(string(text)))
		text = text[:0]
		return lines == "" || f.paragraph(lines)
	}
	hidden := ""
	for {
		kind := z.Next()
		read += len(z.Raw())
		if kind == html.ErrorToken {
			if flush() && errors.Is(z.Err(), html.ErrBufferExceeded) {
				f.pieces(io.MultiReader(bytes.NewReader(z.Buffered()), f.src), lineBlocks)
			}
			return
		}
		switch kind {
		case html.TextToken:
			if read > f.skip && hidden == "" {
				text = append(text, z.Text()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			tag, _ := z.TagName()
			switch name := string(tag); name {
			case "script", "style", "template":
				if hidden == "" && kind == html.StartTagToken {
					hidden = name
				} else if hidden == name && kind == html.EndTagToken {
					hidden = ""
				}
			case "td", "th":
				text = append(text, '\t')
			case "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "mark", "code", "sub", "sup", "label", "wbr", "abbr":
			default:
				if text = append(text, '\n'); len(text) >= pieceBytes && !flush() {
					return
				}
			}
		}
	}
}

// paragraph gives a text of any length.
func (f *flow) paragraph(text string) bool {
	for len(text) > pieceBytes {
		end := safeCut([]byte(text[:pieceBytes]))
		if !f.emit(crawler.Block{Role: crawler.RoleParagraph, Text: text[:end]}) {
			return false
		}
		text = text[end:]
	}
	return f.emit(crawler.Block{Role: crawler.RoleParagraph, Text: text})
}

// pieces reads a text piece by piece, cut at ends of lines, and makes blocks of each.
func (f *flow) pieces(src io.Reader, read func(string) []crawler.Block) {
	buf := make([]byte, pieceBytes)
	have := 0
	for {
		n, err := io.ReadFull(src, buf[have:])
		have += n
		end := have
		if err == nil {
			if end = bytes.LastIndexByte(buf, '\n') + 1; end < pieceBytes/4 {
				end = safeCut(buf)
			}
		}
		for _, b := range read(string(buf[:end])) {
			if !f.emit(b) {
				return
			}
		}
		if err != nil {
			return
		}
		have = copy(buf, buf[end:])
	}
}
