package loom

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
)

type pt = [2]float64

// A mark is a document on a canvas, in pixels.
type mark struct {
	document, layout string
	quad, number     [4]pt // number: where its number is printed
}

// A canvas is a picture that knows which of its pixels show which document. Whatever covers a document takes its pixels away,
// so that what is hidden is counted and not guessed.
type canvas struct {
	*image.RGBA
	h     *hand
	s     float64 // pixels in a unit of what is drawn
	own   []uint8 // per pixel the document it shows, counted from 1
	cards []mark
	face  bool // a person is drawn, the small portraits of cards left out
}

func (h *hand) canvas(w, high float64) *canvas {
	r := image.Rect(0, 0, max(int(w+0.5), 1), max(int(high+0.5), 1))
	return &canvas{RGBA: image.NewRGBA(r), h: h, s: 1, own: make([]uint8, r.Dx()*r.Dy())}
}

func (c *canvas) size() (w, high float64) { return float64(c.Rect.Dx()), float64(c.Rect.Dy()) }

func (c *canvas) flood(col color.NRGBA) *canvas {
	draw.Draw(c.RGBA, c.Rect, image.NewUniform(col), image.Point{}, draw.Src)
	return c
}

// fill covers closed outlines; film does the same and leaves documents below to be seen.
func (c *canvas) fill(col color.NRGBA, outlines ...[]pt) { c.paint(col, col.A > 127, outlines) }
func (c *canvas) film(col color.NRGBA, outlines ...[]pt) { c.paint(col, false, outlines) }

func (c *canvas) paint(col color.NRGBA, hides bool, outlines [][]pt) {
	low, high := pt{1e9, 1e9}, pt{-1e9, -1e9}
	for _, o := range outlines {
		for _, p := range o {
			for k := range 2 {
				low[k], high[k] = min(low[k], p[k]*c.s), max(high[k], p[k]*c.s)
			}
		}
	}
	box := image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(high[0])+2, int(high[1])+2).Intersect(c.Rect)
	if box.Empty() {
		return
	}
	w, n := box.Dx(), box.Dx()*box.Dy()
	z := &c.h.pen
	z.Reset(w, box.Dy())
	z.DrawOp = draw.Src
	place := func(p pt) (x, y float32) {
		return float32(p[0]*c.s - float64(box.Min.X)), float32(p[1]*c.s - float64(box.Min.Y))
	}
	for _, o := range outlines {
		z.MoveTo(place(o[0]))
		for _, p := range o[1:] {
			z.LineTo(place(p))
		}
		z.ClosePath()
	}
	c.h.mask = slices.Grow(c.h.mask[:0], n)[:n]
	mask := &image.Alpha{Pix: c.h.mask, Stride: w, Rect: image.Rect(0, 0, w, box.Dy())}
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	for i, m := range mask.Pix {
		if m == 0 {
			continue
		}
		x, y := box.Min.X+i%w, box.Min.Y+i/w
		a := int(m) * int(col.A) / 255
		p := c.Pix[y*c.Stride+4*x:][:4]
		p[0] += uint8((int(col.R) - int(p[0])) * a / 255)
		p[1] += uint8((int(col.G) - int(p[1])) * a / 255)
		p[2] += uint8((int(col.B) - int(p[2])) * a / 255)
		if hides && m > 127 {
			c.own[y*c.Rect.Dx()+x] = 0
		}
	}
}

func box(x, y, w, high float64) []pt {
	return []pt{{x, y}, {x + w, y}, {x + w, y + high}, {x, y + high}}
}

func disc(x, y, rx, ry float64) []pt { return oval(x, y, rx, ry, 0) }

func oval(x, y, rx, ry, turn float64) []pt {
	out := make([]pt, 40)
	sin, cos := math.Sincos(turn)
	for i := range out {
		s, t := math.Sincos(float64(i) * 2 * math.Pi / float64(len(out)))
		out[i] = pt{x + rx*t*cos - ry*s*sin, y + rx*t*sin + ry*s*cos}
	}
	return out
}

// rounded is a rectangle with round corners.
func rounded(x, y, w, high, r float64) (out []pt) {
	for k, c := range []pt{{x + r, y + r}, {x + w - r, y + r}, {x + w - r, y + high - r}, {x + r, y + high - r}} {
		for i := range 6 {
			s, t := math.Sincos(math.Pi * (1 + float64(k)/2 + float64(i)/10))
			out = append(out, pt{c[0] + r*t, c[1] + r*s})
		}
	}
	return out
}

// pole is a line with round ends: a finger, a pen.
func pole(a, b pt, r float64) (out []pt) {
	along := math.Atan2(b[1]-a[1], b[0]-a[0])
	for i := range 20 {
		at, turn := b, along-math.Pi/2+float64(i)*math.Pi/9
		if i >= 10 {
			at, turn = a, turn-math.Pi/9
		}
		out = append(out, pt{at[0] + r*math.Cos(turn), at[1] + r*math.Sin(turn)})
	}
	return out
}

// strokes outlines a line through points, one piece for each two.
func strokes(width float64, points ...pt) (out [][]pt) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		l := max(math.Hypot(b[0]-a[0], b[1]-a[1]), 1e-6) * 2 / width
		nx, ny := -(b[1]-a[1])/l, (b[0]-a[0])/l
		out = append(out, []pt{{a[0] + nx, a[1] + ny}, {b[0] + nx, b[1] + ny}, {b[0] - nx, b[1] - ny}, {a[0] - nx, a[1] - ny}})
	}
	return out
}

// A plane maps the pixels of one picture to those of another.
type plane [9]float64

// onto maps a rectangle from the origin onto a quadrilateral.
func onto(w, high float64, q [4]pt) plane {
	dx1, dx2, sx := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, sy := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	den := dx1*dy2 - dx2*dy1
	g, k := (sx*dy2-dx2*sy)/den, (dx1*sy-sx*dy1)/den
	return plane{
		(q[1][0] - q[0][0] + g*q[1][0]) / w, (q[3][0] - q[0][0] + k*q[3][0]) / high, q[0][0],
		(q[1][1] - q[0][1] + g*q[1][1]) / w, (q[3][1] - q[0][1] + k*q[3][1]) / high, q[0][1],
		g / w, k / high, 1,
	}
}

func (m plane) at(p pt) pt {
	d := m[6]*p[0] + m[7]*p[1] + m[8]
	return pt{(m[0]*p[0] + m[1]*p[1] + m[2]) / d, (m[3]*p[0] + m[4]*p[1] + m[5]) / d}
}

func (m plane) quad(q [4]pt) (out [4]pt) {
	for i, p := range q {
		out[i] = m.at(p)
	}
	return out
}

func (m plane) back() plane {
	return plane{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

func length(a, b pt) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// put lays a picture into a quadrilateral, documents and all.
func (c *canvas) put(sub *canvas, q [4]pt) {
	w, high := sub.size()
	m := onto(w, high, q)
	for _, card := range sub.cards {
		card.quad, card.number = m.quad(card.quad), m.quad(card.number)
		c.cards = append(c.cards, card)
	}
	first := uint8(len(c.cards) - len(sub.cards))
	c.face = c.face || sub.face
	if c.laid(sub, q, first) {
		return
	}
	wide, tall := (length(q[0], q[1])+length(q[2], q[3]))/2, (length(q[0], q[3])+length(q[1], q[2]))/2
	k := max(min(int(w/wide+0.3), int(high/tall+0.3)), 1)
	src := sub.shrunk(k)
	inv := m.back()
	x0, x1 := min(q[0][0], q[1][0], q[2][0], q[3][0]), max(q[0][0], q[1][0], q[2][0], q[3][0])
	y0, y1 := min(q[0][1], q[1][1], q[2][1], q[3][1]), max(q[0][1], q[1][1], q[2][1], q[3][1])
	area := image.Rect(int(x0)-1, int(y0)-1, int(x1)+2, int(y1)+2).Intersect(c.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			p := inv.at(pt{float64(x) + 0.5, float64(y) + 0.5})
			u, v := p[0]/w, p[1]/high
			cover := min(u*wide, (1-u)*wide, v*tall, (1-v)*tall) + 0.5
			if cover <= 0 {
				continue
			}
			a := blend(c.Pix[y*c.Stride+4*x:][:4], src, p[0]/float64(k)-0.5, p[1]/float64(k)-0.5, min(cover, 1))
			if cover < 0.5 {
				continue
			}
			i := y*c.Rect.Dx() + x
			if o := sub.own[min(int(p[1]), sub.Rect.Dy()-1)*sub.Rect.Dx()+min(int(p[0]), sub.Rect.Dx()-1)]; o > 0 {
				c.own[i] = first + o
			} else if a > 0.5 {
				c.own[i] = 0
			}
		}
	}
}

// laid puts a picture that covers whole pixels as it is.
func (c *canvas) laid(sub *canvas, q [4]pt, first uint8) bool {
	w, high := sub.size()
	at := q[0]
	if at[0] != math.Trunc(at[0]) || at[1] != math.Trunc(at[1]) || q != [4]pt(box(at[0], at[1], w, high)) || sub.Pix[3] < 255 {
		return false
	}
	area := sub.Rect.Add(image.Pt(int(at[0]), int(at[1]))).Intersect(c.Rect)
	from := area.Min.Sub(image.Pt(int(at[0]), int(at[1])))
	draw.Draw(c.RGBA, area, sub.RGBA, from, draw.Src)
	for y := range area.Dy() {
		row := c.own[(area.Min.Y+y)*c.Rect.Dx()+area.Min.X:][:area.Dx()]
		copy(row, sub.own[(from.Y+y)*sub.Rect.Dx()+from.X:])
		for i, o := range row {
			if o > 0 {
				row[i] = first + o
			}
		}
	}
	return true
}

// blend mixes what a picture shows between four of its pixels into one, and returns how much it covers.
func blend(p []uint8, src *image.RGBA, x, y, cover float64) float64 {
	w, high := src.Rect.Dx(), src.Rect.Dy()
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(high-1))
	ix, iy := int(x), int(y)
	fx, fy := uint32((x-float64(ix))*256), uint32((y-float64(iy))*256)
	right, below := 4, src.Stride
	if ix == w-1 {
		right = 0
	}
	if iy == high-1 {
		below = 0
	}
	at := iy*src.Stride + 4*ix
	a, b, d, e := src.Pix[at:at+4], src.Pix[at+right:at+right+4], src.Pix[at+below:at+below+4], src.Pix[at+below+right:at+below+right+4]
	var v [4]uint32
	for k := range v {
		v[k] = (uint32(a[k])*(256-fx)+uint32(b[k])*fx)*(256-fy) + (uint32(d[k])*(256-fx)+uint32(e[k])*fx)*fy
	}
	if cover == 1 && v[3] == 255<<16 {
		p[0], p[1], p[2], p[3] = uint8(v[0]>>16), uint8(v[1]>>16), uint8(v[2]>>16), 255
		return 1
	}
	alpha := float64(v[3]) / (255 << 16) * cover
	for k := range 3 {
		p[k] = byteOf(float64(v[k])/65536*cover + (1-alpha)*float64(p[k]))
	}
	p[3] = 255
	return alpha
}

// shrunk returns a picture k times smaller, each pixel the mean of those it stands for.
func (c *canvas) shrunk(k int) *image.RGBA {
	if k < 2 {
		return c.RGBA
	}
	w, high := max(c.Rect.Dx()/k, 1), max(c.Rect.Dy()/k, 1)
	out := image.NewRGBA(image.Rect(0, 0, w, high))
	for y := range high {
		for x := range w {
			var sum [4]int
			for j := range k {
				row := c.Pix[(y*k+j)*c.Stride+4*x*k:][:4*k]
				for i, v := range row {
					sum[i&3] += int(v)
				}
			}
			for i, v := range sum {
				out.Pix[y*out.Stride+4*x+i] = uint8(v / (k * k))
			}
		}
	}
	return out
}

// whole is the quadrilateral of the entire canvas, moved and sized.
func (c *canvas) whole(x, y, scale float64) [4]pt {
	w, high := c.size()
	return [4]pt(box(x, y, w*scale, high*scale))
}
