package ident

import "slices"

// Match is a number that was found in a text.
type Match struct {
	Number     Number
	Start, End int // byte offsets in the text
	// Confidence estimates the probability that the characters are meant as a number of this type. From 0.8: a label says
	// so, or many such numbers stand in one column. From 0.5: more speaks for it than against. Below 0.5: a number of the
	// right shape that nothing names, or that something speaks against (a card's prefix with a good check digit, an order
	// number's label, an unknown region); of value only beside other evidence.
	Confidence float64
	// Masked: the number was masked already or is a pattern or a published example. Nobody is exposed by it, and a page
	// that shows such numbers is rather careful or didactic.
	Masked bool
}

// InClear reports whether the number exposes somebody.
func (m *Match) InClear() bool {
	const sure = 0.5
	return !m.Masked && m.Confidence >= sure
}

// Merge joins two ordered lists without overlaps; the first wins where they overlap.
func Merge(a, b []Match) []Match {
	if len(b) == 0 {
		return a
	}
	out := slices.Clone(a)
	for _, m := range b {
		k, _ := slices.BinarySearchFunc(a, m.Start, func(x Match, start int) int { return x.End - start - 1 })
		if k < len(a) && a[k].Start < m.End {
			continue
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(x, y Match) int { return x.Start - y.Start })
	return out
}
