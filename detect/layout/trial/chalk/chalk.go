// Package chalk draws documents and their look-alikes in a third hand, to see whether recognition that was made with one hand
// carries over to another. The layouts were drawn from what is known of them (proportions, lines, columns, colours) and not
// from how the other two hands draw them; the scenes, grounds, hands and lenses around them are pen's.
//
// Coarse, at most 640 pixels wide, with numbers that belong to nobody and faces made of ellipses.
package chalk

import (
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
)

// A Chalk is a trial.Generator. It keeps no state between shots and is safe for concurrent use.
type Chalk struct{ scenes *pen.Pen }

var _ trial.Generator = (*Chalk)(nil)

// New returns a chalk.
func New() *Chalk { return &Chalk{pen.With(pen.Hand{Document: document, Card: other, Page: page})} }

// Positive draws a document in a scene; both may be empty for any.
func (c *Chalk) Positive(r *rand.Rand, document, scene string) trial.Shot {
	return c.scenes.Positive(r, document, scene)
}

// Negative draws look-alikes in scenes, and scenes with none.
func (c *Chalk) Negative(r *rand.Rand) trial.Shot { return c.scenes.Negative(r) }

// Layouts are the names that Card knows.
var Layouts = []string{"ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023"}

// Card draws a document from the front, width pixels wide (at most 640). Corners of cards are clear.
func Card(r *rand.Rand, layout string, width float64) *image.RGBA {
	img, _, _ := flat(r, layout, width)
	return img
}

// document is flat for a place that is about so many pixels wide.
func document(r *rand.Rand, layout string, width float64) pen.Flat {
	least := 320.0
	if layout == "kk" || layout == "kk-2020" {
		least = 480
	}
	var f pen.Flat
	f.Image, f.Number, f.Face = flat(r, layout, max(least, width*1.2))
	return f
}

// Sizes in millimetres.
const (
	cardWide, cardHigh = 85.6, 53.98
	pageWide, pageHigh = 297.0, 210.0
)

// flat also returns where the number and the face are, in shares.
func flat(r *rand.Rand, layout string, width float64) (img *image.RGBA, number, face [4]float64) {
	var p *plate
	if layout == "kk" || layout == "kk-2020" {
		p = newPlate(r, pageWide, pageHigh, width)
		number = p.family(layout == "kk-2020")
		p.worn(true)
		return p.RGBA, p.shares(number), face
	}
	p = newPlate(r, cardWide, cardHigh, width)
	switch layout {
	case "ktp":
		number, face = p.identity()
	case "ktp-old":
		number, face = p.paperIdentity()
	case "npwp":
		number = p.taxCard()
	default:
		number = p.newTaxCard()
	}
	p.worn(false)
	p.cutCorners(span(r, 2.2, 3.6))
	return p.RGBA, p.shares(number), p.shares(face)
}

// shares turns a box x0, y0, x1, y1 in millimetres into shares of the plate.
func (p *plate) shares(b [4]float64) [4]float64 {
	return [4]float64{b[0] / p.w, b[1] / p.h, b[2] / p.w, b[3] / p.h}
}

// worn adds age: a cast, scratches, stains, folds of a page, the sheen of laminate.
func (p *plate) worn(paper bool) {
	r := p.r
	if luck(r, 0.35) {
		p.box(0, 0, p.w, p.h, faint(one[uint32](r, 0xfff8e8, 0xe8e0d0, 0xd8dce4, 0x908878), span(r, 0.03, 0.18)))
	}
	if luck(r, 0.3) {
		for range 3 + r.IntN(12) {
			x, y, a := r.Float64()*p.w, r.Float64()*p.h, span(r, -1, 1)
			n := span(r, 0.03, 0.25) * p.w
			p.trace(faint(one[uint32](r, 0xffffff, 0xf4f4f4, 0x606060), span(r, 0.15, 0.5)), p.w*0.002, at{x, y}, at{x + n*math.Cos(a), y + n*math.Sin(a)})
		}
	}
	if luck(r, 0.15) {
		for range 1 + r.IntN(3) {
			p.disc(r.Float64()*p.w, r.Float64()*p.h, p.w*span(r, 0.01, 0.06), p.w*span(r, 0.01, 0.05), faint(0x7a6040, span(r, 0.05, 0.2)))
		}
	}
	if !paper && luck(r, 0.3) { // sheen
		x, lean := span(r, -0.2, 1)*p.w, span(r, 0.2, 0.9)*p.h
		wide := span(r, 0.05, 0.25) * p.w
		p.poly(faint(0xffffff, span(r, 0.06, 0.25)), at{x + lean, 0}, at{x + wide + lean, 0}, at{x + wide, p.h}, at{x, p.h})
	}
	if paper && luck(r, 0.6) {
		for _, x := range one(r, []float64{0.5}, []float64{0.5}, []float64{1. / 3, 2. / 3}) {
			p.crease(at{x * p.w, 0}, at{x*p.w + span(r, -2, 2), p.h})
		}
		if luck(r, 0.5) {
			p.crease(at{0, p.h / 2}, at{p.w, p.h/2 + span(r, -2, 2)})
		}
	}
}

func (p *plate) crease(a, b at) {
	t := p.w * 0.0025
	p.trace(faint(0x505050, 0.22), t, a, b)
	p.trace(faint(0xffffff, 0.5), t, at{a[0] + t, a[1] + t}, at{b[0] + t, b[1] + t})
}

// cutCorners makes the corners clear.
func (p *plate) cutCorners(radius float64) {
	n := radius * p.k
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			fx, fy := float64(x)+0.5, float64(y)+0.5
			d := math.Hypot(max(n-fx, fx-w+n, 0), max(n-fy, fy-h+n, 0)) - n + 0.5
			if d <= 0 || min(fx, w-fx) > n || min(fy, h-fy) > n {
				continue
			}
			q := p.Pix[y*p.Stride+x*4:][:4]
			for i := range q {
				q[i] = uint8(float64(q[i]) * max(0, 1-d))
			}
		}
	}
}
