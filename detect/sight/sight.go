// Package sight looks at candidates with a network: which document each may hold, how it is turned, and where its corners are
// (docs/decisions/0030). It knows no layout and does not judge a picture; who does asks it for its vote.
package sight

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/detect/quad"
	"ronda/rules"
)

// documents are what the network tells apart, in the order of its outputs.
var documents = [...]string{"ktp", "kk", "npwp"}

// What the network puts out: how much speaks for none of the documents, for each document in each turn, and how far each corner
// of the document lies from that of the quad looked at, in shares of the quad.
const (
	outNone    = 0
	outTurns   = 1
	outCorners = outTurns + len(documents)*int(quad.Turns)
	outputs    = outCorners + 8
)

// Network is the network and what is known of its answers. It is safe for concurrent use.
type Network struct {
	net    *convnet.Network // sees views
	detail *convnet.Network // sees details
	votes  [len(documents)]rules.SightVote
	labels rules.SightLabels
}

// New reads a network. It fails where that is damaged, is made for other views, or has no vote for a document.
func New(s *rules.Sight) (*Network, error) {
	net, err := read(s.Network, viewWide, viewHigh, 2, outputs)
	if err != nil {
		return nil, err
	}
	detail, err := newDetail(s.Detail)
	if err != nil {
		return nil, fmt.Errorf("network of details: %w", err)
	}
	out := &Network{net: net, detail: detail, labels: s.Labels}
	for d, name := range documents {
		vote, ok := s.Votes[name]
		if !ok {
			return nil, fmt.Errorf("network has no vote for %s", name)
		}
		out.votes[d] = vote
	}
	return out, nil
}

// read reads a network that takes so many cells of so many values and gives so many.
func read(data []byte, wide, high, channels, outputs int) (*convnet.Network, error) {
	net, err := convnet.Read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if h, w, c := net.Input(); h != high || w != wide || c != channels || net.Output() != outputs {
		return nil, fmt.Errorf("network takes %d by %d cells of %d values and gives %d, not %d by %d of %d and %d", w, h, c, net.Output(), wide, high, channels, outputs)
	}
	return net, nil
}

// Labels returns the words that are printed on a document, and those that are printed on others.
func (n *Network) Labels(document string) (own, contrary []string) {
	return n.labels.Own[document], n.labels.Contrary
}

// Scratch is what looking writes over and over. It belongs to one goroutine at a time; the zero value is ready.
type Scratch struct {
	view    View
	detail  Detail
	input   [detailChannels * detailCells]float32
	network convnet.Scratch
}

// Found is the likeliest document of a look.
type Found struct {
	Document string     // "ktp", "kk", "npwp"
	Quad     cards.Quad // where its corners are, its own top left first
	Odds     float64    // logarithm of how much likelier it is than all else, before any vote
	Closer   float64    // the same by closer looks; 0 before Refine
}

// An impression is what the network makes of a view.
type impression struct {
	odds  [len(documents)]float64   // logarithm of how much likelier each document is than all else
	turns [len(documents)]quad.Turn // in which it would lie
	quad  cards.Quad                // where its corners are, in the order of those of the quad looked at
}

// likeliest returns the number of the document with the best odds.
func (i *impression) likeliest() (d int) {
	for k := range i.odds {
		if i.odds[k] > i.odds[d] {
			d = k
		}
	}
	return d
}

// corners returns where a document was seen from q, turned so that its own top left comes first: in q itself where what was seen is no
// place of a document.
func (i *impression) corners(q cards.Quad, d int) cards.Quad {
	if quad.Sound(i.quad) {
		q = i.quad
	}
	return i.turns[d].Own(q)
}

// impress reads what a network put out for a quad whose long side is on top.
func impress(values []float32, q cards.Quad) (out impression) {
	most := values[0]
	for _, v := range values[:outCorners] {
		most = max(most, v)
	}
	var shares [outCorners]float64
	sum := 0.0
	for i, v := range values[:outCorners] {
		shares[i] = math.Exp(float64(v - most))
		sum += shares[i]
	}
	for d := range documents {
		share, best := 0.0, 0.0
		for t := range quad.Turns {
			v := shares[outTurns+d*int(quad.Turns)+int(t)]
			share += v
			if v > best {
				best, out.turns[d] = v, t
			}
		}
		out.odds[d] = math.Log(share+1e-12) - math.Log(sum-share+1e-12)
	}
	m := quad.Onto(q)
	for i, corner := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		off := values[outCorners+2*i:]
		out.quad[i][0], out.quad[i][1] = m.At(corner[0]+float64(off[0]), corner[1]+float64(off[1]))
	}
	return out
}

// LeastOdds are the odds of a first look from which a second one is worth it.
const LeastOdds = -5.0

// Looks are how many looks follow the first, each at where the one before saw the corners.
const Looks = 2

// look returns the first network's impression of what lies in a quad whose long side is on top.
func (n *Network) look(s *Scratch, levels quad.Pyramid, q cards.Quad) impression {
	s.view.Sample(levels, q)
	input := s.input[:2*viewCells]
	s.view.normalise(input)
	return impress(n.net.Run(input, &s.network), q)
}

// closer returns the second network's.
func (n *Network) closer(s *Scratch, levels quad.Pyramid, q cards.Quad) impression {
	s.detail.Sample(levels, q)
	s.detail.normalise(s.input[:])
	return impress(n.detail.Run(s.input[:], &s.network), q)
}

// Look returns what a quad whose long side is on top may hold.
func (n *Network) Look(s *Scratch, levels quad.Pyramid, q cards.Quad) Found {
	seen := n.look(s, levels, q)
	d := seen.likeliest()
	return Found{Document: documents[d], Quad: seen.corners(q, d), Odds: seen.odds[d]}
}

// hopeless are the odds of both networks together from which one closer look is enough: another one hardly finds a document there.
const hopeless = -6.0

// Refine looks again with both networks at where the last look saw the corners, and takes the means of what they see: a single look hangs
// on the pixel.
func (n *Network) Refine(s *Scratch, levels quad.Pyramid, at *Found) {
	var first, second, both impression
	for looks := 1.0; looks <= Looks; looks++ {
		seen, closer := n.look(s, levels, at.Quad), n.closer(s, levels, at.Quad)
		for d := range documents {
			first.odds[d] += (seen.odds[d] - first.odds[d]) / looks
			second.odds[d] += (closer.odds[d] - second.odds[d]) / looks
			both.odds[d] = first.odds[d] + second.odds[d]
		}
		d := both.likeliest()
		at.Document, at.Quad, at.Odds, at.Closer = documents[d], closer.corners(at.Quad, d), first.odds[d], second.odds[d]
		if both.odds[d] < hopeless {
			return
		}
	}
}

// Vote is the logarithm of the odds for what was found, by the vote on its document; likeness is that of the layout that it is most
// like.
func (n *Network) Vote(at Found, likeness float64) float64 {
	v := n.votes[slices.Index(documents[:], at.Document)]
	return v.Bias + v.Odds*at.Odds + v.Closer*at.Closer + v.Likeness*likeness
}
