package loom

import (
	"image/color"
	"math"
)

var (
	skins  = []color.NRGBA{rgb(226, 180, 142), rgb(206, 156, 116), rgb(184, 132, 94), rgb(158, 108, 74), rgb(236, 196, 164)}
	cloths = []color.NRGBA{rgb(40, 50, 70), rgb(150, 40, 50), rgb(220, 215, 205), rgb(60, 110, 90), rgb(90, 130, 180), rgb(30, 30, 32), rgb(200, 160, 70), rgb(170, 120, 160)}
)

// figure draws a person from the chest up, with a head of a half width r.
func (h *hand) figure(c *canvas, x, y, r float64, skin color.NRGBA, woman bool) {
	dark := mix(skin, rgb(60, 20, 10), 0.35)
	shirt, hair := h.vary(pick(h, cloths), 16), h.vary(rgb(32, 26, 24), 12)
	veil := woman && h.chance(0.55)
	lean := h.between(-0.06, 0.06)
	cover := h.vary(pick(h, cloths), 20)
	if woman && !veil {
		c.fill(hair, oval(x, y+r*0.5, r*1.35, r*1.9, lean))
	}
	c.fill(dark, box(x-r*0.5, y+r*0.7, r, r*1.3))
	w := r * h.between(2.2, 2.8)
	c.fill(shirt, rounded(x-w, y+r*1.75, 2*w, r*9, r*1.1))
	c.film(alpha(rgb(0, 0, 0), 40), rounded(x+w*0.3, y+r*1.75, w*0.7, r*9, r*0.7))
	c.fill(skin, []pt{{x - r*0.55, y + r*1.72}, {x + r*0.55, y + r*1.72}, {x, y + r*2.3}})
	if veil {
		c.fill(cover, oval(x, y+r*0.1, r*1.4, r*1.65, lean), []pt{{x - r*1.3, y + r*0.4}, {x + r*1.3, y + r*0.4}, {x + r*2, y + r*3.2}, {x - r*2, y + r*3.2}})
	} else {
		c.fill(hair, oval(x, y-r*0.35, r*1.13, r*1.15, lean))
		c.fill(dark, disc(x-r, y+r*0.1, r*0.16, r*0.28), disc(x+r, y+r*0.1, r*0.16, r*0.28))
	}
	c.fill(skin, oval(x, y+r*0.1, r*0.98, r*1.3, lean))
	for k := range 4 { // the side away from the light
		c.film(alpha(dark, 34), oval(x+r*(0.35+0.1*float64(k)), y+r*0.15, r*0.6, r*1.1, lean))
	}
	if !veil {
		c.fill(hair, []pt{{x - r*0.98, y - r*0.2}, {x - r*0.9, y - r*0.9}, {x, y - r*1.3}, {x + r*0.9, y - r*0.9}, {x + r*0.98, y - r*0.2}, {x + r*0.5, y - r*0.7}, {x - r*h.between(0, 0.5), y - r*0.65}})
	}
	glasses := h.chance(0.2)
	for _, side := range []float64{-1, 1} {
		ex, ey := x+side*r*0.4, y-r*0.02
		c.fill(rgb(240, 236, 230), disc(ex, ey, r*0.18, r*0.085))
		c.fill(rgb(40, 24, 18), disc(ex, ey, r*0.085, r*0.085))
		c.fill(hair, strokes(r*0.09, pt{ex - side*r*0.18, ey - r*0.24}, pt{ex + side*r*0.22, ey - r*0.22})...)
		if glasses {
			ring := disc(ex, ey, r*0.3, r*0.24)
			c.fill(rgb(20, 20, 24), strokes(r*0.06, append(ring, ring[0])...)...)
		}
	}
	c.film(alpha(dark, 160), []pt{{x - r*0.05, y + r*0.05}, {x + r*0.18, y + r*0.5}, {x - r*0.16, y + r*0.52}})
	c.fill(mix(skin, rgb(170, 60, 60), 0.55), disc(x, y+r*0.82, r*h.between(0.28, 0.4), r*h.between(0.07, 0.14)))
	if c.s == 1 && h.chance(0.1) { // a mask, and none on cards
		c.fill(h.vary(rgb(200, 220, 228), 20), disc(x, y+r*0.75, r*0.85, r*0.6))
	}
}

// portrait is the small photograph on a card.
func (h *hand) portrait(c *canvas, x, y, w, high float64, ground color.NRGBA, woman bool) {
	sub := h.canvas(max(w*c.s, 8), max(high*c.s, 10)).flood(ground)
	sub.s = c.s
	h.figure(sub, w*h.between(0.46, 0.54), high*h.between(0.38, 0.44), w*h.between(0.23, 0.29), h.vary(pick(h, skins), 12), woman)
	px := [4]pt(box(x*c.s, y*c.s, w*c.s, high*c.s))
	c.put(sub, px)
}

func (h *hand) signature(c *canvas, x, y, w, high float64, ink color.NRGBA, width float64) {
	var line []pt
	a, b, d := h.between(2, 5), h.between(0, 6), h.between(5, 11)
	for i := range 60 {
		t := float64(i) / 59
		line = append(line, pt{
			x + w*(0.1+0.8*t+0.12*math.Sin(d*2*t+b)),
			y + high*(0.5+0.38*math.Sin(a*2*math.Pi*t+b)*(1-0.5*t)+0.12*math.Cos(d*t)),
		})
	}
	c.film(alpha(ink, 210), strokes(width, line...)...)
}

// A grip is a hand that holds a thing by its edge. Lengths are in millimetres of the thing, times mm.
type grip struct {
	at, in pt // where it holds, and the direction into the thing
	mm     float64
	skin   color.NRGBA
	front  int // fingers that lie before the thing
}

func (g grip) point(along, across float64) pt {
	return pt{g.at[0] + g.mm*(g.in[0]*along-g.in[1]*across), g.at[1] + g.mm*(g.in[1]*along+g.in[0]*across)}
}

func (g grip) finger(c *canvas, from, to pt, r float64) {
	dark := mix(g.skin, rgb(70, 30, 15), 0.45)
	c.fill(dark, pole(from, to, r*1.08))
	c.fill(g.skin, pole(from, to, r))
	c.film(alpha(rgb(255, 235, 215), 50), pole(from, to, r*0.4))
	d := length(from, to)
	nx, ny := (to[0]-from[0])/d, (to[1]-from[1])/d
	c.fill(mix(g.skin, rgb(255, 215, 205), 0.6), oval(to[0]+nx*r*0.3, to[1]+ny*r*0.3, r*0.55, r*0.45, math.Atan2(ny, nx)))
}

// behind draws the arm, the palm and what fingers lie behind the thing; before draws the others.
func (g grip) behind(c *canvas) {
	dark := mix(g.skin, rgb(70, 30, 15), 0.25)
	c.fill(dark, pole(g.point(-70, 8), g.point(-420, 60), g.mm*29))
	if c.h.chance(0.6) {
		c.fill(c.h.vary(pick(c.h, cloths), 16), pole(g.point(-150, 18), g.point(-520, 70), g.mm*40))
	}
	c.fill(g.skin, pole(g.point(-62, 4), g.point(-26, 0), g.mm*39))
	c.film(alpha(dark, 120), pole(g.point(-56, 22), g.point(-30, 20), g.mm*14))
	for k := range 4 {
		g.finger(c, g.point(-40, 28-18*float64(k)), g.point(c.h.between(2, 16), 27-16*float64(k)), g.mm*8.5)
	}
}

func (g grip) before(c *canvas) {
	reach := c.h.between(9, 20)
	if g.front == 1 {
		g.finger(c, g.point(-34, c.h.between(-18, 18)), g.point(reach, c.h.between(-8, 8)), g.mm*10)
		return
	}
	for k := range g.front {
		off := 18 * (float64(k) - float64(g.front-1)/2)
		g.finger(c, g.point(-34, off), g.point(reach*c.h.between(0.6, 1), off), g.mm*8.5)
	}
}
