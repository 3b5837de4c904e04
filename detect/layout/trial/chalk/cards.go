package chalk

import (
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial/pen"
)

// A likeness is a thing that is none of our documents, however like one.
type likeness struct {
	name string
	w, h float64 // millimetres
	draw func(p *plate, c *citizen)
}

// otherCards are drawn equally often; those with a portrait and lines of labels stand twice.
var otherCards = []likeness{
	{"bank card", cardWide, cardHigh, (*plate).bankCard},
	{"student card", cardWide, cardHigh, (*plate).studentCard},
	{"student card", cardWide, cardHigh, (*plate).studentCard},
	{"driving licence", cardWide, cardHigh, (*plate).licence},
	{"driving licence", cardWide, cardHigh, (*plate).licence},
	{"employee badge", cardHigh, cardWide, (*plate).badge},
	{"member card", cardWide, cardHigh, (*plate).memberCard},
	{"health card", cardWide, cardHigh, (*plate).healthCard},
	{"health card", cardWide, cardHigh, (*plate).healthCard},
	{"passport page", 125, 88, (*plate).passport},
	{"vaccination card", cardWide, cardHigh, (*plate).vaccination},
	{"blue card", cardWide, cardHigh, (*plate).blueCard},
	{"patient card", cardWide, cardHigh, (*plate).patientCard},
	{"patient card", cardWide, cardHigh, (*plate).patientCard},
	{"foreign identity card", cardWide, cardHigh, (*plate).foreignCard},
	{"foreign identity card", cardWide, cardHigh, (*plate).foreignCard},
}

func other(r *rand.Rand, width float64) pen.Flat {
	l := &otherCards[r.IntN(len(otherCards))]
	return l.flat(r, max(280, width*1.2))
}

func (l *likeness) flat(r *rand.Rand, width float64) pen.Flat {
	p := newPlate(r, l.w, l.h, width)
	c := somebody(r)
	l.draw(p, &c)
	page := l.w > 130 || l.h > 130
	p.worn(page)
	if !page && l.name != "passport page" {
		p.cutCorners(span(r, 2, 3.8))
	}
	return pen.Flat{Image: p.RGBA, Name: l.name}
}

// slope is a ground between two colours.
func (p *plate) slope(a, b color.NRGBA) {
	u0, v0 := span(p.r, -1, 1), span(p.r, -1, 1)
	p.wash(func(u, v float64) color.NRGBA { return blend(a, b, 0.5+u0*(u-0.5)+v0*(v-0.5)) })
}

// some keeps n of the rows, in their order.
func some(r *rand.Rand, n int, of []row) []row {
	for len(of) > n {
		k := r.IntN(len(of))
		of = append(of[:k:k], of[k+1:]...)
	}
	return of
}

func vivid(r *rand.Rand) color.NRGBA {
	return near(r, rgb(one[uint32](r, 0x1d4f9c, 0xb02a30, 0x1f7a4c, 0x6a3a90, 0xd07a1c, 0x16808c, 0x30343c, 0xc8a028)), 18)
}

func light(r *rand.Rand) color.NRGBA {
	return near(r, rgb(one[uint32](r, 0xffffff, 0xf4f8fb, 0xd8eaf4, 0xe4f2e6, 0xfbf3da, 0xf6e2e4, 0xc9e2f0, 0xe8e8ea)), 6)
}

func dark(r *rand.Rand) color.NRGBA { return near(r, rgb(0x1c1e22), 14) }

// crest is some school's or firm's sign.
func (p *plate) crest(x, y, size float64, col color.NRGBA) {
	switch p.r.IntN(4) {
	case 0:
		p.disc(x, y, size/2, size/2, col)
		p.disc(x, y, size*0.32, size*0.32, blend(col, rgb(0xffffff), 0.8))
		p.eagle(x, y, size*0.4, col)
	case 1:
		h := size / 2
		p.poly(col, at{x - h*0.8, y - h}, at{x + h*0.8, y - h}, at{x + h*0.8, y + h*0.3}, at{x, y + h}, at{x - h*0.8, y + h*0.3})
		p.disc(x, y-h*0.2, h*0.4, h*0.4, rgb(0xf4d050))
	case 2:
		p.soft(x-size/2, y-size/2, size, size, size*0.2, col)
		p.trace(rgb(0xffffff), size*0.12, at{x - size*0.3, y + size*0.2}, at{x, y - size*0.25}, at{x + size*0.3, y + size*0.2})
	default:
		p.rosette(x, y, size/2, col)
		p.disc(x, y, size*0.2, size*0.2, col)
	}
}

func grouped(s string) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func (p *plate) bankCard(c *citizen) {
	r := p.r
	a := vivid(r)
	p.slope(a, blend(a, one(r, rgb(0), rgb(0xffffff), vivid(r)), span(r, 0.2, 0.6)))
	for range r.IntN(4) {
		p.disc(span(r, 0, p.w), span(r, 0, p.h), span(r, 15, 45), span(r, 15, 45), faint(0xffffff, span(r, 0.04, 0.14)))
	}
	if luck(r, 0.4) {
		p.ripples(faint(0xffffff, 0.2), 1.6, 3, 50, 0.2)
	}
	white := ink{bold, span(r, 4.2, 5.5), 0.95, rgb(0xffffff)}
	p.write(one(r, 5.0, 52), 9.5, one(r, "Bank Nusa", "BankKita", "TABUNGAN", "Bank Mandala"), white)
	p.soft(9, 18, 12, 9, 1.5, rgb(0xd8bc68))
	p.outline(11.5, 20, 7, 5, 0.3, rgb(0x806820))
	white.face, white.size = mono, span(r, 4.6, 5.4)
	p.fit(8, 35, 70, grouped(one(r, "4111111111111111", "5555555555554444", "6011111111111117")), white)
	white.face, white.size = sans, 2.8
	p.write(36, 40.5, "VALID THRU 11/29", white)
	p.write(8, 47, c.name, white)
	p.disc(70, 44, 5, 5, faint(0xe83030, 0.9))
	p.disc(76, 44, 5, 5, faint(0xf4a020, 0.75))
}

func (p *plate) studentCard(c *citizen) {
	r := p.r
	col, ground := vivid(r), light(r)
	p.slope(ground, blend(ground, col, span(r, 0.05, 0.3)))
	band := span(r, 10, 15)
	white := ink{bold, span(r, 2.7, 3.4), 0.95, rgb(0xffffff)}
	if luck(r, 0.7) {
		p.box(0, 0, p.w, band, col)
	} else {
		white.col = dark(r)
	}
	p.crest(9, band/2, band*0.75, blend(col, rgb(0xffffff), 0.35))
	p.centre(48, band*0.42, 66, one(r, "UNIVERSITAS NUSA PERMATA", "SMA NEGERI 103 KARANGANYAR", "POLITEKNIK BAHARI", "SEKOLAH TINGGI TEKNIK"), white)
	p.centre(48, band*0.82, 66, one(r, "KARTU TANDA MAHASISWA", "KARTU PELAJAR", "STUDENT CARD"), white)
	small := ink{one(r, sans, medium, bold), span(r, 2.3, 3), span(r, 0.85, 0.98), dark(r)}
	w := span(r, 15, 20)
	x, left := one(r, 4, p.w-w-4, p.w-w-4), 5.0
	if x < 10 {
		left = x + w + 4
	}
	p.portrait(x, band+span(r, 3, 6), w, w*1.33, c.woman, near(r, rgb(one[uint32](r, 0xc02830, 0x2c62b0, 0xd0d4d8)), 12))
	right := p.w - 3
	if x > 40 {
		right = x - 2
	}
	lines := some(r, 3+r.IntN(5), []row{{"NIM", fmt.Sprint(c.year+19, 100000+r.IntN(900000))}, {"Nama", title(c.name)}, {"Tempat/Tgl Lahir", title(c.birthplace) + ", " + c.born}, {"Program Studi", one(r, "Teknik Sipil", "Akuntansi", "Ilmu Gizi")}, {"Fakultas", one(r, "Teknik", "Ekonomi")}, {"Alamat", title(c.street)}, {"Berlaku s/d", date(r, 2025, 4)}})
	y := p.rows(left, left+span(r, 13, 20), band+span(r, 6, 9), small.size*span(r, 1.3, 1.8), right, small, lines)
	if luck(r, 0.5) {
		p.bars(left, max(y, p.h-9), 28, 6)
	}
	if luck(r, 0.4) {
		p.sign(p.w*0.45, p.h-10, 14, 6, rgb(0x203070))
	}
}

// licence is red and white with numbered lines and two portraits, or the older one on green and blue.
func (p *plate) licence(c *citizen) {
	r := p.r
	ink1 := ink{bold, span(r, 3, 3.6), 0.92, rgb(0xffffff)}
	small := ink{one(r, sans, medium), span(r, 2.3, 2.7), span(r, 0.86, 0.96), dark(r)}
	smart := luck(r, 0.6)
	if smart {
		p.slope(near(r, rgb(0xfdf6f6), 3), near(r, rgb(0xf0c4c4), 8))
		p.ripples(faint(0xd04040, 0.2), 1.5, 2, 40, 0.1)
		p.box(0, 0, p.w, 11, near(r, rgb(0xc01c24), 12))
	} else {
		p.slope(near(r, rgb(0xdcead0), 6), near(r, rgb(0xa8cfc8), 8))
		p.ripples(faint(0x307060, 0.25), 1.7, 1, 30, 0)
		ink1.col = dark(r)
	}
	p.crest(7.5, 5.6, 8.5, near(r, rgb(0xd8a830), 10))
	p.centre(46, 4.8, 60, "KEPOLISIAN NEGARA REPUBLIK INDONESIA", ink{bold, 2.2, 0.95, ink1.col})
	p.centre(46, 9.2, 60, "SURAT IZIN MENGEMUDI", ink1)
	p.write(p.w-9, 9.2, one(r, "A", "C", "B1"), ink{bold, 6, 1, ink1.col})
	w := span(r, 16, 20)
	p.portrait(4.5, 15, w, w*1.3, c.woman, near(r, rgb(one[uint32](r, 0x2c62b0, 0x3c78c0, 0xc8d4e0)), 10))
	lines := []row{{"1. Nama", c.name}, {"2. Alamat", c.street}, {"", c.village + " " + c.city}, {"3. Tempat", c.birthplace}, {"   Tgl Lahir", c.born}, {"4. Gol. Darah", c.blood}, {"5. Jenis Kelamin", c.sex()}, {"6. Pekerjaan", c.work}, {"7. Berlaku s/d", date(r, 2025, 5)}}
	p.rows(27, 27+span(r, 15, 18), 16.5, small.size*span(r, 1.25, 1.5), p.w-4, small, lines[:6+r.IntN(4)])
	p.write(5, 46, fmt.Sprintf("%04d-%04d-%06d", 9900+r.IntN(100), r.IntN(10000), r.IntN(1000000)), ink{monoBold, 3, 0.9, small.col})
	if smart {
		p.portrait(p.w-13, p.h-15, 9, 11.5, c.woman, rgb(0xd8d8d8))
	} else {
		p.seal(60, 44, 5, faint(0x4040a0, 0.5))
		p.sign(60, 40, 16, 7, rgb(0x202020))
	}
}

// badge stands upright.
func (p *plate) badge(c *citizen) {
	r := p.r
	col := vivid(r)
	p.slope(rgb(0xffffff), light(r))
	p.swoosh(span(r, 0.75, 0.9), span(r, 0.02, 0.08), col)
	p.box(0, 0, p.w, span(r, 9, 20), blend(col, rgb(0), 0.1))
	p.soft(p.w/2-7, 2.5, 14, 2.6, 1.3, rgb(0xf0f0f0))
	text := ink{bold, 3.6, 0.95, rgb(0xffffff)}
	p.centre(p.w/2, 10, 48, one(r, "PT MAJU TERUS ABADI", "RS SEHAT SENTOSA", "CV KARYA MANDIRI"), text)
	p.portrait(p.w/2-12, 22, 24, 30, c.woman, near(r, rgb(one[uint32](r, 0xc02830, 0x2c62b0, 0xd8dce0)), 10))
	text.col, text.size = dark(r), 4.2
	p.centre(p.w/2, 60, 50, title(c.name), text)
	text.face, text.size = sans, 3.1
	p.centre(p.w/2, 65, 50, one(r, "Staf Gudang", "Perawat", "Supervisor", "Teknisi"), text)
	if luck(r, 0.5) {
		p.bars(p.w/2-15, 68.5, 30, 6)
	}
}

func (p *plate) memberCard(c *citizen) {
	r := p.r
	a := vivid(r)
	p.slope(a, blend(a, rgb(0), 0.5))
	for range 2 + r.IntN(5) {
		p.rosette(span(r, 0, p.w), span(r, 0, p.h), span(r, 6, 20), faint(0xffffff, 0.25))
	}
	text := ink{boldItalic, span(r, 6, 9), 1, rgb(one[uint32](r, 0xffffff, 0xf4d878))}
	p.centre(p.w/2, span(r, 14, 24), 76, one(r, "Toko Segar", "GymKita", "Apotek Waras", "KOPI SENJA"), text)
	text.face, text.size = sans, 3
	p.write(6, 30, one(r, "MEMBER CARD", "KARTU ANGGOTA", "GOLD MEMBER"), text)
	text.face = mono
	p.write(6, 42, fmt.Sprintf("%04d %04d %04d", r.IntN(10000), r.IntN(10000), r.IntN(10000)), text)
	p.write(6, 47.5, c.name, text)
	if luck(r, 0.5) {
		p.box(0, p.h-8, p.w, 8, rgb(0xffffff))
		p.bars(8, p.h-7, 40, 6)
	}
}

// healthCard is green and white with few lines and no portrait.
func (p *plate) healthCard(c *citizen) {
	r := p.r
	p.slope(rgb(0xffffff), near(r, rgb(one[uint32](r, 0xe4f4ea, 0xdcf0f4, 0xf4f8e4)), 5))
	col := near(r, rgb(one[uint32](r, 0x1a8a4c, 0x1c6cb0, 0x2aa06c)), 12)
	if luck(r, 0.5) {
		p.swoosh(span(r, 0.75, 0.88), span(r, 0.03, 0.08), col)
	} else {
		p.box(p.w*span(r, 0.7, 0.82), 0, p.w, p.h, blend(col, rgb(0xffffff), 0.2))
	}
	p.crest(8, 8, 9, col)
	p.fit(15, 7.5, 55, one(r, "KARTU INDONESIA SEHAT", "Kartu Jaminan Kesehatan", "ASURANSI SEHAT BERSAMA"), ink{bold, 3.8, 0.95, col})
	p.write(15, 11.5, one(r, "Badan Penyelenggara Jaminan", "Peserta Mandiri", "Kartu Peserta"), ink{sans, 2.5, 1, dark(r)})
	small := ink{one(r, sans, medium, mono), span(r, 2.5, 3.1), span(r, 0.85, 0.95), dark(r)}
	lines := []row{{"Nomor Kartu", fmt.Sprintf("999%010d", r.IntN(1e10))}, {"Nama", c.name}, {"Alamat", c.street}, {"Tanggal Lahir", c.born}, {"NIK", c.nik}, {"Faskes Tingkat I", "Klinik " + title(c.village)}}
	p.rows(6, 6+span(r, 18, 24), span(r, 19, 22), small.size*span(r, 1.4, 1.75), 76, small, some(r, 4+r.IntN(3), lines))
	if luck(r, 0.3) {
		p.code(p.w-19, p.h-20, 14, 25)
	}
}

func (p *plate) passport(c *citizen) {
	r := p.r
	a := near(r, rgb(one[uint32](r, 0xd8ece4, 0xe8e4f0, 0xf4e6dc)), 6)
	p.slope(a, blend(a, vivid(r), 0.2))
	p.ripples(faint(0x408080, 0.3), 2, 3, 40, 0.2)
	p.rosette(80, 36, 26, faint(0x408080, 0.3))
	small := ink{sans, 2.2, 0.95, near(r, rgb(0x405060), 10)}
	value := ink{medium, 3.2, 0.95, dark(r)}
	p.write(6, 7, "REPUBLIK INDONESIA   PASPOR / PASSPORT", ink{bold, 3.4, 0.95, value.col})
	p.portrait(6, 14, 31, 40, c.woman, rgb(0xe8eaec))
	for i, f := range []row{{"Jenis / Type", "P   IDN   Z" + fmt.Sprint(1000000+r.IntN(9000000))}, {"Nama Lengkap / Full Name", c.name}, {"Kewarganegaraan / Nationality", "INDONESIA"}, {"Tgl. Lahir / Date of birth", c.born + "   " + c.sex()[:1]}, {"Tempat Lahir / Place of birth", c.birthplace}, {"Tgl. Pengeluaran / Date of issue", c.issued}, {"Kantor / Authority", c.birthplace}} {
		y := 15 + 7.2*float64(i)
		p.write(43, y, f.label, small)
		p.fit(43, y+3.4, 76, f.value, value)
	}
	line := ink{mono, 4.6, 0.95, value.col}
	filled := func(s string) string { return (s + strings.Repeat("<", 44))[:44] }
	p.fit(5, 76, 115, filled("P<IDN"+strings.ReplaceAll(c.name, " ", "<")), line)
	p.fit(5, 83, 115, filled(fmt.Sprintf("Z%07d<0IDN%06d", r.IntN(1e7), r.IntN(1e6))), line)
}

func (p *plate) vaccination(c *citizen) {
	r := p.r
	col := near(r, rgb(one[uint32](r, 0x20a090, 0x2878b8, 0xd04858)), 14)
	p.slope(rgb(0xffffff), blend(rgb(0xffffff), col, 0.2))
	p.box(0, 0, p.w, 10, col)
	p.fit(5, 6.8, 60, one(r, "SERTIFIKAT VAKSINASI COVID-19", "KARTU VAKSINASI"), ink{bold, 3.6, 0.95, rgb(0xffffff)})
	small := ink{sans, span(r, 2.4, 2.9), 0.92, dark(r)}
	y := p.rows(5, 24, 15.5, small.size*1.5, 60, small, []row{{"Nama", c.name}, {"NIK", c.nik[:6] + strings.Repeat("X", 10)}, {"Tanggal Lahir", c.born}})
	for i := range 2 + r.IntN(2) {
		p.soft(5, y+float64(i)*7, 53, 6, 1, faint(0x60a0c0, 0.2))
		p.fit(6, y+4+float64(i)*7, 50, fmt.Sprintf("Dosis %d   %s   Klinik %s", i+1, date(r, 2021, 2), title(c.village)), small)
	}
	p.code(p.w-24, 17, 19, 29)
}

// blueCard is a blue gradient with lines of text: near in colour, far in its layout.
func (p *plate) blueCard(c *citizen) {
	r := p.r
	p.slope(near(r, rgb(0xcfe8f4), 8), near(r, rgb(0x7ab4d8), 12))
	if luck(r, 0.6) {
		p.ripples(faint(0x3070a0, 0.3), span(r, 1.2, 2.2), 2, 40, span(r, -0.3, 0.3))
	}
	if luck(r, 0.4) {
		p.globe(span(r, 20, 60), 27, span(r, 10, 20), faint(0xffffff, 0.5), faint(0x3c8cb8, 0.2))
	}
	text := ink{one(r, sans, bold, mono), span(r, 2.4, 5), 0.95, dark(r)}
	y := span(r, 8, 22)
	for range 1 + r.IntN(9) {
		p.fit(span(r, 4, 8), y, span(r, 30, 76), one(r, title(c.street), "Simpan kartu ini dengan baik", title(name(r, true)), "Voucher isi ulang "+fmt.Sprint(r.IntN(100))+".000", "Berlaku di seluruh cabang"), text)
		y += text.size * span(r, 1.2, 1.8)
	}
	if luck(r, 0.3) {
		p.box(0, span(r, 4, 10), p.w, 9, rgb(0x181818))
	}
}

// patientCard is a clinic's: label lines over the whole card, at times by hand.
func (p *plate) patientCard(c *citizen) {
	r := p.r
	ground := light(r)
	p.slope(ground, blend(ground, vivid(r), span(r, 0, 0.2)))
	text := ink{bold, span(r, 3, 3.8), 0.95, dark(r)}
	p.centre(p.w/2, 6.5, 76, one(r, "KARTU BEROBAT", "KARTU ANGGOTA PERPUSTAKAAN", "KARTU PESERTA UJIAN", "KARTU KOPERASI"), text)
	p.centre(p.w/2, 10.5, 76, one(r, "PUSKESMAS ", "KLINIK ", "DINAS ARSIP ", "KOPERASI ")+c.district, text)
	if luck(r, 0.6) {
		p.trace(text.col, 0.5, at{3, 12.5}, at{p.w - 3, 12.5})
	}
	small := ink{one(r, sans, medium, italic), span(r, 2.5, 3.3), span(r, 0.85, 1), text.col}
	lines := some(r, 4+r.IntN(5), []row{{"No. RM", fmt.Sprintf("%02d-%02d-%02d", r.IntN(100), r.IntN(100), r.IntN(100))}, {"Nama", c.name}, {"Umur", fmt.Sprint(2026-c.year, " tahun")}, {"Jenis Kelamin", c.sex()}, {"Alamat", c.street}, {"Pekerjaan", c.work}, {"Agama", c.faith}, {"Gol. Darah", c.blood}, {"Telepon", fmt.Sprintf("0813-0000-%04d", r.IntN(10000))}})
	pitch := min(small.size*span(r, 1.3, 1.8), 34/float64(len(lines)))
	colon := span(r, 20, 32)
	p.rows(5, colon, 18, pitch, p.w-4, small, lines)
	if luck(r, 0.4) {
		for i := range lines {
			y := 18.6 + float64(i)*pitch
			p.trace(faint(0x404040, 0.6), 0.2, at{colon, y}, at{p.w - 5, y})
		}
	}
	if luck(r, 0.35) {
		p.outline(p.w-23, 24, 18, 24, 0.4, text.col)
		if luck(r, 0.6) {
			p.portrait(p.w-23, 24, 18, 24, c.woman, rgb(0xc03038))
		}
	}
}

// foreignCard is another state's: a portrait at either side, lines of small labels above values.
func (p *plate) foreignCard(c *citizen) {
	r := p.r
	a := light(r)
	p.slope(a, blend(a, vivid(r), span(r, 0.1, 0.4)))
	p.ripples(faint(0x406080, 0.25), span(r, 1.2, 2), span(r, 1, 3), span(r, 20, 60), span(r, -0.2, 0.2))
	text := ink{bold, span(r, 3, 3.8), 0.95, vivid(r)}
	p.centre(p.w/2, 6, 76, one(r, "REPUBLIC OF UTOPIA", "KAD PENGENALAN", "IDENTITY CARD", "CARTE D'IDENTITE"), text)
	w := span(r, 17, 24)
	x, left := 4.0, 4+w+4
	if luck(r, 0.5) {
		x, left = p.w-w-4, 5.0
	}
	p.portrait(x, span(r, 11, 15), w, w*span(r, 1.2, 1.35), c.woman, near(r, rgb(one[uint32](r, 0xe4e8ec, 0x6090c8, 0xd8d0c4)), 10))
	small, big := ink{sans, 1.9, 1, near(r, rgb(0x506070), 10)}, ink{one(r, medium, bold, mono), span(r, 2.8, 3.4), 0.95, dark(r)}
	y := span(r, 12, 15)
	for _, f := range some(r, 3+r.IntN(4), []row{{"Surname", c.name}, {"Given names", name(r, c.woman)}, {"Document No.", fmt.Sprintf("Z%08d", r.IntN(1e8))}, {"Date of birth", c.born}, {"Sex / Nationality", c.sex()[:1] + " / UTO"}, {"Date of expiry", date(r, 2026, 9)}}) {
		p.write(left, y, f.label, small)
		p.fit(left, y+big.size*1.05, p.w-w-14, f.value, big)
		y += big.size*1.2 + small.size*1.4
	}
	if luck(r, 0.4) {
		p.soft(left+28, 24, 11, 9, 1.4, rgb(0xd8bc68))
	}
	if luck(r, 0.4) {
		p.sign(left, math.Min(y, p.h-8), 20, 6, rgb(0x202020))
	}
}
