package troupe

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

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
	dark := p.hair.times(0.4)
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
				} else if p.wear < 2 {
					c = c.mix(dark, 0)
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
	ex, ey := (au-0.3)/(0.145*p.eye), fv/(0.07*p.eye)
	if e := 1 - ex*ex; e > -0.4 {
		top, low := -e*0.85, 0.6*e
		switch {
		case e > 0 && ey > top && ey < low:
			w := gitaC{0.66, 0.62, 0.58}.times(0.55 + 0.45*gitaStep(top, top+0.8, ey))
			if d := math.Hypot(fu-math.Copysign(0.3, fu)-0.03*p.yaw, fv+0.006) / (0.066 * p.eye); d < 1 {
				w = gitaRGB(62, 36, 22).mix(gitaC{0.005, 0.004, 0.004}, gitaStep(0.55, 0.4, d)+gitaStep(0.8, 1, d))
				if math.Hypot(fu-math.Copysign(0.3, fu)+0.022, fv+0.026) < 0.016 {
					w = gitaC{3, 3, 3}
				}
			}
			return w, 0.3
		case math.Abs(ey-top) < 0.3 && ey <= top+0.1 && e > 0:
			return dark(c, 0.08), 0
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
	if p.wear < 2 || p.wear == 6 && false {
		line := p.line + 0.9*max(au-0.28, 0)*max(au-0.28, 0)*4 + 0.05*gitaNoise(p.seed, fu*12, 0)
		if math.Abs(u) > p.half(v, 0)-0.02 && v < 0.1 {
			line = 1
		}
		h := p.hair.times(0.5 + gitaNoise(p.seed, fu*30+4*gitaNoise(p.seed, fu*3, fv*3), fv*5))
		c, gloss = c.mix(h, gitaStep(0.03, -0.03, v-line)), 0.1
	}
	return c, gloss
}

func dark(c gitaC, k float64) gitaC { return c.times(k) }

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
	gitaBody(m, []gitaBlob{p.blob(0, 0.5, 0, 1.7, 0.4, 0.5), p.blob(-0.5, 1.75, 0.5, 1.75, 0.3, 0.3)}, 0.3*s, l, skin, 0, 0)
	wide := gitaU(r, 1.1, 1.4)
	side := func(k float64) []gitaBlob {
		return []gitaBlob{p.blob(k*0.75, 1.75, k*wide, 2.1, 0.3, 0.42), p.blob(k*wide, 2.2, k*(wide+0.35), 4.2, 0.42, 0.4)}
	}
	bs := append(side(-1), side(1)...)
	bs = append(bs, p.blob(-0.5, 2.6, 0.5, 2.6, 0.9, 0.9), p.blob(0, 3, 0, 8, 1.3, 1.4))
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
		bs := []gitaBlob{p.blob(0, -0.62, 0, -0.55, 0.62, 0.7), p.blob(-0.35+p.yaw, -0.52, 0.35+p.yaw, -0.52, 0.13, 0.13)}
		if p.wear == 5 {
			bs = []gitaBlob{p.blob(-0.2, -0.75, 0.2, -0.75, 0.66, 0.66), p.blob(-0.8, -0.4, -0.82, 0.5, 0.18, 0.14), p.blob(0.8, -0.4, 0.82, 0.5, 0.18, 0.14)}
		}
		for i := range bs[0].a {
			up := p.at(0, -0.28)[i] - p.c[i]
			bs[0].a[i], bs[0].b[i] = bs[0].a[i]+up*0.3, bs[0].b[i]+up*0.3
		}
		gitaBody(m, bs, 0.1*s, l, one, 0.1*s, 0.45)
	}
	if gitaHit(r, 0.1) { // a mask below the chin
		plain = gitaC{0.5, 0.7, 0.8}.mix(gitaC{0.8, 0.8, 0.8}, r.Float64()).times(gitaU(r, 0.1, 1))
		gitaBody(m, []gitaBlob{p.blob(-0.35, 0.97, 0, 1.1, 0.12, 0.17), p.blob(0.35, 0.97, 0, 1.1, 0.12, 0.17)}, 0.1*s, l, one, 0.05*s, 0.4)
	}
	return shirt
}

// gitaFist is a hand: the skin of one person, what it wears.
type gitaFist struct {
	skin         gitaC
	kind         int // 0 bare, 1 gloved, 2 ringed, 3 tattooed, 4 wet, 5 a child's, 6 old
	sleeve       gitaPaint
	l            *gitaLight
	seed         uint32
	nail, finish gitaC
}

func gitaGrip(r *rand.Rand, skin gitaC, sleeve gitaPaint, l *gitaLight) *gitaFist {
	f := &gitaFist{skin: skin, kind: r.IntN(7), sleeve: sleeve, l: l, seed: r.Uint32(), finish: gitaAny(r, 5, 240)}
	f.nail = skin.mix(gitaC{0.9, 0.72, 0.68}, 0.45)
	if gitaHit(r, 0.15) {
		f.nail = gitaAny(r, 20, 230)
	}
	return f
}

// hold paints a hand that reaches with its tip over a document, inwards along dir: fingers behind, and what lies over it.
func (f *gitaFist) hold(r *rand.Rand, back, front *image.RGBA, tip, dir, elbow gitaP, s, flip float64, mode int) {
	fat := gitaU(r, 0.92, 1.15)
	if f.kind == 5 {
		fat, s = 1.3, s*0.75
	}
	at := func(x, y float64) gitaP {
		return gitaP{tip[0] + s*(dir[0]*y-dir[1]*x*flip), tip[1] + s*(dir[1]*y+dir[0]*x*flip)}
	}
	blob := func(x0, y0, x1, y1, r0, r1 float64) gitaBlob {
		return gitaBlob{at(x0, y0), at(x1, y1), r0 * s * fat, r1 * s * fat}
	}
	var nails []gitaBlob
	var over, under []gitaBlob
	finger := func(x0, y0, x1, y1, x2, y2, w float64) []gitaBlob {
		k := w / math.Hypot(x2-x1, y2-y1)
		nails = append(nails, gitaBlob{at(x2+(x2-x1)*k*0.1, y2+(y2-y1)*k*0.1), at(x1, y1), w * s * fat, 0})
		return []gitaBlob{blob(x0, y0, x1, y1, w*1.12, w*1.04), blob(x1, y1, x2, y2, w*1.02, w*0.86)}
	}
	wx, wy := 0.42, -1.5
	for i := range 4 {
		k := float64(i)
		switch mode {
		case 0, 3:
			under = append(under, finger(0.25+0.15*k, -0.85, 0.24+0.2*k, -0.25, 0.2+0.22*k, 0.05+gitaU(r, 0, 0.25), 0.095)...)
		case 1:
			y := gitaU(r, -0.05, 0.03) - 0.04*math.Abs(k-1.3)
			over = append(over, finger((k-1.5)*0.215, -0.68, (k-1.5)*0.21, -0.33, (k-1.5)*0.205, y, 0.092)...)
		case 2:
			under = append(under, finger((k-1.5)*0.22, -0.1, (k-1.5)*0.26, 0.5, (k-1.5)*0.3, 0.95-0.1*math.Abs(k-1.3), 0.1)...)
		}
	}
	thumb := []gitaBlob{}
	switch mode {
	case 1:
		wx, wy = 0, -1.45
		over = append(over, blob(-0.2, -0.85, 0.2, -0.85, 0.2, 0.2), blob(-0.05, -1, 0.05, -1.2, 0.32, 0.3))
	case 2:
		wx, wy = 0, -1.1
		under = append(under, blob(-0.15, -0.3, 0.1, -0.3, 0.36, 0.36), blob(0, -0.6, 0, -0.8, 0.38, 0.3))
		thumb = append(finger(-0.5, -0.45, -0.56, -0.2, -0.4, 0.02, 0.11), blob(-0.2, -0.75, -0.46, -0.5, 0.2, 0.14))
	default:
		thumb = append(finger(0.07, -0.68, -0.04, -0.35, 0, 0, 0.115), blob(0.07, -0.68, 0.26, -1.02, 0.13, 0.2))
		under = append(under, blob(0.5, -0.9, 0.5, -1.1, 0.33, 0.3))
		over = append(over, blob(0.28, -1.05, 0.42, -1.3, 0.22, 0.28))
		if mode == 3 { // the other fingers folded beside the thumb
			for i := range 3 {
				y := -0.52 - 0.19*float64(i)
				over = append(over, blob(0.3, y, 0.62, y-0.03, 0.098, 0.1))
			}
		}
	}
	wrist := at(wx, wy)
	d := math.Hypot(elbow[0]-wrist[0], elbow[1]-wrist[1]) + 1e-6
	out := gitaP{(elbow[0] - wrist[0]) / d, (elbow[1] - wrist[1]) / d}
	along := func(k float64) gitaP { return gitaP{wrist[0] + out[0]*k*s, wrist[1] + out[1]*k*s} }
	reach := max(d/s, 1.5)
	arm := []gitaBlob{{wrist, along(reach), 0.28 * s * fat, 0.42 * s * fat}}
	if mode == 2 {
		under = append(under, arm...)
	} else {
		over = append(over, arm...)
	}
	skin := func(x, y float64) (gitaC, float64) {
		c, gloss := f.skin.times(0.88+0.12*gitaNoise(f.seed, x/s*9, y/s*9)+0.06*gitaNoise(f.seed, x/2, y/2)), 0.06
		switch f.kind {
		case 1:
			return f.finish.times(0.8 + 0.3*gitaNoise(f.seed, x/s*12, y/s*12)), 0.1
		case 3:
			t := math.Sin(x/s*17+3*gitaNoise(f.seed, x/s*3, y/s*3)) * math.Sin(y/s*15+4*gitaNoise(f.seed+1, x/s*3, y/s*3))
			c = c.mix(gitaRGB(40, 48, 62), 0.75*gitaStep(0.3, 0.4, math.Abs(t)))
		case 4:
			gloss = 0.35 + 0.9*gitaStep(0.75, 0.8, gitaNoise(f.seed, x/s*22, y/s*22))
		case 6:
			v := math.Sin((x*dir[0]+y*dir[1])/s*70 + 8*gitaNoise(f.seed, x/s*6, y/s*6))
			c = c.times(0.85+0.15*v).mix(c.times(0.5), gitaStep(0.72, 0.8, gitaNoise(f.seed+2, x/s*11, y/s*11)))
		}
		for i, n := range nails {
			ax, ay := n.b[0]-n.a[0], n.b[1]-n.a[1]
			k := 1 / math.Hypot(ax, ay)
			u, v := ((x-n.a[0])*ax+(y-n.a[1])*ay)*k/n.r0, ((x-n.a[0])*ay-(y-n.a[1])*ax)*k/n.r0
			if math.Abs(v) > 1.3 || u < -1.5 {
				continue
			}
			if e := u*u/0.75 + v*v/0.36; e < 1 && mode != 2 {
				return f.nail.times(0.75 + 0.25*gitaStep(1, 0.7, e)), 0.4
			}
			far := 1 / k / n.r0
			if math.Abs(u-far-0.15*v*v) < 0.1 || math.Abs(u-far*0.9) < 0.06 {
				c = c.times(0.78)
			}
			if f.kind == 2 && i&1 == 0 && math.Abs(u-far*1.45) < 0.3 {
				return gitaRGB(225, 180, 80).mix(gitaC{0.7, 0.7, 0.75}, float64(f.seed&1)), 1.2
			}
		}
		return c, gloss
	}
	gitaBody(back, under, 0.06*s, f.l, skin, 0.12*s, 0.35)
	gitaBody(front, append(over, thumb...), 0.07*s, f.l, skin, 0.14*s, 0.4)
	if f.sleeve != nil {
		m := front
		if mode == 2 {
			m = back
		}
		gitaBody(m, []gitaBlob{{along(0.55), along(reach), 0.4 * s * fat, 0.62 * s * fat}}, 1, f.l, f.sleeve, 0.1*s, 0.4)
	}
}

// gitaHeld paints one or two hands that hold what lies in q; from is where their bodies are.
func gitaHeld(r *rand.Rand, back, front *image.RGBA, f *gitaFist, q [4][2]float64, aspect float64, elbows [2]gitaP) {
	w := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1])
	s := w * gitaU(r, 0.65, 0.95)
	if aspect < 1.5 {
		s = w * gitaU(r, 0.35, 0.6)
	}
	mid := gitaIn(q, 0.5, 0.5)
	both := gitaHit(r, 0.35)
	mode := []int{0, 0, 0, 1, 2, 3}[r.IntN(6)]
	for i, e := range elbows {
		if !both && i != f.first() {
			continue
		}
		var p, edge gitaP
		k := float64(i)
		in := gitaU(r, 0.06, 0.16)
		switch {
		case both && mode != 2:
			v := gitaU(r, 0.4, 0.85)
			p, edge = gitaIn(q, k+in*(1-2*k), v), gitaIn(q, k, v+0.1)
		case mode == 2:
			p, edge = mid, gitaIn(q, 0.5, 1)
		case gitaHit(r, 0.4):
			v := gitaU(r, 0.3, 0.8)
			p, edge = gitaIn(q, k+in*(1-2*k), v), gitaIn(q, k, v)
		default:
			u := gitaU(r, 0.15, 0.85)
			p, edge = gitaIn(q, u, 1-in*1.5), gitaIn(q, u, 1)
		}
		dx, dy := p[0]-edge[0], p[1]-edge[1]
		n := math.Hypot(dx, dy) + 1e-6
		tx, ty := p[0]-e[0], p[1]-e[1]
		t := math.Hypot(tx, ty) + 1e-6
		dx, dy = dx/n+0.5*tx/t, dy/n+0.5*ty/t
		n = math.Hypot(dx, dy) + 1e-6
		flip := 1.0
		if i == 1 {
			flip = -1
		}
		f.hold(r, back, front, p, gitaP{dx / n, dy / n}, e, s, -flip, mode)
		if mode == 2 {
			return
		}
	}
}

func (f *gitaFist) first() int { return int(f.seed >> 3 & 1) }

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
			gitaHeld(r, c.Image(), front, fist, q, f.Aspect(), [2]gitaP{{min(head[0]-1.8*s, x-wide*0.4), low}, {max(head[0]+1.8*s, x+wide*0.4), low}})
			c.Place(f, q, gitaU(r, 0, 0.4))
			c.Over(front)
			break
		}
	}
	gitaGrade(r, c.Image(), l.night)
	return c
}

// gitaGrade turns the tones of the whole picture, as a camera's own taste does.
func gitaGrade(r *rand.Rand, m *image.RGBA, night bool) {
	gain, lift, grey := gitaU(r, 0.85, 1.15), gitaU(r, -12, 22), gitaU(r, -0.25, 0.35)
	if night {
		gain, lift = gitaU(r, 0.8, 1.3), gitaU(r, 0, 15)
	}
	if gitaHit(r, 0.04) {
		grey = 1
	}
	for i := 0; i < len(m.Pix); i += 4 {
		p := m.Pix[i : i+3 : i+3]
		y := float64(p[0])*0.3 + float64(p[1])*0.59 + float64(p[2])*0.11
		for k := range p {
			v := float64(p[k])
			p[k] = uint8(min(max((v+(y-v)*grey-128)*gain+128+lift, 0), 255))
		}
	}
}

// gitaThing paints a round thing that a glance may take for a face, or what lies on tables.
func gitaThing(r *rand.Rand, m *image.RGBA, x, y, s float64, l *gitaLight) {
	a, b, seed, kind := gitaAny(r, 30, 250), gitaAny(r, 30, 250), r.Uint32(), r.IntN(9)
	turn := gitaU(r, 0, 6.3)
	dx, dy := math.Cos(turn), math.Sin(turn)
	round := func(u, v, rad float64) gitaBlob {
		p := gitaP{x + s*u, y + s*v}
		return gitaBlob{p, p, rad * s, rad * s}
	}
	bar := func(k0, k1, rad float64) gitaBlob {
		return gitaBlob{gitaP{x + s*k0*dx, y + s*k0*dy}, gitaP{x + s*k1*dx, y + s*k1*dy}, rad * s, rad * s}
	}
	plain := func(px, py float64) (gitaC, float64) { return a.times(0.9 + 0.1*gitaNoise(seed, px/5, py/5)), 0.3 }
	flat := func(px, py float64) (gitaC, float64) {
		d := math.Hypot(px-x, py-y) / s
		c := a.mix(gitaC{0.9, 0.9, 0.88}, 0.7)
		switch {
		case kind == 0: // a plate
			c = c.mix(b, gitaStep(0.8, 0.83, d)*gitaStep(0.93, 0.9, d)).times(1 - 0.25*math.Abs(math.Sin(d*9)))
		case kind == 1: // a clock
			t := math.Atan2(py-y, px-x)
			c = c.mix(gitaC{}, gitaStep(0.9, 0.93, d)+gitaStep(0.72, 0.75, d)*gitaStep(0.86, 0.84, d)*gitaStep(0.9, 0.95, math.Cos(t*12)))
			for i, n := range []float64{0.45, 0.7} {
				e := turn * float64(i+1)
				if u := ((px-x)*math.Cos(e) + (py-y)*math.Sin(e)) / s; u > 0 && u < n && math.Abs((px-x)*math.Sin(e)-(py-y)*math.Cos(e)) < 0.04*s {
					c = gitaC{}
				}
			}
		case kind == 2: // a cup from above
			c = a.times(1-0.6*gitaStep(0.75, 0.7, d)).mix(gitaRGB(70, 38, 16), gitaStep(0.72, 0.68, d))
		default: // a ball
			c = a.mix(b, gitaStep(0.5, 0.53, gitaNoise(seed, px/s*2, py/s*2)))
		}
		return c, 0.4
	}
	switch kind {
	case 0, 1, 2, 3:
		gitaBody(m, []gitaBlob{round(0, 0, 1)}, 1, l, flat, 0.3*s, 0.4)
	case 4: // a toy bear
		a = gitaRGB(150, 105, 60).mix(a, 0.4)
		gitaBody(m, []gitaBlob{round(0, 0.1, 0.62), round(-0.5, -0.4, 0.26), round(0.5, -0.4, 0.26), round(0, 1.3, 0.75)}, 0.12*s, l, plain, 0.2*s, 0.35)
		a = a.mix(gitaC{1, 1, 1}, 0.4)
		gitaBody(m, []gitaBlob{round(0, 0.3, 0.28)}, 1, l, plain, 0.05*s, 0.2)
		a = gitaC{0.01, 0.01, 0.01}
		gitaBody(m, []gitaBlob{round(-0.25, -0.05, 0.07)}, 1, l, plain, 0, 0)
		gitaBody(m, []gitaBlob{round(0.25, -0.05, 0.07)}, 1, l, plain, 0, 0)
		gitaBody(m, []gitaBlob{round(0, 0.2, 0.09)}, 1, l, plain, 0, 0)
	case 5: // a flower
		var bs []gitaBlob
		for i := range 7 {
			t := float64(i)*0.9 + turn
			bs = append(bs, gitaBlob{gitaP{x + 0.3*s*math.Cos(t), y + 0.3*s*math.Sin(t)}, gitaP{x + 0.7*s*math.Cos(t), y + 0.7*s*math.Sin(t)}, 0.15 * s, 0.28 * s})
		}
		gitaBody(m, bs, 0.03*s, l, plain, 0.15*s, 0.3)
		a = b
		gitaBody(m, []gitaBlob{round(0, 0, 0.3)}, 1, l, plain, 0.1*s, 0.4)
	case 6: // a pen
		gitaBody(m, []gitaBlob{bar(-2, 2, 0.11), bar(-2.4, 0.2, 0.08)}, 0.03*s, l, plain, 0.2*s, 0.4)
	case 7: // keys
		a = gitaC{0.55, 0.5, 0.4}
		gitaBody(m, []gitaBlob{bar(-0.9, -0.6, 0.3), bar(-0.5, 0.9, 0.08), bar(0.5, 0.7, 0.14)}, 0.05*s, l, plain, 0.12*s, 0.45)
		x, y, dx, dy = x-dx*s*0.8, y-dy*s*0.8, dx*0.6-dy*0.8, dx*0.8+dy*0.6
		gitaBody(m, []gitaBlob{bar(-0.3, 0.2, 0.3), bar(0, 1.2, 0.08)}, 0.05*s, l, plain, 0.12*s, 0.45)
	case 8: // knees
		cloth := gitaCloth(r, s)
		gitaBody(m, []gitaBlob{{gitaP{x - s, y}, gitaP{x - 0.8*s, y + 6*s}, s, 1.3 * s}, {gitaP{x + s, y}, gitaP{x + 0.8*s, y + 6*s}, s, 1.3 * s}}, 0.2*s, l, cloth, 0.3*s, 0.4)
	}
}

// gitaGlare is a strip of light over everything, too thin to hide it.
func gitaGlare(r *rand.Rand, c *slate.Canvas, strong float64) {
	m := c.Image()
	t, at, wide := gitaU(r, 0, 3.2), gitaU(r, 0.2, 0.8), gitaU(r, 20, 120)
	co, si := math.Cos(t), math.Sin(t)
	ox, oy := float64(m.Rect.Dx())*at, float64(m.Rect.Dy())*at
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			d := math.Abs((float64(x)-ox)*co+(float64(y)-oy)*si) / wide
			if d < 1 {
				gitaPut(m, x, y, gitaC{1, 1, 0.97}, strong*(1-d*d))
			}
		}
	}
}

func gitaHand(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := gitaSize(r)
	kind := r.IntN(14)
	gitaGround(r, c.Image(), kind, 0)
	c.Soften(r.IntN(3))
	l := gitaLamps(r, kind)
	w, h := float64(W), float64(H)
	m := c.Image()
	sleeve := gitaCloth(r, w*0.1)
	if gitaHit(r, 0.25) { // someone whose head is above the picture
		s := w * gitaU(r, 0.16, 0.3)
		gitaBody(m, []gitaBlob{{gitaP{w / 2, 0}, gitaP{w / 2, 2 * h}, 1.2 * s, 1.4 * s}, {gitaP{w/2 - 1.3*s, 0}, gitaP{w/2 - 2*s, h}, 0.5 * s, 0.5 * s},
			{gitaP{w/2 + 1.3*s, 0}, gitaP{w/2 + 2*s, h}, 0.5 * s, 0.5 * s}}, 0.3*s, &l, sleeve, 0.1*s, 0.3)
	}
	for range r.IntN(4) {
		gitaThing(r, m, w*r.Float64(), h*r.Float64(), min(w, h)*gitaU(r, 0.05, 0.22), &l)
	}
	wide := max(w*gitaU(r, 0.2, 0.75), 75)
	f := show(wide)
	if tall := wide / f.Aspect(); tall > 0.75*h {
		wide *= 0.75 * h / tall
	}
	x, y := w*gitaU(r, 0.4, 0.6), h*gitaU(r, 0.35, 0.58)
	q := slate.Quad(x, y, wide, f.Aspect(), gitaU(r, -0.5, 0.5), gitaU(r, -0.5, 0.5), gitaU(r, -0.5, 0.5))
	front := image.NewRGBA(m.Rect)
	if gitaHit(r, 0.4) {
		sleeve = nil
	}
	fist := gitaGrip(r, gitaSkin(r), sleeve, &l)
	gitaHeld(r, m, front, fist, q, f.Aspect(), [2]gitaP{{x - w*gitaU(r, 0.1, 0.7), h*1.1 + wide}, {x + w*gitaU(r, 0.1, 0.7), h*1.1 + wide}})
	if gitaHit(r, 0.15) { // fanned with another thing
		o := slate.Of(gitaPage(r, 200, 126), "", "", [4]float64{}, [4]float64{})
		c.Place(o, slate.Quad(x+wide*gitaU(r, -0.3, 0.3), y-wide*gitaU(r, 0.15, 0.35), wide, f.Aspect(), gitaU(r, -0.6, 0.6), 0, 0), 0.3)
	}
	c.Place(f, q, gitaU(r, 0, 0.5))
	c.Over(front)
	if gitaHit(r, 0.2) {
		gitaGlare(r, c, gitaU(r, 0.1, 0.4))
	}
	gitaGrade(r, c.Image(), l.night)
	return c
}

func gitaFill(m *image.RGBA, x, y, w, h float64, c color.Color) {
	draw.Draw(m, image.Rect(int(x), int(y), int(x+w), int(y+h)), image.NewUniform(c), image.Point{}, draw.Over)
}

// gitaWords are lines of dashes as long as words.
func gitaWords(r *rand.Rand, m *image.RGBA, x, y, w, size float64, lines int, c color.Color) {
	for i := range lines {
		stop := x + w
		if i == lines-1 {
			stop = x + w*gitaU(r, 0.3, 1)
		}
		for at := x; at < stop; {
			for range 1 + r.IntN(9) {
				tall := size * []float64{0.55, 0.55, 0.8, 1}[r.IntN(4)]
				if at+size*0.45 > x+w {
					break
				}
				gitaFill(m, at, y+size-tall, max(size*0.14, 1), tall, c)
				gitaFill(m, at, y+size*gitaU(r, 0.4, 0.9), size*0.4, max(size*0.14, 1), c)
				at += size * 0.55
			}
			at += size * 0.5
		}
		y += size * 1.7
	}
}

// gitaPage is a paper or a card of no kind.
func gitaPage(r *rand.Rand, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	g, b := uint8(gitaU(r, 190, 255)), uint8(gitaU(r, 170, 255))
	gitaFill(m, 0, 0, float64(w), float64(h), color.RGBA{g, g, b, 255})
	ink := color.RGBA{30, 30, uint8(30 + r.IntN(100)), 255}
	x, y := float64(w)*0.08, float64(h)*0.08
	for y < float64(h)*0.85 {
		size, n := gitaU(r, 4, 9), 1+r.IntN(5)
		gitaWords(r, m, x, y, float64(w)*0.84, size, min(n, int((float64(h)*0.95-y)/size/1.7)), ink)
		y += size * 1.7 * float64(n+1)
	}
	return m
}

func gitaSheet(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := gitaSize(r)
	w, h := float64(W), float64(H)
	m := c.Image()
	bed := gitaC{1, 1, 1}.times([]float64{1, 0.9, 0.75, 0.02, 0.3}[r.IntN(5)])
	for y := range H {
		for x := range W {
			gitaPut(m, x, y, bed, 1)
		}
	}
	skew, scale := gitaU(r, -0.06, 0.06), gitaU(r, 0.9, 1.12)
	paper := image.NewRGBA(m.Rect)
	tone := uint8(gitaU(r, 225, 255))
	gitaFill(paper, 0, 0, w, h, color.RGBA{tone, tone, uint8(gitaU(r, 215, 255)), 255})
	ink := color.RGBA{40, 40, 50, 255}
	rows, cols := 1+r.IntN(3), 1
	if gitaHit(r, 0.4) {
		cols = 2
	}
	if gitaHit(r, 0.6) {
		gitaWords(r, paper, w*0.08, h*0.03, w*0.84, gitaU(r, 6, 12), 1+r.IntN(2), ink)
		gitaWords(r, paper, w*0.08, h*0.92, w*0.6, gitaU(r, 5, 9), 2, ink)
	}
	page := slate.Quad(w/2, h/2, w*scale, w/h, skew, 0, 0)
	c.Place(slate.Of(paper, "", "", [4]float64{}, [4]float64{}), page, gitaU(r, 0, 0.4))
	size := gitaU(r, 0.4, 0.95)
	top, step := 0.12, 0.78/float64(rows)
	for i := range rows * cols {
		u, v := (float64(i%cols)+0.5)/float64(cols), top+(float64(i/cols)+0.5)*step
		p := gitaIn(page, u+gitaU(r, -0.02, 0.02), v+gitaU(r, -0.02, 0.02))
		wide := max(w*size/float64(cols), 75)
		f := show(wide)
		wide = min(wide, h*step*0.94*f.Aspect())
		c.Place(f, slate.Quad(p[0], p[1], wide, f.Aspect(), skew+gitaU(r, -0.05, 0.05), 0, 0), 0)
		if i == 0 && wide < 100 {
			break
		}
	}
	m = c.Image()
	for range r.IntN(3) { // handwriting
		x, y, k := w*gitaU(r, 0.05, 0.6), h*gitaU(r, 0.02, 0.97), gitaU(r, 5, 16)
		pen := gitaRGB(20, 30, gitaU(r, 40, 160))
		for t := 0.0; t < 14; t += 0.02 {
			px, py := int(x+k*t+k*math.Sin(t*5)), int(y+k*0.9*math.Sin(t*3.7+math.Sin(t*1.3)))
			if image.Pt(px+1, py+1).In(m.Rect) && image.Pt(px, py).In(m.Rect) {
				gitaPut(m, px, py, pen, 0.9)
				gitaPut(m, px+1, py, pen, 0.6)
			}
		}
	}
	if gitaHit(r, 0.3) { // a staple
		gitaFill(m, w*0.05, h*0.04, 26, 3, color.RGBA{120, 120, 125, 255})
		gitaFill(m, w*0.05, h*0.04+3, 26, 2, color.RGBA{60, 60, 60, 120})
	}
	gain, grey, toner, fold := gitaU(r, 0.75, 1.7), gitaHit(r, 0.5), gitaU(r, 0, 0.012), gitaU(r, 0.2, 2)
	seed := r.Uint32()
	for y := range H {
		crease := math.Abs(float64(y)/h-fold) * h
		shade := 1 - 0.16*max(1-crease/14, 0)
		for x := range W {
			p := m.Pix[m.PixOffset(x, y):]
			g := float64(p[0])*0.3 + float64(p[1])*0.59 + float64(p[2])*0.11
			n := gitaDice(seed, x/2, y/2)
			for k := range 3 {
				v := float64(p[k])
				if grey {
					v = g
				}
				v = min(max((v-200)*gain+205, 0), 255) * shade
				if n < toner {
					v *= 0.4
				}
				p[k] = uint8(v)
			}
		}
	}
	return c
}

func gitaScreen(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := gitaSize(r)
	photo := gitaHit(r, 0.45)
	w, h := float64(W), float64(H)
	ui := image.NewRGBA(image.Rect(0, 0, W, H))
	night := gitaHit(r, 0.5)
	grey := func(v float64) color.RGBA {
		if night {
			v = 255 - v*0.92
		}
		return color.RGBA{uint8(v), uint8(v), uint8(min(v+6, 255)), 255}
	}
	hue := gitaAny(r, 30, 200)
	tint := color.RGBA{uint8(255 * hue[0]), uint8(255 * hue[1]), uint8(255 * hue[2]), 255}
	gitaFill(ui, 0, 0, w, h, grey(gitaU(r, 225, 255)))
	size := w * gitaU(r, 0.014, 0.03)
	var box [4]float64 // of the document, in shares
	disc := func(x, y, s float64, c color.Color) {
		for k := -s; k < s; k++ {
			e := math.Sqrt(s*s - k*k)
			gitaFill(ui, x-e, y+k, 2*e, 1, c)
		}
	}
	wide := w * gitaU(r, 0.35, 0.8)
	f := show(max(wide, 75))
	tall := wide / f.Aspect()
	if tall > h*0.55 {
		wide, tall = wide*h*0.55/tall, h*0.55
	}
	x, y := w*0.06, h*0.14
	switch kind := r.IntN(3); kind {
	case 0: // a chat
		for y < h*0.25*r.Float64()+h*0.1 {
			gitaFill(ui, x, y, w*0.6, size*6, grey(205))
			gitaWords(r, ui, x+size, y+size, w*0.55, size, 2, grey(60))
			y += size * 8
		}
		if gitaHit(r, 0.5) {
			x = w*0.95 - wide
		}
		gitaFill(ui, x-size, y-size*0.6, wide+2*size, tall+size*3.5, [2]color.RGBA{tint, grey(210)}[r.IntN(2)])
		box = [4]float64{x, y, wide, tall}
		gitaWords(r, ui, x, y+tall+size*0.8, wide*0.7, size, 1, grey(90))
		for y += tall + size*5; y < h*0.88; y += size * 8 {
			k := float64(r.IntN(2))
			gitaFill(ui, w*0.05+k*w*0.3, y, w*0.6, size*6, grey(205-20*k))
			gitaWords(r, ui, w*0.05+k*w*0.3+size, y+size, w*0.55, size, 2, grey(50))
		}
	case 1: // a gallery
		n := 2 + r.IntN(2)
		side := w / float64(n)
		pick := r.IntN(n * max(int((h*0.8)/side), 1))
		for i := range n * int(h*0.9/side+1) {
			tx, ty := float64(i%n)*side, h*0.11+float64(i/n)*side
			t := image.NewRGBA(image.Rect(0, 0, int(side)-4, int(side)-4))
			gitaGround(r, t, r.IntN(14), 0)
			if l := gitaLamps(r, 0); i != pick && gitaHit(r, 0.4) {
				gitaThing(r, t, side/2, side/2, side*0.3, &l)
			}
			draw.Draw(ui, t.Rect.Add(image.Pt(int(tx), int(ty))), t, image.Point{}, draw.Src)
			if i == pick {
				d := min(side*gitaU(r, 0.8, 0.97), side*0.96*f.Aspect())
				box = [4]float64{tx + (side-4-d)/2, ty + (side-4-d/f.Aspect())/2, d, d / f.Aspect()}
			}
		}
	default: // goods for sale
		y = h * 0.12
		gitaFill(ui, 0, y, w, tall+h*0.06, grey(235))
		box = [4]float64{(w - wide) / 2, y + h*0.03, wide, tall}
		y += tall + h*0.08
		gitaWords(r, ui, x, y, w*0.5, size*1.7, 1, tint)
		gitaWords(r, ui, x, y+size*4, w*0.85, size, 2+r.IntN(6), grey(60))
		gitaFill(ui, x, h*0.82, w*0.42, h*0.06, tint)
		gitaFill(ui, w*0.52, h*0.82, w*0.42, h*0.06, grey(190))
	}
	gitaFill(ui, 0, 0, w, h*0.1, [2]color.RGBA{tint, grey(240)}[r.IntN(2)])
	gitaWords(r, ui, w*0.2, h*0.045, w*0.4, size*1.4, 1, grey(20))
	disc(w*0.1, h*0.058, h*0.028, grey(150))
	gitaFill(ui, 0, h*0.92, w, h*0.08, grey(232))
	for i := range 4 {
		disc(w*(0.14+0.24*float64(i)), h*0.96, h*0.014, grey(130))
	}
	in := func(q [4][2]float64, b [4]float64) (out [4][2]float64) {
		for i, k := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			out[i] = gitaIn(q, (b[0]+k[0]*b[2])/w, (b[1]+k[1]*b[3])/h)
		}
		return out
	}
	q := [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
	if !photo {
		copy(c.Image().Pix, ui.Pix)
		c.Place(f, in(q, box), 0)
		return c
	}
	kind := r.IntN(14)
	gitaGround(r, c.Image(), kind, 0)
	l := gitaLamps(r, kind)
	roll, tx, ty, k := gitaU(r, -0.2, 0.2), gitaU(r, -0.3, 0.3), gitaU(r, -0.4, 0.4), gitaU(r, 0.75, 1.15)
	q = slate.Quad(w/2, h/2, w*k, w/h, roll, tx, ty)
	bezel := image.NewRGBA(image.Rect(0, 0, 8, 8))
	gitaFill(bezel, 0, 0, 8, 8, color.RGBA{14, 14, 16, 255})
	rim := slate.Quad(w/2, h/2, w*k*1.06, w/h, roll, tx, ty)
	front := image.NewRGBA(image.Rect(0, 0, W, H))
	if gitaHit(r, 0.5) {
		fist := gitaGrip(r, gitaSkin(r), nil, &l)
		gitaHeld(r, c.Image(), front, fist, rim, 1.4, [2]gitaP{{0, h * 1.4}, {w, h * 1.4}})
	}
	c.Place(slate.Of(bezel, "", "", [4]float64{}, [4]float64{}), rim, 0.4)
	c.Place(slate.Of(ui, "", "", [4]float64{}, [4]float64{}), q, 0)
	c.Place(f, in(q, box), 0)
	m := c.Image()
	a, b, t, d := gitaU(r, 0.2, 1.2), gitaU(r, -0.8, 0.8), gitaU(r, 0.01, 0.05), gitaU(r, 0, 0.09)
	for y := range H {
		for x := range W {
			u, v := float64(x), float64(y)
			p := m.Pix[m.PixOffset(x, y):]
			e := 1 + d*math.Sin(a*u+b*v+6*math.Sin(v*t)+4*math.Sin(u*t*0.7))
			for k := range 3 {
				p[k] = uint8(min(float64(p[k])*e, 255))
			}
		}
	}
	c.Over(front)
	if gitaHit(r, 0.4) {
		gitaGlare(r, c, gitaU(r, 0.1, 0.35))
	}
	return c
}

func gitaTable(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := gitaSize(r)
	w, h := float64(W), float64(H)
	lean := gitaU(r, 0, 0.87)
	kind := []int{0, 0, 1, 1, 1, 2, 2, 3, 3, 5, 6, 13}[r.IntN(12)]
	gitaGround(r, c.Image(), kind, lean)
	l := gitaLamps(r, 0)
	turn := gitaU(r, -0.5, 0.5)
	if gitaHit(r, 0.15) {
		turn = gitaU(r, -3, 3)
	}
	aside := gitaU(r, -0.25, 0.25)
	for range r.IntN(4) {
		a := gitaU(r, 0.6, 1.7)
		o := slate.Of(gitaPage(r, 260, int(260/a)), "", "", [4]float64{}, [4]float64{})
		c.Place(o, slate.Quad(w*r.Float64(), h*r.Float64(), w*gitaU(r, 0.2, 0.8), a, gitaU(r, -3, 3), lean, aside), gitaU(r, 0.1, 0.5))
	}
	for range r.IntN(5) {
		gitaThing(r, c.Image(), w*r.Float64(), h*r.Float64(), min(w, h)*gitaU(r, 0.04, 0.14), &l)
	}
	wide := max(w*gitaU(r, 0.18, 0.8), 75)
	f := show(wide)
	if tall := wide / f.Aspect(); tall > 0.8*h {
		wide *= 0.8 * h / tall
	}
	c.Place(f, slate.Quad(w*gitaU(r, 0.38, 0.62), h*gitaU(r, 0.38, 0.62), wide, f.Aspect(), turn, lean, aside), gitaU(r, 0, 0.6))
	if gitaHit(r, 0.3) { // something lies over a corner
		over := image.NewRGBA(image.Rect(0, 0, W, H))
		gitaThing(r, over, w*gitaU(r, 0.1, 0.9), h*gitaU(r, 0.75, 0.95), min(w, h)*gitaU(r, 0.04, 0.09), &l)
		c.Over(over)
	}
	if gitaHit(r, 0.35) { // light through blinds, or someone's shade
		m := c.Image()
		a, b, p, d := gitaU(r, -1, 1), gitaU(r, -1, 1), gitaU(r, 60, 400), gitaU(r, 0.1, 0.45)
		for y := range H {
			for x := range W {
				gitaPut(m, x, y, gitaC{}, d*gitaStep(-0.2, 0.2, math.Sin((float64(x)*a+float64(y)*b)/p*6)))
			}
		}
	}
	if gitaHit(r, 0.4) {
		gitaGlare(r, c, gitaU(r, 0.1, 0.5))
	}
	gitaGrade(r, c.Image(), false)
	return c
}
