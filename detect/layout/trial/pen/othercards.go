package pen

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
)

// A cardKind is a card that is not one of ours.
type cardKind struct {
	name          string
	titles        []string
	labels        []string
	grounds       []uint32
	portrait      float64 // how likely it shows a photograph
	header, stock bool    // a coloured band on top; label and value columns
}

var cardKinds = []cardKind{
	{"student card", []string{"KARTU TANDA MAHASISWA", "KARTU PELAJAR", "STUDENT ID CARD", "UNIVERSITAS NUSA INDAH", "SMA NEGERI 12"}, []string{"Nama", "NIM", "NIS", "Fakultas", "Jurusan", "Program Studi", "Tempat/Tgl Lahir", "Alamat", "Berlaku s/d", "Angkatan"}, []uint32{0xffffff, 0xbcd8ec, 0xf3e7b8, 0xcfe8d2, 0x2255a0, 0xe8d4e4}, 0.95, true, true},
	{"member card", []string{"KARTU ANGGOTA", "KOPERASI SEJAHTERA", "PERPUSTAKAAN DAERAH", "MEMBER CARD", "GOLD MEMBER"}, []string{"Nama", "No. Anggota", "Alamat", "Tgl Daftar", "Berlaku", "Telepon"}, []uint32{0xfbf3d4, 0xc8a54c, 0xffffff, 0x20242c, 0xb6d6ea, 0xa02830}, 0.5, true, true},
	{"driving licence", []string{"SURAT IZIN MENGEMUDI", "DRIVING LICENSE", "INDONESIA"}, []string{"1. Nama", "2. Tempat, Tgl Lahir", "3. Gol. Darah", "4. Alamat", "5. Pekerjaan", "6. Provinsi", "Berlaku"}, []uint32{0xf2f2f0, 0xf4d8d8, 0xe8ecee, 0xb8d4e6, 0xeef0e0}, 1, true, true},
	{"employee card", []string{"ID CARD", "EMPLOYEE", "PT MAJU BERSAMA", "KARTU PEGAWAI", "DINAS KESEHATAN"}, []string{"Nama", "NIP", "Jabatan", "Unit Kerja", "Gol. Darah", "Divisi"}, []uint32{0xffffff, 0x1d4f91, 0xd8e8f2, 0xe9e4d0, 0x0f6b4c}, 0.9, true, true},
	{"insurance card", []string{"KARTU INDONESIA SEHAT", "JAMINAN KESEHATAN", "ASURANSI SEHAT", "KARTU PESERTA"}, []string{"Nomor Kartu", "Nama", "Alamat", "Tanggal Lahir", "Faskes Tingkat I", "Kelas Rawat"}, []uint32{0xffffff, 0xd4ecd8, 0xe8f4e8, 0xcfe6f2, 0xf4f4ec}, 0.15, true, true},
	{"foreign id", []string{"KAD PENGENALAN", "REPUBLIC IDENTITY CARD", "PERSONALAUSWEIS", "CARTE D'IDENTITE", "CARTA DI IDENTITA", "NATIONAL ID", "CEDULA"}, []string{"Surname", "Given names", "Sex", "Nationality", "Date of birth", "Card no.", "Expiry", "Place of birth", "Height", "Authority"}, []uint32{0xc4dcea, 0xdfe8d0, 0xf0dcd4, 0xd8dcf0, 0xcfe4e4, 0xe8e0c8}, 1, false, true},
	{"business card", []string{"CV KARYA MANDIRI", "TOKO BANGUNAN JAYA", "STUDIO FOTO", "NOTARIS & PPAT", "RM SEDERHANA"}, []string{"Telp", "Email", "Alamat", "Web"}, []uint32{0xffffff, 0x1c1c20, 0xf4ecd8, 0x2a6a9a, 0xf0f0f0}, 0.08, false, false},
	{"voucher", []string{"VOUCHER", "KARTU PERDANA", "GIFT CARD", "KARTU UCAPAN", "E-TOLL"}, []string{"Kode", "Berlaku", "Nilai"}, []uint32{0xd83a34, 0xf0b428, 0x2f80c0, 0xffffff, 0x38a060}, 0.05, false, false},
}

// otherCard draws one of them; the ground and the columns are often those of ours.
func otherCard(r *rand.Rand, kind *cardKind, width float64) *canvas {
	w := int(min(widest, max(300, width*1.2)))
	c := newCanvas(r, w, int(float64(w)/between(r, 1.5, 1.65)), color.RGBA{})
	top := vary(r, hex(pick(r, kind.grounds...)), 10)
	c.guilloche(top, vary(r, mix(top, hex(pick[uint32](r, 0xffffff, 0x9cc7e0, 0x808080)), between(r, 0, 0.4)), 6), between(r, 0, 16))
	ink := hex(0x1a1c22)
	if int(top.R)+int(top.G)+int(top.B) < 330 {
		ink = hex(0xf4f4f4)
	}
	h := c.fh()
	wf := c.fw()
	p := somebody(r)
	y := h * between(r, 0.1, 0.15)
	head := style{face: pick(r, medium, bold, bold, smallCaps), size: h * between(r, 0.06, 0.095), col: ink}
	if kind.header && chance(r, 0.65) {
		band := h * between(r, 0.18, 0.3)
		col := vary(r, hex(pick[uint32](r, 0x1f4e8c, 0x9c2430, 0x1c6b48, 0xe0a020, 0x303440, 0x6a2c7c)), 12)
		c.rect(box{0, 0, wf, band}, col, 1)
		head.col = hex(0xffffff)
		if chance(r, 0.3) {
			c.rect(box{0, h * 0.92, wf, h}, col, 1)
		}
	}
	if chance(r, 0.6) {
		c.logo(wf*between(r, 0.07, 0.1), y+h*0.01, h*0.08)
	}
	x := wf * between(r, 0.17, 0.25)
	for range 1 + r.IntN(2) {
		s := pick(r, kind.titles...)
		if chance(r, 0.5) {
			c.fitted(x, y+head.size*0.3, wf*0.95-x, s, head)
		} else {
			c.middle(wf*0.54, y+head.size*0.3, s, head)
		}
		y += head.size * 1.15
		head.size *= between(r, 0.8, 1.05)
	}
	y = max(y, h*0.26) + h*between(r, 0.03, 0.08)
	left, right := between(r, 0.04, 0.08)*wf, wf*0.95
	if chance(r, kind.portrait) {
		pw, ph := between(r, 0.19, 0.27), between(r, 0.4, 0.55)
		px := between(r, 0.68, 0.73)
		if chance(r, 0.45) {
			px = between(r, 0.04, 0.07)
			left = (px + pw + between(r, 0.03, 0.06)) * wf
		} else {
			right = (px - 0.02) * wf
		}
		py := between(r, 0.28, 0.42)
		c.portrait(c.in(box{px, py, px + pw, min(0.96, py+ph)}), vary(r, hex(pick[uint32](r, 0xb8242c, 0x1f5ca8, 0xd8dce0, 0xffffff, 0x3f8050)), 14), p.woman)
	}
	c.lines(kind, &p, box{left, y, right, h * 0.94}, ink)
	if chance(r, 0.25) {
		c.bars(box{left, h * 0.85, min(right, left+wf*0.4), h * 0.95})
	} else if chance(r, 0.25) {
		c.scribble(box{wf * 0.7, h * 0.82, wf * 0.92, h * 0.95}, ink, max(1, h*0.006))
	}
	c.round(wf * between(r, 0.015, 0.045))
	return c
}

func (c *canvas) lines(kind *cardKind, p *person, b box, ink color.RGBA) {
	r := c.r
	values := []string{p.name, phone(r), fmt.Sprintf("%d", 10000+r.IntN(900000)), p.street, p.place + ", " + p.born, date(r), pick(r, works...), "mail@toko.example", pick(r, villages...)}
	n := min(len(kind.labels), 3+r.IntN(5))
	pitch := min((b[3]-b[1])/float64(n+1), c.fh()*between(r, 0.065, 0.1))
	st := style{face: pick(r, regular, medium, bold, mono), size: pitch * between(r, 0.6, 0.85), col: ink, wide: between(r, 0.8, 1)}
	colon := b[0] + (b[2]-b[0])*between(r, 0.3, 0.42)
	stacked := chance(r, 0.25)
	for i, k := range r.Perm(len(kind.labels))[:n] {
		y := b[1] + pitch*(float64(i)+0.8)
		value := values[(i+k)%len(values)]
		if i == 0 {
			value = p.name
		}
		switch {
		case !kind.stock:
			c.fitted(b[0], y, b[2]-b[0], value, st)
		case stacked:
			tiny := st
			tiny.size *= 0.6
			c.text(b[0], y-st.size*0.75, kind.labels[k], tiny)
			c.fitted(b[0], y, b[2]-b[0], strings.ToUpper(value), st)
		default:
			c.fitted(b[0], y, colon-b[0]-4, kind.labels[k], st)
			c.fitted(colon, y, b[2]-colon, ": "+value, st)
		}
	}
}

func (c *canvas) logo(x, y, s float64) {
	col := hex(pick[uint32](c.r, 0xd03030, 0x2050a0, 0xe0b020, 0x208050, 0xf0f0f0))
	switch c.r.IntN(4) {
	case 0:
		c.ellipse(x, y, s, s, col, 1)
		c.ellipse(x, y, s*0.6, s*0.6, shade(col, 1.5), 1)
	case 1:
		c.poly(col, 1, pt{x, y - s}, pt{x + s, y + s}, pt{x - s, y + s})
	case 2:
		c.emblem(x, y, s, col)
	default:
		c.rounded(box{x - s, y - s, x + s, y + s}, s*0.4, col, 1)
		c.middle(x, y+s*0.4, string(rune('A'+c.r.IntN(26))), style{face: bold, size: s * 1.3, col: hex(0xffffff)})
	}
}

// bars looks like a bar code.
func (c *canvas) bars(b box) {
	c.rect(b, hex(0xffffff), 1)
	for x := b[0] + 2; x < b[2]-3; {
		t := between(c.r, 0.8, 3)
		c.rect(box{x, b[1] + 1, x + t, b[3] - 1}, hex(0x101010), 1)
		x += t + between(c.r, 0.8, 3)
	}
}

func bankCardFace(r *rand.Rand, width float64) *canvas {
	w := int(min(widest, max(300, width*1.2)))
	c := newCanvas(r, w, int(float64(w)/cardAspect), color.RGBA{})
	a := vary(r, hex(pick[uint32](r, 0x1a4f9c, 0x0d1b2e, 0xc9a24a, 0x8c1c2c, 0x2a7a6a, 0xb8c4cc, 0x6fa8d8, 0xe8e4d8)), 12)
	c.guilloche(a, mix(a, hex(pick[uint32](r, 0x000000, 0xffffff, 0x30a0e0)), between(r, 0.1, 0.6)), between(r, 0, 12))
	h, wf := c.fh(), c.fw()
	for range r.IntN(4) {
		c.ellipse(r.Float64()*wf, r.Float64()*h, between(r, 0.2, 0.7)*h, between(r, 0.2, 0.7)*h, shade(a, pick(r, 0.7, 1.4)), 0.35)
	}
	ink := hex(0xf6f6f6)
	if int(a.R)+int(a.G)+int(a.B) > 480 {
		ink = hex(0x202020)
	}
	c.text(wf*0.06, h*0.17, pick(r, "BANK NUSA", "Bank Contoh", "DEBIT", "TabunganKu", "PLATINUM"), style{face: pick(r, bold, boldItalic), size: h * 0.11, col: ink})
	c.rounded(box{wf * 0.08, h * 0.34, wf * 0.21, h * 0.52}, h*0.03, hex(0xd8b860), 1)
	for i := range 3 {
		y := h * (0.385 + 0.045*float64(i))
		c.line(hex(0x8a7030), 1, 0.8, pt{wf * 0.08, y}, pt{wf * 0.21, y})
	}
	c.fitted(wf*0.08, h*0.68, wf*0.84, bankCard(r), style{face: pick(r, mono, monoBold, medium), size: h * 0.12, col: ink})
	p := somebody(r)
	c.text(wf*0.45, h*0.78, "VALID THRU 12/29", style{face: regular, size: h * 0.05, col: ink})
	c.text(wf*0.08, h*0.9, p.name, style{face: mono, size: h * 0.075, col: ink})
	c.ellipse(wf*0.82, h*0.85, h*0.1, h*0.1, hex(0xe03020), 0.95)
	c.ellipse(wf*0.89, h*0.85, h*0.1, h*0.1, hex(0xf0a020), 0.85)
	c.round(wf * 0.035)
	return c
}

// bareCard is a card with nothing, or next to nothing, on it: blank stock, a blue rectangle, a playing card.
func bareCard(r *rand.Rand, width float64) *canvas {
	w := int(min(widest, max(240, width)))
	aspect := between(r, 1.4, 1.7)
	c := newCanvas(r, w, int(float64(w)/aspect), color.RGBA{})
	h, wf := c.fh(), c.fw()
	switch r.IntN(4) {
	case 0:
		a := vary(r, hex(pick[uint32](r, 0xbfdcec, 0xaed3e8, 0xf6edc2, 0xffffff)), 10)
		c.guilloche(a, mix(a, hex(0x9cc7e0), 0.4), between(r, 0, 18))
	case 1:
		a := vary(r, hex(pick[uint32](r, 0x2f6fb4, 0x9cc4e4, 0x3fa0d8, 0x1c3f7c)), 16)
		c.guilloche(a, shade(a, between(r, 0.8, 1.2)), 3)
		if chance(r, 0.6) {
			c.middle(wf/2, h*0.55, pick(r, "PROMO", "SALE", "BUKA", "INFO", "DISKON 50%"), style{face: bold, size: h * 0.2, col: hex(0xffffff)})
		}
	case 2:
		c.rect(box{0, 0, wf, h}, hex(0xfafafa), 1)
		ink := hex(pick[uint32](r, 0xc02020, 0x101010))
		for i := range 3 {
			for k := range 2 + r.IntN(2) {
				x, y := wf*(0.25+0.25*float64(i)), h*(0.25+0.25*float64(k))
				c.ellipse(x, y, h*0.07, h*0.07, ink, 1)
				c.poly(ink, 1, pt{x - h*0.06, y}, pt{x + h*0.06, y}, pt{x, y + h*0.12})
			}
		}
		c.text(wf*0.04, h*0.14, pick(r, "7", "K", "A", "Q"), style{face: bold, size: h * 0.14, col: ink})
	default: // a back: stripe and small print
		c.rect(box{0, 0, wf, h}, vary(r, hex(0xe4e6e8), 10), 1)
		c.rect(box{0, h * 0.1, wf, h * 0.28}, hex(0x181818), 1)
		c.rect(box{wf * 0.05, h * 0.36, wf * 0.7, h * 0.5}, hex(0xffffff), 1)
		for i := range 5 {
			c.text(wf*0.05, h*(0.6+0.07*float64(i)), words(r, 7), style{face: regular, size: h * 0.045, col: hex(0x404040)})
		}
	}
	if chance(r, 0.8) {
		c.round(wf * between(r, 0.02, 0.05))
	}
	return c
}

// anyOtherCard draws a card that is none of ours and says which.
func anyOtherCard(r *rand.Rand, width float64) (*canvas, string) {
	switch r.IntN(10) {
	case 0, 1:
		return bankCardFace(r, width), "bank card"
	case 2:
		return bareCard(r, width), "bare card"
	}
	k := &cardKinds[r.IntN(len(cardKinds))]
	return otherCard(r, k, width), k.name
}

// layOther puts a strange card where one of ours might lie, and returns its name.
func (s *stage) layOther(p *Pen, held bool) string {
	cw := cardWidth(s.r, s, cardAspect, 0.25, 0.85)
	c, name := p.otherCard(s.r, cw)
	aspect := c.fw() / c.fh()
	at := tilted(s.r, pose{x: s.fw() * between(s.r, 0.4, 0.6), y: s.fh() * between(s.r, 0.4, 0.6), w: cw}, 0.3, 0.45)
	d := &document{canvas: c, kind: other}
	if held {
		s.heldThing(d, at, aspect, vary(s.r, hex(pick(s.r, skins...)), 8))
	} else {
		s.put(d, at.corners(aspect), between(s.r, 0.2, 1))
	}
	return name
}
