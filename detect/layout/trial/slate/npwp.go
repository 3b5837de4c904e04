package slate

import (
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// npwpOld is the tax card with 15 digits: cream to yellow, an emblem, no photograph.
func npwpOld(r *rand.Rand, px float64) *pic {
	b, c := card(px), newCitizen(r)
	low, high := drift(r, pick(r, ink{244, 214, 110, 255}, ink{248, 232, 170, 255}, ink{240, 226, 190, 255}), 10), drift(r, ink{250, 246, 228, 255}, 6)
	f, from := newField(r), r.Float64()*2
	b.paint(func(x, y float64) (float64, float64, float64) {
		t := 0.5 + 0.6*(y/cardH-0.5)*(from-0.4) + 0.35*(f.at(x*0.05, y*0.07)-0.5) + 0.05*math.Sin(2*y+3*math.Sin(x*0.12))
		m := func(a, z uint8) float64 { return float64(a) + min(max(t, 0), 1)*(float64(z)-float64(a)) }
		return m(high.R, low.R), m(high.G, low.G), m(high.B, low.B)
	})
	hexagons(b, alpha(drift(r, ink{214, 170, 60, 255}, 16), uint8(between(r, 30, 90))), between(r, 48, 66), between(r, 26, 34), between(r, 12, 18))
	blue := drift(r, ink{30, 46, 110, 255}, 14)
	printed := alpha(mix(black, blue, 0.3*r.Float64()), uint8(between(r, 200, 255)))
	dx, dy, wide := spread(r, 0.9), spread(r, 0.8), between(r, 0.86, 0.98)
	if chance(r, 0.3) { // a stripe below the heading
		b.box(alpha(blue, 220), 0, 14+dy, cardW, 14.6+dy)
	}
	hexagons(b, blue, 9+dx, 8+dy, 4.2)
	b.oval(ink{240, 190, 40, 255}, 9+dx, 8+dy, 1.7, 1.7, 0)
	head := pen{face: bold, em: between(r, 2.9, 3.4), wide: wide, c: blue}
	b.within(head, 16+dx, 6.6+dy, 66, pick(r, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DEPARTEMEN KEUANGAN REPUBLIK INDONESIA"))
	b.text(head, 16+dx, 10.8+dy, "DIREKTORAT JENDERAL PAJAK")
	if chance(r, 0.4) {
		small := head
		small.em *= 0.8
		b.text(small, 16+dx, 13.6+dy, "KPP PRATAMA "+c.town)
	}
	big := pen{face: pick(r, bold, medium, monobold), em: between(r, 4.5, 5.3), wide: wide, c: printed}
	if big.face == monobold {
		big.wide *= 0.86
	}
	x, y := between(r, 5, 7)+dx, between(r, 20, 22.5)+dy
	b.text(big, x, y, "NPWP : "+tax(r))
	text := pen{face: pick(r, regular, medium, mono), em: between(r, 3, 3.5), wide: wide, c: printed}
	if text.face == mono {
		text.wide *= 0.85
	}
	pitch := between(r, 4, 4.6)
	lines := []string{c.name, "NIK : " + nik(r), c.street, "RT 00" + pick(r, "1", "3", "7") + " RW 00" + pick(r, "2", "5"), c.village + " " + c.district, c.regency}
	if chance(r, 0.25) {
		lines = append(lines[:1], lines[2:]...)
	}
	for i, s := range lines {
		if y+float64(i+1)*pitch+1 > cardH-6.4 {
			break
		}
		p := text
		if i == 0 {
			p.face, p.em = bold, text.em*1.08
		}
		b.within(p, x, y+float64(i+1)*pitch+1, 62, s)
	}
	small := text
	small.em *= 0.86
	b.text(small, x+between(r, 0, 44), cardH-3.2+dy/2, "Terdaftar : "+c.issued)
	wear(b, r, 1.3)
	b.corners(between(r, 2, 3.4))
	return piece(b, trial.NPWP, "npwp", "npwp", boxSpot("number", x+14, y-4.2, x+62, y+1.2))
}

// hexagons is an emblem of nested six-sided rings.
func hexagons(b *board, c ink, x, y, s float64) {
	for i := range 2 {
		k := s * (1 - 0.36*float64(i))
		b.fill(c, oval(x, y, k, k, math.Pi/6, 6), flip(oval(x, y, k*0.84, k*0.84, math.Pi/6, 6)))
	}
}

// npwpNew is the card with 16 digits: a blue band, gold waves, white ground.
func npwpNew(r *rand.Rand, px float64) *pic {
	b, c := card(px), newCitizen(r)
	ground, blue, gold := drift(r, ink{240, 244, 248, 255}, 7), drift(r, ink{22, 52, 118, 255}, 14), drift(r, ink{242, 186, 44, 255}, 12)
	f := newField(r)
	b.paint(func(x, y float64) (float64, float64, float64) {
		t := 12*(f.at(x*0.06, y*0.06)-0.5) + 3*math.Sin(1.2*(x+y)+2*math.Sin(0.2*x))
		return float64(ground.R) + t - y*0.25, float64(ground.G) + t - y*0.1, float64(ground.B) + t
	})
	dx, dy, wide, band := spread(r, 0.8), spread(r, 0.7), between(r, 0.86, 0.98), between(r, 12, 14.5)
	phase, rise := r.Float64()*6, between(r, 2, 5)
	wave := func(c ink, top, amp float64) {
		ring := curve(40, func(t float64) point { return point{t * cardW, top - rise*t*t + amp*math.Sin(4*t+phase)} })
		b.fill(c, append(ring, point{cardW, cardH}, point{0, cardH}))
	}
	first, second := gold, blue
	if chance(r, 0.3) {
		first, second = blue, gold
	}
	low := between(r, 48.8, 50.6)
	wave(first, low, 1.2)
	wave(second, low+between(r, 0.8, 2), 1.1)
	head := blue
	if chance(r, 0.3) { // dark on light
		head = mix(ground, gold, between(r, 0.05, 0.5))
	}
	edge := curve(30, func(t float64) point { return point{cardW * (1 - t), band + 0.9*math.Sin(3*t+phase)} })
	b.fill(head, append([]point{{0, 0}, {cardW, 0}}, edge...))
	b.line(gold, 0.9, edge...)
	white := pen{face: bold, em: between(r, 2.6, 3.1), wide: wide, c: ink{250, 250, 250, 245}}
	if head != blue {
		white.c = blue
	}
	hexagons(b, mix(gold, white.c, 0.5*float64(r.IntN(2))), 8.5+dx, band*0.5, 4)
	b.within(white, 15+dx, band*0.5-0.4, 67, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA")
	b.text(white, 15+dx, band*0.5+3.2, "DIREKTORAT JENDERAL PAJAK")
	logo := white
	logo.em, logo.c = 5.4, gold
	if chance(r, 0.6) {
		b.text(logo, cardW-19+dx/2, band+6.4+dy, "npwp")
		b.box(blue, cardW-19+dx/2, band+7.4+dy, cardW-5, band+8+dy)
	}
	printed := alpha(mix(black, blue, 0.6*r.Float64()), uint8(between(r, 210, 255)))
	big := pen{face: pick(r, bold, medium), em: between(r, 4.6, 5.3), wide: wide, c: printed}
	x, y := between(r, 5, 7)+dx, band+between(r, 7.4, 9.4)+dy
	label := pen{face: regular, em: between(r, 2.5, 2.9), wide: wide, c: printed}
	at := b.text(pen{face: bold, em: big.em * 0.8, wide: wide, c: blue}, x, y, pick(r, "NPWP16", "NPWP", "NPWP"))
	b.within(big, at+2, y, 58-at, ": "+tax16(r))
	text := pen{face: medium, em: between(r, 3, 3.4), wide: wide, c: printed}
	end, pitch := 78.0, between(r, 3.7, 4.3)
	if chance(r, 0.5) {
		end = cardW - 20 + dx
		code(b, r, cardW-18+dx, 30+dy, 12, 21)
	}
	if chance(r, 0.5) {
		rows := block{x: x, y: y + 5.4, pitch: pitch, colon: x + 17, end: end, label: label, value: text}
		rows.write(b, row{"Nama", c.name}, row{"NPWP15", tax(r)}, row{"Alamat", c.street}, row{"", ""}, row{"KPP", "PRATAMA " + c.town}, row{"Terdaftar", c.issued})
		b.within(text, x+19, y+5.4+3*pitch, end-x-19, c.village+", "+c.regency)
	} else {
		for i, s := range []string{c.name, "NIK : " + nik(r), c.street, c.village + " " + c.district, c.regency, "Tanggal Terdaftar " + c.issued} {
			p := text
			if i > 0 {
				p.face = regular
			}
			b.within(p, x, y+5.4+float64(i)*pitch, end-x, s)
		}
	}
	wear(b, r, 1)
	b.corners(between(r, 2.4, 3.4))
	return piece(b, trial.NPWP, "npwp-2023", "npwp-2023", boxSpot("number", at+3, y-4.2, 61, y+1.2))
}
