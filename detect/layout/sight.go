package layout

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/rules"
)

// documents are what the network tells apart, in the order of its outputs.
var documents = [...]string{"ktp", "kk", "npwp"}

// What the network puts out: how much speaks for none of the documents, for each document in each turn, and how far each corner
// of the document lies from that of the quad looked at, in shares of the quad.
const (
	outNone    = 0
	outTurns   = 1
	outCorners = outTurns + len(documents)*int(turns)
	outputs    = outCorners + 8
)

// A sight is the network that looks at candidates.
type sight struct {
	net    *convnet.Network
	votes  [len(documents)]rules.SightVote
	labels rules.SightLabels
}

func newSight(s *rules.Sight) (*sight, error) {
	net, err := convnet.Read(bytes.NewReader(s.Network))
	if err != nil {
		return nil, err
	}
	if h, w, c := net.Input(); h != viewHigh || w != viewWide || c != 2 || net.Output() != outputs {
		return nil, fmt.Errorf("network takes %d by %d cells of %d values and gives %d, not %d by %d of 2 and %d", w, h, c, net.Output(), viewWide, viewHigh, outputs)
	}
	out := &sight{net: net, labels: s.Labels}
	for d, name := range documents {
		vote, ok := s.Votes[name]
		if !ok {
			return nil, fmt.Errorf("network has no vote for %s", name)
		}
		out.votes[d] = vote
	}
	return out, nil
}

// An impression is what the network makes of a view.
type impression struct {
	odds  [len(documents)]float64 // logarithm of how much likelier each document is than all else
	turns [len(documents)]turn    // in which it would lie
	quad  cards.Quad              // where its corners are, in the order of those of the quad looked at
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

// look returns the network's impression of what lies in a quad whose long side is on top.
func (n *sight) look(s *scratch, levels pyramid, q cards.Quad) (out impression) {
	s.view.sample(levels, q)
	s.view.normalise(s.input[:])
	values := n.net.Run(s.input[:], &s.network)
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
		for t := range turns {
			v := shares[outTurns+d*int(turns)+int(t)]
			share += v
			if v > best {
				best, out.turns[d] = v, t
			}
		}
		out.odds[d] = math.Log(share+1e-12) - math.Log(sum-share+1e-12)
	}
	m := toQuad(q)
	for i, corner := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		off := values[outCorners+2*i:]
		out.quad[i][0], out.quad[i][1] = m.at(corner[0]+float64(off[0]), corner[1]+float64(off[1]))
	}
	return out
}

// normalise gives the cells the mean 0 and a deviation near 1, so that neither light nor contrast matters, edges that run down
// and across of a cell side by side. What is all but plain stays faint.
func (v *view) normalise(out []float32) {
	var sum, squares float64
	for _, c := range v.cells {
		sum += float64(c)
		squares += float64(c) * float64(c)
	}
	const n = len(v.cells)
	mean := sum / float64(n)
	by := float32(1 / (math.Sqrt(max(squares/float64(n)-mean*mean, 0)) + faint))
	for i := range viewCells {
		out[2*i] = (v.cells[i] - float32(mean)) * by
		out[2*i+1] = (v.cells[viewCells+i] - float32(mean)) * by
	}
}

const faint = 0.3 // deviation of cells below which a view counts as plain

const (
	leastOdds = -5.0 // of a first look from which a second one is worth it
	looks     = 2    // that follow the first, each at where the one before saw the corners
)

// suspect returns the document that a quad whose long side is on top may hold, if any: where the network sees its corners, in the
// document's own order.
func (n *sight) suspect(s *scratch, levels pyramid, q cards.Quad) (at place, ok bool) {
	seen := n.look(s, levels, q)
	d := seen.likeliest()
	if seen.odds[d] < leastOdds {
		return at, false
	}
	at = place{document: documents[d], quad: q, likeness: 0.5, sight: seen.odds[d]}
	at.follow(&seen, d)
	at.odds = n.odds(&at)
	return at, true
}

// refine looks again at where the last look saw the corners, and takes the mean of what it sees: a single look hangs on the
// pixel.
func (n *sight) refine(s *scratch, levels pyramid, at *place) {
	var sum impression
	for range looks {
		seen := n.look(s, levels, at.quad)
		for d, v := range seen.odds {
			sum.odds[d] += v / looks
		}
		d := sum.likeliest()
		at.document, at.sight = documents[d], sum.odds[d]
		at.follow(&seen, d)
	}
}

// follow moves a place to where the network saw its corners, turned so that the document's own top left comes first.
func (p *place) follow(seen *impression, d int) {
	if sound(seen.quad) {
		p.quad = seen.quad
	}
	p.quad = seen.turns[d].own(p.quad)
}

// own orders the corners of a quad in which a document lies turned by t: the document's own top left comes first.
func (t turn) own(q cards.Quad) (out cards.Quad) {
	for i, k := range ownCorners[t] {
		out[i] = q[k]
	}
	return out
}

// sound reports whether a quad is convex, which one with a corner in another's place is not, and not all but flat.
func sound(q cards.Quad) bool {
	sign := area(q[:])
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if turn := (b[0]-a[0])*(c[1]-b[1]) - (b[1]-a[1])*(c[0]-b[0]); turn*sign <= 0 {
			return false
		}
	}
	return math.Abs(sign) > leastLong*leastLong/8
}

// odds is the logarithm of the odds for a place's document by the vote on it.
func (n *sight) odds(at *place) float64 {
	v := n.votes[slices.Index(documents[:], at.document)]
	return v.Bias + v.Odds*at.sight + v.Likeness*at.likeness
}
