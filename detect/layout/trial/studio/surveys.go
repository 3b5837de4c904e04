package studio

import (
	"bufio"
	"encoding/binary"
	"image"
	"io"
	"math"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

// Sizes of what is written; detect/sight/proposals.py knows them too.
const (
	surveySide  = 80 // cells
	surveyPix   = 4 * surveySide
	mostShown   = 12
	leastCells  = 11.0 // of a document's longer side
	mostCells   = 44.0
	unseenShare = 0.15 // what is seen less of is no document
	seenShare   = 0.6  // what is seen less of is neither
)

// A shown document is one in a plane.
type shown struct {
	quad     cards.Quad
	document uint8
	hidden   float64
}

// A Surveyor writes what the network that proposes places learns from: parts of pictures, and where documents lie in them.
type Surveyor struct {
	*Photographer
	Count  [4]int // documents written, by kind; 0 are those that do not count
	out    *bufio.Writer
	survey sight.Survey
}

// NewSurveyor returns a surveyor that writes to out. Flush has to be called at the end.
func NewSurveyor(out io.Writer, p *Photographer) *Surveyor {
	return &Surveyor{Photographer: p, out: bufio.NewWriterSize(out, 1<<20)}
}

// Flush writes what is left, and returns the first error of all writing.
func (w *Surveyor) Flush() error { return w.out.Flush() }

// Scene writes n parts of a picture.
func (w *Surveyor) Scene(s *trial.Shot, pic *picture.Picture, n int) {
	var all []shown
	for _, c := range s.Cards {
		all = append(all, shown{InLuma(pic, c.Quad), kinds[c.Document], c.Hidden})
	}
	levels := quad.NewPyramid(pic.Luma)
	for range n {
		w.crop(levels, all)
	}
}

// crop writes a part of a picture, its size, tone and place by lot.
func (w *Surveyor) crop(levels quad.Pyramid, all []shown) {
	r := w.Chance
	plane := levels[0]
	wide, high := float64(plane.W), float64(plane.H)
	scale := []float64{1, 1, 1, 0.5, 0.5, 0.25}[r.IntN(6)] * math.Exp(r.NormFloat64()*0.15)
	x, y := r.Float64()*wide, r.Float64()*high
	if len(all) > 0 && r.IntN(6) > 0 {
		q := all[r.IntN(len(all))].quad
		scale = 4 * math.Exp(math.Log(12)+r.Float64()*math.Log(40.0/12)) / long(q)
		x, y = (q[0][0]+q[2][0])/2, (q[0][1]+q[2][1])/2
	}
	scale = min(scale, 1.4)
	// The part's corner in the scaled picture, and how much of the part the picture fills.
	var at [2]float64
	var filled [2]int
	for a, v := range [2][2]float64{{x, wide}, {y, high}} {
		size := v[1] * scale
		if size < surveyPix {
			filled[a] = int(size / 4)
			continue
		}
		filled[a] = surveySide
		at[a] = min(max(v[0]*scale-surveyPix*(0.1+0.8*r.Float64()), 0), size-surveyPix)
	}
	if filled[0] < 12 || filled[1] < 12 {
		return
	}
	part := cards.Quad{{0, 0}, {surveyPix, 0}, {surveyPix, surveyPix}, {0, surveyPix}}
	whole := filled == [2]int{surveySide, surveySide}
	lean, flip := 0.0, r.IntN(2) == 0
	if whole && r.IntN(3) == 0 {
		lean = r.NormFloat64() * 0.15
	}
	if whole && r.IntN(8) == 0 {
		lean += math.Pi / 2 * float64(1+r.IntN(3))
	}
	w0, h0 := 4*float64(filled[0]), 4*float64(filled[1])
	into := func(u, v float64) (float64, float64) { // from the part's pixels to the picture's
		if flip {
			u = w0 - u
		}
		cx, cy := u-w0/2, v-h0/2
		return (at[0] + w0/2 + cx*math.Cos(lean) - cy*math.Sin(lean)) / scale, (at[1] + h0/2 + cx*math.Sin(lean) + cy*math.Cos(lean)) / scale
	}
	from := func(px, py float64) (float64, float64) {
		cx, cy := px*scale-at[0]-w0/2, py*scale-at[1]-h0/2
		u, v := w0/2+cx*math.Cos(lean)+cy*math.Sin(lean), h0/2-cx*math.Sin(lean)+cy*math.Cos(lean)
		if flip {
			u = w0 - u
		}
		return u, v
	}
	for i, c := range part {
		part[i][0], part[i][1] = into(c[0], c[1])
	}
	view := picture.NewPlane(surveyPix, surveyPix)
	levels.Sample(part, surveyPix, surveyPix, 0, 0, view.Pix)
	seen := picture.NewPlane(4*filled[0], 4*filled[1])
	for y := range seen.H {
		copy(seen.Pix[y*seen.W:][:seen.W], view.Pix[y*view.W:][:seen.W])
	}
	var here []shown
	for _, s := range all {
		var q cards.Quad
		for i, c := range s.quad {
			q[i][0], q[i][1] = from(c[0], c[1])
		}
		if flip {
			q[0], q[1], q[2], q[3] = q[1], q[0], q[3], q[2]
		}
		s.quad = q
		here = append(here, s)
	}
	w.change(seen, here)
	w.write(seen, here)
}

// change alters tones: of documents alone, as pale ones have, and of all, and lays fingers over.
func (w *Surveyor) change(p picture.Plane, here []shown) {
	r := w.Chance
	for _, s := range here {
		x0, y0, x1, y1 := bounds(s.quad)
		if r.IntN(5) == 0 && x1-x0 < 1e4 && y1-y0 < 1e4 { // pale
			to := inverse(s.quad)
			by, tone := 0.25+0.7*r.Float64(), 90+165*r.Float64()
			for y := max(0, int(y0)); y < min(p.H, int(y1)+1); y++ {
				for x := max(0, int(x0)); x < min(p.W, int(x1)+1); x++ {
					if u, v := to(float64(x)+0.5, float64(y)+0.5); u >= 0 && v >= 0 && u <= 1 && v <= 1 {
						i := y*p.W + x
						p.Pix[i] = clamp(tone + (float64(p.Pix[i])-tone)*by)
					}
				}
			}
		}
		if r.IntN(5) == 0 {
			w.hold(p, s.quad, long(s.quad))
		}
	}
	if r.IntN(4) == 0 {
		w.develop(p)
		return
	}
	for range []int{0, 0, 0, 1, 1, 2}[r.IntN(6)] {
		soften(p)
	}
	if r.IntN(2) == 0 {
		gain, lift, noise := 0.4+0.7*r.Float64(), r.Float64()*50-10, r.Float64()*r.Float64()*10
		for i, v := range p.Pix {
			p.Pix[i] = clamp(float64(v)*gain + lift + r.NormFloat64()*noise)
		}
	}
}

// write writes a record: how much of it is filled, how many documents there are, for each of these its number (or 0 where it is seen too
// little to count) and corners in cells, and the cells.
func (w *Surveyor) write(p picture.Plane, here []shown) {
	w.survey.Sample(p)
	head := []byte{uint8(w.survey.Wide), uint8(w.survey.High), 0, 0}
	var truths []byte
	n := 0
	for _, s := range here {
		share := inSight(s.quad, p)
		if share < unseenShare || n == mostShown {
			continue
		}
		kind := s.document
		if l := long(s.quad) / 4; share < seenShare || s.hidden > 0.55 || l < leastCells || l > mostCells {
			kind = 0
		}
		w.Count[kind]++
		truths = append(truths, kind, 0, 0, 0)
		for _, c := range clockwise(s.quad) {
			for _, v := range c {
				truths = binary.LittleEndian.AppendUint32(truths, math.Float32bits(float32(v/4)))
			}
		}
		n++
	}
	head[2] = uint8(n)
	truths = append(truths, make([]byte, 36*mostShown-len(truths))...)
	cells := make([]byte, 3*surveySide*surveySide)
	for y := range w.survey.High {
		copy(cells[3*y*surveySide:], w.survey.Cells[3*y*w.survey.Wide:][:3*w.survey.Wide])
	}
	for _, b := range [][]byte{head, truths, cells} {
		_, _ = w.out.Write(b) // it keeps its first error for Flush
	}
}

// inSight is the share of a quad that lies in a plane.
func inSight(q cards.Quad, p picture.Plane) float64 {
	m := quad.Onto(q)
	n := 0
	for i := range 100 {
		x, y := m.At((float64(i%10)+0.5)/10, (float64(i/10)+0.5)/10)
		if x >= 0 && y >= 0 && x < float64(p.W) && y < float64(p.H) {
			n++
		}
	}
	return float64(n) / 100
}

// clockwise returns a quad's corners in that order.
func clockwise(q cards.Quad) cards.Quad {
	if quad.Area(q[:]) < 0 {
		return cards.Quad{q[1], q[0], q[3], q[2]}
	}
	return q
}

// Laid lays documents of some hands, and what is like them, on a picture that shows none, and writes two parts of it.
func (w *Surveyor) Laid(ground picture.Plane, hands []*Hand) {
	r := w.Chance
	p := picture.Plane{W: ground.W, H: ground.H, Pix: slices.Clone(ground.Pix)}
	var all []shown
	var taken []cards.Quad
	wide, high := float64(p.W), float64(p.H)
	for range 1 + r.IntN(4) {
		d := hands[r.IntN(len(hands))].Fronts
		var img image.Image
		kind := uint8(0)
		if len(d.Layouts) > 0 && (d.Other == nil || r.IntN(3) > 0) {
			name := d.Layouts[r.IntN(len(d.Layouts))]
			img, kind = d.Document(r, name), kinds[document(name)]
		} else {
			img = d.Other(r)
		}
		card := flatten(img)
		w.deface(card)
		cw := min(math.Exp(math.Log(60)+r.Float64()*math.Log(500.0/60)), wide, high*float64(card.W)/float64(card.H))
		ch := cw * float64(card.H) / float64(card.W)
		lean := r.NormFloat64() * 0.15
		if r.IntN(4) == 0 {
			lean += math.Pi / 2 * float64(r.IntN(4))
		}
		skew := []float64{0, 0.01, 0.03, 0.06}[r.IntN(4)]
		cx, cy := wide*(0.1+0.8*r.Float64()), high*(0.1+0.8*r.Float64())
		var q cards.Quad
		for i, c := range [4][2]float64{{-cw / 2, -ch / 2}, {cw / 2, -ch / 2}, {cw / 2, ch / 2}, {-cw / 2, ch / 2}} {
			q[i][0] = cx + c[0]*math.Cos(lean) - c[1]*math.Sin(lean) + r.NormFloat64()*skew*cw
			q[i][1] = cy + c[0]*math.Sin(lean) + c[1]*math.Cos(lean) + r.NormFloat64()*skew*ch
		}
		if slices.ContainsFunc(taken, func(o cards.Quad) bool { return trial.IoU(o, q) > 0 }) {
			continue
		}
		taken = append(taken, q)
		w.lay(card, q, p)
		if kind > 0 {
			all = append(all, shown{q, kind, 0})
		}
	}
	levels := quad.NewPyramid(p)
	for range 2 {
		w.crop(levels, all)
	}
}
