package layout

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math"
	"math/bits"

	"github.com/corona10/goimagehash"

	"ronda/rules"
)

const (
	maxStretch    = 1.35 // how far a frame's aspect may be from a layout's
	minEdges      = 0.3  // likeness of the edges below which the hash is not asked for a second opinion
	worthRefining = 0.45 // likeness from which it pays to look for the card's true borders
)

// turn is a way in which a card may lie in its frame.
type turn int

const (
	upright turn = iota
	upsideDown
	mirrored
	mirroredUpsideDown
)

// source returns where the pixel or cell x, y of the upright card lies in a card turned by t.
func (t turn) source(x, y, w, h int) (int, int) {
	if t == upsideDown || t == mirrored {
		x = w - 1 - x
	}
	if t == upsideDown || t == mirroredUpsideDown {
		y = h - 1 - y
	}
	return x, y
}

// reference is a layout prepared for comparison.
type reference struct {
	name        string
	document    string
	aspect      float64
	means       [rules.GridSize]float64 // of weighted mean 0 and weighted length 1
	weights     [rules.GridSize]float64 // sum 1
	hash        [rules.HashBits / 64]uint64
	hashWeights [rules.HashBits]float64 // sum 1
	vote        rules.Vote
}

func newReference(l rules.Layout) (reference, error) {
	r := reference{name: l.Name, document: l.Document, aspect: l.Aspect, vote: l.Vote}
	var sum float64
	for _, w := range l.EdgeWeights {
		sum += float64(w)
	}
	for i := range r.weights {
		r.weights[i] = float64(l.EdgeWeights[i]) / sum
		r.means[i] = float64(l.EdgeMeans[i])
	}
	mean := 0.0
	for i, w := range r.weights {
		mean += w * r.means[i]
	}
	length := 0.0
	for i, w := range r.weights {
		r.means[i] -= mean
		length += w * r.means[i] * r.means[i]
	}
	if length = math.Sqrt(length); length == 0 {
		return reference{}, errors.New("its weighted edges are all alike")
	}
	for i := range r.means {
		r.means[i] /= length
	}
	sum = 0
	for _, w := range l.HashWeights {
		sum += float64(w)
	}
	for i, w := range l.HashWeights {
		r.hashWeights[i] = float64(w) / sum
	}
	for i := range r.hash {
		r.hash[i] = binary.BigEndian.Uint64(l.Hash[8*i:])
	}
	return r, nil
}

// edges returns the best weighted correlation of a grid with the layout over the four turns, and that turn.
func (l *reference) edges(g *grid) (best float64, at turn) {
	best = -1
	for t := upright; t <= mirroredUpsideDown; t++ {
		var sum, squares, product float64
		for i, w := range l.weights {
			v := g.cell(i, t)
			sum += w * v
			squares += w * v * v
			product += w * v * l.means[i]
		}
		if spread := squares - sum*sum; spread > 1e-12 {
			if c := product / math.Sqrt(spread); c > best {
				best, at = c, t
			}
		}
	}
	return best, at
}

// fits reports whether a frame has about the layout's aspect, lying or standing.
func (l *reference) fits(f frame) bool {
	aspect := float64(f.x1-f.x0) / float64(f.y1-f.y0)
	ratio := max(aspect, 1/aspect) / l.aspect
	return ratio <= maxStretch && ratio >= 1/maxStretch
}

// refine moves the borders of a frame, one after the other, as long as the edges come nearer to the layout: trimming is
// some percent off where a card is turned or its ground is as bright as the paper around it.
func (l *reference) refine(p *plane, f frame, edges float64, t turn) (frame, float64, turn) {
	step := max(2, (f.x1-f.x0)/40)
	for range 2 {
		for border := range 4 {
			for _, d := range []int{-step, step} {
				g := f
				*[]*int{&g.x0, &g.y0, &g.x1, &g.y1}[border] += d
				if g.x0 < 0 || g.y0 < 0 || g.x1 > p.w || g.y1 > p.h || !l.fits(g) {
					continue
				}
				if e, u := l.edges(edgeGrid(p.rectify(g))); e > edges {
					f, edges, t = g, e, u
					break
				}
			}
		}
	}
	return f, edges, t
}

// hashSimilarity is 1 when all bits agree, 0 when half of them do by weight, -1 when none does.
func (l *reference) hashSimilarity(h []uint64) float64 {
	differ := 0.0
	for i, word := range l.hash {
		for d := word ^ h[i]; d != 0; d &= d - 1 {
			differ += l.hashWeights[64*i+63-bits.TrailingZeros64(d)]
		}
	}
	return 1 - 2*differ
}

// grid holds how strong the edges are in every cell of a card: GridWidth x GridHeight cells for edges that run down, then
// as many for edges that run across.
type grid [rules.GridSize]float64

// edgeGrid measures a rectified card. The square root keeps a dark photo from outweighing thin text.
func edgeGrid(card *plane) *grid {
	var g grid
	const half = rules.GridWidth * rules.GridHeight
	for y := 1; y < card.h-1; y++ {
		for x := 1; x < card.w-1; x++ {
			i := y*card.w + x
			dx := int(card.pix[i+1]) - int(card.pix[i-1])
			dy := int(card.pix[i+card.w]) - int(card.pix[i-card.w])
			cell := y*rules.GridHeight/card.h*rules.GridWidth + x*rules.GridWidth/card.w
			g[cell] += math.Abs(float64(dx))
			g[half+cell] += math.Abs(float64(dy))
		}
	}
	for i, v := range g {
		g[i] = math.Sqrt(v)
	}
	return &g
}

// cell returns the value that cell i would have if the card were turned back.
func (g *grid) cell(i int, t turn) float64 {
	const half = rules.GridWidth * rules.GridHeight
	base := i / half * half
	x, y := t.source(i%half%rules.GridWidth, i%half/rules.GridWidth, rules.GridWidth, rules.GridHeight)
	return g[base+y*rules.GridWidth+x]
}

// hash returns a 256-bit perceptual hash: that of each quarter of the plane, row by row. The extended 256-bit hash of
// goimagehash would do too, but it takes 17 ms and 512 goroutines a picture, and seconds under the race detector. Quarters
// are copied because the library reads small pictures from 0, 0 whatever their bounds say.
func hash(p *plane) ([]uint64, error) {
	var out []uint64
	for _, f := range []frame{
		{0, 0, p.w / 2, p.h / 2}, {p.w / 2, 0, p.w, p.h / 2}, {0, p.h / 2, p.w / 2, p.h}, {p.w / 2, p.h / 2, p.w, p.h},
	} {
		quarter := image.NewGray(image.Rect(0, 0, f.x1-f.x0, f.y1-f.y0))
		for y := range quarter.Rect.Dy() {
			copy(quarter.Pix[y*quarter.Stride:], p.pix[(f.y0+y)*p.w+f.x0:(f.y0+y)*p.w+f.x1])
		}
		h, err := goimagehash.PerceptionHash(quarter)
		if err != nil {
			return nil, fmt.Errorf("perceptual hash: %w", err)
		}
		out = append(out, h.GetHash())
	}
	return out, nil
}
