package descriptor

import (
	"math"

	"ronda/detect/cards"
	"ronda/detect/quad"
	"ronda/rules"
)

const edgeCells = rules.GridWidth * rules.GridHeight

// Grid holds how strong edges are in every cell of a card: those that run down (GridWidth x GridHeight cells), then those that run
// across. Its mean is 0 and its length 1, so that neither light nor contrast matters. Brightness is left out: it tells one hand's
// cards better from other cards, and another hand's worse (docs/decisions/0029).
type Grid [rules.GridSize]float32

// Cell returns the cell in which cell i of the upright card lies in a card turned by t.
func Cell(t quad.Turn, i int) int {
	base := i / edgeCells * edgeCells
	x, y := t.Source((i-base)%rules.GridWidth, (i-base)/rules.GridWidth, rules.GridWidth, rules.GridHeight)
	return base + y*rules.GridWidth + x
}

// inset is how many pixels along a card's border are left out: what is seen there is the border itself, and what lies behind.
const inset = 2

// Sums are sums of the strengths of edges over all that lies above and to the left, so that those of any upright rectangle are
// known at once.
type Sums struct {
	down, across [(FaceWidth + 1) * (FaceHeight + 1)]int32
}

// Measure sums up the edges of a face.
func (s *Sums) Measure(f *Face) {
	const w = FaceWidth + 1
	for y := range FaceHeight {
		row := f[y*FaceWidth:][:FaceWidth]
		above, below := f[max(y-1, 0)*FaceWidth:][:FaceWidth], f[min(y+1, FaceHeight-1)*FaceWidth:][:FaceWidth]
		// The sums up to the row above, and to this one, begin behind a column of zeros.
		downs, acrosses := s.down[(y+1)*w+1:][:FaceWidth], s.across[(y+1)*w+1:][:FaceWidth]
		overDown, overAcross := s.down[y*w+1:][:FaceWidth], s.across[y*w+1:][:FaceWidth]
		var down, across int32
		left := int32(row[0])
		for x, v := range row {
			right := v
			if x+1 < FaceWidth {
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

// A Crop is a part of a face: x0, y0, x1, y1 in its pixels.
type Crop [4]float64

// Whole is the card without the rim around it.
var Whole = Crop{RimX, RimY, RimX + CardWidth, RimY + CardHeight}

// Within returns the part of a quad that a crop of its face shows.
func (c Crop) Within(q cards.Quad) cards.Quad {
	m := quad.Onto(q)
	x0, y0, x1, y1 := (c[0]-RimX)/CardWidth, (c[1]-RimY)/CardHeight, (c[2]-RimX)/CardWidth, (c[3]-RimY)/CardHeight
	var out cards.Quad
	for i, at := range [4][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} {
		out[i][0], out[i][1] = m.At(at[0], at[1])
	}
	return out
}

// A Mesh holds the borders of the cells of a grid, in pixels of a face, in ascending order.
type Mesh struct {
	Xs [rules.GridWidth + 1]int
	Ys [rules.GridHeight + 1]int
}

// Mesh lays even cells over a crop.
func (c Crop) Mesh() (m Mesh) {
	for i := range m.Xs {
		m.Xs[i] = int(c[0] + (c[2]-c[0])*float64(i)/rules.GridWidth + 0.5)
	}
	for i := range m.Ys {
		m.Ys[i] = int(c[1] + (c[3]-c[1])*float64(i)/rules.GridHeight + 0.5)
	}
	m.Xs[0], m.Xs[rules.GridWidth] = m.Xs[0]+inset, m.Xs[rules.GridWidth]-inset
	m.Ys[0], m.Ys[rules.GridHeight] = m.Ys[0]+inset, m.Ys[rules.GridHeight]-inset
	return m
}

// Measure fills the grid from a part of a face.
func (g *Grid) Measure(s *Sums, c Crop) {
	m := c.Mesh()
	g.Fill(s, &m)
}

// Fill fills the grid from the cells of a mesh. The square root keeps a dark photo from outweighing thin text.
func (g *Grid) Fill(s *Sums, m *Mesh) {
	const w = FaceWidth + 1
	xs, ys := &m.Xs, &m.Ys
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
	g.Normalise()
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// Normalise gives the grid the mean 0 and the length 1; one whose cells are all alike becomes 0.
func (g *Grid) Normalise() {
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
