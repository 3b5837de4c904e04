package plaintext

import (
	"bytes"
	"errors"

	"ronda/crawler"
)

// State reads the data that a page carries for its scripts (dom.Document.State): JSON, or a script that begins with an assignment of it. Where
// it breaks off, what was read before counts and the rest does not: without names of fields it could not be hidden.
func State(script []byte) []crawler.Block {
	if script = bytes.TrimSpace(script); len(script) == 0 || script[0] != '{' && script[0] != '[' {
		script = assigned(script)
	}
	blocks, _, err := flatten(script)
	if errors.Is(err, errDepth) {
		return nil
	}
	return blocks
}

// assigned returns, as JSON, the object or array that a script's first statement puts into a variable
// ("window.__STATE__ = {name: 'x'}"); nil where it puts nothing there, or what has to be computed. Names need no quotes and
// strings may have single ones, as scripts write them; a name in a value's place is null, and a call or a sum breaks the JSON off.
func assigned(script []byte) []byte {
	_, value, _ := bytes.Cut(script, []byte("="))
	value = bytes.TrimSpace(value)
	if len(value) == 0 || value[0] != '{' && value[0] != '[' {
		return nil
	}
	out := make([]byte, 0, len(value)+len(value)/8)
	for depth, i := 0, 0; i < len(value); {
		switch c := value[i]; {
		case c == '"' || c == '\'':
			end := stringEnd(value, i)
			out = appendString(out, value[i+1:end-1], c)
			i = end
		case wordByte(c):
			end := i
			for end < len(value) && wordByte(value[end]) {
				end++
			}
			out = appendWord(out, value[i:end], bytes.HasPrefix(bytes.TrimLeft(value[end:], " \t\r\n"), []byte(":")))
			i = end
		case bytes.HasPrefix(value[i:], []byte("!0")):
			out, i = append(out, "true"...), i+2
		case bytes.HasPrefix(value[i:], []byte("!1")):
			out, i = append(out, "false"...), i+2
		case c == '}' || c == ']':
			if last := len(bytes.TrimRight(out, " \t\r\n")); last > 0 && out[last-1] == ',' {
				out = out[:last-1] // scripts may end a list with one
			}
			out, i = append(out, c), i+1
			if depth--; depth == 0 {
				return out
			}
		default:
			if c == '{' || c == '[' {
				depth++
			}
			out, i = append(out, c), i+1
		}
	}
	return out
}

// stringEnd returns where the string that begins at i ends, behind its closing mark.
func stringEnd(s []byte, i int) int {
	for end := i + 1; end < len(s); end++ {
		switch s[end] {
		case '\\':
			end++
		case s[i]:
			return end + 1
		}
	}
	return len(s) + 1 // it is cut: what is there counts
}

// appendString writes the inside of a script's string as one of JSON.
func appendString(out, inside []byte, mark byte) []byte {
	out = append(out, '"')
	for i := 0; i < len(inside); i++ {
		switch c := inside[i]; {
		case c == '\\' && i+1 < len(inside):
			switch i++; inside[i] {
			case '\'':
				out = append(out, '\'')
			case 'x':
				out = append(out, `\u00`...)
			case '\n': // the line goes on
			default:
				out = append(out, '\\', inside[i])
			}
		case c == '"' && mark == '\'':
			out = append(out, '\\', '"')
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// appendWord writes a name, a number or a constant. What only a run of the script would tell is null.
func appendWord(out, word []byte, name bool) []byte {
	switch {
	case name:
		return append(append(append(out, '"'), word...), '"')
	case word[0] >= '0' && word[0] <= '9' || word[0] == '-' || word[0] == '.':
		return append(out, word...)
	}
	switch string(word) {
	case "true", "false", "null":
		return append(out, word...)
	}
	return append(out, "null"...)
}

// wordByte reports whether a byte may stand in a name or a number without quotes.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '.' || c == '-' || c == '+' || c >= 0x80
}
