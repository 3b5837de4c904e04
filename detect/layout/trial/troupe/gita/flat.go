package gita

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial/slate"
)

func fill(m *image.RGBA, x, y, w, h float64, c color.Color) {
	draw.Draw(m, image.Rect(int(x), int(y), int(x+w), int(y+h)), image.NewUniform(c), image.Point{}, draw.Over)
}

// words are lines of dashes as long as words.
func words(r *rand.Rand, m *image.RGBA, x, y, w, size float64, lines int, c color.Color) {
	for i := range lines {
		stop := x + w
		if i == lines-1 {
			stop = x + w*unit(r, 0.3, 1)
		}
		for at := x; at < stop; {
			for range 1 + r.IntN(9) {
				tall := size * []float64{0.55, 0.55, 0.8, 1}[r.IntN(4)]
				if at+size*0.45 > x+w {
					break
				}
				fill(m, at, y+size-tall, max(size*0.14, 1), tall, c)
				fill(m, at, y+size*unit(r, 0.4, 0.9), size*0.4, max(size*0.14, 1), c)
				at += size * 0.55
			}
			at += size * 0.5
		}
		y += size * 1.7
	}
}

// page is a paper or a card of no kind.
func page(r *rand.Rand, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	g, b := uint8(unit(r, 190, 255)), uint8(unit(r, 170, 255))
	fill(m, 0, 0, float64(w), float64(h), color.RGBA{g, g, b, 255})
	ink := color.RGBA{30, 30, uint8(30 + r.IntN(100)), 255}
	x, y := float64(w)*0.08, float64(h)*0.08
	for y < float64(h)*0.85 {
		size, n := unit(r, 4, 9), 1+r.IntN(5)
		words(r, m, x, y, float64(w)*0.84, size, min(n, int((float64(h)*0.95-y)/size/1.7)), ink)
		y += size * 1.7 * float64(n+1)
	}
	return m
}

func sheet(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := size(r)
	w, h := float64(W), float64(H)
	m := c.Image()
	bed := colour{1, 1, 1}.times([]float64{1, 0.9, 0.75, 0.02, 0.3}[r.IntN(5)])
	for y := range H {
		for x := range W {
			put(m, x, y, bed, 1)
		}
	}
	skew, scale := unit(r, -0.06, 0.06), unit(r, 0.9, 1.12)
	paper := image.NewRGBA(m.Rect)
	tone := uint8(unit(r, 225, 255))
	fill(paper, 0, 0, w, h, color.RGBA{tone, tone, uint8(unit(r, 215, 255)), 255})
	ink := color.RGBA{40, 40, 50, 255}
	rows, cols := 1+r.IntN(3), 1
	if hit(r, 0.4) {
		cols = 2
	}
	if hit(r, 0.6) {
		words(r, paper, w*0.08, h*0.03, w*0.84, unit(r, 6, 12), 1+r.IntN(12), ink)
		words(r, paper, w*0.08, h*0.92, w*0.6, unit(r, 5, 9), 2, ink)
	}
	page := slate.Quad(w/2, h/2, w*scale, w/h, skew, 0, 0)
	c.Place(slate.Of(paper, "", "", [4]float64{}, [4]float64{}), page, unit(r, 0, 0.4))
	size := unit(r, 0.4, 0.95)
	top, step := 0.12, 0.78/float64(rows)
	for i := range rows * cols {
		u, v := (float64(i%cols)+0.5)/float64(cols), top+(float64(i/cols)+0.5)*step
		p := within(page, u+unit(r, -0.02, 0.02), v+unit(r, -0.02, 0.02))
		wide := max(w*size/float64(cols), 75)
		f := show(wide)
		wide = min(wide, h*step*0.94*f.Aspect())
		c.Place(f, slate.Quad(p[0], p[1], wide, f.Aspect(), skew+unit(r, -0.05, 0.05), 0, 0), 0)
		if i == 0 && wide < 100 {
			break
		}
	}
	m = c.Image()
	for range r.IntN(3) { // handwriting
		x, y, k := w*unit(r, 0.05, 0.6), h*unit(r, 0.02, 0.97), unit(r, 5, 16)
		pen := rgb(20, 30, unit(r, 40, 160))
		a, b, d, end := unit(r, 3, 7), unit(r, 2, 6), unit(r, 0.4, 2), unit(r, 6, 20)
		for t := 0.0; t < end; t += 0.02 {
			px, py := int(x+k*t+k*math.Sin(t*a)), int(y+k*0.9*math.Sin(t*b+2*math.Sin(t*d)))
			if image.Pt(px+1, py+1).In(m.Rect) && image.Pt(px, py).In(m.Rect) {
				put(m, px, py, pen, 0.9)
				put(m, px+1, py, pen, 0.6)
			}
		}
	}
	if hit(r, 0.3) { // a staple
		fill(m, w*0.05, h*0.04, 26, 3, color.RGBA{120, 120, 125, 255})
		fill(m, w*0.05, h*0.04+3, 26, 2, color.RGBA{60, 60, 60, 120})
	}
	gain, grey, toner, fold := unit(r, 0.75, 1.7), hit(r, 0.5), unit(r, -0.006, 0.008), unit(r, 0.2, 2)
	seed, dot := r.Uint32(), 1+r.IntN(2)
	for y := range H {
		crease := math.Abs(float64(y)/h-fold) * h
		shade := 1 - 0.16*max(1-crease/14, 0)
		for x := range W {
			p := m.Pix[m.PixOffset(x, y):]
			g := float64(p[0])*0.3 + float64(p[1])*0.59 + float64(p[2])*0.11
			n := dice(seed, x/dot, y/dot)
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

func screen(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	W, H, c := size(r)
	photo := hit(r, 0.45)
	w, h := float64(W), float64(H)
	ui := image.NewRGBA(image.Rect(0, 0, W, H))
	night := hit(r, 0.5)
	grey := func(v float64) color.RGBA {
		if night {
			v = 255 - v*0.92
		}
		return color.RGBA{uint8(v), uint8(v), uint8(min(v+6, 255)), 255}
	}
	hue := pickOf(r, 30, 200)
	tint := color.RGBA{uint8(255 * hue[0]), uint8(255 * hue[1]), uint8(255 * hue[2]), 255}
	fill(ui, 0, 0, w, h, grey(unit(r, 225, 255)))
	size := w * unit(r, 0.014, 0.03)
	var box [4]float64 // of the document, in shares
	disc := func(x, y, s float64, c color.Color) {
		for k := -s; k < s; k++ {
			e := math.Sqrt(s*s - k*k)
			fill(ui, x-e, y+k, 2*e, 1, c)
		}
	}
	wide := w * unit(r, 0.35, 0.8)
	f := show(max(wide, 75))
	tall := wide / f.Aspect()
	if tall > h*0.55 {
		wide, tall = wide*h*0.55/tall, h*0.55
	}
	x, y := w*0.06, h*0.14
	switch kind := r.IntN(3); kind {
	case 0: // a chat
		for y < h*0.25*r.Float64()+h*0.1 {
			fill(ui, x, y, w*0.6, size*6, grey(205))
			words(r, ui, x+size, y+size, w*0.55, size, 2, grey(60))
			y += size * 8
		}
		if hit(r, 0.5) {
			x = w*0.95 - wide
		}
		fill(ui, x-size, y-size*0.6, wide+2*size, tall+size*3.5, [2]color.RGBA{tint, grey(210)}[r.IntN(2)])
		box = [4]float64{x, y, wide, tall}
		words(r, ui, x, y+tall+size*0.8, wide*0.7, size, 1, grey(90))
		for y += tall + size*5; y < h*0.88; y += size * 8 {
			k := float64(r.IntN(2))
			fill(ui, w*0.05+k*w*0.3, y, w*0.6, size*6, grey(205-20*k))
			words(r, ui, w*0.05+k*w*0.3+size, y+size, w*0.55, size, 2, grey(50))
		}
	case 1: // a gallery
		n := 2 + r.IntN(2)
		side := w / float64(n)
		pick := r.IntN(n * max(int((h*0.8)/side), 1))
		for i := range n * int(h*0.9/side+1) {
			tx, ty := float64(i%n)*side, h*0.11+float64(i/n)*side
			t := image.NewRGBA(image.Rect(0, 0, int(side)-4, int(side)-4))
			ground(r, t, r.IntN(14), 0)
			if l := lamps(r, 0); i != pick && hit(r, 0.4) {
				thing(r, t, side/2, side/2, side*0.3, &l)
			}
			draw.Draw(ui, t.Rect.Add(image.Pt(int(tx), int(ty))), t, image.Point{}, draw.Src)
			if i == pick {
				d := min(side*unit(r, 0.8, 0.97), side*0.96*f.Aspect())
				box = [4]float64{tx + (side-4-d)/2, ty + (side-4-d/f.Aspect())/2, d, d / f.Aspect()}
			}
		}
	default: // goods for sale
		y = h * 0.12
		fill(ui, 0, y, w, tall+h*0.06, grey(235))
		box = [4]float64{(w - wide) / 2, y + h*0.03, wide, tall}
		y += tall + h*0.08
		words(r, ui, x, y, w*0.5, size*1.7, 1, tint)
		words(r, ui, x, y+size*4, w*0.85, size, 2+r.IntN(6), grey(60))
		fill(ui, x, h*0.82, w*0.42, h*0.06, tint)
		fill(ui, w*0.52, h*0.82, w*0.42, h*0.06, grey(190))
	}
	fill(ui, 0, 0, w, h*0.1, [2]color.RGBA{tint, grey(240)}[r.IntN(2)])
	words(r, ui, w*0.2, h*0.045, w*0.4, size*1.4, 1, grey(20))
	disc(w*0.1, h*0.058, h*0.028, grey(150))
	fill(ui, 0, h*0.92, w, h*0.08, grey(232))
	for i := range 4 {
		disc(w*(0.14+0.24*float64(i)), h*0.96, h*0.014, grey(130))
	}
	in := func(q [4][2]float64, b [4]float64) (out [4][2]float64) {
		for i, k := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			out[i] = within(q, (b[0]+k[0]*b[2])/w, (b[1]+k[1]*b[3])/h)
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
	ground(r, c.Image(), kind, 0)
	l := lamps(r, kind)
	roll, tx, ty, k := unit(r, -0.2, 0.2), unit(r, -0.3, 0.3), unit(r, -0.4, 0.4), unit(r, 0.75, 1.15)
	q = slate.Quad(w/2, h/2, w*k, w/h, roll, tx, ty)
	bezel := image.NewRGBA(image.Rect(0, 0, 8, 8))
	fill(bezel, 0, 0, 8, 8, color.RGBA{14, 14, 16, 255})
	rim := slate.Quad(w/2, h/2, w*k*1.06, w/h, roll, tx, ty)
	front := image.NewRGBA(image.Rect(0, 0, W, H))
	if hit(r, 0.5) {
		fist := grip(r, skin(r), nil, &l)
		held(r, c.Image(), front, fist, rim, 1.4, [2]point{{0, h * 1.4}, {w, h * 1.4}}, point{}, -1e6)
	}
	c.Place(slate.Of(bezel, "", "", [4]float64{}, [4]float64{}), rim, 0.4)
	c.Place(slate.Of(ui, "", "", [4]float64{}, [4]float64{}), q, 0)
	c.Place(f, in(q, box), 0)
	m := c.Image()
	a, b, t, d := unit(r, 0.2, 1.2), unit(r, -0.8, 0.8), unit(r, 0.01, 0.05), unit(r, 0, 0.09)
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
	if hit(r, 0.4) {
		glare(r, c, unit(r, 0.1, 0.35))
	}
	return c
}
