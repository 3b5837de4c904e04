package chalk

import (
	"fmt"
	"image/color"
	"math"
)

// identity is the electronic identity card since 2011. Sizes follow the public measures: two header lines at 4 to 19 % of the
// height, the number at 26 %, twelve lines from 32 to 82 %, labels at 5 %, colons at 26 % of the width, the photograph from
// 73 to 95 % of the width with city, date and signature below.
func (p *plate) identity() (number, face [4]float64) {
	r := p.r
	c := somebody(r)
	p.identityGround()
	dx, dy := span(r, -0.9, 0.9), span(r, -0.7, 0.7)
	black := near(r, rgb(0x14181c), 10)
	head := ink{one(r, sans, medium, bold), span(r, 3.1, 3.7), span(r, 0.88, 1), black}
	middle := 42.8 + span(r, -1.5, 1)
	p.centre(middle, 6.1+dy, 70, "PROVINSI "+c.province, head)
	p.centre(middle, 10+dy, 70, c.city, head)

	left, colon := 4.0+dx+span(r, -0.3, 0.5), 22.2+dx+span(r, -0.8, 0.8)
	top := span(r, 14.6, 15.4) + dy
	digits := ink{one(r, mono, monoBold, monoBold, bold), span(r, 3.9, 4.4), span(r, 0.88, 1.0), black}
	label := digits
	label.face = one(r, sans, medium, digits.face)
	p.write(left, top, "NIK", label)
	p.write(colon, top, ":", label)
	p.fit(colon+2.2, top, 37.8, c.nik, digits)
	number = [4]float64{colon + 2, top - digits.size*0.85, colon + 40, top + digits.size*0.25}

	small := ink{one(r, sans, sans, medium), span(r, 2.25, 2.6), span(r, 0.86, 1), black}
	pitch := span(r, 2.37, 2.5)
	y := span(r, 18.1, 18.9) + dy
	p.rows(left, colon, y, pitch, 61.5, small, identityRows(&c))
	p.write(43+dx, y+2*pitch, "Gol. Darah : "+c.blood, small)
	face = p.photograph(&c, dx, dy, small)
	return number, face
}

func identityRows(c *citizen) []row {
	until := "SEUMUR HIDUP"
	if len(c.name)%3 == 0 {
		until = c.born[:6] + fmt.Sprint(2017+len(c.name)%8)
	}
	if c.foreign {
		until = "11-08-2027"
	}
	return []row{
		{"Nama", c.name},
		{"Tempat/Tgl Lahir", c.birthplace + ", " + c.born},
		{"Jenis kelamin", c.sex()},
		{"Alamat", c.street},
		{" RT/RW", c.rt},
		{" Kel/Desa", c.village},
		{" Kecamatan", c.district},
		{"Agama", c.faith},
		{"Status Perkawinan", c.state},
		{"Pekerjaan", c.work},
		{"Kewarganegaraan", c.nation()},
		{"Berlaku Hingga", until},
	}
}

// photograph is the right side of the card.
func (p *plate) photograph(c *citizen, dx, dy float64, small ink) (face [4]float64) {
	r := p.r
	ground := near(r, rgb(0x2f6fc4), 14)
	switch {
	case c.foreign:
		ground = near(r, rgb(0xe08a30), 14)
	case c.year%2 == 1:
		ground = near(r, rgb(0xc8282e), 14)
	}
	w := span(r, 17.8, 19.4)
	h := w * span(r, 1.24, 1.34)
	x, y := 72.2-w/2+dx*0.6+span(r, -0.5, 0.5), span(r, 13.6, 14.9)+dy
	p.portrait(x, y, w, h, c.woman, ground)
	b := y + h + small.size*1.15
	small.size *= span(r, 0.9, 1)
	p.centre(x+w/2, b, w*1.15, shortCity(c.city), small)
	p.centre(x+w/2, b+small.size*1.08, w, c.issued, small)
	p.sign(x+w*0.15, b+small.size*1.4, w*0.7, min(6.5, p.h-b-small.size*1.4-1), rgb(0x202428))
	return [4]float64{x, y, x + w, y + h}
}

// identityGround is pale blue with a globe, islands and fine waves.
func (p *plate) identityGround() {
	r := p.r
	pale := near(r, rgb(one[uint32](r, 0xd4e9f2, 0xcfe6ef, 0xdcecf2, 0xc4e0ec)), 7)
	deep := near(r, rgb(one[uint32](r, 0x8fc3dc, 0x9ccbe0, 0xa9d2e2, 0x86bcd6)), 8)
	cx, cy := span(r, 0.38, 0.6), span(r, 0.4, 0.6)
	tilt := span(r, -0.3, 0.3)
	p.wash(func(u, v float64) color.NRGBA {
		return blend(pale, deep, 1.25*math.Hypot((u-cx)*0.9, (v-cy)*0.7)+tilt*(v-0.5))
	})
	line := blend(deep, rgb(0x2a78a8), 0.5)
	line.A = uint8(span(r, 50, 110))
	p.ripples(line, span(r, 1.1, 1.7), span(r, 0.8, 2.2), span(r, 22, 60), span(r, -0.15, 0.15))
	if luck(r, 0.6) {
		line.A /= 2
		p.ripples(line, span(r, 1.3, 2.2), span(r, 1.5, 4), span(r, 35, 90), span(r, -0.4, 0.4))
	}
	wire, land := faint(0xffffff, span(r, 0.25, 0.6)), faint(one[uint32](r, 0x3c8cb8, 0x58a4b4, 0x6aa8c8), span(r, 0.12, 0.3))
	p.globe(p.w*span(r, 0.36, 0.56), p.h*span(r, 0.48, 0.58), p.h*span(r, 0.3, 0.44), wire, land)
	if luck(r, 0.4) {
		p.islands(p.w*0.08, p.h*span(r, 0.4, 0.6), p.w*0.84, land)
	}
	if luck(r, 0.35) {
		p.rosette(p.w*span(r, 0.86, 0.95), p.h*span(r, 0.1, 0.25), p.h*0.14, line)
	}
}

// paperIdentity is the card before 2011: three header lines in the middle, the same field lines closer together, a glued or
// printed photograph, and an official's stamp and signature.
func (p *plate) paperIdentity() (number, face [4]float64) {
	r := p.r
	c := somebody(r)
	pale := near(r, rgb(one[uint32](r, 0xdfe9ec, 0xe6ecd8, 0xe9e6d6, 0xd5e4ee, 0xf0eadc)), 7)
	deep := near(r, blend(pale, rgb(one[uint32](r, 0x6fa6b8, 0x8fae7c, 0xb8a878)), 0.4), 6)
	p.wash(func(u, v float64) color.NRGBA { return blend(pale, deep, math.Abs(v-0.45)+0.3*math.Abs(u-0.5)) })
	line := blend(deep, rgb(0x406070), 0.3)
	line.A = 90
	p.ripples(line, span(r, 1.2, 2), span(r, 0.5, 1.6), span(r, 12, 40), 0)
	p.islands(p.w*0.2, p.h*0.4, p.w*0.6, faint(0x507080, span(r, 0.05, 0.16)))
	dx, dy := span(r, -0.8, 0.8), span(r, -0.6, 0.6)
	black := near(r, rgb(0x20201e), 12)
	head := ink{one(r, bold, medium, bold), span(r, 2.6, 3), span(r, 0.85, 0.98), black}
	p.centre(44, 4.4+dy, 62, "PROVINSI "+c.province, head)
	p.centre(44, 7.5+dy, 62, c.city, head)
	head.size *= span(r, 1, 1.15)
	p.centre(44, 10.8+dy, 62, "KARTU TANDA PENDUDUK", head)
	if luck(r, 0.6) {
		p.eagle(6.5+dx, 6.5+dy, 7, near(r, rgb(0x8a6d20), 12))
	}
	small := ink{one(r, sans, medium, mono), span(r, 2.15, 2.4), span(r, 0.8, 0.92), black}
	if small.face == mono { // a matrix printer's
		small.wide *= 0.9
	}
	left, colon := 4.2+dx, 22.5+dx+span(r, -1, 1)
	bigger := small
	bigger.face, bigger.size = bold, small.size*1.15
	p.write(left, 14.6+dy, "NIK", bigger)
	end := p.write(colon, 14.6+dy, ": "+c.nik, bigger)
	number = [4]float64{colon + 1, 14.6 + dy - bigger.size, end, 15.2 + dy}
	pitch := span(r, 2.15, 2.38)
	rows := identityRows(&c)
	rows = append(rows[:10:10], rows[11]) // no citizenship
	rows[10].value = c.born[:6] + fmt.Sprint(2008+r.IntN(5))
	p.rows(left, colon, 17.5+dy, pitch, 60, small, rows)
	p.write(46+dx, 17.5+dy+2*pitch, "Gol. Darah : "+c.blood[:1], small)
	ground := near(r, rgb(one[uint32](r, 0xc02830, 0x2c62b0, 0xb8b8b8)), 15)
	w := span(r, 15.5, 18.5)
	h, x, y := w*span(r, 1.28, 1.42), 72.5-w/2+dx*0.5, span(r, 13, 16)+dy
	office := 28 + span(r, -3, 8)
	if luck(r, 0.25) { // below the lines at the left instead
		w, h = 9.5, 11.8
		x, y = 5+dx, p.h-h-0.8
		office = 60
	}
	p.portrait(x, y, w, h, c.woman, ground)
	p.official(office, &c, small)
	if x > 50 {
		p.sign(x+2, y+h+0.8, w-4, min(7, p.h-y-h-1.5), rgb(0x1c2850))
		p.centre(x+w/2, min(p.h-1.5, y+h+9.5), w*1.2, "Tanda tangan", small)
	}
	return number, [4]float64{x, y, x + w, y + h}
}

// official signs at the lower edge.
func (p *plate) official(x float64, c *citizen, small ink) {
	r := p.r
	small.size *= 0.92
	y := span(r, 43.6, 45)
	p.centre(x+12, y, 30, shortCity(c.city)+", "+c.born[:6]+fmt.Sprint(2004+r.IntN(7)), small)
	p.centre(x+12, y+2.1, 30, one(r, "KEPALA DINAS KEPENDUDUKAN", "A.N. BUPATI KEPALA DINAS", "CAMAT "+c.district, "LURAH "+c.village), small)
	p.sign(x+5, y+2, 14, 4.5, rgb(one[uint32](r, 0x203080, 0x202020)))
	p.seal(x+4, y+3.6, span(r, 4, 5.2), faint(one[uint32](r, 0x5a3a90, 0x3a4aa0, 0x803070), span(r, 0.35, 0.65)))
	p.centre(x+12, p.h-1.4, 30, title(name(r, false)), small)
}
