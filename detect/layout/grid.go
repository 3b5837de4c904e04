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
	base, w, h := i/edgeCells*edgeCells, rules.GridWidth, rules.GridHeight
	if base == 2*edgeCells {
		w, h = rules.LumaWidth, rules.LumaHeight
	}
	x, y := t.source((i-base)%w, (i-base)/w, w, h)
	return base + y*w + x
}

const edgeCells = rules.GridWidth * rules.GridHeight

// grid holds what a card looks like in every cell: how strong edges that run down are (GridWidth x GridHeight cells), how strong
// those that run across are, and how bright it is (LumaWidth x LumaHeight). Edges have the mean 0 and the length 1, so that
// neither light nor contrast matters; brightness likewise, with a length of lumaShare.
type grid [rules.GridSize]float32

// lumaShare is the length of the brightness against that of the edges: enough to tell a dark band or photo, which differs less
// between hands than edges do, and too little to outvote them.
const lumaShare = 0.0

// inset is how many pixels along a card's border are left out: what is seen there is the border itself, and what lies behind.
const inset = 2

// Sums are sums of the strengths of edges, and of brightness, over all that lies above and to the left, so that those of any
// upright rectangle are known at once.
type sums struct {
	down, across, luma [(faceWidth + 1) * (faceHeight + 1)]int32
}

func (s *sums) measure(f *face) {
	const w = faceWidth + 1
	for y := range faceHeight {
		row := f[y*faceWidth:][:faceWidth]
		above, below := f[max(y-1, 0)*faceWidth:][:faceWidth], f[min(y+1, faceHeight-1)*faceWidth:][:faceWidth]
		// The sums up to the row above, and to this one, begin behind a column of zeros.
		downs, acrosses, lumas := s.down[(y+1)*w+1:][:faceWidth], s.across[(y+1)*w+1:][:faceWidth], s.luma[(y+1)*w+1:][:faceWidth]
		overDown, overAcross, overLuma := s.down[y*w+1:][:faceWidth], s.across[y*w+1:][:faceWidth], s.luma[y*w+1:][:faceWidth]
		var down, across, luma int32
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
			luma += left
			downs[x] = overDown[x] + down
			acrosses[x] = overAcross[x] + across
			lumas[x] = overLuma[x] + luma
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
	const stepX, stepY = rules.GridWidth / rules.LumaWidth, rules.GridHeight / rules.LumaHeight
	for k := range rules.LumaHeight {
		above, below := ys[k*stepY]*w, ys[(k+1)*stepY]*w
		for i := range rules.LumaWidth {
			x0, x1 := xs[i*stepX], xs[(i+1)*stepX]
			n := max(1, (x1-x0)*(below-above)/w)
			g[2*edgeCells+k*rules.LumaWidth+i] = float32(s.luma[below+x1]-s.luma[above+x1]-s.luma[below+x0]+s.luma[above+x0]) / float32(n)
		}
	}
	normalise(g[:2*edgeCells], 1)
	normalise(g[2*edgeCells:], lumaShare)
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// normalise gives values the mean 0 and a length; values that are all alike become 0.
func normalise(v []float32, length float32) {
	var mean, squares float32
	for _, x := range v {
		mean += x
	}
	mean /= float32(len(v))
	for i, x := range v {
		x -= mean
		v[i] = x
		squares += x * x
	}
	if squares < 1e-6 {
		clear(v)
		return
	}
	length /= root(squares)
	for i := range v {
		v[i] *= length
	}
}
