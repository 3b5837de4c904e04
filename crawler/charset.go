package crawler

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// prescan is how far into a page a meta element may declare its charset; the standard says 1024, real pages go further.
const prescan = 4096

// Text returns the page's body as valid UTF-8. A byte order mark decides, then what the Content-Type header and the page's
// meta elements declare, then what the bytes look like; windows-1252 is what remains, as in browsers. A body that is valid
// UTF-8 is returned without a copy. The error says which charset could not be decoded.
func (p *Page) Text() ([]byte, error) {
	body := p.Body
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return toValid(body[3:]), nil
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		return decode(utf16Marked, "utf-16", body)
	}
	if e := utf16Look(body); e != nil {
		return decode(e, "utf-16", body)
	}
	label := declaredCharset(p.Header, body)
	e, err := htmlindex.Get(label)
	if err != nil || e == encoding.Replacement {
		label = ""
	}
	name := ""
	if label != "" {
		name, _ = htmlindex.Name(e)
	}
	valid := utf8.Valid(body)
	switch name {
	case "utf-16le", "utf-16be":
		if !valid || bytes.IndexByte(body[:min(len(body), prescan)], 0) >= 0 {
			return decode(e, name, body)
		}
	case "iso-2022-jp": // escape sequences in plain ASCII, so validity proves nothing
		return decode(e, name, body)
	}
	if valid {
		// Also when another charset is declared: text in an 8-bit charset is valid UTF-8 only if it is ASCII.
		return body, nil
	}
	if name == "utf-8" || name == "" {
		if mostlyUTF8(body) {
			return toValid(body), nil
		}
		e, name = charmap.Windows1252, "windows-1252"
	}
	return decode(e, name, body)
}

// utf16Marked is UTF-16 whose byte order mark tells the order.
var utf16Marked = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)

func decode(e encoding.Encoding, name string, body []byte) ([]byte, error) {
	out, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	return toValid(out), nil
}

func toValid(body []byte) []byte {
	if utf8.Valid(body) {
		return body
	}
	return bytes.ToValidUTF8(body, []byte("\uFFFD"))
}

// mostlyUTF8 reports whether the invalid bytes are accidents in UTF-8 text (a cut character, a pasted word) rather than
// the sign of another charset.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good > bad
}

// utf16Look recognises UTF-16 without a mark by the zero bytes that Latin text leaves in every second place.
func utf16Look(body []byte) encoding.Encoding {
	head := body[:min(len(body), 512)]
	if len(head) < 8 {
		return nil
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*7/10 && zeros[0] < half/10:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] > half*7/10 && zeros[1] < half/10:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// declaredCharset returns the charset label of the header, else of a meta element or XML declaration near the start.
func declaredCharset(header http.Header, body []byte) string {
	if value := header.Get("Content-Type"); value != "" {
		if _, params, err := mime.ParseMediaType(value); err == nil {
			if _, err := htmlindex.Get(params["charset"]); err == nil {
				return params["charset"]
			}
		}
	}
	head := body[:min(len(body), prescan)]
	if len(head) >= 5 && bytes.EqualFold(head[:5], []byte("<?xml")) {
		end := max(bytes.IndexByte(head, '>'), 0)
		if label := labelAfter(lowerASCII(head[:end]), "encoding"); label != "" {
			return label
		}
	}
	for {
		start := bytes.IndexByte(head, '<')
		if start < 0 || len(head) < start+5 {
			return ""
		}
		if head = head[start+1:]; !bytes.EqualFold(head[:4], []byte("meta")) {
			continue
		}
		head = head[4:]
		tag := lowerASCII(head[:max(bytes.IndexByte(head, '>'), 0)])
		if label := labelAfter(tag, "charset"); label != "" {
			if strings.HasPrefix(label, "utf-16") {
				return "utf-8" // it was read as ASCII, so it is not UTF-16
			}
			return label
		}
	}
}

// lowerASCII returns a copy in which the letters of ASCII are small; the bytes may be of any charset.
func lowerASCII(s []byte) []byte {
	lower := bytes.Clone(s)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return lower
}

// labelAfter returns the value of key=value or key="value" inside a tag.
func labelAfter(tag []byte, key string) string {
	_, value, ok := bytes.Cut(tag, []byte(key))
	if !ok {
		return ""
	}
	value = bytes.TrimLeft(value, " \t\r\n")
	value, ok = bytes.CutPrefix(value, []byte("="))
	if !ok {
		return ""
	}
	value = bytes.TrimLeft(value, " \t\r\n\"'")
	if end := bytes.IndexAny(value, " \t\r\n\"';/>"); end >= 0 {
		value = value[:end]
	}
	return string(value)
}
