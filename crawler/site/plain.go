package site

import (
	"bytes"
	"encoding/csv"
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

// tableBlocks reads separated values if the first lines agree on a separator and at least columns columns; else nil.
func tableBlocks(body []byte, columns int) []crawler.Block {
	separator := separatorOf(body, columns)
	if separator == 0 {
		return nil
	}
	source := &records{rest: body}
	reader := csv.NewReader(source)
	reader.Comma = separator
	reader.LazyQuotes = true
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	var blocks []crawler.Block
	for len(blocks) < maxBlocks {
		source.start = reader.InputOffset()
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return blocks
		}
		if err != nil {
			return nil // an open quote that swallows the rest: better read as lines
		}
		for i, cell := range record {
			record[i] = strings.Join(strings.Fields(clean(cell)), " ")
		}
		if row := strings.Trim(strings.Join(record, "\t"), "\t"); row != "" {
			blocks = append(blocks, crawler.Block{Role: crawler.RoleRow, Text: row})
		}
	}
	rest := body[min(int(reader.InputOffset()), len(body)):]
	return append(blocks, lineBlocks(string(rest))...)
}

// records feeds a table's reader and fails when one record has become too long: a reader keeps three words a field.
type records struct {
	rest  []byte
	read  int64
	start int64 // where the present record began
}

func (r *records) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	if r.read-r.start > maxRecord {
		return 0, errRecord
	}
	n := copy(p[:min(len(p), 4096)], r.rest)
	r.rest = r.rest[n:]
	r.read += int64(n)
	return n, nil
}

var errRecord = errors.New("record is too long")

// separatorOf returns the separator of which most of the first lines hold the same number, 0 when it is no table.
func separatorOf(body []byte, columns int) rune {
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
	for _, separator := range []rune{'\t', ';', '|', ','} {
		counts := map[int]int{}
		for _, line := range lines {
			counts[countOutsideQuotes(line, byte(separator))]++
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
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var blocks []crawler.Block
	type level struct {
		object, value bool // value: the next token is one, not a key
		key           string
	}
	var open []level
	for len(blocks) < maxBlocks {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return blocks
		}
		if err != nil {
			if len(blocks) < 3 {
				return nil
			}
			return append(blocks, lineBlocks(string(body[min(int(decoder.InputOffset()), len(body)):]))...)
		}
		if delimiter, ok := token.(json.Delim); ok {
			switch delimiter {
			case '{', '[':
				if len(open) >= maxDepth {
					return nil
				}
				key := ""
				if len(open) > 0 {
					key = open[len(open)-1].key
					open[len(open)-1].value = false
				}
				open = append(open, level{object: delimiter == '{', key: key})
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
		}
		if line := keyValue(top.key, scalar(token)); line != "" {
			blocks = append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
		}
	}
	return blocks
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
			tag, more := tokens.TagName()
			element = string(tag[:min(len(tag), 4*maxKey)])
			element = element[strings.LastIndexByte(element, ':')+1:]
			if root == "" {
				root = element
			}
			tokens.NextIsNotRawText()
			for more {
				var key, value []byte
				key, value, more = tokens.TagAttr()
				if root == "feed" && string(key) == "href" {
					e.addLink(string(value), links)
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

func (e *Extraction) addLink(ref string, seen map[string]bool) {
	target, err := crawler.CanonicalURL(ref)
	if err != nil || seen[target] || len(e.Links) >= maxLinks {
		return
	}
	seen[target] = true
	e.Links = append(e.Links, crawler.Link{URL: target})
}
