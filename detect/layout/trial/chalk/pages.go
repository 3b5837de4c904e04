package chalk

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial/pen"
)

// otherPages are drawn equally often; those with two tables stand more than once.
var otherPages = []likeness{
	{"invoice", pageWide, pageHigh, (*plate).invoice},
	{"invoice", pageHigh, pageWide, (*plate).invoice},
	{"school report", pageHigh, pageWide, (*plate).report},
	{"school report", pageWide, pageHigh, (*plate).report},
	{"attendance list", pageWide, pageHigh, (*plate).attendance},
	{"attendance list", pageWide, pageHigh, (*plate).attendance},
	{"certificate", pageWide, pageHigh, (*plate).certificate},
	{"registration form", pageHigh, pageWide, (*plate).form},
	{"qr sheet", pageHigh, pageWide, (*plate).codes},
	{"event poster", pageHigh, pageWide, (*plate).poster},
	{"price table", pageHigh, pageWide, (*plate).prices},
	{"price table", pageWide, pageHigh, (*plate).prices},
	{"chat", 70, 140, (*plate).chat},
}

func page(r *rand.Rand) pen.Flat {
	l := &otherPages[r.IntN(len(otherPages))]
	return l.flat(r, span(r, 480, 640))
}

func (p *plate) paper(col color.NRGBA) {
	col = near(p.r, col, 4)
	p.wash(func(float64, float64) color.NRGBA { return col })
}

var goods = []string{"Beras 5 kg", "Minyak goreng", "Kabel data", "Buku tulis", "Semen 40 kg", "Cat tembok", "Paku 2 inci", "Gula pasir", "Sabun cuci", "Kursi plastik", "Lampu LED", "Jasa pasang"}

func rupiah(r *rand.Rand) string { return fmt.Sprintf("%d.%d00", 1+r.IntN(900), r.IntN(10)) }

// filled makes columns whose first n rows have something in them.
func filled(r *rand.Rand, n int, titles ...string) (out []column) {
	for i, t := range titles {
		kind := r.IntN(4)
		cells := make([]string, n)
		for k := range cells {
			switch {
			case i == 0:
				cells[k] = fmt.Sprint(k + 1)
			case i == 1:
				cells[k] = one(r, goods...)
			case kind == 0:
				cells[k] = rupiah(r)
			case kind == 1:
				cells[k] = fmt.Sprint(r.IntN(100))
			case kind == 2:
				cells[k] = date(r, 2020, 6)
			default:
				cells[k] = title(name(r, luck(r, 0.5)))
			}
		}
		wide := span(r, 9, 18)
		switch i {
		case 0:
			wide = 4
		case 1:
			wide = span(r, 18, 30)
		}
		out = append(out, column{title: t, wide: wide, left: i == 1, cell: func(k int) string {
			if k >= len(cells) {
				return ""
			}
			return cells[k]
		}})
	}
	return out
}

// invoice has one or two tables, as a family card has.
func (p *plate) invoice(c *citizen) {
	r := p.r
	p.paper(rgb(one[uint32](r, 0xfcfcfa, 0xfcfcfa, 0xe4f0f4, 0xf8ecec)))
	col := one(r, dark(r), vivid(r))
	m := span(r, 10, 20)
	k := p.h / pageHigh
	if luck(r, 0.5) {
		p.crest(m+8, 17, 16, vivid(r))
		p.write(m+20, 18, one(r, "TOKO MAKMUR JAYA", "CV SINAR ABADI", "BENGKEL UTAMA"), ink{bold, 7, 1, col})
		p.write(p.w-m-40, 18, one(r, "INVOICE", "FAKTUR", "NOTA"), ink{bold, 9, 1, col})
	} else {
		p.centre(p.w/2, 17, 160, one(r, "FAKTUR PENJUALAN", "REKAPITULASI PEMBAYARAN", "LAPORAN KEUANGAN"), ink{bold, 8, 1, col})
		p.centre(p.w/2, 24, 120, fmt.Sprintf("No. %03d/INV/%d", r.IntN(1000), 2020+r.IntN(6)), ink{sans, 5, 1, col})
	}
	small := ink{one(r, sans, mono, medium), span(r, 3.2, 4), 0.9, dark(r)}
	y := p.rows(m, m+26, 34, small.size*1.4, p.w/2-4, small, []row{{"Kepada", title(c.name)}, {"Alamat", title(c.street)}, {"Telepon", fmt.Sprintf("0811-0000-%04d", r.IntN(10000))}}[:1+r.IntN(3)])
	if luck(r, 0.6) {
		p.rows(p.w*0.62, p.w*0.62+24, 34, small.size*1.4, p.w-m, small, []row{{"Tanggal", date(r, 2020, 6)}, {"Jatuh Tempo", date(r, 2020, 6)}})
	}
	tables := 1 + r.IntN(2)
	bottom := p.h - span(r, 30, 55)*k
	gap := span(r, 4, 12)
	h := (bottom-y-gap)/float64(tables) - gap
	for range tables {
		rows := 4 + r.IntN(10)
		titles := []string{"No", "Nama Barang", "Jumlah", "Satuan", "Harga", "Total", "Ket.", "Tanggal"}[:4+r.IntN(5)]
		p.grid(m, y+gap*0.4, p.w-2*m, h, rows, filled(r, 1+r.IntN(rows), titles...), small, col)
		y += h + gap
	}
	p.write(p.w*0.6, y+8, "Total : Rp "+rupiah(r), ink{bold, 5, 1, dark(r)})
	p.centre(p.w-m-25, y+15, 50, "Hormat kami,", small)
	p.sign(p.w-m-40, y+16, 30, 10, rgb(0x202060))
}

func (p *plate) report(c *citizen) {
	r := p.r
	p.paper(rgb(one[uint32](r, 0xfdfdfb, 0xe8f2f6, 0xf6f4e4)))
	text := ink{bold, span(r, 6, 8), 0.95, dark(r)}
	p.centre(p.w/2, 16, 170, one(r, "LAPORAN HASIL BELAJAR SISWA", "DAFTAR NILAI", "TRANSKRIP AKADEMIK"), text)
	text.size *= 0.7
	p.centre(p.w/2, 23, 160, "SD NEGERI 2"+fmt.Sprint(10+r.IntN(90))+" "+c.village, text)
	small := ink{sans, span(r, 3.4, 4), 0.92, text.col}
	p.rows(14, 44, 32, small.size*1.4, p.w/2, small, []row{{"Nama", c.name}, {"Kelas", fmt.Sprint(1+r.IntN(9), "B")}, {"Semester", "Ganjil"}})
	p.rows(p.w*0.6, p.w*0.6+30, 32, small.size*1.4, p.w-10, small, []row{{"No. Induk", fmt.Sprint(1000 + r.IntN(9000))}, {"Tahun Ajaran", "2024/2025"}, {"Wali Kelas", title(name(r, true))}})
	y, h := 50.0, p.h*span(r, 0.4, 0.55)
	p.grid(14, y, p.w-28, h, 12, filled(r, 8+r.IntN(5), "No", "Mata Pelajaran", "KKM", "Nilai", "Predikat", "Deskripsi"), small, text.col)
	p.grid(14, y+h+6, (p.w-28)*span(r, 0.4, 1), p.h*0.12, 3, filled(r, 3, "No", "Kehadiran", "Hari"), small, text.col)
	p.write(p.w-70, p.h-30, title(shortCity(c.city))+", "+date(r, 2021, 5), small)
	p.sign(p.w-65, p.h-27, 30, 12, rgb(0x202060))
	p.write(20, p.h-30, "Orang Tua/Wali", small)
}

func (p *plate) attendance(*citizen) {
	r := p.r
	p.paper(rgb(0xfcfcfb))
	text := ink{bold, span(r, 6, 9), 0.95, dark(r)}
	p.centre(p.w/2, span(r, 14, 20), 200, one(r, "DAFTAR HADIR PESERTA", "JADWAL RONDA WARGA", "DAFTAR INVENTARIS", "REKAP IURAN BULANAN"), text)
	small := ink{sans, span(r, 3.2, 4), 0.9, text.col}
	p.rows(12, 40, 28, small.size*1.4, 120, small, []row{{"Kegiatan", "Rapat warga"}, {"Tempat", "Balai RW 05"}, {"Tanggal", date(r, 2022, 4)}}[:r.IntN(4)])
	rows := 8 + r.IntN(18)
	y := span(r, 42, 52)
	p.grid(12, y, p.w-24, p.h-y-span(r, 12, 40), rows, filled(r, r.IntN(rows), []string{"No", "Nama", "Alamat", "Telepon", "Senin", "Selasa", "Rabu", "Tanda Tangan"}[:4+r.IntN(5)]...), small, text.col)
}

func (p *plate) certificate(c *citizen) {
	r := p.r
	col := vivid(r)
	p.slope(near(r, rgb(0xfffdf4), 3), near(r, rgb(one[uint32](r, 0xf4ecd0, 0xe4eef4, 0xffffff)), 4))
	for i := range 1 + r.IntN(3) {
		t := 6 + float64(i)*3
		p.outline(t, t, p.w-2*t, p.h-2*t, span(r, 0.5, 2), col)
	}
	for _, q := range []at{{20, 20}, {p.w - 20, 20}, {20, p.h - 20}, {p.w - 20, p.h - 20}} {
		p.rosette(q[0], q[1], 14, col)
	}
	p.crest(p.w/2, 32, 22, col)
	p.centre(p.w/2, 64, 200, one(r, "SERTIFIKAT", "PIAGAM PENGHARGAAN", "IJAZAH"), ink{bold, 18, 1, col})
	p.centre(p.w/2, 80, 160, "diberikan kepada", ink{italic, 7, 1, dark(r)})
	p.centre(p.w/2, 100, 220, title(c.name), ink{boldItalic, 15, 1, dark(r)})
	p.trace(dark(r), 0.5, at{70, 104}, at{p.w - 70, 104})
	p.centre(p.w/2, 118, 230, "atas partisipasinya dalam pelatihan "+one(r, "kewirausahaan", "pertanian", "komputer")+" tahun "+fmt.Sprint(2018+r.IntN(8)), ink{sans, 6, 1, dark(r)})
	for _, x := range []float64{75, p.w - 75} {
		p.sign(x-20, 145, 40, 16, rgb(0x202050))
		p.centre(x, 170, 70, title(name(r, false)), ink{medium, 5.5, 1, dark(r)})
	}
	p.seal(p.w/2, 155, 14, faint(0xb03030, 0.7))
}

func (p *plate) form(c *citizen) {
	r := p.r
	p.paper(rgb(one[uint32](r, 0xfdfdfb, 0xfdfdfb, 0xf0e8ec)))
	text := ink{bold, 7, 0.95, dark(r)}
	p.centre(p.w/2, 20, 180, one(r, "FORMULIR PENDAFTARAN", "BIODATA PELAMAR", "FORMULIR PEMBUKAAN REKENING"), text)
	small := ink{sans, span(r, 3.8, 4.8), 0.95, text.col}
	hand := ink{italic, small.size * 1.1, 1, near(r, rgb(0x203080), 14)}
	labels := []string{"Nama Lengkap", "Tempat/Tanggal Lahir", "Jenis Kelamin", "Alamat", "RT/RW", "Kelurahan/Desa", "Kecamatan", "Agama", "Status", "Pekerjaan", "No. Telepon", "Nama Ibu", "Pendidikan", "Hobi", "Tinggi Badan"}
	values := []string{c.name, c.birthplace + ", " + c.born, c.sex(), c.street, c.rt, c.village, c.district, c.faith, c.state, c.work}
	y, pitch, colon := span(r, 34, 42), small.size*span(r, 1.8, 2.5), span(r, 62, 80)
	for i, l := range labels[:9+r.IntN(7)] {
		p.write(16, y, fmt.Sprint(i+1, ".  ", l), small)
		if luck(r, 0.8) {
			p.write(colon, y, ": "+strings.Repeat(".", 62), ink{sans, small.size, 0.9, faint(0x202020, 0.6)})
		}
		if i < len(values) && luck(r, 0.8) {
			p.fit(colon+5, y-0.5, p.w-colon-20, title(values[i]), hand)
		}
		y += pitch
	}
	if luck(r, 0.6) {
		p.outline(20, min(y+8, p.h-50), 30, 40, 0.5, text.col)
		p.centre(35, min(y+8, p.h-50)+20, 26, "3 x 4", small)
	}
	p.write(p.w-75, p.h-45, title(shortCity(c.city))+", ...........20..", small)
	p.sign(p.w-70, p.h-40, 34, 16, hand.col)
}

func (p *plate) codes(*citizen) {
	r := p.r
	p.paper(rgb(0xfdfdfd))
	p.centre(p.w/2, 22, 180, one(r, "SCAN UNTUK BAYAR", "STIKER MEJA", "TIKET MASUK"), ink{bold, 11, 1, vivid(r)})
	columns := 1 + r.IntN(4)
	size := min((p.w-30)/float64(columns)*0.75, 110)
	for y := 36.0; y+size < p.h-10; y += size * 1.3 {
		for i := range columns {
			x := 15 + (float64(i)+0.5)*(p.w-30)/float64(columns)
			p.code(x-size/2, y, size, one(r, 21, 25, 33))
			p.centre(x, y+size*1.15, size, fmt.Sprintf("%03d", r.IntN(1000)), ink{sans, size * 0.1, 1, dark(r)})
		}
	}
}

func (p *plate) poster(*citizen) {
	r := p.r
	a := vivid(r)
	p.slope(a, blend(a, vivid(r), 0.7))
	for range 3 + r.IntN(6) {
		p.disc(span(r, 0, p.w), span(r, 0, p.h), span(r, 10, 60), span(r, 10, 60), faint(one[uint32](r, 0xffffff, 0xf8e060, 0x202040), span(r, 0.1, 0.5)))
	}
	p.centre(p.w/2, span(r, 50, 90), 190, one(r, "BAZAR RAMADHAN", "KONSER AMAL", "LOMBA 17-AN", "PROMO GAJIAN"), ink{bold, span(r, 20, 30), 1, rgb(0xffffff)})
	p.centre(p.w/2, 110, 180, one(r, "Lapangan Merdeka", "Balai Desa Sukamaju", "Diskon s/d 70%"), ink{boldItalic, 13, 1, rgb(0xfff0a0)})
	p.soft(30, 130, p.w-60, 80, 8, faint(0xffffff, 0.85))
	for i := range 4 {
		p.centre(p.w/2, 150+float64(i)*16, 130, one(r, "Sabtu, 12 April 2025", "Pukul 08.00 - selesai", "Hadiah jutaan rupiah", "Gratis untuk umum"), ink{medium, 9, 1, dark(r)})
	}
	p.centre(p.w/2, p.h-20, 180, fmt.Sprintf("Info: 0857-0000-%04d", r.IntN(10000)), ink{bold, 10, 1, rgb(0xffffff)})
}

func (p *plate) prices(*citizen) {
	r := p.r
	p.paper(rgb(one[uint32](r, 0xffffff, 0x22262c, 0xfaf0dc, 0xdceef6)))
	col := dark(r)
	if p.Pix[0] < 100 {
		col = rgb(0xf4f4f4)
	}
	p.centre(p.w/2, 24, 180, one(r, "DAFTAR HARGA", "MENU", "TARIF PARKIR", "PRICE LIST"), ink{bold, 13, 1, near(r, rgb(0xd05028), 20)})
	small := ink{one(r, sans, medium), span(r, 6, 9), 0.95, col}
	pitch := small.size * span(r, 1.3, 1.9)
	for y, i := 44.0, 0; y < p.h-12; y, i = y+pitch, i+1 {
		if i%2 == 0 && luck(r, 0.9) {
			p.box(14, y-pitch*0.7, p.w-28, pitch, faint(0x6090b0, 0.18))
		}
		p.write(20, y, one(r, goods...), small)
		p.write(p.w*0.65, y, "Rp "+rupiah(r), small)
	}
	p.outline(14, 34, p.w-28, p.h-44, 0.8, col)
}

func (p *plate) chat(c *citizen) {
	r := p.r
	p.paper(rgb(one[uint32](r, 0xece4dc, 0x0e161c, 0xdfe9f0)))
	p.box(0, 0, p.w, 13, near(r, rgb(one[uint32](r, 0x0f6e60, 0x1f2c34, 0x2a6cb8)), 8))
	p.disc(8, 7, 4, 4, rgb(0xc8d0d4))
	p.write(15, 8.5, title(c.name), ink{bold, 3.8, 1, rgb(0xffffff)})
	small := ink{sans, 3, 1, dark(r)}
	for y := 18.0; y < p.h-20; {
		n := 1 + r.IntN(4)
		x, col := 3.0, rgb(0xffffff)
		if luck(r, 0.5) {
			x, col = 18, rgb(0xd8f4c4)
		}
		h := 3 + 4.4*float64(n)
		p.soft(x, y, 49, h, 2, col)
		for i := range n {
			p.fit(x+2.5, y+5+4.4*float64(i), 44, one(r, "besok jadi ya kak", "harga segitu sudah pas", "lokasi di mana?", "oke siap, ditunggu", "sudah saya transfer tadi pagi", "barang masih ada?"), small)
		}
		y += h + 2.5
	}
	p.soft(3, p.h-10, p.w-16, 7, 3, rgb(0xffffff))
}
