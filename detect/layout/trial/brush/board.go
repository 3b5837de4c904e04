package brush

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// An ink is a colour as screens show it, its opacity apart.
type ink struct{ R, G, B, A uint8 }

// RGBA makes it a color.Color.
func (c ink) RGBA() (r, g, b, a uint32) {
	f := func(v uint8) uint32 { return uint32(v) * 0x101 * uint32(c.A) / 255 }
	return f(c.R), f(c.G), f(c.B), uint32(c.A) * 0x101
}

type pt = [2]float64

// A board is a drawing surface for flat things: documents, pages, user interfaces.
type board struct {
	img  *image.RGBA
	w, h float64
	ras  vector.Rasterizer
}

func newBoard(w, h int, c ink) *board {
	b := onto(image.NewRGBA(image.Rect(0, 0, w, h)))
	b.rect(0, 0, b.w, b.h, c)
	return b
}

func onto(img *image.RGBA) *board {
	return &board{img: img, w: float64(img.Rect.Dx()), h: float64(img.Rect.Dy())}
}

// fill paints the area inside closed paths. Only their bounding box is rasterised: whole boards for every letter would cost
// a millisecond each.
func (b *board) fill(c ink, paths ...[]pt) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range paths {
		for _, q := range p {
			x0, y0, x1, y1 = min(x0, q[0]), min(y0, q[1]), max(x1, q[0]), max(y1, q[1])
		}
	}
	box := image.Rectangle{
		Min: image.Pt(int(math.Floor(max(x0, 0))), int(math.Floor(max(y0, 0)))),
		Max: image.Pt(int(math.Ceil(min(x1, b.w))), int(math.Ceil(min(y1, b.h)))),
	} // not image.Rect: it would turn an empty one inside out
	if box.Empty() {
		return
	}
	b.ras.Reset(box.Dx(), box.Dy())
	ox, oy := float64(box.Min.X), float64(box.Min.Y)
	for _, p := range paths {
		for i, q := range p {
			if i == 0 {
				b.ras.MoveTo(float32(q[0]-ox), float32(q[1]-oy))
			} else {
				b.ras.LineTo(float32(q[0]-ox), float32(q[1]-oy))
			}
		}
		b.ras.ClosePath()
	}
	b.ras.Draw(b.img, box, image.NewUniform(c), image.Point{})
}

func (b *board) rect(x, y, w, h float64, c ink) {
	b.fill(c, []pt{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}})
}

// frame draws the outline of a rectangle.
func (b *board) frame(x, y, w, h, thick float64, c ink) {
	b.line(c, thick, pt{x, y}, pt{x + w, y}, pt{x + w, y + h}, pt{x, y + h}, pt{x, y})
}

// arc appends points of an ellipse from angle a to angle z.
func arc(p []pt, cx, cy, rx, ry, a, z float64) []pt {
	n := max(6, int(math.Abs(z-a)*math.Sqrt(max(rx, ry))*1.6))
	for i := range n + 1 {
		s, c := math.Sincos(a + (z-a)*float64(i)/float64(n))
		p = append(p, pt{cx + rx*c, cy + ry*s})
	}
	return p
}

func (b *board) ellipse(cx, cy, rx, ry float64, c ink) {
	b.fill(c, arc(nil, cx, cy, rx, ry, 0, 2*math.Pi))
}

func (b *board) round(x, y, w, h, r float64, c ink) {
	q := math.Pi / 2
	p := arc(nil, x+r, y+r, r, r, 2*q, 3*q)
	p = arc(p, x+w-r, y+r, r, r, 3*q, 4*q)
	p = arc(p, x+w-r, y+h-r, r, r, 0, q)
	b.fill(c, arc(p, x+r, y+h-r, r, r, q, 2*q))
}

// line draws a polyline, each piece as a thin box that is a little longer than the piece, so that corners close.
func (b *board) line(c ink, thick float64, ps ...pt) {
	b.fill(c, strokes(nil, thick, ps)...)
}

func strokes(paths [][]pt, thick float64, ps []pt) [][]pt {
	for i := 1; i < len(ps); i++ {
		dx, dy := ps[i][0]-ps[i-1][0], ps[i][1]-ps[i-1][1]
		l := math.Hypot(dx, dy)
		if l == 0 {
			continue
		}
		dx, dy = dx/l*thick/2, dy/l*thick/2
		a, z := pt{ps[i-1][0] - dx*0.7, ps[i-1][1] - dy*0.7}, pt{ps[i][0] + dx*0.7, ps[i][1] + dy*0.7}
		paths = append(paths, []pt{{a[0] - dy, a[1] + dx}, {a[0] + dy, a[1] - dx}, {z[0] + dy, z[1] - dx}, {z[0] - dy, z[1] + dx}})
	}
	return paths
}

// waves draws the fine wavy lines that papers of value carry.
func (b *board) waves(r *rand.Rand, c ink, n int) {
	amp, long := b.h*(0.02+0.05*r.Float64()), b.w*(0.15+0.3*r.Float64())
	lean, thick := r.Float64()-0.5, b.w*(0.0012+0.0015*r.Float64())
	for i := range n {
		y := b.h * (float64(i)/float64(n)*1.3 - 0.15)
		var p []pt
		for x := 0.0; x <= b.w; x += b.w / 48 {
			p = append(p, pt{x, y + amp*math.Sin(x/long*6.28+float64(i)*0.35) + lean*x*0.3})
		}
		b.line(c, thick, p...)
	}
}

// scribble is a signature.
func (b *board) scribble(r *rand.Rand, x, y, w, h float64, c ink) {
	var p []pt
	phase := r.Float64() * 6
	for i := range 40 {
		t := float64(i) / 39
		p = append(p, pt{x + w*(t+0.12*math.Sin(t*23+phase)), y + h*(0.5+0.45*math.Sin(t*17+phase)*(1-0.6*t))})
	}
	b.line(c, max(1, w*0.012), p...)
}

// qr draws squares like a QR code. No reader gets anything out of it: the modules are chance.
func (b *board) qr(r *rand.Rand, x, y, side float64, c ink) {
	n := 25 + 4*r.IntN(3)
	m := side / float64(n)
	var paths [][]pt
	box := func(i, j, w, h int) {
		px, py := x+float64(i)*m, y+float64(j)*m
		paths = append(paths, []pt{{px, py}, {px + float64(w)*m, py}, {px + float64(w)*m, py + float64(h)*m}, {px, py + float64(h)*m}})
	}
	for j := range n {
		for i := range n {
			if (i < 8 && j < 8) || (i >= n-8 && j < 8) || (i < 8 && j >= n-8) {
				continue
			}
			if r.IntN(2) == 0 {
				box(i, j, 1, 1)
			}
		}
	}
	for _, k := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
		box(k[0], k[1], 7, 1)
		box(k[0], k[1]+6, 7, 1)
		box(k[0], k[1]+1, 1, 5)
		box(k[0]+6, k[1]+1, 1, 5)
		box(k[0]+2, k[1]+2, 3, 3)
	}
	b.fill(c, paths...)
}

// blit copies a picture into a box, nearest pixel.
func (b *board) blit(src *image.RGBA, x, y, w, h float64) {
	x0, y0, x1, y1 := int(x+0.5), int(y+0.5), int(x+w+0.5), int(y+h+0.5)
	sw, sh := src.Rect.Dx(), src.Rect.Dy()
	for j := max(0, y0); j < min(y1, int(b.h)); j++ {
		for i := max(0, x0); i < min(x1, int(b.w)); i++ {
			s, d := src.PixOffset((i-x0)*sw/(x1-x0), (j-y0)*sh/(y1-y0)), b.img.PixOffset(i, j)
			copy(b.img.Pix[d:d+4], src.Pix[s:s+4])
		}
	}
}

// blend paints a horizontal (or vertical) run from one colour to another.
func (b *board) blend(x, y, w, h float64, from, to ink, down bool) {
	const n = 24
	for i := range n {
		c := mix(from, to, float64(i)/(n-1))
		if down {
			b.rect(x, y+h*float64(i)/n, w, math.Ceil(h/n)+0.5, c)
		} else {
			b.rect(x+w*float64(i)/n, y, math.Ceil(w/n)+0.5, h, c)
		}
	}
}

func mix(a, z ink, t float64) ink {
	f := func(p, q uint8) uint8 { return uint8(float64(p) + (float64(q)-float64(p))*t + 0.5) }
	return ink{f(a.R, z.R), f(a.G, z.G), f(a.B, z.B), f(a.A, z.A)}
}

// hsv makes a colour of hue (0 to 360), saturation and value (0 to 1).
func hsv(h, s, v float64) ink {
	f := func(n float64) uint8 {
		k := math.Mod(n+h/60+12, 6)
		return uint8(255 * (v - v*s*max(0, min(k, 4-k, 1))))
	}
	return ink{f(5), f(3), f(1), 255}
}

func (b *board) grey() *board {
	for i := 0; i < len(b.img.Pix); i += 4 {
		p := b.img.Pix[i : i+3]
		y := uint8((int(p[0])*77 + int(p[1])*150 + int(p[2])*29) >> 8)
		p[0], p[1], p[2] = y, y, y
	}
	return b
}

var (
	black = ink{20, 20, 24, 255}
	white = ink{255, 255, 255, 255}
)

func alpha(c ink, a float64) ink { c.A = uint8(255 * a); return c }

func within(r *rand.Rand, a, z float64) float64 { return a + (z-a)*r.Float64() }

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }
