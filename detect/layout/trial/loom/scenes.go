package loom

import (
	"fmt"
	"image/color"
	"math"

	"ronda/detect/layout/trial"
)

// An item is what a scene shows: how wide it is in millimetres, and how it is drawn for a place of a given width.
type item struct {
	mm   float64
	draw func(width float64) *canvas
}

// A place is the size of a picture; card is how wide documents shall be in it, 0 as the scene likes.
type place struct{ w, high, card float64 }

func (p place) wide(otherwise float64) float64 {
	if p.card > 0 {
		return p.card
	}
	return otherwise
}

type scene func(*hand, place, item) *canvas

// scenes is filled at start: a screen shows other scenes.
var scenes map[string]scene

func init() {
	scenes = map[string]scene{
		trial.Scan: (*hand).scan, trial.Tight: (*hand).tight, trial.Table: (*hand).table, trial.Selfie: (*hand).selfie,
		trial.Hand: (*hand).hold, trial.Collage: (*hand).collage, trial.Screen: (*hand).screen, trial.Sheet: (*hand).sheet,
	}
}

// millimetres is how wide a thing of these proportions is.
func millimetres(c *canvas) float64 {
	switch w, high := c.size(); {
	case w < high:
		return 210
	case w < 1.5*high:
		return 297
	}
	return 85.6
}

// framed draws an item and poses it.
func (h *hand) framed(it item, wide, roll, pitch, yaw, over float64, c *canvas, at pt) (*canvas, [4]pt) {
	sub := it.draw(wide)
	w, high := sub.size()
	cw, ch := c.size()
	return sub, within(pose(at[0], at[1], wide, wide*high/w, roll, pitch, yaw), cw, ch, over)
}

func (h *hand) quarter() float64 {
	if h.chance(0.8) {
		return 0
	}
	return math.Pi / 2 * float64(1+h.r.IntN(3))
}

func (h *hand) scan(p place, it item) *canvas {
	c := h.canvas(p.w, p.high).flood(h.vary(pick(h, []color.NRGBA{rgb(252, 252, 252), rgb(244, 244, 240), rgb(226, 228, 230), rgb(200, 200, 200), rgb(60, 60, 60)}), 6))
	wide := p.wide(p.w * h.between(0.4, 0.9))
	if p.card == 0 && it.mm == 297 {
		wide = p.w * h.between(0.75, 0.97)
	}
	sub, q := h.framed(it, wide, h.quarter()+h.between(-0.06, 0.06), 0, 0, 0, c, pt{h.between(0.3, 0.7) * p.w, h.between(0.3, 0.7) * p.high})
	c.film(alpha(rgb(0, 0, 0), 70), offset(q, p.w*0.004))
	c.put(sub, q)
	if h.chance(0.15) {
		h.grey(c)
	}
	return c
}

func (h *hand) tight(p place, it item) *canvas {
	sub := it.draw(p.w)
	sw, sh := sub.size()
	w := p.w * min(1, sw/sh)
	high := w * sh / sw
	c := h.canvas(w, high).flood(h.vary(rgb(200, 200, 196), 50))
	q := [4]pt(box(0, 0, w, high))
	for i := range q {
		q[i][0] += w * h.between(-0.012, 0.012)
		q[i][1] += high * h.between(-0.012, 0.012)
	}
	c.put(sub, q)
	if turn := h.quarter(); turn != 0 && p.card == 0 { // the picture is turned, not the card in it
		quarters := int(turn/math.Pi*2 + 0.5)
		tw, th := w, high
		if quarters%2 == 1 {
			tw, th = high, w
		}
		out := h.canvas(tw, th)
		to := [4]pt(box(0, 0, tw, th))
		var from [4]pt
		for i := range from {
			from[i] = to[(i+quarters)%4]
		}
		out.put(c, from)
		return out
	}
	return c
}

func (h *hand) table(p place, it item) *canvas {
	c := h.ground(p.w, p.high)
	h.clutter(c)
	roll := h.between(-0.4, 0.4)
	if h.chance(0.25) {
		roll = h.between(0, 2*math.Pi)
	}
	sub, q := h.framed(it, p.wide(p.w*h.between(0.3, 0.8)), roll, h.between(-0.7, 0.7), h.between(-0.45, 0.45), 0, c, pt{h.between(0.35, 0.65) * p.w, h.between(0.35, 0.65) * p.high})
	d := length(q[0], q[1])
	for k := range 4 {
		c.film(alpha(rgb(0, 0, 0), 26), offset(q, d*0.006*float64(k)))
	}
	c.put(sub, q)
	if h.chance(0.25) && !h.mark {
		m := onto(1, 1, q).at(pt{h.between(0.1, 0.9), h.between(0.1, 0.9)})
		c.glare(m[0], m[1], d*h.between(0.1, 0.4), d*h.between(0.05, 0.2), h.between(0, 3), 120+h.r.IntN(110))
	}
	if h.chance(0.08) { // something lies on it
		a, b := onto(1, 1, q).at(pt{h.between(0, 1), -0.2}), onto(1, 1, q).at(pt{h.between(0, 1), 0.3})
		c.fill(h.vary(pick(h, cloths), 20), pole(a, b, d*0.03))
	}
	return c
}

// grips says which hands hold a thing: one below or at a side, or two at the sides of a page.
func (h *hand) grips(q [4]pt, mm float64) (all []grip) {
	m := onto(1, 1, q)
	skin := h.vary(pick(h, skins), 12)
	scale := (length(q[0], q[1]) + length(q[3], q[2])) / 2 / mm
	front := func() int {
		if h.chance(0.7) {
			return 1
		}
		return 2 + h.r.IntN(2)
	}
	add := func(edge, inner pt) {
		a, b := m.at(edge), m.at(inner)
		d := length(a, b)
		all = append(all, grip{a, pt{(b[0] - a[0]) / d, (b[1] - a[1]) / d}, scale, skin, front()})
	}
	side, low := math.Round(h.r.Float64()), h.between(0.35, 0.85)
	switch {
	case mm > 100:
		add(pt{0, low}, pt{0.5, low - 0.15})
		add(pt{1, low}, pt{0.5, low - 0.15})
	case h.chance(0.5):
		x := h.between(0.2, 0.8)
		add(pt{x, 1}, pt{x + h.between(-0.1, 0.1), 0})
	default:
		add(pt{side, low}, pt{0.5, low - h.between(-0.1, 0.3)})
	}
	return all
}

func (c *canvas) held(sub *canvas, q [4]pt) {
	grips := c.h.grips(q, millimetres(sub))
	for _, g := range grips {
		g.behind(c)
	}
	c.put(sub, q)
	for _, g := range grips {
		g.before(c)
	}
	if d := length(q[0], q[1]); c.h.chance(0.2) && !c.h.mark {
		m := onto(1, 1, q).at(pt{c.h.between(0, 1), c.h.between(0, 1)})
		c.glare(m[0], m[1], d*c.h.between(0.1, 0.3), d*c.h.between(0.05, 0.2), c.h.between(0, 3), 150)
	}
}

func (h *hand) selfie(p place, it item) *canvas {
	c := h.room(p.w, p.high)
	r := min(p.w, p.high) * h.between(0.13, 0.2)
	x, y := p.w*h.between(0.3, 0.7), max(p.high*h.between(0.22, 0.38), r*1.4)
	h.figure(c, x, y, r, h.vary(pick(h, skins), 12), h.chance(0.5))
	c.face = true
	wide := min(p.wide(it.mm*r/75*h.between(1, 1.75)), 0.85*p.w)
	at := pt{x - r*1.3 - wide/2, y + r*h.between(0.2, 1.8)}
	if x < p.w/2 {
		at[0] = x + r*1.3 + wide/2
	}
	if at[0]-wide/2 < -0.05*p.w || at[0]+wide/2 > 1.05*p.w || h.chance(0.35) {
		at = pt{x + r*h.between(-0.7, 0.7), y + r*1.5 + wide*0.35}
	}
	sub, q := h.framed(it, wide, h.between(-0.22, 0.22), h.between(-0.35, 0.35), h.between(-0.35, 0.35), 0.02, c, at)
	c.held(sub, q)
	return c
}

func (h *hand) hold(p place, it item) *canvas {
	c := h.room(p.w, p.high)
	if h.chance(0.5) {
		c = h.ground(p.w, p.high)
	}
	wide := p.wide(min(p.w, p.high) * h.between(0.45, 0.9))
	sub, q := h.framed(it, wide, h.between(-0.4, 0.4), h.between(-0.45, 0.45), h.between(-0.4, 0.4), 0.03, c, pt{p.w * h.between(0.4, 0.6), p.high * h.between(0.35, 0.6)})
	c.held(sub, q)
	return c
}

// one draws a scene that shows one thing.
func (h *hand) one(p place, it item) *canvas {
	names := []string{trial.Selfie, trial.Selfie, trial.Selfie, trial.Hand, trial.Table, trial.Scan}
	if p.card == 0 {
		names = append(names, trial.Tight, trial.Table, trial.Tight)
	}
	return scenes[pick(h, names)](h, p, it)
}

func (h *hand) collage(_ place, it item) *canvas {
	const w, high = 300.0, 400.0
	cols, rows := float64(2+h.r.IntN(3)), float64(2+h.r.IntN(2))
	gap, edge := math.Round(h.between(0, 14)), math.Round(h.between(0, 14))
	c := h.canvas(cols*w+(cols-1)*gap+2*edge, rows*high+(rows-1)*gap+2*edge).flood(pick(h, []color.NRGBA{rgb(255, 255, 255), rgb(16, 16, 16), rgb(220, 224, 230)}))
	if h.chance(0.2) { // strewn on one ground
		cw, ch := c.size()
		c = h.ground(cw, ch)
		for i := range int(cols * rows) {
			wide := h.between(70, 150)
			x, y := (float64(i%int(cols))+h.between(0.35, 0.65))*w, (float64(i/int(cols))+h.between(0.35, 0.65))*high
			sub, q := h.framed(it, wide, h.between(-0.8, 0.8), h.between(-0.3, 0.3), h.between(-0.3, 0.3), 0, c, pt{x, y})
			c.film(alpha(rgb(0, 0, 0), 60), offset(q, 3))
			c.put(sub, q)
		}
	} else {
		for i := range int(cols * rows) {
			cell := h.one(place{w, high, h.between(70, 150)}, it)
			c.put(cell, cell.whole(edge+float64(i%int(cols))*(w+gap), edge+float64(i/int(cols))*(high+gap), 1))
		}
	}
	if h.chance(0.5) {
		return h.phoned(c)
	}
	return c
}

// phoned is a screenshot of a telephone that shows a picture.
func (h *hand) phoned(pic *canvas) *canvas {
	w, high := pic.size()
	u := w / 100
	day := h.chance(0.5)
	back, ink := rgb(14, 16, 20), rgb(235, 235, 235)
	if day {
		back, ink = rgb(250, 250, 250), rgb(40, 40, 44)
	}
	top, low := u*(17+h.between(0, 6)), u*(14+h.between(0, 12))
	c := h.canvas(w, top+high+low).flood(back)
	s := style{letters: medium, size: u * 3.6, col: ink}
	c.text(u*5, u*5, s, fmt.Sprintf("%02d:%02d", h.r.IntN(24), h.r.IntN(60)))
	c.fill(ink, rounded(u*90, u*2.6, u*6, u*2.8, u*0.6), box(u*83, u*2.6, u*1, u*2.6), box(u*85, u*3.4, u*1, u*1.8))
	s.size, s.letters = u*4.6, bold
	c.text(u*14, u*13.5, s, pick(h, []string{"Galeri", "Album", "IMG_0042.jpg", "Foto", "Grup Jual Beli", "Terbaru", "Admin"}))
	c.fill(ink, strokes(u*0.8, pt{u * 8, u * 9.5}, pt{u * 5, u * 12}, pt{u * 8, u * 14.5})...)
	c.put(pic, pic.whole(0, top, 1))
	for i := range 4 {
		c.fill(mix(ink, back, 0.3), disc(u*(14+24*float64(i)), top+high+u*6, u*2.2, u*2.2))
	}
	c.fill(mix(ink, back, 0.2), rounded(u*35, top+high+low-u*3, u*30, u*1.2, u*0.5))
	return c
}

func (h *hand) screen(p place, it item) *canvas {
	if h.chance(0.35) {
		return h.monitor(p, it)
	}
	w := min(p.w, p.high*0.55)
	pic := h.one(place{w: w, high: w * h.between(0.75, 1.25)}, it)
	pw, ph := pic.size()
	f := min(w/pw, 1.3*w/ph)
	if h.chance(0.3) {
		return h.phoned(pic)
	}
	u, wide := w/100, w*0.78
	day := h.chance(0.7)
	if h.chance(0.5) { // an offer
		c := h.canvas(w, w*h.between(1.7, 2.1)).flood(rgb(250, 250, 250))
		c.put(pic, pic.whole((w-pw*f)/2, u*12, f))
		y := u*12 + ph*f
		c.fill(h.vary(pick(h, cloths), 20), box(0, 0, w, u*11))
		c.text(u*5, u*7.5, style{letters: medium, size: u * 4, col: rgb(250, 250, 250)}, "Cari di Toko")
		c.text(u*4, y+u*9, style{letters: bold, size: u * 6, col: rgb(210, 60, 30)}, "Rp "+h.rupiah())
		h.print(c, u*4, y+u*12, u*90, u*26, u*4)
		c.fill(rgb(40, 150, 70), rounded(u*52, w*1.6, u*44, u*9, u*2))
		return c
	}
	c := h.canvas(w, w*h.between(1.6, 2.1)).flood(h.vary(rgb(230, 222, 212), 8))
	bubble := rgb(220, 246, 200)
	if !day {
		c.flood(rgb(16, 26, 32))
		bubble = rgb(10, 92, 76)
	}
	c.fill(h.vary(rgb(18, 110, 96), 16), box(0, 0, w, u*16))
	c.fill(h.vary(rgb(190, 190, 190), 30), disc(u*12, u*9, u*4.5, u*4.5))
	c.text(u*20, u*10.5, style{letters: medium, size: u * 4.4, col: rgb(250, 250, 250)}, h.phone())
	f *= 0.74
	c.fill(bubble, rounded(u*20, u*22, wide, ph*f+u*12, u*2))
	c.put(pic, pic.whole(u*20+(wide-pw*f)/2, u*24, f))
	c.text(u*23, u*31+ph*f, style{letters: regular, size: u * 4, col: mix(rgb(20, 20, 20), rgb(255, 255, 255), map[bool]float64{true: 0, false: 0.9}[day])}, pick(h, []string{"ready kak", "ini ya gan", "masih fresh", "cek dulu", "oke siap"}))
	for i := range 3 {
		y := u*40 + ph*f + float64(i)*u*14
		c.fill(mix(bubble, rgb(255, 255, 255), map[bool]float64{true: 0.8, false: 0}[day]), rounded(u*4, y, u*h.between(30, 70), u*10, u*2))
	}
	return c
}

// monitor is a photograph of a screen with a web page on it.
func (h *hand) monitor(p place, it item) *canvas {
	const w, high = 960.0, 600.0
	page := h.canvas(w, high).flood(rgb(248, 248, 250))
	page.fill(h.vary(rgb(222, 225, 230), 12), box(0, 0, w, 52))
	page.fill(rgb(255, 255, 255), rounded(120, 14, 620, 26, 12))
	pic := h.one(place{w: h.between(420, 600), high: h.between(380, 480)}, it)
	pw, ph := pic.size()
	f := min(480/ph, 600/pw)
	page.put(pic, pic.whole(40, 80, f))
	h.print(page, 60+pw*f, 90, w-100-pw*f, 400, 18)
	for y := 0; y < 600; y += 3 { // the lines of the screen
		page.film(alpha(rgb(0, 0, 0), 16), box(0, float64(y), w, 1))
	}
	c := h.ground(p.w, p.high)
	wide := p.w * h.between(0.85, 1.05)
	q := pose(p.w/2, p.high*0.48, wide, wide*high/w, h.between(-0.06, 0.06), h.between(-0.25, 0.25), h.between(-0.3, 0.3))
	q = within(q, p.w, p.high, 0.03)
	m := onto(1, 1, q)
	bezel := m.quad([4]pt(box(-0.03, -0.04, 1.06, 1.09)))
	c.fill(rgb(22, 22, 24), bezel[:])
	c.put(page, q)
	return c
}

func (h *hand) sheet(p place, it item) *canvas {
	long := max(p.w, p.high)
	w, high := long/math.Sqrt2, long
	page := h.canvas(w, high)
	if it.mm == 297 {
		page = h.canvas(high, w)
		w, high = high, w
	}
	page.flood(h.vary(rgb(246, 246, 244), 6))
	if it.mm == 297 {
		q := pose(w/2, high/2, w*0.93, w*0.93/math.Sqrt2, h.between(-0.015, 0.015), 0, 0)
		page.put(it.draw(w), within(q, w, high, 0))
	} else {
		n := 1 + h.r.IntN(2)
		for i := range n {
			sub, q := h.framed(it, w*h.between(0.38, 0.55), h.between(-0.04, 0.04), 0, 0, -0.02, page, pt{w * h.between(0.35, 0.65), high * (0.24 + 0.36*float64(i))})
			page.put(sub, q)
		}
		if h.chance(0.35) {
			h.print(page, w*0.12, high*(0.45+0.33*float64(n-1)), w*0.76, high*0.17, high*0.016)
		}
	}
	if h.chance(0.65) {
		h.grey(page)
	}
	if h.chance(0.6) {
		return page
	}
	c := h.ground(w, high)
	q := pose(w/2, high/2, w*0.85, high*0.85, h.between(-0.2, 0.2), h.between(-0.4, 0.4), h.between(-0.2, 0.2))
	q = within(q, w, high, 0)
	c.film(alpha(rgb(0, 0, 0), 80), offset(q, w*0.008))
	c.put(page, q)
	return c
}
