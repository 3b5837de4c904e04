package site

import (
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
)

const longestName = 60

// author returns the name or handle that signs a post, "" when none is found.
func (v *view) author(p part, who int32, texts []int32) string {
	node := p.node
	if p.heard != nil && (node < 0 || p.heard.name != "") {
		return p.heard.name
	}
	for _, key := range [...]string{"data-author", "data-username", "data-author-name", "data-user"} {
		if name := v.doc.Attr(node, key); name != "" && len(name) <= longestName {
			return name
		}
	}
	if v.doc.Nodes[node].Tag == atom.Dd {
		return v.termBefore(node)
	}
	member := ""
	for n := node + 1; n < v.doc.Nodes[node].End; n++ {
		if v.owner[n] != who {
			continue
		}
		if v.doc.Attr(n, "itemprop") == "author" {
			if name := v.itemName(n); name != "" {
				return name
			}
		}
		if v.marks[n]&markAuthor != 0 || v.doc.Attr(n, "rel") == "author" || v.doc.Nodes[n].Tag == atom.Cite && v.marks[v.doc.Nodes[n].Parent]&markQuote == 0 {
			if name := v.shortName(n); name != "" && !hasClock(name) {
				return name
			}
		}
		if member == "" && v.doc.Nodes[n].Tag == atom.A && v.members[n] {
			member = v.shortName(n)
		}
	}
	return firstOf(member, v.opening(node), v.firstLabel(texts))
}

// firstLabel is the first block of a post if it is as short as a name and others follow.
func (v *view) firstLabel(texts []int32) string {
	const longest = 32
	if len(texts) < 2 {
		return ""
	}
	first := &v.doc.Texts[texts[0]]
	if first.Role == crawler.RoleHeading || len(first.Text) > longest || hasClock(first.Text) {
		return ""
	}
	return first.Text
}

// termBefore is the text of the dt before a dd.
func (v *view) termBefore(node int) string {
	parent := v.doc.Nodes[node].Parent
	for n := node - 1; n > parent; n-- {
		if v.doc.Nodes[n].Tag == atom.Dt && v.doc.Nodes[n].Parent == parent {
			return v.shortName(n)
		}
	}
	return ""
}

// shortName returns a node's text if it is short enough for a name, else that of the first link or name inside.
func (v *view) shortName(node int) string {
	name := oneLine(v.doc.NodeText(node))
	for n := node + 1; n < v.doc.Nodes[node].End && n < node+12; n++ {
		inner := oneLine(v.doc.NodeText(n))
		if inner == "" || len(inner) > longestName {
			continue
		}
		if v.marks[n]&markAuthor != 0 || v.doc.Nodes[n].Tag == atom.A || v.doc.Nodes[n].Tag == atom.Strong || v.doc.Nodes[n].Tag == atom.B {
			return inner
		}
	}
	if len(name) > longestName {
		return ""
	}
	return name
}

// opening returns the words with which an unnamed post begins, up to its date: "Budi, Bantul 03-06-2019 09:14".
func (v *view) opening(node int) string {
	line, _, _ := strings.Cut(v.doc.NodeText(node), "\n")
	if !hasClock(line) {
		return ""
	}
	end := dateStart(line)
	if end <= 0 || end > longestName {
		return ""
	}
	return strings.TrimRight(line[:end], " ,:-–|(")
}

// dateStart is where the first date or time begins in a line: digits joined to digits by a point, dash, slash or colon.
func dateStart(line string) int {
	start := -1
	for i := range len(line) {
		switch {
		case digit(line[i]):
			if start < 0 {
				start = i
			}
		case start >= 0 && i+1 < len(line) && strings.IndexByte("-/.:", line[i]) >= 0 && digit(line[i+1]):
			return start
		default:
			start = -1
		}
	}
	return -1
}

func oneLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(s)
}

// messageID recognises a message of a channel preview by the id that its page gives it: "channel/123" or a number.
func (v *view) messageID(i int) (string, bool) {
	if id := v.doc.Attr(i, "data-post"); id != "" {
		if channel, number, ok := strings.Cut(id, "/"); ok && channel != "" && isNumber(number) {
			return id, true
		}
	}
	if v.marks[i]&markMessage == 0 {
		return "", false
	}
	for _, key := range [...]string{"data-message-id", "data-messageid", "data-msg-id"} {
		if id := v.doc.Attr(i, key); id != "" {
			return id, true
		}
	}
	return "", false
}

// channel tells who sends a message, the message's id on the platform and its part name on the page.
func (v *view) channel(id string) (seller, platformID, part string) {
	if channel, number, ok := strings.Cut(id, "/"); ok {
		return channel, id, number
	}
	return firstOf(v.doc.Meta("og:title"), v.heading()), "", id
}

// hasClock reports whether a text tells a time of day or how long ago something was: people date posts so, records not.
func hasClock(s string) bool {
	const longest = 120 // of a text in which how long ago counts
	first := firstDigit(s)
	if first < 0 {
		return false
	}
	for i := first + 1; i+2 < len(s); i++ {
		if s[i] != ':' && s[i] != '.' || !digit(s[i-1]) || !digit(s[i+1]) || !digit(s[i+2]) || s[i+1] > '5' {
			continue
		}
		if rest := s[i+3:]; s[i] == ':' && (rest == "" || !digit(rest[0])) || strings.HasPrefix(rest, " WI") {
			return true // 09:14, 09.14 WIB
		}
	}
	return len(s) <= longest && tellsAgo(s)
}

// firstDigit returns where the first digit stands, -1 when there is none. Most texts have none, so eight bytes are looked
// at together: a byte below ten borrows from the bit above it when ten is taken away.
func firstDigit(s string) int {
	const ones, zeros, high = 0x0101010101010101, '0' * 0x0101010101010101, 0x80 * 0x0101010101010101
	i := 0
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		x ^= zeros
		if (x-10*ones)&^x&high != 0 {
			break
		}
	}
	for ; i < len(s); i++ {
		if digit(s[i]) {
			return i
		}
	}
	return -1
}

// tellsAgo reports whether a text says how long ago something was.
func tellsAgo(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if s[i-1] != ' ' {
			continue
		}
		switch s[i] | 0x20 {
		case 'l':
			if hasPrefixFold(s[i:], "lalu") && endsWithAny(s[:i-1], " yang", " yg", " jam", " menit", " hari") {
				return true
			}
		case 'a':
			if hasPrefixFold(s[i:], "ago") || hasPrefixFold(s[i:], "at") && endsWithAny(s[:i-1], "yesterday") {
				return true
			}
		case 'p':
			if hasPrefixFold(s[i:], "pukul") && endsWithAny(s[:i-1], "kemarin") {
				return true
			}
		}
	}
	return false
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func endsWithAny(s string, endings ...string) bool {
	for _, e := range endings {
		if len(s) >= len(e) && strings.EqualFold(s[len(s)-len(e):], e) {
			return true
		}
	}
	return false
}

// dated reports whether a block begins or ends with the time at which it was written.
func dated(s string) bool {
	const near = 80
	return hasClock(s[:min(len(s), near)]) || len(s) > near && hasClock(s[len(s)-near/2:])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
