package comments

import (
	"slices"

	"golang.org/x/net/html/atom"

	"ronda/crawler/boilerplate"
	"ronda/crawler/byline"
	"ronda/crawler/dom"
	"ronda/crawler/records"
)

// tally counts what the records of a group have.
type tally struct {
	n, named, dated, acts, headline, quoted, marked, parted, fields, attributed int
	spoken, personal, names, size                                               int
}

// accept reports whether neighbours are comments.
func (c *finder) accept(node int, group []records.Record) bool {
	if len(group) < 2 || c.Quoted(node) {
		return false
	}
	var t tally
	for i := range group {
		t.add(&group[i])
	}
	named, dated := t.most(t.named), t.most(t.dated)
	if t.half(t.headline) || !named && !dated {
		return false
	}
	acts := t.half(t.acts)
	strong := acts || t.half(t.marked) || t.half(t.fields)
	announced := c.announced(node, group)
	if t.n < fewest && (!named || !dated && !acts || c.isList(&group[0]) || c.isList(&group[1])) {
		return false
	}
	c.weigh(&t, group)
	if t.half(t.quoted) && !strong || c.articleGoesOn(node, group) || !strong && c.examples(group[0].First) {
		return false
	}
	speech := t.half(t.spoken)
	switch {
	case t.n < fewest && !announced && (!strong || !dated):
		return dated && t.spoken == t.n && t.names == t.n
	case named && dated && (acts || announced || strong && t.most(t.personal)), t.most(t.attributed):
		return true // whatever they say: reviews are no talk
	case t.spoken*4 < t.n:
		return false
	case named && dated:
		return speech || strong
	case named && t.n < fewest:
		return speech && acts
	case named:
		own := t.size*2 >= c.Stats[0].Text && !t.half(t.marked) // of the article
		return speech && t.names >= distinctNames && !own && c.evidence(&t, announced) >= 2
	default:
		return speech && (strong || announced)
	}
}

// isList reports whether what was read as one record is a list of them: its byline is that of its first child, beside which stands
// another one of the same shape.
func (c *finder) isList(rec *records.Record) bool {
	if rec.Node < 0 {
		return false
	}
	for n := rec.Node + 1; n < rec.End && c.firsts[n] == rec.First; n++ {
		next := c.Doc.Nodes[n].End
		if next >= rec.End || c.firsts[next] < 0 || c.Doc.Nodes[next].Tag != c.Doc.Nodes[n].Tag || c.Doc.Nodes[next].Class != c.Doc.Nodes[n].Class {
			continue
		}
		other, ok := c.reader.Read(c.firsts[next], c.firsts[next]+int32(c.Stats[next].Blocks), c.authorAttr(next))
		if ok && other.Named == rec.Named && other.Dated == rec.Dated {
			return true
		}
	}
	return false
}

// add counts a record.
func (t *tally) add(rec *records.Record) {
	t.n++
	count(&t.named, rec.Named)
	count(&t.dated, rec.Dated)
	count(&t.acts, rec.HasAction)
	count(&t.headline, rec.Headline)
	count(&t.marked, rec.Marked)
	count(&t.parted, rec.Parted)
	count(&t.fields, rec.Fields)
	count(&t.attributed, rec.Attributed)
}

// half reports whether so many are at least half of the group.
func (t *tally) half(n int) bool { return n*2 >= t.n }

// most reports whether so many are most of the group.
func (t *tally) most(n int) bool { return n*10 >= t.n*6 }

func count(n *int, is bool) {
	if is {
		*n++
	}
}

// distinctNames is how many people speak with one another; with fewer it may be an interview.
const distinctNames = 3

// weigh looks at the words of a group, which most groups are not worth.
func (c *finder) weigh(t *tally, group []records.Record) {
	const most = 40 // records that tell what the others are
	names := make([]string, 0, distinctNames)
	step := max(len(group)/most, 1)
	n := 0
	for i := 0; i < len(group); i += step {
		rec := &group[i]
		said := c.reader.Said(rec)
		n++
		count(&t.spoken, byline.Conversational(said))
		count(&t.quoted, records.InQuotes(said))
		count(&t.personal, rec.Named && byline.IsPersonal(rec.Author))
		if len(names) < distinctNames && !slices.Contains(names, rec.Author) {
			names = append(names, rec.Author)
		}
		t.size += c.reader.Bytes(rec)
	}
	t.names = len(names)
	t.spoken, t.quoted, t.personal, t.size = t.spoken*t.n/n, t.quoted*t.n/n, t.personal*t.n/n, t.size*t.n/n
}

// evidence counts what tells that named paragraphs without dates are comments.
func (c *finder) evidence(t *tally, announced bool) int {
	n := 0
	count(&n, t.personal*10 >= t.n*3)
	count(&n, t.half(t.acts))
	count(&n, t.half(t.marked))
	count(&n, t.half(t.parted))
	count(&n, t.spoken*3 >= t.n*2)
	count(&n, announced)
	return n
}

// prose is where the long paragraphs among the children of a node stand.
type prose struct {
	n       int32 // how many there are
	first   int32 // text block of the first
	last    int32 // of the last
	butLast int32 // of the one before
}

// paragraphs finds the long paragraphs of each node.
func (c *finder) paragraphs() {
	const long = 160
	c.knowsProse = true
	c.prose = dom.Zeroed(c.prose, len(c.Doc.Nodes))
	for n := 1; n < len(c.Doc.Nodes); n++ {
		s := &c.Stats[n]
		if c.Doc.Nodes[n].Tag != atom.P || s.Text-s.Anchor < long || c.Zones[n] >= boilerplate.Named {
			continue
		}
		p := &c.prose[c.Doc.Nodes[n].Parent]
		if p.n++; p.n == 1 {
			p.first = c.firsts[n]
		}
		p.butLast, p.last = p.last, c.firsts[n]
	}
}

// articleGoesOn reports whether the article goes on behind a group: long paragraphs before and behind it stand in one element.
func (c *finder) articleGoesOn(node int, group []records.Record) bool {
	if !c.knowsProse {
		c.paragraphs()
	}
	first, end := group[0].First, group[len(group)-1].Last
	for around := node; ; around = c.Doc.Nodes[around].Parent {
		if p := &c.prose[around]; p.n >= 3 && p.first < first && p.butLast >= end {
			return true
		}
		if around == 0 {
			return false
		}
	}
}

// examples reports whether what stands before a group says that it quotes.
func (c *finder) examples(first int32) bool {
	return first > 0 && byline.IntroducesExamples(c.Doc.Texts[first-1].Text)
}
