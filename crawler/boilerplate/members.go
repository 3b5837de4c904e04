package boilerplate

import (
	"strings"

	"golang.org/x/net/html/atom"

	"ronda/crawler/classname"
)

// LongestName is how many bytes the name of a person or shop may have.
const LongestName = 60

// markMembers finds the links to members' pages, and the nodes whose text begins with one.
func (v *View) markMembers() {
	for _, anchor := range v.Doc.Anchors {
		if !memberURL(v.Doc.Links[anchor.Link].URL) {
			continue
		}
		start := v.Doc.NodeText(anchor.Node)
		if start == "" || len(start) > LongestName {
			continue
		}
		v.Members[anchor.Node] = true
		for i := v.Doc.Nodes[anchor.Node].Parent; i > 0 && !v.Members[i]; i = v.Doc.Nodes[i].Parent {
			if !strings.HasPrefix(v.Doc.NodeText(i), start) {
				break
			}
			v.Members[i] = true
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

// ShortName returns a node's text if it is short enough for a name, else that of the first link or name inside.
func (v *View) ShortName(node int) string {
	name := oneLine(v.Doc.NodeText(node))
	for n := node + 1; n < v.Doc.Nodes[node].End && n < node+12; n++ {
		inner := oneLine(v.Doc.NodeText(n))
		if inner == "" || len(inner) > LongestName {
			continue
		}
		if v.Hints[n]&classname.Author != 0 || v.Doc.Nodes[n].Tag == atom.A || v.Doc.Nodes[n].Tag == atom.Strong || v.Doc.Nodes[n].Tag == atom.B {
			return inner
		}
	}
	if len(name) > LongestName {
		return ""
	}
	return name
}

func oneLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(s)
}
