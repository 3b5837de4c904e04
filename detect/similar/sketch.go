package similar

import "math"

// Sketch says where the details of a picture are. Hashes find what may show the same; sketches, laid one upon the other, decide:
// in one scene the hashes of all pictures are near each other, and only details tell whose card lies there.
type Sketch struct {
	Parts [][4]uint16 // that the hashes of the whole are of, in their order: left, top, right, bottom in 65535ths of the picture's sides
	Part  [4]uint16   // that the cells cover
	// Cells are rows of sketchSide, five cells to a byte as digits of base 3, the first the least: darker than what is around (0),
	// alike (1), lighter (2).
	Cells [sketchCells / 5]byte
}

const (
	sketchSide  = 80
	sketchCells = sketchSide * sketchSide
)

// Digits is how many values a byte of a sketch's cells has: five digits of base 3.
const Digits = 3 * 3 * 3 * 3 * 3

// digits holds the cells of each byte: -1, 0, 1. What no sketch holds reads as nothing.
var digits = func() (d [256][5]int8) {
	for b := range Digits {
		for i, rest := 0, b; i < 5; i, rest = i+1, rest/3 {
			d[b][i] = int8(rest%3 - 1)
		}
	}
	return d
}()

// cells are a sketch's, unpacked.
type cells [sketchCells]int8

func (s *Sketch) unpack(out *cells) {
	for i, b := range s.Cells {
		copy(out[5*i:], digits[b][:])
	}
}

// details returns how many cells are not like what is around them.
func (c *cells) details() (n int) {
	for _, v := range c {
		n += int(v) * int(v)
	}
	return n
}

// A view is a sketch on the cells of another one, in steps of a digit.
type view [sketchCells]int8

const (
	steps   = 8
	nothing = math.MinInt8 // beyond what the sketch covers
)

// A fit lays a picture upon another one: where a point of the first lies in the second, across and down.
type fit struct{ x, y line }

// line is v -> scale*v + shift, in shares of the pictures' sides.
type line struct{ scale, shift float64 }

// between returns the line that lays one part of a side upon another.
func between(a, b [2]float64) line {
	scale := (b[1] - b[0]) / (a[1] - a[0])
	return line{scale, b[0] - a[0]*scale}
}

// sides returns a part's ends, across and down.
func sides(p [4]uint16) (x, y [2]float64) {
	const all = math.MaxUint16
	return [2]float64{float64(p[0]) / all, float64(p[2]) / all}, [2]float64{float64(p[1]) / all, float64(p[3]) / all}
}

// onto returns the fit that lays one part of a picture upon a part of another one.
func onto(a, b [4]uint16) fit {
	ax, ay := sides(a)
	bx, by := sides(b)
	return fit{between(ax, bx), between(ay, by)}
}

// spot is where a row or column of cells lies among those of another sketch: behind which, and how many steps; -1 for nowhere.
type spot struct{ at, rest int }

// spots returns where the rows or columns of a sketch that covers a part lie in one that covers another part.
func (l line) spots(from, to [2]float64) (out [sketchSide]spot) {
	for i := range out {
		v := from[0] + (from[1]-from[0])*(float64(i)+0.5)/sketchSide
		u := (l.scale*v+l.shift-to[0])/(to[1]-to[0])*sketchSide - 0.5
		if !(u >= -0.5 && u <= sketchSide-0.5) { // not a number where a part is empty
			out[i] = spot{at: -1}
			continue
		}
		u = min(max(u, 0), sketchSide-1.001)
		out[i] = spot{int(u), int(steps*(u-math.Floor(u)) + 0.5)}
	}
	return out
}

// look writes how the cells of a sketch look from another one: what of them lies on each of its cells. parts are those that the two
// cover.
func (f fit) look(from, to [4]uint16, c *cells, out *view) {
	fromX, fromY := sides(from)
	toX, toY := sides(to)
	xs, ys := f.x.spots(fromX, toX), f.y.spots(fromY, toY)
	for y, row := range ys {
		line := out[y*sketchSide:][:sketchSide]
		if row.at < 0 {
			for x := range line {
				line[x] = nothing
			}
			continue
		}
		upper, lower := c[row.at*sketchSide:][:sketchSide], c[(row.at+1)*sketchSide:][:sketchSide]
		for x, column := range xs {
			if column.at < 0 {
				line[x] = nothing
				continue
			}
			k, g := column.at, column.rest
			u := int(upper[k])*(steps-g) + int(upper[k+1])*g
			l := int(lower[k])*(steps-g) + int(lower[k+1])*g
			line[x] = int8((u*(steps-row.rest) + l*row.rest) / steps)
		}
	}
}

// agreement is how far two views show the same where both show something: 1 if all, 0 as by chance.
func (v *view) agreement(o *view) float64 {
	var t tally
	for i, b := range o {
		if a := v[i]; a != nothing && b != nothing {
			t.add(int(a), int(b))
		}
	}
	return t.agreement()
}

// tally sums up how cells agree.
type tally struct{ product, one, other int }

func (t *tally) add(a, b int) {
	t.product += a * b
	t.one += a * a
	t.other += b * b
}

func (t *tally) agreement() float64 {
	if t.one == 0 || t.other == 0 {
		return 0
	}
	return float64(t.product) / math.Sqrt(float64(t.one)*float64(t.other))
}

// blocks is into how many blocks a sketch is divided each way, to see whether two views agree in all of them.
const blocks = 10

// everywhere tells whether two views agree wherever both have details, as copies do that nothing was laid over. Two people's cards
// in one scene differ in some blocks, if they are not very small.
func (v *view) everywhere(o *view) bool {
	const (
		size     = sketchSide / blocks
		detailed = size * size / 5 * steps * steps // a fifth of the cells
		least    = 0.4
	)
	seen := 0
	for b := range blocks * blocks {
		var t tally
		first := b/blocks*size*sketchSide + b%blocks*size
		for y := range size {
			row := first + y*sketchSide
			for i, c := range o[row : row+size] {
				if a := v[row+i]; a != nothing && c != nothing {
					t.add(int(a), int(c))
				}
			}
		}
		if min(t.one, t.other) < detailed {
			continue
		}
		if seen++; t.agreement() < least {
			return false
		}
	}
	return seen > 0
}
