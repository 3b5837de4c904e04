package pen

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// A canvas is a picture under the pen. Pixels are premultiplied, so that cards may have round corners; places are pixels.
type canvas struct {
	*image.RGBA
	r    *rand.Rand
	ras  vector.Rasterizer
	mask []uint8 // scratch of fill
}

type pt [2]float64

// A box is x0, y0, x1, y1 in shares of a card, or in pixels.
type box [4]float64

func newCanvas(r *rand.Rand, w, h int, ground color.RGBA) *canvas {
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1))), r: r}
	if ground.A > 0 {
		copy(c.Pix, []uint8{ground.R, ground.G, ground.B, ground.A})
		for n := 4; n < len(c.Pix); n *= 2 {
			copy(c.Pix[n:], c.Pix[:n])
		}
	}
	return c
}

func (c *canvas) w() int      { return c.Rect.Dx() }
func (c *canvas) h() int      { return c.Rect.Dy() }
func (c *canvas) fw() float64 { return float64(c.Rect.Dx()) }
func (c *canvas) fh() float64 { return float64(c.Rect.Dy()) }

func hex(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

func byteOf(v float64) uint8 { return uint8(max(0, min(255, v))) }

func mix(a, b color.RGBA, t float64) color.RGBA {
	m := func(x, y uint8) uint8 { return byteOf(float64(x)*(1-t) + float64(y)*t + 0.5) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// shade makes a colour lighter (above 1) or darker.
func shade(a color.RGBA, f float64) color.RGBA {
	return color.RGBA{byteOf(float64(a.R) * f), byteOf(float64(a.G) * f), byteOf(float64(a.B) * f), 255}
}

// vary moves every channel by up to n, and all of them together by up to n.
func vary(r *rand.Rand, a color.RGBA, n float64) color.RGBA {
	all := between(r, -n, n)
	v := func(x uint8) uint8 { return byteOf(float64(x) + all + between(r, -n, n)) }
	return color.RGBA{v(a.R), v(a.G), v(a.B), 255}
}

func between(r *rand.Rand, lo, hi float64) float64 { return lo + r.Float64()*(hi-lo) }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func over(p []uint8, col color.RGBA, a int) {
	if a == 255 {
		p[0], p[1], p[2], p[3] = col.R, col.G, col.B, 255
		return
	}
	ia := 255 - a
	p[0] = uint8((int(col.R)*a + int(p[0])*ia + 127) / 255)
	p[1] = uint8((int(col.G)*a + int(p[1])*ia + 127) / 255)
	p[2] = uint8((int(col.B)*a + int(p[2])*ia + 127) / 255)
	p[3] = uint8((255*a + int(p[3])*ia + 127) / 255)
}

// paint asks what covers each pixel of a box: a colour, and how much of it (0 to 1).
func (c *canvas) paint(b box, what func(x, y float64) (color.RGBA, float64)) {
	r := image.Rect(int(math.Floor(b[0])), int(math.Floor(b[1])), int(math.Ceil(b[2])), int(math.Ceil(b[3]))).Intersect(c.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		i := y*c.Stride + r.Min.X*4
		for x := r.Min.X; x < r.Max.X; x, i = x+1, i+4 {
			if col, a := what(float64(x)+0.5, float64(y)+0.5); a > 0.003 {
				over(c.Pix[i:i+4:i+4], col, int(min(1, a)*255))
			}
		}
	}
}

// fill paints what trace draws into the rasterizer, whose origin is moved to the corner of the box.
func (c *canvas) fill(b box, col color.RGBA, alpha float64, trace func(z *vector.Rasterizer, ox, oy float32)) {
	r := image.Rect(int(math.Floor(b[0]))-1, int(math.Floor(b[1]))-1, int(math.Ceil(b[2]))+2, int(math.Ceil(b[3]))+2)
	if r.Intersect(c.Rect).Empty() || r.Dx()*r.Dy() > 1<<23 {
		return
	}
	n := r.Dx() * r.Dy()
	if cap(c.mask) < n {
		c.mask = make([]uint8, n)
	}
	m := image.Alpha{Pix: c.mask[:n], Stride: r.Dx(), Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
	c.ras.Reset(r.Dx(), r.Dy())
	c.ras.DrawOp = draw.Src
	trace(&c.ras, float32(r.Min.X), float32(r.Min.Y))
	c.ras.Draw(&m, m.Rect, image.Opaque, image.Point{})
	in := r.Intersect(c.Rect)
	strength := int(alpha * 256)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		row := m.Pix[(y-r.Min.Y)*m.Stride+in.Min.X-r.Min.X:][:in.Dx()]
		i := y*c.Stride + in.Min.X*4
		for _, a := range row {
			if a > 0 {
				over(c.Pix[i:i+4:i+4], col, min(255, int(a)*strength>>8))
			}
			i += 4
		}
	}
}

func bounds(pts []pt) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range pts {
		b = box{min(b[0], p[0]), min(b[1], p[1]), max(b[2], p[0]), max(b[3], p[1])}
	}
	return b
}

func (c *canvas) poly(col color.RGBA, alpha float64, pts ...pt) {
	c.fill(bounds(pts), col, alpha, func(z *vector.Rasterizer, ox, oy float32) {
		for i, p := range pts {
			if i == 0 {
				z.MoveTo(float32(p[0])-ox, float32(p[1])-oy)
			} else {
				z.LineTo(float32(p[0])-ox, float32(p[1])-oy)
			}
		}
		z.ClosePath()
	})
}

func (c *canvas) rect(b box, col color.RGBA, alpha float64) {
	c.poly(col, alpha, pt{b[0], b[1]}, pt{b[2], b[1]}, pt{b[2], b[3]}, pt{b[0], b[3]})
}

// frame draws the outline of a box.
func (c *canvas) frame(b box, thick float64, col color.RGBA, alpha float64) {
	c.line(col, thick, alpha, pt{b[0], b[1]}, pt{b[2], b[1]}, pt{b[2], b[3]}, pt{b[0], b[3]}, pt{b[0], b[1]})
}

// line draws through points.
func (c *canvas) line(col color.RGBA, thick, alpha float64, pts ...pt) {
	b := bounds(pts)
	t := thick/2 + 1
	c.fill(box{b[0] - t, b[1] - t, b[2] + t, b[3] + t}, col, alpha, func(z *vector.Rasterizer, ox, oy float32) {
		for i := 1; i < len(pts); i++ {
			p, q := pts[i-1], pts[i]
			d := math.Hypot(q[0]-p[0], q[1]-p[1])
			if d == 0 {
				continue
			}
			dx, dy := (q[0]-p[0])/d*thick/2, (q[1]-p[1])/d*thick/2
			to := func(f func(x, y float32), x, y float64) { f(float32(x)-ox, float32(y)-oy) }
			to(z.MoveTo, p[0]-dx/2+dy, p[1]-dy/2-dx)
			to(z.LineTo, q[0]+dx/2+dy, q[1]+dy/2-dx)
			to(z.LineTo, q[0]+dx/2-dy, q[1]+dy/2+dx)
			to(z.LineTo, p[0]-dx/2-dy, p[1]-dy/2+dx)
			z.ClosePath()
		}
	})
}

// rounded fills a box with round corners.
func (c *canvas) rounded(b box, radius float64, col color.RGBA, alpha float64) {
	radius = min(radius, (b[2]-b[0])/2, (b[3]-b[1])/2)
	var pts []pt
	for i, m := range []pt{{b[2] - radius, b[1] + radius}, {b[2] - radius, b[3] - radius}, {b[0] + radius, b[3] - radius}, {b[0] + radius, b[1] + radius}} {
		for k := range 5 {
			a := (float64(i-1) + float64(k)/4) * math.Pi / 2
			pts = append(pts, pt{m[0] + radius*math.Cos(a), m[1] + radius*math.Sin(a)})
		}
	}
	c.poly(col, alpha, pts...)
}

func (c *canvas) ellipse(x, y, rx, ry float64, col color.RGBA, alpha float64) {
	c.poly(col, alpha, ring(x, y, rx, ry)...)
}

func (c *canvas) circle(x, y, rx, ry, thick float64, col color.RGBA, alpha float64) {
	p := ring(x, y, rx, ry)
	c.line(col, thick, alpha, append(p, p[0])...)
}

func ring(x, y, rx, ry float64) []pt {
	n := max(12, min(64, int(rx+ry)))
	p := make([]pt, n)
	for i := range p {
		a := 2 * math.Pi * float64(i) / float64(n)
		p[i] = pt{x + rx*math.Cos(a), y + ry*math.Sin(a)}
	}
	return p
}

// glow is an ellipse whose edge fades out.
func (c *canvas) glow(x, y, rx, ry float64, col color.RGBA, alpha float64) {
	c.paint(box{x - rx, y - ry, x + rx, y + ry}, func(px, py float64) (color.RGBA, float64) {
		dx, dy := (px-x)/rx, (py-y)/ry
		d := dx*dx + dy*dy
		if d >= 1 {
			return col, 0
		}
		return col, alpha * (1 - d) * (1 - d)
	})
}

// round cuts round corners out of a card.
func (c *canvas) round(radius float64) {
	w, h := c.fw(), c.fh()
	for y := range c.h() {
		for x := range c.w() {
			dx := max(radius-float64(x)-0.5, float64(x)+0.5-(w-radius), 0)
			dy := max(radius-float64(y)-0.5, float64(y)+0.5-(h-radius), 0)
			if dx == 0 || dy == 0 {
				continue
			}
			if a := radius - math.Hypot(dx, dy) + 0.5; a < 1 {
				p := c.Pix[y*c.Stride+x*4:][:4]
				for k := range p {
					p[k] = uint8(float64(p[k]) * max(0, a))
				}
			}
		}
	}
}

// scribble is a signature or a scrawled note.
func (c *canvas) scribble(b box, col color.RGBA, thick float64) {
	n := 5 + c.r.IntN(9)
	var pts []pt
	p, v := pt{b[0], (b[1] + b[3]) / 2}, pt{}
	loop := between(c.r, 0.5, 1.6)
	for i := range n * 8 {
		t := float64(i) / float64(n*8)
		if i%8 == 0 {
			v = pt{between(c.r, -0.3, 0.6) * loop, between(c.r, -1, 1)}
		}
		a := float64(i) * between(c.r, 0.6, 0.9)
		p[0] = b[0] + (b[2]-b[0])*(t+v[0]*0.12*math.Sin(a))
		p[1] = (b[1]+b[3])/2 + (b[3]-b[1])/2*math.Sin(a)*(0.3+0.7*math.Abs(v[1]))*(1-0.5*t)
		pts = append(pts, p)
	}
	c.line(col, thick, 0.9, pts...)
}

// clouds returns smooth noise about 0, within -1 to 1, of w by h; each octave has a cell size in x and y and half the weight.
func clouds(r *rand.Rand, w, h int, cells ...pt) []float32 {
	out := make([]float32, w*h)
	weight, sum := float32(1), float32(0)
	for _, cell := range cells {
		sum += weight
		lw, lh := int(float64(w)/cell[0])+2, int(float64(h)/cell[1])+2
		lattice := make([]float32, lw*lh)
		for i := range lattice {
			lattice[i] = (r.Float32()*2 - 1) * weight
		}
		row := make([]float32, lw)
		step := float32(1 / cell[0])
		for y := range h {
			fy := float64(y) / cell[1]
			iy := int(fy)
			t := float32(fy) - float32(iy)
			t = t * t * (3 - 2*t)
			for i := range row {
				a, b := lattice[iy*lw+i], lattice[(iy+1)*lw+i]
				row[i] = a + (b-a)*t
			}
			line := out[y*w : y*w+w]
			for x := range line {
				fx := float32(x) * step
				ix := int(fx)
				u := fx - float32(ix)
				line[x] += row[ix] + (row[ix+1]-row[ix])*u*u*(3-2*u)
			}
		}
		weight /= 2
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

var sines = func() (t [1024]float32) {
	for i := range t {
		t[i] = float32(math.Sin(2 * math.Pi * float64(i) / 1024))
	}
	return t
}()

// wave is a quick sine; a full turn is 1.
func wave(turns float64) float64 { return float64(sines[int(math.Floor(turns*1024))&1023]) }
