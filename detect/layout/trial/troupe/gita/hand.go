package gita

import (
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial/slate"
)

// fist is a hand: the skin of one person, what it wears.
type fist struct {
	skin         colour
	kind         int // 0 bare, 1 gloved, 2 ringed, 3 tattooed, 4 wet, 5 a child's, 6 old
	sleeve       paint
	l            *light
	seed         uint32
	nail, finish colour
}

func grip(r *rand.Rand, skin colour, sleeve paint, l *light) *fist {
	f := &fist{skin: skin, kind: r.IntN(7), sleeve: sleeve, l: l, seed: r.Uint32(), finish: pickOf(r, 5, 240)}
	f.nail = skin.mix(colour{0.9, 0.72, 0.68}, 0.45)
	if hit(r, 0.15) {
		f.nail = pickOf(r, 20, 230)
	}
	return f
}

// hold paints a hand that reaches with its tip over a document, inwards along dir: fingers behind, and what lies over it.
func (f *fist) hold(r *rand.Rand, back, front *image.RGBA, tip, dir, elbow point, s, flip float64, mode int) {
	fat := unit(r, 0.92, 1.15)
	if f.kind == 5 {
		fat, s = 1.3, s*0.75
	}
	at := func(x, y float64) point {
		return point{tip[0] + s*(dir[0]*y-dir[1]*x*flip), tip[1] + s*(dir[1]*y+dir[0]*x*flip)}
	}
	blob := func(x0, y0, x1, y1, r0, r1 float64) ball {
		return ball{at(x0, y0), at(x1, y1), r0 * s * fat, r1 * s * fat}
	}
	var nails []ball
	var over, under []ball
	finger := func(x0, y0, x1, y1, x2, y2, w float64) []ball {
		k := w / math.Hypot(x2-x1, y2-y1)
		nails = append(nails, ball{at(x2+(x2-x1)*k*0.1, y2+(y2-y1)*k*0.1), at(x1, y1), w * s * fat, 0})
		return []ball{blob(x0, y0, x1, y1, w*1.12, w*1.04), blob(x1, y1, x2, y2, w*1.02, w*0.86)}
	}
	wx, wy := 0.42, -1.5
	for i := range 4 {
		k := float64(i)
		switch mode {
		case 0, 3:
			under = append(under, finger(0.25+0.15*k, -0.85, 0.24+0.2*k, -0.25, 0.2+0.22*k, 0.05+unit(r, 0, 0.25), 0.095)...)
		case 1:
			y := unit(r, -0.05, 0.03) - 0.04*math.Abs(k-1.3)
			over = append(over, finger((k-1.5)*0.215, -0.68, (k-1.5)*0.21, -0.33, (k-1.5)*0.205, y, 0.092)...)
		case 2:
			under = append(under, finger((k-1.5)*0.22, -0.1, (k-1.5)*0.26, 0.5, (k-1.5)*0.3, 0.95-0.1*math.Abs(k-1.3), 0.1)...)
		}
	}
	thumb := []ball{}
	switch mode {
	case 1:
		wx, wy = 0, -1.45
		over = append(over, blob(-0.2, -0.85, 0.2, -0.85, 0.2, 0.2), blob(-0.05, -1, 0.05, -1.2, 0.32, 0.3))
	case 2:
		wx, wy = 0, -1.1
		under = append(under, blob(-0.15, -0.3, 0.1, -0.3, 0.36, 0.36), blob(0, -0.6, 0, -0.8, 0.38, 0.3))
		thumb = append(finger(-0.5, -0.45, -0.56, -0.2, -0.4, 0.02, 0.11), blob(-0.2, -0.75, -0.46, -0.5, 0.2, 0.14))
	default:
		thumb = append(finger(0.07, -0.68, -0.04, -0.35, 0, 0, 0.115), blob(0.07, -0.68, 0.26, -1.02, 0.13, 0.2))
		under = append(under, blob(0.5, -0.9, 0.5, -1.1, 0.33, 0.3))
		over = append(over, blob(0.28, -1.05, 0.42, -1.3, 0.22, 0.28))
		if mode == 3 { // the other fingers folded beside the thumb
			for i := range 3 {
				y := -0.52 - 0.19*float64(i)
				over = append(over, blob(0.3, y, 0.62, y-0.03, 0.098, 0.1))
			}
		}
	}
	wrist := at(wx, wy)
	d := math.Hypot(elbow[0]-wrist[0], elbow[1]-wrist[1]) + 1e-6
	out := point{(elbow[0] - wrist[0]) / d, (elbow[1] - wrist[1]) / d}
	along := func(k float64) point { return point{wrist[0] + out[0]*k*s, wrist[1] + out[1]*k*s} }
	reach := max(d/s, 1.5)
	arm := []ball{{wrist, along(reach), 0.28 * s * fat, 0.42 * s * fat}}
	if mode == 2 {
		under = append(under, arm...)
	} else {
		over = append(over, arm...)
	}
	skin := func(x, y float64) (colour, float64) {
		c, gloss := f.skin.times(0.88+0.12*noise(f.seed, x/s*9, y/s*9)+0.06*noise(f.seed, x/2, y/2)), 0.06
		switch f.kind {
		case 1:
			return f.finish.times(0.8 + 0.3*noise(f.seed, x/s*12, y/s*12)), 0.1
		case 3:
			t := math.Sin(x/s*17+3*noise(f.seed, x/s*3, y/s*3)) * math.Sin(y/s*15+4*noise(f.seed+1, x/s*3, y/s*3))
			c = c.mix(rgb(40, 48, 62), 0.75*smoothed(0.3, 0.4, math.Abs(t)))
		case 4:
			gloss = 0.35 + 0.9*smoothed(0.75, 0.8, noise(f.seed, x/s*22, y/s*22))
		case 6:
			v := math.Sin((x*dir[0]+y*dir[1])/s*70 + 8*noise(f.seed, x/s*6, y/s*6))
			c = c.times(0.85+0.15*v).mix(c.times(0.5), smoothed(0.72, 0.8, noise(f.seed+2, x/s*11, y/s*11)))
		}
		for i, n := range nails {
			ax, ay := n.b[0]-n.a[0], n.b[1]-n.a[1]
			k := 1 / math.Hypot(ax, ay)
			u, v := ((x-n.a[0])*ax+(y-n.a[1])*ay)*k/n.r0, ((x-n.a[0])*ay-(y-n.a[1])*ax)*k/n.r0
			if math.Abs(v) > 1.3 || u < -1.5 {
				continue
			}
			if e := u*u/0.75 + v*v/0.36; e < 1 && mode != 2 {
				return f.nail.times(0.75 + 0.25*smoothed(1, 0.7, e)), 0.4
			}
			far := 1 / k / n.r0
			if math.Abs(u-far-0.15*v*v) < 0.1 || math.Abs(u-far*0.9) < 0.06 {
				c = c.times(0.78)
			}
			if f.kind == 2 && i&1 == 0 && math.Abs(u-far*1.45) < 0.3 {
				return rgb(225, 180, 80).mix(colour{0.7, 0.7, 0.75}, float64(f.seed&1)), 1.2
			}
		}
		return c, gloss
	}
	body(back, under, 0.06*s, f.l, skin, 0.12*s, 0.35)
	body(front, append(over, thumb...), 0.07*s, f.l, skin, 0.14*s, 0.4)
	if f.sleeve != nil {
		m := front
		if mode == 2 {
			m = back
		}
		body(m, []ball{{along(0.55), along(reach), 0.4 * s * fat, 0.62 * s * fat}}, 1, f.l, f.sleeve, 0.1*s, 0.4)
	}
}

// held paints one or two hands that hold what lies in q; from is where their bodies are.
func held(r *rand.Rand, back, front *image.RGBA, f *fist, q [4][2]float64, aspect float64, elbows [2]point, face point, free float64) {
	w := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1])
	s := w * unit(r, 0.65, 0.95)
	if aspect < 1.5 {
		s = w * unit(r, 0.35, 0.6)
	}
	mid := within(q, 0.5, 0.5)
	both, first := hit(r, 0.35), f.first()
	if mid[1] < face[1]+free { // beside the face only the hand on the far side holds
		both, first = false, 0
		if mid[0] > face[0] {
			first = 1
		}
	}
	mode := []int{0, 0, 0, 1, 2, 3}[r.IntN(6)]
	if mode == 2 && math.Hypot(mid[0]-face[0], mid[1]-face[1]) < free+1.3*s {
		mode = 0
	}
	for i, e := range elbows {
		if !both && i != first {
			continue
		}
		var p, edge point
		k := float64(i)
		in := unit(r, 0.06, 0.16)
		switch {
		case both && mode != 2:
			v := unit(r, 0.4, 0.85)
			p, edge = within(q, k+in*(1-2*k), v), within(q, k, v+0.1)
		case mode == 2:
			p, edge = mid, within(q, 0.5, 1)
		case hit(r, 0.4):
			v := unit(r, 0.3, 0.8)
			p, edge = within(q, k+in*(1-2*k), v), within(q, k, v)
		default:
			u := unit(r, 0.15, 0.85)
			p, edge = within(q, u, 1-in*1.5), within(q, u, 1)
		}
		dx, dy := p[0]-edge[0], p[1]-edge[1]
		n := math.Hypot(dx, dy) + 1e-6
		tx, ty := p[0]-e[0], p[1]-e[1]
		t := math.Hypot(tx, ty) + 1e-6
		dx, dy = dx/n+0.5*tx/t, dy/n+0.5*ty/t
		n = math.Hypot(dx, dy) + 1e-6
		dx, dy = dx/n, dy/n
		for _, t := range []float64{0.2, 0.7, 1.2} { // a hand does not lie over the face
			if math.Hypot(p[0]-dx*t*s-face[0], p[1]-dy*t*s-face[1]) < free+0.5*s {
				edge, mode = within(q, 0.3+0.4*k, 1), 0
				p = within(q, 0.3+0.4*k, 1-in)
				dx, dy = 0, -1
				if edge[1] < mid[1] {
					p = within(q, 0.5, in)
				}
			}
		}
		flip := 1.0
		if i == 1 {
			flip = -1
		}
		f.hold(r, back, front, p, point{dx, dy}, e, s, -flip, mode)
		if mode == 2 {
			return
		}
	}
}

func (f *fist) first() int { return int(f.seed >> 3 & 1) }

// grade turns the tones of the whole picture, as a camera's own taste does.
func grade(r *rand.Rand, m *image.RGBA, night bool) {
	gain, lift, grey := unit(r, 0.85, 1.15), unit(r, -12, 22), unit(r, -0.25, 0.35)
	if night {
		gain, lift = unit(r, 0.8, 1.3), unit(r, 0, 15)
	}
	if hit(r, 0.04) {
		grey = 1
	}
	for i := 0; i < len(m.Pix); i += 4 {
		p := m.Pix[i : i+3 : i+3]
		y := float64(p[0])*0.3 + float64(p[1])*0.59 + float64(p[2])*0.11
		for k := range p {
			v := float64(p[k])
			p[k] = uint8(min(max((v+(y-v)*grey-128)*gain+128+lift, 0), 255))
		}
	}
}

// thing paints a round thing that a glance may take for a face, or what lies on tables.
func thing(r *rand.Rand, m *image.RGBA, x, y, s float64, l *light) {
	a, b, seed, kind := pickOf(r, 30, 250), pickOf(r, 30, 250), r.Uint32(), r.IntN(9)
	turn := unit(r, 0, 6.3)
	dx, dy := math.Cos(turn), math.Sin(turn)
	round := func(u, v, rad float64) ball {
		p := point{x + s*u, y + s*v}
		return ball{p, p, rad * s, rad * s}
	}
	bar := func(k0, k1, rad float64) ball {
		return ball{point{x + s*k0*dx, y + s*k0*dy}, point{x + s*k1*dx, y + s*k1*dy}, rad * s, rad * s}
	}
	plain := func(px, py float64) (colour, float64) { return a.times(0.9 + 0.1*noise(seed, px/5, py/5)), 0.3 }
	flat := func(px, py float64) (colour, float64) {
		d := math.Hypot(px-x, py-y) / s
		c := a.mix(colour{0.9, 0.9, 0.88}, 0.7)
		switch kind {
		case 0: // a plate
			c = c.mix(b, smoothed(0.8, 0.83, d)*smoothed(0.93, 0.9, d)).times(1 - 0.25*math.Abs(math.Sin(d*9)))
		case 1: // a clock
			t := math.Atan2(py-y, px-x)
			c = c.mix(colour{}, smoothed(0.9, 0.93, d)+smoothed(0.72, 0.75, d)*smoothed(0.86, 0.84, d)*smoothed(0.9, 0.95, math.Cos(t*12)))
			for i, n := range []float64{0.45, 0.7} {
				e := turn * float64(i+1)
				if u := ((px-x)*math.Cos(e) + (py-y)*math.Sin(e)) / s; u > 0 && u < n && math.Abs((px-x)*math.Sin(e)-(py-y)*math.Cos(e)) < 0.04*s {
					c = colour{}
				}
			}
		case 2: // a cup from above
			c = a.times(1-0.6*smoothed(0.75, 0.7, d)).mix(rgb(70, 38, 16), smoothed(0.72, 0.68, d))
		default: // a ball
			c = a.mix(b, smoothed(0.5, 0.53, noise(seed, px/s*2, py/s*2)))
		}
		return c, 0.4
	}
	switch kind {
	case 0, 1, 2, 3:
		body(m, []ball{round(0, 0, 1)}, 1, l, flat, 0.3*s, 0.4)
	case 4: // a toy bear
		a = rgb(150, 105, 60).mix(a, 0.4)
		body(m, []ball{round(0, 0.1, 0.62), round(-0.5, -0.4, 0.26), round(0.5, -0.4, 0.26), round(0, 1.3, 0.75)}, 0.12*s, l, plain, 0.2*s, 0.35)
		a = a.mix(colour{1, 1, 1}, 0.4)
		body(m, []ball{round(0, 0.3, 0.28)}, 1, l, plain, 0.05*s, 0.2)
		a = colour{0.01, 0.01, 0.01}
		body(m, []ball{round(-0.25, -0.05, 0.07)}, 1, l, plain, 0, 0)
		body(m, []ball{round(0.25, -0.05, 0.07)}, 1, l, plain, 0, 0)
		body(m, []ball{round(0, 0.2, 0.09)}, 1, l, plain, 0, 0)
	case 5: // a flower
		var bs []ball
		for i := range 7 {
			t := float64(i)*0.9 + turn
			bs = append(bs, ball{point{x + 0.3*s*math.Cos(t), y + 0.3*s*math.Sin(t)}, point{x + 0.7*s*math.Cos(t), y + 0.7*s*math.Sin(t)}, 0.15 * s, 0.28 * s})
		}
		body(m, bs, 0.03*s, l, plain, 0.15*s, 0.3)
		a = b
		body(m, []ball{round(0, 0, 0.3)}, 1, l, plain, 0.1*s, 0.4)
	case 6: // a pen
		body(m, []ball{bar(-2, 2, 0.11), bar(-2.4, 0.2, 0.08)}, 0.03*s, l, plain, 0.2*s, 0.4)
	case 7: // keys
		a = colour{0.55, 0.5, 0.4}
		body(m, []ball{bar(-0.9, -0.6, 0.3), bar(-0.5, 0.9, 0.08), bar(0.5, 0.7, 0.14)}, 0.05*s, l, plain, 0.12*s, 0.45)
		x, y, dx, dy = x-dx*s*0.8, y-dy*s*0.8, dx*0.6-dy*0.8, dx*0.8+dy*0.6
		body(m, []ball{bar(-0.3, 0.2, 0.3), bar(0, 1.2, 0.08)}, 0.05*s, l, plain, 0.12*s, 0.45)
	case 8: // knees
		cloth := fabric(r, s)
		body(m, []ball{{point{x - s, y}, point{x - 0.8*s, y + 6*s}, s, 1.3 * s}, {point{x + s, y}, point{x + 0.8*s, y + 6*s}, s, 1.3 * s}}, 0.2*s, l, cloth, 0.3*s, 0.4)
	}
}

// glare is a strip of light over everything, too thin to hide it.
func glare(r *rand.Rand, c *slate.Canvas, strong float64) {
	m := c.Image()
	t, at, wide := unit(r, 0, 3.2), unit(r, 0.2, 0.8), unit(r, 20, 120)
	co, si := math.Cos(t), math.Sin(t)
	ox, oy := float64(m.Rect.Dx())*at, float64(m.Rect.Dy())*at
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			d := math.Abs((float64(x)-ox)*co+(float64(y)-oy)*si) / wide
			if d < 1 {
				put(m, x, y, colour{1, 1, 0.97}, strong*(1-d*d))
			}
		}
	}
}

func hand(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := size(r)
	kind := r.IntN(14)
	ground(r, c.Image(), kind, 0)
	c.Soften(r.IntN(3))
	l := lamps(r, kind)
	w, h := float64(W), float64(H)
	m := c.Image()
	sleeve := fabric(r, w*0.1)
	if hit(r, 0.25) { // someone whose head is above the picture
		s := w * unit(r, 0.16, 0.3)
		body(m, []ball{
			{point{w / 2, 0}, point{w / 2, 2 * h}, 1.2 * s, 1.4 * s},
			{point{w/2 - 1.3*s, 0}, point{w/2 - 2*s, h}, 0.5 * s, 0.5 * s},
			{point{w/2 + 1.3*s, 0}, point{w/2 + 2*s, h}, 0.5 * s, 0.5 * s},
		}, 0.3*s, &l, sleeve, 0.1*s, 0.3)
	}
	for range r.IntN(4) {
		thing(r, m, w*r.Float64(), h*r.Float64(), min(w, h)*unit(r, 0.05, 0.22), &l)
	}
	wide := max(w*unit(r, 0.2, 0.75), 75)
	f := show(wide)
	if tall := wide / f.Aspect(); tall > 0.75*h {
		wide *= 0.75 * h / tall
	}
	x, y := w*unit(r, 0.4, 0.6), h*unit(r, 0.35, 0.58)
	q := slate.Quad(x, y, wide, f.Aspect(), unit(r, -0.5, 0.5), unit(r, -0.5, 0.5), unit(r, -0.5, 0.5))
	front := image.NewRGBA(m.Rect)
	if hit(r, 0.4) {
		sleeve = nil
	}
	fist := grip(r, skin(r), sleeve, &l)
	held(r, m, front, fist, q, f.Aspect(), [2]point{{x - w*unit(r, 0.1, 0.7), h*1.1 + wide}, {x + w*unit(r, 0.1, 0.7), h*1.1 + wide}}, point{}, -1e6)
	if hit(r, 0.15) { // fanned with another thing
		o := slate.Of(page(r, 200, 126), "", "", [4]float64{}, [4]float64{})
		c.Place(o, slate.Quad(x+wide*unit(r, -0.3, 0.3), y-wide*unit(r, 0.15, 0.35), wide, f.Aspect(), unit(r, -0.6, 0.6), 0, 0), 0.3)
	}
	c.Place(f, q, unit(r, 0, 0.5))
	c.Over(front)
	if hit(r, 0.2) {
		glare(r, c, unit(r, 0.1, 0.4))
	}
	grade(r, c.Image(), l.night)
	return c
}

func table(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := size(r)
	w, h := float64(W), float64(H)
	lean := unit(r, 0, 0.87)
	kind := []int{0, 0, 1, 1, 1, 2, 2, 3, 3, 5, 6, 13}[r.IntN(12)]
	ground(r, c.Image(), kind, lean)
	l := lamps(r, 0)
	turn := unit(r, -0.5, 0.5)
	if hit(r, 0.15) {
		turn = unit(r, -3, 3)
	}
	aside := unit(r, -0.25, 0.25)
	for range r.IntN(4) {
		a := unit(r, 0.6, 1.7)
		o := slate.Of(page(r, 260, int(260/a)), "", "", [4]float64{}, [4]float64{})
		c.Place(o, slate.Quad(w*r.Float64(), h*r.Float64(), w*unit(r, 0.2, 0.8), a, unit(r, -3, 3), lean, aside), unit(r, 0.1, 0.5))
	}
	for range r.IntN(5) {
		thing(r, c.Image(), w*r.Float64(), h*r.Float64(), min(w, h)*unit(r, 0.04, 0.14), &l)
	}
	wide := max(w*unit(r, 0.18, 0.8), 75)
	f := show(wide)
	if tall := wide / f.Aspect(); tall > 0.8*h {
		wide *= 0.8 * h / tall
	}
	c.Place(f, slate.Quad(w*unit(r, 0.38, 0.62), h*unit(r, 0.38, 0.62), wide, f.Aspect(), turn, lean, aside), unit(r, 0, 0.6))
	if hit(r, 0.3) { // something lies over a corner
		over := image.NewRGBA(image.Rect(0, 0, W, H))
		thing(r, over, w*unit(r, 0.1, 0.9), h*unit(r, 0.75, 0.95), min(w, h)*unit(r, 0.04, 0.09), &l)
		c.Over(over)
	}
	if hit(r, 0.35) { // light through blinds, or someone's shade
		m := c.Image()
		a, b, p, d := unit(r, -1, 1), unit(r, -1, 1), unit(r, 60, 400), unit(r, 0.1, 0.45)
		for y := range H {
			for x := range W {
				put(m, x, y, colour{}, d*smoothed(-0.2, 0.2, math.Sin((float64(x)*a+float64(y)*b)/p*6)))
			}
		}
	}
	if hit(r, 0.4) {
		glare(r, c, unit(r, 0.1, 0.5))
	}
	grade(r, c.Image(), false)
	return c
}
