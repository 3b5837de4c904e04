package brush

import (
	"image"
	"math"
	"math/rand/v2"
	"sync"
)

type vec [3]float64

func (a vec) dot(b vec) float64   { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
func (a vec) plus(b vec) vec      { return vec{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }
func (a vec) times(k float64) vec { return vec{a[0] * k, a[1] * k, a[2] * k} }
func (a vec) cross(b vec) vec {
	return vec{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
}

func (a vec) turn(x, y, z float64) vec {
	s, c := math.Sincos(x)
	a = vec{a[0], c*a[1] - s*a[2], s*a[1] + c*a[2]}
	s, c = math.Sincos(y)
	a = vec{c*a[0] + s*a[2], a[1], c*a[2] - s*a[0]}
	s, c = math.Sincos(z)
	return vec{c*a[0] - s*a[1], s*a[0] + c*a[1], a[2]}
}

// rgb is light, linear, 1 is the white of a lit paper.
type rgb [3]float32

// light holds the linear value of every byte, encoded the byte of every linear value times 4095.
var tone = sync.OnceValue(func() *struct {
	light   [256]float32
	encoded [4096]uint8
} {
	t := new(struct {
		light   [256]float32
		encoded [4096]uint8
	})
	for i := range t.light {
		t.light[i] = float32(math.Pow(float64(i)/255, 2.2))
	}
	for i := range t.encoded {
		t.encoded[i] = uint8(255*math.Pow(float64(i)/4095, 1/2.2) + 0.5)
	}
	return t
})

func lit(c ink) rgb { t := tone(); return rgb{t.light[c.R], t.light[c.G], t.light[c.B]} }

func (c rgb) times(k float32) rgb { return rgb{c[0] * k, c[1] * k, c[2] * k} }

func (c rgb) mix(d rgb, t float32) rgb {
	return rgb{c[0] + (d[0]-c[0])*t, c[1] + (d[1]-c[1])*t, c[2] + (d[2]-c[2])*t}
}

// A frame is what falls on the sensor: a pinhole camera at the origin looks along z. Pixel i covers i to i+1.
type frame struct {
	w, h  int
	focal float64 // in pixels
	px    []rgb
	id    []uint8 // which card is seen, counted from 1; 0: something else
	cards []placed
	did   []string
}

// placed is a document in a picture, with the samples of its face that are still to be seen.
type placed struct {
	art   *art
	quad  [4]pt
	seen  []pt // picture points of the visible of all samples
	total int
}

func newFrame(w, h int, focal float64) *frame {
	return &frame{w: w, h: h, focal: focal * float64(max(w, h)), px: make([]rgb, w*h), id: make([]uint8, w*h)}
}

func (f *frame) ray(x, y float64) vec {
	return vec{(x - float64(f.w)/2) / f.focal, (y - float64(f.h)/2) / f.focal, 1}
}

func (f *frame) project(p vec) pt {
	return pt{p[0]/p[2]*f.focal + float64(f.w)/2, p[1]/p[2]*f.focal + float64(f.h)/2}
}

// A pose is a rectangle in space: its middle, its edges along the width and down the height.
type pose struct{ mid, along, down vec }

// place puts a rectangle of an aspect so that its middle is seen at x, y and it would be width pixels wide if it faced us.
func (f *frame) place(x, y, width, aspect, pitch, yaw, roll float64) pose {
	z := f.focal / width
	return pose{f.ray(x, y).times(z), vec{1, 0, 0}.turn(pitch, yaw, roll), vec{0, 1 / aspect, 0}.turn(pitch, yaw, roll)}
}

func (f *frame) at(p pose, u, v float64) pt {
	return f.project(p.mid.plus(p.along.times(u - 0.5)).plus(p.down.times(v - 0.5)))
}

func (f *frame) quad(p pose) [4]pt {
	return [4]pt{f.at(p, 0, 0), f.at(p, 1, 0), f.at(p, 1, 1), f.at(p, 0, 1)}
}

// back returns, for a pixel's ray d, u = hu.d/hw.d and v = hv.d/hw.d on the rectangle (each less a half).
func (p pose) back() (hu, hv, hw vec) {
	n := p.along.cross(p.down)
	k := n.dot(p.mid)
	hu = p.along.times(k).plus(n.times(-p.mid.dot(p.along))).times(1 / p.along.dot(p.along))
	hv = p.down.times(k).plus(n.times(-p.mid.dot(p.down))).times(1 / p.down.dot(p.down))
	return hu, hv, n
}

// each calls do for the pixels of a box around a quadrilateral that look at the rectangle, edges widened by margin.
func (f *frame) each(p pose, margin float64, do func(i int, u, v float64)) {
	q := f.quad(p)
	x0, y0, x1, y1 := box(q[:], margin*f.focal/p.mid[2]+2, f.w, f.h)
	hu, hv, hw := p.back()
	for y := y0; y < y1; y++ {
		d := f.ray(float64(x0)+0.5, float64(y)+0.5) // all three run evenly along a line of pixels
		nu, nv, nw := hu.dot(d), hv.dot(d), hw.dot(d)
		for x := x0; x < x1; x++ {
			k := 1 / nw
			u, v := nu*k+0.5, nv*k+0.5
			nu, nv, nw = nu+hu[0]/f.focal, nv+hv[0]/f.focal, nw+hw[0]/f.focal
			if u > -margin && u < 1+margin && v > -2*margin && v < 1+2*margin {
				do(y*f.w+x, u, v)
			}
		}
	}
}

func box(q []pt, margin float64, w, h int) (x0, y0, x1, y1 int) {
	ax, ay, bx, by := q[0][0], q[0][1], q[0][0], q[0][1]
	for _, p := range q[1:] {
		ax, ay, bx, by = min(ax, p[0]), min(ay, p[1]), max(bx, p[0]), max(by, p[1])
	}
	return max(0, int(ax-margin)), max(0, int(ay-margin)), min(w, int(bx+margin)+1), min(h, int(by+margin)+1)
}

// A texture is light with coverage, and its halves for the far away.
type texture struct {
	w, h int
	pix  [][4]float32
	half *texture
}

func newTexture(img *image.RGBA, corner float64) *texture {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	t := &texture{w: w, h: h, pix: make([][4]float32, w*h)}
	l := &tone().light
	rad := corner * float64(w)
	for y := range h {
		for x := range w {
			o := img.PixOffset(x, y)
			a := float32(1)
			cx, cy := max(rad-float64(x)-0.5, float64(x)+0.5-float64(w)+rad, 0), max(rad-float64(y)-0.5, float64(y)+0.5-float64(h)+rad, 0)
			if cx > 0 && cy > 0 {
				a = float32(max(0, min(1, rad-math.Hypot(cx, cy)+0.5)))
			}
			t.pix[y*w+x] = [4]float32{l[img.Pix[o]] * a, l[img.Pix[o+1]] * a, l[img.Pix[o+2]] * a, a}
		}
	}
	for s := t; s.w > 40 && s.h > 40; s = s.half {
		s.half = s.halved()
	}
	return t
}

func (t *texture) halved() *texture {
	h := &texture{w: t.w / 2, h: t.h / 2}
	h.pix = make([][4]float32, h.w*h.h)
	for y := range h.h {
		for x := range h.w {
			o := 2*y*t.w + 2*x
			a, b, c, d := &t.pix[o], &t.pix[o+1], &t.pix[o+t.w], &t.pix[o+t.w+1]
			for k := range 4 {
				h.pix[y*h.w+x][k] = (a[k] + b[k] + c[k] + d[k]) / 4
			}
		}
	}
	return h
}

// sample reads between the four nearest texels; beyond the edge is nothing.
func (t *texture) sample(u, v float64) (out [4]float32) {
	x, y := u*float64(t.w)-0.5, v*float64(t.h)-0.5
	xf, yf := math.Floor(x), math.Floor(y)
	x0, y0, fx, fy := int(xf), int(yf), float32(x-xf), float32(y-yf)
	for j, wy := range [2]float32{1 - fy, fy} {
		for i, wx := range [2]float32{1 - fx, fx} {
			xi, yi := x0+i, y0+j
			if xi < 0 || yi < 0 || xi >= t.w || yi >= t.h {
				continue
			}
			p := &t.pix[yi*t.w+xi]
			k := wx * wy
			out[0] += p[0] * k
			out[1] += p[1] * k
			out[2] += p[2] * k
			out[3] += p[3] * k
		}
	}
	return out
}

// A gloss is a lamp's reflection on a laminated card.
type gloss struct{ u, v, ru, rv, power float64 }

// put shows an art in the frame, with the shadow that it casts. Documents of ours are noted with their truth.
func (f *frame) put(r *rand.Rand, a *art, p pose, shadow float64, g *gloss) {
	if shadow > 0 {
		f.shade(p, within(r, -0.02, 0.03), within(r, 0.005, 0.04), shadow)
	}
	t := newTexture(a.img, a.corner)
	for size := f.focal / p.mid[2]; t.half != nil && float64(t.w) > 1.5*size; {
		t = t.half
	}
	if g != nil && g.power > 0.5 {
		f.did = append(f.did, "glare")
	}
	id := uint8(0)
	if a.document != "" {
		f.cards = append(f.cards, placed{art: a, quad: f.quad(p)})
		id = uint8(len(f.cards))
	}
	f.each(p, 0.01, func(i int, u, v float64) {
		s := t.sample(u, v)
		if s[3] == 0 {
			return
		}
		if g != nil {
			du, dv := (u-g.u)/g.ru, (v-g.v)/g.rv
			k := float32(g.power*math.Exp(-du*du-dv*dv)) * s[3]
			s[0], s[1], s[2] = s[0]+k, s[1]+k, s[2]+k
		}
		b := &f.px[i]
		for k := range 3 {
			b[k] = b[k]*(1-s[3]) + s[k]
		}
		if s[3] > 0.5 {
			f.id[i] = id
		}
	})
}

// shade darkens what lies under a rectangle that is moved by du, dv.
func (f *frame) shade(p pose, du, dv, power float64) {
	const soft = 0.06
	f.each(p, 0.1, func(i int, u, v float64) {
		x, y := math.Abs(u-du-0.5)-0.5, math.Abs(v-dv-0.5)-0.5
		k := min(1, max(0, 0.5-x/soft)) * min(1, max(0, 0.5-y/soft))
		f.px[i] = f.px[i].times(float32(1 - power*k))
	})
}

// samples notes which points of every card are seen.
func (f *frame) samples(i int) {
	const nx, ny = 36, 24
	c := &f.cards[i]
	m := unit(c.quad)
	c.total, c.seen = nx*ny, nil
	for y := range ny {
		for x := range nx {
			p := m.at((float64(x)+0.5)/nx, (float64(y)+0.5)/ny)
			px, py := int(math.Floor(p[0])), int(math.Floor(p[1]))
			if px >= 0 && py >= 0 && px < f.w && py < f.h && f.id[py*f.w+px] == uint8(i+1) {
				c.seen = append(c.seen, p)
			}
		}
	}
}

// A plane map takes the unit square onto a quadrilateral as a camera does.
type planeMap [8]float64

func unit(q [4]pt) planeMap {
	dx1, dx2, sx := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, sy := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	den := dx1*dy2 - dx2*dy1
	g, h := (sx*dy2-dx2*sy)/den, (dx1*sy-sx*dy1)/den
	return planeMap{q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0], q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1], g, h}
}

func (m planeMap) at(u, v float64) pt {
	w := m[6]*u + m[7]*v + 1
	return pt{(m[0]*u + m[1]*v + m[2]) / w, (m[3]*u + m[4]*v + m[5]) / w}
}
