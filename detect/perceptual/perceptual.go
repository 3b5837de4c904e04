// Package perceptual makes what a picture or a card is known again by: perceptual hashes of 256 bits, which find what may show the same, and
// sketches, which decide. It knows nothing of documents and keeps nothing; where a picture was seen before, detect/similar says. All
// functions are safe for concurrent use.
package perceptual

import (
	"math"
	"slices"

	"ronda/detect/picture"
)

// lowWaves is the side of the square of a picture's lowest waves, a bit each; meanCells the side of the grid of means that they
// are read off. 64 cells told pictures apart no better than 32 (docs/decisions/0027).
const (
	meanCells = 32
	lowWaves  = 16
)

// A share is a part of a plane in shares of its sides: left, top, right, bottom.
type share [4]float64

// crops are the parts of a picture that are hashed beside the whole, so that one that was cut is still found: 5 % off one side, off
// two that meet, half as much off all sides, and 5 % off all sides.
var crops = []share{
	{0.05, 0, 1, 1},
	{0, 0.05, 1, 1},
	{0, 0, 0.95, 1},
	{0, 0, 1, 0.95},
	{0.05, 0.05, 1, 1},
	{0, 0.05, 0.95, 1},
	{0.05, 0, 1, 0.95},
	{0, 0, 0.95, 0.95},
	{0.025, 0.025, 0.975, 0.975},
	{0.05, 0.05, 0.95, 0.95},
}

// Picture returns the hashes of 256 bits by which a picture is known again, and its sketch: hashes of the whole first, of what is left
// without a telephone's bars and without plain margins, where that is less, and of the crops. Two pictures may show the same where any
// two of their hashes are near each other; their sketches decide. It returns none, and no sketch, for a picture too plain or too small to
// tell. The waves have the plane's own directions: a turned or mirrored picture is another one.
func Picture(p *picture.Picture) ([][4]uint64, *Sketch) {
	if p.Luma.W < meanCells || p.Luma.H < meanCells {
		return nil, nil
	}
	t := newTable(p.Luma)
	all := share{0, 0, 1, 1}
	whole, ok := t.hash(all)
	if !ok {
		return nil, nil
	}
	hashes, parts := append(make([][4]uint64, 0, len(crops)+len(margins)+1), whole), []share{all}
	for _, m := range margins {
		content, less := t.content(m)
		if !less {
			continue
		}
		if h, ok := t.hash(content); ok && !slices.Contains(hashes, h) {
			hashes, parts = append(hashes, h), append(parts, content)
		}
	}
	s := t.sketch(parts[min(1, len(parts)-1)]) // without bars, where it has any: they would take the cells that details need
	for _, c := range crops {
		if h, ok := t.hash(c); ok {
			hashes, parts = append(hashes, h), append(parts, c)
		}
	}
	for _, p := range parts {
		s.Parts = append(s.Parts, fixed(p))
	}
	return hashes, s
}

// Card returns the hash of 256 bits of a rectified card, upright and without anything around it; zero when it is too plain.
// Hashes of one person's card on one layout are near each other, those of two people's cards differ in what the layout leaves open.
func Card(card picture.Plane) [4]uint64 {
	if card.W < meanCells || card.H < meanCells {
		return [4]uint64{}
	}
	h, _ := newTable(card).hash(share{0, 0, 1, 1})
	return h
}

// table is a plane averaged down, with its summed-area table: the mean of any rectangle costs four look-ups.
type table struct {
	w, h int
	pix  []uint8
	sums []float32 // (w+1) * (h+1); exact, as tableSide squared times 255 stays below 2^24
}

// tableSide bounds the sides of a table; larger planes are averaged down by whole factors
// (below 257, so that sums of a column fit 16 bits).
const tableSide = 256

func newTable(p picture.Plane) *table {
	k := (max(p.W, p.H) + tableSide - 1) / tableSide
	t := &table{w: max(p.W/k, 1), h: max(p.H/k, 1)}
	t.pix = make([]uint8, t.w*t.h)
	t.sums = make([]float32, (t.w+1)*(t.h+1))
	rows, columns := min(k, p.H), min(k, p.W)
	line := make([]uint16, t.w*columns)
	for y := range t.h {
		clear(line)
		for r := range rows {
			pix := p.Pix[(y*k+r)*p.W:][:len(line)]
			for x, v := range pix {
				line[x] += uint16(v)
			}
		}
		above, here := t.sums[y*(t.w+1):], t.sums[(y+1)*(t.w+1):]
		n, sum := uint32(rows*columns), float32(0)
		for x := range t.w {
			v := uint32(0)
			for _, part := range line[x*columns:][:columns] {
				v += uint32(part)
			}
			v /= n
			t.pix[y*t.w+x] = uint8(v)
			sum += float32(v)
			here[x+1] = above[x+1] + sum
		}
	}
	return t
}

type cells [meanCells * meanCells]float32

// means writes the means of a part in as many cells across as down.
func (t *table) means(p share, side int, out []float32) {
	var edges [2][sketchSide + 1]edge
	xs, ys := edges[0][:side+1], edges[1][:side+1]
	spread(p[0], p[2], t.w, xs)
	spread(p[1], p[3], t.h, ys)
	scale := float32(float64(side*side) / ((p[2] - p[0]) * (p[3] - p[1]) * float64(t.w*t.h)))
	var lines [2][sketchSide + 1]float32
	above, here := lines[0][:side+1], lines[1][:side+1]
	for j, y := range ys {
		upper, lower := t.sums[y.at*(t.w+1):], t.sums[(y.at+1)*(t.w+1):]
		for i, x := range xs {
			u := upper[x.at] + (upper[x.at+1]-upper[x.at])*x.rest
			l := lower[x.at] + (lower[x.at+1]-lower[x.at])*x.rest
			here[i] = u + (l-u)*y.rest
		}
		if j > 0 {
			row := out[(j-1)*side:][:side]
			for i := range row {
				row[i] = (here[i+1] - here[i] - above[i+1] + above[i]) * scale
			}
		}
		above, here = here, above
	}
}

// edge is a border between cells: the line of a table that it lies on, and how far beyond.
type edge struct {
	at   int
	rest float32
}

// spread writes the edges of cells from begin to end, shares of so many lines.
func spread(begin, end float64, lines int, out []edge) {
	for i := range out {
		v := (begin + (end-begin)*float64(i)/float64(len(out)-1)) * float64(lines)
		at := min(max(int(v), 0), lines-1)
		out[i] = edge{at, float32(min(v-float64(at), 1))}
	}
}

// cosines holds the waves 1 to lowWaves, each over the first half of a line of cells: the second half mirrors it. They are scaled
// so that the squares of all weights are the variance of the cells.
var cosines = func() (c [lowWaves][meanCells / 2]float32) {
	for k := range c {
		for i := range c[k] {
			c[k][i] = float32(math.Sqrt2 / meanCells * math.Cos(math.Pi*float64(k+1)*(float64(i)+0.5)/meanCells))
		}
	}
	return c
}()

// waves writes the weights of the waves 1 to lowWaves in a line of cells (discrete cosine transform II without its mean).
func waves(line *[meanCells]float32, out *[lowWaves]float32) {
	var halves [2][meanCells / 2]float32 // odd waves change their sign in the mirror, even ones do not
	for i := range meanCells / 2 {
		a, b := line[i], line[meanCells-1-i]
		halves[0][i], halves[1][i] = a-b, a+b
	}
	for k := range out {
		half, c := &halves[k%2], &cosines[k]
		var s0, s1 float32
		for i := 0; i < meanCells/2; i += 2 {
			s0 += half[i] * c[i]
			s1 += half[i+1] * c[i+1]
		}
		out[k] = s0 + s1
	}
}

// plainest is the least deviation in grey levels that a hash is made of: below it compression decides most bits.
const plainest = 2.5

// hash returns the signs of a part's lowest waves that run both across and down, each quarter of a hash getting some of every
// length; false when it is too plain. Comparing with the median instead of zero gave the same distances within a bit.
func (t *table) hash(p share) (h [4]uint64, ok bool) {
	var c cells
	t.means(p, meanCells, c[:])
	var rows [meanCells][lowWaves]float32
	for y := range rows {
		waves((*[meanCells]float32)(c[y*meanCells:]), &rows[y])
	}
	power := float32(0)
	for x := range lowWaves {
		var column [meanCells]float32
		for y := range rows {
			column[y] = rows[y][x]
		}
		var weights [lowWaves]float32
		waves(&column, &weights)
		for y, v := range weights {
			power += v * v
			if v > 0 {
				h[(x+y)%4] |= 1 << (x/4*16 + y)
			}
		}
	}
	return h, power >= plainest*plainest
}

// A margin says what is cut off at the sides of a picture.
type margin struct {
	one   bool // only lines as bright as the outermost: a picture that begins with a plain part of its own keeps it
	signs int  // with so many rows of signs on either side, as on a telephone's bars and an application's
}

// margins are tried one after the other. A picture between bars is left as it is elsewhere, or, where it has plain margins that look
// like the bars, as it is elsewhere without these.
var margins = []margin{{true, 1}, {true, 0}, {false, 1}, {false, 0}, {true, 3}}

// content returns the part of a picture that is left without margins at its sides: rows, then columns, of which nearly all has one
// brightness. It returns false where next to nothing is cut, or next to everything.
func (t *table) content(m margin) (share, bool) {
	x0, y0, x1, y1 := 0, 0, t.w, t.h
	for range 2 {
		y0, y1 = t.span(y0, y1, m, func(y int, count *[levels]int) int {
			for _, v := range t.pix[y*t.w+x0 : y*t.w+x1] {
				count[v/levelWidth]++
			}
			return x1 - x0
		})
		x0, x1 = t.span(x0, x1, m, func(x int, count *[levels]int) int {
			for y := y0; y < y1; y++ {
				count[t.pix[y*t.w+x]/levelWidth]++
			}
			return y1 - y0
		})
	}
	area := float64((x1-x0)*(y1-y0)) / float64(t.w*t.h)
	p := share{float64(x0) / float64(t.w), float64(y0) / float64(t.h), float64(x1) / float64(t.w), float64(y1) / float64(t.h)}
	return p, area < 0.99 && area > 0.1 && x1-x0 >= meanCells/2 && y1-y0 >= meanCells/2
}

const (
	levelWidth = 4
	levels     = 256 / levelWidth
	likeLevels = 3    // up and down, that compression and shading make of one
	plainShare = 0.97 // of a line, from which on it is a margin's
	signs      = 0.07 // of the width: how high signs on a bar are at most
	gap        = 0.01 // of the width: how much of the bar is left between them and the picture
)

// span cuts margins off both ends of the lines begin to end. Signs are measured by the picture's width, which a telephone's bars
// leave as it is: so they end at the same line whether there are bars around or not.
func (t *table) span(begin, end int, m margin, count func(line int, count *[levels]int) int) (int, int) {
	high, apart := int(math.Ceil(signs*float64(t.w))), max(1, int(gap*float64(t.w)))
	cut := func(from, step, limit int) int {
		edge, sign, quiet, outer, rows := from, 0, 0, -1, m.signs
		for line := from; line != limit && sign <= high; line += step {
			var c [levels]int
			n := count(line, &c)
			level, plain := common(&c, n)
			if outer < 0 {
				outer = level
			}
			plain = plain && (!m.one || level-outer <= 1 && outer-level <= 1)
			switch {
			case !plain && (line == from || rows == 0):
				return edge
			case !plain:
				sign, quiet = sign+quiet+1, 0
			default:
				if quiet++; sign == 0 || quiet >= apart {
					edge, quiet, rows, sign = line+step, 0, rows-min(sign, 1), 0
				}
			}
		}
		return edge
	}
	first := cut(begin, 1, end)
	if first >= end {
		return begin, end
	}
	return first, cut(end-1, -1, first-1) + 1
}

// common returns the commonest level of a line and whether nearly all of it has about that.
func common(c *[levels]int, n int) (level int, plain bool) {
	best := -1
	for i := range c {
		if c[i] > best {
			best, level = c[i], i
		}
	}
	near := 0
	for _, n := range c[max(level-likeLevels, 0):min(level+likeLevels+1, levels)] {
		near += n
	}
	return level, float64(near) >= plainShare*float64(n)
}
