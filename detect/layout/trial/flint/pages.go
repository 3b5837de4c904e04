package flint

import (
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial/pen"
)

func fields(s string) []string { return strings.Split(s, ",") }

// A sheet is a family of pages that are no document of ours.
type sheet struct {
	name, titles string
	wide, high   float64
	lines        string   // labels above the tables
	tables       []string // their heads; the second column is the widest
	fill         string   // what stands in their second column
	prose        int      // lines of it below
	parts        string   // e an eagle above, m a mark, f a frame, p a photograph, x boxes to tick, s signatures, c a code, o an official's stamp
}

var pages = []sheet{
	{"invoice", "INVOICE,FAKTUR,NOTA,SURAT JALAN", 210, 250, "Nama,Alamat,Berlaku,Telepon", []string{"No,Nama Barang,Qty,Harga,Jumlah"}, "KERTAS A4,TINTA PRINTER,BUKU TULIS,MAP PLASTIK", 0, "ms"},
	{"form-two-tables", "LAPORAN INVENTARIS,REKAP STOK GUDANG,KARTU INVENTARIS BARANG", 297, 210, "Unit,Cabang", []string{"No,Uraian,Jumlah,Satuan,Tanggal,Nilai,Ket.", "No,Nama,Paraf,Ket."}, "MEJA,KURSI,LEMARI ARSIP,PRINTER", 0, "ms"},
	{"form-two-tables", "DAFTAR PESERTA RAPAT,BERITA ACARA,FORMULIR PENDAFTARAN", 297, 210, "Unit,Cabang,Berlaku", []string{"No,Nama,Jabatan,Tanggal,Ket.", "No,Uraian,Jumlah,Satuan,Nilai,Paraf"}, "", 1, "so"},
	{"school-report", "LAPORAN HASIL BELAJAR,RAPOR PESERTA DIDIK,DAFTAR NILAI UJIAN", 250, 210, "Nama,NIS,Kelas", []string{"No,Mata Pelajaran,KKM,Nilai,Predikat,Catatan"}, "Matematika,Bahasa Indonesia,IPA,IPS,Seni Budaya", 0, "ss"},
	{"certificate", "SERTIFIKAT,IJAZAH,PIAGAM PENGHARGAAN", 297, 210, "", nil, "", 3, "fmps"},
	{"bank-statement", "REKENING KORAN,MUTASI REKENING", 210, 270, "Nama,NIP,Berlaku", []string{"Tgl,Keterangan,Debet,Kredit,Saldo"}, "TRANSFER MASUK,TARIK TUNAI ATM,BIAYA ADM,BELANJA QR", 0, "m"},
	{"application", "FORMULIR SISWA BARU,FORMULIR LAMARAN KERJA,PEMBUKAAN REKENING", 210, 280, "Nama,NIK,Tempat &,Tgl. Lahir,Kelamin,Agama,Alamat,Telepon,Pekerjaan", nil, "", 0, "pxs"},
	{"birth-certificate", "KUTIPAN AKTA KELAHIRAN,KUTIPAN AKTA PERKAWINAN,SURAT KETERANGAN", 210, 290, "", nil, "", 10, "efcos"},
	{"attendance", "DAFTAR HADIR,ABSENSI KARYAWAN,DAFTAR PEMILIH", 297, 205, "", []string{"No,Nama,1,2,3,4,5,6,7,8,9,10,11,12,13,14"}, "", 0, ""},
	{"tax-form", "SPT TAHUNAN PAJAK PENGHASILAN,BUKTI PEMOTONGAN PAJAK", 210, 270, "Nama,NIK,Pekerjaan", []string{"A,PENGHASILAN NETO,Rupiah", "B,PAJAK TERUTANG,Rupiah", "C,KREDIT PAJAK,Rupiah"}, "JUMLAH PENGHASILAN,PAJAK,ZAKAT,LAIN-LAIN", 2, "fm"},
	{name: "board", titles: "STRUKTUR ORGANISASI DESA,PAPAN PENGUMUMAN,DATA MONOGRAFI DESA,KABAR CONTOH", wide: 297, high: 190},
	{name: "poster", titles: "AYO REKAM E-KTP!,URUS KK GRATIS,LAPOR SPT TAHUNAN,JAGA DATA PRIBADI", wide: 220, high: 280},
}

// Page draws a page, a board or a screen that is none of the documents.
func Page(r *rand.Rand) pen.Flat {
	l := pick(r, pages...)
	p := newPlate(r, l.wide, about(r, l.high, 0.07), between(r, 280, 520))
	switch l.name {
	case "board":
		p.board(pick(r, fields(l.titles)...))
	case "poster":
		p.poster(pick(r, fields(l.titles)...))
	default:
		p.sheet(&l)
	}
	p.worn(true)
	return pen.Flat{Image: p.RGBA, Name: l.name}
}

func (p *plate) sheet(l *sheet) {
	r := p.r
	has := func(part string) bool { return strings.Contains(l.parts, part) && chance(r, 0.85) }
	p.ground(rgb(0xfdfdfc), rgb(pick[uint32](r, 0xffffff, 0xffffff, 0xf6f2e6, 0xcfe6f0, 0xe6f0e8, 0xf8f0d8)), 1)
	if chance(r, 0.25) {
		p.waves(thin(pick[uint32](r, 0x70a8c8, 0xc8b070, 0xa0b890), 0.25), 4, 4, 100)
	}
	dark := rgb(pick[uint32](r, 0x1c4498, 0x207040, 0x8c2030, 0x202020, 0xb08a28))
	s := style{face: pick(r, regular, medium), size: between(r, 4, 4.8), ink: p.print()}
	if has("f") {
		p.frame(6, 6, p.w-6, p.h-6, between(r, 0.6, 2.5), dark)
	}
	title, y := s.of(bold, between(r, 7, 10)).in(pick(r, black, dark)).centred(), 16.0
	if has("e") || len(l.tables)+len(l.lines) == 0 {
		p.eagle(p.w/2, 28, 11, rgb(0xb08a28), rgb(0xc03030))
		y, title.size = 52, title.size*1.3
	} else if has("m") {
		p.seal(pick(r, 22, p.w-24), 18, 9, dark)
	}
	switch text := pick(r, fields(l.titles)...); r.IntN(4) {
	case 0:
		p.rect(0, y-10, p.w, y+5, dark)
		p.say(p.w/2, y, text, title.in(rgb(0xffffff)).within(p.w*0.6))
	case 1:
		title.anchor = 0
		p.say(36, y, text, title.within(p.w*0.5))
	default:
		p.say(p.w/2, y, text, title.within(p.w*0.6))
	}
	y += 14
	if l.lines != "" {
		b := block{x: 14, y: y, pitch: between(r, 5.5, 7), colon: 50, right: 150, label: s, value: s}
		if !chance(r, 0.5) {
			b.x, b.colon = 50, 85
		}
		y = p.block(b, bearer(r, l.lines))
	}
	y = p.ledgers(l, s, y)
	if l.prose > 0 {
		y = p.prose(20, y+8, p.w-40, s.size*1.7, l.prose, s.of(regular, s.size)) + 6
	}
	p.sheetParts(l, s, min(y+6, p.h-24), has)
}

// ledgers are the tables one below the other, each as broad as it happens.
func (p *plate) ledgers(l *sheet, s style, y float64) float64 {
	r := p.r
	room := (p.h - y - 36) / float64(max(1, len(l.tables)))
	for i, heads := range l.tables {
		g := grid{
			heads: fields(heads), headHigh: between(r, 7, 11), high: between(r, 5, 7.5), line: mix(black, rgb(0xffffff), between(r, 0, 0.5)),
			head: thin(pick[uint32](r, 0x3060a0, 0xa0a0a0, 0xf0c040, 0x60a080), pick(r, 0, 0.3, 0.7)), thick: between(r, 0.3, 0.8),
			text: s.of(s.face, between(r, 3.2, 4)), title: s.of(bold, 3.6), open: chance(r, 0.2), centred: 2,
		}
		for range g.heads {
			g.cols = append(g.cols, between(r, 14, 34))
		}
		g.cols[0], g.cols[1] = 9, between(r, 40, 80)
		n := max(2, int((room-g.headHigh)/g.high*between(r, 0.6, 1)))
		g.ruled = max(2, n-r.IntN(3))
		rows := make([][]string, max(1, g.ruled-r.IntN(4)))
		for i := range rows {
			what := somebody(r).name
			if l.fill != "" {
				what = pick(r, fields(l.fill)...)
			}
			rows[i] = []string{digits2(i + 1), what}
			for range len(g.cols) - 2 {
				rows[i] = append(rows[i], pick(r, "", "H", digits(r, 2, 1, 9), digits(r, 3, 1, 9)+".000", someDate(r, 2018, 2025)))
			}
		}
		w := p.w - 24
		if i > 0 && chance(r, 0.6) {
			w *= between(r, 0.5, 0.8)
		}
		y = p.grid(12, y, w, g, rows) + between(r, 5, 12)
	}
	return y
}

func (p *plate) sheetParts(l *sheet, s style, y float64, has func(string) bool) {
	r := p.r
	if has("p") {
		x, at := pick(r, 15, p.w-45, p.w/2-12), min(y, p.h-40)
		if l.lines != "" {
			x, at = p.w-45, 32
		}
		p.frame(x-1, at-1, x+25, at+33, 0.6, black)
		p.portrait(x, at, x+24, at+32, rgb(pick[uint32](r, 0xc03838, 0x3a70b8)))
	}
	for i := 0; i < 5 && has("x"); i++ {
		p.frame(55, y+9*float64(i), 59, y+4+9*float64(i), 0.5, black)
		p.prose(63, y+3.5+9*float64(i), 80, 5, 1, s)
	}
	if has("c") {
		p.code(24, y, min(26, p.h-y-6))
	}
	if n := 1 + r.IntN(3); has("s") {
		for i := range n {
			x := p.w * (float64(i) + 1.5) / (float64(n) + 1)
			p.say(x, y, pick(r, "Hormat kami,", "Mengetahui,", "Wali Kelas", "Pejabat"), s.centred())
			p.signed(x-16, y+2, 32, 12, thin(0x203070, 0.9))
		}
	}
	if has("o") {
		p.stamped(p.w*0.6, y+8, 12, thin(0x503090, 0.5))
	}
}

// board is a notice board, the chart of an office or a page of news: boxes with faces or lines on a coloured ground.
func (p *plate) board(title string) {
	r := p.r
	p.ground(rgb(pick[uint32](r, 0x184028, 0x102c60, 0xa8d4ec, 0xf4e4a0, 0xffffff)), rgb(pick[uint32](r, 0x205838, 0x2050a0, 0xc8e4f4, 0xf8f0c8)), 1)
	p.say(p.w/2, 18, title, style{face: bold, size: 11, ink: pick(r, rgb(0xffffff), rgb(0xffe060), black), anchor: 0.5})
	cols, rows := 3+r.IntN(4), 2+r.IntN(4)
	w, h := (p.w-20)/float64(cols), (p.h-36)/float64(rows)
	faces, s := between(r, 0, 1), style{ink: black}
	for i := range rows * cols {
		x, y := 10+w*float64(i%cols), 28+h*float64(i/cols)
		p.rect(x+2, y+2, x+w-2, y+h-2, rgb(pick[uint32](r, 0xffffff, 0xf8f4e0, 0xffffff)))
		if chance(r, faces) && h > 30 {
			p.portrait(x+w/2-h*0.28, y+4, x+w/2+h*0.28, y+h-11, rgb(pick[uint32](r, 0xc03838, 0x3a70b8)))
		} else {
			p.prose(x+5, y+9, w-10, 5, max(1, int(h/6)-2), s.of(regular, 3.6))
		}
		p.say(x+w/2, y+h-5, somebody(r).name, s.of(bold, 4).centred().within(w-6))
	}
}

// poster speaks about a document: a small cartoon of a card in a big coloured sheet.
func (p *plate) poster(title string) {
	r := p.r
	p.ground(rgb(pick[uint32](r, 0x2060b0, 0xf4c030, 0xd83040, 0xe8f4fc, 0x20907c)), rgb(pick[uint32](r, 0x70b8e8, 0xfce8a0, 0xf08080, 0xffffff)), 1)
	s := style{face: bold, size: between(r, 16, 22), ink: pick(r, black, rgb(0x202860)), anchor: 0.5}
	p.say(p.w/2, 30, title, s.within(p.w-20))
	p.say(p.w/2, 44, "DINAS CONTOH KABUPATEN CONTOH", s.of(medium, 8).within(p.w-30))
	x, y, w := between(r, 50, 90), between(r, 70, 100), between(r, 70, 100)
	p.rect(x, y, x+w, y+w*0.62, rgb(pick[uint32](r, 0xb8dcf0, 0xffffff, 0xf8e8b0)))
	p.disc(x+w*0.22, y+w*0.22, w*0.09, w*0.1, rgb(0xc89468))
	p.disc(x+w*0.22, y+w*0.42, w*0.15, w*0.1, rgb(0x3c5878))
	for i := range 4 {
		at := float64(i)
		p.rect(x+w*0.45, y+w*(0.12+0.1*at), x+w*between(r, 0.7, 0.93), y+w*(0.16+0.1*at), rgb(0x8090a0))
		p.disc(24, 190+18*at, 6, 6, rgb(0xf0a020))
		p.prose(36, 192+18*at, p.w-60, 8, 1, style{face: medium, size: 8, ink: s.ink})
	}
}
