package troupe

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/slate"
)

// Gita paints with swept spheres blended smoothly: every pixel has a height, a normal of it and two lights.
func init() {
	authors = append(authors, author{trial.Selfie: gitaSelfie, trial.Hand: gitaHand, trial.Sheet: gitaSheet, trial.Screen: gitaScreen, trial.Table: gitaTable})
}

// gitaC is a colour in linear light, gitaP a point.
type (
	gitaC [3]float64
	gitaP [2]float64
)

// gitaPaint is a colour and a gloss at a pixel.
type gitaPaint func(x, y float64) (gitaC, float64)

func gitaRGB(r, g, b float64) gitaC { return gitaC{r * r / 65025, g * g / 65025, b * b / 65025} }

func (a gitaC) mix(b gitaC, t float64) gitaC {
	return gitaC{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

func (a gitaC) times(k float64) gitaC { return gitaC{a[0] * k, a[1] * k, a[2] * k} }

func (a gitaP) to(b gitaP, t float64) gitaP { return gitaP{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t} }

func gitaU(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

func gitaHit(r *rand.Rand, p float64) bool { return r.Float64() < p }

func gitaStep(a, b, x float64) float64 {
	t := min(max((x-a)/(b-a), 0), 1)
	return t * t * (3 - 2*t)
}

func gitaAny(r *rand.Rand, least, most float64) gitaC {
	return gitaRGB(gitaU(r, least, most), gitaU(r, least, most), gitaU(r, least, most))
}

func gitaDice(seed uint32, x, y int) float64 {
	h := seed + uint32(x)*0x9E3779B1 + uint32(y)*0x85EBCA77
	h = (h ^ h>>15) * 0x2C1B3C6D
	h = (h ^ h>>12) * 0x297A2D39
	return float64((h^h>>15)&0xFFFF) / 65535
}

// gitaNoise is smooth chance from 0 to 1.
func gitaNoise(seed uint32, x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j, u, v := int(fx), int(fy), x-fx, y-fy
	u, v = u*u*(3-2*u), v*v*(3-2*v)
	a, b := gitaDice(seed, i, j), gitaDice(seed, i, j+1)
	a += (gitaDice(seed, i+1, j) - a) * u
	return a + (b+(gitaDice(seed, i+1, j+1)-b)*u-a)*v
}

func gitaPut(m *image.RGBA, x, y int, c gitaC, a float64) {
	p := m.Pix[m.PixOffset(x, y):]
	for k := range 3 {
		p[k] = uint8(255*math.Sqrt(min(max(c[k], 0), 1))*a + float64(p[k])*(1-a))
	}
	p[3] = uint8(255*a + float64(p[3])*(1-a))
}

// gitaLight is two lamps and what comes from everywhere.
type gitaLight struct {
	from  [2][3]float64
	col   [2]gitaC
	all   gitaC
	night bool
}

func gitaLamps(r *rand.Rand, ground int) gitaLight {
	var l gitaLight
	for i := range l.from {
		a, z := gitaU(r, 0, 2*math.Pi), gitaU(r, 0.35, 1.3)
		x, y := math.Cos(a), math.Sin(a)
		if i == 0 && y > 0 && gitaHit(r, 0.8) {
			y = -y
		}
		n := math.Sqrt(x*x + y*y + z*z)
		l.from[i] = [3]float64{x / n, y / n, z / n}
	}
	white, warm := gitaC{1, 1, 1}, gitaC{1.05, 0.9, 0.68}
	l.col = [2]gitaC{white.mix(warm, r.Float64()).times(gitaU(r, 0.6, 1.15)), white.mix(gitaC{0.8, 0.9, 1.1}, r.Float64()).times(gitaU(r, 0.1, 0.45))}
	l.all = white.times(gitaU(r, 0.18, 0.5))
	switch ground {
	case 7: // neon
		l.col = [2]gitaC{gitaC{1, 0.95, 0.9}.times(gitaU(r, 0.4, 1)), gitaAny(r, 40, 255).times(gitaU(r, 0.4, 1.1))}
		l.all, l.night = gitaC{0.1, 0.09, 0.14}, true
	case 9:
		l.col[0], l.all = gitaC{1.35, 1.25, 1.05}, gitaC{0.35, 0.4, 0.48}
	}
	return l
}

func (l *gitaLight) lit(x, y, z float64, c gitaC, gloss float64) gitaC {
	out := gitaC{}
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

// gitaBlob is a sphere swept from a to b.
type gitaBlob struct {
	a, b   gitaP
	r0, r1 float64
}

func gitaMin(a, b, k float64) float64 {
	h := max(k-math.Abs(a-b), 0) / k
	return min(a, b) - h*h*k/4
}

// gitaBody paints blobs that melt into one another within k; halo is the width of the shade around them.
func gitaBody(m *image.RGBA, bs []gitaBlob, k float64, l *gitaLight, paint gitaPaint, halo, dark float64) {
	if len(bs) == 0 {
		return
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, b := range bs {
		for _, e := range []struct {
			p gitaP
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
	st := min(max(int(math.Sqrt(float64(box.Dx()*box.Dy())/14000)), 1), 4)
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
			d, z = gitaMin(d, e-rad, k), -gitaMin(-z, -up, k)
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
				gitaPut(m, x, y, gitaC{}, dark*(1-d/halo)*(1-d/halo))
			}
			if d > 0.6 {
				continue
			}
			nx := norm[o][0]*a + norm[o+1][0]*b + norm[o+w][0]*c + norm[o+w+1][0]*e
			ny := norm[o][1]*a + norm[o+1][1]*b + norm[o+w][1]*c + norm[o+w+1][1]*e
			n := 1 / math.Sqrt(1+nx*nx+ny*ny)
			col, gloss := paint(float64(x), float64(y))
			gitaPut(m, x, y, l.lit(nx*n, ny*n, n, col, gloss), min(max(0.6-d, 0), 1))
		}
	}
}

// gitaCloth is a fabric whose pattern measures s pixels.
func gitaCloth(r *rand.Rand, s float64) gitaPaint {
	a, b, seed, kind, turn := gitaAny(r, 10, 245), gitaAny(r, 10, 245), r.Uint32(), r.IntN(7), gitaU(r, -0.6, 0.6)
	if gitaHit(r, 0.25) {
		a = gitaC{1, 1, 1}.times(gitaU(r, 0.01, 0.9))
	}
	co, si := math.Cos(turn)/s, math.Sin(turn)/s
	fold := gitaU(r, 0.2, 0.6)
	return func(x, y float64) (gitaC, float64) {
		u, v := x*co+y*si, y*co-x*si
		c := a
		switch kind {
		case 0:
			c = a.mix(b, gitaStep(0.2, 0.5, math.Sin(u*9)))
		case 1:
			c = a.mix(b, 0.4*gitaStep(0, 0.3, math.Sin(u*7))+0.4*gitaStep(0, 0.3, math.Sin(v*7)))
		case 2: // batik
			p, q := u*5+1.2*math.Sin(v*4), v*5+1.2*math.Sin(u*4)
			c = a.mix(b, gitaStep(-0.1, 0.2, math.Sin(p)*math.Sin(q)+0.4*math.Sin(3*p+2*q)))
		case 3:
			c = a.mix(b, gitaStep(0.55, 0.62, gitaNoise(seed, u*4, v*4)))
		}
		return c.times(1 - fold + 2*fold*gitaNoise(seed, u*1.3+v*0.3, v*0.5)), 0.03
	}
}

// gitaGround fills the picture with one of fourteen grounds; lean makes it recede upwards.
func gitaGround(r *rand.Rand, m *image.RGBA, kind int, lean float64) {
	W, H := m.Rect.Dx(), m.Rect.Dy()
	big := float64(max(W, H))
	seed, cell := r.Uint32(), big*gitaU(r, 0.06, 0.2)
	a, b, c := gitaAny(r, 20, 240), gitaAny(r, 20, 240), gitaAny(r, 20, 240)
	if kind == 0 && gitaHit(r, 0.6) {
		a = gitaC{1, 1, 1}.times(gitaU(r, 0.25, 0.95)).mix(a, gitaU(r, 0, 0.2))
	}
	turn, hx, hy := gitaU(r, -0.7, 0.7), gitaU(r, 0, 1), gitaU(r, 0.25, 0.55)
	cloth := gitaCloth(r, cell*gitaU(r, 0.5, 2))
	wood := gitaRGB(120, 80, 48).mix(gitaRGB(220, 185, 140), r.Float64())
	co, si := math.Cos(turn), math.Sin(turn)
	edge := func(u, w float64) float64 { u -= math.Floor(u); return gitaStep(0, w, min(u, 1-u)) }
	at := func(x, y, fx, fy float64) gitaC {
		u, v := (x*co+y*si)/cell, (y*co-x*si)/cell
		i, j := int(math.Floor(u)), int(math.Floor(v))
		grain := gitaNoise(seed, x/3, y/3)
		switch kind {
		case 1:
			g := gitaNoise(seed, u*0.5, v*14) + 0.4*gitaNoise(seed+1, u*2, v*40) + 0.3*gitaDice(seed, 0, j)
			return wood.times((0.5 + 0.6*g) * (0.5 + 0.5*edge(v, 0.03)))
		case 2:
			k, _ := cloth(x, y)
			return k.times(0.8 + 0.3*grain)
		case 3:
			t := a.mix(gitaC{0.8, 0.8, 0.78}, 0.6).times(0.8 + 0.2*gitaDice(seed, i, j) + 0.2*gitaNoise(seed, u*3, v*3))
			return b.mix(t, edge(u, 0.04)*edge(v, 0.04))
		case 4:
			g := gitaNoise(seed, x/4, y/9) * gitaNoise(seed+3, x/7, y/5)
			return gitaC{0.05, 0.1, 0.02}.mix(gitaC{0.3, 0.5, 0.12}, g*1.6)
		case 5:
			return gitaC{0.16, 0.16, 0.17}.times(0.4 + grain + 0.6*gitaNoise(seed, u, v))
		case 6:
			k := edge(u*2+0.5*float64(int(math.Floor(v*2))&1), 0.12) * edge(v*2, 0.12)
			return gitaC{0.01, 0.01, 0.012}.mix(a.times(0.4), k).times(0.8 + 0.3*grain)
		case 7, 8: // lamps out of focus over a dark street or a hall with curtains
			out := gitaC{0.012, 0.012, 0.03}
			if kind == 8 {
				out = gitaC{0.5, 0.32, 0.16}.mix(a, 0.3).times(0.25 + 0.5*math.Abs(math.Sin(fx*40+3*gitaNoise(seed, fx*5, fy*2))))
			}
			for p := i - 1; p <= i+1; p++ {
				for q := j - 1; q <= j+1; q++ {
					d := math.Hypot(u-float64(p)-gitaDice(seed, p, q), v-float64(q)-gitaDice(seed+1, p, q))
					hue, lum := gitaDice(seed+2, p, q), gitaDice(seed+4, p, q)
					k := gitaC{1, 0.8, 0.4}.mix(a, hue).mix(gitaC{1, 0.1, 0.6}, gitaStep(0.7, 0.9, hue)).times(lum * lum)
					s := 1 - gitaStep(0.3*lum, 0.3*lum+0.08, d)
					out = gitaC{out[0] + k[0]*s, out[1] + k[1]*s, out[2] + k[2]*s}
				}
			}
			return out
		case 9:
			sea := gitaRGB(40, 130, 170).times(0.8 + 0.5*gitaNoise(seed, fx*8, fy*90))
			sand := gitaRGB(225, 200, 160).times(0.75 + 0.3*grain)
			sky := gitaRGB(110, 170, 230).mix(gitaC{0.9, 0.9, 0.9}, gitaStep(0.45, 0.8, gitaNoise(seed, fx*4, fy*9)))
			return sky.mix(sea, gitaStep(hy, hy+0.01, fy)).mix(sand, gitaStep(hy+0.15, hy+0.17, fy+0.02*math.Sin(fx*9)))
		case 10, 12: // a room with a window and shelves, a car
			out := a.mix(gitaC{0.7, 0.7, 0.65}, 0.5).times(0.5 + 0.4*fx)
			if kind == 12 {
				out = gitaC{0.03, 0.03, 0.035}.times(0.6 + gitaNoise(seed, fx*4, fy*4))
			}
			wx := math.Abs(fx-hx) + 0.1*(fy-0.4)*float64(kind-10)
			if wx < 0.22 && fy < 0.6 && fy > 0.06 {
				out = gitaC{0.85, 0.9, 1}.mix(gitaC{0.15, 0.25, 0.1}, gitaStep(0.3, 0.7, gitaNoise(seed, fx*9, fy*9)-0.4+fy)).times(edge(wx*9, 0.05))
			} else if kind == 10 && math.Abs(fx-hx) > 0.3 && fy < 0.85 {
				book := gitaC{gitaDice(seed, int(fx*50), int(fy*6)), gitaDice(seed+1, int(fx*50), int(fy*6)), gitaDice(seed+2, int(fx*50), int(fy*6))}
				out = out.mix(book.times(0.5), b[0]*gitaStep(0.2, 0.3, fy*6-math.Floor(fy*6)))
			}
			return out
		case 11:
			row := float64(int(math.Floor(v*3)) & 1)
			t := gitaRGB(165, 85, 60).mix(a, 0.3).times(0.6 + 0.7*gitaDice(seed, int(math.Floor(u*1.5+row/2)), int(math.Floor(v*3))))
			return gitaC{0.45, 0.43, 0.4}.mix(t.times(0.7+0.4*grain), edge(u*1.5+row/2, 0.05)*edge(v*3, 0.1))
		case 13: // patches
			n := gitaNoise(seed, u*0.8, v*0.8)
			return a.mix(b, gitaStep(0.4, 0.45, n)).mix(c, gitaStep(0.6, 0.64, gitaNoise(seed+1, u*0.6, v*1.2)))
		}
		return a.times(1.05 - 0.45*math.Hypot(fx-hx, fy-hy) + 0.05*gitaNoise(seed, x/30, y/30))
	}
	half := image.NewRGBA(image.Rect(0, 0, (W+1)/2, (H+1)/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			fx, fy := float64(2*x)/float64(W), float64(2*y)/float64(H)
			k := 1 + lean*(1-fy)
			gitaPut(half, x, y, at((float64(2*x)-float64(W)/2)*k, float64(2*y)*(1+0.5*lean*(1-fy)), fx, fy), 1)
		}
	}
	draw.ApproxBiLinear.Scale(m, m.Rect, half, half.Rect, draw.Src, nil)
}

func gitaSize(r *rand.Rand) (int, int, *slate.Canvas) {
	long := gitaU(r, 400, 1000)
	w, h := int(long*gitaU(r, 0.55, 0.85)), int(long)
	if gitaHit(r, 0.4) {
		w, h = h, w
	}
	return w, h, slate.NewCanvas(w, h)
}

func gitaSkin(r *rand.Rand) gitaC {
	tones := []gitaC{gitaRGB(236, 196, 164), gitaRGB(218, 170, 130), gitaRGB(196, 144, 104), gitaRGB(164, 112, 78), gitaRGB(118, 78, 54)}
	i := r.IntN(len(tones) - 1)
	return tones[i].mix(tones[i+1], r.Float64())
}

func gitaIn(q [4][2]float64, u, v float64) gitaP {
	return gitaP(q[0]).to(q[1], u).to(gitaP(q[3]).to(q[2], u), v)
}
