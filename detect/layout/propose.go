package layout

import (
	"slices"

	"ronda/detect/cards"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

const (
	mostProposed = 6   // places of a picture that a network proposes and that are looked at
	unglanced    = 1.2 // odds that a place has to make up for which the network alone proposed
)

// propose adds what is seen where a network says that documents may lie, but for where one was seen clearly. No glance is taken of these
// places: what the finder of quads overlooks is pale or half hidden, and edges tell little of it.
func (r *Recogniser) propose(s *scratch, levels quad.Pyramid, places []place) []place {
	if r.proposals == nil {
		return places
	}
	found := len(places)
	for _, p := range r.proposals.Propose(&s.proposals, levels, mostProposed) {
		places = r.seen(s, levels, p.Quad, places)
	}
	for i := range places[found:] {
		at := &places[found+i]
		at.proposed = !slices.ContainsFunc(places[:found], func(p place) bool { return p.document == at.document && quad.Same(&p.quad, &at.quad) })
		r.vote(at)
	}
	return places
}

// seen adds what the network sees in a quad whose long side is on top, but for where it saw a document clearly.
func (r *Recogniser) seen(s *scratch, levels quad.Pyramid, q cards.Quad, places []place) []place {
	if slices.ContainsFunc(places, func(p place) bool { return p.sight > plain && quad.Same(&p.quad, &q) }) {
		return places
	}
	seen := r.sight.Look(&s.sight, levels, q)
	if seen.Odds < sight.LeastOdds {
		return places
	}
	at := place{document: seen.Document, quad: seen.Quad, likeness: supposed, sight: seen.Odds, closer: seen.Odds} // closer and likeness are supposed
	r.vote(&at)
	return append(places, at)
}

// vote sets the odds of a place that the network judges.
func (r *Recogniser) vote(at *place) {
	at.odds = r.sight.Vote(sight.Found{Document: at.document, Odds: at.sight, Closer: at.closer}, at.likeness)
	if at.proposed {
		at.odds -= unglanced
	}
}
