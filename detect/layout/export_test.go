package layout

import (
	"context"
	"io"
	"math"
	"time"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/rules"
)

// What the maker of layout files needs of the comparison.
type (
	Face = face
	Grid = grid
	Turn = turn
	// Model is what layouts are learned against.
	Model = model
)

const (
	FaceWidth  = faceWidth
	FaceHeight = faceHeight
	Turns      = turns
)

// Half halves a plane.
func Half(p picture.Plane) picture.Plane { return half(p) }

func Rectify(p picture.Plane, q cards.Quad, out *Face) { newPyramid(p).rectify(q, out) }

func (g *grid) Measure(f *Face) {
	var s sums
	s.measure(f)
	g.measure(&s, whole)
}
func (t turn) Cell(i int) int { return t.cell(i) }

// Hash returns the hash of what lies in a quad, upright.
func Hash(p picture.Plane, q cards.Quad) ([4]uint64, error) { return newPyramid(p).hash(q, upright) }

// Background is what Discriminant tells layouts from.
func Background(grids []Grid) *model { return background(grids) }

func (m *model) Discriminant(l *rules.Layout, grids []Grid) error { return m.discriminant(l, grids) }

func CommonHash(l *rules.Layout, hashes [][4]uint64) { commonHash(l, hashes) }

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
func (r *Recogniser) Mine(p *picture.Picture, candidates []cards.Candidate, most int) (out []Grid) {
	s := new(scratch)
	levels := newPyramid(p.Luma)
	var places []place
	for _, q := range r.glance(s, levels, candidates) {
		places = r.compare(s, levels, q, places)
	}
	for _, at := range apart(places) {
		if len(out) == most || at.likeness < 0.3 {
			break
		}
		levels.rectify(at.quad, &s.face)
		s.tally.measure(&s.face)
		var g Grid
		g.measure(&s.tally, whole)
		out = append(out, g)
	}
	return out
}

// WriteBackground writes what LayoutBackground returns.
func (m *model) WriteBackground(w io.Writer) error { return m.writeBackground(w) }

// MeasureBent fills the grid as if the parts of the card lay elsewhere: each axis is cut into five pieces whose borders move by
// shares of the card.
func (g *grid) MeasureBent(f *Face, by [2][6]float64) {
	var s sums
	s.measure(f)
	m := whole.mesh()
	move := func(axis int, v float64) float64 {
		i := min(int(v*5), 4)
		return v + by[axis][i] + (by[axis][i+1]-by[axis][i])*(v*5-float64(i))
	}
	for i := 1; i < len(m.xs)-1; i++ {
		last := len(m.xs) - 1
		m.xs[i] = min(max(m.xs[i-1]+1, rimX+int(cardWidth*move(0, float64(i)/rules.GridWidth)+0.5)), m.xs[last]-last+i)
	}
	for i := 1; i < len(m.ys)-1; i++ {
		last := len(m.ys) - 1
		m.ys[i] = min(max(m.ys[i-1]+1, rimY+int(cardHeight*move(1, float64(i)/rules.GridHeight)+0.5)), m.ys[last]-last+i)
	}
	g.fill(&s, &m)
}

// Steps returns what is done for a candidate, for measuring.
func (r *Recogniser) Steps(p *picture.Picture) map[string]func() {
	s := new(scratch)
	levels := newPyramid(p.Luma)
	w, h := float64(p.Luma.W), float64(p.Luma.H)
	q := cards.Quad{{w * 0.2, h * 0.3}, {w * 0.7, h * 0.31}, {w * 0.72, h * 0.6}, {w * 0.19, h * 0.62}}
	levels.rectify(q, &s.face)
	s.tally.measure(&s.face)
	s.grid.measure(&s.tally, whole)
	return map[string]func(){
		"pyramid": func() { newPyramid(p.Luma) },
		"rectify": func() { levels.rectify(q, &s.face) },
		"tally":   func() { s.tally.measure(&s.face) },
		"grid":    func() { s.grid.measure(&s.tally, whole) },
		"layouts": func() {
			for i := range r.layouts {
				r.layouts[i].best(&s.grid)
			}
		},
		"hash": func() {
			if _, err := levels.hash(q, upright); err != nil {
				panic(err)
			}
		},
	}
}

// ReadBackground reads what WriteBackground wrote.
func ReadBackground(data []byte) (*model, error) { return readBackground(data) }

// Off is the greatest difference of two models, in shares of the largest variance.
func (m *model) Off(o *model) (worst float64) {
	most := 0.0
	for i := range m.cov {
		most = max(most, m.cov[i][i])
		worst = max(worst, math.Abs(m.mean[i]-o.mean[i]))
		for j := range m.cov[i] {
			worst = max(worst, math.Abs(m.cov[i][j]-o.cov[i][j]))
		}
	}
	return worst / most
}

// CardCorners are the pixels of a face at the corners of the card.
func CardCorners() [4]int {
	const x1, y1 = rimX + cardWidth - 1, rimY + cardHeight - 1
	return [4]int{rimY*faceWidth + rimX, rimY*faceWidth + x1, y1*faceWidth + x1, y1*faceWidth + rimX}
}

// A Spot is the best place for a layout in a picture.
type Spot struct {
	Likeness, Hash float64
	Quad           [][2]int
}

// Spots returns the best places of a picture for each layout.
func (r *Recogniser) Spots(p *picture.Picture, c []cards.Candidate) map[string]Spot {
	s := new(scratch)
	levels := newPyramid(p.Luma)
	out := map[string]Spot{}
	if flat(p.Luma.Pix) {
		return out
	}
	for _, q := range r.glance(s, levels, c) {
		for _, at := range r.compare(s, levels, q, nil) {
			if at.likeness > out[at.layout.name].Likeness {
				h, err := levels.hash(at.quad, at.turn)
				if err != nil {
					panic(err)
				}
				out[at.layout.name] = Spot{at.likeness, at.layout.hashSimilarity(h), at.corners(p)}
			}
		}
	}
	return out
}

// Solve solves linear equations.
var Solve = solve

type (
	View    = view
	Pyramid = pyramid
)

func NewPyramid(p picture.Plane) Pyramid { return newPyramid(p) }

func (v *view) Sample(p Pyramid, q cards.Quad) { v.sample(p, q) }

// Bytes returns the cells in sixteenths, a byte each.
func (v *view) Bytes() []byte {
	out := make([]byte, len(v.cells))
	for i, c := range v.cells {
		out[i] = uint8(min(c*16+0.5, 255))
	}
	return out
}

// Long is the longer side of a quad.
func Long(q cards.Quad) float64 {
	w, h := sides(q)
	return max(w, h)
}

// Inverse returns what maps a place to shares of a quad.
func Inverse(q cards.Quad) func(x, y float64) (u, v float64) {
	m := toQuad(q)
	a, b, c, d, e, f, g, h := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
	i := [9]float64{e - f*h, c*h - b, b*f - c*e, f*g - d, a - c*g, c*d - a*f, d*h - e*g, b*g - a*h, a*e - b*d}
	return func(x, y float64) (float64, float64) {
		w := i[6]*x + i[7]*y + i[8]
		return (i[0]*x + i[1]*y + i[2]) / w, (i[3]*x + i[4]*y + i[5]) / w
	}
}

// A Place is a place of a picture with what speaks for it.
type Place struct {
	Document, Version string
	Sight, Likeness   float64
	Quad              cards.Quad
}

// Places returns all places of a picture.
func (r *Recogniser) Places(p *picture.Picture, c []cards.Candidate) (out []Place) {
	s := new(scratch)
	if flat(p.Luma.Pix) {
		return nil
	}
	places, err := r.places(s, newPyramid(p.Luma), c)
	if err != nil {
		panic(err)
	}
	for _, at := range places {
		out = append(out, Place{at.document, at.layout.name, at.sight, at.likeness, at.turn.own(at.quad)})
	}
	return out
}

// Looks returns the quads of a picture at which the network sees a document with odds of at least so much, those of second looks too.
func (r *Recogniser) Looks(p *picture.Picture, c []cards.Candidate, least float64) (out []cards.Quad) {
	s := new(scratch)
	levels := newPyramid(p.Luma)
	for _, q := range r.glance(s, levels, c) {
		for range 1 + looks {
			seen := r.sight.look(s, levels, q)
			d := seen.likeliest()
			if seen.odds[d] < least {
				break
			}
			out = append(out, q)
			at := place{quad: q}
			at.follow(&seen, d)
			q = at.quad
		}
	}
	return out
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
	if flat(p.Luma.Pix) {
		return nil
	}
	places, err := r.places(new(scratch), newPyramid(p.Luma), c)
	if err != nil {
		panic(err)
	}
	for _, at := range doubts(p, places) {
		q := at.turn.own(at.quad)
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
	p, err := r.decoder.Decode(data, side)
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
