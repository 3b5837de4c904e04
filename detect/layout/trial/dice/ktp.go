package dice

import (
	"fmt"
	"strings"
)

// A field is a label with its value; in says that the label is indented.
type field struct {
	label, value string
	in           bool
}

// person are the fields of an identity card in their order.
func (s *sheet) person(old bool) []field {
	rt := fmt.Sprintf("%03d/%03d", 1+s.r.IntN(20), 1+s.r.IntN(20))
	all := []field{{label: "Nama", value: s.name()}}
	if s.luck(0.1) {
		all = append(all, field{value: s.words(1, 2, 3)})
	}
	sex := one(s, "LAKI-LAKI", "PEREMPUAN")
	all = append(all, field{label: one(s, "Tempat/Tgl Lahir", "Tempat/Tgl Lahir", "Tempat / Tgl. Lahir", "Tpt/Tgl Lahir"), value: s.word(2, 4) + ", " + s.date()},
		field{label: one(s, "Jenis Kelamin", "Jenis kelamin"), value: sex})
	home := s.street()
	if s.luck(0.2) {
		home += " " + s.words(2, 4, 3)
	}
	for i, part := range wrap(home, 26) {
		all = append(all, field{label: []string{"Alamat", ""}[i], value: part})
	}
	in := s.luck(0.75)
	all = append(all, field{"RT/RW", rt, in}, field{one(s, "Kel/Desa", "Kel/Desa", "Kelurahan/Desa"), s.words(1, 2, 3), in}, field{"Kecamatan", s.words(1, 2, 3), in},
		field{label: "Agama", value: one(s, "ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDHA")})
	status := field{label: one(s, "Status Perkawinan", "Status Perkawinan", "Status"), value: one(s, "KAWIN", "BELUM KAWIN", "CERAI HIDUP", "CERAI MATI")}
	work := field{label: "Pekerjaan", value: one(s, "KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "BURUH HARIAN LEPAS", "GURU", "PEGAWAI NEGERI SIPIL (PNS)")}
	nation, until := field{label: "Kewarganegaraan", value: "WNI"}, field{label: one(s, "Berlaku Hingga", "Berlaku Hingga", "Berlaku s/d"), value: s.validity()}
	if !old {
		return append(all, status, work, nation, until)
	}
	if s.luck(0.5) {
		status, work = work, status
	}
	all = append(all, status, work)
	if s.luck(0.4) {
		all = append(all, nation)
	}
	if s.luck(0.8) {
		all = append(all, until)
	}
	return all
}

// A block is where fields stand, in pixels.
type block struct {
	x, colon, value, right float64 // left of labels, of the colons, of the values, and where values must end
	top, bottom            float64
	label, text            style
	upper                  bool
}

// fields writes lines at an even pitch from top to bottom and returns their base lines.
func (s *sheet) fields(b block, all []field) []float64 {
	pitch := (b.bottom - b.top) / float64(len(all))
	lines := make([]float64, len(all))
	in := s.w * s.span(0.01, 0.045)
	labels, values := make([]string, 0, len(all)), make([]string, 0, len(all))
	for i := range all {
		if b.upper {
			all[i].label = strings.ToUpper(all[i].label)
		}
		labels, values = append(labels, all[i].label), append(values, all[i].value)
	}
	b.label.size, b.text.size = min(b.label.size, pitch*1.05), min(b.text.size, pitch*1.05)
	b.label = b.label.fit(b.colon-b.x-1, labels...)
	b.text = b.text.fit((b.right-b.value)*1.2, values...)
	colons := s.luck(0.95)
	for i, f := range all {
		y := b.top + pitch*(float64(i)+0.8)
		lines[i] = y
		x := b.x
		if f.in {
			x += in
		}
		if f.label != "" {
			s.line(x, y, f.label, b.label, 0, max(b.colon-x, s.w*0.05))
			if colons {
				s.text(b.colon, y, ":", b.label)
			}
		}
		s.line(b.value, y, f.value, b.text, 0, b.right-b.value)
	}
	return lines
}

// dark is an ink of letters, at times thin.
func (s *sheet) dark() ink {
	c := hsl(s.span(180, 280), s.span(0, 0.5), s.span(0.02, 0.22), 1)
	if s.luck(0.2) {
		c.a = s.span(0.55, 0.9)
	}
	return c
}

// ktp draws today's identity card and returns the boxes of its number and face.
func (s *sheet) ktp() (number, photo box) {
	hue := s.about(203, 30)
	if s.luck(0.05) {
		hue = s.span(0, 360)
	}
	s.ground(hsl(hue, s.span(0.2, 0.9), s.span(0.72, 0.93), 1), hsl(hue+s.about(0, 30), s.span(0.3, 0.9), s.span(0.4, 0.75), 1), s.span(0.2, 4))
	if s.luck(0.4) {
		s.globe(hsl(hue+s.about(0, 40), 0.6, s.span(0.3, 0.95), s.span(0.1, 0.5)))
	}
	if s.luck(0.15) {
		s.border(hsl(hue, 0.5, 0.4, s.span(0.2, 0.8)))
	}
	c, w, h := s.dark(), s.w, s.h
	photo = s.photoBox(w*s.about(0.84, 0.03), h*s.about(0.25, 0.06), 0.212)
	pitchTop := h * s.about(0.31, 0.045)
	b := block{x: w * s.about(0.045, 0.03), colon: w * s.about(0.26, 0.045), top: pitchTop, bottom: h * s.about(0.88, 0.08), upper: s.luck(0.08)}
	b.value, b.right = b.colon+w*s.about(0.018, 0.012), photo[0]-w*s.span(0.005, 0.03)
	all := s.person(false)
	size := (b.bottom - b.top) / float64(len(all)) * s.about(0.98, 0.18)
	b.label = s.letters(size, c, regular, regular, regular, medium, bold)
	b.text = b.label
	if s.luck(0.35) {
		b.text = s.letters(size*s.about(1, 0.1), c, regular, medium, bold, mono, smallCaps)
	}
	headTop := h * s.about(0.045, 0.03)
	gap := h * s.about(0.07, 0.015)
	head := s.letters(gap*s.about(0.95, 0.15), s.dark(), regular, medium, bold, bold)
	mid := w * s.about(0.5, 0.05)
	s.line(mid, headTop+gap*0.85, "PROVINSI "+s.province(), head, 0.5, w*0.85)
	s.line(mid, headTop+gap*1.85, one(s, "KABUPATEN ", "KABUPATEN ", "KABUPATEN ", "KOTA ", "KOTA ", "JAKARTA ")+s.words(1, 2, 3), head, 0.5, w*0.85)
	number = s.bigNumber(b, (headTop+gap*2+pitchTop)/2, min(h*s.about(0.085, 0.03), pitchTop-headTop-gap*1.8), photo[0])
	lines := s.fields(b, all)
	if s.luck(0.85) {
		for i, f := range all {
			if f.value == "LAKI-LAKI" || f.value == "PEREMPUAN" {
				x := w * s.about(0.51, 0.06)
				x = s.text(x, lines[i], one(s, "Gol. Darah", "Gol. Darah", "Gol Darah")+one(s, " :", ":", "  : "), b.label)
				s.text(x+w*0.01, lines[i], one(s, "A", "B", "AB", "O", "-", "-"), b.text)
			}
		}
	}
	s.portrait(photo)
	if s.luck(0.2) {
		s.frame(photo, max(0.7, w*s.span(0.002, 0.006)), grey(one(s, 0.0, 1), s.span(0.3, 1)))
	}
	s.under(photo, b.text)
	if s.luck(0.05) {
		s.chip(w*s.span(0.6, 0.7), h*s.span(0.4, 0.7), w*0.09)
	}
	if s.luck(0.06) {
		s.hologram(w*s.span(0.3, 0.8), h*s.span(0.3, 0.8), h*s.span(0.06, 0.15))
	}
	return number, photo
}

// photoBox is a place for a face about x, from y down, so wide in shares of the sheet, give or take a fifth.
func (s *sheet) photoBox(x, y, share float64) box {
	wide := s.w * share * s.about(1, 0.2)
	x = min(max(x, wide/2+1), s.w-wide/2-1)
	return box{x - wide/2, y, x + wide/2, min(y+wide*s.about(1.28, 0.2), s.h-1)}
}

// bigNumber writes the NIK about y, no farther than right, and returns the box of its digits.
func (s *sheet) bigNumber(b block, y, size, right float64) box {
	c := b.label.ink
	st := s.letters(size, c, bold, medium, regular, mono, monoBold, monoBold)
	title := st
	if s.luck(0.4) {
		title = s.letters(size, c, regular, bold)
	}
	y += size * 0.36
	s.line(b.x, y, "NIK", title, 0, b.colon-b.x)
	s.text(b.colon, y, ":", title)
	return s.line(b.value+s.w*s.span(0, 0.02), y, s.spaced(s.nik()), st, 0, max(right-b.value-s.w*0.02, s.w*0.3))
}

// under writes place, date and signature below the photograph.
func (s *sheet) under(photo box, st style) {
	mid, room := (photo[0]+photo[2])/2, s.h-photo[3]
	st.size *= s.about(0.9, 0.15)
	y := photo[3] + min(room*s.span(0.1, 0.25), s.h*0.06) + st.size*0.6
	wide := min(s.w-mid, mid) * 1.95
	if s.luck(0.9) {
		s.line(mid, y, s.words(1, 2, 3), st, 0.5, min(wide, s.w*0.26))
		y += st.size * s.span(0.95, 1.3)
	}
	s.line(mid, y, s.date(), st, 0.5, wide)
	if left := s.h - y; s.luck(0.95) && left > st.size*0.8 {
		n := s.w * s.span(0.08, 0.2)
		s.signature(mid-n*s.span(0.3, 0.7), y+left*s.span(0.35, 0.6), n, min(left*0.8, s.h*0.12), hsl(s.span(200, 270), 0.3, s.span(0, 0.3), s.span(0.6, 1)))
	}
}

// oldKTP draws an identity card of before 2011: paper in laminate, or the first ones of plastic.
func (s *sheet) oldKTP() (number, photo box) {
	hue, sat := one(s, 48.0, 48, 40, 205, 200, 120, 350)+s.about(0, 12), s.span(0.1, 0.8)
	s.ground(hsl(hue, sat, s.span(0.72, 0.95), 1), hsl(hue+s.about(0, 40), sat, s.span(0.4, 0.75), 1), s.span(0, 3.5))
	w, h, c := s.w, s.h, s.dark()
	if s.luck(0.35) { // the pouch is larger than the paper
		m := h * s.span(0.015, 0.07)
		for _, e := range [4]box{{0, 0, w, m}, {0, h - m, w, h}, {0, m, m, h - m}, {w - m, m, w, h - m}} {
			s.bar(e[0], e[1], e[2], e[3], grey(s.span(0.75, 1), s.span(0.5, 0.9)))
		}
	} else if s.luck(0.3) {
		s.border(hsl(hue, 0.6, 0.35, s.span(0.3, 0.9)))
	}
	left := s.luck(0.15)
	photo = s.photoBox(w*s.about(0.85, 0.05), h*s.about(0.33, 0.1), 0.19)
	b := block{x: w * s.about(0.05, 0.03), colon: w * s.about(0.26, 0.06), top: h * s.about(0.33, 0.06), bottom: h * s.about(0.82, 0.09), upper: s.luck(0.15)}
	shift := 0.0
	if left {
		photo = s.photoBox(w*s.about(0.13, 0.03), h*s.about(0.45, 0.1), 0.18)
		shift = photo[2]
	}
	b.x, b.colon = b.x+shift, b.colon+shift*0.9
	b.value, b.right = b.colon+w*s.about(0.018, 0.012), photo[0]-w*0.01
	if left {
		b.right = w * 0.97
	}
	all := s.person(true)
	size := (b.bottom - b.top) / float64(len(all)) * s.about(0.95, 0.2)
	b.label = s.letters(size, c, regular, regular, medium, bold, mono)
	b.text = s.letters(size, s.dark(), regular, bold, mono, mono, monoBold)
	s.oldHead(c, b.top, hue)
	number = s.bigNumber(b, b.top-h*0.036, h*s.about(0.065, 0.02), w*0.8)
	s.fields(b, all)
	s.portrait(photo)
	if s.luck(0.3) {
		s.frame(photo, max(0.7, w*0.004), grey(one(s, 0.1, 1), 0.8))
	}
	x, wide := w*s.about(0.63, 0.12), w*s.span(0.18, 0.28)
	if left || photo[3] < h*0.78 && s.luck(0.6) {
		x = w * s.about(0.8, 0.06)
	}
	s.official(x, max(h*s.about(0.78, 0.04), b.bottom-h*0.08), h*0.975, wide, b.label, s.luck(0.8))
	if s.luck(0.25) {
		s.stampOver(photo[0]+w*s.about(0, 0.03), photo[3]-h*s.span(0, 0.1), h*s.span(0.1, 0.17))
	}
	if s.luck(0.3) {
		s.thumb(w*s.span(0.08, 0.4), h*s.span(0.82, 0.93), h*s.span(0.05, 0.09))
	} else if s.luck(0.4) {
		s.signature(w*s.span(0.05, 0.35), h*s.span(0.85, 0.95), w*0.12, h*0.08, s.dark())
	}
	return number, photo
}

// oldHead writes what stands above the number: authorities and the title, an emblem at times.
func (s *sheet) oldHead(c ink, bottom, hue float64) {
	all := []string{one(s, "PROVINSI ", "PEMERINTAH PROVINSI ", "PROPINSI ") + s.province(), one(s, "KABUPATEN ", "KOTA ", "PEMERINTAH KABUPATEN ") + s.words(1, 2, 3)}
	if s.luck(0.3) {
		all = append([]string{"REPUBLIK INDONESIA"}, all[:1+s.r.IntN(2)]...)
	}
	title := len(all)
	if s.luck(0.2) {
		title = 0
	}
	all = append(all[:title:title], append([]string{"KARTU TANDA PENDUDUK"}, all[title:]...)...)
	top := s.h * s.about(0.035, 0.025)
	pitch := (bottom - s.h*0.065 - top) / float64(len(all)) * s.span(0.85, 1)
	mid, align := s.w*s.about(0.5, 0.06), 0.5
	if s.luck(0.12) {
		mid, align = s.w*s.span(0.05, 0.2), 0
	}
	st := s.letters(pitch*s.about(0.85, 0.1), c, regular, bold, bold, medium, mono)
	wide := s.w * s.span(0.62, 0.78)
	st = st.fit(wide, all...)
	for i, line := range all {
		each := st
		if i == title {
			each.size *= s.about(1.1, 0.2)
			each.font = one(s, st.font, bold)
		}
		s.line(mid, top+pitch*(float64(i)+0.8), line, each, align, wide)
	}
	if s.luck(0.5) {
		s.emblem(s.w*one(s, s.span(0.06, 0.14), s.span(0.86, 0.94)), s.h*s.about(0.14, 0.04), s.h*s.span(0.06, 0.11), hsl(hue+s.about(0, 180), 0.5, 0.35, 0.9), hsl(s.span(0, 360), 0.6, 0.6, 0.9))
	}
}

// official is a signature block about x from top to bottom: place and date, office, hand, stamp, name.
func (s *sheet) official(x, top, bottom, wide float64, st style, stamp bool) {
	pitch := (bottom - top) / 6
	st.size = min(st.size, pitch*1.15)
	y := top + pitch
	if s.luck(0.7) {
		s.line(x, y, s.word(2, 3)+", "+s.date(), st, 0.5, wide)
		y += pitch
	}
	s.line(x, y, one(s, "CAMAT ", "LURAH ", "KEPALA DESA ", "a.n. BUPATI ", "KEPALA DINAS ")+s.word(2, 3), st, 0.5, wide)
	s.signature(x-wide*0.3, bottom-pitch*2.4, wide*s.span(0.3, 0.7), pitch*3, hsl(s.span(200, 270), 0.5, 0.25, s.span(0.6, 1)))
	name := s.line(x, bottom-pitch*0.8, s.name(), st, 0.5, wide)
	if s.luck(0.4) {
		s.bar(name[0], name[3], name[2], name[3]+max(0.6, st.size*0.06), st.ink)
	}
	if s.luck(0.5) {
		s.line(x, bottom, "NIP. "+fmt.Sprint(990000000+s.r.IntN(9000000)), st, 0.5, wide)
	}
	if stamp {
		s.stampOver(x-wide*s.span(0.1, 0.4), (top+bottom)/2, pitch*s.span(1.6, 2.8))
	}
}
