// Package gita is an author of troupe: swept spheres blended smoothly, where every pixel has a height, a normal of it and two lights. Tests
// alone use it.
package gita

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/slate"
)

// Settings are the scenes that the author draws.
var Settings = map[string]func(*rand.Rand, func(wide float64) slate.Flat) *slate.Canvas{trial.Selfie: selfie, trial.Hand: hand, trial.Sheet: sheet, trial.Screen: screen, trial.Table: table}

// colour is a colour in linear light, point a point.
type (
	colour [3]float64
	point  [2]float64
)

// paint is a colour and a gloss at a pixel.
type paint func(x, y float64) (colour, float64)

func rgb(r, g, b float64) colour { return colour{r * r / 65025, g * g / 65025, b * b / 65025} }

func (a colour) mix(b colour, t float64) colour {
	return colour{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

func (a colour) times(k float64) colour { return colour{a[0] * k, a[1] * k, a[2] * k} }

func (a point) to(b point, t float64) point { return point{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t} }

func unit(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

func hit(r *rand.Rand, p float64) bool { return r.Float64() < p }

func smoothed(a, b, x float64) float64 {
	t := min(max((x-a)/(b-a), 0), 1)
	return t * t * (3 - 2*t)
}

func pickOf(r *rand.Rand, least, most float64) colour {
	c := rgb(unit(r, least, most), unit(r, least, most), unit(r, least, most))
	return c.mix(colour{1, 1, 1}.times((c[0]+c[1]+c[2])/3), unit(r, 0, 0.9)) // few things are of a pure colour
}

func dice(seed uint32, x, y int) float64 {
	h := seed + uint32(x)*0x9E3779B1 + uint32(y)*0x85EBCA77
	h = (h ^ h>>15) * 0x2C1B3C6D
	h = (h ^ h>>12) * 0x297A2D39
	return float64((h^h>>15)&0xFFFF) / 65535
}

// noise is smooth chance from 0 to 1.
func noise(seed uint32, x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j, u, v := int(fx), int(fy), x-fx, y-fy
	u, v = u*u*(3-2*u), v*v*(3-2*v)
	a, b := dice(seed, i, j), dice(seed, i, j+1)
	a += (dice(seed, i+1, j) - a) * u
	return a + (b+(dice(seed, i+1, j+1)-b)*u-a)*v
}

func put(m *image.RGBA, x, y int, c colour, a float64) {
	p := m.Pix[m.PixOffset(x, y):]
	for k := range 3 {
		p[k] = uint8(255*math.Sqrt(min(max(c[k], 0), 1))*a + float64(p[k])*(1-a))
	}
	p[3] = uint8(255*a + float64(p[3])*(1-a))
}

// light is two lamps and what comes from everywhere.
type light struct {
	from  [2][3]float64
	col   [2]colour
	all   colour
	night bool
}

func lamps(r *rand.Rand, ground int) light {
	var l light
	for i := range l.from {
		a, z := unit(r, 0, 2*math.Pi), unit(r, 0.35, 1.3)
		x, y := math.Cos(a), math.Sin(a)
		if i == 0 && y > 0 && hit(r, 0.8) {
			y = -y
		}
		n := math.Sqrt(x*x + y*y + z*z)
		l.from[i] = [3]float64{x / n, y / n, z / n}
	}
	white, warm := colour{1, 1, 1}, colour{1.05, 0.9, 0.68}
	l.col = [2]colour{white.mix(warm, r.Float64()).times(unit(r, 0.6, 1.15)), white.mix(colour{0.8, 0.9, 1.1}, r.Float64()).times(unit(r, 0.1, 0.45))}
	l.all = white.times(unit(r, 0.18, 0.5))
	switch ground {
	case 7: // neon
		l.col = [2]colour{colour{1, 0.95, 0.9}.times(unit(r, 0.4, 1)), pickOf(r, 40, 255).times(unit(r, 0.4, 1.1))}
		l.all, l.night = colour{0.1, 0.09, 0.14}, true
	case 9:
		l.col[0], l.all = colour{1.35, 1.25, 1.05}, colour{0.35, 0.4, 0.48}
	}
	return l
}

func (l *light) lit(x, y, z float64, c colour, gloss float64) colour {
	out := colour{}
	for k := range 3 {
		out[k] = c[k] * l.all[k] * (0.8 - 0.2*y) * (0.55 + 0.45*z)
	}
	for i, d := range l.from {
		f := max(x*d[0]+y*d[1]+z*d[2]+0.2, 0) / 1.2
		s := 0.0
		if gloss > 0 {
			h := max(x*d[0]+y*d[1]+z*(d[2]+1), 0) / math.Sqrt(2+2*d[2])
			h *= h
			h *= h
			h *= h
			s = gloss * h * h * h
		}
		for k := range 3 {
			out[k] += l.col[i][k] * (c[k]*f + s)
		}
	}
	for k := range 3 {
		out[k] = 1.25 * out[k] / (1 + 0.25*out[k])
	}
	return out
}

// ball is a sphere swept from a to b.
type ball struct {
	a, b   point
	r0, r1 float64
}

func least(a, b, k float64) float64 {
	h := max(k-math.Abs(a-b), 0) / k
	return min(a, b) - h*h*k/4
}

// body paints blobs that melt into one another within k; halo is the width of the shade around them.
func body(m *image.RGBA, bs []ball, k float64, l *light, paint paint, halo, dark float64) {
	if len(bs) == 0 {
		return
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, b := range bs {
		for _, e := range []struct {
			p point
			r float64
		}{{b.a, b.r0}, {b.b, b.r1}} {
			x0, y0, x1, y1 = min(x0, e.p[0]-e.r), min(y0, e.p[1]-e.r), max(x1, e.p[0]+e.r), max(y1, e.p[1]+e.r)
		}
	}
	pad := halo + k/2 + 4
	box := image.Rect(int(x0-pad), int(y0-pad), int(x1+pad), int(y1+pad)).Intersect(m.Rect)
	if box.Empty() {
		return
	}
	st := min(max(int(math.Sqrt(float64(box.Dx()*box.Dy())/6000)), 1), 5)
	w, h := box.Dx()/st+3, box.Dy()/st+3
	grid := make([][2]float64, w*h) // distance and height
	for i := range grid {
		x, y := float64(box.Min.X+i%w*st), float64(box.Min.Y+i/w*st)
		d, z := 1e6, -1e6
		for _, b := range bs {
			dx, dy := b.b[0]-b.a[0], b.b[1]-b.a[1]
			t := min(max(((x-b.a[0])*dx+(y-b.a[1])*dy)/(dx*dx+dy*dy+1e-9), 0), 1)
			dx, dy = x-b.a[0]-t*dx, y-b.a[1]-t*dy
			e, rad := math.Sqrt(dx*dx+dy*dy), b.r0+(b.r1-b.r0)*t
			up := -2 * (e - rad)
			if e < rad {
				up = math.Sqrt(rad*rad - e*e)
			}
			d, z = least(d, e-rad, k), -least(-z, -up, k)
		}
		grid[i] = [2]float64{d, z}
	}
	norm := make([][2]float64, w*h)
	for j := 1; j < h-1; j++ {
		for i := 1; i < w-1; i++ {
			o, q := j*w+i, 1/(2*float64(st))
			norm[o] = [2]float64{min(max((grid[o-1][1]-grid[o+1][1])*q, -2), 2), min(max((grid[o-w][1]-grid[o+w][1])*q, -2), 2)}
		}
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		j, v := (y-box.Min.Y)/st, float64((y-box.Min.Y)%st)/float64(st)
		for x := box.Min.X; x < box.Max.X; x++ {
			i, u := (x-box.Min.X)/st, float64((x-box.Min.X)%st)/float64(st)
			o := j*w + i
			a, b, c, e := (1-u)*(1-v), u*(1-v), (1-u)*v, u*v
			d := grid[o][0]*a + grid[o+1][0]*b + grid[o+w][0]*c + grid[o+w+1][0]*e
			if d > 0 && d < halo {
				put(m, x, y, colour{}, dark*(1-d/halo)*(1-d/halo))
			}
			if d > 0.6 {
				continue
			}
			nx := norm[o][0]*a + norm[o+1][0]*b + norm[o+w][0]*c + norm[o+w+1][0]*e
			ny := norm[o][1]*a + norm[o+1][1]*b + norm[o+w][1]*c + norm[o+w+1][1]*e
			n := 1 / math.Sqrt(1+nx*nx+ny*ny)
			col, gloss := paint(float64(x), float64(y))
			put(m, x, y, l.lit(nx*n, ny*n, n, col, gloss), min(max(0.6-d, 0), 1))
		}
	}
}

// fabric is a fabric whose pattern measures s pixels.
func fabric(r *rand.Rand, s float64) paint {
	a, b, seed, kind, turn := pickOf(r, 10, 245), pickOf(r, 10, 245), r.Uint32(), r.IntN(7), unit(r, -0.6, 0.6)
	if hit(r, 0.25) {
		a = colour{1, 1, 1}.times(unit(r, 0.01, 0.9))
	}
	co, si := math.Cos(turn)/s, math.Sin(turn)/s
	fold := unit(r, 0.2, 0.6)
	return func(x, y float64) (colour, float64) {
		u, v := x*co+y*si, y*co-x*si
		c := a
		switch kind {
		case 0:
			c = a.mix(b, smoothed(0.2, 0.5, math.Sin(u*9)))
		case 1:
			c = a.mix(b, 0.4*smoothed(0, 0.3, math.Sin(u*7))+0.4*smoothed(0, 0.3, math.Sin(v*7)))
		case 2: // batik
			p, q := u*5+1.2*math.Sin(v*4), v*5+1.2*math.Sin(u*4)
			c = a.mix(b, smoothed(-0.1, 0.2, math.Sin(p)*math.Sin(q)+0.4*math.Sin(3*p+2*q)))
		case 3:
			c = a.mix(b, smoothed(0.55, 0.62, noise(seed, u*4, v*4)))
		}
		return c.times(1 - fold + 2*fold*noise(seed, u*1.3+v*0.3, v*0.5)), 0.03
	}
}

// ground fills the picture with one of fourteen grounds; lean makes it recede upwards.
func ground(r *rand.Rand, m *image.RGBA, kind int, lean float64) {
	W, H := m.Rect.Dx(), m.Rect.Dy()
	big := float64(max(W, H))
	seed, cell := r.Uint32(), big*unit(r, 0.06, 0.2)
	a, b, c := pickOf(r, 20, 240), pickOf(r, 20, 240), pickOf(r, 20, 240)
	if kind == 0 && hit(r, 0.6) {
		a = colour{1, 1, 1}.times(unit(r, 0.25, 0.95)).mix(a, unit(r, 0, 0.2))
	}
	turn, hx, hy := unit(r, -0.7, 0.7), unit(r, 0, 1), unit(r, 0.25, 0.55)
	cloth := fabric(r, cell*unit(r, 0.5, 2))
	wood := rgb(120, 80, 48).mix(rgb(220, 185, 140), r.Float64())
	co, si := math.Cos(turn), math.Sin(turn)
	edge := func(u, w float64) float64 { u -= math.Floor(u); return smoothed(0, w, min(u, 1-u)) }
	at := func(x, y, fx, fy float64) colour {
		u, v := (x*co+y*si)/cell, (y*co-x*si)/cell
		i, j := int(math.Floor(u)), int(math.Floor(v))
		grain := noise(seed, x/3, y/3)
		switch kind {
		case 1:
			g := noise(seed, u*0.5, v*14) + 0.4*noise(seed+1, u*2, v*40) + 0.3*dice(seed, 0, j)
			return wood.times((0.5 + 0.6*g) * (0.5 + 0.5*edge(v, 0.03)))
		case 2:
			k, _ := cloth(x, y)
			return k.times(0.8 + 0.3*grain)
		case 3:
			t := a.mix(colour{0.8, 0.8, 0.78}, 0.6).times(0.8 + 0.2*dice(seed, i, j) + 0.2*noise(seed, u*3, v*3))
			return b.mix(t, edge(u, 0.04)*edge(v, 0.04))
		case 4:
			g := noise(seed, x/4, y/9) * noise(seed+3, x/7, y/5)
			return colour{0.05, 0.1, 0.02}.mix(colour{0.3, 0.5, 0.12}, g*1.6)
		case 5:
			return colour{0.16, 0.16, 0.17}.times(0.4 + grain + 0.6*noise(seed, u, v))
		case 6:
			k := edge(u*2+0.5*float64(int(math.Floor(v*2))&1), 0.12) * edge(v*2, 0.12)
			return colour{0.01, 0.01, 0.012}.mix(a.times(0.4), k).times(0.8 + 0.3*grain)
		case 7, 8: // lamps out of focus over a dark street or a hall with curtains
			out := colour{0.012, 0.012, 0.03}
			if kind == 8 {
				out = colour{0.5, 0.32, 0.16}.mix(a, 0.3).times(0.25 + 0.5*math.Abs(math.Sin(fx*40+3*noise(seed, fx*5, fy*2))))
			}
			for p := i - 1; p <= i+1; p++ {
				for q := j - 1; q <= j+1; q++ {
					d := math.Hypot(u-float64(p)-dice(seed, p, q), v-float64(q)-dice(seed+1, p, q))
					hue, lum := dice(seed+2, p, q), dice(seed+4, p, q)
					k := colour{1, 0.8, 0.4}.mix(a, hue).mix(colour{1, 0.1, 0.6}, smoothed(0.7, 0.9, hue)).times(lum * lum)
					s := 1 - smoothed(0.3*lum, 0.3*lum+0.08, d)
					out = colour{out[0] + k[0]*s, out[1] + k[1]*s, out[2] + k[2]*s}
				}
			}
			return out
		case 9:
			sea := rgb(40, 130, 170).times(0.8 + 0.5*noise(seed, fx*8, fy*90))
			sand := rgb(225, 200, 160).times(0.75 + 0.3*grain)
			sky := rgb(110, 170, 230).mix(colour{0.9, 0.9, 0.9}, smoothed(0.45, 0.8, noise(seed, fx*4, fy*9)))
			return sky.mix(sea, smoothed(hy, hy+0.01, fy)).mix(sand, smoothed(hy+0.15, hy+0.17, fy+0.02*math.Sin(fx*9)))
		case 10, 12: // a room with a window and shelves, a car
			out := a.mix(colour{0.7, 0.7, 0.65}, 0.5).times(0.5 + 0.4*fx)
			if kind == 12 {
				out = colour{0.03, 0.03, 0.035}.times(0.6 + noise(seed, fx*4, fy*4))
			}
			wx := math.Abs(fx-hx) + 0.1*(fy-0.4)*float64(kind-10)
			if wx < 0.22 && fy < 0.6 && fy > 0.06 {
				out = colour{0.85, 0.9, 1}.mix(colour{0.15, 0.25, 0.1}, smoothed(0.3, 0.7, noise(seed, fx*9, fy*9)-0.4+fy)).times(edge(wx*9, 0.05))
			} else if kind == 10 && math.Abs(fx-hx) > 0.3 && fy < 0.85 {
				book := colour{dice(seed, int(fx*50), int(fy*6)), dice(seed+1, int(fx*50), int(fy*6)), dice(seed+2, int(fx*50), int(fy*6))}
				out = out.mix(book.times(0.5), b[0]*smoothed(0.2, 0.3, fy*6-math.Floor(fy*6)))
			}
			return out
		case 11:
			row := float64(int(math.Floor(v*3)) & 1)
			t := rgb(165, 85, 60).mix(a, 0.3).times(0.6 + 0.7*dice(seed, int(math.Floor(u*1.5+row/2)), int(math.Floor(v*3))))
			return colour{0.45, 0.43, 0.4}.mix(t.times(0.7+0.4*grain), edge(u*1.5+row/2, 0.05)*edge(v*3, 0.1))
		case 13: // patches
			n := noise(seed, u*0.8, v*0.8)
			return a.mix(b, smoothed(0.4, 0.45, n)).mix(c, smoothed(0.6, 0.64, noise(seed+1, u*0.6, v*1.2)))
		}
		return a.times(1.05 - 0.45*math.Hypot(fx-hx, fy-hy) + 0.05*noise(seed, x/30, y/30))
	}
	half := image.NewRGBA(image.Rect(0, 0, (W+1)/2, (H+1)/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			fx, fy := float64(2*x)/float64(W), float64(2*y)/float64(H)
			k := 1 + lean*(1-fy)
			put(half, x, y, at((float64(2*x)-float64(W)/2)*k, float64(2*y)*(1+0.5*lean*(1-fy)), fx, fy), 1)
		}
	}
	draw.ApproxBiLinear.Scale(m, m.Rect, half, half.Rect, draw.Src, nil)
}

func size(r *rand.Rand) (int, int, *slate.Canvas) {
	long := unit(r, 400, 1000)
	w, h := int(long*unit(r, 0.55, 0.85)), int(long)
	if hit(r, 0.4) {
		w, h = h, w
	}
	return w, h, slate.NewCanvas(w, h)
}

func skin(r *rand.Rand) colour {
	tones := []colour{rgb(236, 196, 164), rgb(218, 170, 130), rgb(196, 144, 104), rgb(164, 112, 78), rgb(118, 78, 54)}
	i := r.IntN(len(tones) - 1)
	return tones[i].mix(tones[i+1], r.Float64())
}

func within(q [4][2]float64, u, v float64) point {
	return point(q[0]).to(q[1], u).to(point(q[3]).to(q[2], u), v)
}
