package plaintext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"ronda/crawler/words"
)

// scanner writes literals of JavaScript as JSON, in one pass. What only a run of the script would tell is null. Its methods return false
// where the script is cut, or is none that they know: then what they wrote last may be the beginning of something.
type scanner struct {
	rest  []byte // of the script
	out   []byte
	room  int               // for out
	depth int               // of open lists
	bound map[string][]byte // names of values that are known
}

// list writes an object or array.
func (s *scanner) list(open byte) bool {
	if s.depth++; s.depth > maxDepth+1 {
		return false
	}
	s.out, s.rest = append(s.out, open), s.rest[1:]
	end := open + 2 // both in ASCII
	for first := len(s.out); !s.eat(end); s.eat(',') {
		comma := len(s.out)
		if comma > first {
			s.out = append(s.out, ',')
		}
		item := len(s.out)
		switch {
		case open == '{':
			if !s.field() {
				return false
			}
		case s.peek() == ',': // left out
			s.out = append(s.out, "null"...)
		case !s.value():
			return false
		}
		if len(s.out) == item {
			s.out = s.out[:comma]
		}
	}
	s.depth--
	s.out = append(s.out, end)
	return true
}

// field writes a name and its value; nothing for a method, or for names that have to be computed.
func (s *scanner) field() bool {
	start := len(s.out)
	switch c := s.peek(); {
	case c == '"' || c == '\'':
		if !s.quoted() {
			return false
		}
	case wordByte(c):
		name := s.word()
		if name == nil {
			return false
		}
		s.out = append(append(append(s.out, '"'), name...), '"')
	case c != '[' && c != '*':
		return false
	}
	if len(s.out) > start && s.eat(':') {
		s.out = append(s.out, ':')
		return s.value()
	}
	s.out = s.out[:start]
	return s.pass()
}

// value writes what stands in a list or behind a name.
func (s *scanner) value() bool {
	if len(s.out) > s.room {
		return false
	}
	start := len(s.out)
	switch c := s.peek(); {
	case c == '{' || c == '[':
		if !s.list(c) {
			return false
		}
	case c == '"' || c == '\'' || c == '`':
		if !s.quoted() {
			return false
		}
	case wordByte(c):
		word := s.word()
		if word == nil {
			return false
		}
		if known := s.bound[string(word)]; known != nil {
			s.out = append(s.out, known...)
		} else {
			s.out = appendWord(s.out, word)
		}
	case c != '(':
		return false
	}
	switch s.peek() {
	case 0, ',', '}', ']', ')':
		return true
	}
	s.out = append(s.out[:start], "null"...) // a call, a sum
	return s.pass()
}

// pass goes to the end of a value or method without writing it. It stops at a regular expression, for marks in it are none of strings.
func (s *scanner) pass() bool {
	for depth := 0; ; {
		switch c := s.peek(); {
		case c == '"' || c == '\'' || c == '`':
			if !s.passQuoted() {
				return false
			}
			continue
		case wordByte(c):
			if s.word() == nil {
				return false
			}
			continue
		case c == '(' || c == '[' || c == '{':
			depth++
		case depth == 0 && (c == ',' || c == ')' || c == ']' || c == '}'):
			return true
		case c == ')' || c == ']' || c == '}':
			depth--
		case c == 0 || c == '/':
			return false
		}
		s.rest = s.rest[1:]
	}
}

// peek returns the byte that comes next, behind white space and comments; 0 at the end.
func (s *scanner) peek() byte {
	for len(s.rest) > 0 {
		end := ""
		switch c := s.rest[0]; {
		case c <= ' ':
			s.rest = s.rest[1:]
			continue
		case c == '/' && bytes.HasPrefix(s.rest, []byte("/*")):
			end = "*/"
		case c == '/' && bytes.HasPrefix(s.rest, []byte("//")), c == '<' && bytes.HasPrefix(s.rest, []byte("<!--")):
			end = "\n"
		default:
			return c
		}
		_, s.rest, _ = bytes.Cut(s.rest[2:], []byte(end))
	}
	return 0
}

// eat passes over a byte if it comes next.
func (s *scanner) eat(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// word returns the name, number or constant that comes next, with its sign; nil where there is none, or where the script ends in it.
func (s *scanner) word() []byte {
	if !wordByte(s.peek()) {
		return nil
	}
	for n, c := range s.rest {
		if !wordByte(c) && (c != '/' || bytes.HasPrefix(s.rest[n:], []byte("//")) || bytes.HasPrefix(s.rest[n:], []byte("/*"))) {
			word := s.rest[:n]
			s.rest = s.rest[n:]
			return word
		}
	}
	s.rest = nil
	return nil
}

// wordByte reports whether a byte may stand in a name or number, or before it.
func wordByte(c byte) bool {
	return words.Letter(c) || words.Digit(c) || strings.IndexByte("_$.+-!", c) >= 0
}

// appendWord writes a number or a constant; null for all else.
func appendWord(out, word []byte) []byte {
	switch string(word) {
	case "!0":
		return append(out, "true"...)
	case "!1":
		return append(out, "false"...)
	}
	start := len(out)
	if digits, negative := bytes.CutPrefix(word, []byte("-")); negative {
		out, word = append(out, '-'), digits
	}
	if bytes.HasPrefix(word, []byte(".")) {
		out = append(out, '0')
	}
	if out = append(out, bytes.TrimSuffix(word, []byte("."))...); !json.Valid(out[start:]) {
		return append(out[:start], "null"...)
	}
	return out
}

// passQuoted passes over a string.
func (s *scanner) passQuoted() bool {
	start := len(s.out)
	ok := s.quoted()
	s.out = s.out[:start]
	return ok
}

// quoted writes a string; null for a template that holds what has to be computed.
func (s *scanner) quoted() bool {
	if c := s.peek(); c != '"' && c != '\'' && c != '`' {
		return false
	}
	mark, end := s.rest[0], 1
	for ; end < len(s.rest) && s.rest[end] != mark; end++ {
		switch {
		case s.rest[end] == '\n' && mark != '`':
			return false
		case s.rest[end] == '\\' && bytes.HasPrefix(s.rest[end:], []byte("\\\r\n")):
			end += 2
		case s.rest[end] == '\\':
			end++
		}
	}
	if end >= len(s.rest) || len(s.out)+end > s.room {
		return false
	}
	inside := s.rest[1:end]
	s.rest = s.rest[end+1:]
	if computed := bytes.LastIndex(inside, []byte("${")); mark == '`' && computed >= 0 {
		s.out = append(s.out, "null"...)
		return bytes.IndexByte(inside[computed:], '}') > 0 // otherwise it was the mark of a template inside
	}
	s.out = append(s.out, '"')
	for len(inside) > 0 {
		switch c := inside[0]; {
		case c == '\\':
			inside = inside[s.escape(inside[1:]):]
		case c == '"':
			s.out = append(s.out, '\\', '"')
		case c < ' ':
			s.out = append(s.out, ' ')
		default:
			s.out = append(s.out, c)
		}
		inside = inside[1:]
	}
	s.out = append(s.out, '"')
	return true
}

// escape writes what a backslash and the bytes behind it stand for, and returns how many these are.
func (s *scanner) escape(behind []byte) int {
	var digits []byte
	size := 1
	switch c := behind[0]; {
	case strings.IndexByte(`"\/bfnrt`, c) >= 0:
		s.out = append(s.out, '\\', c)
		return 1
	case bytes.HasPrefix(behind, []byte("\r\n")): // the line goes on
		return 2
	case c == '\r' || c == '\n':
		return 1
	case c < ' ' || c == 'v' || c == '0':
		s.out = append(s.out, ' ')
		return 1
	case c == 'x':
		size = 3
		digits = behind[1:min(size, len(behind))]
	case bytes.HasPrefix(behind, []byte("u{")):
		digits, _, _ = bytes.Cut(behind[2:min(2+len("10FFFF}"), len(behind))], []byte("}"))
		size = len("u{}") + len(digits)
	case c == 'u':
		size = 5
		digits = behind[1:min(size, len(behind))]
	}
	switch code, err := strconv.ParseUint(string(digits), 16, 32); {
	case err != nil || size > len(behind):
		s.out = append(s.out, behind[0])
		return 1
	case code <= 0xFFFF: // perhaps a half of a character
		s.out = fmt.Appendf(s.out, `\u%04x`, code)
	default:
		s.out = utf8.AppendRune(s.out, rune(code))
	}
	return size
}
