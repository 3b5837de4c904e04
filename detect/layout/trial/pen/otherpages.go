package pen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// sheetOfPaper begins a page of about so many pixels' width.
func sheetOfPaper(r *rand.Rand, w, h int) *canvas {
	c := newCanvas(r, w, h, hex(0))
	c.textured(vary(r, hex(pick[uint32](r, 0xfbfbf9, 0xf8f8f4, 0xffffff, 0xf4efe0)), 4), 2, 0.3)
	return c
}

func columnsOf(r *rand.Rand, n int) []column {
	titles := []string{"Uraian", "Jumlah", "Harga", "Total", "Tanggal", "Nama", "Kode", "Jam", "Keterangan", "Kelas", "Senin", "Selasa", "Rabu", "Kamis", "Nilai"}
	fill := between(r, 0.3, 1)
	text := func(c *canvas, row int) string {
		if float64(row) > fill*12 {
			return ""
		}
		return strings.ToUpper(pick(c.r, words(c.r, 2), money(c.r), date(c.r), pick(c.r, men...), fmt.Sprint(c.r.IntN(90))))
	}
	out := make([]column, n)
	sum := 0.0
	for i := range out {
		out[i] = column{titles[r.IntN(len(titles))], between(r, 0.5, 2), text}
		sum += out[i].share
	}
	for i := range out {
		out[i].share /= sum
	}
	return out
}

// tabled is a page with one to three tables: an invoice, a timetable, a form, a list; landscape ones are close to a KK.
func tabled(r *rand.Rand) *canvas {
	w, h := 900, 1272
	if chance(r, 0.6) {
		w, h = 1000, 707
	}
	c := sheetOfPaper(r, w, h)
	if chance(r, 0.2) {
		c.guilloche(hex(0xd6ebee), hex(0xc0dce8), between(r, 2, 8))
	}
	fw, fh := c.fw(), c.fh()
	ink := vary(r, hex(0x20222a), 10)
	title := style{face: pick(r, medium, bold), size: fw * between(r, 0.025, 0.045), col: ink}
	head := pick(r, "INVOICE", "FAKTUR PENJUALAN", "JADWAL PELAJARAN", "DAFTAR HADIR", "FORMULIR PENDAFTARAN", "LAPORAN KEUANGAN", "RENCANA KERJA", "NOTA", "KARTU HASIL STUDI", "SLIP GAJI")
	if chance(r, 0.6) {
		c.middle(fw/2, fh*0.07, head, title)
	} else {
		c.text(fw*0.05, fh*0.07, head, title)
		c.logo(fw*0.9, fh*0.06, fh*0.03)
	}
	small := style{face: pick(r, regular, medium), size: fh * between(r, 0.014, 0.022), col: ink}
	if w > h {
		small.size *= 1.15
	}
	y := 0.1
	for i := range 2 + r.IntN(4) {
		y += small.size / fh * 1.5
		c.text(fw*0.05, y*fh, pick(r, "Nama", "Kepada", "No.", "Tanggal", "Alamat")+" : "+words(r, 2), small)
		if i%2 == 0 && chance(r, 0.6) {
			c.text(fw*0.6, y*fh, pick(r, "Kelas", "Semester", "Telp", "Kota")+" : "+words(r, 2), small)
		}
	}
	y += 0.02
	n := pick(r, 1, 1, 2, 2, 3)
	end := between(r, 0.72, 0.85)
	for i := range n {
		y1 := y + (end-y)*(float64(i)+0.95)/float64(n)
		y0 := y + (end-y)*float64(i)/float64(n)
		c.table(box{between(r, 0.03, 0.08), y0, between(r, 0.92, 0.97), y1}, max(3, (6+r.IntN(14))/n), small, columnsOf(r, 3+r.IntN(5)))
	}
	for _, x := range []float64{0.2, 0.75} {
		if chance(r, 0.6) {
			c.middle(fw*x, fh*0.88, pick(r, "Hormat kami,", "Mengetahui", "Penerima", "Kepala Sekolah"), small)
			c.scribble(box{fw * (x - 0.08), fh * 0.89, fw * (x + 0.08), fh * 0.95}, hex(0x202a60), 1.5)
			c.middle(fw*x, fh*0.97, pick(r, men...), small)
		}
	}
	if chance(r, 0.2) {
		c.qr(box{fw * 0.85, fh * 0.86, fw*0.85 + fh*0.1, fh * 0.96})
	}
	return c
}

// letter is a page of words: an essay, an official letter with emblem, stamp and QR, a certificate.
func letter(r *rand.Rand) *canvas {
	c := sheetOfPaper(r, 850, 1202)
	fw, fh := c.fw(), c.fh()
	ink := hex(0x202024)
	if chance(r, 0.5) {
		c.emblem(fw*0.12, fh*0.06, fh*0.03, hex(0x303030))
		c.middle(fw*0.55, fh*0.05, pick(r, "PEMERINTAH KABUPATEN MALANG", "YAYASAN PENDIDIKAN", "DINAS KEPENDUDUKAN", "PT SINAR ABADI"), style{face: bold, size: fh * 0.02, col: ink})
		c.middle(fw*0.55, fh*0.075, words(r, 7), style{face: regular, size: fh * 0.013, col: ink})
		c.line(ink, 3, 1, pt{fw * 0.07, fh * 0.1}, pt{fw * 0.93, fh * 0.1})
	}
	st := style{face: pick(r, regular, mono, medium), size: fh * between(r, 0.013, 0.018), col: ink}
	y := fh * 0.15
	if chance(r, 0.6) {
		c.middle(fw/2, y, pick(r, "SURAT KETERANGAN", "PENGUMUMAN", "SURAT PERNYATAAN", "BAB II"), style{face: bold, size: fh * 0.022, col: ink})
	}
	for y += fh * 0.04; y < fh*0.78; y += st.size * 1.6 {
		if chance(r, 0.08) {
			y += st.size
		}
		if chance(r, 0.15) {
			c.text(fw*0.12, y, pick(r, "Nama", "Alamat", "Jabatan", "Keperluan"), st)
			c.text(fw*0.35, y, ": "+words(r, 3), st)
			continue
		}
		c.fitted(fw*0.08, y, fw*0.84, words(r, 11+r.IntN(2)), st)
	}
	if chance(r, 0.5) {
		c.qr(box{fw * 0.7, fh * 0.82, fw * 0.84, fh*0.82 + fw*0.14})
	} else if chance(r, 0.6) {
		c.scribble(box{fw * 0.65, fh * 0.85, fw * 0.85, fh * 0.92}, hex(0x20306a), 2)
		c.stamp(fw*0.65, fh*0.87, fw*0.06)
	}
	return c
}

func certificate(r *rand.Rand) *canvas {
	c := sheetOfPaper(r, 1000, 707)
	fw, fh := c.fw(), c.fh()
	col := vary(r, hex(pick[uint32](r, 0xb08a30, 0x1f4e8c, 0x7c2030, 0x206048)), 10)
	if chance(r, 0.5) {
		c.guilloche(hex(0xf6f0dc), hex(0xece0bc), between(r, 2, 9))
	}
	for i := range 3 {
		m := 14 + 9*float64(i)
		c.frame(box{m, m, fw - m, fh - m}, pick(r, 2.0, 6), col, 0.9)
	}
	c.emblem(fw/2, fh*0.14, fh*0.06, col)
	c.middle(fw/2, fh*0.32, pick(r, "SERTIFIKAT", "PIAGAM PENGHARGAAN", "IJAZAH", "CERTIFICATE"), style{face: pick(r, bold, smallCaps, boldItalic), size: fh * 0.1, col: col})
	p := somebody(r)
	c.middle(fw/2, fh*0.42, "diberikan kepada", style{face: italic, size: fh * 0.035, col: hex(0x303030)})
	c.middle(fw/2, fh*0.52, p.name, style{face: boldItalic, size: fh * 0.07, col: hex(0x202020)})
	for i := range 3 {
		c.middle(fw/2, fh*(0.6+0.045*float64(i)), words(r, 9), style{face: regular, size: fh * 0.03, col: hex(0x303030)})
	}
	for _, x := range []float64{0.25, 0.75} {
		c.scribble(box{fw * (x - 0.08), fh * 0.78, fw * (x + 0.08), fh * 0.87}, hex(0x202a60), 2)
		c.middle(fw*x, fh*0.92, pick(r, men...)+" "+pick(r, last...), style{face: medium, size: fh * 0.03, col: hex(0x202020)})
	}
	if chance(r, 0.3) {
		c.portrait(box{fw * 0.45, fh * 0.75, fw * 0.55, fh * 0.95}, hex(0xb02828), p.woman)
	}
	return c
}

// poster explains what to do with a KTP; the card on it is an icon, not a document.
func poster(r *rand.Rand) *canvas {
	w, h := 800, pick(r, 800, 1000, 1130)
	a := vary(r, hex(pick[uint32](r, 0x2a7ab8, 0xe8f2f8, 0xf2b830, 0xc83038, 0x208068, 0xffffff)), 10)
	c := newCanvas(r, w, h, a)
	c.guilloche(a, mix(a, hex(0xffffff), between(r, 0, 0.5)), 1)
	fw, fh := c.fw(), c.fh()
	ink := hex(0xffffff)
	if int(a.R)+int(a.G)+int(a.B) > 420 {
		ink = hex(0x1c2a40)
	}
	c.middle(fw/2, fh*0.11, pick(r, "CARA URUS KTP", "SYARAT KTP-EL", "AYO BAYAR PAJAK", "JAGA DATA PRIBADI", "LAYANAN KK ONLINE", "AWAS PENIPUAN"), style{face: bold, size: fw * 0.08, col: ink})
	for i := range 2 + r.IntN(3) {
		y := fh * (0.25 + 0.17*float64(i))
		c.rounded(box{fw * 0.06, y, fw * 0.94, y + fh*0.14}, fw*0.02, mix(a, hex(0xffffff), 0.7), 1)
		c.ellipse(fw*0.13, y+fh*0.07, fw*0.045, fw*0.045, hex(0xe07030), 1)
		c.middle(fw*0.13, y+fh*0.085, fmt.Sprint(i+1), style{face: bold, size: fw * 0.05, col: hex(0xffffff)})
		for k := range 3 {
			c.text(fw*0.22, y+fh*(0.04+0.035*float64(k)), words(r, 5), style{face: regular, size: fw * 0.03, col: hex(0x202020)})
		}
		if chance(r, 0.6) {
			c.icon(box{fw * 0.76, y + fh*0.02, fw*0.76 + fw*0.13, y + fh*0.02 + fw*0.085})
		}
	}
	if chance(r, 0.3) {
		c.icon(box{fw * 0.35, fh * 0.14, fw * 0.65, fh*0.14 + fw*0.08})
	}
	return c
}

// icon is a drawn pictogram of an identity card.
func (c *canvas) icon(b box) {
	w, h := b[2]-b[0], b[3]-b[1]
	c.rounded(b, w*0.1, hex(pick[uint32](c.r, 0x8cc8e8, 0x3c88c8, 0xf4f4f4)), 1)
	left := chance(c.r, 0.6)
	x := b[0] + w*0.75
	if left {
		x = b[0] + w*0.25
	}
	dark := hex(pick[uint32](c.r, 0x2c4c6c, 0xffffff, 0x505860))
	c.ellipse(x, b[1]+h*0.38, w*0.09, w*0.1, dark, 1)
	c.rounded(box{x - w*0.15, b[1] + h*0.58, x + w*0.15, b[1] + h*0.85}, w*0.1, dark, 1)
	for i := range 3 {
		y := b[1] + h*(0.3+0.2*float64(i))
		x := b[0] + w*0.1
		if left {
			x = b[0] + w*0.5
		}
		c.line(dark, h*0.07, 1, pt{x, y}, pt{x + w*0.38, y})
	}
}

// webPage is a screenshot of a site: bar, columns of text, pictures, buttons, form fields.
func (s *stage) webPage() {
	r, w, h := s.r, s.fw(), s.fh()
	s.rect(box{0, 0, w, h}, hex(pick[uint32](r, 0xffffff, 0xf4f6f8, 0x16181c)), 1)
	ink := hex(0x303438)
	if s.Pix[0] < 80 {
		ink = hex(0xd8dadc)
	}
	unit := max(w, h*0.6)
	bar := vary(r, hex(pick[uint32](r, 0x1c5ca8, 0xc02830, 0x202428, 0x0f8050, 0xf0f0f0)), 10)
	s.rect(box{0, 0, w, unit * 0.07}, bar, 1)
	s.text(unit*0.03, unit*0.047, pick(r, "kabar.example", "Portal Desa", "TokoKita", "Layanan Warga"), style{face: bold, size: unit * 0.033, col: hex(0xffffff)})
	y := unit * 0.1
	st := style{face: regular, size: unit * between(r, 0.016, 0.026), col: ink}
	for y < h {
		switch r.IntN(6) {
		case 0:
			high := unit * between(r, 0.12, 0.35)
			b := box{unit * 0.03, y, w - unit*0.03, y + high}
			s.rect(b, vary(r, hex(pick[uint32](r, 0x9cc4e4, 0xd8c8a8, 0x708870, 0xb0b4b8)), 20), 1)
			for range 5 {
				s.glow(between(r, b[0], b[2]), between(r, b[1], b[3]), high*0.4, high*0.3, hex(pick[uint32](r, 0x305070, 0xf0f0e0, 0x804030)), 0.6)
			}
			y += high + unit*0.04
		case 1:
			s.fitted(unit*0.03, y+unit*0.03, w*0.9, strings.ToUpper(words(r, 5)), style{face: bold, size: unit * 0.04, col: ink})
			y += unit * 0.06
		case 2: // form
			for range 3 {
				s.text(unit*0.03, y+st.size, pick(r, "Nama", "Email", "NIK", "Alamat", "Kata sandi"), st)
				s.frame(box{unit * 0.2, y - st.size*0.3, w * 0.9, y + st.size*1.5}, 1, hex(0x909498), 1)
				y += st.size * 2.4
			}
		case 3:
			s.rounded(box{unit * 0.03, y, unit * 0.25, y + unit*0.05}, unit*0.01, bar, 1)
			s.text(unit*0.06, y+unit*0.034, pick(r, "Kirim", "Daftar", "Lihat"), style{face: medium, size: unit * 0.026, col: hex(0xffffff)})
			y += unit * 0.08
		case 4:
			n := 2 + r.IntN(3)
			cw := (w - unit*0.06) / float64(n)
			for i := range n {
				x := unit*0.03 + float64(i)*cw
				s.rounded(box{x + 4, y, x + cw - 4, y + cw*0.63}, 6, vary(r, hex(pick[uint32](r, 0xbcd8ec, 0xf4ecd0, 0xe8e8ec, 0xd0e4d4)), 14), 1)
				s.fitted(x+10, y+cw*0.2, cw-20, words(r, 3), st)
				if chance(r, 0.5) {
					s.icon(box{x + cw*0.3, y + cw*0.28, x + cw*0.7, y + cw*0.54})
				}
			}
			y += cw*0.63 + unit*0.03
		default:
			for range 2 + r.IntN(6) {
				s.text(unit*0.03, y+st.size, words(r, int(w/st.size/3.2)), st)
				y += st.size * 1.55
			}
			y += st.size
		}
	}
}

func (s *stage) cityMap() {
	r, w, h := s.r, s.fw(), s.fh()
	s.textured(hex(pick[uint32](r, 0xeceae4, 0xe4ecdc, 0x20242c)), 3, 0.2)
	for range 12 {
		x, y := r.Float64()*w, r.Float64()*h
		s.rounded(box{x, y, x + w*between(r, 0.05, 0.3), y + h*between(r, 0.05, 0.2)}, 8, hex(pick[uint32](r, 0xc8e6b8, 0xa8d4f0, 0xdcd8d0)), 1)
	}
	for range 16 {
		a, b := pt{-10, r.Float64() * h}, pt{w + 10, r.Float64() * h}
		if chance(r, 0.5) {
			a, b = pt{r.Float64() * w, -10}, pt{r.Float64() * w, h + 10}
		}
		m := pt{(a[0]+b[0])/2 + between(r, -0.1, 0.1)*w, (a[1]+b[1])/2 + between(r, -0.1, 0.1)*h}
		s.line(hex(pick[uint32](r, 0xffffff, 0xffffff, 0xf8d878)), w*between(r, 0.006, 0.02), 1, a, m, b)
	}
	for range 14 {
		s.text(r.Float64()*w*0.9, r.Float64()*h, "Jl. "+words(r, 1), style{face: regular, size: w * 0.02, col: hex(0x606468), turn: between(r, -0.5, 0.5)})
	}
	s.ellipse(w/2, h/2, w*0.02, w*0.02, hex(0xe03030), 1)
}

// product is a thing for sale: a box, a reader of cards, a wallet, a telephone, on a ground.
func (s *stage) product(p *Pen) string {
	r := s.r
	if chance(r, 0.5) {
		s.textured(hex(pick[uint32](r, 0xffffff, 0xf0f0f0, 0xe8e4dc)), 2, 0.3)
	} else {
		s.ground(p.photos)
	}
	w := min(s.fw(), s.fh()) * between(r, 0.4, 0.8)
	aspect := between(r, 0.6, 1.8)
	q := tilted(r, pose{x: s.fw() / 2, y: s.fh() / 2, w: w}, 0.3, 0.4).corners(aspect)
	col := vary(r, hex(pick[uint32](r, 0x18191c, 0x4aa0d8, 0xe8e8e8, 0xb03030, 0x6a4a30, 0xf0c850)), 12)
	c := newCanvas(r, 360, int(360/aspect), col)
	c.guilloche(col, shade(col, 0.85), 3)
	h := c.fh()
	name := pick(r, "card reader", "product", "product", "wallet")
	switch name {
	case "card reader":
		c.rounded(box{40, h * 0.12, 320, h * 0.4}, 8, hex(0x0c2030), 1)
		c.text(60, h*0.3, "TEMPEL KARTU", style{face: mono, size: 30, col: hex(0x60e0a0)})
		c.rounded(box{60, h * 0.5, 300, h * 0.92}, 10, shade(col, 1.3), 1)
		c.icon(box{130, h * 0.58, 230, h * 0.84})
	case "wallet":
		c.frame(box{8, 8, 352, h - 8}, 2, shade(col, 1.6), 0.9)
		for i := range 3 {
			c.line(shade(col, 0.5), 4, 1, pt{20, h * (0.3 + 0.2*float64(i))}, pt{340, h * (0.3 + 0.2*float64(i))})
		}
	default:
		c.middle(180, h*0.35, pick(r, "KOPI SUSU", "Sabun", "ES JERUK", "Powerbank", "KAOS POLOS"), style{face: pick(r, bold, boldItalic), size: 44, col: hex(0xffffff)})
		c.ellipse(180, h*0.65, 60, h*0.2, hex(pick[uint32](r, 0xf0e0b0, 0x803010, 0x30a060)), 1)
		c.text(40, h*0.93, words(r, 5), style{face: regular, size: 16, col: hex(0x202020)})
	}
	c.round(12)
	s.shadow(q, 1)
	s.warp(c.RGBA, q)
	if chance(r, 0.4) {
		s.text(s.fw()*0.04, s.fh()*0.1, pick(r, "READY STOCK", "PROMO", "Rp"+money(r)), style{face: bold, size: s.fw() * 0.07, col: hex(0xe04020)})
	}
	return name
}

// qrSheet is a page of payment or ticket codes.
func qrSheet(r *rand.Rand) *canvas {
	c := sheetOfPaper(r, 800, 1100)
	n := 1 + r.IntN(3)
	size := 700 / float64(n)
	for i := range n * n {
		x, y := 60+float64(i%n)*size, 160+float64(i/n)*size*1.15
		c.qr(box{x + 12, y, x + size*0.82, y + size*0.82 - 12})
		c.text(x+12, y+size*0.92, words(r, 2), style{face: medium, size: size * 0.06, col: hex(0x202020)})
	}
	c.middle(400, 90, pick(r, "QRIS", "TIKET MASUK", "SCAN DI SINI", "ABSENSI"), style{face: bold, size: 56, col: hex(pick[uint32](r, 0x202020, 0xc02030))})
	return c
}

// layPage shows a page: as a scan, on a table, or in hands.
func (p *Pen) layPage(s *stage, c *canvas) {
	aspect := c.fw() / c.fh()
	d := &document{canvas: c, kind: other}
	switch s.r.IntN(4) {
	case 0: // the page is the picture
		k := min(1, max(s.fw(), s.fh())/max(c.fw(), c.fh()))
		s.RGBA = c.RGBA
		s.resize(k)
	case 1:
		s.room()
		w := min(s.fw(), s.fh()*aspect) * between(s.r, 0.45, 0.8)
		s.heldThing(d, tilted(s.r, pose{x: s.fw() / 2, y: s.fh() * 0.45, w: w}, 0.2, 0.3), aspect, vary(s.r, hex(pick(s.r, skins...)), 8))
		s.light(0.3)
	default:
		s.ground(p.photos)
		if chance(s.r, 0.4) {
			s.clutter(3)
		}
		w := min(s.fw(), s.fh()*aspect) * between(s.r, 0.6, 1.05)
		s.put(d, tilted(s.r, pose{x: s.fw() / 2, y: s.fh() / 2, w: w}, 0.25, 0.4).corners(aspect), 0.7)
		s.light(0.4)
	}
}
