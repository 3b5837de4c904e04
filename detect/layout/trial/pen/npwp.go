package pen

import "strings"

// npwpOld is the cream card: emblem and office on top, the number large, name and address below.
func (d *document) npwpOld() {
	r, w, h := d.r, d.fw(), d.fh()
	p := somebody(r)
	top := vary(r, hex(pick[uint32](r, 0xf6edc2, 0xf3e6b0, 0xfaf3d8, 0xf0e8c8)), 7)
	d.guilloche(top, vary(r, mix(top, hex(0xe8c25a), between(r, 0.1, 0.6)), 6), between(r, 3, 14))
	ink := vary(r, hex(pick[uint32](r, 0x181818, 0x26221c)), 6)
	dy := between(r, -0.015, 0.015)
	if chance(r, 0.6) { // a faint emblem behind the text
		d.ellipse(w*0.5, h*0.55, h*0.28, h*0.28, hex(0xe0c060), 0.2)
	}
	d.emblem(w*between(r, 0.09, 0.12), h*(0.16+dy), h*between(r, 0.085, 0.11), hex(pick[uint32](r, 0x1e3c78, 0xb08a20, 0x28488c)))
	head := style{face: pick(r, medium, bold), size: h * between(r, 0.052, 0.062), col: hex(pick[uint32](r, 0x1c2c60, 0x181818))}
	left := w * between(r, 0.2, 0.23)
	d.fitted(left, h*(0.125+dy), w*0.95-left, pick(r, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DEPARTEMEN KEUANGAN REPUBLIK INDONESIA"), head)
	head.size *= between(r, 1, 1.2)
	d.fitted(left, h*(0.205+dy), w*0.95-left, "DIREKTORAT JENDERAL PAJAK", head)
	if chance(r, 0.6) {
		d.line(hex(pick[uint32](r, 0x1e3c78, 0xa03020)), h*0.012, 0.8, pt{w * 0.04, h * (0.275 + dy)}, pt{w * 0.96, h * (0.275 + dy)})
	}
	x := w * between(r, 0.06, 0.09)
	number := style{face: pick(r, bold, medium, monoBold), size: h * between(r, 0.088, 0.105), col: ink, wide: 0.98}
	y := h * (0.42 + dy)
	end := d.fitted(x, y, w*0.88, pick(r, "NPWP : ", "NPWP: ")+p.npwp, number)
	d.number = box{x / w, (y - number.size) / h, end / w, (y + number.size*0.3) / h}
	text := style{face: pick(r, regular, medium), size: h * between(r, 0.056, 0.066), col: ink, wide: 0.95}
	name := text
	name.face = pick(r, medium, bold)
	pitch := h * between(r, 0.074, 0.085)
	y += pitch * 1.45
	d.fitted(x, y, w*0.8, p.name, name)
	if chance(r, 0.5) {
		y += pitch
		d.text(x, y, "NIK : "+p.nik, text)
	}
	for _, s := range []string{p.street + " RT " + strings.Replace(p.rtrw, "/", " RW ", 1), p.village + " " + p.district, p.regency + " " + p.province} {
		y += pitch
		if y < h*0.84 {
			d.fitted(x, y, w*0.8, s, text)
		}
	}
	text.size *= 0.85
	d.text(x, h*0.92, pick(r, "TERDAFTAR : ", "Tanggal Terdaftar ")+p.issued, text)
	if chance(r, 0.6) {
		text.size *= 0.95
		s := "KPP PRATAMA " + p.place
		d.text(w*0.94-text.measure(s), h*0.92, s, text)
	}
}

// npwpNow is the card of today: white with blue, the number in the middle, the taxpayer's NIK beside the old number.
func (d *document) npwpNow() {
	r, w, h := d.r, d.fw(), d.fh()
	p := somebody(r)
	blue := vary(r, hex(pick[uint32](r, 0x16407c, 0x1c4f96, 0x0f3468, 0x23619e)), 8)
	pale := vary(r, hex(pick[uint32](r, 0xf6f9fc, 0xe6eff8, 0xdbe9f5)), 4)
	d.guilloche(pale, mix(pale, hex(0xbcd6ee), between(r, 0.1, 0.7)), between(r, 1, 6))
	band := between(r, 0.2, 0.27)
	d.rect(box{0, 0, w, h * band}, blue, 1)
	gold := vary(r, hex(0xf2b81e), 8)
	d.poly(gold, 1, pt{0, h * band}, pt{w, h * band}, pt{w, h * (band + 0.02)}, pt{0, h * (band + 0.025)})
	sweep := between(r, 0.7, 0.85)
	d.poly(mix(blue, hex(0xffffff), 0.55), 0.45, pt{w * sweep, h}, pt{w * (sweep + 0.12), h * 0.6}, pt{w, h * 0.5}, pt{w, h})
	d.poly(blue, 0.8, pt{w * (sweep + 0.06), h}, pt{w * (sweep + 0.17), h * 0.75}, pt{w, h * 0.68}, pt{w, h})
	white := hex(0xffffff)
	d.emblem(w*0.085, h*band*0.52, h*band*0.3, gold)
	head := style{face: pick(r, medium, bold), size: h * between(r, 0.055, 0.064), col: white, wide: 0.95}
	d.fitted(w*0.16, h*band*0.46, w*0.5, "KEMENTERIAN KEUANGAN RI", head)
	d.fitted(w*0.16, h*band*0.8, w*0.5, "DIREKTORAT JENDERAL PAJAK", head)
	logo := style{face: boldItalic, size: h * band * 0.6, col: white}
	d.text(w*0.95-logo.measure("npwp"), h*band*0.68, "npwp", logo)
	ink := vary(r, hex(0x14202e), 8)
	x := w * between(r, 0.06, 0.1)
	y := h * (band + between(r, 0.15, 0.18))
	number := style{face: pick(r, bold, medium), size: h * between(r, 0.095, 0.115), col: ink, track: 0.02}
	shown := p.npwp16
	if chance(r, 0.4) {
		shown = p.npwp
	}
	end := d.fitted(x, y, w*0.84, shown, number)
	d.number = box{x / w, (y - number.size) / h, end / w, (y + number.size*0.3) / h}
	text := style{face: pick(r, regular, medium), size: h * between(r, 0.056, 0.064), col: ink}
	pitch := h * between(r, 0.085, 0.095)
	lines := []string{p.name, "NIK : " + p.nik, p.street, p.village + " " + p.regency, "KPP PRATAMA " + p.place}
	for i, s := range lines {
		y += pitch
		st := text
		if i == 0 {
			y += pitch * 0.15
			st.face = bold
		}
		d.fitted(x, y, w*0.72, s, st)
	}
	text.size *= 0.85
	d.text(x, h*0.95, "Tanggal Terdaftar "+p.issued, text)
}
