package comments

import (
	"cmp"
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/classname"
	"ronda/crawler/dates"
	"ronda/crawler/structured"
	"ronda/crawler/words"
)

// author returns the name or handle that signs a post, "" when none is found.
func (s *Section) author(p comment, who int32, texts []int32) string {
	node := p.node
	if p.record != nil && (node < 0 || p.record.Author != "") {
		return p.record.Author
	}
	if name := s.authorAttr(node); name != "" {
		return name
	}
	if s.Doc.Nodes[node].Tag == atom.Dd {
		return s.termBefore(node)
	}
	member := ""
	for n := node + 1; n < s.Doc.Nodes[node].End; n++ {
		if s.owner[n] != who {
			continue
		}
		if s.Doc.Attr(n, "itemprop") == "author" {
			if name := structured.ItemName(s.View, n); name != "" {
				return name
			}
		}
		if s.Hints[n]&classname.Author != 0 || s.Doc.Attr(n, "rel") == "author" || s.Doc.Nodes[n].Tag == atom.Cite && s.Hints[s.Doc.Nodes[n].Parent]&classname.Quote == 0 {
			if name := s.ShortName(n); name != "" && !dates.HasClock(name) {
				return name
			}
		}
		if member == "" && s.Doc.Nodes[n].Tag == atom.A && s.Members[n] {
			member = s.ShortName(n)
		}
	}
	return cmp.Or(member, s.opening(node), s.firstLabel(texts))
}

// firstLabel is the first block of a post if it is as short as a name and others follow.
func (s *Section) firstLabel(texts []int32) string {
	const longest = 32
	if len(texts) < 2 {
		return ""
	}
	first := &s.Doc.Texts[texts[0]]
	if first.Role == crawler.RoleHeading || len(first.Text) > longest || dates.HasClock(first.Text) {
		return ""
	}
	return first.Text
}

// termBefore is the text of the dt before a dd.
func (s *Section) termBefore(node int) string {
	parent := s.Doc.Nodes[node].Parent
	for n := node - 1; n > parent; n-- {
		if s.Doc.Nodes[n].Tag == atom.Dt && s.Doc.Nodes[n].Parent == parent {
			return s.ShortName(n)
		}
	}
	return ""
}

// opening returns the words with which an unnamed post begins, up to its date: "Budi, Bantul 03-06-2019 09:14".
func (s *Section) opening(node int) string {
	line, _, _ := strings.Cut(s.Doc.NodeText(node), "\n")
	if !dates.HasClock(line) {
		return ""
	}
	end := dates.Start(line)
	if end <= 0 || end > boilerplate.LongestName {
		return ""
	}
	return strings.TrimRight(line[:end], " ,:-–|(")
}

// messageID recognises a message of a channel preview by the id that its page gives it: "channel/123" or a number.
func (s *Section) messageID(i int) (string, bool) {
	if id := s.Doc.Attr(i, "data-post"); id != "" {
		if channel, number, ok := strings.Cut(id, "/"); ok && channel != "" && words.IsNumber(number) {
			return id, true
		}
	}
	if s.Hints[i]&classname.Message == 0 {
		return "", false
	}
	for _, key := range [...]string{"data-message-id", "data-messageid", "data-msg-id"} {
		if id := s.Doc.Attr(i, key); id != "" {
			return id, true
		}
	}
	return "", false
}

// channel tells who sends a message, the message's id on the platform and its comment name on the page.
func (s *Section) channel(id string) (seller, platformID, comment string) {
	if channel, number, ok := strings.Cut(id, "/"); ok {
		return channel, id, number
	}
	return cmp.Or(s.Doc.Meta("og:title"), s.Heading()), "", id
}
