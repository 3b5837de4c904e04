package pen

import (
	"fmt"
)

// A column of a table: its title and its share of the width.
type column struct {
	title string
	share float64
	value func(c *canvas, row int) string
}

// familyCard is the KK, geometry after notes/domain.md 3.4: two tables of ten rows under a head block.
func (d *document) familyCard() {
	r, w, h := d.r, d.fw(), d.fh()
	head := somebody(r)
	white := d.layout == kkWhite
	if white {
		paper := vary(r, hex(0xfafaf8), 4)
		d.rect(box{0, 0, w, h}, paper, 1)
	} else {
		top := vary(r, hex(pick[uint32](r, 0xcfe4ec, 0xd6ebee, 0xc4dce8, 0xd4e6dc)), 6)
		d.guilloche(top, mix(top, hex(0xb4d4e4), 0.4), between(r, 3, 12))
		if chance(r, 0.6) {
			m := w * 0.015
			d.frame(box{m, m, w - m, h - m}, w*0.006, hex(0x6a9ab8), 0.7)
		}
	}
	ink := vary(r, hex(0x1c1c22), 8)
	dy := between(r, -0.012, 0.012)
	title := style{face: pick(r, medium, bold), size: h * between(r, 0.048, 0.06), col: ink, track: between(r, 0, 0.05)}
	d.emblem(w*between(r, 0.06, 0.1), h*(0.075+dy), h*0.042, hex(pick[uint32](r, 0xb08a20, 0x303030)))
	d.middle(w/2, h*(0.065+dy), "KARTU KELUARGA", title)
	title.size *= 0.72
	width := title.measure("No. " + head.kk)
	d.middle(w/2, h*(0.11+dy), "No. "+head.kk, title)
	d.number = box{0.5 - width/2/w, 0.075 + dy, 0.5 + width/2/w, 0.12 + dy}
	size := h * between(r, 0.0185, 0.022)
	small := style{face: pick(r, regular, medium), size: size, col: ink, wide: 0.95}
	if !white {
		d.text(w*0.8, h*(0.05+dy), fmt.Sprintf("No. %06d", r.IntN(900000)), small)
	}
	d.headBlock(&head, small, dy)
	rows := 10
	if chance(r, 0.15) {
		rows = 8
	}
	family := make([]person, min(rows, 1+r.IntN(6)))
	for i := range family {
		family[i] = somebody(r)
	}
	family[0] = head
	y0, y1 := 0.215+dy+between(r, -0.008, 0.01), 0.5+dy+between(r, -0.01, 0.01)
	d.table(box{0.03, y0, 0.97, y1}, rows, small, upper(family))
	y2 := 0.795 + dy + between(r, -0.02, 0.01)
	d.table(box{0.03, y1 + between(r, 0.008, 0.02), 0.97, y2}, rows, small, lower(family))
	d.foot(&head, small, y2, white)
}

func (d *document) headBlock(p *person, small style, dy float64) {
	w, h := d.fw(), d.fh()
	left := []field{{"Nama Kepala Keluarga", p.name, 0}, {"Alamat", p.street, 0}, {"RT/RW", p.rtrw, 0}, {"Kode Pos", fmt.Sprint(10000 + d.r.IntN(80000)), 0}}
	right := []field{{"Desa/Kelurahan", p.village, 0}, {"Kecamatan", p.district, 0}, {"Kabupaten/Kota", p.regency, 0}, {"Provinsi", p.province, 0}}
	if chance(d.r, 0.3) {
		left[2].label, left[2].value, left[3] = "RT / RW", p.rtrw, field{"Desa/Kelurahan", p.village, 0}
		right[0] = field{"Kode Pos", fmt.Sprint(10000 + d.r.IntN(80000)), 0}
	}
	pitch := h * between(d.r, 0.0185, 0.0205)
	for i := range left {
		y := h*(0.142+dy) + float64(i)*pitch
		d.fitted(w*0.04, y, w*0.135, left[i].label, small)
		d.fitted(w*0.18, y, w*0.3, ": "+left[i].value, small)
		d.text(w*0.62, y, right[i].label, small)
		d.fitted(w*0.74, y, w*0.22, ": "+right[i].value, small)
	}
}

func upper(family []person) []column {
	get := func(f func(p *person) string) func(*canvas, int) string {
		return func(_ *canvas, row int) string {
			if row < len(family) {
				return f(&family[row])
			}
			return ""
		}
	}
	return []column{
		{"Nama Lengkap", 0.22, get(func(p *person) string { return p.name })},
		{"NIK", 0.14, get(func(p *person) string { return p.nik })},
		{"Jenis Kelamin", 0.09, get(func(p *person) string { return p.sex() })},
		{"Tempat Lahir", 0.12, get(func(p *person) string { return p.place })},
		{"Tanggal Lahir", 0.09, get(func(p *person) string { return p.born })},
		{"Agama", 0.07, get(func(p *person) string { return p.religion })},
		{"Pendidikan", 0.13, get(func(*person) string { return "SLTA/SEDERAJAT" })},
		{"Jenis Pekerjaan", 0.14, get(func(p *person) string { return p.work })},
	}
}

func lower(family []person) []column {
	get := func(of ...string) func(*canvas, int) string {
		return func(c *canvas, row int) string {
			if row < len(family) {
				return pick(c.r, of...)
			}
			return ""
		}
	}
	parents := func(names []string) func(*canvas, int) string {
		return func(c *canvas, row int) string {
			if row < len(family) {
				return pick(c.r, names...) + " " + pick(c.r, last...)
			}
			return ""
		}
	}
	return []column{
		{"Status Perkawinan", 0.13, get("KAWIN", "BELUM KAWIN")},
		{"Status Hubungan", 0.15, get("ANAK", "ISTRI", "KEPALA KELUARGA", "FAMILI LAIN")},
		{"Kewarganegaraan", 0.11, get("WNI")},
		{"No. Paspor", 0.11, get("-", "")},
		{"No. KITAP", 0.11, get("-", "")},
		{"Ayah", 0.195, parents(men)},
		{"Ibu", 0.195, parents(women)},
	}
}

// table draws a ruled table into a box of shares: a head, a line of column numbers, and rows.
func (c *canvas) table(share box, rows int, small style, columns []column) {
	b := c.in(share)
	h := b[3] - b[1]
	head := h * between(c.r, 0.1, 0.17)
	number := h * 0.05
	pitch := (h - head - number) / float64(rows)
	rule, thick := mix(small.col, hex(0xffffff), between(c.r, 0, 0.35)), max(0.8, c.fw()*0.0014)
	for i := range rows + 3 {
		y := b[1] + head + number + float64(i-2)*pitch
		if i < 2 {
			y = b[1] + float64(i)*head
		}
		c.line(rule, thick, 0.9, pt{b[0], y}, pt{b[2], y})
	}
	small.size = min(small.size, pitch*0.8)
	x := b[0]
	first := (b[2] - b[0]) * 0.03
	c.line(rule, thick, 0.9, pt{x, b[1]}, pt{x, b[3]})
	for i := range rows {
		c.text(x+first*0.3, b[1]+head+number+(float64(i)+0.75)*pitch, fmt.Sprint(i+1), small)
	}
	c.text(x+first*0.1, b[1]+head*0.6, "No", small)
	x += first
	for k, col := range columns {
		room := col.share * (b[2] - b[0] - first)
		c.line(rule, thick, 0.9, pt{x, b[1]}, pt{x, b[3]})
		c.fitted(x+room*0.06, b[1]+head*0.62, room*0.88, col.title, small)
		c.text(x+room/2, b[1]+head+number*0.85, fmt.Sprintf("%d", k+1), style{face: small.face, size: number, col: small.col})
		for i := range rows {
			c.fitted(x+room*0.04, b[1]+head+number+(float64(i)+0.75)*pitch, room*0.92, col.value(c, i), small)
		}
		x += room
	}
	c.line(rule, thick, 0.9, pt{b[2], b[1]}, pt{b[2], b[3]})
}

func (d *document) foot(p *person, small style, y2 float64, white bool) {
	r, w, h := d.r, d.fw(), d.fh()
	y := h * (y2 + 0.03)
	d.text(w*0.04, y, "Dikeluarkan Tanggal : "+p.issued, small)
	for i, s := range []string{"LEMBAR : I. Kepala Keluarga", "II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
		if white && i > 0 {
			break
		}
		d.text(w*(0.04+0.03*float64(min(i, 1))), y+h*0.025*float64(i+1), s, small)
	}
	d.middle(w*0.42, y, "KEPALA KELUARGA", small)
	d.middle(w*0.42, h*0.95, p.name, small)
	if chance(r, 0.7) {
		d.scribble(box{w * 0.36, y + h*0.02, w * 0.48, h * 0.93}, hex(0x20284a), max(1, h*0.003))
	}
	x := w * between(r, 0.74, 0.82)
	d.middle(x, y, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", small)
	d.middle(x, h*0.95, pick(r, men...)+" "+pick(r, last...)+", S.Sos", small)
	if white {
		s := min(h*between(r, 0.09, 0.12), h*0.925-y-h*0.012)
		d.qr(box{x - s/2, y + h*0.012, x + s/2, y + h*0.012 + s})
		return
	}
	d.scribble(box{x - w*0.07, y + h*0.01, x + w*0.07, h * 0.93}, hex(0x20284a), max(1, h*0.003))
	d.stamp(x-w*0.05, y+h*0.07, h*0.055)
}

// qr draws what looks like a QR code and holds nothing.
func (c *canvas) qr(b box) {
	const n = 29
	s := (b[2] - b[0]) / n
	c.rect(box{b[0] - 2*s, b[1] - 2*s, b[2] + 2*s, b[3] + 2*s}, hex(0xffffff), 1)
	for y := range n {
		for x := range n {
			corner := x < 8 && y < 8 || x > n-9 && y < 8 || x < 8 && y > n-9
			if !corner && chance(c.r, 0.48) {
				px, py := b[0]+float64(x)*s, b[1]+float64(y)*s
				c.rect(box{px, py, px + s, py + s}, hex(0x101010), 1)
			}
		}
	}
	for _, f := range []pt{{0, 0}, {n - 7, 0}, {0, n - 7}} {
		for i, col := range []uint32{0x101010, 0xffffff, 0x101010} {
			k := float64(i)
			x, y := b[0]+(f[0]+k)*s, b[1]+(f[1]+k)*s
			c.rect(box{x, y, x + (7-2*k)*s, y + (7-2*k)*s}, hex(col), 1)
		}
	}
}
