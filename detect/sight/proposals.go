package sight

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/convnet"
	"ronda/detect/quad"
)

// What the network that proposes places puts out for each place of a coarse grid: how much speaks for each document in whose middle
// the place lies, and how far from there the corners are.
const (
	placeCorners = len(documents)
	placeOutputs = placeCorners + 8
)

const (
	placeReach   = 16             // cells that an offset of 1 is
	surveyLevels = 3              // halves of a picture that are surveyed, itself included
	mostSurveyed = 1024           // pixels of a side of a plane that is surveyed
	leastScore   = -2.5           // logarithm of the odds from which a place is proposed
	mostRanked   = 64             // places of a picture that are compared with each other
	mostBeyond   = 0.5            // of the picture's side, how far beyond it a corner may lie
	minSurveyed  = 3 * surveyCell // pixels of a side of a plane that is worth it
)

// ProposalNetwork proposes where documents may lie in a picture. It is safe for concurrent use.
type ProposalNetwork struct{ net *convnet.Network }

// NewProposalNetwork reads one. It fails where that is damaged, or is made for other cells.
func NewProposalNetwork(data []byte) (*ProposalNetwork, error) {
	net, err := convnet.Read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if !net.Convolves() {
		return nil, errors.New("network does not run on planes of any size")
	}
	high, wide, channels := net.Input()
	if _, _, out := net.Shape(high, wide); channels != surveyChannels || out != placeOutputs {
		return nil, fmt.Errorf("network takes cells of %d values and gives %d a place, not %d and %d", channels, out, surveyChannels, placeOutputs)
	}
	return &ProposalNetwork{net}, nil
}

// ProposalScratch is what proposing writes over and over. It belongs to one goroutine at a time; the zero value is ready.
type ProposalScratch struct {
	survey  Survey
	input   []float32
	network convnet.Scratch
	ranked  []Proposal
}

// A Proposal is a place where a document may lie.
type Proposal struct {
	Quad cards.Quad // in the pixels of the largest plane, clockwise, a long side on top
	Odds float64    // logarithm of how much likelier it is one than not
}

// Propose returns at most so many places of a picture where documents may lie, likeliest first, none of them twice.
func (n *ProposalNetwork) Propose(s *ProposalScratch, levels quad.Pyramid, most int) []Proposal {
	s.ranked = s.ranked[:0]
	scale := 1.0
	for i := range min(surveyLevels, len(levels)) {
		p := levels[i]
		if side := max(p.W, p.H); side <= mostSurveyed && min(p.W, p.H) >= minSurveyed {
			s.survey.Sample(p)
			n.places(s, scale, levels)
		}
		scale *= 2
	}
	slices.SortStableFunc(s.ranked, func(a, b Proposal) int { return cmp.Compare(b.Odds, a.Odds) })
	var out []Proposal
	for _, p := range s.ranked[:min(len(s.ranked), mostRanked)] {
		if len(out) == most {
			break
		}
		if !slices.ContainsFunc(out, func(o Proposal) bool { return quad.Same(&o.Quad, &p.Quad) }) {
			out = append(out, p)
		}
	}
	return out
}

// places adds what the network sees in the survey of a level, whose pixels are so many of the picture's.
func (n *ProposalNetwork) places(s *ProposalScratch, scale float64, levels quad.Pyramid) {
	v := &s.survey
	s.input = slices.Grow(s.input[:0], len(v.Cells))[:len(v.Cells)]
	v.normalise(s.input)
	out, high, wide := n.net.RunOn(s.input, v.High, v.Wide, &s.network)
	stride := n.net.Stride()
	w, h := float64(levels[0].W), float64(levels[0].H)
	for i := range high * wide {
		values := out[i*placeOutputs:][:placeOutputs]
		best := max(values[0], values[1], values[2])
		if !(best >= leastScore) {
			continue
		}
		x, y := float64(i%wide*stride)+0.5, float64(i/wide*stride)+0.5
		p := Proposal{Odds: float64(best)}
		inside := true
		for k := range p.Quad {
			off := values[placeCorners+2*k:]
			cx, cy := (x+placeReach*float64(off[0]))*surveyCell*scale, (y+placeReach*float64(off[1]))*surveyCell*scale
			p.Quad[k] = [2]float64{cx, cy}
			inside = inside && cx >= -mostBeyond*w && cx <= (1+mostBeyond)*w && cy >= -mostBeyond*h && cy <= (1+mostBeyond)*h
		}
		if !inside || !quad.Sound(p.Quad) || quad.Area(p.Quad[:]) < 0 {
			continue
		}
		a, b := quad.Sides(p.Quad)
		if a < b {
			p.Quad = quad.Rolled(p.Quad)
		}
		if max(a, b) >= quad.LeastLong {
			s.ranked = append(s.ranked, p)
		}
	}
}

// normalise gives the cells of a survey as the network takes them: edges and light are told from their means over the plane.
func (v *Survey) normalise(out []float32) {
	var edges, light int
	for i := 0; i < len(v.Cells); i += surveyChannels {
		edges += int(v.Cells[i+surveyDown]) + int(v.Cells[i+surveyAcross])
		light += int(v.Cells[i+surveyLight])
	}
	n := float64(len(v.Cells) / surveyChannels)
	var tables [2][256]float32
	for i, mean := range [2]float64{float64(edges) / (2 * n), float64(light) / n} {
		for k := range tables[i] {
			tables[i][k] = float32((float64(k) - mean) / [2]float64{steep, lightSteps}[i])
		}
	}
	for i := 0; i < len(v.Cells); i += surveyChannels {
		out[i+surveyDown] = tables[0][v.Cells[i+surveyDown]]
		out[i+surveyAcross] = tables[0][v.Cells[i+surveyAcross]]
		out[i+surveyLight] = tables[1][v.Cells[i+surveyLight]]
	}
}

const lightSteps = 64 // of light that are one to the network
