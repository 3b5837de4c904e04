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
	title int // index in doc.Texts of the heading that names the page, -1 when none
	known map[string]mark
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
		known: map[string]mark{},
	}
	for i := range doc.Nodes {
		n := &doc.Nodes[i]
		v.marks[i] = v.mark(n.Class)
		if n.ID != "" {
			v.marks[i] |= marks(n.ID) &^ (markPost | markComment | markMessage)
		}
	}
	for i := range doc.Texts {
		t := &doc.Texts[i]
		s := &v.stats[t.Node]
		s.text += len(t.Text)
		s.anchor += t.Anchor
		s.links += t.Links
		s.blocks++
		if hasClock(t.Text) {
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
	v.title = v.findTitle()
	for i := 1; i < len(doc.Nodes); i++ {
		v.zones[i] = max(v.zones[doc.Nodes[i].Parent], v.zoneOf(i))
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

// findTitle returns the longest heading that the page's title repeats, else the first heading.
func (v *view) findTitle() int {
	best, first := -1, -1
	titles := [...]string{v.doc.Title, v.doc.Meta["og:title"]}
	for i, t := range v.doc.Texts {
		if t.Role != crawler.RoleHeading {
			continue
		}
		if first < 0 {
			first = i
		}
		for _, title := range titles {
			if strings.Contains(title, t.Text) && (best < 0 || len(t.Text) > len(v.doc.Texts[best].Text)) {
				best = i
			}
		}
	}
	if best < 0 {
		return first
	}
	return best
}

// zoneOf judges one node by itself.
func (v *view) zoneOf(i int) zone {
	n, m, s := &v.doc.Nodes[i], v.marks[i], v.stats[i]
	if s.text == 0 && m&(markFurniture|markFooter|markEdge) == 0 && n.Tag != "nav" && n.Tag != "footer" && n.Tag != "header" && n.Tag != "aside" {
		return zoneContent
	}
	switch n.Tag {
	case "html", "body", "main", "h1", "td", "tr", "tbody", "table":
		if n.Tag != "td" && n.Tag != "table" || m&(markFurniture|markFooter) == 0 {
			return v.linkZone(i)
		}
	}
	if v.title >= 0 && v.doc.Within(v.doc.Texts[v.title].Node, i) && v.doc.Texts[v.title].Anchor == 0 {
		return zoneContent
	}
	role := v.doc.Attr(i, "role")
	switch {
	case n.Tag == "nav", role == "navigation", role == "menu", role == "menubar", role == "tablist", role == "search", n.Tag == "search":
		return zoneFurniture
	case n.Tag == "footer", role == "contentinfo":
		if m&markComment == 0 {
			return zoneFurniture
		}
	case role == "main", role == "article":
		return v.linkZone(i)
	case m&markFooter != 0:
		return zoneNamed
	case n.Tag == "header", role == "banner", m&markEdge != 0:
		if mostlyLinks(s) {
			return zoneNamed
		}
	case n.Tag == "aside", role == "complementary", role == "dialog", role == "alertdialog", m&markFurniture != 0:
		if m&markComment == 0 && !v.majority(i) {
			return zoneNamed
		}
	}
	return v.linkZone(i)
}

func mostlyLinks(s stats) bool { return s.links > 0 && s.anchor*10 >= s.text*4 }

// majority reports whether most of what the page says by itself stands inside the node, whatever it is called.
func (v *view) majority(i int) bool {
	s, all := v.stats[i], v.stats[0]
	return (s.text-s.anchor)*2 > all.text-all.anchor
}

// linkZone recognises lists of links to pages of the same site by their shape: every item begins or is a link, with at
// most a few words beside it. Links to other hosts are content: they are how a contact is given.
func (v *view) linkZone(i int) zone {
	const fewest, beside = 3, 60
	s := v.stats[i]
	if s.links < fewest || s.anchor*20 < s.text*7 {
		return zoneContent
	}
	linky := 0
	node := &v.doc.Nodes[i]
	inChildren := stats{}
	for c := i + 1; c < node.End; c = v.doc.Nodes[c].End {
		child := v.stats[c]
		inChildren.text += child.text
		inChildren.anchor += child.anchor
		inChildren.links += child.links
		switch {
		case child.text == 0, headingTag(v.doc.Nodes[c].Tag) && child.links == 0:
		case child.links > 0 && child.anchor*20 >= child.text*7 && child.text-child.anchor <= beside*child.links:
			linky += min(child.links, 3)
		default:
			return zoneContent
		}
	}
	// Text that stands in the node itself: "Home | News | Contact".
	text, anchor, links := s.text-inChildren.text, s.anchor-inChildren.anchor, s.links-inChildren.links
	if text-anchor > 20+4*links {
		return zoneContent
	}
	linky += links
	if linky < fewest || v.digitRows(i) {
		return zoneContent
	}
	return zoneLinks
}

// digitRows reports whether a node's text holds several long numbers: then its links are rows of data.
func (v *view) digitRows(i int) bool {
	const long, several = 12, 2
	found, run := 0, 0
	for _, c := range []byte(v.doc.NodeText(i)) {
		switch {
		case c >= '0' && c <= '9':
			run++
			if run == long {
				found++
			}
		case c == '.' || c == ' ' || c == '-':
		default:
			run = 0
		}
	}
	return found >= several
}

func headingTag(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6'
}
