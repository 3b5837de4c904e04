package site

import (
	"slices"
	"strings"

	"ronda/crawler"
)

// merge puts the voices among the parts that have names. Where both claim an element, the name holds.
func (c *choir) merge(known []part) []part {
	taken := make(map[int]bool, len(known))
	for _, p := range known {
		taken[p.node] = true
	}
	known = c.withoutWrappers(known, taken)
	all := known
	for _, p := range c.parts {
		if len(all) >= maxParts {
			break
		}
		if p.node >= 0 && c.claimed(p, known, taken) {
			continue
		}
		all = append(all, p)
		for n := p.node; p.node >= 0 && n < p.heard.end; n++ {
			if c.zones[n] == zoneNamed {
				c.zones[n] = zoneContent
			}
		}
	}
	slices.SortStableFunc(all, func(a, b part) int { return int(c.firstText(a)) - int(c.firstText(b)) })
	return all
}

// withoutWrappers leaves out the known parts that are made of voices: elements that are named after comments hold them all at
// times.
func (c *choir) withoutWrappers(known []part, taken map[int]bool) []part {
	if len(known) == 0 {
		return known
	}
	type content struct{ voices, bytes, end int }
	inside := map[int]*content{}
	for _, p := range c.parts {
		if p.node < 0 {
			continue
		}
		for n := c.doc.Nodes[p.node].Parent; n > 0; n = c.doc.Nodes[n].Parent {
			if !taken[n] {
				continue
			}
			if inside[n] == nil {
				inside[n] = &content{}
			}
			if in := inside[n]; p.node >= in.end { // no reply
				in.voices++
				in.bytes += c.bytes(p.heard)
				in.end = p.heard.end
			}
			break
		}
	}
	return slices.DeleteFunc(known, func(p part) bool {
		in := inside[p.node]
		wraps := in != nil && in.voices >= fewestVoices && in.bytes*10 >= c.stats[p.node].text*7
		if wraps {
			delete(taken, p.node)
		}
		return wraps
	})
}

// claimed reports whether a part stands around a known one, or in it.
func (c *choir) claimed(p part, known []part, taken map[int]bool) bool {
	if len(known) == 0 {
		return false
	}
	i, _ := slices.BinarySearchFunc(known, p.node, func(k part, node int) int { return k.node - node })
	if i < len(known) && known[i].node < p.heard.end {
		return true
	}
	for n := p.node; n > 0; n = c.doc.Nodes[n].Parent {
		if taken[n] {
			return true
		}
	}
	return false
}

// firstText is the first text block of a part, or that behind it where it holds none.
func (c *choir) firstText(p part) int32 {
	if p.heard != nil {
		return p.heard.first
	}
	for n := p.node; n < len(c.firsts); n++ {
		if c.firsts[n] >= 0 {
			return c.firsts[n]
		}
	}
	return int32(len(c.doc.Texts))
}

// block returns a block of what was said, without who said it and when; false for blocks that are no words.
func (vo *voice) block(i int32, b crawler.Block) (crawler.Block, bool) {
	switch {
	case i < vo.from:
		return b, false
	case i < vo.words: // a role, or a date
		from, _ := whenIn(b.Text)
		return b, from != 0
	case i == vo.from && vo.fromCut > 0:
		b.Text = strings.TrimSpace(b.Text[vo.fromCut:])
		if b.Role == crawler.RoleRow {
			b.Text = strings.ReplaceAll(b.Text, "\t", " ")
		}
		b.Role = crawler.RoleParagraph
	case action(b.Text):
		return b, false
	}
	return b, b.Text != ""
}

// ownTexts maps the text blocks that stand beside elements to the part that they belong to.
func (v *view) ownTexts(parts []part) {
	for k, p := range parts {
		if p.heard == nil || p.node >= 0 && p.heard.end <= v.doc.Nodes[p.node].End {
			continue
		}
		if len(v.direct) == 0 {
			v.direct = zeroed(v.direct, len(v.doc.Texts))
		}
		for i := p.heard.first; i < p.heard.last; i++ {
			if n := v.doc.Texts[i].Node; p.node < 0 || n < p.node || n >= p.heard.end {
				v.direct[i] = int32(k + 1)
			}
		}
	}
}

// ownerOf is the part that a text block belongs to, 0 for the main content.
func (v *view) ownerOf(text int) int32 {
	if len(v.direct) > 0 && v.direct[text] != 0 {
		return v.direct[text]
	}
	return v.owner[v.doc.Texts[text].Node]
}
