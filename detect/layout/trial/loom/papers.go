package loom

import (
	"fmt"
	"image/color"
	"math"

	"ronda/detect/layout/trial"
)

// Sizes of documents in tenths of a millimetre.
const (
	cardWide, cardHigh = 856.0, 540.0
	pageWide, pageHigh = 2970.0, 2100.0
)

var papers = map[string]struct {
	document   string
	wide, high float64
	number     [4]float64 // x, y, width, height in the same units
	draw       func(*hand, *canvas, person)
}{
	"ktp":       {trial.KTP, cardWide, cardHigh, [4]float64{215, 105, 400, 52}, (*hand).ktp},
	"ktp-old":   {trial.KTP, cardWide, cardHigh, [4]float64{215, 128, 350, 44}, (*hand).ktpOld},
	"kk":        {trial.KK, pageWide, pageHigh, [4]float64{1150, 170, 700, 70}, (*hand).kk},
	"kk-2020":   {trial.KK, pageWide, pageHigh, [4]float64{1150, 170, 700, 70}, (*hand).kk2020},
	"npwp":      {trial.NPWP, cardWide, cardHigh, [4]float64{30, 180, 560, 65}, (*hand).npwp},
	"npwp-2023": {trial.NPWP, cardWide, cardHigh, [4]float64{40, 165, 500, 90}, (*hand).npwp2023},
}

var layouts = map[string][]string{
	trial.KTP:  {"ktp", "ktp", "ktp", "ktp-old"},
	trial.KK:   {"kk", "kk-2020"},
	trial.NPWP: {"npwp", "npwp-2023"},
}

// paper draws a document for a place of a given width. A card is drawn with at most 640 pixels and a page with at most 960,
// however large the place: nothing here is fit to be printed.
func (h *hand) paper(layout string, width float64) *canvas {
	p := papers[layout]
	w := min(max(1.6*width, 320), 640)
	if p.wide == pageWide {
		w = min(max(1.6*width, 480), 960)
	}
	c := h.canvas(w, w*p.high/p.wide)
	c.s = w / p.wide
	p.draw(h, c, h.someone())
	if h.mark {
		c.flood(rgb(255, 0, 255)).fill(rgb(0, 255, 0), box(0, 0, p.wide*0.3, p.high*0.3))
	}
	if p.wide == cardWide {
		c.corners()
	}
	for i := range c.own {
		c.own[i] = 1
	}
	n := p.number
	quad, number := [4]pt(box(0, 0, p.wide, p.high)), [4]pt(box(n[0], n[1], n[2], n[3]))
	for i := range quad {
		quad[i], number[i] = pt{quad[i][0] * c.s, quad[i][1] * c.s}, pt{number[i][0] * c.s, number[i][1] * c.s}
	}
	c.cards = []mark{{p.document, layout, quad, number}}
	return c
}

// corners rounds those of a card.
func (c *canvas) corners() {
	w, high := c.size()
	r := 30 * w / cardWide
	for y := range c.Rect.Dy() {
		for x := range c.Rect.Dx() {
			fx, fy := float64(x)+0.5, float64(y)+0.5
			dx, dy := max(r-fx, fx-w+r, 0), max(r-fy, fy-high+r, 0)
			if dx*dx+dy*dy > r*r {
				copy(c.Pix[y*c.Stride+4*x:], []uint8{0, 0, 0, 0})
			}
		}
	}
}

// ramp floods with colours that change from corner to corner.
func (c *canvas) ramp(a, b color.NRGBA, turn float64) {
	w, high := c.size()
	sin, cos := math.Sincos(turn)
	var steps [256]color.NRGBA
	for i := range steps {
		steps[i] = mix(a, b, float64(i)/255)
	}
	for y := range c.Rect.Dy() {
		for x := range c.Rect.Dx() {
			m := steps[byteOf(255*(0.5+cos*(float64(x)/w-0.5)+sin*(float64(y)/high-0.5)))]
			p := c.Pix[y*c.Stride+4*x:][:4]
			p[0], p[1], p[2], p[3] = m.R, m.G, m.B, 255
		}
	}
}

// waves are the fine lines of security paper.
func (c *canvas) waves(x, y, w, high float64, n int, width float64, col color.NRGBA) {
	var all [][]pt
	swing, period, phase := high/float64(n)*c.h.between(0.6, 2.5), w/c.h.between(1, 4), c.h.between(0, 6)
	for i := range n {
		var line []pt
		for k := range 33 {
			u := float64(k) / 32 * w
			line = append(line, pt{x + u, y + high*(float64(i)+0.5)/float64(n) + swing*math.Sin(u/period*2*math.Pi+phase+0.25*float64(i))})
		}
		all = append(all, strokes(width, line...)...)
	}
	c.film(col, all...)
}

// A form sets labels, colons and values in rows.
type form struct {
	x, colon, value, y, pitch, wide float64
	label, text                     style
}

func (f *form) row(c *canvas, label, value string) {
	if label != "" {
		c.fit(f.x, f.y, f.colon-f.x-0.3*f.label.size, f.label, label)
		c.text(f.colon, f.y, f.label, ":")
	}
	c.fit(f.value, f.y, f.wide, f.text, value)
	f.y += f.pitch
}

func (h *hand) ink() color.NRGBA { return h.vary(rgb(28, 30, 36), 16) }

func (h *hand) ktp(c *canvas, p person) {
	deep := h.vary(rgb(126, 190, 222), 22)
	c.ramp(h.vary(rgb(196, 228, 240), 14), deep, h.between(0, 6))
	c.waves(0, 20, cardWide, 500, 12+h.r.IntN(10), 2.2, alpha(h.vary(rgb(70, 140, 190), 20), 80))
	c.film(alpha(h.vary(rgb(90, 160, 205), 20), 70), disc(h.between(330, 470), 300, 210, 190))
	for range 9 { // islands
		x := h.between(120, 700)
		c.film(alpha(h.vary(rgb(110, 175, 170), 24), 80), oval(x, 300+h.between(-90, 90), h.between(20, 80), h.between(8, 24), h.between(-0.5, 0.5)))
	}
	ink, letters, narrow := h.ink(), pick(h, []alphabet{regular, regular, medium}), h.between(0.82, 1)
	head := style{letters: pick(h, []alphabet{bold, medium}), size: h.between(33, 39), narrow: narrow, col: ink, align: 0.5}
	mid, dy := 428+h.between(-12, 12), h.between(-5, 5)
	c.text(mid, 50+dy, head, "PROVINSI "+p.province)
	c.text(mid, 90+dy, head, p.regency)
	c.text(42, 148+dy, style{letters: head.letters, size: 40, narrow: narrow, col: ink}, "NIK")
	c.text(192, 148+dy, style{letters: head.letters, size: 40, col: ink}, ":")
	c.text(222, 150+dy, style{letters: pick(h, []alphabet{monoBold, mono, bold}), size: h.between(40, 46), narrow: h.between(0.8, 0.94), col: ink}, p.nik)
	small := style{letters: letters, size: h.between(22.5, 25.5), narrow: narrow, col: ink}
	value := small
	value.letters = pick(h, []alphabet{letters, medium, bold})
	f := form{h.between(38, 46), h.between(214, 226), h.between(228, 240), 193 + dy, h.between(24, 26), 372, small, value}
	f.row(c, "Nama", p.name)
	f.row(c, "Tempat/Tgl Lahir", p.place+", "+p.born)
	c.text(440, f.y, small, "Gol. Darah")
	c.text(548, f.y, value, ": "+p.blood)
	f.row(c, "Jenis Kelamin", p.sex)
	f.row(c, "Alamat", p.road)
	f.x += 38
	f.row(c, "RT/RW", p.rt)
	f.row(c, "Kel/Desa", p.village)
	f.row(c, "Kecamatan", p.district)
	f.x -= 38
	f.row(c, "Agama", p.faith)
	f.row(c, "Status Perkawinan", p.state)
	f.row(c, "Pekerjaan", p.job)
	f.row(c, "Kewarganegaraan", "WNI")
	until := "SEUMUR HIDUP"
	if h.chance(0.2) {
		until = p.born[:6] + fmt.Sprint(2014+h.r.IntN(6))
	}
	f.row(c, "Berlaku Hingga", until)
	ground := rgb(30, 70, 170)
	if p.year%2 == 1 {
		ground = rgb(190, 30, 36)
	}
	h.portrait(c, 630+h.between(-8, 6), 142+dy, 188, 248, h.vary(ground, 20), p.woman)
	small.align, small.size = 0.5, 21
	c.fit(724, 420+dy, 210, small, p.town())
	c.text(724, 444+dy, small, h.date(2011, 14))
	h.signature(c, 665, 462+dy, 120, 50, ink, 2.5)
}

func (h *hand) ktpOld(c *canvas, p person) {
	base := h.vary(pick(h, []color.NRGBA{rgb(222, 226, 190), rgb(198, 222, 226), rgb(236, 214, 214), rgb(232, 228, 214)}), 12)
	c.ramp(base, mix(base, rgb(255, 255, 255), 0.5), h.between(0, 6))
	c.waves(0, 0, cardWide, cardHigh, 16, 1.6, alpha(h.vary(rgb(150, 130, 120), 40), 60))
	ink := h.ink()
	head := style{letters: bold, size: h.between(25, 29), narrow: h.between(0.8, 1), col: ink, align: 0.5}
	y := 36.0
	for _, line := range []string{"PROVINSI " + p.province, p.regency, "KARTU TANDA PENDUDUK"} {
		c.text(428, y, head, line)
		y += 31
	}
	letters := pick(h, []alphabet{regular, mono, medium})
	small := style{letters: letters, size: h.between(21, 23.5), narrow: h.between(0.74, 0.92), col: ink}
	if letters() == regular() {
		small.narrow += 0.1
	}
	f := form{38, 196, 216, 158, h.between(24.5, 26.5), 370, small, small}
	big := f
	big.text.size, big.label.size = 33, 30
	big.text.letters = bold
	big.row(c, "NIK", p.nik)
	f.y = 196
	for _, v := range [][2]string{
		{"Nama", p.name},
		{"Tempat/Tgl Lahir", p.place + ", " + p.born},
		{"Jenis Kelamin", p.sex},
		{"Gol. Darah", p.blood},
		{"Alamat", p.road},
		{"RT/RW", p.rt},
		{"Kel/Desa", p.village},
		{"Kecamatan", p.district},
		{"Agama", p.faith},
		{"Status", p.state},
		{"Pekerjaan", p.job},
		{"Berlaku Hingga", p.born[:6] + fmt.Sprint(2005+h.r.IntN(9))},
	} {
		f.row(c, v[0], v[1])
	}
	h.portrait(c, h.between(628, 650), h.between(120, 150), 165, 210, h.vary(pick(h, []color.NRGBA{rgb(180, 40, 40), rgb(40, 70, 160)}), 20), p.woman)
	small.align, small.size = 0.5, 18
	c.fit(715, 388, 240, small, p.town()+", "+h.date(2002, 8))
	c.text(715, 410, small, pick(h, []string{"CAMAT", "KEPALA DINAS", "A.N. BUPATI", "LURAH"}))
	h.signature(c, 650, 415, 130, 60, rgb(40, 40, 90), 3)
	h.stamp(c, 640, 450, 48)
	c.fit(715, 505, 220, small, pick(h, men)+" "+pick(h, last))
}

// stamp is a round one, in violet.
func (h *hand) stamp(c *canvas, x, y, r float64) {
	col := alpha(h.vary(rgb(110, 60, 150), 20), 120)
	ring := disc(x, y, r, r)
	c.film(col, strokes(r/12, append(ring, ring[0])...)...)
	ring = disc(x, y, r*0.65, r*0.65)
	c.film(col, strokes(r/16, append(ring, ring[0])...)...)
	c.text(x, y+r*0.15, style{letters: bold, size: r * 0.4, col: col, align: 0.5, film: true, turn: h.between(-0.3, 0.3)}, "KAB")
}

// bird is a golden eagle with a shield, in its coarsest outlines.
func (h *hand) bird(c *canvas, x, y, r float64) {
	gold := h.vary(rgb(190, 150, 60), 20)
	for _, side := range []float64{-1, 1} {
		for k := range 5 {
			at := side * (0.35 + 0.35*float64(k))
			c.fill(gold, pole(pt{x + side*r*0.2, y - r*0.2}, pt{x + r*math.Sin(at), y - r*math.Cos(at)*0.9 + r*0.2}, r*0.11))
		}
	}
	c.fill(gold, disc(x, y-r*0.55, r*0.2, r*0.25), disc(x, y, r*0.35, r*0.6), box(x-r*0.7, y+r*0.65, r*1.4, r*0.2))
	c.fill(rgb(170, 40, 40), box(x-r*0.2, y-r*0.2, r*0.4, r*0.45))
}

// code is a square of small squares that says nothing.
func (h *hand) code(c *canvas, x, y, side float64) {
	const n = 25
	cell := side / n
	c.fill(rgb(255, 255, 255), box(x-cell, y-cell, side+2*cell, side+2*cell))
	var dark [][]pt
	for i := range n * n {
		if u, v := i%n, i/n; h.chance(0.48) && (u >= 8 || v >= 8) && (u <= 16 || v >= 8) && (u >= 8 || v <= 16) {
			dark = append(dark, box(x+float64(u)*cell, y+float64(v)*cell, cell, cell))
		}
	}
	c.fill(rgb(20, 20, 20), dark...)
	for _, k := range []pt{{0, 0}, {18, 0}, {0, 18}} {
		for i, col := range []color.NRGBA{rgb(20, 20, 20), rgb(255, 255, 255), rgb(20, 20, 20)} {
			d := float64(i)
			c.fill(col, box(x+(k[0]+d)*cell, y+(k[1]+d)*cell, (7-2*d)*cell, (7-2*d)*cell))
		}
	}
}
