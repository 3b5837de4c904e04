// Package cards finds where cards and pages may lie in a picture. It does not know documents: it offers places to look at.
package cards

import (
	"image"
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
	found, _ := FindTiled(p)
	return found
}

// FindTiled returns the same, and the tiles of a gallery: upright rectangles of the luma plane, side by side and of one size, each a picture of
// its own. Other pictures have none.
func FindTiled(p *picture.Picture) ([]Candidate, []image.Rectangle) {
	w, h := float64(p.Luma.W), float64(p.Luma.H)
	whole := Candidate{Quad: Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}, Score: 0.5}
	if p.Luma.W < minLong || p.Luma.H < minLong {
		return []Candidate{whole}, nil
	}
	m := memories.Get().(*memory)
	defer memories.Put(m)
	m.reset()
	s := newSearch(p, m)
	found := s.run()
	found = share(found, s.cells, s.fine.scale/s.coarse.scale, maxCandidates-1)
	for i := range found {
		found[i].Quad = found[i].Quad.scaled(s.coarse.scale).ordered()
	}
	return slices.Insert(found, min(len(found), wholeRank), whole), tiles(s.cells, s.fine.scale)
}

func byScore(c []Candidate) {
	slices.SortFunc(c, func(a, b Candidate) int {
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
	maxAssembled = 80 // quads of lines
	maxDistinct  = 100
)

// samePlace is how far the corners of two candidates may lie apart, as a part of their size, for one of them to be enough: who
// looks at them corrects corners that are off by as much.
const samePlace = 0.2

// A search looks for candidates on two levels: regions and scores on the coarse one, which has colour, and lines on both. Its
// quads are in the coarse level's pixels.
type search struct {
	coarse, fine *level
	cells        []cell // of the fine level
	work         int    // steps left for lines
}

func newSearch(p *picture.Picture, m *memory) *search {
	s := &search{coarse: newLevel(p, workSide, true, m), work: maxSteps}
	s.fine = s.coarse
	s.coarse.detail = s.coarse
	if max(p.Luma.W, p.Luma.H) > workSide {
		s.fine = newLevel(p, 2*workSide, false, m)
		s.coarse.detail = s.fine
	}
	return s
}

// run returns candidates, likeliest first.
func (s *search) run() []Candidate {
	l := s.coarse
	segments := s.segments()
	found := append(l.regions(), s.assembled(segments, maxAssembled)...)
	k := s.fine.scale / l.scale
	for i := range s.cells {
		c := &s.cells[i]
		found = append(found, s.assembled(c.within(segments, k), maxAssembled/4)...)
		if q := c.quad(k); q.plausible() {
			found = append(found, Candidate{q, l.rate(&q)})
		}
	}
	byScore(found)
	return l.margins(distinct(found, samePlace, maxDistinct+10*len(s.cells)))
}

// margins adds to blocks of print without a border, such as a copy on blank paper, what they would be with the margin that cards
// and pages have around their print.
func (l *level) margins(found []Candidate) []Candidate {
	out := make([]Candidate, 0, len(found)+8)
	for i, c := range found {
		out = append(out, c)
		if i >= 2*maxCandidates {
			continue
		}
		if k := l.clues(&c.Quad); k[clueMean] < 0.75 && k[clueOutside] < 0.06 && k[clueDensity] > 0.12 {
			out = append(out, Candidate{c.Quad.grown(0.05), c.Score})
		}
	}
	return out
}

// segments returns those of both levels, and notes the cells.
func (s *search) segments() []segment {
	mark, list := s.fine.ridges()
	s.cells = s.fine.cells(list)
	segments := s.fine.segments(mark, list)
	if s.fine == s.coarse {
		return segments
	}
	k := s.fine.scale / s.coarse.scale
	for i := range segments {
		g := &segments[i]
		g.a, g.b, g.length = point{g.a[0] * k, g.a[1] * k}, point{g.b[0] * k, g.b[1] * k}, g.length*k
	}
	return append(segments, s.coarse.segments(s.coarse.ridges())...)
}

// assembled returns the best quads of lines.
func (s *search) assembled(segments []segment, limit int) []Candidate {
	if s.work <= 0 {
		return nil
	}
	found := distinct(s.coarse.frames(rule(segments), &s.work), 0.05, limit)
	for i := range found {
		found[i].Score = s.coarse.rate(&found[i].Quad)
	}
	return found
}

// regions gives the quads around sets of pixels.
func (l *level) regions() []Candidate {
	var found []Candidate
	left, right := make([]int16, l.h), make([]int16, l.h)
	f := newSets(l)
	f.gather()
	budget := regionBudget * l.w * l.h
	for _, n := range f.chosen() {
		if budget -= int(n.area); budget < 0 {
			break
		}
		first, last := f.spans(&n, left, right)
		outline := hull(first, last, float64(n.y0))
		inner := areaOf(outline)
		q, added, ok := collapse(outline, 0.12*inner)
		if ok && added <= 0.2*inner && q.plausible() {
			found = append(found, Candidate{q, l.rate(&q)})
		}
	}
	return found
}

const regionBudget = 3

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
