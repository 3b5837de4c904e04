package flint

import "strings"

// The electronic card is 85.6 mm by 53.98 mm.
const cardWide, cardHigh = 85.6, 53.98

var black = rgb(0x15171c)

// print is how dark a card's lines came out.
func (p *plate) print() ink { return mix(black, rgb(0x8090a0), between(p.r, 0, 0.4)) }

// blueGround is the electronic card's: pale blue, lighter in the middle, with waves, a globe and the archipelago.
func (p *plate) blueGround() {
	r := p.r
	deep := rgb(pick[uint32](r, 0xa6cfe8, 0x9cc4e4, 0xb4d8ea, 0x8fc0e0, 0xa8d4e0, 0xbcd4ec))
	p.ground(mix(deep, rgb(0xffffff), between(r, 0.1, 0.4)), deep, between(r, 0.2, 0.8))
	strong := between(r, 0.4, 1)
	p.waves(thin(0x4f93c4, 0.3*strong), between(r, 1.1, 1.9), between(r, 1, 2.5), between(r, 25, 60))
	p.waves(thin(0xd088a8, 0.16*strong), between(r, 1.3, 2.2), between(r, 1, 3), between(r, 25, 70))
	x, y := between(r, 36, 50), between(r, 26, 31)
	p.disc(x, y, 19, 19, thin(0xffffff, between(r, 0.1, 0.35)))
	p.globe(x, y, between(r, 17, 22), 0.25, thin(0x5c94c0, 0.3*strong))
	p.islands(between(r, 4, 10), between(r, 16, 20), between(r, 62, 74), between(r, 18, 24), thin(pick[uint32](r, 0x5890b8, 0x6aa488, 0x8c84b8), 0.32*strong))
}

// identity is the electronic identity card.
func (p *plate) identity() (number, face [4]float64) {
	r := p.r
	p.blueGround()
	who, c := somebody(r), p.print()
	dx, dy := between(r, -0.8, 0.8), between(r, -0.7, 0.7)
	head := style{face: pick(r, bold, bold, medium), size: between(r, 3.5, 4.2), ink: c, anchor: 0.5}
	mid := cardWide*0.5 + between(r, -1.5, 1.5)
	p.say(mid+dx, 5.9+dy, "PROVINSI "+who.home.province, head.within(72))
	p.say(mid+dx, 10.1+dy, who.home.regency, head.within(72))
	big := style{face: pick(r, monoBold, monoBold, bold), size: between(r, 4.2, 4.9), ink: c}
	colon := between(r, 21.4, 23.6) + dx
	p.say(4.3+dx, 15.9+dy, "NIK", big.of(bold, big.size*0.95))
	at := between(r, 16, 19.5) + dx
	p.say(at, 15.9+dy, ":", big)
	wide := p.say(at+2.6, 15.9+dy, who.nik, big.within(43))
	number = [4]float64{at + 2.4, 11.6 + dy, at + 2.8 + wide, 17 + dy}

	text := style{face: pick(r, regular, medium, medium), size: between(r, 2.45, 2.75), squeeze: between(r, 0.88, 1), ink: c}
	b := block{x: 4.3 + dx, y: between(r, 19.3, 19.9) + dy, pitch: between(r, 2.38, 2.5), colon: colon, right: 61, label: text, value: text}
	kind, drop := blood(r), b.y+b.pitch*2
	indent := pick(r, "     ", "   ", "      ")
	town := pick(r, "Kel/Desa", "Kel/Desa", "Kelurahan")
	p.block(b, []line{
		{"Nama", who.name},
		{"Tempat/Tgl Lahir", who.place + ", " + who.birth},
		{"Jenis Kelamin", who.sex()},
		{"Alamat", street(r)},
		{indent + "RT/RW", "00" + digits(r, 1, 1, 9) + "/0" + digits(r, 2, 0, 9)},
		{indent + town, village(r)},
		{indent + "Kecamatan", village(r)},
		{"Agama", faith(r)},
		{"Status Perkawinan", state(r)},
		{"Pekerjaan", job(r)},
		{"Kewarganegaraan", "WNI"},
		{"Berlaku Hingga", pick(r, "SEUMUR HIDUP", "SEUMUR HIDUP", date(who.day, who.month, 2012+r.IntN(9)))},
	})
	gol := between(r, 42, 47) + dx
	p.say(gol, drop, "Gol. Darah : "+kind, text.within(60-gol))

	back := pick[uint32](r, 0x3c78c0, 0x4a86cc)
	if who.year%2 == 1 {
		back = pick[uint32](r, 0xc03038, 0xb42830, 0xd04848)
	}
	x, y, w := between(r, 61.6, 63.4)+dx, between(r, 13.8, 15.4)+dy, between(r, 17.8, 19.8)
	h := w * between(r, 1.22, 1.36)
	p.portrait(x, y, x+w, y+h, rgb(back))
	foot := text.centred().within(20)
	_, town, _ = strings.Cut(who.home.regency, " ")
	p.say(x+w/2, y+h+2.9, town, foot)
	p.say(x+w/2, y+h+5.3, someDate(r, 2011, 2024), foot)
	p.signed(x+w*between(r, 0.1, 0.25), y+h+5.6, w*between(r, 0.4, 0.75), min(7, cardHigh-y-h-6.5), mix(c, rgb(0x303070), 0.4))
	return number, [4]float64{x, y, x + w, y + h}
}

// paperIdentity is the card before it: laminated paper with a head line that names it, a photograph, the village's or the
// district's official, his stamp, and a date on which it ends.
func (p *plate) paperIdentity() (number, face [4]float64) {
	r := p.r
	yellow := chance(r, 0.6)
	base := pick[uint32](r, 0xf3e6b4, 0xf0dfa0, 0xf6ecca, 0xe9d8a4)
	if !yellow {
		base = pick[uint32](r, 0xd4e4ec, 0xc8dcea, 0xdde6e2, 0xcfe0e8)
	}
	p.ground(mix(rgb(base), rgb(0xffffff), 0.3), rgb(base), 1)
	p.waves(thin(pick[uint32](r, 0xc0a050, 0x80a0b8, 0xb08878), between(r, 0.1, 0.35)), between(r, 1.2, 2), between(r, 0.8, 2), between(r, 15, 50))
	if chance(r, 0.7) {
		p.eagle(cardWide*between(r, 0.42, 0.52), 29, between(r, 11, 15), thin(0xa08850, between(r, 0.1, 0.28)), thin(0xa08850, 0.1))
	}
	if chance(r, 0.5) { // the laminate stands out
		m := between(r, 1, 2.2)
		p.frame(0, 0, cardWide, cardHigh, m, thin(0xf8f8f4, 0.7))
		p.frame(m, m, cardWide-m, cardHigh-m, 0.3, thin(0x806030, 0.5))
	}
	who, c := somebody(r), p.print()
	dx, dy := between(r, -0.8, 0.8), between(r, -0.6, 0.6)
	mid := cardWide/2 + dx
	head := style{face: bold, size: between(r, 2.9, 3.4), ink: c, anchor: 0.5}
	p.say(mid, 5.2+dy, "PROVINSI "+who.home.province, head.within(70))
	p.say(mid, 8.5+dy, who.home.regency, head.within(70))
	p.say(mid, 12.5+dy, "KARTU TANDA PENDUDUK", head.of(bold, head.size*1.15))
	if chance(r, 0.5) {
		p.seal(7+dx, 8+dy, 3.6, rgb(0x705020))
	}
	typed := style{face: pick(r, mono, monoBold, regular, medium), size: between(r, 2.2, 2.5), ink: c}
	if typed.face == mono || typed.face == monoBold {
		typed.squeeze = 0.82
	}
	label := typed.of(pick(r, regular, medium), typed.size)
	label.squeeze = 0.9
	colon := between(r, 20.5, 23.5) + dx
	big := typed.of(bold, between(r, 3, 3.8))
	p.say(4.5+dx, 17.6+dy, pick(r, "NIK", "NIK", "No."), big)
	p.say(colon, 17.6+dy, ":", big)
	wide := p.say(colon+2, 17.6+dy, who.nik, big.within(36))
	number = [4]float64{colon + 1.8, 14.6 + dy, colon + 2.2 + wide, 18.6 + dy}
	lines := []line{
		{"Nama", who.name},
		{"Tempat/Tgl. Lahir", who.place + ", " + who.birth},
		{"Jenis Kelamin", who.sex() + "   Gol. Darah : " + blood(r)},
		{"Alamat", street(r)},
		{"   RT/RW", "0" + digits(r, 2, 0, 9) + "/0" + digits(r, 2, 0, 9)},
		{"   Kel/Desa", village(r)},
		{"   Kecamatan", village(r)},
		{"Agama", faith(r)},
		{"Status Perkawinan", state(r)},
		{"Pekerjaan", job(r)},
		{"Berlaku Hingga", date(who.day, who.month, 2004+r.IntN(12))},
	}
	b := block{x: 4.5 + dx, y: 20.6 + dy, pitch: between(r, 2.15, 2.35), colon: colon, right: 60, label: label, value: typed}
	low := p.block(b, lines)
	w := between(r, 15.5, 18.5)
	h := w * between(r, 1.25, 1.4)
	x, y := cardWide-w-between(r, 4, 7), between(r, 17, 20)+dy
	p.portrait(x, y, x+w, y+h, rgb(pick[uint32](r, 0xb83038, 0xc04040, 0x3a6cb0, 0x98a4ac)))
	if chance(r, 0.5) {
		p.frame(x, y, x+w, y+h, 0.35, thin(0xffffff, 0.8))
	}
	foot := label.centred()
	cx := x + w/2 - between(r, 12, 26)
	if chance(r, 0.4) {
		cx = x + w/2
		low = max(low, y+h+2.4)
	}
	_, town, _ := strings.Cut(who.home.regency, " ")
	p.say(cx, low, town+", "+someDate(r, 2000, 2010), foot.within(30))
	p.say(cx, low+2.2, pick(r, "CAMAT", "KEPALA DINAS", "a.n. BUPATI", "KEPALA DESA"), foot.within(30))
	p.signed(cx-6, low+1.6, 12, 4, thin(0x203060, 0.9))
	if chance(r, 0.75) {
		p.stamped(x-between(r, -1, 3), y+h*between(r, 0.7, 0.95), between(r, 4.5, 6), thin(pick[uint32](r, 0x5040a0, 0x6048a8, 0x404880), between(r, 0.3, 0.6)))
	}
	p.say(cx, min(cardHigh-1.6, low+6.6), "NIP. "+digits(r, 9, 0, 9), foot.of(regular, label.size*0.85))
	return number, [4]float64{x, y, x + w, y + h}
}
