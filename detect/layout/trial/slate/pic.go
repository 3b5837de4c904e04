package slate

import (
	"image"
	"math"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
)

// A pic is a drawing, its unit a pixel, with the documents that it shows. A mask says which of them is seen at each pixel, so
// that what hides one is known to the pixel.
type pic struct {
	*board
	mask  *image.Gray // number of the card, counted from one; 0 is none
	cards []trial.Card
	spots []spot
	name  string // what was drawn
	face  bool
}

// A spot is a place that one would hide: a number or a face.
type spot struct {
	quad [4]point
	what string
}

func newPic(w, h int) *pic {
	return &pic{board: newBoard(w, h, 1), mask: image.NewGray(image.Rect(0, 0, w, h))}
}

// piece makes a picture of a drawn document; layout "" is none of ours.
func piece(b *board, document, layout, name string, spots ...spot) *pic {
	p := &pic{board: b, mask: image.NewGray(b.Rect), name: name}
	for _, s := range spots {
		for i := range s.quad {
			s.quad[i] = point{s.quad[i][0] * b.u, s.quad[i][1] * b.u}
		}
		p.spots = append(p.spots, s)
	}
	b.u = 1
	if layout == "" {
		return p
	}
	for i := range p.mask.Pix {
		p.mask.Pix[i] = 1
	}
	p.cards = []trial.Card{{Document: document, Layout: layout, Quad: p.frame()}}
	return p
}

func boxSpot(what string, x0, y0, x1, y1 float64) spot {
	return spot{[4]point(rect(x0, y0, x1, y1)), what}
}

func (p *pic) frame() [4]point {
	w, h := p.size()
	return [4]point(rect(0, 0, w, h))
}

// aspect is width over height.
func (p *pic) aspect() float64 { w, h := p.size(); return w / h }

// A lens maps one plane onto another.
type lens [9]float64

// lensTo maps the unit square onto a quadrilateral.
func lensTo(q [4]point) lens {
	sx, sy := q[0][0]-q[1][0]+q[2][0]-q[3][0], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	ax, ay, bx, by := q[1][0]-q[2][0], q[1][1]-q[2][1], q[3][0]-q[2][0], q[3][1]-q[2][1]
	det := ax*by - bx*ay
	g, h := (sx*by-bx*sy)/det, (ax*sy-sx*ay)/det
	return lens{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1], g, h, 1,
	}
}

func (m *lens) at(x, y float64) (float64, float64) {
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

func (m *lens) inverse() lens {
	return lens{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

// place draws another picture into a quadrilateral, its own top left at the first corner, and takes over what it shows.
func (p *pic) place(s *pic, q [4]point) {
	to := lensTo(q)
	w, h := s.size()
	for _, c := range s.cards {
		c.Quad = mapped(to, c.Quad, w, h)
		p.cards = append(p.cards, c)
	}
	for _, o := range s.spots {
		p.spots = append(p.spots, spot{mapped(to, o.quad, w, h), o.what})
	}
	p.face = p.face || s.face
	p.words = append(p.words, s.words...)
	number := uint8(len(p.cards) - len(s.cards))

	src, mask := s.RGBA, s.mask
	for side := span(q); float64(src.Rect.Dx()) > 2*side[0] && float64(src.Rect.Dy()) > 2*side[1] && src.Rect.Dx() > 3; {
		src, mask = halved(src), thinned(mask)
	}
	back := to.inverse()
	sw, sh := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	at := bounds(q).Intersect(p.Rect)
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			u, v := back.at(float64(x)+0.5, float64(y)+0.5)
			if u < 0 || u >= 1 || v < 0 || v >= 1 {
				continue
			}
			dot := p.Pix[y*p.Stride+4*x:][:4]
			a := sample(src, u*sw, v*sh, dot)
			m := mask.Pix[int(v*sh)*mask.Stride+int(u*sw)]
			switch {
			case m > 0:
				p.mask.Pix[y*p.mask.Stride+x] = m + number
			case a > 128:
				p.mask.Pix[y*p.mask.Stride+x] = 0
			}
		}
	}
}

// sample lays a point of a picture over a pixel and returns how opaque it is.
func sample(src *image.RGBA, x, y float64, dot []uint8) int {
	fx, fy := x-0.5, y-0.5
	x0, y0 := int(math.Floor(fx)), int(math.Floor(fy))
	tx, ty := int(256*(fx-float64(x0))), int(256*(fy-float64(y0)))
	x1, y1 := min(x0+1, src.Rect.Dx()-1), min(y0+1, src.Rect.Dy()-1)
	x0, y0 = max(x0, 0), max(y0, 0)
	a, b := src.Pix[y0*src.Stride+4*x0:][:4], src.Pix[y0*src.Stride+4*x1:][:4]
	c, d := src.Pix[y1*src.Stride+4*x0:][:4], src.Pix[y1*src.Stride+4*x1:][:4]
	var out [4]int
	for i := range out {
		out[i] = ((int(a[i])*(256-tx)+int(b[i])*tx)*(256-ty) + (int(c[i])*(256-tx)+int(d[i])*tx)*ty) >> 16
	}
	for i := range out {
		dot[i] = uint8(min(out[i]+int(dot[i])*(255-out[3])/255, 255))
	}
	return out[3]
}

func mapped(to lens, q [4]point, w, h float64) (out [4]point) {
	for i, c := range q {
		out[i][0], out[i][1] = to.at(c[0]/w, c[1]/h)
	}
	return out
}

// span is the longer of the opposite sides: above and beside.
func span(q [4]point) [2]float64 {
	d := func(i, k int) float64 { return math.Hypot(q[i][0]-q[k][0], q[i][1]-q[k][1]) }
	return [2]float64{max(d(0, 1), d(3, 2)), max(d(0, 3), d(1, 2))}
}

func bounds(q [4]point) image.Rectangle {
	x0, y0 := min(q[0][0], q[1][0], q[2][0], q[3][0]), min(q[0][1], q[1][1], q[2][1], q[3][1])
	x1, y1 := max(q[0][0], q[1][0], q[2][0], q[3][0]), max(q[0][1], q[1][1], q[2][1], q[3][1])
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// halved shrinks to a half, each pixel the mean of four.
func halved(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx()/2, src.Rect.Dy()/2
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		a, b, to := src.Pix[2*y*src.Stride:], src.Pix[(2*y+1)*src.Stride:], out.Pix[y*out.Stride:]
		for x := range 4 * w {
			i := x/4*8 + x%4
			to[x] = uint8((int(a[i]) + int(a[i+4]) + int(b[i]) + int(b[i+4]) + 2) / 4)
		}
	}
	return out
}

func thinned(m *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, m.Rect.Dx()/2, m.Rect.Dy()/2))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = m.Pix[2*y*m.Stride+2*x]
		}
	}
	return out
}

// over draws what hides documents below it.
func (p *pic) over(paint func(b *board)) {
	top := newBoard(p.Rect.Dx(), p.Rect.Dy(), 1)
	paint(top)
	draw.Draw(p.RGBA, p.Rect, top.RGBA, image.Point{}, draw.Over)
	p.words = append(p.words, top.words...)
	for i := range p.mask.Pix {
		if top.Pix[4*i+3] > 128 {
			p.mask.Pix[i] = 0
		}
	}
}

// shadow darkens a ring softly; it is drawn at a fourth of the size.
func (p *pic) shadow(strength, blur float64, ring ...point) {
	const part = 4
	low := newBoard(p.Rect.Dx()/part+2, p.Rect.Dy()/part+2, 1.0/part)
	low.fill(ink{A: uint8(255 * strength)}, ring)
	soft := soft(soft(low.RGBA, max(1, int(blur/part))), max(1, int(blur/part)))
	dot := [4]uint8{}
	p.each(func(x, y int, r, g, b float64) (float64, float64, float64) {
		if soft.Pix[y/part*soft.Stride+4*(x/part)+3] == 0 && soft.Pix[(y/part+1)*soft.Stride+4*(x/part)+7] == 0 {
			return r, g, b
		}
		dot = [4]uint8{}
		f := 1 - float64(sample(soft, (float64(x)+0.5)/part, (float64(y)+0.5)/part, dot[:]))/255
		return r * f, g * f, b * f
	})
}

// soft averages squares of 2n+1 pixels.
func soft(src *image.RGBA, n int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	half, out := image.NewRGBA(src.Rect), image.NewRGBA(src.Rect)
	for y := range h {
		slide(src.Pix[y*src.Stride:], half.Pix[y*half.Stride:], w, 4, n)
	}
	for x := range w {
		slide(half.Pix[4*x:], out.Pix[4*x:], h, half.Stride, n)
	}
	return out
}

// slide averages along a row or column of pixels that lie so many bytes apart.
func slide(src, out []uint8, length, step, n int) {
	for k := range 4 {
		sum := 0
		for i := -n; i <= n; i++ {
			sum += int(src[min(max(i, 0), length-1)*step+k])
		}
		for i := range length {
			out[i*step+k] = uint8(sum / (2*n + 1))
			sum += int(src[min(i+n+1, length-1)*step+k]) - int(src[max(i-n, 0)*step+k])
		}
	}
}

// smear averages along a way of 2n+1 steps.
func smear(src *image.RGBA, n int, dx, dy float64) *image.RGBA {
	out := image.NewRGBA(src.Rect)
	w, h := src.Rect.Dx(), src.Rect.Dy()
	steps := make([][2]int, 0, 2*n+1)
	for i := -n; i <= n; i++ {
		steps = append(steps, [2]int{int(math.Round(dx * float64(i))), int(math.Round(dy * float64(i)))})
	}
	for y := range h {
		for x := range w {
			var sum [4]int
			for _, s := range steps {
				at := min(max(y+s[1], 0), h-1)*src.Stride + 4*min(max(x+s[0], 0), w-1)
				for k, v := range src.Pix[at : at+4] {
					sum[k] += int(v)
				}
			}
			for k := range sum {
				out.Pix[y*out.Stride+4*x+k] = uint8(sum[k] / len(steps))
			}
		}
	}
	return out
}
