package loom

import "image/color"

// product is an article for sale, some of them boxes and cases as wide as cards.
func (h *hand) product(p place) *canvas {
	c := h.ground(p.w, p.high)
	if h.chance(0.5) {
		c.flood(h.vary(rgb(246, 246, 246), 9))
	}
	for range 1 + h.r.IntN(3) {
		x, y, l := h.between(0.25, 0.75)*p.w, h.between(0.3, 0.7)*p.high, min(p.w, p.high)*h.between(0.2, 0.5)
		col := h.vary(pick(h, append(cloths, rgb(150, 200, 226))), 30)
		c.film(alpha(rgb(0, 0, 0), 60), oval(x, y+l*0.55, l*0.7, l*0.12, 0))
		switch h.r.IntN(4) {
		case 0: // a box with a label
			q := pose(x, y, l*1.4, l*0.9, h.between(-0.4, 0.4), h.between(-0.5, 0.5), h.between(-0.4, 0.4))
			top := []pt{q[0], q[1], {q[1][0] + l*0.2, q[1][1] - l*0.25}, {q[0][0] + l*0.2, q[0][1] - l*0.25}}
			c.fill(mix(col, rgb(255, 255, 255), 0.25), top)
			c.fill(col, q[:])
			label := onto(1, 1, q).quad([4]pt(box(0.15, 0.25, 0.7, 0.5)))
			c.fill(rgb(250, 246, 236), label[:])
		case 1: // a bottle
			c.fill(col, rounded(x-l*0.22, y-l*0.4, l*0.44, l, l*0.1), rounded(x-l*0.09, y-l*0.7, l*0.18, l*0.35, l*0.03))
			c.film(alpha(rgb(255, 255, 255), 70), box(x-l*0.15, y-l*0.3, l*0.06, l*0.8))
			c.fill(rgb(250, 250, 250), box(x-l*0.22, y-l*0.1, l*0.44, l*0.3))
		case 2: // a shirt
			c.fill(col, []pt{{x - l*0.3, y - l*0.5}, {x + l*0.3, y - l*0.5}, {x + l*0.75, y - l*0.2}, {x + l*0.6, y + l*0.05}, {x + l*0.4, y - l*0.1}, {x + l*0.4, y + l*0.6}, {x - l*0.4, y + l*0.6}, {x - l*0.4, y - l*0.1}, {x - l*0.6, y + l*0.05}, {x - l*0.75, y - l*0.2}})
			c.fill(mix(col, rgb(0, 0, 0), 0.4), disc(x, y-l*0.5, l*0.17, l*0.1))
		default: // a telephone
			q := pose(x, y, l*0.7, l*1.4, h.between(-0.6, 0.6), h.between(-0.3, 0.3), h.between(-0.3, 0.3))
			c.fill(rgb(20, 20, 24), q[:])
			face := onto(1, 1, q).quad([4]pt(box(0.04, 0.03, 0.92, 0.94)))
			c.fill(col, face[:])
		}
	}
	if h.chance(0.4) {
		c.text(p.w*0.06, p.high*0.95, style{letters: bold, size: p.w * 0.06, col: rgb(220, 60, 40)}, "Rp "+h.rupiah())
	}
	return c
}

// web is a page in a browser: a shop's shelf, an article, a form.
func (h *hand) web() *canvas {
	w := h.between(560, 1300)
	high := w * h.between(0.6, 1.2)
	c := h.canvas(w, high).flood(h.vary(rgb(250, 250, 250), 5))
	accent := h.vary(pick(h, cloths), 24)
	c.fill(accent, box(0, 0, w, 54))
	c.text(24, 37, style{letters: bold, size: 26, col: rgb(255, 255, 255)}, pick(h, []string{"Toko Contoh", "Berita Kita", "PasarNet", "Layanan Daring"}))
	switch h.r.IntN(3) {
	case 0:
		n := 3 + h.r.IntN(3)
		side := (w - 40) / float64(n)
		for y := 80.0; y < high; y += side * 1.35 {
			for i := range n {
				cell := h.product(place{w: max(side*0.9, 60), high: max(side*0.9, 60)})
				c.put(cell, cell.whole(24+float64(i)*side, y, 1))
				c.text(24+float64(i)*side, y+side*1.03, style{letters: medium, size: side * 0.09, col: rgb(30, 30, 30)}, "Rp "+h.rupiah())
				h.print(c, 24+float64(i)*side, y+side*1.05, side*0.85, side*0.24, side*0.08)
			}
		}
	case 1:
		h.print(c, 40, 80, w*0.6, 90, 36)
		pic := h.room(w*0.6, w*0.34)
		h.figure(pic, w*0.3, w*0.13, w*0.05, pick(h, skins), h.chance(0.5))
		c.face = true
		c.put(pic, pic.whole(40, 190, 1))
		h.print(c, 40, 200+w*0.34, w*0.6, high-w*0.34-220, 20)
		h.print(c, w*0.7, 90, w*0.26, high-120, 24)
	default:
		s := style{letters: regular, size: 19, col: rgb(40, 40, 44)}
		for i, label := range []string{"Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "Agama", "Pekerjaan", "Nomor Telepon", "Unggah foto"} {
			y := 110 + float64(i)*62
			c.text(w*0.1, y, s, label)
			c.fill(rgb(190, 194, 200), rounded(w*0.1, y+8, w*0.7, 34, 6))
			c.fill(rgb(255, 255, 255), rounded(w*0.1+1, y+9, w*0.7-2, 32, 5))
		}
		c.fill(accent, rounded(w*0.1, min(620, high-60), 160, 44, 8))
	}
	return c
}

// people are one, two or three persons; some hold up a thing that is no card.
func (h *hand) people(p place) *canvas {
	c := h.room(p.w, p.high)
	c.face = true
	n := 1 + h.r.IntN(3)
	for i := range n {
		r := min(p.w, p.high) * h.between(0.1, 0.2) / (0.6 + 0.4*float64(n))
		h.figure(c, p.w*(float64(i)+h.between(0.4, 0.6))/float64(n), p.high*h.between(0.25, 0.42), r, h.vary(pick(h, skins), 12), h.chance(0.5))
	}
	if h.chance(0.5) {
		thing := h.canvas(200, 300).flood(h.vary(pick(h, []color.NRGBA{rgb(20, 20, 24), rgb(250, 250, 248), rgb(120, 170, 200), rgb(190, 60, 50)}), 16))
		wide := p.w * h.between(0.12, 0.2)
		q := pose(p.w*h.between(0.3, 0.7), p.high*0.7, wide, wide*1.5, h.between(-0.4, 0.4), 0, 0)
		c.held(thing, q)
	}
	return c
}
