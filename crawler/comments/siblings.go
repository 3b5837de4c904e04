package comments

import (
	"cmp"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/byline"
	"ronda/crawler/classname"
	"ronda/crawler/dom"
	"ronda/crawler/records"
)

// Comments are found by how they repeat, for their names differ from site to site: neighbours each of which says who speaks or
// when, and then something that people say to one another.

// sibling is one of the neighbours: an element with all that is in it, or a text block that stands beside elements.
type sibling struct {
	node        int // -1 for a text block
	first, last int32
	record      int32 // index in records
	flag        siblingFlag
}

// finder finds the records of a page.
type finder struct {
	*Section
	known      []bool // per text block: it stands in a comment that a name gave away
	comments   []comment
	knowsProse bool // prose was filled
	done       int  // nodes before it stand in a record
}

type siblingFlag uint8

const (
	isRecord siblingFlag = 1 << iota // says who speaks or when, and something
	isByline                         // only says who speaks or when
)

// repeated finds the comments that no name gave away, and returns them in page order with those that are known already.
func (s *Section) repeated(known []comment) []comment {
	const fewestKnown = 3 // with which names are trusted
	s.findFirsts()
	s.reader.Begin(s.Doc)
	c := finder{Section: s}
	trusted := known
	if len(known) < fewestKnown {
		trusted = nil
	} else {
		s.inNamed = dom.Zeroed(s.inNamed, len(s.Doc.Texts))
		c.known = s.inNamed
		for _, p := range known {
			for i := c.firsts[p.node]; i >= 0 && i < c.firsts[p.node]+int32(s.Stats[p.node].Blocks); i++ {
				c.known[i] = true
			}
		}
	}
	for node := 0; node < len(s.Doc.Nodes); node++ {
		for len(trusted) > 0 && trusted[0].node <= node {
			c.done = max(c.done, s.Doc.Nodes[trusted[0].node].End)
			trusted = trusted[1:]
		}
		if node < c.done || s.Zones[node] >= boilerplate.Landmark || s.LinkLists[node] || s.Stats[node].Blocks < 2 || !holdsComments(s.Doc.Nodes[node].Tag) {
			continue
		}
		c.search(node)
	}
	c.single()
	if len(c.comments) == 0 {
		return known
	}
	return c.merge(known)
}

// fewest is how many neighbours make comments, or paragraphs make an article.
const fewest = 3

// holdsComments reports whether elements of a kind hold several comments.
func holdsComments(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Span, atom.A, atom.Tr, atom.Select, atom.Blockquote, atom.Figure, atom.Pre, atom.Nav, atom.Header, atom.Head,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Textarea, atom.Button:
		return false
	}
	return true
}

// findFirsts finds the first text block of each node.
func (s *Section) findFirsts() {
	s.firsts = dom.Zeroed(s.firsts, len(s.Doc.Nodes))
	for i := range s.firsts {
		s.firsts[i] = -1
	}
	for i := range s.Doc.Texts {
		for n := s.Doc.Texts[i].Node; s.firsts[n] < 0; n = s.Doc.Nodes[n].Parent {
			s.firsts[n] = int32(i)
		}
	}
}

// search looks for records among the children of a node.
func (c *finder) search(node int) {
	if !c.gather(node) {
		return
	}
	records, bylines := 0, 0
	for i := range c.siblings {
		switch c.readSibling(&c.siblings[i], node); c.siblings[i].flag {
		case isRecord:
			records++
		case isByline:
			bylines++
		}
	}
	if records >= 2 && c.consecutive(node) || bylines >= 2 && c.alternating(node) {
		return
	}
	c.unsigned(node)
}

// readSibling reads a sibling of a node.
func (c *finder) readSibling(u *sibling, node int) {
	if c.known != nil && c.known[u.first] || u.node >= 0 && c.LinkLists[u.node] || u.node >= 0 && c.Zones[u.node] >= boilerplate.Named && c.Zones[u.node] > c.Zones[node] {
		return
	}
	author := ""
	if u.node >= 0 {
		author = c.authorAttr(u.node)
	}
	rec, ok := c.reader.Read(u.first, u.last, author)
	switch {
	case ok && c.Doc.Texts[rec.Body].Links >= records.SeveralLinks:
		return
	case ok:
		u.flag = isRecord
	case (rec.Named || rec.Dated) && !rec.HasBody && u.last-u.first <= 3:
		u.flag = isByline
	default:
		return
	}
	rec.Node, rec.End = u.node, u.node
	if u.node >= 0 {
		rec.End = c.Doc.Nodes[u.node].End
		rec.Marked, rec.Attributed = c.authored(u.node), author != ""
	}
	u.record = int32(len(c.records))
	c.records = append(c.records, rec)
}

// gather fills siblings with the children of a node that hold text, and with its own text blocks. It is false where there are
// too few.
func (c *finder) gather(node int) bool {
	c.siblings = c.siblings[:0]
	child, end := node+1, c.Doc.Nodes[node].End
	text := c.firsts[node]
	last := text + int32(c.Stats[node].Blocks)
	for text < last {
		for child < end && (c.firsts[child] < 0 || c.firsts[child] < text) {
			child = c.Doc.Nodes[child].End
		}
		if child < end && c.firsts[child] == text {
			next := text + int32(c.Stats[child].Blocks)
			c.siblings = append(c.siblings, sibling{node: child, first: text, last: next})
			text = next
			continue
		}
		c.siblings = append(c.siblings, sibling{node: -1, first: text, last: text + 1})
		text++
	}
	c.records = c.records[:0]
	for i := range c.siblings {
		if i+1 < len(c.siblings) && c.alikeSiblings(i, i+1) || i+2 < len(c.siblings) && c.alikeSiblings(i, i+2) {
			return true
		}
	}
	return false
}

// authorAttr is the author's name that an element's attributes tell, "" when there is none.
func (s *Section) authorAttr(node int) string {
	for _, key := range [...]string{"data-author", "data-username", "data-author-name", "data-user", "author"} {
		if name := s.Doc.Attr(node, key); name != "" && len(name) <= boilerplate.LongestName {
			return name
		}
	}
	return ""
}

// authored reports whether an element is named after the author of the post, close to its beginning.
func (c *finder) authored(node int) bool {
	const near = 12
	if c.Members[node] || c.authorAttr(node) != "" {
		return true
	}
	for n := node + 1; n < min(c.Doc.Nodes[node].End, node+near); n++ {
		if c.Hints[n]&classname.Author != 0 || c.Doc.Attr(n, "itemprop") == "author" || c.Doc.Attr(n, "rel") == "author" {
			return true
		}
	}
	return false
}

// consecutive takes the stretches of siblings that are records with at most one other between them.
func (c *finder) consecutive(node int) bool {
	found := false
	for i := 0; i < len(c.siblings); {
		if c.siblings[i].flag != isRecord {
			i++
			continue
		}
		group := c.group[:0]
		last := i
		for k := i; k < len(c.siblings) && k-last <= 2; k++ {
			if c.siblings[k].flag == isRecord && (len(group) == 0 || c.alikeSiblings(i, k)) {
				group = append(group, c.records[c.siblings[k].record])
				last = k
			}
		}
		c.group = group
		if c.accept(node, group) {
			found = true
			c.take(group)
		}
		i = last + 1
	}
	return found
}

// alikeSiblings reports whether two siblings are elements of one kind, or both text.
func (c *finder) alikeSiblings(a, b int) bool {
	x, y := c.siblings[a].node, c.siblings[b].node
	if x < 0 || y < 0 {
		return x < 0 && y < 0
	}
	return c.Doc.Nodes[x].Tag == c.Doc.Nodes[y].Tag
}

// alternating takes bylines and what follows each, where they are neighbours.
func (c *finder) alternating(node int) bool {
	const longest = 8 // siblings of one record
	group := c.group[:0]
	before, found := 0, false
	flush := func() {
		if len(group) >= 2 {
			c.trimLast(group)
			if c.accept(node, group) {
				found = true
				c.take(group)
			}
		}
		group = group[:0]
	}
	for i := 0; i < len(c.siblings); {
		words := c.bodyAfter(i)
		end := words
		for words > 0 && end < len(c.siblings) && end-words < longest && c.bodyAfter(end) == 0 && !c.endsRecord(end, i) {
			end++
		}
		if words == 0 || end == words || len(group) > 0 && !c.alikeSiblings(before, i) {
			flush()
		}
		if words == 0 || end == words {
			i++
			continue
		}
		before = i
		group = append(group, c.joined(i, words, end))
		i = end
	}
	flush()
	return found
}

// bodyAfter returns the sibling behind the byline that begins with a sibling: a date with a name in it or before it, or a term of
// a definition list. It is 0 where no byline begins.
func (c *finder) bodyAfter(i int) int {
	signs := func(i int) bool { return i < len(c.siblings) && c.siblings[i].flag == isByline }
	switch {
	case !signs(i):
	case c.records[c.siblings[i].record].Dated, c.siblings[i].node >= 0 && c.Doc.Nodes[c.siblings[i].node].Tag == atom.Dt:
		return i + 1
	case signs(i+1) && c.records[c.siblings[i+1].record].Dated && !c.records[c.siblings[i+1].record].Named:
		return i + 2
	}
	return 0
}

// endsRecord reports whether a sibling cannot belong to what the byline before it begins.
func (c *finder) endsRecord(i, byline int) bool {
	n := c.siblings[i].node
	if n < 0 {
		return false
	}
	tag := c.Doc.Nodes[n].Tag
	return tag == atom.Form || tag == atom.Footer || dom.Heading(tag) && (c.siblings[byline].node < 0 || tag != c.Doc.Nodes[c.siblings[byline].node].Tag)
}

// joined is the record of siblings: a byline from i on, and words up to end.
func (c *finder) joined(i, words, end int) records.Record {
	rec := c.records[c.siblings[i].record]
	rec.Last = c.siblings[end-1].last
	rec.Dated = rec.Dated || c.records[c.siblings[words-1].record].Dated
	rec.Body, rec.BodyCut, rec.HasBody = c.siblings[words].first, 0, true
	if text := c.Doc.Texts[rec.Body].Text; byline.AnnouncesWords(text) { // "Pesan: ..."
		rec.BodyCut = int(c.reader.Line(rec.Body).Label)
	}
	rec.From, rec.FromCut = rec.Body, rec.BodyCut
	rec.End = rec.Node
	for k := i; k < end; k++ {
		if n := c.siblings[k].node; n >= 0 {
			if rec.Node < 0 {
				rec.Node = n
			}
			rec.End = c.Doc.Nodes[n].End
		}
	}
	for b := rec.Body; b < rec.Last; b++ {
		rec.Headline = rec.Headline || c.reader.LeadsElsewhere(b)
	}
	return rec
}

// trimLast shortens the last record of a alternating to what the others have: what follows the comments is none of theirs.
func (c *finder) trimLast(group []records.Record) {
	longest := int32(0)
	for _, rec := range group[:len(group)-1] {
		longest = max(longest, rec.Last-rec.First)
	}
	last := &group[len(group)-1]
	if last.Last-last.First <= longest {
		return
	}
	last.Last = last.First + longest
	if last.Node >= 0 {
		n := last.Node
		for n < last.End && (c.firsts[n] < 0 || c.firsts[n] < last.Last) {
			n = c.Doc.Nodes[n].End
		}
		last.End = min(n, last.End)
	}
}

// take makes comments of records, and of the replies inside them.
func (c *finder) take(group []records.Record) {
	dated := 0
	for i := range group {
		count(&dated, group[i].Dated)
	}
	for i := range group {
		kept := group[i] // the room of the group serves again
		rec := &kept
		c.add(rec)
		if rec.Node >= 0 {
			c.replies(rec, dated*2 >= len(group))
			c.done = max(c.done, rec.End)
		}
	}
}

func (c *finder) add(rec *records.Record) {
	p := comment{node: rec.Node, form: crawler.FormPost, record: rec}
	if rec.Node >= 0 {
		p.id = cmp.Or(c.Doc.ID(rec.Node), c.dataID(rec.Node))
	}
	c.comments = append(c.comments, p)
}

// replies adds the records inside another one, behind the beginning of its words: boxes of the same kind, or with a name and
// a date as well.
func (c *finder) replies(rec *records.Record, dated bool) {
	type level struct {
		end   int
		words int32
	}
	open := []level{{rec.End, rec.Body}}
	class := c.Doc.Nodes[rec.Node].Class
	for n := rec.Node + 1; n < rec.End; n++ {
		for n >= open[len(open)-1].end {
			open = open[:len(open)-1]
		}
		first := c.firsts[n]
		if first <= open[len(open)-1].words || !holdsReply(c.Doc.Nodes[n].Tag) {
			continue
		}
		same := class != 0 && c.Doc.Nodes[n].Class == class
		reply, ok := c.reader.Read(first, first+int32(c.Stats[n].Blocks), c.authorAttr(n))
		if !ok || !reply.Named || reply.Headline || dated && !reply.Dated || !dated && !same && !c.Members[n] {
			continue
		}
		reply.Node, reply.End = n, c.Doc.Nodes[n].End
		c.add(&reply)
		open = append(open, level{reply.End, reply.Body})
	}
}

// holdsReply reports whether an element of a kind may be one comment.
func holdsReply(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.Li, atom.Article, atom.Section, atom.Table, atom.Details, atom.Dd, atom.Blockquote:
		return true
	}
	return tag.String() == "" // an element of the site's own
}
