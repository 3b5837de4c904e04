package layout

import (
	"encoding/binary"
	"math"
	"math/bits"

	"ronda/detect/descriptor"
	"ronda/detect/quad"
	"ronda/rules"
)

// reference is a layout prepared for comparison.
type reference struct {
	name     string
	document string
	aspect   float64
	seen     bool // the network knows it
	// weights holds how much each cell speaks for the layout or against it, for each turn in the order of the cells as they are
	// seen, so that no grid need be turned.
	weights     [quad.Turns][rules.GridSize]float32
	shift       float32
	hash        [4]uint64
	hashWeights [rules.HashBits]float64 // sum 1
	vote        rules.Vote
}

func newReference(l *rules.Layout) reference {
	r := reference{name: l.Name, document: l.Document, aspect: l.Aspect, seen: l.Seen, vote: l.Vote, shift: float32(l.Shift)}
	for t := range quad.Turns {
		for i, w := range l.Weights {
			r.weights[t][descriptor.Cell(t, i)] = float32(int8(w)) * float32(l.Scale)
		}
	}
	sum := 0.0
	for _, w := range l.HashWeights {
		sum += float64(w)
	}
	for i, w := range l.HashWeights {
		r.hashWeights[i] = float64(w) / sum
	}
	for i := range r.hash {
		r.hash[i] = binary.BigEndian.Uint64(l.Hash[8*i:])
	}
	return r
}

// likeness returns how near a grid comes to the layout when it is turned by t: about 0 for what is something else, about 1
// for the layout.
func (l *reference) likeness(g *descriptor.Grid, t quad.Turn) float64 {
	w, v := l.weights[t][:], g[:]
	var a, b, c, d float32 // four sums, because each addition waits for the one before
	for len(w) >= 4 && len(v) >= 4 {
		a += w[0] * v[0]
		b += w[1] * v[1]
		c += w[2] * v[2]
		d += w[3] * v[3]
		w, v = w[4:], v[4:]
	}
	return float64(a + b + c + d - l.shift)
}

// best returns the greatest likeness over the turns.
func (l *reference) best(g *descriptor.Grid) (likeness float64, at quad.Turn) {
	likeness = math.Inf(-1)
	for t := range quad.Turns {
		if v := l.likeness(g, t); v > likeness {
			likeness, at = v, t
		}
	}
	return likeness, at
}

// hashSimilarity is 1 when all bits agree, 0 when half of them do by weight, -1 when none does.
func (l *reference) hashSimilarity(h [4]uint64) float64 {
	differ := 0.0
	for i, word := range l.hash {
		for d := word ^ h[i]; d != 0; d &= d - 1 {
			differ += l.hashWeights[64*i+63-bits.TrailingZeros64(d)]
		}
	}
	return 1 - 2*differ
}

// odds is the logarithm of the odds for the layout by its own vote.
func (l *reference) odds(likeness, hash float64) float64 {
	return l.vote.Bias + l.vote.Likeness*likeness + l.vote.Hash*hash
}
