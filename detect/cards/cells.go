package cards

import (
	"image"
	"math"
	"slices"
)

// A cell is an upright rectangle of a collage, a gallery or a screenshot, in pixels of a level.
type cell struct{ x0, y0, x1, y1 int }

const (
	maxCells  = 32
	cutShare  = 0.6 // of a window's height, along which a straight edge cuts it in two
	cutDepth  = 6
	minCell   = 28 // pixels of a fine level; narrower strips are gutters
	lineReach = 3  // pixels beyond a cell's border: a card may end with its cell
)

// cells cuts a level along straight upright edges that run through, then each part again. A picture without such edges gives
// none.
func (l *level) cells(ridges []int32) []cell {
	c := &cutter{l: l}
	c.cut(cell{0, 0, l.w, l.h}, ridges, cutDepth)
	if len(c.out) < 2 {
		return nil
	}
	return c.out
}

type cutter struct {
	l   *level
	out []cell
}

func (c *cutter) cut(w cell, ridges []int32, depth int) {
	if len(c.out) == maxCells || w.x1-w.x0 < minCell || w.y1-w.y0 < minCell {
		return
	}
	if depth > 0 {
		across, down := c.count(w, ridges)
		xs, ys := cuts(across, w.y1-w.y0), cuts(down, w.x1-w.x0)
		if len(xs)+len(ys) > 0 {
			c.split(w, ridges, xs, ys, depth-1)
			return
		}
	}
	if max(w.x1-w.x0, w.y1-w.y0) >= 2*minCell {
		c.out = append(c.out, w)
	}
}

// count tells for each column of a window how many ridges of upright edges it has, and for each row of level ones.
func (c *cutter) count(w cell, ridges []int32) (across, down []int) {
	across, down = make([]int, w.x1-w.x0), make([]int, w.y1-w.y0)
	for _, i := range ridges {
		gx, gy := int(c.l.dx[i]), int(c.l.dy[i])
		gx, gy = max(gx, -gx), max(gy, -gy)
		if gx > 4*gy {
			across[int(i)%c.l.w-w.x0]++
		} else if gy > 4*gx {
			down[int(i)/c.l.w-w.y0]++
		}
	}
	return across, down
}

// cuts returns where a profile, summed over three places, peaks above a share of length.
func cuts(profile []int, length int) (at []int) {
	n := len(profile)
	sum := func(i int) int { return profile[i-1] + profile[i] + profile[i+1] }
	for i := 2; i < n-2; i++ {
		if s := sum(i); float64(s) >= cutShare*float64(length) && s >= sum(i-1) && s > sum(i+1) {
			at = append(at, i)
		}
	}
	return at
}

// split deals ridges to the parts of a window and goes on with each.
func (c *cutter) split(w cell, ridges []int32, xs, ys []int, depth int) {
	xs = append(append([]int{0}, xs...), w.x1-w.x0)
	ys = append(append([]int{0}, ys...), w.y1-w.y0)
	cols, rows := len(xs)-1, len(ys)-1
	if cols*rows > 400 {
		return // a fabric, not a collage
	}
	column, row := make([]int, w.x1-w.x0), make([]int, w.y1-w.y0)
	for k := range cols {
		for x := xs[k]; x < xs[k+1]; x++ {
			column[x] = k
		}
	}
	for k := range rows {
		for y := ys[k]; y < ys[k+1]; y++ {
			row[y] = k
		}
	}
	parts := make([][]int32, cols*rows)
	for _, i := range ridges {
		x, y := int(i)%c.l.w-w.x0, int(i)/c.l.w-w.y0
		k := row[y]*cols + column[x]
		parts[k] = append(parts[k], i)
	}
	for k, part := range parts {
		r, s := k/cols, k%cols
		c.cut(cell{w.x0 + xs[s], w.y0 + ys[r], w.x0 + xs[s+1], w.y0 + ys[r+1]}, part, depth)
	}
}

// within returns the parts of segments that lie in a cell, long ones first.
func (c *cell) within(segments []segment, scale float64) []segment {
	x0, y0 := float64(c.x0)*scale-lineReach, float64(c.y0)*scale-lineReach
	x1, y1 := float64(c.x1)*scale+lineReach, float64(c.y1)*scale+lineReach
	var out []segment
	for _, s := range segments {
		t0, t1 := 0.0, 1.0
		dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
		for _, side := range [4][2]float64{{-dx, s.a[0] - x0}, {dx, x1 - s.a[0]}, {-dy, s.a[1] - y0}, {dy, y1 - s.a[1]}} {
			if side[0] == 0 {
				if side[1] < 0 {
					t1 = -1
				}
				continue
			}
			if t := side[1] / side[0]; side[0] < 0 {
				t0 = max(t0, t)
			} else {
				t1 = min(t1, t)
			}
		}
		if length := (t1 - t0) * s.length; length >= minSegment/2 {
			out = append(out, segment{point{s.a[0] + t0*dx, s.a[1] + t0*dy}, point{s.a[0] + t1*dx, s.a[1] + t1*dy}, length})
		}
	}
	return out
}

// holds tells whether a quad's middle lies in a cell.
func (c *cell) holds(q *Quad, scale float64) bool {
	x, y := (q[0][0]+q[1][0]+q[2][0]+q[3][0])/4/scale, (q[0][1]+q[1][1]+q[2][1]+q[3][1])/4/scale
	return x >= float64(c.x0) && x < float64(c.x1) && y >= float64(c.y0) && y < float64(c.y1)
}

// tiles returns those of a gallery, in pixels scale times as small: cells that have a neighbour of their size in their row or column. The edges
// of doors, shelves and walls make cells too, but not two alike.
func tiles(cells []cell, scale float64) []image.Rectangle {
	var out []image.Rectangle
	for _, c := range cells {
		if slices.ContainsFunc(cells, c.twin) {
			out = append(out, image.Rect(int(float64(c.x0)*scale), int(float64(c.y0)*scale), int(float64(c.x1)*scale), int(float64(c.y1)*scale)))
		}
	}
	return out
}

// twin tells whether another cell is of the same size and in the same row or column, to a tenth.
func (c *cell) twin(o cell) bool {
	w, h := c.x1-c.x0, c.y1-c.y0
	near := func(a, b, whole int) bool { return 10*max(a-b, b-a) <= whole }
	if *c == o || !near(o.x1-o.x0, w, w) || !near(o.y1-o.y0, h, h) {
		return false
	}
	return near(o.x0, c.x0, w) || near(o.y0, c.y0, h)
}

func (c *cell) quad(scale float64) Quad {
	x0, y0, x1, y1 := float64(c.x0)*scale, float64(c.y0)*scale, float64(c.x1)*scale, float64(c.y1)*scale
	return Quad{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

// firstOfAll is how many candidates of a picture with cells come by their score alone; then cells take turns.
const firstOfAll = 10

// share orders candidates so that every cell has its turn early: cards of a collage compete with those in their own cell. Of
// candidates by score it keeps at most limit.
func share(found []Candidate, cells []cell, scale float64, limit int) []Candidate {
	if len(cells) == 0 || len(found) <= firstOfAll {
		return found[:min(len(found), limit)]
	}
	out := slices.Clone(found[:firstOfAll])
	queues := make([][]Candidate, len(cells)+1)
	for i := range found {
		k := slices.IndexFunc(cells, func(c cell) bool { return c.holds(&found[i].Quad, scale) })
		if k < 0 || areaOf(found[i].Quad[:]) > 1.3*float64((cells[k].x1-cells[k].x0)*(cells[k].y1-cells[k].y0))*scale*scale {
			k = len(cells)
		}
		if i < firstOfAll && len(queues[k]) > 0 {
			continue // a cell's first is a turn taken
		}
		queues[k] = append(queues[k], Candidate{found[i].Quad, found[i].Score})
		if i < firstOfAll {
			queues[k][0].Score = math.Inf(1)
		}
	}
	for turn := 0; len(out) < limit; turn++ {
		var round []Candidate
		for _, q := range queues {
			if turn < len(q) && !math.IsInf(q[turn].Score, 1) {
				round = append(round, q[turn])
			}
		}
		if len(round) == 0 && turn > 0 {
			break
		}
		byScore(round)
		out = append(out, round...)
	}
	return out[:min(len(out), limit)]
}
