package slate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

var scenes = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

// compose sets things into a scene. A thing is drawn at about the width that is asked for.
func compose(r *rand.Rand, scene string, thing func(px float64) *pic) *pic {
	switch scene {
	case trial.Scan:
		return scan(r, thing)
	case trial.Table:
		return table3(r, thing)
	case trial.Selfie:
		return selfie(r, thing)
	case trial.Hand:
		return held(r, thing)
	case trial.Collage:
		return collage(r, thing)
	case trial.Screen:
		return screen(r, thing)
	case trial.Sheet:
		return copies(r, thing)
	}
	return tight(r, thing)
}

// quad is where a flat thing lies: its middle, width and aspect, turned, seen from an angle.
func quad(x, y, w, aspect, turn, tiltX, tiltY float64) (q [4]point) {
	sin, cos := math.Sincos(turn)
	h := w / aspect
	for i, c := range [4]point{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}} {
		u, v := c[0]*cos-c[1]*sin, c[0]*sin+c[1]*cos
		d := 1 + (tiltX*u+tiltY*v)/w
		q[i] = point{x + u/d, y + v/d*(1-0.5*math.Abs(tiltY))}
	}
	return q
}

func moved(q [4]point, dx, dy float64) []point {
	out := make([]point, 4)
	for i, c := range q {
		out[i] = point{c[0] + dx, c[1] + dy}
	}
	return out
}

// canvas is a size between two sides, on its long side or upright.
func canvas(r *rand.Rand, lo, hi float64, upright bool) (w, h float64) {
	long := math.Round(lo + (hi-lo)*r.Float64()*r.Float64())
	short := math.Round(long * pick(r, 0.75, 0.5625, 0.6667, 0.75))
	if upright {
		return short, long
	}
	return long, short
}

func tight(r *rand.Rand, thing func(float64) *pic) *pic {
	wide := between(r, 420, 1000)
	t := thing(wide)
	a := t.aspect()
	m := wide * between(r, -0.015, 0.03)
	p := newPic(int(wide+2*m), int(wide/a+2*m))
	w, h := p.size()
	back := drift(r, pick(r, ink{250, 250, 250, 255}, ink{30, 30, 30, 255}, ink{130, 110, 90, 255}, ink{200, 200, 205, 255}), 20)
	p.box(back, 0, 0, w, h)
	p.place(t, quad(w/2, h/2, wide, a, spread(r, 0.015), spread(r, 0.03), spread(r, 0.02)))
	return p
}

func scan(r *rand.Rand, thing func(float64) *pic) *pic {
	w, h := canvas(r, 600, 1400, chance(r, 0.5))
	p := newPic(int(w), int(h))
	bed, f := drift(r, pick(r, ink{246, 246, 246, 255}, ink{252, 252, 252, 255}, ink{228, 228, 230, 255}, ink{70, 70, 72, 255}), 6), newField(r)
	p.paint(func(x, y float64) (float64, float64, float64) {
		t := 5 * (f.at(x*0.01, y*0.02) - 0.5)
		return float64(bed.R) + t, float64(bed.G) + t, float64(bed.B) + t
	})
	for range r.IntN(12) { // dust
		x, y := between(r, 0, w), between(r, 0, h)
		p.line(ink{90, 90, 96, 150}, 1.2, point{x, y}, point{x + spread(r, 6), y + spread(r, 6)})
	}
	if chance(r, 0.4) { // the lid does not close
		p.box(ink{90, 90, 92, 150}, 0, 0, w, between(r, 4, 16))
	}
	wide := between(r, 0.38, 0.86) * min(w, h*1.35)
	t := thing(wide)
	if t.aspect() < 1 {
		wide = min(wide*0.7, h*0.9*t.aspect())
	}
	x, y := w/2+spread(r, (w-wide)*0.42), h/2+spread(r, max(0, h-wide/t.aspect())*0.42)
	q := quad(x, y, wide, t.aspect(), spread(r, 0.06)+math.Pi*float64(r.IntN(12)/11), 0, 0)
	p.shadow(between(r, 0.1, 0.45), wide*0.012, moved(q, wide*0.006, wide*0.008)...)
	p.place(t, q)
	return p
}

func table3(r *rand.Rand, thing func(float64) *pic) *pic {
	w, h := canvas(r, 640, 1500, chance(r, 0.4))
	p := newPic(int(w), int(h))
	ground(r, p)
	wide := between(r, 0.34, 0.82) * min(w, h*1.3)
	t := thing(wide)
	if t.aspect() < 1 {
		wide *= 0.7
	}
	q := quad(w/2+spread(r, w*0.1), h/2+spread(r, h*0.1), wide, t.aspect(), spread(r, 0.35)+math.Pi*float64(r.IntN(8)/7), spread(r, 0.22), between(r, -0.35, 0.2))
	if chance(r, 0.35) {
		clutter(r, p, w, h)
	}
	dx, dy := spread(r, 0.03)*wide, between(r, 0.004, 0.03)*wide
	p.shadow(between(r, 0.25, 0.6), wide*between(r, 0.01, 0.04), moved(q, dx, dy)...)
	p.place(t, q)
	p.lamp(r)
	if chance(r, 0.25) { // the photographer's own shadow
		x := between(r, 0, w)
		p.shadow(0.4, 30, point{x, 0}, point{x + w*0.4, 0}, point{x + w*0.2, h}, point{x - w*0.4, h})
	}
	return p
}

// lamp lights one side more than the other, and the sensor adds its grain.
func (p *pic) lamp(r *rand.Rand) {
	w, h := p.size()
	a, much := r.Float64()*2*math.Pi, between(r, 0.05, 0.3)
	sin, cos := math.Sincos(a)
	var grain [512]float64
	fine := between(r, 0.5, 4)
	for i := range grain {
		grain[i] = r.NormFloat64() * fine
	}
	s := r.Uint32() | 1
	p.each(func(x, y int, r, g, b float64) (float64, float64, float64) {
		s ^= s << 13
		s ^= s >> 17
		s ^= s << 5
		n := grain[s&511]
		f := 1 + much*((float64(x)/w-0.5)*cos+(float64(y)/h-0.5)*sin)
		return r*f + n, g*f + n, b*f + n
	})
}

func selfie(r *rand.Rand, thing func(float64) *pic) *pic {
	w, h := canvas(r, 560, 1200, chance(r, 0.75))
	p := newPic(int(w), int(h))
	room(r, p)
	p.RGBA = soft(p.RGBA, 2)
	who := newPerson(r, chance(r, 0.5))
	s := min(w, h) * between(r, 0.34, 0.5)
	x, y := w*between(r, 0.36, 0.64), h*between(r, 0.28, 0.4)
	p.over(func(b *board) { who.draw(b, x, y, s) })
	p.RGBA = soft(p.RGBA, 1)
	p.face = true
	wide := w * between(r, 0.25, 0.6)
	if w > h {
		wide *= 0.7
	}
	t := thing(wide)
	if t.aspect() < 1 {
		wide *= 0.62
	}
	high := wide / t.aspect()
	var at point
	switch r.IntN(3) {
	case 0: // beside the chin
		side := pick(r, -1.0, 1)
		at = point{x + side*(s*0.42+wide*0.5), y + s*between(r, 0.1, 0.5)}
	case 1: // below
		at = point{x + spread(r, s*0.3), y + s*0.6 + high*0.55}
	default: // before the chin
		at = point{x + spread(r, s*0.25), y + s*0.36 + high*0.5}
	}
	at[0], at[1] = min(max(at[0], wide*0.46), w-wide*0.46), min(max(at[1], high*0.5), h-high*0.45)
	hold(r, p, t, quad(at[0], at[1], wide, t.aspect(), spread(r, 0.16), spread(r, 0.14), spread(r, 0.12)), who, 0.5*(s*0.21+wide*0.14))
	p.lamp(r)
	return p
}

// hold places a thing in a hand: the palm and fingers behind it, a thumb or fingers before its edges.
func hold(r *rand.Rand, p *pic, t *pic, q [4]point, who person, thick float64) {
	skin, sleeve := who.skin, who.shirt
	on := lensTo(q)
	at := func(u, v float64) point { x, y := on.at(u, v); return point{x, y} }
	w := span(q)[0]
	side := pick(r, -1.0, 1)
	way := pick(r, "side", "below", "both", "grip")
	edge := func(v float64) float64 { return 0.5 + side*v }
	dark := mix(skin, ink{60, 30, 20, 255}, 0.28)
	p.over(func(b *board) { // behind: the palm, and fingertips that look out at the top
		root := at(edge(0.5), 0.8)
		if way == "below" {
			root = at(0.5, 1.0)
		}
		_, low := p.size()
		wrist, elbow := point{root[0], root[1] + thick*2.4}, point{root[0] + side*thick*1.4, low + thick*2}
		for i := range 6 { // the arm, rounder than flat
			k := float64(i) / 5
			b.line(mix(dark, skin, k*0.8), thick*(3-1.4*k), point{wrist[0] - k*thick*0.3, wrist[1]}, point{elbow[0] - k*thick*0.3, elbow[1]})
		}
		for i := range 8 {
			k := float64(i) / 7
			b.fill(mix(dark, skin, k*0.85), oval(root[0]-thick*0.5*k, root[1]+thick*(1.6-0.2*k), thick*(2.3-1.3*k), thick*(2.9-1.6*k), side*0.35, 30))
		}
		if cuff := between(r, 2.6, 9); cuff < 6 { // a sleeve
			b.line(sleeve, thick*3.6, point{wrist[0] + side*thick*cuff*0.2, wrist[1] + thick*cuff}, point{elbow[0] + side*thick*cuff*0.2, elbow[1] + thick*cuff})
		}
		for i := range 3 + r.IntN(2) {
			k := float64(i)
			if way == "grip" {
				break
			}
			switch way {
			case "below":
				finger(b, skin, at(0.5+side*(0.06+0.11*k), 0.8), at(0.5+side*(0.07+0.12*k), -0.05-0.12*r.Float64()), thick, false)
			default:
				finger(b, skin, at(edge(0.35), 0.25+0.2*k), at(edge(0.52+0.02*r.Float64()), 0.2+0.2*k), thick, false)
			}
		}
	})
	p.shadow(0.4, thick*0.5, moved(q, thick*0.1, thick*0.25)...)
	p.place(t, q)
	deep := func() float64 { return thick * between(r, 0.9, 2.1) / w } // how far a finger reaches in
	var tips [][2]point
	h := span(q)[1] / w // of the thing, in widths
	switch way {
	case "below":
		u := between(r, 0.3, 0.7)
		tips = append(tips, [2]point{at(u+0.06*side, 1+thick*1.1/w/h), at(u, 1-deep()/h)})
	case "grip": // fingers before the thing, the thumb behind
		v := between(r, 0.4, 0.6)
		for i := range 2 + r.IntN(3) {
			k := v + float64(i)*thick*1.02/w/h
			tips = append(tips, [2]point{at(edge(0.5+thick*1.5/w), k+0.08), at(edge(0.5-deep()*0.7), k)})
		}
	case "side":
		v := between(r, 0.55, 0.85)
		tips = append(tips, [2]point{at(edge(0.5+thick*2/w), v+0.15), at(edge(0.5-deep()), v)})
	default: // both hands
		for _, s := range []float64{-1, 1} {
			v := between(r, 0.5, 0.85)
			tips = append(tips, [2]point{at(0.5+s*(0.5+thick*2/w), v+0.2), at(0.5+s*(0.5-deep()), v)})
		}
	}
	if way != "grip" && chance(r, 0.2) { // tips that reach over the upper edge
		u := between(r, 0.3, 0.7)
		for i := range 1 + r.IntN(3) {
			k := u + float64(i)*thick*1.02/w
			tips = append(tips, [2]point{at(k, -thick*0.3/w/h), at(k, deep()*0.5/h)})
		}
	}
	for _, f := range tips {
		p.shadow(0.35, thick*0.25, capsule(f[0], f[1], thick*1.1, thick*0.15)...)
	}
	p.over(func(b *board) {
		for _, f := range tips {
			finger(b, skin, f[0], f[1], thick*1.12, true)
		}
	})
}

// capsule is a thick line's outline, moved down a little.
func capsule(a, z point, thick, down float64) []point {
	turn := math.Atan2(z[1]-a[1], z[0]-a[0])
	ring := make([]point, 0, 20)
	for i := range 20 {
		c, o := z, -0.5
		if i >= 10 {
			c, o = a, 0.5
		}
		sin, cos := math.Sincos(turn + (float64(i%10)/9+o)*math.Pi)
		ring = append(ring, point{c[0] + cos*thick/2, c[1] + sin*thick/2 + down})
	}
	return ring
}

func held(r *rand.Rand, thing func(float64) *pic) *pic {
	w, h := canvas(r, 600, 1300, chance(r, 0.6))
	p := newPic(int(w), int(h))
	if chance(r, 0.5) {
		ground(r, p)
	} else {
		room(r, p)
	}
	p.RGBA = soft(p.RGBA, 2+r.IntN(4))
	wide := between(r, 0.42, 0.8) * min(w, h)
	t := thing(wide)
	if t.aspect() < 1 {
		wide *= 0.7
	}
	who := newPerson(r, false)
	q := quad(w/2+spread(r, w*0.06), h*between(r, 0.36, 0.54), wide, t.aspect(), spread(r, 0.3), spread(r, 0.2), spread(r, 0.2))
	hold(r, p, t, q, who, wide*between(r, 0.11, 0.16))
	p.lamp(r)
	return p
}

func copies(r *rand.Rand, thing func(float64) *pic) *pic {
	high := between(r, 760, 1400)
	p := newPic(int(high*sheetH/sheetW), int(high))
	w, h := p.size()
	paper := between(r, 232, 255)
	f := newField(r)
	p.paint(func(x, y float64) (float64, float64, float64) {
		v := paper + 6*(f.at(x*0.01, y*0.01)-0.5)
		return v, v, v - 2
	})
	text := pen{face: regular, em: h * 0.013, wide: 1, c: ink{40, 40, 44, 220}}
	y := h * 0.06
	for range r.IntN(6) {
		p.text(text, w*0.1, y, babble(r, 8))
		y += h * 0.02
	}
	grey := chance(r, 0.75)
	down := 1 + r.IntN(4)
	across := 1
	if w*0.4 > 1.4*leastWidth*2 && chance(r, 0.35) {
		across = 2
	}
	cell := (h*0.94 - y) / float64(down)
	for i := range down * across {
		wide := min(w*0.86/float64(across), cell*1.4) * between(r, 0.7, 0.96)
		t := thing(wide)
		if grey {
			t.grey()
			t.copied(r)
		}
		wide = min(wide, cell*0.94*t.aspect())
		x := w * (0.5 + float64(2*(i%across)-across+1)*0.235)
		q := quad(x+spread(r, w*0.02), y+cell*(float64(i/across)+0.5), wide, t.aspect(), spread(r, 0.03), 0, 0)
		p.place(t, q)
	}
	if chance(r, 0.3) {
		p.text(text, w*0.6, h*0.97, fmt.Sprintf("lembar %d", 1+r.IntN(9)))
	}
	return p
}

// copied makes light tones white and dark ones black, as a copier does.
func (p *pic) copied(r *rand.Rand) {
	gain, mid := between(r, 1, 1.8), between(r, 110, 150)
	p.each(func(_, _ int, r, _, _ float64) (float64, float64, float64) {
		v := 150 + (r-mid)*gain
		return v, v, v
	})
	p.noise(r, between(r, 2, 12))
}
