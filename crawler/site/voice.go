package site

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/dom"
)

// voice is what somebody may have said: a stretch of a page that begins or ends with who said it, or when.
type voice struct {
	node, end   int   // the nodes that it takes up; node is -1 where it has none of its own
	first, last int32 // its text blocks
	words       int32 // the block with which what was said begins
	cut         int   // where it begins in that block
	from        int32 // the same, but with what may be a person's role or a first line
	fromCut     int
	spoken      bool // there are words
	name        string
	named       bool
	dated       bool
	acts        bool // something can be done with it: "Balas"
	headline    bool // it has a heading, or a link as long as one
	marked      bool // an element is named after its author
	parted      bool // marks part the name from what is said of the person: "Wayan · sejak 2022"
}

// hearing is the state of reading one stretch line by line.
type hearing struct {
	voice
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

// hear reads the text blocks from first to last as what somebody said. It is false where there are no words, or neither a
// name nor a date.
func (c *choir) hear(first, last int32) (voice, bool) {
	h := hearing{voice: voice{node: -1, first: first, last: last}}
	head := min(last, first+headBlocks)
	for b := first; b < head; b++ {
		h.block(c, b)
	}
	if !h.spoken && h.labelled {
		h.begin(h.label, h.labelStart, true)
	}
	if !h.spoken {
		return h.voice, false
	}
	for b := max(head, last-tailBlocks); b < last; b++ {
		h.block(c, b)
	}
	return h.voice, h.named || h.dated
}

// block reads the lines and cells of one block.
func (h *hearing) block(c *choir, b int32) {
	const longHeading = 7
	t := &c.doc.Texts[b]
	h.headline = h.headline || c.leadsElsewhere(b)
	if t.Role == crawler.RoleHeading && (h.spoken || h.named || strings.Count(t.Text, " ") >= longHeading) && !strings.HasPrefix(t.Text, "Re:") {
		h.headline = true
	}
	lead := 0
	if !h.spoken && !h.named {
		lead = c.leadName(t)
	}
	if t.Role != crawler.RoleRow {
		h.line(b, t.Text, 0, c.note(b), lead)
		return
	}
	const most = 8 // cells
	for start, n := 0, 0; start < len(t.Text) && n < most; n++ {
		end := start + strings.IndexByte(t.Text[start:], '\t')
		if end < start {
			end = len(t.Text)
		}
		cell := t.Text[start:end]
		h.line(b, cell, start, noteOf(cell), lead)
		start, lead = end+1, 0
	}
}

// severalLinks is how many links make a block a list of them.
const severalLinks = 3

// leadsElsewhere reports whether a block is a link as long as a headline, or holds several.
func (c *choir) leadsElsewhere(b int32) bool {
	const headline = 25
	t := &c.doc.Texts[b]
	return t.Links >= severalLinks || t.Links > 0 && t.Anchor >= headline && t.Anchor*10 >= len(t.Text)*7 && strings.Count(t.Text, " ") >= 3
}

// note is what a line says wherever it stands.
type note struct {
	from, to int16 // its first date, -1 when there is none
	label    int16 // length of a label of a guest book
	wordless bool
	action   bool
	read     bool
}

func noteOf(s string) note {
	n := note{from: -1, to: -1, read: true, wordless: wordless(s)}
	if n.wordless && firstDigit(s) < 0 {
		return n
	}
	n.label, n.action = int16(fieldLabel(s)), action(s)
	if from, to := whenIn(s[n.label:]); from >= 0 {
		n.from, n.to = int16(from)+n.label, int16(to)+n.label
	}
	return n
}

// note reads each block once: it stands in several elements that may be voices.
func (c *choir) note(b int32) note {
	n := &c.notes[b]
	if !n.read {
		*n = noteOf(c.doc.Texts[b].Text)
	}
	return *n
}

// leadName returns the length of a name in an element of its own with which a block begins, 0 where there is none.
func (c *choir) leadName(t *dom.TextBlock) int {
	n, end := t.Node+1, c.doc.Nodes[t.Node].End
	if t.Role == crawler.RoleRow {
		n++ // in the first cell
	}
	if n >= end || c.doc.Nodes[n].Class == 0 {
		return 0
	}
	switch c.doc.Nodes[n].Tag {
	case atom.Span, atom.Strong, atom.B, atom.Em, atom.I, atom.Cite, atom.U:
	default:
		return 0
	}
	if c.doc.TextBefore(t.Node, n) > 1 {
		return 0
	}
	name := c.doc.NodeText(n)
	if len(name) >= len(t.Text) || !strings.HasPrefix(t.Text, name) || !nameLike(name) {
		return 0
	}
	return len(name)
}

func (h *hearing) begin(b int32, at int, brief bool) {
	h.words, h.cut, h.spoken, h.brief = b, at, true, brief
	h.from, h.fromCut = b, at
	if h.labelled {
		h.from, h.fromCut = h.label, h.labelStart
	}
}

// line reads a line, or a cell, that begins at start in block b. lead is the length of the element with which it begins.
func (h *hearing) line(b int32, s string, start int, n note, lead int) {
	switch {
	case h.spoken:
		h.after(s, n)
	case n.wordless && n.from < 0, int(n.label) == len(s):
	case n.action:
		h.acts = true
	default:
		h.before(b, s, start, n, lead)
	}
}

// before reads a line before the words have begun.
func (h *hearing) before(b int32, s string, start int, n note, lead int) {
	if n.label > 0 && wordsLabel(s) { // "Pesan: ..."
		h.begin(b, start+int(n.label), false)
		return
	}
	if n.from >= 0 {
		if h.byline(b, s, start, n) {
			return
		}
	}
	if n.label > 0 { // "Nama: Hartono"
		s, start, lead = s[n.label:], start+int(n.label), 0
	}
	if n := colon(s); n > 0 && !h.named {
		h.name, h.named = strings.TrimSpace(s[:n-1]), true
		if strings.TrimSpace(s[n:]) != "" {
			h.begin(b, start+n, false)
		}
		return
	}
	name := s
	if !h.named && len(s) <= longestByline {
		if i := partingMark(s); i > 0 {
			name, h.parted = strings.TrimSpace(s[:i]), true
		}
	}
	switch {
	case !h.named && nameLike(name):
		h.name, h.named = trimName(name), true
	case !h.named && lead > 0:
		h.name, h.named = s[:lead], true
		h.begin(b, start+lead, false)
	case (h.named || h.dated) && !h.labelled && labelLike(s):
		h.label, h.labelStart, h.labelled = b, start, true
	default:
		h.begin(b, start, h.named && labelLike(s))
	}
}

// partingMark returns where the first mark stands that parts a name from what is said of the person, -1 where there is none.
func partingMark(s string) int {
	for i := range len(s) {
		switch {
		case s[i] == '|', strings.HasPrefix(s[i:], "·"), strings.HasPrefix(s[i:], "•"):
			return i
		}
	}
	return -1
}

// labelLike reports whether a line is as short as what stands beside a name: a role, a place, a count.
func labelLike(s string) bool {
	const longest, mostWords = 40, 4
	return len(s) <= longest && strings.Count(s, " ") < mostWords
}

// byline reads a line with a date, and reports whether it is one that signs.
func (h *hearing) byline(b int32, s string, start int, n note) bool {
	const remark = 32 // a note beside the date: "Variasi: hitam"
	name := trimName(s[n.label:n.from])
	rest := strings.TrimLeft(s[n.to:], " \t.,:;|)]}>-–—·•")
	if name != "" && (!nameLike(name) || h.named && rest != "") {
		return false
	}
	h.dated = true
	if name != "" && !h.named {
		h.name, h.named = name, true
	}
	if len(rest) > remark || len(rest) > 0 && h.named && speaks(rest) && !action(rest) {
		h.begin(b, start+len(s)-len(rest), false)
	} else if action(rest) {
		h.acts = true
	}
	return true
}

// after reads a line behind the beginning of the words: what can be done with them, or who signs.
func (h *hearing) after(s string, n note) {
	if len(s) > longestByline {
		h.brief = false
		return
	}
	h.acts = h.acts || n.action
	if h.named && h.dated {
		return
	}
	if n.from >= 0 {
		h.datedAfter(s[:n.from])
		return
	}
	h.brief = h.brief && labelLike(s)
	if h.named {
		return
	}
	signed := strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "~") ||
		hasPrefixFold(s, "oleh ") || hasPrefixFold(s, "by ") || hasPrefixFold(s, "dijawab") || hasPrefixFold(s, "posted")
	if !signed {
		return
	}
	if name := trimName(s); nameLike(name) {
		h.name, h.named = name, true
	}
}

// datedAfter reads what stands before a date behind the beginning of the words.
func (h *hearing) datedAfter(before string) {
	name := trimName(before)
	if name != "" && !nameLike(name) {
		h.brief = false
		return
	}
	h.dated = true
	if name != "" && !h.named && !action(name) {
		h.name, h.named = name, true
	} else if name == "" && h.brief {
		h.spoken, h.labelled = false, false // it was what stands beside a name
	}
}

// colon returns the length of a name and the colon behind it with which a line begins, 0 when there is none.
func colon(s string) int {
	const longest = 34
	n := strings.Index(s[:min(len(s), longest)], ": ")
	if n < 2 && len(s) <= longest && strings.HasSuffix(s, ":") {
		n = len(s) - 1
	}
	if n < 2 || strings.ContainsAny(s[:n], "\"?!") || !nameLike(trimName(s[:n])) {
		return 0
	}
	return n + 1
}

// wordless reports whether a line holds no word: a number, stars, a mark.
func wordless(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) < 0
}

// fieldLabels are the labels of guest books.
var fieldLabels = wordSet(`nama tanggal tgl waktu dari asal pesan komentar isi name date from message oleh pengirim no kota email`)

// lowered writes a short word in lower case into room; nothing where there is none.
func lowered(room []byte, word string) []byte {
	if len(word) > cap(room) {
		return nil
	}
	room = room[:len(word)]
	for i := range len(word) {
		room[i] = word[i]
		if c := word[i]; 'A' <= c && c <= 'Z' {
			room[i] |= 0x20
		}
	}
	return room
}

// fieldLabel returns the length of a label of a guest book with which a line begins, colon included: "Nama: ".
func fieldLabel(s string) int {
	const longest = 9
	var room [longest]byte
	n := strings.IndexByte(s[:min(len(s), longest+2)], ':')
	end := n + 1
	if n < 0 {
		n, end = len(s), len(s)
	}
	if n > longest+1 || !fieldLabels[string(lowered(room[:0], strings.TrimSpace(s[:n])))] {
		return 0
	}
	for end < len(s) && s[end] == ' ' {
		end++
	}
	return end
}

// wordsLabel reports whether a label announces what was said.
func wordsLabel(label string) bool {
	return hasPrefixFold(label, "pesan") || hasPrefixFold(label, "komentar") || hasPrefixFold(label, "isi") || hasPrefixFold(label, "message")
}

// Words around a name in a byline: "oleh Budi pada".
var (
	wordsBeforeName = wordSet(`oleh by dari posted diposting dijawab diperbarui ditulis diedit edited tanggal pada on`)
	wordsAfterName  = wordSet(`pada on menulis berkata mengatakan commented says wrote said mengatakan...`)
)

// trimName leaves out what stands around a name in a byline.
func trimName(s string) string {
	const marks, longest = " \t,:;|([{<>)]}-–—·•»«~\"'", 13
	var room [longest]byte
	s = strings.Trim(s, marks)
	for s != "" {
		first, rest, _ := strings.Cut(s, " ")
		if !wordsBeforeName[string(lowered(room[:0], first))] {
			break
		}
		s = strings.Trim(rest, marks)
	}
	for s != "" {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !wordsAfterName[string(lowered(room[:0], s[i+1:]))] {
			break
		}
		s = strings.Trim(s[:i], marks)
	}
	return s
}
