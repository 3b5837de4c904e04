package site

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/dom"
)

const maxParts = 2_000 // further posts stay in the main listing

// part is one post, comment or message on a page.
type part struct {
	node int
	form crawler.Form
	id   string // the name that the page gives it, "" when none

	heard *voice // how it was found, where no name gave it away; then node may be -1
}

// candidate is a node that looks like a post.
type candidate struct {
	part
	kind   mark
	signed bool  // names an author or a date
	above  int   // the candidate around it, -1 when none
	inner  int   // candidates directly inside
	within int   // bytes of text in candidates directly inside
	dates  int32 // text blocks outside of them with a time of day; known when one was asked for
	lists  bool  // they are several, of another shape
	same   bool  // it carries the number of the candidate around it: the same post
}

// parts finds the posts of a thread, comment section, guest book, group or channel, in page order.
func (v *view) parts() []part {
	found := v.split(v.named())
	v.nest(found)
	for i := range found {
		found[i].signed = found[i].signed || !found[i].same && v.signed(found, i)
	}
	var posts []int                         // unnamed ones: rows of data have such class names, too
	var counts, signed [markMessage + 1]int // by kind
	for _, c := range found {
		counts[c.kind]++
		if c.signed {
			signed[c.kind]++
		}
		if c.kind == markPost && c.id == "" {
			posts = append(posts, c.node)
		}
	}
	data := len(posts) > 0 && v.rows(posts)
	var parts []part
	kept := make([]int, len(found)) // index of the kept candidate around or at each, -1 when none
	for i, c := range found {
		kept[i] = -1
		if c.above >= 0 {
			kept[i] = kept[c.above]
		}
		own := v.stats[c.node].text - c.within
		switch {
		case len(parts) >= maxParts:
		case c.inner > 0 && own < 15 && (!c.signed || c.inner > 1):
			continue // only wraps the posts inside
		case c.lists && !c.signed:
			continue
		case c.same, c.kind == markPost && c.id == "" && data:
			continue
		case c.kind == markPost && (counts[markPost] < 2 || signed[markPost]*2 < counts[markPost]) && c.form != crawler.FormMessage:
			continue // the page's one article, or rows that nobody signed
		case c.kind == markMessage && counts[markMessage] < 2 && c.id == "":
			continue
		case kept[i] >= 0 && (!c.signed || !found[kept[i]].signed) && (c.id == "" || found[kept[i]].id == ""):
			continue // a box inside the same post
		case v.stats[c.node].text == 0 && !v.hasImage(c.node):
		default:
			kept[i] = i
			parts = append(parts, c.part)
		}
	}
	return v.voices(parts)
}

// named finds candidates by their item type, id, data attributes and class.
func (v *view) named() []candidate {
	found := v.found[:0]
	defer func() { v.found = found }()
	for i := 1; i < len(v.doc.Nodes); i++ {
		if v.zones[i] >= zoneNamed {
			continue
		}
		n := &v.doc.Nodes[i]
		switch n.Tag {
		case atom.A, atom.Body, atom.Html, atom.Main, atom.Form, atom.Time, atom.Span, atom.Button, atom.Option, atom.Select, atom.Textarea, atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.Meta, atom.Link:
			continue
		}
		c := candidate{part: part{node: i, form: crawler.FormPost}, above: -1}
		if id, ok := v.messageID(i); ok {
			c.kind, c.id, c.form = markMessage, id, crawler.FormMessage
		} else {
			c.kind = v.marks[i] & (markComment | markMessage | markPost)
			if n.Tag == atom.Dd && strings.Contains(v.doc.Class(i), "comment") {
				c.kind = markComment
			}
			id := v.doc.ID(i)
			if kind := idKind(id); kind != 0 {
				c.kind, c.id = kind, id
			}
			kind := v.doc.Attr(i, "itemtype")
			switch kind[strings.LastIndexByte(kind, '/')+1:] {
			case "Comment", "UserComments", "Answer", "Review":
				c.kind = markComment
			case "DiscussionForumPosting", "SocialMediaPosting":
				c.kind = markPost
			}
			if c.kind == 0 {
				continue
			}
			if c.kind&markComment != 0 {
				c.kind = markComment
			} else if c.kind&markMessage != 0 {
				c.kind = markMessage
			}
			c.id = firstOf(id, v.dataID(i))
		}
		found = append(found, c)
	}
	return found
}

// split finds the comments inside an element that is named after all of them, where they have no names of their own:
// neighbours of one shape, with at least a name and a text each.
func (v *view) split(found []candidate) []candidate {
	if !v.threads {
		return found
	}
	out := v.parted[:0]
	defer func() { v.parted = out }()
	next := 0 // in found
	for i := 1; i < len(v.doc.Nodes); i++ {
		at := next
		for next < len(found) && found[next].node <= i {
			next++
		}
		if v.marks[i]&markThread == 0 || v.zones[i] >= zoneNamed || next < len(found) && v.doc.Within(found[next].node, i) {
			out = append(out, found[at:next]...)
			continue
		}
		inner := v.alike(i)
		if inner == nil {
			out = append(out, found[at:next]...)
			continue
		}
		for _, c := range inner {
			out = append(out, candidate{part: part{node: c, form: crawler.FormPost, id: v.doc.ID(c)}, kind: markComment, signed: true, above: -1})
		}
		i = v.doc.Nodes[i].End - 1
	}
	return out
}

// alike returns the children of a node that hold two blocks or more, if all have one shape and they are several.
func (v *view) alike(i int) []int {
	var inner []int
	for c := i + 1; c < v.doc.Nodes[i].End; c = v.doc.Nodes[c].End {
		n := &v.doc.Nodes[c]
		if v.stats[c].text == 0 || headingTag(n.Tag) || n.Tag == atom.Form {
			continue
		}
		switch n.Tag {
		case atom.Ul, atom.Ol, atom.Div, atom.Li, atom.Article, atom.Section, atom.Table, atom.Tr:
		default:
			return nil
		}
		inner = append(inner, c)
	}
	if len(inner) == 1 { // a list around them
		return v.alike(inner[0])
	}
	for _, c := range inner {
		first := &v.doc.Nodes[inner[0]]
		if n := &v.doc.Nodes[c]; n.Tag != first.Tag || n.Class != first.Class || v.stats[c].blocks < 2 {
			return nil
		}
	}
	return inner
}

// idKind recognises ids such as "post-123", "comment_5", "p610021", "js-post-33107".
func idKind(id string) mark {
	digits := len(id) - len(strings.TrimRight(id, "0123456789"))
	if digits == 0 {
		return 0
	}
	name := strings.ToLower(strings.TrimRight(id[:len(id)-digits], "-_."))
	for _, prefix := range [...]string{"js-", "li-", "div-", "x-", "wrap-"} {
		name = strings.TrimPrefix(name, prefix)
	}
	switch name {
	case "comment", "komentar", "reply", "balasan", "c", "cmt", "respon", "tanggapan":
		return markComment
	case "post", "p", "pid", "entry", "topic", "thread", "t", "postid", "kiriman":
		if name == "p" && digits < 3 || name == "t" {
			return 0
		}
		return markPost
	case "msg", "message", "pesan", "m":
		return markMessage
	}
	return 0
}

// dataID returns the id that scripts of the page use for a post.
func (v *view) dataID(i int) string {
	for _, key := range [...]string{
		"data-post-id", "data-postid", "data-comment-id", "data-commentid", "data-message-id", "data-messageid",
		"data-msg-id", "data-fullname", "data-pid", "data-id",
	} {
		if id := v.doc.Attr(i, key); id != "" {
			return id
		}
	}
	return ""
}

// number is the digits at the end of an id.
func number(id string) string {
	return id[len(strings.TrimRight(id, "0123456789")):]
}

// nest links every candidate to the one around it.
func (v *view) nest(found []candidate) {
	var open []int
	for i := range found {
		for len(open) > 0 && !v.doc.Within(found[i].node, found[open[len(open)-1]].node) {
			open = open[:len(open)-1]
		}
		if n := number(found[i].id); len(open) > 0 && n != "" && n == number(found[open[len(open)-1]].id) {
			found[i].same = true
			continue
		}
		if len(open) > 0 {
			found[i].above = open[len(open)-1]
			above := &found[found[i].above]
			above.inner++
			above.within += v.stats[found[i].node].text
			above.lists = above.inner > 1 && v.doc.Nodes[found[i].node].Class != v.doc.Nodes[above.node].Class
		}
		open = append(open, i)
	}
}

// signed reports whether a candidate holds an author's name or a date before the posts inside it.
func (v *view) signed(found []candidate, k int) bool {
	i := found[k].node
	end := min(v.doc.Nodes[i].End, i+60)
	if found[k].inner > 0 {
		end = min(end, v.firstInside(found, k))
	}
	if v.members[i] && (found[k].inner == 0 || v.doc.TextBefore(i, end) > 1) {
		return true
	}
	if v.doc.Attr(i, "data-author") != "" {
		return true
	}
	for n := i + 1; n < end; n++ {
		if v.marks[n]&(markAuthor|markDate) != 0 || v.doc.Nodes[n].Tag == atom.Time || v.doc.Attr(n, "rel") == "author" || v.doc.Attr(n, "itemprop") == "author" {
			return true
		}
	}
	if !v.compared {
		v.compared = true
		v.candidateDates(found)
	}
	return found[k].dates > 0
}

// candidateDates counts the blocks with a time of day of each candidate without those of the candidates inside.
func (v *view) candidateDates(found []candidate) {
	for i := range found {
		dates := v.dates(found[i].node)
		found[i].dates += dates
		if above := found[i].above; above >= 0 {
			found[above].dates -= dates
		}
	}
}

// firstInside returns the node of the first candidate inside candidate k that is another post.
func (v *view) firstInside(found []candidate, k int) int {
	for k++; found[k].same; k++ {
	}
	return found[k].node
}

func (v *view) hasImage(i int) bool {
	for _, image := range v.doc.Images {
		if v.doc.Within(image.Node, i) {
			return true
		}
	}
	return false
}

// rows reports whether most of the nodes are records of one kind, whose dates are data: they hold long numbers.
func (v *view) rows(nodes []int) bool {
	numbers := 0
	for _, i := range nodes {
		if countDigits(v.doc.NodeText(i)) >= 24 {
			numbers++
		}
	}
	return numbers*2 > len(nodes)
}

// markMembers finds the links to members' pages, and the nodes whose text begins with one.
func (v *view) markMembers() {
	for _, anchor := range v.doc.Anchors {
		if !memberURL(v.doc.Links[anchor.Link].URL) {
			continue
		}
		start := v.doc.NodeText(anchor.Node)
		if start == "" || len(start) > longestName {
			continue
		}
		v.members[anchor.Node] = true
		for i := v.doc.Nodes[anchor.Node].Parent; i > 0 && !v.members[i]; i = v.doc.Nodes[i].Parent {
			if !strings.HasPrefix(v.doc.NodeText(i), start) {
				break
			}
			v.members[i] = true
		}
	}
}

// memberURL reports whether an address is that of a person's page.
func memberURL(address string) bool {
	_, rest, _ := strings.Cut(address, "://")
	_, rest, _ = strings.Cut(rest, "/")
	segment, _, more := strings.Cut(rest, "/")
	switch segment {
	case "user", "users", "u", "member", "members", "profile", "profil", "people", "anggota", "author", "id":
		return more
	}
	return strings.HasPrefix(segment, "@") || strings.HasPrefix(segment, "profile.php?") || strings.HasPrefix(segment, "member.php?")
}

// posts appends the listings of the parts to that of the page.
func (v *view) posts(listings []crawler.Listing, parts []part) []crawler.Listing {
	if len(parts) == 0 {
		return listings
	}
	main := &listings[0]
	content := v.byOwner(len(parts))
	seen := make(map[string]bool, len(parts)+1)
	seen[""] = true
	blocks := make([]crawler.Block, 0, len(content.texts))
	for i, p := range parts {
		l := crawler.Listing{URL: main.URL, Platform: main.Platform, Form: p.form, Part: p.id, Title: main.Title, SeenAt: main.SeenAt}
		texts := content.texts[content.first[i]:content.first[i+1]]
		if p.form == crawler.FormMessage {
			l.Seller, l.ID, l.Part = v.channel(p.id)
		} else {
			l.Seller = v.author(p, int32(i+1), texts)
		}
		if seen[l.Part] {
			// Positions are of this page, not of the first page of the thread, which canonical links name.
			l.Part, l.URL = "post-"+strconv.Itoa(i+1), address(v.page)
		}
		seen[l.Part] = true
		first := len(blocks)
		for _, text := range texts {
			block, ok := v.postBlock(&v.doc.Texts[text], &l)
			if ok && p.heard != nil {
				block, ok = p.heard.block(text, block)
			}
			if ok {
				blocks = append(blocks, block)
			}
		}
		if n := len(blocks); n > first {
			l.Blocks = blocks[first:n:n]
		}
		l.Images = content.images[i]
		if len(l.Blocks) > 0 || len(l.Images) > 0 {
			listings = append(listings, l)
		}
	}
	return listings
}

// contents holds what belongs to each part.
type contents struct {
	texts  []int32 // indexes in doc.Texts; those of parts[i] are texts[first[i]:first[i+1]]
	first  []int32
	images [][]crawler.Image
}

func (v *view) byOwner(n int) contents {
	c := contents{first: make([]int32, n+2), images: make([][]crawler.Image, n)}
	each := func(take func(who, i int32)) {
		for i := range v.doc.Texts {
			node := v.doc.Texts[i].Node
			if who := v.ownerOf(i); who > 0 && v.zones[node] < zoneNamed {
				take(who, int32(i))
			}
		}
	}
	each(func(who, _ int32) { c.first[who+1]++ })
	for i := 1; i < len(c.first); i++ {
		c.first[i] += c.first[i-1]
	}
	c.texts = make([]int32, c.first[n+1])
	each(func(who, i int32) {
		c.texts[c.first[who]] = i
		c.first[who]++
	})
	for _, image := range v.doc.Images {
		if who := v.owner[image.Node]; who > 0 && (image.Width == 0 || image.Width >= 48) {
			c.images[who-1] = addImage(c.images[who-1], image.Image)
		}
	}
	return c
}

// postBlock leaves out what is no word of the author: the name, the date, counts.
func (v *view) postBlock(t *dom.TextBlock, l *crawler.Listing) (crawler.Block, bool) {
	const longestLabel = 40
	b := t.Block
	if b.Text == l.Seller || l.Form == crawler.FormMessage && b.Text == l.Title || len(b.Text) <= longestLabel && (v.marks[t.Node]&(markDate|markBodyless) != 0 || hasClock(b.Text) && countDigits(b.Text)*2 >= len(b.Text)/2) {
		return b, false
	}
	if b.Role != crawler.RoleCode && v.quoted(t.Node) {
		b.Role = crawler.RoleQuote
	}
	return b, true
}
