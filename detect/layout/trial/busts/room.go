package busts

import (
	"image"
	"math"
	"math/rand/v2"
)

// room fills a picture with what stands behind: a wall or the open, and things before it.
func room(r *rand.Rand, m *image.RGBA) {
	b := onto(m)
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	b.box(white, -1, -1, w+1, h+1)
	ground(r, b, w, h)
	for range r.IntN(5) {
		thing(r, b, w, h)
	}
	if chance(r, 0.3) {
		b.glow(alpha(pick(r, white, ink{255, 230, 170, 255}), between(r, 60, 200)), between(r, 0, w), between(r, 0, h), w*between(r, 0.2, 0.6), w*between(r, 0.2, 0.6))
	}
}

func ground(r *rand.Rand, b brush, w, h float64) {
	from, to := anyInk(r), anyInk(r)
	if chance(r, 0.5) {
		from = drift(r, pick(r, ink{222, 216, 204, 255}, ink{180, 196, 200, 255}, ink{236, 236, 234, 255}, ink{150, 140, 128, 255}), 20)
	}
	if chance(r, 0.6) {
		to = drift(r, from, 50)
	}
	sin, cos := math.Sincos(spread(r, math.Pi))
	unit := between(r, 0.03, 0.2) * max(w, h)
	often, other, kind := between(r, 0.5, 3), spread(r, 3), r.IntN(9)
	noise := func(u, v float64) float64 { // between -1 and 1, no period that is seen
		return (wave(u*often+2*wave(v*0.7+other)) + wave(v*often*1.3+2*wave(u*0.9)) + wave((u+v)*2.3*often+other)) / 3
	}
	gap := between(r, 0.02, 0.08)
	var shade [256]ink
	for i := range shade {
		shade[i] = mix(from, to, float64(i)/255)
	}
	b.tint(b.Rect, func(x, y float64) ink {
		u, v := x/unit, y/unit
		t := 0.5 + (x/w-0.5)*cos + (y/h-0.5)*sin
		switch kind {
		case 0: // flat
			t = 0
		case 1: // tiles or bricks
			row := math.Floor(v)
			su := u + 0.5*float64(int(row)%2)*math.Floor(often)
			t *= 0.3
			if su-math.Floor(su) < gap || v-row < gap {
				t = 1
			}
		case 2: // check cloth
			t = 0.25
			if part(u) < 0.5 {
				t += 0.4
			}
			if part(v) < 0.5 {
				t += 0.3
			}
		case 3: // leaves
			t = 0.5 + 0.8*noise(4*u, 4*v)*noise(1.1*v, u)
		case 4: // a patchy wall
			t = 0.5 + 0.4*noise(u, v)
		case 5: // stripes of paper or wood
			t = 0.5 + 0.5*wave(u*3+0.2*wave(v))
		}
		return shade[level(t*255)]
	})
	if chance(r, 0.12) { // lights out of focus
		for range 20 + r.IntN(40) {
			b.oval(alpha(anyInk(r), between(r, 60, 200)), between(r, 0, w), between(r, 0, h), unit*0.5, unit*0.5)
		}
	}
}

func thing(r *rand.Rand, b brush, w, h float64) {
	x, y, s := between(r, -0.1, 0.9)*w, between(r, -0.1, 0.5)*h, between(r, 0.15, 0.5)*w
	c := anyInk(r)
	b = b.moved(x, y, s, 0)
	tall := between(r, 0.6, 1.6)
	switch r.IntN(9) {
	case 0: // a window
		b.box(c, 0, 0, 1, tall)
		glass := drift(r, ink{205, 226, 240, 255}, 40)
		for i := range 4 {
			u, v := float64(i%2)*0.48, float64(i/2)*0.48*tall
			b.box(glass, u+0.05, v+0.05, u+0.47, v+0.45*tall)
		}
	case 1: // a door
		b.box(mix(c, black, 0.3), 0, 0, 0.9, 9)
		b.box(c, 0.05, 0.05, 0.85, 9)
		b.box(mix(c, black, 0.15), 0.18, 0.2, 0.72, 0.9)
		b.oval(ink{200, 180, 90, 255}, 0.76, 1.2, 0.035, 0.035)
	case 2: // shelves
		for row := range 1 + r.IntN(4) {
			v := float64(row) * 0.42
			for u := 0.0; u < 1; {
				n := between(r, 0.03, 0.1)
				b.box(anyInk(r), u, v+between(r, 0, 0.15), u+n, v+0.36)
				u += n + pick(r, 0.003, 0.003, 0.1)
			}
			b.box(c, -0.03, v+0.36, 1.05, v+0.4)
		}
	case 3: // curtains
		n := 4 + r.IntN(10)
		for i := range n {
			b.box(mix(c, black, 0.1+0.3*r.Float64()), float64(i)/float64(n), -9, float64(i+1)/float64(n), 9)
		}
	case 4: // a poster, a picture
		b.box(mix(c, black, 0.5), 0, 0, 1, tall)
		b.box(c, 0.04, 0.04, 0.96, tall-0.04)
		for i := range r.IntN(9) {
			v := 0.1 + 0.12*float64(i)
			b.box(anyInk(r), 0.1, v, between(r, 0.3, 0.9), v+between(r, 0.02, 0.09))
		}
		if chance(r, 0.4) {
			b.oval(anyInk(r), 0.5, tall/2, 0.25, 0.25)
		}
	case 5: // a plant
		leaf := drift(r, ink{50, 110, 50, 255}, 40)
		for range 7 + r.IntN(14) {
			a, n := between(r, -2.9, -0.2), between(r, 0.3, 0.8)
			l := b.moved(0.5, 1, n, a)
			l.fill(drift(r, leaf, 25), shape{0.5, between(r, 0.06, 0.16), 1.6, 0, 0, 0, 0}.ring(0.5, 0, 1))
		}
		b.fill(ink{170, 90, 60, 255}, []point{{0.25, 1}, {0.75, 1}, {0.65, 1.5}, {0.35, 1.5}})
	case 6: // a chair's back, a sofa
		b.fill(c, shape{0.9, 0.6, 4, 0, 0, 0, 0}.ring(0.5, 1.4, 1))
		b.box(mix(c, black, 0.2), -0.4, 1.6, 1.4, 9)
	case 7: // a lamp's tube, a fan, a switch
		b.box(white, 0, 0, 1, 0.05)
		b.fill(drift(r, white, 30), shape{0.08, 0.1, 5, 0, 0, 0, 0}.ring(0.5, 0.5, 1))
	default: // a far crowd of blobs, too coarse for anything
		for range 3 + r.IntN(6) {
			b.fill(anyInk(r), shape{between(r, 0.05, 0.4), between(r, 0.05, 0.4), between(r, 1.5, 5), spread(r, 0.4), 0.05, 4, 0}.ring(r.Float64(), r.Float64(), 1))
		}
	}
}
