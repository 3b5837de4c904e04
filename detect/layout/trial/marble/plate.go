package marble

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
)

// An ink is a colour as 0xRRGGBB and how much of it covers, 0 to 1.
type ink struct {
	rgb   uint32
	cover float64
}

// A point is x and y in units.
type point [2]float64

// A plate is what one draws on. Its unit is a hundredth of its width, so that proportions do not depend on pixels.
type plate struct {
	*image.RGBA
	r    *rand.Rand
	w, h float64 // in units; w is always 100
	k    float64 // pixels in a unit
	clip image.Rectangle
	style
	scale float64 // of words: 1 on cards, less on pages
	like  bool    // plain titles in the middle, as on a state's card
}

func newPlate(r *rand.Rand, aspect, width float64) *plate {
	high := math.Round(width / aspect)
	p := &plate{RGBA: image.NewRGBA(image.Rect(0, 0, int(width), int(high))), r: r, w: 100, h: 100 * high / math.Floor(width), k: math.Floor(width) / 100, scale: 1}
	p.clip = p.Rect
	p.style = p.anyStyle()
	return p
}

func span(r *rand.Rand, low, high float64) float64 { return low + r.Float64()*(high-low) }
func one[T any](r *rand.Rand, of ...T) T           { return of[r.IntN(len(of))] }
func solid(rgb uint32) ink                         { return ink{rgb, 1} }

// luck is true in a share q of cases.
func (p *plate) luck(q float64) bool            { return p.r.Float64() < q }
func (p *plate) span(low, high float64) float64 { return span(p.r, low, high) }

// about is a colour near rgb.
func (p *plate) about(rgb uint32, most int) uint32 {
	var out uint32
	for shift := 0; shift < 24; shift += 8 {
		v := int(rgb>>shift&255) + p.r.IntN(2*most+1) - most
		out |= uint32(max(0, min(v, 255))) << shift
	}
	return out
}

// between is the colour a share t of the way from a to b.
func between(a, b uint32, t float64) uint32 {
	var out uint32
	for shift := 0; shift < 24; shift += 8 {
		x, y := float64(a>>shift&255), float64(b>>shift&255)
		out |= uint32(x+(y-x)*t) << shift
	}
	return out
}

func light(rgb uint32) bool { return (rgb>>16&255)*3+(rgb>>8&255)*6+(rgb&255) > 1500 }

// blend lays an ink over one pixel; cover is 0 to 255.
func (p *plate) blend(at int, rgb uint32, cover uint32) {
	q := p.Pix[at : at+4 : at+4]
	if cover >= 255 {
		q[0], q[1], q[2], q[3] = uint8(rgb>>16), uint8(rgb>>8), uint8(rgb), 255
		return
	}
	rest := 255 - cover
	q[0] = uint8(((rgb>>16&255)*cover + uint32(q[0])*rest + 127) * 257 >> 16)
	q[1] = uint8(((rgb>>8&255)*cover + uint32(q[1])*rest + 127) * 257 >> 16)
	q[2] = uint8(((rgb&255)*cover + uint32(q[2])*rest + 127) * 257 >> 16)
	q[3] = uint8((255*cover + uint32(q[3])*rest + 127) * 257 >> 16)
}

// box fills x0, y0 to x1, y1; edges between pixels are soft.
func (p *plate) box(x0, y0, x1, y1 float64, c ink) {
	x0, y0, x1, y1 = x0*p.k, y0*p.k, x1*p.k, y1*p.k
	area := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(p.clip)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		down := 255 * c.cover * (min(float64(y+1), y1) - max(float64(y), y0))
		whole, at := uint32(down+0.5), p.PixOffset(area.Min.X, y)
		for x := area.Min.X; x < area.Max.X; x++ {
			n := whole
			if fx := float64(x); fx < x0 || fx+1 > x1 {
				n = uint32(down*(min(fx+1, x1)-max(fx, x0)) + 0.5)
			}
			p.blend(at, c.rgb, n)
			at += 4
		}
	}
}

// frame draws the outline of a box.
func (p *plate) frame(x0, y0, x1, y1, thick float64, c ink) {
	p.box(x0, y0, x1, y0+thick, c)
	p.box(x0, y1-thick, x1, y1, c)
	p.box(x0, y0+thick, x0+thick, y1-thick, c)
	p.box(x1-thick, y0+thick, x1, y1-thick, c)
}

// polygon fills what the points enclose, by the even-odd rule, with four scans to a row.
func (p *plate) polygon(c ink, points ...point) {
	const scans = 4
	low, high, left, right := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, q := range points {
		low, high = min(low, q[1]*p.k), max(high, q[1]*p.k)
		left, right = min(left, q[0]*p.k), max(right, q[0]*p.k)
	}
	area := image.Rect(int(math.Floor(left)), int(math.Floor(low)), int(math.Ceil(right)), int(math.Ceil(high))).Intersect(p.clip)
	if area.Empty() {
		return
	}
	row := make([]float64, area.Dx())
	var cuts []float64
	for y := area.Min.Y; y < area.Max.Y; y++ {
		clear(row)
		for s := range scans {
			cuts = p.crossings(cuts[:0], points, (float64(y)+(float64(s)+0.5)/scans)/p.k)
			for i := 0; i+1 < len(cuts); i += 2 {
				cover(row, cuts[i]-float64(area.Min.X), cuts[i+1]-float64(area.Min.X), 1.0/scans)
			}
		}
		at := p.PixOffset(area.Min.X, y)
		for _, v := range row {
			if v > 0 {
				p.blend(at, c.rgb, uint32(255*c.cover*min(v, 1)+0.5))
			}
			at += 4
		}
	}
}

// crossings appends where the polygon's sides cross the height y, in pixels from left to right.
func (p *plate) crossings(cuts []float64, points []point, y float64) []float64 {
	b := points[len(points)-1]
	for _, a := range points {
		if (a[1] <= y) != (b[1] <= y) {
			cuts = append(cuts, p.k*(a[0]+(y-a[1])*(b[0]-a[0])/(b[1]-a[1])))
		}
		b = a
	}
	slices.Sort(cuts)
	return cuts
}

// cover adds share to the pixels of a row from x0 to x1.
func cover(row []float64, x0, x1, share float64) {
	x0, x1 = max(x0, 0), min(x1, float64(len(row)))
	if x0 >= x1 {
		return
	}
	first, last := int(x0), min(int(x1), len(row)-1)
	for x := first; x <= last; x++ {
		row[x] += share
	}
	row[first] -= share * (x0 - float64(first))
	row[last] -= share * (float64(last+1) - x1)
}

// disc fills an ellipse with its middle at x, y.
func (p *plate) disc(x, y, rx, ry float64, c ink) { p.polygon(c, arc(x, y, rx, ry, 0, 1)...) }

// ring draws the outline of an ellipse.
func (p *plate) ring(x, y, rx, ry, thick float64, c ink) {
	out, in := arc(x, y, rx, ry, 0, 1), arc(x, y, rx-thick, ry-thick, 0, 1)
	p.polygon(c, append(append(out, out[0]), append(in, in[0])...)...)
}

// arc is a part of an ellipse, from and to in turns, clockwise from the right.
func arc(x, y, rx, ry, from, to float64) []point {
	const steps = 28
	out := make([]point, 0, steps+1)
	for i := range steps + 1 {
		sin, cos := math.Sincos(2 * math.Pi * (from + (to-from)*float64(i)/steps))
		out = append(out, point{x + rx*cos, y + ry*sin})
	}
	return out
}

// round fills a box with round corners.
func (p *plate) round(x0, y0, x1, y1, radius float64, c ink) {
	s := max(0, min(radius, (x1-x0)/2, (y1-y0)/2))
	var out []point
	for i, q := range []point{{x1 - s, y1 - s}, {x0 + s, y1 - s}, {x0 + s, y0 + s}, {x1 - s, y0 + s}} {
		out = append(out, arc(q[0], q[1], s, s, float64(i)/4, float64(i+1)/4)...)
	}
	p.polygon(c, out...)
}

// line draws a line of straight pieces.
func (p *plate) line(thick float64, c ink, points ...point) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		dx, dy := b[0]-a[0], b[1]-a[1]
		n := thick / 2 / max(math.Hypot(dx, dy), 1e-9)
		dx, dy = dx*n, dy*n
		p.polygon(c, point{a[0] - dy, a[1] + dx}, point{b[0] - dy, b[1] + dx}, point{b[0] + dy, b[1] - dx}, point{a[0] + dy, a[1] - dx})
	}
}

// wave draws a sine across the plate as one ribbon.
func (p *plate) wave(y, swing, length, phase, thick, lean float64, c ink) {
	const steps = 40
	up := make([]point, 0, 2*steps+2)
	for i := range 2 * (steps + 1) {
		x, t := float64(i)*p.w/steps, thick
		if i > steps {
			x, t = float64(2*steps+1-i)*p.w/steps, 0
		}
		up = append(up, point{x, y + lean*x + swing*math.Sin(2*math.Pi*(x/length+phase)) + t})
	}
	p.polygon(c, up...)
}

// within confines what draw draws to a box.
func (p *plate) within(x0, y0, x1, y1 float64, draw func()) {
	before := p.clip
	p.clip = image.Rect(int(x0*p.k+0.5), int(y0*p.k+0.5), int(x1*p.k+0.5), int(y1*p.k+0.5)).Intersect(before)
	draw()
	p.clip = before
}

// cutCorners makes the corners clear outside a radius in units.
func (p *plate) cutCorners(radius float64) {
	n := radius * p.k
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	for y := range p.Rect.Dy() {
		fy := float64(y) + 0.5
		dy := max(n-fy, fy-h+n, 0)
		if dy == 0 {
			continue
		}
		for x := range p.Rect.Dx() {
			fx := float64(x) + 0.5
			dx := max(n-fx, fx-w+n, 0)
			if over := math.Hypot(dx, dy) - n + 0.5; dx > 0 && over > 0 {
				q := p.Pix[p.PixOffset(x, y):][:4]
				for i := range q {
					q[i] = uint8(float64(q[i]) * max(0, 1-over))
				}
			}
		}
	}
}
