package farid

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"ronda/detect/layout/trial/slate"
)

// head is a head with its neck and what it wears, its middle at a point, u pixels above its chin.
func (p *lot) head(cx, cy, u float64) {
	k := min(u, 105) // it is drawn 3.2 of these wide, 4 tall, 1.6 above the middle
	w, h := int(3.2*k), int(4*k)
	m, z := image.NewRGBA(image.Rect(0, 0, w, h)), make([]float64, w*h)
	style, beard, age, glasses, mask := p.IntN(9), p.in(-1, 1), p.Float64(), p.odds(3), p.odds(9)
	yaw, smile, open, gap, gaze, wide, jaw := p.in(-0.5, 0.5), p.in(-0.3, 1.6), p.in(0.5, 1), p.in(-0.05, 0.05), p.in(-0.3, 0.3), p.in(0.68, 0.78), p.in(2.2, 3)
	brow, line, lip, veil := p.in(0.025, 0.05), p.in(-0.62, -0.45), p.skin.to(rgb{0.65, 0.25, 0.25}, p.in(0.25, 0.8)), p.fabric(k/45)
	if style == 3 || style == 4 || style == 2 { // hijab twice, long hair
		beard = -1
	}
	hat, frame := p.dye(), p.dye().dim(p.in(0.1, 0.7))
	half := make([]float64, h+1)
	for i := range half {
		half[i] = wide * math.Sqrt(max(0, 1-math.Pow(math.Abs(float64(i)/k-1.6), jaw)))
	}
	feature := func(x float64) float64 { return x - yaw*0.24*math.Sqrt(max(0, 1-x*x/(wide*wide))) }
	for i := range z {
		x, y := float64(i%w)/k-1.6, float64(i/w)/k-1.6
		b := half[i/w]
		if b <= math.Abs(x) {
			continue
		}
		f := feature(x)
		a := math.Abs(f)
		z[i] = 0.62*math.Sqrt((1-x*x/(b*b))*(1-0.8*y*y)) + 0.11*bump(f, y-0.16, 0.09, 0.27) + 0.14*bump(f, y-0.33, 0.11, 0.1) +
			0.07*bump(a-0.12, y-0.37, 0.06, 0.06) + 0.05*bump(a-0.28, y+0.2, 0.22, 0.08) - 0.08*bump(a-0.3, y, 0.17, 0.11) +
			0.045*bump(a-0.31, y-0.02, 0.12, 0.07) + 0.06*bump(a-0.4, y-0.28, 0.2, 0.18) + 0.04*bump(f, y-0.54, 0.2, 0.045) +
			0.05*bump(f, y-0.64, 0.16, 0.05) - 0.04*bump(f, y-0.74, 0.16, 0.05) + 0.06*bump(f, y-0.88, 0.17, 0.1) -
			(0.01+0.02*age)*bump(a-0.25-(y-0.5)*0.3, y-0.5, 0.035, 0.13)
	}
	p.fill(m, 0, 0, float64(w), float64(h), func(px, py float64) (c rgb, alpha float64) {
		x, y, i := px/k-1.6, py/k-1.6, int(py)*w+int(px)
		over := func(d rgb, a float64) {
			if a = min(a, 1); a > 0 {
				all := a + alpha*(1-a)
				c, alpha = c.to(d, a/all), all
			}
		}
		far, b, n := math.Abs(x), half[int(py)], noise(p.seed+x*30, y*30)
		edge := func(d float64) float64 { return smoothed(d*k*0.5 + 0.5) }
		strand := noise(p.seed+math.Atan2(x, y+0.4)*140, math.Hypot(x, y)*11)
		hair := p.hair.dim(1+1.2*strand).to(rgb{0.5, 0.47, 0.45}, 0.3*bump(y+0.8-0.5*x*p.lx, x, 0.12, 0.5)*(0.6+strand)).dim(0.4 + p.lit(x*0.8, y*0.7, 0.6))
		if style == 2 { // behind the neck
			d := 0.93 - math.Hypot(x, min(y+0.1, 0)*0.88) + 0.12*n
			over(hair.dim(0.8), edge(min(d, 1.4+0.3*n-y)))
		}
		if y > 0.4 && y < 2.2 {
			over(p.tan(x*4, y*4).dim(p.lit(x*1.6, 0, 0.8)*(1-0.5*bump(x*0.5, y-0.95, 0.3, 0.25))), edge(min(0.43+0.12*(y-1.1)*(y-1.1)-far, 1.75-0.9*far-y)))
		}
		over(p.tan(x*9, y*9).dim(0.8*p.lit(x, 0, 0.6)*(1-0.4*bump(far-wide, y-0.12, 0.04, 0.1))), edge(0.09-math.Hypot(far-wide*0.98, (y-0.1)*0.45)))
		if d := b - far; d > -0.02 && y > -0.99 && y < 0.99 {
			f := feature(x)
			a, in := math.Abs(f), math.Copysign(1, f)
			nx, ny := (z[i-1]-z[i+1])*k/2, (z[i-w]-z[i+w])*k/2
			l := math.Sqrt(nx*nx + ny*ny + 1)
			s, red := p.tan(x*8, y*8), 0.5*bump(a-0.4, y-0.25, 0.2, 0.2)+0.5*bump(f, y-0.34, 0.13, 0.12)
			s = rgb{s[0] * (1 + 0.05*red), s[1] * (1 - 0.1*red), s[2] * (1 - 0.1*red)}
			s = s.to(p.hair, 0.55*max(0, beard)*smoothed((y-0.45+0.3*n+max(0, a-0.35))*5)*(0.7+n)) // a beard
			s = s.to(p.hair, 0.6*max(0, beard-0.2)*bump(f, y-0.49+0.2*a*a, 0.16, 0.025)*(0.8+n))
			mid := 0.585 - smile*0.5*f*f
			curve := 1 - f*f/0.065
			s = s.to(lip, 0.8*smoothed((0.06*curve*(1-0.25*bump(f, 0, 0.05, 1))-math.Abs(mid-y))*30)*smoothed((mid-y)*90+1))
			s = s.to(lip.dim(1.1), 0.8*smoothed((0.095*curve-math.Abs(y-mid))*25)*smoothed((y-mid)*90))
			if t := gap*curve - math.Abs(y-mid-0.01); gap > 0 && t > 0 {
				s = s.to(rgb{0.85, 0.82, 0.76}.dim(1-0.3*math.Abs(math.Sin(f*40))), smoothed(t*60))
			}
			s = s.dim(1 - 0.75*bump(y-mid-max(gap, 0), max(0, -curve), 0.012, 0.1) - 0.6*bump(a-0.075, y-0.415, 0.035, 0.02) -
				(0.1+0.2*age)*bump(a-0.3, y-0.07, 0.17, 0.12) - 0.25*bump(f+0.1*p.lx, y-0.45, 0.13, 0.04))
			ex, ey := (a-0.31)/0.16, (y-0.02)/0.16
			s = s.to(p.hair, 0.85*smoothed(1.4-math.Abs(ey+1.35+0.3*(1-ex*ex))*0.16/brow)*smoothed((1.35-math.Abs(ex))*3)*(0.8+n))
			top, low := ey+0.6*open*(1-ex*ex), 0.27*(1-ex*ex)-ey
			if math.Abs(ex) < 1.2 {
				ir := math.Hypot(ex-gaze*in, ey+0.08)
				eye := rgb{0.86, 0.83, 0.8}.dim(0.75+0.3*top).to(rgb{0.16, 0.09, 0.05}, smoothed((0.42-ir)*9)).to(rgb{}, smoothed((0.2-ir)*9))
				eye = eye.to(rgb{1, 1, 1}, smoothed((0.1-math.Hypot(ex-gaze*in-0.15*p.lx*in, ey+0.2))*14))
				s = s.dim(1-0.3*bump(top+0.3, 0, 0.1, 1)).to(eye, smoothed(min(top, low)*8+0.5))
				s = s.to(rgb{0.06, 0.04, 0.04}, 0.9*bump(top, max(0, math.Abs(ex)-0.9), 0.12, 0.1)+0.3*bump(low, max(0, math.Abs(ex)-0.8), 0.08, 0.1))
			}
			shine := max(0, (nx*p.lx+ny*p.ly+p.lz+0.3)/l-0.85)
			rim := 1.0
			if style == 3 || style == 4 {
				rim = 1 - 0.45*smoothed((math.Hypot(x/wide/0.93, (y-0.1)/0.86)-0.8)*5)
			}
			over(s.dim(p.lit(nx/l, ny/l, 1/l)*rim).to(rgb{1, 0.97, 0.93}, min(0.5, shine*(1.2+3*n))), edge(d))
		}
		skull := 1.08 - math.Hypot(x/wide*0.98, y) + 0.05*strand
		top := line + 0.25*float64(style%2) + 2.6*math.Pow(max(0, far-0.38), 2) + 0.25*n
		switch style {
		case 3, 4: // a hijab
			out, hole := 1-math.Hypot(x/0.93, min(y, 0)/1.16), math.Hypot(x/wide/0.93, (y-0.1)/0.86)-1
			if y > 0 {
				out = 0.93 + 0.45*y*y - far
			}
			fold := noise(p.seed+math.Atan2(x, y)*12, hole*22)
			over(veil(px, py).dim((0.9+0.7*fold)*(0.35+p.lit(x*0.8, y*0.5, 0.7))*(0.6+0.4*smoothed(hole*6))), edge(min(out, hole, 1.9+0.2*n-y-0.3*far*far)))
		case 7: // a peci
			over(rgb{0.06, 0.06, 0.07}.dim(1.1+n+2.5*bump(x+p.lx*-0.3, 0, 0.2, 1)), edge(min(y+1.25-0.1*x*x, -0.5+0.16*x*x-y, wide*1.03+0.04*y-far)))
			over(hair, edge(min(far-wide*0.9, 0.05-y, y+0.6, skull)))
		case 8: // a cap
			over(hair, edge(min(far-wide*0.9, 0.1-y, y+0.6, skull)))
			over(hat.dim((0.9+0.4*n)*(0.3+p.lit(x, y+0.5, 0.5))), edge(min(1-math.Hypot(x/wide/1.08, (y+0.45)/0.75), -0.42+0.1*x*x-y)))
			over(hat.dim(0.55+0.3*n), edge(0.17-math.Hypot(x*0.22, y+0.45-0.1*x*x)))
		case 6: // no hair
		default:
			front := min(max(top-y, min(far-b*0.92, 0.12-y)), skull)
			if style == 2 {
				front = max(front, min(far-b*0.85-0.1*n, 1.2-y, 0.9+0.1*n-far, y+0.5))
			}
			over(hair, smoothed(front*14+0.4+strand))
		}
		if glasses && y > -0.25 && y < 0.35 {
			f := math.Abs(feature(x))
			q := math.Pow(math.Pow(math.Abs(f-0.32)/0.25, 3)+math.Pow(math.Abs(y-0.04)/0.18, 3), 1.0/3)
			over(rgb{1, 1, 1}, 0.16*edge(1-q)*smoothed(8*noise(x*9+y*9, p.seed)+0.5))
			over(frame, edge(max(0.06-math.Abs(q-1), min(0.02-math.Abs(y+0.02), max(0.09-f, f-0.56), b-far))))
		}
		if mask {
			over(rgb{0.7, 0.82, 0.9}.dim(0.9+0.1*math.Sin(y*60)+0.2*n), edge(min(0.62-far, 0.2-math.Abs(y-1+0.35*x*x))))
		}
		return c, alpha
	})
	sin, cos := math.Sincos(p.in(-0.2, 0.2))
	sin, cos = sin*u/k, cos*u/k
	draw.ApproxBiLinear.Transform(p.m, f64.Aff3{cos, -sin, cx - 1.6*k*(cos-sin), sin, cos, cy - 1.6*k*(sin+cos)}, m, m.Rect, draw.Over, nil)
}

// body is what is below a head at a point, u pixels from its middle to its chin.
func (p *lot) body(x, y, u float64) {
	w, neck := u*p.in(1.7, 2.2), p.in(0.3, 1)
	p.fill(p.m, x-w*1.1, y+u, x+w*1.1, 1e4, func(px, py float64) (rgb, float64) {
		t := (px - x) / w
		a := py - y - u*(1.3+0.2*math.Abs(t)+0.9*t*t*t*t*t*t-neck*0.2*bump(t, 0, 0.15, 1))
		c := p.cloth(px, py).dim(p.lit(t*0.8, -0.1, 0.75) * (1 - 0.35*bump(math.Abs(t)-0.78, 0, 0.03, 1)*smoothed(a/u-0.4)))
		return c.dim(0.7 + 0.3*smoothed(a/u*12)), min(a, (1.03-math.Abs(t))*w*0.5)
	})
}

// develop gives a picture its light: exposure, tint, a flash that falls off or patches, haze; or no colour, with toner's specks.
func (p *lot) develop(m *image.RGBA, grey bool) {
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	x0, y0, fall, bright, haze, hard := w*p.in(0.2, 0.8), h*p.in(0.2, 0.8), max(0, p.in(-1.2, 1.8)), p.in(0.8, 1.25), max(0, p.in(-0.4, 0.35)), p.in(1, 1.6)
	tint, patch, speck, fog := rgb{1, 1, 1}.to(rgb{p.in(0.85, 1.1), 1, p.in(0.75, 1.1)}, p.Float64()), p.in(0, 0.4), p.in(0, 0.5), p.in(0.4, 0.9)
	p.fill(m, 0, 0, w, h, func(x, y float64) (rgb, float64) {
		i := m.PixOffset(int(x), int(y))
		c, v := rgb{float64(m.Pix[i]) / 255, float64(m.Pix[i+1]) / 255, float64(m.Pix[i+2]) / 255}, noise(p.seed+x*0.06, y*0.06)
		if grey {
			g := 0.5 + hard*(0.3*c[0]+0.59*c[1]+0.11*c[2]-0.45) + speck*0.4*noise(x*23, p.seed+y*23) + 0.08*v
			return rgb{g, g, g}, 1
		}
		k := bright * (1 + patch*v) / (1 + fall*((x-x0)*(x-x0)+(y-y0)*(y-y0))/(w*w+h*h)*2)
		return rgb{c[0] * tint[0], c[1], c[2] * tint[2]}.dim(k).to(rgb{fog, fog, fog}, haze), 1
	})
}

func (p *lot) paper() (rgb, part) {
	c := rgb{0.95, 0.94, 0.91}.to(p.dye(), p.in(0, 0.3))
	return c, part{0.08, 0.06, 0.84, 0.88, math.Floor(p.in(8, 36)), c}
}

func scene(r *rand.Rand) (c *slate.Canvas, p *lot, w, h, long float64) {
	long = 400 + 400*r.Float64()*math.Sqrt(r.Float64())
	if w, h = long, long*(0.56+0.3*r.Float64()); r.IntN(5) < 3 {
		w, h = h, w
	}
	c = slate.NewCanvas(int(w), int(h))
	return c, fresh(r, c.Image()), w, h, long
}

func selfie(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	c, p, w, h, long := scene(r)
	p.lay(p.in(1, 5), p.ground([]int{0, 0, 1, 1, 2, 3, 4, 6, 12, 13, 13}[p.IntN(11)], long))
	if p.odds(3) { // something on the wall
		p.orb(w*p.Float64(), h*p.in(0, 0.4), long*p.in(0.03, 0.08))
	}
	wide, side := 1.45*math.Exp(p.in(-0.9, 0.7)), p.sign()
	f := show(min(w, h) * 0.3 * wide)
	tall := wide / f.Aspect()
	dx, dy := side*(0.85+wide/2), p.in(-0.2, 1.3) // beside
	switch p.IntN(4) {
	case 0:
		dx, dy = p.in(-0.5, 0.5), p.in(0.95, 1.4)+tall/2
	case 1: // before the chin
		dx, dy = p.in(-0.3, 0.3), p.in(0.76, 0.9)+tall/2
	case 2: // at the shoulder
		dx, dy = side*p.in(0.8, 1.5), p.in(1, 1.4)+tall/2
	}
	x0, x1, y0, y1 := min(-0.85, dx-wide/2), max(0.85, dx+wide/2), -1.25, max(1.2, dy+tall/2)
	u := min(p.in(0.2, 0.5)*min(w, h), p.in(0.85, 1.08)*w/(x1-x0), p.in(0.8, 1.06)*h/(y1-y0))
	cx, cy := -x0*u+(w-(x1-x0)*u)*p.Float64(), -y0*u+(h-(y1-y0)*u)*p.in(0, 0.9)
	p.body(cx, cy, u)
	p.head(cx, cy, u)
	q := slate.Quad(cx+dx*u, cy+dy*u, wide*u, f.Aspect(), p.in(-0.2, 0.2)*p.in(0, 2), p.in(-0.3, 0.3), p.in(-0.3, 0.3))
	front, s, edge := image.NewRGBA(p.m.Rect), min(u*p.in(0.65, 0.9), wide*u*1.2), 2
	elbow := func(side float64) [2]float64 {
		return [2]float64{cx + side*u*p.in(1.4, 2.4), max(q[2][1], q[3][1]) + u*p.in(1.3, 2)}
	}
	if wide > 1.2 && math.Abs(dx) < 0.6 && p.odds(2) {
		p.hold(front, q, 1, s, p.IntN(3), elbow(1))
		edge, dx = 3, -1
	} else if !p.odds(3) {
		edge = 2 - int(math.Copysign(1, dx))
	}
	p.hold(front, q, edge, s, p.IntN(3), elbow(math.Copysign(1, dx)))
	return p.finish(c, f, q, front)
}

// finish places a thing with what is before it.
func (p *lot) finish(c *slate.Canvas, f slate.Flat, q [4][2]float64, front *image.RGBA) *slate.Canvas {
	c.Place(f, q, p.in(0, 0.5))
	c.Over(front)
	p.develop(p.m, false)
	return c
}

func hand(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	c, p, w, h, long := scene(r)
	p.lay(max(1, p.in(-2, 4)), p.ground(p.IntN(14), long))
	for range p.IntN(4) {
		p.orb(w*p.Float64(), h*p.Float64(), long*p.in(0.04, 0.16))
	}
	if u := long * p.in(0.2, 0.35); p.odds(4) { // someone whose head is out of the picture
		p.flesh(p.m, 1, 0, nil, [3]float64{w / 2, -u, u * 0.45}, [3]float64{w / 2, u * 0.3, u * 0.45})
		p.body(w/2, -u*p.in(1, 1.3), u)
	} else if p.odds(5) { // knees
		x := w * p.in(0.3, 0.7)
		p.flesh(p.m, 1, 0, p.cloth, [3]float64{w * 0.2, h * 1.2, u * 0.7}, [3]float64{x, h * 0.3, u * 0.5}, [3]float64{w * 0.9, h * 1.2, u * 0.7})
	}
	wide := w * p.in(0.2, 0.75)
	f := show(wide)
	wide = min(wide, h*0.75*f.Aspect())
	s, front := wide*p.in(0.8, 1.1), image.NewRGBA(p.m.Rect)
	if f.Aspect() < 1.5 {
		s = max(s*p.in(0.4, 0.8), long*p.in(0.13, 0.2))
	}
	x, y, turn := w*p.in(0.4, 0.6), h*p.in(0.35, 0.55), p.in(-0.6, 0.6)*p.Float64()
	if p.odds(9) && wide < h*0.8 { // stood on its side
		turn += 1.57 * p.sign()
	}
	if p.odds(6) { // fanned with another
		base, part := p.paper()
		p.page(slate.Quad(x, y-wide*0.1, wide, f.Aspect(), turn+p.in(-0.5, 0.5), 0, 0), base, part)
	}
	q := slate.Quad(x, y, wide, f.Aspect(), turn, p.in(-0.5, 0.5), p.in(-0.5, 0.5))
	edge, grip := p.IntN(3)+1, p.IntN(4)
	elbow := [2]float64{x + (2-float64(edge))*w*p.in(0.4, 0.9), h + s*p.in(0.3, 1)}
	if p.hold(front, q, edge, s, grip, elbow); edge != 2 && p.odds(4) {
		p.hold(front, q, 4-edge, s, grip, [2]float64{2*x - elbow[0], elbow[1]})
	}
	return p.finish(c, f, q, front)
}

func sheet(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	c, p, w, h, long := scene(r)
	p.lay(1, p.ground([]int{5, 8, 13, 13}[p.IntN(4)], long))
	base, text := p.paper()
	n, turn, grey := 1+p.IntN(6)*p.IntN(2), p.in(-0.12, 0.12)*p.Float64(), p.odds(2)
	q := slate.Quad(w/2, h/2, w*p.in(0.85, 1.2), w/h, turn, p.in(-0.2, 0.2)*p.Float64(), 0)
	across := 1 + min(n-1, p.IntN(2))
	down := (n + across - 1) / across
	top := p.in(0.02, 0.3) / float64(down*down)
	if text.h = top; p.odds(2) {
		p.page(q, base, text, part{0.08, 0.85, 0.84, 0.12, math.Floor(p.in(2, 6)), base})
	} else {
		p.page(q, base)
	}
	_, out := warp(q)
	fill := p.in(0.5, 0.96)
	for i := range n {
		f := show(w / float64(across) * fill)
		wide := min(w/float64(across), h*(1-top)/float64(down)*f.Aspect()) * fill
		x, y := out((float64(i%across)+0.5)/float64(across), top+(1-top)*(float64(i/across)+0.5)/float64(down))
		lean := turn + p.in(-0.05, 0.05)
		if p.odds(3) { // a faint border
			p.page(slate.Quad(x, y, wide*1.03, f.Aspect(), lean, 0, 0), base.dim(0.9))
		}
		c.Place(f, slate.Quad(x, y, wide, f.Aspect(), lean, 0, 0), 0)
	}
	front, fold, cut := image.NewRGBA(p.m.Rect), h*p.in(0.2, 0.8), p.in(-0.1, 0.1)
	ax, ay, pen, big, words := w*p.in(0, 0.7), h*p.in(0, 0.9), p.in(0.9, 1.8), long*p.in(0.008, 0.02), rgb{0.1, 0.1, 0.2 + 0.3*float64(p.IntN(2))}
	var from [3]float64
	for i := range 8 * p.IntN(16) { // handwriting
		t := float64(i) * 0.8
		x, y := ax+big*(0.35*t+0.8*math.Sin(t)), ay+big*math.Cos(t)*(1+4*noise(p.seed+t*2, 0))
		to := [3]float64{x, y, pen}
		if i > 0 && noise(t*2, p.seed) < 0.25 { // what lies between words is not written
			p.flesh(front, 1, 0, func(_, _ float64) rgb { return words }, from, to)
		}
		from = to
	}
	if p.odds(3) { // a staple
		p.flesh(front, 1, 0, func(_, _ float64) rgb { return rgb{0.7, 0.7, 0.72} }, [3]float64{w * 0.1, h * 0.06, 2}, [3]float64{w * 0.14, h * 0.04, 2})
	}
	if p.odds(3) { // folded
		p.fill(front, 0, 0, w, h, func(x, y float64) (rgb, float64) {
			d := y - fold - cut*x
			return rgb{}, max(0, 0.3*bump(d, 0, 2, 1)+0.12*smoothed(-d/h*8)*smoothed(1+d/h*4))
		})
	}
	c.Over(front)
	if grey || p.odds(2) {
		p.develop(p.m, grey)
	}
	return c
}

func screen(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	c, p, w, h, long := scene(r)
	photo, dark := p.odds(2), p.odds(3)
	q := [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
	if photo {
		p.lay(p.in(1, 3), p.ground(p.IntN(14), long))
		wide, aspect := w*p.in(0.75, 1), w/h
		turn, tx, ty := p.in(-0.15, 0.15), p.in(-0.3, 0.3), p.in(-0.3, 0.3)
		p.page(slate.Quad(w/2, h/2, wide*1.06, aspect, turn, tx, ty), rgb{0.05, 0.05, 0.06})
		q = slate.Quad(w/2, h/2, wide, aspect, turn, tx, ty)
	}
	base, ink, bar := rgb{0.94, 0.93, 0.9}.to(p.dye(), p.in(0, 0.3)), rgb{1, 1, 1}, p.dye()
	if dark {
		base, ink, bar = rgb{0.06, 0.08, 0.1}, rgb{0.14, 0.17, 0.2}, rgb{0.1, 0.12, 0.14}
	}
	parts := []part{}
	f := show(w * p.in(0.4, 0.8))
	wide, x, y := p.in(0.4, 0.75), p.in(0.03, 0.07), p.in(0.15, 0.45)
	if w > h {
		wide *= 0.6
	}
	tall := min(wide*w/h/f.Aspect(), 0.5)
	wide = tall * h / w * f.Aspect()
	switch kind := p.IntN(3); kind {
	case 0: // a chat
		for v := 0.1; v < 0.9; v += 0.01 {
			lines := math.Floor(p.in(1, 4))
			if wide0, high := p.in(0.2, 0.65), lines*0.035; v+high < y-0.02 || v > y+tall+0.03 {
				u, c := 0.04, ink
				if p.odds(2) {
					u, c = 0.96-wide0, ink.to(rgb{0.5, 0.85, 0.5}.dim(ink[0]), 0.5)
				}
				parts = append(parts, part{u, v, wide0, high, lines, c})
				v += high
			}
		}
		if p.odds(2) {
			x = 0.95 - wide
		}
		parts = append(parts, part{x - 0.015, y - 0.01, wide + 0.03, tall + 0.02 + 0.04*float64(p.IntN(2)), 0, ink})
	case 1: // tiles
		n := math.Floor(p.in(1, 4) + w/h)
		for i := range 36 {
			u, v := math.Mod(float64(i), n)/n, 0.1+math.Floor(float64(i)/n)*w/h/n
			parts = append(parts, part{u + 0.005, v + 0.004, 1/n - 0.01, w/h/n - 0.008, -1, p.dye()})
		}
		parts = append(parts, part{x - 0.02, y - 0.02, wide + 0.04, tall + 0.04, 0, base})
	default: // an offer
		x, y = 0.5-wide/2, p.in(0.1, 0.2)
		parts = append(parts, part{0, 0.08, 1, tall + 0.14, 0, bar.to(ink, 0.6)}, part{0.03, y + tall + 0.06, 0.5, 0.06, 1, base},
			part{0.03, y + tall + 0.13, 0.9, 0.2, 5, base}, part{0.55, 0.9, 0.4, 0.08, 1, bar})
	}
	parts = append(parts, part{0, 0, 1, 0.08, 0, bar}, part{0.15, 0.02, 0.5, 0.05, 2, bar}, part{0, 0.93, 1, 0.07, 0, ink}, part{0.1, 0.945, 0.7, 0.04, 1, base})
	p.page(q, base, parts...)
	_, out := warp(q)
	var spot [4][2]float64
	for i, a := range [4][2]float64{{x, y}, {x + wide, y}, {x + wide, y + tall}, {x, y + tall}} {
		spot[i][0], spot[i][1] = out(a[0], a[1])
	}
	c.Place(f, spot, 0)
	if photo { // moire and a glare
		front, step, slope, glare := image.NewRGBA(p.m.Rect), p.in(2.2, 9), p.in(-1, 1), p.in(0, 0.4)
		p.fill(front, 0, 0, w, h, func(x, y float64) (rgb, float64) {
			v := math.Sin((x+slope*y+9*noise(x*0.05, y*0.05))/step*6.28) * math.Sin(y/step*5)
			g := glare * smoothed(1-math.Abs(x-w/2+slope*(y-h/2))/w*5)
			return rgb{0.5 + v, 0.5 - v, 0.5 + v*slope}.to(rgb{1, 1, 1}, g), 0.1 + g
		})
		c.Over(front)
		p.develop(p.m, false)
	}
	return c
}

func table(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	c, p, w, h, long := scene(r)
	tilt, g, front := p.in(0, 0.87)*p.Float64(), p.ground([]int{5, 5, 6, 7, 8, 10, 11, 13, 13}[p.IntN(9)], long), image.NewRGBA(p.m.Rect)
	sin, cos := math.Sincos(p.in(-0.6, 0.6))
	p.lay(max(1, p.in(0, 1.8)), func(x, y float64) rgb { // what is far is small
		k := 1 / (1 - tilt*0.8*(0.5-y/h))
		u, v := (x-w/2)*k, (y-h/2)*k/math.Cos(tilt)
		return g(u*cos-v*sin+9*w, u*sin+v*cos+9*w)
	})
	for range p.IntN(6) {
		x, y, s, a := w*p.Float64(), h*p.Float64(), long*p.in(0.05, 0.2), p.in(0, 6.28)
		switch base, part := p.paper(); p.IntN(3) {
		case 0:
			p.orb(x, y, s)
		case 1: // papers, cards, a telephone
			p.page(slate.Quad(x, y, s*p.in(2, 4), p.in(0.6, 1.7), a, 0, tilt), base.to(p.dye(), p.Float64()), part)
		default: // a pen
			dye := p.dye()
			p.flesh(p.m, 1, 0, func(_, _ float64) rgb { return dye }, [3]float64{x, y, s * 0.06}, [3]float64{x + 2*s*math.Cos(a), y + 2*s*math.Sin(a), s * 0.06})
		}
	}
	wide := w * p.in(0.18, 0.8)
	f := show(wide)
	wide = min(wide, 0.9*h*f.Aspect())
	q := slate.Quad(w*p.in(0.35, 0.65), h*p.in(0.35, 0.65), wide, f.Aspect(), p.in(-0.7, 0.7)*p.Float64(), p.in(-0.4, 0.4)*p.Float64(), tilt)
	x, y, slope, glare, shade := w*p.Float64(), h*p.Float64(), p.in(-1, 1), max(0, p.in(-0.5, 0.5)), max(0, p.in(-0.4, 0.4))
	p.fill(front, 0, 0, w, h, func(px, py float64) (rgb, float64) { // a glare, and the shadow of who photographs
		l, d := glare*bump(px-x+slope*(py-y), py-y, w*0.1, h*0.3), shade*smoothed((px-x+slope*(py-h))/w*9)
		return rgb{1, 1, 0.97}.dim(l / (l + d + 1e-6)), max(l, d)
	})
	return p.finish(c, f, q, front)
}
