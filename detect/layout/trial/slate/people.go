package slate

import (
	"math"
	"math/rand/v2"
)

// A person is a drawn face above shoulders; nobody's.
type person struct {
	skin, hair, shirt, veil ink
	style                   int // of hair
	woman, glasses, beard   bool
	veiled                  bool
	wide, eyes, light       float64
	smile                   float64
}

func newPerson(r *rand.Rand, woman bool) person {
	p := person{
		skin: drift(r, pick(r, ink{205, 158, 122, 255}, ink{176, 126, 92, 255}, ink{224, 182, 150, 255}, ink{142, 98, 70, 255}), 12),
		hair: drift(r, pick(r, ink{22, 18, 18, 255}, ink{34, 26, 22, 255}, ink{60, 42, 30, 255}), 6), woman: woman, style: r.IntN(4),
		wide: between(r, 0.7, 0.8), eyes: spread(r, 0.02), light: spread(r, 1), smile: spread(r, 0.03),
	}
	p.shirt = drift(r, pick(r, ink{235, 235, 235, 255}, ink{40, 46, 70, 255}, ink{150, 40, 44, 255}, ink{60, 110, 80, 255}, ink{120, 150, 190, 255}, ink{30, 30, 30, 255}, ink{210, 180, 90, 255}), 18)
	p.veiled = woman && chance(r, 0.55)
	p.veil = drift(r, pick(r, ink{30, 30, 36, 255}, ink{190, 170, 160, 255}, ink{90, 50, 70, 255}, ink{50, 80, 110, 255}, ink{225, 220, 215, 255}), 16)
	p.glasses, p.beard = chance(r, 0.2), !woman && chance(r, 0.25)
	return p
}

// draw puts a head whose height from chin to crown is s, its middle at x, y.
func (p *person) draw(b *board, x, y, s float64) {
	w := p.wide * s / 2
	dark, pale := mix(p.skin, ink{60, 24, 20, 255}, 0.35), mix(p.skin, ink{255, 236, 214, 255}, 0.4)
	shade := func(c ink, a uint8, ox, oy, rx, ry, turn float64) {
		b.glow(alpha(c, a), x+ox*s, y+oy*s, rx*s, ry*s, turn)
	}
	if p.woman && !p.veiled && p.style < 3 { // hair that falls behind
		b.fill(p.hair, oval(x, y+0.1*s, w*1.3, 0.66*s, 0, 40), rect(x-w*1.28, y+0.1*s, x+w*1.28, y+0.72*s))
	}
	body := curve(30, func(t float64) point {
		a := (t - 0.5) * math.Pi
		return point{x + 1.12*s*math.Copysign(math.Pow(math.Abs(math.Sin(a)), 0.8), a), y + 1.25*s - 0.55*s*math.Pow(math.Cos(a), 0.7)}
	})
	body = append(body, point{x + 1.35*s, y + 4*s}, point{x - 1.35*s, y + 4*s})
	b.fill(p.shirt, body)
	b.glow(alpha(mix(p.shirt, ink{0, 0, 0, 255}, 0.7), 90), x-math.Copysign(0.9*s, p.light), y+1.6*s, 0.5*s, 1.1*s, 0)
	b.fill(mix(p.skin, dark, 0.5), []point{{x - 0.2*s, y + 0.25*s}, {x + 0.2*s, y + 0.25*s}, {x + 0.27*s, y + 0.72*s}, {x, y + 0.86*s}, {x - 0.27*s, y + 0.72*s}})
	shade(dark, 150, 0, 0.5, 0.24, 0.12, 0)
	if !p.veiled { // a collar
		c := mix(p.shirt, ink{255, 255, 255, 255}, 0.25)
		b.fill(c, []point{{x - 0.28*s, y + 0.64*s}, {x - 0.36*s, y + 0.8*s}, {x - 0.1*s, y + 1.02*s}, {x, y + 0.86*s}})
		b.fill(c, []point{{x + 0.28*s, y + 0.64*s}, {x + 0.36*s, y + 0.8*s}, {x + 0.1*s, y + 1.02*s}, {x, y + 0.86*s}})
		for _, side := range []float64{-1, 1} {
			b.oval(mix(p.skin, dark, 0.3), x+side*w*1.0, y+0.02*s, 0.05*s, 0.1*s, 0)
		}
	}
	face := curve(48, func(t float64) point { // broad at the cheeks, narrow at the chin
		sin, cos := math.Sincos(2 * math.Pi * t)
		f := 1 - 0.22*max(sin, 0)*max(sin, 0)
		return point{x + w*cos*f, y + 0.5*s*sin}
	})
	b.fill(p.skin, face)
	shade(pale, 120, -0.1*p.light, -0.12, 0.26, 0.22, 0)
	shade(dark, 110, 0.26*p.light, 0.1, 0.13, 0.36, 0.1*p.light)
	for _, side := range []float64{-1, 1} {
		ex, ey := x+side*w*0.47, y+(p.eyes-0.01)*s
		shade(dark, 90, side*p.wide*0.235, p.eyes-0.03, 0.1, 0.05, 0)
		b.oval(ink{238, 232, 226, 255}, ex, ey, 0.062*s, 0.03*s, 0)
		b.oval(ink{36, 24, 20, 255}, ex, ey, 0.029*s, 0.031*s, 0)
		b.oval(ink{255, 255, 255, 220}, ex-0.008*s, ey-0.01*s, 0.008*s, 0.008*s, 0)
		b.line(ink{30, 20, 18, 255}, 0.014*s, point{ex - 0.066*s, ey + 0.004*s}, point{ex, ey - 0.034*s}, point{ex + 0.066*s, ey + 0.004*s})
		b.line(mix(p.hair, p.skin, 0.15), 0.026*s, point{ex - 0.08*s, ey - 0.075*s + side*0.012*s}, point{ex, ey - 0.1*s}, point{ex + 0.08*s, ey - 0.075*s - side*0.012*s})
		shade(ink{210, 90, 80, 255}, 45, side*p.wide*0.27, 0.14, 0.09, 0.07, 0)
		b.oval(mix(dark, p.skin, 0.3), x+side*0.035*s, y+0.148*s, 0.018*s, 0.011*s, 0)
	}
	b.line(alpha(dark, 110), 0.018*s, point{x - 0.02*s*p.light, y - 0.02*s}, point{x - 0.045*s*p.light, y + 0.12*s}, point{x, y + 0.155*s})
	shade(pale, 130, 0.012, 0.1, 0.03, 0.05, 0)
	lip := mix(p.skin, ink{150, 48, 56, 255}, 0.6)
	b.oval(lip, x, y+0.262*s, 0.105*s, 0.034*s, 0)
	b.line(mix(lip, ink{50, 10, 10, 255}, 0.6), 0.012*s, point{x - 0.105*s, y + 0.26*s - p.smile*s}, point{x, y + 0.264*s}, point{x + 0.105*s, y + 0.26*s - p.smile*s})
	shade(dark, 90, 0, 0.325, 0.07, 0.02, 0)
	if p.beard {
		shade(p.hair, 170, 0, 0.43, 0.2, 0.08, 0)
		b.line(alpha(p.hair, 170), 0.028*s, point{x - 0.1*s, y + 0.225*s}, point{x, y + 0.2*s}, point{x + 0.1*s, y + 0.225*s})
	}
	if p.glasses {
		for _, side := range []float64{-1, 1} {
			gx, gy := x+side*w*0.47, y+p.eyes*s
			b.fill(ink{20, 20, 24, 255}, rounded(gx-0.12*s, gy-0.075*s, gx+0.12*s, gy+0.08*s, 0.05*s), flip(rounded(gx-0.105*s, gy-0.06*s, gx+0.105*s, gy+0.065*s, 0.04*s)))
		}
		b.line(ink{20, 20, 24, 255}, 0.016*s, point{x - w*0.47 + 0.11*s, y + (p.eyes-0.02)*s}, point{x + w*0.47 - 0.11*s, y + (p.eyes-0.02)*s})
	}
	p.top(b, x, y, s, w)
}

// top is hair or a veil.
func (p *person) top(b *board, x, y, s, w float64) {
	if p.veiled {
		inner := oval(x, y+0.03*s, w*0.96, 0.46*s, 0, 40)
		outer := oval(x, y, w*1.3, 0.62*s, 0, 40)
		b.fill(p.veil, outer, flip(inner))
		fall := []point{
			{x - w*1.26, y + 0.1*s},
			{x - w*0.9, y + 0.3*s},
			{x - 0.12*s, y + 0.53*s},
			{x + 0.12*s, y + 0.53*s},
			{x + w*0.9, y + 0.3*s},
			{x + w*1.26, y + 0.1*s},
			{x + 0.82*s, y + 1.0*s},
			{x + 0.5*s, y + 1.35*s},
			{x - 0.3*s, y + 1.45*s},
			{x - 0.82*s, y + 1.0*s},
		}
		b.fill(p.veil, fall)
		fold := alpha(mix(p.veil, ink{0, 0, 0, 255}, 0.6), 120)
		for i := range 4 {
			f := float64(i)*0.2 - 0.3
			b.line(fold, 0.02*s, point{x + f*0.8*s, y + 0.58*s}, point{x + f*1.2*s + 0.05*s, y + 0.9*s}, point{x + f*1.5*s, y + 1.25*s})
		}
		return
	}
	line := -0.17 - 0.06*float64(p.style)
	part := 0.14 * s * float64(p.style-1)
	crown := curve(24, func(t float64) point {
		sin, cos := math.Sincos(math.Pi * (1 + t))
		return point{x + w*1.1*cos, y - 0.02*s + 0.58*s*sin}
	})
	crown = append(crown, point{x + w*1.06, y + 0.05*s}, point{x + w*0.92, y - 0.1*s}, point{x + w*0.8, y + (line-0.02)*s}, point{x + part + 0.1*s, y + (line-0.03)*s}, point{x + part, y + (line-0.09)*s}, point{x + part - 0.14*s, y + (line+0.015)*s}, point{x - w*0.8, y + line*s}, point{x - w*0.92, y - 0.1*s}, point{x - w*1.06, y + 0.05*s})
	b.fill(p.hair, crown)
	b.glow(ink{130, 120, 120, 90}, x-0.12*s*p.light, y-0.43*s, 0.2*s, 0.07*s, -0.2*p.light)
	if p.woman && p.style < 3 {
		for _, side := range []float64{-1, 1} {
			b.fill(p.hair, []point{{x + side*w*0.98, y - 0.28*s}, {x + side*w*1.3, y}, {x + side*w*1.32, y + 0.75*s}, {x + side*w*0.8, y + 0.7*s}, {x + side*w*0.98, y + 0.2*s}})
		}
	}
}

// portrait is a passport photograph.
func portrait(b *board, r *rand.Rand, p person, x, y, w, h float64, back ink) {
	part := newBoard(int(w*b.u)+1, int(h*b.u)+1, b.u)
	part.box(back, 0, 0, w+1, h+1)
	part.glow(alpha(mix(back, ink{255, 255, 255, 255}, 0.4), 110), w*0.5, h*0.3, w*0.6, h*0.5, 0)
	p.draw(part, w/2+spread(r, w*0.03), h*between(r, 0.4, 0.45), h*between(r, 0.5, 0.58))
	grain := newField(r)
	part.each(func(px, py int, r, g, bl float64) (float64, float64, float64) {
		n := 8 * (grain.at(float64(px), float64(py)) - 0.5)
		return r + n, g + n, bl + n
	})
	for py := range part.Rect.Dy() {
		for px := range part.Rect.Dx() {
			b.SetRGBA(px+int(math.Round(x*b.u)), py+int(math.Round(y*b.u)), part.RGBAAt(px, py))
		}
	}
}

// finger draws a finger from its root to its tip.
func finger(b *board, skin ink, from, to point, thick float64, nail bool) {
	dx, dy := to[0]-from[0], to[1]-from[1]
	l := math.Hypot(dx, dy)
	dx, dy = dx/l, dy/l
	turn := math.Atan2(dy, dx)
	dark, pale := mix(skin, ink{70, 28, 20, 255}, 0.3), mix(skin, ink{255, 235, 215, 255}, 0.3)
	capsule := func(c ink, t, off float64) {
		a := point{from[0] - dy*off, from[1] + dx*off}
		z := point{to[0] - dy*off - dx*t*0.4, to[1] + dx*off - dy*t*0.4}
		b.line(c, t, a, z)
		b.oval(c, z[0], z[1], t*0.62, t/2, turn)
		b.oval(c, a[0], a[1], t/2, t/2, turn)
	}
	for i := range 6 { // rounder than flat: lighter towards the side of the light
		k := float64(i) / 5
		capsule(mix(dark, skin, math.Sqrt(k)), thick*(1-0.5*k), -thick*0.07*k)
	}
	capsule(alpha(pale, 80), thick*0.34, -thick*0.12)
	capsule(alpha(pale, 60), thick*0.16, -thick*0.14)
	for _, f := range []float64{0.34, 0.66} {
		cx, cy := from[0]+dx*l*f, from[1]+dy*l*f
		b.line(alpha(dark, 90), thick*0.05, point{cx + dy*thick*0.36, cy - dx*thick*0.36}, point{cx + dx*thick*0.08, cy + dy*thick*0.08}, point{cx - dy*thick*0.36, cy + dx*thick*0.36})
	}
	if nail {
		nx, ny := to[0]-dx*thick*0.3, to[1]-dy*thick*0.3
		b.oval(mix(pale, dark, 0.35), nx, ny, thick*0.42, thick*0.33, turn)
		b.oval(mix(pale, ink{240, 190, 180, 255}, 0.5), nx, ny, thick*0.38, thick*0.29, turn)
		b.oval(ink{255, 255, 255, 120}, nx-dx*thick*0.05, ny-dy*thick*0.05-thick*0.06, thick*0.14, thick*0.07, turn)
	}
}
