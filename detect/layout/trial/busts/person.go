package busts

import (
	"math"
	"math/rand/v2"
)

// A person is what parts of one body share. The unit is the height of the head, the origin its middle.
type person struct {
	brush
	r                 *rand.Rand
	skin, dark, pale  ink
	hair              ink
	head              shape
	soft, light       float64 // how smoothly it is shaded, and from which side
	eyeY, eyeX, mouth float64
	sketch            bool // outlined
}

func someSkin(r *rand.Rand) ink {
	t := r.Float64()
	c := drift(r, mix(ink{70, 44, 32, 255}, ink{248, 214, 186, 255}, t), 14)
	switch v := level(between(r, 60, 235)); r.IntN(12) {
	case 0:
		return ink{v, v, v, 255}
	case 1: // lit by a lamp or a screen
		return mix(c, anyInk(r), between(r, 0.2, 0.5))
	case 2:
		if chance(r, 0.4) { // a drawing's own idea of skin
			return anyInk(r)
		}
	}
	return c
}

func newPerson(r *rand.Rand, b brush, skin ink) *person {
	p := &person{brush: b, r: r, skin: skin, soft: pick(r, 0, 0.4, 0.8, 1, 1) * between(r, 0.6, 1.2), light: spread(r, 1)}
	p.dark, p.pale = mix(p.skin, ink{50, 18, 14, 255}, between(r, 0.25, 0.5)), mix(p.skin, white, between(r, 0.2, 0.5))
	p.hair = drift(r, pick(r, ink{20, 17, 16, 255}, ink{20, 17, 16, 255}, ink{44, 30, 24, 255}, ink{90, 60, 36, 255}, ink{150, 150, 150, 255}, ink{190, 140, 80, 255}), 12)
	if chance(r, 0.05) {
		p.hair = anyInk(r)
	}
	wide := between(r, 0.31, 0.42)
	if chance(r, 0.15) {
		wide = between(r, 0.27, 0.52)
	}
	p.head = shape{wide, 0.5, between(r, 1.9, 2.5), between(r, 0, 0.22), 0, 0, 0}
	if chance(r, 0.15) {
		p.head.n = between(r, 2.5, 4)
	}
	p.eyeY, p.eyeX, p.mouth = between(r, -0.1, 0.03), wide*between(r, 0.38, 0.52), between(r, 0.2, 0.3)
	p.sketch = chance(r, 0.12)
	return p
}

// A face is drawn unless it is that of a doll without any features, or turned away.
const (
	faced = iota
	blank
	away
)

func (p *person) draw(how int) {
	r := p.r
	veiled, hat := chance(r, 0.3), chance(r, 0.22)
	p.body()
	style := r.IntN(9)
	if !veiled && (style == 3 || style == 4 || style == 8) { // hair behind
		wide := p.head.rx * between(r, 1.15, 1.6)
		if down := between(r, 0.2, 1.1); style != 8 {
			p.fill(p.hair, shape{wide, 0.55 + down/2, between(r, 2, 4), between(r, -0.25, 0.1), 0.02, 7, 0}.ring(0, down/2-0.05, 1))
		} else {
			p.fill(p.hair, shape{wide, 0.62, 2, 0, 0.03, 23, 0}.ring(0, -0.08, 1))
		}
	}
	neck := p.head.rx * between(r, 0.45, 0.75)
	p.fill(mix(p.skin, p.dark, 0.4), []point{{-neck, 0.2}, {neck, 0.2}, {neck * 1.2, 0.68}, {0, between(r, 0.7, 1)}, {-neck * 1.2, 0.68}})
	p.glow(alpha(p.dark, 200*p.soft), 0, 0.5, 0.3, 0.16)
	if !veiled && chance(r, 0.75) {
		for _, side := range []float64{-1, 1} {
			p.oval(mix(p.skin, p.dark, 0.3), side*p.head.rx, between(r, -0.02, 0.04), between(r, 0.03, 0.07), between(r, 0.07, 0.12))
		}
	}
	if p.sketch {
		p.fill(black, p.head.ring(0, 0, 1.03))
	}
	p.fill(p.skin, p.head.ring(0, 0, 1))
	p.glow(alpha(p.pale, 150*p.soft), -0.1*p.light, -0.22, 0.34, 0.24)
	p.glow(alpha(p.dark, 190*p.soft*math.Abs(p.light)), p.light*p.head.rx*1.05, 0.08, 0.24, 0.6)
	p.glow(alpha(p.dark, 110*p.soft), 0, 0.52, 0.36, 0.14)
	if how == faced {
		p.features()
	}
	switch {
	case veiled:
		p.veil(how == away)
	case how == away:
		p.fill(p.hair, p.head.ring(0, -0.03, 1.08))
		p.glow(alpha(white, 40), 0.1*p.light, -0.25, 0.25, 0.2)
	default:
		p.hairOnTop(style)
	}
	if hat {
		p.hat()
	}
	p.grain()
}

// grain makes skin and cloth uneven, as a photograph shows them.
func (p *person) grain() {
	if p.soft < 0.3 || chance(p.r, 0.4) {
		return
	}
	a, k, f := between(p.r, 6, 26), between(p.r, 3, 9), spread(p.r, 3)
	p.tint(p.Rect, func(u, v float64) ink {
		n := wave(k*u+2*wave(v*k*0.7+f)) + wave(k*1.3*v+2*wave(k*u*0.6))
		if n > 0 {
			return ink{255, 240, 220, uint8(a * n)}
		}
		return ink{30, 10, 10, uint8(-a * n)}
	})
}

func (p *person) body() {
	r := p.r
	half, top, low, bow := between(r, 0.75, 1.45), between(r, 0.55, 0.75), between(r, 0.05, 0.5), between(r, 1.8, 2.6)
	cloth := anyInk(r)
	ring := []point{{-half, 20}, {-half, top + low + 0.25}}
	for i := range 21 {
		u := float64(i)/10 - 1
		ring = append(ring, point{u * half * 0.97, top + low*math.Pow(math.Abs(u), bow) + 0.1*math.Pow(u, 8)})
	}
	p.fill(cloth, append(ring, point{half, top + low + 0.25}, point{half, 20}))
	other, step, way := anyInk(r), between(r, 0.06, 0.4), r.IntN(12)
	if way < 5 {
		p.tint(p.Rect, func(u, v float64) ink {
			on := false
			switch su, sv := part(u/step) < 0.5, part(v/step) < 0.5; way {
			case 0:
				on = sv
			case 1:
				on = su
			case 2:
				on = su != sv
			case 3:
				a, z := part(u/step)-0.5, part(v/step)-0.5
				on = a*a+z*z < 0.08
			default:
				on = wave(9*u+3*wave(7*v))*wave(8*v) > 0.3 // batik
			}
			if on {
				return other
			}
			return ink{}
		})
	}
	p.glow(alpha(black, 130*p.soft), p.light*half, 1.5, half, 1.8)
	p.glow(alpha(white, 60*p.soft), -p.light*half*0.6, 1.1, half*0.7, 0.8)
	for range r.IntN(5) { // folds
		x := spread(r, half)
		p.line(alpha(black, 70*p.soft), 0.03, point{x, between(r, 0.9, 1.4)}, point{x + spread(r, 0.2), between(r, 1.5, 2.5)})
	}
	if chance(r, 0.4) { // a collar, buttons
		for _, s := range []float64{-1, 1} {
			p.fill(mix(cloth, white, 0.3), []point{{0, 0.95}, {s * 0.18, 0.6}, {s * 0.34, 0.66}, {s * 0.25, 1.05}})
		}
		p.line(mix(cloth, black, 0.4), 0.015, point{0, 0.95}, point{0, 3})
	}
}

func (p *person) veil(away bool) {
	r := p.r
	c := anyInk(r)
	outer := shape{p.head.rx * between(r, 1.15, 1.5), between(r, 0.54, 0.68), between(r, 2, 2.8), between(r, -0.25, 0.15), 0.01, 5, 1}
	if chance(r, 0.6) { // a band below
		p.fill(mix(c, anyInk(r), 0.4), p.head.cap(1.02, 0, func(u float64) float64 { return -0.3 + 0.2*u*u }))
	}
	inner := shape{p.head.rx * between(r, 0.82, 0.97), between(r, 0.42, 0.48), between(r, 1.7, 2.4), between(r, 0, 0.2), 0, 0, 0}
	hole := reversed(inner.ring(0, 0.03, 1))
	if away {
		hole = nil
	}
	p.fill(c, outer.ring(0, -0.02, 1), hole)
	half, low := between(r, 0.5, 1.2), between(r, 0.7, 1.7)
	fall := []point{{-outer.rx * 0.98, 0.05}, {-p.head.rx * 0.85, 0.3}}
	fall = append(fall, arc(0, 0.34, p.head.rx*0.75, between(r, 0.1, 0.16))...)
	fall = append(fall, point{p.head.rx * 0.85, 0.3}, point{outer.rx * 0.98, 0.05}, point{half, low * 0.7})
	p.fill(c, append(fall, reversed(arc(0, low*0.75, half, low*0.4))...))
	for range 2 + r.IntN(5) {
		x := spread(r, 0.3)
		p.line(alpha(mix(c, black, 0.7), 60+60*p.soft), between(r, 0.01, 0.04), point{x, 0.55}, point{x * 1.4, 0.75}, point{x*2 + spread(r, 0.1), low})
	}
	p.glow(alpha(black, 110*p.soft), p.light*outer.rx, 0.2, 0.3, 0.7)
	p.glow(alpha(white, 80*p.soft), -p.light*0.2, -0.5, 0.3, 0.2)
}

// cap is the part of a head above a line whose height is told for -1 (left) to 1 (right); low is where it ends at the sides.
func (s shape) cap(grow, low float64, line func(u float64) float64) []point {
	var ring []point
	from := math.Asin(min(max(low/(s.ry*grow), -0.9), 0.9))
	for i := range 25 {
		ring = append(ring, s.on(math.Pi-from+(math.Pi+2*from)*float64(i)/24, grow))
	}
	for i := range 25 {
		u := 1 - float64(i)/12
		ring = append(ring, point{u * s.rx * 0.97, line(u)})
	}
	return ring
}

func (p *person) hairOnTop(style int) {
	r := p.r
	y, bow, zig, part := between(r, -0.36, -0.22), between(r, 0, 0.3), between(r, 0, 0.05), spread(r, 0.15)
	switch style {
	case 0: // bald, or nearly
		if chance(r, 0.5) {
			p.glow(alpha(p.hair, 120), 0, -0.45, p.head.rx*1.1, 0.2)
		}
		return
	case 2: // a fringe
		y, bow = between(r, -0.24, -0.15), between(r, 0, 0.12)
	case 5: // curls
		for range 30 + r.IntN(30) {
			a := between(r, math.Pi*0.95, math.Pi*2.05)
			q, s := p.head.on(a, between(r, 0.9, 1.15)), between(r, 0.04, 0.1)
			p.oval(drift(r, p.hair, 14), q[0], min(q[1], 0), s, s)
		}
	case 4:
		p.oval(p.hair, spread(r, 0.1), -0.6, between(r, 0.1, 0.2), between(r, 0.1, 0.18))
	}
	teeth := between(r, 2, 12)
	p.fill(p.hair, p.head.cap(between(r, 1.05, 1.25), between(r, -0.15, 0.1), func(u float64) float64 {
		return y + bow*u*u*u*u + zig*math.Sin(teeth*u) + part*u
	}))
	p.glow(alpha(white, 90*p.soft), -0.15*p.light, -0.46, 0.22, 0.09)
	for range r.IntN(12) {
		x := spread(r, p.head.rx)
		p.line(alpha(mix(p.hair, white, 0.25), 90), 0.012, point{x * 0.5, -0.56}, point{x, y - 0.03})
	}
}

func (p *person) hat() {
	r, w := p.r, p.head.rx
	c := anyInk(r)
	switch r.IntN(5) {
	case 0, 1: // a peci
		y, h := between(r, -0.32, -0.24), between(r, 0.22, 0.36)
		if chance(r, 0.7) {
			c = drift(r, ink{26, 24, 28, 255}, 12)
		}
		p.fill(c, append([]point{{-w * 0.9, y - h}, {w * 0.9, y - h}}, reversed(arc(0, y, w*1.08, -0.03))...))
		p.line(mix(c, white, 0.2), 0.012, point{-w * 0.9, y - h}, point{w * 0.9, y - h})
	case 2: // a cap with a peak
		y := between(r, -0.3, -0.2)
		p.fill(c, p.head.cap(1.12, y, func(float64) float64 { return y }))
		p.fill(mix(c, black, 0.3), shape{w * between(r, 1, 1.3), 0.07, 2.4, 0, 0, 0, 0}.ring(spread(r, 0.2), y, 1))
	case 3: // a helmet
		y := between(r, -0.25, -0.15)
		p.fill(c, p.head.cap(between(r, 1.25, 1.45), 0.2, func(u float64) float64 { return y + 0.3*u*u*u*u }))
		p.glow(alpha(white, 160), -0.2*p.light, -0.5, 0.2, 0.15)
	default: // wool
		p.fill(c, p.head.cap(1.15, -0.2, func(float64) float64 { return -0.24 }))
		p.fill(mix(c, black, 0.2), shape{w * 1.05, 0.06, 4, 0, 0, 0, 0}.ring(0, -0.24, 1))
	}
	p.glow(alpha(black, 90*p.soft), p.light*w, -0.45, 0.25, 0.3)
}
