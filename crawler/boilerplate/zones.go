package boilerplate

import (
	"golang.org/x/net/html/atom"

	"ronda/crawler/classname"
	"ronda/crawler/dom"
	"ronda/crawler/words"
)

// zoneOf judges one node by itself.
func (v *View) zoneOf(i int) Zone {
	n, m, s := &v.Doc.Nodes[i], v.Hints[i], v.Stats[i]
	switch n.Tag {
	case atom.Html, atom.Body, atom.Main, atom.H1, atom.Tr, atom.Tbody:
		return v.linkZone(i) // their class names speak of what is around or inside them
	}
	if v.Title >= 0 && v.Doc.Within(v.Doc.Texts[v.Title].Node, i) && v.Doc.Texts[v.Title].Anchor == 0 {
		return Content // the page's own heading does not stand in its furniture
	}
	role := v.Doc.Attr(i, "role")
	switch {
	case n.Tag == atom.Nav, role == "navigation", role == "menu", role == "menubar", role == "tablist", role == "search", n.Tag == atom.Search:
		return Landmark
	case n.Tag == atom.Footer, role == "contentinfo":
		if m&(classname.Comment|classname.Thread) == 0 {
			return Landmark
		}
	case role == "main", role == "article":
		return v.linkZone(i)
	case m&classname.Footer != 0:
		return Named
	case n.Tag == atom.Aside, role == "complementary", role == "dialog", role == "alertdialog", m&classname.Boilerplate != 0:
		if m&(classname.Comment|classname.Thread) == 0 && !v.majority(i) {
			return Named
		}
	case n.Tag == atom.Header, role == "banner", m&classname.Edge != 0:
		if mostlyLinks(s) {
			return Named
		}
	}
	return v.linkZone(i)
}

func mostlyLinks(s Stats) bool { return s.Links > 0 && s.Anchor*10 >= s.Text*4 }

// majority reports whether most of what the page says by itself stands inside the node, whatever it is called. Links say what others
// say: those of a publisher's other sites too. The headings of lists of links say nothing.
func (v *View) majority(i int) bool {
	const something = 40 // bytes
	own := v.Stats[i].own()
	return own >= something && own*2 > v.Stats[0].own()
}

// own is how many bytes stand in no link.
func (s Stats) own() int { return s.Text - s.Anchor - s.Outward }

// linkZone is the zone of a node's links if it is a list of links.
func (v *View) linkZone(i int) Zone {
	if v.LinkLists[i] {
		return LinkList
	}
	return Content
}

// isLinkList recognises lists of links to pages of the same site by their shape: every item is a link with at most a few
// words beside it, or such a list itself. Links to other sites are content: they are how a contact is given.
// The lists below i are known already.
func (v *View) isLinkList(i int) bool {
	const fewest, beside, words, sentence = 3, 60, 15, 30
	s := v.Stats[i]
	if s.Links < fewest || s.Anchor*20 < s.Text*7 {
		return false
	}
	var in Stats
	items, lists := 0, 0
	for c := i + 1; c < v.Doc.Nodes[i].End; c = v.Doc.Nodes[c].End {
		child := v.Stats[c]
		in.Text += child.Text
		in.Anchor += child.Anchor
		in.Links += child.Links
		switch {
		case v.Members[c] && child.Text-child.Anchor >= words:
			return false // somebody's name, and what they say
		case child.Text == 0, dom.Heading(v.Doc.Nodes[c].Tag) && child.Links == 0:
		case v.LinkLists[c]:
			lists++
		case child.Links > 0 && child.Links <= 3 && child.Anchor*20 >= child.Text*7 && child.Text-child.Anchor <= beside:
			items++
		default:
			return false
		}
	}
	if items == 1 && lists == 0 && in.Links == s.Links && in.Text-in.Anchor >= sentence {
		return false // all links stand in one child, which is no list: what somebody says, with the author's links
	}
	// Text that stands in the node itself: "Home | News | Contact".
	return (s.Text-in.Text)-(s.Anchor-in.Anchor) <= 20+4*(s.Links-in.Links) && !v.digitRows(i)
}

// markTeasers finds runs of neighbours that each lead to another page of the site: a headline as link, and at most a
// sentence beside it. They may stand among content.
func (v *View) markTeasers(i int) {
	const fewest, headline, beside = 3, 24, 160
	run := v.run[:0]
	anchor := 0
	flush := func() {
		if len(run) >= fewest && anchor >= headline*len(run) && !v.digitRows(i) {
			for _, c := range run {
				v.Zones[c] = LinkList
			}
		}
		run, anchor = run[:0], 0
	}
	var tag atom.Atom
	for c := i + 1; c < v.Doc.Nodes[i].End; c = v.Doc.Nodes[c].End {
		s := v.Stats[c]
		if s.Text == 0 {
			continue
		}
		if s.Links == 0 || s.Links > 3 || s.Text-s.Anchor > beside || s.Anchor*5 < s.Text ||
			v.Members[c] || v.Doc.Nodes[c].Tag == atom.A || v.Doc.Nodes[c].Tag == atom.Tr || len(run) > 0 && v.Doc.Nodes[c].Tag != tag ||
			s.Text-s.Anchor > 40 && v.Dates(c) > 0 {
			flush()
			continue
		}
		tag = v.Doc.Nodes[c].Tag
		run = append(run, c)
		anchor += s.Anchor
	}
	flush()
	v.run = run
}

// markTeaserBlocks finds such runs where they have no elements of their own: the rows of a definition list, lines. Lines that are nothing but
// headlines of other sites may be among them, but contacts may not.
func (v *View) markTeaserBlocks() {
	const fewest, headline, beside = 3, 24, 160
	texts := v.Doc.Texts

	for i := 0; i < len(texts); {
		end, anchor := i, 0
		for ; end < len(texts); end++ {
			t := &texts[end]
			leads := t.Links > 0 && t.Anchor*5 >= len(t.Text) || t.Outward > 0 && t.Outward*5 >= len(t.Text)*4
			if t.Node != texts[i].Node || !leads || t.Links > 3 || len(t.Text)-t.Anchor-t.Outward > beside {
				break
			}
			anchor += t.Anchor + t.Outward
		}
		if n := end - i; n >= fewest && anchor >= headline*n && !v.digitRows(texts[i].Node) {
			for k := i; k < end; k++ {
				v.Teasers[k] = true
			}
		}
		i = max(end, i+1)
	}
}

// digitRows reports whether a node's text holds several long numbers: then its links are rows of data.
func (v *View) digitRows(i int) bool {
	const long, several = 12, 2
	found, run := 0, 0
	text := v.Doc.NodeText(i)
	for _, c := range []byte(text[:min(len(text), 4096)]) {
		switch {
		case words.Digit(c):
			run++
			if run == long {
				found++
			}
		case c == '.' || c == ' ' || c == '-':
		default:
			run = 0
		}
	}
	return found >= several
}
