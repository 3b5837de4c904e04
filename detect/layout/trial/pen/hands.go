package pen

import (
	"image"
	"math/rand/v2"
	"os"
)

// A Hand draws flat things that are to stand in the pen's scenes in place of its own, so that recognition can be measured on
// another author's documents under the same hands, grounds and lenses. A function that is nil leaves the pen's own.
type Hand struct {
	Document func(r *rand.Rand, layout string, width float64) Flat // a layout of the pen's for a place so many pixels wide
	Card     func(r *rand.Rand, width float64) Flat                // a card that is no document of ours
	Page     func(r *rand.Rand) Flat                               // a page that is none
}

// A Flat is a document, or a thing like one, seen from the front.
type Flat struct {
	Image        *image.RGBA // from 0,0; at most 640 pixels wide; clear where corners are round
	Number, Face [4]float64  // x0, y0, x1, y1 in shares of it; empty: none
	Name         string      // of what it is; a document needs none
}

// With returns a pen that composes another hand's flat things.
func With(h Hand) *Pen {
	p := &Pen{draw: drawDocument, photos: photographs(os.Getenv(Photos)), guest: h}
	if h.Document != nil {
		p.draw = func(r *rand.Rand, layout string, width float64) *document {
			f := h.Document(r, layout, width)
			return &document{canvas: f.canvas(r), kind: kindOf(layout), layout: layout, number: f.Number, face: f.Face}
		}
	}
	return p
}

func (f Flat) canvas(r *rand.Rand) *canvas { return &canvas{RGBA: f.Image, r: r} }

// otherCard draws a card that is none of ours and says which.
func (p *Pen) otherCard(r *rand.Rand, width float64) (*canvas, string) {
	if p.guest.Card == nil {
		return anyOtherCard(r, width)
	}
	f := p.guest.Card(r, width)
	return f.canvas(r), f.Name
}

// otherPage draws a page that is none of ours; name and draw are the pen's own.
func (p *Pen) otherPage(r *rand.Rand, name string, draw func(r *rand.Rand) *canvas) (*canvas, string) {
	if p.guest.Page == nil {
		return draw(r), name
	}
	f := p.guest.Page(r)
	return f.canvas(r), f.Name
}
