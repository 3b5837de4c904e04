package comments

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/classname"
	"ronda/crawler/dom"
	"ronda/crawler/words"
)

// candidate is a node that looks like a post.
type candidate struct {
	comment
	kind   classname.Hint
	signed bool  // names an author or a date
	above  int   // the candidate around it, -1 when none
	inner  int   // candidates directly inside
	within int   // bytes of text in candidates directly inside
	dates  int32 // text blocks outside of them with a time of day; known when one was asked for
	lists  bool  // they are several, of another shape
	same   bool  // it carries the number of the candidate around it: the same post
}

// byName finds the posts of a thread, comment section, guest book, group or channel, in page order.
func (s *Section) byName() []comment {
	found := s.split(s.named())
	s.nest(found)
	for i := range found {
		found[i].signed = found[i].signed || !found[i].same && s.signed(found, i)
	}
	var posts []int                               // unnamed ones: rows of data have such class names, too
	var counts, signed [classname.Message + 1]int // by kind
	for _, c := range found {
		counts[c.kind]++
		if c.signed {
			signed[c.kind]++
		}
		if c.kind == classname.Post && c.id == "" {
			posts = append(posts, c.node)
		}
	}
	data := len(posts) > 0 && s.rows(posts)
	var named []comment
	kept := make([]int, len(found)) // index of the kept candidate around or at each, -1 when none
	for i, c := range found {
		kept[i] = -1
		if c.above >= 0 {
			kept[i] = kept[c.above]
		}
		own := s.Stats[c.node].Text - c.within
		switch {
		case len(named) >= maxComments:
		case c.inner > 0 && own < 15 && (!c.signed || c.inner > 1):
			continue // only wraps the posts inside
		case c.lists && !c.signed:
			continue
		case c.same, c.kind == classname.Post && c.id == "" && data:
			continue
		case c.kind == classname.Post && (counts[classname.Post] < 2 || signed[classname.Post]*2 < counts[classname.Post]) && c.form != crawler.FormMessage:
			continue // the page's one article, or rows that nobody signed
		case c.kind == classname.Message && counts[classname.Message] < 2 && c.id == "":
			continue
		case kept[i] >= 0 && (!c.signed || !found[kept[i]].signed) && (c.id == "" || found[kept[i]].id == ""):
			continue // a box inside the same post
		case s.Stats[c.node].Text == 0 && !s.hasImage(c.node):
		default:
			kept[i] = i
			if named == nil {
				named = make([]comment, 0, min(len(found)-i, maxComments))
			}
			named = append(named, c.comment)
		}
	}
	return named
}

// named finds candidates by their item type, id, data attributes and class.
func (s *Section) named() []candidate {
	found := s.found[:0]
	defer func() { s.found = found }()
	for i := 1; i < len(s.Doc.Nodes); i++ {
		if s.Zones[i] >= boilerplate.Named {
			continue
		}
		n := &s.Doc.Nodes[i]
		switch n.Tag {
		case atom.A, atom.Body, atom.Html, atom.Main, atom.Form, atom.Time, atom.Span, atom.Button, atom.Option, atom.Select, atom.Textarea, atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.Meta, atom.Link:
			continue
		}
		c := candidate{comment: comment{node: i, form: crawler.FormPost}, above: -1}
		if id, ok := s.messageID(i); ok {
			c.kind, c.id, c.form = classname.Message, id, crawler.FormMessage
		} else {
			c.kind = s.Hints[i] & (classname.Comment | classname.Message | classname.Post)
			if n.Tag == atom.Dd && strings.Contains(s.Doc.Class(i), "comment") {
				c.kind = classname.Comment
			}
			id := s.Doc.ID(i)
			if kind := idKind(id); kind != 0 {
				c.kind, c.id = kind, id
			}
			kind := s.Doc.Attr(i, "itemtype")
			switch kind[strings.LastIndexByte(kind, '/')+1:] {
			case "Comment", "UserComments", "Answer", "Review":
				c.kind = classname.Comment
			case "DiscussionForumPosting", "SocialMediaPosting":
				c.kind = classname.Post
			}
			if c.kind == 0 {
				c.kind = s.dataKind(i)
			}
			if c.kind == 0 {
				continue
			}
			if c.kind&classname.Comment != 0 {
				c.kind = classname.Comment
			} else if c.kind&classname.Message != 0 {
				c.kind = classname.Message
			}
			c.id = cmp.Or(id, s.dataID(i))
		}
		found = append(found, c)
	}
	return found
}

// split finds the comments inside an element that is named after all of them, where they have no names of their own:
// neighbours of one shape, with at least a name and a text each.
func (s *Section) split(found []candidate) []candidate {
	if s.AnyHint&classname.Thread == 0 {
		return found
	}
	out := s.parted[:0]
	defer func() { s.parted = out }()
	next := 0 // in found
	for i := 1; i < len(s.Doc.Nodes); i++ {
		at := next
		for next < len(found) && found[next].node <= i {
			next++
		}
		if s.Hints[i]&classname.Thread == 0 || s.Zones[i] >= boilerplate.Named || next < len(found) && s.Doc.Within(found[next].node, i) {
			out = append(out, found[at:next]...)
			continue
		}
		inner := s.alike(i)
		if inner == nil {
			out = append(out, found[at:next]...)
			continue
		}
		for _, c := range inner {
			out = append(out, candidate{comment: comment{node: c, form: crawler.FormPost, id: s.Doc.ID(c)}, kind: classname.Comment, signed: true, above: -1})
		}
		i = s.Doc.Nodes[i].End - 1
	}
	return out
}

// alike returns the children of a node that hold two blocks or more, if all have one shape and they are several.
func (s *Section) alike(i int) []int {
	var inner []int
	for c := i + 1; c < s.Doc.Nodes[i].End; c = s.Doc.Nodes[c].End {
		n := &s.Doc.Nodes[c]
		if s.Stats[c].Text == 0 || dom.Heading(n.Tag) || n.Tag == atom.Form {
			continue
		}
		switch n.Tag {
		case atom.Ul, atom.Ol, atom.Div, atom.Li, atom.Article, atom.Section, atom.Table, atom.Tr:
		default:
			return nil
		}
		inner = append(inner, c)
	}
	if len(inner) == 1 { // a list around them
		return s.alike(inner[0])
	}
	for _, c := range inner {
		first := &s.Doc.Nodes[inner[0]]
		if n := &s.Doc.Nodes[c]; n.Tag != first.Tag || n.Class != first.Class || s.Stats[c].Blocks < 2 {
			return nil
		}
	}
	return inner
}

// idKind recognises ids such as "post-123", "comment_5", "p610021", "js-post-33107".
func idKind(id string) classname.Hint {
	digits := len(id) - len(words.TrimDigits(id))
	if digits == 0 {
		return 0
	}
	name := strings.ToLower(strings.TrimRight(id[:len(id)-digits], "-_."))
	for _, prefix := range [...]string{"js-", "li-", "div-", "x-", "wrap-"} {
		name = strings.TrimPrefix(name, prefix)
	}
	switch name {
	case "comment", "komentar", "reply", "balasan", "c", "cmt", "respon", "tanggapan":
		return classname.Comment
	case "post", "p", "pid", "entry", "topic", "thread", "t", "postid", "kiriman":
		if name == "p" && digits < 3 || name == "t" {
			return 0
		}
		return classname.Post
	case "msg", "message", "pesan", "m":
		return classname.Message
	}
	return 0
}

// dataID returns the id that scripts of the page use for a post.
func (s *Section) dataID(i int) string {
	for _, key := range [...]string{
		"data-post-id", "data-postid", "data-comment-id", "data-commentid", "data-message-id", "data-messageid",
		"data-msg-id", "data-review-id", "data-fullname", "data-pid", "data-id",
	} {
		if id := s.Doc.Attr(i, key); id != "" {
			return id
		}
	}
	return ""
}

// dataKind is what the id that scripts use for an element says that it is.
func (s *Section) dataKind(i int) classname.Hint {
	has := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(key string) bool { return s.Doc.Attr(i, key) != "" })
	}
	switch {
	case has("data-comment-id", "data-commentid"):
		return classname.Comment
	case has("data-message-id", "data-messageid", "data-msg-id"):
		return classname.Message
	}
	return 0
}

// number is the digits at the end of an id.
func number(id string) string {
	return id[len(words.TrimDigits(id)):]
}

// nest links every candidate to the one around it.
func (s *Section) nest(found []candidate) {
	var open []int
	for i := range found {
		for len(open) > 0 && !s.Doc.Within(found[i].node, found[open[len(open)-1]].node) {
			open = open[:len(open)-1]
		}
		if n := number(found[i].id); len(open) > 0 && n != "" && n == number(found[open[len(open)-1]].id) {
			found[i].same = true
			continue
		}
		if len(open) > 0 {
			found[i].above = open[len(open)-1]
			above := &found[found[i].above]
			above.inner++
			above.within += s.Stats[found[i].node].Text
			above.lists = above.inner > 1 && s.Doc.Nodes[found[i].node].Class != s.Doc.Nodes[above.node].Class
		}
		open = append(open, i)
	}
}

// signed reports whether a candidate holds an author's name or a date before the posts inside it.
func (s *Section) signed(found []candidate, k int) bool {
	i := found[k].node
	end := min(s.Doc.Nodes[i].End, i+60)
	if found[k].inner > 0 {
		end = min(end, s.firstInside(found, k))
	}
	if s.Members[i] && (found[k].inner == 0 || s.Doc.TextBefore(i, end) > 1) {
		return true
	}
	if s.Doc.Attr(i, "data-author") != "" {
		return true
	}
	for n := i + 1; n < end; n++ {
		if s.Hints[n]&(classname.Author|classname.Date) != 0 || s.Doc.Nodes[n].Tag == atom.Time || s.Doc.Attr(n, "rel") == "author" || s.Doc.Attr(n, "itemprop") == "author" {
			return true
		}
	}
	if !s.dated {
		s.dated = true
		s.candidateDates(found)
	}
	return found[k].dates > 0
}

// candidateDates counts the blocks with a time of day of each candidate without those of the candidates inside.
func (s *Section) candidateDates(found []candidate) {
	for i := range found {
		dates := s.Dates(found[i].node)
		found[i].dates += dates
		if above := found[i].above; above >= 0 {
			found[above].dates -= dates
		}
	}
}

// firstInside returns the node of the first candidate inside candidate k that is another post.
func (s *Section) firstInside(found []candidate, k int) int {
	for k++; found[k].same; k++ {
	}
	return found[k].node
}

func (s *Section) hasImage(i int) bool {
	for _, image := range s.Doc.Images {
		if s.Doc.Within(image.Node, i) {
			return true
		}
	}
	return false
}

// rows reports whether most of the nodes are records of one kind, whose dates are data: they hold long numbers.
func (s *Section) rows(nodes []int) bool {
	numbers := 0
	for _, i := range nodes {
		if words.CountDigits(s.Doc.NodeText(i)) >= 24 {
			numbers++
		}
	}
	return numbers*2 > len(nodes)
}
