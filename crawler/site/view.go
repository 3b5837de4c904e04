package site

import (
	"strings"

	"ronda/crawler"
)

// zone says how surely a part of a page is not its content. Higher zones come back later when too little is left.
type zone uint8

const (
	zoneContent   zone = iota
	zoneLinks          // a list of links to other pages of the site
	zoneNamed          // named as furniture by class, id or element
	zoneFurniture      // nav, footer
)

// view is a document with what its names and link lists tell about every node.
type view struct {
	page  *crawler.Page
	doc   *crawler.Document
	marks []mark
	stats []stats
	zones []zone
	lists []bool // lists of links
	title int    // index in doc.Texts of the heading that names the page, -1 when none
	known map[string]mark

	teasers []bool       // per text block: one of several neighbours that lead elsewhere
	members map[int]bool // links to members' pages, and nodes that begin with one
}

// stats sums up the text blocks in a node's subtree.
type stats struct {
	text, anchor int // bytes; anchor: inside links to the same host
	links        int
	blocks       int
	dates        int // blocks that tell a time of day or "2 hours ago"
}

func newView(page *crawler.Page, doc *crawler.Document) *view {
	v := &view{
		page: page, doc: doc,
		marks: make([]mark, len(doc.Nodes)),
		stats: make([]stats, len(doc.Nodes)),
		zones: make([]zone, len(doc.Nodes)),
		lists: make([]bool, len(doc.Nodes)),
		known: map[string]mark{},
	}
	for i := range doc.Nodes {
		n := &doc.Nodes[i]
		v.marks[i] = v.mark(n.Class)
		if n.ID != "" {
			v.marks[i] |= v.mark(withoutNumber(n.ID)) &^ (markPost | markComment | markMessage)
		}
	}
	for i := range doc.Texts {
		t := &doc.Texts[i]
		s := &v.stats[t.Node]
		s.text += len(t.Text)
		s.anchor += t.Anchor
		s.links += t.Links
		s.blocks++
		if dated(t.Text) {
			s.dates++
		}
	}
	for i := len(doc.Nodes) - 1; i > 0; i-- {
		s, parent := v.stats[i], &v.stats[doc.Nodes[i].Parent]
		parent.text += s.text
		parent.anchor += s.anchor
		parent.links += s.links
		parent.blocks += s.blocks
		parent.dates += s.dates
	}
	for i := len(doc.Nodes) - 1; i > 0; i-- {
		v.lists[i] = v.isLinkList(i)
	}
	v.markTeaserBlocks()
	v.title = v.findTitle()
	v.members = v.memberLinks()
	for i := 1; i < len(doc.Nodes); i++ {
		v.zones[i] = max(v.zones[i], v.zones[doc.Nodes[i].Parent], v.zoneOf(i))
		if v.zones[i] == zoneContent {
			v.markTeasers(i)
		}
	}
	return v
}

// mark reads a class attribute once per page, for they repeat.
func (v *view) mark(class string) mark {
	if class == "" {
		return 0
	}
	m, ok := v.known[class]
	if !ok {
		m = marks(class)
		v.known[class] = m
	}
	return m
}

// withoutNumber writes the number at the end of an id as 0, so that the ids of posts are one name: no mark depends on it.
func withoutNumber(id string) string {
	name := strings.TrimRight(id, "0123456789")
	if len(name) == len(id) {
		return id
	}
	return id[:len(name)] + "0"
}

// findTitle returns the longest heading that the page's title repeats, else the first heading of the first level, else
// the first of any level.
func (v *view) findTitle() int {
	best, first, top := -1, -1, -1
	titles := [...]string{v.doc.Title, v.doc.Meta["og:title"]}
	for i, t := range v.doc.Texts {
		if t.Role != crawler.RoleHeading {
			continue
		}
		if first < 0 {
			first = i
		}
		if top < 0 && v.doc.Nodes[t.Node].Tag == "h1" {
			top = i
		}
		name := strings.TrimRight(t.Text, " ¶#") // marks of links to the heading itself
		for _, title := range titles {
			if name != "" && strings.Contains(title, name) && (best < 0 || len(t.Text) > len(v.doc.Texts[best].Text)) {
				best = i
			}
		}
	}
	switch {
	case best >= 0:
		return best
	case top >= 0:
		return top
	}
	return first
}
