// Package elok is an author of troupe: what is round is modelled in clay (a height per cell) and lit, with cast shadows; what lies far off is
// drawn small and blown up. Tests alone use it.
package elok

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/slate"
)

// Settings are the scenes that the author draws.
var Settings = map[string]func(*rand.Rand, func(wide float64) slate.Flat) *slate.Canvas{
	trial.Selfie: selfie, trial.Hand: hand, trial.Sheet: sheet, trial.Screen: screen,
	trial.Table: table,
}

func skins(r *rand.Rand) hue {
	return rgb(105, 66, 48).to(rgb(238, 200, 175), r.Float64()*r.Float64()*0.5+r.Float64()*0.5)
}

// edge is a point on the rim of a quadrilateral (top, right, bottom, left) and the way into it.
func edge(q [4][2]float64, side int, t float64) (xy, xy) {
	p, mid := between(q[side], q[(side+1)%4], t), between(q[0], q[2], 0.5)
	n := rotated(heading(q[side], q[(side+1)%4]), math.Pi/2)
	return p, heading(xy{}, along(n, heading(p, mid), 0.5))
}

// end lights, stains and greys the whole picture as it was taken.
func end(r *rand.Rand, c *slate.Canvas, l lamp, grey, toner float64) *slate.Canvas {
	m, w := c.Image(), float64(c.Image().Rect.Dx())
	lift, gain, dim, murk, ox := within(r, 0, 25)*r.Float64(), within(r, 0.8, 1.1), within(r, 0, 0.5)*r.Float64(), within(r, 2, 60), within(r, 0, 256)
	if odds(r, 0.12) { // washed out
		lift, gain = 90, 0.6
	}
	bar, leaves := within(r, -1, 2)*w, odds(r, 0.3)
	for i := 0; i < len(m.Pix); i += 4 {
		x, y := float64(i/4%m.Rect.Dx()), float64(i/4/m.Rect.Dx())
		s := unit((x+y*l.at[0]-bar)/20 + 0.5)
		if leaves {
			s = unit(cloudy(x*murk/w+ox, y*murk/w)*4 + 0.5)
		}
		k := gain * (1 - dim*s)
		g := 0.3*float64(m.Pix[i]) + 0.6*float64(m.Pix[i+1]) + 0.1*float64(m.Pix[i+2])
		n := 0.0
		if toner > 0 {
			n = toner * cloudy(x*1.7, y*1.7+ox) * 160
		}
		for j := range 3 {
			v := float64(m.Pix[i+j])
			m.Pix[i+j] = uint8(min(max((v+(g-v)*grey)*k+lift+n, 0), 255))
		}
	}
	if over := image.NewRGBA(m.Rect); odds(r, 0.2) { // a glare
		at := xy{r.Float64() * w, r.Float64() * float64(m.Rect.Dy())}
		haze(over, at, w*within(r, 0.02, 0.2), w*within(r, 0.02, 0.12), within(r, 0.3, 1), hue{1, 1, 1})
		c.Over(over)
	}
	return c
}

// paper is a card or a page of no kind, with bars for words.
func paper(r *rand.Rand, h float64) slate.Flat {
	m, a, b := image.NewRGBA(image.Rect(0, 0, 200, int(200*h))), pickOf(r), pickOf(r)
	if odds(r, 0.6) {
		a, b = tone(r, 0.85, 0.1), tone(r, 0.1, 0.3)
	}
	draw.Draw(m, m.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	fill(m, rectangle(0, 0, 200, 200*h), 0.1, 1, func(x, y float64) hue { return a.by(0.9 + 0.1*cloudy(x/2, y/2)) })
	for y := within(r, 8, 60); y < 190*h; y += within(r, 6, 16) {
		for x, end, thick := 12.0, within(r, 30, 190), within(r, 1, 4); x < end; x += 4 {
			long := within(r, 5, 30)
			fill(m, rectangle(x, y, x+long, y+thick), 1, 0.8, flat(b))
			x += long
		}
	}
	return slate.Of(m, "", "", [4]float64{}, [4]float64{})
}

func selfie(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	l, skin, cloth, small := sun(r), skins(r), pickOf(r), 1+within(r, 0, 6)*r.Float64()
	c, w, h := start(r, 0.7, small, func(m *image.RGBA, w, h float64) { room(r, m, l, w, h) })
	k, place := min(w, h)*within(r, 0.12, 0.27), r.IntN(4)
	wide := min(max(2*k*within(r, 0.4, 2), 75), w*0.85, 680)
	f := show(wide)
	high, side := wide/f.Aspect(), side(r)
	o := xy{w * (0.5 + 0.3*within(r, -1, 1)*r.Float64()), max(h*within(r, 0.22, 0.45), k*within(r, 0.7, 1.6))}
	at := xy{o[0] + k*within(r, -0.6, 0.6), o[1] + k*within(r, 1.3, 2.2) + high/2}
	switch place {
	case 0: // beside
		o[0] = w/2 - side*min(w*0.22, wide*0.4)
		at = xy{o[0] + side*(k*1.1+wide/2), o[1] + k*within(r, -0.3, 1)}
	case 1: // before the chin
		at[1] = o[1] + k*within(r, 0.85, 1.15) + high/2
	case 2: // at the shoulder
		at = xy{o[0] + side*k*within(r, 1.2, 1.8), o[1] + k*1.4 + high*0.4}
	}
	at[0] = min(max(at[0], wide*0.42), w-wide*0.42)
	if over := at[1] + high*0.45 - h; over > 0 {
		at[1], o[1] = at[1]-over, max(o[1]-over, k*0.8)
	}
	if math.Abs(at[0]-o[0]) < wide/2+k*0.8 {
		at[1] = max(at[1], o[1]+k*0.85+high/2)
	}
	m := c.Image()
	man(r, m, l, o, k, skin, cloth)
	q := slate.Quad(at[0], at[1], wide, f.Aspect(), within(r, -0.25, 0.25), within(r, -0.4, 0.4), within(r, -0.4, 0.4))
	thick, over := k*within(r, 0.22, 0.32), image.NewRGBA(m.Rect)
	var fronts []func(*image.RGBA)
	rim := 1 + r.IntN(3)
	for i := range 1 + r.IntN(2) {
		if place == 0 || place == 2 { // none before the face
			rim = 2 - int(side)*i
		} else if i == 1 {
			rim = []int{0, 3, 1 + 2*r.IntN(2), 1}[rim]
		}
		p, in := edge(q, rim, 0.5+[]float64{0, 0.4, 0, -0.4}[rim]*r.Float64()+within(r, -0.2, 0.2)*float64(1-rim%2))
		elbow := xy{p[0] + (p[0]-at[0])*within(r, 0.3, 1.5) + k*within(r, -1, 1), max(p[1]+k*3, h+k)}
		fronts = append(fronts, grip(r, m, l, p, in, thick, elbow, skin, cloth))
	}
	c.Place(f, q, within(r, 0, 0.5))
	for _, front := range fronts {
		front(over)
	}
	c.Over(over)
	return end(r, c, l, float64(r.IntN(12)/11), 0)
}

func hand(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	l, skin, cloth, kind := sun(r), skins(r), pickOf(r), r.IntN(4)
	c, w, h := start(r, 0.5, within(r, 1.5, 5), func(m *image.RGBA, w, h float64) {
		if kind == 0 {
			room(r, m, l, w, h)
		} else {
			fill(m, rectangle(-1, -1, w+1, h+1), 1, 1, cover(r, l, max(w, h)*within(r, 0.15, 0.6), h))
		}
		if kind == 1 { // a body without a head
			man(r, m, l, xy{w * within(r, 0.3, 0.7), -h * within(r, 0.45, 0.6)}, h*within(r, 0.28, 0.34), skin, cloth)
		}
		for range r.IntN(6) {
			thing(r, m, l, xy{r.Float64() * w, r.Float64() * h}, max(w, h)*within(r, 0.03, 0.16), 11)
		}
	})
	m, wide := c.Image(), min(max(w*within(r, 0.2, 0.85), 75), 680)
	f := show(wide)
	wide = min(wide, h*0.8*f.Aspect())
	at := xy{w * within(r, 0.4, 0.6), h * within(r, 0.35, 0.6)}
	q := slate.Quad(at[0], at[1], wide, f.Aspect(), within(r, -0.5, 0.5), within(r, -0.5, 0.5), within(r, -0.5, 0.5))
	thick, over := wide*within(r, 0.1, 0.26), image.NewRGBA(m.Rect)
	var fronts []func(*image.RGBA)
	rim := 1 + r.IntN(3)
	for range 1 + r.IntN(2) {
		p, in := edge(q, rim, within(r, 0.05, 0.95))
		elbow := xy{p[0] - in[0]*w*within(r, 0.5, 1), max(p[1]+thick*4, h+thick*3)}
		fronts = append(fronts, grip(r, m, l, p, in, thick, elbow, skin, cloth))
		rim = []int{2, 3, 2, 1}[rim]
	}
	if odds(r, 0.2) { // fanned with another thing
		c.Place(paper(r, 0.63), slate.Quad(at[0]+wide*within(r, -0.2, 0.2), at[1]-wide*0.1, wide, 1.58, within(r, -0.6, 0.6), 0, 0), 0.3)
	}
	c.Place(f, q, within(r, 0, 0.6))
	for _, front := range fronts {
		front(over)
	}
	c.Over(over)
	return end(r, c, l, float64(r.IntN(12)/11), 0)
}

func sheet(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	l, fold, ink := sun(r), within(r, -0.5, 1), tone(r, within(r, 0.02, 0.2), 0.3)
	paper := tone(r, within(r, 0.5, 0.95), within(r, 0, 0.15))
	c, w, h := start(r, 0.7, 1.5, func(m *image.RGBA, w, h float64) {
		fill(m, rectangle(-1, -1, w+1, h+1), 1, 1, cover(r, l, w/3, h))
		e := func() float64 { return within(r, -0.12, 0.06) * w }
		fill(m, []xy{{e(), e()}, {w - e(), e()}, {w - e(), h - e()}, {e(), h - e()}}, 1, 1, func(x, y float64) hue {
			return paper.by(0.95 + 0.12*l.at[0]*(x/w-0.5) + 0.012*cloudy(x*0.3, y*0.3) + 0.012*cloudy(x*13, y*17) - 0.15*math.Exp(-square((y/h-fold)*90)))
		})
	})
	m, n, turn := c.Image(), 1+r.IntN(6)*r.IntN(2), within(r, -0.06, 0.06)
	across := 1 + min(n-1, 1)*r.IntN(2)
	down := (n + across - 1) / across
	words := []string{"FOTOCOPY", "Lampiran", "arsip", "SPECIMEN", "berkas 3", "untuk keperluan", "(tanda tangan)", "lembar ke-2"}
	for range r.IntN(14) {
		write(m, r.Float64()*w*0.8, r.Float64()*h, ink, words[r.IntN(len(words))])
	}
	for range r.IntN(3) { // handwriting
		p, pts := xy{r.Float64() * w * 0.7, r.Float64() * h}, []xy(nil)
		for i := range 30 {
			pts = append(pts, xy{p[0] + float64(i)*w*0.01 + within(r, -0.01, 0.01)*w, p[1] + within(r, -0.015, 0.015)*w})
		}
		line(m, within(r, 1, 3), 0.8, rgb(30, 40, 120), pts...)
	}
	line(m, 4, float64(r.IntN(2)), tone(r, 0.5, 0), xy{w * 0.06, h * 0.04}, xy{w * 0.1, h * 0.03})
	most := min(w/float64(across)*0.92, 660)
	for i := range n {
		wide := max(most*within(r, 0.45, 1), 75)
		f := show(wide)
		wide = min(wide, h/float64(down)*0.92*f.Aspect())
		x, y := (float64(i%across)+0.5)*w/float64(across), (float64(i/across)+0.5)*h/float64(down)
		q := slate.Quad(x+within(r, -0.03, 0.03)*w, y, wide, f.Aspect(), turn+within(r, -0.03, 0.03), turn, 0)
		c.Place(f, q, 0)
		if odds(r, 0.4) {
			line(c.Image(), within(r, 1, 2.5), within(r, 0.2, 0.9), ink, q[0], q[1], q[2], q[3], q[0])
		}
	}
	return end(r, c, l, float64(r.IntN(2)), within(r, 0, 0.3)*r.Float64())
}

func table(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	l := sun(r)
	c, w, h := start(r, 0.4, 1.7, func(m *image.RGBA, w, h float64) {
		fill(m, rectangle(-1, -1, w+1, h+1), 1, 1, cover(r, l, max(w, h)*within(r, 0.15, 0.6), h))
	})
	wide := min(max(w*within(r, 0.15, 0.8), 75), 680)
	turn, tx, ty := within(r, -0.7, 0.7), within(r, -0.85, 0.85)*r.Float64(), within(r, -0.85, 0.85)*r.Float64()
	spot := func() xy { return xy{r.Float64() * w, r.Float64() * h} }
	for range r.IntN(4) {
		p, a := spot(), within(r, 0.5, 1.5)
		c.Place(paper(r, a), slate.Quad(p[0], p[1], wide*within(r, 0.6, 1.4), 1/a, within(r, -3, 3), tx, ty), 0.4)
	}
	for range r.IntN(7) {
		thing(r, c.Image(), l, spot(), max(w, h)*within(r, 0.03, 0.11), 9)
	}
	f := show(wide)
	wide = min(wide, h*0.75*f.Aspect())
	c.Place(f, slate.Quad(w*within(r, 0.35, 0.65), h*within(r, 0.35, 0.65), wide, f.Aspect(), turn, tx, ty), within(r, 0, 0.7))
	over := image.NewRGBA(c.Image().Rect)
	for range r.IntN(3) { // what lies over a corner
		thing(r, over, l, xy{w/2 + side(r)*wide*0.5, h/2 + side(r)*wide*0.35}, wide*within(r, 0.06, 0.14), 7)
	}
	c.Over(over)
	return end(r, c, l, float64(r.IntN(12)/11), 0)
}

func screen(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas {
	l, kind, photo := sun(r), r.IntN(3), odds(r, 0.45)
	c, w, h := start(r, 0.75, 3, func(m *image.RGBA, w, h float64) {
		fill(m, rectangle(-1, -1, w+1, h+1), 1, 1, cover(r, l, w/2, h))
	})
	pw, ph := w, h
	if photo {
		pw, ph = w*within(r, 0.6, 0.9), h*within(r, 0.6, 0.95)
	}
	ui, back, ink, tint := image.NewRGBA(image.Rect(0, 0, int(pw), int(ph))), tone(r, within(r, 0.7, 1), 0.1), tone(r, 0.03, 0.2), pickOf(r)
	if odds(r, 0.3) {
		back, ink = ink, back
	}
	draw.Draw(ui, ui.Rect, image.Black, image.Point{}, draw.Src)
	e, u := float64(r.IntN(2))*pw*0.025, pw/100
	box := func(x0, y0, x1, y1 float64, a hue) {
		b, h := image.Rect(int(max(x0, e)), int(max(y0, e)), int(min(x1, pw-e)), int(min(y1, ph-e))), codes(a)
		draw.Draw(ui, b, image.NewUniform(color.RGBA{R: uint8(h[0]), G: uint8(h[1]), B: uint8(h[2]), A: 255}), image.Point{}, draw.Src)
	}
	words := []string{"Ready gan", "masih ada?", "cod bisa", "Kirim foto", "Rp 50.000", "SPECIMEN", "ok siap", "hari ini", "nego tipis", "18.42", "lihat semua"}
	text := func(x, y, long float64) {
		if odds(r, 0.5) {
			write(ui, x, y+12, ink, words[r.IntN(len(words))])
		} else {
			box(x, y+3, x+long, y+3+u*1.6, ink.to(back, 0.4))
		}
	}
	wide := min(max(pw*within(r, 0.3, 0.9), 75), 660)
	f := show(wide)
	wide = min(wide, ph*0.6*f.Aspect())
	high := wide / f.Aspect()
	x, y := within(r, 0.03, 0.97)*(pw-wide), ph*0.12+r.Float64()*(ph*0.8-high)
	box(0, 0, pw, ph, back)
	switch kind {
	case 0: // a chat
		for v := ph * 0.11; v < ph; v += u * within(r, 11, 16) {
			long := within(r, 25, 65) * u
			left := float64(r.IntN(2)) * (pw - long - 6*u)
			box(3*u+left, v, 3*u+left+long, v+u*9, back.to(tint, 0.3))
			text(5*u+left, v+u*2, long*0.7)
		}
		box(x-2*u, y-2*u, x+wide+2*u, y+high+7*u, back.to(tint, 0.4))
		text(x+u, y+high+u*2, wide*0.6)
	case 1: // tiles
		n := float64(2 + r.IntN(3))
		for j := range int(ph/pw*n) + 1 {
			for i := range int(n) {
				p, q := float64(i)*pw/n, ph*0.1+float64(j)*pw/n
				box(p+u, q+u, p+pw/n-u, q+pw/n-u, pickOf(r))
				if odds(r, 0.4) {
					thing(r, ui, l, xy{p + pw/n/2, q + pw/n/2}, pw/n*0.3, 11)
				}
			}
		}
		box(x-u, y-u, x+wide+u, y+high+u, back)
	default: // an offer
		x, y = (pw-wide)/2, ph*0.12
		for v := y + high + u*4; v < ph; v += u * within(r, 5, 9) {
			text(4*u, v, within(r, 20, 90)*u)
		}
		box(pw*0.1, ph*0.88, pw*0.9, ph*0.95, tint)
	}
	box(0, 0, pw, ph*0.09, back.to(tint, within(r, 0, 0.9)))
	text(14*u, ph*0.045, 40*u)
	text(4*u, ph*0.005, 15*u)
	haze(ui, xy{8 * u, ph * 0.055}, 3*u, 3*u, 1, tint)
	q, doc := rectangle(0, 0, pw, ph), rectangle(x, y, x+wide, y+high)
	if photo {
		s := slate.Quad(w/2, h/2, pw, pw/ph, within(r, -0.2, 0.2), within(r, -0.3, 0.3), within(r, -0.3, 0.3))
		q = s[:]
		// The middle of a square seen from an angle is not the mean of its corners.
		dx1, dy1, dx2, dy2 := s[1][0]-s[2][0], s[1][1]-s[2][1], s[3][0]-s[2][0], s[3][1]-s[2][1]
		sx, sy, det := s[0][0]-s[1][0]+s[2][0]-s[3][0], s[0][1]-s[1][1]+s[2][1]-s[3][1], dx1*dy2-dx2*dy1
		g, k := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
		for i, p := range doc {
			a, b := p[0]/pw, p[1]/ph
			z := g*a + k*b + 1
			doc[i] = xy{
				((s[1][0]*(1+g)-s[0][0])*a + (s[3][0]*(1+k)-s[0][0])*b + s[0][0]) / z,
				((s[1][1]*(1+g)-s[0][1])*a + (s[3][1]*(1+k)-s[0][1])*b + s[0][1]) / z,
			}
		}
	}
	c.Place(slate.Of(ui, "", "", [4]float64{}, [4]float64{}), [4][2]float64(q), 0)
	c.Place(f, [4][2]float64(doc), 0)
	if photo {
		m, fx, fy := c.Image(), within(r, 0.6, 1.6), within(r, 0.6, 1.6)
		for i := range m.Pix {
			v := 1 + 0.12*math.Sin(float64(i/4%m.Rect.Dx())*fx+float64(i%4))*math.Sin(float64(i/4/m.Rect.Dx())*fy)
			m.Pix[i] = uint8(min(float64(m.Pix[i])*v, 255)) | uint8(i%4/3*255)
		}
		return end(r, c, l, 0, 0)
	}
	return c
}
