package elok

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial/slate"
)

func sun(r *rand.Rand) lamp {
	x, y, z := side(r)*within(r, 0.2, 1), -within(r, 0, 0.7), within(r, 0.3, 0.9)
	n := 1 / math.Sqrt(x*x+y*y+z*z)
	warm := []hue{{1.15, 1, 0.78}, {1, 1, 1}, {0.9, 1, 1.12}, {1.2, 0.95, 0.6}}[r.IntN(4)]
	return lamp{hue{x * n, y * n, z * n}, warm.by(within(r, 0.85, 1.35)), hue{0.95, 1, 1.08}.by(within(r, 0.18, 0.5))}
}

// start begins a canvas, its ground painted k times smaller.
func start(r *rand.Rand, upright, k float64, paint func(m *image.RGBA, w, h float64)) (*slate.Canvas, float64, float64) {
	w := float64(400 + r.IntN(600))
	h := w * within(r, 0.56, 0.8)
	if odds(r, upright) {
		w, h = h, w
	}
	c := slate.NewCanvas(int(w), int(h))
	m := image.NewRGBA(image.Rect(0, 0, int(w/k), int(h/k)))
	paint(m, w/k, h/k)
	draw.ApproxBiLinear.Scale(c.Image(), c.Image().Rect, m, m.Rect, draw.Src, nil)
	return c, w, h
}

// cover is a ground seen from above; scale is in pixels.
func cover(r *rand.Rand, l lamp, scale, h float64) ink {
	a, b, wood, tilt, ox := pickOf(r), pickOf(r), rgb(190, 140, 95).by(within(r, 0.15, 1.1)), within(r, -0.2, 0.6), within(r, 0, 256)
	if odds(r, 0.3) { // pale
		a = tone(r, within(r, 0.6, 0.9), 0.08)
		b, wood = a.by(within(r, 0.8, 0.97)), a
	}
	sin, cos := math.Sincos(within(r, -0.8, 0.8))
	gap := func(v, w float64) float64 { return max(0, math.Copysign(1, w-v+math.Floor(v))) } // 1 in the first share w of every unit
	ink := []ink{
		func(u, v float64) hue { // planks
			return wood.by((1 + 0.25*cloudy(u*4, v*60+math.Floor(v)*37) + 0.12*cloudy(u*20, v*200)) * (1 - 0.7*gap(v, 0.02)))
		},
		func(u, v float64) hue { // batik, woven
			return a.to(b, unit(0.5+2*math.Sin(u*9)*math.Sin(v*9)+1.5*math.Sin(u*25+2*math.Sin(v*12)))).by(0.92 + 0.12*math.Sin(u*150)*math.Sin(v*150))
		},
		func(u, v float64) hue { // tiles
			return a.by(1+0.12*cloudy(u*50, v*50)).to(b.by(0.6), max(gap(u*0.8, 0.02), gap(v*0.8, 0.02)))
		},
		func(u, v float64) hue { // a keyboard
			c := a.by(0.6+0.06*math.Sin(v*25)).to(b, gap(u*4-0.4, 0.25)*gap(v*4-0.4, 0.2))
			return c.to(a.by(0.1), max(gap(u*4, 0.12), gap(v*4, 0.14)))
		},
		func(u, v float64) hue { return a.by(0.8 + 0.35*cloudy(u*90, v*90) + 0.2*cloudy(u*7, v*7)) }, // street, sand
		func(u, v float64) hue { // grass
			return rgb(70, 105, 45).by(0.8+0.8*cloudy(u*80, v*25)).to(rgb(150, 150, 80), unit(cloudy(u*9, v*60)))
		},
		func(u, v float64) hue { return a.by(0.85 + 0.3*math.Sin(u*3+4*cloudy(u*5, v*9))) }, // heaped cloth
		func(u, v float64) hue { return a.to(b, 0.5*gap(u*2, 0.5)+0.5*gap(v*2, 0.5)) },
		func(u, v float64) hue { return a.by(1 + 0.05*cloudy(u*30, v*30) + 0.08*cloudy(u*3, v*3)) },
	}[r.IntN(9)]
	return func(x, y float64) hue {
		glow := max(0.15, 0.8+0.35*((x*l.at[0]+y*l.at[1])/h)-0.2*l.at[0])
		x, y = x/(1+tilt*(y/h))/scale, (y-h/2)/(1+tilt*(y/h-0.5))/scale
		c := ink(x*cos-y*sin+ox, x*sin+y*cos+ox)
		return hue{c[0] * l.key[0], c[1] * l.key[1], c[2] * l.key[2]}.by(glow)
	}
}

// What lies about, then what stands about, in rods (one of no length is a disc, that high): from, to, thick at both ends, lift or height,
// colour (two by lot, black, pale, coffee, a lamp's).
var things = [][][8]float64{
	{{0, 0, 0, 0, 1, 1, 0.3, 0}, {0, 0, 0, 0, 0.72, 0.72, 0.34, 3}},                                                                                 // a plate
	{{0, 0, 0, 0, 1, 1, 0.3, 0}, {0, 0, 0, 0, 0.85, 0.85, 0.36, 3}, {0, 0, 0.3, 0.5, 0.05, 0.03, 0.4, 2}, {0, 0, -0.4, 0.1, 0.05, 0.05, 0.4, 2}},    // a clock
	{{0, 0, 0, 0, 0.8, 0.8, 0.8, 0}, {0.25, -0.3, 0.25, -0.3, 0.4, 0.4, 0.79, 1}},                                                                   // a ball
	{{0.6, 0, 1.05, 0.1, 0.12, 0.12, 0, 0}, {0, 0, 0, 0, 0.7, 0.7, 0.5, 0}, {0, 0, 0, 0, 0.58, 0.58, 0.52, 4}},                                      // a cup
	{{-1.5, 0.3, 0.9, -0.2, 0.1, 0.1, 0, 0}, {0.9, -0.2, 1.2, -0.26, 0.1, 0.02, 0, 1}},                                                              // a pen
	{{0, 0, 1, 0.2, 0.07, 0.07, 0, 3}, {0, 0, 0.7, 0.8, 0.07, 0.07, 0, 3}, {0, 0, 0, 0, 0.3, 0.3, 0.15, 1}, {0.1, 0.1, 0.3, 0.35, 0.2, 0.18, 0, 2}}, // keys
	{{-0.3, -0.8, 0.3, 0.8, 0.3, 0.3, 0, 2}, {-0.2, -0.6, 0.25, 0.65, 0.22, 0.22, 0.1, 0}},                                                          // glasses' case
	{
		{0, 1.3, 0, 1.4, 0.75, 0.8, -0.5, 0},
		{0, 0, 0, 0.01, 0.78, 0.7, 0, 0},
		{-0.65, -0.6, -0.65, -0.61, 0.28, 0.28, 0, 0},
		{0.65, -0.6, 0.65, -0.61, 0.28, 0.28, 0, 0},
		{0, 0.25, 0, 0.26, 0.32, 0.3, 0.6, 1},
		{0, 0.12, 0, 0.13, 0.1, 0.1, 0.9, 2},
		{-0.3, -0.15, -0.3, -0.16, 0.08, 0.08, 0.68, 2},
		{0.3, -0.15, 0.3, -0.16, 0.08, 0.08, 0.68, 2},
	}, // a toy
	{
		{0, 0, 0, -0.7, 0.25, 0.2, 0, 0},
		{0, 0, 0.66, -0.2, 0.25, 0.2, 0, 0},
		{0, 0, 0.4, 0.56, 0.25, 0.2, 0, 0},
		{0, 0, -0.4, 0.56, 0.25, 0.2, 0, 0},
		{0, 0, -0.66, -0.2, 0.25, 0.2, 0, 0},
		{0, 0, 0, 0, 0.25, 0.25, 0.4, 1},
		{0, 0, 0.2, 2, 0.06, 0.06, -0.4, 1},
	}, // a flower
	{{0, 0, 0, 0, 0.7, 0.7, 0.6, 5}, {0, 0.6, 0, 1.6, 0.2, 0.4, -0.5, 0}},          // a lamp
	{{-0.6, 0, -0.9, 2.9, 0.55, 0.7, 0, 0}, {0.6, 0.1, 0.9, 2.9, 0.55, 0.7, 0, 0}}, // knees
}

// thing models one of the first so many things.
func thing(r *rand.Rand, m *image.RGBA, l lamp, at xy, k float64, most int) {
	c, turn, kind := mound(m, at[0]-4*k, at[1]-4*k, at[0]+4*k, at[1]+4*k), within(r, -0.3, 0.3), r.IntN(most)
	hues := []hue{pickOf(r), pickOf(r), {}, tone(r, 0.7, 0.1), rgb(50, 28, 15), {4, 3.5, 2.5}}
	if kind < 7 {
		turn *= 10
	}
	for _, t := range things[kind] {
		a, b := rotated(xy{t[0], t[1]}, turn), rotated(xy{t[2], t[3]}, turn)
		haze(m, along(along(at, b, k*0.5), xy{l.at[0], l.at[1] - 0.2}, -k*0.3), k*(t[4]+0.1), k*(t[4]+0.1), 0.3, hue{})
		if a == b {
			c.ball(along(at, a, k), t[4]*k, t[5]*k, 0, t[6]*k, 0, hues[int(t[7])])
		} else {
			c.rod(along(at, a, k), along(at, b, k), t[4]*k, t[5]*k, t[6]*k, hues[int(t[7])])
		}
	}
	c.folds(r, r.IntN(9), at, k, 0.03)
	c.fire(m, l, []stuff{fabric, glaze, flesh}[r.IntN(3)])
}

// room is what stands behind a person: a studio, a room, a stall, a garden, a car, an office.
func room(r *rand.Rand, m *image.RGBA, l lamp, w, h float64) {
	a, k, kind := tone(r, within(r, 0.08, 0.8), within(r, 0, 0.4)), max(w, h), r.IntN(6)
	if kind == 0 && odds(r, 0.6) {
		a = []hue{rgb(190, 25, 30), rgb(35, 70, 170), rgb(225, 225, 225)}[r.IntN(3)]
	}
	fill(m, rectangle(-1, -1, w+1, h+1), 1, 1, func(x, y float64) hue {
		return a.by(0.85 + 0.5*(x/w-0.5)*l.at[0] - 0.25*(y/h-0.5) + 0.05*cloudy(x*60/k, y*60/k))
	})
	box := func(x0, y0, x1, y1, wave float64, b hue) {
		fill(m, rectangle(x0*w, y0*h, x1*w, y1*h), 1.3, 1, func(x, y float64) hue {
			return b.by((1 - 0.3*(y/h-y0)/(y1-y0)) * (1 - wave + wave*math.Sin(x*130/w)))
		})
	}
	switch kind {
	case 1: // a window, curtains, pictures, a sofa
		x := within(r, -0.1, 0.7)
		box(x, 0.05, x+0.35, 0.5, 0, hue{1.2, 1.25, 1.3})
		box(x+0.16, 0.05, x+0.18, 0.5, 0, a.by(0.6))
		box(x-0.1, 0, x+0.02, 0.65, 0.4, pickOf(r))
		box(x+0.33, 0, x+0.45, 0.65, 0.4, pickOf(r))
		for range r.IntN(4) {
			u, v := r.Float64(), within(r, 0.05, 0.4)
			box(u, v, u+0.14, v+0.11, 0, a.by(0.2))
			box(u+0.01, v+0.01, u+0.13, v+0.1, 0, pickOf(r))
		}
		box(-0.1, within(r, 0.6, 0.8), 1.1, 1.1, 0, pickOf(r))
	case 2, 5: // shelves of goods, of files
		for y := within(r, -0.1, 0.1); y < 1; y += 0.19 {
			for x := within(r, -0.1, 0); x < 1; {
				g, t := within(r, 0.025, 0.1), within(r, 0.06, 0.15)
				box(x, y+0.16-t, x+g, y+0.16, 0, pickOf(r))
				box(x+g*0.2, y+0.16-t*0.7, x+g*0.8, y+0.16-t*0.4, 0, pickOf(r))
				x += g * within(r, 1.05, 1.5)
			}
			box(-0.1, y+0.16, 1.1, y+0.18, 0, a.by(0.4))
		}
	case 3: // sky, houses, leaves
		v := within(r, 0.3, 0.7)
		box(-0.1, -0.1, 1.1, v, 0, rgb(190, 215, 240).by(1.2))
		for range 4 {
			u := r.Float64()
			box(u, v-within(r, 0.1, 0.4), u+within(r, 0.1, 0.4), v+0.05, 0, pickOf(r))
		}
		for range 90 {
			g := rgb(95, 130, 55).by(within(r, 0.1, 1.4))
			haze(m, xy{r.Float64() * w, v*h + within(r, -0.3, 0.12)*h*r.Float64()}, within(r, 0.01, 0.05)*k, within(r, 0.01, 0.04)*k, 0.9, g)
		}
	case 4: // a car
		x, seat, b := side(r)*0.7, mound(m, 0, 0, w, h), tone(r, within(r, 0.03, 0.3), 0.3)
		box(-0.1, -0.1, 1.1, 1.1, 0, tone(r, 0.05, 0.2))
		fill(m, []xy{{x * w, 0.1 * h}, {(x + 0.9) * w, 0.05 * h}, {(x + 1) * w, 0.45 * h}, {(x - 0.1) * w, 0.5 * h}}, 1.5, 1,
			func(x, y float64) hue { return hue{0.9, 1, 1.1}.by(0.8 + 0.5*cloudy(x*40/w, y*90/h)) })
		seat.rod(xy{w * 0.4, h * 0.3}, xy{w * 0.6, h * 0.3}, w*0.17, w*0.17, 0, b)
		seat.rod(xy{w * 0.5, h * 0.7}, xy{w * 0.5, h}, w*0.4, w*0.45, 0, b)
		seat.fire(m, l, fabric)
	}
	for range r.IntN(4) * min(kind, 1) {
		thing(r, m, l, xy{r.Float64() * w, r.Float64() * h}, k*within(r, 0.02, 0.1), 11)
	}
	for range r.IntN(12) * min(kind, 1) {
		haze(m, xy{r.Float64() * w, r.Float64() * h * 0.5}, k*0.02, k*0.02, 0.6, hue{1.3, 1.1, 0.7})
	}
}

func eye(m *image.RGBA, at xy, k, roll, open, look, lean float64) {
	sin, cos := math.Sincos(roll)
	base := m.RGBAAt(min(max(int(at[0]-lean*k*0.2), 0), m.Rect.Max.X-1), min(max(int(at[1]+k*0.85), 0), m.Rect.Max.Y-1))
	lum := min(215, 25+0.4*float64(base.R)+0.8*float64(base.G))
	for y := int(at[1] - k); y < int(at[1]+k); y++ {
		for x := int(at[0] - k*1.1); x < int(at[0]+k*1.1); x++ {
			dx, dy := (float64(x)-at[0])/k, (float64(y)-at[1])/k
			u, v := dx*cos+dy*sin, dy*cos-dx*sin+0.08*lean*dx
			top, low := -open*(1-u*u), open*0.55*(1-u*u)
			c, a := hue{lum, lum * 0.95, lum * 0.92}, unit((min(v-top, low-v))*k+0.5)
			if d := math.Hypot(u-look, v+open*0.25); d < 0.44 {
				c = hue{50, 32, 24}.by(0.35+d*1.2).to(c, unit((d-0.4)*k))
			}
			c = c.by(0.45 + 0.55*unit((v-top)*4))
			if math.Hypot(u-look-0.12, v+open*0.25+0.13) < 0.09 {
				c = hue{245, 245, 245}
			}
			dab(m, x, y, c, a)
			if math.Abs(u) < 1.05 {
				dab(m, x, y, hue{25, 16, 14}, 0.9*math.Exp(-square((v-top)/0.1)))
				dab(m, x, y, hue{70, 35, 25}, 0.35*math.Exp(-square((v-top+0.28)/0.08))*(1-u*u*0.8))
				dab(m, x, y, hue{80, 40, 35}, 0.35*math.Exp(-square((v-low)/0.08)))
			}
		}
	}
}

// man paints a person whose head is 2k wide.
func man(r *rand.Rand, m *image.RGBA, l lamp, o xy, k float64, skin, cloth hue) {
	roll, yaw, pitch, hair := within(r, -0.2, 0.2), within(r, -0.45, 0.45), within(r, -0.15, 0.15), tone(r, within(r, 0.008, 0.04), 0.3)
	woman, style := odds(r, 0.5), r.IntN(5)
	veil := woman && style < 3
	p := func(u, v float64) xy { return along(o, rotated(xy{u, v}, roll), k) }
	f := func(u, v float64) xy { // a point of the face, turned
		d := math.Sqrt(max(0, 1-u*u*0.9-v*v*0.35))
		return p(u*math.Cos(yaw)+d*math.Sin(yaw)*0.75, v+d*pitch)
	}
	q := func(u, v float64) xy { return along(o, xy{u, v}, k) }
	lump := func() *clay { return mound(m, o[0]-1.9*k, o[1]-2*k, o[0]+1.9*k, o[1]+2.2*k) }
	if woman && !veil {
		c := lump()
		c.ball(p(0, -0.2), k*1.2, k*1.35, roll, k*0.6, 0, hair)
		long, out := within(r, 0.7, 2.2), within(r, 0.7, 1)
		c.rod(p(-0.7, -0.3), q(-out, long), k*0.52, k*0.4, 0, hair)
		c.rod(p(0.7, -0.3), q(out, long+within(r, -0.2, 0.2)), k*0.52, k*0.4, 0, hair)
		c.fire(m, l, mane)
	}
	c := lump()
	c.rod(q(0, 0.6), q(0, 2.4), k*0.5, k*0.58, 0, skin.by(0.85))
	c.fire(m, l, flesh)
	haze(m, q(-l.at[0]*0.3, 1.15), k*0.6, k*0.35, 0.55, skin.by(0.15))
	c = mound(m, o[0]-3.6*k, o[1]+k, o[0]+3.6*k, o[1]+22*k)
	for _, s := range []float64{-1, 1} {
		c.rod(q(s*0.5, 2.3), q(s*1.6, 2.75), k*0.6, k*0.7, 0, cloth)
		c.rod(q(s*1.75, 2.9), q(s*2.4, 6.5), k*0.7, k*0.65, 0, cloth)
	}
	c.rod(q(0, 3.4), q(0, 22), k*1.6, k*within(r, 1.7, 2.6), -k*0.5, cloth)
	if b, kind := pickOf(r), r.IntN(5); kind < 3 {
		for i := range c.hue {
			u, v := math.Sin(float64(i%c.w)*c.step/k*14), math.Sin(float64(i/c.w)*c.step/k*14)
			c.hue[i] = c.hue[i].to(b, unit([]float64{u * 3, u*v*4 + v, v * 9}[kind]))
		}
	}
	c.folds(r, 24, q(0, 4), k*2.2, 0.05)
	c.cut(q(0, 1.5), k*within(r, 0.45, 0.75), k*within(r, 0.45, 0.8), 0, 0)
	c.fire(m, l, fabric)
	line(m, k*0.05, within(r, 0, 0.6), cloth.by(0.3), q(0, 2.1), q(0.05, 9))

	c = lump()
	wide := within(r, 0.9, 1.06)
	c.ball(p(-1*wide, 0.08), k*0.14, k*0.27, roll, k*0.15, -k*0.15, skin)
	c.ball(p(1*wide, 0.08), k*0.14, k*0.27, roll, k*0.15, -k*0.15, skin)
	c.ball(p(0, -0.28), k*wide, k*1.02, roll, k*0.9, 0, skin)
	c.ball(p(yaw*0.2, 0.4), k*0.8*wide, k*0.92, roll, k*0.85, 0, skin)
	for _, b := range [][6]float64{ // where, how wide and high, how far out, whether on both sides
		{0.38, -0.36, 0.26, 0.09, 0.05, 1},
		{0.42, -0.13, 0.21, 0.13, -0.12, 1},
		{0.41, -0.1, 0.15, 0.1, 0.07, 1},
		{0, -0.02, 0.09, 0.2, 0.1, 0},
		{0, 0.22, 0.12, 0.13, 0.26, 0},
		{0.16, 0.31, 0.08, 0.07, 0.1, 1},
		{0, 0.43, 0.12, 0.05, -0.03, 0},
		{0.55, 0.18, 0.22, 0.2, 0.06, 1},
		{0, 0.62, 0.3, 0.2, 0.07, 0},
		{0, 0.6, 0.22, 0.05, 0.06, 0},
		{0, 0.74, 0.18, 0.06, 0.08, 0},
		{0, 0.665, 0.26, 0.025, -0.08, 0},
		{0, 0.87, 0.18, 0.06, -0.05, 0},
		{0, 1.08, 0.22, 0.14, 0.08, 0},
		{0.34, 0.48, 0.05, 0.16, -0.025, 1},
	} {
		for _, s := range []float64{-1, 1}[int(1-b[5]):] {
			c.bump(f(s*b[0], b[1]), b[2]*k, b[3]*k, roll, b[4]*k*within(r, 0.7, 1.25))
		}
	}
	red, dark := hue{skin[0] * 0.85, skin[1] * 0.5, skin[2] * 0.5}, hair.to(skin, 0.12)
	if woman {
		red = rgb(170, 55, 60).to(red, r.Float64())
	}
	c.stain(f(0, 0.665), k*within(r, 0.24, 0.33), k*within(r, 0.08, 0.12), roll, red, 0.75)
	c.stain(f(0, 0.665), k*0.27, k*0.022, roll, skin.by(0.1), 0.85)
	if odds(r, 0.25) {
		c.stain(f(0, 0.67), k*0.2, k*0.05, roll, hue{0.8, 0.78, 0.7}, 0.9)
	}
	arch := within(r, 0, 0.14)
	for _, s := range []float64{-1, 1} {
		c.stain(f(s*0.09, 0.36), k*0.055, k*0.03, roll, skin.by(0.06), 0.85)
		c.stain(f(s*0.55, 0.22), k*0.25, k*0.2, roll, skin.to(red, 0.4), 0.6)
		c.stain(f(s*0.4, 0), k*0.2, k*0.06, roll, skin.by(0.6), 0.5)
		for i := range 6 {
			t := float64(i) / 5
			c.stain(f(s*(0.2+0.42*t), -0.36-arch*math.Sin(t*2.4)), k*0.085, k*(0.055-0.025*t), roll+s*(arch*2-t*0.5), dark, 0.75)
		}
	}
	if beard := r.IntN(4); !woman && beard > 0 {
		for range 60 * beard {
			u := within(r, -0.8, 0.8)
			if v := within(r, 0.75, 1.3) - u*u*0.3; v > 0.84 || beard == 3 || math.Abs(u) > 0.4 {
				c.stain(p(u, v), k*0.05, k*0.06, roll, dark, 0.12*float64(beard))
			}
		}
		for i := range 9 {
			c.stain(f(float64(i-4)*0.07, 0.5), k*0.06, k*0.05, roll, dark, 0.2*float64(beard))
		}
	}
	c.fire(m, l, flesh)
	look, open, eyes := within(r, -0.2, 0.2), within(r, 0.3, 0.5), within(r, 0.2, 0.25)
	for _, s := range []float64{-1, 1} {
		eye(m, f(s*0.4, -0.1), k*eyes*(1-0.3*max(0, s*yaw)), roll, open, look, s)
	}

	if rim := pickOf(r).by(0.3); odds(r, 0.25) { // glasses
		round := within(r, 0.24, 0.32)
		for _, s := range []float64{-1, 1} {
			pts := []xy(nil)
			for i := range 21 {
				v := rotated(xy{1, 0}, float64(i)*math.Pi/10)
				pts = append(pts, f(s*0.4+round*math.Copysign(math.Pow(math.Abs(v[0]), 0.7), v[0]), -0.08+0.8*round*math.Copysign(math.Pow(math.Abs(v[1]), 0.7), v[1])))
			}
			fill(m, pts[:20], 1, 0.1, flat(hue{1, 1, 1}))
			line(m, k*within(r, 0.025, 0.07), 0.9, rim, pts...)
			line(m, k*0.04, 0.9, rim, f(s*(0.4-round), -0.12), f(0, -0.16))
			line(m, k*0.04, 0.9, rim, f(s*(0.4+round), -0.12), p(s*0.98, -0.1))
		}
	}
	if odds(r, 0.12) { // a mask below the chin
		c, hue := lump(), []hue{rgb(150, 190, 215), rgb(235, 235, 235), rgb(30, 30, 32)}[r.IntN(3)]
		c.ball(p(yaw*0.3, 1.22), k*0.72, k*0.36, roll, k*0.6, k*0.5, hue)
		for i := range 3 {
			c.bump(p(yaw*0.3, 1.08+float64(i)*0.12), k*0.6, k*0.025, roll, -k*0.04)
		}
		c.fire(m, l, fabric)
		line(m, k*0.03, 0.9, hue, p(-0.62, 1.1), p(-0.98, 0.2))
		line(m, k*0.03, 0.9, hue, p(0.62, 1.1), p(0.98, 0.2))
	}

	c = lump()
	switch hat := pickOf(r); {
	case veil:
		c = mound(m, o[0]-2*k, o[1]-2*k, o[0]+2*k, o[1]+3*k)
		c.ball(p(0, -0.1), k*1.22, k*1.5, roll, k, 0, hat)
		for _, s := range []float64{-1, 1} {
			c.rod(p(s*0.7, 0.8), q(s*0.9, 2), k*0.55, k*0.7, 0, hat)
		}
		c.ball(q(0, 1.9), k*1.3, k*0.85, 0, k*0.8, 0, hat)
		c.folds(r, 18, q(0, 1.6), k*1.2, 0.06)
		c.cut(p(yaw*0.3, 0.1), k*0.84, k*1.14, roll, 0)
		c.fire(m, l, fabric)
		return
	case !woman && style == 0: // a peci
		pts := []xy{p(-0.98, -0.62), p(-0.86, -1.32), p(-0.4, -1.42), p(0.4, -1.42), p(0.86, -1.32), p(0.98, -0.62)}
		hat = hat.by(0.06)
		fill(m, pts, 1.5, 1, func(x, _ float64) hue { return hat.by(0.8 + 0.6*max(0, (x-o[0])/k*l.at[0])) })
	case !woman && style == 1: // a cap
		c.ball(p(0, -0.55), k*1.08, k*0.9, roll, k, 0, hat)
		c.cut(p(yaw*0.3, 0.4), k*1.3, k*1.05, roll, 0)
		c.ball(p(yaw*0.6, -0.66), k*0.85, k*0.2, roll, k*0.3, k*0.9, hat.by(0.8))
		c.fire(m, l, fabric)
	case !woman && style == 2 && odds(r, 0.4): // bald
	default:
		c.ball(p(0, -0.4), k*1.08, k*1.05, roll, k, 0, hair)
		c.cut(p(yaw*0.4+within(r, -0.2, 0.2), within(r, 0.3, 0.5)), k*0.93, k*within(r, 1, 1.2), roll+within(r, -0.2, 0.2), k*0.06)
		c.soft = max(1.2, k*0.03)
		c.fire(m, l, mane)
	}
}

// grip paints a hand whose fingers are f thick at p on the rim of what it holds, reaching in, its arm coming from an elbow; what it
// returns paints the fingers in front.
func grip(r *rand.Rand, m *image.RGBA, l lamp, p, in xy, f float64, elbow xy, skin, cloth hue) func(*image.RGBA) {
	side, thumb, gap := side(r), odds(r, 0.6), within(r, 0.6, 1.3)
	in = rotated(in, within(r, -0.3, 0.3))
	a, out := rotated(in, side*math.Pi/2), heading(p, elbow)
	wrist := along(along(p, in, -2.2*f), out, 3*f)
	lump := func(e float64) *clay {
		return mound(m, min(p[0]-e, elbow[0]-2.5*f), min(p[1]-e, elbow[1]-2.5*f), max(p[0]+e, elbow[0]+2.5*f), max(p[1]+e, elbow[1]+2.5*f))
	}
	c, front := lump(6*f), mound(m, p[0]-4*f, p[1]-4*f, p[0]+4*f, p[1]+4*f)
	pink := skin.to(rgb(250, 190, 175), 0.55)
	finger := func(c *clay, lift float64, nail bool, pts ...xy) {
		for i := range len(pts) - 1 {
			t := 1 - 0.13*float64(i)
			c.rod(pts[i], pts[i+1], f*0.58*t, f*0.58*(t-0.13), lift, skin)
			c.stain(pts[i], f*0.6, f*0.14, math.Atan2(pts[i+1][0]-pts[i][0], pts[i][1]-pts[i+1][1]), skin.by(0.6), 0.5)
		}
		if v := heading(pts[len(pts)-2], pts[len(pts)-1]); nail {
			c.stain(along(pts[len(pts)-1], v, f*0.08), f*0.25, f*0.3, math.Atan2(v[0], -v[1]), pink, 0.9)
		}
	}
	c.rod(wrist, elbow, f*1.3, f*1.9, -f, skin)
	for j := range 4 {
		t := float64(j) - 1.4
		knuckle := along(along(p, in, -gap*f), a, -t*0.98*f)
		c.rod(along(wrist, a, -t*0.5*f), knuckle, f*0.95, f*0.6, -0.3*f, skin)
		mid, tip := along(along(p, in, f*within(r, 0.4, 0.7)), a, -t*1.02*f), along(along(p, in, f*within(r, 1.3, 1.9)), a, -t*f*within(r, 0.8, 1))
		if thumb {
			finger(c, 0, false, knuckle, along(mid, in, f), along(tip, in, f*within(r, 1, 2)))
		} else {
			finger(front, float64(j)*0.1*f, true, knuckle, mid, tip)
		}
	}
	base, bend := along(along(wrist, a, f*1.2), out, -0.8*f), along(along(p, in, -0.3*f), a, f*within(r, 0.9, 1.8))
	c.rod(base, bend, f, f*0.7, -0.1*f, skin)
	if thumb {
		finger(front, 0.2*f, true, base, bend, along(along(p, in, f*within(r, 1, 1.7)), a, f*within(r, -0.2, 0.9)))
	}
	c.fire(m, l, flesh)
	if t := within(r, 0.1, 1.2); t < 0.9 {
		c = lump(2 * f)
		c.rod(between(wrist, elbow, t), elbow, f*1.75, f*2.4, 0, cloth)
		c.folds(r, 12, between(wrist, elbow, (t+1)/2), f*2.5, 0.08)
		c.fire(m, l, fabric)
	}
	return func(layer *image.RGBA) { front.fire(layer, l, flesh) }
}

func square(v float64) float64 { return v * v }
