package site

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// tally counts what the voices of a group have.
type tally struct {
	n, named, dated, acts, headline, quoted, marked, parted int
	spoken, personal, names, size                           int
}

// accept reports whether neighbours are comments.
func (c *choir) accept(node int, run []voice) bool {
	if len(run) < 2 || c.quoted(node) {
		return false
	}
	var t tally
	for i := range run {
		vo := &run[i]
		t.n++
		count(&t.named, vo.named)
		count(&t.dated, vo.dated)
		count(&t.acts, vo.acts)
		count(&t.headline, vo.headline)
		count(&t.marked, vo.marked)
		count(&t.parted, vo.parted)
	}
	strong := t.acts*2 >= t.n || t.marked*2 >= t.n
	named, dated := t.named*10 >= t.n*6, t.dated*10 >= t.n*6
	if t.headline*2 >= t.n || !named && !dated || t.n < fewestVoices && (!strong || !named || !dated) {
		return false
	}
	c.weigh(&t, run)
	if t.quoted*2 >= t.n && !strong || t.spoken*4 < t.n || c.goesOn(node, run) || !strong && c.examples(run[0].first) {
		return false
	}
	speech := t.spoken*2 >= t.n
	switch {
	case named && dated:
		return speech || strong
	case named:
		own := t.size*2 >= c.stats[0].text && t.marked*2 < t.n // of the article
		return speech && t.names >= distinctNames && !own && c.evidence(&t, run) >= 2
	default:
		return speech && (strong || c.announced(run))
	}
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}

// distinctNames is how many people speak with one another; with fewer it may be an interview.
const distinctNames = 3

// weigh looks at the words of a group, which most groups are not worth.
func (c *choir) weigh(t *tally, run []voice) {
	const most = 40 // voices that tell what the others are
	names := make([]string, 0, distinctNames)
	step := max(len(run)/most, 1)
	n := 0
	for i := 0; i < len(run); i += step {
		vo := &run[i]
		said := c.said(vo)
		n++
		count(&t.spoken, speaks(said))
		count(&t.quoted, inQuotes(said))
		count(&t.personal, vo.named && personal(vo.name))
		if len(names) < distinctNames && !slices.Contains(names, vo.name) {
			names = append(names, vo.name)
		}
		t.size += c.bytes(vo)
	}
	t.names = len(names)
	t.spoken, t.quoted, t.personal, t.size = t.spoken*t.n/n, t.quoted*t.n/n, t.personal*t.n/n, t.size*t.n/n
}

// said is the beginning of a voice's words.
func (c *choir) said(vo *voice) string {
	const enough = 120
	s := c.doc.Texts[vo.words].Text[vo.cut:]
	if len(s) < enough && vo.words+1 < vo.last {
		if next := c.doc.Texts[vo.words+1].Text; !action(next) {
			return s + "\n" + next
		}
	}
	return s
}

func (c *choir) bytes(vo *voice) int {
	n := 0
	for i := vo.first; i < vo.last; i++ {
		n += len(c.doc.Texts[i].Text)
	}
	return n
}

// inQuotes reports whether a text is a quotation.
func inQuotes(s string) bool {
	for _, mark := range [...]string{`"`, "“", "”", "«", "‘", "'"} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// evidence counts what tells that named paragraphs without dates are comments.
func (c *choir) evidence(t *tally, run []voice) int {
	n := 0
	count(&n, t.personal*10 >= t.n*3)
	count(&n, t.acts*2 >= t.n)
	count(&n, t.marked*2 >= t.n)
	count(&n, t.parted*2 >= t.n)
	count(&n, t.spoken*3 >= t.n*2)
	count(&n, c.announced(run))
	return n
}

// announced reports whether the group is headed by how many voices there are, or followed by a form for another one.
func (c *choir) announced(run []voice) bool {
	const longest, near = 40, 3
	if text := run[0].first - 1; text >= 0 {
		head := c.doc.Texts[text].Text
		if at := firstDigit(head); at >= 0 && len(head) <= longest {
			number := 0
			for ; at < len(head) && digit(head[at]); at++ {
				number = min(number*10+int(head[at]-'0'), 1_000_000)
			}
			if number >= len(run) && number <= 2*len(run)+2 {
				return true
			}
		}
	}
	after := run[len(run)-1].end
	for i := max(after, 0); after > 0 && i < min(after+near, len(c.doc.Nodes)); i++ {
		if tag := c.doc.Nodes[i].Tag; tag == atom.Form || tag == atom.Textarea {
			return true
		}
	}
	return false
}

// prose is where the long paragraphs among the children of a node stand.
type prose struct {
	n       int32 // how many there are
	first   int32 // text block of the first
	last    int32 // of the last
	butLast int32 // of the one before
}

// paragraphs finds the long paragraphs of each node.
func (c *choir) paragraphs() {
	const long = 160
	c.prose = make([]prose, len(c.doc.Nodes))
	for n := 1; n < len(c.doc.Nodes); n++ {
		s := &c.stats[n]
		if c.doc.Nodes[n].Tag != atom.P || s.text-s.anchor < long || c.zones[n] >= zoneNamed {
			continue
		}
		p := &c.prose[c.doc.Nodes[n].Parent]
		if p.n++; p.n == 1 {
			p.first = c.firsts[n]
		}
		p.butLast, p.last = p.last, c.firsts[n]
	}
}

// goesOn reports whether the article goes on behind a group: long paragraphs before and behind it stand in one element.
func (c *choir) goesOn(node int, run []voice) bool {
	if c.prose == nil {
		c.paragraphs()
	}
	first, end := run[0].first, run[len(run)-1].last
	for around := node; ; around = c.doc.Nodes[around].Parent {
		if p := &c.prose[around]; p.n >= 3 && p.first < first && p.butLast >= end {
			return true
		}
		if around == 0 {
			return false
		}
	}
}

// examples reports whether what stands before a group says that it quotes.
func (c *choir) examples(first int32) bool {
	return first > 0 && introducesExamples(c.doc.Texts[first-1].Text)
}
