package dice

import (
	"fmt"
	"math"
	"strings"
)

// A column of a table: its title (a slash parts two lines), its share of the width, and what its cells hold.
type column struct {
	title string
	share float64
	cell  func() string
}

// A ruled is a table.
type ruled struct {
	box
	columns        []column
	head, numbers  float64 // heights, in rows, of the titles and of the line of column numbers
	rows, filled   int
	title, text    style
	line           ink
	thick          float64
	dashed, open   bool // open: without the outer upright lines
	zebra, shading ink
	middle         bool // cells are centred
}

// family draws a family card and returns the box of its number.
func (s *sheet) family(white bool) (number box) {
	c := s.dark()
	hue := s.about(190, 35)
	if white {
		l := s.span(0.93, 1)
		s.wash(grey(l, 1), hsl(s.span(30, 220), 0.2, l-0.1, 1), s.span(0, 0.4))
		if s.luck(0.15) {
			s.ghost(grey(s.span(0.3, 0.7), s.span(0.05, 0.2)))
		}
	} else {
		s.ground(hsl(hue, s.span(0.1, 0.7), s.span(0.8, 0.95), 1), hsl(hue+s.about(0, 40), s.span(0.2, 0.7), s.span(0.5, 0.8), 1), s.span(0.3, 3))
		if s.luck(0.6) {
			s.border(hsl(hue, s.span(0.2, 0.7), s.span(0.3, 0.7), s.span(0.3, 1)))
		}
	}
	w, h := s.w, s.h
	left, right := w*s.about(0.04, 0.025), w*(1-s.about(0.04, 0.025))
	mid := w * s.about(0.5, 0.02)
	if s.luck(0.08) {
		mid = w * s.span(0.38, 0.62)
	}
	big := s.letters(h*s.about(0.055, 0.018), c, bold, bold, bold, medium, regular)
	s.line(mid, h*s.about(0.072, 0.015), "KARTU KELUARGA", big, 0.5, w*0.7)
	no := s.letters(h*s.about(0.036, 0.012), c, bold, medium, regular, mono)
	number = s.line(mid, h*s.about(0.117, 0.012), "No. "+one(s, "", ": ")+s.nik(), no, 0.5, w*0.6)
	number[0] += (number[2] - number[0]) * 0.16
	s.familyMarks(white, c)
	first := h * s.about(0.215, 0.025)
	small := h * s.about(0.022, 0.004)
	st := s.letters(small, c, regular, regular, medium, bold)
	s.address(left, right, h*s.about(0.128, 0.008), first-h*s.span(0.002, 0.012), st)
	second := h * s.about(0.51, 0.02)
	last := h * s.about(0.79, 0.03)
	t := ruled{box: box{left, first, right, second - h*s.span(0.002, 0.02)}, rows: 10, filled: 1 + s.r.IntN(7)}
	if s.luck(0.15) {
		t.rows, t.filled = 6+s.r.IntN(4), 1+s.r.IntN(5)
	}
	if s.luck(0.08) {
		t.filled = t.rows
	}
	t.columns = s.firstTable()
	s.ruling(&t, c, hue)
	s.table(t)
	t.box, t.columns = box{left, second, right, last}, s.secondTable()
	t.head += s.span(-0.3, 0.5)
	s.table(t)
	s.familyFoot(white, last, st)
	return number
}

// address are the two blocks of four lines above the tables.
func (s *sheet) address(left, right, top, bottom float64, st style) {
	wide := right - left
	a := []field{{label: "Nama Kepala Keluarga", value: s.name()}, {label: "Alamat", value: s.street()}, {label: "RT/RW", value: fmt.Sprintf("%03d/%03d", 1+s.r.IntN(20), 1+s.r.IntN(20))}, {label: one(s, "Kode Pos", "Desa/Kelurahan"), value: fmt.Sprint(10000 + s.r.IntN(80000))}}
	b := []field{{label: "Desa/Kelurahan", value: s.words(1, 2, 3)}, {label: "Kecamatan", value: s.words(1, 2, 3)}, {label: "Kabupaten/Kota", value: s.words(1, 2, 3)}, {label: "Provinsi", value: s.province()}}
	at := block{x: left + wide*s.span(0, 0.05), top: top, bottom: bottom, label: st, text: st, upper: s.luck(0.15)}
	if s.luck(0.3) {
		at.text.font = one(s, bold, medium)
	}
	at.colon = at.x + wide*s.about(0.15, 0.04)
	at.value, at.right = at.colon+wide*s.span(0.006, 0.015), left+wide*0.55
	s.fields(at, a)
	at.x = left + wide*s.about(0.63, 0.07)
	at.colon = at.x + wide*s.about(0.12, 0.03)
	at.value, at.right = at.colon+wide*s.span(0.006, 0.015), right
	if s.luck(0.15) {
		at.top += (bottom - top) * 0.2
		at.bottom += (bottom - top) * 0.15
	}
	s.fields(at, b)
}

func (s *sheet) firstTable() []column {
	n := 0
	all := []column{
		{"No", 0.03, func() string { n++; return fmt.Sprint(n) }},
		{"Nama Lengkap", 0.2, s.name},
		{"NIK", 0.13, s.nik},
		{one(s, "Jenis/Kelamin", "JK"), 0.08, func() string { return one(s, "LAKI-LAKI", "PEREMPUAN") }},
		{"Tempat Lahir", 0.11, func() string { return s.word(2, 3) }},
		{"Tanggal/Lahir", 0.08, s.date},
		{"Agama", 0.07, func() string { return one(s, "ISLAM", "KRISTEN", "HINDU") }},
		{"Pendidikan", 0.13, func() string { return one(s, "SLTA/SEDERAJAT", "TAMAT SD", "DIPLOMA IV/STRATA I", "BELUM SEKOLAH") }},
		{"Jenis Pekerjaan", 0.13, func() string {
			return one(s, "KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR", "MENGURUS RUMAH TANGGA", "PETANI")
		}},
	}
	if s.luck(0.5) {
		all = append(all, column{"Golongan/Darah", 0.06, func() string { return one(s, "A", "B", "O", "TIDAK TAHU", "-") }})
	}
	return s.unequal(all)
}

func (s *sheet) secondTable() []column {
	n, dash := 0, func() string { return "-" }
	all := []column{
		{"No", 0.03, func() string { n++; return fmt.Sprint(n) }},
		{one(s, "Status Perkawinan", "Status/Perkawinan"), 0.12, func() string { return one(s, "KAWIN", "BELUM KAWIN", "KAWIN TERCATAT") }},
	}
	if s.luck(0.5) {
		all = append(all, column{"Tanggal/Perkawinan", 0.08, func() string { return one(s, "-", s.date()) }})
	}
	all = append(all,
		column{"Status Hubungan/Dalam Keluarga", 0.13, func() string { return one(s, "KEPALA KELUARGA", "ISTRI", "ANAK", "ANAK", "ORANG TUA") }},
		column{one(s, "Kewarga/negaraan", "Kewarganegaraan"), 0.09, func() string { return "WNI" }},
		column{"Dokumen Imigrasi/No. Paspor", 0.1, dash},
		column{"No. KITAP", 0.09, dash},
		column{"Nama Orang Tua/Ayah", 0.17, func() string { return s.words(1, 2, 3) }},
		column{"Ibu", 0.17, func() string { return s.words(1, 2, 3) }})
	return s.unequal(all)
}

// unequal varies the columns' shares by a quarter and makes their sum 1.
func (s *sheet) unequal(all []column) []column {
	sum := 0.0
	for i := range all {
		all[i].share *= s.about(1, 0.25)
		sum += all[i].share
	}
	for i := range all {
		all[i].share /= sum
	}
	return all
}

// ruling throws how a family card's tables look.
func (s *sheet) ruling(t *ruled, c ink, hue float64) {
	t.head, t.numbers = s.span(1.3, 2.6), 0
	if s.luck(0.6) {
		t.numbers = s.span(0.6, 1)
	}
	pitch := (t.box[3] - t.box[1]) / (float64(t.rows) + t.head + t.numbers)
	t.title = s.letters(pitch*s.about(0.75, 0.12), c, regular, medium, bold)
	t.text = s.letters(pitch*s.about(0.82, 0.14), c, regular, regular, medium, mono)
	t.line, t.thick = c.alpha(s.span(0.35, 1)), max(0.35, s.h*s.span(0.0008, 0.005))
	if s.luck(0.2) {
		t.line = hsl(hue, s.span(0.2, 0.8), s.span(0.3, 0.6), 1)
	}
	t.dashed, t.open, t.middle = s.luck(0.08), s.luck(0.12), s.luck(0.15)
	if s.luck(0.35) {
		t.shading = hsl(hue, s.span(0, 0.6), s.span(0.5, 0.9), s.span(0.2, 0.9))
	}
	if s.luck(0.15) {
		t.zebra = hsl(hue, s.span(0, 0.4), s.span(0.6, 0.9), s.span(0.15, 0.6))
	}
}

func (s *sheet) table(t ruled) {
	pitch := (t.box[3] - t.box[1]) / (float64(t.rows) + t.head + t.numbers)
	wide, body := t.box[2]-t.box[0], t.box[1]+pitch*(t.head+t.numbers)
	s.bar(t.box[0], t.box[1], t.box[2], body, t.shading)
	x := t.box[0]
	rows := make([]float64, 0, t.rows+3)
	rows = append(rows, t.box[1], t.box[1]+pitch*t.head)
	for i := range t.rows + 1 {
		y := body + pitch*float64(i)
		rows = append(rows, y)
		if i%2 == 1 && i < t.rows {
			s.bar(t.box[0], y, t.box[2], y+pitch, t.zebra)
		}
	}
	for _, y := range rows {
		s.rule(t, pt{t.box[0], y}, pt{t.box[2], y})
	}
	for i, c := range t.columns {
		next := x + c.share*wide
		if i > 0 || !t.open {
			s.rule(t, pt{x, t.box[1]}, pt{x, t.box[3]})
		}
		s.titles(t, c.title, x, next, pitch)
		if t.numbers > 0 {
			s.line((x+next)/2, body-pitch*t.numbers*0.25, fmt.Sprint(i+1), t.title, 0.5, next-x)
		}
		for row := range t.rows {
			value := "-"
			if row < t.filled {
				value = c.cell()
			} else if i == 0 {
				value = fmt.Sprint(row + 1)
			}
			at, align := x+wide*0.004, 0.0
			if t.middle || value == "-" {
				at, align = (x+next)/2, 0.5
			}
			s.line(at, body+pitch*(float64(row)+0.75), value, t.text, align, next-x-wide*0.006)
		}
		x = next
	}
	if !t.open {
		s.rule(t, pt{t.box[2], t.box[1]}, pt{t.box[2], t.box[3]})
	}
}

// titles writes a column's title, in two lines where a slash parts it.
func (s *sheet) titles(t ruled, title string, x, next, pitch float64) {
	parts := []string{title}
	if title != "RT/RW" {
		parts = strings.Split(title, "/")
	}
	for j, part := range parts {
		y := t.box[1] + pitch*t.head*(float64(j)+0.5)/float64(len(parts)) + t.title.size*0.32
		s.line((x+next)/2, y, part, t.title, 0.5, next-x-1)
	}
}

// rule draws an upright or level line of a table.
func (s *sheet) rule(t ruled, a, b pt) {
	if !t.dashed {
		s.bar(a.x, a.y, max(b.x, a.x+t.thick), max(b.y, a.y+t.thick), t.line)
		return
	}
	n := max(math.Hypot(b.x-a.x, b.y-a.y), 1)
	dx, dy := (b.x-a.x)/n, (b.y-a.y)/n
	for d := 0.0; d < n; d += 4 {
		x, y := a.x+dx*d, a.y+dy*d
		s.bar(x, y, x+dx*2.4+dy*t.thick, y+dy*2.4+dx*t.thick, t.line)
	}
}

// familyMarks are what stands beside the title.
func (s *sheet) familyMarks(white bool, c ink) {
	gold := hsl(s.span(35, 50), s.span(0.2, 0.8), s.span(0.25, 0.5), s.span(0.6, 1))
	if s.luck(0.75) {
		x, r := s.w*s.span(0.05, 0.12), s.h*s.span(0.035, 0.06)
		if s.luck(0.1) {
			x = s.w * s.span(0.25, 0.32)
		}
		one(s, s.bird, s.bird, s.bird, s.emblem)(x, s.h*s.about(0.075, 0.02), r, one(s, gold, c), gold.mix(grey(0.9, 1), 0.5))
	}
	if !white && s.luck(0.6) {
		st := s.letters(s.h*0.025, hsl(s.span(0, 20), 0.6, s.span(0.1, 0.4), 1), mono, regular, bold)
		s.line(s.w*s.span(0.9, 0.96), s.h*s.span(0.05, 0.09), "No. "+fmt.Sprintf("%08d", s.r.IntN(1e8)), st, 1, s.w*0.25)
	}
	if white && s.luck(0.1) {
		s.barcode(box{s.w * 0.78, s.h * 0.04, s.w * 0.95, s.h * 0.08})
	}
}

// familyFoot writes what stands below the tables.
func (s *sheet) familyFoot(white bool, top float64, st style) {
	w, h := s.w, s.h
	room := h*s.span(0.95, 0.985) - top
	y := top + room*s.span(0.1, 0.18)
	x := w * s.span(0.04, 0.1)
	s.text(x, y, one(s, "Dikeluarkan Tanggal : ", "Dikeluarkan Tanggal: ")+s.date(), st)
	if s.luck(0.8) {
		for i, line := range []string{"LEMBAR : I. Kepala Keluarga", "II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
			s.text(x+w*s.span(0.03, 0.04)*min(float64(i), 1), y+room*0.17*float64(i+1), line, st)
		}
	}
	if s.luck(0.9) {
		mid := w * s.about(0.47, 0.08)
		s.line(mid, y, "KEPALA KELUARGA", st, 0.5, w*0.25)
		if !white && s.luck(0.8) || s.luck(0.4) {
			s.signature(mid-w*0.05, y+room*0.4, w*0.1, room*0.4, s.dark())
		}
		s.line(mid, y+room*s.span(0.6, 0.75), s.name(), st, 0.5, w*0.25)
	}
	mid := w * s.about(0.81, 0.05)
	if !white {
		s.official(mid, top+room*0.02, top+room*0.97, w*0.28, st, s.luck(0.8))
		if s.luck(0.15) {
			s.hologram(w*s.span(0.1, 0.9), h*s.span(0.85, 0.93), h*0.04)
		}
		return
	}
	s.line(mid, y, "KEPALA DINAS KEPENDUDUKAN DAN", st, 0.5, w*0.3)
	s.line(mid, y+st.size, "PENCATATAN SIPIL", st, 0.5, w*0.3)
	side := room * s.about(0.52, 0.14)
	s.qr(mid-side*s.about(0.5, 0.4), y+st.size*1.5, side)
	if s.luck(0.7) {
		s.line(mid, min(y+st.size*2.8+side, h*0.985), s.name(), st, 0.5, w*0.28)
	}
	if s.luck(0.8) {
		note := st
		note.size *= s.span(0.7, 1)
		s.line(w*s.span(0.03, 0.3), h*s.span(0.96, 0.985), "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik", note, 0, w*0.65)
	}
}
