package troupe

import (
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial/slate"
)

// gitaHead is a head of half a height of s around c.
type gitaHead struct {
	c                                    gitaP
	s, co, si, yaw, pitch                float64
	jaw, smile, eye, beard, brow, relief float64
	teeth, glasses, old                  bool
	wear                                 int // 0 short hair, 1 long, 2 hijab, 3 peci, 4 cap, 5 helmet, 6 bald
	line                                 float64
	skin, hair, lip                      gitaC
	seed                                 uint32
}

func (p *gitaHead) at(u, v float64) gitaP {
	return gitaP{p.c[0] + p.s*(u*p.co-v*p.si), p.c[1] + p.s*(u*p.si+v*p.co)}
}

func (p *gitaHead) blob(u0, v0, u1, v1, r0, r1 float64) gitaBlob {
	return gitaBlob{p.at(u0, v0), p.at(u1, v1), r0 * p.s, r1 * p.s}
}

// half is half the width of the head at a height; hair makes it grow.
func (p *gitaHead) half(v, grow float64) float64 {
	if v < -0.2 {
		t := (v + 0.2) / (0.85 + grow)
		return (0.71 + 0.8*grow) * math.Sqrt(max(1-t*t, 0))
	}
	t := (v + 0.2) / 1.22
	return (0.71 + 0.8*grow*max(1-t*2, 0)) * math.Sqrt(max(1-math.Pow(t, p.jaw), 0))
}

var gitaBumps = [][5]float64{ // middle, widths, height
	{0, 0.36, 0.1, 0.09, 0.17}, {0, 0.2, 0.07, 0.17, 0.13}, {0, 0, 0.07, 0.15, 0.06}, {0.12, 0.39, 0.055, 0.05, 0.08}, {0.3, -0.01, 0.16, 0.09, -0.1},
	{0.3, 0, 0.1, 0.06, 0.045}, {0.27, -0.2, 0.2, 0.06, 0.05}, {0.42, 0.26, 0.16, 0.16, 0.07}, {0, 0.6, 0.24, 0.14, 0.07}, {0, 0.55, 0.15, 0.03, 0.035},
	{0, 0.67, 0.13, 0.045, 0.05}, {0, 0.605, 0.2, 0.014, -0.04}, {0, 0.78, 0.16, 0.04, -0.035}, {0, 0.9, 0.16, 0.09, 0.07}, {0.24, 0.5, 0.03, 0.1, -0.025},
}

// feature turns a place on the silhouette into one on the face that looks aside.
func (p *gitaHead) feature(u, v float64) (fu, fv, q float64) {
	a := p.half(v, 0) + 1e-6
	q = min(max(u/a, -1), 1)
	return a * math.Sin(min(max(math.Asin(q)-p.yaw, -1.57), 1.57)), v + p.pitch*math.Sqrt(1-q*q), q
}

func (p *gitaHead) paint(m *image.RGBA, l *gitaLight) {
	grow := 0.0
	if p.wear < 2 {
		grow = 0.14
	}
	const n = 150
	var z [n * n]float64
	for i := range z {
		u, v := (float64(i%n)/n-0.5)*1.8, (float64(i/n)/n-0.5)*2.6
		fu, fv, q := p.feature(u, v)
		d := 0.82 * math.Sqrt(max(1-(v+0.02)*(v+0.02)/1.4, 0)) * math.Sqrt(max(1-q*q, 0))
		for _, b := range gitaBumps {
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
			d += 0.012 * math.Sin(fv*60+3*gitaNoise(p.seed, fu*4, fv*4)) * gitaStep(-0.2, -0.5, fv)
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
					c = c.times(0.55 + 0.45*gitaStep(0, 0.12, out))
				}
				gitaPut(m, x, y, l.lit(nx*k, ny*k, k, c, gloss), alpha)
			}
		}
	}
}

// look is the colour of a place of the face.
func (p *gitaHead) look(fu, fv, u, v float64) (gitaC, float64) {
	au := math.Abs(fu)
	grain := gitaNoise(p.seed, fu*50, fv*50)
	c := p.skin.times(0.92 + 0.1*grain + 0.1*gitaNoise(p.seed, fu*5, fv*5))
	c = c.mix(gitaC{c[0], c[1] * 0.72, c[2] * 0.68}, 0.7*math.Exp(-((au-0.42)*(au-0.42)+(fv-0.3)*(fv-0.3))*18)+0.5*math.Exp(-(au*au+(fv-0.37)*(fv-0.37))*70))
	c = c.times(1 - 0.3*math.Exp(-((au-0.3)*(au-0.3)*30+fv*fv*90)))
	gloss := 0.1
	ex, ey := (au-0.3)/(0.155*p.eye), fv/(0.078*p.eye)
	if e := 1 - ex*ex; e > -0.4 {
		top, low := -e*0.85, 0.6*e
		switch {
		case e > 0 && ey > top && ey < low:
			w := gitaC{0.78, 0.74, 0.7}.times(0.55 + 0.45*gitaStep(top, top+0.8, ey))
			if d := math.Hypot(fu-math.Copysign(0.3, fu)-0.03*p.yaw, fv+0.006) / (0.066 * p.eye); d < 1 {
				w = gitaRGB(62, 36, 22).mix(gitaC{0.005, 0.004, 0.004}, gitaStep(0.55, 0.4, d)+gitaStep(0.8, 1, d))
				if math.Hypot(fu-math.Copysign(0.3, fu)+0.022, fv+0.026) < 0.016 {
					w = gitaC{3, 3, 3}
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
	if b := (1 - math.Abs(fv-arch)/(0.04*p.brow)) * gitaStep(0.08, 0.14, au) * gitaStep(0.52, 0.42, au); b > 0 {
		c = c.mix(p.hair.times(0.7), min(0.9, 1.3*b)*(0.7+0.3*grain))
	}
	if d := math.Hypot((au-0.065)/0.04, (fv-0.425)/0.022); d < 1.3 {
		c = c.times(0.25 + 0.5*gitaStep(0.5, 1.3, d))
	}
	mv := fv + p.smile*(fu*fu*20-0.4)
	if m := 1 - au/0.235; m > 0 && mv > 0.605-0.065*math.Sqrt(m) && mv < 0.605+0.1*math.Sqrt(m) {
		c, gloss = p.lip.times(0.85+0.2*grain), 0.22
		if mv < 0.605 {
			c = c.times(0.75)
		}
		if open := 0.05 * m; p.teeth && mv > 0.59 && mv < 0.595+open {
			c = gitaC{0.62, 0.58, 0.52}.times(0.8 + 0.2*gitaStep(0, 0.2, math.Abs(math.Sin(fu*60))))
		} else if math.Abs(mv-0.605) < 0.012 {
			c = c.times(0.25)
		}
	}
	if p.beard > 0 && fv > 0.3 {
		chin := gitaStep(0.62, 0.8, fv+0.5*max(au-0.2, 0)) + gitaStep(0.42, 0.5, fv)*gitaStep(0.56, 0.53, fv)*gitaStep(0.3, 0.2, au)
		c = c.mix(p.hair, min(chin, 1)*p.beard*(0.5+0.5*grain))
	}
	if p.glasses {
		gx, gy := (au-0.31)/0.23, (fv-0.04)/0.17
		if d := math.Pow(gx*gx*gx*gx+gy*gy*gy*gy, 0.25); math.Abs(d-1) < 0.1 || math.Abs(fv) < 0.02 && (au < 0.08 || au > 0.54) {
			return gitaC{0.01, 0.01, 0.012}.mix(p.lip, float64(p.seed&1)*0.3), 0.5
		} else if d < 1 {
			c = c.mix(gitaC{0.8, 0.9, 1}, 0.04+0.2*gitaStep(0.1, 0, math.Abs(gx+gy-0.6)))
		}
	}
	if p.wear < 2 {
		line := p.line + 0.9*max(au-0.28, 0)*max(au-0.28, 0)*4 + 0.05*gitaNoise(p.seed, fu*12, 0)
		if math.Abs(u) > p.half(v, 0)-0.02 && v < 0.1 {
			line = 1
		}
		h := p.hair.times(0.5 + gitaNoise(p.seed, fu*30+4*gitaNoise(p.seed, fu*3, fv*3), fv*5))
		c, gloss = c.mix(h, gitaStep(0.03, -0.03, v-line)), 0.1
	}
	return c, gloss
}

func gitaPerson(r *rand.Rand, c gitaP, s float64) *gitaHead {
	roll := gitaU(r, -0.2, 0.2)
	p := &gitaHead{c: c, s: s, co: math.Cos(roll), si: math.Sin(roll), yaw: gitaU(r, -0.42, 0.42), pitch: gitaU(r, -0.1, 0.12), jaw: gitaU(r, 2.1, 3.4),
		smile: gitaU(r, -0.02, 0.06), eye: gitaU(r, 0.85, 1.2), brow: gitaU(r, 0.6, 1.3), relief: gitaU(r, 0.7, 1.15), teeth: gitaHit(r, 0.3),
		glasses: gitaHit(r, 0.22), old: gitaHit(r, 0.2), wear: r.IntN(7), line: gitaU(r, -0.72, -0.5), skin: gitaSkin(r), seed: r.Uint32()}
	if gitaHit(r, 0.2) {
		p.wear = 2
	}
	p.hair = gitaRGB(30, 24, 22).mix(gitaRGB(90, 56, 34), gitaU(r, 0, 0.6))
	if p.old || gitaHit(r, 0.05) {
		p.hair = p.hair.mix(gitaC{0.5, 0.5, 0.5}, r.Float64())
	}
	p.lip = gitaC{p.skin[0] * 0.72, p.skin[1] * 0.45, p.skin[2] * 0.45}.mix(gitaRGB(180, 40, 60), gitaU(r, 0, 0.6)*float64(p.wear&1))
	if p.wear != 1 && p.wear != 2 && gitaHit(r, 0.45) {
		p.beard = gitaU(r, 0.2, 0.95)
	}
	return p
}

// body paints what is behind, below and upon the head, and the head.
func (p *gitaHead) body(r *rand.Rand, m *image.RGBA, l *gitaLight) gitaPaint {
	s := p.s
	skin := func(x, y float64) (gitaC, float64) {
		return p.skin.times(0.85 + 0.15*gitaNoise(p.seed, x/9, y/9)), 0.06
	}
	hair := func(x, y float64) (gitaC, float64) {
		return p.hair.times(0.4 + 1.1*gitaNoise(p.seed, x/s*28, y/s*2.5)), 0.1
	}
	shirt, scarf := gitaCloth(r, s*gitaU(r, 0.4, 1.2)), gitaCloth(r, s*gitaU(r, 0.6, 2))
	if p.wear == 1 {
		low := gitaU(r, 0.7, 2)
		gitaBody(m, []gitaBlob{p.blob(-0.5, -0.3, -0.62, low, 0.42, 0.35), p.blob(0.5, -0.3, 0.62, low, 0.42, 0.35), p.blob(0, -0.45, 0, 0.4, 0.75, 0.6)}, 0.2*s, l, hair, 0, 0)
	}
	gitaBody(m, []gitaBlob{p.blob(0, 0.5, 0, 1.5, 0.4, 0.5), p.blob(-0.5, 1.6, 0.5, 1.6, 0.3, 0.3)}, 0.3*s, l, skin, 0, 0)
	wide := gitaU(r, 1.1, 1.4)
	side := func(k float64) []gitaBlob {
		return []gitaBlob{p.blob(k*0.65, 1.55, k*wide, 1.9, 0.3, 0.42), p.blob(k*wide, 2, k*(wide+0.35), 4.2, 0.42, 0.4)}
	}
	bs := append(side(-1), side(1)...)
	bs = append(bs, p.blob(-0.5, 2.4, 0.5, 2.4, 0.9, 0.9), p.blob(0, 3, 0, 8, 1.3, 1.4))
	gitaBody(m, bs, 0.45*s, l, shirt, 0.1*s, 0.3)
	if p.wear == 2 {
		gitaBody(m, []gitaBlob{p.blob(0, -0.3, 0, 0.5, 0.88, 0.86), p.blob(-0.3, 1.1, 0.3, 1.1, 0.75, 0.75), p.blob(-0.7, 1.8, 0.7, 1.8, 0.5, 0.5)}, 0.4*s, l, scarf, 0.12*s, 0.3)
	} else {
		gitaBody(m, []gitaBlob{p.blob(-0.7, -0.02, -0.66, 0.24, 0.1, 0.07), p.blob(0.7, -0.02, 0.66, 0.24, 0.1, 0.07)}, 0.05*s, l, skin, 0, 0)
		chin := []gitaBlob{p.blob(0, 0.55, 0, 0.62, 0.42, 0.38)} // its shade on the neck
		gitaBody(m, chin, 1, l, skin, 0.3*s, 0.5)
	}
	p.paint(m, l)
	plain := gitaAny(r, 5, 230)
	one := func(x, y float64) (gitaC, float64) { return plain.times(0.9 + 0.1*gitaNoise(p.seed, x/2, y/2)), 0.12 }
	switch p.wear {
	case 3:
		if gitaHit(r, 0.7) {
			plain = gitaC{0.012, 0.012, 0.014}
		}
		gitaBody(m, []gitaBlob{p.blob(-0.42, -0.82, 0.42, -0.82, 0.27, 0.27), p.blob(-0.36, -1.1, 0.36, -1.1, 0.2, 0.2)}, 0.25*s, l, one, 0.07*s, 0.4)
	case 4, 5:
		bs := []gitaBlob{p.blob(-0.2, -0.86, 0.2, -0.86, 0.5, 0.5), p.blob(-0.4+p.yaw, -0.44, 0.4+p.yaw, -0.44, 0.08, 0.08)}
		if p.wear == 5 {
			bs = []gitaBlob{p.blob(-0.34, -0.86, 0.34, -0.86, 0.53, 0.53), p.blob(-0.82, -0.6, -0.8, 0.3, 0.12, 0.1), p.blob(0.82, -0.6, 0.8, 0.3, 0.12, 0.1)}
		}
		gitaBody(m, bs, 0.1*s, l, one, 0.1*s, 0.45)
	}
	if gitaHit(r, 0.1) { // a mask below the chin
		plain = gitaC{0.5, 0.7, 0.8}.mix(gitaC{0.8, 0.8, 0.8}, r.Float64()).times(gitaU(r, 0.1, 1))
		gitaBody(m, []gitaBlob{p.blob(-0.35, 0.97, 0, 1.1, 0.12, 0.17), p.blob(0.35, 0.97, 0, 1.1, 0.12, 0.17)}, 0.1*s, l, one, 0.05*s, 0.4)
	}
	return shirt
}

func gitaSelfie(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := gitaSize(r)
	kind := []int{0, 0, 0, 2, 4, 5, 7, 8, 9, 10, 10, 11, 12, 13}[r.IntN(14)]
	gitaGround(r, c.Image(), kind, 0)
	c.Soften(r.IntN(5))
	l := gitaLamps(r, kind)
	w, h := float64(W), float64(H)
	var head gitaP
	var s, wide float64
	var q [4][2]float64
	roll, tx, ty := gitaU(r, -0.3, 0.3), gitaU(r, -0.35, 0.35), gitaU(r, -0.35, 0.35)
	for try := range 60 {
		s = min(w, h) * gitaU(r, 0.12, 0.42)
		wide = max(1.5*s*gitaU(r, 0.4, 2), 75)
		head = gitaP{w * gitaU(r, 0.15, 0.85), h * gitaU(r, 0.2, 0.7)}
		x, y := head[0]+gitaU(r, -1, 1)*(0.9*s+wide/2), head[1]+gitaU(r, 0.2, 2.4)*s
		q = slate.Quad(x, y, wide, 1.5, roll, 0, 0)
		clear := math.Abs(x-head[0]) > 0.55*s+wide/2 || y-wide/3 > head[1]+0.85*s
		inside := x-wide*0.5 > 0 && x+wide*0.5 < w && y+wide*0.35 < h && y-wide*0.35 > 0
		if clear && inside && head[0] > 0.5*s && head[0] < w-0.5*s && head[1] > 0.55*s && head[1] < h-0.8*s || try == 59 {
			f := show(wide)
			p := gitaPerson(r, head, s)
			sleeve := p.body(r, c.Image(), &l)
			if gitaHit(r, 0.3) {
				sleeve = nil
			}
			q = slate.Quad(x, y, wide, f.Aspect(), roll, tx, ty)
			front := image.NewRGBA(image.Rect(0, 0, W, H))
			fist := gitaGrip(r, p.skin, sleeve, &l)
			if gitaHit(r, 0.6) {
				fist.kind = 0
			}
			low := max(head[1]+4*s, y+wide)
			gitaHeld(r, c.Image(), front, fist, q, f.Aspect(), [2]gitaP{{min(head[0]-1.8*s, x-wide*0.4), low}, {max(head[0]+1.8*s, x+wide*0.4), low}}, head, s)
			c.Place(f, q, gitaU(r, 0, 0.4))
			c.Over(front)
			break
		}
	}
	gitaGrade(r, c.Image(), l.night)
	return c
}
