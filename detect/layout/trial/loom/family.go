package loom

import (
	"fmt"
	"image/color"
)

func (h *hand) kk(c *canvas, p person) {
	base := h.vary(pick(h, []color.NRGBA{rgb(190, 216, 230), rgb(196, 222, 214), rgb(204, 220, 236)}), 14)
	c.ramp(mix(base, rgb(255, 255, 255), h.between(0.1, 0.6)), base, h.between(0, 6))
	c.waves(0, 0, pageWide, pageHigh, 22+h.r.IntN(16), 5, alpha(h.vary(rgb(120, 160, 180), 24), 80))
	if h.chance(0.6) { // a printed frame
		edge, ring := h.vary(rgb(70, 120, 150), 24), h.between(20, 55)
		for _, d := range []float64{ring, ring + 18} {
			c.film(edge, strokes(8, pt{d, d}, pt{pageWide - d, d}, pt{pageWide - d, pageHigh - d}, pt{d, pageHigh - d}, pt{d, d})...)
		}
	}
	c.text(2860, 130, style{letters: monoBold, size: 52, col: rgb(170, 40, 40), align: 1}, fmt.Sprintf("No. %06d", h.r.IntN(1e6)))
	h.household(c, p, false)
}

func (h *hand) kk2020(c *canvas, p person) {
	c.flood(h.vary(rgb(250, 250, 248), 5))
	h.household(c, p, true)
}

func (h *hand) household(c *canvas, p person, plain bool) {
	ink := h.ink()
	letters := pick(h, []alphabet{regular, regular, medium})
	h.bird(c, h.between(200, 270), h.between(170, 200), h.between(90, 120))
	c.text(1485, h.between(130, 150), style{letters: bold, size: h.between(84, 104), narrow: h.between(0.85, 1), col: ink, align: 0.5}, "KARTU KELUARGA")
	c.text(1485, 228, style{letters: bold, size: h.between(56, 64), col: ink, align: 0.5}, "No. "+h.family(p.code))
	small := style{letters: letters, size: h.between(30, 34), narrow: h.between(0.82, 1), col: ink}
	left := form{h.between(110, 150), 520, 550, 285, h.between(36, 39), 1000, small, small}
	left.row(c, "Nama Kepala Keluarga", p.name)
	left.row(c, "Alamat", p.road)
	left.row(c, "RT/RW", p.rt)
	left.row(c, "Kode Pos", fmt.Sprintf("%d", 10000+h.r.IntN(80000)))
	right := form{h.between(1850, 2050), 2320, 2350, 285, left.pitch, 540, small, small}
	right.row(c, "Desa/Kelurahan", p.village)
	right.row(c, "Kecamatan", p.district)
	right.row(c, "Kabupaten/Kota", p.town())
	right.row(c, "Provinsi", p.province)

	family := []person{p}
	for range 1 + h.r.IntN(5) {
		q := h.someone()
		q.code = p.code
		q.nik = p.code + q.nik[4:]
		family = append(family, q)
	}
	x, w := h.between(90, 130), 0.0
	w = pageWide - 2*x
	first := [][]string{{"No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama", "Pendidikan", "Jenis Pekerjaan"}}
	second := [][]string{{"No", "Status Perkawinan", "Hubungan Keluarga", "Kewarganegaraan", "No. Paspor", "No. KITAP", "Ayah", "Ibu"}}
	share1, share2 := []float64{0.03, 0.2, 0.14, 0.09, 0.11, 0.09, 0.08, 0.12, 0.14}, []float64{0.03, 0.14, 0.15, 0.12, 0.11, 0.11, 0.17, 0.17}
	if plain || h.chance(0.4) { // columns that came in 2018
		first[0] = append(first[0], "Golongan Darah")
		second[0] = append(second[0][:2:2], append([]string{"Tanggal Perkawinan"}, second[0][2:]...)...)
		share1, share2 = append(share1, 0.07), append(share2[:2:2], append([]float64{0.09}, share2[2:]...)...)
	}
	for i, q := range family {
		relation := []string{"KEPALA KELUARGA", "ISTRI", "ANAK", "ANAK", "ANAK", "ORANG TUA"}[i]
		first = append(first, []string{fmt.Sprint(i + 1), q.name, q.nik, q.sex, q.place, q.born, q.faith, pick(h, schools), q.job, "-"})
		row := []string{fmt.Sprint(i + 1), q.state, "-", relation, "WNI", "-", "-", pick(h, men) + " " + pick(h, last), pick(h, women)}
		if len(second[0]) == 8 {
			row = append(row[:2], row[3:]...)
		}
		second = append(second, row)
	}
	top, high := h.between(430, 455), h.between(585, 625)
	small.size = h.between(24, 28)
	h.grid(c, x, top, w, high, share1, first, 10, small)
	h.grid(c, x, top+high+h.between(10, 40), w, high, share2, second, 10, small)

	y := h.between(1725, 1765)
	small.size = 32
	c.text(x, y, small, "Dikeluarkan Tanggal : "+h.date(2008, 17))
	if !plain {
		for i, line := range []string{"LEMBAR : I. Kepala Keluarga", "II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
			c.text(x+min(float64(i), 1)*150, y+50+float64(i)*38, small, line)
		}
	}
	small.align = 0.5
	mid, far := h.between(1250, 1450), h.between(2350, 2500)
	c.text(mid, y, small, "KEPALA KELUARGA")
	c.text(mid, y+270, small, p.name)
	c.fit(far, y, 800, small, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL")
	c.text(far, y+270, small, pick(h, men)+" "+pick(h, last)+", S.SOS")
	if plain {
		side := h.between(165, 215)
		h.code(c, far-side/2, y+20, side)
		return
	}
	h.signature(c, mid-150, y+60, 300, 140, ink, 7)
	h.signature(c, far-150, y+60, 320, 140, rgb(30, 40, 110), 8)
	h.stamp(c, far-190, y+130, 120)
}

// grid draws a table: lines, a head, rows and empty rows up to a number.
func (h *hand) grid(c *canvas, x, y, w, high float64, share []float64, cells [][]string, rows int, s style) {
	sum := 0.0
	for _, v := range share {
		sum += v
	}
	head := high / float64(rows+2) * h.between(1.2, 2.2)
	pitch := (high - head) / float64(rows)
	var lines [][]pt
	rule := func(a, b pt) { lines = append(lines, strokes(max(high/250, 0.9/c.s), a, b)...) }
	if h.chance(0.5) {
		c.film(alpha(h.vary(rgb(150, 160, 165), 30), 110), box(x, y, w, head))
	}
	rule(pt{x, y}, pt{x + w, y})
	for i := range rows + 1 {
		rule(pt{x, y + head + float64(i)*pitch}, pt{x + w, y + head + float64(i)*pitch})
	}
	left := x
	for k, v := range share {
		wide := v / sum * w
		rule(pt{left, y}, pt{left, y + high})
		for i, row := range cells[:min(len(cells), rows+1)] {
			at, align := y+head+(float64(i)-0.27)*pitch, 0.0
			s := s
			if i == 0 {
				at, align = y+head/2+s.size*0.35, 0.5
			}
			s.align = align
			c.fit(left+max(align*wide, 0.03*wide), at, wide*0.94, s, row[k])
		}
		left += wide
	}
	rule(pt{left, y}, pt{left, y + high})
	c.fill(s.col, lines...)
}

func (h *hand) npwp(c *canvas, p person) {
	base := h.vary(rgb(246, 232, 168), 16)
	if h.chance(0.25) {
		base = h.vary(rgb(246, 242, 226), 8)
	}
	c.ramp(mix(base, rgb(255, 255, 255), 0.6), base, h.between(0, 6))
	swoop := h.vary(pick(h, []color.NRGBA{rgb(236, 190, 50), rgb(230, 200, 90), rgb(90, 130, 190)}), 18)
	c.film(alpha(swoop, 120), oval(h.between(500, 800), 620, 620, h.between(150, 230), h.between(-0.3, 0)))
	c.waves(0, 380, cardWide, 140, 10, 2, alpha(swoop, 90))
	navy := h.vary(rgb(26, 40, 110), 18)
	h.crest(c, 88, 80, 52)
	head := style{letters: bold, size: h.between(26, 30), narrow: h.between(0.8, 0.95), col: navy}
	x := h.between(160, 180)
	c.text(x, 56, head, pick(h, []string{"DEPARTEMEN KEUANGAN", "KEMENTERIAN KEUANGAN", "KEMENTERIAN KEUANGAN"})+" REPUBLIK INDONESIA")
	c.text(x, 96, head, "DIREKTORAT JENDERAL PAJAK")
	c.fill(navy, box(28, h.between(140, 150), 800, 4))
	ink := h.ink()
	c.text(36, h.between(222, 230), style{letters: pick(h, []alphabet{bold, monoBold, medium}), size: h.between(44, 50), narrow: 0.86, col: ink}, "NPWP : "+signed(h.tax()))
	body := style{letters: pick(h, []alphabet{regular, medium, bold}), size: h.between(27, 31), narrow: h.between(0.82, 1), col: ink}
	y, pitch := h.between(276, 290), h.between(35, 39)
	lines := []string{p.name, "NIK : " + p.nik, p.road, "RT/RW " + p.rt + " " + p.village, p.district + " - " + p.place}
	if h.chance(0.5) {
		lines = append(lines[:1], lines[2:]...)
	}
	for _, line := range lines {
		c.fit(36, y, 700, body, line)
		y += pitch
	}
	body.size = 23
	c.text(36, 500, body, "KPP PRATAMA "+p.place)
	c.text(h.between(480, 560), 500, body, "TERDAFTAR : "+h.date(2003, 18))
	if h.chance(0.5) {
		c.text(815, 440, style{letters: bold, size: 66, col: alpha(navy, 210), align: 1, slant: 0.2}, "npwp")
	}
}

// crest stands for the ministry's: a shield in a ring.
func (h *hand) crest(c *canvas, x, y, r float64) {
	c.fill(h.vary(rgb(24, 44, 120), 14), []pt{{x - r, y - r*0.6}, {x, y - r}, {x + r, y - r*0.6}, {x + r*0.8, y + r*0.6}, {x, y + r}, {x - r*0.8, y + r*0.6}})
	c.fill(h.vary(rgb(240, 190, 40), 14), disc(x, y, r*0.5, r*0.62))
	c.fill(rgb(250, 250, 250), disc(x, y+r*0.1, r*0.24, r*0.4))
}

func (h *hand) npwp2023(c *canvas, p person) {
	c.ramp(rgb(252, 252, 252), h.vary(rgb(226, 236, 246), 8), h.between(0, 3))
	navy, gold := h.vary(rgb(20, 44, 110), 14), h.vary(rgb(250, 196, 30), 14)
	low := h.between(450, 490)
	c.fill(gold, []pt{{0, low - 20}, {300, low + 20}, {cardWide, low - h.between(40, 110)}, {cardWide, cardHigh}, {0, cardHigh}})
	c.fill(navy, []pt{{0, low}, {320, low + 34}, {cardWide, low - 30}, {cardWide, cardHigh}, {0, cardHigh}})
	ink, title := h.ink(), navy
	if h.chance(0.6) {
		c.fill(navy, box(0, 0, cardWide, 124))
		title = rgb(255, 255, 255)
	}
	h.crest(c, 78, 62, 46)
	head := style{letters: bold, size: h.between(23, 26), narrow: h.between(0.8, 0.95), col: title}
	c.text(142, 54, head, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA")
	c.text(142, 90, head, "DIREKTORAT JENDERAL PAJAK")
	c.text(820, 96, style{letters: bold, size: 64, narrow: 0.8, col: mix(title, gold, 0.4), align: 1}, pick(h, []string{"NPWP", "npwp"}))
	number := style{letters: pick(h, []alphabet{bold, medium}), size: h.between(36, 42), narrow: 0.9, col: ink}
	small := style{letters: pick(h, []alphabet{regular, medium}), size: h.between(24, 28), narrow: h.between(0.84, 1), col: ink}
	tax := h.tax()
	long := p.nik
	if h.chance(0.2) {
		long = "0" + tax
	}
	c.text(44, 205, number, "NPWP16 : "+long)
	c.text(44, 248, small, "NPWP15 : "+signed(tax))
	f := form{44, 170, 190, 300, h.between(36, 40), 400, small, small}
	f.text.letters = bold
	f.row(c, "Nama", p.name)
	f.row(c, "NIK", p.nik)
	f.row(c, "Alamat", p.road)
	f.row(c, "", p.village+", "+p.place)
	side := h.between(140, 180)
	h.code(c, 800-side, h.between(200, 260), side)
	c.text(800, 520, style{letters: medium, size: 22, col: rgb(240, 240, 250), align: 1}, "www.pajak.example")
}
