package brush

import (
	"math/rand/v2"
	"strings"
)

// otherCard draws a card that is none of ours. Each kind follows the habits of its issuers, so some come near: photographs,
// labels with colons, blue and yellow grounds.
func otherCard(r *rand.Rand, width int) *art {
	draw := one(r, bankCard, bankCard, studentCard, studentCard, memberCard, drivingLicence, drivingLicence, healthCard, staffCard, foreignCard, foreignCard, visitingCard, childCard, transitCard)
	a := draw(r, min(width, 640))
	a.wear(r)
	return a
}

func plainCard(r *rand.Rand, width int, from, to ink) *art {
	a := newCard(r, "", width, from)
	a.blend(0, 0, a.w, a.h, from, to, chance(r, 0.5))
	return a
}

func anyInk(r *rand.Rand) ink { return hsv(within(r, 0, 360), within(r, 0.1, 0.9), within(r, 0.3, 1)) }

// readable is black or white, whichever stands out.
func readable(c ink) ink {
	if int(c.R)*3+int(c.G)*6+int(c.B) > 1300 {
		return black
	}
	return white
}

func bankCard(r *rand.Rand, width int) *art {
	from := anyInk(r)
	a := plainCard(r, width, from, anyInk(r))
	w, h, c := a.w, a.h, readable(from)
	if chance(r, 0.5) {
		a.waves(r, alpha(white, 0.2), 10)
	}
	a.ellipse(w*within(r, 0.2, 0.9), h*within(r, 0, 1), w*0.4, w*0.3, alpha(anyInk(r), 0.3))
	f := face{font: bold, narrow: 1}
	a.text(f, w*0.07, h*0.17, h*0.11, c, strings.ToUpper(one(r, "Bank "+words(r, 1), words(r, 2))))
	a.round(w*0.08, h*0.33, w*0.13, h*0.17, w*0.015, ink{212, 175, 85, 255})
	a.line(alpha(black, 0.5), 1, pt{w * 0.08, h * 0.41}, pt{w * 0.21, h * 0.41})
	a.text(numberFace(r), w*0.08, h*0.67, h*0.115, c, digits(r, 4, 4, 4, 4))
	a.text(f.in(mono), w*0.45, h*0.79, h*0.06, c, "VALID THRU 09/31")
	a.text(f.in(mono), w*0.08, h*0.9, h*0.07, c, somebody(r).name)
	x, y := w*0.82, h*0.84
	a.ellipse(x, y, h*0.1, h*0.1, alpha(ink{235, 60, 40, 255}, 0.9))
	a.ellipse(x+h*0.11, y, h*0.1, h*0.1, alpha(ink{250, 180, 40, 255}, 0.8))
	return a
}

// details writes label lines where a card has room for them.
func (a *art) details(r *rand.Rand, f face, x, y, end, pitch float64, labels []string, c ink) {
	p := somebody(r)
	values := []string{p.name, p.place + ", " + p.birth, digits(r, 8), p.street, words(r, 2), date(r), p.village, p.sex}
	size := pitch * within(r, 0.62, 0.78)
	widest := 0.0
	for _, l := range labels {
		widest = max(widest, f.width(l, size))
	}
	var lines [][2]string
	for i, l := range labels {
		lines = append(lines, [2]string{l, values[i%len(values)]})
	}
	if chance(r, 0.3) { // labels above values
		for i, l := range labels[:min(len(labels), 4)] {
			a.text(f, x, y+float64(2*i)*pitch, size*0.7, alpha(c, 0.7), l)
			a.fit(f.in(bold), x, y+float64(2*i+1)*pitch, size, end, c, values[i])
		}
		return
	}
	a.rows(rows{f, x, x + widest + a.w*0.02, end, y, pitch, size, c}, lines)
}

func studentCard(r *rand.Rand, width int) *art {
	base := mix(anyInk(r), white, within(r, 0.4, 1))
	a := plainCard(r, width, base, mix(base, white, 0.5))
	w, h, bar := a.w, a.h, anyInk(r)
	a.rect(0, 0, w, h*within(r, 0.18, 0.27), bar)
	a.shield(w*0.09, h*0.11, h*0.08, mix(bar, white, 0.6))
	f := anyFace(r)
	a.text(f.in(bold), w*0.17, h*0.1, h*0.07, readable(bar), one(r, "UNIVERSITAS ", "SMA NEGERI 99 ", "SMK ", "POLITEKNIK ")+one(r, places...))
	a.text(f, w*0.17, h*0.17, h*0.05, readable(bar), one(r, "KARTU TANDA MAHASISWA", "KARTU PELAJAR", "KARTU ANGGOTA PERPUSTAKAAN"))
	px := one(r, w*0.05, w*0.05, w*0.75)
	a.blit(portrait(r, somebody(r), one(r, ink{190, 30, 40, 255}, ink{40, 80, 180, 255}, white)), px, h*0.33, w*0.2, h*0.44)
	x, end := w*0.29, w*0.97
	if px > w/2 {
		x, end = w*0.05, w*0.74
	}
	a.details(r, f, x, h*0.4, end, h*within(r, 0.07, 0.09), []string{"Nama", "TTL", "NIM", "Alamat", "Prodi", "Berlaku s/d"}[:4+r.IntN(3)], black)
	if chance(r, 0.6) {
		a.bars(r, x, h*0.84, w*0.4, h*0.1)
	}
	return a
}

// bars draws a bar code that says nothing.
func (b *board) bars(r *rand.Rand, x, y, w, h float64) {
	for q := x; q < x+w; q += w * within(r, 0.012, 0.04) {
		b.rect(q, y, w*within(r, 0.004, 0.018), h, black)
	}
}

func memberCard(r *rand.Rand, width int) *art {
	from := anyInk(r)
	a := plainCard(r, width, from, mix(from, black, within(r, 0, 0.6)))
	w, h, c := a.w, a.h, readable(from)
	f := anyFace(r)
	a.centred(f.in(bold), w*0.5, h*0.3, h*0.15, w*0.8, c, strings.ToUpper(words(r, 2)))
	a.centred(f, w*0.5, h*0.42, h*0.07, w*0.8, c, "MEMBER CARD")
	a.text(numberFace(r), w*0.08, h*0.72, h*0.085, c, digits(r, 4, 4, 4))
	a.text(f, w*0.08, h*0.84, h*0.065, c, somebody(r).name)
	if chance(r, 0.5) {
		a.rect(w*0.55, h*0.78, w*0.4, h*0.16, white)
		a.bars(r, w*0.57, h*0.8, w*0.36, h*0.12)
	}
	return a
}

func drivingLicence(r *rand.Rand, width int) *art {
	base := one(r, ink{250, 235, 232, 255}, ink{245, 245, 245, 255}, ink{220, 228, 240, 255}, ink{250, 240, 215, 255})
	a := plainCard(r, width, base, mix(base, white, 0.6))
	w, h := a.w, a.h
	a.waves(r, alpha(ink{200, 60, 60, 255}, 0.25), 18)
	bar := one(r, ink{190, 25, 35, 255}, ink{190, 25, 35, 255}, ink{30, 60, 140, 255})
	a.rect(0, 0, w, h*0.2, bar)
	f := anyFace(r)
	a.text(f.in(bold), w*0.2, h*0.09, h*0.065, white, "INDONESIA")
	a.text(f.in(bold), w*0.2, h*0.17, h*0.065, white, "SURAT IZIN MENGEMUDI")
	a.text(f.in(bold), w*0.87, h*0.16, h*0.14, white, one(r, "A", "C", "B"))
	a.emblem(w*0.1, h*0.1, h*0.08, ink{220, 180, 60, 255})
	p := somebody(r)
	a.blit(portrait(r, p, one(r, ink{40, 80, 180, 255}, ink{190, 40, 40, 255})), w*0.04, h*0.3, w*0.23, h*0.5)
	s := h * 0.05
	a.text(numberFace(r), w*0.31, h*0.28, s*1.2, black, digits(r, 4, 4, 6))
	y := h * 0.36
	for i, l := range []string{p.name, p.place + ", " + p.birth, p.blood + " - " + p.sex, p.street, p.village, p.job, p.province} {
		a.fit(f, w*0.31, y, s, w*0.78, black, string(rune('1'+i))+". "+l)
		y += h * within(r, 0.07, 0.085)
	}
	a.blit(portrait(r, p, ink{230, 230, 230, 255}), w*0.82, h*0.55, w*0.12, h*0.27)
	a.scribble(r, w*0.06, h*0.84, w*0.2, h*0.1, black)
	return a
}

func healthCard(r *rand.Rand, width int) *art {
	a := plainCard(r, width, white, ink{240, 248, 244, 255})
	w, h := a.w, a.h
	green := hsv(within(r, 130, 215), within(r, 0.5, 0.9), within(r, 0.4, 0.7))
	a.fill(green, []pt{{0, 0}, {w, 0}, {w, h * 0.12}, {w * 0.5, h * 0.22}, {0, h * 0.2}})
	f := anyFace(r)
	a.text(f.in(bold), w*0.06, h*0.13, h*0.09, white, one(r, "Kartu Sehat", "JAMINAN KESEHATAN", "Kartu Peserta"))
	a.ellipse(w*0.9, h*0.32, h*0.09, h*0.09, alpha(green, 0.6))
	labels := []string{"Nomor Kartu", "Nama", "Alamat", "Tanggal Lahir", "NIK", "Faskes Tingkat I"}
	a.details(r, f, w*0.06, h*0.34, w*0.95, h*0.09, labels, black)
	if chance(r, 0.5) {
		a.bars(r, w*0.06, h*0.87, w*0.4, h*0.09)
	} else {
		a.qr(r, w*0.8, h*0.66, h*0.28, black)
	}
	return a
}

func staffCard(r *rand.Rand, width int) *art {
	base := anyInk(r)
	w0 := int(float64(width) / cardAspect)
	a := &art{board: newBoard(w0, int(float64(w0)*cardAspect), white), corner: 0.05}
	w, h := a.w, a.h
	a.blend(0, 0, w, h*0.35, base, mix(base, black, 0.4), true)
	f := anyFace(r)
	a.centred(f.in(bold), w*0.5, h*0.12, w*0.09, w*0.9, readable(base), "PT "+strings.ToUpper(words(r, 2)))
	a.blit(portrait(r, somebody(r), mix(base, white, 0.7)), w*0.28, h*0.2, w*0.44, h*0.36)
	p := somebody(r)
	a.centred(f.in(bold), w*0.5, h*0.66, w*0.08, w*0.9, black, p.name)
	a.centred(f, w*0.5, h*0.72, w*0.06, w*0.9, black, words(r, 2))
	a.centred(f, w*0.5, h*0.8, w*0.06, w*0.9, black, "ID "+digits(r, 6))
	a.bars(r, w*0.2, h*0.86, w*0.6, h*0.08)
	return a
}

// foreignCard draws identity cards as other countries make them: photograph left or right, captions over values, a coded line.
func foreignCard(r *rand.Rand, width int) *art {
	base := hsv(within(r, 0, 360), within(r, 0.05, 0.3), within(r, 0.85, 0.98))
	a := plainCard(r, width, base, mix(base, hsv(within(r, 0, 360), 0.3, 0.9), 0.6))
	w, h := a.w, a.h
	a.waves(r, alpha(anyInk(r), 0.25), 24)
	f := anyFace(r)
	a.text(f.in(bold), w*0.06, h*0.11, h*0.075, black, one(r, "REPUBLIC OF NORDMARK", "KINGDOM OF SELANDIA", "REPUBLIK LURANIA", "FEDERATION OF ARDEN"))
	a.text(f, w*0.06, h*0.18, h*0.05, black, one(r, "IDENTITY CARD", "RESIDENCE PERMIT", "NATIONAL ID", "MyCard"))
	p := somebody(r)
	px, x := w*0.05, w*0.34
	if chance(r, 0.35) {
		px, x = w*0.68, w*0.05
	}
	back := one(r, ink{225, 228, 232, 255}, ink{225, 228, 232, 255}, ink{60, 110, 200, 255})
	a.blit(portrait(r, p, back), px, h*0.25, w*0.26, h*0.52)
	y, pitch := h*0.3, h*within(r, 0.1, 0.125)
	for i, c := range []string{"Surname", "Given names", "Date of birth", "Document No.", "Nationality"} {
		a.text(f, x, y-pitch*0.45, h*0.035, alpha(black, 0.7), c)
		a.fit(f.in(bold), x, y, h*0.055, x+w*0.5, black, []string{strings.Fields(p.name)[1], strings.Fields(p.name)[0], p.birth, digits(r, 9), "NRD"}[i])
		y += pitch
	}
	if chance(r, 0.5) {
		for i := range 2 {
			a.text(face{font: mono, narrow: 0.95}, w*0.05, h*(0.87+0.08*float64(i)), h*0.065, black, "IDNRD"+digits(r, 9)+"---------"+digits(r, 6)+"--------")
		}
	} else {
		a.round(w*0.8, h*0.2, w*0.12, h*0.14, 5, ink{212, 175, 85, 255})
	}
	return a
}

func visitingCard(r *rand.Rand, width int) *art {
	base := one(r, white, mix(anyInk(r), white, 0.8), black)
	a := plainCard(r, width, base, base)
	w, h, c := a.w, a.h, readable(base)
	f := anyFace(r)
	a.rect(0, h*0.8, w, h*0.2, anyInk(r))
	a.shield(w*0.85, h*0.2, h*0.1, anyInk(r))
	a.text(f.in(bold), w*0.08, h*0.3, h*0.1, c, somebody(r).name)
	for i := range 4 {
		a.fit(f, w*0.08, h*(0.42+0.09*float64(i)), h*0.055, w*0.9, c, words(r, 3+r.IntN(3)))
	}
	return a
}

// childCard is pink, with a portrait, as children get it.
func childCard(r *rand.Rand, width int) *art {
	a := plainCard(r, width, ink{248, 205, 220, 255}, ink{250, 230, 236, 255})
	w, h := a.w, a.h
	a.waves(r, alpha(ink{220, 120, 160, 255}, 0.3), 20)
	f := anyFace(r)
	a.centred(f.in(bold), w*0.55, h*0.11, h*0.075, w*0.8, black, "KARTU IDENTITAS ANAK")
	a.emblem(w*0.08, h*0.12, h*0.08, ink{160, 120, 40, 255})
	a.blit(portrait(r, somebody(r), ink{220, 60, 70, 255}), w*0.05, h*0.32, w*0.2, h*0.42)
	a.details(r, f, w*0.29, h*0.28, w*0.97, h*0.075, []string{"Nama", "Tempat/Tgl Lahir", "No. KK", "Nama Kepala Keluarga", "No. Akta Kelahiran", "Agama", "Alamat"}, black)
	return a
}

func transitCard(r *rand.Rand, width int) *art {
	from := hsv(within(r, 190, 230), within(r, 0.2, 0.8), within(r, 0.6, 1))
	a := plainCard(r, width, from, one(r, from, mix(from, white, 0.6), hsv(45, 0.3, 0.98)))
	w, h := a.w, a.h
	for range 5 {
		a.fill(alpha(anyInk(r), 0.5), arc(nil, within(r, 0, 1)*w, within(r, 0, 1)*h, w*within(r, 0.05, 0.4), h*within(r, 0.1, 0.3), 0, 6.3))
	}
	f := anyFace(r)
	a.text(f.in(bold), w*0.07, h*0.22, h*0.14, readable(from), one(r, "e-Money", "FLASH", "KartuTrans", "TapGo"))
	a.text(f, w*0.07, h*0.9, h*0.06, readable(from), digits(r, 4, 4, 4, 4))
	return a
}
