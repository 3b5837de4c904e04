package busts

import (
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial/slate"
)

// confuse draws something that stands where a face might, about a head high, the brush's origin in its middle; never a face.
func confuse(r *rand.Rand, c *slate.Canvas, b brush) {
	a, z, rx := anyInk(r), anyInk(r), between(r, 0.3, 0.5)
	shine := func() {
		b.glow(alpha(white, between(r, 40, 190)), -0.15, -0.2, 0.25, 0.2)
		b.glow(alpha(black, between(r, 20, 140)), 0.3, 0.3, 0.4, 0.5)
	}
	ball := func(c ink, f float64) { b.oval(c, 0, 0, rx*f, rx*f) }
	switch r.IntN(18) {
	case 0: // a plate, a bowl from above
		ball(a, 1)
		ball(mix(a, black, 0.15), 0.75)
		ball(mix(a, z, r.Float64()), 0.72)
		shine()
	case 1: // a ball
		ball(a, 1)
		for i := range 1 + r.IntN(4) {
			b.line(z, between(r, 0.01, 0.05), arc(0, spread(r, 0.2), rx*0.85, (float64(i)-1.5)*0.2)...)
		}
		shine()
	case 2: // a lamp
		b.line(black, 0.04, point{0, 0.2}, point{spread(r, 0.2), 1.2})
		b.fill(a, []point{{-0.2, -0.35}, {0.2, -0.35}, {0.42, 0.2}, {-0.42, 0.2}})
		b.glow(ink{255, 244, 200, 240}, 0, 0, 0.5, 0.5)
	case 3: // a clock
		ball(a, 1)
		ball(pick(r, white, z), 0.88)
		for i := range 12 {
			sin, cos := math.Sincos(float64(i) * math.Pi / 6)
			b.line(black, 0.015, point{cos * rx * 0.72, sin * rx * 0.72}, point{cos * rx * 0.82, sin * rx * 0.82})
		}
		for _, n := range []float64{0.45, 0.65} {
			sin, cos := math.Sincos(r.Float64() * 7)
			b.line(black, 0.02, point{0, 0}, point{cos * rx * n, sin * rx * n})
		}
	case 4: // a mug
		b.fill(a, shape{0.14, 0.2, 2.5, 0, 0, 0, 0}.ring(0.34, 0, 1.2), reversed(shape{0.14, 0.2, 2.5, 0, 0, 0, 0}.ring(0.34, 0, 0.75)))
		b.fill(a, shape{0.33, 0.45, 5, spread(r, 0.12), 0, 0, 0}.ring(0, 0, 1))
		b.oval(mix(a, black, 0.5), 0, -0.4, 0.3, 0.06)
		shine()
	case 5: // a pillow
		b.fill(a, shape{0.55, 0.4, between(r, 3, 6), 0, 0.02, 4, 0}.ring(0, 0, 1))
		b.fill(z, shape{0.2, 0.15, 2, 0, 0.1, 5, 0}.ring(0, 0, 1))
		shine()
	case 6: // a mirror
		ball(a, 1.08)
		ball(ink{200, 214, 222, 255}, 0.95)
		b.glow(alpha(z, 160), 0.1, 0.2, 0.5, 0.4)
		b.line(ink{255, 255, 255, 150}, 0.03, point{-0.15, 0.12}, point{0.1, -0.2})
	case 7, 8, 9: // a doll's head without features, a tailor's dummy
		skin := someSkin(r)
		if chance(r, 0.5) {
			skin = a
		}
		newPerson(r, b, skin).draw(blank)
	case 10: // one who looks away
		newPerson(r, b, someSkin(r)).draw(away)
	case 11: // a balloon
		b.line(black, 0.008, point{0, 0.4}, point{spread(r, 0.2), 1}, point{spread(r, 0.2), 2})
		b.fill(a, shape{rx, 0.48, 2, between(r, 0.1, 0.3), 0, 0, 0}.ring(0, 0, 1))
		shine()
	case 12: // a bowl
		b.fill(a, append(reversed(arc(0, 0, 0.5, 0.06)), arc(0, 0, 0.5, between(r, 0.3, 0.6))...))
		for range 8 {
			b.oval(drift(r, z, 40), spread(r, 0.35), -0.03+spread(r, 0.06), 0.1, 0.09)
		}
		shine()
	case 13: // a flower
		n := 5 + r.IntN(8)
		for i := range n {
			f := b.moved(0, 0, 1, float64(i)*2*math.Pi/float64(n))
			f.fill(drift(r, a, 14), shape{0.2, between(r, 0.07, 0.14), 1.8, 0, 0, 0, 0}.ring(0.28, 0, 1))
		}
		b.oval(z, 0, 0, 0.13, 0.13)
	case 14: // two round things beside each other in a box: a socket, a loudspeaker
		b.fill(a, shape{0.42, 0.5, 5, 0, 0, 0, 0}.ring(0, 0, 1))
		n := between(r, 0.06, 0.2)
		for _, s := range []float64{-1, 1} {
			if n > 0.12 {
				b.oval(z, 0, s*0.22, n, n)
				b.oval(mix(z, black, 0.5), 0, s*0.22, n*0.4, n*0.4)
			} else {
				b.oval(black, s*0.14, -0.05, n*0.7, n*0.7)
			}
		}
		shine()
	case 15: // check cloth
		step := between(r, 0.06, 0.2)
		for i := range int(1 / step) {
			for k := range int(1 / step) {
				u, v := float64(i)*step-0.5, float64(k)*step-0.5
				b.box(mix(a, z, float64((i+k)%2)), u, v, u+step, v+step)
			}
		}
	default: // a card with a printed portrait, a poster, a chat
		kind := pick(r, "student", "student", "licence", "employee", "poster", "chat", "chat")
		f := slate.Lookalike(r, kind, max(b.s*0.9, 120))
		high := b.s * between(r, 0.8, 1.4)
		c.Place(f, slate.Quad(b.x, b.y, high*min(f.Aspect(), 1.3), f.Aspect(), math.Asin(b.sin), spread(r, 0.1), spread(r, 0.1)), 0.3)
	}
}

// A grip is how a hand holds a thing.
type grip struct {
	r            *rand.Rand
	skin, sleeve ink
	way          string
	side, thick  float64 // of a finger, in pixels
	round        bool
}

func newGrip(r *rand.Rand, skin ink, thick float64) grip {
	return grip{r, skin, anyInk(r), pick(r, "fingers", "fingers", "mitten", "pinch", "both", "below", "below", "front", "arm", "none"), pick(r, -1.0, 1), thick, chance(r, 0.75)}
}

func on(q [4]point, u, v float64) point {
	var p point
	for k := range p {
		p[k] = (1-v)*((1-u)*q[0][k]+u*q[1][k]) + v*((1-u)*q[3][k]+u*q[2][k])
	}
	return p
}

func (g grip) finger(b brush, from, to point, thick float64) {
	dark := mix(g.skin, ink{60, 20, 14, 255}, 0.35)
	if !g.round {
		b.line(g.skin, thick, from, to)
		return
	}
	for i := range 4 {
		k := float64(i) / 3
		b.line(mix(dark, g.skin, math.Sqrt(k)), thick*(1-0.4*k), from, to)
	}
	if chance(g.r, 0.6) { // a nail
		dx, dy := to[0]-from[0], to[1]-from[1]
		l := math.Hypot(dx, dy) + 1e-9
		b.oval(mix(g.skin, white, 0.4), to[0]+dx/l*thick*0.1, to[1]+dy/l*thick*0.1, thick*0.28, thick*0.28)
	}
}

// behind draws what lies below the thing: an arm, a palm, fingers that look out.
func (g grip) behind(b brush, q [4]point, low float64) {
	if g.way == "none" {
		return
	}
	for _, s := range []float64{-1, 1} {
		if s != g.side && g.way != "both" {
			continue
		}
		e, t := 0.5+s*0.5, g.thick
		root := on(q, e, between(g.r, 0.5, 0.95))
		if g.way == "below" || g.way == "arm" {
			root = on(q, 0.5+spread(g.r, 0.3), 1)
		}
		wrist := point{root[0] + s*t*between(g.r, 0, 1.5), root[1] + t*2.5}
		elbow := point{wrist[0] + s*t*spread(g.r, 4), max(low, wrist[1]) + 3*t}
		dark := mix(g.skin, ink{60, 20, 14, 255}, 0.3)
		for i := range 4 {
			k := float64(i) / 3
			b.line(mix(dark, g.skin, k), t*(2.8-1.1*k), wrist, elbow)
		}
		if cuff := between(g.r, 0, 0.8); chance(g.r, 0.6) {
			b.line(g.sleeve, t*between(g.r, 3.2, 4.5), point{wrist[0] + (elbow[0]-wrist[0])*cuff, wrist[1] + (elbow[1]-wrist[1])*cuff}, elbow)
		}
		for i := range 4 {
			k := float64(i) / 3
			b.fill(mix(dark, g.skin, k), shape{t * (2.1 - 0.9*k), t * (2.4 - k), 2.3, 0, 0.03, 3, 0}.ring(root[0], root[1]+t, 1))
		}
		for i := range 3 + g.r.IntN(2) {
			k := 0.15 + 0.2*float64(i)
			switch g.way {
			case "fingers", "both":
				g.finger(b, on(q, 0.5+s*0.2, k), on(q, 0.5+s*(0.52+0.04*g.r.Float64()), k), t)
			case "below":
				g.finger(b, on(q, 0.2+k*0.8, 0.7), on(q, 0.2+k*0.8, -between(g.r, 0.03, 0.15)), t)
			}
		}
	}
}

// before draws what hides part of the thing: a thumb, fingers.
func (g grip) before(b brush, q [4]point) {
	wide := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1])
	deep := g.thick / wide * between(g.r, 0.6, 2)
	for _, s := range []float64{-1, 1} {
		if s != g.side && g.way != "both" {
			continue
		}
		v := between(g.r, 0.4, 0.9)
		from, to := on(q, 0.5+s*(0.5+g.thick*1.6/wide), v+0.15), on(q, 0.5+s*(0.5-deep), v)
		switch g.way {
		case "fingers", "both", "pinch":
			g.finger(b, from, to, g.thick*1.15)
		case "mitten":
			b.fill(g.skin, shape{g.thick * 1.8, g.thick * 1.5, 2.4, 0, 0.05, 3, 1}.ring(on(q, 0.5+s*0.5, v)[0], on(q, 0.5+s*0.5, v)[1], 1))
		case "below", "arm":
			u := between(g.r, 0.25, 0.75)
			g.finger(b, on(q, u+0.05*s, 1.15), on(q, u, 1-1.5*deep), g.thick*1.15)
		case "front":
			for i := range 2 + g.r.IntN(3) {
				k := v + (float64(i)-1.5)*g.thick*1.6/wide
				g.finger(b, on(q, 0.5+s*(0.5+g.thick*2/wide), k+0.05), on(q, 0.5+s*(0.5-deep*0.8), k), g.thick)
			}
		}
	}
}
