// Package boilerplate tells the content of a page from what stands around it on every page of its site: menus, related
// links, share bars, cookie notices, footers. Readers call the latter boilerplate; here every node of the document gets a zone:
//
//	<nav>…</nav>                            Landmark
//	<div class="related-posts">…</div>      Named
//	<div><a …>…</a> <a …>…</a> …</div>      LinkList, whatever its name
//	<p>Warga desa menanam padi …</p>        Content
//
// Names mislead, and shapes do too. So zones are graded: where too little is left of a page, those of the lower grades come back. Nothing
// here knows what a page is about.
package boilerplate

import (
	"strings"
	"sync"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/classname"
	"ronda/crawler/dates"
	"ronda/crawler/dom"
)

// Zone says how surely a part of a page is not its content.
type Zone uint8

// Zones, the surest boilerplate last.
const (
	Content  Zone = iota
	LinkList      // a list of links to other pages of the site
	Named         // named as boilerplate by class, id or element
	Landmark      // nav, footer
)

// View is a document with what its names, links and sizes tell about every node. It is no safer for concurrent use than a
// slice.
type View struct {
	Doc   *dom.Document
	Title int // index in Doc.Texts of the heading that names the page, -1 when none

	// One entry per node.
	Hints     []classname.Hint // what its class names and id tell
	Stats     []Stats
	Zones     []Zone
	LinkLists []bool // it is a list of links, or all in it are
	Members   []bool // links to members' pages, and nodes whose text begins with one

	Teasers []bool         // per text block: one of several neighbours that lead elsewhere
	AnyHint classname.Hint // what any node's names tell

	dated   []int32          // per node: text blocks inside that tell a time of day or "2 hours ago"; empty until it is asked for
	classes []classname.Hint // per class attribute of the document
	run     []int
}

// Stats sums up the text blocks in a node's subtree.
type Stats struct {
	Text, Anchor int // bytes; Anchor: inside links to the same site
	Outward      int // bytes inside links to other sites
	Links        int
	Blocks       int
}

// views keeps the room that views need; none of them points to a page.
var views = sync.Pool{New: func() any { return &View{} }}

// Release gives the view's room back for another page; nothing of it may be used afterwards.
func (v *View) Release() {
	const mostIdle = 1 << 14 // nodes
	if cap(v.Stats) <= mostIdle && cap(v.Teasers) <= mostIdle {
		v.Doc = nil
		views.Put(v)
	}
}

// New looks at a document.
func New(doc *dom.Document) *View {
	v := views.Get().(*View)
	n := len(doc.Nodes)
	v.Doc = doc
	v.Hints, v.Stats, v.Zones, v.LinkLists = dom.Zeroed(v.Hints, n), dom.Zeroed(v.Stats, n), dom.Zeroed(v.Zones, n), dom.Zeroed(v.LinkLists, n)
	v.Members = dom.Zeroed(v.Members, n)
	v.Teasers, v.classes = dom.Zeroed(v.Teasers, len(doc.Texts)), dom.Zeroed(v.classes, len(doc.Classes))
	v.dated = v.dated[:0]
	v.readNames()
	v.sumUp()
	v.markMembers()
	for i := n - 1; i > 0; i-- {
		v.LinkLists[i] = v.isLinkList(i)
	}
	v.markTeaserBlocks()
	v.Title = v.findTitle()
	for i := 1; i < n; i++ {
		v.Zones[i] = max(v.Zones[i], v.Zones[doc.Nodes[i].Parent], v.zoneOf(i))
		if v.Zones[i] == Content {
			v.markTeasers(i)
		}
	}
	return v
}

// readNames reads the class attributes, each once for they repeat, and the ids.
func (v *View) readNames() {
	var before string // many are one name with many numbers
	var told, all classname.Hint
	for i, class := range v.Doc.Classes {
		if name := classname.WithoutNumber(class); name != before {
			before, told = name, classname.Read(name)
		}
		v.classes[i] = told
	}
	before, told = "", 0
	for i := range v.Doc.Nodes {
		v.Hints[i] = v.classes[v.Doc.Nodes[i].Class]
		if id := v.Doc.ID(i); id != "" {
			if name := classname.WithoutNumber(id); name != before {
				before, told = name, classname.Read(name)&^(classname.Post|classname.Comment|classname.Message)
			}
			v.Hints[i] |= told
		}
		all |= v.Hints[i]
	}
	v.AnyHint = all
}

// Dates returns how many text blocks in a node tell a time of day or "2 hours ago". Most pages tell what is a post without
// being asked for that.
func (v *View) Dates(node int) int32 {
	if len(v.dated) == 0 {
		v.dated = dom.Zeroed(v.dated, len(v.Doc.Nodes))
		for i := range v.Doc.Texts {
			if t := &v.Doc.Texts[i]; dates.Stamps(t.Text) {
				v.dated[t.Node]++
			}
		}
		for i := len(v.Doc.Nodes) - 1; i > 0; i-- {
			v.dated[v.Doc.Nodes[i].Parent] += v.dated[i]
		}
	}
	return v.dated[node]
}

// sumUp counts what stands in the nodes.
func (v *View) sumUp() {
	for i := range v.Doc.Texts {
		t := &v.Doc.Texts[i]
		s := &v.Stats[t.Node]
		s.Text += len(t.Text)
		s.Anchor += t.Anchor
		s.Outward += t.Outward
		s.Links += t.Links
		s.Blocks++
	}
	for i := len(v.Doc.Nodes) - 1; i > 0; i-- {
		s, parent := &v.Stats[i], &v.Stats[v.Doc.Nodes[i].Parent]
		parent.Text += s.Text
		parent.Anchor += s.Anchor
		parent.Outward += s.Outward
		parent.Links += s.Links
		parent.Blocks += s.Blocks
	}
}

// findTitle returns the longest heading that the page's title repeats, else the first heading of the first level, else
// the first of any level.
func (v *View) findTitle() int {
	best, first, top := -1, -1, -1
	titles := [...]string{v.Doc.Title, v.Doc.Meta("og:title")}
	for i, t := range v.Doc.Texts {
		if t.Role != crawler.RoleHeading {
			continue
		}
		if first < 0 {
			first = i
		}
		if top < 0 && v.Doc.Nodes[t.Node].Tag == atom.H1 {
			top = i
		}
		name := strings.TrimRight(t.Text, " ¶#") // marks of links to the heading itself
		for _, title := range titles {
			if name != "" && strings.Contains(title, name) && (best < 0 || len(t.Text) > len(v.Doc.Texts[best].Text)) {
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

// Heading is the text of the heading that names the page, "" when there is none.
func (v *View) Heading() string {
	if v.Title < 0 {
		return ""
	}
	return v.Doc.Texts[v.Title].Text
}

// Quoted reports whether a node stands in an element that is named as a quotation, close by.
func (v *View) Quoted(node int) bool {
	const levels = 6
	return v.NamedAs(node, classname.Quote, levels)
}

// NamedAs reports whether a node or one around it is named so, within some levels.
func (v *View) NamedAs(node int, hint classname.Hint, levels int) bool {
	for range levels {
		if v.Hints[node]&hint != 0 {
			return true
		}
		node = v.Doc.Nodes[node].Parent
	}
	return false
}
