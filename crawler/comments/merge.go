package comments

import (
	"slices"

	"ronda/crawler/boilerplate"
)

// merge puts what was found among the comments that have names. Where both claim an element, the name holds.
func (c *finder) merge(known []comment) []comment {
	taken := make(map[int]bool, len(known))
	for _, p := range known {
		taken[p.node] = true
	}
	known = c.withoutWrappers(known, taken)
	all := known
	for _, p := range c.comments {
		if len(all) >= maxComments {
			break
		}
		if p.node >= 0 && c.claimed(p, known, taken) {
			continue
		}
		all = append(all, p)
		for n := p.node; p.node >= 0 && n < p.record.End; n++ {
			if c.Zones[n] == boilerplate.Named {
				c.Zones[n] = boilerplate.Content
			}
		}
	}
	slices.SortStableFunc(all, func(a, b comment) int { return int(c.firstText(a)) - int(c.firstText(b)) })
	return all
}

// withoutWrappers leaves out the named comments that are made of records: elements that are named after comments hold them all at
// times.
func (c *finder) withoutWrappers(known []comment, taken map[int]bool) []comment {
	if len(known) == 0 {
		return known
	}
	type content struct{ records, bytes, end int }
	inside := map[int]*content{}
	for _, p := range c.comments {
		if p.node < 0 {
			continue
		}
		for n := c.Doc.Nodes[p.node].Parent; n > 0; n = c.Doc.Nodes[n].Parent {
			if !taken[n] {
				continue
			}
			if inside[n] == nil {
				inside[n] = &content{}
			}
			if in := inside[n]; p.node >= in.end { // no reply
				in.records++
				in.bytes += c.reader.Bytes(p.record)
				in.end = p.record.End
			}
			break
		}
	}
	return slices.DeleteFunc(known, func(p comment) bool {
		in := inside[p.node]
		wraps := in != nil && in.records >= fewest && in.bytes*10 >= c.Stats[p.node].Text*7
		if wraps {
			delete(taken, p.node)
		}
		return wraps
	})
}

// claimed reports whether a comment stands around a known one, or in it.
func (c *finder) claimed(p comment, known []comment, taken map[int]bool) bool {
	if len(known) == 0 {
		return false
	}
	i, _ := slices.BinarySearchFunc(known, p.node, func(k comment, node int) int { return k.node - node })
	if i < len(known) && known[i].node < p.record.End {
		return true
	}
	for n := p.node; n > 0; n = c.Doc.Nodes[n].Parent {
		if taken[n] {
			return true
		}
	}
	return false
}

// firstText is the first text block of a comment, or that behind it where it holds none.
func (c *finder) firstText(p comment) int32 {
	if p.record != nil {
		return p.record.First
	}
	for n := p.node; n < len(c.firsts); n++ {
		if c.firsts[n] >= 0 {
			return c.firsts[n]
		}
	}
	return int32(len(c.Doc.Texts))
}
