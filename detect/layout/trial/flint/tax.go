package flint

import "strings"

// treasury is the mark of the ministry: a cornered blue badge with golden wings.
func (p *plate) treasury(x, y, half, share float64) {
	navy, gold := thin(0x1c2f6c, share), thin(0xe8b830, share)
	p.fill(navy, []spot{{x - half, y - half*0.6}, {x, y - half}, {x + half, y - half*0.6}, {x + half*0.7, y + half}, {x - half*0.7, y + half}})
	p.fill(gold, []spot{{x - half*0.7, y - half*0.1}, {x, y + half*0.5}, {x + half*0.7, y - half*0.1}, {x, y + half*0.75}})
	p.rect(x-half*0.12, y-half*0.6, x+half*0.12, y+half*0.4, gold)
}

// wordmark is the tax office's: small slanted letters with a golden bow.
func (p *plate) wordmark(x, y, size float64) float64 {
	wide := p.say(x, y, "djp", style{face: boldItalic, size: size, ink: rgb(0x1b3c8c)})
	p.fill(rgb(0xf2b51c), []spot{{x - size*0.1, y + size*0.12}, {x + wide, y + size*0.24}, {x + wide*1.1, y - size*0.7}, {x + wide*1.02, y + size*0.38}})
	return wide
}

// taxHead are the two lines of the office.
func (p *plate) taxHead(x, y, pitch float64, s style) {
	p.say(x, y, pick(p.r, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "KEMENTERIAN KEUANGAN"), s)
	p.say(x, y+pitch, "DIREKTORAT JENDERAL PAJAK", s.of(bold, s.size*1.1))
}

func taxOffice(p *plate) string {
	return "KPP PRATAMA " + pick(p.r, "CONTOH", "KOTA CONTOH", "CONTOH SATU", "CONTOH BARAT")
}

// taxCard is the card with fifteen digits, in three looks of one design: a seal over cream, the wordmark over pale blue with a
// golden bow, and a dark head.
func (p *plate) taxCard() (digitsAt [4]float64) {
	r := p.r
	who, c := somebody(r), p.print()
	dx, dy := between(r, -0.8, 0.8), between(r, -0.8, 0.8)
	look := r.IntN(3)
	head := style{face: bold, size: between(r, 2.9, 3.4), ink: mix(c, rgb(0x1c2f6c), 0.7)}
	top := 20.0
	switch look {
	case 0:
		base := rgb(pick[uint32](r, 0xf7e9a8, 0xf4e08c, 0xf8efc4, 0xfae28a))
		p.ground(mix(base, rgb(0xffffff), 0.5), base, 1)
		p.waves(thin(0xd8b040, 0.25), 1.6, 1.8, 40)
		p.treasury(66, 33, between(r, 11, 14), between(r, 0.08, 0.25))
		p.treasury(8.5+dx, 8.5+dy, between(r, 4, 5.2), 1)
		p.taxHead(15.5+dx, 7.6+dy, 4.2, head.within(66))
		p.rect(3, 14.6+dy, cardWide-3, 15.1+dy, rgb(0x1c2f6c))
	case 1:
		p.ground(rgb(0xfbfcfe), rgb(pick[uint32](r, 0xcfe2f4, 0xdce9f6, 0xc4dcf0)), 1)
		p.waves(thin(0x80a8d8, 0.22), 1.5, 2, 45)
		y := between(r, 46, 48.5)
		p.swoosh(thin(0xf4c024, 0.9), y+4, y-3, between(r, -2, 2))
		p.swoosh(thin(0x1b3c8c, 0.9), y+6.5, y+1, between(r, -1.5, 1.5))
		p.wordmark(5+dx, 10.6+dy, between(r, 8, 10))
		p.taxHead(81+dx, 7.4+dy, 4, head.right().within(56))
		top = 19
	default:
		p.ground(rgb(pick[uint32](r, 0xfdf3c8, 0xfff6d8, 0xf4ecc8)), rgb(pick[uint32](r, 0xf6dc7c, 0xdfeaf4, 0xf2e4a0)), 0.5)
		p.rect(0, 0, cardWide, between(r, 13, 15), rgb(pick[uint32](r, 0x1c3a80, 0x24489c, 0x18306c)))
		p.rect(0, 15, cardWide, 16, rgb(0xf2b51c))
		p.islands(20, 20, 60, 24, thin(0xb89430, 0.2))
		p.treasury(8+dx, 7.5, between(r, 4, 5), 1)
		p.taxHead(cardWide/2+4, 6.4, 4.3, head.in(rgb(0xffffff)).centred().within(62))
		top = 21.5
	}
	big := style{face: pick(r, bold, bold, monoBold), size: between(r, 4.2, 5), ink: c}
	x, y := between(r, 4.5, 6.5)+dx, top+between(r, 0, 1.5)+dy
	label := pick(r, "NPWP : ", "NPWP  ", "NPWP: ")
	at := x + p.say(x, y+2, label, big)
	wide := p.say(at, y+2, taxNumber(r), big.within(74-at))
	text := style{face: pick(r, regular, medium, medium, bold), size: between(r, 2.7, 3.1), ink: c}
	digitsAt = [4]float64{at - 0.4, y - 2.6, at + wide + 0.4, y + 3.4}
	pitch := between(r, 3.3, 3.7)
	lines := []string{who.name}
	if chance(r, 0.5) {
		lines = append(lines, "NIK : "+who.nik)
	}
	lines = append(lines, street(r), pick(r, "", "RT.00"+digits(r, 1, 1, 9)+" RW.0"+digits(r, 2, 0, 9)+" ")+"KEL. "+village(r), "KEC. "+village(r)+" "+who.home.regency)
	y += 2 + pitch*1.3
	for i, l := range lines {
		s := text
		if i == 0 {
			s = text.of(bold, text.size*1.1)
		}
		p.say(x, y, l, s.within(64))
		y += pitch
	}
	y = max(y+0.8, between(r, 45, 46.5)+dy)
	foot := text.of(text.face, text.size*0.94)
	if look == 1 {
		foot.ink = rgb(0x1c2f6c)
		y = 44.6
	}
	p.say(x, y, taxOffice(p), foot.within(42))
	if look != 1 && chance(r, 0.5) {
		p.say(x, y+pitch, "Tanggal Terdaftar : "+someDate(r, 2003, 2020), foot)
	} else {
		p.say(cardWide-5, y, "Terdaftar : "+someDate(r, 2003, 2020), foot.right().within(34))
	}
	return digitsAt
}

// grouped writes sixteen digits as one run or in fours.
func grouped(p *plate, d string) string {
	if chance(p.r, 0.5) {
		return d
	}
	return strings.Join([]string{d[:4], d[4:8], d[8:12], d[12:]}, " ")
}

// newTaxCard is the card with sixteen digits, in three looks: white with waves at the foot, a blue head with labels and a code,
// and blue that goes over into gold with the number low.
func (p *plate) newTaxCard() (digitsAt [4]float64) {
	r := p.r
	who, c := somebody(r), p.print()
	dx, dy := between(r, -0.8, 0.8), between(r, -0.8, 0.8)
	text := style{face: pick(r, regular, medium), size: between(r, 2.7, 3.1), ink: c}
	big := style{face: pick(r, bold, bold, monoBold), size: between(r, 5, 5.8), ink: c}
	id := grouped(p, who.nik)
	x := between(r, 5, 7) + dx
	switch r.IntN(3) {
	case 0:
		p.ground(rgb(0xffffff), rgb(pick[uint32](r, 0xe4eef8, 0xd8e8f6, 0xf4f6fa)), 1)
		y := between(r, 42, 45)
		p.swoosh(thin(0x7cb4e4, 0.55), y-2, y+1, between(r, 2, 4))
		p.swoosh(rgb(0xf6c32c), y+3, y-1, between(r, -3, 3))
		p.swoosh(rgb(0x1d4596), y+6, y+2, between(r, -2.5, 2.5))
		p.wordmark(cardWide-between(r, 19, 23), 10.4+dy, between(r, 8, 9.5))
		p.treasury(8+dx, 7.6+dy, 4, 1)
		p.taxHead(14+dx, 6.8+dy, 3.8, text.of(medium, 2.8).in(rgb(0x1c2f6c)).within(48))
		wide := p.say(x, 21.5+dy, id, big.within(66))
		digitsAt = [4]float64{x - 0.4, 16.6 + dy, x + wide + 0.4, 22.8 + dy}
		p.say(x, 27+dy, who.name, text.of(bold, 3.5).within(64))
		p.say(x, 31+dy, pick(r, "NPWP15 : ", "NPWP : ")+taxNumber(r), text)
		p.say(x, 34.8+dy, street(r), text.within(56))
		p.say(x, 38.4+dy, taxOffice(p)+"  "+someDate(r, 2005, 2024), text.within(62))
	case 1:
		p.ground(rgb(0xf4f9ff), rgb(pick[uint32](r, 0xcfe4f8, 0xdcebf8)), 0.7)
		p.rect(0, 0, cardWide, 13, rgb(pick[uint32](r, 0x1d4596, 0x2058b0, 0x163878)))
		p.swoosh(thin(0xf6c32c, 0.85), 50, 47, 1)
		p.treasury(8, 6.5, 4, 1)
		p.taxHead(15, 5.8, 4, text.of(bold, 3).in(rgb(0xffffff)).within(56))
		b := block{x: x, y: 19.5 + dy, pitch: between(r, 4.4, 4.9), colon: x + between(r, 15, 18), right: 62, label: text, value: text.of(bold, text.size*1.05)}
		p.block(b, []line{{"NIK/NPWP16", id}, {"Nama", who.name}, {"NPWP15", taxNumber(r)}, {"Alamat", street(r)}, {"KPP", taxOffice(p)}, {"Terdaftar", someDate(r, 2005, 2024)}})
		digitsAt = [4]float64{b.colon + 1, 16.4 + dy, 62, 20.6 + dy}
		if side := between(r, 14, 17); chance(r, 0.75) {
			p.code(cardWide-side-5, between(r, 24, 30), side)
		} else {
			p.wordmark(68, 40, 8)
		}
	default:
		p.ground(rgb(pick[uint32](r, 0x8cc0ec, 0xa4d0f0, 0x6cacdf)), rgb(pick[uint32](r, 0xfbe08c, 0xf8d668, 0xeef4fa)), between(r, 0.3, 0.7))
		p.waves(thin(0xffffff, 0.3), 2.2, 3, 50)
		p.fill(thin(0xffffff, 0.35), []spot{{45, 0}, {62, 0}, {40, cardHigh}, {20, cardHigh}})
		p.wordmark(5+dx, 10.5+dy, between(r, 8, 9.5))
		p.taxHead(80+dx, 6.6+dy, 3.8, text.of(bold, 2.8).in(rgb(0x12286a)).right().within(54))
		p.say(x, 26+dy, "NPWP", text.of(bold, 3))
		wide := p.say(x, 32+dy, id, big.within(70))
		digitsAt = [4]float64{x - 0.4, 27.2 + dy, x + wide + 0.4, 33.4 + dy}
		p.say(x, 38+dy, who.name, text.of(bold, 3.6).within(68))
		p.say(x, 43+dy, taxNumber(r), text)
		p.say(x, 47.4+dy, taxOffice(p), text)
		p.say(80, 47.4+dy, pick(r, "Terdaftar ", "")+someDate(r, 2005, 2024), text.right())
	}
	return digitsAt
}
