package layout

import (
	"cmp"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/perceptual"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

const (
	worthRefining = 0.2  // likeness from which it pays to look for the card's true borders
	bestHash      = 0.95 // likeness of the hash that no card exceeds
	plain         = 2.0  // odds by the network's first look from which other candidates for the same place are not looked at
	supposed      = 0.5  // likeness that is taken for a place until it is compared
	mostRefined   = 24   // places of a picture that are looked at closely: a gallery's worth
)

// scratch is what looking at a place writes over and over.
type scratch struct {
	glimpse descriptor.Glimpse
	face    descriptor.Face
	tally   descriptor.Sums
	grid    descriptor.Grid
	sight   sight.Scratch
	selfies sight.SelfieScratch

	proposals sight.ProposalScratch
}

// A place is where a document may lie, and what speaks for it.
type place struct {
	document       string
	layout         *reference // nil until the network's place is settled
	turn           quad.Turn
	quad           cards.Quad // of the picture's small plane
	likeness, hash float64
	sight, closer  float64 // odds by each network alone
	odds           float64 // logarithm of how much likelier the document is than all else
	proposed       bool    // by the network alone: no candidate of the finder lies there
}

func (p *place) probability() float64 { return 1 / (1 + math.Exp(-p.odds)) }

// own returns the corners from the document's own top left.
func (p *place) own() cards.Quad { return p.turn.Own(p.quad) }

// displayed returns the same in pixels of the displayed picture.
func (p *place) displayed(pic *picture.Picture) [][2]int { return quad.Displayed(p.own(), pic) }

// look compares candidates with all layouts and returns those that are recognised, likeliest first. From data, the file, it reads
// what is left in doubt; nil is not read.
func (r *Recogniser) look(data []byte, p *picture.Picture, candidates []cards.Candidate) ([]Match, error) {
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	levels := quad.NewPyramid(p.Luma)
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
		known := perceptual.Card(descriptor.Upright(levels, at.quad, at.turn))
		out = append(out, Match{Layout: at.document, Version: at.layout.name, Score: at.probability(), Quad: at.displayed(p), Hash: known})
	}
	return out, nil
}

// places returns where documents may lie, none on another, likeliest first.
func (r *Recogniser) places(s *scratch, levels quad.Pyramid, candidates []cards.Candidate) ([]place, error) {
	var first []place
	for _, q := range r.glance(s, levels, candidates) {
		if r.sight != nil {
			first = r.seen(s, levels, q, first)
		}
		first = r.compare(s, levels, q, first)
	}
	first = apart(r.propose(s, levels, first))
	var out []place
	for _, at := range first[:min(len(first), mostRefined)] {
		if at.layout == nil {
			seen := sight.Found{Document: at.document, Quad: at.quad, Odds: at.sight}
			r.sight.Refine(&s.sight, levels, &seen)
			at.document, at.quad, at.sight, at.closer = seen.Document, seen.Quad, seen.Odds, seen.Closer
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
func (r *Recogniser) settle(s *scratch, levels quad.Pyramid, at *place) bool {
	s.face.Rectify(levels, at.quad)
	s.tally.Measure(&s.face)
	s.grid.Measure(&s.tally, descriptor.Whole)
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
	r.vote(at)
	return true
}

// secondVote adds the vote of the hash where it could turn the first one: it is dear.
func (r *Recogniser) secondVote(levels quad.Pyramid, at *place) error {
	if best := at.layout.odds(at.likeness, bestHash); 1/(1+math.Exp(-best)) < r.threshold {
		return nil
	}
	bits, err := descriptor.Hash(levels, at.quad, at.turn)
	if err != nil {
		return err
	}
	at.hash = at.layout.hashSimilarity(bits)
	at.odds = at.layout.odds(at.likeness, at.hash)
	return nil
}

// compare adds the best layout of each document for what lies in a quad whose long side is on top, of the layouts that judge for
// themselves.
func (r *Recogniser) compare(s *scratch, levels quad.Pyramid, q cards.Quad, places []place) []place {
	if r.sight != nil && !slices.ContainsFunc(r.layouts, func(l reference) bool { return !l.seen }) {
		return places
	}
	s.face.Rectify(levels, q)
	if s.face.Plain() {
		return places
	}
	s.tally.Measure(&s.face)
	s.grid.Measure(&s.tally, descriptor.Whole)
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

// apart drops places that cover one that is likelier, and orders the rest: the likeliest come first. Where the network's places are not
// settled yet, how likely they are is supposed, and does not tell against a layout that judges for itself.
func apart(places []place) []place {
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(b.odds, a.odds) })
	var out []place
	for _, p := range places {
		if !slices.ContainsFunc(out, func(q place) bool { return (p.layout == nil) == (q.layout == nil) && quad.Covers(&p.quad, &q.quad) }) {
			out = append(out, p)
		}
	}
	return out
}
