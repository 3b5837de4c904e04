package slate

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

type point = [2]float64

// An ink is a colour, not multiplied by how opaque it is.
type ink struct{ R, G, B, A uint8 }

func (c ink) RGBA() (r, g, b, a uint32) { return color.NRGBA(c).RGBA() }

// A board is drawn on in units of its own: millimetres of a document, or pixels of a scene.
type board struct {
	*image.RGBA
	u     float64  // pixels in a unit
	words []string // all that was written on it
}

func newBoard(w, h int, u float64) *board {
	return &board{RGBA: image.NewRGBA(image.Rect(0, 0, w, h)), u: u}
}

// size is in units.
func (b *board) size() (w, h float64) { return float64(b.Rect.Dx()) / b.u, float64(b.Rect.Dy()) / b.u }

// fill paints closed rings; a ring that runs against another cuts a hole into it.
func (b *board) fill(c ink, rings ...[]point) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			x0, x1 = min(x0, p[0]*b.u), max(x1, p[0]*b.u)
			y0, y1 = min(y0, p[1]*b.u), max(y1, p[1]*b.u)
		}
	}
	if !(x1 > x0) || c.A == 0 {
		return
	}
	clamp := func(v float64) int { return int(min(max(v, -9), 9999)) }
	at := image.Rect(clamp(math.Floor(x0)), clamp(math.Floor(y0)), clamp(math.Ceil(x1)), clamp(math.Ceil(y1))).Intersect(b.Rect)
	if at.Empty() {
		return
	}
	ras := vector.NewRasterizer(at.Dx(), at.Dy())
	for _, ring := range rings {
		for i, p := range ring {
			x, y := float32(p[0]*b.u)-float32(at.Min.X), float32(p[1]*b.u)-float32(at.Min.Y)
			if i == 0 {
				ras.MoveTo(x, y)
			} else {
				ras.LineTo(x, y)
			}
		}
		ras.ClosePath()
	}
	ras.Draw(b.RGBA, at, image.NewUniform(c), image.Point{})
}

func (b *board) box(c ink, x0, y0, x1, y1 float64) { b.fill(c, rect(x0, y0, x1, y1)) }

func rect(x0, y0, x1, y1 float64) []point { return []point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} }

// edge draws the outline of a box.
func (b *board) edge(c ink, thick, x0, y0, x1, y1 float64) {
	b.box(c, x0, y0, x1, y0+thick)
	b.box(c, x0, y1-thick, x1, y1)
	b.box(c, x0, y0, x0+thick, y1)
	b.box(c, x1-thick, y0, x1, y1)
}

func (b *board) round(c ink, x0, y0, x1, y1, rad float64) {
	b.fill(c, rounded(x0, y0, x1, y1, rad))
}

func rounded(x0, y0, x1, y1, rad float64) (ring []point) {
	rad = min(rad, (x1-x0)/2, (y1-y0)/2)
	for i, c := range []point{{x1 - rad, y0 + rad}, {x1 - rad, y1 - rad}, {x0 + rad, y1 - rad}, {x0 + rad, y0 + rad}} {
		for k := range 7 {
			sin, cos := math.Sincos((float64(i) - 1 + float64(k)/6) * math.Pi / 2)
			ring = append(ring, point{c[0] + rad*cos, c[1] + rad*sin})
		}
	}
	return ring
}

func (b *board) oval(c ink, x, y, rx, ry, turn float64) { b.fill(c, oval(x, y, rx, ry, turn, 36)) }

func oval(x, y, rx, ry, turn float64, steps int) []point {
	ring := make([]point, steps)
	s, c := math.Sincos(turn)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(steps))
		ring[i] = point{x + rx*cos*c - ry*sin*s, y + rx*cos*s + ry*sin*c}
	}
	return ring
}

// glow darkens or lights an oval softly: nested, each layer a little.
func (b *board) glow(c ink, x, y, rx, ry, turn float64) {
	const layers = 12
	c.A /= layers
	for i := range layers {
		f := 1 - float64(i)/layers
		b.oval(c, x, y, rx*f, ry*f, turn)
	}
}

// line draws a way of even thickness.
func (b *board) line(c ink, thick float64, way ...point) {
	if len(way) < 2 {
		return
	}
	left, right := make([]point, len(way)), make([]point, len(way))
	for i, p := range way {
		from, to := way[max(i-1, 0)], way[min(i+1, len(way)-1)]
		dx, dy := to[0]-from[0], to[1]-from[1]
		l := math.Hypot(dx, dy) + 1e-9
		left[i] = point{p[0] + dy/l*thick/2, p[1] - dx/l*thick/2}
		right[len(way)-1-i] = point{p[0] - dy/l*thick/2, p[1] + dx/l*thick/2}
	}
	b.fill(c, append(left, right...))
}

// curve samples a way at many points.
func curve(steps int, at func(t float64) point) []point {
	way := make([]point, steps+1)
	for i := range way {
		way[i] = at(float64(i) / float64(steps))
	}
	return way
}

// paint sets every pixel to what a function of its place in units says.
func (b *board) paint(at func(x, y float64) (r, g, bl float64)) {
	for y := range b.Rect.Dy() {
		row := b.Pix[y*b.Stride:]
		for x := range b.Rect.Dx() {
			r, g, bl := at((float64(x)+0.5)/b.u, (float64(y)+0.5)/b.u)
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = level(r), level(g), level(bl), 255
		}
	}
}

// each changes the colour of every pixel that is not clear.
func (b *board) each(change func(x, y int, r, g, bl float64) (float64, float64, float64)) {
	for y := range b.Rect.Dy() {
		row := b.Pix[y*b.Stride:]
		for x := range b.Rect.Dx() {
			p := row[4*x : 4*x+4]
			if p[3] == 0 {
				continue
			}
			r, g, bl := change(x, y, float64(p[0]), float64(p[1]), float64(p[2]))
			p[0], p[1], p[2] = min(level(r), p[3]), min(level(g), p[3]), min(level(bl), p[3])
		}
	}
}

// corners makes what lies beyond rounded corners clear.
func (b *board) corners(rad float64) {
	w, h := b.size()
	outside := [][]point{{{0, 0}, {0, h}, {w, h}, {w, 0}}, rounded(0, 0, w, h, rad)}
	hole := newBoard(b.Rect.Dx(), b.Rect.Dy(), b.u)
	hole.fill(ink{A: 255}, outside...)
	for i := 3; i < len(b.Pix); i += 4 {
		if keep := 255 - int(hole.Pix[i]); keep < 255 {
			for k := i - 3; k <= i; k++ {
				b.Pix[k] = uint8(int(b.Pix[k]) * keep / 255)
			}
		}
	}
}

func level(v float64) uint8 { return uint8(min(max(v, 0), 255)) }

func mix(a, b ink, t float64) ink {
	m := func(x, y uint8) uint8 { return level(float64(x) + t*(float64(y)-float64(x))) }
	return ink{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), m(a.A, b.A)}
}

func alpha(c ink, a uint8) ink { c.A = a; return c }

// drift moves a colour by chance, all of it and each part.
func drift(r *rand.Rand, c ink, by float64) ink {
	all := spread(r, by)
	m := func(v uint8) uint8 { return level(float64(v) + all + spread(r, by/2)) }
	return ink{m(c.R), m(c.G), m(c.B), c.A}
}

// spread is between -by and by; between is what it says; chance is true in so many of one.
func spread(r *rand.Rand, by float64) float64      { return (2*r.Float64() - 1) * by }
func between(r *rand.Rand, lo, hi float64) float64 { return lo + r.Float64()*(hi-lo) }
func chance(r *rand.Rand, share float64) bool      { return r.Float64() < share }
func pick[T any](r *rand.Rand, from ...T) T        { return from[r.IntN(len(from))] }

// A field is a smooth random surface between 0 and 1, the same again beyond its edge.
type field [64 * 64]float32

func newField(r *rand.Rand) *field {
	f := &field{}
	for i := range f {
		f[i] = r.Float32()
	}
	return f
}

func (f *field) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	tx, ty := float32(x-fx), float32(y-fy)
	x0, y0 := int(fx)&63, int(fy)&63
	x1, y1 := (x0+1)&63, (y0+1)&63
	top := f[y0<<6|x0] + tx*(f[y0<<6|x1]-f[y0<<6|x0])
	low := f[y1<<6|x0] + tx*(f[y1<<6|x1]-f[y1<<6|x0])
	return float64(top + ty*(low-top))
}
