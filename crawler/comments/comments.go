// Package comments finds the posts, comments, messages and reviews on a page whose markup nobody here has seen, so that each is
// judged by itself: an offer among honest comments is one comment.
//
// There are two ways, and both are tried. Where names tell, they hold: an element of class "comment", of id "post-17", of an item
// type (named.go). Where they do not, comments are found by how they repeat, as records are in any list that a program wrote:
//
//	<div class="x1"><b>Rina</b><i>3 jam lalu</i><p>Di sini antre dari subuh, Pak</p></div>
//	<div class="x1"><b>Arif</b><i>2 jam lalu</i><p>Coba ke kecamatan sebelah kak</p></div>
//
// Siblings of one kind, each with an author or a date and with words of its own, are records (siblings.go, package records). Records are
// comments when most of them are what people say to one another, and when nothing speaks against it: that the article goes on behind
// them, that they are quoted, that they are headlines (accept.go). Replies stand inside records, and are records as well.
package comments

import (
	"sync"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/dom"
	"ronda/crawler/records"
)

// Section is all that was said by others on a page. It is no safer for concurrent use than a slice.
type Section struct {
	*boilerplate.View
	comments []comment // in page order

	owner []int32 // per node: the comment that it belongs to, 1 for comments[0]; 0 is the main content
	texts []int32 // the same per text block, where that differs from its node's; empty where it never does

	// Room for the search.
	firsts   []int32 // per node: its first text block, -1 where it has none
	reader   records.Reader
	siblings []sibling
	records  []records.Record // of the siblings that have an author or a date
	group    []records.Record
	prose    []prose     // per node, where that was asked for
	inNamed  []bool      // per text block: it stands in a comment that a name gave away
	found    []candidate // room for named
	parted   []candidate // room for split
	dated    bool        // the dates of candidates were counted
}

// comment is one post, comment or message on a page.
type comment struct {
	node   int
	form   crawler.Form
	id     string          // the name that the page gives it, "" when none
	record *records.Record // how it was found, where no name gave it away; then node may be -1
}

const maxComments = 2_000 // further ones stay in the main listing

// sections keeps the room that sections need; none of them points to a page.
var sections = sync.Pool{New: func() any { return &Section{} }}

// Find finds the comments of a page.
func Find(v *boilerplate.View) *Section {
	s := sections.Get().(*Section)
	s.View = v
	s.owner, s.texts, s.dated = dom.Zeroed(s.owner, len(v.Doc.Nodes)), s.texts[:0], false
	s.comments = s.repeated(s.byName())
	s.own()
	return s
}

// Release gives the section's room back for another page; nothing of it may be used afterwards.
func (s *Section) Release() {
	const mostIdle = 1 << 14 // nodes
	if cap(s.owner) <= mostIdle && s.reader.Room() <= mostIdle {
		clear(s.found[:cap(s.found)])
		clear(s.parted[:cap(s.parted)])
		clear(s.records[:cap(s.records)])
		clear(s.group[:cap(s.group)])
		s.reader.Forget()
		s.View, s.comments = nil, nil
		sections.Put(s)
	}
}

// Len is how many comments there are.
func (s *Section) Len() int { return len(s.comments) }

// OwnsNode reports whether a node belongs to a comment.
func (s *Section) OwnsNode(node int) bool { return s.owner[node] != 0 }

// OwnsText reports whether a text block belongs to a comment.
func (s *Section) OwnsText(text int) bool { return s.ownerOf(text) != 0 }

// own maps every node to the comment that it belongs to.
func (s *Section) own() {
	next := 0
	end, parent := 0, 0 // of the last comment that takes up several elements
	var who int32
	for i := 1; i < len(s.owner); i++ {
		s.owner[i] = s.owner[s.Doc.Nodes[i].Parent]
		if i < end && s.Doc.Nodes[i].Parent == parent {
			s.owner[i] = who
		}
		for next < len(s.comments) && s.comments[next].node < 0 {
			next++
		}
		if next < len(s.comments) && s.comments[next].node == i {
			next++
			s.owner[i] = int32(next)
			if rec := s.comments[next-1].record; rec != nil && rec.End > s.Doc.Nodes[i].End {
				end, parent, who = rec.End, s.Doc.Nodes[i].Parent, int32(next)
			}
		}
	}
	s.ownTexts()
}

// ownTexts maps the text blocks that stand beside elements to the comment that they belong to.
func (s *Section) ownTexts() {
	for k, p := range s.comments {
		if p.record == nil || p.node >= 0 && p.record.End <= s.Doc.Nodes[p.node].End {
			continue
		}
		if len(s.texts) == 0 {
			s.texts = dom.Zeroed(s.texts, len(s.Doc.Texts))
		}
		for i := p.record.First; i < p.record.Last; i++ {
			if n := s.Doc.Texts[i].Node; p.node < 0 || n < p.node || n >= p.record.End {
				s.texts[i] = int32(k + 1)
			}
		}
	}
}

// ownerOf is the comment that a text block belongs to, 0 for the main content.
func (s *Section) ownerOf(text int) int32 {
	if len(s.texts) > 0 && s.texts[text] != 0 {
		return s.texts[text]
	}
	return s.owner[s.Doc.Texts[text].Node]
}
