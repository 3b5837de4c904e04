package dom

import (
	"bytes"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/elements"
	"ronda/crawler/tokenizer"
)

// Parse reads an HTML page in one pass over its tags. It accepts any bytes: broken markup is read about as browsers read
// it. What visitors do not see (scripts, templates, hidden elements) is left out; noscript text counts only where nothing
// else is visible. The error says that the page's charset could not be decoded.
func Parse(page *crawler.Page) (*Document, error) {
	body, err := page.Text()
	if err != nil {
		return nil, err
	}
	p := parsers.Get().(*parser)
	p.doc = documents.Get().(*Document)
	p.read(body[:min(len(body), maxPage)], page.Address())
	doc := p.finish()
	p.reset()
	parsers.Put(p)
	return doc, nil
}

// read goes over a page.
func (p *parser) read(body []byte, address string) {
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	p.doc.Base, p.resolver = base, crawler.NewResolver(base)
	p.origin, p.host = p.resolver.Origin(), p.resolver.Host()
	p.tokens.Begin(body)
	p.classes.number(nil)
	p.doc.Nodes = append(p.doc.Nodes, Node{})
	p.stack = append(p.stack, frame{role: elements.Paragraph, block: true, traits: elements.IsAny})
	p.run()
}

// parsers keeps the room that parsing needs. What is in it holds no word of a page and points to none.
var parsers = sync.Pool{New: func() any {
	p := &parser{site: map[string]bool{}}
	p.reset()
	return p
}}

// mostIdle bounds the bytes that each buffer of an idle parser has room for; entries of lists are bounded by a part of it.
const mostIdle = 1 << 18

// reset forgets the page.
func (p *parser) reset() {
	if cap(p.blocks)+cap(p.leads) > mostIdle/16 {
		p.blocks, p.leads = nil, nil
	}
	if len(p.site) > mostIdle/1024 {
		p.site = map[string]bool{}
	}
	clear(p.site)
	clear(p.called)
	clear(p.at.values[:])
	clear(p.at.kept[:cap(p.at.kept)])
	for _, n := range [...]*names{&p.refs, &p.targets, &p.classes, &p.tags} {
		n.reset()
	}
	p.tokens.Forget()
	*p = parser{
		site: p.site, dt: -1, joint: -1, tokens: p.tokens, at: p.at, stack: p.stack[:0],
		buf: forgotten(p.buf), words: forgotten(p.words), url: forgotten(p.url[:cap(p.url)]),
		blocks: p.blocks[:0], links: p.links[:0], images: p.images[:0],
		called: p.called[:0], leads: p.leads[:0], refs: p.refs, targets: p.targets, classes: p.classes, tags: p.tags,
	}
}

// forgotten returns the room of a buffer without what was in it.
func forgotten(buf []byte) []byte {
	if cap(buf) > mostIdle {
		return nil
	}
	clear(buf)
	return buf[:0]
}

// parser is the state of one pass. Most of it knows no pointers, which makes it cheap to fill and to forget.
type parser struct {
	doc      *Document
	tokens   tokenizer.Tokenizer
	resolver crawler.Resolver
	origin   string          // of the page
	host     string          // of the page
	site     map[string]bool // other hosts: of the page's own site or not
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
	cell   int32 // running number of table cells and definition list entries

	joint    int  // offset in buf where an inline element began or ended
	ended    bool // it ended
	siblings bool // one ended and another began
	dt       int  // first block of the open dt, -1 when none

	anchor   int // index of the open link in links, valid while anchors > 0
	anchors  int
	inward   bool    // the open link leads to the page's own site
	outward  bool    // it leads to another one, and is no contact
	anchored int     // bytes counted for the open link
	refs     names   // references as they stand in the page
	leads    []int32 // index in links per reference, -1 for one that leads nowhere
	targets  names   // URLs of the links
	links    []placedLink
	images   []placedImage
	called   []string // what pictures with a caption are called
	url      []byte   // room for one

	classes names
	tags    names       // of elements without an atom
	words   []byte      // ids, values of attributes, what pictures are called
	linked  int         // bytes of linked data
	loose   []looseLink // links that lead nowhere
	ref     []byte      // where the one that is open leads
}

// frame is an open element.
type frame struct {
	tag    atom.Atom
	traits elements.Traits
	node   int32 // its node, or that of the nearest ancestor which has one
	holder int32 // nearest node that is a block
	first  int32 // blocks (tr), images (figure) or text (a) before it
	texts  int32 // blocks before a figure
	own    bool  // node is its own
	block  bool
	hidden hiding
	inert  bool // inside noscript
	role   elements.Role
}

// asSpan has an anchor that leads nowhere, or that has ended, taken for an element without a meaning.
func (f *frame) asSpan() { f.tag, f.traits = atom.Span, elements.IsAny }

type hiding uint8

const (
	visible    hiding = iota
	textHidden        // aria-hidden: pictures and links still count
	allHidden
)

// block is a TextBlock whose text is still in the buffer.
type block struct {
	span
	node                   int32
	anchor, links, outward int32
	cell                   int32
	role                   elements.Role
	inert                  bool
}

func (p *parser) run() {
	for {
		switch p.tokens.Next() {
		case html.ErrorToken:
			p.pop(1)
			p.breakBlock()
			return
		case html.TextToken:
			p.textToken()
		case html.StartTagToken:
			name, more := p.tokens.Name()
			p.startTag(name, more, false)
		case html.SelfClosingTagToken:
			name, more := p.tokens.Name()
			p.startTag(name, more, true)
		case html.EndTagToken:
			name, _ := p.tokens.Name()
			p.endTag(name)
		}
	}
}

func (p *parser) top() *frame { return &p.stack[len(p.stack)-1] }

func (p *parser) textToken() {
	switch top := p.top(); {
	case top.tag == atom.Script:
		p.script(top.first, p.tokens.Text())
	case top.tag == atom.Title:
		if p.doc.Title == "" && p.stack[len(p.stack)-2].hidden == visible {
			p.doc.Title = string(appendFold(nil, p.tokens.Text(), maxTitle))
		}
	case top.hidden != visible:
	case top.role == elements.Code:
		p.code(p.tokens.Text())
	default:
		p.prose(p.tokens.Text())
	}
}

func (p *parser) startTag(name []byte, more, selfClosing bool) {
	e, tag := elements.Of(name)
	hidden := p.top().hidden
	p.at.read(&p.tokens, more && hidden != allHidden)
	if e.Traits&elements.IsVoid != 0 {
		p.voidTag(tag)
		return
	}
	if selfClosing && hidden == allHidden {
		return // inside svg
	}
	p.implyEnds(e.Closes, e.Stops)
	if len(p.stack) >= maxDepth || p.overflow > 0 {
		p.overflow++
		return
	}
	parent := p.top()
	f := frame{
		tag: tag, traits: e.Traits, block: e.Traits&elements.IsBlock != 0,
		node: parent.node, holder: parent.holder, hidden: max(parent.hidden, p.at.hiding(e)), inert: parent.inert, role: parent.role,
	}
	if tag == 0 {
		number, _ := p.tags.number(name)
		f.tag, f.block = elements.Custom+atom.Atom(number), bytes.IndexByte(name, '-') >= 0
	}
	if f.block || tag == atom.Q {
		p.breakBlock()
	}
	if f.hidden == visible && (f.block || e.Traits&elements.Noted != 0 || p.at.notable()) {
		p.addNode(&f)
	}
	if !f.block {
		p.joint, p.siblings = len(p.buf), p.joint == len(p.buf) && (p.ended || p.siblings)
		p.ended = false
	}
	if e.Role != elements.Inherited && (f.role != elements.Quote || e.Role == elements.Code) {
		f.role = e.Role
	}
	p.enter(&f)
	p.stack = append(p.stack, f)
}

// enter sets what an element changes for its content.
func (p *parser) enter(f *frame) {
	switch f.tag {
	case atom.Html:
		if p.doc.Lang == "" {
			p.doc.Lang = strings.ToLower(string(p.at.of(elements.AttrLang)))
		}
	case atom.Script:
		f.first = p.at.script()
	case atom.Noscript, atom.Noframes, atom.Noembed:
		p.breakBlock()
		p.tokens.AsMarkup()
		f.inert = true
	case atom.Tr:
		f.first = int32(len(p.blocks))
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
		f.first, f.texts = int32(len(p.images)), int32(len(p.blocks))
	case atom.A:
		p.openAnchor(f)
	case atom.Iframe:
		p.addLink(p.at.of(elements.AttrSrc), f.node)
	}
	if style := p.at.of(elements.AttrStyle); len(style) > 0 && f.hidden != allHidden {
		p.backgroundImage(style, f.node)
	}
}

func (p *parser) addNode(f *frame) {
	at := len(p.doc.Nodes)
	if at >= maxNodes {
		return
	}
	n := Node{Tag: f.tag, Parent: int(f.node), End: at + 1}
	n.text = span{int32(len(p.buf)), int32(len(p.buf))}
	if p.at.has != 0 {
		n.id = p.keep(p.at.of(elements.AttrID))
		if class := p.at.of(elements.AttrClass); len(class) > 0 {
			number, _ := p.classes.number(class)
			n.Class = int32(number)
		}
		n.attrs.start = int32(len(p.doc.attrs))
		for _, a := range p.at.kept[:min(len(p.at.kept), maxAttrs-len(p.doc.attrs))] {
			p.doc.attrs = append(p.doc.attrs, attr{p.keep(a.value), a.key})
		}
		n.attrs.end = int32(len(p.doc.attrs))
	}
	f.node, f.own = int32(at), true
	if f.block {
		f.holder = f.node
	}
	p.doc.Nodes = append(p.doc.Nodes, n)
}

// keep puts a value to the words.
func (p *parser) keep(value []byte) span {
	start := int32(len(p.words))
	p.words = append(p.words, value...)
	return span{start, int32(len(p.words))}
}

// implyEnds closes the elements whose end tag may be left out before a start tag.
func (p *parser) implyEnds(closes, stops elements.Traits) {
	if closes == 0 {
		return
	}
	for i := len(p.stack) - 1; i > 0; i-- {
		f := &p.stack[i]
		if f.traits&closes != 0 {
			p.pop(i)
			return
		}
		if f.block && f.traits&stops != 0 {
			return
		}
	}
}

func (p *parser) endTag(name []byte) {
	if p.overflow > 0 {
		p.overflow--
		return
	}
	e, tag := elements.Of(name)
	switch tag {
	case atom.Br:
		p.lineBreak()
		return
	case atom.Body, atom.Html:
		return // pages go on behind them
	case 0:
		number := p.tags.find(name)
		if number < 0 {
			return
		}
		tag = elements.Custom + atom.Atom(number)
	}
	crossed := false // a block between the end tag and its element
	for i := len(p.stack) - 1; i > 0; i-- {
		f := &p.stack[i]
		if f.tag == tag || e.Traits&f.traits&elements.IsHeading != 0 {
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
		case f.block && e.Traits&elements.IsBlock == 0, f.traits&elements.IsFence != 0 && e.Traits&elements.IsTablePart == 0, f.tag == atom.Table:
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
			node.End, node.text.end = len(p.doc.Nodes), int32(len(p.buf))
		}
		if !f.block {
			p.joint, p.siblings, p.ended = len(p.buf), false, true
		}
		switch f.tag {
		case atom.Tr:
			p.mergeRow(int(f.first), f.holder)
		case atom.Dd:
			if p.dt >= 0 {
				if n := len(p.blocks); n > p.dt && p.blocks[n-1].node == f.holder { // not <dd><p>, which is prose
					p.mergeRow(p.dt, int32(p.doc.Nodes[f.holder].Parent))
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
func (p *parser) mergeRow(first int, node int32) {
	const longestCell = 300
	cells := p.blocks[min(first, len(p.blocks)):]
	if len(cells) < 2 {
		return
	}
	for i := range cells {
		b := &cells[i]
		if b.role != elements.Paragraph || b.len() > longestCell || i > 0 && b.cell == cells[i-1].cell {
			return
		}
	}
	merged := cells[0]
	merged.role, merged.node = elements.Row, node
	for _, b := range cells[1:] {
		p.buf[b.start-1] = '\t'
		merged.end = b.end
		merged.anchor += b.anchor
		merged.outward += b.outward
		merged.links += b.links
	}
	p.blocks = append(p.blocks[:first], merged)
}
