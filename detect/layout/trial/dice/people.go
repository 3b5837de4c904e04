package dice

import (
	"fmt"
	"strings"
)

var syllables = strings.Fields("sa ri wa di bu ka la ni tu ma ra su te pe ja ga da ku mi lo han dar wan man tok yan ber sin tan gu ti pu na hi mul wir")

// word makes up a word of so many syllables.
func (s *sheet) word(least, most int) string {
	var b strings.Builder
	for range least + s.r.IntN(most-least+1) {
		b.WriteString(one(s, syllables...))
	}
	return strings.ToUpper(b.String())
}

func (s *sheet) words(least, most, longest int) string {
	all := make([]string, least+s.r.IntN(most-least+1))
	for i := range all {
		all[i] = s.word(2, longest)
	}
	return strings.Join(all, " ")
}

func (s *sheet) name() string {
	n := s.words(1, 3, 3)
	if s.luck(0.1) {
		n += " " + s.words(1, 2, 4)
	}
	if s.luck(0.1) {
		n += ", S." + one(s, "E", "H", "Pd", "Kom")
	}
	return n
}

func (s *sheet) province() string {
	return one(s, "JAWA BARAT", "JAWA TIMUR", "JAWA TENGAH", "BANTEN", "BALI", "RIAU", "ACEH", "LAMPUNG", "DKI JAKARTA", "SUMATERA UTARA",
		"KALIMANTAN SELATAN", "SULAWESI TENGGARA", "NUSA TENGGARA BARAT", "DAERAH ISTIMEWA YOGYAKARTA", "KEPULAUAN BANGKA BELITUNG", "PAPUA")
}

func (s *sheet) date() string {
	sep := one(s, "-", "-", "-", "/", " ")
	return fmt.Sprintf("%02d%s%02d%s%d", 1+s.r.IntN(28), sep, 1+s.r.IntN(12), sep, 1950+s.r.IntN(75))
}

func (s *sheet) street() string {
	return one(s, "JL. ", "JL ", "DUSUN ", "KP. ", "GG. ", "PERUM ", "LINGK. ") + s.words(1, 3, 3) + one(s, "", " NO. "+fmt.Sprint(1+s.r.IntN(200)), " BLOK C")
}

// nik is a number of a district that is not assigned, with a serial that is not given: it belongs to nobody.
func (s *sheet) nik() string {
	day := 1 + s.r.IntN(28) + 40*s.r.IntN(2)
	return fmt.Sprintf("%d%02d%02d%02d%02d%02d%04d", one(s, 11, 16, 32, 33, 35, 36, 51, 64, 73, 91), 1+s.r.IntN(20), 69+s.r.IntN(21),
		day, 1+s.r.IntN(12), s.r.IntN(100), 2001+s.r.IntN(7000))
}

// taxNumber is of a tax office that there is not.
func (s *sheet) taxNumber(dotted bool) string {
	a, b, c, d, o := s.r.IntN(100), s.r.IntN(1000), s.r.IntN(1000), s.r.IntN(10), 990+s.r.IntN(10)
	if dotted {
		return fmt.Sprintf("%02d.%03d.%03d.%d-%d.000", a, b, c, d, o)
	}
	return fmt.Sprintf("0%02d%03d%03d%d%d000", a, b, c, d, o)
}

// spaced writes a number in groups, as some printers do.
func (s *sheet) spaced(n string) string {
	if len(n) != 16 || s.luck(0.6) {
		return n
	}
	if s.luck(0.5) {
		return n[:4] + " " + n[4:8] + " " + n[8:12] + " " + n[12:]
	}
	return n[:6] + " " + n[6:12] + " " + n[12:]
}

// portrait draws a face into the box: a photograph as coarse as a thumbnail.
func (s *sheet) portrait(b box) {
	was := s.clip
	s.clip = s.Rect.Intersect(b.pixels())
	w, h := b[2]-b[0], b[3]-b[1]
	wall := hsl(one(s, 0.0, 2, 355, 215, 225, 205, 30, s.span(0, 360)), s.span(0.3, 0.95), s.span(0.3, 0.6), 1)
	if s.luck(0.15) {
		wall = grey(s.span(0.4, 0.95), 1)
	}
	s.bar(b[0], b[1], b[2], b[3], wall)
	s.ellipse(b[0]+w*s.span(0.2, 0.8), b[1]+h*0.4, w*0.6, h*0.5, wall.mix(grey(s.span(0, 1), 1), 0.3).alpha(0.4))
	cx, cy := b[0]+w*s.about(0.5, 0.06), b[1]+h*s.about(0.43, 0.07)
	rx := w * s.about(0.22, 0.06)
	ry := rx * s.about(1.32, 0.15)
	skin := hsl(s.span(15, 32), s.span(0.25, 0.6), s.span(0.35, 0.78), 1)
	cloth := hsl(s.span(0, 360), s.span(0, 0.6), s.span(0.08, 0.95), 1)
	hair := hsl(25, 0.2, s.span(0.03, 0.2), 1)
	scarf := s.luck(0.3)
	veil := hsl(s.span(0, 360), s.span(0, 0.6), s.span(0.1, 0.95), 1)
	long := !scarf && s.luck(0.3)
	if long {
		s.ellipse(cx, cy+ry*0.35, rx*1.35, ry*1.4, hair)
	}
	s.poly(cloth, pt{b[0] + w*s.span(-0.1, 0.12), b[3]}, pt{cx - rx*1.5, cy + ry*1.45}, pt{cx - rx*0.4, cy + ry*1.15}, pt{cx + rx*0.4, cy + ry*1.15}, pt{cx + rx*1.5, cy + ry*1.45}, pt{b[2] - w*s.span(-0.1, 0.12), b[3]})
	if scarf {
		s.ellipse(cx, cy-ry*0.02, rx*1.3, ry*1.25, veil)
		s.poly(veil, pt{cx - rx*1.28, cy}, pt{cx + rx*1.28, cy}, pt{cx + rx*1.7, b[3]}, pt{cx - rx*1.7, b[3]})
	} else {
		s.bar(cx-rx*0.42, cy+ry*0.6, cx+rx*0.42, cy+ry*1.22, skin.mix(grey(0, 1), 0.15))
		s.poly(grey(0.95, s.span(0, 1)), pt{cx - rx*0.5, cy + ry*1.1}, pt{cx, cy + ry*1.6}, pt{cx + rx*0.5, cy + ry*1.1})
		s.ellipse(cx, cy-ry*s.span(0.1, 0.2), rx*1.08, ry*1.02, hair)
	}
	s.ellipse(cx, cy+ry*0.06, rx, ry*0.96, skin)
	if !scarf {
		s.fill(hair, round(cx, cy-ry*s.span(0.3, 0.45), rx*1.02, ry*s.span(0.35, 0.6), 0.5, 1))
		if s.luck(0.12) {
			s.poly(hair, pt{cx - rx*1.05, cy - ry*0.4}, pt{cx - rx*0.95, cy - ry*1.2}, pt{cx + rx*0.95, cy - ry*1.2}, pt{cx + rx*1.05, cy - ry*0.4})
		}
	}
	s.features(cx, cy, rx, ry, skin, hair)
	if s.luck(0.3) {
		s.drain(s.span(0.7, 1))
	}
	s.clip = was
}

// features draws what is within a face.
func (s *sheet) features(cx, cy, rx, ry float64, skin, hair ink) {
	dark := skin.mix(grey(0, 1), 0.6)
	if s.luck(0.5) {
		side := one(s, -1.0, 1)
		s.fill(dark.alpha(s.span(0.1, 0.4)), round(cx+side*rx*0.55, cy+ry*0.1, rx*0.42, ry*0.8, 0, 1))
	}
	ey := cy - ry*s.span(0, 0.12)
	for _, side := range [2]float64{-1, 1} {
		x := cx + side*rx*0.42
		s.ellipse(x, ey, rx*0.17, ry*0.07, grey(0.08, 0.9))
		s.bar(x-rx*0.24, ey-ry*0.23, x+rx*0.24, ey-ry*0.15, hair.alpha(s.span(0.3, 0.9)))
	}
	s.bar(cx-rx*0.12, cy+ry*0.25, cx+rx*0.12, cy+ry*0.32, dark.alpha(0.5))
	s.ellipse(cx, cy+ry*s.span(0.5, 0.58), rx*s.span(0.25, 0.4), ry*0.06, hsl(5, 0.45, s.span(0.25, 0.5), 0.8))
	if s.luck(0.2) {
		s.ellipse(cx, cy+ry*0.42, rx*0.36, ry*0.05, hair.alpha(0.8))
	}
	if s.luck(0.2) {
		for _, side := range [2]float64{-1, 1} {
			s.ring(cx+side*rx*0.42, ey, rx*0.3, ry*0.17, max(0.6, rx*0.07), grey(0.1, 0.8))
		}
	}
}

// drain takes the colour out of what is within the clip.
func (s *sheet) drain(share float64) {
	for y := s.clip.Min.Y; y < s.clip.Max.Y; y++ {
		for x := s.clip.Min.X; x < s.clip.Max.X; x++ {
			p := s.Pix[y*s.Stride+x*4:]
			l := 0.3*float64(p[0]) + 0.59*float64(p[1]) + 0.11*float64(p[2])
			s.dot(x, y, ink{l, l, l, 1}, int(256*share))
		}
	}
}
