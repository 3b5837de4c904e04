package robots

import (
	"fmt"
	"strings"
)

// rule is one Allow or Disallow line.
type rule struct {
	allow   bool
	pattern string // octets outside ASCII percent-encoded, hex digits in upper case
	loose   string // of a Disallow: the pattern with unreserved octets decoded (RFC 9309 section 2.2.2)
	text    string // as Decision shows it
	line    int
}

func newRule(allow bool, value string, line int) rule {
	value = strings.Clone(value) // of its line, which may be mostly a remark
	r := rule{allow: allow, pattern: escapePattern(value), line: line}
	if allow {
		r.text = "Allow: " + printable(value)
	} else {
		r.text = "Disallow: " + printable(value)
		r.loose = decodeUnreserved(r.pattern)
	}
	return r
}

// decidesBefore orders rules: the longest pattern first, then Allow, then the place in the file.
func (r *rule) decidesBefore(other *rule) bool {
	switch {
	case len(r.pattern) != len(other.pattern):
		return len(r.pattern) > len(other.pattern)
	case r.allow != other.allow:
		return r.allow
	default:
		return r.line < other.line
	}
}

// matches tells whether the rule covers a path. Google compares the path's octets as they came, the RFC after decoding
// unreserved ones: a prohibition holds under either reading, a permission needs the former.
func (r *rule) matches(path, decoded string) bool {
	if match(r.pattern, path) {
		return true
	}
	if r.allow || (r.loose == r.pattern && decoded == path) {
		return false
	}
	return match(r.loose, decoded)
}

// match compares a path with a pattern in which "*" stands for any octets and a final "$" for the path's end. Taking
// each part between stars at its first occurrence is enough to find a match if there is one, so nothing is tried twice
// and the cost is linear.
func match(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	part, pattern, star := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, part) {
		return false
	}
	path = path[len(part):]
	for star {
		part, pattern, star = strings.Cut(pattern, "*")
		if !star && anchored {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return !anchored || path == ""
}

// escapePattern percent-encodes octets outside ASCII and writes existing escapes in upper case.
func escapePattern(s string) string {
	clean := true
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] == '%' {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x80:
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '%' && isEscape(s[i:]):
			b.WriteString(strings.ToUpper(s[i : i+3]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// decodeUnreserved decodes the escapes of letters, digits and "-._~", which mean the same in either form.
func decodeUnreserved(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && isEscape(s[i:]) {
			if c := unhex(s[i+1])<<4 | unhex(s[i+2]); isUnreserved(c) {
				b.WriteByte(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isEscape(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&0x5f - 'A' + 10
}

func isUnreserved(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-._~", c) >= 0
}

// printable returns the value as written, with control characters and broken UTF-8 escaped: it goes to terminals, and
// the file's author is a stranger.
func printable(value string) string {
	var b strings.Builder
	for i, r := range value {
		switch {
		case r == '\uFFFD' && !strings.HasPrefix(value[i:], "\uFFFD"):
			fmt.Fprintf(&b, "%%%02X", value[i])
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			fmt.Fprintf(&b, "%%%02X", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
