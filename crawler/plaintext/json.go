package plaintext

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"ronda/crawler"
	"ronda/crawler/words"
)

// jsonBlocks flattens JSON documents, one or many in a row, to lines "key: value"; nil when the body is not JSON.
func jsonBlocks(body []byte) []crawler.Block {
	blocks, read, err := flatten(body)
	switch {
	case errors.Is(err, errDepth), err != nil && len(blocks) < fewBlocks:
		return nil
	case err != nil:
		return append(blocks, lineBlocks(string(body[min(read, len(body)):]))...)
	}
	return blocks
}

// flatten returns the lines of JSON documents, and how many bytes it read before what the error tells of.
func flatten(body []byte) (blocks []crawler.Block, read int, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	err = jsonLines(decoder, func(line string) bool {
		blocks = append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
		return len(blocks) < maxBlocks
	})
	return blocks, int(decoder.InputOffset()), err
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
				cells = append(cells, words.Fold(scalar(token)))
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
