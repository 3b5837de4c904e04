package brush

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// drawKK draws the family card on bluish security paper, drawWhiteKK the plain print with a QR code since July 2020.
func drawKK(r *rand.Rand, width int) *art {
	base := hsv(within(r, 165, 212), within(r, 0.1, 0.26), within(r, 0.88, 0.96))
	a := &art{document: trial.KK, board: newBoard(width, int(float64(width)/pageAspect), base)}
	a.waves(r, alpha(hsv(within(r, 170, 215), 0.4, 0.75), within(r, 0.25, 0.5)), 40)
	a.waves(r, alpha(hsv(within(r, 100, 330), 0.25, 0.85), 0.35), 25)
	if chance(r, 0.5) {
		a.globe(r, a.w/2, a.h/2, a.h*0.25, hsv(200, 0.4, 0.8))
	}
	a.frame(a.w*0.012, a.h*0.015, a.w*0.976, a.h*0.97, a.w*within(r, 0.004, 0.012), alpha(hsv(within(r, 170, 210), 0.5, 0.6), 0.7))
	a.family(r, false)
	return a
}

func drawWhiteKK(r *rand.Rand, width int) *art {
	v := uint8(240 + r.IntN(16))
	a := &art{document: trial.KK, board: newBoard(width, int(float64(width)/pageAspect), ink{v, v, uint8(min(255, int(v)+r.IntN(3))), 255})}
	a.family(r, true)
	return a
}

// family fills the page: title, head block, two tables of ten rows, footer. Measures after notes/domain.md 3.4.
func (a *art) family(r *rand.Rand, qr bool) {
	w, h := a.w, a.h
	p, f := somebody(r), anyFace(r)
	f.narrow = min(f.narrow, 0.92)
	dy := within(r, -0.008, 0.008) * h
	a.emblem(w*within(r, 0.07, 0.1), h*0.085+dy, h*within(r, 0.045, 0.06), one(r, ink{170, 130, 30, 255}, ink{60, 60, 60, 255}))
	a.centred(f.in(bold), w*0.5, h*0.082+dy, h*within(r, 0.05, 0.062), w*0.5, black, "KARTU KELUARGA")
	a.centred(f.in(bold), w*0.5, h*0.122+dy, h*within(r, 0.03, 0.038), w*0.5, black, "No. "+p.kk)
	a.number = [4]float64{0.36, 0.09, 0.28, 0.045}
	if !qr {
		a.text(numberFace(r), w*0.8, h*0.05, h*0.022, ink{150, 20, 30, 255}, "No. "+digits(r, 9))
	}
	s := h * within(r, 0.0185, 0.022)
	left := rows{f, w * 0.04, w * 0.16, w * 0.5, h*0.145 + dy, h * 0.0175, s, black}
	right := left
	right.label, right.colon, right.end = w*0.62, w*0.74, w*0.97
	a.rows(left, [][2]string{{"Nama Kepala Keluarga", p.name}, {"Alamat", p.street}, {"RT/RW", "003/007"}, {"Kode Pos", "00000"}})
	a.rows(right, [][2]string{{"Desa/Kelurahan", p.village}, {"Kecamatan", p.district}, {"Kabupaten/Kota", p.regency}, {"Provinsi", p.province}})
	newer := qr || chance(r, 0.4)
	first := []column{{"No", 0.03, "i"}, {"Nama Lengkap", 0.2, "name"}, {"NIK", 0.14, "nik"}, {"Jenis Kelamin", 0.09, "sex"}, {"Tempat Lahir", 0.11, "place"}, {"Tanggal Lahir", 0.09, "birth"}, {"Agama", 0.08, "faith"}, {"Pendidikan", 0.13, "school"}, {"Jenis Pekerjaan", 0.13, "job"}}
	second := []column{{"No", 0.03, "i"}, {"Status Perkawinan", 0.14, "status"}, {"Status Hubungan", 0.15, "role"}, {"Kewarganegaraan", 0.1, "wni"}, {"No. Paspor", 0.11, "-"}, {"No. KITAP", 0.11, "-"}, {"Ayah", 0.18, "man"}, {"Ibu", 0.18, "lady"}}
	if newer {
		first = append(first, column{"Gol. Darah", 0.06, "blood"})
		second[1].share = 0.1
		second = append(second[:2:2], append([]column{{"Tgl Perkawinan", 0.1, "birth"}}, second[2:]...)...)
	}
	n := 1 + r.IntN(6)
	var members []person
	for range n {
		members = append(members, somebody(r))
	}
	a.table(r, f, w*0.035, h*within(r, 0.212, 0.222)+dy, w*0.93, h*0.285, first, members)
	a.table(r, f, w*0.035, h*within(r, 0.512, 0.522)+dy, w*0.93, h*0.275, second, members)
	y := h * within(r, 0.82, 0.835)
	a.text(f, w*0.04, y, s, black, "Dikeluarkan Tanggal : "+date(r))
	if !qr {
		for i, l := range []string{"LEMBAR :  I. Kepala Keluarga", "II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
			a.text(f, w*(0.04+0.045*math.Min(1, float64(i))), y+float64(i+1)*s*1.2, s*0.9, black, l)
		}
	}
	a.centred(f, w*0.42, y, s, w*0.25, black, "KEPALA KELUARGA")
	a.centred(f, w*0.42, h*0.945, s, w*0.25, black, p.name)
	a.scribble(r, w*0.38, y+h*0.03, w*0.08, h*0.06, ink{30, 30, 90, 220})
	a.centred(f, w*0.79, y, s, w*0.36, black, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL")
	a.centred(f, w*0.79, h*0.945, s, w*0.3, black, somebody(r).name)
	if qr {
		side := h * within(r, 0.075, 0.095)
		a.qr(r, w*within(r, 0.74, 0.8)-side/2, y+h*0.012, side, black)
		a.text(f, w*0.04, h*0.975, s*0.8, black, "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik")
		return
	}
	a.line(alpha(ink{90, 40, 150, 255}, 0.55), h*0.006, arc(nil, w*0.72, y+h*0.05, h*0.055, h*0.055, 0, 6.3)...)
	a.scribble(r, w*0.72, y+h*0.02, w*0.12, h*0.07, ink{30, 30, 90, 230})
}

// emblem is a bird-like blot, no arms of a state.
func (b *board) emblem(cx, cy, rad float64, c ink) {
	b.ellipse(cx, cy, rad*0.35, rad*0.5, c)
	b.ellipse(cx, cy-rad*0.65, rad*0.2, rad*0.22, c)
	for _, s := range []float64{-1, 1} {
		b.fill(c, []pt{{cx, cy - rad*0.3}, {cx + s*rad*0.9, cy - rad*0.8}, {cx + s*rad, cy + rad*0.3}, {cx + s*rad*0.3, cy + rad*0.4}})
	}
	b.fill(c, []pt{{cx - rad*0.3, cy + rad*0.4}, {cx + rad*0.3, cy + rad*0.4}, {cx + rad*0.6, cy + rad}, {cx - rad*0.6, cy + rad}})
	b.ellipse(cx, cy, rad*0.2, rad*0.28, mix(c, white, 0.6))
}

type column struct {
	head  string
	share float64
	what  string
}

// table draws a head, a row of column numbers and ten rows; rows without a member hold dashes.
func (b *board) table(r *rand.Rand, f face, x, y, w, h float64, cols []column, members []person) {
	total := 0.0
	for _, c := range cols {
		total += c.share
	}
	thick := max(0.7, b.w*within(r, 0.001, 0.0018))
	headH, numH := h*0.14, h*0.065
	rowH := (h - headH - numH) / 10
	s := rowH * within(r, 0.72, 0.85)
	cx := x
	for k, c := range cols {
		cw := w * c.share / total
		b.line(black, thick, pt{cx, y}, pt{cx, y + h})
		b.centred(f.in(bold), cx+cw/2, y+headH*0.62, s, cw*0.92, black, c.head)
		b.centred(f, cx+cw/2, y+headH+numH*0.8, s*0.8, cw, black, fmt.Sprintf("(%d)", k))
		for i := range 10 {
			t := "-"
			if i < len(members) {
				t = members[i].column(c.what, i)
			} else if c.what == "i" {
				t = fmt.Sprint(i + 1)
			}
			base := y + headH + numH + (float64(i)+0.78)*rowH
			if t == "-" || c.what == "i" {
				b.centred(f, cx+cw/2, base, s, cw, black, t)
			} else {
				b.fit(f, cx+s*0.3, base, s, cx+cw, black, t)
			}
		}
		cx += cw
	}
	b.line(black, thick, pt{cx, y}, pt{cx, y + h})
	for i := range 13 {
		ly := y + headH + numH + float64(i-2)*rowH
		switch i {
		case 0:
			ly = y
		case 1:
			ly = y + headH
		}
		b.line(black, thick, pt{x, ly}, pt{x + w, ly})
	}
}

func (p *person) column(what string, i int) string {
	roles := []string{"KEPALA KELUARGA", "ISTRI", "ANAK"}
	m := map[string]string{
		"i": fmt.Sprint(i + 1), "name": p.name, "nik": p.nik, "sex": p.sex, "place": p.place, "birth": p.birth, "faith": p.faith,
		"school": "SLTA/SEDERAJAT", "job": p.job, "blood": p.blood, "status": p.status, "role": roles[min(i, 2)], "wni": "WNI",
		"man": men[p.year%len(men)], "lady": women[p.year%len(women)], "-": "-",
	}
	return m[what]
}

// drawOldNPWP draws the card in yellow and cream with fifteen digits.
func drawOldNPWP(r *rand.Rand, width int) *art {
	base := hsv(within(r, 44, 56), within(r, 0.12, 0.5), within(r, 0.92, 0.99))
	a := newCard(r, trial.NPWP, width, base)
	w, h := a.w, a.h
	if chance(r, 0.6) {
		a.blend(0, h*0.3, w, h*0.7, base, mix(base, hsv(48, 0.6, 0.95), within(r, 0.2, 0.8)), true)
	}
	tone := hsv(within(r, 40, 60), 0.5, 0.8)
	a.waves(r, alpha(tone, 0.35), 22)
	a.shield(w*0.62, h*0.58, h*0.28, alpha(tone, 0.25))
	p, f := somebody(r), anyFace(r)
	a.taxHead(r, f, one(r, "DEPARTEMEN", "KEMENTERIAN")+" KEUANGAN REPUBLIK INDONESIA", ink{20, 40, 110, 255})
	dx, dy := within(r, -0.01, 0.015)*w, within(r, -0.02, 0.02)*h
	n := numberFace(r)
	a.text(n, w*0.07+dx, h*0.385+dy, h*within(r, 0.085, 0.1), black, "NPWP : "+p.npwp)
	a.number = [4]float64{0.06, 0.3, 0.72, 0.11}
	s, pitch := h*within(r, 0.052, 0.062), h*within(r, 0.065, 0.078)
	y := h*0.49 + dy
	for _, l := range []string{p.name, p.street + " RT 003/007", p.village + " " + p.district, p.regency} {
		a.fit(f, w*0.07+dx, y, s, w*0.9, black, l)
		y += pitch
	}
	a.text(f, w*0.07+dx, h*0.86+dy, s*0.85, black, "KPP PRATAMA "+p.place)
	a.text(f, w*0.62, h*0.93, s*0.8, black, "TERDAFTAR : "+date(r))
	if chance(r, 0.6) {
		a.rect(0, h*0.955, w, h*0.045, hsv(within(r, 215, 235), 0.7, 0.5))
	}
	return a
}

// drawNPWP draws the card of today: sixteen digits or the NIK, a curve of blue under yellow.
func drawNPWP(r *rand.Rand, width int) *art {
	a := newCard(r, trial.NPWP, width, ink{250, 250, 247, 255})
	w, h := a.w, a.h
	yellow, blue := hsv(within(r, 44, 52), within(r, 0.55, 0.85), 0.98), hsv(within(r, 215, 230), within(r, 0.6, 0.85), within(r, 0.4, 0.6))
	a.blend(0, 0, w, h, mix(yellow, white, within(r, 0.35, 0.8)), mix(yellow, white, within(r, 0, 0.4)), true)
	a.fill(yellow, append(arc(nil, w*0.95, h*0.75, w*0.5, h*0.62, math.Pi, 1.6*math.Pi), pt{w, 0}, pt{w, h}, pt{w * 0.45, h}))
	foot := h * within(r, 0.86, 0.91)
	a.fill(blue, []pt{{0, foot}, {w * 0.35, foot - h*0.02}, {w * 0.7, foot + h*0.03}, {w, foot - h*0.05}, {w, h}, {0, h}})
	p, f := somebody(r), anyFace(r)
	a.taxHead(r, f, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", blue)
	s := h * within(r, 0.052, 0.06)
	dy := within(r, -0.015, 0.02) * h
	y := h*0.36 + dy
	a.text(f.in(bold), w*0.07, y, s*1.35, black, "NPWP15 : "+p.npwp)
	a.text(f.in(bold), w*0.07, y+h*0.095, s*1.35, black, one(r, "NPWP16 : ", "NIK/NPWP16 : ")+p.nik[:4]+" "+p.nik[4:8]+" "+p.nik[8:12]+" "+p.nik[12:])
	a.number = [4]float64{0.06, 0.27, 0.7, 0.21}
	y += h * within(r, 0.175, 0.19)
	for _, l := range []string{p.name, p.street, p.village + " " + p.district + " " + p.regency} {
		a.fit(f, w*0.07, y, s, w*0.8, black, l)
		y += h * 0.068
	}
	a.text(f, w*0.07, h*0.815, s*0.85, black, "Terdaftar : "+date(r)+"   KPP PRATAMA "+p.place)
	a.text(f, w*0.07, h*0.965, s*0.75, white, "www.pajak.example")
	a.text(f, w*0.66, h*0.965, s*0.75, white, "Layanan Pajak 0000")
	return a
}

// shield stands for the ministry's mark.
func (b *board) shield(cx, cy, rad float64, c ink) {
	b.fill(c, []pt{{cx, cy - rad}, {cx + rad*0.9, cy - rad*0.3}, {cx + rad*0.6, cy + rad*0.8}, {cx - rad*0.6, cy + rad*0.8}, {cx - rad*0.9, cy - rad*0.3}})
	b.ellipse(cx, cy, rad*0.45, rad*0.45, mix(c, white, 0.5))
}

func (a *art) taxHead(r *rand.Rand, f face, top string, c ink) {
	w, h := a.w, a.h
	a.shield(w*0.1, h*0.13, h*0.085, mix(c, ink{220, 180, 40, 255}, within(r, 0.1, 0.5)))
	size := h * within(r, 0.048, 0.056)
	a.text(f.in(bold), w*0.18, h*0.115, min(size, size*w*0.78/f.in(bold).width(top, size)), c, top)
	a.text(f.in(bold), w*0.18, h*0.19, size*1.1, c, "DIREKTORAT JENDERAL PAJAK")
	if chance(r, 0.5) {
		a.line(alpha(c, 0.7), h*0.008, pt{w * 0.05, h * 0.245}, pt{w * 0.95, h * 0.245})
	}
}
