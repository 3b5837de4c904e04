// Package dom reads HTML pages: Document is what stands on one, its visible text in blocks and the tree of its elements. It
// judges nothing of it, neither what is content nor what is an offer. Parse may be called concurrently; a document is
// read-only.
package dom

import (
	"bytes"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/elements"
)

// Limits of a Document: what lies beyond them in a page is not a page that people read.
const (
	maxDepth  = 256     // open elements; deeper ones add no Node
	maxNodes  = 200_000 // further elements add no Node
	maxBlocks = 50_000  // further text joins the last block
	maxLinks  = 5_000   // further links are dropped
	maxImages = 500     // further images are dropped
	maxAnchor = 200     // bytes of a link's text; what an anchor holds beyond counts as plain text
	maxTitle  = 1_000   // bytes of the title, and of what a picture is called; the rest is dropped
	maxMeta   = 1_000   // names of meta elements; further ones are dropped
	maxValue  = 10_000  // bytes of a meta element's content; the rest is dropped
	maxAttrs  = 200_000 // kept attributes; further ones are dropped
	maxJSONLD = 1 << 20 // bytes of all scripts of linked data together; further ones are dropped
	maxData   = 10_000  // scripts of other data, and programs; further ones are dropped
	maxPage   = 1 << 29 // bytes of a page; what follows is not read
)

// Document is a page as one pass over its tags saw it: the visible text in blocks, and the element tree into which
// blocks, links and images point. It is read-only after Parse.
type Document struct {
	Title        string        // text of the title element
	Lang         string        // lang of the html element, lower case
	Canonical    string        // canonical URL of rel=canonical, "" when absent
	Base         *url.URL      // what relative references are resolved against
	JSONLD       [][]byte      // bodies of application/ld+json scripts; perhaps parts of the page's body
	State        [][]byte      // bodies of application/json scripts; parts of the page's body, or copies
	Programs     [][]byte      // the same of JavaScript that stands in the page
	Scripted     bool          // it has no text, or none but what it says to those who run no scripts
	NeedsScripts bool          // it asks those who run no scripts to run them
	Loose        []LooseLink   // links that lead nowhere because the page has no address, in page order
	Nodes        []Node        // elements in page order; Nodes[0] is the root, above html
	Texts        []TextBlock   // visible text in page order
	Links        []PlacedLink  // distinct URLs in page order
	Anchors      []Anchor      // every a element that leads somewhere, in page order
	Images       []PlacedImage // in page order
	Classes      []string      // distinct class attributes as written; Classes[0] is ""

	text      string // visible text
	words     string // ids and values of attributes
	attrs     []attr
	metaNames names
	metas     []string // first content per number of a name
}

// Node is one element. Descendants of Nodes[i] are Nodes[i+1:Nodes[i].End].
type Node struct {
	Tag    atom.Atom // an element without an atom has a number of its own above all atoms
	Class  int32     // index of its class attribute in Document.Classes
	Parent int       // index; the root is its own parent
	End    int       // index behind the last descendant

	id, text, attrs span
}

// TextBlock is a block with its place.
type TextBlock struct {
	crawler.Block
	Node    int // innermost node that holds all of the block
	Anchor  int // bytes of the text inside links to pages of the same site
	Links   int // links to pages of the same site that begin in the block
	Outward int // bytes of the text inside links to other sites, those to messengers left out
}

// LooseLink is a link of a page without an address.
type LooseLink struct {
	Text string // white space folded
	Ref  string // as it is written
}

// PlacedLink is a link with its place.
type PlacedLink struct {
	crawler.Link
	Node     int
	SameSite bool // the target is on a host of the page's platform
}

// Anchor is one a element; several may lead to one link.
type Anchor struct {
	Link int // index in Links
	Node int
}

// PlacedImage is a picture with its place.
type PlacedImage struct {
	crawler.Image
	Node int
}

type attr struct {
	value span // of the words
	key   elements.Attribute
}

// documents keeps the room of released documents; none of them points to a page.
var documents = sync.Pool{New: func() any { return &Document{} }}

// Release gives the document's room back for another page. Nothing of the document may be used afterwards but the strings
// that it gave, which stay as they are. A document need not be released.
func (d *Document) Release() {
	if cap(d.Nodes)+cap(d.Texts)+cap(d.Links)+cap(d.Programs)+cap(d.attrs)+cap(d.metaNames.bytes) > mostIdle/4 {
		return
	}
	clear(d.JSONLD)
	clear(d.State)
	clear(d.Programs)
	clear(d.Loose)
	clear(d.Texts)
	clear(d.Links)
	clear(d.Images)
	clear(d.Classes)
	clear(d.metas)
	d.metaNames.reset()
	*d = Document{
		JSONLD: d.JSONLD[:0], State: d.State[:0], Programs: d.Programs[:0], Loose: d.Loose[:0], Nodes: d.Nodes[:0], Texts: d.Texts[:0], Links: d.Links[:0], Anchors: d.Anchors[:0], Images: d.Images[:0],
		Classes: d.Classes[:0], attrs: d.attrs[:0], metaNames: d.metaNames, metas: d.metas[:0],
	}
	documents.Put(d)
}

// Meta returns the first content of the meta elements with a name or property, which is asked for in lower case; "" when
// there are none.
func (d *Document) Meta(name string) string {
	if i := d.metaNames.find([]byte(name)); i >= 0 {
		return d.metas[i]
	}
	return ""
}

func (d *Document) addMeta(key, content []byte) {
	name := bytes.ToLower(trimSpace(key))
	if len(d.metas) >= maxMeta || len(name) > maxAnchor {
		return
	}
	if _, fresh := d.metaNames.number(name); fresh {
		d.metas = append(d.metas, string(appendFold(nil, content[:min(len(content), 2*maxValue)], maxValue)))
	}
}

// ID returns the id attribute of a node.
func (d *Document) ID(node int) string {
	id := d.Nodes[node].id
	return d.words[id.start:id.end]
}

// Class returns the class attribute of a node as written.
func (d *Document) Class(node int) string { return d.Classes[d.Nodes[node].Class] }

// Attr returns an attribute of a node that Parse keeps: role, rel, name, title, itemprop, itemtype, itemscope,
// content, datetime, and the data-* that names a post (data-post, data-id, ...) or its author; "" when absent.
func (d *Document) Attr(node int, key string) string {
	n := &d.Nodes[node]
	if n.attrs.len() == 0 {
		return ""
	}
	wanted := elements.KeptAttributeOf(key)
	for _, a := range d.attrs[n.attrs.start:n.attrs.end] {
		if a.key == wanted {
			return d.words[a.value.start:a.value.end]
		}
	}
	return ""
}

// NodeText returns all visible text inside a node, blocks separated by line breaks.
func (d *Document) NodeText(node int) string {
	text := d.Nodes[node].text
	return strings.TrimSpace(d.text[text.start:text.end])
}

// TextBefore returns how many bytes of a node's text come before the node inner, which is inside it.
func (d *Document) TextBefore(node, inner int) int {
	if inner >= len(d.Nodes) {
		return d.Nodes[node].text.len()
	}
	return int(d.Nodes[inner].text.start - d.Nodes[node].text.start)
}

// Within reports whether node lies in the subtree of ancestor, itself included.
func (d *Document) Within(node, ancestor int) bool {
	return ancestor <= node && node < d.Nodes[ancestor].End
}

// Heading reports whether a tag is that of a heading, h1 to h6.
func Heading(tag atom.Atom) bool {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// Zeroed returns n zero values, in the room of s where it is large enough: what is known of each node or block of a document
// is kept beside it, page after page in the same room.
func Zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}
