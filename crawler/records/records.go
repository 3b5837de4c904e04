// Package records reads a stretch of a page as what somebody said: an author or a date, or both, before the words or behind them.
//
//	Rina                      the author
//	Anggota · 41 tulisan      what is said of her
//	3 jam lalu                the date
//	Di sini antre dari subuh  the body
//	Suka · Balas              what can be done with it
//
// It does not know what makes a stretch, nor whether several of them are comments.
package records

import (
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/byline"
	"ronda/crawler/dates"
	"ronda/crawler/dom"
	"ronda/crawler/words"
)

// Reader reads records of one document; it remembers what each line says, for a line stands in several stretches.
type Reader struct {
	doc   *dom.Document
	known []knownLine // per text block
}

// Begin goes to a document, in the room of the one before.
func (r *Reader) Begin(doc *dom.Document) {
	r.doc, r.known = doc, dom.Zeroed(r.known, len(doc.Texts))
}

// Forget leaves the document.
func (r *Reader) Forget() { r.doc = nil }

// Room is how many blocks there is room for.
func (r *Reader) Room() int { return cap(r.known) }

// Record is what somebody may have said: a stretch of a page that begins or ends with who said it, or when.
type Record struct {
	Node, End   int   // the nodes that it takes up; node is -1 where it has none of its own
	First, Last int32 // its text blocks
	Body        int32 // the block with which what was said begins
	BodyCut     int   // where it begins in that block
	From        int32 // the same, but with what may be a person's role or a first line
	FromCut     int
	HasBody     bool
	Author      string
	Named       bool // it has an author
	Dated       bool
	HasAction   bool // something can be done with it: "Balas"
	Headline    bool // it has a heading, or a link as long as one
	Marked      bool // an element is named after its author
	Attributed  bool // its element carries the author's name as data
	Fields      bool // labels of a guest book stand before name, date and words
	Parted      bool // marks part the name from what is said of the person: "Wayan · sejak 2022"
}

// lines is the state of reading one stretch line by line.
type lines struct {
	Record
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

// Read reads the text blocks from first to last as what somebody said, whose name the markup may have told. It is false where there
// are no words, or neither a name nor a date.
func (r *Reader) Read(first, last int32, author string) (Record, bool) {
	h := lines{Record: Record{Node: -1, First: first, Last: last, Author: author, Named: author != ""}}
	head := min(last, first+headBlocks)
	for b := first; b < head; b++ {
		h.block(r, b)
	}
	if !h.HasBody && h.labelled {
		h.begin(h.label, h.labelStart, true)
	}
	if !h.HasBody {
		return h.Record, false
	}
	for b := max(head, last-tailBlocks); b < last; b++ {
		h.block(r, b)
	}
	return h.Record, h.Named || h.Dated
}

// block reads the lines and cells of one block.
func (h *lines) block(r *Reader, b int32) {
	const longHeading = 7
	t := &r.doc.Texts[b]
	h.Headline = h.Headline || r.LeadsElsewhere(b)
	if t.Role == crawler.RoleHeading && (h.HasBody || h.Named || strings.Count(t.Text, " ") >= longHeading) && !strings.HasPrefix(t.Text, "Re:") {
		h.Headline = true
	}
	lead := 0
	if !h.HasBody && !h.Named {
		lead = r.leadName(t)
	}
	if t.Role != crawler.RoleRow {
		h.line(b, t.Text, 0, r.Line(b), lead)
		return
	}
	if !h.HasBody && r.columns(t) {
		h.begin(b, 0, false)
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

// columns reports whether a row names the columns of a table: nobody is called "Nama" there. What has a number or a date is a row of another
// kind, however its cells are marked up.
func (r *Reader) columns(t *dom.TextBlock) bool {
	const fewest = 3
	if strings.ContainsAny(t.Text, "0123456789") {
		return false
	}
	heads := 0
	for n := t.Node + 1; n < r.doc.Nodes[t.Node].End; n = r.doc.Nodes[n].End {
		if r.doc.Nodes[n].Tag == atom.Th {
			heads++
		}
	}
	return heads >= fewest
}

// SeveralLinks is how many links make a block a list of them.
const SeveralLinks = 3

// LeadsElsewhere reports whether a block is a link as long as a headline, or holds several.
func (r *Reader) LeadsElsewhere(b int32) bool {
	const headline = 25
	t := &r.doc.Texts[b]
	return t.Links >= SeveralLinks || t.Links > 0 && t.Anchor >= headline && t.Anchor*10 >= len(t.Text)*7 && strings.Count(t.Text, " ") >= 3
}

// knownLine is what a text block says as one line.
type knownLine struct {
	byline.Line
	read bool
}

// Line reads each block once: it stands in several elements that may be records.
func (r *Reader) Line(b int32) byline.Line {
	n := &r.known[b]
	if !n.read {
		n.Line, n.read = byline.Read(r.doc.Texts[b].Text), true
	}
	return n.Line
}

// leadName returns the length of a name in an element of its own with which a block begins, 0 where there is none.
func (r *Reader) leadName(t *dom.TextBlock) int {
	n, end := t.Node+1, r.doc.Nodes[t.Node].End
	if t.Role == crawler.RoleRow {
		n++ // in the first cell
	}
	if n >= end || r.doc.Nodes[n].Class == 0 {
		return 0
	}
	switch r.doc.Nodes[n].Tag {
	case atom.Span, atom.Strong, atom.B, atom.Em, atom.I, atom.Cite, atom.U:
	default:
		return 0
	}
	if r.doc.TextBefore(t.Node, n) > 1 {
		return 0
	}
	name := r.doc.NodeText(n)
	if len(name) >= len(t.Text) || !strings.HasPrefix(t.Text, name) || !byline.IsName(name) {
		return 0
	}
	return len(name)
}

func (h *lines) begin(b int32, at int, brief bool) {
	h.Body, h.BodyCut, h.HasBody, h.brief = b, at, true, brief
	h.From, h.FromCut = b, at
	if h.labelled {
		h.From, h.FromCut = h.label, h.labelStart
	}
}

// Line reads a line, or a cell, that begins at start in block b. lead is the length of the element with which it begins.
func (h *lines) line(b int32, s string, start int, n byline.Line, lead int) {
	switch {
	case h.HasBody:
		h.after(s, n)
	case n.Wordless && n.From < 0:
	case int(n.Label) == len(s):
		h.Fields = true
	case n.Action:
		h.HasAction = true
	default:
		h.before(b, s, start, n, lead)
	}
}

// before reads a line before the words have begun.
func (h *lines) before(b int32, s string, start int, n byline.Line, lead int) {
	h.Fields = h.Fields || n.Label > 0
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
	if n := byline.Colon(s); n > 0 && !h.Named {
		h.Author, h.Named = strings.TrimSpace(s[:n-1]), true
		if strings.TrimSpace(s[n:]) != "" {
			h.begin(b, start+n, false)
		}
		return
	}
	name := s
	if !h.Named && len(s) <= byline.Reach {
		if i := byline.PartingMark(s); i > 0 {
			name, h.Parted = strings.TrimSpace(s[:i]), true
		}
	}
	switch {
	case !h.Named && byline.IsName(name):
		h.Author, h.Named = byline.TrimName(name), true
	case !h.Named && lead > 0:
		h.Author, h.Named = s[:lead], true
		h.begin(b, start+lead, false)
	case (h.Named || h.Dated) && !h.labelled && byline.IsLabel(s):
		h.label, h.labelStart, h.labelled = b, start, true
	default:
		h.begin(b, start, h.Named && byline.IsLabel(s))
	}
}

// byline reads a line with a date, and reports whether it is one that signs.
func (h *lines) byline(b int32, s string, start int, n byline.Line) bool {
	const remark = 32 // a note beside the date: "Variasi: hitam"
	name := byline.TrimName(s[n.Label:n.From])
	rest := strings.TrimLeft(s[n.To:], " \t.,:;|)]}>-–—·•")
	if name != "" && (!byline.IsName(name) || h.Named && rest != "" || byline.GoesOn(s[n.To:])) {
		return false
	}
	if name != "" && h.Named && h.Dated && h.labelled { // the byline of a reply: the line before was all that was said
		h.begin(h.label, h.labelStart, true)
		return true
	}
	h.Dated = true
	if name != "" && !h.Named {
		h.Author, h.Named = name, true
	}
	if author, k := byline.Speaker(rest); k > 0 && !h.Named { // a line of a chat
		h.Author, h.Named = author, true
		h.begin(b, start+len(s)-len(rest)+k, false)
		return true
	}
	if len(rest) > remark || len(rest) > 0 && h.Named && byline.Conversational(rest) && !byline.IsAction(rest) {
		h.begin(b, start+len(s)-len(rest), false)
	} else if byline.IsAction(rest) {
		h.HasAction = true
	}
	return true
}

// after reads a line behind the beginning of the words: what can be done with them, or who signs.
func (h *lines) after(s string, n byline.Line) {
	if len(s) > byline.Reach {
		h.brief = false
		return
	}
	h.HasAction = h.HasAction || n.Action
	if h.Named && h.Dated {
		return
	}
	if n.From >= 0 {
		h.datedAfter(s[:n.From])
		return
	}
	h.brief = h.brief && byline.IsLabel(s)
	if h.Named {
		return
	}
	signed := strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "~") ||
		words.HasPrefixFold(s, "oleh ") || words.HasPrefixFold(s, "by ") || words.HasPrefixFold(s, "dijawab") || words.HasPrefixFold(s, "posted")
	if !signed {
		return
	}
	if name := byline.TrimName(s); byline.IsName(name) {
		h.Author, h.Named = name, true
	}
}

// datedAfter reads what stands before a date behind the beginning of the words.
func (h *lines) datedAfter(before string) {
	name := byline.TrimName(before)
	if name != "" && !byline.IsName(name) {
		h.brief = false
		return
	}
	h.Dated = true
	if name != "" && !h.Named && !byline.IsAction(name) {
		h.Author, h.Named = name, true
	} else if name == "" && h.brief {
		h.HasBody, h.labelled = false, false // it was what stands beside a name
	}
}

// Said is the beginning of a record's words.
func (r *Reader) Said(rec *Record) string {
	const enough = 120
	s := r.doc.Texts[rec.Body].Text[rec.BodyCut:]
	if len(s) < enough && rec.Body+1 < rec.Last {
		if next := r.doc.Texts[rec.Body+1].Text; !byline.IsAction(next) {
			return s + "\n" + next
		}
	}
	return s
}

// Bytes is how many bytes of text a record takes up.
func (r *Reader) Bytes(rec *Record) int {
	n := 0
	for i := rec.First; i < rec.Last; i++ {
		n += len(r.doc.Texts[i].Text)
	}
	return n
}

// InQuotes reports whether a text is a quotation.
func InQuotes(s string) bool {
	for _, mark := range [...]string{`"`, "“", "”", "«", "‘", "'"} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// Block returns a block of what was said, without who said it and when; false for blocks that are no words.
func (rec *Record) Block(i int32, b crawler.Block) (crawler.Block, bool) {
	switch {
	case i < rec.From:
		return b, false
	case i < rec.Body: // a role, or a date
		from, _ := dates.Find(b.Text)
		return b, from != 0
	case i == rec.From && rec.FromCut > 0:
		b.Text = strings.TrimSpace(b.Text[rec.FromCut:])
		if b.Role == crawler.RoleRow {
			b.Text = strings.ReplaceAll(b.Text, "\t", " ")
		}
		b.Role = crawler.RoleParagraph
	case byline.IsAction(b.Text):
		return b, false
	}
	return b, b.Text != ""
}
