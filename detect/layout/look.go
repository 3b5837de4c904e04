package layout

import (
	"cmp"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/picture"
)

const (
	worthRefining = 0.2  // likeness from which it pays to look for the card's true borders
	bestHash      = 0.95 // likeness of the hash that no card exceeds
	mostRefined   = 24   // places of a picture that are looked at closely: a gallery's worth
)

// scratch is what looking at a place writes over and over.
type scratch struct {
	glimpse glimpse
	face    face
	tally   sums
	grid    grid
}

// A place is where a document may lie, and what speaks for it.
type place struct {
	layout         *reference
	turn           turn
	quad           cards.Quad // of the picture's small plane, its long side on top
	likeness, hash float64
	known          [4]uint64 // by what the card is known again
}

func (p *place) probability() float64 { return p.layout.probability(p.likeness, p.hash) }

// look compares candidates with all layouts and returns those that are recognised, likeliest first.
func (r *Recogniser) look(p *picture.Picture, candidates []cards.Candidate) ([]Match, error) {
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	levels := newPyramid(p.Luma)
	var places []place
	for _, q := range r.glance(s, levels, candidates) {
		places = r.compare(s, levels, q, places)
	}
	places = apart(places)
	places = places[:min(len(places), mostRefined)]
	var found []place
	for i := range places {
		at := &places[i]
		if at.layout.probability(at.likeness, bestHash) < r.threshold {
			continue // a hash is dear, and could not turn it
		}
		bits, err := levels.hash(at.quad, at.turn)
		if err != nil {
			return nil, err
		}
		at.hash = at.layout.hashSimilarity(bits)
		if at.probability() >= r.threshold {
			at.known = cardHash(levels.upright(at.quad, at.turn))
			found = append(found, *at)
		}
	}
	slices.SortStableFunc(found, func(a, b place) int { return cmp.Compare(b.probability(), a.probability()) })
	var out []Match
	for _, at := range apart(found) {
		out = append(out, Match{Layout: at.layout.document, Version: at.layout.name, Score: at.probability(), Quad: at.corners(p), Hash: at.known})
	}
	return out, nil
}

// compare adds the best layout of each document for what lies in a quad whose long side is on top.
func (r *Recogniser) compare(s *scratch, levels pyramid, q cards.Quad, places []place) []place {
	levels.rectify(q, &s.face)
	if s.face.plain() {
		return places
	}
	s.tally.measure(&s.face)
	s.grid.measure(&s.tally, whole)
	first := len(places)
	for i := range r.layouts {
		l := &r.layouts[i]
		likeness, t := l.best(&s.grid)
		if likeness < worthRefining {
			continue
		}
		at := place{layout: l, turn: t, quad: q, likeness: likeness}
		k := slices.IndexFunc(places[first:], func(p place) bool { return p.layout.document == l.document })
		switch {
		case k < 0:
			places = append(places, at)
		case at.odds() > places[first+k].odds():
			places[first+k] = at
		}
	}
	for i := range places[first:] {
		places[first+i].climb(s)
	}
	return places
}

// apart drops places that cover one that is likelier; the likeliest come first.
func apart(places []place) []place {
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(b.odds(), a.odds()) })
	var out []place
	for _, p := range places {
		if !slices.ContainsFunc(out, func(q place) bool { return covers(&p.quad, &q.quad) }) {
			out = append(out, p)
		}
	}
	return out
}

// odds orders places of different layouts, whose likenesses do not mean the same.
func (p place) odds() float64 {
	return p.layout.vote.Bias + p.layout.vote.Likeness*p.likeness + p.layout.vote.Hash*p.hash
}

// covers reports whether two quads lie on the same thing: most of the smaller one is shared.
func covers(a, b *cards.Quad) bool {
	shared := overlap(a, b)
	return shared > 0.5*min(area(a[:]), area(b[:]))
}

// corners returns the corners in pixels of the displayed picture, from the document's own top left.
func (p *place) corners(pic *picture.Picture) [][2]int {
	kx, ky := float64(pic.Size.X)/float64(pic.Luma.W), float64(pic.Size.Y)/float64(pic.Luma.H)
	order := [turns][4]int{upright: {0, 1, 2, 3}, upsideDown: {2, 3, 0, 1}, mirrored: {1, 0, 3, 2}, mirroredUpsideDown: {3, 2, 1, 0}}[p.turn]
	out := make([][2]int, 4)
	for i, k := range order {
		out[i] = [2]int{int(math.Round(p.quad[k][0] * kx)), int(math.Round(p.quad[k][1] * ky))}
	}
	return out
}

// area is positive where corners run clockwise as seen.
func area(p [][2]float64) float64 {
	sum := 0.0
	for i := range p {
		k := (i + 1) % len(p)
		sum += p[i][0]*p[k][1] - p[k][0]*p[i][1]
	}
	return math.Abs(sum) / 2
}

// overlap returns the area that two convex quads share, clockwise as seen both.
func overlap(a, b *cards.Quad) float64 {
	cut := a[:]
	for i := range b {
		from, to := b[i], b[(i+1)%4]
		side := func(q [2]float64) float64 { return (to[0]-from[0])*(q[1]-from[1]) - (to[1]-from[1])*(q[0]-from[0]) }
		var kept [][2]float64
		for k := range cut {
			q, next := cut[k], cut[(k+1)%len(cut)]
			s, t := side(q), side(next)
			if s >= 0 {
				kept = append(kept, q)
			}
			if s*t < 0 {
				u := s / (s - t)
				kept = append(kept, [2]float64{q[0] + u*(next[0]-q[0]), q[1] + u*(next[1]-q[1])})
			}
		}
		cut = kept
	}
	return area(cut)
}
