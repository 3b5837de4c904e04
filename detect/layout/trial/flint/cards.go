package flint

import (
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial/pen"
)

// A family of look-alikes draws one of its kind on a plate.
type lookalike struct {
	name string
	wide float64 // in its units; cards are 85.6 wide
	high float64
	draw func(p *plate)
}

var cards = []lookalike{
	{"sim", cardWide, cardHigh, (*plate).drivingLicence}, {"sim-smart", cardWide, cardHigh, (*plate).smartLicence},
	{"student", cardWide, cardHigh, (*plate).studentCard}, {"employee", cardWide, cardHigh, (*plate).employeeCard},
	{"member", cardWide, cardHigh, (*plate).memberCard}, {"press", cardWide, cardHigh, (*plate).pressCard},
	{"health", cardWide, cardHigh, (*plate).healthCard}, {"health-work", cardWide, cardHigh, (*plate).workCover},
	{"vaccine", cardWide, cardHigh, (*plate).vaccineCard}, {"bank", cardWide, cardHigh, (*plate).bankCard},
	{"membership", cardWide, cardHigh, (*plate).loyaltyCard}, {"aid", cardWide, cardHigh, (*plate).aidCard},
	{"patient", cardWide, cardHigh, (*plate).patientCard},
}

// Card draws a card that is none of the documents, width pixels wide but never above 640. Corners are clear.
func Card(r *rand.Rand, width float64) pen.Flat {
	l := pick(r, cards...)
	p := newPlate(r, l.wide, about(r, l.high, 0.03), width)
	l.draw(p)
	p.worn(false)
	p.cut(between(r, 2, 3.6))
	return pen.Flat{Image: p.RGBA, Name: l.name}
}

// pale is a ground such as cards of offices have: pastel, at times with waves.
func (p *plate) pale(of ...uint32) {
	r := p.r
	base := rgb(pick(r, of...))
	p.ground(mix(base, rgb(0xffffff), between(r, 0.2, 0.7)), base, between(r, 0, 1))
	if chance(r, 0.6) {
		p.waves(thin(pick[uint32](r, 0xffffff, 0x6090c0, 0xb09060, 0x70a080), between(r, 0.1, 0.35)), between(r, 1.2, 2.5), between(r, 0.8, 3), between(r, 15, 60))
	}
}

func (p *plate) text(lo, hi float64) style {
	return style{face: pick(p.r, regular, medium, medium, bold), size: between(p.r, lo, hi), ink: p.print()}
}

func (p *plate) drivingLicence() {
	r := p.r
	p.pale(0xf0d8dc, 0xe8dcd0, 0xd8e4ee, 0xf4e4c8, 0xdce8dc)
	who, s := somebody(r), p.text(2.6, 3)
	p.seal(8, 8, 4.5, rgb(0x604020))
	p.say(44, 6, "KEPOLISIAN NEGARA REPUBLIK INDONESIA", s.of(bold, 2.8).centred().within(58))
	p.say(44, 10.6, "SURAT IZIN MENGEMUDI", s.of(bold, 4).centred().within(56))
	letter := pick(r, "A", "C", "B1", "C")
	p.say(77, 13, letter, s.of(bold, 9).centred())
	w := between(r, 19, 22)
	x := between(r, 4, 6)
	p.portrait(x, 16, x+w, 16+w*1.28, rgb(pick[uint32](r, 0x3a70b8, 0xc03838, 0x4a80c4)))
	b := block{x: x + w + 3, y: 18.5, pitch: between(r, 3.1, 3.5), colon: x + w + between(r, 16, 19), right: 83, label: s, value: s}
	low := p.block(b, []line{{"Nama", who.name}, {"Alamat", street(r)}, {"", village(r)}, {"Tempat &", who.place}, {"Tgl. Lahir", who.birth}, {"Tinggi", digits(r, 1, 1, 1) + digits(r, 2, 5, 7) + " cm"}, {"Pekerjaan", job(r)}, {"No. SIM", digits(r, 12, 0, 9)}, {"Berlaku s/d", someDate(r, 2014, 2024)}})
	p.signed(60, low-3, 18, min(6, 52-low), thin(0x202020, 0.9))
	p.say(x+w/2, 20+w*1.28, letter+" "+digits(r, 6, 0, 9), s.of(regular, 2.4).centred())
	if chance(r, 0.5) {
		p.stamped(x+w, 16+w, 5, thin(0x503090, 0.4))
	}
}

func (p *plate) smartLicence() {
	r := p.r
	p.ground(rgb(0xfdfdfd), rgb(pick[uint32](r, 0xf0d0d0, 0xe8e8ea, 0xf4e0d8)), 0.5)
	p.rect(0, 0, cardWide, 11, rgb(pick[uint32](r, 0xb81c24, 0xc42830, 0xa01820)))
	who, s := somebody(r), p.text(2.6, 3)
	p.say(14, 5, "INDONESIA", s.of(bold, 3.2).in(rgb(0xffffff)))
	p.say(14, 9, "SURAT IZIN MENGEMUDI  DRIVING LICENSE", s.of(medium, 2.7).in(rgb(0xffffff)).within(58))
	p.seal(7.5, 5.5, 4, rgb(0xd8a830))
	p.say(80, 9, pick(r, "A", "C", "D"), s.of(bold, 8).in(rgb(0xffffff)).right())
	w := between(r, 20, 23)
	p.portrait(4, 15, 4+w, 15+w*1.3, rgb(pick[uint32](r, 0x3a70b8, 0xd0d8e0, 0xc04040)))
	p.say(30, 17, digits(r, 4, 0, 9)+"-"+digits(r, 4, 0, 9)+"-"+digits(r, 6, 0, 9), s.of(bold, 3.6))
	for i, v := range []string{who.name, who.place + ", " + who.birth, blood(r) + " - " + pick(r, "PRIA", "WANITA"), street(r), village(r), job(r), who.home.province} {
		p.say(30, 21.5+float64(i)*between(r, 3.6, 3.8), digits2(i + 1)[1:]+". "+v, s.within(52))
	}
	p.portrait(70, 38, 80, 51, rgb(0xd8dce0))
	p.rect(70, 38, 80, 51, thin(0xf0f0f0, 0.55))
	p.signed(8, 46, 14, 5, thin(0x202020, 0.9))
}

// schoolHead sets a badge and two or three lines beside it over a ruled or coloured head.
func (p *plate) schoolHead(names []string, dark uint32) (low float64) {
	r := p.r
	s, low := p.text(2.8, 3.2), between(r, 13, 15)
	if chance(r, 0.6) {
		p.rect(0, 0, p.w, low, rgb(dark))
		s.ink = rgb(0xffffff)
	} else {
		p.rect(3, low-0.8, p.w-3, low-0.3, rgb(dark))
	}
	x := pick(r, 8.0, 8, p.w-8)
	p.seal(x, low/2, 4.6, rgb(pick[uint32](r, 0xc09020, 0x2050a0, 0x208040)))
	for i, n := range names {
		size := 3.2
		if i == len(names)-1 {
			size = 2.7
		}
		p.say(p.w/2, 4.6+float64(i)*(low-4)/float64(len(names)), n, s.of(bold, size).centred().within(62))
	}
	return low
}

func (p *plate) studentCard() {
	r := p.r
	p.pale(0xbcdcf0, 0xd0e8d0, 0xf8f0c8, 0xffffff, 0xc8d8f0)
	school := pick(r, "SMA NEGERI 99 CONTOH", "SMK CONTOH NUSANTARA", "UNIVERSITAS CONTOH", "MTS CONTOH MAJU")
	low := p.schoolHead([]string{pick(r, "PEMERINTAH PROVINSI CONTOH", "DINAS PENDIDIKAN", "YAYASAN CONTOH"), school, "KARTU " + pick(r, "PELAJAR", "TANDA SISWA", "MAHASISWA")}, pick[uint32](r, 0x1c4c9c, 0x207040, 0x8c1c2c, 0x404858))
	who, s := somebody(r), p.text(2.6, 3.1)
	w := between(r, 16, 20)
	x := 5.0
	b := block{x: x + w + 4, pitch: between(r, 3.4, 4.2), right: 82, label: s, value: s}
	if chance(r, 0.35) { // at the right, as on an identity card, but low and with a code below
		x = 80 - w
		b.x, b.right = 5, 58
	}
	b.y, b.colon = low+5, b.x+between(r, 14, 18)
	p.portrait(x, low+2.5, x+w, low+2.5+w*1.32, rgb(pick[uint32](r, 0xc03838, 0x3a70b8, 0xe0e0e0)))
	end := p.block(b, []line{{"Nama", who.name}, {"NIS/NISN", digits(r, 4, 0, 9) + "/99" + digits(r, 8, 0, 9)}, {"TTL", who.place + ", " + who.birth}, {"Kelas", pick(r, "X IPA 1", "XI IPS 2", "XII TKJ", "IX B")}, {"Alamat", street(r)}, {"Berlaku", "s/d " + digits2(20+r.IntN(10)) + "/2027"}}[:4+r.IntN(3)])
	if chance(r, 0.6) {
		p.bars(b.x, end, b.x+between(r, 24, 34), min(50, end+6))
	} else {
		p.say(b.x+10, min(end+1, 44), "Kepala Sekolah,", s)
		p.signed(b.x+10, min(end+1, 44), 14, 6, thin(0x203070, 0.9))
	}
}

func (p *plate) employeeCard() {
	r := p.r
	dark := pick[uint32](r, 0x1c3c78, 0x00786c, 0xb02828, 0x303438, 0xd06818)
	p.pale(0xffffff, 0xf4f6f8, 0xdce8f4, 0xe8f0e8)
	if chance(r, 0.5) {
		p.swoosh(rgb(dark), between(r, 44, 50), between(r, 40, 50), between(r, -4, 4))
	}
	who, s := somebody(r), p.text(2.8, 3.3)
	p.seal(9, 8, 5, rgb(dark))
	p.say(17, 7.5, pick(r, "PT CONTOH SEJAHTERA", "BANK CONTOH", "CV MAJU CONTOH", "RS CONTOH MEDIKA"), s.of(bold, 4.2).in(rgb(dark)))
	p.say(17, 11.5, pick(r, "KARTU PEGAWAI", "EMPLOYEE CARD", "ID CARD KARYAWAN"), s)
	w := between(r, 17, 22)
	x := pick(r, 5.0, 5, p.w/2-w/2, 80-w)
	p.portrait(x, 15, x+w, 15+w*1.3, rgb(pick[uint32](r, 0xc03838, 0x3a70b8, 0xf0f0f0, 0x60a060)))
	lines := []line{{"Nama", who.name}, {"NIP", "99" + digits(r, 7, 0, 9)}, {"Jabatan", pick(r, "STAF", "OPERATOR", "SUPERVISOR")}, {"Unit", pick(r, "PRODUKSI", "KEUANGAN", "GUDANG")}, {"Gol. Darah", blood(r)}}
	b := block{x: x + w + 4, y: 20, pitch: between(r, 4, 4.8), colon: x + w + 20, right: 83, label: s, value: s.of(bold, s.size)}
	switch {
	case x > 55:
		b.x, b.colon, b.right = 5, between(r, 18, 22), x-2
	case x > 20:
		p.say(p.w/2, 19+w*1.3, who.name, s.of(bold, 3.8).centred())
		p.say(p.w/2, min(51, 23+w*1.3), lines[2].value, s.centred())
		return
	}
	p.block(b, lines)
}

func (p *plate) memberCard() {
	r := p.r
	dark := pick[uint32](r, 0xc01820, 0x146838, 0x1c4498, 0xe0a818, 0x502878)
	p.pale(0xffffff, 0xfcf0d0, 0xf8e0e0, 0xdcecdc, 0xd8e4f4)
	low := p.schoolHead([]string{"KARTU TANDA ANGGOTA", pick(r, "KOPERASI CONTOH BERSAMA", "SERIKAT PEKERJA CONTOH", "PARTAI CONTOH RAKYAT", "PERSATUAN GURU CONTOH")}, dark)
	who, s := somebody(r), p.text(2.6, 3)
	w := between(r, 16, 19)
	x := pick(r, 5.0, 80-w, 80-w)
	b := block{x: 5, y: low + 6, pitch: between(r, 3.2, 3.8), colon: between(r, 22, 26), right: x - 2, label: s, value: s}
	if x < 20 {
		b.x, b.colon, b.right = x+w+4, x+w+20, 83
	}
	p.portrait(x, low+between(r, 5, 10), x+w, min(52, low+8+w*1.3), rgb(pick[uint32](r, 0xc03838, 0x3a70b8, dark)))
	p.say(b.x, b.y, "No. "+digits(r, 4, 0, 9)+"."+digits(r, 6, 0, 9), s.of(bold, 3.4))
	b.y += 4.5
	end := p.block(b, []line{{"Nama", who.name}, {"Tempat Lahir", who.place}, {"Tgl. Lahir", who.birth}, {"Alamat", street(r)}, {"Ranting", village(r)}, {"Cabang", who.home.regency}}[:3+r.IntN(4)])
	for i, at := range []float64{b.x + 4, b.x + 27} {
		p.say(at, min(end+1.5, 47), []string{"Ketua", "Sekretaris"}[i], s.of(regular, 2.4))
		p.signed(at, min(end+1, 46), 12, 5, thin(0x203070, 0.9))
	}
}

func (p *plate) pressCard() {
	r := p.r
	p.pale(0xffffff, 0xf0f0f0, 0xd0e4f4)
	dark := rgb(pick[uint32](r, 0xc01820, 0x1c4498, 0x202428))
	who, s := somebody(r), p.text(2.8, 3.2)
	p.rect(0, 0, 22, p.h, dark)
	p.say(11, 9, "PERS", style{face: bold, size: 7, ink: rgb(0xffffff), anchor: 0.5})
	p.portrait(2.5, 14, 19.5, 38, rgb(0xd0d4d8))
	p.code(5, 40.5, 11)
	p.say(27, 9, "HARIAN CONTOH", s.of(boldItalic, 6).in(dark))
	b := block{x: 27, y: 18, pitch: between(r, 4.2, 5), colon: 43, right: 83, label: s, value: s}
	p.block(b, []line{{"Nama", who.name}, {"No. ID", digits(r, 8, 0, 9)}, {"Jabatan", pick(r, "WARTAWAN", "FOTOGRAFER", "REDAKTUR")}, {"Wilayah", who.home.province}, {"Berlaku", someDate(r, 2020, 2026)}})
	p.signed(62, 42, 15, 6, thin(0x202020, 0.9))
}

func (p *plate) healthCard() {
	r := p.r
	who, s := somebody(r), p.text(2.8, 3.2)
	p.ground(rgb(0xffffff), rgb(pick[uint32](r, 0xd8f0d8, 0xe4f4ec, 0xf4f8e0, 0xe0f0f8)), 1)
	green := rgb(pick[uint32](r, 0x0c8c48, 0x209858, 0x107c50))
	if chance(r, 0.6) {
		p.swoosh(thin(0x8cc63f, 0.8), between(r, 43, 47), between(r, 40, 50), 3)
		p.swoosh(green, 49, between(r, 46, 51), -2)
	} else {
		p.rect(0, 0, p.w, 13, green)
	}
	p.say(5, 9, pick(r, "KARTU INDONESIA SEHAT", "BPJS Kesehatan"), s.of(bold, 4.6).in(mix(green, rgb(0x103018), 0.3)))
	p.seal(77, 8, 4.5, rgb(0x1c5ca8))
	b := block{x: 5, y: between(r, 18, 21), pitch: between(r, 3.9, 4.6), colon: between(r, 23, 27), right: 78, label: s, value: s}
	end := p.block(b, []line{{"Nomor Kartu", "999" + digits(r, 10, 0, 9)}, {"Nama", who.name}, {"Alamat", street(r)}, {"Tanggal Lahir", who.birth}, {"NIK", who.nik}, {"Faskes Tk. I", "PUSKESMAS CONTOH"}}[:5+r.IntN(2)])
	if chance(r, 0.4) {
		p.bars(48, end, 80, min(52, end+6))
	}
}

func (p *plate) workCover() {
	r := p.r
	p.pale(0xd8ecd0, 0xc4e4f0, 0xffffff, 0xe8f0c8)
	who, s := somebody(r), p.text(2.8, 3.2)
	p.disc(between(r, 55, 75), between(r, 10, 45), between(r, 18, 26), between(r, 18, 26), thin(0x70b040, 0.25))
	p.say(80, 9, "BPJS Ketenagakerjaan", s.of(bold, 4).in(rgb(0x1c7c3c)).right())
	p.say(80, 13, "KARTU PESERTA", s.right())
	p.say(6, 27, digits(r, 2, 0, 9)+" "+digits(r, 3, 0, 9)+" "+digits(r, 3, 0, 9)+" "+digits(r, 3, 0, 9), s.of(monoBold, 5.4))
	p.say(6, 33, who.name, s.of(bold, 3.6))
	p.say(6, 37.4, who.nik, s)
	p.say(6, 41.6, who.birth, s)
	p.say(6, 48, "PT CONTOH SEJAHTERA", s)
	p.code(64, 30, 16)
}

func (p *plate) vaccineCard() {
	r := p.r
	p.pale(0xffffff, 0xd4e8f8, 0xf8e8e8, 0xd8f0ec)
	who, s := somebody(r), p.text(2.6, 3)
	dark := rgb(pick[uint32](r, 0x1c5ca8, 0xb82030, 0x0c7c80))
	p.rect(0, 0, p.w, 11, dark)
	p.say(5, 7, pick(r, "KARTU VAKSINASI COVID-19", "SERTIFIKAT VAKSIN"), s.of(bold, 4).in(rgb(0xffffff)))
	x := pick(r, 5.0, 60)
	p.code(x, between(r, 16, 22), 20)
	b := block{x: 5, y: 17, pitch: between(r, 3.8, 4.4), colon: 23, right: 57, label: s, value: s}
	if x < 20 {
		b.x, b.colon, b.right = 30, 47, 83
	}
	end := p.block(b, []line{{"Nama", who.name}, {"NIK", who.nik}, {"Tgl. Lahir", who.birth}, {"ID", digits(r, 12, 0, 9)}})
	for i := range 2 + r.IntN(2) {
		p.rect(b.x, end-2+float64(i)*6, b.right-1, end+3+float64(i)*6, thin(0x1c5ca8, 0.15))
		p.say(b.x+1, end+1.4+float64(i)*6, "Dosis "+digits2(i + 1)[1:]+"  "+someDate(r, 2021, 2022)+"  Batch "+digits(r, 5, 0, 9), s.within(b.right-b.x-3))
	}
}

func (p *plate) bankCard() {
	r := p.r
	dark := rgb(pick[uint32](r, 0x103c88, 0xe8d8a0, 0x909aa4, 0xb01c24, 0x0c6c58, 0x202028, 0xa8d0ec, 0xf0e4b0))
	p.ground(dark, mix(dark, rgb(pick[uint32](r, 0xffffff, 0xf0c040, 0x000000)), between(r, 0.2, 0.6)), between(r, 0, 1))
	if chance(r, 0.6) {
		p.swoosh(thin(pick[uint32](r, 0xffffff, 0xf0c040, 0x2060c0), 0.25), between(r, 20, 50), between(r, 20, 50), between(r, -8, 8))
	}
	c := pick(r, rgb(0xffffff), rgb(0xe8e8d8), black)
	if int(dark.R)+int(dark.G)+int(dark.B) > 480 {
		c = black
	}
	s := style{face: bold, size: between(r, 4.5, 6), ink: c}
	p.say(pick(r, 6.0, 45), 10, pick(r, "BANK CONTOH", "Bank Nusa", "BPD CONTOH"), s)
	p.rect(8, 18, 19.5, 27, rgb(0xd8b860))
	p.frame(8, 18, 19.5, 27, 0.4, rgb(0x806020))
	p.rect(8, 22.3, 19.5, 22.7, rgb(0x806020))
	p.say(8, 35.5, "6013 99"+digits(r, 2, 0, 9)+" "+digits(r, 4, 0, 9)+" "+digits(r, 4, 0, 9), s.of(pick(r, monoBold, bold), between(r, 5.2, 6.4)).within(68))
	p.say(34, 40.5, "VALID THRU "+digits2(1+r.IntN(12))+"/"+digits2(25+r.IntN(6)), s.of(regular, 2.8))
	who := somebody(r)
	p.say(8, 47, who.name, s.of(medium, 3.6))
	x := between(r, 68, 72)
	p.disc(x, 45, 5, 5, thin(0xe02020, 0.9))
	p.disc(x+6, 45, 5, 5, thin(0xf0a020, 0.85))
}

func (p *plate) loyaltyCard() {
	r := p.r
	p.pale(0xf4dc78, 0xffffff, 0xd4e8f8, 0xf0c8d8, 0xd8d0f0, 0x90c8e8)
	s, dark := p.text(3, 3.6), rgb(pick[uint32](r, 0xb01c50, 0x1c4498, 0x287838, 0x604020))
	p.say(p.w/2, between(r, 12, 20), pick(r, "MEMBER CARD", "TOKO CONTOH", "KARTU PERPUSTAKAAN", "GYM CONTOH"), s.of(pick(r, bold, boldItalic), between(r, 6, 9)).in(dark).centred().within(76))
	p.seal(pick(r, 12, p.w/2, p.w-12), between(r, 26, 30), 5, dark)
	who := somebody(r)
	y := between(r, 37, 40)
	p.say(8, y, who.name, s.of(bold, s.size))
	p.say(8, y+4.5, "ID "+digits(r, 4, 0, 9)+" "+digits(r, 4, 0, 9), s)
	if chance(r, 0.6) {
		p.bars(45, 42, 78, 50)
	}
}

func (p *plate) aidCard() {
	r := p.r
	p.ground(rgb(0xffffff), rgb(pick[uint32](r, 0xf4e0e0, 0xf0f0f0, 0xf8ecd0)), 1)
	red := rgb(pick[uint32](r, 0xd01c24, 0xb81820))
	if chance(r, 0.5) {
		p.swoosh(red, between(r, 34, 44), between(r, 42, 50), between(r, -4, 4))
	} else {
		p.rect(0, 0, p.w, 15, red)
	}
	who, s := somebody(r), p.text(2.8, 3.3)
	p.eagle(8, 8, 5, rgb(0xb08a28), rgb(0xc03030))
	p.say(16, 7.5, pick(r, "KARTU KELUARGA SEJAHTERA", "KARTU INDONESIA PINTAR", "PROGRAM KELUARGA HARAPAN"), s.of(bold, 3.8).within(64))
	p.say(16, 12, "KEMENTERIAN SOSIAL REPUBLIK INDONESIA", s.of(regular, 2.6).within(60))
	p.say(8, 27, "6013 99"+digits(r, 2, 0, 9)+" "+digits(r, 4, 0, 9)+" "+digits(r, 4, 0, 9), s.of(monoBold, 5.2).within(66))
	p.say(8, 32.5, who.name, s.of(bold, 3.4))
	p.seal(76, 45, 5, rgb(0x1c4498))
}

func (p *plate) patientCard() {
	r := p.r
	p.pale(0xd0ecec, 0xf4f4d8, 0xf8dce4, 0xffffff, 0xcce4f4)
	low := p.schoolHead([]string{pick(r, "RUMAH SAKIT CONTOH", "PUSKESMAS CONTOH", "KLINIK CONTOH MEDIKA"), "KARTU " + pick(r, "BEROBAT", "PASIEN")}, pick[uint32](r, 0x0c7c80, 0x287838, 0x1c5ca8))
	who, s := somebody(r), p.text(3, 3.4)
	p.say(p.w/2, low+7, "No. RM "+strings.Join([]string{digits(r, 2, 0, 9), digits(r, 2, 0, 9), digits(r, 2, 0, 9)}, "-"), s.of(bold, 5.5).centred())
	b := block{x: 8, y: low + 13, pitch: between(r, 4, 4.6), colon: 26, right: 80, label: s, value: s}
	end := p.block(b, []line{{"Nama", who.name}, {"Tgl. Lahir", who.birth}, {"Alamat", street(r)}, {"Telepon", "0899-0000-" + digits(r, 4, 0, 9)}}[:3+r.IntN(2)])
	if chance(r, 0.5) {
		p.bars(25, end, 62, min(51, end+7))
	} else {
		p.say(p.w/2, 51, "KARTU INI HARAP DIBAWA SETIAP BEROBAT", s.of(bold, 2.6).centred())
	}
}
