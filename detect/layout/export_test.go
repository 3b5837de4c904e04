package layout

import (
	"context"
	"time"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// Look is Recognise for a picture that is decoded.
func (r *Recogniser) Look(p *picture.Picture) ([]Match, error) { return r.look(nil, p, cards.Find(p)) }

// LookAt is Look for known candidates.
func (r *Recogniser) LookAt(p *picture.Picture, c []cards.Candidate) ([]Match, error) {
	return r.look(nil, p, c)
}

// SetPatience sets how long reading a picture may take.
func (r *Recogniser) SetPatience(d time.Duration) { r.patience = d }

func (r *Recogniser) SetThreshold(v float64) { r.threshold = v }

// Mine returns the grids of the places of a picture that come nearest to a layout, the nearest first.
func (r *Recogniser) Mine(p *picture.Picture, candidates []cards.Candidate, most int) (out []descriptor.Grid) {
	s := new(scratch)
	levels := quad.NewPyramid(p.Luma)
	var places []place
	for _, q := range r.glance(s, levels, candidates) {
		places = r.compare(s, levels, q, places)
	}
	for _, at := range apart(places) {
		if len(out) == most || at.likeness < 0.3 {
			break
		}
		s.face.Rectify(levels, at.quad)
		s.tally.Measure(&s.face)
		var g descriptor.Grid
		g.Measure(&s.tally, descriptor.Whole)
		out = append(out, g)
	}
	return out
}

// Steps returns what is done for a candidate, for measuring.
func (r *Recogniser) Steps(p *picture.Picture) map[string]func() {
	s := new(scratch)
	levels := quad.NewPyramid(p.Luma)
	w, h := float64(p.Luma.W), float64(p.Luma.H)
	q := cards.Quad{{w * 0.2, h * 0.3}, {w * 0.7, h * 0.31}, {w * 0.72, h * 0.6}, {w * 0.19, h * 0.62}}
	s.face.Rectify(levels, q)
	s.tally.Measure(&s.face)
	s.grid.Measure(&s.tally, descriptor.Whole)
	return map[string]func(){
		"pyramid": func() { quad.NewPyramid(p.Luma) },
		"rectify": func() { s.face.Rectify(levels, q) },
		"tally":   func() { s.tally.Measure(&s.face) },
		"grid":    func() { s.grid.Measure(&s.tally, descriptor.Whole) },
		"layouts": func() {
			for i := range r.layouts {
				r.layouts[i].best(&s.grid)
			}
		},
		"hash": func() {
			if _, err := descriptor.Hash(levels, q, quad.Upright); err != nil {
				panic(err)
			}
		},
	}
}

// A Spot is the best place for a layout in a picture.
type Spot struct {
	Likeness, Hash float64
	Quad           [][2]int
}

// Spots returns the best places of a picture for each layout.
func (r *Recogniser) Spots(p *picture.Picture, c []cards.Candidate) map[string]Spot {
	s := new(scratch)
	levels := quad.NewPyramid(p.Luma)
	out := map[string]Spot{}
	if descriptor.Plain(p.Luma.Pix) {
		return out
	}
	for _, q := range r.glance(s, levels, c) {
		for _, at := range r.compare(s, levels, q, nil) {
			if at.likeness > out[at.layout.name].Likeness {
				h, err := descriptor.Hash(levels, at.quad, at.turn)
				if err != nil {
					panic(err)
				}
				out[at.layout.name] = Spot{at.likeness, at.layout.hashSimilarity(h), at.displayed(p)}
			}
		}
	}
	return out
}

// A Place is a place of a picture with what speaks for it.
type Place struct {
	Document, Version string
	Sight, Closer     float64
	Likeness          float64
	Owed              float64 // odds that it has to make up
	Quad              cards.Quad
}

// Places returns all places of a picture.
func (r *Recogniser) Places(p *picture.Picture, c []cards.Candidate) (out []Place) {
	s := new(scratch)
	if descriptor.Plain(p.Luma.Pix) {
		return nil
	}
	places, err := r.places(s, quad.NewPyramid(p.Luma), c)
	if err != nil {
		panic(err)
	}
	for _, at := range places {
		p := Place{Document: at.document, Version: at.layout.name, Sight: at.sight, Closer: at.closer, Likeness: at.likeness, Quad: at.own()}
		if at.proposed {
			p.Owed = unglanced
		}
		out = append(out, p)
	}
	return out
}

// Looks returns the quads of a picture at which the network sees a document with odds of at least so much, and those where it sees
// the corners.
func (r *Recogniser) Looks(p *picture.Picture, c []cards.Candidate, least float64) (looked, seen []cards.Quad) {
	s := new(scratch)
	levels := quad.NewPyramid(p.Luma)
	for _, q := range r.glance(s, levels, c) {
		if found := r.sight.Look(&s.sight, levels, q); found.Odds >= least {
			looked, seen = append(looked, q), append(seen, found.Quad)
		}
	}
	return looked, seen
}

// A Doubt is a place that is in doubt.
type Doubt struct {
	Document    string
	Quad        cards.Quad
	Odds, Width float64
	Read        func() (float64, error) // what reading adds to the odds
}

// Doubts returns the places of a picture that are read.
func (r *Recogniser) Doubts(data []byte, p *picture.Picture, c []cards.Candidate) (out []Doubt) {
	if descriptor.Plain(p.Luma.Pix) {
		return nil
	}
	places, err := r.places(new(scratch), quad.NewPyramid(p.Luma), c)
	if err != nil {
		panic(err)
	}
	for _, at := range doubts(p, places) {
		q := at.own()
		out = append(out, Doubt{at.document, q, at.odds, upper(q) * float64(p.Size.X) / float64(p.Luma.W), func() (float64, error) {
			fronts, err := r.fronts(data, p, []*place{at})
			if err != nil {
				return 0, err
			}
			return r.evidence(context.Background(), at.document, fronts[0]), nil
		}})
	}
	return out
}

// Front returns the front of what lies in a quad of the picture's small plane, in the document's own order, as it is read.
func Front(data []byte, document string, q cards.Quad) (picture.Plane, error) {
	r := Recogniser{decoder: picture.NewDecoder()}
	p, err := r.decoder.Decode(data, descriptor.Side)
	if err != nil {
		return picture.Plane{}, err
	}
	out, err := r.fronts(data, p, []*place{{document: document, quad: q}})
	if err != nil {
		return picture.Plane{}, err
	}
	return out[0], nil
}

// Evidence is what reading a front adds to the odds.
func (r *Recogniser) Evidence(document string, front picture.Plane) float64 {
	return r.evidence(context.Background(), document, front)
}
