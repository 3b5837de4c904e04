// Package plaintext reads files that are text by themselves: dumps, pastes, chat logs, tables, JSON, Markdown, XML. Each becomes
// blocks that a judge can read line by line:
//
//	{"nik": "…", "nama": "Budi"}     paragraphs "nik: …" and "nama: Budi"
//	nik,nama↵…,Budi                  rows, cells parted by tabs
//	<nama>Budi</nama>                a paragraph "nama: Budi"
//
// Blocks reads a text that is held as a whole, Stream one of any size, within bounded memory. Both read whatever they are given: what is
// not of the format that it claims to be is read as lines. State reads the data that pages carry for their scripts.
package plaintext

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"ronda/crawler"
	"ronda/crawler/tables"
	"ronda/crawler/words"
)

// Format is how a text is written.
type Format uint8

// Formats of texts.
const (
	Plain Format = iota // perhaps a table or JSON all the same
	Markdown
	Table
	JSON
	XML
)

const (
	maxBlocks = 50_000
	maxLinks  = 5_000
	maxDepth  = 1_000 // of JSON; what is deeper is read as lines
	maxKey    = 80    // bytes of the name that stands before each value; the rest is dropped
)

// Columns with which a text is taken for a table.
const (
	fewestColumns = 2 // of one that says that it is a table
	manyColumns   = 3 // of any
)

// Blocks reads a text of any format but XML, which ReadXML reads.
func Blocks(body []byte, f Format) []crawler.Block {
	var blocks []crawler.Block
	switch f {
	case Table:
		blocks = tableBlocks(body, fewestColumns)
	case JSON:
		blocks = jsonBlocks(body)
	case Markdown:
		blocks = markdownBlocks(string(body))
	default:
		if looksLikeJSON(body) {
			blocks = jsonBlocks(body)
		}
		if blocks == nil {
			blocks = tableBlocks(body, manyColumns)
		}
	}
	if blocks == nil {
		blocks = lineBlocks(string(body))
	}
	return blocks
}

func looksLikeJSON(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

// lineBlocks makes a block of every line; lines that only wrap a sentence are joined.
func lineBlocks(body string) []crawler.Block {
	const shortest, longest = 60, 110 // where lines are wrapped by hand
	var blocks []crawler.Block
	before := 0 // length of the line before, 0 after an empty line
	for line := range strings.Lines(body) {
		text := words.Fold(line)
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

// tableBlocks reads separated values if the first lines agree on a separator and at least columns columns; else nil. Beyond
// maxBlocks rows, many stand in one block.
func tableBlocks(body []byte, columns int) []crawler.Block {
	separator := tables.Separator(body, columns)
	if separator == 0 {
		return nil
	}
	var blocks []crawler.Block
	var more []byte
	t := tables.NewReader(bytes.NewReader(body), separator)
	for {
		row, err := t.Next()
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

func keyValue(key, value string) string {
	value = words.Fold(value)
	if value == "" || key == "" {
		return value
	}
	return words.Fold(words.Cut(key, maxKey)) + ": " + value
}
