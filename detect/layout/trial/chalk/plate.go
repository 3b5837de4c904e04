package chalk

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A plate is a flat thing that is being drawn. All lengths are millimetres of the real thing, so that what is known of it can
// be written down as it was measured.
type plate struct {
	*image.RGBA
	r    *rand.Rand
	k    float64 // pixels per millimetre
	w, h float64
	z    vector.Rasterizer
	buf  sfnt.Buffer
}

// widest is the most pixels across that anything is drawn with: none of it could be printed.
const widest = 640

// newPlate makes a thing of w by h millimetres for a place that is about so many pixels wide.
func newPlate(r *rand.Rand, w, h, width float64) *plate {
	k := math.Floor(min(widest, max(width, 40))) / w
	img := image.NewRGBA(image.Rect(0, 0, int(k*w+0.5), int(k*h+0.5)))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return &plate{RGBA: img, r: r, k: k, w: w, h: h}
}

type at [2]float64

// A shape is closed lines and curves.
type shape []sfnt.Segment

// fill paints a shape whose numbers are 1/64 of a pixel.
func (p *plate) fill(s shape, col color.NRGBA) {
	var b fixed.Rectangle26_6
	b.Min = fixed.Point26_6{X: math.MaxInt32, Y: math.MaxInt32}
	b.Max = fixed.Point26_6{X: math.MinInt32, Y: math.MinInt32}
	for i := range s {
		for _, q := range s[i].Args[:points(s[i].Op)] {
			b.Min.X, b.Min.Y, b.Max.X, b.Max.Y = min(b.Min.X, q.X), min(b.Min.Y, q.Y), max(b.Max.X, q.X), max(b.Max.Y, q.Y)
		}
	}
	r := image.Rect(b.Min.X.Floor(), b.Min.Y.Floor(), b.Max.X.Ceil()+1, b.Max.Y.Ceil()+1).Intersect(p.Rect)
	if r.Empty() {
		return
	}
	p.z.Reset(r.Dx(), r.Dy())
	x := func(q fixed.Point26_6) (float32, float32) {
		return float32(q.X)/64 - float32(r.Min.X), float32(q.Y)/64 - float32(r.Min.Y)
	}
	for i := range s {
		ax, ay := x(s[i].Args[0])
		switch s[i].Op {
		case sfnt.SegmentOpMoveTo:
			p.z.ClosePath()
			p.z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			p.z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := x(s[i].Args[1])
			p.z.QuadTo(ax, ay, bx, by)
		}
	}
	p.z.ClosePath()
	p.z.Draw(p.RGBA, r, image.NewUniform(col), image.Point{})
}

func points(op sfnt.SegmentOp) int {
	if op == sfnt.SegmentOpQuadTo { // the Go fonts are TrueType: they have no cubic curves
		return 2
	}
	return 1
}

func (p *plate) fixed(q at) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(q[0] * p.k * 64), Y: fixed.Int26_6(q[1] * p.k * 64)}
}

func (p *plate) closed(s shape, q ...at) shape {
	for i, c := range q {
		op := sfnt.SegmentOpLineTo
		if i == 0 {
			op = sfnt.SegmentOpMoveTo
		}
		s = append(s, sfnt.Segment{Op: op, Args: [3]fixed.Point26_6{p.fixed(c)}})
	}
	return s
}

func (p *plate) poly(col color.NRGBA, q ...at) { p.fill(p.closed(nil, q...), col) }

// box fills x, y, w, h.
func (p *plate) box(x, y, w, h float64, col color.NRGBA) {
	p.poly(col, at{x, y}, at{x + w, y}, at{x + w, y + h}, at{x, y + h})
}

// trace draws a line through points.
func (p *plate) trace(col color.NRGBA, thick float64, q ...at) {
	var s shape
	for i := 1; i < len(q); i++ {
		a, b := q[i-1], q[i]
		d := math.Hypot(b[0]-a[0], b[1]-a[1]) / (thick / 2)
		if d == 0 {
			continue
		}
		x, y := (b[0]-a[0])/d, (b[1]-a[1])/d
		s = p.closed(s, at{a[0] - x/3 + y, a[1] - y/3 - x}, at{b[0] + x/3 + y, b[1] + y/3 - x}, at{b[0] + x/3 - y, b[1] + y/3 + x}, at{a[0] - x/3 - y, a[1] - y/3 + x})
	}
	p.fill(s, col)
}

func (p *plate) outline(x, y, w, h, thick float64, col color.NRGBA) {
	p.trace(col, thick, at{x, y}, at{x + w, y}, at{x + w, y + h}, at{x, y + h}, at{x, y})
}

// oval returns points around an ellipse, from one angle to another in turns.
func oval(x, y, rx, ry, from, to float64) (q []at) {
	for i := range 33 {
		s, c := math.Sincos(2 * math.Pi * (from + (to-from)*float64(i)/32))
		q = append(q, at{x + rx*c, y + ry*s})
	}
	return q
}

func (p *plate) disc(x, y, rx, ry float64, col color.NRGBA) { p.poly(col, oval(x, y, rx, ry, 0, 1)...) }

// soft is a box with round corners.
func (p *plate) soft(x, y, w, h, radius float64, col color.NRGBA) {
	var q []at
	for i, c := range []at{{x + w - radius, y + h - radius}, {x + radius, y + h - radius}, {x + radius, y + radius}, {x + w - radius, y + radius}} {
		for j := range 5 {
			s, k := math.Sincos((float64(i) + float64(j)/4) * math.Pi / 2)
			q = append(q, at{c[0] + radius*k, c[1] + radius*s})
		}
	}
	p.poly(col, q...)
}

// wash paints every pixel from its place in shares of the plate.
func (p *plate) wash(of func(u, v float64) color.NRGBA) {
	for y := range p.Rect.Dy() {
		row := p.Pix[y*p.Stride:]
		for x := range p.Rect.Dx() {
			c := of(float64(x)/float64(p.Rect.Dx()), float64(y)/float64(p.Rect.Dy()))
			row[x*4], row[x*4+1], row[x*4+2], row[x*4+3] = c.R, c.G, c.B, 255
		}
	}
}

// Typefaces.
const (
	sans = iota
	medium
	bold
	italic
	boldItalic
	mono
	monoBold
)

var fonts = sync.OnceValue(func() (all []*sfnt.Font) {
	for _, ttf := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, goitalic.TTF, gobolditalic.TTF, gomono.TTF, gomonobold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			panic(err) // they are compiled in
		}
		all = append(all, f)
	}
	return all
})

// An ink is how text is set.
type ink struct {
	face int
	size float64 // of an em, in millimetres
	wide float64 // 1 is the face's own width
	col  color.NRGBA
}

// set returns the outlines of text whose base line begins at a point, and its width.
func (p *plate) set(x, y float64, text string, i ink) (out shape, width float64) {
	f := fonts()[i.face]
	// Outlines are taken at 64 pixels an em, times 64, which keeps curves true at any size.
	em := fixed.I(64)
	k := i.size * p.k / 64
	for _, c := range text {
		g, err := f.GlyphIndex(&p.buf, c)
		if err != nil {
			continue
		}
		segments, err := f.LoadGlyph(&p.buf, g, em, nil)
		if err != nil {
			continue
		}
		for _, s := range segments {
			for n, q := range s.Args {
				s.Args[n] = fixed.Point26_6{X: fixed.Int26_6(float64(q.X)*k*i.wide + (x+width)*p.k*64), Y: fixed.Int26_6(float64(q.Y)*k + y*p.k*64)}
			}
			out = append(out, s)
		}
		if a, err := f.GlyphAdvance(&p.buf, g, em, font.HintingNone); err == nil {
			width += float64(a) / (64 * 64) * i.size * i.wide
		}
	}
	return out, width
}

// write sets text from the left and returns where it ends.
func (p *plate) write(x, y float64, text string, i ink) float64 {
	s, w := p.set(x, y, text, i)
	p.fill(s, i.col)
	return x + w
}

// centre sets text around x, narrower where it would be wider than room.
func (p *plate) centre(x, y, room float64, text string, i ink) {
	_, w := p.set(0, 0, text, i)
	if w > room {
		i.wide *= room / w
		w = room
	}
	p.write(x-w/2, y, text, i)
}

// fit sets text from the left, narrower where there is no room, and cuts what would still stand over.
func (p *plate) fit(x, y, room float64, text string, i ink) {
	for {
		_, w := p.set(0, 0, text, i)
		if w <= room {
			break
		}
		if room/w > 0.66 || len(text) < 4 {
			i.wide *= room / w
			break
		}
		text = text[:len(text)*3/4]
	}
	p.write(x, y, text, i)
}

func rgb(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

// faint is a colour of which so much (0 to 1) covers what lies below.
func faint(v uint32, share float64) color.NRGBA {
	c := rgb(v)
	c.A = uint8(255 * min(1, share))
	return c
}

func blend(a, b color.NRGBA, t float64) color.NRGBA {
	t = max(0, min(1, t))
	m := func(x, y uint8) uint8 { return uint8(float64(x)*(1-t) + float64(y)*t) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// near shifts a colour a little.
func near(r *rand.Rand, c color.NRGBA, by int) color.NRGBA {
	all := r.IntN(2*by+1) - by
	m := func(x uint8) uint8 { return uint8(max(0, min(255, int(x)+all+r.IntN(by+1)-by/2))) }
	return color.NRGBA{m(c.R), m(c.G), m(c.B), c.A}
}

func span(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func luck(r *rand.Rand, share float64) bool { return r.Float64() < share }
