package brush

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial"
)

// Layouts of documents, this generator's own words.
const (
	ktpToday  = "ktp"
	ktpOld    = "ktp-old"
	kkBlue    = "kk"
	kkWhite   = "kk-2020"
	npwpOld   = "npwp"
	npwpToday = "npwp-2023"
)

// cardAspect is the width of an ID-1 card over its height, pageAspect that of A4 lying.
const (
	cardAspect = 1.586
	pageAspect = 1.414
)

// An art is a drawn document or a card that is none of ours.
type art struct {
	document, layout string // empty: not ours
	*board
	number, photo [4]float64 // x, y, width and height as shares; zero where there is none
	corner        float64    // radius of the corners as a share of the width
}

// document draws a document of a layout, up to 640 pixels wide.
func document(r *rand.Rand, layout string, width int) *art {
	a := map[string]func(*rand.Rand, int) *art{
		ktpToday: drawKTP, ktpOld: drawOldKTP, kkBlue: drawKK, kkWhite: drawWhiteKK, npwpOld: drawOldNPWP, npwpToday: drawNPWP,
	}[layout](r, min(width, 640))
	a.layout = layout
	if chance(r, 0.2) {
		a.specimen(r)
	}
	a.wear(r)
	return a
}

// layoutOf chooses a look of a document as often as listings might show it.
func layoutOf(r *rand.Rand, document string) string {
	switch document {
	case trial.KTP:
		return one(r, ktpToday, ktpToday, ktpToday, ktpToday, ktpOld)
	case trial.KK:
		return one(r, kkBlue, kkWhite)
	}
	return one(r, npwpOld, npwpToday)
}

func (b *board) specimen(r *rand.Rand) {
	size := b.w * within(r, 0.11, 0.15)
	f := face{font: bold, narrow: 1}
	b.turned(f, b.w*0.12, b.h*0.72, size, -within(r, 0.15, 0.35), alpha(one(r, ink{200, 30, 30, 255}, ink{60, 60, 60, 255}), within(r, 0.3, 0.6)), "SPECIMEN")
}

// wear scratches and stains.
func (b *board) wear(r *rand.Rand) {
	for range r.IntN(5) {
		x, y := within(r, 0, b.w), within(r, 0, b.h)
		b.line(alpha(one(r, white, black), within(r, 0.1, 0.35)), within(r, 0.5, 1.5), pt{x, y}, pt{x + within(r, -0.3, 0.3)*b.w, y + within(r, -0.2, 0.2)*b.h})
	}
	if chance(r, 0.2) {
		b.ellipse(within(r, 0, b.w), within(r, 0, b.h), b.w*within(r, 0.03, 0.12), b.w*within(r, 0.03, 0.1), alpha(ink{120, 90, 50, 255}, 0.12))
	}
}

// rows writes "label : value" lines and returns the baseline after the last.
type rows struct {
	face           face
	label, colon   float64 // x
	end            float64 // where values are cut
	y, pitch, size float64
	ink            ink
}

func (b *board) rows(s rows, lines [][2]string) float64 {
	y, narrow := s.y, s.face
	for _, l := range lines { // labels never run over the colons
		if w := s.face.width(strings.TrimLeft(l[0], " "), s.size); w > s.colon-s.label-s.size*0.3 {
			narrow.narrow = min(narrow.narrow, s.face.narrow*(s.colon-s.label-s.size*0.3)/w)
		}
	}
	for _, l := range lines {
		label := strings.TrimLeft(l[0], " ")
		b.text(narrow, s.label+float64(len(l[0])-len(label))*s.size*0.3, y, s.size, s.ink, label)
		if l[0] != "" {
			b.text(s.face, s.colon, y, s.size, s.ink, ":")
		}
		b.fit(s.face, s.colon+s.size*0.6, y, s.size, s.end, s.ink, l[1])
		y += s.pitch
	}
	return y
}

func newCard(r *rand.Rand, document string, width int, c ink) *art {
	return &art{document: document, board: newBoard(width, int(float64(width)/cardAspect+0.5), c), corner: within(r, 0.03, 0.045)}
}

// globe is a map-like blot of continents with circles of latitude, faint.
func (b *board) globe(r *rand.Rand, cx, cy, rad float64, c ink) {
	b.ellipse(cx, cy, rad*1.3, rad, alpha(c, 0.25))
	for i := range 5 {
		k := float64(i+1) / 5.5
		b.line(alpha(c, 0.4), b.w*0.002, arc(nil, cx, cy, rad*1.3*k, rad, 0, 6.3)...)
	}
	for range 6 {
		var p []pt
		x, y, s := cx+within(r, -1, 1)*rad, cy+within(r, -0.6, 0.6)*rad, rad*within(r, 0.1, 0.3)
		for k := range 9 {
			q := s * within(r, 0.5, 1.3)
			sn, cs := math.Sincos(float64(k) * 0.7)
			p = append(p, pt{x + 1.6*q*cs, y + q*sn})
		}
		b.fill(alpha(c, 0.35), p)
	}
}

// picture puts the holder's portrait on a document and notes where.
func (a *art) picture(r *rand.Rand, p person, back ink, x, y, w, h float64) {
	a.blit(portrait(r, p, back), x, y, w, h)
	a.photo = [4]float64{x / a.w, y / a.h, w / a.w, h / a.h}
}

func drawKTP(r *rand.Rand, width int) *art {
	base := hsv(within(r, 190, 212), within(r, 0.12, 0.34), within(r, 0.86, 0.97))
	a := newCard(r, trial.KTP, width, base)
	w, h := a.w, a.h
	a.blend(0, 0, w, h, mix(base, white, within(r, 0, 0.35)), mix(base, ink{150, 200, 220, 255}, within(r, 0, 0.5)), chance(r, 0.5))
	deep := hsv(within(r, 190, 215), 0.5, within(r, 0.65, 0.85))
	a.globe(r, w*within(r, 0.4, 0.55), h*within(r, 0.5, 0.6), h*within(r, 0.3, 0.42), deep)
	a.waves(r, alpha(deep, within(r, 0.2, 0.5)), 26)
	a.waves(r, alpha(hsv(within(r, 150, 330), 0.3, 0.85), 0.3), 14)
	p, f := somebody(r), anyFace(r)
	dx, dy := within(r, -0.012, 0.012)*w, within(r, -0.015, 0.015)*h
	head := f.in(one(r, bold, medium, sans))
	size := h * within(r, 0.056, 0.066)
	a.centred(head, w*0.5, h*0.105+dy, size, w*0.9, black, "PROVINSI "+p.province)
	a.centred(head, w*0.5, h*0.178+dy, size, w*0.9, black, p.regency)
	n := numberFace(r)
	ns := h * within(r, 0.075, 0.09)
	a.text(f.in(bold), w*0.045+dx, h*0.283+dy, ns*0.9, black, "NIK")
	a.text(n, w*0.175+dx, h*0.283+dy, ns, black, ": "+p.nik)
	ls := h * within(r, 0.038, 0.046)
	pitch := h * within(r, 0.0435, 0.0475)
	colon := w*within(r, 0.245, 0.275) + dx
	y := h*0.35 + dy
	a.rows(rows{f, w*0.045 + dx, colon, w * 0.72, y, pitch, ls, black}, [][2]string{
		{"Nama", p.name},
		{"Tempat/Tgl Lahir", p.place + ", " + p.birth},
		{"Jenis kelamin", p.sex},
		{"Alamat", p.street},
		{"     RT/RW", fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(20))},
		{"     Kel/Desa", p.village},
		{"     Kecamatan", p.district},
		{"Agama", p.faith},
		{"Status Perkawinan", p.status},
		{"Pekerjaan", p.job},
		{"Kewarganegaraan", "WNI"},
		{"Berlaku Hingga", one(r, "SEUMUR HIDUP", "SEUMUR HIDUP", date(r))},
	})
	a.text(f, w*0.49+dx, y+2*pitch, ls, black, "Gol. Darah : "+p.blood)
	back := ink{176, 32, 36, 255}
	if p.year%2 == 0 {
		back = ink{36, 70, 168, 255}
	}
	px, py, pw, ph := w*0.735+dx*0.5, h*within(r, 0.25, 0.28), w*within(r, 0.2, 0.225), h*within(r, 0.44, 0.48)
	a.picture(r, p, mix(back, white, within(r, 0, 0.2)), px, py, pw, ph)
	a.number = [4]float64{0.16, 0.215, 0.54, 0.08}
	a.centred(f, px+pw/2, py+ph+h*0.055, ls*0.9, w*0.24, black, strings.TrimPrefix(strings.TrimPrefix(p.regency, "KABUPATEN "), "KOTA "))
	a.centred(f, px+pw/2, py+ph+h*0.1, ls*0.9, w*0.24, black, date(r))
	a.scribble(r, px+pw*0.15, py+ph+h*0.11, pw*0.6, h*0.1, ink{30, 30, 60, 230})
	return a
}

// drawOldKTP draws the cards before 2011: laminated paper or plastic, a title line, dotted numbers, an officer's stamp.
func drawOldKTP(r *rand.Rand, width int) *art {
	base := one(r, hsv(within(r, 40, 60), within(r, 0.1, 0.3), 0.93), hsv(within(r, 160, 210), within(r, 0.08, 0.25), 0.92), hsv(within(r, 0, 30), 0.1, 0.93))
	a := newCard(r, trial.KTP, width, base)
	w, h := a.w, a.h
	tone := hsv(within(r, 0, 360), 0.35, 0.75)
	a.waves(r, alpha(tone, 0.4), 30)
	a.globe(r, w*0.45, h*0.55, h*0.3, tone)
	p := somebody(r)
	f := one(r, anyFace(r), numberFace(r).in(mono))
	f.narrow = min(f.narrow, 0.85)
	size := h * within(r, 0.048, 0.056)
	a.centred(f.in(bold), w*0.5, h*0.085, size, w*0.85, black, one(r, "PROPINSI ", "PROVINSI ")+p.province)
	a.centred(f.in(bold), w*0.5, h*0.145, size, w*0.85, black, p.regency)
	a.centred(f.in(bold), w*0.5, h*0.21, size*1.1, w*0.85, one(r, black, ink{140, 20, 30, 255}), "KARTU TANDA PENDUDUK")
	ns := h * 0.06
	a.text(f.in(bold), w*0.06, h*0.29, ns, black, "NIK : "+p.nik[:2]+"."+p.nik[2:6]+"."+p.nik[6:12]+"."+p.nik[12:])
	ls, pitch := h*within(r, 0.04, 0.046), h*within(r, 0.05, 0.055)
	end := a.rows(rows{f, w * 0.06, w * within(r, 0.26, 0.3), w * 0.7, h * 0.355, pitch, ls, black}, [][2]string{
		{"Nama", p.name},
		{"Tempat/Tgl Lahir", p.place + ", " + p.birth},
		{"Jenis Kelamin", p.sex + "   Gol.Darah: " + p.blood},
		{"Alamat", p.street},
		{"  RT/RW", fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(20))},
		{"  Kel/Desa", p.village},
		{"  Kecamatan", p.district},
		{"Agama", p.faith},
		{"Status Perkawinan", p.status},
		{"Pekerjaan", p.job},
		{"Berlaku Hingga", date(r)},
	})
	px, py, pw, ph := w*within(r, 0.74, 0.77), h*within(r, 0.27, 0.31), w*0.18, h*0.37
	a.picture(r, p, mix(one(r, ink{180, 30, 40, 255}, ink{40, 70, 170, 255}), white, 0.1), px, py, pw, ph)
	a.number = [4]float64{0.15, 0.235, 0.5, 0.07}
	a.centred(f, px+pw/2, py+ph+h*0.05, ls*0.8, w*0.26, black, strings.Fields(p.regency)[1]+", "+date(r))
	a.centred(f, px+pw/2, py+ph+h*0.09, ls*0.8, w*0.26, black, one(r, "CAMAT", "LURAH", "KEPALA DESA"))
	stamp := alpha(ink{90, 40, 150, 255}, 0.5)
	cx, cy, rad := px-w*0.02, min(py+ph+h*0.12, h*0.85), h*0.09
	a.line(stamp, h*0.008, arc(nil, cx, cy, rad, rad, 0, 6.3)...)
	a.line(stamp, h*0.005, arc(nil, cx, cy, rad*0.7, rad*0.7, 0, 6.3)...)
	a.scribble(r, px, py+ph+h*0.1, pw, h*0.08, ink{30, 30, 90, 230})
	if chance(r, 0.4) {
		a.text(f, w*0.06, min(end+h*0.01, h*0.97), ls*0.9, black, "Tanda tangan")
	}
	return a
}
