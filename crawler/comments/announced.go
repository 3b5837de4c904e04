package comments

import (
	"golang.org/x/net/html/atom"

	"ronda/crawler/boilerplate"
	"ronda/crawler/byline"
	"ronda/crawler/classname"
	"ronda/crawler/dom"
	"ronda/crawler/records"
	"ronda/crawler/words"
)

// Where a page says that comments follow, or asks for another one, fewer records make comments: two, a single one, and those that
// nobody signed.

// announced reports whether a group is headed as comments, stands in an element that is named after them, or has a form for another
// one behind it.
func (c *finder) announced(node int, group []records.Record) bool {
	const levels = 3 // around it
	first := group[0].First
	return c.headed(first) || c.counted(first, len(group)) || c.NamedAs(node, classname.Thread, levels) || c.formAfter(group[len(group)-1].End)
}

// headed reports whether one of the two blocks before a text block is a heading of comments; between them may stand how they are
// sorted.
func (c *finder) headed(first int32) bool {
	for b := first - 1; b >= max(first-2, 0); b-- {
		if byline.AnnouncesComments(c.Doc.Texts[b].Text) {
			return true
		}
	}
	return false
}

// counted reports whether the block before a text block tells how many comments there are.
func (c *finder) counted(first int32, comments int) bool {
	const longest = 40
	if first == 0 {
		return false
	}
	head := c.Doc.Texts[first-1].Text
	at := words.FirstDigit(head)
	if at < 0 || len(head) > longest {
		return false
	}
	number := 0
	for ; at < len(head) && words.Digit(head[at]); at++ {
		number = min(number*10+int(head[at]-'0'), 1_000_000)
	}
	return number >= comments && number <= 2*comments+2
}

// formAfter reports whether a form begins close behind a node's end.
func (c *finder) formAfter(end int) bool {
	const near = 3
	for i := end; end > 0 && i < min(end+near, len(c.Doc.Nodes)); i++ {
		if tag := c.Doc.Nodes[i].Tag; tag == atom.Form || tag == atom.Textarea {
			return true
		}
	}
	return false
}

// unsigned takes the children of a node for comments that say neither who speaks nor when: where a heading or a name says that they
// are, and they are of one shape.
func (c *finder) unsigned(node int) {
	const shortest = 12 // bytes of a comment
	group := c.group[:0]
	spoken := 0
	shape := -1
	for _, u := range c.siblings {
		if u.node < 0 {
			return
		}
		n := &c.Doc.Nodes[u.node]
		switch {
		case dom.Heading(n.Tag), n.Tag == atom.Form:
			continue
		case !holdsReply(n.Tag), c.Stats[u.node].Text < shortest, c.Stats[u.node].Links > 1, c.inNamedComment(u.first):
			return
		case shape < 0:
			shape = u.node
		case n.Tag != c.Doc.Nodes[shape].Tag || n.Class != c.Doc.Nodes[shape].Class:
			return
		}
		rec := records.Record{Node: u.node, End: n.End, First: u.first, Last: u.last, Body: u.first, From: u.first, HasBody: true}
		count(&spoken, byline.Conversational(c.reader.Said(&rec)))
		group = append(group, rec)
	}
	c.group = group
	if len(group) >= 2 && (c.headed(group[0].First) || c.Hints[node]&classname.Thread != 0) && spoken*2 >= len(group) && !c.articleGoesOn(node, group) {
		c.take(group)
	}
}

func (c *finder) inNamedComment(text int32) bool { return c.known != nil && c.known[text] }

// Bounds of the search for single comments.
const (
	mostAnnounced = 20 // headings, and forms, of a page
	mostBlocks    = 40 // of a comment
)

// single looks for comments that stand alone: behind a heading of comments, or before the form for another one.
func (c *finder) single() {
	heads, forms := 0, 0
	for b := 0; b+1 < len(c.Doc.Texts) && heads < mostAnnounced; b++ {
		head := &c.Doc.Texts[b]
		if head.Links == 0 && byline.AnnouncesComments(head.Text) && c.Zones[head.Node] < boilerplate.Named {
			heads++
			c.singleFrom(int32(b + 1))
		}
	}
	for n := 1; n < len(c.Doc.Nodes) && forms < mostAnnounced; n++ {
		if c.Doc.Nodes[n].Tag == atom.Textarea && c.Zones[n] < boilerplate.Named {
			forms++
			c.singleBefore(n)
		}
	}
}

// singleFrom takes the largest element for a comment that begins with a text block and may be one.
func (c *finder) singleFrom(first int32) {
	node := c.Doc.Texts[first].Node
	if c.firsts[node] != first {
		return // it stands beside elements
	}
	for parent := c.Doc.Nodes[node].Parent; parent > 0 && c.firsts[parent] == first; parent = c.Doc.Nodes[parent].Parent {
		node = parent
	}
	for n := node; n < c.Doc.Nodes[node].End && c.firsts[n] == first; n++ {
		if c.acceptSingle(n, true) {
			return
		}
	}
}

// singleBefore takes what stands before the form of a text area for a comment if it may be one.
func (c *finder) singleBefore(area int) {
	const levels = 6
	node := area
	for range levels {
		parent := c.Doc.Nodes[node].Parent
		before := node - 1
		for before > parent && c.Doc.Nodes[before].Parent != parent {
			before = c.Doc.Nodes[before].Parent
		}
		if before > parent && c.Stats[before].Blocks > 1 {
			c.acceptSingle(before, false)
			return
		}
		node = parent
	}
}

// acceptSingle takes an element for a comment if it has an author, and a date or the like, and is neither the article nor a part of
// it.
func (c *finder) acceptSingle(node int, headed bool) bool {
	s, n := &c.Stats[node], &c.Doc.Nodes[node]
	if s.Blocks > mostBlocks || s.Text*2 >= c.Stats[0].Text || !holdsReply(n.Tag) || c.LinkLists[node] || c.Zones[node] >= boilerplate.Named {
		return false
	}
	first := c.firsts[node]
	last := first + int32(s.Blocks)
	if title := int32(c.Title); first <= title+1 && title < last || c.isTaken(first, last) || c.holdsForm(node) || c.Quoted(node) {
		return false
	}
	rec, ok := c.reader.Read(first, last, c.authorAttr(node))
	rec.Node, rec.End, rec.Marked = node, n.End, c.authored(node)
	if !ok || !rec.Named || rec.Headline || !rec.Dated && (!headed || !rec.HasAction && !rec.Marked) {
		return false
	}
	if said := c.reader.Said(&rec); records.InQuotes(said) || !headed && !rec.HasAction && !byline.Conversational(said) {
		return false
	}
	c.take([]records.Record{rec})
	return true
}

// holdsForm reports whether a form, or a field for text, stands in an element.
func (c *finder) holdsForm(node int) bool {
	for n := node; n < c.Doc.Nodes[node].End; n++ {
		if tag := c.Doc.Nodes[n].Tag; tag == atom.Form || tag == atom.Textarea {
			return true
		}
	}
	return false
}

// isTaken reports whether some text blocks stand in a comment already, or one in them.
func (c *finder) isTaken(first, last int32) bool {
	for i := range c.comments {
		if r := c.comments[i].record; r.First < last && first < r.Last {
			return true
		}
	}
	return c.inNamedComment(first)
}
