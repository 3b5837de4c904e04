package layout

import (
	"cmp"
	"fmt"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/quad"
)

// A Likeness is how near a picture comes to one layout at its best, and why it is or is not taken for it.
type Likeness struct {
	Version  string   `json:"version"`
	Document string   `json:"document"`
	Score    float64  `json:"score"`    // probability, as in Match
	Sight    float64  `json:"sight"`    // logarithm of the odds that the first network gives its document; 0 where it does not know the layout
	Closer   float64  `json:"closer"`   // the same of the network that looks closer
	Likeness float64  `json:"likeness"` // of edges: about 0 for other things, about 1 for the layout
	Hash     float64  `json:"hash"`     // likeness of the perceptual hash, -1 to 1
	Quad     [][2]int `json:"quad"`     // where, in pixels of the displayed picture
	Found    bool     `json:"found"`
	Why      string   `json:"why,omitempty"` // why it is not found
}

// Explain recognises a picture and tells how near it comes to every layout, the nearest first.
func (r *Recogniser) Explain(data []byte) (pic Picture, near []Likeness, err error) {
	if pic, err = r.Recognise(data); err != nil {
		return pic, nil, err
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %T", ErrPanic, v)
		}
	}()
	p, err := r.decoder.Decode(data, descriptor.Side)
	if err != nil {
		return pic, nil, fmt.Errorf("decode picture: %w", err)
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	levels := quad.NewPyramid(p.Luma)
	candidates := cards.Find(p)
	for i := range r.layouts {
		l := &r.layouts[i]
		n := Likeness{Version: l.name, Document: l.document}
		alone := Recogniser{layouts: r.layouts[i : i+1], sight: r.sight, proposals: r.proposals, threshold: r.threshold}
		places, err := alone.places(s, levels, candidates)
		if err != nil {
			return pic, nil, err
		}
		k := slices.IndexFunc(places, func(at place) bool { return at.layout == l })
		if k < 0 {
			n.Why = "nothing in the picture comes near it"
			near = append(near, n)
			continue
		}
		at := &places[k]
		n.Score, n.Sight, n.Closer, n.Likeness, n.Hash, n.Quad = at.probability(), at.sight, at.closer, at.likeness, at.hash, at.displayed(p)
		n.Found = slices.ContainsFunc(pic.Matches, func(m Match) bool { return m.Version == n.Version })
		switch {
		case n.Found:
		case n.Score < r.threshold:
			n.Why = fmt.Sprintf("its score is below %g", r.threshold)
		default:
			n.Why = "another layout fits better there"
		}
		near = append(near, n)
	}
	slices.SortStableFunc(near, func(a, b Likeness) int { return cmp.Compare(b.Score, a.Score) })
	return pic, near, nil
}
