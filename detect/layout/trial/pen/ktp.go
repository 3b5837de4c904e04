package pen

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

type field struct {
	label, value string
	indent       float64
}

func (p *person) fields(c *canvas) []field {
	r := c.r
	until := "SEUMUR HIDUP"
	if chance(r, 0.25) {
		until = fmt.Sprintf("%s-%d", p.born[:5], 2016+r.IntN(6))
	}
	return []field{
		{"Nama", p.name, 0},
		{pick(r, "Tempat/Tgl Lahir", "Tempat/Tgl. Lahir", "Tempat / Tgl Lahir", "Tempat Tgl Lahir"), p.place + ", " + p.born, 0},
		{pick(r, "Jenis Kelamin", "Jenis kelamin"), p.sex(), 0},
		{"Alamat", p.street, 0},
		{pick(r, "RT/RW", "RT / RW"), p.rtrw, 1},
		{pick(r, "Kel/Desa", "Kel / Desa", "Kelurahan/Desa"), p.village, 1},
		{"Kecamatan", p.district, 1},
		{"Agama", p.religion, 0},
		{"Status Perkawinan", p.married, 0},
		{"Pekerjaan", p.work, 0},
		{"Kewarganegaraan", "WNI", 0},
		{pick(r, "Berlaku Hingga", "Berlaku hingga"), until, 0},
	}
}

// ktp is the electronic card, with geometry after notes/domain.md 3.1.
func (d *document) ktp() {
	r, w, h := d.r, d.fw(), d.fh()
	p := somebody(r)
	top := vary(r, hex(pick[uint32](r, 0xbfdcec, 0xc9e4f2, 0xaed3e8, 0xc4dfe4, 0xd5e8f0)), 8)
	d.guilloche(top, vary(r, mix(top, hex(0x9cc7e0), 0.4), 6), between(r, 5, 22))
	d.globe(w*between(r, 0.3, 0.5), h*between(r, 0.45, 0.6), h*between(r, 0.3, 0.45))
	ink := vary(r, hex(pick[uint32](r, 0x15181c, 0x22262c, 0x303038)), 8)
	label, value := style{face: pick(r, regular, medium), col: ink}, style{face: pick(r, regular, medium, bold, monoBold), col: ink}
	label.wide, value.wide = between(r, 0.84, 1.04), between(r, 0.84, 1)
	if value.face == monoBold {
		value.wide *= 0.85
	}
	size := h * between(r, 0.041, 0.049)
	label.size, value.size = size, size*between(r, 0.95, 1.08)
	head := style{face: pick(r, medium, bold), size: h * between(r, 0.06, 0.074), col: ink, wide: between(r, 0.85, 1)}
	dx, dy := between(r, -0.012, 0.012), between(r, -0.015, 0.015)
	mid := w * between(r, 0.46, 0.53)
	d.middle(mid, h*(0.1+dy), "PROVINSI "+p.province, head)
	d.middle(mid, h*(0.175+dy+between(r, -0.005, 0.01)), p.regency, head)
	number := style{face: pick(r, mono, monoBold, bold), size: h * between(r, 0.082, 0.1), col: ink, wide: between(r, 0.9, 1.02)}
	y := h * (0.278 + dy)
	d.text(w*(0.045+dx), y, "NIK", style{face: label.face, size: number.size * 0.8, col: ink, wide: 0.95})
	colon := w * (between(r, 0.25, 0.275) + dx)
	from := w * (between(r, 0.2, 0.27) + dx)
	d.text(from-h*0.03, y, ":", number)
	end := d.fitted(from+h*0.02, y, w*0.48, p.nik, number)
	d.number = box{from / w, (y - number.size) / h, end / w, (y + number.size*0.3) / h}
	pitch := h * between(r, 0.0455, 0.051)
	y = h * (0.34 + dy)
	right := w * 0.7
	for _, f := range p.fields(d.canvas) {
		x := w*(0.045+dx) + f.indent*w*0.03
		d.fitted(x, y, colon-x-w*0.008, f.label, label)
		d.text(colon, y, ":", label)
		d.fitted(colon+w*0.018, y, right-colon-w*0.02, f.value, value)
		if strings.HasPrefix(f.label, "Jenis") {
			d.text(w*between(r, 0.48, 0.53), y, pick(r, "Gol. Darah", "Gol Darah")+" : "+p.blood, label)
		}
		y += pitch
	}
	x0 := between(r, 0.715, 0.745)
	d.face = box{x0, 0.255 + dy, x0 + between(r, 0.2, 0.225), 0.72 + dy + between(r, -0.03, 0.02)}
	ground := hex(0xb8242c)
	if p.year%2 == 0 {
		ground = hex(0x1f5ca8)
	}
	d.portrait(d.in(d.face), vary(r, ground, 16), p.woman)
	px := w * (d.face[0] + d.face[2]) / 2
	foot := value
	foot.size *= 0.92
	below := h * (d.face[3] + 0.055)
	place := p.place
	if strings.Contains(p.regency, " ") && chance(r, 0.7) {
		place = p.regency[strings.Index(p.regency, " ")+1:]
	}
	d.middle(px, below, place, foot)
	d.middle(px, below+pitch, p.issued, foot)
	d.scribble(box{px - w*0.08, below + pitch*1.2, px + w*0.08, min(h*0.97, below+pitch*3)}, ink, max(1, h*0.006))
}

// globe is the faint map behind the text.
func (d *document) globe(x, y, s float64) {
	col := vary(d.r, hex(pick[uint32](d.r, 0x7fb2d0, 0xe8f4fa, 0x8fb8a8, 0x9fb0d8)), 10)
	a := between(d.r, 0.1, 0.4)
	for i := range 5 {
		k := float64(i) / 4
		d.circle(x, y, s*k+1, s, 1.2, col, a)
		d.circle(x, y, s, s*k+1, 1.2, col, a)
	}
	for range 7 { // islands
		px, py := x+between(d.r, -1.6, 1.6)*s, y+between(d.r, -0.5, 0.5)*s
		n := 7
		pts := make([]pt, n)
		for i := range pts {
			t := 2 * math.Pi * float64(i) / float64(n)
			pts[i] = pt{px + s*0.35*between(d.r, 0.3, 1)*math.Cos(t), py + s*0.13*between(d.r, 0.3, 1)*math.Sin(t)}
		}
		d.poly(col, a*0.8, pts...)
	}
}

// ktpOld is the card before 2011: a title over the whole width, the number below it, stamp and official's signature.
func (d *document) ktpOld() {
	r, w, h := d.r, d.fw(), d.fh()
	p := somebody(r)
	top := vary(r, hex(pick[uint32](r, 0xf0e3b4, 0xf4ecc8, 0xdfe6d2, 0xcfe0ea, 0xe8dcc0)), 8)
	d.guilloche(top, vary(r, mix(top, hex(0xe0b878), between(r, 0, 0.5)), 6), between(r, 4, 16))
	ink := vary(r, hex(pick[uint32](r, 0x1c1a18, 0x2a2a34)), 8)
	head := style{face: pick(r, medium, bold), size: h * between(r, 0.05, 0.06), col: ink}
	dy := between(r, -0.01, 0.012)
	title := style{face: bold, size: h * between(r, 0.07, 0.085), col: hex(pick[uint32](r, 0x1a1a1a, 0x7a1c1c, 0x1c2f7a)), track: between(r, 0, 0.06)}
	d.emblem(w*0.085, h*(0.13+dy), h*0.085, hex(0xb08a20))
	d.middle(w*0.53, h*(0.08+dy), pick(r, "PROVINSI ", "PEMERINTAH PROVINSI ")+p.province, head)
	d.middle(w*0.53, h*(0.14+dy), p.regency, head)
	d.middle(w*0.53, h*(0.225+dy), "KARTU TANDA PENDUDUK", title)
	label, value := style{face: pick(r, regular, medium), size: h * between(r, 0.042, 0.05), col: ink, wide: 0.92}, style{face: pick(r, regular, mono, medium), col: ink, wide: 0.92}
	value.size = label.size
	number := style{face: pick(r, mono, monoBold, medium), size: h * between(r, 0.056, 0.068), col: ink}
	y := h * (0.305 + dy)
	d.text(w*0.05, y, pick(r, "NIK", "No. KTP", "NIK"), style{face: medium, size: number.size, col: ink})
	end := d.text(w*0.28, y, ": "+p.nik, number)
	d.number = box{0.28, (y - number.size) / h, end / w, (y + number.size*0.3) / h}
	pitch := h * between(r, 0.052, 0.058)
	y += pitch * 1.1
	colon := w * between(r, 0.27, 0.31)
	for i, f := range p.fields(d.canvas) {
		if f.label == "Kewarganegaraan" {
			continue
		}
		if i == 11 {
			f.value = fmt.Sprintf("%s-%d", p.born[:5], 2008+r.IntN(7))
		}
		x := w*0.05 + f.indent*w*0.02
		d.fitted(x, y, colon-x-w*0.008, f.label, label)
		d.fitted(colon, y, w*0.66-colon, ": "+f.value, value)
		y += pitch
	}
	x0, y0 := between(r, 0.72, 0.75), between(r, 0.28, 0.32)
	d.face = box{x0, y0, x0 + 0.19, y0 + between(r, 0.36, 0.4)}
	d.portrait(d.in(d.face), vary(r, hex(pick[uint32](r, 0xb8242c, 0x2a62a8, 0xd8d8d8)), 16), p.woman)
	px, py := w*(d.face[0]+0.07), h*(d.face[3]+0.06)
	small := style{face: regular, size: h * 0.038, col: ink}
	d.middle(px, py, p.place+", "+p.issued[:6]+fmt.Sprint(2004+r.IntN(7)), small)
	d.middle(px, py+h*0.045, pick(r, "CAMAT", "KEPALA DINAS", "LURAH"), small)
	d.scribble(box{px - w*0.09, py + h*0.06, px + w*0.09, h * 0.94}, hex(0x28305a), max(1, h*0.006))
	d.stamp(px-w*0.06, py+h*0.08, h*0.09)
}

func (c *canvas) stamp(x, y, s float64) {
	col := hex(pick[uint32](c.r, 0x5a3c9a, 0x2c3ca0, 0xa02c3c))
	c.circle(x, y, s, s, max(1, s*0.07), col, 0.55)
	c.circle(x, y, s*0.65, s*0.65, max(1, s*0.05), col, 0.5)
	c.emblem(x, y, s*0.35, col)
}

// emblem is a coarse shield with wings: it stands where a coat of arms does and cannot pass for one.
func (c *canvas) emblem(x, y, s float64, col color.RGBA) {
	for _, k := range []float64{-1, 1} {
		for i := range 4 {
			t := float64(i) * 0.28
			c.line(col, s*0.2, 0.9, pt{x, y - s*0.2 + t*s*0.5}, pt{x + k*s*(1-t*0.3), y - s*(0.75-t)})
		}
	}
	c.poly(shade(col, 0.75), 1, pt{x - s*0.35, y - s*0.35}, pt{x + s*0.35, y - s*0.35}, pt{x + s*0.3, y + s*0.35}, pt{x, y + s*0.65}, pt{x - s*0.3, y + s*0.35})
	c.ellipse(x, y-s*0.65, s*0.18, s*0.2, col, 1)
	c.line(col, s*0.16, 1, pt{x - s*0.6, y + s*0.8}, pt{x + s*0.6, y + s*0.8})
}
