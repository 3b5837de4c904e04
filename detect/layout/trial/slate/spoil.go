package slate

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"

	"ronda/detect/layout/trial"
)

// spoil does to a picture what cameras, phones and sellers do.
func spoil(r *rand.Rand, p *pic, scene string) (*pic, []string) {
	var done []string
	w, h := p.size()
	try := func(name string, share float64, do func() bool) {
		if chance(r, share) && do() {
			done = append(done, name)
		}
	}
	always := func(do func()) func() bool { return func() bool { do(); return true } }
	try("mosaic", 0.08, func() bool { return p.hide(r, true) })
	try("box", 0.06, func() bool { return p.hide(r, false) })
	try("watermark", 0.1, always(func() { p.watermark(r) }))
	try("crop", 0.12, always(func() {
		x, y := w*0.05*r.Float64(), h*0.05*r.Float64()
		p = p.cut(x, y, w-w*0.05*r.Float64(), h-h*0.05*r.Float64())
	}))
	if scene != trial.Collage && scene != trial.Screen {
		try("phone", 0.06, always(func() { p = inPhone(r, p) }))
	}
	w, h = p.size()
	try("glare", 0.12, always(func() { p.glare(r) }))
	try("cast", 0.14, always(func() { p.cast(r) }))
	try("dark", 0.1, always(func() { p.dark(r) }))
	try("grey", 0.07, always(p.grey))
	try("resize", 0.2, func() bool {
		f := between(r, 0.35, 0.7)
		for _, c := range p.cards {
			f = max(f, 1.1*leastWidth/c.Width())
		}
		if f = max(f, 400/max(w, h)); f > 0.75 {
			return false
		}
		p = p.scaled(f)
		done = append(done, fmt.Sprintf("resize%d", int(f*10)*10))
		return true
	})
	if i := slices.Index(done, "resize"); i >= 0 { // its rate is named already
		done = slices.Delete(done, i, i+1)
	}
	try("blur", 0.1, always(func() {
		n := 1
		if max(w, h) > 1000 {
			n = 1 + r.IntN(2)
		}
		p.RGBA = soft(p.RGBA, n)
	}))
	try("motion", 0.07, always(func() {
		a := r.Float64() * math.Pi
		p.RGBA = smear(p.RGBA, 1+r.IntN(3), math.Cos(a), math.Sin(a))
	}))
	try("noise", 0.16, always(func() { p.noise(r, between(r, 5, 20)) }))
	return p, done
}

// turned turns or mirrors some pictures.
func turned(r *rand.Rand, p *pic, scene string, done []string) (*pic, []string) {
	w, h := p.size()
	q := p.frame()
	switch {
	case chance(r, 0.05):
		done = append(done, "turn180")
		p = p.onto(w, h, [4]point{q[2], q[3], q[0], q[1]})
	case chance(r, 0.07):
		done = append(done, "turn90")
		p = p.onto(h, w, pick(r, [4]point{{h, 0}, {h, w}, {0, w}, {0, 0}}, [4]point{{0, w}, {0, 0}, {h, 0}, {h, w}}))
	case chance(r, 0.03) || scene == trial.Selfie && chance(r, 0.12):
		done = append(done, "mirror")
		p = p.onto(w, h, [4]point{q[1], q[0], q[3], q[2]})
	}
	return p, done
}

// onto places a picture on a new one of that size.
func (p *pic) onto(w, h float64, q [4]point) *pic {
	out := newPic(int(math.Round(w)), int(math.Round(h)))
	out.place(p, q)
	return out
}

func (p *pic) scaled(f float64) *pic {
	w, h := p.size()
	w, h = math.Round(w*f), math.Round(h*f)
	return p.onto(w, h, [4]point(rect(0, 0, w, h)))
}

// cut keeps a part.
func (p *pic) cut(x0, y0, x1, y1 float64) *pic {
	x0, y0, x1, y1 = math.Round(x0), math.Round(y0), math.Round(x1), math.Round(y1)
	w, h := p.size()
	return p.onto(x1-x0, y1-y0, [4]point(rect(-x0, -y0, w-x0, h-y0)))
}

// hide lays a mosaic or a bar over one kind of place on all documents; what lies below either counts as hidden.
func (p *pic) hide(r *rand.Rand, mosaic bool) bool {
	if len(p.spots) == 0 {
		return false
	}
	what := pick(r, p.spots...).what
	bar := pick(r, black, ink{240, 240, 240, 255}, ink{200, 30, 30, 255})
	for _, s := range p.spots {
		if s.what != what {
			continue
		}
		if !mosaic {
			p.over(func(b *board) { b.fill(bar, s.quad[:]) })
			continue
		}
		at := bounds(s.quad).Intersect(p.Rect)
		step := max(4, at.Dy()/5)
		for y := at.Min.Y; y < at.Max.Y; y += step {
			for x := at.Min.X; x < at.Max.X; x += step {
				c := p.RGBAAt(min(x+step/2, at.Max.X-1), min(y+step/2, at.Max.Y-1))
				cell := image.Rect(x, y, x+step, y+step).Intersect(at)
				p.box(ink{c.R, c.G, c.B, 255}, float64(cell.Min.X), float64(cell.Min.Y), float64(cell.Max.X), float64(cell.Max.Y))
				for my := cell.Min.Y; my < cell.Max.Y; my++ {
					clear(p.mask.Pix[my*p.mask.Stride+cell.Min.X : my*p.mask.Stride+cell.Max.X])
				}
			}
		}
	}
	return true
}

func (p *pic) watermark(r *rand.Rand) {
	w, h := p.size()
	s := pick(r, "JUAL BELI", "VERIFIKASI PINJAMAN", "tokoku.example", "UNTUK KEPERLUAN DAFTAR", "SAMPLE DATA")
	mark := pen{face: bold, em: w * between(r, 0.035, 0.07), wide: 1, turn: pick(r, 0, -0.3, -0.5, 0.35), c: pick(r, ink{255, 255, 255, 110}, ink{90, 90, 90, 90}, ink{200, 30, 40, 90})}
	for i := range pick(r, 1, 1, 5) {
		x, y := w*between(r, 0.05, 0.4), h*(0.2+0.16*float64(i)+0.3*float64(i%2))
		p.text(mark, x, min(y, h), s)
	}
}

func (p *pic) glare(r *rand.Rand) {
	w, h := p.size()
	cx, cy, rad, a := between(r, 0.2, 0.8)*w, between(r, 0.2, 0.8)*h, between(r, 0.08, 0.3)*w, r.Float64()*math.Pi
	long, strong := between(r, 0.25, 1), between(r, 90, 210)
	sin, cos := math.Sincos(a)
	p.each(func(x, y int, r, g, b float64) (float64, float64, float64) {
		dx, dy := float64(x)-cx, float64(y)-cy
		u, v := (dx*cos+dy*sin)/rad, (dy*cos-dx*sin)/(rad*long)
		if d := u*u + v*v; d < 4 {
			t := strong * (1 - d/4) * (1 - d/4)
			return r + t, g + t, b + t
		}
		return r, g, b
	})
}

func (p *pic) cast(r *rand.Rand) {
	f := pick(r, [3]float64{1.06, 1, 0.8}, [3]float64{0.86, 0.98, 1.08}, [3]float64{0.94, 1.05, 0.9}, [3]float64{1.08, 0.93, 1})
	much := between(r, 0.5, 1.3)
	p.each(func(_, _ int, r, g, b float64) (float64, float64, float64) {
		return r * (1 + much*(f[0]-1)), g * (1 + much*(f[1]-1)), b * (1 + much*(f[2]-1))
	})
}

func (p *pic) dark(r *rand.Rand) {
	var curve [256]float64
	gamma, light := between(r, 1.2, 1.9), between(r, 0.6, 0.95)
	for i := range curve {
		curve[i] = 255 * light * math.Pow(float64(i)/255, gamma)
	}
	p.each(func(_, _ int, r, g, b float64) (float64, float64, float64) {
		return curve[level(r)], curve[level(g)], curve[level(b)]
	})
	p.noise(r, between(r, 4, 14))
}

func (p *pic) grey() {
	p.each(func(_, _ int, r, g, b float64) (float64, float64, float64) {
		v := 0.3*r + 0.59*g + 0.11*b
		return v, v, v
	})
}

func (p *pic) noise(r *rand.Rand, much float64) {
	var table [1024]float64
	for i := range table {
		table[i] = r.NormFloat64() * much
	}
	s := r.Uint32() | 1
	p.each(func(_, _ int, r, g, b float64) (float64, float64, float64) {
		s ^= s << 13
		s ^= s >> 17
		s ^= s << 5
		n := table[s&1023]
		return r + n + table[s>>10&1023]/3, g + n, b + n + table[s>>20&1023]/3
	})
}

// inPhone shows a picture as a phone's gallery does: bars above and below, buttons.
func inPhone(r *rand.Rand, p *pic) *pic {
	w, h := p.size()
	tall := max(h*1.12, w*between(r, 1.5, 2))
	out := newPic(int(w), int(tall))
	dark := chance(r, 0.7)
	back, text := ink{12, 12, 14, 255}, ink{230, 230, 230, 255}
	if !dark {
		back, text = ink{248, 248, 250, 255}, ink{40, 40, 40, 255}
	}
	out.box(back, 0, 0, w, tall)
	top := (tall - h) * between(r, 0.4, 0.6)
	out.place(p, [4]point(rect(0, top, float64(int(w)), top+h)))
	out.bars(r, text)
	return out
}

// bars are a phone's clock and battery above, its buttons below.
func (p *pic) bars(r *rand.Rand, text ink) {
	w, h := p.size()
	small := pen{face: medium, em: w * 0.032, wide: 1, c: text}
	p.text(small, w*0.05, w*0.05, fmt.Sprintf("%02d.%02d", r.IntN(24), r.IntN(60)))
	p.round(text, w*0.88, w*0.026, w*0.95, w*0.052, w*0.006)
	for i := range 4 {
		x := w * (0.14 + 0.24*float64(i))
		p.round(alpha(text, 170), x-w*0.018, h-w*0.07, x+w*0.018, h-w*0.034, w*0.008)
	}
}
