package plaintext

import (
	"strings"

	"ronda/crawler"
	"ronda/crawler/words"
)

// markdownBlocks reads the line marks of Markdown; what stands between is text.
func markdownBlocks(body string) []crawler.Block {
	var blocks []crawler.Block
	fenced, joins := false, false
	for line := range strings.Lines(body) {
		raw := strings.TrimRight(words.Clean(line), " \t\r\n")
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
