package flint

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// An ink is a colour that may let the ground show through.
type ink = color.NRGBA

func rgb(v uint32) ink { return ink{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255} }

// thin is a colour of which a share covers the ground.
func thin(v uint32, share float64) ink {
	c := rgb(v)
	c.A = uint8(255 * max(0, min(1, share)))
	return c
}

func mix(a, b ink, t float64) ink {
	m := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t) }
	return ink{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: m(a.A, b.A)}
}

func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }
func chance(r *rand.Rand, p float64) bool        { return r.Float64() < p }
func pick[T any](r *rand.Rand, of ...T) T        { return of[r.IntN(len(of))] }

// about is v, give or take a share of it.
func about(r *rand.Rand, v, share float64) float64 { return v * between(r, 1-share, 1+share) }

// A plate is a picture measured in the millimetres of the thing that it shows, or in whatever units a page has.
type plate struct {
	*image.RGBA
	r    *rand.Rand
	w, h float64
	k    float64 // pixels a unit
	ras  vector.Rasterizer
}

// widest keeps drawings too coarse to be printed.
const widest = 640

func newPlate(r *rand.Rand, w, h, width float64) *plate {
	width = math.Round(max(32, min(widest, width)))
	k := width / w
	return &plate{RGBA: image.NewRGBA(image.Rect(0, 0, int(width), int(math.Round(h*k)))), r: r, w: w, h: h, k: k}
}

func (p *plate) blend(x, y int, c ink, share float64) {
	a := int(share * float64(c.A) * 257 / 255)
	q := p.Pix[y*p.Stride+x*4:][:4:4]
	q[0] += uint8((int(c.R) - int(q[0])) * a >> 8)
	q[1] += uint8((int(c.G) - int(q[1])) * a >> 8)
	q[2] += uint8((int(c.B) - int(q[2])) * a >> 8)
	q[3] = 255
}

// tint lays a colour over every pixel, as dense as the share that f gives for a place in shares of the plate.
func (p *plate) tint(c ink, f func(x, y float64) float64) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	for y := range h {
		for x := range w {
			if s := f((float64(x)+0.5)/float64(w), (float64(y)+0.5)/float64(h)); s > 0 {
				p.blend(x, y, c, min(1, s))
			}
		}
	}
}

// ground fills the plate with a gradient that leans by lean (0 from the left to the right, 1 downwards).
func (p *plate) ground(a, b ink, lean float64) {
	p.tint(a, func(_, _ float64) float64 { return 1 })
	if a != b {
		p.tint(b, func(x, y float64) float64 { return x*(1-lean) + y*lean })
	}
}

// waves prints the fine wavy lines of security paper.
func (p *plate) waves(c ink, period, swing, length float64) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	phase, second := p.r.Float64()*6, between(p.r, 1.7, 3.1)
	for x := range w {
		at := float64(x) / p.k / length * 2 * math.Pi
		off := swing*math.Sin(at+phase) + swing*0.4*math.Sin(at*second)
		for y := range h {
			v := (float64(y)/p.k + off) / period
			v -= math.Floor(v)
			if v = 1 - math.Abs(v*2-1)*2; v > 0 {
				p.blend(x, y, c, v)
			}
		}
	}
}

func (p *plate) rect(x0, y0, x1, y1 float64, c ink) {
	x0, y0, x1, y1 = max(0, x0*p.k), max(0, y0*p.k), min(float64(p.Rect.Dx()), x1*p.k), min(float64(p.Rect.Dy()), y1*p.k)
	for y := int(y0); y < int(math.Ceil(y1)); y++ {
		cy := min(float64(y+1), y1) - max(float64(y), y0)
		for x := int(x0); x < int(math.Ceil(x1)); x++ {
			p.blend(x, y, c, cy*(min(float64(x+1), x1)-max(float64(x), x0)))
		}
	}
}

// frame draws the four edges of a box.
func (p *plate) frame(x0, y0, x1, y1, t float64, c ink) {
	p.rect(x0, y0, x1, y0+t, c)
	p.rect(x0, y1-t, x1, y1, c)
	p.rect(x0, y0+t, x0+t, y1-t, c)
	p.rect(x1-t, y0+t, x1, y1-t, c)
}

type spot [2]float64

// fill paints closed outlines as one shape.
func (p *plate) fill(c ink, shapes ...[]spot) {
	lo, hi := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, s := range shapes {
		for _, q := range s {
			lo, hi = spot{min(lo[0], q[0]), min(lo[1], q[1])}, spot{max(hi[0], q[0]), max(hi[1], q[1])}
		}
	}
	box := image.Rect(int(lo[0]*p.k), int(lo[1]*p.k), int(hi[0]*p.k)+2, int(hi[1]*p.k)+2).Intersect(p.Rect)
	if box.Empty() || hi[0] < lo[0] {
		return
	}
	p.ras.Reset(box.Dx(), box.Dy())
	for _, s := range shapes {
		for i, q := range s {
			x, y := float32(q[0]*p.k)-float32(box.Min.X), float32(q[1]*p.k)-float32(box.Min.Y)
			if i == 0 {
				p.ras.MoveTo(x, y)
			} else {
				p.ras.LineTo(x, y)
			}
		}
		p.ras.ClosePath()
	}
	p.ras.Draw(p.RGBA, box, image.NewUniform(c), image.Point{})
}

// stroke draws a line through the spots, t thick.
func (p *plate) stroke(c ink, t float64, through ...spot) {
	shapes := make([][]spot, 0, len(through))
	for i := 1; i < len(through); i++ {
		a, b := through[i-1], through[i]
		n := max(1e-9, math.Hypot(b[0]-a[0], b[1]-a[1]))
		nx, ny := (a[1]-b[1])/n*t/2, (b[0]-a[0])/n*t/2
		shapes = append(shapes, []spot{{a[0] + nx, a[1] + ny}, {b[0] + nx, b[1] + ny}, {b[0] - nx, b[1] - ny}, {a[0] - nx, a[1] - ny}})
	}
	p.fill(c, shapes...)
}

// oval returns the outline of an ellipse turned by so many radians.
func oval(x, y, rx, ry, turn float64) []spot {
	const n = 28
	s := make([]spot, n)
	sin, cos := math.Sincos(turn)
	for i := range s {
		b, a := math.Sincos(float64(i) / n * 2 * math.Pi)
		s[i] = spot{x + a*rx*cos - b*ry*sin, y + a*rx*sin + b*ry*cos}
	}
	return s
}

func (p *plate) disc(x, y, rx, ry float64, c ink) { p.fill(c, oval(x, y, rx, ry, 0)) }

// ring is a circle's line.
func (p *plate) ring(x, y, rx, ry, t float64, c ink) {
	s := oval(x, y, rx, ry, 0)
	p.stroke(c, t, append(s, s[0])...)
}

// swoosh fills what lies below a curve that runs over the whole width, from y0 at the left to y1 at the right.
func (p *plate) swoosh(c ink, y0, y1, bulge float64) {
	s := []spot{}
	for i := range 25 {
		t := float64(i) / 24
		s = append(s, spot{t * p.w, y0 + (y1-y0)*t + bulge*math.Sin(t*math.Pi*1.5)})
	}
	p.fill(c, append(s, spot{p.w, p.h}, spot{0, p.h}))
}

// cut rounds the corners: what lies outside becomes clear.
func (p *plate) cut(radius float64) {
	n := radius * p.k
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			fx, fy := float64(x)+0.5, float64(y)+0.5
			dx, dy := max(n-fx, fx-w+n), max(n-fy, fy-h+n)
			if dx <= 0 || dy <= 0 {
				continue
			}
			if d := math.Hypot(dx, dy) - n + 0.5; d > 0 {
				for i := range 4 {
					q := &p.Pix[y*p.Stride+x*4+i]
					*q = uint8(float64(*q) * max(0, 1-d))
				}
			}
		}
	}
}

// shares turns a box in the plate's units into shares of it.
func (p *plate) shares(b [4]float64) [4]float64 {
	return [4]float64{max(0, b[0]/p.w), max(0, b[1]/p.h), min(1, b[2]/p.w), min(1, b[3]/p.h)}
}

// worn adds age and the faults of copies.
func (p *plate) worn(paper bool) {
	r := p.r
	if chance(r, 0.5) { // yellowed, faded or grimy
		p.rect(0, 0, p.w, p.h, thin(pick[uint32](r, 0xfff6dc, 0xffffff, 0xe8e8e8, 0xc8b890, 0x707070), between(r, 0.02, 0.16)))
	}
	if chance(r, 0.35) { // light that falls unevenly
		a, b := between(r, -0.5, 0.5), between(r, -0.5, 0.5)
		c, deep := rgb(pick[uint32](r, 0, 0xffffff)), between(r, 0.05, 0.2)
		p.tint(c, func(x, y float64) float64 { return deep * (0.5 + a*(2*x-1) + b*(2*y-1)) })
	}
	for range r.IntN(5) * r.IntN(3) { // scratches
		x, y, a, n := r.Float64()*p.w, r.Float64()*p.h, between(r, -3, 3), between(r, 0.03, 0.3)*p.w
		p.stroke(thin(pick[uint32](r, 0xffffff, 0xf0f0f0, 0x505050), between(r, 0.1, 0.45)), p.w*0.002, spot{x, y}, spot{x + n*math.Cos(a), y + n*math.Sin(a)})
	}
	if chance(r, 0.15) {
		p.disc(r.Float64()*p.w, r.Float64()*p.h, p.w*between(r, 0.02, 0.06), p.w*between(r, 0.02, 0.05), thin(0x806840, between(r, 0.05, 0.2)))
	}
	if paper && chance(r, 0.4) {
		for _, s := range pick(r, []float64{0.5}, []float64{1. / 3, 2. / 3}) {
			p.rect(s*p.w, 0, s*p.w+p.w*0.003, p.h, thin(0x404040, 0.2))
			p.rect(s*p.w+p.w*0.003, 0, s*p.w+p.w*0.007, p.h, thin(0xffffff, 0.4))
		}
	}
	if !paper && chance(r, 0.3) {
		at, lean, wide, deep := between(r, 0, 1), between(r, 0.2, 0.6), between(r, 0.08, 0.25), between(r, 0.1, 0.4)
		p.tint(rgb(0xffffff), func(x, y float64) float64 { return deep * (1 - math.Abs(x+lean*y-at)/wide) })
	}
	if chance(r, 0.08) {
		p.copied(between(r, 1, 1.6))
	}
}

// copied makes a photocopy of it.
func (p *plate) copied(contrast float64) {
	for i := 0; i < len(p.Pix); i += 4 {
		q := p.Pix[i : i+3]
		v := (0.3*float64(q[0])+0.59*float64(q[1])+0.11*float64(q[2])-150)*contrast + 165
		q[0] = uint8(max(0, min(255, v)))
		q[1], q[2] = q[0], q[0]
	}
}
