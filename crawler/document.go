package crawler

import (
	"net/url"
	"strings"
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
)

// Document is a page as one pass over its tags saw it: the visible text in blocks, and the element tree into which
// blocks, links and images point. It is read-only after Parse.
type Document struct {
	Title     string            // text of the title element
	Lang      string            // lang of the html element, lower case
	Canonical string            // canonical URL of rel=canonical, "" when absent
	Base      *url.URL          // what relative references are resolved against
	Meta      map[string]string // first content per meta name or property, names in lower case
	JSONLD    []string          // bodies of application/ld+json scripts
	Nodes     []Node            // elements in page order; Nodes[0] is the root, above html
	Texts     []TextBlock       // visible text in page order
	Links     []PlacedLink      // distinct URLs in page order
	Anchors   []Anchor          // every a element that leads somewhere, in page order
	Images    []PlacedImage     // in page order

	text  string
	attrs []attr
}

// Node is one element. Descendants of Nodes[i] are Nodes[i+1:Nodes[i].End].
type Node struct {
	Tag    string // lower case
	ID     string
	Class  string // class attribute as written
	Parent int    // index; the root is its own parent
	End    int    // index behind the last descendant

	textStart, textEnd int
	attrStart, attrEnd int
}

// TextBlock is a block with its place.
type TextBlock struct {
	Block
	Node   int // innermost node that holds all of the block
	Anchor int // bytes of the text inside links to pages of the same site
	Links  int // links to pages of the same site that begin in the block
}

// PlacedLink is a link with its place.
type PlacedLink struct {
	Link
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
	Image
	Node int
}

type attr struct{ key, value string }

// Attr returns an attribute of a node that Parse keeps: role, rel, name, title, itemprop, itemtype, itemscope,
// content, datetime, and the data-* that names a post (data-post, data-id, ...) or its author; "" when absent.
func (d *Document) Attr(node int, key string) string {
	n := &d.Nodes[node]
	for _, a := range d.attrs[n.attrStart:n.attrEnd] {
		if a.key == key {
			return a.value
		}
	}
	return ""
}

// NodeText returns all visible text inside a node, blocks separated by line breaks.
func (d *Document) NodeText(node int) string {
	n := &d.Nodes[node]
	return strings.TrimSpace(d.text[n.textStart:n.textEnd])
}

// TextBefore returns how many bytes of a node's text come before the node inner, which is inside it.
func (d *Document) TextBefore(node, inner int) int {
	if inner >= len(d.Nodes) {
		return d.Nodes[node].textEnd - d.Nodes[node].textStart
	}
	return d.Nodes[inner].textStart - d.Nodes[node].textStart
}

// Within reports whether node lies in the subtree of ancestor, itself included.
func (d *Document) Within(node, ancestor int) bool {
	return ancestor <= node && node < d.Nodes[ancestor].End
}
