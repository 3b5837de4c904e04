package brush

import (
	"math"
	"math/rand/v2"
	"sync"
)

const cloudSide = 256

// clouds is smooth noise that repeats, five octaves, 0 to 1, made once from a fixed seed: drawing takes its chance from where
// and how it is looked up.
var clouds = sync.OnceValue(func() *[cloudSide * cloudSide]float32 {
	out := new([cloudSide * cloudSide]float32)
	r := rand.New(rand.NewPCG(7, 11))
	var lattice [cloudSide * cloudSide]float64
	for i := range lattice {
		lattice[i] = r.Float64()
	}
	for step, weight := 64, 0.5; step >= 4; step, weight = step/2, weight*0.55 {
		for y := range cloudSide {
			for x := range cloudSide {
				fx, fy := float64(x%step)/float64(step), float64(y%step)/float64(step)
				fx, fy = fx*fx*(3-2*fx), fy*fy*(3-2*fy)
				at := func(i, j int) float64 {
					return lattice[((y/step+j)*step%cloudSide)*cloudSide+(x/step+i)*step%cloudSide]
				}
				v := (at(0, 0)*(1-fx)+at(1, 0)*fx)*(1-fy) + (at(0, 1)*(1-fx)+at(1, 1)*fx)*fy
				out[y*cloudSide+x] += float32(v * weight)
			}
		}
	}
	return out
})

func cloud(x, y float64) float64 {
	const m = cloudSide - 1
	xf, yf := math.Floor(x), math.Floor(y)
	i, j := int(xf), int(yf)
	fx, fy := x-xf, y-yf
	c := clouds()
	a, b := float64(c[(j&m)*cloudSide+i&m]), float64(c[(j&m)*cloudSide+(i+1)&m])
	d, e := float64(c[((j+1)&m)*cloudSide+i&m]), float64(c[((j+1)&m)*cloudSide+(i+1)&m])
	return (a+(b-a)*fx)*(1-fy) + (d+(e-d)*fx)*fy
}

// A surface tells the light of a ground at a place, in its own measure: about 100 to a card's width.
type surface func(x, y float64) rgb

// ground chooses a table top, a cloth, a floor.
func ground(r *rand.Rand) surface {
	a, b := lit(hsv(within(r, 0, 360), within(r, 0, 0.35), within(r, 0.15, 0.95))), lit(hsv(within(r, 0, 360), within(r, 0, 0.5), within(r, 0.1, 0.9)))
	ox, oy := within(r, 0, 256), within(r, 0, 256)
	size := within(r, 0.6, 1.8)
	switch r.IntN(9) {
	case 0, 1: // wood
		a = lit(hsv(within(r, 18, 36), within(r, 0.3, 0.7), within(r, 0.3, 0.85)))
		b = a.times(0.45)
		plank := within(r, 60, 160)
		return func(x, y float64) rgb {
			g := cloud(ox+x*0.12, oy+y*1.6) + 0.3*cloud(ox+x*0.9, y*9)
			c := a.mix(b, float32(0.5+0.5*math.Sin(g*14)))
			if k := math.Mod(math.Abs(y+oy), plank); k < 1.2 {
				c = c.times(0.4)
			}
			return c
		}
	case 2: // tiles
		tile, gap := within(r, 50, 220), within(r, 0.8, 2.5)
		return func(x, y float64) rgb {
			k := a.times(float32(0.85 + 0.3*cloud(x*0.5+ox, y*0.5)))
			if math.Mod(math.Abs(x+ox+1e4), tile) < gap || math.Mod(math.Abs(y+oy+1e4), tile) < gap {
				return k.mix(b, 0.6)
			}
			return k
		}
	case 3: // checked cloth
		n := within(r, 6, 40)
		return func(x, y float64) rgb {
			t := float32(0)
			if math.Mod(math.Abs(x+1e4), 2*n) < n {
				t += 0.4
			}
			if math.Mod(math.Abs(y+1e4), 2*n) < n {
				t += 0.4
			}
			return a.mix(b, t).times(float32(0.85 + 0.3*cloud(x*3, y*3)))
		}
	case 4: // marble
		return func(x, y float64) rgb {
			v := math.Abs(math.Sin(4 * (cloud(ox+x*size*0.5, oy+y*size*0.5) + x*0.01)))
			return rgb{0.75, 0.74, 0.72}.mix(rgb{0.3, 0.3, 0.32}, float32((1-v)*(1-v)*(1-v)*0.8))
		}
	case 5: // a printed cloth: rings and dots
		n := within(r, 14, 45)
		return func(x, y float64) rgb {
			u, v := math.Mod(math.Abs(x+1e4), n)/n-0.5, math.Mod(math.Abs(y+1e4), n)/n-0.5
			d := math.Hypot(u, v)
			return a.mix(b, float32(0.5+0.5*math.Sin(d*22))).times(float32(0.8 + 0.4*cloud(x, y)))
		}
	case 6: // grass, gravel, carpet
		return func(x, y float64) rgb {
			return a.mix(b, float32(cloud(ox+x*9*size, oy+y*9*size))).times(float32(0.6 + 0.8*cloud(x*2.3, y*2.1)))
		}
	}
	return func(x, y float64) rgb { // paint, plastic, paper
		return a.times(float32(0.85 + 0.3*cloud(ox+x*0.2*size, oy+y*0.2*size) + 0.04*cloud(x*7, y*7)))
	}
}

// lay covers the frame with a ground that lies in the plane of p: unit of its own measure per 1/100 of p's width.
func (f *frame) lay(p pose, s surface) {
	hu, hv, hw := p.back()
	k := math.Sqrt(p.down.dot(p.down) / p.along.dot(p.along))
	for y := range f.h {
		d := f.ray(0.5, float64(y)+0.5)
		nu, nv, nw := hu.dot(d), hv.dot(d), hw.dot(d)
		for x := range f.w {
			q := nw
			if math.Abs(q) < 1e-6 {
				q = 1e-6
			}
			u, v := 100*nu/q, 100*k*nv/q
			nu, nv, nw = nu+hu[0]/f.focal, nv+hv[0]/f.focal, nw+hw[0]/f.focal
			f.px[y*f.w+x] = s(max(-1e4, min(1e4, u)), max(-1e4, min(1e4, v)))
		}
	}
}

// scenery fills the frame with a far background, drawn small and enlarged: a lens that looks at something near shows it soft.
func (f *frame) scenery(r *rand.Rand, b *board) {
	t := newTexture(b.img, 0)
	grain := within(r, 0.02, 0.1)
	for y := range f.h {
		for x := range f.w {
			u, v := (float64(x)+0.5)/float64(f.w), (float64(y)+0.5)/float64(f.h)
			s := t.sample(max(0.01, min(0.99, u)), max(0.01, min(0.99, v)))
			k := float32(1 - grain/2 + grain*cloud(float64(x)*0.3, float64(y)*0.3))
			f.px[y*f.w+x] = rgb{s[0] / s[3] * k, s[1] / s[3] * k, s[2] / s[3] * k}
		}
	}
}

// room draws walls, doors, windows, shelves, curtains.
func room(r *rand.Rand, w, h int) *board {
	b := newBoard(w, h, hsv(within(r, 0, 360), within(r, 0, 0.3), within(r, 0.5, 0.97)))
	floor := b.h * within(r, 0.6, 1)
	b.blend(0, 0, b.w, floor, hsv(within(r, 20, 60), 0.1, 0.95), hsv(within(r, 0, 360), within(r, 0.05, 0.3), within(r, 0.5, 0.9)), chance(r, 0.5))
	b.rect(0, floor, b.w, b.h, hsv(within(r, 15, 45), within(r, 0.2, 0.5), within(r, 0.25, 0.7)))
	for range 1 + r.IntN(6) {
		x, y, s := within(r, -0.1, 0.9)*b.w, within(r, -0.1, 0.6)*b.h, within(r, 0.12, 0.45)*b.w
		c := hsv(within(r, 0, 360), within(r, 0, 0.6), within(r, 0.15, 0.95))
		switch r.IntN(5) {
		case 0: // window
			b.rect(x, y, s, s*1.3, c)
			b.rect(x+s*0.06, y+s*0.06, s*0.41, s*1.18, ink{225, 238, 250, 255})
			b.rect(x+s*0.53, y+s*0.06, s*0.41, s*1.18, ink{215, 232, 250, 255})
		case 1: // door, cupboard
			b.rect(x, y, s, b.h-y, c)
			b.rect(x+s*0.15, y+s*0.2, s*0.7, s*0.7, mix(c, black, 0.2))
		case 2: // shelf
			for k := range 4 {
				sy := y + float64(k)*s*0.4
				b.rect(x, sy, s*1.3, s*0.05, mix(c, black, 0.5))
				for q := x; q < x+s*1.25; q += s * within(r, 0.05, 0.15) {
					b.rect(q, sy-s*within(r, 0.15, 0.3), s*0.06, s*0.3, hsv(within(r, 0, 360), 0.5, 0.7))
				}
			}
		case 3: // picture on the wall
			b.rect(x, y, s, s*0.7, mix(c, black, 0.6))
			b.rect(x+s*0.05, y+s*0.05, s*0.9, s*0.6, hsv(within(r, 0, 360), 0.3, 0.8))
		default: // curtain, pillar
			for k := range 8 {
				b.rect(x+float64(k)*s/8, 0, s/8+1, b.h, mix(c, one(r, black, white), within(r, 0, 0.25)))
			}
		}
	}
	return b
}

// landscape draws sky, hills, houses, trees, a road.
func landscape(r *rand.Rand, w, h int) *board {
	b := newBoard(w, h, white)
	horizon := b.h * within(r, 0.35, 0.7)
	b.blend(0, 0, b.w, horizon, hsv(within(r, 195, 225), within(r, 0.2, 0.7), 0.95), hsv(within(r, 20, 220), 0.15, 0.97), true)
	for k := range 4 {
		c := hsv(within(r, 70, 150), within(r, 0.2, 0.6), 0.75-0.12*float64(k))
		p := []pt{{b.w, b.h}, {0, b.h}}
		ph := within(r, 0, 6)
		for i := range 31 {
			t := float64(i) / 30
			p = append(p, pt{t * b.w, horizon + b.h*(0.1*float64(k)+0.06*math.Sin(t*7+ph)+0.03*math.Sin(t*19+ph))})
		}
		b.fill(c, p)
	}
	for range r.IntN(9) {
		x, s := within(r, 0, b.w), within(r, 0.04, 0.14)*b.w
		y := horizon + within(r, 0, 0.2)*b.h
		if chance(r, 0.5) {
			b.rect(x, y-s, s*1.2, s, hsv(within(r, 0, 60), within(r, 0, 0.4), 0.85))
			b.fill(ink{140, 60, 40, 255}, []pt{{x - s*0.2, y - s}, {x + s*1.4, y - s}, {x + s*0.6, y - s*1.6}})
		} else {
			b.rect(x, y-s, s*0.15, s, ink{80, 60, 40, 255})
			b.ellipse(x+s*0.07, y-s*1.3, s*0.5, s*0.6, hsv(within(r, 80, 140), 0.5, 0.45))
		}
	}
	return b
}
