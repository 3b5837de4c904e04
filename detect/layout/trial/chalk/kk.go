package chalk

import (
	"fmt"
	"image/color"
	"math"
)

// family is the family card: a landscape page with the title and the number in the middle, a head block in two columns, two
// tables of ten rows (21 to 50 and 51 to 79 % of the height) and a foot. Up to 2020 it was printed on bluish security paper and
// stamped; since then it is plain white, with a code at the lower right.
func (p *plate) family(white bool) (number [4]float64) {
	r := p.r
	p.familyGround(white)
	members := make([]citizen, 1+r.IntN(6))
	for i := range members {
		members[i] = somebody(r)
	}
	head := &members[0]
	if white {
		head.issued = date(r, 2020, 6)
	}
	dx, dy := span(r, -2.5, 2.5), span(r, -2.5, 2.5)
	black := near(r, rgb(0x1c1c20), 12)
	big := ink{one(r, bold, bold, medium), span(r, 9, 11.5), span(r, 0.88, 1.02), black}
	p.centre(148.5+dx, 15.5+dy, 150, "KARTU KELUARGA", big)
	no := ink{one(r, bold, medium, sans), big.size * span(r, 0.58, 0.72), big.wide, black}
	p.centre(148.5+dx, 23.5+dy, 140, "No. "+head.family, no)
	number = [4]float64{105 + dx, 23.5 - no.size + dy, 192 + dx, 25 + dy}
	if luck(r, 0.85) {
		p.eagle(22+dx, 14+dy, 19, near(r, rgb(one[uint32](r, 0x9a7a20, 0x404040, 0xb08c30)), 12))
	}
	small := ink{one(r, sans, sans, medium), span(r, 3, 3.5), span(r, 0.82, 0.94), black}
	if !white || luck(r, 0.3) {
		p.write(246, 10+dy, fmt.Sprintf("No. %s %08d", one(r, "K", "AB", "M"), r.IntN(1e8)), small)
	}
	p.familyHead(head, dx, dy, small)

	left, right := 9+span(r, -2, 2), 288+span(r, -2, 2)
	gap := span(r, 1.5, 5)
	top, middle, low := 44.5+dy*0.6+span(r, -1, 1), 106.5+dy*0.5+span(r, -2, 1.5), 166+dy*0.5+span(r, -3, 2)
	rule := near(r, rgb(one[uint32](r, 0x202428, 0x38424a, 0x30506a)), 10)
	small.size *= span(r, 0.8, 0.92)
	p.grid(left, top, right-left, middle-gap-top, 10, upperTable(members), small, rule)
	p.grid(left, middle, right-left, low-middle, 10, lowerTable(members), small, rule)
	p.familyFoot(head, low, white, small)
	return number
}

func (p *plate) familyGround(white bool) {
	r := p.r
	if white {
		paper := near(r, rgb(0xfbfbf9), 4)
		p.wash(func(float64, float64) color.NRGBA { return paper })
		return
	}
	pale, deep := near(r, rgb(one[uint32](r, 0xe0eef0, 0xdcebf2, 0xe6f0ec, 0xd6e8f0)), 6), near(r, rgb(one[uint32](r, 0xa9d0de, 0xb4d8dc, 0x9cc6dc)), 8)
	p.wash(func(u, v float64) color.NRGBA {
		return blend(pale, deep, 0.2+0.5*math.Abs(math.Sin(3.1*u+0.4))*math.Abs(v-0.5)*2)
	})
	line := blend(deep, rgb(0x4088a0), 0.4)
	line.A = uint8(span(r, 50, 120))
	p.ripples(line, span(r, 3, 5), span(r, 2, 6), span(r, 40, 140), span(r, -0.1, 0.1))
	if luck(r, 0.7) { // a border of the same lines
		t := span(r, 3, 5)
		line.A = 190
		p.outline(t, t, p.w-2*t, p.h-2*t, t*0.7, line)
	}
	if luck(r, 0.6) {
		p.eagle(148, 110, span(r, 60, 90), faint(0x5090a8, span(r, 0.06, 0.16)))
	}
}

// familyHead stands between the number and the first table.
func (p *plate) familyHead(c *citizen, dx, dy float64, small ink) {
	r := p.r
	pitch := small.size * span(r, 1.15, 1.35)
	y := 29.2 + dy*0.8 + span(r, -0.8, 0.8)
	left := []row{{"Nama Kepala Keluarga", c.name}, {"Alamat", c.street}, {"RT/RW", c.rt}, {"Kode Pos", c.postcode}}
	right := []row{{"Desa/Kelurahan", c.village}, {"Kecamatan", c.district}, {"Kabupaten/Kota", c.city}, {"Provinsi", c.province}}
	if luck(r, 0.3) {
		left[3], right = row{"Desa/Kelurahan", c.village}, []row{{"Kecamatan", c.district}, {"Kabupaten/Kota", c.city}, {"Kode Pos", c.postcode}, {"Provinsi", c.province}}
	}
	far := 196 + dx + span(r, -6, 10)
	for i := range left {
		b := y + float64(i)*pitch
		near, colon := 12+dx, 50+dx
		p.write(near, b, left[i].label, small)
		p.fit(colon, b, far-colon-4, ": "+left[i].value, small)
		p.write(far, b, right[i].label, small)
		p.fit(far+28, b, p.w-far-34, ": "+right[i].value, small)
	}
}

// A column of a table has a share of the width; several may stand under one heading.
type column struct {
	title string
	over  string
	wide  float64
	cell  func(i int) string // nil: empty
	left  bool               // cells begin at the left
}

func upperTable(m []citizen) []column {
	of := func(f func(c *citizen) string) func(int) string {
		return func(i int) string {
			if i >= len(m) {
				return ""
			}
			return f(&m[i])
		}
	}
	return []column{
		{"No", "", 3, func(i int) string { return fmt.Sprint(i + 1) }, false},
		{"Nama Lengkap", "", 20, of(func(c *citizen) string { return c.name }), true},
		{"NIK", "", 14, of(func(c *citizen) string { return c.nik }), false},
		{"Jenis Kelamin", "", 9, of((*citizen).sex), false},
		{"Tempat Lahir", "", 12, of(func(c *citizen) string { return c.birthplace }), false},
		{"Tanggal Lahir", "", 9, of(func(c *citizen) string { return c.born }), false},
		{"Agama", "", 8, of(func(c *citizen) string { return c.faith }), false},
		{"Pendidikan", "", 12, of(func(c *citizen) string { return c.school }), false},
		{"Jenis Pekerjaan", "", 13, of(func(c *citizen) string { return c.work }), false},
	}
}

func lowerTable(m []citizen) []column {
	of := func(f func(i int) string) func(int) string {
		return func(i int) string {
			if i >= len(m) {
				return ""
			}
			return f(i)
		}
	}
	return []column{
		{"No", "", 3, func(i int) string { return fmt.Sprint(i + 1) }, false},
		{"Status Perkawinan", "", 13, of(func(i int) string { return m[i].state }), false},
		{"Status Hubungan Dalam Keluarga", "", 14, of(func(i int) string { return []string{"KEPALA KELUARGA", "ISTRI", "ANAK"}[min(i, 2)] }), false},
		{"Kewarganegaraan", "", 10, of(func(i int) string { return m[i].nation() }), false},
		{"No. Paspor", "Dokumen Imigrasi", 11, of(func(int) string { return "-" }), false},
		{"No. KITAP", "Dokumen Imigrasi", 11, of(func(int) string { return "-" }), false},
		{"Ayah", "Nama Orang Tua", 19, of(func(i int) string { return m[max(0, len(m)-1-i)].name }), true},
		{"Ibu", "Nama Orang Tua", 19, of(func(i int) string { return m[i].village }), true},
	}
}

// grid draws a table: two lines of headings, a line of column numbers, rows.
func (p *plate) grid(x, y, w, h float64, rows int, columns []column, small ink, rule color.NRGBA) {
	r := p.r
	total := 0.0
	for i := range columns {
		columns[i].wide *= span(r, 0.93, 1.07)
		total += columns[i].wide
	}
	thick := span(r, 0.3, 0.55)
	heading, count := h*span(r, 0.15, 0.19), h*span(r, 0.055, 0.07)
	step := (h - heading - count) / float64(rows)
	if luck(r, 0.4) {
		p.box(x, y, w, heading, faint(0x6890a0, 0.16))
	}
	p.outline(x, y, w, h, thick, rule)
	p.trace(rule, thick, at{x, y + heading}, at{x + w, y + heading})
	for i := range rows {
		b := y + heading + count + float64(i)*step
		p.trace(rule, thick*0.8, at{x, b}, at{x + w, b})
	}
	title := small
	title.face = one(r, bold, sans, medium)
	number := small
	number.size *= 0.85
	l := x
	for i, c := range columns {
		cw := c.wide / total * w
		first := y
		if c.over == "" {
			p.centre(l+cw/2, y+heading*0.5+small.size*0.35, cw-1.2, c.title, title)
		} else {
			first = y + heading*0.5
			p.centre(l+cw/2, y+heading*0.75+small.size*0.35, cw-1.2, c.title, title)
			if columns[i-1].over != c.over {
				first = y
				next := columns[i+1].wide / total * w
				p.centre(l+(cw+next)/2, y+heading*0.25+small.size*0.35, cw+next-1.2, c.over, title)
				p.trace(rule, thick*0.8, at{l, y + heading*0.5}, at{l + cw + next, y + heading*0.5})
			}
		}
		if i > 0 {
			p.trace(rule, thick*0.8, at{l, first}, at{l, y + h})
			p.centre(l+cw/2, y+heading+count*0.5+number.size*0.35, cw, fmt.Sprintf("(%d)", i), number)
		}
		for k := range rows {
			s := c.cell(k)
			if s == "" {
				continue
			}
			b := y + heading + count + (float64(k)+0.5)*step + small.size*0.36
			if c.left {
				p.fit(l+0.8, b, cw-1.6, s, small)
			} else {
				p.centre(l+cw/2, b, cw-1.2, s, small)
			}
		}
		l += cw
	}
}

// familyFoot is the date and the copies at the left, the head of the family in the middle, the office at the right.
func (p *plate) familyFoot(c *citizen, low float64, white bool, small ink) {
	r := p.r
	small.size *= span(r, 1.05, 1.2)
	pitch := small.size * 1.25
	y := low + pitch + span(r, 0.5, 2)
	p.write(10, y, "Dikeluarkan Tanggal : "+c.issued, small)
	for i, s := range []string{"LEMBAR : I.  Kepala Keluarga", "II.  RT", "III.  Desa/Kelurahan", "IV.  Kecamatan"} {
		x := 10.0
		if i > 0 {
			x += 14
		}
		p.write(x, y+float64(i+1)*pitch, s, small)
	}
	middle, right := 140+span(r, -8, 12), 237+span(r, -6, 6)
	p.centre(middle, y+pitch*0.6, 70, "KEPALA KELUARGA", small)
	foot := min(p.h-9, y+pitch*6.6)
	p.centre(middle, foot, 60, c.name, small)
	p.trace(small.col, 0.3, at{middle - 18, foot + 1}, at{middle + 18, foot + 1})
	p.centre(middle, foot+pitch, 60, "Tanda Tangan/Cap Jempol", small)
	p.centre(right, y, 90, "KEPALA DINAS KEPENDUDUKAN DAN", small)
	p.centre(right, y+pitch, 90, "PENCATATAN SIPIL "+c.city, small)
	if white {
		n := one(r, 25, 29, 33)
		size := span(r, 19, 24)
		x := right + span(r, -14, 18)
		p.code(x-size/2, y+pitch*1.4, size, n)
		if luck(r, 0.6) {
			small.size *= 0.8
			p.centre(150, p.h-3, 240, "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh BSrE, BSSN", small)
		} else {
			p.centre(right, min(p.h-3, y+pitch*1.4+size+pitch*1.4), 80, title(name(r, true))+", S.H., M.Si", small)
		}
		return
	}
	p.sign(right-16, y+pitch*1.6, 34, 13, rgb(one[uint32](r, 0x1c2c78, 0x202020)))
	p.seal(right-17, y+pitch*3.4, span(r, 10, 13), faint(one[uint32](r, 0x4a3a98, 0x6a3090, 0x2c4aa0), span(r, 0.35, 0.65)))
	p.centre(right, foot, 80, title(name(r, false))+", S.Sos", small)
	p.trace(small.col, 0.3, at{right - 22, foot + 1}, at{right + 22, foot + 1})
	p.centre(right, foot+pitch, 80, fmt.Sprintf("NIP. 99%02d%02d%02d 1990%02d 1 %03d", r.IntN(100), r.IntN(100), r.IntN(100), r.IntN(100), r.IntN(1000)), small)
}
