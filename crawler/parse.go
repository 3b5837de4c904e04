package crawler

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Parse reads an HTML page in one pass over its tags. It accepts any bytes: broken markup is read about as browsers read
// it. What visitors do not see (scripts, templates, hidden elements) is left out; noscript text counts only where nothing
// else is visible. The error says that the page's charset could not be decoded.
func Parse(page *Page) (*Document, error) {
	body, err := page.Text()
	if err != nil {
		return nil, err
	}
	address := page.FinalURL
	if address == "" {
		address = page.URL
	}
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	p := parsers.Get().(*parser)
	p.doc = &Document{Base: base, Meta: map[string]string{}}
	p.tokens.src = body
	p.resolver = newResolver(base)
	p.site[p.resolver.base.authority] = true
	p.doc.Nodes, p.doc.Links, p.doc.Anchors = p.nodes[:0], p.placed[:0], p.placedAnchors[:0]
	p.doc.Nodes = append(p.doc.Nodes, Node{})
	p.stack = append(p.stack, frame{role: RoleParagraph, block: true})
	p.run()
	doc := p.finish()
	p.reset()
	parsers.Put(p)
	return doc, nil
}

// parsers keeps the room that parsing needs; none of them points to a page.
var parsers = sync.Pool{New: func() any {
	p := &parser{site: map[string]bool{}, strings: map[string]string{}, links: map[string]int{}}
	p.reset()
	return p
}}

// mostIdle bounds the bytes, links and names that an idle parser has room for.
const mostIdle = 1 << 18

// reset forgets the page.
func (p *parser) reset() {
	clear(p.tokens.attrs[:cap(p.tokens.attrs)])
	clear(p.at.kept[:cap(p.at.kept)])
	clear(p.stack[:cap(p.stack)])
	clear(p.nodes[:cap(p.nodes)])
	clear(p.placed[:cap(p.placed)])
	fresh := parser{
		site: p.site, strings: p.strings, links: p.links, dt: -1, joint: -1,
		tokens: scanner{attrs: p.tokens.attrs[:0]}, at: attributes{kept: p.at.kept[:0]},
		buf: p.buf[:0], blocks: p.blocks[:0], ranges: p.ranges[:0], stack: p.stack[:0],
		nodes: p.nodes, placed: p.placed, placedAnchors: p.placedAnchors,
	}
	if cap(p.buf) > mostIdle {
		fresh.buf, fresh.blocks, fresh.nodes, fresh.placed, fresh.placedAnchors = nil, nil, nil, nil, nil
	}
	if len(p.links)+len(p.strings) > mostIdle/64 {
		fresh.links, fresh.strings = map[string]int{}, map[string]string{}
	}
	clear(fresh.site)
	clear(fresh.strings)
	clear(fresh.links)
	*p = fresh
}

// parser is the state of one pass.
type parser struct {
	doc      *Document
	tokens   scanner
	resolver resolver
	site     map[string]bool // hosts: of the page's own site or not
	stack    []frame         // open elements; stack[0] is the root
	overflow int             // open elements beyond maxDepth
	at       attributes

	buf    []byte // visible text: blocks separated by one line break, or a tab inside a row
	blocks []block
	cur    block // the block under construction
	open   bool  // cur holds text
	space  bool  // white space is due before the next text
	br     bool  // a line break is due before the next text
	line   int   // offset in buf where the current line began
	cell   int   // running number of table cells and definition list entries

	joint    int  // offset in buf where an inline element began or ended
	ended    bool // it ended
	siblings bool // one ended and another began
	dt       int  // first block of the open dt, -1 when none

	anchor   int // index of the open link in doc.Links, valid while anchors > 0
	anchors  int
	inward   bool           // the open link leads to the page's own site
	anchored int            // bytes counted for the open link
	links    map[string]int // raw reference or canonical URL -> index in doc.Links, -1 for one that leads nowhere
	ranges   [][2]int       // text range per link

	// Room for what the document gets a copy of.
	nodes         []Node
	placed        []PlacedLink
	placedAnchors []Anchor

	strings map[string]string // class names and the like, which repeat
	linked  int               // bytes of linked data
}

// frame is an open element.
type frame struct {
	tag    atom.Atom
	name   string // of tags without an atom
	node   int    // its node, or that of the nearest ancestor which has one
	holder int    // nearest node that is a block
	own    bool   // node is its own
	block  bool
	hidden hiding
	inert  bool // inside noscript
	role   Role
	first  int // blocks (tr), images (figure) or text (a) before it
	texts  int // blocks before a figure
}

type hiding uint8

const (
	visible    hiding = iota
	textHidden        // aria-hidden: pictures and links still count
	allHidden
)

// block is a TextBlock whose text is still in the buffer.
type block struct {
	role          Role
	start, end    int
	node          int
	anchor, links int
	cell          int
	inert         bool
}

func (p *parser) run() {
	for {
		switch p.tokens.next() {
		case html.ErrorToken:
			p.pop(1)
			p.breakBlock()
			return
		case html.TextToken:
			p.textToken()
		case html.StartTagToken:
			name, more := p.tokens.name()
			p.startTag(name, more, false)
		case html.SelfClosingTagToken:
			name, more := p.tokens.name()
			p.startTag(name, more, true)
		case html.EndTagToken:
			name, _ := p.tokens.name()
			p.endTag(name)
		}
	}
}

func (p *parser) top() *frame { return &p.stack[len(p.stack)-1] }

func (p *parser) textToken() {
	switch top := p.top(); {
	case top.tag == atom.Script:
		if text := p.tokens.text(); top.first == jsonLD && p.linked+len(text) <= maxJSONLD {
			p.linked += len(text)
			p.doc.JSONLD = append(p.doc.JSONLD, string(text))
		}
	case top.tag == atom.Title:
		if p.doc.Title == "" && p.stack[len(p.stack)-2].hidden == visible {
			p.doc.Title = cut(fold(string(p.tokens.text())), maxTitle)
		}
	case top.hidden != visible:
	case top.role == RoleCode:
		p.code(p.tokens.text())
	default:
		p.prose(p.tokens.text())
	}
}

func (p *parser) startTag(name []byte, more, selfClosing bool) {
	tag := atom.Lookup(name)
	if p.top().hidden == allHidden {
		more = false
	}
	p.at.read(&p.tokens, more)
	if void(tag) {
		p.voidTag(tag)
		return
	}
	if selfClosing && p.top().hidden == allHidden {
		return // inside svg
	}
	p.implyEnds(tag)
	if len(p.stack) >= maxDepth || p.overflow > 0 {
		p.overflow++
		return
	}
	parent := p.top()
	f := frame{tag: tag, node: parent.node, holder: parent.holder, hidden: parent.hidden, inert: parent.inert, role: parent.role}
	if tag == 0 {
		f.name = p.intern(name)
	}
	f.block = isBlock(tag) || tag == 0 && bytes.IndexByte(name, '-') >= 0
	f.hidden = max(f.hidden, p.at.hiding(tag))
	if f.block || tag == atom.Q {
		p.breakBlock()
	}
	if f.hidden == visible && (f.block || tag == atom.A || tag == atom.Time || tag == atom.Cite || p.at.notable()) {
		p.addNode(&f, name)
	}
	if !f.block {
		p.joint, p.siblings = len(p.buf), p.joint == len(p.buf) && (p.ended || p.siblings)
		p.ended = false
	}
	p.enter(&f)
	p.stack = append(p.stack, f)
}

// enter sets what an element changes for its content.
func (p *parser) enter(f *frame) {
	if role, ok := tagRole(f.tag); ok && (f.role != RoleQuote || role == RoleCode) {
		f.role = role
	}
	switch f.tag {
	case atom.Html:
		if p.doc.Lang == "" {
			p.doc.Lang = strings.ToLower(string(p.at.lang))
		}
	case atom.Script:
		if bytes.EqualFold(bytes.TrimSpace(p.at.kind), []byte("application/ld+json")) {
			f.first = jsonLD
		}
	case atom.Noscript, atom.Noframes, atom.Noembed:
		p.breakBlock()
		p.tokens.asMarkup()
		f.inert = true
	case atom.Tr:
		f.first = len(p.blocks)
	case atom.Td, atom.Th, atom.Dd:
		p.cell++
	case atom.Table:
		for i := len(p.stack) - 1; i > 0 && p.stack[i].tag != atom.Table; i-- {
			if p.stack[i].tag == atom.Tr {
				p.stack[i].first = maxBlocks // a table inside: the row lays out the page
			}
		}
	case atom.Dt:
		p.cell++
		p.dt = len(p.blocks)
	case atom.Figure:
		f.first, f.texts = len(p.doc.Images), len(p.blocks)
	case atom.A:
		p.openAnchor(f)
	case atom.Iframe:
		p.addLink(p.at.src, f.node)
	}
	if len(p.at.style) > 0 && f.hidden != allHidden {
		p.backgroundImage(f.node)
	}
}

func (p *parser) addNode(f *frame, name []byte) {
	if len(p.doc.Nodes) >= maxNodes {
		return
	}
	n := Node{Tag: f.tag.String(), Parent: f.node, textStart: len(p.buf), attrStart: len(p.doc.attrs)}
	if f.tag == 0 {
		n.Tag = p.intern(name)
	}
	if len(p.at.id) > 0 {
		n.ID = string(p.at.id)
	}
	n.Class = p.intern(p.at.class)
	for _, a := range p.at.kept[:min(len(p.at.kept), maxAttrs-len(p.doc.attrs))] {
		p.doc.attrs = append(p.doc.attrs, attr{p.intern(a.key), p.intern(a.value)})
	}
	n.attrEnd = len(p.doc.attrs)
	n.End = len(p.doc.Nodes) + 1
	n.textEnd = n.textStart
	f.node, f.own = len(p.doc.Nodes), true
	if f.block {
		f.holder = f.node
	}
	p.doc.Nodes = append(p.doc.Nodes, n)
}

func (p *parser) intern(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	s, ok := p.strings[string(b)]
	if !ok {
		s = string(b)
		p.strings[s] = s
	}
	return s
}

// implyEnds closes the elements whose end tag may be left out before this start tag.
func (p *parser) implyEnds(tag atom.Atom) {
	closes, stops := impliedEnd(tag)
	if closes == nil {
		return
	}
	for i := len(p.stack) - 1; i > 0; i-- {
		f := &p.stack[i]
		if closes(f.tag) {
			p.pop(i)
			return
		}
		if f.block && stops(f.tag) {
			return
		}
	}
}

func (p *parser) endTag(name []byte) {
	tag := atom.Lookup(name)
	if p.overflow > 0 {
		p.overflow--
		return
	}
	switch tag {
	case atom.Br:
		p.lineBreak()
		return
	case atom.Body, atom.Html:
		return // pages go on behind them
	}
	crossed := false // a block between the end tag and its element
	for i := len(p.stack) - 1; i > 0; i-- {
		f := &p.stack[i]
		if f.tag == tag && (tag != 0 || f.name == string(name)) || heading(tag) && heading(f.tag) {
			if tag == atom.A && crossed {
				p.closeAnchor(f)
			} else {
				p.pop(i)
			}
			return
		}
		crossed = crossed || f.block
		switch {
		case tag == atom.A:
			// Mis-nested, as in <a><div></a>: the link ends here, the elements inside stay open.
		case f.block && !isBlock(tag), fence(f.tag) && !tablePart(tag), f.tag == atom.Table:
			return
		}
	}
}

// pop closes the open elements from index n on.
func (p *parser) pop(n int) {
	for len(p.stack) > n {
		f := p.top()
		if f.block || f.tag == atom.Q || f.inert {
			p.breakBlock()
		}
		if f.own {
			node := &p.doc.Nodes[f.node]
			node.End, node.textEnd = len(p.doc.Nodes), len(p.buf)
		}
		if !f.block {
			p.joint, p.siblings, p.ended = len(p.buf), false, true
		}
		switch f.tag {
		case atom.Tr:
			p.mergeRow(f.first, f.holder)
		case atom.Dd:
			if p.dt >= 0 {
				if n := len(p.blocks); n > p.dt && p.blocks[n-1].node == f.holder { // not <dd><p>, which is prose
					p.mergeRow(p.dt, p.doc.Nodes[f.holder].Parent)
				}
				p.dt = -1
			}
		case atom.Figure:
			p.caption(f)
		case atom.A:
			p.closeAnchor(f)
		}
		p.stack = p.stack[:len(p.stack)-1]
	}
}

// mergeRow joins the blocks from first on into one row if each is the whole of one short cell: then the table holds data.
// Otherwise it is a table that lays out the page.
func (p *parser) mergeRow(first, node int) {
	const longestCell = 300
	row := p.blocks[min(first, len(p.blocks)):]
	if len(row) < 2 {
		return
	}
	for i, b := range row {
		if b.role != RoleParagraph || b.end-b.start > longestCell || i > 0 && b.cell == row[i-1].cell {
			return
		}
	}
	merged := row[0]
	merged.role, merged.node = RoleRow, node
	for _, b := range row[1:] {
		p.buf[b.start-1] = '\t'
		merged.end = b.end
		merged.anchor += b.anchor
		merged.links += b.links
	}
	p.blocks = append(p.blocks[:first], merged)
}

// caption adds the caption of a figure to its pictures.
func (p *parser) caption(f *frame) {
	images := p.doc.Images[f.first:]
	if len(images) == 0 {
		return
	}
	var text string
	for i := len(p.blocks) - 1; i >= min(f.texts, len(p.blocks)) && p.blocks[i].node >= f.node && len(text) < maxTitle; i-- {
		if b := p.blocks[i]; b.role == RoleCaption {
			text = join(cut(string(p.buf[b.start:b.end]), maxTitle), text)
		}
	}
	for i := range images {
		images[i].Alt = cut(join(images[i].Alt, text), 2*maxTitle)
	}
}

// finish turns the buffer into blocks; all texts share one string.
func (p *parser) finish() *Document {
	d := p.doc
	p.nodes, p.placed, p.placedAnchors = d.Nodes, d.Links, d.Anchors
	d.Nodes, d.Links, d.Anchors = slices.Clone(d.Nodes), slices.Clone(d.Links), slices.Clone(d.Anchors)
	d.Nodes[0].End = len(d.Nodes)
	d.Nodes[0].textEnd = len(p.buf)
	d.text = string(p.buf)
	onlyInert := true
	for _, b := range p.blocks {
		onlyInert = onlyInert && b.inert
	}
	d.Texts = make([]TextBlock, 0, len(p.blocks))
	for _, b := range p.blocks {
		if !b.inert || onlyInert {
			d.Texts = append(d.Texts, TextBlock{Block{b.role, d.text[b.start:b.end]}, b.node, b.anchor, b.links})
		}
	}
	for i, r := range p.ranges {
		d.Links[i].Text = cut(fold(d.text[r[0]:r[1]]), maxAnchor)
	}
	return d
}

// fold trims s and turns every stretch of white space into one blank.
func fold(s string) string {
	if !strings.ContainsAny(s, "\t\n\r\f") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// join puts two texts together unless one holds the other.
func join(a, b string) string {
	switch {
	case strings.Contains(a, b):
		return a
	case strings.Contains(b, a):
		return b
	}
	return a + " | " + b
}
