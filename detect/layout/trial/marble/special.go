package marble

import (
	"strconv"
	"strings"
)

func (p *plate) licence() {
	p.accent, p.pale = p.about(one[uint32](p.r, 0xc02028, 0x2050a0, 0xc86020), 20), p.about(one[uint32](p.r, 0xf8f0f0, 0xe8f0f8, 0xf8f4e0, 0xfcfcfc), 8)
	p.ground(p.pale)
	y, like := p.titled(p.some([]string{"INDONESIA", "SURAT IZIN MENGEMUDI", "DRIVING LICENSE"}, 2, 3), 3.6, 6.5)
	if p.luck(0.7) {
		p.rows = numbered
	}
	big := p.inked(face{bold, 1}, p.span(9, 14), p.accent)
	p.write(big, p.span(2, 86), p.span(0, y-4), one(p.r, "A", "C", "B I", "D"))
	wide := p.span(18, 27)
	high, x0, x1, bottom := wide*p.span(1.2, 1.4), p.span(3, 6), p.w-p.span(3, 6), p.h-p.span(2, 6)
	high = min(high, bottom-y-3)
	small := 0.0
	if p.luck(0.5) { // a small second photo on the other side
		small = wide * p.span(0.4, 0.6)
	}
	if !like && p.luck(0.5) {
		p.portrait(x1-wide, y+1, x1, y+1+high)
		if small > 0 {
			p.portrait(x0, bottom-small*1.3, x0+small, bottom)
			bottom -= small*1.3 + 1
		}
		x1 -= wide + 3
	} else {
		p.portrait(x0, y+1, x0+wide, y+1+high)
		p.write(p.inked(p.data, 3.6, p.ink), x0, y+high+1.5, p.pick("####-####-######"))
		if small > 0 {
			p.portrait(x1-small, bottom-small*1.3, x1, bottom)
			x1 -= small + 2
		}
		x0 += wide + 3
	}
	if p.luck(0.6) {
		t := p.inked(face{monoBold, 1}, p.span(4, 6), p.ink)
		p.write(t, x0, y, p.pick("#-####-####-#####"))
		y += t.size * 1.3
	}
	p.fields(p.some(labels("Nama,Tempat/Tgl Lahir,Gol. Darah,Alamat,Pekerjaan,Provinsi,Berlaku"), 5, 7), x0, y, x1, bottom)
}

// foreign is a card of another state: photo on the left, or a machine's lines.
func (p *plate) foreign() {
	p.ground(p.pale)
	y, like := p.titled(p.some([]string{one(p.r, "REPUBLIC OF ZUBARIA", "KERAJAAN MERANA", "ETAT DE VALMONT", "ESTADO DE SOLANDA"), "IDENTITY CARD", "NATIONAL ID"}, 1, 3), 3.6, 6)
	bottom, wide := p.h-p.span(3, 6), p.span(20, 32)
	if like || p.luck(0.4) {
		pitch := p.span(4.5, 6)
		lines := 2 + p.r.IntN(2)
		bottom -= pitch * float64(lines)
		p.box(0, bottom, p.w, p.h, ink{0xffffff, 0.5})
		p.mrz(lines, 4, bottom+1, 96, pitch)
		bottom--
	}
	high := min(wide*p.span(1.2, 1.4), bottom-y)
	x0, x1 := p.span(3, 7), p.w-p.span(3, 7)
	if bottom < p.h-8 && p.luck(0.3) {
		p.portrait(x1-wide, y, x1, y+high)
		x1 -= wide + 3
	} else {
		p.portrait(x0, y, x0+wide, y+high)
		x0 += wide + 4
	}
	if p.luck(0.5) {
		p.chip(x1-12, y+1, p.span(8, 12))
		x1 -= 14
	}
	p.fields(p.some(labels("Surname,Name,Sex,Birth date,Nationality,Address,Expiry date,ID no."), 4, 8), x0, y, x1, bottom)
}

func (p *plate) passport() {
	p.ground(p.pale)
	pitch := p.span(4.5, 6.5)
	bottom := p.h - 2*pitch - p.span(2, 5)
	p.box(0, bottom, p.w, p.h, ink{0xffffff, p.span(0, 0.8)})
	p.mrz(2, 3, bottom+1.5, 97, pitch)
	y, _ := p.titled(p.some([]string{"REPUBLIK INDONESIA", one(p.r, "PASPOR / PASSPORT", "VISA", "ZUBARIA VISA")}, 1, 2), 3, 6)
	wide, x0 := p.span(22, 32), p.span(3, 8)
	if p.luck(0.85) {
		p.portrait(x0, y, x0+wide, min(y+wide*1.3, bottom-1))
		x0 += wide + 4
	}
	p.rows = one(p.r, stacked, unlabeled, stacked, colons)
	middle := p.span(60, 72)
	p.fields(labels("Name,Nationality,Birth date,Place,Office"), x0, y, middle, bottom-1)
	p.fields(p.some(labels("No.,Sex,Date of issue,Expiry date"), 2, 4), middle+1, y, 98, bottom-1)
}

func (p *plate) nameTag() {
	p.ground(one(p.r, 0xffffff, p.pale, p.accent))
	y, _ := p.titled([]string{one(p.r, "HELLO", "PANITIA", "PESERTA", "SEMINAR NASIONAL")}, 6, 11)
	ground := p.pixel(50, p.h*0.6)
	t := p.inked(p.head, p.span(8, 14), onto(ground))
	t.align, t.most = 0.5, 90
	p.write(t, 50, y+(p.h-y)*p.span(0.15, 0.45), p.name())
	t.size *= 0.55
	p.write(t, 50, p.h-t.size*1.6, p.word()+" "+p.word())
	if p.luck(0.5) {
		p.round(43, 1, 57, 3, 1, solid(0x606060))
	}
}

func (p *plate) vaccination() {
	p.ground(p.pale)
	y, _ := p.titled(p.some([]string{one(p.r, "KARTU VAKSINASI", "SERTIFIKAT VAKSIN", "VACCINATION CARD"), "COVID-19", "KEMENTERIAN KESEHATAN"}, 1, 3), 4, 7)
	n, x0, x1 := p.span(16, 26), p.span(3, 8), p.w-p.span(3, 8)
	if p.luck(0.5) {
		p.square(x1-n, y, n, 0x101010)
		x1 -= n + 3
	} else {
		p.square(x0, y, n, 0x101010)
		x0 += n + 3
	}
	bottom := p.h - 4
	if p.luck(0.6) {
		p.table(labels("Dosis,Tgl,Nama Vaksin,No. Batch"), 2+p.r.IntN(3), p.span(0.5, 1), x0, bottom-p.span(14, 20), x1, bottom)
		bottom -= 21
	}
	p.fields(p.some(labels("Nama,NIK,Tanggal Lahir,Vaksin,Tgl Vaksin,Tempat"), 2, 6), x0, y, x1, bottom)
}

func (p *plate) loyalty() {
	deep := p.luck(0.7)
	p.ground(one(p.r, p.pale, p.accent))
	c := onto(p.pixel(3, p.h-3))
	t := p.inked(p.head, p.span(7, 16), c)
	t.align, t.most = one(p.r, 0, 0.5, 1), 70
	p.write(t, 8+84*t.align, p.span(4, p.h*0.5), one(p.r, "MEMBER", "POIN", "CLUB", "PARKIR", "VIP", "HEMAT")+" "+strings.ToUpper(p.word()))
	if p.luck(0.6) {
		p.accent, p.other = p.other, p.accent
		p.logo(p.span(15, 85), p.h*p.span(0.3, 0.8), p.span(6, 14), 1)
	}
	t.size, t.face = p.span(4, 6.5), p.data
	p.write(t, 8+84*t.align, p.h*p.span(0.72, 0.88), one(p.r, p.number(), p.name()))
	switch {
	case p.luck(0.3):
		p.barcode(p.span(6, 30), p.h*0.6, p.span(60, 92), p.h*0.72, c)
	case deep && p.luck(0.4): // stamps to collect
		for i := range 10 {
			x, y := 12+float64(i%5)*19, p.h*(0.45+0.28*float64(i/5))
			p.ring(x, y, 6, 6, 0.6, solid(c))
			if p.luck(0.4) {
				p.disc(x, y, 4, 4, solid(p.other))
			}
		}
	}
}

func (p *plate) bank() {
	p.ground(one(p.r, p.accent, p.accent, p.accent, p.pale, p.other))
	c := onto(p.pixel(50, p.h*0.6))
	t := p.inked(p.head, p.span(6, 10), c)
	left := p.luck(0.6)
	t.align, t.most = one(p.r, 0.0, 1), 50
	p.write(t, 6+88*t.align, p.span(3, 7), one(p.r, "BANK "+strings.ToUpper(p.word()), "e-"+strings.ToLower(p.word()), "DEBIT", strings.ToUpper(p.word())+" CARD"))
	if p.luck(0.8) {
		p.chip(one(p.r, 7, 10, 14.0), p.h*p.span(0.3, 0.42), p.span(10, 14))
	}
	t = p.inked(p.anyFace(mono, monoBold, medium), p.span(6, 9), c)
	t.most = 88
	p.write(t, p.span(6, 12), p.h*p.span(0.52, 0.64), one(p.r, "4111 1111 1111 1111", "5555 5555 5555 4444", "6011 0000 0000 0004", p.pick("0000 #### #### ####")))
	t.size = p.span(3.4, 5)
	p.write(t, 8, p.h*0.85, strings.ToUpper(p.name()))
	p.write(t, p.span(35, 55), p.h*0.74, p.pick("1#/3#"))
	x, y, s := 84.0, p.h*0.84, p.span(4, 7)
	if !left {
		y = p.h * 0.16
	}
	switch p.r.IntN(3) {
	case 0:
		p.disc(x, y, s, s, ink{0xd02020, 0.9})
		p.disc(x+s, y, s, s, ink{0xf0a020, 0.8})
	case 1:
		p.write(p.inked(face{boldItalic, 1}, s*1.6, c), x-s*2, y-s, one(p.r, "GPN", "PAY", "KREDIT"))
	}
}

func (p *plate) business() {
	p.ground(one(p.r, 0xffffff, p.pale, p.accent, p.pale))
	c, side := onto(p.pixel(50, p.h/2)), p.luck(0.5)
	x0, x1 := p.span(5, 12), p.span(60, 95)
	if side {
		n := p.span(18, 40)
		p.box(0, 0, n, p.h, solid(p.other))
		p.logo(n/2, p.h*p.span(0.3, 0.7), n*0.3, 1)
		x0 = n + 4
		x1 = 97
	} else {
		p.logo(p.span(15, 85), p.h*p.span(0.15, 0.3), p.span(5, 9), 1)
	}
	t := p.inked(p.head, p.span(5.5, 9), c)
	t.align, t.most = one(p.r, 0.0, 0, 0.5, 1), x1-x0
	x, y := x0+t.align*(x1-x0), p.h*p.span(0.3, 0.45)
	p.write(t, x, y, p.name())
	y, t.size, t.face = y+t.size*1.2, p.span(3.2, 4.6), p.label
	for _, s := range []string{p.word() + " " + p.word(), "", p.street(), p.value("Telp"), p.value("mail"), "www." + strings.ToLower(p.word()) + ".example"} {
		p.write(t, x, y, s)
		y += t.size * 1.25
	}
}

// holder is the card that a telephone's card breaks out of.
func (p *plate) holder() {
	p.ground(one(p.r, p.pale, p.accent, 0xffffff))
	c, x, y := ink{0x606060, 0.9}, p.span(12, 60), p.h*p.span(0.25, 0.5)
	for i := range 3 {
		n := float64(i) * 3
		q := []point{{x + n, y + n}, {x + 20 - n, y + n}, {x + 26 - n, y + 5 + n}, {x + 26 - n, y + 17 - n}, {x + n, y + 17 - n}, {x + n, y + n}}
		p.line(0.4, c, q...)
	}
	p.chip(x+8, y+4, 10)
	p.barcode(p.span(4, 40), p.h-12, p.span(60, 95), p.h-6, 0x181818)
	p.titled([]string{strings.ToUpper(p.word()), "KARTU PERDANA 4G"}, 4, 7)
}

// vehicle is a vehicle's paper: two columns of lines under a state's titles, at times a table or a bar code.
func (p *plate) vehicle() {
	p.ground(p.pale)
	y, _ := p.titled([]string{"KEPOLISIAN NEGARA", one(p.r, "SURAT TANDA NOMOR KENDARAAN", "BUKU PEMILIK KENDARAAN"), p.pick("No. ########")}[p.r.IntN(2):], 2.6, 4.4)
	middle, bottom := p.span(44, 58), p.h-p.span(3, 14)
	p.rows = one(p.r, colons, ragged, ruled, stacked)
	p.frame(2, y-0.5, 98, bottom+0.5, 0.3, ink{p.ink, p.span(0, 0.8)})
	if p.luck(0.6) {
		p.box(middle-1, y, middle-0.7, bottom, ink{p.ink, 0.7})
	}
	p.fields(labels("Nomor Registrasi,Nama Pemilik,Alamat,Merk,Type,Jenis,Model,Tahun"), 4, y, middle-2, bottom)
	p.fields(p.some(labels("Warna,Bahan Bakar,Warna TNKB,No. Rangka,No. Mesin,Isi Silinder,Berlaku,Kode Lokasi"), 3, 8), middle, y, 96, bottom)
	if p.luck(0.5) {
		p.seal(p.span(60, 85), bottom-7, p.span(5, 8))
	}
	if p.luck(0.4) {
		p.barcode(6, bottom+1, p.span(40, 70), p.h-1, 0x101010)
	}
}

func (p *plate) ticket() {
	p.ground(one(p.r, 0xffffff, p.pale))
	cut := p.span(64, 80)
	y, _ := p.titled([]string{one(p.r, "BOARDING PASS", "TIKET MASUK", "KARCIS KERETA", "E-TICKET")}, 5, 9)
	for d := 0.0; d < p.h; d += 3 {
		p.box(cut, d, cut+0.4, d+1.5, ink{0x707070, 0.9})
	}
	p.rows = one(p.r, stacked, colons, unlabeled)
	t := p.inked(p.head, p.span(7, 11), p.accent)
	p.write(t, 6, y, p.pick("@@@")+" - "+p.pick("@@@"))
	p.fields(labels("Nama,Tanggal,Gate"), 6, y+13, cut*0.55, p.h-6)
	p.fields(labels("Kursi,Jam,Kelas"), cut*0.6, y+13, cut-2, p.h-6)
	p.fields(labels("Nama,Kursi,Tanggal"), cut+3, y, 98, p.h-20)
	if p.luck(0.5) {
		p.square(cut+4, p.h-17, 14, 0x101010)
	} else {
		p.barcode(cut+3, p.h-14, 97, p.h-4, 0x101010)
	}
}

func (p *plate) voucher() {
	p.ground(one(p.r, p.pale, p.accent, p.other))
	c := onto(p.pixel(50, p.h*0.6))
	if p.luck(0.6) {
		p.frame(2.5, 2.5, 97.5, p.h-2.5, p.span(0.4, 1.2), solid(c))
	}
	t := p.inked(p.head, p.span(6, 10), c)
	t.align, t.most = one(p.r, 0, 0.5, 1), 84
	x := 8 + 84*t.align
	p.write(t, x, p.span(6, 10), one(p.r, "VOUCHER BELANJA", "GIFT CARD", "PROMO", "DISKON", "HARGA"))
	t.size = p.span(11, 20)
	p.write(t, x, p.h*p.span(0.3, 0.45), one(p.r, "Rp ", "", "Hanya ")+p.pick("##.000"))
	t.size, t.face = p.span(3, 4.5), p.label
	p.lines(p.inked(p.label, 3.2, c), 8, p.h*0.75, p.span(30, 50), 2, 4)
	if p.luck(0.6) {
		p.barcode(p.span(55, 65), p.h*0.72, 92, p.h*0.88, onto(p.pixel(80, p.h*0.8)))
	}
}

// playing is a card of a game, lying on its side.
func (p *plate) playing() {
	p.box(0, 0, p.w, p.h, solid(0xfafafa))
	c, n := ink{one[uint32](p.r, 0xc01818, 0x181818), 1}, 2+p.r.IntN(9)
	for i := range n {
		x, y, s := 20+60*float64(i/2)/max(1, float64((n-1)/2)), p.h*(0.3+0.4*float64(i%2)), p.span(4, 5)
		p.polygon(c, point{x - s, y}, point{x, y - s}, point{x + s, y}, point{x, y + s})
	}
	t := p.inked(face{bold, 1}, 10, c.rgb)
	p.write(t, 4, 2, strconv.Itoa(n))
	p.write(t, 88, p.h-14, strconv.Itoa(n))
}

func (p *plate) trading() {
	p.ground(p.accent)
	p.round(3, 3, 97, p.h-3, 2, solid(p.pale))
	wide := p.span(35, 55)
	p.titled([]string{strings.ToUpper(p.word()) + " " + p.pick("HP ##")}, 4, 6)
	if p.luck(0.5) {
		p.portrait(6, 13, 6+wide, p.h-8)
	} else {
		p.box(6, 13, 6+wide, p.h-8, solid(p.other))
		p.logo(6+wide/2, p.h*0.55, wide*0.3, 1)
	}
	p.lines(p.inked(p.data, 3.6, p.ink), 9+wide, 16, 85-wide, 4+p.r.IntN(5), 5)
}

// back is the other side of a bank's or club's card.
func (p *plate) back() {
	p.ground(one(p.r, p.pale, p.accent, 0xe8e8e8))
	c, y := onto(p.pixel(50, p.h-4)), p.span(4, 9)
	p.box(0, y, p.w, y+p.span(8, 13), solid(one[uint32](p.r, 0x181818, 0x402818, 0x303030)))
	p.box(6, y+16, p.span(55, 75), y+24, solid(0xf4f4f0))
	p.signature(12, y+20, 30)
	p.lines(p.inked(p.label, p.span(2.4, 3.4), c), 6, y+28, p.span(60, 88), 3+p.r.IntN(4), 4)
	if p.luck(0.5) {
		p.logo(88, p.h-9, 5, 1)
	}
}

func (p *plate) calendar() {
	p.ground(p.pale)
	y, _ := p.titled([]string{p.pick("KALENDER 20##")}, 4, 8)
	months := one(p.r, 1, 2, 3, 6, 12)
	across := one(p.r, 1, 2, 3)
	across = min(across, months)
	down := (months + across - 1) / across
	for i := range months {
		wide, high := 94/float64(across), (p.h-y-3)/float64(down)
		x, top := 3+wide*float64(i%across), y+high*float64(i/across)
		for d := range 35 {
			t := p.inked(p.data, min(high/8, 5), one(p.r, p.ink, p.ink, 0xc02020))
			p.write(t, x+wide*0.96*float64(d%7)/7, top+high*(0.1+0.85*float64(d/7)/5), strconv.Itoa(d%31+1))
		}
	}
}
