// Package farid is an author of troupe: people, hands and rooms are built of noise in several octaves, in the dull light of a telephone. Tests
// alone use it.
package farid

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/slate"
)

// Settings are the scenes that the author draws.
var Settings = map[string]func(*rand.Rand, func(wide float64) slate.Flat) *slate.Canvas{
	trial.Selfie: selfie, trial.Hand: hand, trial.Sheet: sheet, trial.Screen: screen, trial.Table: table,
}

// tile is value noise of five octaves that repeats after 256 steps; its widest spots are 32 steps wide.
var tile = weave()

func weave() *[256 * 256]float32 {
	var t [256 * 256]float32
	r := rand.New(rand.NewPCG(19, 84))
	for cells, high := 8, 0.5; cells <= 128; cells, high = cells*2, high*0.58 {
		g, step := make([]float64, cells*cells), 256/cells
		for i := range g {
			g[i] = high * (2*r.Float64() - 1)
		}
		at := func(x, y int) float64 { return g[y%cells*cells+x%cells] }
		for i := range t {
			x, y := i%256, i/256
			cx, cy := x/step, y/step
			fx, fy := smoothed(float64(x%step)/float64(step)), smoothed(float64(y%step)/float64(step))
			top, low := at(cx, cy)*(1-fx)+at(cx+1, cy)*fx, at(cx, cy+1)*(1-fx)+at(cx+1, cy+1)*fx
			t[i] += float32(top*(1-fy) + low*fy)
		}
	}
	return &t
}

func smoothed(t float64) float64 { t = min(max(t, 0), 1); return t * t * (3 - 2*t) }

func noise(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j := int(fx)&255, int(fy)&255
	u, v, k, l := float32(x-fx), float32(y-fy), (i+1)&255, (j+1)&255*256
	top, low := tile[j*256+i], tile[l+i]
	return float64((top+(tile[j*256+k]-top)*u)*(1-v) + (low+(tile[l+k]-low)*u)*v)
}

// bump is one in its middle and nothing beyond twice its breadths.
func bump(x, y, w, h float64) float64 {
	if q := 1 - (x*x/(w*w)+y*y/(h*h))/4; q > 0 {
		return q * q * q
	}
	return 0
}

type rgb [3]float64

func (c rgb) dim(k float64) rgb { return rgb{c[0] * k, c[1] * k, c[2] * k} }
func (c rgb) to(d rgb, k float64) rgb {
	return rgb{c[0] + (d[0]-c[0])*k, c[1] + (d[1]-c[1])*k, c[2] + (d[2]-c[2])*k}
}

// A lot is what one picture is drawn with: its chance, its light, what its person is made of.
type lot struct {
	*rand.Rand
	m                      *image.RGBA
	lx, ly, lz, dark, seed float64
	skin, hair             rgb
	cloth                  func(x, y float64) rgb
}

func fresh(r *rand.Rand, m *image.RGBA) *lot {
	p := &lot{Rand: r, m: m, seed: 256 * r.Float64()}
	a, up := p.in(0, 2*math.Pi), p.in(0.2, 1.1)
	p.lx, p.ly, p.lz = math.Cos(a)*math.Cos(up), math.Sin(a)*math.Cos(up)-0.25, math.Sin(up)
	k := math.Hypot(math.Hypot(p.lx, p.ly), p.lz)
	p.lx, p.ly, p.lz, p.dark = p.lx/k, p.ly/k, p.lz/k, p.in(0.25, 0.65)
	p.skin = rgb{0.9, 0.71, 0.58}.to(rgb{0.5, 0.33, 0.24}, p.Float64())
	p.hair = rgb{0.07, 0.06, 0.06}.to(rgb{0.3, 0.2, 0.14}, p.Float64()*p.Float64())
	if p.odds(8) {
		p.hair = rgb{0.6, 0.6, 0.6}
	}
	p.cloth = p.fabric(p.in(0.6, 1.6))
	return p
}

func (p *lot) in(a, b float64) float64 { return a + (b-a)*p.Float64() }
func (p *lot) odds(n int) bool         { return p.IntN(n) == 0 }
func (p *lot) sign() float64           { return float64(2*p.IntN(2) - 1) }
func (p *lot) dye() rgb {
	g, c := p.in(0.1, 0.85), rgb{p.Float64(), p.Float64(), p.Float64()}
	return rgb{g, g, g}.to(c, p.in(0, 0.6))
}

func (p *lot) lit(x, y, z float64) float64 {
	return p.dark + (1-p.dark)*1.2*max(0, x*p.lx+y*p.ly+z*p.lz)
}

// fill blends what f says, a colour and how much of it, into a box.
func (p *lot) fill(m *image.RGBA, x0, y0, x1, y1 float64, f func(x, y float64) (rgb, float64)) {
	b := image.Rect(int(x0)-1, int(y0)-1, int(x1)+2, int(y1)+2).Intersect(m.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		at := m.Pix[m.PixOffset(b.Min.X, y):]
		for x := b.Min.X; x < b.Max.X; x, at = x+1, at[4:] {
			c, a := f(float64(x), float64(y))
			if a <= 0 {
				continue
			}
			a = min(a, 1)
			for i := range 3 {
				at[i] = uint8(min(max(c[i], 0), 1)*255*a + float64(at[i])*(1-a))
			}
			at[3] = uint8(255*a + float64(at[3])*(1-a))
		}
	}
}

// fabric is a cloth with folds: plain, striped, checked, blotched like batik or knitted.
func (p *lot) fabric(size float64) func(x, y float64) rgb {
	a, b, kind, deep, n, gap := p.dye(), p.dye(), p.IntN(7), p.in(0.15, 0.6), p.seed, p.in(8, 30)*size/6.28
	sin, cos := math.Sincos(p.in(-1, 1))
	return func(x, y float64) rgb {
		u, v, c := x*cos+y*sin, y*cos-x*sin, a
		switch bend := 6 * noise(n+u*0.1/size, v*0.1/size); kind {
		case 0:
			c = c.to(b, 0.7*smoothed(math.Sin((u+bend)/gap)*3))
		case 1:
			c = c.to(b, 0.4*smoothed(math.Sin((u+bend)/gap)*4)+0.4*smoothed(math.Sin((v+bend)/gap)*4))
		case 2:
			c = c.to(b, smoothed(9*noise(n+u*1.1/size, n+v*1.1/size)))
		case 3:
			c = c.dim(1 + 0.2*math.Sin(u*1.4/size)*math.Sin(v*1.1/size))
		}
		return c.dim(1 + deep*noise(n+u*0.35/size, v*0.09/size) + 0.12*noise(u*5, n+v*3))
	}
}

// ground is what a scene stands before or lies on, size the long side of the picture: 0 a wall, 1 an office, 2 a curtain, 3 out of doors,
// 4 a car, 5 wood, 6 cloth, 7 tiles, 8 asphalt, 9 grass, 10 a keyboard, 11 papers, 12 lights at night, 13 a studio.
func (p *lot) ground(kind int, size float64) func(x, y float64) rgb {
	a, b, n, k, gap, g := p.dye(), p.dye(), p.seed, p.in(0.7, 1.5)*500/size, size*p.in(0.07, 0.22), p.in(0.25, 0.75)
	pale := rgb{0.86, 0.84, 0.8}.to(a, p.in(0, 0.35)).dim([]float64{1, 1, 0.8, 0.4}[p.IntN(4)])
	line, edge, slope, rough := size*p.in(0.3, 0.6), size*p.in(0.2, 0.8), p.in(-0.4, 0.4), p.in(0, 0.12)
	wood, key := rgb{0.9, 0.8, 0.66}.to(rgb{0.3, 0.19, 0.12}, p.Float64()), rgb{0.17, 0.17, 0.18}.to(pale, float64(p.IntN(2)))
	if kind == 6 {
		return p.fabric(1.3 / k)
	}
	return func(x, y float64) rgb {
		col, row := math.Floor(x/gap), math.Floor(y/gap)
		mx, my, cell, wide, fine := x-col*gap, y-row*gap, noise(col*31+n, row*47), noise(n+x*0.1*k, y*0.1*k), noise(x*2.5*k, n+y*3*k)
		joint := min(mx, my, gap-mx, gap-my)
		switch kind {
		case 1: // shelves of files, lamps above, a desk below
			c := pale.dim(0.95 + 0.2*wide)
			if x > edge && y > line*0.3 {
				v := 0.8 * noise(math.Floor(x/gap*3)*37+n, row*61)
				c = rgb{0.5 + v, 0.48 + 0.6*v, 0.42 - 0.5*v}.dim(1 - 0.6*smoothed(my/gap*7-6) - 0.2*smoothed(math.Mod(x*3, gap)/gap*8-7))
			} else if y < line*0.35 && math.Mod(x+2*y, gap*3) < gap {
				c = c.to(rgb{1, 1, 0.97}, 0.6)
			}
			return c.dim(1 - 0.45*smoothed((y-line*1.7)/size*20))
		case 2:
			return a.dim(0.9 + 0.25*math.Sin(x/gap*5+3*noise(n+y*0.02*k, x*0.05*k)) + 0.1*noise(x*4, y*0.5))
		case 3:
			if y > line+size*0.1 {
				return rgb{0.55, 0.52, 0.48}.to(b, 0.2).dim(0.9 + 0.4*wide + 0.2*fine)
			}
			if wide*size*0.5 > line*0.6-y {
				return rgb{0.2, 0.33, 0.14}.dim(0.9 + 1.1*noise(x*0.9*k, n+y*0.9*k))
			}
			return rgb{0.8, 0.88, 0.96}.to(rgb{1, 1, 1}, smoothed(2*wide))
		case 4: // a window and a seat
			if q := math.Pow((x-edge)/(size*0.22), 4) + math.Pow((y-line*0.5)/(size*0.16), 4); q < 1 {
				return rgb{0.85, 0.9, 0.92}.to(rgb{0.4, 0.5, 0.35}, smoothed(0.5+3*wide)).dim(min(1, 4-4*q))
			}
			return a.dim(0.3 * (1 - 0.5*bump(mx+0.1*y-gap/2, 0, 3/k, 1)) * (1 + 0.5*wide + 0.3*fine))
		case 5:
			ring := 0.12*math.Sin(40*noise(n+x*0.03*k, y*0.2*k)+y*0.05*k) + 0.16*noise(x*0.12*k, n+y*2.5*k)
			return wood.dim(1 + ring - 0.5*bump(my-gap/2, 0, 1/k, 1))
		case 7:
			return pale.dim(1+0.12*cell+0.12*wide+0.06*fine).to(b.dim(0.6), smoothed(2.5-joint))
		case 8:
			return rgb{g, g * 0.98, g * 0.95}.dim(1 + 0.25*wide + 0.5*fine)
		case 9:
			v := noise(x*2*k+40*wide, n+y*0.5*k) + 0.6*noise((x*0.9+y*0.7)*k, (y*0.7-x*0.2)*k)
			return rgb{0.33, 0.42, 0.16}.dim(0.9 + 1.1*v)
		case 10:
			mark := bump(mx-gap*0.4, my-gap*0.4, gap*0.1, gap*0.12) * smoothed(4*noise(x*5, y*5)+1)
			return key.to(rgb{0.6, 0.6, 0.6}, 0.7*mark).dim((1 + 0.1*fine + 0.3*(0.5-my/gap)) * (1 - 0.7*smoothed(4-joint)))
		case 11:
			s := noise(n+math.Floor((x+0.3*y)/gap/2)*53, math.Floor((y-0.3*x)/gap/3)*71)
			return rgb{0.93, 0.92, 0.9}.dim(1 + 0.12*s + 0.1*wide)
		case 12:
			hot := smoothed((gap*(0.15+0.35*cell) - math.Hypot(mx-(0.5+0.4*cell)*gap, my-(0.5-0.3*cell)*gap)) / 3)
			return a.dim(0.2+0.1*wide).to(rgb{1, 0.75 - 0.4*cell, 0.45 + 0.4*cell}, 0.8*hot)
		}
		c := pale.dim(1 + slope*(x-y)/size + 0.12*wide + rough*fine)
		if kind == 0 && x > edge { // the corner of a room
			return c.dim(0.88)
		}
		return c
	}
}

// lay paints the ground, coarse squares first, which puts it out of focus.
func (p *lot) lay(blur float64, f func(x, y float64) rgb) {
	b := p.m.Rect
	small := image.NewRGBA(image.Rect(0, 0, int(float64(b.Dx())/blur)+1, int(float64(b.Dy())/blur)+1))
	if blur <= 1 {
		small = p.m
	}
	p.fill(small, 0, 0, float64(b.Dx()), float64(b.Dy()), func(x, y float64) (rgb, float64) { return f(x*blur, y*blur), 1 })
	if blur > 1 {
		draw.BiLinear.Scale(p.m, b, small, small.Rect, draw.Src, nil)
	}
}

// flesh paints a chain of capsules that flow into each other through points, each with its breadth; fade is the share of the first that
// comes out of nothing. Nil tone is skin.
func (p *lot) flesh(m *image.RGBA, join, fade float64, tone func(x, y float64) rgb, points ...[3]float64) {
	x0, y0, x1, y1, unit := 1e9, 1e9, -1e9, -1e9, points[0][2]
	for _, b := range points {
		x0, y0, x1, y1 = min(x0, b[0]-b[2]), min(y0, b[1]-b[2]), max(x1, b[0]+b[2]), max(y1, b[1]+b[2])
	}
	p.fill(m, x0, y0, x1, y1, func(x, y float64) (rgb, float64) {
		d, nx, ny, wide, alpha, crease, near := 1e3, 0.0, 0.0, 1.0, 1.0, 0.0, 1e9
		for i, b := range points[1:] {
			a := points[i]
			dx, dy := b[0]-a[0], b[1]-a[1]
			t := min(max(((x-a[0])*dx+(y-a[1])*dy)/(dx*dx+dy*dy+1e-9), 0), 1)
			vx, vy, r := x-a[0]-t*dx, y-a[1]-t*dy, a[2]+(b[2]-a[2])*t
			l := math.Sqrt(vx*vx+vy*vy) + 1e-9
			if e := l - 2*r; e < near {
				near, alpha, crease = e, 1, 0
				if i == 0 && fade > 0 {
					alpha = smoothed(t / fade)
				} else if i > 0 && join < unit*0.2 {
					q := t * math.Hypot(dx, dy) / unit
					crease = bump(q, 0, 0.12, 1) + bump(q-0.28, 0, 0.08, 1) + bump(q+0.2, 0, 0.1, 1)
				}
			}
			h := min(max(0.5+0.5*(d-l+r)/join, 0), 1)
			d += (l-r-d)*h - join*h*(1-h)
			nx, ny, wide = nx+(vx/l-nx)*h, ny+(vy/l-ny)*h, wide+(r-wide)*h
		}
		if alpha *= 0.5 - d; alpha <= 0 {
			return rgb{}, 0
		}
		s := min(max(1+d/wide, 0), 1)
		light := p.lit(nx*s, ny*s, math.Sqrt(1-s*s)) * (1 - 0.4*s*s*s*s*s*s)
		if tone != nil {
			return tone(x, y).dim(light), alpha
		}
		return p.tan(x*8/unit, y*8/unit).dim(light * (1 - 0.22*crease)), alpha
	})
}

// tan is the skin at a place: blotches and pores.
func (p *lot) tan(x, y float64) rgb {
	blotch := noise(p.seed+x, y)
	c := p.skin.dim(1 + 0.16*blotch + 0.1*noise(x*9, p.seed+y*9))
	return rgb{c[0], c[1] * (1 - 0.09*blotch), c[2] * (1 - 0.12*blotch)}
}

// hand lays a hand of a size which holds something at a point with its fingers turned to an angle; its arm comes from an elbow.
// Grips: 0 thumb before and fingers behind, 1 fingers before, 2 pinched, 3 on an open hand.
func (p *lot) hand(front *image.RGBA, x, y, turn, s, side float64, grip int, elbow [2]float64) {
	sin, cos := math.Sincos(turn)
	at := func(u, v, r float64) [3]float64 {
		return [3]float64{x + s*(u*cos-v*side*sin), y + s*(u*sin+v*side*cos), r * s}
	}
	nail := func(a, b [3]float64) {
		l, r := math.Hypot(b[0]-a[0], b[1]-a[1]), b[2]
		ux, uy := (b[0]-a[0])/l, (b[1]-a[1])/l
		p.fill(front, b[0]-2*r, b[1]-2*r, b[0]+2*r, b[1]+2*r, func(px, py float64) (rgb, float64) {
			u, v := ((px-b[0])*ux+(py-b[1])*uy)/r-0.1, ((py-b[1])*ux-(px-b[0])*uy)/r
			q := math.Pow(math.Abs(u)/0.72, 3) + math.Pow(math.Abs(v)/0.66, 3)
			c := p.skin.to(rgb{0.95, 0.75, 0.7}, 0.45).to(rgb{0.95, 0.92, 0.86}, smoothed(u*6-2.6))
			return c.dim(p.lit(-0.5*v*uy, 0.5*v*ux, 0.85)*(1-0.3*q*q) + 0.25*bump(v+0.25, u, 0.15, 0.3)), (1 - q) * r * 0.4
		})
	}
	wrist, end, bare := at(-0.95, 0, 0.29), [3]float64{elbow[0], elbow[1], s * 0.4}, p.odds(3)
	p.flesh(p.m, 1, 0, nil, wrist, end)
	if l := math.Hypot(end[0]-wrist[0], end[1]-wrist[1]); !bare && l > s*0.4 {
		k := s * p.in(0.25, 0.8) / l
		p.flesh(p.m, 1, 0, p.cloth, [3]float64{wrist[0] + k*(end[0]-wrist[0]), wrist[1] + k*(end[1]-wrist[1]), s * 0.37}, [3]float64{end[0], end[1], s * 0.52})
	}
	spread, reach, bend := p.in(1, 1.25), p.in(0.85, 1.15), p.in(-0.06, 0.06)
	palm := func() {
		p.flesh(p.m, s*0.2, 0, nil, at(-1, 0, 0.27), at(-0.3, -0.25, 0.2), at(-0.3, 0.24, 0.2), at(-1, 0.03, 0.27))
	}
	fingers := func(m *image.RGBA, root, fade, long float64) {
		for i, far := range []float64{0.5, 0.62, 0.58, 0.42} {
			v, u := 0.32-0.205*float64(i), far*reach*long+0.14
			a, b := at(u*0.55-0.14, v*spread+bend*0.7, 0.1), at(u-0.14, v*spread+bend*1.6, 0.085)
			p.flesh(m, s*0.01, fade, nil, at(root, v, 0.12), at(-0.14, v*1.04, 0.112), a, b)
			if m == front {
				nail(a, b)
			}
		}
	}
	if grip == 1 {
		palm()
		fingers(front, -0.45, 0.7, p.in(0.5, 0.95))
		return
	}
	if grip == 2 { // the other fingers are folded
		palm()
		p.flesh(p.m, s*0.01, 0, nil, at(-0.3, 0.32, 0.12), at(0, 0.36, 0.11), at(0.3, 0.25, 0.09))
		for i := range 3 {
			v := 0.1 - 0.2*float64(i)
			p.flesh(p.m, s*0.01, 0, nil, at(-0.35, v, 0.125), at(-0.12, v, 0.12), at(-0.3, v*0.9+0.03, 0.1))
		}
	} else {
		fingers(p.m, -0.4, 0, 1+float64(grip)*p.in(0.1, 0.3))
		palm()
	}
	u, v := p.in(0.12, 0.42), p.in(0.1, 0.45)
	a, b := at(-0.4+(u+0.4)*0.52, 0.44+(v-0.44)*0.35, 0.112), at(u, v, 0.095)
	p.flesh(front, s*0.01, 0.8, nil, at(-0.72, 0.26, 0.17), at(-0.4, 0.42, 0.135), a, b)
	nail(a, b)
}

// hold puts a hand to an edge of what lies in a quadrilateral: 0 is the upper one, then clockwise.
func (p *lot) hold(front *image.RGBA, q [4][2]float64, edge int, s float64, grip int, elbow [2]float64) {
	a, b, t := q[edge], q[(edge+1)%4], p.in(0.3, 0.7)
	x, y := a[0]+(b[0]-a[0])*t, a[1]+(b[1]-a[1])*t
	turn := math.Atan2(b[0]-a[0], a[1]-b[1]) + p.in(-0.35, 0.35)
	off := math.Remainder(math.Atan2(y-elbow[1], x-elbow[0])-turn, 2*math.Pi) // a wrist does not bend too far
	turn += min(max(off*0.5, -0.7), 0.7)
	if grip == 3 { // what lies on a hand lies on its middle
		x, y = x+0.6*s*math.Cos(turn), y+0.6*s*math.Sin(turn)
	}
	side := p.sign()
	if edge%2 == 1 { // the thumb is above
		side = math.Copysign(1, -math.Cos(turn))
	}
	p.hand(front, x, y, turn, s, side, grip, elbow)
}

// orb is a round thing: a plate, a cup, a clock, a lamp, a ball, a stuffed toy, a flower.
func (p *lot) orb(x, y, r float64) {
	kind, a, b, n := p.IntN(7), p.dye(), p.dye(), math.Floor(p.in(5, 9))
	p.fill(p.m, x-r*1.6, y-r*1.4, x+r*1.6, y+r*1.4, func(px, py float64) (rgb, float64) {
		u, v := (px-x)/r, (py-y)/r
		q, t, fur := math.Hypot(u, v), math.Atan2(v, u), noise(px*2, p.seed+py*2)
		light, rim, c := p.lit(u, v, math.Sqrt(max(0, 1-q*q))), 1.0, a.to(b, smoothed(4*math.Sin(u*4+n)*math.Sin(v*4-n)))
		switch kind {
		case 0, 1: // turned on a wheel, with coffee in it
			c, light = rgb{0.9, 0.9, 0.88}.to(a, 0.3).dim(0.9+0.15*math.Sin(q*n*2)), 0.9+0.15*(u*p.lx+v*p.ly)
			c = c.to(rgb{0.25, 0.14, 0.07}, float64(kind)*smoothed(18-q*22))
		case 2: // ticks and two hands
			tick := bump(math.Sin(t*6), q-0.8, 0.2, 0.07) + bump(math.Sin(t-n), max(0, q-0.6), 0.05, 0.04) + bump(math.Sin(t/2+n), max(0, q-0.4), 0.04, 0.04)
			c, light = rgb{0.93, 0.93, 0.9}.to(rgb{0.1, 0.1, 0.1}, tick).to(b, smoothed(q*20-18)), 1
		case 3:
			c, light = rgb{1, 0.95, 0.8}, 1.3-0.4*q*q
		case 4: // ears, eyes, a snout
			rim += 0.35*bump(math.Abs(t+1.57)-0.8, 0, 0.22, 1) + 0.15*fur
			c = a.dim(1+0.9*fur).to(rgb{0.05, 0.05, 0.05}, 0.9*bump(math.Abs(u)-0.3, v+0.1, 0.07, 0.07)+0.9*bump(u, v-0.25, 0.1, 0.06))
		case 5:
			rim, c = 0.8+0.25*math.Cos(t*n), a.to(rgb{0.75, 0.6, 0.1}, smoothed(6-q*20)).dim(0.8+0.3*q+0.8*fur)
		}
		if s := (rim - q) * r; s > 0 {
			return c.dim(light), s
		}
		return rgb{}, 0.4 * smoothed((1.3-math.Hypot(u+0.15*p.lx, v+0.15*p.ly))*3)
	})
}

// warp returns the ways from a quadrilateral to shares of it and back.
func warp(q [4][2]float64) (in, out func(x, y float64) (float64, float64)) {
	sx, sy := q[0][0]-q[1][0]+q[2][0]-q[3][0], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	ax, ay, bx, by := q[1][0]-q[2][0], q[1][1]-q[2][1], q[3][0]-q[2][0], q[3][1]-q[2][1]
	g, k := (sx*by-bx*sy)/(ax*by-bx*ay), (ax*sy-sx*ay)/(ax*by-bx*ay)
	a, b, c, d, e, f := q[1][0]-q[0][0]+g*q[1][0], q[3][0]-q[0][0]+k*q[3][0], q[0][0], q[1][1]-q[0][1]+g*q[1][1], q[3][1]-q[0][1]+k*q[3][1], q[0][1]
	return func(x, y float64) (float64, float64) {
			z := (d*k-e*g)*x + (b*g-a*k)*y + a*e - b*d
			return ((e-f*k)*x + (c*k-b)*y + b*f - c*e) / z, ((f*g-d)*x + (a-c*g)*y + c*d - a*f) / z
		}, func(u, v float64) (float64, float64) {
			z := g*u + k*v + 1
			return (a*u + b*v + c) / z, (d*u + e*v + f) / z
		}
}

// A part is a box on a page, in shares of it; lines of writing stand in it, below zero a picture.
type part struct {
	x, y, w, h, lines float64
	c                 rgb
}

// page is paper, a card or a screen in a quadrilateral, with parts on it, and a shadow around.
func (p *lot) page(q [4][2]float64, base rgb, parts ...part) {
	at, _ := warp(q)
	x0, x1 := min(q[0][0], q[1][0], q[2][0], q[3][0]), max(q[0][0], q[1][0], q[2][0], q[3][0])
	y0, y1 := min(q[0][1], q[1][1], q[2][1], q[3][1]), max(q[0][1], q[1][1], q[2][1], q[3][1])
	p.fill(p.m, x0-9, y0-9, x1+9, y1+9, func(x, y float64) (rgb, float64) {
		u, v := at(x, y)
		in, c := min(u, v, 1-u, 1-v)*(x1-x0), base
		if in < 0 {
			return rgb{}, 0.35 + in*0.04
		}
		for _, b := range parts {
			s, t := (u-b.x)/b.w, (v-b.y)/b.h
			if s < 0 || t < 0 || s > 1 || t > 1 {
				continue
			}
			c = b.c
			if row := math.Floor(t * b.lines); b.lines > 0 && s > 0.04 && s < 0.8+0.6*noise(row*57, b.y*900) {
				ink := smoothed(8*noise(u*22*b.lines/b.h, row*57+v*9)+0.6) * smoothed(3*math.Sin((t*b.lines-row)*6.28-1.2)-0.8)
				c = c.to(rgb{0.15, 0.15, 0.2}.to(rgb{1, 1, 1}, smoothed(1-2*b.c[1])), 0.85*ink)
			} else if b.lines < 0 {
				n := noise(b.x*999+s*20, b.y*777+t*20)
				c = c.dim(0.8+1.2*n).to(rgb{0.8, 0.85, 0.9}, smoothed(4*n-2*t+0.5))
			}
		}
		return c.dim(1 + 0.06*noise(x*0.1, y*0.1)), in
	})
}
