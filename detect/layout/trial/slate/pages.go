package slate

import (
	"fmt"
	"math/rand/v2"
)

// page is a white sheet, upright or lying, in millimetres.
func page(r *rand.Rand, px float64, upright bool) (*board, float64, float64) {
	b := a4(px)
	if upright {
		px = min(max(px*0.75, 60), 480)
		b = newBoard(int(px), int(px*sheetW/sheetH), px/sheetH)
	}
	w, h := b.size()
	b.box(drift(r, ink{248, 247, 244, 255}, 7), 0, 0, w, h)
	return b, w, h
}

func body(r *rand.Rand) pen {
	return pen{face: pick(r, regular, regular, mono), em: between(r, 4.2, 5.2), wide: 0.95, c: ink{36, 36, 42, 240}}
}

// listing is a table of goods, marks or names.
func listing(b *board, r *rand.Rand, x0, y0, x1 float64, rows int, heads ...string) float64 {
	columns := make([]column, len(heads))
	for k, h := range heads {
		columns[k] = column{h, between(r, 0.12, 0.3), func(int) string {
			return pick(r, amount(r), babble(r, 2), fmt.Sprint(r.IntN(100)), babble(r, 1))
		}}
	}
	columns[0].wide = 0.06
	columns[0].cell = func(i int) string { return fmt.Sprint(i + 1) }
	p := body(r)
	p.em = min(p.em, 4.4)
	return table(b, x0, y0, x1, between(r, 7, 10), between(r, 5, 8), rows, rows-r.IntN(3), ink{60, 60, 66, 220}, p, alpha(anyInk(r), uint8(90*r.IntN(2))), columns)
}

func invoice(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.5))
	c, p := anyInk(r), body(r)
	b.text(pen{face: bold, em: 12, wide: 1, c: mix(c, black, 0.4)}, pick(r, w*0.08, w*0.6), 24, pick(r, "INVOICE", "FAKTUR", "KWITANSI"))
	who := newCitizen(r)
	for i, s := range []string{"CV " + pick(r, last...), who.street, who.regency, phone(r)} {
		b.text(p, w*0.08, 34+5.4*float64(i), s)
	}
	b.text(p, w*0.6, 34, fmt.Sprintf("No: INV/%04d/%02d", r.IntN(10000), 1+r.IntN(12)))
	b.text(p, w*0.6, 40, "Tanggal: "+who.issued)
	end := listing(b, r, w*0.07, 60, w*0.93, 5+r.IntN(6), "No", "Nama Barang", "Jumlah", "Harga", "Total")
	if chance(r, 0.4) && end < h-70 {
		end = listing(b, r, w*0.07, end+6, w*0.93, 3, "No", "Potongan", "Kode", "Total")
	}
	b.text(p, w*0.6, min(end+10, h-26), "Total Rp "+amount(r)+".000")
	signature(b, r, w*0.75, h-22, 30, ink{30, 40, 110, 255})
	return piece(b, "", "", "invoice")
}

func receipt(r *rand.Rand, px float64) *pic {
	px = min(max(px*0.5, 60), 300)
	b := newBoard(int(px), int(px*between(r, 1.7, 2.6)), px/80)
	w, h := b.size()
	b.box(drift(r, ink{246, 246, 242, 255}, 8), 0, 0, w, h)
	p := pen{face: mono, em: 4.6, wide: 0.85, c: ink{50, 50, 60, 230}}
	b.centred(pen{face: bold, em: 7, wide: 1, c: p.c}, w/2, 14, pick(r, "TOKO MAKMUR", "MINI MART", "WARUNG SEHAT"))
	b.centred(p, w/2, 21, newCitizen(r).street)
	for y := 32.0; y < h-26; y += 6 {
		b.text(p, 5, y, babble(r, 2))
		b.text(p, 60, y, amount(r))
	}
	b.text(p, 5, h-14, "TOTAL      Rp "+amount(r))
	return piece(b, "", "", "receipt")
}

func report(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.6))
	p := body(r)
	b.centred(pen{face: bold, em: 8, wide: 1, c: black}, w/2, 20, pick(r, "LAPORAN HASIL BELAJAR", "KARTU HASIL STUDI", "DAFTAR NILAI"))
	b.centred(p, w/2, 27, "SEMESTER "+pick(r, "GANJIL", "GENAP"))
	fields(b, r, block{x: w * 0.07, y: 40, pitch: 6, colon: w*0.07 + 30, end: w * 0.5, label: p, value: p}, "Nama", "NIS", "Kelas")
	end := listing(b, r, w*0.07, 60, w*0.93, 8+r.IntN(5), "No", "Mata Pelajaran", "Nilai", "Predikat", "Keterangan")
	if end < h-60 {
		listing(b, r, w*0.07, end+5, w*0.93, 3, "No", "Kegiatan", "Nilai")
	}
	b.text(p, w*0.65, h-24, "Wali Kelas")
	signature(b, r, w*0.72, h-16, 26, ink{30, 40, 110, 255})
	return piece(b, "", "", "report")
}

func tablePage(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.3))
	b.centred(pen{face: bold, em: 9, wide: 1, c: black}, w/2, 18, pick(r, "DAFTAR HADIR", "JADWAL RONDA", "DAFTAR HARGA", "STRUKTUR KAS RT"))
	end := listing(b, r, w*0.05, 34, w*0.95, 8+r.IntN(6), "No", "Nama", "Alamat", "Tanggal", "Jumlah", "Paraf", "Catatan")
	if end < h-56 {
		listing(b, r, w*0.05, end+5, w*0.95, 4, "No", "Uraian", "Masuk", "Keluar", "Sisa")
	}
	return piece(b, "", "", "table")
}

func letterPage(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, true)
	p := body(r)
	eagle(b, r, w*0.14, 22, 10, true)
	head := pen{face: bold, em: 6.4, wide: 0.95, c: black}
	b.centred(head, w*0.55, 17, "PEMERINTAH "+newCitizen(r).regency)
	b.centred(head, w*0.55, 25, pick(r, "KECAMATAN ", "KELURAHAN ", "DESA ")+pick(r, villages...))
	b.box(black, w*0.08, 34, w*0.92, 35)
	b.centred(head, w/2, 50, pick(r, "SURAT KETERANGAN", "SURAT PENGANTAR", "UNDANGAN"))
	y := 64.0
	fields(b, r, block{x: w * 0.12, y: y, pitch: 7, colon: w * 0.38, end: w * 0.9, label: p, value: p}, "Nama", "Nomor", "Tempat, Tgl Lahir", "Alamat", "Pekerjaan")
	for y = 106; y < h-70; y += 7 {
		b.within(p, w*0.1, y, w*0.8, babble(r, 11))
	}
	b.text(p, w*0.6, h-56, "Kepala Desa")
	signature(b, r, w*0.7, h-40, 34, ink{30, 40, 110, 255})
	b.fill(ink{90, 60, 150, 120}, oval(w*0.6, h-40, 14, 14, 0, 30), flip(oval(w*0.6, h-40, 12.6, 12.6, 0, 30)))
	return piece(b, "", "", "letter")
}

func certificate(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, false)
	c := anyInk(r)
	b.edge(c, between(r, 4, 8), 6, 6, w-6, h-6)
	b.edge(ink{210, 170, 60, 255}, 1.6, 16, 16, w-16, h-16)
	b.centred(pen{face: bold, em: 22, wide: 1, c: mix(c, black, 0.4)}, w/2, 58, pick(r, "SERTIFIKAT", "PIAGAM", "IJAZAH"))
	p := body(r)
	b.centred(p, w/2, 78, "Diberikan kepada")
	b.centred(pen{face: italic, em: 15, wide: 1, c: black}, w/2, 100, newCitizen(r).name)
	for i := range 3 {
		b.centred(p, w/2, 118+8*float64(i), babble(r, 8))
	}
	signature(b, r, w*0.28, h-36, 40, black)
	signature(b, r, w*0.72, h-36, 40, black)
	b.oval(ink{210, 170, 60, 255}, w/2, h-40, 14, 14, 0)
	return piece(b, "", "", "certificate")
}

func codePage(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.7))
	b.box(anyInk(r), 0, 0, w, h*0.14)
	b.centred(pen{face: bold, em: 15, wide: 1, c: ink{255, 255, 255, 255}}, w/2, h*0.1, pick(r, "SCAN DI SINI", "QR TOKO", "MENU"))
	side := min(w, h) * between(r, 0.4, 0.6)
	code(b, r, (w-side)/2, h*0.24, side, 25+4*r.IntN(3))
	b.centred(body(r), w/2, h*0.94, pick(r, "Warung Sehat", "Toko Makmur", "kas RT 05"))
	return piece(b, "", "", "qr")
}

func poster(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.7))
	c := anyInk(r)
	b.box(c, 0, 0, w, h)
	for range 5 {
		b.oval(alpha(anyInk(r), 120), between(r, 0, w), between(r, 0, h), between(r, 20, 80), between(r, 20, 80), 0)
	}
	text := pen{face: bold, em: w * 0.09, wide: 1, c: contrast(c)}
	for i, s := range []string{pick(r, "PROMO", "LOWONGAN", "DISKON", "BAZAR"), babble(r, 2), babble(r, 3)} {
		b.within(text, w*0.08, h*(0.2+0.12*float64(i)), w*0.84, s)
	}
	face := chance(r, 0.5)
	if face {
		who := newPerson(r, chance(r, 0.5))
		who.draw(b, w*0.6, h*0.68, h*0.24)
	}
	b.box(ink{250, 210, 60, 255}, w*0.06, h*0.88, w*0.5, h*0.95)
	b.within(pen{face: bold, em: h * 0.035, wide: 1, c: black}, w*0.08, h*0.93, w*0.4, phone(r))
	p := piece(b, "", "", "poster")
	p.face = face
	return p
}

// product is a thing with a label before a plain wall: a bottle, a box, a garment.
func product(r *rand.Rand, px float64) *pic {
	px = min(max(px, 60), 640)
	b := newBoard(int(px), int(px), px/100)
	b.box(drift(r, pick(r, ink{250, 250, 250, 255}, ink{230, 220, 206, 255}, ink{200, 214, 224, 255}), 10), 0, 0, 100, 100)
	c := anyInk(r)
	b.glow(ink{0, 0, 0, 110}, 50, 90, 38, 6, 0)
	switch r.IntN(3) {
	case 0:
		b.round(c, 33, 28, 67, 92, 6)
		b.round(mix(c, black, 0.3), 42, 10, 58, 30, 3)
		b.box(ink{250, 250, 246, 255}, 34, 46, 66, 76)
		b.glow(ink{255, 255, 255, 120}, 40, 60, 4, 28, 0)
	case 1:
		b.fill(mix(c, black, 0.4), []point{{78, 28}, {90, 20}, {90, 80}, {78, 90}})
		b.fill(mix(c, ink{255, 255, 255, 255}, 0.3), []point{{14, 28}, {28, 20}, {90, 20}, {78, 28}})
		b.box(c, 14, 28, 78, 90)
		b.box(ink{250, 250, 246, 255}, 22, 40, 70, 66)
	default:
		b.fill(c, []point{{30, 20}, {42, 16}, {50, 22}, {58, 16}, {70, 20}, {92, 36}, {82, 50}, {72, 42}, {72, 92}, {28, 92}, {28, 42}, {18, 50}, {8, 36}})
		b.box(ink{250, 250, 246, 200}, 38, 46, 62, 60)
	}
	b.centred(pen{face: bold, em: 7, wide: 0.9, c: black}, 50, 54, pick(r, "KOPI", "SABUN", "SIRUP", "KAOS", "VITAMIN"))
	b.centred(pen{face: regular, em: 3.4, wide: 1, c: black}, 50, 60, babble(r, 2))
	return piece(b, "", "", "product")
}

func phonePage(px float64) *board {
	px = min(max(px*0.8, 120), 480)
	return newBoard(int(px), int(px*1.9), 1)
}

func chat(r *rand.Rand, px float64) *pic {
	p := piece(phonePage(px), "", "", "chat")
	chatBackground(r, p)
	w, h := p.size()
	text := pen{face: regular, em: w * 0.036, wide: 1, c: ink{30, 30, 30, 255}}
	for y := w * 0.26; y < h-w*0.25; {
		n, x := 1+r.IntN(3), w*0.04
		wide := between(r, 0.4, 0.7) * w
		c := ink{255, 255, 255, 255}
		if chance(r, 0.5) {
			x, c = w*0.96-wide, ink{220, 248, 198, 255}
		}
		high := (float64(n)*0.055 + 0.04) * w
		p.round(c, x, y, x+wide, y+high, w*0.02)
		for i := range n {
			p.within(text, x+w*0.02, y+w*(0.05+0.055*float64(i)), wide-w*0.04, babble(r, 3+r.IntN(4)))
		}
		y += high + w*0.03
	}
	return p
}

func webPage(r *rand.Rand, px float64) *pic {
	b, w, h := page(r, px, chance(r, 0.4))
	c := anyInk(r)
	b.box(c, 0, 0, w, 18)
	b.text(pen{face: bold, em: 9, wide: 1, c: contrast(c)}, 8, 13, pick(r, "niaga.example", "Berita Kini", "Portal Desa", "TokoSerba"))
	p := body(r)
	n := 2 + r.IntN(3)
	for i := range n * 3 {
		x, y := w*0.04+float64(i%n)*w*0.92/float64(n), 28+float64(i/n)*(h-30)/3
		b.box(alpha(anyInk(r), 200), x, y, x+w*0.84/float64(n), y+(h-30)/6)
		for k := range 3 {
			b.within(p, x, y+(h-30)/6+7+6*float64(k), w*0.84/float64(n), babble(r, 4))
		}
	}
	if chance(r, 0.4) {
		b.box(ink{255, 255, 255, 255}, w*0.2, h*0.3, w*0.8, h*0.7)
		b.edge(ink{120, 120, 120, 255}, 1, w*0.2, h*0.3, w*0.8, h*0.7)
		fields(b, r, block{x: w * 0.24, y: h * 0.4, pitch: 9, colon: w * 0.42, end: w * 0.78, label: p, value: p}, "Nama", "Kode", "Kota", "Alamat")
	}
	return piece(b, "", "", "webpage")
}

// snapshot is a face without a thing held.
func snapshot(r *rand.Rand, px float64) *pic {
	px = min(max(px*0.8, 80), 640)
	p := newPic(int(px), int(px*pick(r, 1, 1.33, 0.8)))
	room(r, p)
	w, h := p.size()
	for i := range 1 + r.IntN(2) {
		who := newPerson(r, chance(r, 0.5))
		s := min(w, h) * between(r, 0.34, 0.5)
		who.draw(p.board, w*(0.5+0.24*float64(i)), h*between(r, 0.36, 0.5), s)
	}
	p.face, p.name = true, "selfie"
	return p
}
