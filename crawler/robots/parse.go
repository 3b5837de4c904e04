package robots

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

const (
	// maxBytes is the part of a file that counts; RFC 9309 section 2.5 demands at least 500 KiB.
	maxBytes = 500 << 10
	// maxLine is the part of a line that counts: eight times the longest URL that browsers took, as in Google's parser.
	maxLine = 8 * 2083
	// maxDelay keeps absurd delays from overflowing a time.Duration.
	maxDelay = 30 * 24 * time.Hour
)

// Parse reads a robots.txt file. It never fails: what is not understood is skipped, as the RFC asks. Only the first
// 500 KiB count, and a line that this limit cuts does not. Byte order marks, UTF-16, and all three line endings are taken.
func Parse(body []byte) *File {
	p := parser{file: &File{named: make(map[string]*agent)}, inRules: true}
	body = toUTF8(body)
	number := 0
	for len(body) > 0 {
		line, rest, whole := cutLine(body)
		if !whole {
			break
		}
		body = rest
		number++
		p.line(line, number)
	}
	for _, g := range p.groups {
		slices.SortFunc(g.rules, func(a, b rule) int {
			switch {
			case a.decidesBefore(&b):
				return -1
			case b.decidesBefore(&a):
				return 1
			}
			return 0
		})
	}
	return p.file
}

// toUTF8 removes the byte order mark, also one that lost its last bytes, and cuts the text to maxBytes plus one, so that a
// line which the limit cuts is known as such.
func toUTF8(body []byte) []byte {
	body = body[:min(len(body), maxBytes+1)]
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(body, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(body, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		for _, mark := range []byte{0xEF, 0xBB, 0xBF} {
			if len(body) == 0 || body[0] != mark {
				break
			}
			body = body[1:]
		}
		return body
	}
	units := make([]uint16, 0, len(body)/2)
	for i := 2; i+1 < len(body); i += 2 {
		units = append(units, order.Uint16(body[i:]))
	}
	text := []byte(string(utf16.Decode(units)))
	return text[:min(len(text), maxBytes+1)]
}

// cutLine splits the first line off; whole is false when the size limit cut it.
func cutLine(body []byte) (line, rest []byte, whole bool) {
	i := bytes.IndexAny(body, "\r\n")
	if i < 0 {
		return body, nil, len(body) <= maxBytes
	}
	next := i + 1
	if body[i] == '\r' && next < len(body) && body[next] == '\n' {
		next++
	}
	return body[:i], body[next:], true
}

// parser carries the state between lines.
type parser struct {
	file    *File
	groups  []*group // the last one is being read
	waiting []*agent // named in this group since its last Crawl-delay
	inRules bool     // the next User-agent line opens a group
}

func (p *parser) line(line []byte, number int) {
	long := len(line) > maxLine
	key, value, ok := keyValue(string(line[:min(len(line), maxLine)]))
	if !ok {
		return
	}
	switch directive(key) {
	case "user-agent":
		p.address(value)
	case "allow":
		if long {
			// A cut pattern covers more than its author wrote: tolerable for a prohibition, not for a permission.
			value = ""
		}
		p.rule(true, value, number)
	case "disallow":
		p.rule(false, value, number)
	case "crawl-delay":
		p.delay(value)
	}
}

// address opens a group or widens the one whose rules have not begun yet.
func (p *parser) address(value string) {
	if p.inRules {
		p.groups, p.waiting, p.inRules = append(p.groups, &group{}), nil, false
	}
	a := p.named(value)
	if a == nil {
		return
	}
	p.waiting = append(p.waiting, a)
	if g := p.groups[len(p.groups)-1]; len(a.groups) == 0 || a.groups[len(a.groups)-1] != g {
		a.groups = append(a.groups, g)
	}
}

// named returns the agent that a User-agent value means, nil when it holds no product token.
func (p *parser) named(value string) *agent {
	if strings.HasPrefix(value, "*") && (len(value) == 1 || value[1] == ' ' || value[1] == '\t') {
		if p.file.all == nil {
			p.file.all = &agent{}
		}
		return p.file.all
	}
	token := strings.ToLower(productToken(value))
	if token == "" {
		return nil
	}
	a, ok := p.file.named[token]
	if !ok {
		a = &agent{}
		p.file.named[token] = a
	}
	return a
}

// rule adds a rule to the group. An empty pattern matches nothing, yet it begins the group's rules.
func (p *parser) rule(allow bool, value string, number int) {
	p.inRules = true
	if value == "" || len(p.groups) == 0 {
		return
	}
	g := p.groups[len(p.groups)-1]
	r := newRule(allow, value, number)
	g.rules = append(g.rules, r)
	// As in Google's parser, permission for a folder's index page is permission for the folder's own address.
	if i := strings.LastIndexByte(value, '/'); allow && i >= 0 && strings.HasPrefix(value[i:], "/index.htm") {
		r.pattern = escapePattern(value[:i+1] + "$")
		g.rules = append(g.rules, r)
	}
}

// delay does not begin the rules: other records must not change how groups are read (RFC 9309 section 2.2.4).
func (p *parser) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 {
		return
	}
	d := maxDelay
	if seconds < maxDelay.Seconds() {
		d = time.Duration(seconds * float64(time.Second))
	}
	for _, a := range p.waiting {
		a.delay, a.hasDelay = max(a.delay, d), true
	}
	p.waiting = nil
}

// keyValue splits a line at its colon. Some authors forget the colon: white space stands in for it when it leaves exactly
// two words.
func keyValue(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	line = strings.Trim(line, " \t\v\f\x00")
	key, value, ok = strings.Cut(line, ":")
	if !ok {
		i := strings.IndexAny(line, " \t")
		if i < 0 {
			return "", "", false
		}
		key, value = line[:i], strings.TrimLeft(line[i:], " \t")
		if strings.ContainsAny(value, " \t") {
			return "", "", false
		}
	}
	key = strings.TrimSpace(key)
	return key, strings.TrimSpace(value), key != ""
}

// directive returns the directive that key means. Keys count by their beginning, and common typing errors are taken, as
// in Google's parser.
func directive(key string) string {
	for _, d := range [...]struct{ spelling, name string }{
		{"user-agent", "user-agent"},
		{"useragent", "user-agent"},
		{"user agent", "user-agent"},
		{"allow", "allow"},
		{"disallow", "disallow"},
		{"dissallow", "disallow"},
		{"dissalow", "disallow"},
		{"disalow", "disallow"},
		{"diasllow", "disallow"},
		{"disallaw", "disallow"},
		{"crawl-delay", "crawl-delay"},
		{"crawldelay", "crawl-delay"},
		{"crawl delay", "crawl-delay"},
	} {
		if len(key) >= len(d.spelling) && strings.EqualFold(key[:len(d.spelling)], d.spelling) {
			return d.name
		}
	}
	return ""
}

// productToken returns the leading letters, hyphens and underscores of a User-agent value: versions and remarks behind
// the token do not count.
func productToken(value string) string {
	for i := range len(value) {
		c := value[i]
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && c != '_' {
				return value[:i]
			}
		}
	}
	return value
}
