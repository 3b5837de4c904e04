package comments

import (
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/byline"
	"ronda/crawler/dom"
	"ronda/crawler/words"
)

// record is what somebody may have said: a stretch of a page that begins or ends with who said it, or when.
type record struct {
	node, end   int   // the nodes that it takes up; node is -1 where it has none of its own
	first, last int32 // its text blocks
	body        int32 // the block with which what was said begins
	bodyCut     int   // where it begins in that block
	from        int32 // the same, but with what may be a person's role or a first line
	fromCut     int
	hasBody     bool
	author      string
	named       bool // it has an author
	dated       bool
	hasAction   bool // something can be done with it: "Balas"
	headline    bool // it has a heading, or a link as long as one
	marked      bool // an element is named after its author
	attributed  bool // its element carries the author's name as data
	fields      bool // labels of a guest book stand before name, date and words
	parted      bool // marks part the name from what is said of the person: "Wayan · sejak 2022"
}

// reader is the state of reading one stretch line by line.
type reader struct {
	record
	label      int32 // a line that may be a role, or all that was said
	labelStart int
	labelled   bool
	brief      bool // the words are as short as labels so far
}

// Bounds of what is read of a stretch.
const (
	headBlocks = 8 // from its beginning
	tailBlocks = 3 // from its end
)

// read reads the text blocks from first to last as what somebody said, whose name the markup may have told. It is false where there
// are no words, or neither a name nor a date.
func (c *finder) read(first, last int32, author string) (record, bool) {
	h := reader{record: record{node: -1, first: first, last: last, author: author, named: author != ""}}
	head := min(last, first+headBlocks)
	for b := first; b < head; b++ {
		h.block(c, b)
	}
	if !h.hasBody && h.labelled {
		h.begin(h.label, h.labelStart, true)
	}
	if !h.hasBody {
		return h.record, false
	}
	for b := max(head, last-tailBlocks); b < last; b++ {
		h.block(c, b)
	}
	return h.record, h.named || h.dated
}

// block reads the lines and cells of one block.
func (h *reader) block(c *finder, b int32) {
	const longHeading = 7
	t := &c.Doc.Texts[b]
	h.headline = h.headline || c.leadsElsewhere(b)
	if t.Role == crawler.RoleHeading && (h.hasBody || h.named || strings.Count(t.Text, " ") >= longHeading) && !strings.HasPrefix(t.Text, "Re:") {
		h.headline = true
	}
	lead := 0
	if !h.hasBody && !h.named {
		lead = c.leadName(t)
	}
	if t.Role != crawler.RoleRow {
		h.line(b, t.Text, 0, c.line(b), lead)
		return
	}
	const most = 8 // cells
	for start, n := 0, 0; start < len(t.Text) && n < most; n++ {
		end := start + strings.IndexByte(t.Text[start:], '\t')
		if end < start {
			end = len(t.Text)
		}
		cell := t.Text[start:end]
		h.line(b, cell, start, byline.Read(cell), lead)
		start, lead = end+1, 0
	}
}

// severalLinks is how many links make a block a list of them.
const severalLinks = 3

// leadsElsewhere reports whether a block is a link as long as a headline, or holds several.
func (c *finder) leadsElsewhere(b int32) bool {
	const headline = 25
	t := &c.Doc.Texts[b]
	return t.Links >= severalLinks || t.Links > 0 && t.Anchor >= headline && t.Anchor*10 >= len(t.Text)*7 && strings.Count(t.Text, " ") >= 3
}

// knownLine is what a text block says as one line.
type knownLine struct {
	byline.Line
	read bool
}

// line reads each block once: it stands in several elements that may be records.
func (c *finder) line(b int32) byline.Line {
	n := &c.lines[b]
	if !n.read {
		n.Line, n.read = byline.Read(c.Doc.Texts[b].Text), true
	}
	return n.Line
}

// leadName returns the length of a name in an element of its own with which a block begins, 0 where there is none.
func (c *finder) leadName(t *dom.TextBlock) int {
	n, end := t.Node+1, c.Doc.Nodes[t.Node].End
	if t.Role == crawler.RoleRow {
		n++ // in the first cell
	}
	if n >= end || c.Doc.Nodes[n].Class == 0 {
		return 0
	}
	switch c.Doc.Nodes[n].Tag {
	case atom.Span, atom.Strong, atom.B, atom.Em, atom.I, atom.Cite, atom.U:
	default:
		return 0
	}
	if c.Doc.TextBefore(t.Node, n) > 1 {
		return 0
	}
	name := c.Doc.NodeText(n)
	if len(name) >= len(t.Text) || !strings.HasPrefix(t.Text, name) || !byline.IsName(name) {
		return 0
	}
	return len(name)
}

func (h *reader) begin(b int32, at int, brief bool) {
	h.body, h.bodyCut, h.hasBody, h.brief = b, at, true, brief
	h.from, h.fromCut = b, at
	if h.labelled {
		h.from, h.fromCut = h.label, h.labelStart
	}
}

// line reads a line, or a cell, that begins at start in block b. lead is the length of the element with which it begins.
func (h *reader) line(b int32, s string, start int, n byline.Line, lead int) {
	switch {
	case h.hasBody:
		h.after(s, n)
	case n.Wordless && n.From < 0:
	case int(n.Label) == len(s):
		h.fields = true
	case n.Action:
		h.hasAction = true
	default:
		h.before(b, s, start, n, lead)
	}
}

// before reads a line before the words have begun.
func (h *reader) before(b int32, s string, start int, n byline.Line, lead int) {
	h.fields = h.fields || n.Label > 0
	if n.Label > 0 && byline.AnnouncesWords(s) { // "Pesan: ..."
		h.begin(b, start+int(n.Label), false)
		return
	}
	if n.From >= 0 {
		if h.byline(b, s, start, n) {
			return
		}
	}
	if n.Label > 0 { // "Nama: Hartono"
		s, start, lead = s[n.Label:], start+int(n.Label), 0
	}
	if n := byline.Colon(s); n > 0 && !h.named {
		h.author, h.named = strings.TrimSpace(s[:n-1]), true
		if strings.TrimSpace(s[n:]) != "" {
			h.begin(b, start+n, false)
		}
		return
	}
	name := s
	if !h.named && len(s) <= byline.Reach {
		if i := byline.PartingMark(s); i > 0 {
			name, h.parted = strings.TrimSpace(s[:i]), true
		}
	}
	switch {
	case !h.named && byline.IsName(name):
		h.author, h.named = byline.TrimName(name), true
	case !h.named && lead > 0:
		h.author, h.named = s[:lead], true
		h.begin(b, start+lead, false)
	case (h.named || h.dated) && !h.labelled && byline.IsLabel(s):
		h.label, h.labelStart, h.labelled = b, start, true
	default:
		h.begin(b, start, h.named && byline.IsLabel(s))
	}
}

// byline reads a line with a date, and reports whether it is one that signs.
func (h *reader) byline(b int32, s string, start int, n byline.Line) bool {
	const remark = 32 // a note beside the date: "Variasi: hitam"
	name := byline.TrimName(s[n.Label:n.From])
	rest := strings.TrimLeft(s[n.To:], " \t.,:;|)]}>-–—·•")
	if name != "" && (!byline.IsName(name) || h.named && rest != "" || byline.GoesOn(s[n.To:])) {
		return false
	}
	if name != "" && h.named && h.dated && h.labelled { // the byline of a reply: the line before was all that was said
		h.begin(h.label, h.labelStart, true)
		return true
	}
	h.dated = true
	if name != "" && !h.named {
		h.author, h.named = name, true
	}
	if author, k := byline.Speaker(rest); k > 0 && !h.named { // a line of a chat
		h.author, h.named = author, true
		h.begin(b, start+len(s)-len(rest)+k, false)
		return true
	}
	if len(rest) > remark || len(rest) > 0 && h.named && byline.Conversational(rest) && !byline.IsAction(rest) {
		h.begin(b, start+len(s)-len(rest), false)
	} else if byline.IsAction(rest) {
		h.hasAction = true
	}
	return true
}

// after reads a line behind the beginning of the words: what can be done with them, or who signs.
func (h *reader) after(s string, n byline.Line) {
	if len(s) > byline.Reach {
		h.brief = false
		return
	}
	h.hasAction = h.hasAction || n.Action
	if h.named && h.dated {
		return
	}
	if n.From >= 0 {
		h.datedAfter(s[:n.From])
		return
	}
	h.brief = h.brief && byline.IsLabel(s)
	if h.named {
		return
	}
	signed := strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "~") ||
		words.HasPrefixFold(s, "oleh ") || words.HasPrefixFold(s, "by ") || words.HasPrefixFold(s, "dijawab") || words.HasPrefixFold(s, "posted")
	if !signed {
		return
	}
	if name := byline.TrimName(s); byline.IsName(name) {
		h.author, h.named = name, true
	}
}

// datedAfter reads what stands before a date behind the beginning of the words.
func (h *reader) datedAfter(before string) {
	name := byline.TrimName(before)
	if name != "" && !byline.IsName(name) {
		h.brief = false
		return
	}
	h.dated = true
	if name != "" && !h.named && !byline.IsAction(name) {
		h.author, h.named = name, true
	} else if name == "" && h.brief {
		h.hasBody, h.labelled = false, false // it was what stands beside a name
	}
}
