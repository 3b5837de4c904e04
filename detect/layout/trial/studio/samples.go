package studio

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

// A Writer writes samples: the view of a quad, what it shows, how it is turned, and where its corners truly lie in the view.
type Writer struct {
	// Closer makes it write details, for the network that looks closer.
	Closer bool
	// Mine says where the network of before sees a document in scenes; nil: all candidates count.
	Mine  func(*picture.Picture, []cards.Candidate) []cards.Quad
	Count map[string]int // of samples, by number and document

	out    *bufio.Writer
	number uint8
	view   sight.View
	detail sight.Detail
}

// NewWriter returns a writer of samples with a number before each.
func NewWriter(out io.Writer, number uint8) *Writer {
	return &Writer{out: bufio.NewWriterSize(out, 1<<20), number: number, Count: map[string]int{}}
}

// Flush ends the writing and returns the first error that it met.
func (w *Writer) Flush() error { return w.out.Flush() }

var kinds = map[string]uint8{"": 0, trial.KTP: 1, trial.KK: 2, trial.NPWP: 3}

// add writes a sample. Corners are given in the order of the quad that is looked at, in shares of it.
func (w *Writer) add(p quad.Pyramid, look cards.Quad, document uint8, turn int, corners [4][2]float64) {
	head := []byte{w.number, document, uint8(turn), 0}
	for _, c := range corners {
		for _, v := range c {
			head = binary.LittleEndian.AppendUint32(head, math.Float32bits(float32(v)))
		}
	}
	_, _ = w.out.Write(head) // it keeps its first error for Flush
	if w.Closer {
		w.detail.Sample(p, look)
		_, _ = w.out.Write(w.detail.Cells[:])
	} else {
		w.view.Sample(p, look)
		_, _ = w.out.Write(inBytes(&w.view))
	}
	w.Count[fmt.Sprint(w.number, " ", document)]++
}

// inBytes returns the cells of a view in sixteenths, a byte each.
func inBytes(v *sight.View) []byte {
	out := make([]byte, len(v.Cells))
	for i, c := range v.Cells {
		out[i] = uint8(min(c*16+0.5, 255))
	}
	return out
}

// drawing adds a few looks at a photographed drawing.
func (w *Writer) drawing(p *Photographer, img picture.Plane, document uint8) {
	shot := p.Photograph(img)
	levels := quad.NewPyramid(shot.Plane)
	looks := 3
	if w.Closer {
		looks = 1
	}
	for range looks {
		turn := []int{0, 0, 0, 1, 1, 2, 3}[p.Chance.IntN(7)]
		truth := asTurned(shot.Quad, turn)
		look := p.jitter(truth)
		if document == 0 {
			w.add(levels, look, 0, 0, [4][2]float64{})
			continue
		}
		switch v := trial.IoU(look, truth); {
		case v >= 0.5:
			w.add(levels, look, document, turn, inShares(look, truth))
		case v < 0.3:
			w.add(levels, look, 0, 0, [4][2]float64{})
		}
	}
	if document > 0 { // a part of it is no document
		edge := [4]float64{}
		k := p.Chance.IntN(4)
		edge[k] = -0.5 - 0.3*p.Chance.Float64()
		edge[(k+1)%4] = -0.5 * p.Chance.Float64()
		edge[(k+3)%4] = -0.3 * p.Chance.Float64()
		part := moved(shot.Quad, edge)
		if trial.IoU(part, shot.Quad) < 0.3 {
			w.add(levels, Lying(part), 0, 0, [4][2]float64{})
		}
	}
}

// Scene adds the candidates of the finder in a picture, and its documents where they truly are.
func (w *Writer) Scene(p *Photographer, s *trial.Shot, pic *picture.Picture) {
	levels := quad.NewPyramid(pic.Luma)
	var truths []cards.Quad
	for _, c := range s.Cards {
		truths = append(truths, InLuma(pic, c.Quad))
	}
	add := func(q cards.Quad) {
		best, card := 0.0, 0
		for i, t := range truths {
			if v := trial.IoU(q, t); v > best {
				best, card = v, i
			}
		}
		switch {
		case best < 0.3:
			w.add(levels, Lying(q), 0, 0, [4][2]float64{})
		case best >= 0.5:
			w.truth(levels, q, truths[card], s.Cards[card])
		}
	}
	found := cards.Find(pic)
	if w.Mine != nil {
		for _, q := range w.Mine(pic, found) {
			add(q)
		}
		if !w.Closer {
			return
		}
	}
	for k, c := range found {
		if k < 4 && !w.Closer || p.Chance.IntN(3) == 0 && (!w.Closer || p.Chance.IntN(2) == 0) {
			add(c.Quad)
		}
	}
	for i, t := range truths {
		if s.Cards[i].Hidden < 0.4 && long(t) >= quad.LeastLong {
			for range 2 {
				add(p.jitter(t))
			}
		}
	}
}

// truth adds a look at a document; which of its corners lies on top of the look tells how it is turned.
func (w *Writer) truth(levels quad.Pyramid, q, truth cards.Quad, c trial.Card) {
	q = Lying(q)
	for t := range 4 {
		as := asTurned(truth, t)
		in := inShares(q, as)
		near := true
		for i, corner := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			near = near && math.Abs(in[i][0]-corner[0]) < 0.5 && math.Abs(in[i][1]-corner[1]) < 0.5
		}
		if near {
			w.add(levels, q, kinds[c.Document], t, in)
			return
		}
	}
}

// Fronts adds photographs of what a hand draws: so many of each layout, and five times as many of what is like them.
func (w *Writer) Fronts(p *Photographer, f *Fronts, per int) {
	for _, name := range f.Layouts {
		for range per {
			w.drawing(p, flatten(f.Document(p.Chance, name)), kinds[document(name)])
		}
	}
	if f.Other != nil {
		for range per * 5 {
			w.drawing(p, flatten(f.Other(p.Chance)), 0)
		}
	}
}
