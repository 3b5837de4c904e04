package slate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Sides of a card in millimetres.
const cardW, cardH = 85.6, 54.0

var black = ink{24, 24, 30, 255}

func card(px float64) *board {
	px = math.Round(min(max(px, 60), 640))
	return newBoard(int(px), int(math.Round(px*cardH/cardW)), px/cardW)
}

// A row is a label and what stands behind its colon.
type row struct{ label, value string }

// A block is a column of rows: where it begins, how far lines lie apart, where colons stand.
type block struct {
	x, y, pitch, colon, end float64
	label, value            pen
}

func (k block) write(b *board, rows ...row) {
	for i, f := range rows {
		y := k.y + float64(i)*k.pitch
		indent := 0.0
		if len(f.label) > 0 && f.label[0] == ' ' {
			indent = k.label.em
		}
		b.within(k.label, k.x+indent, y, k.colon-k.x-indent-0.4, f.label)
		if f.value != "" {
			b.text(k.label, k.colon, y, ":")
			b.within(k.value, k.colon+k.label.em*0.7, y, k.end-k.colon-k.label.em*0.7, f.value)
		}
	}
}

func ktp(r *rand.Rand, px float64) *pic {
	b, c := card(px), newCitizen(r)
	skyBackground(b, r)
	printed := alpha(mix(black, ink{70, 70, 90, 255}, r.Float64()), uint8(between(r, 190, 255)))
	dx, dy, wide := spread(r, 0.8), spread(r, 0.7), between(r, 0.86, 0.98)
	head := pen{face: bold, em: between(r, 3.5, 4.1), wide: wide, c: printed}
	b.centred(head, cardW/2+dx, 4.9+dy, "PROVINSI "+c.province)
	b.centred(head, cardW/2+dx, 9.2+dy, c.regency)

	big := pen{face: pick(r, mono, monobold, monobold), em: between(r, 4.6, 5.4), wide: 0.98, c: printed}
	big.heavy = 0.02
	end := between(r, 60, 64)
	big.wide *= (end - 21) / big.width("0000000000000000")
	if big.wide > 1.1 {
		big.wide = 1.1
	}
	b.text(pen{face: bold, em: big.em * 0.93, wide: 0.9, c: printed}, 4.2+dx, 15.6+dy, "NIK")
	b.text(pen{face: bold, em: big.em * 0.93, wide: 0.9, c: printed}, 17.6+dx, 15.6+dy, ":")
	n := nik(r)
	b.text(big, 21+dx, 15.6+dy, n)
	spots := []spot{boxSpot("number", 20.5+dx, 11.6+dy, end+1+dx, 16.4+dy)}

	text := pen{face: pick(r, regular, medium, medium), em: between(r, 2.5, 2.8), wide: wide, c: printed}
	rows := block{x: 4.2 + dx, y: between(r, 18.6, 19.2) + dy, pitch: between(r, 2.42, 2.62), colon: between(r, 21.4, 22.6) + dx, end: 61, label: text, value: text}
	if chance(r, 0.3) {
		rows.value.face = medium
	}
	sex := pick(r, "LAKI-LAKI", "LAKI-LAKI ")
	if c.woman {
		sex = "PEREMPUAN"
	}
	until := "SEUMUR HIDUP"
	if chance(r, 0.3) {
		until = date(r, 2016, 2023)
	}
	rows.write(b, row{"Nama", c.name}, row{"Tempat/Tgl Lahir", c.town + ", " + c.birth}, row{"Jenis kelamin", sex}, row{"Alamat", c.street},
		row{"  RT/RW", fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(12))}, row{"  Kel/Desa", c.village}, row{"  Kecamatan", c.district},
		row{"Agama", c.faith}, row{"Status Perkawinan", c.state}, row{"Pekerjaan", c.job}, row{"Kewarganegaraan", "WNI"}, row{"Berlaku Hingga", until})
	b.text(text, 43.5+dx, rows.y+2*rows.pitch, "Gol. Darah : "+pick(r, "O", "A", "B", "AB", "-"))

	x, y := between(r, 62, 63.6)+dx, between(r, 13.6, 15.2)+dy
	w, h := between(r, 18, 19.2), between(r, 23.5, 25.2)
	portrait(b, r, newPerson(r, c.woman), x, y, w, h, drift(r, pick(r, ink{186, 32, 40, 255}, ink{40, 70, 160, 255}), 22))
	spots = append(spots, boxSpot("face", x, y, x+w, y+h))
	small := text
	small.em *= 0.95
	b.centred(small, x+w/2, y+h+3.2, c.seat())
	b.centred(small, x+w/2, y+h+6, c.issued)
	signature(b, r, x+w/2, y+h+9.6, 12, printed)
	wear(b, r, 1)
	b.corners(between(r, 2.4, 3.4))
	return piece(b, trial.KTP, "ktp", "ktp", spots...)
}

// skyBackground is the light blue of today's card: waves, a pale globe, islands.
func skyBackground(b *board, r *rand.Rand) {
	low, high := drift(r, ink{148, 196, 222, 255}, 12), drift(r, ink{206, 228, 240, 255}, 10)
	f, phase, steps := newField(r), r.Float64()*6, between(r, 1.6, 2.6)
	gx, gy := between(r, 30, 42), between(r, 26, 34)
	b.paint(func(x, y float64) (float64, float64, float64) {
		d := math.Hypot(x-gx, (y-gy)*1.15) / 46
		t := min(d*d, 1)*0.75 + 0.2*(f.at(x*0.09+3, y*0.12)-0.5)
		t += 0.07 * math.Sin(steps*(y+2.2*math.Sin(x*0.11+phase)))
		t = min(max(t, 0), 1)
		m := func(a, z uint8) float64 { return float64(a) + t*(float64(z)-float64(a)) }
		return m(high.R, low.R), m(high.G, low.G), m(high.B, low.B)
	})
	pale := alpha(drift(r, ink{96, 160, 205, 255}, 14), uint8(between(r, 36, 80)))
	rad := between(r, 17, 20)
	for i := range 5 {
		k := rad * (float64(i) + 0.5) / 5
		b.line(pale, 0.35, curve(40, func(t float64) point {
			sin, cos := math.Sincos(2 * math.Pi * t)
			return point{gx + k*cos, gy + rad*sin}
		})...)
		at := gy + rad*(float64(i)-2)/2.6
		half := math.Sqrt(max(rad*rad-(at-gy)*(at-gy), 0))
		b.line(pale, 0.35, point{gx - half, at}, point{gx + half, at})
	}
	for range 9 {
		b.fill(alpha(pale, pale.A/2+20), blob(r, gx+spread(r, rad*1.3), gy+spread(r, rad*0.7), between(r, 2, 6), between(r, 1, 2.6)))
	}
	for i := range 3 { // the wavy band across
		y := between(r, 40, 47) + float64(i)*1.3
		b.line(alpha(pale, 60), 0.5, curve(50, func(t float64) point { return point{t * cardW, y + 2*math.Sin(t*7+phase)} })...)
	}
}

// blob is an uneven oval.
func blob(r *rand.Rand, x, y, rx, ry float64) []point {
	ring := oval(x, y, rx, ry, spread(r, 0.5), 14)
	for i := range ring {
		f := between(r, 0.7, 1.15)
		ring[i] = point{x + (ring[i][0]-x)*f, y + (ring[i][1]-y)*f}
	}
	return ring
}

func signature(b *board, r *rand.Rand, x, y, wide float64, c ink) {
	a, f, p := between(r, 1.2, 2.4), between(r, 9, 16), r.Float64()*6
	b.line(c, 0.35, curve(44, func(t float64) point {
		return point{x + (t-0.5)*wide + 1.4*math.Sin(f*2*t), y + a*math.Sin(f*t+p)*(1-0.6*t)}
	})...)
	b.line(c, 0.3, point{x - wide*0.4, y + 1.4}, point{x + wide*0.55, y + spread(r, 0.8)})
}

// ktpOld is the card before the chip: laminated paper or plain plastic, yellowish, stamped by an office.
func ktpOld(r *rand.Rand, px float64) *pic {
	b, c := card(px), newCitizen(r)
	paper := drift(r, pick(r, ink{236, 222, 160, 255}, ink{240, 232, 196, 255}, ink{226, 226, 178, 255}), 10)
	f := newField(r)
	b.paint(func(x, y float64) (float64, float64, float64) {
		t := 14*(f.at(x*0.1, y*0.14)-0.5) + 5*math.Sin(1.9*x+1.3*y+2*math.Sin(0.3*y))
		return float64(paper.R) + t, float64(paper.G) + t, float64(paper.B) + 1.4*t
	})
	if chance(r, 0.6) {
		b.edge(alpha(drift(r, ink{70, 110, 80, 255}, 30), 150), 0.5, 1.6, 1.6, cardW-1.6, cardH-1.6)
	}
	printed := alpha(drift(r, ink{36, 34, 44, 255}, 16), uint8(between(r, 180, 250)))
	dx, dy, wide := spread(r, 0.9), spread(r, 0.8), between(r, 0.84, 0.98)
	head := pen{face: bold, em: between(r, 3, 3.6), wide: wide, c: printed}
	b.centred(head, cardW/2+dx, 5.2+dy, "PROVINSI "+c.province)
	b.centred(head, cardW/2+dx, 9+dy, c.regency)
	head.em *= 1.06
	b.centred(head, cardW/2+dx, 13+dy, "KARTU TANDA PENDUDUK")
	text := pen{face: pick(r, regular, mono, medium), em: between(r, 2.4, 2.75), wide: wide, c: printed}
	if text.face == mono {
		text.wide *= 0.88
	}
	number := text
	number.face, number.em = bold, text.em*1.25
	n := nik(r)
	number.em, number.face = text.em*1.2, bold
	b.text(number, 4.4+dx, 17+dy, "NIK")
	b.text(number, 21.5+dx, 17+dy, ": "+n[:2]+"."+n[2:6]+"."+n[6:12]+"."+n[12:])
	rows := block{x: 4.4 + dx, y: 20.4 + dy, pitch: between(r, 2.65, 2.9), colon: 21.5 + dx, end: 60, label: text, value: text}
	sex := "LAKI-LAKI"
	if c.woman {
		sex = "PEREMPUAN"
	}
	rows.write(b, row{"Nama", c.name}, row{"Tempat/Tgl.Lahir", c.town + ", " + c.birth}, row{"Jenis Kelamin", sex}, row{"Alamat", c.street},
		row{"  RT/RW", fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(12))}, row{"  Kel/Desa", c.village}, row{"  Kecamatan", c.district},
		row{"Agama", c.faith}, row{"Status", c.state}, row{"Pekerjaan", c.job}, row{"Berlaku s/d", date(r, 2008, 2014)})
	x, y, w, h := between(r, 62.5, 64)+dx, between(r, 16, 19)+dy, between(r, 15.5, 17.5), between(r, 20, 22.5)
	portrait(b, r, newPerson(r, c.woman), x, y, w, h, drift(r, pick(r, ink{176, 36, 40, 255}, ink{50, 80, 160, 255}, ink{150, 150, 150, 255}), 24))
	small := text
	small.em *= 0.9
	b.centred(small, x-3, y+h+3.4, c.town+", "+c.issued[:6]+"2009")
	b.centred(small, x-3, y+h+5.8, pick(r, "KEPALA DINAS", "CAMAT", "a.n. BUPATI"))
	signature(b, r, x-3, y+h+8.6, 13, alpha(ink{40, 50, 120, 255}, 220))
	seal := alpha(pick(r, ink{90, 60, 150, 255}, ink{60, 70, 150, 255}), 120)
	sx, sy := x-4+spread(r, 3), y+h+4
	b.fill(seal, oval(sx, sy, 6, 6, 0, 30), flip(oval(sx, sy, 5.4, 5.4, 0, 30)))
	b.fill(alpha(seal, 70), oval(sx, sy, 3.6, 3.6, 0, 30), flip(oval(sx, sy, 3.3, 3.3, 0, 30)))
	wear(b, r, 1.6)
	b.corners(between(r, 1, 3.4))
	return piece(b, trial.KTP, "ktp-old", "ktp-old", boxSpot("number", 21+dx, 14.2+dy, 58+dx, 18+dy), boxSpot("face", x, y, x+w, y+h))
}

func flip(ring []point) []point {
	out := make([]point, len(ring))
	for i, p := range ring {
		out[len(ring)-1-i] = p
	}
	return out
}

// wear fades, tints, scratches and stains what was drawn.
func wear(b *board, r *rand.Rand, much float64) {
	w, h := b.size()
	for range r.IntN(1 + int(4*much)) {
		x, y, a, l := between(r, 0, w), between(r, 0, h), r.Float64()*3, between(r, 0.05, 0.3)*w
		b.line(alpha(pick(r, ink{255, 255, 255, 255}, ink{70, 60, 50, 255}), uint8(between(r, 30, 110))), w/400, point{x, y}, point{x + l*math.Cos(a), y + l*math.Sin(a)})
	}
	if chance(r, 0.25*much) {
		b.glow(ink{120, 90, 40, uint8(between(r, 30, 90))}, between(r, 0, w), between(r, 0, h), w*0.1, w*0.08, 1)
	}
	fade, light := 1-0.22*much*r.Float64()*r.Float64(), spread(r, 10)
	tint := [3]float64{spread(r, 6), spread(r, 4), spread(r, 7)}
	b.each(func(_, _ int, x, y, z float64) (float64, float64, float64) {
		return 150 + (x-150)*fade + light + tint[0], 150 + (y-150)*fade + light + tint[1], 150 + (z-150)*fade + light + tint[2]
	})
}
