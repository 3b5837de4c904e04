package slate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Sides of a sheet of A4 on its long side, in millimetres.
const sheetW, sheetH = 297.0, 210.0

func a4(px float64) *board {
	px = math.Round(min(max(px, 60), 640))
	return newBoard(int(px), int(math.Round(px*sheetH/sheetW)), px/sheetW)
}

// A column of a table: heading, width as a share of all, what stands in a row.
type column struct {
	head string
	wide float64
	cell func(i int) string
}

// table draws headings, a line of numbers, and rows of which the first so many are filled. It returns where it ends.
func table(b *board, x0, y0, x1, headH, rowH float64, rows, filled int, rule ink, text pen, shade ink, columns []column) float64 {
	all := 0.0
	for _, c := range columns {
		all += c.wide
	}
	end := y0 + headH + rowH*float64(rows+1)
	b.box(shade, x0, y0, x1, y0+headH+rowH)
	thick := max(0.35, 0.7/b.u)
	x, bold := x0, text
	bold.face = medium
	for k, c := range columns {
		w := (x1 - x0) * c.wide / all
		head := bold
		if t := head.width(c.head); t > w-1 {
			head.wide *= (w - 1) / t
		}
		b.centred(head, x+w/2, y0+headH*0.62, c.head)
		if k > 0 {
			b.centred(text, x+w/2, y0+headH+rowH*0.72, fmt.Sprintf("(%d)", k))
		}
		for i := range rows {
			s := "-"
			if i < filled {
				s = c.cell(i)
			} else if k == 0 {
				s = fmt.Sprint(i + 1)
			}
			y := y0 + headH + rowH*(float64(i)+1.72)
			if k == 0 || i >= filled {
				b.centred(text, x+w/2, y, s)
			} else {
				b.within(text, x+1, y, w-2, s)
			}
		}
		b.box(rule, x, y0, x+thick, end)
		x += w
	}
	b.box(rule, x1, y0, x1+thick, end)
	b.box(rule, x0, y0, x1, y0+thick)
	for i := range rows + 2 {
		y := y0 + headH + rowH*float64(i)
		b.box(rule, x0, y, x1, y+thick)
	}
	return end
}

// family draws both family cards: on bluish security paper, or plain white with a square code.
func family(r *rand.Rand, px float64, plain bool) *pic {
	b, head := a4(px), newCitizen(r)
	paper, rule := drift(r, ink{246, 246, 244, 255}, 6), alpha(drift(r, ink{40, 40, 46, 255}, 14), uint8(between(r, 150, 240)))
	shade := alpha(ink{180, 190, 200, 255}, uint8(70*r.IntN(2)))
	if !plain {
		paper, shade = drift(r, pick(r, ink{202, 226, 232, 255}, ink{206, 228, 222, 255}, ink{196, 216, 236, 255}), 9), alpha(ink{140, 190, 210, 255}, uint8(between(r, 0, 120)))
		rule = alpha(drift(r, ink{40, 70, 110, 255}, 22), uint8(between(r, 150, 230)))
	}
	f, strong := newField(r), 0.0
	if !plain {
		strong = between(r, 5, 12)
	}
	b.paint(func(x, y float64) (float64, float64, float64) {
		t := 5*(f.at(x*0.03, y*0.03)-0.5) + strong*math.Sin(0.55*y+2.4*math.Sin(x*0.06))*math.Sin(0.2*x)
		return float64(paper.R) + t*1.3, float64(paper.G) + t, float64(paper.B) + t*0.6
	})
	if !plain {
		c := alpha(drift(r, ink{90, 150, 180, 255}, 20), 130)
		b.edge(c, 2.2, 5, 5, sheetW-5, sheetH-5)
		b.edge(c, 0.7, 9, 9, sheetW-9, sheetH-9)
		b.glow(alpha(ink{90, 140, 170, 255}, 90), sheetW/2, sheetH*0.52, 46, 42, 0)
	}
	text := alpha(drift(r, black, 8), uint8(between(r, 195, 255)))
	sy, dx, dy := between(r, 0.97, 1.03), spread(r, 3), spread(r, 3)
	y := func(v float64) float64 { return v*sy + dy }
	left, right := between(r, 12, 18), sheetW-between(r, 12, 18)
	eagle(b, r, left+9+dx, y(18), 9, plain)
	title := pen{face: bold, em: between(r, 11, 13.5), wide: between(r, 0.85, 0.98), c: text}
	b.centred(title, sheetW/2+dx, y(18.5), "KARTU KELUARGA")
	title.em *= 0.62
	number := "No. " + nik(r)
	b.centred(title, sheetW/2+dx, y(27), number)
	small := pen{face: regular, em: between(r, 3.5, 4.1), wide: between(r, 0.8, 0.95), c: text}
	if !plain {
		b.text(pen{face: mono, em: 4.6, wide: 0.9, c: ink{170, 40, 50, 220}}, right-42, y(14), fmt.Sprintf("No. %07d", r.IntN(1e7)))
	}
	info := block{x: left, y: y(30), pitch: between(r, 4, 4.5), colon: left + 34, end: 150, label: small, value: small}
	info.write(b, row{"Nama Kepala Keluarga", head.name}, row{"Alamat", head.street}, row{"RT/RW", fmt.Sprintf("%03d/%03d", 1+r.IntN(20), 1+r.IntN(12))}, row{"Kode Pos", fmt.Sprint(10000 + r.IntN(80000))})
	info.x, info.colon, info.end = sheetW*0.62, sheetW*0.62+32, right
	info.write(b, row{"Desa/Kelurahan", head.village}, row{"Kecamatan", head.district}, row{"Kabupaten/Kota", head.regency}, row{"Provinsi", head.province})

	filled := 2 + r.IntN(5)
	family := make([]citizen, filled)
	numbers := make([]string, filled)
	for i := range family {
		family[i], numbers[i] = newCitizen(r), nik(r)
	}
	cell := func(get func(c *citizen) string) func(int) string {
		return func(i int) string { return get(&family[i]) }
	}
	fixed := func(s ...string) func(int) string { return func(i int) string { return s[min(i, len(s)-1)] } }
	rows, rowH := 10, between(r, 4.4, 4.9)*sy
	body := small
	body.em = min(small.em*0.94, rowH*0.84)
	count := column{"No", 0.03, func(i int) string { return fmt.Sprint(i + 1) }}
	first := []column{
		count,
		{"Nama Lengkap", between(r, 0.19, 0.23), cell(func(c *citizen) string { return c.name })},
		{"NIK", between(r, 0.12, 0.15), func(i int) string { return numbers[i] }},
		{"Jenis Kelamin", 0.08, fixed("LAKI-LAKI", "PEREMPUAN")},
		{"Tempat Lahir", 0.11, cell(func(c *citizen) string { return c.town })},
		{"Tanggal Lahir", 0.08, cell(func(c *citizen) string { return c.birth })},
		{"Agama", 0.07, cell(func(c *citizen) string { return c.faith })},
		{"Pendidikan", between(r, 0.11, 0.14), fixed("SLTA/SEDERAJAT", "DIPLOMA IV/STRATA I", "TIDAK/BELUM SEKOLAH")},
		{"Jenis Pekerjaan", between(r, 0.12, 0.15), cell(func(c *citizen) string { return c.job })},
	}
	if plain || chance(r, 0.3) {
		first = append(first, column{"Gol. Darah", 0.06, fixed("O", "B", "TIDAK TAHU")})
	}
	at := table(b, left, y(48), right, between(r, 6.5, 8.5), rowH, rows, filled, rule, body, shade, first)
	second := []column{
		count,
		{"Status Perkawinan", 0.13, fixed("KAWIN", "KAWIN", "BELUM KAWIN")},
		{"Status Hubungan Dalam Keluarga", 0.14, fixed("KEPALA KELUARGA", "ISTRI", "ANAK")},
		{"Kewarganegaraan", 0.1, fixed("WNI")},
		{"No. Paspor", 0.11, fixed("-")},
		{"No. KITAP", 0.11, fixed("-")},
		{"Ayah", between(r, 0.17, 0.2), cell(func(c *citizen) string { return c.district })},
		{"Ibu", between(r, 0.17, 0.2), cell(func(c *citizen) string { return c.village })},
	}
	at = table(b, left, at+between(r, 2, 4), right, between(r, 6.5, 8.5), rowH, rows, filled, rule, body, shade, second)
	foot(b, r, left, right, at+5, small, head, plain)
	if chance(r, 0.4) { // it was folded
		at := sheetW * between(r, 0.48, 0.52)
		b.box(ink{255, 255, 255, 110}, at, 0, at+0.9, sheetH)
		b.box(ink{60, 60, 70, 60}, at+0.9, 0, at+2, sheetH)
		if at = sheetH * between(r, 0.48, 0.52); chance(r, 0.5) {
			b.box(ink{60, 60, 70, 70}, 0, at, sheetW, at+1.2)
		}
	}
	wear(b, r, 0.8)
	layout := "kk"
	if plain {
		layout = "kk-2020"
	}
	return piece(b, trial.KK, layout, layout, boxSpot("number", sheetW/2-46+dx, y(20), sheetW/2+46+dx, y(28.5)), boxSpot("number", left+60, y(58), left+120, y(90)))
}

// foot is what stands below the tables: dates, signatures, a seal or a square code.
func foot(b *board, r *rand.Rand, left, right, y float64, p pen, head citizen, plain bool) {
	info := block{x: left, y: y, pitch: 4.2, colon: left + 30, end: left + 80, label: p, value: p}
	info.write(b, row{"Dikeluarkan Tanggal", head.issued}, row{"LEMBAR", "I. Kepala Keluarga"})
	if !plain {
		for i, s := range []string{"II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
			b.text(p, left+32.5, y+4.2*float64(i+2), s)
		}
	}
	mid, far := sheetW*0.5, right-34
	b.centred(p, mid, y, "KEPALA KELUARGA")
	b.centred(p, far, y, "KEPALA DINAS KEPENDUDUKAN DAN")
	b.centred(p, far, y+4.2, "PENCATATAN SIPIL")
	low := min(y+24, sheetH-9)
	b.centred(p, mid, low, head.name)
	b.centred(p, far, low, pick(r, first...)+" "+pick(r, last...))
	if plain {
		code(b, r, far-8, y+5.6, min(16, low-y-9.5), 25)
		if chance(r, 0.7) {
			tiny := p
			tiny.em *= 0.8
			b.within(tiny, left, sheetH-4.5, right-left, "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik")
		}
		return
	}
	signature(b, r, mid, low-9, 26, ink{30, 40, 110, 220})
	signature(b, r, far, low-9, 26, ink{30, 40, 110, 220})
	seal := alpha(ink{90, 60, 150, 255}, 150)
	b.fill(seal, oval(far-16, low-10, 11, 11, 0, 40), flip(oval(far-16, low-10, 10, 10, 0, 40)))
	b.fill(seal, oval(far-16, low-10, 7, 7, 0, 40), flip(oval(far-16, low-10, 6.5, 6.5, 0, 40)))
}

// eagle is a coarse shield with wings: it stands for an emblem and is none.
func eagle(b *board, r *rand.Rand, x, y, s float64, dark bool) {
	c := drift(r, ink{170, 130, 40, 255}, 14)
	if dark && chance(r, 0.5) {
		c = ink{50, 50, 50, 255}
	}
	for _, side := range []float64{-1, 1} {
		for i := range 4 {
			k := float64(i)
			b.fill(c, []point{{x + side*s*0.2, y - s*0.3}, {x + side*s*(1-0.1*k), y - s*(0.7-0.42*k)}, {x + side*s*(0.9-0.1*k), y - s*(0.48-0.42*k)}, {x + side*s*0.2, y}})
		}
	}
	b.fill(c, []point{{x - s*0.3, y - s*0.35}, {x + s*0.3, y - s*0.35}, {x + s*0.25, y + s*0.3}, {x, y + s*0.6}, {x - s*0.25, y + s*0.3}})
	b.oval(c, x, y-s*0.6, s*0.16, s*0.2, 0)
	b.box(c, x-s*0.6, y+s*0.62, x+s*0.6, y+s*0.78)
}

// code is a square of modules that says nothing.
func code(b *board, r *rand.Rand, x, y, side float64, n int) {
	b.box(ink{250, 250, 250, 255}, x-side*0.06, y-side*0.06, x+side*1.06, y+side*1.06)
	m := side / float64(n)
	for i := range n {
		for k := range n {
			corner := (i < 8 || i > n-9) && (k < 8 || k > n-9) && (i <= n-9 || k <= n-9)
			if !corner && chance(r, 0.48) {
				b.box(black, x+float64(k)*m, y+float64(i)*m, x+float64(k+1)*m, y+float64(i+1)*m)
			}
		}
	}
	for _, c := range []point{{x, y}, {x + side - 7*m, y}, {x, y + side - 7*m}} {
		b.edge(black, m, c[0], c[1], c[0]+7*m, c[1]+7*m)
		b.box(black, c[0]+2*m, c[1]+2*m, c[0]+5*m, c[1]+5*m)
	}
}
