package gita

import (
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial/slate"
)

// head is a head of half a height of s around c.
type head struct {
	c                                    point
	s, co, si, yaw, pitch                float64
	jaw, smile, eye, beard, brow, relief float64
	teeth, glasses, old                  bool
	wear                                 int // 0 short hair, 1 long, 2 hijab, 3 peci, 4 cap, 5 helmet, 6 bald
	line                                 float64
	skin, hair, lip                      colour
	seed                                 uint32
}

// hairy reports whether hair is seen on the head itself.
func (p *head) hairy() bool { return p.wear < 2 || p.wear == 3 || p.wear == 4 }

func (p *head) at(u, v float64) point {
	return point{p.c[0] + p.s*(u*p.co-v*p.si), p.c[1] + p.s*(u*p.si+v*p.co)}
}

func (p *head) blob(u0, v0, u1, v1, r0, r1 float64) ball {
	return ball{p.at(u0, v0), p.at(u1, v1), r0 * p.s, r1 * p.s}
}

// half is half the width of the head at a height; hair makes it grow.
func (p *head) half(v, grow float64) float64 {
	if v < -0.2 {
		t := (v + 0.2) / (0.85 + grow)
		return (0.71 + 0.8*grow) * math.Sqrt(max(1-t*t, 0))
	}
	t := (v + 0.2) / 1.22
	return (0.71 + 0.8*grow*max(1-t*2, 0)) * math.Sqrt(max(1-math.Pow(t, p.jaw), 0))
}

var bumps = [][5]float64{ // middle, widths, height
	{0, 0.36, 0.1, 0.09, 0.17},
	{0, 0.2, 0.07, 0.17, 0.13},
	{0, 0, 0.07, 0.15, 0.06},
	{0.12, 0.39, 0.055, 0.05, 0.08},
	{0.3, -0.01, 0.16, 0.09, -0.1},
	{0.3, 0, 0.1, 0.06, 0.045},
	{0.27, -0.2, 0.2, 0.06, 0.05},
	{0.42, 0.26, 0.16, 0.16, 0.07},
	{0, 0.6, 0.24, 0.14, 0.07},
	{0, 0.55, 0.15, 0.03, 0.035},
	{0, 0.67, 0.13, 0.045, 0.05},
	{0, 0.605, 0.2, 0.014, -0.04},
	{0, 0.78, 0.16, 0.04, -0.035},
	{0, 0.9, 0.16, 0.09, 0.07},
	{0.24, 0.5, 0.03, 0.1, -0.025},
}

// feature turns a place on the silhouette into one on the face that looks aside.
func (p *head) feature(u, v float64) (fu, fv, q float64) {
	a := p.half(v, 0) + 1e-6
	q = min(max(u/a, -1), 1)
	return a * math.Sin(min(max(math.Asin(q)-p.yaw, -1.57), 1.57)), v + p.pitch*math.Sqrt(1-q*q), q
}

func (p *head) paint(m *image.RGBA, l *light) {
	grow := 0.0
	if p.hairy() {
		grow = 0.14 - 0.05*float64(p.wear/3)
	}
	const n = 150
	var z [n * n]float64
	for i := range z {
		u, v := (float64(i%n)/n-0.5)*1.8, (float64(i/n)/n-0.5)*2.6
		fu, fv, q := p.feature(u, v)
		d := 0.82 * math.Sqrt(max(1-(v+0.02)*(v+0.02)/1.4, 0)) * math.Sqrt(max(1-q*q, 0))
		for _, b := range bumps {
			x, y := fu-b[0], (fv-b[1])/b[3]
			if b[0] > 0 {
				x = math.Abs(fu) - b[0]
			}
			x /= b[2]
			if e := x*x + y*y; e < 9 {
				d += p.relief * b[4] * math.Exp(-e/2)
			}
		}
		if p.old {
			d += 0.012 * math.Sin(fv*60+3*noise(p.seed, fu*4, fv*4)) * smoothed(-0.2, -0.5, fv)
		}
		z[i] = d
	}
	reach := p.s * 1.4
	box := image.Rect(int(p.c[0]-reach), int(p.c[1]-reach), int(p.c[0]+reach), int(p.c[1]+reach)).Intersect(m.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			dx, dy := (float64(x)-p.c[0])/p.s, (float64(y)-p.c[1])/p.s
			u, v := dx*p.co+dy*p.si, dy*p.co-dx*p.si
			if v < -1.25 || v > 1.06 || math.Abs(u) > 0.85 {
				continue
			}
			a := p.half(v, grow)
			slope := (p.half(v+0.01, grow) - a) / 0.01
			out := (a - math.Abs(u)) / math.Sqrt(1+min(slope*slope, 100))
			if p.wear == 2 { // the opening of the scarf
				out = min(out, 0.62-math.Hypot(u, (v-0.13)*0.73))
			}
			if alpha := min(max(out*p.s+0.5, 0), 1); alpha > 0 {
				fu, fv, q := p.feature(u, v)
				ku, kv := min(max((u/1.8+0.5)*n-0.5, 1), n-3), min(max((v/2.6+0.5)*n-0.5, 1), n-3)
				o := int(kv)*n + int(ku)
				s, t := ku-math.Floor(ku), kv-math.Floor(kv)
				along := func(step int, w float64) float64 {
					f := func(o int) float64 { return z[o+step] - z[o-step] }
					return ((f(o)*(1-s)+f(o+1)*s)*(1-t) + (f(o+n)*(1-s)+f(o+n+1)*s)*t) * n / (2 * w)
				}
				nu, nv := -along(1, 1.8), -along(n, 2.6)
				nx, ny := nu*p.co-nv*p.si, nu*p.si+nv*p.co
				c, gloss := p.look(fu, fv, u, v)
				if math.Abs(q) >= 0.99 {
					nx, ny = 2*math.Copysign(1, u), 0.2
				}
				k := 1 / math.Sqrt(1+nx*nx+ny*ny)
				if p.wear == 2 {
					c = c.times(0.55 + 0.45*smoothed(0, 0.12, out))
				}
				put(m, x, y, l.lit(nx*k, ny*k, k, c, gloss), alpha)
			}
		}
	}
}

// look is the colour of a place of the face.
func (p *head) look(fu, fv, u, v float64) (colour, float64) {
	au := math.Abs(fu)
	grain := noise(p.seed, fu*50, fv*50)
	c := p.skin.times(0.92 + 0.1*grain + 0.1*noise(p.seed, fu*5, fv*5))
	c = c.mix(colour{c[0], c[1] * 0.72, c[2] * 0.68}, 0.7*math.Exp(-((au-0.42)*(au-0.42)+(fv-0.3)*(fv-0.3))*18)+0.5*math.Exp(-(au*au+(fv-0.37)*(fv-0.37))*70))
	c = c.times(1 - 0.3*math.Exp(-((au-0.3)*(au-0.3)*30+fv*fv*90)))
	gloss := 0.1
	ex, ey := (au-0.3)/(0.155*p.eye), fv/(0.078*p.eye)
	if e := 1 - ex*ex; e > -0.4 {
		top, low := -e*0.85, 0.6*e
		switch {
		case e > 0 && ey > top && ey < low:
			w := colour{0.78, 0.74, 0.7}.times(0.55 + 0.45*smoothed(top, top+0.8, ey))
			if d := math.Hypot(fu-math.Copysign(0.3, fu)-0.03*p.yaw, fv+0.006) / (0.066 * p.eye); d < 1 {
				w = rgb(62, 36, 22).mix(colour{0.005, 0.004, 0.004}, smoothed(0.55, 0.4, d)+smoothed(0.8, 1, d))
				if math.Hypot(fu-math.Copysign(0.3, fu)+0.022, fv+0.026) < 0.016 {
					w = colour{3, 3, 3}
				}
			}
			return w, 0.3
		case math.Abs(ey-top) < 0.3 && ey <= top+0.1 && e > 0:
			return c.times(0.08), 0
		case math.Abs(ey-top*1.35+0.35) < 0.14 && e > 0.1:
			c = c.times(0.5)
		case e > 0 && math.Abs(ey-low) < 0.16:
			c = c.times(0.6)
		}
	}
	arch := -0.2 - 0.05*math.Sin((au-0.1)*6)
	if b := (1 - math.Abs(fv-arch)/(0.04*p.brow)) * smoothed(0.08, 0.14, au) * smoothed(0.52, 0.42, au); b > 0 {
		c = c.mix(p.hair.times(0.7), min(0.9, 1.3*b)*(0.7+0.3*grain))
	}
	if d := math.Hypot((au-0.065)/0.04, (fv-0.425)/0.022); d < 1.3 {
		c = c.times(0.25 + 0.5*smoothed(0.5, 1.3, d))
	}
	mv := fv + p.smile*(fu*fu*20-0.4)
	if m := 1 - au/0.235; m > 0 && mv > 0.605-0.065*math.Sqrt(m) && mv < 0.605+0.1*math.Sqrt(m) {
		c, gloss = p.lip.times(0.85+0.2*grain), 0.22
		if mv < 0.605 {
			c = c.times(0.75)
		}
		if open := 0.05 * m; p.teeth && mv > 0.59 && mv < 0.595+open {
			c = colour{0.62, 0.58, 0.52}.times(0.8 + 0.2*smoothed(0, 0.2, math.Abs(math.Sin(fu*60))))
		} else if math.Abs(mv-0.605) < 0.012 {
			c = c.times(0.25)
		}
	}
	if p.beard > 0 && fv > 0.3 {
		chin := smoothed(0.62, 0.8, fv+0.5*max(au-0.2, 0)) + smoothed(0.42, 0.5, fv)*smoothed(0.56, 0.53, fv)*smoothed(0.3, 0.2, au)
		c = c.mix(p.hair, min(chin, 1)*p.beard*(0.5+0.5*grain))
	}
	if p.glasses {
		gx, gy := (au-0.31)/0.23, (fv-0.04)/0.17
		if d := math.Pow(gx*gx*gx*gx+gy*gy*gy*gy, 0.25); math.Abs(d-1) < 0.1 || math.Abs(fv) < 0.02 && (au < 0.08 || au > 0.54) {
			return colour{0.01, 0.01, 0.012}.mix(p.lip, float64(p.seed&1)*0.3), 0.5
		} else if d < 1 {
			c = c.mix(colour{0.8, 0.9, 1}, 0.04+0.2*smoothed(0.1, 0, math.Abs(gx+gy-0.6)))
		}
	}
	if p.hairy() {
		line := p.line + 0.9*max(au-0.28, 0)*max(au-0.28, 0)*4 + 0.05*noise(p.seed, fu*12, 0)
		if math.Abs(u) > p.half(v, 0)-0.02 && v < 0.1 {
			line = 1
		}
		h := p.hair.times(0.5 + noise(p.seed, fu*30+4*noise(p.seed, fu*3, fv*3), fv*5))
		c, gloss = c.mix(h, smoothed(0.03, -0.03, v-line)), 0.1
	}
	return c, gloss
}

func person(r *rand.Rand, c point, s float64) *head {
	roll := unit(r, -0.2, 0.2)
	p := &head{
		c: c, s: s, co: math.Cos(roll), si: math.Sin(roll), yaw: unit(r, -0.42, 0.42), pitch: unit(r, -0.1, 0.12), jaw: unit(r, 2.1, 3.4),
		smile: unit(r, -0.02, 0.06), eye: unit(r, 0.85, 1.2), brow: unit(r, 0.6, 1.3), relief: unit(r, 0.7, 1.15), teeth: hit(r, 0.3),
		glasses: hit(r, 0.22), old: hit(r, 0.2), wear: r.IntN(7), line: unit(r, -0.72, -0.5), skin: skin(r), seed: r.Uint32(),
	}
	if hit(r, 0.2) {
		p.wear = 2
	}
	p.hair = rgb(30, 24, 22).mix(rgb(90, 56, 34), unit(r, 0, 0.6))
	if p.old || hit(r, 0.05) {
		p.hair = p.hair.mix(colour{0.5, 0.5, 0.5}, r.Float64())
	}
	p.lip = colour{p.skin[0] * 0.72, p.skin[1] * 0.45, p.skin[2] * 0.45}.mix(rgb(180, 40, 60), unit(r, 0, 0.6)*float64(p.wear&1))
	if p.wear != 1 && p.wear != 2 && hit(r, 0.45) {
		p.beard = unit(r, 0.2, 0.95)
	}
	return p
}

// body paints what is behind, below and upon the head, and the head.
func (p *head) body(r *rand.Rand, m *image.RGBA, l *light) paint {
	s := p.s
	skin := func(x, y float64) (colour, float64) {
		return p.skin.times(0.85 + 0.15*noise(p.seed, x/9, y/9)), 0.06
	}
	hair := func(x, y float64) (colour, float64) {
		return p.hair.times(0.4 + 1.1*noise(p.seed, x/s*28, y/s*2.5)), 0.1
	}
	shirt, scarf := fabric(r, s*unit(r, 0.4, 1.2)), fabric(r, s*unit(r, 0.6, 2))
	if p.wear == 1 {
		low := unit(r, 0.7, 2)
		body(m, []ball{p.blob(-0.5, -0.3, -0.62, low, 0.42, 0.35), p.blob(0.5, -0.3, 0.62, low, 0.42, 0.35), p.blob(0, -0.45, 0, 0.4, 0.75, 0.6)}, 0.2*s, l, hair, 0, 0)
	}
	body(m, []ball{p.blob(0, 0.5, 0, 1.5, 0.4, 0.5), p.blob(-0.5, 1.6, 0.5, 1.6, 0.3, 0.3)}, 0.3*s, l, skin, 0, 0)
	wide := unit(r, 1.1, 1.4)
	side := func(k float64) []ball {
		return []ball{p.blob(k*0.65, 1.55, k*wide, 1.9, 0.3, 0.42), p.blob(k*wide, 2, k*(wide+0.35), 4.2, 0.42, 0.4)}
	}
	bs := append(side(-1), side(1)...)
	bs = append(bs, p.blob(-0.5, 2.4, 0.5, 2.4, 0.9, 0.9), p.blob(0, 3, 0, 8, 1.3, 1.4))
	body(m, bs, 0.45*s, l, shirt, 0.1*s, 0.3)
	if p.wear == 2 {
		body(m, []ball{p.blob(0, -0.3, 0, 0.5, 0.88, 0.86), p.blob(-0.3, 1.1, 0.3, 1.1, 0.75, 0.75), p.blob(-0.7, 1.8, 0.7, 1.8, 0.5, 0.5)}, 0.4*s, l, scarf, 0.12*s, 0.3)
	} else {
		body(m, []ball{p.blob(-0.7, -0.02, -0.66, 0.24, 0.1, 0.07), p.blob(0.7, -0.02, 0.66, 0.24, 0.1, 0.07)}, 0.05*s, l, skin, 0, 0)
		chin := []ball{p.blob(0, 0.55, 0, 0.62, 0.42, 0.38)} // its shade on the neck
		body(m, chin, 1, l, skin, 0.3*s, 0.5)
	}
	p.paint(m, l)
	plain := pickOf(r, 5, 230)
	one := func(x, y float64) (colour, float64) { return plain.times(0.9 + 0.1*noise(p.seed, x/2, y/2)), 0.12 }
	switch p.wear {
	case 3:
		if hit(r, 0.7) {
			plain = colour{0.012, 0.012, 0.014}
		}
		body(m, []ball{p.blob(-0.5, -0.74, 0.5, -0.74, 0.24, 0.24), p.blob(-0.44, -1.05, 0.44, -1.05, 0.17, 0.17)}, 0.25*s, l, one, 0.07*s, 0.4)
	case 4, 5:
		bs := []ball{p.blob(-0.2, -0.86, 0.2, -0.86, 0.5, 0.5), p.blob(-0.4+p.yaw, -0.44, 0.4+p.yaw, -0.44, 0.08, 0.08)}
		if p.wear == 5 {
			bs = []ball{p.blob(-0.34, -0.86, 0.34, -0.86, 0.53, 0.53), p.blob(-0.82, -0.6, -0.8, 0.3, 0.12, 0.1), p.blob(0.82, -0.6, 0.8, 0.3, 0.12, 0.1)}
		}
		body(m, bs, 0.1*s, l, one, 0.1*s, 0.45)
	}
	if hit(r, 0.1) { // a mask below the chin
		plain = colour{0.5, 0.7, 0.8}.mix(colour{0.8, 0.8, 0.8}, r.Float64()).times(unit(r, 0.1, 1))
		body(m, []ball{p.blob(-0.35, 0.97, 0, 1.1, 0.12, 0.17), p.blob(0.35, 0.97, 0, 1.1, 0.12, 0.17)}, 0.1*s, l, one, 0.05*s, 0.4)
	}
	return shirt
}

func selfie(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := size(r)
	kind := []int{0, 0, 0, 2, 4, 5, 7, 8, 9, 10, 10, 11, 12, 13}[r.IntN(14)]
	ground(r, c.Image(), kind, 0)
	c.Soften(r.IntN(5))
	l := lamps(r, kind)
	w, h := float64(W), float64(H)
	var head point
	var s, wide float64
	var q [4][2]float64
	roll, tx, ty := unit(r, -0.3, 0.3), unit(r, -0.35, 0.35), unit(r, -0.35, 0.35)
	for try := range 60 {
		s = min(w, h) * unit(r, 0.12, 0.42)
		wide = max(1.5*s*unit(r, 0.4, 2), 75)
		head = point{w * unit(r, 0.15, 0.85), h * unit(r, 0.2, 0.7)}
		x, y := head[0]+unit(r, -1, 1)*(0.9*s+wide/2), head[1]+unit(r, 0.2, 2.4)*s
		beside := math.Abs(x-head[0]) > 0.55*s+wide/2 || y-wide/3 > head[1]+0.85*s
		inside := x-wide*0.5 > 0 && x+wide*0.5 < w && y+wide*0.35 < h && y-wide*0.35 > 0
		if beside && inside && head[0] > 0.5*s && head[0] < w-0.5*s && head[1] > 0.55*s && head[1] < h-0.8*s || try == 59 {
			f := show(wide)
			p := person(r, head, s)
			sleeve := p.body(r, c.Image(), &l)
			if hit(r, 0.3) {
				sleeve = nil
			}
			q = slate.Quad(x, y, wide, f.Aspect(), roll, tx, ty)
			front := image.NewRGBA(image.Rect(0, 0, W, H))
			fist := grip(r, p.skin, sleeve, &l)
			if hit(r, 0.6) {
				fist.kind = 0
			}
			low := max(head[1]+4*s, y+wide)
			held(r, c.Image(), front, fist, q, f.Aspect(), [2]point{{min(head[0]-1.8*s, x-wide*0.4), low}, {max(head[0]+1.8*s, x+wide*0.4), low}}, head, s)
			c.Place(f, q, unit(r, 0, 0.4))
			c.Over(front)
			break
		}
	}
	grade(r, c.Image(), l.night)
	return c
}
