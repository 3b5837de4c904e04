package plaintext

import (
	"bytes"
	"errors"

	"ronda/crawler"
)

// Bounds of the data that is read of a page's scripts, in bytes of JSON: what lies beyond is cut.
const (
	maxScript  = 1 << 18 // of one script, so that none uses up the room of the others
	maxScripts = 1 << 20 // of all
)

// State reads the data that a page carries for its scripts: JSON, and what its programs assign to variables of the window. Where it
// breaks off, what was read before counts and the rest does not: a beginning of a number, or a value without its name, could not be hidden.
func State(bodies, programs [][]byte) []crawler.Block {
	var blocks []crawler.Block
	room := maxScripts
	read := func(data []byte) {
		lines, _, err := flatten(data)
		if room -= len(data); !errors.Is(err, errDepth) {
			blocks = append(blocks, lines...)
		}
	}
	for _, body := range bodies {
		body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
		body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("<!--")), []byte("-->"))
		read(bytes.TrimRight(body[:min(len(body), maxScript, room)], "0123456789+-.eE"))
	}
	for _, program := range programs {
		read(assigned(program, min(maxScript, room)))
	}
	return blocks
}

// assigned returns, as JSON in a row, the objects and arrays that a program's first statements put into variables of the window
// ("window.__STATE__ = {name: 'x'}", "var data = [1]"). Room bounds the bytes.
func assigned(program []byte, room int) []byte {
	s := scanner{rest: bytes.TrimPrefix(program, []byte("\uFEFF")), room: room}
	for s.target() && s.data() {
	}
	return s.out
}

// target goes to the value of the next assignment to a variable of the window, if it comes next.
func (s *scanner) target() bool {
	for s.separator() { // and directives, as "use strict"
	}
	for {
		word := s.word()
		switch name, _, _ := bytes.Cut(word, []byte(".")); string(name) {
		case "window", "self", "globalThis":
		case "var", "let", "const": // outside of functions, the same
			if s.word() == nil {
				return false
			}
		default:
			return false
		}
		for s.eat('[') {
			if !s.passQuoted() || !s.eat(']') {
				return false
			}
			if s.peek() == '.' {
				s.word()
			}
		}
		if !s.eat('=') {
			return false
		}
		if c := s.peek(); c != 'w' && c != 's' && c != 'g' { // window.a=window.b={}
			return true
		}
	}
}

// separator passes over what may stand between statements.
func (s *scanner) separator() bool {
	switch s.peek() {
	case ';', ',':
		s.rest = s.rest[1:]
		return true
	case '"', '\'':
		return s.passQuoted()
	}
	return false
}

// data writes an object or array, or that which a function returns that is called where it stands, the way repeated values are written
// once: (function(a,b){return {x:a,y:[a,b]}}("kata",1)). A lone string, number, truth value or nothing is passed over: of a setting, as a rule.
func (s *scanner) data() bool {
	for s.eat('(') {
	}
	if c := s.peek(); c == '{' || c == '[' {
		return s.list(c)
	}
	if s.peek() == '"' || s.peek() == '\'' {
		return s.passQuoted()
	}
	word := s.word()
	if out := appendWord(nil, word); string(word) == "null" || string(word) == "undefined" || len(word) > 0 && string(out) != "null" {
		return true
	}
	if string(word) != "function" || !s.eat('(') {
		return false
	}
	var names []string
	for !s.eat(')') {
		name := s.word()
		if name == nil {
			return false
		}
		names = append(names, string(name))
		s.eat(',')
	}
	if !s.eat('{') || string(s.word()) != "return" || s.peek() != '{' && s.peek() != '[' {
		return false
	}
	returned, start := s.rest, len(s.out)
	if s.list(s.peek()) { // only to see where it ends
		s.bind(names, start)
	}
	behind := s.rest
	s.rest, s.out, s.depth = returned, s.out[:start], 0
	defer func() { s.rest, s.bound = behind, nil }()
	return s.list(s.peek())
}

// bind reads the values that a function is called with.
func (s *scanner) bind(names []string, start int) {
	for s.eat(';') || s.eat('}') || s.eat(')') {
	}
	if !s.eat('(') {
		return
	}
	bound := make(map[string][]byte, len(names)) // not known to each other: else a page could ask for one value at thousands of places
	defer func() { s.bound = bound }()
	for _, name := range names {
		s.out = s.out[:start]
		if !s.value() {
			return
		}
		bound[name] = bytes.Clone(s.out[start:])
		s.eat(',')
	}
	for s.eat(')') {
	}
}
