package chalk

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

// taxCard is the card up to 2022: the ministry's name at the top beside its emblem, the number in large type, name and address
// below it, tax office and date of registration at the foot. Its colours changed over the years; cream, orange-ish and bluish
// ones are drawn.
func (p *plate) taxCard() (number [4]float64) {
	r := p.r
	c := somebody(r)
	p.taxGround()
	dx, dy := span(r, -1, 1), span(r, -0.8, 0.8)
	dark := near(r, rgb(one[uint32](r, 0x1a1a1c, 0x1c2a50, 0x22201c)), 10)
	head := ink{one(r, bold, medium, sans), span(r, 2.5, 3), span(r, 0.88, 1), near(r, rgb(one[uint32](r, 0x16306e, 0x202020)), 10)}
	left := 5.5 + dx
	p.treasury(9.5+dx, 8.2+dy, span(r, 9, 11.5))
	ministry := one(r, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DEPARTEMEN KEUANGAN REPUBLIK INDONESIA", "KEMENTERIAN KEUANGAN R.I.")
	if luck(r, 0.5) {
		p.fit(17+dx, 7+dy, 62, ministry, head)
		p.fit(17+dx, 10.6+dy, 62, "DIREKTORAT JENDERAL PAJAK", head)
	} else {
		p.centre(49+dx, 7+dy, 60, ministry, head)
		p.centre(49+dx, 10.6+dy, 60, "DIREKTORAT JENDERAL PAJAK", head)
	}
	if luck(r, 0.5) {
		p.trace(faint(0x1c3a7a, 0.8), span(r, 0.3, 0.7), at{4, 14.2 + dy}, at{p.w - 4, 14.2 + dy})
	}
	y := 20.5 + dy + span(r, -0.8, 0.8)
	no := ink{one(r, bold, monoBold, medium), span(r, 3.9, 4.8), span(r, 0.88, 1), dark}
	x := left
	if luck(r, 0.75) {
		x = p.write(left, y, "NPWP : ", no)
	}
	end := p.write(x, y, c.tax, no)
	number = [4]float64{x - 0.5, y - no.size, end + 0.5, y + no.size*0.3}
	small := ink{one(r, sans, medium, mono), span(r, 2.6, 3.1), span(r, 0.85, 0.97), dark}
	named := small
	named.face, named.size = one(r, bold, small.face), small.size*span(r, 1, 1.2)
	pitch := small.size * span(r, 1.2, 1.4)
	y += pitch * span(r, 1.5, 1.9)
	lines := []string{c.street, "RT " + c.rt[:3] + " RW " + c.rt[4:] + " " + c.village, c.district + " " + c.city, c.province}
	if luck(r, 0.5) {
		lines = append([]string{"NIK : " + c.nik}, lines[:3]...)
	}
	p.fit(left, y, 70, c.name, named)
	for _, s := range lines {
		y += pitch
		p.fit(left, y, 66, s, small)
	}
	foot := p.h - span(r, 4, 5.5) + dy*0.3
	small.size *= 0.95
	office := "KPP PRATAMA " + shortCity(one(r, places...)[1])
	if luck(r, 0.5) {
		p.fit(left, max(foot, y+pitch), 44, office, small)
		p.fit(p.w-34, max(foot, y+pitch), 31, "Terdaftar : "+c.issued, small)
	} else {
		p.fit(left, max(foot-pitch, y+pitch), 50, office, small)
		p.fit(left, max(foot, y+2*pitch), 50, "Tanggal Terdaftar : "+c.issued, small)
	}
	return number
}

// taxGround has a band or waves of a second colour.
func (p *plate) taxGround() {
	r := p.r
	pale := near(r, rgb(one[uint32](r, 0xf8f0cf, 0xf6ecc4, 0xfbf6e6, 0xf7dfae, 0xe4edf4)), 6)
	deep := near(r, rgb(one[uint32](r, 0xf0c860, 0xe8b458, 0xf0d890, 0x8fb4d8, 0xb8cce0)), 8)
	lean := span(r, -1, 1)
	p.wash(func(u, v float64) color.NRGBA {
		return blend(pale, deep, 0.9*math.Pow(max(0, v*0.8+lean*(u-0.5)*0.6), 1.6))
	})
	line := blend(deep, rgb(one[uint32](r, 0xc08830, 0x5080b0)), 0.4)
	line.A = uint8(span(r, 30, 90))
	p.ripples(line, span(r, 1.3, 2.4), span(r, 0.8, 2.6), span(r, 25, 80), span(r, -0.3, 0.3))
	if luck(r, 0.5) {
		p.treasury(p.w*span(r, 0.7, 0.82), p.h*span(r, 0.5, 0.66), span(r, 22, 30), span(r, 0.08, 0.2))
	}
	switch r.IntN(3) {
	case 0:
		p.box(0, p.h-span(r, 1.5, 3), p.w, 3, near(r, rgb(0x1f4a8c), 12))
	case 1:
		p.swoosh(span(r, 0.82, 0.92), span(r, 0.02, 0.08), faint(0x2a5ca0, span(r, 0.5, 0.9)))
	}
}

// swoosh fills what lies below a wave at a share of the height.
func (p *plate) swoosh(level, swing float64, col color.NRGBA) {
	q := []at{{p.w, p.h}, {0, p.h}}
	phase, turns := p.r.Float64()*6, span(p.r, 0.5, 1.1)
	for i := range 31 {
		u := float64(i) / 30
		q = append(q, at{u * p.w, p.h * (level + swing*math.Sin(phase+turns*2*math.Pi*u))})
	}
	p.poly(col, q...)
}

// treasury is the emblem of the ministry: a shield with a wreath. A share makes it a watermark.
func (p *plate) treasury(x, y, size float64, share ...float64) {
	a := 1.0
	if len(share) > 0 {
		a = share[0]
	}
	h := size / 2
	blue, gold := faint(0x1a3f86, a), faint(0xd9a520, a)
	p.poly(blue, at{x, y - h}, at{x + h*0.9, y - h*0.35}, at{x + h*0.62, y + h*0.75}, at{x, y + h}, at{x - h*0.62, y + h*0.75}, at{x - h*0.9, y - h*0.35})
	p.trace(gold, size*0.07, oval(x, y+h*0.05, h*0.55, h*0.58, 0.05, 0.45)...)
	p.trace(gold, size*0.08, at{x, y - h*0.55}, at{x, y + h*0.5})
	p.disc(x, y-h*0.1, h*0.2, h*0.2, gold)
}

// newTaxCard shows the sixteen-digit number beside or instead of the fifteen: a dark head with the name of the office, a pale
// body with labels and values, at times a code.
func (p *plate) newTaxCard() (number [4]float64) {
	r := p.r
	c := somebody(r)
	blue := near(r, rgb(one[uint32](r, 0x14387c, 0x1c4a94, 0x0f2c62)), 10)
	pale := near(r, rgb(one[uint32](r, 0xfdfdfb, 0xf2f6fa, 0xfaf6e4, 0xeef3f8)), 4)
	tint := near(r, rgb(one[uint32](r, 0xd4e2f0, 0xf4e6b4, 0xe6ecf2)), 6)
	p.wash(func(u, v float64) color.NRGBA { return blend(pale, tint, v*0.7+u*0.3) })
	gold := near(r, rgb(0xf2b824), 12)
	band := span(r, 11, 14)
	if luck(r, 0.65) {
		p.box(0, 0, p.w, band, blue)
		p.box(0, band, p.w, span(r, 0.6, 1.6), gold)
	} else {
		p.box(0, 0, p.w, 1.6, gold)
		band = 13
	}
	p.swoosh(span(r, 0.84, 0.93), span(r, 0.02, 0.06), blend(gold, pale, 0.3))
	p.swoosh(span(r, 0.9, 0.96), span(r, 0.02, 0.04), blue)
	ground := p.RGBAAt(p.Rect.Dx()/2, int(band*p.k/2))
	light := ink{bold, span(r, 2.5, 3.1), span(r, 0.86, 0.98), rgb(0xffffff)}
	if ground.R > 128 {
		light.col = blue
	}
	p.treasury(8.5, band*0.52, 9)
	p.fit(15.5, band*0.45, 52, one(r, "KEMENTERIAN KEUANGAN RI", "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA"), light)
	p.fit(15.5, band*0.45+light.size*1.2, 52, "DIREKTORAT JENDERAL PAJAK", light)
	logo := light
	logo.size *= 1.6
	logo.col = gold
	p.write(72, band*0.65, "djp", logo)

	dark := near(r, rgb(0x1c2028), 8)
	y := band + span(r, 6.5, 8)
	left := 5 + span(r, -0.8, 1.2)
	no := ink{one(r, bold, medium, monoBold), span(r, 3.5, 4.2), span(r, 0.88, 0.98), dark}
	bare := strings.NewReplacer(".", "", "-", "").Replace(c.tax)
	values := []string{c.nik, c.tax}
	labels := []string{one(r, "NPWP16", "NIK/NPWP", "NPWP"), one(r, "NPWP15", "NPWP Lama")}
	if luck(r, 0.3) {
		values, labels = []string{"0" + bare}, labels[:1]
	} else if luck(r, 0.4) {
		values, labels = values[:1], labels[:1]
	}
	colon := left + 21*no.wide + span(r, 0, 3)
	for i, v := range values {
		p.fit(left, y, colon-left-0.5, labels[i], no)
		p.fit(colon, y, 46, ": "+v, no)
		if i == 0 {
			number = [4]float64{colon, y - no.size, colon + 46, y + no.size*0.3}
		}
		y += no.size * 1.35
	}
	small := ink{one(r, sans, medium), span(r, 2.4, 2.8), span(r, 0.86, 0.96), dark}
	pitch := small.size * span(r, 1.25, 1.42)
	y += span(r, 0.2, 1)
	right := p.w - colon - 4
	if luck(r, 0.45) {
		size := span(r, 13, 16)
		p.code(p.w-size-5, p.h-size-span(r, 8, 11), size, 25)
		right -= size + 2
	}
	for _, f := range []row{{"Nama", c.name}, {"Alamat", c.street}, {"", c.village + ", " + c.district}, {"", c.city}, {"KPP", "PRATAMA " + shortCity(c.city)}, {"Terdaftar", c.issued}} {
		p.write(left, y, f.label, small)
		p.fit(colon, y, right, map[bool]string{true: "  ", false: ": "}[f.label == ""]+f.value, small)
		y += pitch
	}
	if luck(r, 0.3) {
		light.size *= 0.8
		light.col = rgb(0xffffff)
		p.centre(p.w/2, p.h-0.9, 60, fmt.Sprintf("www.pajak.example  Kring Pajak 1500%d", 100+r.IntN(100)), light)
	}
	return number
}
