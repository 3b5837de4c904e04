package slate

import (
	"image"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
)

// A Flat is a drawn thing for another hand's scenes: a document or what is none.
type Flat struct{ p *pic }

// Document draws a layout ("ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023") about so many pixels wide, never above 640.
func Document(r *rand.Rand, layout string, width float64) Flat {
	return Flat{layouts[layout](r, width)}
}

// Lookalike draws one of the kinds that Negative knows ("bankcard", "student", "poster", "chat", ...).
func Lookalike(r *rand.Rand, kind string, width float64) Flat { return Flat{alike[kind](r, width)} }

// Of is a drawing of another hand. Layout "" is none of ours; number and face are boxes in shares of it, zero where there is none.
func Of(m *image.RGBA, document, layout string, number, face [4]float64) Flat {
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	var spots []spot
	for i, b := range [2][4]float64{number, face} {
		if b[2] > b[0] {
			spots = append(spots, boxSpot([2]string{"number", "face"}[i], b[0]*w, b[1]*h, b[2]*w, b[3]*h))
		}
	}
	return Flat{piece(&board{RGBA: m, u: 1}, document, layout, layout, spots...)}
}

// Aspect is width over height.
func (f Flat) Aspect() float64 { return f.p.aspect() }

// A Canvas is a scene that another hand draws: it keeps the truth about what is placed on it.
type Canvas struct{ p *pic }

// NewCanvas returns a canvas of so many pixels, clear.
func NewCanvas(w, h int) *Canvas { return &Canvas{newPic(w, h)} }

// Image is what to draw on as long as nothing is placed; later drawing hides nothing.
func (c *Canvas) Image() *image.RGBA { return c.p.RGBA }

// Place lays a flat thing into a quadrilateral, its own top left at the first corner, with a soft shadow of a strength from 0 to 1.
func (c *Canvas) Place(f Flat, q [4][2]float64, shadow float64) {
	if shadow > 0 {
		wide := span(q)[0]
		c.p.shadow(shadow, wide*0.04, moved(q, wide*0.01, wide*0.03)...)
	}
	c.p.place(f.p, q)
	c.p.face = false
}

// Over lays a layer of the same size over the canvas, which hides what is placed below.
func (c *Canvas) Over(layer *image.RGBA) {
	draw.Draw(c.p.RGBA, c.p.Rect, layer, image.Point{}, draw.Over)
	for i := range c.p.mask.Pix {
		if layer.Pix[4*i+3] > 128 {
			c.p.mask.Pix[i] = 0
		}
	}
}

// Covered reports whether a document is seen at a pixel.
func (c *Canvas) Covered(x, y int) bool {
	return image.Pt(x, y).In(c.p.Rect) && c.p.mask.GrayAt(x, y).Y > 0
}

// Soften averages squares of 2n+1 pixels.
func (c *Canvas) Soften(n int) { c.p.RGBA = soft(c.p.RGBA, n) }

// Finish spoils the picture as cameras and sellers do, brings its long side between two numbers of pixels and encodes it; face
// says whether one is shown.
func (c *Canvas) Finish(r *rand.Rand, scene string, face bool, least, most float64) trial.Shot {
	c.p.face = face
	return finishWithin(r, c.p, scene, least, most)
}

// Quad is where a flat thing lies: its middle, width and aspect, turned, seen from an angle.
func Quad(x, y, width, aspect, turn, tiltX, tiltY float64) [4][2]float64 {
	return quad(x, y, width, aspect, turn, tiltX, tiltY)
}
