package loom

import (
	"image/color"
	"math"

	"golang.org/x/image/draw"
)

// A lattice is smooth noise between 0 and 1.
type lattice struct {
	v    [32][32]float64
	step [2]float64
}

func (h *hand) lattice(stepX, stepY float64) *lattice {
	l := &lattice{step: [2]float64{stepX, stepY}}
	for i := range l.v {
		for k := range l.v[i] {
			l.v[i][k] = h.r.Float64()
		}
	}
	return l
}

func (l *lattice) at(x, y float64) float64 {
	x, y = x/l.step[0], y/l.step[1]
	i, k := int(x), int(y)
	u, v := x-float64(i), y-float64(k)
	u, v = u*u*(3-2*u), v*v*(3-2*v)
	a, b := &l.v[k&31], &l.v[(k+1)&31]
	return (1-v)*((1-u)*a[i&31]+u*a[(i+1)&31]) + v*((1-u)*b[i&31]+u*b[(i+1)&31])
}

var woods = []color.NRGBA{rgb(150, 104, 66), rgb(112, 72, 44), rgb(196, 160, 116), rgb(90, 64, 50), rgb(180, 140, 100)}

// ground is what things lie on: wood, tiles, checked cloth, a mat, printed cloth, a page of print, or one colour.
func (h *hand) ground(w, high float64) *canvas {
	k := max(math.Max(w, high)/560, 1)
	c := h.canvas(w/k, high/k)
	sw, sh := c.size()
	kind := h.r.IntN(7)
	base := h.vary(pick(h, append(cloths, woods...)), 24)
	if kind == 0 {
		base = h.vary(pick(h, woods), 16)
	}
	second := mix(base, pick(h, []color.NRGBA{rgb(255, 255, 255), rgb(10, 10, 10), h.vary(rgb(128, 128, 128), 100)}), h.between(0.15, 0.5))
	cell, across := h.between(30, 110), h.chance(0.5)
	grain, fine := h.lattice(cell, cell), h.lattice(h.between(2, 5), h.between(2, 5))
	if kind == 0 {
		grain = h.lattice(160, 6)
	}
	for y := range c.Rect.Dy() {
		for x := range c.Rect.Dx() {
			u, v := float64(x), float64(y)
			if across {
				u, v = v, u
			}
			t := 0.25 * fine.at(u, v)
			switch kind {
			case 0:
				t += 0.8*grain.at(u, v) + 0.5*math.Max(0, 1-math.Mod(v, cell))
			case 1:
				t += 0.2 * grain.at(u, v)
				if math.Mod(u, cell) < 2.5 || math.Mod(v, cell) < 2.5 {
					t += 0.8
				}
			case 2:
				t += 0.5*math.Floor(math.Mod(u/cell*2, 2)) + 0.5*math.Floor(math.Mod(v/cell*2, 2))
			case 3:
				t = fine.at(u, v)
			case 4:
				t += 0.5 + 0.6*math.Sin(u/cell*9)*math.Sin(v/cell*9)*grain.at(u, v)
			default:
				t += 0.6 * grain.at(u/4, v/4)
			}
			m := mix(base, second, min(t, 1))
			copy(c.Pix[y*c.Stride+4*x:], []uint8{m.R, m.G, m.B, 255})
		}
	}
	if kind == 5 {
		c.flood(h.vary(rgb(236, 232, 224), 14))
		h.print(c, 0, 0, sw, sh, h.between(7, 14))
	}
	out := h.canvas(w, high)
	draw.ApproxBiLinear.Scale(out.RGBA, out.Rect, c.RGBA, c.Rect, draw.Src, nil)
	return out
}

// print fills a place with lines of words that cannot be read.
func (h *hand) print(c *canvas, x, y, w, high, pitch float64) {
	var words [][]pt
	for v := y + pitch; v < y+high-pitch/2; v += pitch {
		end := x + w*h.between(0.7, 1)
		for u := x; u < end; {
			l := pitch * h.between(0.6, 4)
			words = append(words, box(u, v-pitch*0.5, min(l, end-u), pitch*0.42))
			u += l + pitch*0.5
		}
		if h.chance(0.1) {
			v += pitch
		}
	}
	if len(words) > 0 {
		c.fill(h.vary(rgb(110, 110, 112), 30), words...)
	}
}

// room is what stands behind people.
func (h *hand) room(w, high float64) *canvas {
	c := h.canvas(w, high)
	wall := h.vary(pick(h, []color.NRGBA{rgb(214, 208, 196), rgb(170, 196, 190), rgb(196, 180, 150), rgb(150, 160, 176), rgb(226, 226, 224), rgb(110, 96, 90)}), 18)
	c.ramp(wall, mix(wall, rgb(0, 0, 0), h.between(0.1, 0.5)), h.between(0, 6))
	for range h.r.IntN(5) { // a window, a poster, a shelf, a door
		x, y, bw, bh := h.between(-0.1, 0.9)*w, h.between(-0.2, 0.8)*high, h.between(0.1, 0.4)*w, h.between(0.08, 0.6)*high
		col := h.vary(pick(h, append(woods, rgb(230, 236, 240), rgb(60, 70, 80), rgb(120, 150, 110))), 20)
		c.fill(mix(col, rgb(0, 0, 0), 0.4), box(x-w*0.01, y-w*0.01, bw+w*0.02, bh+w*0.02))
		c.fill(col, box(x, y, bw, bh))
	}
	if h.chance(0.25) { // a curtain
		x, col := h.between(-0.2, 0.7)*w, h.vary(pick(h, cloths), 20)
		for i := range 9 {
			c.fill(mix(col, rgb(0, 0, 0), 0.12+0.12*math.Sin(float64(i)*1.7)), box(x+float64(i)*w*0.04, 0, w*0.042, high))
		}
	}
	if h.chance(0.15) { // leaves
		for range 60 {
			c.fill(h.vary(rgb(70, 110, 60), 30), oval(h.between(0, w), h.between(0, high*0.8), w*0.05, w*0.02, h.between(0, 3)))
		}
	}
	return c
}

// clutter lays things beside the document.
func (h *hand) clutter(c *canvas) {
	w, high := c.size()
	for range h.r.IntN(4) {
		x, y, turn, l := h.between(0, w), h.between(0, high), h.between(0, 6), w*h.between(0.15, 0.3)
		sin, cos := math.Sincos(turn)
		col := h.vary(pick(h, cloths), 30)
		shade := alpha(rgb(0, 0, 0), 60)
		switch h.r.IntN(4) {
		case 0: // a pen
			end := pt{x + 2*l*cos, y + 2*l*sin}
			c.film(shade, pole(pt{x + l*0.05, y + l*0.06}, pt{end[0] + l*0.05, end[1] + l*0.06}, l*0.05))
			c.fill(col, pole(pt{x, y}, end, l*0.045))
		case 1: // a cup
			c.film(shade, disc(x+l*0.1, y+l*0.12, l*0.75, l*0.75))
			c.fill(rgb(240, 240, 236), disc(x, y, l*0.7, l*0.7))
			c.fill(rgb(70, 40, 22), disc(x, y, l*0.58, l*0.58))
		case 2: // a telephone
			q := pose(x, y, l, l*2, turn, 0, 0)
			c.film(shade, offset(q, l*0.06))
			c.fill(rgb(24, 24, 28), q[:])
		default: // a paper
			q := pose(x, y, l*2, l*2.8, turn, 0, 0)
			c.film(shade, offset(q, l*0.04))
			c.fill(h.vary(rgb(236, 234, 228), 14), q[:])
		}
	}
}

func offset(q [4]pt, d float64) []pt {
	out := q[:]
	moved := make([]pt, 4)
	for i, p := range out {
		moved[i] = pt{p[0] + d, p[1] + d}
	}
	return moved
}

// pose is a rectangle seen through a camera: rolled on the picture, leaning away by two angles.
func pose(cx, cy, w, high, roll, pitch, yaw float64) (q [4]pt) {
	far := 2.6 * math.Max(w, high)
	sin, cos := math.Sincos(roll)
	for i, p := range box(-w/2, -high/2, w, high) {
		z := p[1]*math.Sin(pitch) + p[0]*math.Sin(yaw)
		k := far / (far + z)
		x, y := p[0]*math.Cos(yaw)*k, p[1]*math.Cos(pitch)*k
		q[i] = pt{cx + x*cos - y*sin, cy + x*sin + y*cos}
	}
	return q
}

// within moves a quadrilateral into a picture, and shrinks one that is too big. over is how far it may reach beyond the frame.
func within(q [4]pt, w, high, over float64) [4]pt {
	for k, side := range []float64{w, high} {
		low, top := min(q[0][k], q[1][k], q[2][k], q[3][k]), max(q[0][k], q[1][k], q[2][k], q[3][k])
		room := side * (1 + 2*over)
		if f := room / (top - low); f < 1 {
			for i := range q {
				q[i] = pt{q[0][0] + (q[i][0]-q[0][0])*f, q[0][1] + (q[i][1]-q[0][1])*f}
			}
			return within(q, w, high, over+1e-6)
		}
		move := max(-side*over-low, 0) + min(side*(1+over)-top, 0)
		for i := range q {
			q[i][k] += move
		}
	}
	return q
}

// glare is light thrown back by plastic.
func (c *canvas) glare(x, y, rx, ry, turn float64, strength int) {
	for k := range 8 {
		f := 1 - float64(k)/9
		c.film(color.NRGBA{255, 255, 250, uint8(strength / 8)}, oval(x, y, rx*f, ry*f, turn))
	}
}
