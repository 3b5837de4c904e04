package loom

import (
	"fmt"
	"image/color"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// like is a thing that could be taken for a document.
type like struct {
	wide, high float64 // tenths of a millimetre
	draw       func(*hand, *canvas)
}

var (
	bank    = like{cardWide, cardHigh, (*hand).bankCard}
	badges  = []like{{cardWide, cardHigh, (*hand).badge}, {cardWide, cardHigh, (*hand).badge}, {cardWide, cardHigh, (*hand).licence}, {cardWide, cardHigh, (*hand).insurance}, {540, 856, (*hand).lanyard}}
	blue    = like{cardWide, cardHigh, (*hand).blueThing}
	tables  = []like{{2100, 2970, (*hand).invoice}, {pageWide, pageHigh, (*hand).timetable}, {2100, 2970, (*hand).letter}}
	kinds   = []string{"bank", "id-like", "blue", "table", "product", "web", "selfie", "collage"}
	weights = []int{30, 45, 25, 30, 25, 25, 15, 10}
)

func (l like) item(h *hand) item {
	return item{l.wide / 10, func(width float64) *canvas {
		w := min(max(1.6*width, 320), 640)
		if l.wide > 1000 {
			w = min(max(1.6*width, 480), 960)
		}
		c := h.canvas(w, w*l.high/l.wide)
		c.s = w / l.wide
		l.draw(h, c)
		if l.wide < 1000 && l.wide > l.high {
			c.corners()
		}
		return c
	}}
}

// Negative draws what shows no document.
func (g Generator) Negative(r *rand.Rand) trial.Shot {
	h := &hand{Generator: g, r: r}
	name := r.Uint64()
	n, kind := r.IntN(205), ""
	for i, w := range weights {
		kind = kinds[i]
		if n -= w; n < 0 {
			break
		}
	}
	scene := pick(h, []string{trial.Scan, trial.Tight, trial.Table, trial.Table, trial.Selfie, trial.Hand, trial.Screen})
	anything := func() item {
		return pick(h, []like{bank, blue, pick(h, badges), pick(h, badges), pick(h, tables)}).item(h)
	}
	var c *canvas
	switch kind {
	case "bank":
		c = scenes[scene](h, h.place(scene), bank.item(h))
	case "id-like":
		c = scenes[scene](h, h.place(scene), pick(h, badges).item(h))
	case "blue":
		c = scenes[scene](h, h.place(scene), blue.item(h))
	case "table":
		if scene == trial.Screen || scene == trial.Selfie && h.chance(0.7) {
			scene = trial.Sheet
		}
		it := pick(h, tables).item(h)
		if scene == trial.Sheet {
			scene = trial.Table
		}
		c = scenes[scene](h, h.place(scene), it)
	case "product":
		c = h.product(h.place(trial.Table))
	case "web":
		c = h.web()
	case "selfie":
		c = h.people(h.place(trial.Selfie))
	default:
		c = h.collage(place{}, item{cardWide / 10, func(width float64) *canvas { return anything().draw(width) }})
	}
	s := h.finish(fmt.Sprintf("%s-%016x", kind, name), scene, c)
	s.Scene = kind
	return s
}

func (h *hand) bankCard(c *canvas) {
	a := h.vary(pick(h, []color.NRGBA{rgb(20, 60, 130), rgb(170, 140, 60), rgb(30, 30, 34), rgb(160, 30, 40), rgb(0, 120, 130), rgb(180, 190, 200), rgb(120, 180, 215)}), 24)
	c.ramp(a, mix(a, rgb(255, 255, 255), h.between(0.1, 0.5)), h.between(0, 6))
	if h.chance(0.5) {
		c.film(alpha(rgb(255, 255, 255), 50), oval(h.between(200, 700), h.between(0, 500), 400, h.between(80, 260), h.between(0, 3)))
	}
	ink := pick(h, []color.NRGBA{rgb(250, 250, 250), rgb(30, 30, 36)})
	c.text(50, 80, style{letters: bold, size: h.between(40, 58), col: ink, slant: h.between(0, 0.2)}, pick(h, []string{"BANK CONTOH", "Bank Nusa", "BANK MANDALA", "Kredit Kita", "DEBIT"}))
	c.fill(rgb(214, 184, 100), rounded(70, 190, 110, 85, 14))
	c.fill(rgb(120, 96, 40), strokes(4, pt{70, 232}, pt{180, 232})...)
	c.text(64, 350, style{letters: pick(h, []alphabet{mono, monoBold, medium}), size: 62, narrow: h.between(0.85, 1), col: ink}, pick(h, banks))
	s := style{letters: mono, size: 28, col: ink}
	c.text(360, 410, s, fmt.Sprintf("%02d/%02d", 1+h.r.IntN(12), 26+h.r.IntN(6)))
	c.text(64, 480, s, pick(h, men)+" "+pick(h, last))
	x := h.between(680, 720)
	c.fill(h.vary(rgb(210, 50, 40), 20), disc(x, 450, 55, 55))
	c.film(alpha(h.vary(rgb(240, 170, 40), 20), 200), disc(x+60, 450, 55, 55))
}

// badge is a card of a school, a firm or a club: a portrait and lines with labels, as documents have them.
func (h *hand) badge(c *canvas) {
	p := h.someone()
	a := h.vary(pick(h, []color.NRGBA{rgb(236, 240, 246), rgb(170, 205, 228), rgb(250, 236, 190), rgb(190, 222, 190), rgb(236, 200, 200), rgb(250, 250, 250), rgb(150, 190, 225)}), 18)
	c.ramp(a, mix(a, pick(h, []color.NRGBA{rgb(255, 255, 255), rgb(90, 130, 180)}), h.between(0, 0.5)), h.between(0, 6))
	if h.chance(0.4) {
		c.waves(0, 0, cardWide, cardHigh, 14, 2, alpha(h.vary(rgb(120, 150, 180), 40), 90))
	}
	ink, bar := h.ink(), h.vary(pick(h, cloths), 24)
	top := 110.0
	title := style{letters: bold, size: h.between(30, 42), narrow: h.between(0.8, 1), col: ink, align: 0.5}
	if h.chance(0.6) {
		c.fill(bar, box(0, 0, cardWide, top))
		title.col = rgb(250, 250, 250)
	}
	c.fill(h.vary(rgb(230, 190, 60), 30), disc(70, 55, 40, 40))
	c.text(450, 50, title, pick(h, []string{"UNIVERSITAS CONTOH NUSANTARA", "SMA NEGERI 0 CONTOH", "KOPERASI MAJU BERSAMA", "PERPUSTAKAAN DAERAH", "KLUB SEPEDA CERIA", "PT CONTOH SEJAHTERA"}))
	c.text(450, 94, title, pick(h, []string{"KARTU MAHASISWA", "KARTU PELAJAR", "KARTU ANGGOTA", "MEMBER CARD", "KARTU PEGAWAI"}))
	left := h.chance(0.5)
	px, x := 620.0, 50.0
	if left {
		px, x = 45, 265
	}
	h.portrait(c, px, h.between(150, 190), h.between(160, 195), h.between(210, 250), h.vary(pick(h, []color.NRGBA{rgb(180, 40, 40), rgb(40, 80, 170), rgb(200, 200, 200), rgb(60, 140, 90)}), 20), p.woman)
	s := style{letters: pick(h, []alphabet{regular, medium, mono}), size: h.between(24, 32), narrow: h.between(0.75, 0.95), col: ink}
	f := form{x, x + 190, x + 210, 200, h.between(30, 46), 330, s, s}
	f.row(c, pick(h, []string{"NIM", "NIS", "No. Anggota", "ID"}), fmt.Sprintf("%d", 10000000+h.r.IntN(80000000)))
	all := [][2]string{{"Nama", p.name}, {"Tempat/Tgl Lahir", p.place + ", " + p.born}, {"Jenis Kelamin", p.sex}, {"Alamat", p.road}, {"Program Studi", "TEKNIK"}, {"Agama", p.faith}, {"Telepon", h.phone()}, {"Berlaku s/d", h.date(2025, 6)}}
	for _, i := range h.r.Perm(len(all))[:3+h.r.IntN(4)] {
		f.row(c, all[i][0], all[i][1])
	}
	if h.chance(0.4) {
		h.code(c, 720, 420, 95)
	} else if h.chance(0.5) {
		for i := range 40 {
			c.fill(ink, box(60+float64(i)*7, 470, h.between(1.5, 5), 46))
		}
	}
}

func (h *hand) licence(c *canvas) {
	p := h.someone()
	c.ramp(rgb(250, 246, 244), h.vary(rgb(240, 190, 180), 16), h.between(0, 6))
	c.fill(h.vary(rgb(190, 30, 40), 16), box(0, 0, cardWide, h.between(70, 110)))
	c.text(440, 60, style{letters: bold, size: 46, narrow: 0.9, col: rgb(255, 255, 255), align: 0.5}, pick(h, []string{"SURAT IZIN MENGEMUDI", "DRIVING LICENSE"}))
	c.text(800, 170, style{letters: bold, size: 90, col: h.vary(rgb(190, 30, 40), 20), align: 1}, pick(h, []string{"A", "C", "B1"}))
	h.portrait(c, 40, 150, 190, 240, h.vary(rgb(60, 100, 190), 30), p.woman)
	s := style{letters: regular, size: 27, narrow: 0.9, col: h.ink()}
	for i, line := range []string{"0000-" + fmt.Sprintf("%04d", h.r.IntN(10000)), p.name, p.place + ", " + p.born, p.blood + " - " + p.sex, p.road, p.job, "POLDA CONTOH"} {
		c.text(260, 190+float64(i)*42, s, fmt.Sprintf("%d. %s", i+1, line))
	}
	h.signature(c, 60, 410, 160, 80, rgb(20, 20, 30), 3)
}

func (h *hand) insurance(c *canvas) {
	p := h.someone()
	green := h.vary(rgb(40, 140, 80), 24)
	c.ramp(rgb(250, 252, 250), mix(green, rgb(255, 255, 255), 0.7), h.between(0, 6))
	c.fill(green, box(0, 0, cardWide, 90))
	c.text(40, 60, style{letters: bold, size: 42, col: rgb(255, 255, 255)}, pick(h, []string{"KARTU INDONESIA SEHAT", "KARTU PESERTA", "ASURANSI CONTOH"}))
	s := style{letters: regular, size: 29, narrow: 0.9, col: h.ink()}
	f := form{44, 260, 284, 160, h.between(44, 56), 500, s, s}
	f.row(c, "Nomor Kartu", fmt.Sprintf("999%010d", h.r.IntN(1e9)))
	f.row(c, "Nama", p.name)
	f.row(c, "Alamat", p.road)
	f.row(c, "Tanggal Lahir", p.born)
	f.row(c, "NIK", p.nik)
	f.row(c, "Faskes", "PUSKESMAS "+p.village)
}

func (h *hand) lanyard(c *canvas) {
	a := h.vary(pick(h, cloths), 24)
	c.flood(rgb(250, 250, 250))
	c.fill(a, box(0, 0, 540, 200), box(0, 780, 540, 80))
	c.text(270, 110, style{letters: bold, size: 48, col: rgb(255, 255, 255), align: 0.5}, pick(h, []string{"PANITIA", "STAFF", "PESERTA", "PRESS"}))
	p := h.someone()
	h.portrait(c, 160, 240, 220, 280, rgb(200, 210, 220), p.woman)
	s := style{letters: bold, size: 40, narrow: 0.8, col: h.ink(), align: 0.5}
	c.fit(270, 590, 480, s, p.name)
	s.letters, s.size = regular, 30
	c.fit(270, 640, 480, s, p.job)
}

// blueThing has the colours of a KTP and none of its parts: a notebook, a voucher, a case.
func (h *hand) blueThing(c *canvas) {
	a := h.vary(rgb(150, 200, 226), 30)
	c.ramp(a, mix(a, rgb(240, 250, 255), h.between(0, 0.8)), h.between(0, 6))
	if h.chance(0.6) {
		c.waves(0, 0, cardWide, cardHigh, 6+h.r.IntN(14), h.between(2, 8), alpha(h.vary(rgb(70, 140, 190), 30), 110))
	}
	for range h.r.IntN(4) {
		c.fill(h.vary(pick(h, append(cloths, a, a)), 30), rounded(h.between(20, 600), h.between(20, 400), h.between(60, 400), h.between(20, 200), 10))
	}
	if h.chance(0.6) {
		c.text(h.between(60, 200), h.between(120, 420), style{letters: pick(h, []alphabet{bold, italic}), size: h.between(40, 110), col: h.vary(rgb(30, 60, 120), 30)}, pick(h, []string{"Notebook", "VOUCHER 50%", "Air Minum", "Gift Card", "Selamat!", "Tisu Basah"}))
	}
	if h.chance(0.4) {
		h.print(c, 60, 280, h.between(200, 700), 180, h.between(20, 34))
	}
}

func (h *hand) invoice(c *canvas) {
	c.flood(h.vary(rgb(250, 250, 248), 5))
	ink := h.ink()
	s := style{letters: regular, size: 44, col: ink}
	c.text(150, 240, style{letters: bold, size: 100, col: h.vary(pick(h, cloths), 20)}, pick(h, []string{"INVOICE", "FAKTUR", "KWITANSI", "NOTA"}))
	for i, line := range []string{"Toko Contoh", pick(h, roads) + ", " + pick(h, towns), "Telp. " + h.phone(), "No. INV/" + fmt.Sprint(2020+h.r.IntN(6)) + "/" + fmt.Sprint(h.r.IntN(900))} {
		c.text(150, 330+58*float64(i), s, line)
	}
	rows := [][]string{{"No", "Nama Barang", "Jumlah", "Harga", "Total"}}
	for i := range 3 + h.r.IntN(9) {
		rows = append(rows, []string{fmt.Sprint(i + 1), pick(h, []string{"Kertas A4", "Tinta", "Map", "Pulpen", "Buku", "Kursi"}), fmt.Sprint(1 + h.r.IntN(20)), h.rupiah(), h.rupiah()})
	}
	h.grid(c, 150, 680, 1800, h.between(900, 1400), []float64{1, 5, 2, 3, 3}, rows, 12, s)
	c.text(1950, 2250, style{letters: bold, size: 56, col: ink, align: 1}, "TOTAL Rp "+h.rupiah())
	h.signature(c, 1400, 2400, 400, 200, ink, 9)
}

// timetable is two tables on a wide page.
func (h *hand) timetable(c *canvas) {
	c.flood(h.vary(pick(h, []color.NRGBA{rgb(250, 250, 248), rgb(214, 230, 238), rgb(244, 240, 220)}), 6))
	ink := h.ink()
	c.text(1485, 160, style{letters: bold, size: 90, col: ink, align: 0.5}, pick(h, []string{"JADWAL PELAJARAN", "DAFTAR HADIR", "LAPORAN KAS", "RAPOR SISWA"}))
	s := style{letters: regular, size: 34, col: ink}
	f := form{130, 520, 550, 280, 44, 600, s, s}
	for _, l := range []string{"Kelas", "Wali Kelas", "Semester"} {
		f.row(c, l, pick(h, last))
	}
	y := 460.0
	for range 1 + h.r.IntN(2) {
		n := 4 + h.r.IntN(6)
		var rows [][]string
		for range 3 + h.r.IntN(8) {
			row := make([]string, n)
			for k := range row {
				row[k] = pick(h, []string{"Matematika", "IPA", "Olahraga", "07.30", "Hadir", "80", "-", h.rupiah(), pick(h, men)})
			}
			rows = append(rows, row)
		}
		share := make([]float64, n)
		for k := range share {
			share[k] = h.between(0.5, 2)
		}
		high := h.between(500, 720)
		h.grid(c, 120, y, 2730, high, share, rows, 10, s)
		y += high + h.between(30, 120)
	}
}

func (h *hand) letter(c *canvas) {
	c.flood(h.vary(rgb(250, 250, 246), 5))
	if h.chance(0.6) {
		h.bird(c, 1050, 200, 110)
	}
	c.text(1050, 420, style{letters: bold, size: 72, col: h.ink(), align: 0.5}, pick(h, []string{"SURAT KETERANGAN", "PENGUMUMAN", "SURAT UNDANGAN", "FORMULIR PENDAFTARAN"}))
	h.print(c, 220, 520, 1650, h.between(900, 1800), h.between(52, 70))
	h.stamp(c, 1350, 2500, 130)
	h.signature(c, 1300, 2400, 400, 200, rgb(30, 40, 100), 9)
}
