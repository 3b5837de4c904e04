package layout

import (
	"cmp"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/detect/picture"
)

const (
	worthRefining = 0.2  // likeness from which it pays to look for the card's true borders
	bestHash      = 0.95 // likeness of the hash that no card exceeds
	plain         = 2.0  // odds by the network's first look from which other candidates for the same place are not looked at
	mostRefined   = 24   // places of a picture that are looked at closely: a gallery's worth
)

// scratch is what looking at a place writes over and over.
type scratch struct {
	glimpse glimpse
	face    face
	tally   sums
	grid    grid
	view    view
	input   [2 * viewCells]float32
	network convnet.Scratch
}

// A place is where a document may lie, and what speaks for it.
type place struct {
	document       string
	layout         *reference // nil until the network's place is settled
	turn           turn
	quad           cards.Quad // of the picture's small plane
	likeness, hash float64
	sight          float64 // odds by the network alone
	odds           float64 // logarithm of how much likelier the document is than all else
}

func (p *place) probability() float64 { return 1 / (1 + math.Exp(-p.odds)) }

// look compares candidates with all layouts and returns those that are recognised, likeliest first. From data, the file, it reads
// what is left in doubt; nil is not read.
func (r *Recogniser) look(data []byte, p *picture.Picture, candidates []cards.Candidate) ([]Match, error) {
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	levels := newPyramid(p.Luma)
	places, err := r.places(s, levels, candidates)
	if err != nil {
		return nil, err
	}
	r.read(data, p, places)
	var out []Match
	for _, at := range places {
		if at.probability() < r.threshold {
			break // the likeliest come first
		}
		known := cardHash(levels.upright(at.quad, at.turn))
		out = append(out, Match{Layout: at.document, Version: at.layout.name, Score: at.probability(), Quad: at.corners(p), Hash: known})
	}
	return out, nil
}

// places returns where documents may lie, none on another, likeliest first.
func (r *Recogniser) places(s *scratch, levels pyramid, candidates []cards.Candidate) ([]place, error) {
	var first []place
	for _, q := range r.glance(s, levels, candidates) {
		if r.sight != nil && !slices.ContainsFunc(first, func(p place) bool { return p.sight > plain && same(&p.quad, &q) }) {
			if at, ok := r.sight.suspect(s, levels, q); ok {
				first = append(first, at)
			}
		}
		first = r.compare(s, levels, q, first)
	}
	first = apart(first)
	var out []place
	for _, at := range first[:min(len(first), mostRefined)] {
		if at.layout == nil {
			r.sight.refine(s, levels, &at)
			if !r.settle(s, levels, &at) {
				continue
			}
		} else if err := r.secondVote(levels, &at); err != nil {
			return nil, err
		}
		out = append(out, at)
	}
	return apart(out), nil
}

// settle finds the layout of the document that a place is most like, which has a vote too.
func (r *Recogniser) settle(s *scratch, levels pyramid, at *place) bool {
	levels.rectify(at.quad, &s.face)
	s.tally.measure(&s.face)
	s.grid.measure(&s.tally, whole)
	at.likeness = math.Inf(-1)
	for i := range r.layouts {
		l := &r.layouts[i]
		if l.document != at.document || !l.seen {
			continue
		}
		if v := l.likeness(&s.grid, at.turn); v > at.likeness {
			at.likeness, at.layout = v, l
		}
	}
	if at.layout == nil {
		return false
	}
	at.odds = r.sight.odds(at)
	return true
}

// secondVote adds the vote of the hash where it could turn the first one: it is dear.
func (r *Recogniser) secondVote(levels pyramid, at *place) error {
	if best := at.layout.odds(at.likeness, bestHash); 1/(1+math.Exp(-best)) < r.threshold {
		return nil
	}
	bits, err := levels.hash(at.quad, at.turn)
	if err != nil {
		return err
	}
	at.hash = at.layout.hashSimilarity(bits)
	at.odds = at.layout.odds(at.likeness, at.hash)
	return nil
}

// compare adds the best layout of each document for what lies in a quad whose long side is on top, of the layouts that judge for
// themselves.
func (r *Recogniser) compare(s *scratch, levels pyramid, q cards.Quad, places []place) []place {
	if r.sight != nil && !slices.ContainsFunc(r.layouts, func(l reference) bool { return !l.seen }) {
		return places
	}
	levels.rectify(q, &s.face)
	if s.face.plain() {
		return places
	}
	s.tally.measure(&s.face)
	s.grid.measure(&s.tally, whole)
	first := len(places)
	for i := range r.layouts {
		l := &r.layouts[i]
		if r.sight != nil && l.seen {
			continue
		}
		likeness, t := l.best(&s.grid)
		if likeness < worthRefining {
			continue
		}
		at := place{document: l.document, layout: l, turn: t, quad: q, likeness: likeness, odds: l.odds(likeness, 0)}
		k := slices.IndexFunc(places[first:], func(p place) bool { return p.document == l.document })
		switch {
		case k < 0:
			places = append(places, at)
		case at.odds > places[first+k].odds:
			places[first+k] = at
		}
	}
	for i := range places[first:] {
		places[first+i].climb(s)
	}
	return places
}

// apart drops places that cover one that is likelier, and orders the rest: the likeliest come first.
func apart(places []place) []place {
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(b.odds, a.odds) })
	var out []place
	for _, p := range places {
		if !slices.ContainsFunc(out, func(q place) bool { return covers(&p.quad, &q.quad) }) {
			out = append(out, p)
		}
	}
	return out
}

// same reports whether two quads lie on each other, give or take the third of either that a finder may miss.
func same(a, b *cards.Quad) bool {
	return overlap(a, b) > 0.67*max(math.Abs(area(a[:])), math.Abs(area(b[:])))
}

// covers reports whether two quads lie on the same thing: most of the smaller one is shared.
func covers(a, b *cards.Quad) bool {
	shared := overlap(a, b)
	return shared > 0.5*min(math.Abs(area(a[:])), math.Abs(area(b[:])))
}

// corners returns the corners in pixels of the displayed picture, from the document's own top left.
func (p *place) corners(pic *picture.Picture) [][2]int {
	kx, ky := float64(pic.Size.X)/float64(pic.Luma.W), float64(pic.Size.Y)/float64(pic.Luma.H)
	out := make([][2]int, 4)
	for i, c := range p.turn.own(p.quad) {
		out[i] = [2]int{int(math.Round(c[0] * kx)), int(math.Round(c[1] * ky))}
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
	return sum / 2
}

// clockwise returns the quad with its corners in that order.
func clockwise(q cards.Quad) cards.Quad {
	if area(q[:]) < 0 {
		return cards.Quad{q[3], q[2], q[1], q[0]}
	}
	return q
}

// overlap returns the area that two convex quads share.
func overlap(first, second *cards.Quad) float64 {
	a, b := clockwise(*first), clockwise(*second)
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
	return math.Abs(area(cut))
}
