package busts

import "math"

// features are eyes, nose, mouth, and what grows or is worn about them.
func (p *person) features() {
	r, w := p.r, p.head.rx
	dark := pick(r, p.dark, mix(p.dark, black, 0.5), ink{30, 20, 18, 255})
	for _, side := range []float64{-1, 1} {
		p.glow(alpha(p.dark, 150*p.soft), side*p.eyeX, p.eyeY-0.02, 0.13, 0.075)
		p.glow(ink{220, 90, 80, uint8(70 * p.soft)}, side*w*0.6, 0.15, 0.14, 0.1)
	}
	p.eyes()
	p.nose(dark)
	p.lips(dark)
	if p.soft > 0.5 {
		p.glow(alpha(p.dark, 110*p.soft), 0, p.mouth+0.075, 0.11, 0.035)
		p.line(alpha(p.dark, 60*p.soft), 0.015, point{-0.1, 0.13}, point{-0.16, p.mouth})
		p.line(alpha(p.dark, 60*p.soft), 0.015, point{0.1, 0.13}, point{0.16, p.mouth})
	}
	if chance(r, 0.22) {
		p.beard()
	}
	if chance(r, 0.12) { // a mask of cloth
		c := pick(r, white, ink{150, 200, 220, 255}, ink{20, 20, 24, 255}, anyInk(r))
		p.fill(c, shape{w * 0.9, between(r, 0.19, 0.25), 2.8, 0.15, 0, 0, 0}.ring(0, between(r, 0.26, 0.3), 1))
		p.line(mix(c, black, 0.25), 0.01, point{-w * 0.8, 0.26}, point{w * 0.8, 0.26})
		for _, side := range []float64{-1, 1} {
			p.line(c, 0.015, point{side * w * 0.8, 0.2}, point{side * w, 0.02})
		}
		p.glow(alpha(white, 90*p.soft), 0, 0.2, 0.15, 0.15)
	}
	if chance(r, 0.25) {
		p.glasses()
	}
}

func (p *person) eyes() {
	r := p.r
	kind, rx, ry := r.IntN(8), between(r, 0.045, 0.08), between(r, 0.018, 0.04)
	iris := pick(r, ink{24, 16, 14, 255}, ink{60, 36, 22, 255}, ink{40, 60, 70, 255}, black)
	look, lid, brow := spread(r, 0.4), between(r, 0.006, 0.02), r.IntN(5)
	thick, high, slant, blink := between(r, 0.012, 0.04), between(r, 0.07, 0.12), spread(r, 0.03), chance(r, 0.06)
	p.tilted(func(side float64) {
		x, y := side*p.eyeX, p.eyeY
		switch {
		case kind == 0: // dots
			p.oval(iris, x, y, rx*0.5, rx*0.5)
		case kind == 1: // closed
			p.line(iris, lid*1.2, arc(x, y, rx, pick(r, 0.02, -0.025))...)
		case kind == 2 || blink && side > 0: // lines
			p.line(iris, lid*1.5, point{x - rx, y}, point{x + rx, y})
		case kind == 3: // circles
			p.oval(black, x, y, rx*0.9, rx*0.9)
			p.oval(white, x, y, rx*0.75, rx*0.75)
			p.oval(iris, x+look*rx*0.3, y, rx*0.36, rx*0.36)
		default: // almonds
			almond := append(arc(x, y, rx, -ry*1.3), reversed(arc(x, y, rx, ry))...)
			p.fill(mix(ink{240, 236, 230, 255}, p.skin, between(r, 0, 0.4)), almond)
			p.oval(iris, x+look*rx, y-ry*0.15, ry*0.95, ry*1.05)
			p.oval(alpha(white, 220), x+look*rx-ry*0.3, y-ry*0.5, ry*0.3, ry*0.3)
			p.line(mix(p.dark, black, 0.6), lid, arc(x, y, rx, -ry*1.3)...)
			if kind > 5 {
				p.line(alpha(p.dark, 120), lid*0.7, arc(x, y-ry, rx, -ry)...)
			}
		}
		if brow > 0 {
			way := arc(x, y-high, rx*1.4, -0.025)
			for i := range way {
				way[i][1] += side * slant * (way[i][0] - x) / rx
			}
			p.line(mix(p.hair, p.skin, 0.2), thick, way...)
		}
	})
}

func (p *person) tilted(draw func(side float64)) { draw(-1); draw(1) }

func (p *person) nose(dark ink) {
	r := p.r
	y, half := (p.eyeY+p.mouth)/2+between(r, 0, 0.05), between(r, 0.03, 0.07)
	switch r.IntN(6) {
	case 0:
	case 1:
		p.line(alpha(dark, 180), 0.014, point{0, p.eyeY + 0.04}, point{-half * p.light, y}, point{half * 0.4, y + 0.02})
	case 2:
		p.fill(alpha(p.dark, 150), []point{{0, p.eyeY + 0.02}, {half, y + 0.03}, {-half, y + 0.03}})
	case 3: // from below, with a round tip
		p.line(dark, 0.012, arc(0, y, half, 0.03)...)
	default: // shaded
		p.glow(alpha(p.dark, 170*max(p.soft, 0.4)), half*p.light, y-0.06, half*0.8, 0.14)
		p.glow(alpha(p.pale, 190*max(p.soft, 0.4)), -half*0.3*p.light, y-0.03, half*0.6, 0.13)
		p.glow(alpha(p.dark, 120), 0, y+0.035, half*1.5, 0.03)
		for _, side := range []float64{-1, 1} {
			p.oval(alpha(mix(dark, p.skin, 0.2), 200), side*half*0.55, y+0.02, half*0.28, 0.011)
		}
	}
}

func (p *person) lips(dark ink) {
	r, y := p.r, p.mouth
	half, smile := between(r, 0.06, 0.14), between(r, -0.02, 0.06)
	lip := mix(p.skin, pick(r, ink{150, 44, 54, 255}, ink{120, 60, 50, 255}, ink{200, 60, 80, 255}), between(r, 0.3, 0.9))
	switch r.IntN(6) {
	case 0:
		p.line(dark, between(r, 0.01, 0.022), point{-half, y}, point{half, y + spread(r, 0.01)})
	case 1:
		p.line(dark, between(r, 0.01, 0.025), arc(0, y-smile/2, half, smile)...)
	case 2:
		p.oval(mix(lip, black, between(r, 0, 0.6)), 0, y, half*between(r, 0.4, 1), between(r, 0.02, 0.05))
	case 3: // teeth
		p.fill(lip, append(arc(0, y-0.03, half*1.12, 0), reversed(arc(0, y-0.02, half*1.12, 0.1))...))
		p.fill(white, append(arc(0, y-0.015, half*0.9, 0), reversed(arc(0, y-0.01, half*0.9, 0.06))...))
	default:
		thick := between(r, 0.015, 0.035)
		p.fill(lip, append(append(arc(-half/2, y, half/2, -thick), arc(half/2, y, half/2, -thick)...), reversed(arc(0, y, half, thick*1.6))...))
		p.line(mix(lip, black, 0.5), 0.008, arc(0, y-smile*0.2, half, smile*0.4)...)
		p.glow(alpha(white, 80*p.soft), 0, y+thick*0.6, half*0.5, thick*0.5)
	}
}

func (p *person) beard() {
	r, w := p.r, p.head.rx
	c := alpha(p.hair, between(r, 120, 255))
	if chance(r, 0.7) { // above the mouth
		p.line(c, between(r, 0.015, 0.045), arc(0, p.mouth-between(r, 0.02, 0.05), between(r, 0.06, 0.13), between(r, -0.035, 0.01))...)
	}
	switch r.IntN(4) {
	case 0: // about the chin
		p.fill(c, shape{w * between(r, 0.2, 0.5), between(r, 0.06, 0.14), 2, 0.2, 0.04, 9, 0}.ring(0, 0.46, 1))
	case 1: // full
		outer := append(arc(0, 0.12, w*0.98, between(r, 0.44, 0.6)), reversed(arc(0, 0.12, w*0.8, p.mouth-0.16))...)
		p.fill(c, outer)
	case 2: // stubble
		p.glow(alpha(p.hair, 110), 0, 0.36, w*0.95, 0.22)
	}
}

func (p *person) glasses() {
	r := p.r
	c, rx, ry, y := pick(r, black, black, ink{150, 120, 60, 255}, ink{120, 60, 40, 255}, anyInk(r)), between(r, 0.085, 0.13), between(r, 0.06, 0.11), p.eyeY+between(r, -0.01, 0.02)
	n, thick, sun := between(r, 1.8, 5), between(r, 0.008, 0.028), chance(r, 0.2)
	glass := shape{min(rx, p.eyeX*0.95), ry, n, spread(r, 0.12), 0, 0, 0}
	p.tilted(func(side float64) {
		x := side * p.eyeX
		if sun {
			p.fill(ink{24, 22, 26, 240}, glass.ring(x, y, 1))
		} else {
			p.fill(ink{210, 230, 240, 50}, glass.ring(x, y, 1))
		}
		p.fill(c, glass.ring(x, y, 1+thick/rx), reversed(glass.ring(x, y, 1-thick/rx)))
		p.line(c, thick, point{x + side*glass.rx, y}, point{side * p.head.rx, y - 0.02})
		if chance(r, 0.3) {
			p.line(ink{255, 255, 255, 130}, 0.02, point{x - rx*0.5, y + ry*0.4}, point{x + rx*0.1, y - ry*0.5})
		}
	})
	p.line(c, thick, arc(0, y, max(p.eyeX-glass.rx, 0.01), -math.Abs(ry)*0.2)...)
}
