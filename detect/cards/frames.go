package cards

import (
	"math"
	"math/bits"
	"slices"
)

// An assembler makes quads of lines: three or four that meet near where each of them ends, or three and the known proportions of
// cards and pages in place of a side that a hand hides.
type assembler struct {
	lines    []ruled
	w, h     float64
	place    [maxLines][maxLines]float32 // on a line, where another crosses it
	corner   [maxLines]lineset           // lines that make a corner with a line
	parallel [maxLines]lineset
	work     *int // steps left
	found    []Candidate
	least    float64 // score that those found last must exceed
}

// A lineset holds lines by their numbers.
type lineset [2]uint64

func (s *lineset) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s *lineset) has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

const (
	maxSteps  = 250000 // pairs of lines and quads looked at in a picture, cells included
	maxFrames = 400
	minCover  = 0.25 // of a side that is not the base
)

// frames returns quads made of lines, those with most of their border seen first. It takes its steps from work and stops when
// none are left.
func (l *level) frames(lines []ruled, work *int) []Candidate {
	a := &assembler{lines: lines, w: float64(l.w), h: float64(l.h), work: work, least: math.Inf(-1)}
	*work -= len(lines) * len(lines) / 4
	a.relate()
	for i := range lines {
		a.base(i)
	}
	byScore(a.found)
	return a.found
}

// relate finds out which lines make corners and which run side by side.
func (a *assembler) relate() {
	margin := 0.2 * max(a.w, a.h)
	for i := range a.lines {
		r := &a.lines[i]
		for k := range i {
			o := &a.lines[k]
			dot := math.Abs(r.u[0]*o.u[0] + r.u[1]*o.u[1])
			if dot > 0.85 {
				a.parallel[i].add(k)
				a.parallel[k].add(i)
			}
			if dot > 0.64 { // corners have 50 to 130 degrees
				continue
			}
			t, s := r.meet(o)
			p := r.point(t)
			if p[0] < -margin || p[1] < -margin || p[0] > a.w+margin || p[1] > a.h+margin || !r.near(t) || !o.near(s) {
				continue
			}
			a.place[i][k], a.place[k][i] = float32(t), float32(s)
			a.corner[i].add(k)
			a.corner[k].add(i)
		}
	}
}

// near tells whether a stretch of the line ends not much further from a place than it is long: a finger may lie between.
func (r *ruled) near(t float64) bool {
	for _, s := range r.spans {
		if gap := max(s[0]-t, t-s[1]); gap < 3+1.2*(s[1]-s[0]) {
			return true
		}
	}
	return false
}

// base looks for quads one side of which lies on a line.
func (a *assembler) base(i int) {
	r := &a.lines[i]
	var cross [maxLines]int
	n := 0
	for k := range a.lines {
		if a.corner[i].has(k) {
			cross[n] = k
			n++
		}
	}
	place := &a.place[i]
	slices.SortFunc(cross[:n], func(x, y int) int {
		if place[x] < place[y] {
			return -1
		}
		return 1
	})
	for x := range n {
		b := cross[x]
		for _, c := range cross[x+1 : n] {
			if *a.work--; *a.work < 0 {
				return
			}
			tb, tc := float64(place[b]), float64(place[c])
			length := tc - tb
			if length < minShort-2 || !a.parallel[b].has(c) {
				continue
			}
			if seen := r.cover(tb, tc); seen >= 0.4*length {
				a.close(i, b, c, seen/length)
			}
		}
	}
}

// close looks for the side opposite to a base between two lines that make corners with it.
func (a *assembler) close(i, b, c int, seen float64) {
	r, lb, lc := &a.lines[i], &a.lines[b], &a.lines[c]
	ti, tk := float64(a.place[i][b]), float64(a.place[i][c])
	length := tk - ti
	b0, c0 := float64(a.place[b][i]), float64(a.place[c][i])
	for word := range a.parallel[i] {
		for m := a.parallel[i][word] & a.corner[b][word] & a.corner[c][word]; m != 0; m &= m - 1 {
			k := word<<6 | bits.TrailingZeros64(m)
			*a.work--
			o := &a.lines[k]
			ob, oc, bo, co := float64(a.place[k][b]), float64(a.place[k][c]), float64(a.place[b][k]), float64(a.place[c][k])
			top, left, right := math.Abs(oc-ob), math.Abs(bo-b0), math.Abs(co-c0)
			if min(left, right) < 9 || max(left, right) > 2.6*length || (oc-ob)*(r.u[0]*o.u[0]+r.u[1]*o.u[1]) <= 0 {
				continue
			}
			if a, b := length+top, left+right; max(a, b) > 2.5*min(a, b) || max(a, b) < 1.05*min(a, b) || max(length, top) > 1.9*min(length, top) || max(left, right) > 1.9*min(left, right) {
				continue // Quad.plausible says more
			}
			cl, cr, ct := lb.cover(b0, bo)/left, lc.cover(c0, co)/right, o.cover(ob, oc)/top
			if k < i && ct >= 0.4 {
				continue // found with that one as base
			}
			sum := (seen*length + cl*left + cr*right + ct*top) / (length + left + right + top)
			if sum < 0.5 || min(cl, cr, ct) < 0.12 {
				continue
			}
			past := (r.past(ti, tk) + o.past(ob, oc) + lb.past(b0, bo) + lc.past(c0, co)) / 4
			a.keep(Quad{r.point(ti), r.point(tk), lc.point(co), lb.point(bo)}, sum, min(seen, cl, cr, ct), past, false)
		}
	}
	a.guess(i, b, c, seen)
}

// past is how much of a line is seen beyond a side's two ends, from 0 to 1: the side of a card stops at its corners.
func (r *ruled) past(t0, t1 float64) float64 {
	if t0 > t1 {
		t0, t1 = t1, t0
	}
	d := 0.2 * (t1 - t0)
	return (r.cover(t0-d-1, t0-1) + r.cover(t1+1, t1+d+1)) / (2 * d)
}

// proportions of a side to the base, lying and standing: between ID-1 cards (1.585) and ISO 216 pages (1.414).
var proportions = [...]float64{1.5, 1 / 1.5}

// guess completes three sides by the proportions of cards and pages, on whichever side of the base the other two reach.
func (a *assembler) guess(i, b, c int, seen float64) {
	if seen < 0.5 {
		return
	}
	r, lb, lc := &a.lines[i], &a.lines[b], &a.lines[c]
	ti, tk := float64(a.place[i][b]), float64(a.place[i][c])
	length := tk - ti
	b0, c0 := float64(a.place[b][i]), float64(a.place[c][i])
	nx, ny := -r.u[1], r.u[0]
	db, dc := math.Copysign(1, lb.u[0]*nx+lb.u[1]*ny), math.Copysign(1, lc.u[0]*nx+lc.u[1]*ny)
	for range 2 {
		db, dc = -db, -dc
		reach := 1.6 * length
		if cb, cc := lb.cover(b0, b0+db*reach), lc.cover(c0, c0+dc*reach); min(cb, cc) < 0.2*length || cb+cc < 0.6*length {
			continue
		}
		for _, k := range proportions {
			side := length * k
			vb, vc := lb.cover(b0, b0+db*side)/side, lc.cover(c0, c0+dc*side)/side
			*a.work--
			if min(vb, vc) < minCover || vb+vc < 1 {
				continue
			}
			score := (seen*length + (vb+vc)*side) / (2*length + 2*side)
			past := (r.past(ti, tk) + lb.past(b0, b0+db*side) + lc.past(c0, c0+dc*side)) / 4
			a.keep(Quad{r.point(ti), r.point(tk), lc.point(c0 + dc*side), lb.point(b0 + db*side)}, score, min(seen, vb, vc), past, true)
		}
	}
}

// keep notes a quad by how much of its sides is seen in all, on the worst side, and past its corners, if it is among the best so
// far. It is a first look at thousands; rate is the second, at hundreds.
func (a *assembler) keep(q Quad, seen, worst, past float64, guessed bool) {
	score := 8.8*seen + 2.2*worst - 14.3*past
	if guessed {
		score -= 1.5
	}
	const shape = 9.8 // weight of the aspect
	if score+shape <= a.least {
		return
	}
	if areaOf(q[:]) < 0 {
		q[1], q[3] = q[3], q[1]
	}
	margin := 0.3 * max(a.w, a.h)
	for _, p := range q {
		if p[0] < -margin || p[1] < -margin || p[0] > a.w+margin || p[1] > a.h+margin {
			return
		}
	}
	if !q.plausible() {
		return
	}
	if score += shape * q.aspect(); score <= a.least {
		return
	}
	a.found = append(a.found, Candidate{q, score})
	if len(a.found) == maxFrames {
		byScore(a.found)
		a.found = a.found[:maxFrames/2]
		a.least = a.found[len(a.found)-1].Score
	}
}
