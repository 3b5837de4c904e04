package layout

import (
	"math"

	"ronda/rules"
)

// turn is a way in which a card may lie in its frame.
type turn int

const (
	upright turn = iota
	upsideDown
	mirrored
	mirroredUpsideDown
	turns
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

// cell returns the cell in which cell i of the upright card lies in a card turned by t.
func (t turn) cell(i int) int {
	const half = rules.GridWidth * rules.GridHeight
	x, y := t.source(i%half%rules.GridWidth, i%half/rules.GridWidth, rules.GridWidth, rules.GridHeight)
	return i/half*half + y*rules.GridWidth + x
}

// grid holds how strong the edges are in every cell of a card: GridWidth x GridHeight cells for edges that run down, then
// as many for edges that run across. Its mean is 0 and its length 1; all zero where nothing is seen.
type grid [rules.GridSize]float32

// inset is how many pixels along a card's border are left out: what is seen there is the border itself, and what lies behind.
const inset = 2

// An edgeSum holds sums of the strengths of edges over all that lies above and to the left, so that the edges of any upright
// rectangle are known at once.
type edgeSum struct {
	down, across [(faceWidth + 1) * (faceHeight + 1)]int32
}

func (s *edgeSum) measure(f *face) {
	const w = faceWidth + 1
	for y := range faceHeight {
		var down, across int32
		row := f[y*faceWidth:][:faceWidth]
		above, below := f[max(y-1, 0)*faceWidth:][:faceWidth], f[min(y+1, faceHeight-1)*faceWidth:][:faceWidth]
		at := (y+1)*w + 1
		for x := range row {
			dx := int32(row[min(x+1, faceWidth-1)]) - int32(row[max(x-1, 0)])
			dy := int32(below[x]) - int32(above[x])
			down += max(dx, -dx)
			across += max(dy, -dy)
			s.down[at+x] = s.down[at+x-w] + down
			s.across[at+x] = s.across[at+x-w] + across
		}
	}
}

// A crop is a part of a face: x0, y0, x1, y1 in its pixels.
type crop [4]float64

var whole = crop{rimX, rimY, rimX + cardWidth, rimY + cardHeight}

// measure fills the grid from a part of a face. The square root keeps a dark photo from outweighing thin text.
func (g *grid) measure(s *edgeSum, c crop) {
	const cells, w = rules.GridWidth * rules.GridHeight, faceWidth + 1
	var xs [rules.GridWidth + 1]int
	for i := range xs {
		xs[i] = int(c[0] + (c[2]-c[0])*float64(i)/rules.GridWidth + 0.5)
	}
	xs[0], xs[rules.GridWidth] = xs[0]+inset, xs[rules.GridWidth]-inset
	y0 := int(c[1]+0.5) + inset
	for k := range rules.GridHeight {
		y1 := int(c[1] + (c[3]-c[1])*float64(k+1)/rules.GridHeight + 0.5)
		if k == rules.GridHeight-1 {
			y1 -= inset
		}
		for i := range rules.GridWidth {
			a, b, d, e := y0*w+xs[i], y0*w+xs[i+1], y1*w+xs[i], y1*w+xs[i+1]
			per := 1 / float32(max(1, (xs[i+1]-xs[i])*(y1-y0)))
			at := k*rules.GridWidth + i
			g[at] = root(float32(s.down[e]-s.down[b]-s.down[d]+s.down[a]) * per)
			g[cells+at] = root(float32(s.across[e]-s.across[b]-s.across[d]+s.across[a]) * per)
		}
		y0 = y1
	}
	g.normalise()
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

func (g *grid) normalise() {
	var mean, squares float32
	for _, v := range g {
		mean += v
	}
	mean /= rules.GridSize
	for i, v := range g {
		g[i] = v - mean
		squares += g[i] * g[i]
	}
	length := float32(math.Sqrt(float64(squares)))
	if length < 1e-3 {
		*g = grid{}
		return
	}
	for i := range g {
		g[i] /= length
	}
}
