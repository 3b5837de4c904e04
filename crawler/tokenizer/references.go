package tokenizer

import (
	"bytes"

	"golang.org/x/net/html"

	"ronda/crawler/words"
)

func withoutNUL(s []byte) []byte {
	if bytes.IndexByte(s, 0) < 0 {
		return s
	}
	return bytes.ReplaceAll(s, []byte{0}, []byte("\uFFFD"))
}

// newlines writes every line break as one line feed.
func newlines(s []byte) []byte {
	if bytes.IndexByte(s, '\r') < 0 {
		return s
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(s, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

// unescape appends s with its character references replaced. In attributes those that end without a semicolon count only
// as whole words, and never before an equals sign, for &copy=1 is a parameter.
func unescape(dst, s []byte, attribute bool) []byte {
	for {
		at := bytes.IndexByte(s, '&')
		if at < 0 {
			return append(dst, s...)
		}
		dst, s = append(dst, s[:at]...), s[at:]
		n := referenceEnd(s)
		ref := s[:n]
		switch {
		case n == 1:
			dst = append(dst, '&')
		case commonReference(ref) != "":
			dst = append(dst, commonReference(ref)...)
		case attribute && s[1] != '#' && s[n-1] != ';' && n < len(s) && s[n] == '=':
			dst = append(dst, ref...)
		default:
			plain := html.UnescapeString(string(ref))
			if k := len(plain) - 1; attribute && s[1] != '#' && k >= 1 && plain[k] == ref[n-1] {
				dst = append(dst, ref...) // only its beginning is a name
			} else {
				dst = append(dst, plain...)
			}
		}
		s = s[n:]
	}
}

// commonReference returns what most references stand for, "" for others.
func commonReference(ref []byte) string {
	switch string(ref) {
	case "&amp;":
		return "&"
	case "&lt;":
		return "<"
	case "&gt;":
		return ">"
	case "&quot;", "&#34;":
		return `"`
	case "&apos;", "&#39;":
		return "'"
	case "&nbsp;":
		return "\u00a0"
	}
	return ""
}

// referenceEnd returns the length of the character reference that s may begin with, the ampersand included.
func referenceEnd(s []byte) int {
	n := 1
	if n < len(s) && s[n] == '#' {
		n++
		if n < len(s) && s[n]|0x20 == 'x' {
			n++
		}
	}
	for n < len(s) && (latin(s[n]) || words.Digit(s[n])) {
		n++
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	return n
}
