package plaintext

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
	"ronda/crawler/tables"
	"ronda/crawler/words"
)

// Bounds of what Flow holds.
const (
	pieceBytes = 256 << 10 // of a text, and of a block
	tokenBytes = 1 << 20   // of JSON or XML; what is longer is read as lines
	sniffBytes = 64 << 10  // from which a format is told
)

// Stream reads a text of any size. Its blocks come in order and within bounded memory; a block may hold many lines, and a line of more
// than some 100 KB may come in several, cut where no number is cut. The sequence can be ranged over once; it ends with the
// error, if any, that reading gave.
func Stream(src io.Reader, f Format) iter.Seq2[crawler.Block, error] {
	s := newStream(src)
	return s.blocks(func(head []byte, whole string) {
		s.read(f, head)
		if f != XML {
			s.orLines(whole)
		}
	})
}

// StreamHTML gives blocks that were read of a page's beginning, and then the text behind it: lines, and rows of tables. src is
// the whole page, skip how many bytes of it were read already.
func StreamHTML(src io.Reader, begun []crawler.Block, skip int) iter.Seq2[crawler.Block, error] {
	s := newStream(src)
	return s.blocks(func(_ []byte, whole string) {
		for _, b := range begun {
			if !s.emit(b) {
				return
			}
		}
		s.html(skip)
		s.orLines(whole)
	})
}

// orLines reads a text as lines of which nothing else was read.
func (s *stream) orLines(text string) {
	if !s.empty {
		return
	}
	for _, b := range lineBlocks(text) {
		s.emit(b)
	}
}

// stream reads one text.
type stream struct {
	failing failing
	src     *bufio.Reader
	empty   bool // no block came yet
	emit    func(crawler.Block) bool
}

func newStream(src io.Reader) *stream {
	s := &stream{failing: failing{src: src}, empty: true}
	s.src = bufio.NewReaderSize(&s.failing, sniffBytes)
	return s
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

// blocks gives what read emits. read is told the beginning of the text, valid until it reads on, and
// the whole of a short one.
func (s *stream) blocks(read func(head []byte, whole string)) iter.Seq2[crawler.Block, error] {
	return func(yield func(crawler.Block, error) bool) {
		goOn := true
		s.emit = func(b crawler.Block) bool {
			s.empty = false
			goOn = goOn && yield(b, nil)
			return goOn
		}
		head, err := s.src.Peek(sniffBytes)
		whole := ""
		if err != nil {
			whole = string(head)
		}
		read(head, whole)
		if s.failing.err != nil && goOn {
			yield(crawler.Block{}, s.failing.err)
		}
	}
}

// read reads a text of some format that begins with head.
func (s *stream) read(f Format, head []byte) {
	switch {
	case f == XML:
		s.xml()
	case f == Markdown:
		s.pieces(s.src, markdownBlocks)
	case f == Table:
		s.table(s.src, tables.Separator(head, fewestColumns))
	case f == JSON:
		s.json(true)
	case looksLikeJSON(head):
		s.json(false)
	default:
		s.table(s.src, tables.Separator(head, manyColumns))
	}
}

// table reads rows; what is no table, from the place where that is seen, as lines.
func (s *stream) table(src io.Reader, separator byte) {
	if separator == 0 {
		s.pieces(src, lineBlocks)
		return
	}
	t := tables.NewReader(src, separator)
	var rows []byte
	flush := func() bool {
		ok := len(rows) == 0 || s.emit(crawler.Block{Role: crawler.RoleRow, Text: string(rows)})
		rows = rows[:0]
		return ok
	}
	for {
		row, err := t.Next()
		if err != nil {
			if flush() && errors.Is(err, tables.ErrRecord) {
				s.pieces(t.Rest(), lineBlocks)
			}
			return
		}
		if rows = append(append(rows, row...), '\n'); len(rows) >= pieceBytes && !flush() {
			return
		}
	}
}

// json reads values. What is no JSON is read as lines, or perhaps as a table where nothing claimed that it was JSON.
func (s *stream) json(claimed bool) {
	source := &tokens{src: s.src}
	decoder := json.NewDecoder(source)
	source.offset = decoder.InputOffset
	var held []string // the first values, until there are enough
	sure, goOn := false, true
	give := func() {
		for _, line := range held {
			goOn = goOn && s.paragraph(line)
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
		s.pieces(io.MultiReader(decoder.Buffered(), s.src), lineBlocks)
	default:
		whole := io.MultiReader(bytes.NewReader(source.seen), s.src)
		if claimed {
			s.pieces(whole, lineBlocks)
		} else {
			s.table(whole, tables.Separator(source.seen[:min(len(source.seen), sniffBytes)], manyColumns))
		}
	}
}

var errToken = errors.New("JSON token is too long")

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
		return 0, errToken
	}
	n, err := t.src.Read(p[:min(len(p), 16<<10)])
	t.read += int64(n)
	if !t.sure {
		t.seen = append(t.seen, p[:n]...)
	}
	return n, err
}

// xml reads elements as lines "element: text".
func (s *stream) xml() {
	x := xmlReader{tokens: html.NewTokenizer(s.src), line: s.paragraph}
	x.tokens.SetMaxBuf(tokenBytes)
	x.read()
	s.afterLongToken(x.tokens)
}

// afterLongToken reads as lines what follows a token that was too long to be held.
func (s *stream) afterLongToken(z *html.Tokenizer) {
	if errors.Is(z.Err(), html.ErrBufferExceeded) {
		s.pieces(io.MultiReader(bytes.NewReader(z.Buffered()), s.src), lineBlocks)
	}
}

// html gives the plain text of a page behind its first bytes: lines, and rows of tables.
func (s *stream) html(skip int) {
	z := html.NewTokenizer(s.src)
	z.SetMaxBuf(16 * tokenBytes) // a script of that size is not worth being told from text
	read := 0
	var text []byte
	flush := func() bool {
		lines := strings.TrimSpace(words.Clean(string(text)))
		text = text[:0]
		return lines == "" || s.paragraph(lines)
	}
	hidden := ""
	for {
		kind := z.Next()
		read += len(z.Raw())
		if kind == html.ErrorToken {
			if flush() {
				s.afterLongToken(z)
			}
			return
		}
		switch kind {
		case html.TextToken:
			if read > skip && hidden == "" {
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
func (s *stream) paragraph(text string) bool {
	for len(text) > pieceBytes {
		end := safeCut([]byte(text[:pieceBytes]))
		if !s.emit(crawler.Block{Role: crawler.RoleParagraph, Text: text[:end]}) {
			return false
		}
		text = text[end:]
	}
	return s.emit(crawler.Block{Role: crawler.RoleParagraph, Text: text})
}

// pieces reads a text piece by piece, cut at ends of lines, and makes blocks of each.
func (s *stream) pieces(src io.Reader, read func(string) []crawler.Block) {
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
			if !s.emit(b) {
				return
			}
		}
		if err != nil {
			return
		}
		have = copy(buf, buf[end:])
	}
}
