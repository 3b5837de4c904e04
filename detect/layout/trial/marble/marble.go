// Package marble draws what lies in pictures of listings and is no identity card, family card or tax card: other people's
// cards and pages, many of them near misses. It keeps to no proportions of its own: places, sizes, fonts, colours, counts and
// ornaments are lots within generous bounds, so that what is learned beside them is what defines a document and not how one
// author draws everything else.
//
// Flat, coarse, at most 640 pixels wide, with numbers that belong to nobody and faces made of ellipses. A drawing depends on
// the source of chance alone; everything here is safe for concurrent use, each drawing with a source of its own.
package marble

import (
	"math/rand/v2"

	"ronda/detect/layout/trial/pen"
)

// A family is one sort of look-alike.
type family struct {
	name      string
	lots      int     // how often it comes, beside the others
	low, high float64 // width by height
	draw      func(p *plate)
}

const widest = 640 // pixels

// Card draws a card-shaped thing about width pixels wide that is no document of ours.
func Card(r *rand.Rand, width float64) pen.Flat {
	f := drawn(r, cards)
	aspect := span(r, f.low, f.high)
	if r.IntN(8) == 0 && f.low > 1.45 {
		aspect = span(r, 1.3, 1.45)
	}
	return f.card(r, aspect, width)
}

func (f family) card(r *rand.Rand, aspect, width float64) pen.Flat {
	p := newPlate(r, aspect, min(max(width, 96), widest))
	f.draw(p)
	p.worn()
	if p.luck(0.7) {
		p.cutCorners(p.span(1.5, 5.5))
	}
	return pen.Flat{Image: p.RGBA, Name: f.name}
}

// Page draws a page, a poster, a screen or a board that is no document of ours.
func Page(r *rand.Rand) pen.Flat {
	f := drawn(r, pages)
	return f.page(r, span(r, f.low, f.high), span(r, 0.75, 1.3))
}

// page draws at a scale of about 400 pixels squared.
func (f family) page(r *rand.Rand, aspect, scale float64) pen.Flat {
	p := newPlate(r, aspect, min(max(400*scale*min(aspect, 1.4), 160), widest))
	p.scale = span(r, 0.45, 0.75)
	f.draw(p)
	p.worn()
	return pen.Flat{Image: p.RGBA, Name: f.name}
}

// drawn is a family, each as often as its lots say.
func drawn(r *rand.Rand, of []family) family {
	sum := 0
	for _, f := range of {
		sum += f.lots
	}
	n := r.IntN(sum)
	for _, f := range of {
		if n -= f.lots; n < 0 {
			return f
		}
	}
	return of[0]
}
