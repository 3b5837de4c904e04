package layout

import (
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"math/bits"

	"github.com/corona10/goimagehash"

	"ronda/detect/cards"
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
	weights     [turns][rules.GridSize]float32
	shift       float32
	hash        [4]uint64
	hashWeights [rules.HashBits]float64 // sum 1
	vote        rules.Vote
}

func newReference(l *rules.Layout) reference {
	r := reference{name: l.Name, document: l.Document, aspect: l.Aspect, seen: l.Seen, vote: l.Vote, shift: float32(l.Shift)}
	for t := range turns {
		for i, w := range l.Weights {
			r.weights[t][t.cell(i)] = float32(int8(w)) * float32(l.Scale)
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
func (l *reference) likeness(g *grid, t turn) float64 {
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
func (l *reference) best(g *grid) (likeness float64, at turn) {
	likeness = math.Inf(-1)
	for t := range turns {
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

// quarterSide is the side of the quarters of a card that are hashed: the library takes them as they are, without resizing.
const quarterSide = 64

// hash returns a 256-bit perceptual hash of what lies in a quad, with a turn undone: that of each quarter, row by row. The
// extended 256-bit hash of goimagehash would do too, but it takes 17 ms and 512 goroutines. Quarters are copied because the
// library reads small pictures from 0, 0 whatever their bounds say.
func (p pyramid) hash(q cards.Quad, t turn) (out [4]uint64, err error) {
	const side = 2 * quarterSide
	var card [side * side]uint8
	p.sample(q, side, side, 0, 0, card[:])
	quarter := image.NewGray(image.Rect(0, 0, quarterSide, quarterSide))
	for k := range out {
		for i := range quarter.Pix {
			x, y := t.source(k%2*quarterSide+i%quarterSide, k/2*quarterSide+i/quarterSide, side, side)
			quarter.Pix[i] = card[y*side+x]
		}
		hash, err := goimagehash.PerceptionHash(quarter)
		if err != nil {
			return out, fmt.Errorf("perceptual hash: %w", err)
		}
		out[k] = hash.GetHash()
	}
	return out, nil
}
