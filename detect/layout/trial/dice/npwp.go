package dice

// A taxCard is what a drawing of a tax card has thrown.
type taxCard struct {
	modern           bool
	main, second     ink // colours of the design
	text, onBar      ink
	align            float64 // of the lines: 0 left, 0.5 centred, 1 right
	left, right      float64 // of the lines
	top, bottom      float64 // of what is left for the lines
	number           box
	size             float64
	labelled, beside bool // with labels; a label stands beside its value and not above
	colon            float64
	strong, plain    style
}

// tax draws a tax card, the older one or today's, and returns the box of its number. Which design it is falls by lot too: the
// head, the order of the lines, their labels and the bands are thrown each on its own.
func (s *sheet) tax(modern bool) box {
	t := &taxCard{modern: modern, left: s.w * s.about(0.07, 0.04), right: s.w * s.about(0.94, 0.03), bottom: s.h * s.about(0.93, 0.04)}
	pale := s.taxColours(t)
	s.ground(pale, t.main, s.span(0, 3))
	s.taxBands(t)
	if s.luck(0.12) {
		s.border(t.main.alpha(s.span(0.3, 1)))
	}
	t.text = s.dark()
	if pale.light() < 0.45 {
		t.text = grey(s.span(0.88, 1), 1)
	} else if s.luck(0.2) {
		t.text = hsl(s.about(220, 15), s.span(0.3, 0.9), s.span(0.15, 0.3), 1)
	}
	t.size = s.h * s.about(0.062, 0.018)
	s.taxHead(t)
	s.taxExtras(t)
	if s.luck(0.25) {
		t.align = one(s, 0.5, 0.5, 1)
	}
	t.labelled = s.luck(0.45)
	t.beside = s.luck(0.7)
	t.colon = t.left + (t.right-t.left)*s.about(0.24, 0.07)
	t.plain = s.letters(t.size, t.text, regular, regular, medium, bold, mono)
	t.strong = t.plain
	if s.luck(0.7) {
		t.strong = s.letters(t.size*s.about(1.1, 0.15), t.text, bold, bold, medium, monoBold)
	}
	s.taxLines(t)
	return t.number
}

// taxColours throws the colours of a design and returns that of its ground.
func (s *sheet) taxColours(t *taxCard) ink {
	yellow, blue := s.about(48, 10), s.about(215, 20)
	t.main, t.second = hsl(blue, s.span(0.4, 1), s.span(0.2, 0.55), 1), hsl(yellow, s.span(0.6, 1), s.span(0.45, 0.65), 1)
	t.onBar = grey(s.span(0.9, 1), 1)
	kind := s.r.IntN(10)
	switch {
	case !t.modern && kind < 5, t.modern && kind == 0:
		t.main, t.second = t.second, t.main
		return hsl(yellow, s.span(0.4, 1), s.span(0.65, 0.93), 1)
	case kind < 7 && t.modern:
		return hsl(blue, s.span(0, 0.3), s.span(0.93, 1), 1)
	case !t.modern && kind < 7:
		return hsl(s.about(40, 15), s.span(0.1, 0.5), s.span(0.85, 0.97), 1)
	case kind < 9:
		return hsl(blue, s.span(0.2, 0.8), s.span(0.7, 0.93), 1)
	case t.modern:
		return hsl(blue, s.span(0.5, 0.9), s.span(0.15, 0.4), 1)
	}
	return hsl(s.span(0, 360), s.span(0, 0.5), s.span(0.7, 0.97), 1)
}

// taxBands are flat bands and waves of the design's colours along edges.
func (s *sheet) taxBands(t *taxCard) {
	for range s.r.IntN(3) {
		c := one(s, t.main, t.second).alpha(s.span(0.25, 1))
		switch s.r.IntN(6) {
		case 0: // along the foot
			n := s.h * s.span(0.02, 0.13)
			s.bar(0, s.h-n, s.w, s.h, c)
			t.bottom = min(t.bottom, s.h-n-s.h*0.02)
		case 1: // as a magnetic strip
			y := s.h * s.span(0.26, 0.4)
			s.bar(0, y, s.w, y+s.h*s.span(0.02, 0.05), c)
		case 2: // upright at a side
			n := s.w * s.span(0.02, 0.07)
			if s.luck(0.5) {
				s.bar(0, 0, n, s.h, c)
				t.left = max(t.left, n+s.w*0.02)
			} else {
				s.bar(s.w-n, 0, s.w, s.h, c)
				t.right = min(t.right, s.w-n-s.w*0.02)
			}
		default: // waves at the foot
			y, amp, k, p := s.h*s.span(0.75, 0.95), s.h*s.span(0.02, 0.12), s.span(0.4, 1.4)/s.w, s.span(0, 1)
			for x := range s.Rect.Dx() {
				top := y + amp*wave(k*float64(x)+p)
				s.column(x, top, s.h-top, c.alpha(c.a*0.7))
			}
		}
	}
}

var taxOffice = []string{"KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DIREKTORAT JENDERAL PAJAK"}

// taxHead draws emblem and authority, at the top or, seldom, as a word only, and says where the lines may begin.
func (s *sheet) taxHead(t *taxCard) {
	lines := taxOffice
	switch s.r.IntN(6) {
	case 0:
		lines = []string{one(s, "DEPARTEMEN KEUANGAN RI", "KEMENTERIAN KEUANGAN RI"), lines[1]}
	case 1:
		lines = append(lines[:2:2], one(s, "NOMOR POKOK WAJIB PAJAK", "KARTU NPWP"))
	case 2:
		lines = []string{"KEMENTERIAN KEUANGAN", "REPUBLIK INDONESIA", lines[1]}
	}
	top, high := s.h*s.about(0.05, 0.035), s.h*s.about(0.17, 0.06)
	t.top = top + high + s.h*s.span(0.02, 0.09)
	edge := [2]float64{0, top + high + s.h*0.02}
	if s.luck(0.07) { // at the foot
		t.top, top = top+s.h*0.02, min(t.bottom, s.h*0.95)-high
		t.bottom = top - s.h*s.span(0.02, 0.07)
		edge = [2]float64{top - s.h*0.02, s.h}
	}
	c := t.text
	if s.luck(0.25) { // on a coloured bar
		bar := one(s, t.main, t.main, t.second)
		s.bar(0, edge[0], s.w, edge[1], bar)
		c = t.on(bar)
	}
	r := high * s.span(0.45, 0.62)
	a, b := one(s, t.main, t.second, c), one(s, t.second, grey(1, 1), t.main)
	st := s.letters(high/float64(len(lines))*s.about(0.85, 0.15), c, regular, bold, bold, medium)
	write := func(x, align, most float64) {
		st = st.fit(most*0.9, lines...)
		for i, line := range lines {
			each := st
			if i > 0 && s.luck(0.3) {
				each.font, each.size = bold, each.size*1.08
			}
			s.line(x, top+high*(float64(i)+0.8)/float64(len(lines)), line, each, align, most)
		}
	}
	mid := top + high/2
	gap := s.w * s.span(0.015, 0.05)
	switch s.r.IntN(8) {
	case 0, 1, 2: // emblem, then lines from the left
		s.taxSign(t, t.left+r, mid, r, a, b)
		write(t.left+2*r+gap, 0, s.w*0.93-t.left-2*r-gap)
	case 3: // emblem at the left, lines centred
		s.taxSign(t, t.left+r, mid, r, a, b)
		write(s.w*s.about(0.55, 0.05), 0.5, s.w*0.68)
	case 4: // emblem at the right
		s.taxSign(t, t.right-r, mid, r, a, b)
		write(t.left, 0, t.right-t.left-2*r-gap)
	case 5: // one at each side
		s.taxSign(t, t.left+r, mid, r, a, b)
		s.taxSign(t, t.right-r, mid, r*0.9, a, b)
		write(s.w/2, 0.5, s.w*0.62)
	case 6: // emblem and lines at the right
		s.taxSign(t, t.right-r, mid, r, a, b)
		write(t.right-2*r-gap, 1, t.right-t.left-2*r-gap)
	default: // no emblem
		if s.luck(0.5) {
			write(t.left, 0, s.w*0.8)
		} else {
			write(s.w/2, 0.5, s.w*0.9)
		}
	}
	if s.luck(0.2) {
		s.bar(t.left, top+high+s.h*0.01, t.right, top+high+s.h*0.01+max(0.7, s.h*s.span(0.004, 0.015)), one(s, t.main, t.second, c))
	}
}

// taxSign is an emblem, or the letters of the authority.
func (s *sheet) taxSign(t *taxCard, x, y, r float64, a, b ink) {
	if s.luck(0.3) {
		st := style{font: one(s, bold, italic), size: r * 1.3, stretch: s.about(0.9, 0.2), ink: a}
		s.line(x, y+r*0.45, one(s, "djp", "DJP", "npwp"), st, 0.5, r*2.3)
		return
	}
	one(s, s.shield, s.shield, s.emblem)(x, y, r, a, b)
	if t.modern && s.luck(0.2) {
		s.ring(x, y, r*1.1, r*1.1, r*0.08, b)
	}
}

// taxExtras are things that only some designs have.
func (s *sheet) taxExtras(t *taxCard) {
	qr := 0.05
	if t.modern {
		qr = 0.3
	}
	if s.luck(qr) {
		side := s.h * s.span(0.16, 0.32)
		y := s.h*s.span(0.88, 0.95) - side
		x := s.w*s.span(0.93, 0.96) - side
		if s.luck(0.2) {
			y = t.top + s.h*0.03
		}
		if s.luck(0.15) {
			x = s.w - x - side
			t.left = max(t.left, x+side+s.w*0.03)
		} else {
			t.right = min(t.right, x-s.w*0.03)
		}
		s.qr(x, y, side)
	}
	if s.luck(0.35) {
		st := style{font: one(s, bold, italic, smallCaps), size: s.h * s.span(0.09, 0.24), stretch: s.about(0.95, 0.2), ink: one(s, t.main, t.second, t.text).alpha(s.span(0.25, 1))}
		s.line(s.w*s.span(0.9, 0.97), s.h*s.span(0.86, 0.95), one(s, "npwp", "NPWP", "npwp", "djp", "pajak"), st, 1, s.w*0.45)
	}
	if s.luck(0.06) {
		s.chip(s.w*s.span(0.7, 0.85), s.h*s.span(0.3, 0.5), s.w*0.1)
	}
	if s.luck(0.06) {
		s.hologram(s.w*s.span(0.75, 0.92), s.h*s.span(0.3, 0.8), s.h*0.09)
	}
	if s.luck(0.2) {
		st := s.letters(s.h*s.span(0.03, 0.042), t.text, regular, italic)
		s.line(s.w*one(s, 0.5, 0.5, 0.7), s.h*s.span(0.965, 0.985), one(s, "www.pajak.example", "Kring Pajak 1500-200", "www.pajak.example | Kring Pajak 1500-200"), st, 0.5, s.w*0.6)
		t.bottom = min(t.bottom, s.h*0.92)
	}
}

// The lines of a tax card.
const (
	taxNo = iota
	taxName
	taxNIK
	taxHome
	taxPlace
	taxDate
	taxTitle
)

// taxLines throws an order and writes the lines from t.top to t.bottom.
func (s *sheet) taxLines(t *taxCard) {
	order := one(s, []int{taxNo, taxName, taxHome, taxPlace, taxDate}, []int{taxNo, taxName, taxNIK, taxHome, taxPlace, taxDate}, []int{taxNo, taxName, taxHome, taxDate},
		[]int{taxNo, taxName, taxNIK, taxHome, taxDate}, []int{taxTitle, taxNo, taxName, taxHome, taxPlace}, []int{taxName, taxNo, taxHome, taxPlace, taxDate},
		[]int{taxName, taxHome, taxPlace, taxNo}, []int{taxName, taxNIK, taxHome, taxDate, taxNo}, []int{taxNo, taxName, taxPlace, taxDate})
	if t.modern && s.luck(0.25) {
		order = one(s, []int{taxTitle, taxNo, taxName}, []int{taxName, taxNo, taxDate}, []int{taxNo, taxName, taxPlace}, []int{taxNo, taxNIK, taxName, taxDate}, []int{taxName, taxHome, taxNo})
	}
	big := s.about(1.6, 0.45) // the number, in lines of plain text
	type line struct {
		kind  int
		label string
		text  string
	}
	var lines []line
	var labels []string
	sum := 0.0
	for _, kind := range order {
		label, parts := s.taxValue(t, kind)
		labels = append(labels, label)
		for i, part := range parts {
			if i > 0 {
				label = ""
			}
			lines = append(lines, line{kind, label, part})
			sum += t.pitch(kind, big)
		}
		if t.labelled && !t.beside && kind != taxTitle {
			sum += 0.7
		}
	}
	for _, label := range labels { // a long label may push the colons, but not far
		t.colon = max(t.colon, min(t.left+0.8*t.plain.wide(label), t.left+(t.right-t.left)*0.36))
	}
	room := t.bottom - t.top
	unit := min(room/sum, t.size*s.about(1.35, 0.25))
	y := t.top + (room-unit*sum)*one(s, 0, s.span(0, 1), s.span(0.2, 0.7))
	band := s.luck(0.15)
	two := s.luck(0.25) // office and date beside each other
	for i, l := range lines {
		p, right := t.pitch(l.kind, big)*unit, t.right
		if t.labelled && !t.beside && l.label != "" {
			st := t.plain
			st.size = min(t.size, unit*0.62)
			s.place(t, y+unit*0.55, l.label, st)
			y += unit * 0.7
		}
		st := t.plain
		st.size = min(st.size, unit*0.9)
		switch l.kind {
		case taxNo:
			st = t.strong
			st.size = min(t.size*big, p*0.88)
			if band && (!t.labelled || !t.beside) {
				c := one(s, t.main, t.second)
				s.bar(one(s, 0, t.left-s.w*0.02), y-p*0.03, s.w-one(s, 0, t.left-s.w*0.02), y+p*0.98, c)
				st.ink = t.on(c)
			}
		case taxName, taxTitle:
			st = t.strong
			st.size = min(st.size, unit)
		}
		if two && t.align == 0 && l.kind == taxPlace && i+1 < len(lines) && lines[i+1].kind == taxDate {
			right = t.left + (t.right-t.left)*0.56
		}
		if two && l.kind == taxDate && i > 0 && lines[i-1].kind == taxPlace && t.align == 0 {
			s.line(t.right, y-unit*0.22, l.text, st, 1, (t.right-t.left)*0.42)
			continue
		}
		var b box
		most := right - t.left
		if t.labelled && t.beside {
			if l.label != "" {
				label := t.plain.fit(t.colon-t.left-2, labels...)
				label.size = min(label.size, unit*0.9)
				s.line(t.left, y+p*0.78, l.label, label, 0, t.colon-t.left-2)
				s.text(t.colon, y+p*0.78, ":", label)
			}
			b = s.line(t.colon+s.w*0.02, y+p*0.78, l.text, st, 0, right-t.colon-s.w*0.02)
		} else {
			b = s.line(t.left+most*t.align, y+p*0.78, l.text, st, t.align, most)
		}
		if l.kind == taxNo {
			t.number = b
		}
		y += p
	}
}

// on is an ink that can be read on a colour.
func (t *taxCard) on(c ink) ink {
	if c.light() > 0.6 {
		return grey(0.1, 1)
	}
	return t.onBar
}

// pitch is a line's height in lines of plain text.
func (t *taxCard) pitch(kind int, big float64) float64 {
	switch kind {
	case taxNo:
		return big * 1.15
	case taxName:
		return 1.12
	}
	return 1
}

func (s *sheet) place(t *taxCard, y float64, text string, st style) box {
	return s.line(t.left+(t.right-t.left)*t.align, y, text, st, t.align, t.right-t.left)
}

// taxValue is a line's label and what it says, in as many lines as that takes.
func (s *sheet) taxValue(t *taxCard, kind int) (string, []string) {
	switch kind {
	case taxNo:
		prefix := ""
		if !t.labelled && s.luck(0.35) {
			prefix = one(s, "NPWP : ", "NPWP: ", "NPWP ")
		}
		if t.modern && s.luck(0.85) {
			return one(s, "NPWP", "NPWP16", "NIK/NPWP"), []string{prefix + s.spaced(one(s, s.nik(), s.taxNumber(false)))}
		}
		return "NPWP", []string{prefix + s.taxNumber(true)}
	case taxName:
		return "Nama", []string{s.name()}
	case taxNIK:
		if s.luck(0.5) && !t.labelled {
			return "NIK", []string{"NIK : " + s.nik()}
		}
		return "NIK", []string{s.nik()}
	case taxHome:
		home := wrap(s.street()+" "+s.words(1, 3, 3), 30)
		if s.luck(0.7) {
			home = append(home, s.words(2, 4, 3)+one(s, "", " "+s.province()))
		}
		return "Alamat", home
	case taxPlace:
		return one(s, "KPP", "Terdaftar di"), []string{one(s, "KPP PRATAMA ", "KPP PRATAMA ", "KANTOR PELAYANAN PAJAK ") + s.words(1, 2, 3)}
	case taxDate:
		prefix := ""
		if !t.labelled {
			prefix = one(s, "Tanggal Terdaftar : ", "TERDAFTAR : ", "Terdaftar ", "")
		}
		return one(s, "Terdaftar", "Tanggal Terdaftar"), []string{prefix + s.date()}
	}
	return "", []string{one(s, "NOMOR POKOK WAJIB PAJAK", "Nomor Pokok Wajib Pajak", "KARTU NPWP")}
}
