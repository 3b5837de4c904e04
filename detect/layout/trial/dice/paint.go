package dice

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// A sheet is what is drawn on. Its lengths are pixels.
type sheet struct {
	*image.RGBA
	r    *rand.Rand
	w, h float64
	clip image.Rectangle
	area vector.Rasterizer
	mask image.Alpha
}

type pt struct{ x, y float64 }

// An ink is a colour of 0 to 255 and how much of it covers, 0 to 1.
type ink struct{ r, g, b, a float64 }

func newSheet(r *rand.Rand, width, aspect float64) *sheet {
	w, h := int(width+0.5), int(width/aspect+0.5)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	return &sheet{RGBA: img, r: r, w: float64(w), h: float64(h), clip: img.Rect}
}

func grey(l, a float64) ink { return ink{l * 255, l * 255, l * 255, a} }

// hsl is a colour by hue in degrees, saturation and lightness.
func hsl(h, sat, l, a float64) ink {
	f := func(n float64) float64 {
		k := math.Mod(n+h/30+24, 12)
		return 255 * (l - sat*min(l, 1-l)*max(-1, min(k-3, 9-k, 1)))
	}
	return ink{f(0), f(8), f(4), a}
}

func (c ink) alpha(a float64) ink { c.a = a; return c }

func (c ink) mix(d ink, t float64) ink {
	return ink{c.r + (d.r-c.r)*t, c.g + (d.g-c.g)*t, c.b + (d.b-c.b)*t, c.a + (d.a-c.a)*t}
}

// light is how bright the colour is, 0 to 1.
func (c ink) light() float64 { return (0.3*c.r + 0.59*c.g + 0.11*c.b) / 255 }

func byteOf(v int) uint8 { return uint8(min(max(v, 0), 255)) }

// dot covers a pixel by a of 256; above that it is full.
func (s *sheet) dot(x, y int, c ink, a int) {
	if a <= 0 || x < s.clip.Min.X || y < s.clip.Min.Y || x >= s.clip.Max.X || y >= s.clip.Max.Y {
		return
	}
	a = min(a, 256)
	p := s.Pix[y*s.Stride+x*4:][:4]
	p[0] = uint8(int(p[0]) + ((int(c.r)-int(p[0]))*a)>>8)
	p[1] = uint8(int(p[1]) + ((int(c.g)-int(p[1]))*a)>>8)
	p[2] = uint8(int(p[2]) + ((int(c.b)-int(p[2]))*a)>>8)
	p[3] = 255
}

// spot covers about one pixel anywhere between pixels.
func (s *sheet) spot(x, y float64, c ink) {
	x, y = x-0.5, y-0.5
	fx, fy := math.Floor(x), math.Floor(y)
	u, v, i, j := x-fx, y-fy, int(fx), int(fy)
	a := c.a * 256
	s.dot(i, j, c, int(a*(1-u)*(1-v)))
	s.dot(i+1, j, c, int(a*u*(1-v)))
	s.dot(i, j+1, c, int(a*(1-u)*v))
	s.dot(i+1, j+1, c, int(a*u*v))
}

// bar fills an upright rectangle, edges between pixels in part.
func (s *sheet) bar(x0, y0, x1, y1 float64, c ink) {
	for y := max(int(math.Floor(y0)), s.clip.Min.Y); y < min(int(math.Ceil(y1)), s.clip.Max.Y); y++ {
		cy := (min(y1, float64(y+1)) - max(y0, float64(y))) * c.a * 256
		for x := max(int(math.Floor(x0)), s.clip.Min.X); x < min(int(math.Ceil(x1)), s.clip.Max.X); x++ {
			s.dot(x, y, c, int(cy*(min(x1, float64(x+1))-max(x0, float64(x)))))
		}
	}
}

// frame draws the outline of a box.
func (s *sheet) frame(b box, t float64, c ink) {
	s.bar(b[0], b[1], b[2], b[1]+t, c)
	s.bar(b[0], b[3]-t, b[2], b[3], c)
	s.bar(b[0], b[1], b[0]+t, b[3], c)
	s.bar(b[2]-t, b[1], b[2], b[3], c)
}

// fill paints the outlines together, where they overlap once.
func (s *sheet) fill(c ink, outlines ...[]pt) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, line := range outlines {
		for _, p := range line {
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
		}
	}
	b := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(s.clip)
	if b.Empty() {
		return
	}
	s.area.Reset(b.Dx(), b.Dy())
	ox, oy := float64(b.Min.X), float64(b.Min.Y)
	for _, line := range outlines {
		for i, p := range line {
			if x, y := float32(p.x-ox), float32(p.y-oy); i == 0 {
				s.area.MoveTo(x, y)
			} else {
				s.area.LineTo(x, y)
			}
		}
		s.area.ClosePath()
	}
	if n := b.Dx() * b.Dy(); cap(s.mask.Pix) < n {
		s.mask.Pix = make([]uint8, n)
	}
	s.mask.Pix, s.mask.Stride, s.mask.Rect = s.mask.Pix[:b.Dx()*b.Dy()], b.Dx(), image.Rect(0, 0, b.Dx(), b.Dy())
	s.area.DrawOp = draw.Src
	s.area.Draw(&s.mask, s.mask.Rect, image.Opaque, image.Point{})
	a := int(c.a * 257)
	for i, m := range s.mask.Pix {
		if m > 0 {
			s.dot(b.Min.X+i%b.Dx(), b.Min.Y+i/b.Dx(), c, int(m)*a>>8)
		}
	}
}

func (s *sheet) poly(c ink, line ...pt) { s.fill(c, line) }

// stroke draws along points, so many pixels wide.
func (s *sheet) stroke(c ink, wide float64, line ...pt) {
	quads := make([][]pt, 0, len(line))
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := math.Hypot(b.x-a.x, b.y-a.y)
		if n == 0 {
			continue
		}
		dx, dy := (b.y-a.y)/n*wide/2, (a.x-b.x)/n*wide/2
		quads = append(quads, []pt{{a.x + dx, a.y + dy}, {b.x + dx, b.y + dy}, {b.x - dx, b.y - dy}, {a.x - dx, a.y - dy}})
	}
	if len(quads) > 0 {
		s.fill(c, quads...)
	}
}

// round is the outline of an ellipse, or of the arc from a to b turns of it.
func round(cx, cy, rx, ry, a, b float64) []pt {
	const n = 28
	line := make([]pt, n+1)
	for i := range line {
		t := 2 * math.Pi * (a + (b-a)*float64(i)/n)
		line[i] = pt{cx + rx*math.Cos(t), cy + ry*math.Sin(t)}
	}
	return line
}

func (s *sheet) ellipse(cx, cy, rx, ry float64, c ink) { s.fill(c, round(cx, cy, rx, ry, 0, 1)) }

func (s *sheet) ring(cx, cy, rx, ry, wide float64, c ink) {
	s.stroke(c, wide, round(cx, cy, rx, ry, 0, 1)...)
}
