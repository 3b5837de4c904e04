package site

import (
	"strings"
	"sync"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/dom"
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
	doc   *dom.Document
	title int // index in doc.Texts of the heading that names the page, -1 when none

	// One entry per node.
	marks   []mark
	stats   []stats
	zones   []zone
	lists   []bool  // lists of links
	members []bool  // links to members' pages, and nodes that begin with one
	owner   []int32 // the part that it belongs to, 1 for parts[0]; 0 is the main content

	firsts     []int32 // per node: its first text block, -1 where it has none
	notes      []note  // per text block: what it says by itself
	units      []unit  // neighbours that may be voices
	heard      []voice // of the units that say who speaks or when
	run        []voice
	knownTexts []bool  // per text block: it stands in a part that a name gave away
	direct     []int32 // per text block: the part that it belongs to by itself; empty where there are none

	compared bool    // the dates of candidates were counted
	dated    []int32 // text blocks inside that tell a time of day or "2 hours ago"; empty until it is asked for

	threads bool        // a node is named after what it holds: comments
	found   []candidate // room for named
	parted  []candidate // room for split

	teasers []bool // per text block: one of several neighbours that lead elsewhere
	classes []mark // per class attribute of the document
}

// stats sums up the text blocks in a node's subtree.
type stats struct {
	text, anchor int // bytes; anchor: inside links to the same host
	links        int
	blocks       int
}

// views keeps the room that views need; none of them points to a page.
var views = sync.Pool{New: func() any { return &view{} }}

func (v *view) release() {
	const mostIdle = 1 << 14 // nodes
	if cap(v.stats) <= mostIdle && cap(v.teasers) <= mostIdle {
		clear(v.found[:cap(v.found)])
		clear(v.parted[:cap(v.parted)])
		clear(v.heard[:cap(v.heard)])
		clear(v.run[:cap(v.run)])
		v.page, v.doc = nil, nil
		views.Put(v)
	}
}

// zeroed returns n zero values, in the room of s where it is large enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

func newView(page *crawler.Page, doc *dom.Document) *view {
	v := views.Get().(*view)
	n := len(doc.Nodes)
	v.page, v.doc = page, doc
	v.marks, v.stats, v.zones, v.lists = zeroed(v.marks, n), zeroed(v.stats, n), zeroed(v.zones, n), zeroed(v.lists, n)
	v.members, v.owner = zeroed(v.members, n), zeroed(v.owner, n)
	v.teasers, v.classes = zeroed(v.teasers, len(doc.Texts)), zeroed(v.classes, len(doc.Classes))
	v.dated, v.compared, v.direct = v.dated[:0], false, v.direct[:0]
	v.readNames()
	v.sumUp()
	for i := n - 1; i > 0; i-- {
		v.lists[i] = v.isLinkList(i)
	}
	v.markTeaserBlocks()
	v.title = v.findTitle()
	v.markMembers()
	for i := 1; i < n; i++ {
		v.zones[i] = max(v.zones[i], v.zones[doc.Nodes[i].Parent], v.zoneOf(i))
		if v.zones[i] == zoneContent {
			v.markTeasers(i)
		}
	}
	return v
}

// readNames reads the class attributes, each once for they repeat, and the ids.
func (v *view) readNames() {
	var before string // many are one name with many numbers
	var told, all mark
	for i, class := range v.doc.Classes {
		if name := withoutNumber(class); name != before {
			before, told = name, marks(name)
		}
		v.classes[i] = told
	}
	before, told = "", 0
	for i := range v.doc.Nodes {
		v.marks[i] = v.classes[v.doc.Nodes[i].Class]
		if id := v.doc.ID(i); id != "" {
			if name := withoutNumber(id); name != before {
				before, told = name, marks(name)&^(markPost|markComment|markMessage)
			}
			v.marks[i] |= told
		}
		all |= v.marks[i]
	}
	v.threads = all&markThread != 0
}

// dates returns how many text blocks in a node tell a time of day or "2 hours ago". Most pages tell what is a post without
// being asked for that.
func (v *view) dates(node int) int32 {
	if len(v.dated) == 0 {
		v.dated = zeroed(v.dated, len(v.doc.Nodes))
		for i := range v.doc.Texts {
			if t := &v.doc.Texts[i]; dated(t.Text) {
				v.dated[t.Node]++
			}
		}
		for i := len(v.doc.Nodes) - 1; i > 0; i-- {
			v.dated[v.doc.Nodes[i].Parent] += v.dated[i]
		}
	}
	return v.dated[node]
}

// withoutNumber leaves out all but a digit of the number at the end of a class attribute or id: no mark depends on it.
func withoutNumber(id string) string {
	end := len(id)
	for end > 1 && digit(id[end-1]) && digit(id[end-2]) {
		end--
	}
	return id[:end]
}

// sumUp counts what stands in the nodes.
func (v *view) sumUp() {
	for i := range v.doc.Texts {
		t := &v.doc.Texts[i]
		s := &v.stats[t.Node]
		s.text += len(t.Text)
		s.anchor += t.Anchor
		s.links += t.Links
		s.blocks++
	}
	for i := len(v.doc.Nodes) - 1; i > 0; i-- {
		s, parent := &v.stats[i], &v.stats[v.doc.Nodes[i].Parent]
		parent.text += s.text
		parent.anchor += s.anchor
		parent.links += s.links
		parent.blocks += s.blocks
	}
}

// findTitle returns the longest heading that the page's title repeats, else the first heading of the first level, else
// the first of any level.
func (v *view) findTitle() int {
	best, first, top := -1, -1, -1
	titles := [...]string{v.doc.Title, v.doc.Meta("og:title")}
	for i, t := range v.doc.Texts {
		if t.Role != crawler.RoleHeading {
			continue
		}
		if first < 0 {
			first = i
		}
		if top < 0 && v.doc.Nodes[t.Node].Tag == atom.H1 {
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
