package flint

import (
	"math/rand/v2"

	"ronda/detect/layout/trial/pen"
)

var pages = []lookalike{
	{"invoice", 210, 250, (*plate).invoice}, {"form-two-tables", 297, 210, (*plate).twoTables}, {"form-two-tables", 297, 210, (*plate).twoTables},
	{"school-report", 250, 210, (*plate).schoolReport}, {"certificate", 297, 210, (*plate).certificate}, {"bank-statement", 210, 270, (*plate).statement},
	{"board", 297, 190, (*plate).board}, {"poster", 220, 280, (*plate).poster}, {"application", 210, 280, (*plate).application},
	{"birth-certificate", 210, 290, (*plate).birth}, {"attendance", 297, 205, (*plate).attendance}, {"tax-form", 210, 270, (*plate).taxForm},
	{"web-page", 290, 200, (*plate).webPage},
}

// Page draws a page, a board or a screen that is none of the documents.
func Page(r *rand.Rand) pen.Flat {
	l := pick(r, pages...)
	p := newPlate(r, l.wide, about(r, l.high, 0.07), between(r, 280, 520))
	p.ground(rgb(0xfdfdfc), rgb(pick[uint32](r, 0xffffff, 0xffffff, 0xf6f2e6, 0xdcecf4, 0xe6f0e8, 0xf8f0d8)), 1)
	l.draw(p)
	p.worn(true)
	return pen.Flat{Image: p.RGBA, Name: l.name}
}

// ledger is a table of made-up things, with its heads in lots of looks.
func (p *plate) ledger(heads []string, cols []float64, ruled int) grid {
	r := p.r
	s := style{face: pick(r, regular, medium), size: between(r, 3.2, 4), ink: p.print()}
	g := grid{
		heads: heads, cols: cols, ruled: ruled, headHigh: between(r, 7, 11), high: between(r, 5, 7.5), line: mix(black, rgb(0xffffff), between(r, 0, 0.5)),
		head: thin(pick[uint32](r, 0x3060a0, 0xa0a0a0, 0xf0c040, 0x60a080), pick(r, 0, 0.3, 0.7)), thick: between(r, 0.3, 0.8), text: s, title: s.of(bold, s.size),
		open: chance(r, 0.2), centred: 2,
	}
	return g
}

func (p *plate) items(n, cols int, cell func(i, j int) string) [][]string {
	rows := make([][]string, n)
	for i := range rows {
		for j := range cols {
			v := digits2(i + 1)
			if j > 0 {
				v = cell(i, j)
			}
			rows[i] = append(rows[i], v)
		}
	}
	return rows
}

func money(r *rand.Rand) string { return digits(r, 1, 1, 9) + digits(r, 2, 0, 9) + ".000" }

// some draws names in the second column and what is given in the others.
func (p *plate) some(rest func() string) func(i, j int) string {
	return func(_, j int) string {
		if j == 1 {
			return somebody(p.r).name
		}
		return rest()
	}
}

func (p *plate) invoice() {
	r := p.r
	s, dark := p.text(4, 5), rgb(pick[uint32](r, 0x1c4498, 0xb82030, 0x202020, 0x207040))
	p.seal(24, 20, 10, dark)
	p.say(40, 20, "CV CONTOH JAYA", s.of(bold, 8).in(dark))
	p.say(40, 27, "Jl. Contoh Raya No. 9", s)
	p.say(195, 22, pick(r, "INVOICE", "FAKTUR", "NOTA", "SURAT JALAN"), s.of(bold, 13).right())
	b := block{x: 15, y: 42, pitch: 6, colon: 45, right: 110, label: s, value: s}
	low := p.block(b, []line{{"Kepada", somebody(r).name}, {"Alamat", street(r)}, {"Tanggal", someDate(r, 2018, 2025)}, {"No.", "INV/" + digits(r, 5, 0, 9)}})
	n := 4 + r.IntN(9)
	g := p.ledger([]string{"No", "Nama Barang", "Qty", "Harga", "Jumlah"}, []float64{10, about(r, 80, 0.3), 18, 34, 38}, n+r.IntN(5))
	low = p.grid(14, low+4, 182, g, p.items(n, 5, func(_, j int) string {
		if j == 1 {
			return pick(r, "KERTAS A4", "TINTA PRINTER", "BUKU TULIS", "MAP PLASTIK", "SPIDOL HITAM")
		}
		return money(r)
	}))
	p.say(150, low+8, "TOTAL", s.of(bold, 5))
	p.say(195, low+8, "Rp "+money(r), s.of(bold, 5).right())
	p.say(160, min(low+20, 230), "Hormat kami,", s)
	p.signed(155, min(low+22, 230), 35, 12, thin(0x203070, 0.9))
}

// twoTables is a form with two tables on a landscape page: the nearest to a family card. Its head stands at the left or is a
// bar, and its tables differ in breadth, in columns and in lines.
func (p *plate) twoTables() {
	r := p.r
	if chance(r, 0.4) {
		p.waves(thin(0x70a8c8, 0.25), 4, 4, 100)
	}
	s := p.text(4, 4.6)
	if chance(r, 0.5) {
		p.rect(0, 0, p.w, 18, rgb(pick[uint32](r, 0x1c4498, 0x207040, 0x606870)))
		p.say(p.w/2, 12, pick(r, "LAPORAN INVENTARIS", "DATA PENDUDUK RT", "REKAP STOK GUDANG"), s.of(bold, 9).in(rgb(0xffffff)).centred())
	} else {
		p.say(14, 14, pick(r, "FORMULIR PENDAFTARAN", "BERITA ACARA", "KARTU INVENTARIS BARANG", "DAFTAR HADIR RAPAT"), s.of(bold, 8))
		p.seal(270, 14, 10, rgb(0x1c4498))
	}
	p.block(block{x: 14, y: 26, pitch: 6, colon: 50, right: 140, label: s, value: s}, []line{{"Bagian", "UMUM"}, {"Tanggal", someDate(r, 2010, 2025)}, {"Lokasi", village(r)}}[:1+r.IntN(3)])
	cols := func(n int) (out []float64, heads []string) {
		for range n {
			out, heads = append(out, between(r, 14, 60)), append(heads, pick(r, "Uraian", "Nama", "Jumlah", "Tanggal", "Ket.", "Satuan", "Paraf", "Nilai"))
		}
		out[0], heads[0] = 9, "No"
		return out, heads
	}
	fill := p.some(func() string { return pick(r, money(r), someDate(r, 2015, 2025), "-", "BAIK", digits(r, 2, 0, 9)) })
	a, heads := cols(4 + r.IntN(4))
	lines := 4 + r.IntN(6)
	g := p.ledger(heads, a, lines)
	low := p.grid(12, 44, p.w-24, g, p.items(1+r.IntN(lines), len(a), fill))
	b, heads := cols(3 + r.IntN(3))
	g.cols, g.heads, g.ruled = b, heads, 3+r.IntN(4)
	wide := pick(r, p.w-24, 150, 180)
	low = p.grid(pick(r, 12, p.w-12-wide), low+between(r, 6, 14), wide, g, p.items(1+r.IntN(g.ruled), len(b), fill))
	p.say(250, min(p.h-24, low+10), "Mengetahui,", s.centred())
	p.signed(232, min(p.h-22, low+12), 36, 12, thin(0x203070, 0.9))
}

func (p *plate) schoolReport() {
	r := p.r
	s := p.text(4.2, 5)
	p.say(p.w/2, 14, pick(r, "LAPORAN HASIL BELAJAR", "RAPOR PESERTA DIDIK", "DAFTAR NILAI UJIAN"), s.of(bold, 8).centred())
	b := block{x: 12, y: 25, pitch: 6, colon: 45, right: 125, label: s, value: s}
	p.block(b, []line{{"Nama", somebody(r).name}, {"Sekolah", "SMP CONTOH 9"}, {"NISN", "99" + digits(r, 8, 0, 9)}})
	b.x, b.colon, b.right = 150, 180, 240
	low := p.block(b, []line{{"Kelas", pick(r, "VII A", "IX C")}, {"Semester", pick(r, "1 (Ganjil)", "2 (Genap)")}, {"Tahun", "2023/2024"}})
	g := p.ledger([]string{"No", "Mata Pelajaran", "KKM", "Nilai", "Predikat", "Catatan"}, []float64{9, about(r, 62, 0.2), 16, 18, 22, about(r, 80, 0.3)}, 0)
	subjects := []string{"Pendidikan Agama", "Bahasa Indonesia", "Matematika", "IPA", "IPS", "Bahasa Inggris", "Seni Budaya", "Olahraga", "Prakarya", "Informatika", "Bahasa Daerah"}
	low = p.grid(10, low, p.w-20, g, p.items(8+r.IntN(4), 6, func(i, j int) string {
		return []string{"", subjects[i], "75", digits(r, 1, 7, 9) + digits(r, 1, 0, 9), pick(r, "A", "B", "C"), pick(r, "Sangat baik", "Perlu latihan", "Cukup")}[j]
	}))
	for i, who := range []string{"Orang Tua/Wali", "Wali Kelas", "Kepala Sekolah"} {
		x := p.w * (0.18 + 0.32*float64(i))
		p.say(x, min(low+10, p.h-20), who, s.centred())
		p.signed(x-14, min(low+12, p.h-18), 28, 10, thin(0x203070, 0.8))
	}
}

func (p *plate) certificate() {
	r := p.r
	gold := rgb(pick[uint32](r, 0xb08a28, 0x1c4498, 0x8c2030, 0x207050))
	for i := range 2 + r.IntN(2) {
		m := 5 + 4*float64(i)
		p.frame(m, m, p.w-m, p.h-m, between(r, 0.8, 2.4), gold)
	}
	if chance(r, 0.5) {
		p.waves(thin(0xc8b070, 0.25), 5, 6, 90)
	}
	s := p.text(5.5, 7)
	p.seal(pick(r, 40, p.w/2), 32, 13, gold)
	p.say(p.w/2, 64, pick(r, "SERTIFIKAT", "IJAZAH", "PIAGAM PENGHARGAAN"), s.of(pick(r, bold, boldItalic), between(r, 16, 22)).in(gold).centred())
	p.say(p.w/2, 76, "No. "+digits(r, 3, 0, 9)+"/CTH/"+digits(r, 4, 0, 9), s.centred())
	p.say(p.w/2, 90, "diberikan kepada", s.of(italic, 6).centred())
	p.say(p.w/2, 106, somebody(r).name, s.of(bold, 13).centred())
	for i := range 3 {
		p.prose(60, 120+8*float64(i), p.w-120, 8, 1, s)
	}
	for _, x := range []float64{80, p.w - 80} {
		p.signed(x-20, 155, 40, 16, thin(0x203070, 0.9))
		p.rect(x-28, 176, x+28, 176.6, black)
	}
	if chance(r, 0.4) {
		p.portrait(p.w/2-11, 148, p.w/2+11, 178, rgb(0xc03838))
	}
}

func (p *plate) statement() {
	r := p.r
	s, dark := p.text(3.8, 4.4), rgb(pick[uint32](r, 0x1c4498, 0x0c6c58, 0xe07818))
	p.rect(0, 0, p.w, between(r, 8, 22), dark)
	p.say(14, 34, "BANK CONTOH", s.of(bold, 10).in(dark))
	p.say(196, 34, pick(r, "REKENING KORAN", "MUTASI REKENING"), s.of(bold, 7).right())
	who := somebody(r)
	low := p.block(block{x: 14, y: 46, pitch: 6, colon: 50, right: 130, label: s, value: s}, []line{{"Nama", who.name}, {"Nomor Rekening", "99" + digits(r, 8, 0, 9)}, {"Periode", "01/03 - 31/03"}, {"Mata Uang", "IDR"}})
	g := p.ledger([]string{"Tgl", "Keterangan", "Debet", "Kredit", "Saldo"}, []float64{16, about(r, 76, 0.2), 30, 30, 34}, 0)
	g.open = chance(r, 0.6)
	p.grid(12, low+2, 186, g, p.items(min(14+r.IntN(12), int((p.h-low-22)/g.high)), 5, func(_, j int) string {
		if j == 1 {
			return pick(r, "TRANSFER MASUK", "TARIK TUNAI ATM", "BIAYA ADM", "BELANJA QR", "SETOR TUNAI")
		}
		return pick(r, "", money(r), money(r))
	}))
}

// board is a notice or score board, or a chart of a village's office: boxes with names on a dark or a coloured ground.
func (p *plate) board() {
	r := p.r
	p.ground(rgb(pick[uint32](r, 0x184028, 0x102c60, 0xa8d4ec, 0xf4e4a0, 0x282828)), rgb(pick[uint32](r, 0x205838, 0x2050a0, 0xc8e4f4, 0xf8f0c8)), 1)
	s := style{face: bold, size: 11, ink: pick(r, rgb(0xffffff), rgb(0xffe060), black)}
	p.say(p.w/2, 18, pick(r, "STRUKTUR ORGANISASI DESA", "PAPAN PENGUMUMAN", "DATA MONOGRAFI DESA", "PAPAN SKOR"), s.centred())
	cols, rows := 3+r.IntN(4), 2+r.IntN(4)
	w, h := (p.w-20)/float64(cols), (p.h-36)/float64(rows)
	faces := chance(r, 0.4)
	for i := range rows {
		for j := range cols {
			x, y := 10+w*float64(j), 28+h*float64(i)
			p.rect(x+2, y+2, x+w-2, y+h-2, rgb(pick[uint32](r, 0xffffff, 0xf8f4e0, 0xffffff)))
			if faces && h > 30 {
				p.portrait(x+w/2-9, y+4, x+w/2+9, y+h-11, rgb(pick[uint32](r, 0xc03838, 0x3a70b8)))
			} else {
				p.prose(x+5, y+9, w-10, 5, max(1, int(h/6)-2), s.of(regular, 3.6).in(black))
			}
			p.say(x+w/2, y+h-5, somebody(r).name, s.of(bold, 4).in(black).centred().within(w-6))
		}
	}
}

// poster speaks about a card: a small cartoon of one in a big coloured sheet.
func (p *plate) poster() {
	r := p.r
	p.ground(rgb(pick[uint32](r, 0x2060b0, 0xf4c030, 0xd83040, 0xe8f4fc, 0x20907c)), rgb(pick[uint32](r, 0x70b8e8, 0xfce8a0, 0xf08080, 0xffffff)), 1)
	s := style{face: bold, size: between(r, 16, 22), ink: pick(r, black, rgb(0xffffff)), anchor: 0.5}
	p.say(p.w/2, 30, pick(r, "AYO REKAM E-KTP!", "URUS KK GRATIS", "LAPOR SPT TAHUNAN", "JAGA DATA PRIBADI"), s.within(p.w-20))
	p.say(p.w/2, 44, "DINAS CONTOH KABUPATEN CONTOH", s.of(medium, 8).within(p.w-30))
	x, y, w := between(r, 50, 90), between(r, 70, 100), between(r, 70, 100)
	p.rect(x, y, x+w, y+w*0.62, rgb(pick[uint32](r, 0xb8dcf0, 0xffffff, 0xf8e8b0)))
	p.disc(x+w*0.22, y+w*0.22, w*0.09, w*0.1, rgb(0xc89468))
	p.disc(x+w*0.22, y+w*0.42, w*0.15, w*0.1, rgb(0x3c5878))
	for i := range 4 {
		p.rect(x+w*0.45, y+w*(0.12+0.1*float64(i)), x+w*between(r, 0.7, 0.93), y+w*(0.16+0.1*float64(i)), rgb(0x8090a0))
	}
	for i := range 4 {
		yy := 190 + 18*float64(i)
		p.disc(24, yy, 6, 6, rgb(0xf0a020))
		p.prose(36, yy+2, p.w-60, 8, 1, style{face: medium, size: 8, ink: s.ink})
	}
}

func (p *plate) application() {
	r := p.r
	s := p.text(4.4, 5)
	p.say(p.w/2, 20, pick(r, "FORMULIR PENDAFTARAN SISWA BARU", "FORMULIR LAMARAN KERJA", "FORMULIR PEMBUKAAN REKENING"), s.of(bold, 8).centred().within(180))
	x, y := pick(r, 15.0, 160), between(r, 30, 230)
	p.frame(x, y, x+30, y+40, 0.6, black)
	if chance(r, 0.6) {
		p.portrait(x+1, y+1, x+29, y+39, rgb(0xc03838))
	}
	who := somebody(r)
	b := block{x: 55, y: 40, pitch: between(r, 8, 10), colon: 100, right: 155, label: s, value: s}
	lines := []line{{"Nama Lengkap", who.name}, {"NIK", who.nik}, {"Tempat Lahir", who.place}, {"Tanggal Lahir", who.birth}, {"Jenis Kelamin", who.sex()}, {"Agama", faith(r)}, {"Alamat", street(r)}, {"Telepon", "0899-0000-" + digits(r, 4, 0, 9)}, {"Pendidikan", "SLTA"}, {"Pekerjaan", job(r)}}
	low := p.block(b, lines[:7+r.IntN(4)])
	for i := range 5 {
		p.frame(55, low+9*float64(i), 59, low+4+9*float64(i), 0.5, black)
		p.prose(63, low+3.5+9*float64(i), 80, 5, 1, s)
	}
	p.signed(130, 245, 40, 14, thin(0x203070, 0.9))
}

func (p *plate) birth() {
	r := p.r
	if chance(r, 0.6) {
		p.frame(8, 8, p.w-8, p.h-8, 2, rgb(pick[uint32](r, 0xb08a28, 0x5890b0, 0x509060)))
		p.waves(thin(0xa0b890, 0.2), 4, 4, 80)
	}
	s := p.text(5, 5.6)
	p.eagle(p.w/2, 32, 12, rgb(0xb08a28), rgb(0xc03030))
	for i, v := range []string{"REPUBLIK INDONESIA", "PENCATATAN SIPIL", pick(r, "KUTIPAN AKTA KELAHIRAN", "KUTIPAN AKTA PERKAWINAN", "SURAT KETERANGAN")} {
		p.say(p.w/2, 56+9*float64(i), v, s.of(bold, 7).centred())
	}
	low := p.prose(24, 92, p.w-48, 10, 10+r.IntN(4), s)
	p.say(150, low+6, "Pejabat Pencatatan Sipil", s.centred())
	if chance(r, 0.5) {
		p.code(30, low+8, 28)
	}
	p.signed(130, low+10, 40, 14, thin(0x203070, 0.9))
	p.stamped(128, low+20, 13, thin(0x503090, 0.5))
}

func (p *plate) attendance() {
	r := p.r
	s := p.text(4, 4.6)
	p.say(pick(r, p.w/2, 70), 14, pick(r, "DAFTAR HADIR", "JADWAL PELAJARAN", "ABSENSI KARYAWAN", "DAFTAR PEMILIH"), s.of(bold, 8).centred())
	heads, cols := []string{"No", "Nama"}, []float64{9, about(r, 60, 0.2)}
	for i := range 5 + r.IntN(16) {
		heads, cols = append(heads, digits2(i+1)), append(cols, 10)
	}
	g := p.ledger(heads, cols, 0)
	p.grid(10, 22, p.w-20, g, p.items(int((p.h-34-g.headHigh)/g.high), len(cols), p.some(func() string { return pick(r, "", "H", "S", "I") })))
}

func (p *plate) taxForm() {
	r := p.r
	s := p.text(3.6, 4.2)
	p.frame(8, 8, p.w-8, p.h-8, 0.7, black)
	p.treasury(22, 22, 8, 1)
	p.say(p.w/2, 20, "SPT TAHUNAN PAJAK PENGHASILAN", s.of(bold, 6.5).centred())
	p.say(185, 24, pick(r, "1770 S", "1770", "1721-A1"), s.of(bold, 9).centred())
	p.rect(8, 34, p.w-8, 34.7, black)
	who := somebody(r)
	for i, l := range []line{{"NPWP", taxNumber(r)}, {"NAMA", who.name}, {"PEKERJAAN", job(r)}} {
		y := 42 + 8*float64(i)
		p.say(14, y, l.label, s)
		p.frame(50, y-5, 190, y+1.5, 0.4, black)
		p.say(53, y, l.value, s.of(mono, 5))
	}
	g := p.ledger([]string{"", "A. PENGHASILAN NETO", "Rupiah"}, []float64{8, 120, 50}, 0)
	for y := 68.0; y < p.h-60; {
		y = p.grid(12, y, p.w-24, g, p.items(3+r.IntN(4), 3, func(_, j int) string {
			if j == 1 {
				return "JUMLAH " + pick(r, "PENGHASILAN", "PAJAK TERUTANG", "KREDIT PAJAK", "ZAKAT")
			}
			return money(r)
		})) + 5
	}
}

func (p *plate) webPage() {
	r := p.r
	dark := rgb(pick[uint32](r, 0x1c4498, 0xd83040, 0x20907c, 0x303438))
	p.rect(0, 0, p.w, 16, dark)
	s := p.text(4, 4.6)
	p.say(10, 11, pick(r, "contoh.example", "BeritaContoh", "TokoContoh"), s.of(bold, 8).in(rgb(0xffffff)))
	cols := 2 + r.IntN(3)
	w := (p.w - 20) / float64(cols)
	for i := range cols * 2 {
		x, y := 10+w*float64(i%cols), 24+float64(i/cols)*(p.h-28)/2
		h := (p.h-28)/2 - 4
		p.rect(x+2, y, x+w-4, y+h*0.5, rgb(pick[uint32](r, 0x90b8d0, 0xc8b8a0, 0xa0c0a0, 0xd0d0d8, 0xe0b0a0)))
		if chance(r, 0.5) {
			p.portrait(x+w*0.3, y+h*0.05, x+w*0.62, y+h*0.5, rgb(0xd0d8e0))
		}
		p.say(x+2, y+h*0.5+6, "Warga Contoh "+pick(r, "Antre", "Urus KTP", "Lapor", "Belanja"), s.of(bold, 4.8).within(w-6))
		p.prose(x+2, y+h*0.5+12, w-8, 5, max(1, int(h*0.5/5)-3), s)
	}
}
