// Package tokenizer cuts an HTML page into tags and text, without a tree and almost without copying:
//
//	t := tokenizer.Tokenizer{}
//	t.Begin([]byte("<p class=a>satu &amp; dua"))
//	t.Next()         // html.StartTagToken; Name and Attribute tell more
//	t.Next()         // html.TextToken; Text is "satu & dua"
//
// It is held in tests against the Tokenizer of golang.org/x/net/html, and differs from it only in speed.
package tokenizer

import (
	"bytes"

	"golang.org/x/net/html"
)

// Tokenizer cuts a page into tags and text exactly as the Tokenizer of golang.org/x/net/html does, which is held against it in
// tests: but it reads from memory, copies nothing that need not be rewritten, and passes over what nobody asks for. Its
// slices are parts of the page or valid until the next token.
type Tokenizer struct {
	src   []byte
	pos   int
	token html.TokenType

	data  []byte // text, or the name of a tag
	plain bool   // text without character references
	raw   string // the element in which all is text up to its end tag, "" for none
	nul   bool   // NUL bytes in the text are to be replaced
	odd   bool   // the page has carriage returns or NUL bytes
	attrs []rawAttribute
	asked int             // attributes returned
	seen  map[string]bool // keys of a tag with many attributes

	scratch []byte // what had to be rewritten of the present token
}

type rawAttribute struct{ key, value span }

// span is a stretch of the page.
type span struct{ start, end int32 }

func (s span) len() int { return int(s.end - s.start) }

// Begin goes to the beginning of a page.
func (s *Tokenizer) Begin(src []byte) {
	s.src, s.odd = src, bytes.IndexByte(src, '\r') >= 0 || bytes.IndexByte(src, 0) >= 0
}

// Forget leaves the page, and gives up more room than most pages need. What is left of the room holds no word of a page.
func (s *Tokenizer) Forget() {
	const mostAttributes, mostScratch = 1 << 12, 1 << 18
	if cap(s.attrs) > mostAttributes {
		s.attrs = nil
	}
	if cap(s.scratch) > mostScratch {
		s.scratch = nil
	}
	clear(s.scratch[:cap(s.scratch)])
	*s = Tokenizer{attrs: s.attrs[:0], scratch: s.scratch[:0]}
}

func (s *Tokenizer) part(of span) []byte { return s.src[of.start:of.end] }

// manyAttributes is from where on repeated attributes are looked up in a map, so that the cost stays linear.
const manyAttributes = 16

// What a byte means in a tag.
const (
	endsName = 1 << iota // white space, / and >
	endsKey              // these and =
	changes              // capital letters and NUL
)

var tagBytes = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case space(byte(c)), c == '/', c == '>':
			t[c] = endsName | endsKey
		case c == '=':
			t[c] = endsKey
		case 'A' <= c && c <= 'Z', c == 0:
			t[c] = changes
		}
	}
	return t
}()

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' }

func latin(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// Done reports whether the page has come to its end.
func (s *Tokenizer) Done() bool { return s.token == html.ErrorToken }

// Next goes to the next token. What is cut off in the middle of a tag ends the page.
func (s *Tokenizer) Next() html.TokenType {
	s.scratch = s.scratch[:0]
	s.token = s.read()
	return s.token
}

func (s *Tokenizer) read() html.TokenType {
	if s.raw != "" {
		if s.data = s.rawText(); len(s.data) > 0 {
			s.nul = true
			return html.TextToken
		}
	}
	s.plain, s.nul = false, false
	start := s.pos
	for at := start; ; {
		n := 0
		if at < len(s.src) && s.src[at] != '<' {
			n = bytes.IndexByte(s.src[at:], '<')
		}
		if n < 0 || at+n+1 >= len(s.src) {
			s.pos = len(s.src)
			break
		}
		at += n
		c := s.src[at+1]
		if !latin(c) && c != '/' && c != '!' && c != '?' {
			at++
			continue
		}
		if at > start {
			s.pos = at
			break
		}
		switch {
		case latin(c):
			return s.startTag(at + 1)
		case c != '/':
			return s.comment(at + 1)
		case at+2 == len(s.src):
			s.pos = len(s.src)
		case s.src[at+2] == '>':
			s.pos = at + 3
			return html.CommentToken
		case latin(s.src[at+2]):
			if !s.tag(at+2, false) {
				return html.ErrorToken
			}
			return html.EndTagToken
		default:
			return s.until(at + 2)
		}
		break
	}
	if s.pos == start {
		return html.ErrorToken
	}
	s.data = s.src[start:s.pos]
	return html.TextToken
}

// until passes over a comment that a > ends.
func (s *Tokenizer) until(at int) html.TokenType {
	n := bytes.IndexByte(s.src[at:], '>')
	if n < 0 {
		s.pos = len(s.src)
	} else {
		s.pos = at + n + 1
	}
	return html.CommentToken
}

// comment passes over a comment or declaration; at is behind the <.
func (s *Tokenizer) comment(at int) html.TokenType {
	if !bytes.HasPrefix(s.src[at:], []byte("!--")) {
		return s.until(at + 1)
	}
	dashes, beginning := 0, true
	for at += 3; at < len(s.src); at++ {
		c := s.src[at]
		switch {
		case c == '-':
			dashes++
			continue
		case c == '>' && (dashes >= 2 || beginning):
			s.pos = at + 1
			return html.CommentToken
		case c == '!' && dashes >= 2 && at+1 < len(s.src):
			if at++; s.src[at] == '>' {
				s.pos = at + 1
				return html.CommentToken
			}
			if s.src[at] == '-' {
				dashes, beginning = 1, false
				continue
			}
		}
		dashes, beginning = 0, false
	}
	s.pos = len(s.src)
	return html.CommentToken
}

func (s *Tokenizer) startTag(at int) html.TokenType {
	if !s.tag(at, true) {
		return html.ErrorToken
	}
	switch len(s.data) {
	case 3, 5, 6, 7, 8, 9:
		switch string(s.data) {
		case "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp":
			s.raw = string(s.data)
		}
	}
	last := s.pos - 2
	if s.src[last] != '/' {
		return html.StartTagToken
	}
	if n := len(s.attrs); n > 0 { // <p a=/> is open
		if v := s.attrs[n-1].value; v.len() > 0 && int(v.end) == last+1 {
			return html.StartTagToken
		}
	}
	return html.SelfClosingTagToken
}

// tag reads a tag whose name begins at at. It returns false when the page ends inside.
func (s *Tokenizer) tag(at int, keep bool) bool {
	s.attrs, s.asked = s.attrs[:0], 0
	src := s.src
	start := at
	var seen uint8
	for at < len(src) && tagBytes[src[at]]&endsName == 0 {
		seen |= tagBytes[src[at]]
		at++
	}
	if s.data = src[start:at]; seen&changes != 0 {
		s.data = s.lower(s.data)
	}
	for {
		for at < len(src) && space(src[at]) {
			at++
		}
		if at >= len(src) {
			s.pos = len(src)
			return false
		}
		if src[at] == '>' {
			s.pos = at + 1
			return true
		}
		var a rawAttribute
		a.key, at = attributeKey(src, at)
		a.value, at = attributeValue(src, at)
		if keep && a.key.len() > 0 && !s.repeats(s.part(a.key)) {
			s.attrs = append(s.attrs, a)
		}
	}
}

func attributeKey(src []byte, at int) (span, int) {
	start := at
	if at < len(src) && src[at] == '=' {
		at++
	}
	for at < len(src) && tagBytes[src[at]]&endsKey == 0 {
		at++
	}
	return span{int32(start), int32(at)}, at
}

func attributeValue(src []byte, at int) (span, int) {
	for at < len(src) && space(src[at]) {
		at++
	}
	switch {
	case at < len(src) && src[at] == '/':
		return span{}, at + 1
	case at >= len(src) || src[at] != '=':
		return span{}, at
	}
	for at++; at < len(src) && space(src[at]); at++ {
	}
	if at >= len(src) || src[at] == '>' {
		return span{}, at
	}
	if quote := src[at]; quote == '"' || quote == '\'' {
		at++
		n := bytes.IndexByte(src[at:], quote)
		if n < 0 {
			return span{}, len(src)
		}
		return span{int32(at), int32(at + n)}, at + n + 1
	}
	start := at
	for at < len(src) && src[at] != '>' && !space(src[at]) {
		at++
	}
	return span{int32(start), int32(at)}, at
}

// repeats reports whether the tag has the attribute already: the first one counts.
func (s *Tokenizer) repeats(key []byte) bool {
	if len(s.attrs) < manyAttributes {
		for i := range s.attrs {
			if other := s.attrs[i].key; other.len() == len(key) && sameName(s.part(other), key) {
				return true
			}
		}
		return false
	}
	if len(s.attrs) == manyAttributes {
		s.seen = map[string]bool{}
		for i := range s.attrs {
			s.seen[lowerASCII(s.part(s.attrs[i].key))] = true
		}
	}
	name := lowerASCII(key)
	if s.seen[name] {
		return true
	}
	s.seen[name] = true
	return false
}

// sameName compares names as ASCII letters of any case.
func sameName(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if c != b[i] && (c|0x20 != b[i]|0x20 || !latin(c)) {
			return false
		}
	}
	return true
}

func lowerASCII(s []byte) string { return string(appendLower(nil, s)) }

func appendLower(dst, s []byte) []byte {
	for _, c := range s {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// Name returns the lower-case name of a tag and whether it has attributes.
func (s *Tokenizer) Name() ([]byte, bool) { return s.data, len(s.attrs) > 0 }

// Attribute returns the next attribute of a tag, its key in lower case and its value without character references, and
// whether there are more.
func (s *Tokenizer) Attribute() (key, value []byte, more bool) {
	a := &s.attrs[s.asked]
	s.asked++
	value = s.part(a.value)
	if s.odd {
		value = withoutNUL(newlines(value))
	}
	if bytes.IndexByte(value, '&') >= 0 {
		start := len(s.scratch)
		s.scratch = unescape(s.scratch, value, true)
		value = s.scratch[start:]
	}
	return s.lower(s.part(a.key)), value, s.asked < len(s.attrs)
}

// lower returns a name in lower case.
func (s *Tokenizer) lower(name []byte) []byte {
	for _, c := range name {
		if tagBytes[c]&changes != 0 {
			start := len(s.scratch)
			s.scratch = appendLower(s.scratch, withoutNUL(name))
			return s.scratch[start:]
		}
	}
	return name
}

// Text returns the text of a token without character references. That of a script is a part of the page or a copy, and stays what it is.
func (s *Tokenizer) Text() []byte {
	text := s.data
	if s.odd {
		text = newlines(text)
		if s.nul {
			text = withoutNUL(text)
		}
	}
	if s.plain || bytes.IndexByte(text, '&') < 0 {
		return text
	}
	start := len(s.scratch)
	s.scratch = unescape(s.scratch, text, false)
	return s.scratch[start:]
}

// AsMarkup has the content of the element that has just begun read like that of any other.
func (s *Tokenizer) AsMarkup() { s.raw = "" }

// rawText returns the content of an element in which all is text.
func (s *Tokenizer) rawText() []byte {
	rest := s.src[s.pos:]
	n := len(rest)
	switch s.raw {
	case "plaintext":
	case "script":
		n = scriptEnd(rest)
	default:
		for at := 0; ; at += 2 {
			k := bytes.Index(rest[at:], []byte("</"))
			if k < 0 {
				break
			}
			if at += k; endsRaw(rest[at:], s.raw) {
				n = at
				break
			}
		}
	}
	s.plain = s.raw != "textarea" && s.raw != "title"
	s.raw = ""
	s.pos += n
	return rest[:n]
}

// endsRaw reports whether s, which begins with "</", is the end tag of an element.
func endsRaw(s []byte, name string) bool {
	end := 2 + len(name)
	return len(s) > end && sameName(s[2:end], []byte(name)) && (space(s[end]) || s[end] == '/' || s[end] == '>')
}

// scriptEnd returns where the end tag of a script begins. Inside <!-- --> another <script> hides the next end tag.
func scriptEnd(s []byte) int {
	const script = "script"
	escaped, double, dashes := false, false, 0
	for at := 0; at < len(s); at++ {
		if !escaped {
			n := bytes.IndexByte(s[at:], '<')
			if n < 0 {
				return len(s)
			}
			at += n
		}
		c, next := s[at], byte(0)
		if at+1 < len(s) {
			next = s[at+1]
		}
		switch {
		case c == '<' && next == '/' && double:
			if endsRaw(s[at:], script) {
				double = false
				at += len("</script")
			} else {
				at++
			}
			dashes = 0
		case c == '<' && next == '/':
			if endsRaw(s[at:], script) {
				return at
			}
			at++
			dashes = 0
		case c == '<' && !escaped:
			if bytes.HasPrefix(s[at:], []byte("<!--")) {
				escaped, dashes = true, 2
				at += 3
			}
		case c == '<' && !double && latin(next):
			if endsRaw(s[at-1:], script) {
				double = true
				at += len(script) + 1
			}
			dashes = 0
		case c == '<' && !double:
			escaped = false
		case c == '-':
			dashes++
		case c == '>' && dashes >= 2:
			escaped, double = false, false
		default:
			dashes = 0
		}
	}
	return len(s)
}
