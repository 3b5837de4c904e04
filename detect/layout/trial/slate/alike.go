package slate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// What looks like a document and is none, and what does not look like one.
var (
	kinds = []string{
		"bankcard", "student", "licence", "member", "employee", "bluebox", "health", "business", "invoice", "receipt", "report", "letter", "table",
		"certificate", "qr", "poster", "product", "packaging", "chat", "webpage", "selfie", "selfie-holding", "collage",
	}
	alike map[string]func(r *rand.Rand, px float64) *pic
)

func init() {
	alike = map[string]func(r *rand.Rand, px float64) *pic{
		"bankcard": bankCard, "student": idCard, "licence": licence, "member": memberCard, "employee": badge, "bluebox": blueBox, "health": healthCard, "business": businessCard,
		"invoice": invoice, "receipt": receipt, "report": report, "letter": letterPage, "table": tablePage, "certificate": certificate, "qr": codePage,
		"poster": poster, "product": product, "packaging": product, "chat": chat, "webpage": webPage, "selfie": snapshot,
		"selfie-holding": func(r *rand.Rand, px float64) *pic {
			return pick(r, bankCard, product, licence, idCard, blueBox, letterPage)(r, px)
		},
		"collage": func(r *rand.Rand, px float64) *pic {
			return pick(r, bankCard, product, snapshot, idCard, poster)(r, px)
		},
	}
}

func plainCard(r *rand.Rand, px float64, from, to ink) *board {
	b, f, slope := card(px), newField(r), r.Float64()
	wavy := 0.05 * float64(r.IntN(2))
	b.paint(func(x, y float64) (float64, float64, float64) {
		t := slope*x/cardW + (1-slope)*y/cardH + 0.15*(f.at(x*0.08, y*0.08)-0.5) + wavy*math.Sin(1.5*y+2*math.Sin(x*0.15))
		m := func(a, z uint8) float64 { return float64(a) + min(max(t, 0), 1)*(float64(z)-float64(a)) }
		return m(from.R, to.R), m(from.G, to.G), m(from.B, to.B)
	})
	return b
}

func anyInk(r *rand.Rand) ink {
	return drift(r, pick(r, ink{30, 60, 130, 255}, ink{160, 30, 40, 255}, ink{20, 110, 90, 255}, ink{40, 40, 46, 255}, ink{200, 150, 50, 255}, ink{110, 60, 140, 255}, ink{170, 205, 230, 255}, ink{230, 232, 236, 255}), 24)
}

func contrast(c ink) ink {
	if int(c.R)+2*int(c.G)+int(c.B) > 520 {
		return ink{30, 30, 40, 255}
	}
	return ink{246, 246, 246, 255}
}

func bankCard(r *rand.Rand, px float64) *pic {
	c := anyInk(r)
	b := plainCard(r, px, c, drift(r, c, 60))
	for range r.IntN(3) {
		b.oval(alpha(anyInk(r), 70), between(r, 0, cardW), between(r, 0, cardH), between(r, 15, 40), between(r, 15, 40), 0)
	}
	text := contrast(c)
	b.text(pen{face: bold, em: 6, wide: 1, c: text}, between(r, 5, 50), 10, pick(r, "BANK CONTOH", "Bank Nusa", "BPD SAMPEL", "DEBIT"))
	b.round(ink{214, 180, 90, 255}, 9, 19, 20.5, 28, 1.4)
	for i := range 3 {
		b.line(ink{130, 100, 40, 255}, 0.4, point{9, 21 + 2.4*float64(i)}, point{20.5, 21 + 2.4*float64(i)})
	}
	b.text(pen{face: mono, em: between(r, 6, 7), wide: 0.95, c: text}, 8, 37, plastic(r))
	b.text(pen{face: regular, em: 3, wide: 1, c: text}, 42, 43, fmt.Sprintf("VALID THRU %02d/%02d", 1+r.IntN(12), 26+r.IntN(6)))
	b.text(pen{face: mono, em: 4, wide: 1, c: text}, 8, 49, newCitizen(r).name)
	b.oval(ink{230, 40, 40, 220}, 70, 45, 5, 5, 0)
	b.oval(ink{250, 170, 30, 200}, 76, 45, 5, 5, 0)
	wear(b, r, 0.7)
	b.corners(3)
	return piece(b, "", "", "bankcard", boxSpot("number", 8, 32, 72, 38))
}

// fields are rows of a card with a photograph, wherever they stand.
func fields(b *board, r *rand.Rand, at block, labels ...string) {
	c := newCitizen(r)
	values := []string{c.name, fmt.Sprintf("%d-%04d", 2015+r.IntN(10), r.IntN(10000)), c.town + ", " + c.birth, c.street, c.job, c.district, c.issued}
	rows := make([]row, len(labels))
	for i, l := range labels {
		rows[i] = row{l, values[i%len(values)]}
	}
	at.write(b, rows...)
}

func idCard(r *rand.Rand, px float64) *pic {
	c := anyInk(r)
	b := plainCard(r, px, drift(r, ink{226, 236, 244, 255}, 24), mix(c, ink{255, 255, 255, 255}, 0.6))
	band := between(r, 10, 14)
	b.box(c, 0, 0, cardW, band)
	b.oval(ink{240, 220, 120, 255}, 7, band/2, 4, 4, 0)
	head := pen{face: bold, em: 3.6, wide: 0.95, c: contrast(c)}
	b.text(head, 14, band*0.45, pick(r, "UNIVERSITAS CONTOH NUSANTARA", "SMA NEGERI SAMPEL", "POLITEKNIK MERDEKA"))
	b.text(head, 14, band*0.85, pick(r, "KARTU TANDA MAHASISWA", "KARTU PELAJAR", "KARTU PERPUSTAKAAN"))
	left := chance(r, 0.6)
	x, text := 5.0, 30.0
	if !left {
		x, text = cardW-24, 5
	}
	portrait(b, r, newPerson(r, chance(r, 0.5)), x, band+5, 19, 25, anyInk(r))
	p := pen{face: regular, em: between(r, 2.7, 3.3), wide: 0.95, c: black}
	fields(b, r, block{x: text, y: band + 9, pitch: between(r, 3.9, 5), colon: text + 16, end: text + 52, label: p, value: p}, "Nama", "NIM", "Tempat, Tgl Lahir", "Alamat", "Jurusan", "Fakultas")
	if chance(r, 0.6) {
		for i := range 40 {
			b.box(black, text+float64(i)*0.9, 45, text+float64(i)*0.9+between(r, 0.2, 0.7), 51)
		}
	}
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "student", boxSpot("face", x, band+5, x+19, band+30))
}

func licence(r *rand.Rand, px float64) *pic {
	modern := chance(r, 0.6)
	from, to := ink{246, 236, 236, 255}, ink{226, 120, 120, 255}
	if !modern {
		from, to = ink{196, 220, 236, 255}, ink{240, 236, 220, 255}
	}
	b := plainCard(r, px, drift(r, from, 12), drift(r, to, 16))
	head := pen{face: bold, em: 3.8, wide: 0.95, c: drift(r, ink{30, 40, 90, 255}, 16)}
	b.centred(head, cardW*0.55, 5.6, "SURAT IZIN MENGEMUDI")
	b.centred(head, cardW*0.55, 10, pick(r, "DRIVING LICENSE", "INDONESIA"))
	b.text(pen{face: bold, em: 9, wide: 1, c: black}, 73, 11, pick(r, "A", "C", "B I"))
	p := pen{face: medium, em: 2.8, wide: 0.95, c: black}
	c := newCitizen(r)
	x, face := 28.0, 4.0
	if !modern {
		x, face = 5, 62
	}
	portrait(b, r, newPerson(r, c.woman), face, 15, 20, 26, drift(r, ink{40, 80, 170, 255}, 20))
	if modern {
		portrait(b, r, newPerson(r, c.woman), 70, 34, 10, 13, ink{190, 190, 190, 255})
	}
	for i, s := range []string{c.name, c.town + ", " + c.birth, pick(r, "PRIA", "WANITA") + "   " + pick(r, "O", "A"), c.street, c.village, c.job, pick(r, "METRO JAYA", "JAWA BARAT", "BALI")} {
		b.within(p, x, 17.5+4.2*float64(i), 40, fmt.Sprintf("%d. %s", i+1, s))
	}
	b.text(p, x, 48, fmt.Sprintf("%04d-%04d-%03d", r.IntN(10000), r.IntN(10000), r.IntN(1000)))
	signature(b, r, face+9, 47, 13, black)
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "licence", boxSpot("face", face, 15, face+20, 41))
}

func memberCard(r *rand.Rand, px float64) *pic {
	c := anyInk(r)
	b := plainCard(r, px, c, anyInk(r))
	text := contrast(c)
	b.text(pen{face: bold, em: between(r, 6, 9), wide: 1, c: text}, 6, 14, pick(r, "MEMBER", "Koperasi Sejahtera", "GYM CLUB", "Apotek Plus", "KARTU ANGGOTA"))
	p := pen{face: regular, em: 3.4, wide: 1, c: text}
	fields(b, r, block{x: 6, y: between(r, 26, 34), pitch: 5.4, colon: 26, end: 62, label: p, value: p}, "Nama", "No. Anggota", "Kota", "Alamat")
	if chance(r, 0.5) {
		portrait(b, r, newPerson(r, chance(r, 0.5)), 63, 14, 17, 22, anyInk(r))
	}
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "member", boxSpot("number", 26, 26, 62, 34))
}

// badge is upright, with a hole for a ribbon.
func badge(r *rand.Rand, px float64) *pic {
	px = min(max(px*0.7, 60), 400)
	b := newBoard(int(px), int(px*cardW/cardH), px/cardH)
	c := anyInk(r)
	b.box(drift(r, ink{244, 244, 244, 255}, 8), 0, 0, cardH, cardW)
	b.box(c, 0, 0, cardH, 22)
	b.fill(alpha(c, 160), []point{{0, 70}, {cardH, 60}, {cardH, cardW}, {0, cardW}})
	b.round(ink{90, 90, 90, 255}, 20, 3, 34, 6, 1.5)
	b.centred(pen{face: bold, em: 4.6, wide: 1, c: contrast(c)}, cardH/2, 15, pick(r, "PT MAJU BERSAMA", "CV SINAR", "RS HARAPAN"))
	portrait(b, r, newPerson(r, chance(r, 0.5)), 16, 26, 22, 28, anyInk(r))
	b.centred(pen{face: bold, em: 4.2, wide: 0.9, c: black}, cardH/2, 60, newCitizen(r).name)
	b.centred(pen{face: regular, em: 3.4, wide: 1, c: black}, cardH/2, 66, pick(r, "Staf Gudang", "Perawat", "Keuangan", "Teknisi"))
	b.centred(pen{face: mono, em: 3.4, wide: 1, c: black}, cardH/2, 74, fmt.Sprintf("ID %05d", r.IntN(1e5)))
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "employee", boxSpot("face", 16, 26, 38, 54))
}

// blueBox has a KTP's colour and shape, and something else on it.
func blueBox(r *rand.Rand, px float64) *pic {
	b := card(px)
	skyBackground(b, r)
	dark := drift(r, ink{20, 50, 110, 255}, 20)
	switch r.IntN(4) {
	case 0:
		b.centred(pen{face: bold, em: between(r, 7, 12), wide: 1, c: dark}, cardW/2, between(r, 20, 34), pick(r, "VOUCHER", "SABUN MANDI", "GIFT CARD", "Air Minum"))
		b.centred(pen{face: regular, em: 4, wide: 1, c: dark}, cardW/2, 42, babble(r, 4))
	case 1:
		b.oval(ink{250, 250, 250, 220}, cardW*0.7, cardH*0.5, 14, 14, 0)
		for i := range 5 {
			b.text(pen{face: regular, em: 3.2, wide: 1, c: dark}, 6, 16+6*float64(i), babble(r, 3))
		}
	case 2:
		portrait(b, r, newPerson(r, chance(r, 0.5)), 6, 12, 22, 28, anyInk(r))
		b.text(pen{face: bold, em: 5, wide: 1, c: dark}, 34, 20, "KARTU SEMINAR")
		b.text(pen{face: regular, em: 4, wide: 1, c: dark}, 34, 30, newCitizen(r).name)
	}
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "bluebox")
}

func healthCard(r *rand.Rand, px float64) *pic {
	b := plainCard(r, px, drift(r, ink{244, 248, 250, 255}, 6), drift(r, ink{170, 220, 190, 255}, 20))
	green := drift(r, ink{20, 120, 80, 255}, 20)
	b.text(pen{face: bold, em: 6, wide: 1, c: green}, 6, 11, pick(r, "Jaminan Sehat", "KARTU INDONESIA SEHAT"))
	b.box(green, 0, 14, cardW, 15)
	p := pen{face: regular, em: 3.2, wide: 0.95, c: black}
	fields(b, r, block{x: 6, y: 22, pitch: 4.8, colon: 28, end: 80, label: p, value: p}, "Nama", "Nomor Kartu", "Tanggal Lahir", "Alamat", "Faskes Tingkat I", "Kelas Rawat")
	b.text(p, 30.5, 48.5, "999"+strings.Repeat("0", 3)+fmt.Sprintf("%07d", r.IntN(1e7)))
	wear(b, r, 1)
	b.corners(3)
	return piece(b, "", "", "health")
}

func businessCard(r *rand.Rand, px float64) *pic {
	b := plainCard(r, px, drift(r, ink{240, 236, 226, 255}, 16), drift(r, ink{250, 250, 250, 255}, 4))
	c := newCitizen(r)
	p := pen{face: bold, em: 5, wide: 0.95, c: anyInk(r)}
	p.c = mix(p.c, black, 0.5)
	x := between(r, 6, 30)
	hexagons(b, p.c, 72, 11, 6)
	b.text(p, x, 18, c.name)
	p.face, p.em = regular, 3
	for i, s := range []string{pick(r, "Direktur", "Notaris", "Konsultan Pajak"), c.street, c.regency, phone(r), "kantor@niaga.example"} {
		b.text(p, x, 23+5*float64(i), s)
	}
	wear(b, r, 1)
	return piece(b, "", "", "business")
}
