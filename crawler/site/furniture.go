package site

import "golang.org/x/net/html/atom"

// zoneOf judges one node by itself.
func (v *view) zoneOf(i int) zone {
	n, m, s := &v.doc.Nodes[i], v.marks[i], v.stats[i]
	switch n.Tag {
	case atom.Html, atom.Body, atom.Main, atom.H1, atom.Tr, atom.Tbody:
		return v.linkZone(i) // their class names speak of what is around or inside them
	}
	if v.title >= 0 && v.doc.Within(v.doc.Texts[v.title].Node, i) && v.doc.Texts[v.title].Anchor == 0 {
		return zoneContent // the page's own heading does not stand in its furniture
	}
	role := v.doc.Attr(i, "role")
	switch {
	case n.Tag == atom.Nav, role == "navigation", role == "menu", role == "menubar", role == "tablist", role == "search", n.Tag == atom.Search:
		return zoneFurniture
	case n.Tag == atom.Footer, role == "contentinfo":
		if m&(markComment|markThread) == 0 {
			return zoneFurniture
		}
	case role == "main", role == "article":
		return v.linkZone(i)
	case m&markFooter != 0:
		return zoneNamed
	case n.Tag == atom.Aside, role == "complementary", role == "dialog", role == "alertdialog", m&markFurniture != 0:
		if m&(markComment|markThread) == 0 && !v.majority(i) {
			return zoneNamed
		}
	case n.Tag == atom.Header, role == "banner", m&markEdge != 0:
		if mostlyLinks(s) {
			return zoneNamed
		}
	}
	return v.linkZone(i)
}

func mostlyLinks(s stats) bool { return s.links > 0 && s.anchor*10 >= s.text*4 }

// majority reports whether most of what the page says by itself stands inside the node, whatever it is called.
func (v *view) majority(i int) bool {
	s, all := v.stats[i], v.stats[0]
	return (s.text-s.anchor)*2 > all.text-all.anchor
}

// linkZone is the zone of a node's links if it is a list of links.
func (v *view) linkZone(i int) zone {
	if v.lists[i] {
		return zoneLinks
	}
	return zoneContent
}

// isLinkList recognises lists of links to pages of the same site by their shape: every item is a link with at most a few
// words beside it, or such a list itself. Links to other sites are content: they are how a contact is given.
// The lists below i are known already.
func (v *view) isLinkList(i int) bool {
	const fewest, beside = 3, 60
	s := v.stats[i]
	if s.links < fewest || s.anchor*20 < s.text*7 {
		return false
	}
	var in stats
	for c := i + 1; c < v.doc.Nodes[i].End; c = v.doc.Nodes[c].End {
		child := v.stats[c]
		in.text += child.text
		in.anchor += child.anchor
		in.links += child.links
		switch {
		case child.text == 0, v.lists[c], headingTag(v.doc.Nodes[c].Tag) && child.links == 0:
		case child.links > 0 && child.links <= 3 && child.anchor*20 >= child.text*7 && child.text-child.anchor <= beside:
		default:
			return false
		}
	}
	// Text that stands in the node itself: "Home | News | Contact".
	return (s.text-in.text)-(s.anchor-in.anchor) <= 20+4*(s.links-in.links) && !v.digitRows(i)
}

// markTeasers finds runs of neighbours that each lead to another page of the site: a headline as link, and at most a
// sentence beside it. They may stand among content.
func (v *view) markTeasers(i int) {
	const fewest, headline, beside = 3, 24, 160
	var run []int
	anchor := 0
	flush := func() {
		if len(run) >= fewest && anchor >= headline*len(run) && !v.digitRows(i) {
			for _, c := range run {
				v.zones[c] = zoneLinks
			}
		}
		run, anchor = run[:0], 0
	}
	var tag atom.Atom
	for c := i + 1; c < v.doc.Nodes[i].End; c = v.doc.Nodes[c].End {
		s := v.stats[c]
		if s.text == 0 {
			continue
		}
		if s.links == 0 || s.links > 3 || s.text-s.anchor > beside || s.anchor*5 < s.text ||
			v.members[c] || v.doc.Nodes[c].Tag == atom.A || v.doc.Nodes[c].Tag == atom.Tr || len(run) > 0 && v.doc.Nodes[c].Tag != tag ||
			s.text-s.anchor > 40 && v.dates(c) > 0 {
			flush()
			continue
		}
		tag = v.doc.Nodes[c].Tag
		run = append(run, c)
		anchor += s.anchor
	}
	flush()
}

// markTeaserBlocks finds such runs where they have no elements of their own: the rows of a definition list, lines.
func (v *view) markTeaserBlocks() {
	const fewest, headline, beside = 3, 24, 160
	texts := v.doc.Texts

	for i := 0; i < len(texts); {
		end, anchor := i, 0
		for ; end < len(texts); end++ {
			t := &texts[end]
			if t.Node != texts[i].Node || t.Links == 0 || t.Links > 3 || t.Anchor*5 < len(t.Text) || len(t.Text)-t.Anchor > beside {
				break
			}
			anchor += t.Anchor
		}
		if n := end - i; n >= fewest && anchor >= headline*n && !v.digitRows(texts[i].Node) {
			for k := i; k < end; k++ {
				v.teasers[k] = true
			}
		}
		i = max(end, i+1)
	}
}

// digitRows reports whether a node's text holds several long numbers: then its links are rows of data.
func (v *view) digitRows(i int) bool {
	const long, several = 12, 2
	found, run := 0, 0
	text := v.doc.NodeText(i)
	for _, c := range []byte(text[:min(len(text), 4096)]) {
		switch {
		case c >= '0' && c <= '9':
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

func headingTag(tag atom.Atom) bool {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
