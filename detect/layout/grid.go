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

// ownCorners are the corners of a quad in the order of those of the document that lies turned in it, from its own top left.
var ownCorners = [turns][4]int{upright: {0, 1, 2, 3}, upsideDown: {2, 3, 0, 1}, mirrored: {1, 0, 3, 2}, mirroredUpsideDown: {3, 2, 1, 0}}

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
	base := i / edgeCells * edgeCells
	x, y := t.source((i-base)%rules.GridWidth, (i-base)/rules.GridWidth, rules.GridWidth, rules.GridHeight)
	return base + y*rules.GridWidth + x
}

const edgeCells = rules.GridWidth * rules.GridHeight

// grid holds how strong edges are in every cell of a card: those that run down (GridWidth x GridHeight cells), then those that run
// across. Its mean is 0 and its length 1, so that neither light nor contrast matters. Brightness is left out: it tells one hand's
// cards better from other cards, and another hand's worse (docs/decisions/0029).
type grid [rules.GridSize]float32

// inset is how many pixels along a card's border are left out: what is seen there is the border itself, and what lies behind.
const inset = 2

// Sums are sums of the strengths of edges over all that lies above and to the left, so that those of any upright rectangle are
// known at once.
type sums struct {
	down, across [(faceWidth + 1) * (faceHeight + 1)]int32
}

func (s *sums) measure(f *face) {
	const w = faceWidth + 1
	for y := range faceHeight {
		row := f[y*faceWidth:][:faceWidth]
		above, below := f[max(y-1, 0)*faceWidth:][:faceWidth], f[min(y+1, faceHeight-1)*faceWidth:][:faceWidth]
		// The sums up to the row above, and to this one, begin behind a column of zeros.
		downs, acrosses := s.down[(y+1)*w+1:][:faceWidth], s.across[(y+1)*w+1:][:faceWidth]
		overDown, overAcross := s.down[y*w+1:][:faceWidth], s.across[y*w+1:][:faceWidth]
		var down, across int32
		left := int32(row[0])
		for x, v := range row {
			right := v
			if x+1 < faceWidth {
				right = row[x+1]
			}
			dx, dy := int32(right)-left, int32(below[x])-int32(above[x])
			left = int32(v)
			down += max(dx, -dx)
			across += max(dy, -dy)
			downs[x] = overDown[x] + down
			acrosses[x] = overAcross[x] + across
		}
	}
}

// A crop is a part of a face: x0, y0, x1, y1 in its pixels.
type crop [4]float64

var whole = crop{rimX, rimY, rimX + cardWidth, rimY + cardHeight}

// A mesh holds the borders of the cells of a grid, in pixels of a face.
type mesh struct {
	xs [rules.GridWidth + 1]int
	ys [rules.GridHeight + 1]int
}

// mesh lays even cells over a crop.
func (c crop) mesh() (m mesh) {
	for i := range m.xs {
		m.xs[i] = int(c[0] + (c[2]-c[0])*float64(i)/rules.GridWidth + 0.5)
	}
	for i := range m.ys {
		m.ys[i] = int(c[1] + (c[3]-c[1])*float64(i)/rules.GridHeight + 0.5)
	}
	m.xs[0], m.xs[rules.GridWidth] = m.xs[0]+inset, m.xs[rules.GridWidth]-inset
	m.ys[0], m.ys[rules.GridHeight] = m.ys[0]+inset, m.ys[rules.GridHeight]-inset
	return m
}

// measure fills the grid from a part of a face.
func (g *grid) measure(s *sums, c crop) {
	m := c.mesh()
	g.fill(s, &m)
}

// fill fills the grid. The square root keeps a dark photo from outweighing thin text.
func (g *grid) fill(s *sums, m *mesh) {
	const w = faceWidth + 1
	xs, ys := &m.xs, &m.ys
	for k := range rules.GridHeight {
		above, below := ys[k]*w, ys[k+1]*w
		for i := range rules.GridWidth {
			a, b, d, e := above+xs[i], above+xs[i+1], below+xs[i], below+xs[i+1]
			per := 1 / float32(max(1, (xs[i+1]-xs[i])*(ys[k+1]-ys[k])))
			at := k*rules.GridWidth + i
			g[at] = root(float32(s.down[e]-s.down[b]-s.down[d]+s.down[a]) * per)
			g[edgeCells+at] = root(float32(s.across[e]-s.across[b]-s.across[d]+s.across[a]) * per)
		}
	}
	g.normalise()
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// normalise gives the grid the mean 0 and the length 1; one whose cells are all alike becomes 0.
func (g *grid) normalise() {
	var mean, squares float32
	for _, x := range g {
		mean += x
	}
	mean /= rules.GridSize
	for i, x := range g {
		x -= mean
		g[i] = x
		squares += x * x
	}
	if squares < 1e-6 {
		clear(g[:])
		return
	}
	by := 1 / root(squares)
	for i := range g {
		g[i] *= by
	}
}
