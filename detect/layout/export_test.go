package layout

import (
	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/rules"
)

// What the maker of layout files needs of the comparison.
type (
	Face = face
	Grid = grid
	Turn = turn
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
	var s edgeSum
	s.measure(f)
	g.measure(&s, whole)
}
func (t turn) Cell(i int) int            { return t.cell(i) }
func (f *face) Hash() ([4]uint64, error) { return hash(f.card(upright)) }

// Background is what Discriminant tells layouts from.
func Background(grids []Grid) *model { return background(grids) }

func (m *model) Discriminant(l *rules.Layout, grids []Grid) error { return m.discriminant(l, grids) }

func CommonHash(l *rules.Layout, hashes [][4]uint64) { commonHash(l, hashes) }

// Look is Recognise for a picture that is decoded.
func (r *Recogniser) Look(p *picture.Picture) ([]Match, error) { return r.look(p, cards.Find(p)) }

// LookAt is Look for known candidates.
func (r *Recogniser) LookAt(p *picture.Picture, c []cards.Candidate) ([]Match, error) {
	return r.look(p, c)
}

func (r *Recogniser) SetThreshold(v float64) { r.threshold = v }

// Judge returns the likeness of what lies in a quad to each layout.
func (r *Recogniser) Judge(p *picture.Picture, q cards.Quad) map[string]float64 {
	s := new(scratch)
	out := map[string]float64{}
	for _, at := range r.compare(s, newPyramid(p.Luma), q, nil) {
		out[at.layout.name] = max(out[at.layout.name], at.edges)
	}
	return out
}
