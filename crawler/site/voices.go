package site

import (
	"golang.org/x/net/html/atom"

	"ronda/crawler"
)

// Comments are found by how they repeat, for their names differ from site to site: neighbours each of which says who speaks or
// when, and then something that people say to one another.

// unit is one of the neighbours: an element with all that is in it, or a text block that stands beside elements.
type unit struct {
	node        int // -1 for a text block
	first, last int32
	heard       int32 // index in choir.heard
	flag        unitFlag
}

// choir finds the voices of a page.
type choir struct {
	*view
	known []bool // per text block: it stands in a part that a name gave away
	parts []part
	prose []prose // per node, nil until it is asked for
	done  int     // nodes before it stand in a voice
}

type unitFlag uint8

const (
	unitVoice  unitFlag = 1 << iota // says who speaks or when, and something
	unitByline                      // only says who speaks or when
)

// voices finds the posts that no name gave away, among the parts that are known already. It returns all in page order.
func (v *view) voices(known []part) []part {
	const fewestKnown = 3 // with which names are trusted
	v.findFirsts()
	v.notes = zeroed(v.notes, len(v.doc.Texts))
	c := choir{view: v}
	trusted := known
	if len(known) < fewestKnown {
		trusted = nil
	} else {
		v.knownTexts = zeroed(v.knownTexts, len(v.doc.Texts))
		c.known = v.knownTexts
		for _, p := range known {
			for i := c.firsts[p.node]; i >= 0 && i < c.firsts[p.node]+int32(v.stats[p.node].blocks); i++ {
				c.known[i] = true
			}
		}
	}
	for node := 0; node < len(v.doc.Nodes); node++ {
		for len(trusted) > 0 && trusted[0].node <= node {
			c.done = max(c.done, v.doc.Nodes[trusted[0].node].End)
			trusted = trusted[1:]
		}
		if node < c.done || v.zones[node] >= zoneFurniture || v.lists[node] || v.stats[node].blocks < fewestVoices || !holdsVoices(v.doc.Nodes[node].Tag) {
			continue
		}
		c.listen(node)
	}
	if len(c.parts) == 0 {
		return known
	}
	return c.merge(known)
}

// fewestVoices is how many neighbours make comments, or paragraphs make an article.
const fewestVoices = 3

// holdsVoices reports whether elements of a kind hold several comments.
func holdsVoices(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Span, atom.A, atom.Tr, atom.Select, atom.Blockquote, atom.Figure, atom.Pre, atom.Nav, atom.Header, atom.Head,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Textarea, atom.Button:
		return false
	}
	return true
}

// findFirsts finds the first text block of each node.
func (v *view) findFirsts() {
	v.firsts = zeroed(v.firsts, len(v.doc.Nodes))
	for i := range v.firsts {
		v.firsts[i] = -1
	}
	for i := range v.doc.Texts {
		for n := v.doc.Texts[i].Node; v.firsts[n] < 0; n = v.doc.Nodes[n].Parent {
			v.firsts[n] = int32(i)
		}
	}
}

// listen looks for voices among the children of a node.
func (c *choir) listen(node int) {
	if !c.gather(node) {
		return
	}
	voices, bylines := 0, 0
	for i := range c.units {
		switch c.hearUnit(&c.units[i], node); c.units[i].flag {
		case unitVoice:
			voices++
		case unitByline:
			bylines++
		}
	}
	if voices >= 2 && c.runs(node) {
		return
	}
	if bylines >= fewestVoices {
		c.sequence(node)
	}
}

// hearUnit reads a unit of a node.
func (c *choir) hearUnit(u *unit, node int) {
	if c.known != nil && c.known[u.first] || u.node >= 0 && c.lists[u.node] || u.node >= 0 && c.zones[u.node] >= zoneNamed && c.zones[u.node] > c.zones[node] {
		return
	}
	vo, ok := c.hear(u.first, u.last)
	switch {
	case ok && c.doc.Texts[vo.words].Links >= severalLinks:
		return
	case ok:
		u.flag = unitVoice
	case (vo.named || vo.dated) && !vo.spoken && u.last-u.first <= 3:
		u.flag = unitByline
	default:
		return
	}
	vo.node, vo.end = u.node, u.node
	if u.node >= 0 {
		vo.end = c.doc.Nodes[u.node].End
		vo.marked = c.authored(u.node)
	}
	u.heard = int32(len(c.heard))
	c.heard = append(c.heard, vo)
}

// gather fills units with the children of a node that hold text, and with its own text blocks. It is false where there are
// too few.
func (c *choir) gather(node int) bool {
	c.units = c.units[:0]
	child, end := node+1, c.doc.Nodes[node].End
	text := c.firsts[node]
	last := text + int32(c.stats[node].blocks)
	for text < last {
		for child < end && (c.firsts[child] < 0 || c.firsts[child] < text) {
			child = c.doc.Nodes[child].End
		}
		if child < end && c.firsts[child] == text {
			next := text + int32(c.stats[child].blocks)
			c.units = append(c.units, unit{node: child, first: text, last: next})
			text = next
			continue
		}
		c.units = append(c.units, unit{node: -1, first: text, last: text + 1})
		text++
	}
	c.heard = c.heard[:0]
	for i := range c.units {
		if i+1 < len(c.units) && c.alikeUnits(i, i+1) || i+2 < len(c.units) && c.alikeUnits(i, i+2) {
			return true
		}
	}
	return false
}

// authored reports whether an element is named after the author of the post, close to its beginning.
func (c *choir) authored(node int) bool {
	const near = 12
	if c.members[node] || c.doc.Attr(node, "data-author") != "" {
		return true
	}
	for n := node + 1; n < min(c.doc.Nodes[node].End, node+near); n++ {
		if c.marks[n]&markAuthor != 0 || c.doc.Attr(n, "itemprop") == "author" || c.doc.Attr(n, "rel") == "author" {
			return true
		}
	}
	return false
}

// runs takes the stretches of units that are voices with at most one other between them.
func (c *choir) runs(node int) bool {
	found := false
	for i := 0; i < len(c.units); {
		if c.units[i].flag != unitVoice {
			i++
			continue
		}
		run := c.run[:0]
		last := i
		for k := i; k < len(c.units) && k-last <= 2; k++ {
			if c.units[k].flag == unitVoice && (len(run) == 0 || c.alikeUnits(i, k)) {
				run = append(run, c.heard[c.units[k].heard])
				last = k
			}
		}
		c.run = run
		if c.accept(node, run) {
			found = true
			c.take(run)
		}
		i = last + 1
	}
	return found
}

// alikeUnits reports whether two units are elements of one kind, or both text.
func (c *choir) alikeUnits(a, b int) bool {
	x, y := c.units[a].node, c.units[b].node
	if x < 0 || y < 0 {
		return x < 0 && y < 0
	}
	return c.doc.Nodes[x].Tag == c.doc.Nodes[y].Tag
}

// sequence takes bylines and what follows each, where they are neighbours.
func (c *choir) sequence(node int) {
	const longest = 8 // units of one voice
	run := c.run[:0]
	before := 0
	flush := func() {
		if len(run) >= fewestVoices {
			c.trimLast(run)
			if c.accept(node, run) {
				c.take(run)
			}
		}
		run = run[:0]
	}
	for i := 0; i < len(c.units); {
		words := c.wordsAfter(i)
		end := words
		for words > 0 && end < len(c.units) && end-words < longest && c.wordsAfter(end) == 0 && !c.endsVoice(end, i) {
			end++
		}
		if words == 0 || end == words || len(run) > 0 && !c.alikeUnits(before, i) {
			flush()
		}
		if words == 0 || end == words {
			i++
			continue
		}
		before = i
		run = append(run, c.joined(i, words, end))
		i = end
	}
	flush()
}

// wordsAfter returns the unit behind the byline that begins with a unit: a date with a name in it or before it, or a term of
// a definition list. It is 0 where no byline begins.
func (c *choir) wordsAfter(i int) int {
	signs := func(i int) bool { return i < len(c.units) && c.units[i].flag == unitByline }
	switch {
	case !signs(i):
	case c.heard[c.units[i].heard].dated, c.units[i].node >= 0 && c.doc.Nodes[c.units[i].node].Tag == atom.Dt:
		return i + 1
	case signs(i+1) && c.heard[c.units[i+1].heard].dated && !c.heard[c.units[i+1].heard].named:
		return i + 2
	}
	return 0
}

// endsVoice reports whether a unit cannot belong to what the byline before it begins.
func (c *choir) endsVoice(i, byline int) bool {
	n := c.units[i].node
	if n < 0 {
		return false
	}
	tag := c.doc.Nodes[n].Tag
	return tag == atom.Form || tag == atom.Footer || headingTag(tag) && (c.units[byline].node < 0 || tag != c.doc.Nodes[c.units[byline].node].Tag)
}

// joined is the voice of units: a byline from i on, and words up to end.
func (c *choir) joined(i, words, end int) voice {
	vo := c.heard[c.units[i].heard]
	vo.last = c.units[end-1].last
	vo.dated = vo.dated || c.heard[c.units[words-1].heard].dated
	vo.words, vo.cut, vo.spoken = c.units[words].first, 0, true
	if text := c.doc.Texts[vo.words].Text; wordsLabel(text) { // "Pesan: ..."
		vo.cut = int(c.note(vo.words).label)
	}
	vo.from, vo.fromCut = vo.words, vo.cut
	vo.end = vo.node
	for k := i; k < end; k++ {
		if n := c.units[k].node; n >= 0 {
			if vo.node < 0 {
				vo.node = n
			}
			vo.end = c.doc.Nodes[n].End
		}
	}
	for b := vo.words; b < vo.last; b++ {
		vo.headline = vo.headline || c.leadsElsewhere(b)
	}
	return vo
}

// trimLast shortens the last voice of a sequence to what the others have: what follows the comments is none of theirs.
func (c *choir) trimLast(run []voice) {
	longest := int32(0)
	for _, vo := range run[:len(run)-1] {
		longest = max(longest, vo.last-vo.first)
	}
	last := &run[len(run)-1]
	if last.last-last.first <= longest {
		return
	}
	last.last = last.first + longest
	if last.node >= 0 {
		n := last.node
		for n < last.end && (c.firsts[n] < 0 || c.firsts[n] < last.last) {
			n = c.doc.Nodes[n].End
		}
		last.end = min(n, last.end)
	}
}

// take makes voices parts, and the replies inside them.
func (c *choir) take(run []voice) {
	dated := 0
	for i := range run {
		count(&dated, run[i].dated)
	}
	for i := range run {
		heard := run[i]
		vo := &heard
		c.add(vo)
		if vo.node >= 0 {
			c.replies(vo, dated*2 >= len(run))
			c.done = max(c.done, vo.end)
		}
	}
}

func (c *choir) add(vo *voice) {
	p := part{node: vo.node, form: crawler.FormPost, heard: vo}
	if vo.node >= 0 {
		p.id = firstOf(c.doc.ID(vo.node), c.dataID(vo.node))
	}
	c.parts = append(c.parts, p)
}

// replies adds the voices inside another one, behind the beginning of its words: boxes of the same kind, or with a name and
// a date as well.
func (c *choir) replies(vo *voice, dated bool) {
	type level struct {
		end   int
		words int32
	}
	open := []level{{vo.end, vo.words}}
	class := c.doc.Nodes[vo.node].Class
	for n := vo.node + 1; n < vo.end; n++ {
		for n >= open[len(open)-1].end {
			open = open[:len(open)-1]
		}
		first := c.firsts[n]
		if first <= open[len(open)-1].words || !holdsReply(c.doc.Nodes[n].Tag) {
			continue
		}
		same := class != 0 && c.doc.Nodes[n].Class == class
		reply, ok := c.hear(first, first+int32(c.stats[n].blocks))
		if !ok || !reply.named || reply.headline || dated && !reply.dated || !dated && !same && !c.members[n] {
			continue
		}
		reply.node, reply.end = n, c.doc.Nodes[n].End
		c.add(&reply)
		open = append(open, level{reply.end, reply.words})
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
