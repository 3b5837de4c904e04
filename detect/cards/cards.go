// Package cards finds where cards and pages may lie in a picture. It does not know documents: it offers places to look at.
package cards

import (
	"slices"

	"ronda/detect/picture"
)

// A Quad holds four corners in the luma plane's pixels, clockwise as seen, from the corner nearest to the top left.
type Quad [4][2]float64

// A Candidate is a place where a card or page may lie.
type Candidate struct {
	Quad  Quad
	Score float64 // how likely it is the border of anything, 0 to 1
}

const maxCandidates = 40

// workSide is the longer side of the level that is searched first.
const workSide = 320

// wholeRank is where the whole picture stands among the candidates: many pictures are cropped to the card, and one look is cheap.
const wholeRank = 3

// Find returns at most 40 candidates, likeliest first; the whole picture is always among them.
func Find(p *picture.Picture) []Candidate {
	w, h := float64(p.Luma.W), float64(p.Luma.H)
	whole := Candidate{Quad: Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}, Score: 0.5}
	if p.Luma.W < minLong || p.Luma.H < minLong {
		return []Candidate{whole}
	}
	l := newLevel(p, workSide)
	found := l.search()
	for i := range found {
		found[i].Quad = found[i].Quad.scaled(l.scale).ordered()
	}
	byScore(found)
	found = distinct(found, 0.06, maxCandidates-1)
	return slices.Insert(found, min(len(found), wholeRank), whole)
}

func byScore(c []Candidate) {
	slices.SortStableFunc(c, func(a, b Candidate) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
}

// How many candidates a level passes from stage to stage: each costs microseconds, so that the sum of all bounds the work.
const (
	maxAssembled = 160 // quads of lines
	maxRefined   = 100
)

// search finds candidates in a level, in its own pixels.
func (l *level) search() []Candidate {
	found := l.regions()
	order := l.order(true)
	for _, c := range distinct(l.frames(rule(l.segments(order))), 0.05, maxAssembled) {
		found = append(found, Candidate{c.Quad, l.rate(&c.Quad)})
	}
	byScore(found)
	found = distinct(found, 0.04, maxRefined)
	for i := range found {
		if q := l.refine(found[i].Quad); q.plausible() {
			if s := l.rate(&q); s >= found[i].Score {
				found[i] = Candidate{q, s}
			}
		}
	}
	return found
}

// regions gives the quads around sets of pixels.
func (l *level) regions() []Candidate {
	var found []Candidate
	left, right := make([]int16, l.h), make([]int16, l.h)
	for _, strong := range []bool{false, true} {
		f := l.grow(strong)
		budget := 6 * l.w * l.h
		for _, n := range f.chosen() {
			if budget -= int(n.area); budget < 0 {
				break
			}
			outline := f.outline(&n, left, right)
			inner := areaOf(outline)
			q, added, ok := collapse(outline, 0.12*inner)
			if ok && added <= 0.2*inner && q.plausible() {
				found = append(found, Candidate{q, l.rate(&q)})
			}
		}
	}
	return found
}

// distinct keeps the first of candidates that lie in about the same place, and at most limit.
func distinct(c []Candidate, tolerance float64, limit int) []Candidate {
	kept := make([]Candidate, 0, min(limit, len(c)))
	places := make([]place, 0, min(limit, len(c)))
	for i := range c {
		if len(kept) == limit {
			break
		}
		p := c[i].Quad.place(tolerance)
		if !slices.ContainsFunc(places, func(o place) bool { return o.same(&p) }) {
			kept = append(kept, c[i])
			places = append(places, p)
		}
	}
	return kept
}
