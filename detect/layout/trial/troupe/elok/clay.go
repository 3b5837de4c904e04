package elok

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"
)

type (
	hue  [3]float64 // linear light
	xy   = [2]float64
	ink  func(x, y float64) hue
	lamp struct{ at, key, fill hue } // where it stands (right, down, towards the viewer), and what lights the shadows
	// Stuff says how far light creeps round an edge, by colour, and how it shines.
	stuff struct {
		wrap                hue
		gloss, shine, rough float64
	}
)

var (
	flesh  = stuff{hue{0.5, 0.28, 0.2}, 0.1, 16, 0.04}
	fabric = stuff{hue{0.2, 0.2, 0.2}, 0.02, 4, 0.13}
	mane   = stuff{hue{0.1, 0.1, 0.1}, 0.1, 12, 0.8}
	glaze  = stuff{hue{0.1, 0.1, 0.1}, 0.5, 40, 0.02}
	swirl  = noise()
)

func rgb(r, g, b float64) hue  { return hue{r * r / 65025, g * g / 65025, b * b / 65025} }
func (h hue) by(k float64) hue { return hue{h[0] * k, h[1] * k, h[2] * k} }
func (h hue) to(o hue, t float64) hue {
	return hue{h[0] + (o[0]-h[0])*t, h[1] + (o[1]-h[1])*t, h[2] + (o[2]-h[2])*t}
}
func unit(t float64) float64                    { return min(max(t, 0), 1) }
func within(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }
func odds(r *rand.Rand, p float64) bool         { return r.Float64() < p }
func between(a, b xy, t float64) xy {
	return xy{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
}
func along(a, v xy, k float64) xy { return xy{a[0] + v[0]*k, a[1] + v[1]*k} }
func distant(a, b xy) float64     { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
func side(r *rand.Rand) float64   { return float64(r.IntN(2)*2 - 1) }
func flat(h hue) ink              { return func(float64, float64) hue { return h } }
func pickOf(r *rand.Rand) hue {
	return tone(r, 0.02+0.75*r.Float64()*r.Float64(), r.Float64())
}

func rectangle(x0, y0, x1, y1 float64) []xy {
	return []xy{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

func heading(a, b xy) xy {
	d := distant(a, b) + 1e-9
	return xy{(b[0] - a[0]) / d, (b[1] - a[1]) / d}
}

func rotated(v xy, a float64) xy {
	s, c := math.Sincos(a)
	return xy{v[0]*c - v[1]*s, v[0]*s + v[1]*c}
}

// tone is a colour of a lightness and a strength.
func tone(r *rand.Rand, light, strong float64) hue {
	a := r.Float64() * 2 * math.Pi
	h := hue{1 + strong*math.Cos(a), 1 + strong*math.Cos(a+2.1), 1 + strong*math.Cos(a+4.2)}
	return h.by(light / 1.1)
}

func noise() []float64 {
	r, out := rand.New(rand.NewPCG(3, 14)), make([]float64, 65536)
	for n, amp := 4, 0.5; n <= 128; n, amp = n*2, amp*0.62 {
		grid := make([]float64, n*n)
		for i := range grid {
			grid[i] = r.Float64()*2 - 1
		}
		for i := range out {
			fx, fy := float64(i%256)*float64(n)/256, float64(i/256)*float64(n)/256
			x, y, s, t := int(fx), int(fy)*n, fx-math.Floor(fx), fy-math.Floor(fy)
			s, t = s*s*(3-2*s), t*t*(3-2*t)
			k, l := (x+1)%n, (y+n)%(n*n)
			out[i] += amp * ((grid[y+x]*(1-s)+grid[y+k]*s)*(1-t) + (grid[l+x]*(1-s)+grid[l+k]*s)*t)
		}
	}
	return out
}

// cloudy is smooth noise of about -1 to 1 that repeats after 256.
func cloudy(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j, s, t := int(fx)&255, int(fy)&255, x-fx, y-fy
	k, l := (i+1)&255, (j+1)&255*256
	return (swirl[j*256+i]*(1-s)+swirl[j*256+k]*s)*(1-t) + (swirl[l+i]*(1-s)+swirl[l+k]*s)*t
}

func code(v float64) float64 { return 255 * math.Sqrt(unit(v*1.1/(max(v, 0)*0.35+0.8))) }
func codes(h hue) hue        { return hue{code(h[0]), code(h[1]), code(h[2])} }

func dab(m *image.RGBA, x, y int, c hue, a float64) {
	if !(image.Point{X: x, Y: y}).In(m.Rect) || a <= 0 {
		return
	}
	p := m.Pix[m.PixOffset(x, y):]
	for k := range 3 {
		p[k] = uint8(c[k]*a + float64(p[k])*(1-a) + 0.5)
	}
	p[3] = uint8(255*a + float64(p[3])*(1-a) + 0.5)
}

// fill paints a convex shape, its corners clockwise, with edges so many pixels soft.
func fill(m *image.RGBA, pts []xy, soft, alpha float64, ink ink) {
	x0, y0, x1, y1, way := 1e9, 1e9, -1e9, -1e9, make([]xy, len(pts))
	for i, p := range pts {
		x0, y0, x1, y1 = min(x0, p[0]), min(y0, p[1]), max(x1, p[0]), max(y1, p[1])
		way[i] = heading(p, pts[(i+1)%len(pts)])
	}
	last, code := hue{-1}, hue{}
	b := image.Rect(int(x0-soft-1), int(y0-soft-1), int(x1+soft+2), int(y1+soft+2)).Intersect(m.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			px, py, in := float64(x)+0.5, float64(y)+0.5, 1e9
			for i, p := range pts {
				in = min(in, way[i][0]*(py-p[1])-way[i][1]*(px-p[0]))
			}
			if a := unit(in/soft+0.5) * alpha; a > 0 {
				if h := ink(px, py); h != last {
					last, code = h, codes(h)
				}
				dab(m, x, y, code, a)
			}
		}
	}
}

// haze paints a soft round spot.
func haze(m *image.RGBA, at xy, rx, ry, alpha float64, h hue) {
	c := codes(h)
	for y := max(0, int(at[1]-2.5*ry)); y < min(m.Rect.Max.Y, int(at[1]+2.5*ry)); y++ {
		for x := max(0, int(at[0]-2.5*rx)); x < min(m.Rect.Max.X, int(at[0]+2.5*rx)); x++ {
			u, v := (float64(x)-at[0])/rx, (float64(y)-at[1])/ry
			dab(m, x, y, c, alpha*math.Exp(-u*u-v*v))
		}
	}
}

func line(m *image.RGBA, wide, alpha float64, h hue, pts ...xy) {
	for i := range len(pts) - 1 {
		n := rotated(heading(pts[i], pts[i+1]), math.Pi/2)
		a, b := pts[i], pts[i+1]
		fill(m, []xy{along(a, n, -wide/2), along(b, n, -wide/2), along(b, n, wide/2), along(a, n, wide/2)}, 1, alpha, flat(h))
	}
}

func write(m *image.RGBA, x, y float64, h hue, s string) {
	ink := color.RGBA{R: uint8(code(h[0])), G: uint8(code(h[1])), B: uint8(code(h[2])), A: 255}
	d := font.Drawer{Dst: m, Src: image.NewUniform(ink), Face: inconsolata.Regular8x16, Dot: fixed.P(int(x), int(y))}
	d.DrawString(s)
}

// Clay is a relief over a part of a picture.
type clay struct {
	x, y, step float64
	w, h       int
	edge, z    []float64 // how far inside the outline; height
	hue        []hue
	soft       float64
}

func mound(m *image.RGBA, x0, y0, x1, y1 float64) *clay {
	b := m.Rect
	x0, y0, x1, y1 = max(x0, -30), max(y0, -30), min(x1, float64(b.Max.X)+30), min(y1, float64(b.Max.Y)+30)
	c := &clay{x: x0, y: y0, step: max(1, math.Sqrt(max(0, x1-x0)*max(0, y1-y0)/22000)), soft: 1.2}
	c.w, c.h = max(int((x1-x0)/c.step), 0)+2, max(int((y1-y0)/c.step), 0)+2
	c.edge, c.z, c.hue = make([]float64, c.w*c.h), make([]float64, c.w*c.h), make([]hue, c.w*c.h)
	for i := range c.edge {
		c.edge[i], c.z[i] = -1e9, -1e4
	}
	return c
}

func (c *clay) each(x0, y0, x1, y1 float64, do func(i int, x, y float64)) {
	for y := max(0, int((y0-c.y)/c.step)); y < min(c.h, int((y1-c.y)/c.step)+2); y++ {
		for x := max(0, int((x0-c.x)/c.step)); x < min(c.w, int((x1-c.x)/c.step)+2); x++ {
			do(y*c.w+x, c.x+float64(x)*c.step, c.y+float64(y)*c.step)
		}
	}
}

// join adds what lies in inside its outline, at a squared share q of its radius deep, to what is there.
func (c *clay) join(i int, in, q, deep, lift float64, h hue) {
	z := lift + deep*math.Sqrt(max(0, 1-q)) + min(0, 2*in)
	if c.edge[i] < -1e8 {
		c.edge[i], c.z[i], c.hue[i] = in, z, h
		return
	}
	t := unit(0.5 + 2.5*(z-c.z[i])/deep)
	c.z[i] += (z-c.z[i])*t + deep*0.2*t*(1-t)
	c.hue[i], c.edge[i] = c.hue[i].to(h, t), max(c.edge[i], in)
}

// rod adds a limb from a to b.
func (c *clay) rod(a, b xy, ra, rb, lift float64, h hue) {
	e, dx, dy := max(ra, rb)+3*c.step, b[0]-a[0], b[1]-a[1]
	long := dx*dx + dy*dy + 1e-9
	c.each(min(a[0], b[0])-e, min(a[1], b[1])-e, max(a[0], b[0])+e, max(a[1], b[1])+e, func(i int, x, y float64) {
		t := unit(((x-a[0])*dx + (y-a[1])*dy) / long)
		thick, px, py := ra+(rb-ra)*t, x-a[0]-t*dx, y-a[1]-t*dy
		if d := math.Sqrt(px*px + py*py); d < thick+3*c.step {
			c.join(i, thick-d, d*d/(thick*thick), thick, lift, h)
		}
	})
}

// oval calls do with the squared distance from the middle, in radii, up to far.
func (c *clay) oval(at xy, rx, ry, turn, far float64, do func(i int, q float64)) {
	s, cs := math.Sincos(turn)
	e := max(rx, ry) * far
	c.each(at[0]-e, at[1]-e, at[0]+e, at[1]+e, func(i int, x, y float64) {
		x, y = x-at[0], y-at[1]
		u, v := (x*cs+y*s)/rx, (y*cs-x*s)/ry
		if q := u*u + v*v; q < far*far {
			do(i, q)
		}
	})
}

func (c *clay) ball(at xy, rx, ry, turn, deep, lift float64, h hue) {
	c.oval(at, rx, ry, turn, 1+3*c.step/min(rx, ry), func(i int, q float64) {
		c.join(i, (1-math.Sqrt(q))*min(rx, ry), q, deep, lift, h)
	})
}

func (c *clay) bump(at xy, sx, sy, turn, high float64) {
	c.oval(at, sx, sy, turn, 3, func(i int, q float64) { c.z[i] += high * math.Exp(-q/2) })
}

func (c *clay) stain(at xy, sx, sy, turn float64, h hue, alpha float64) {
	c.oval(at, sx, sy, turn, 1.8, func(i int, q float64) { c.hue[i] = c.hue[i].to(h, alpha*math.Exp(-q*q/2)) })
}

// cut takes an oval away; its rim wavers by jag.
func (c *clay) cut(at xy, rx, ry, turn, jag float64) {
	s, cs := math.Sincos(turn)
	c.each(-1e4, -1e4, 1e4, 1e4, func(i int, x, y float64) {
		px, py := x-at[0], y-at[1]
		u, v := (px*cs+py*s)/rx, (py*cs-px*s)/ry
		d := (math.Sqrt(u*u+v*v) - 1) * min(rx, ry)
		c.edge[i] = min(c.edge[i], d+jag*cloudy(x*30/rx, y*6/ry))
	})
}

// folds creases cloth.
func (c *clay) folds(r *rand.Rand, n int, at xy, reach, high float64) {
	for range n {
		p := xy{at[0] + reach*within(r, -1, 1), at[1] + reach*within(r, -1, 1)}
		c.bump(p, reach*within(r, 0.02, 0.08), reach*within(r, 0.15, 0.5), within(r, -0.9, 0.9), reach*high*within(r, -1, 1))
	}
}

func (c *clay) height(x, y int) float64 {
	return c.z[min(max(y, 0), c.h-1)*c.w+min(max(x, 0), c.w-1)]
}

// fire lights the clay and lays it on a picture.
func (c *clay) fire(m *image.RGBA, l lamp, s stuff) {
	out, used := image.NewRGBA(image.Rect(0, 0, c.w, c.h)), image.Rectangle{}
	half := hue{l.at[0], l.at[1], l.at[2] + 1}
	hl := math.Sqrt(half[0]*half[0] + half[1]*half[1] + half[2]*half[2])
	flat := math.Hypot(l.at[0], l.at[1]) + 1e-6
	for i := range c.z {
		if c.edge[i] < -2*c.step-c.soft {
			continue
		}
		x, y := i%c.w, i/c.w
		z := c.z[i]
		slope := func(dx, dy int) float64 { // what is no clay has no slope
			a, b := c.height(x-dx, y-dy), c.height(x+dx, y+dy)
			return min(max(max(a, z-40*c.step)-max(b, z-40*c.step), -12*c.step), 12*c.step) / (2 * c.step)
		}
		nx, ny := slope(1, 0), slope(0, 1)
		n := 1 / math.Sqrt(nx*nx+ny*ny+1)
		dot := (nx*l.at[0] + ny*l.at[1] + l.at[2]) * n
		shade, hollow := 1.0, 0.0
		for k := 2.0; k < 30; k *= 1.45 {
			h := c.height(x+int(l.at[0]/flat*k+0.5), y+int(l.at[1]/flat*k+0.5)) - z - k*c.step*l.at[2]/flat
			shade = min(shade, 1-unit(h/(k*c.step*0.3)))
		}
		for _, d := range [4][2]int{{7, 2}, {-7, -2}, {-2, 7}, {2, -7}} {
			hollow += unit((c.height(x+d[0], y+d[1]) - z) / (c.step * 14))
		}
		px, py := c.x+float64(x)*c.step, c.y+float64(y)*c.step
		grain := 1 + s.rough*cloudy(px*1.9, py*0.5) + s.rough*0.4*cloudy(px*0.4, py*0.4+90)
		spec := s.gloss * math.Pow(max(0, (nx*half[0]+ny*half[1]+half[2])*n/hl), s.shine) * shade * grain
		var p hue
		for k := range 3 {
			lit := max(0, (dot+s.wrap[k])/(1+s.wrap[k])) * (shade + (1-shade)*s.wrap[k]*0.3)
			p[k] = code(c.hue[i][k]*grain*(l.key[k]*lit+l.fill[k]*(0.75-0.25*ny*n)*(1-0.2*hollow)) + spec*l.key[k])
		}
		dab(out, x, y, p, unit(c.edge[i]/c.soft+0.5))
		used = used.Union(image.Rect(x, y, x+1, y+1))
	}
	at := func(p image.Point) image.Point {
		return image.Pt(int(math.Round(c.x+float64(p.X)*c.step)), int(math.Round(c.y+float64(p.Y)*c.step)))
	}
	draw.ApproxBiLinear.Scale(m, image.Rectangle{Min: at(used.Min), Max: at(used.Max)}, out, used, draw.Over, nil)
}
