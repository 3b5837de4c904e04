package brush

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// otherPage draws a sheet that is none of ours, lying or standing.
func otherPage(r *rand.Rand, width int) *art {
	draw := one(r, invoice, invoice, timetable, timetable, certificate, form, letter, letter, spreadsheet, passport, receipt, poster)
	return draw(r, min(width, 640))
}

func sheetOf(r *rand.Rand, width int, lying bool) *art {
	v := uint8(238 + r.IntN(18))
	c := one(r, ink{v, v, v, 255}, ink{v, v, v, 255}, hsv(within(r, 170, 215), within(r, 0.03, 0.2), 0.97), ink{250, 244, 225, 255})
	if lying {
		return &art{board: newBoard(width, int(float64(width)/pageAspect), c)}
	}
	w := int(float64(width) / pageAspect)
	return &art{board: newBoard(w, int(float64(w)*pageAspect), c)}
}

// grid draws a table with cells of running text and returns its lower end.
func (b *board) grid(r *rand.Rand, f face, x, y, w, pitch float64, heads []string, lines int) float64 {
	thick := max(0.6, b.w*0.0015)
	at := []float64{0}
	sum := 0.0
	for range heads {
		sum += within(r, 0.5, 1.6)
		at = append(at, sum)
	}
	bottom := y + pitch*float64(lines+1)
	if chance(r, 0.5) {
		b.rect(x, y, w, pitch, mix(anyInk(r), white, 0.5))
	}
	inner := chance(r, 0.7)
	for i, head := range heads {
		cx, end := x+w*at[i]/sum, x+w*at[i+1]/sum
		b.fit(f.in(bold), cx+pitch*0.2, y+pitch*0.72, pitch*0.6, end, black, head)
		number := chance(r, 0.5)
		for k := range lines {
			t := words(r, 1+r.IntN(3))
			if number {
				t = money(r)
			}
			b.fit(f, cx+pitch*0.2, y+pitch*(float64(k)+1.72), pitch*0.6, end, black, t)
		}
		if inner || i == 0 {
			b.line(black, thick, pt{cx, y}, pt{cx, bottom})
		}
	}
	b.line(black, thick, pt{x + w, y}, pt{x + w, bottom})
	for k := range lines + 2 {
		if inner || k < 2 || k == lines+1 {
			b.line(black, thick, pt{x, y + pitch*float64(k)}, pt{x + w, y + pitch*float64(k)})
		}
	}
	return bottom
}

func invoice(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, chance(r, 0.5))
	w, h, f := a.w, a.h, anyFace(r)
	s := h * 0.022
	a.text(f.in(bold), w*0.06, h*0.08, s*2, anyInk(r), one(r, "FAKTUR", "INVOICE", "NOTA PEMBELIAN", "KWITANSI"))
	a.shield(w*0.9, h*0.07, h*0.04, anyInk(r))
	for i := range 4 {
		a.fit(f, w*0.06, h*0.12+float64(i)*s*1.3, s, w*0.45, black, words(r, 3)+" : "+digits(r, 5))
		a.fit(f, w*0.6, h*0.12+float64(i)*s*1.3, s, w*0.95, black, words(r, 2)+" : "+date(r))
	}
	y := a.grid(r, f, w*0.06, h*0.24, w*0.88, h*within(r, 0.026, 0.04), []string{"No", "Nama Barang", "Jumlah", "Harga", "Total", "Ket"}[:3+r.IntN(4)], 4+r.IntN(8))
	if chance(r, 0.4) && y < h*0.6 {
		y = a.grid(r, f, w*0.06, y+h*0.03, w*0.88, h*0.03, []string{"No", "Pembayaran", "Tanggal", "Jumlah"}, 3+r.IntN(5))
	}
	a.text(f.in(bold), w*0.6, y+h*0.05, s*1.3, black, "TOTAL Rp "+money(r))
	a.scribble(r, w*0.7, min(h*0.88, y+h*0.08), w*0.15, h*0.06, ink{30, 30, 100, 255})
	return a
}

func timetable(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, chance(r, 0.7))
	w, h, f := a.w, a.h, anyFace(r)
	a.centred(f.in(bold), w*0.5, h*0.09, h*0.05, w*0.9, black, one(r, "JADWAL PELAJARAN", "DAFTAR HADIR PESERTA", "RAPOR SISWA", "DAFTAR HARGA", "LAPORAN KEGIATAN"))
	a.centred(f, w*0.5, h*0.14, h*0.025, w*0.9, black, words(r, 5))
	heads := []string{"No", "Nama", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Nilai", "Ket"}
	n := 4 + r.IntN(7)
	pitch := h * within(r, 0.03, 0.05)
	y := a.grid(r, f, w*0.04, h*0.2, w*0.92, pitch, heads[:n], 6+r.IntN(int(min(12, 0.7*h/pitch-6))))
	if y < h*0.9 {
		a.text(f, w*0.65, min(h*0.97, y+h*0.05), h*0.025, black, one(r, places...)+", "+date(r))
	}
	return a
}

func spreadsheet(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, true)
	a.rect(0, 0, a.w, a.h*0.09, one(r, ink{33, 115, 70, 255}, ink{230, 230, 230, 255}, ink{52, 73, 94, 255}))
	a.grid(r, face{font: sans, narrow: 0.9}, 0, a.h*0.1, a.w, a.h*within(r, 0.03, 0.045), []string{"A", "B", "C", "D", "E", "F", "G", "H"}[:4+r.IntN(5)], 19)
	return a
}

func certificate(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, chance(r, 0.85))
	w, h, f, c := a.w, a.h, anyFace(r), anyInk(r)
	a.waves(r, alpha(c, 0.2), 20)
	a.frame(w*0.03, h*0.04, w*0.94, h*0.92, w*0.015, c)
	a.frame(w*0.05, h*0.07, w*0.9, h*0.86, w*0.003, c)
	a.emblem(w*0.5, h*0.16, h*0.07, c)
	a.centred(f.in(bold), w*0.5, h*0.34, h*0.09, w*0.8, c, one(r, "SERTIFIKAT", "PIAGAM", "IJAZAH", "CERTIFICATE"))
	a.centred(f, w*0.5, h*0.42, h*0.03, w*0.8, black, "No. "+digits(r, 3, 4, 4))
	a.centred(f.in(bold), w*0.5, h*0.53, h*0.06, w*0.8, black, somebody(r).name)
	for i := range 3 {
		a.centred(f, w*0.5, h*(0.61+0.05*float64(i)), h*0.03, w*0.8, black, words(r, 7))
	}
	a.scribble(r, w*0.15, h*0.78, w*0.15, h*0.08, ink{30, 30, 90, 255})
	a.scribble(r, w*0.68, h*0.78, w*0.15, h*0.08, ink{30, 30, 90, 255})
	if chance(r, 0.4) {
		a.qr(r, w*0.46, h*0.78, h*0.11, black)
	}
	return a
}

func form(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, chance(r, 0.25))
	w, h, f := a.w, a.h, anyFace(r)
	a.centred(f.in(bold), w*0.5, h*0.07, h*0.028, w*0.9, black, one(r, "FORMULIR PENDAFTARAN", "SURAT PERNYATAAN", "DATA PEMOHON", "BIODATA"))
	pitch := h * within(r, 0.028, 0.04)
	boxes := chance(r, 0.4)
	for i := range 12 + r.IntN(8) {
		y := h*0.13 + float64(i)*pitch
		a.fit(f, w*0.07, y, pitch*0.5, w*0.34, black, words(r, 2))
		a.text(f, w*0.35, y, pitch*0.5, black, ":")
		if boxes && i%3 == 0 {
			for k := range 14 {
				a.frame(w*(0.38+0.038*float64(k)), y-pitch*0.6, w*0.036, pitch*0.75, 1, black)
			}
		} else {
			a.line(black, 0.8, pt{w * 0.38, y}, pt{w * 0.93, y})
		}
	}
	if chance(r, 0.4) {
		a.frame(w*0.75, h*0.8, w*0.17, h*0.15, 1, black)
		a.centred(f, w*0.835, h*0.88, h*0.02, w*0.15, black, "Foto 3x4")
	}
	return a
}

func letter(r *rand.Rand, width int) *art {
	a := sheetOf(r, width, false)
	w, h, f := a.w, a.h, anyFace(r)
	a.emblem(w*0.1, h*0.07, h*0.04, one(r, ink{170, 130, 40, 255}, black))
	a.centred(f.in(bold), w*0.55, h*0.05, h*0.02, w*0.75, black, "PEMERINTAH "+somebody(r).regency)
	a.centred(f.in(bold), w*0.55, h*0.08, h*0.024, w*0.75, black, strings.ToUpper(words(r, 4)))
	a.line(black, 2, pt{w * 0.05, h * 0.115}, pt{w * 0.95, h * 0.115})
	a.centred(f.in(bold), w*0.5, h*0.16, h*0.02, w*0.8, black, one(r, "SURAT KETERANGAN", "SURAT TUGAS", "UNDANGAN", "KUTIPAN AKTA KELAHIRAN"))
	y := h * 0.22
	for range 14 + r.IntN(10) {
		a.fit(f, w*0.08, y, h*0.015, w*within(r, 0.5, 0.93), black, words(r, 16))
		y += h * 0.023
	}
	if chance(r, 0.7) {
		a.qr(r, w*one(r, 0.1, 0.45, 0.75), h*0.83, h*0.11, black)
	} else {
		a.scribble(r, w*0.65, h*0.84, w*0.2, h*0.05, ink{30, 30, 90, 255})
	}
	return a
}

func passport(r *rand.Rand, width int) *art {
	base := one(r, ink{222, 235, 226, 255}, ink{238, 222, 226, 255}, ink{220, 228, 242, 255})
	a := &art{board: newBoard(width, width*7/10, base), corner: 0.02}
	w, h, f := a.w, a.h, anyFace(r)
	a.waves(r, alpha(anyInk(r), 0.25), 30)
	a.text(f.in(bold), w*0.3, h*0.09, h*0.045, black, "PASPOR / PASSPORT")
	p := somebody(r)
	a.blit(portrait(r, p, ink{230, 230, 230, 255}), w*0.04, h*0.15, w*0.25, h*0.48)
	for i, l := range []string{"Type P   Code IDN   No. Z" + digits(r, 7), p.name, "INDONESIA", p.birth, p.place, date(r), strings.ToUpper(words(r, 2))} {
		a.text(f, w*0.33, h*(0.15+0.085*float64(i)), h*0.024, alpha(black, 0.7), words(r, 2))
		a.fit(f.in(bold), w*0.33, h*(0.19+0.085*float64(i)), h*0.036, w*0.97, black, l)
	}
	for i := range 2 {
		a.fit(face{font: mono, narrow: 1}, w*0.03, h*(0.87+0.07*float64(i)), h*0.05, w*0.97, black, "P-IDN"+strings.ReplaceAll(p.name, " ", "-")+"-------"+digits(r, 9)+"------------------")
	}
	return a
}

func receipt(r *rand.Rand, width int) *art {
	w := width / 2
	a := &art{board: newBoard(w, int(float64(w)*within(r, 1.3, 2.4)), ink{246, 246, 242, 255})}
	f := face{font: mono, narrow: 0.9}
	a.centred(f.in(monoBold), a.w/2, a.w*0.12, a.w*0.08, a.w*0.9, black, "TOKO "+strings.ToUpper(words(r, 1)))
	for y := a.w * 0.25; y < a.h*0.93; y += a.w * 0.065 {
		a.fit(f, a.w*0.05, y, a.w*0.05, a.w*0.6, black, words(r, 2))
		a.text(f, a.w*0.66, y, a.w*0.05, black, money(r))
	}
	return a
}

func poster(r *rand.Rand, width int) *art {
	base := anyInk(r)
	a := sheetOf(r, width, chance(r, 0.4))
	w, h, f := a.w, a.h, anyFace(r)
	a.blend(0, 0, w, h, base, anyInk(r), true)
	for range r.IntN(6) {
		a.ellipse(within(r, 0, w), within(r, 0, h), w*within(r, 0.05, 0.3), w*within(r, 0.05, 0.3), alpha(anyInk(r), 0.5))
	}
	a.centred(f.in(bold), w*0.5, h*0.15, h*0.09, w*0.9, readable(base), strings.ToUpper(one(r, "Promo besar", "Waspada penipuan", "Lindungi data pribadi", "Lowongan kerja", words(r, 2))))
	if chance(r, 0.4) { // a little card as an icon, as help pages draw it
		x, y, s := w*0.3, h*0.25, w*0.4
		a.round(x, y, s, s*0.62, s*0.05, mix(anyInk(r), white, 0.7))
		a.ellipse(x+s*0.25, y+s*0.22, s*0.09, s*0.09, base)
		a.ellipse(x+s*0.25, y+s*0.45, s*0.15, s*0.13, base)
		for k := range 3 {
			a.rect(x+s*0.5, y+s*(0.14+0.13*float64(k)), s*0.38, s*0.05, base)
		}
	} else if chance(r, 0.6) {
		a.blit(portrait(r, somebody(r), anyInk(r)), w*0.35, h*0.22, w*0.3, w*0.38)
	}
	for i := range 5 + r.IntN(5) {
		a.fit(f, w*0.08, h*(0.56+0.04*float64(i)), h*0.028, w*0.92, readable(base), fmt.Sprintf("%d. %s", i+1, words(r, 5)))
	}
	if chance(r, 0.4) {
		a.rect(w*0.72, h*0.78, h*0.17, h*0.17, white)
		a.qr(r, w*0.72+h*0.01, h*0.79, h*0.15, black)
	}
	return a
}
