package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"ronda/crawler"
)

const (
	maxBlocks = 50_000
	maxLinks  = 5_000
	maxDepth  = 1_000    // of JSON; what is deeper is read as lines
	maxRecord = 64 << 10 // bytes of one record of a table; a file with a larger one is read as lines
	maxKey    = 80       // bytes of the name that stands before each value; the rest is dropped
)

// extractText reads a file that is text by itself: a dump, a paste, a table.
func extractText(page *crawler.Page, f format) (*Extraction, error) {
	body, err := page.Text()
	if err != nil {
		return nil, err
	}
	l := newListing(page)
	l.Form = crawler.FormText
	l.Title = fileName(address(page))
	if f == formatXML {
		return xmlText(page, l, body), nil
	}
	e := &Extraction{}
	switch f {
	case formatTable:
		l.Blocks = tableBlocks(body, 2)
	case formatJSON:
		l.Blocks = jsonBlocks(body)
	case formatMarkdown:
		l.Blocks = markdownBlocks(string(body))
	default:
		if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
			l.Blocks = jsonBlocks(body)
		}
		if l.Blocks == nil {
			l.Blocks = tableBlocks(body, 3)
		}
	}
	if l.Blocks == nil {
		l.Blocks = lineBlocks(string(body))
	}
	e.Listings = []crawler.Listing{l}
	return e, nil
}

// lineBlocks makes a block of every line; lines that only wrap a sentence are joined.
func lineBlocks(body string) []crawler.Block {
	const shortest, longest = 60, 110 // where lines are wrapped by hand
	var blocks []crawler.Block
	before := 0 // length of the line before, 0 after an empty line
	for line := range strings.Lines(body) {
		text := strings.Join(strings.Fields(clean(line)), " ")
		if text == "" {
			before = 0
			continue
		}
		if last := len(blocks) - 1; last >= 0 && (len(blocks) >= maxBlocks ||
			before >= shortest && before <= longest && text[0] >= 'a' && text[0] <= 'z' && !strings.ContainsAny(blocks[last].Text[len(blocks[last].Text)-1:], ".!?:;")) {
			blocks = joinBlock(blocks, text)
		} else {
			blocks = append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: text})
		}
		before = len(text)
	}
	return blocks
}

// joinBlock adds text to the last block. A paragraph grows at most to a size at which copying is cheap.
func joinBlock(blocks []crawler.Block, text string) []crawler.Block {
	const largest = 4096
	last := &blocks[len(blocks)-1]
	if len(last.Text)+len(text) > largest {
		return append(blocks, crawler.Block{Role: last.Role, Text: text})
	}
	last.Text += " " + text
	return blocks
}

// clean replaces control characters, which no text needs.
func clean(s string) string {
	if strings.IndexFunc(s, control) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return ' '
		}
		return r
	}, s)
}

func control(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f }

// tableBlocks reads separated values if the first lines agree on a separator and at least columns columns; else nil. Beyond
// maxBlocks rows, many stand in one block.
func tableBlocks(body []byte, columns int) []crawler.Block {
	separator := separatorOf(body, columns)
	if separator == 0 {
		return nil
	}
	var blocks []crawler.Block
	var more []byte
	t := newTable(bytes.NewReader(body), separator)
	for {
		row, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil // an open quote that swallows the rest: better read as lines
		}
		if len(blocks) < maxBlocks {
			blocks = append(blocks, crawler.Block{Role: crawler.RoleRow, Text: string(row)})
		} else {
			more = append(append(more, row...), '\n')
		}
	}
	if len(more) > 0 {
		blocks = append(blocks, crawler.Block{Role: crawler.RoleRow, Text: string(more)})
	}
	return blocks
}

// separatorOf returns the separator of which most of the first lines hold the same number, 0 when it is no table.
func separatorOf(body []byte, columns int) byte {
	const sample = 20
	var lines [][]byte
	for line := range bytes.Lines(body[:min(len(body), 16<<10)]) {
		if line = bytes.TrimSpace(line); len(line) > 0 && len(lines) < sample {
			lines = append(lines, line)
		}
	}
	if len(lines) < 2 {
		return 0
	}
	for _, separator := range []byte{'\t', ';', '|', ','} {
		counts := map[int]int{}
		for _, line := range lines {
			counts[countOutsideQuotes(line, separator)]++
		}
		for n, agreeing := range counts {
			if n >= columns-1 && agreeing*10 >= len(lines)*7 {
				return separator
			}
		}
	}
	return 0
}

func countOutsideQuotes(line []byte, separator byte) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			n++
		}
	}
	return n
}

// jsonBlocks flattens JSON documents, one or many in a row, to lines "key: value"; nil when the body is not JSON.
func jsonBlocks(body []byte) []crawler.Block {
	var blocks []crawler.Block
	decoder := json.NewDecoder(bytes.NewReader(body))
	err := jsonLines(decoder, func(line string) bool {
		blocks = append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
		return len(blocks) < maxBlocks
	})
	switch {
	case errors.Is(err, errDepth), err != nil && len(blocks) < fewBlocks:
		return nil
	case err != nil:
		return append(blocks, lineBlocks(string(body[min(int(decoder.InputOffset()), len(body)):]))...)
	}
	return blocks
}

// fewBlocks is how many values a text must yield before it is JSON for sure.
const fewBlocks = 3

var errDepth = errors.New("JSON is too deep")

// mostCells bounds the values of one array that are read as a row.
const mostCells = 256

// jsonLines gives emit a line "key: value" for each value of the documents, until it returns false. Arrays in an array are the
// rows of a table, and one of names may be its head: they make one line each, with tabs between the values. The error says
// that what follows is no JSON.
func jsonLines(decoder *json.Decoder, emit func(line string) bool) error {
	decoder.UseNumber()
	type level struct {
		object, value bool // value: the next token is one, not a key
		nested        bool // an array in an array
		key           string
	}
	var open []level
	var cells []string // of the present array, as long as it has held nothing but values
	flush := func(top level) bool {
		if len(cells) > 1 && (top.nested || heads(cells)) {
			line := strings.Join(cells, "\t")
			cells = cells[:0]
			return emit(line)
		}
		for _, cell := range cells {
			if line := keyValue(top.key, cell); line != "" && !emit(line) {
				return false
			}
		}
		cells = cells[:0]
		return true
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if delimiter, ok := token.(json.Delim); ok {
			if len(open) > 0 && !flush(open[len(open)-1]) {
				return nil
			}
			switch delimiter {
			case '{', '[':
				if len(open) >= maxDepth {
					return errDepth
				}
				key, nested := "", false
				if len(open) > 0 {
					key, nested = open[len(open)-1].key, delimiter == '[' && !open[len(open)-1].object
					open[len(open)-1].value = false
				}
				open = append(open, level{object: delimiter == '{', nested: nested, key: key})
			default:
				open = open[:len(open)-1]
			}
			continue
		}
		top := level{}
		if len(open) > 0 {
			top = open[len(open)-1]
			if top.object && !top.value {
				key, _ := token.(string)
				open[len(open)-1].key, open[len(open)-1].value = key, true
				continue
			}
			open[len(open)-1].value = false
			if !top.object {
				cells = append(cells, strings.Join(strings.Fields(clean(scalar(token))), " "))
				if len(cells) == mostCells && !flush(top) {
					return nil
				}
				continue
			}
		}
		if line := keyValue(top.key, scalar(token)); line != "" && !emit(line) {
			return nil
		}
	}
}

// heads reports whether the values of an array may be the names of columns: three at least, short, and no numbers.
func heads(cells []string) bool {
	const fewest = 3
	for _, c := range cells {
		if len(c) > maxKey/2 || strings.Trim(c, "0123456789.,-") == "" {
			return false
		}
	}
	return len(cells) >= fewest
}

func scalar(token json.Token) string {
	switch value := token.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}

func keyValue(key, value string) string {
	value = strings.Join(strings.Fields(clean(value)), " ")
	if value == "" || key == "" {
		return value
	}
	return strings.Join(strings.Fields(clean(start(key, maxKey))), " ") + ": " + value
}

// start returns at most the first n bytes of s, without splitting a character.
func start(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// markdownBlocks reads the line marks of Markdown; what stands between is text.
func markdownBlocks(body string) []crawler.Block {
	var blocks []crawler.Block
	fenced, joins := false, false
	for line := range strings.Lines(body) {
		raw := strings.TrimRight(clean(line), " \t\r\n")
		text := strings.Join(strings.Fields(raw), " ")
		if strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~") {
			fenced, joins = !fenced, false
			continue
		}
		if text == "" || strings.Trim(text, "-=*_|: ") == "" {
			joins = false
			continue
		}
		if len(blocks) >= maxBlocks {
			blocks = joinBlock(blocks, text)
			continue
		}
		block := crawler.Block{Role: crawler.RoleParagraph, Text: text}
		rest, item := listItem(text)
		switch {
		case fenced:
			block = crawler.Block{Role: crawler.RoleCode, Text: raw}
		case text[0] == '#':
			block = crawler.Block{Role: crawler.RoleHeading, Text: strings.TrimSpace(strings.Trim(text, "#"))}
		case text[0] == '>':
			block = crawler.Block{Role: crawler.RoleQuote, Text: strings.TrimSpace(strings.TrimLeft(text, "> "))}
		case text[0] == '|':
			cells := strings.Split(strings.Trim(text, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			block = crawler.Block{Role: crawler.RoleRow, Text: strings.Join(cells, "\t")}
		case item:
			block = crawler.Block{Role: crawler.RoleItem, Text: rest}
		case joins && blocks[len(blocks)-1].Role == crawler.RoleParagraph:
			blocks = joinBlock(blocks, text)
			continue
		}
		joins = block.Role == crawler.RoleParagraph
		if block.Text != "" {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

func listItem(text string) (string, bool) {
	for _, mark := range [...]string{"- ", "* ", "+ "} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			return rest, true
		}
	}
	end := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if end > 0 && end < 4 && (strings.HasPrefix(text[end:], ". ") || strings.HasPrefix(text[end:], ") ")) {
		return text[end+2:], true
	}
	return text, false
}

// attributes are those of one XML element. They are text where one of them holds a long number: a row of a table is often
// written so, and other attributes are the format's own.
type attributes struct {
	all    []string
	number bool
}

func (a *attributes) add(key, value []byte) {
	const most, long = 256, 9
	if len(a.all) == most {
		return
	}
	digits := 0
	for _, c := range value {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	a.number = a.number || digits >= long && !bytes.Contains(value, []byte("/"))
	if line := keyValue(string(key), string(value)); line != "" {
		a.all = append(a.all, line)
	}
}

func (a *attributes) lines() []string {
	if !a.number {
		return nil
	}
	return a.all
}

// xmlText reads any XML as lines "element: text". Storage listings become an index; site maps and feeds give links.
func xmlText(page *crawler.Page, l crawler.Listing, body []byte) *Extraction {
	tokens := html.NewTokenizer(bytes.NewReader(body))
	var keys []string
	var root, element, name string
	e := &Extraction{}
	self := l.URL
	links := map[string]bool{self: true}
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if root == "listbucketresult" || root == "enumerationresults" {
				return bucket(page, firstOf(name, l.Title), keys)
			}
			e.Listings = []crawler.Listing{l}
			return e
		case html.StartTagToken, html.SelfClosingTagToken:
			var more bool
			element, more = elementName(tokens)
			if root == "" {
				root = element
			}
			tokens.NextIsNotRawText()
			var values attributes
			for more {
				var key, value []byte
				key, value, more = tokens.TagAttr()
				if root == "feed" && string(key) == "href" {
					e.addLink(string(value), links)
				}
				values.add(key, value)
			}
			for _, line := range values.lines() {
				if len(l.Blocks) < maxBlocks {
					l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
				}
			}
		case html.EndTagToken:
			element = ""
		case html.TextToken:
			value := strings.Join(strings.Fields(clean(string(tokens.Text()))), " ")
			switch {
			case value == "":
				continue
			case root == "listbucketresult" && element == "key", root == "enumerationresults" && element == "name":
				if len(keys) < maxBlocks {
					keys = append(keys, value)
				}
			case root == "listbucketresult" && element == "name":
				name = value
			case element == "loc" || element == "link":
				e.addLink(value, links)
			}
			if len(l.Blocks) < maxBlocks {
				l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: keyValue(element, value)})
			}
		}
	}
}

// elementName returns the name of the present element without its name space, and whether attributes follow.
func elementName(tokens *html.Tokenizer) (string, bool) {
	tag, more := tokens.TagName()
	name := string(tag[:min(len(tag), 4*maxKey)])
	return name[strings.LastIndexByte(name, ':')+1:], more
}

func (e *Extraction) addLink(ref string, seen map[string]bool) {
	target, err := crawler.CanonicalURL(ref)
	if err != nil || seen[target] || len(e.Links) >= maxLinks {
		return
	}
	seen[target] = true
	e.Links = append(e.Links, crawler.Link{URL: target})
}
