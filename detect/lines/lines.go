// Package lines lays a listing out line by line, and marks the lines in which nobody says anything: rows of people's data and their
// heads, names of columns, and what a site puts around posts. What is said in the others it does not know.
package lines

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"ronda/crawler"
	"ronda/detect/speech"
)

// Page is the text of a listing: one string, and its lines as passages that are parts of it.
type Page struct {
	Whole    string
	Starts   []int // offset of each passage in whole
	Passages []speech.Passage
	room     *room // in which they lie
}

// room is where a text is laid out line by line; it can be used again, for a page has a listing for each of many short comments.
type room struct {
	starts   []int
	passages []speech.Passage
}

var rooms = sync.Pool{New: func() any { return &room{} }}

// Forget gives the page's room back for another one, of which nothing may be used afterwards but the text. A page need not be forgotten.
func (p *Page) Forget() {
	const mostIdle = 1 << 12 // lines
	if cap(p.Passages) <= mostIdle {
		clear(p.Passages)
		p.room.starts, p.room.passages = p.Starts[:0], p.Passages[:0]
		rooms.Put(p.room)
	}
	*p = Page{}
}

// Read lays the listing's text out line by line: title, price, blocks, captions of pictures.
func Read(l *crawler.Listing) Page {
	size := len(l.Title) + len(l.Price) + 2
	for i := range l.Blocks {
		size += len(l.Blocks[i].Text) + 1
	}
	var out Builder
	out.MakeRoom(size, len(l.Blocks)+2)
	out.Begin(l)
	for i := range l.Blocks {
		out.Add(l.Blocks[i].Text, l.Blocks[i].Role)
	}
	for i := range l.Images {
		out.Add(l.Images[i].Alt, crawler.RoleCaption)
	}
	for _, name := range shownDocuments(l.Images) {
		out.Add(name, crawler.RoleCaption)
	}
	return out.Page()
}

// Builder is a page in the making, whose passages have no text yet.
type Builder struct {
	text strings.Builder
	made Page
}

// Len returns how many bytes were added.
func (o *Builder) Len() int { return o.text.Len() }

// MakeRoom begins a page that may well have so many bytes and lines.
func (o *Builder) MakeRoom(size, lines int) {
	r := rooms.Get().(*room)
	*o = Builder{made: Page{Starts: slices.Grow(r.starts, lines), Passages: slices.Grow(r.passages, lines), room: r}}
	o.text.Grow(size)
}

// Begin adds what stands before the blocks of a listing.
func (o *Builder) Begin(l *crawler.Listing) {
	o.Add(l.Title, crawler.RoleHeading)
	if l.Part != "" && len(l.Blocks) > 0 { // a part's title is the thread's: somebody else's words, even where all others are too
		for i := range o.made.Passages {
			o.made.Passages[i].Quote, o.made.Passages[i].Row = true, true
		}
	}
	o.Add(l.Price, crawler.RoleParagraph)
}

// Add adds the lines of s that are not empty.
func (o *Builder) Add(s string, role crawler.Role) {
	s = Valid(s)
	for more := true; more; {
		var line string
		line, s, more = strings.Cut(s, "\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		o.made.Starts = append(o.made.Starts, o.text.Len())
		o.made.Passages = append(o.made.Passages, speech.Passage{Quote: role == crawler.RoleQuote, Field: role == crawler.RoleRow})
		o.text.WriteString(line)
		o.text.WriteByte('\n')
	}
}

// Page returns what was added.
func (o *Builder) Page() Page {
	p := o.made
	p.Whole = o.text.String()
	for i, start := range p.Starts {
		end := len(p.Whole)
		if i+1 < len(p.Starts) {
			end = p.Starts[i+1]
		}
		p.Passages[i].Text = p.Whole[start : end-1]
		p.Passages[i].Site = chrome(p.Passages[i].Text)
	}
	return p
}

// Valid returns s with what is no UTF-8 replaced: lines are parts of such a text.
func Valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// Excerpt makes a page of its own of some passages.
func Excerpt(passages []speech.Passage) Page {
	var b strings.Builder
	var p Page
	for _, passage := range passages {
		p.Starts, p.Passages = append(p.Starts, b.Len()), append(p.Passages, passage)
		b.WriteString(passage.Text)
		b.WriteByte('\n')
	}
	p.Whole = b.String()
	for i, start := range p.Starts { // of the part they come from nothing is kept
		p.Passages[i].Text = p.Whole[start : start+len(p.Passages[i].Text)]
	}
	return p
}
