package guild

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

func init() {
	a := author{tax: citraKinds[0].draw, newTax: citraKinds[1].draw}
	for _, k := range citraKinds[2:] {
		a.others = append(a.others, k.draw)
	}
	authors = append(authors, a)
}

const citraRegular, citraBold, citraMono, citraItalic, citraMedium = 0, 1, 2, 3, 4

type (
	citraRGB = color.NRGBA
	citraXY  [2]float64
	citraPen struct { // draws in millimetres on a card of 85.6 by 54
		*rand.Rand
		m            *image.RGBA
		s, k, dx, dy float64 // pixels a millimetre, size of type, shift of print
	}
)

var (
	citraTTF   = [][]byte{goregular.TTF, gobold.TTF, gomono.TTF, goitalic.TTF, gomedium.TTF}
	citraLock  sync.Mutex               // faces serve one at a time
	citraFaces = map[[2]int]font.Face{} // by font and half pixels

	citraInk, citraWhite, citraPaper = citraHex(0x181a22), citraHex(0xffffff), citraHex(0xf4f3ec)
	citraBlue, citraSky, citraGold   = citraHex(0x16347a), citraHex(0xa8ceec), citraHex(0xeebe34)
	citraGreen, citraRed, citraGrey  = citraHex(0x107c46), citraHex(0xba222c), citraHex(0xbec0c4)
)

func citraNew(r *rand.Rand, wide int) *citraPen {
	wide = min(wide, 640)
	m := image.NewRGBA(image.Rect(0, 0, wide, (wide*540+428)/856))
	return &citraPen{r, m, float64(wide) / 85.6, 0.88 + 0.24*r.Float64(), 3 * (r.Float64() - 0.5), 2.2 * (r.Float64() - 0.5)}
}

func citraPale(c citraRGB) citraRGB {
	return citraHex(0xbfbfbf + uint32(c.R)>>2<<16 + uint32(c.G)>>2<<8 + uint32(c.B)>>2)
}
func (p *citraPen) odds(f float64) bool      { return p.Float64() < f }
func (p *citraPen) in(a, b float64) float64  { return a + (b-a)*p.Float64() }
func (p *citraPen) pick(ss ...string) string { return ss[p.IntN(len(ss))] }
func (p *citraPen) face(fs ...int) int       { return fs[p.IntN(len(fs))] }
func citraHex(v uint32) citraRGB {
	return citraRGB{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}
func citraClear(c citraRGB, a float64) citraRGB { c.A = uint8(255 * a); return c }

func (p *citraPen) hue(cs ...citraRGB) citraRGB {
	f := func(v uint8) uint8 { return uint8(min(255, max(0, int(v)+p.IntN(33)-16))) }
	c := cs[p.IntN(len(cs))]
	c.R, c.G, c.B = f(c.R), f(c.G), f(c.B)
	return c
}

// text sets a line on its baseline; align is 0 for left, 0.5 for the middle, 1 for right; track is in parts of the size.
func (p *citraPen) text(f int, mm, x, y, align, track float64, c color.Color, s string) {
	px := max(4, mm*p.k*p.s)
	key := [2]int{f, int(math.Round(px * 2))}
	citraLock.Lock()
	defer citraLock.Unlock()
	face := citraFaces[key]
	if face == nil {
		parsed, _ := opentype.Parse(citraTTF[f]) // the fonts are built in
		face, _ = opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(key[1]) / 2, DPI: 72})
		citraFaces[key] = face
	}
	step := fixed.Int26_6(track * px * 64)
	long := font.MeasureString(face, s) + step*fixed.Int26_6(len(s))
	if room := fixed.Int26_6((84 - x - p.dx) * p.s * 64); align == 0 && long > room && mm > 1.6 {
		citraLock.Unlock()
		p.text(f, mm*0.9, x, y, 0, track*0.7, c, s)
		citraLock.Lock()
		return
	}
	d := font.Drawer{Dst: p.m, Src: image.NewUniform(c), Face: face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((x+p.dx)*p.s*64 - align*float64(long)), Y: fixed.Int26_6((y + p.dy) * p.s * 64)}
	for _, ch := range s {
		d.DrawString(string(ch))
		d.Dot.X += step
	}
}

// lines sets lines under each other, those of "label|value" with the value at xv, and says where the next would stand.
func (p *citraPen) lines(f int, mm, x, xv, y, lead float64, c color.Color, ss ...string) float64 {
	for _, s := range ss {
		label, value, two := strings.Cut(s, "|")
		if p.text(f, mm, x, y, 0, 0, c, label); two {
			p.text(f, mm, xv, y, 0, 0, c, ": "+value)
		}
		y += lead
	}
	return y
}

func (p *citraPen) fill(c color.Color, shapes ...[]citraXY) {
	lo, hi := citraXY{99, 99}, citraXY{-99, -99}
	for _, q := range slices.Concat(shapes...) {
		lo, hi = citraXY{min(lo[0], q[0]), min(lo[1], q[1])}, citraXY{max(hi[0], q[0]), max(hi[1], q[1])}
	}
	box := image.Rect(int(lo[0]*p.s)-1, int(lo[1]*p.s)-1, int(hi[0]*p.s)+2, int(hi[1]*p.s)+2).Intersect(p.m.Rect)
	if box.Empty() {
		return
	}
	z, dx, dy := vector.NewRasterizer(box.Dx(), box.Dy()), float64(box.Min.X), float64(box.Min.Y)
	for _, shape := range shapes {
		for i, q := range append(shape, shape[0]) {
			[]func(x, y float32){z.MoveTo, z.LineTo}[min(i, 1)](float32(q[0]*p.s-dx), float32(q[1]*p.s-dy))
		}
	}
	z.Draw(p.m, box, image.NewUniform(c), image.Point{})
}

func citraBox(x, y, w, h float64) []citraXY {
	return []citraXY{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// citraRound is an ellipse, of few corners or with petals; rx below nought turns the other way, for holes.
func citraRound(x, y, rx, ry, turn, petals, depth float64, n int) (out []citraXY) {
	sin, cos := math.Sincos(turn)
	for i := range n {
		t := 2 * math.Pi * float64(i) / float64(n)
		d := 1 + depth*math.Cos(petals*t)
		a, b := rx*d*math.Sin(t), -ry*d*math.Cos(t)
		out = append(out, citraXY{x + a*cos - b*sin, y + a*sin + b*cos})
	}
	return out
}

// citraWave is a band between two waves.
func citraWave(y, thick, amp, turns, phase float64) (out []citraXY) {
	out = make([]citraXY, 80)
	for i := range 40 {
		u, v := -2+2.31*float64(i), y+amp*math.Sin(turns*float64(i)*0.16+phase)
		out[i], out[79-i] = citraXY{u, v}, citraXY{u, v + thick}
	}
	return out
}

// emblem is a shield of five corners with wings and a rod.
func (p *citraPen) emblem(x, y, r float64, field, mark color.Color) {
	p.fill(mark, citraRound(x, y, r, r, 0, 0, 0, 5))
	p.fill(field, citraRound(x, y, r*0.86, r*0.86, 0, 0, 0, 5))
	p.fill(mark, citraRound(x-r*0.34, y-r*0.02, r*0.13, r*0.42, -0.35, 0, 0, 16), citraRound(x+r*0.34, y-r*0.02, r*0.13, r*0.42, 0.35, 0, 0, 16),
		citraBox(x-r*0.07, y-r*0.55, r*0.14, r), citraRound(x, y+r*0.52, r*0.34, r*0.11, 0, 0, 0, 12), citraRound(x, y-r*0.5, r*0.15, r*0.15, 0, 0, 0, 12))
}

// ground lays a gradient and over it nothing, waves, islands, a large emblem, rosettes or slanting bands.
func (p *citraPen) ground(a, b, line citraRGB) {
	w, h, kind := p.m.Rect.Dx(), p.m.Rect.Dy(), p.IntN(6)
	gy, gx := math.Sincos(p.in(0, math.Pi/2))
	for i, all := 0, gx*float64(w)+gy*float64(h); i < w*h; i++ {
		t := int((gx*float64(i%w) + gy*float64(i/w)) / all * 256)
		mix := func(u, v uint8) uint8 { return uint8((int(u)*(256-t) + int(v)*t) >> 8) }
		copy(p.m.Pix[i*4:], []uint8{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255})
	}
	var shapes [][]citraXY
	turns, amp, skew, x, y := p.in(1, 3.5), p.in(2, 7), p.in(-0.3, 0.3), p.in(35, 75), p.in(18, 40)
	for i := range 21 {
		if f := float64(i); kind == 1 {
			shapes = append(shapes, citraWave(f*2.7, 0.3, amp, turns, skew*f))
		} else if ring := 6 + 2.4*f; kind == 4 && i < 10 {
			shapes = append(shapes, citraRound(x, y, ring, ring, skew*f, 9, 0.18, 80), citraRound(x, y, 0.35-ring, ring-0.35, skew*f, 9, 0.18, 80))
		} else if u := x - 40 + f*amp*3.4; kind == 5 && i < 4 {
			shapes = append(shapes, []citraXY{{u, 0}, {u + amp*2, 0}, {u + amp*2 - 22, 54}, {u - 22, 54}})
		}
	}
	switch kind {
	case 2:
		for _, q := range [][5]float64{{17, 22, 4, 13, -0.75}, {33, 38, 11, 2.1, 0.12}, {40, 21, 7, 8, 0.3}, {52, 23, 1.8, 6, 0.2}, {55, 20, 4, 1.3, 0}, {50, 41, 6, 1, 0.1}, {75, 28, 8, 5, 0.35}} {
			shapes = append(shapes, citraRound(q[0], q[1], q[2], q[3], q[4], 5, 0.14, 30))
		}
	case 3:
		p.emblem(x, y, p.in(14, 21), citraClear(line, 0.08), citraClear(line, 0.15))
	}
	p.fill(citraClear(line, p.in(0.1, 0.34)), shapes...)
}

// say fills in a name, date, road, town, NIK (plain or in fours) and digits; no district has the code, no tax office is 99x.
func (p *citraPen) say(s string) string {
	k := []string{"####", fmt.Sprintf("%d%02d", 69+p.IntN(21), 1+p.IntN(28)), fmt.Sprintf("%02d##", 1+p.IntN(12)), "2##1"}
	s = strings.NewReplacer("$c", p.pick("SUKAMAJU", "TANJUNG SARI", "KARANG ASRI", "DELI HULU"), "$d", fmt.Sprintf("%02d-%02d-20%02d", 1+p.IntN(28), 1+p.IntN(12), 5+p.IntN(20)), "$k", strings.Join(k, ""), "$g", strings.Join(k, " "),
		"$n", p.pick("BUDI", "SITI", "AGUS", "DEWI", "RINA", "JOKO", "NI MADE", "YOHANES", "FITRI")+" "+p.pick("SANTOSO", "WULANDARI", "PRATAMA", "LESTARI", "SIREGAR", "PUTRA WIJAYA"),
		"$r", p.pick("JL. ", "JALAN ", "GG. ", "PERUM ")+p.pick("MELATI", "MERPATI", "DAHLIA INDAH", "CENDANA")+p.pick(" NO. #", " BLOK C/##", " ##")+p.pick("", " RT 00# RW 0##"),
		"$t", p.pick("SUKAMAJU", "TANJUNG SARI", "KARANG ASRI", "MEKAR JAYA")+p.pick(", ", " - ", " KEC. ")+p.pick("BANDUNG", "SLEMAN", "MEDAN", "KAB. BOGOR", "MAKASSAR")).Replace(s)
	for strings.Contains(s, "#") {
		s = strings.Replace(s, "#", fmt.Sprint(p.IntN(10)), 1)
	}
	return s
}

func (p *citraPen) photo(x, y, w, h float64) {
	p.fill(p.hue(citraRed, citraBlue, citraGrey, citraSky), citraBox(x, y, w, h))
	p.fill(p.hue(citraInk, citraWhite, citraGrey), citraBox(x+w*0.12, y+h*0.78, w*0.76, h*0.22), citraRound(x+w/2, y+h*0.8, w*0.38, h*0.14, 0, 0, 0, 20))
	p.fill(citraInk, citraRound(x+w/2, y+h*0.38, w*0.25, h*0.25, 0, 0, 0, 20))
	p.fill(p.hue(citraHex(0xc49674)), citraRound(x+w/2, y+h*0.45, w*0.21, h*0.24, 0, 0, 0, 20), citraBox(x+w*0.4, y+h*0.6, w*0.2, h*0.14))
}

// code is a square of modules, or bars where it is wide.
func (p *citraPen) code(x, y, w, h float64) {
	on, q := [][]citraXY{}, w/21
	for i := range 441 {
		if u, v := float64(i%21), float64(i/21); w > h && i < 63 && p.odds(0.7) {
			on = append(on, citraBox(x+q/3*float64(i), y, q/3*p.in(0.3, 1), h))
		} else if w == h && p.odds(0.48) {
			on = append(on, citraBox(x+q*u, y+q*v, q, q))
		}
	}
	p.fill(citraWhite, citraBox(x-1, y-1, w+2, h+2))
	p.fill(citraInk, on...)
	for i := range 3 * int(h/w) { // the three corners
		u, v := x+q*14*float64(i%2), y+q*14*float64(i/2)
		p.fill(citraWhite, citraBox(u-q/2, v-q/2, q*8, q*8))
		p.fill(citraInk, citraBox(u, v, q*7, q*7), []citraXY{{u + q, v + q}, {u + q, v + 6*q}, {u + 6*q, v + 6*q}, {u + 6*q, v + q}}, citraBox(u+2*q, v+2*q, 3*q, 3*q))
	}
}

// done wears the card: scratches, a fading, a grey copy; says SPECIMEN across and rounds the corners.
func (p *citraPen) done() *image.RGBA {
	for range max(0, p.IntN(9)-4) {
		x, y, u, v := p.in(0, 86), p.in(0, 54), p.in(-25, 25), p.in(-12, 12)
		p.fill(citraClear(p.hue(citraWhite, citraGrey), p.in(0.2, 0.6)), []citraXY{{x, y}, {x + u, y + v}, {x + u, y + v + 0.2}, {x, y + 0.25}})
	}
	p.fill(citraClear(p.hue(citraPaper, citraWhite, citraGrey), max(0, p.in(-0.4, 0.4))), citraBox(p.in(-40, 10), 0, p.in(60, 130), 54))
	tilt, start, ink := p.in(-1.6, 1.6), p.in(10, 16), citraClear(p.hue(citraRed, citraGrey, citraBlue), p.in(0.25, 0.45))
	for i, c := range "SPECIMEN" {
		p.text(citraBold, 9, start+8.4*float64(i), 31+tilt*(float64(i)-3.5), 0.5, 0, ink, string(c))
	}
	grey, round := p.odds(0.12), p.in(-1, 3.4)*p.s
	for i, w, h := 0, p.m.Rect.Dx(), p.m.Rect.Dy(); i < w*h; i++ {
		q, x, y := p.m.Pix[i*4:i*4+4], float64(min(i%w, w-1-i%w)), float64(min(i/w, h-1-i/w))
		if grey {
			l := uint8((int(q[0])*77 + int(q[1])*151 + int(q[2])*28) >> 8)
			q[0], q[1], q[2] = l, l, l
		}
		if x < round && y < round && math.Hypot(round-x, round-y) > round {
			clear(q)
		}
	}
	return p.m
}

func (k citraKind) draw(r *rand.Rand, wide int) *image.RGBA {
	p := citraNew(r, wide)
	has := func(part string, f float64) bool { return strings.Contains(k.parts, part) && p.odds(f) }
	tone, second, mm, x, amp, phase := p.hue(k.tones...), p.hue(k.tones...), p.in(2.3, 2.9), p.in(4, 7), p.in(0.3, 3), p.in(0, 6)
	ink, head, f := p.hue(citraInk, citraInk, citraBlue), p.hue(k.tones[0], citraBlue, citraInk), p.face(citraRegular, citraMedium, citraBold, citraMono)
	if has("D", 0.6) {
		p.ground(tone, second, citraWhite)
		ink, head = citraWhite, p.hue(citraWhite, citraGold)
	} else {
		p.ground(p.hue(citraPaper, citraWhite, citraPale(tone)), p.hue(citraPaper, citraPale(second), citraPale(tone)), tone)
	}
	switch p.IntN(4) {
	case 0: // waves at the foot
		p.fill(p.hue(second, citraGold), citraWave(p.in(45, 48), 20, amp, 1, phase))
		p.fill(tone, citraWave(p.in(49, 51), 20, amp*0.7, 1, phase+0.8))
	case 1: // a head with an edge
		p.fill(p.hue(second, citraGold), citraBox(0, 0, 86, 14.8))
		p.fill(tone, citraBox(0, 0, 86, 14))
		head = citraWhite
	case 2: // a corner
		p.fill(p.hue(second, citraGold), []citraXY{{p.in(66, 76), 0}, {86, 0}, {86, p.in(14, 30)}})
	}
	hx, align := x+11.5, 0.0
	if has("E", 1) {
		p.emblem(x+4.5, 7.4, p.in(4.2, 5.2), p.hue(citraBlue), p.hue(citraGold))
	} else if hx, align = 43, 0.5; p.odds(0.7) {
		hx, align = x+p.in(9, 12), 0
		p.fill(p.hue(second, citraWhite), citraRound(x+4, 7.4, 4, p.in(2.4, 4), 0, float64(p.IntN(7)), p.in(0, 0.25), 40))
	}
	over, under, _ := strings.Cut(p.pick(k.heads...), "/")
	p.text(p.face(citraBold, citraMedium, citraRegular), p.in(2.1, 2.4), hx, 6.8, align, 0.01, head, over)
	p.text(p.face(citraBold, citraBold, citraItalic), p.in(2.4, 3.2), hx, 10.6, align, 0.03, head, under)
	ny, lead := 21.0, p.in(3.3, 4)
	if has("N", 0.8) {
		ny = 33
	}
	ly := ny + 5.6
	if has("C", 0.9) {
		p.fill(p.hue(citraGold, citraGrey), citraBox(x+2, 17, 11, 8.5))
		p.fill(citraClear(citraInk, 0.6), citraBox(x+2, 19.7, 11, 0.2), citraBox(x+2, 22.5, 11, 0.2), citraBox(x+5.5, 17, 0.2, 8.5), citraBox(x+9.2, 17, 0.2, 8.5))
	}
	if has("P", 0.9) {
		px := p.in(63, 66)
		if p.odds(0.5) {
			px, x = x, x+19
		}
		p.photo(px, p.in(24, 26), 16, 21)
	}
	p.text(p.face(citraBold, citraMedium, f), p.in(3.9, 4.9), x, ny, 0, p.in(0.02, 0.09), ink, p.say(p.pick(k.numbers...)))
	for _, row := range k.rows {
		ly = p.lines(f, mm, x, x+15.5*p.k, ly, lead, ink, p.say(p.pick(strings.Split(row, "/")...)))
	}
	if has("Q", 0.8) {
		p.code(p.in(65, 68), p.in(33, 36), 13, 13)
	} else if has("B", 0.7) {
		p.code(p.in(40, 52), p.in(43, 45), 28, 6)
	}
	return p.done()
}

// A citraKind is a kind of card. Parts: D at times dark, E emblem, N number below, C chip, P photo, Q and B codes.
type citraKind struct {
	parts                string
	tones                []citraRGB
	heads, numbers, rows []string
}

var citraKinds = []citraKind{
	{"E", []citraRGB{citraBlue, citraSky, citraGold, citraBlue}, []string{"KEMENTERIAN KEUANGAN REPUBLIK INDONESIA/DIREKTORAT JENDERAL PAJAK", "DEPARTEMEN KEUANGAN REPUBLIK INDONESIA/DIREKTORAT JENDERAL PAJAK"}, []string{"NPWP : ##.###.###.#-99#.000", "NPWP: ##.###.###.#-99#.000", "##.###.###.#-99#.000"}, []string{"$n", "NIK : $k/NIK|$k/", "$r", "$t", "/", "KPP PRATAMA $c/KPP $c/", "Terdaftar|$d/TERDAFTAR : $d/TANGGAL TERDAFTAR $d"}},
	{"EDQ", []citraRGB{citraBlue, citraBlue, citraHex(0x2868b0)}, []string{"KEMENTERIAN KEUANGAN REPUBLIK INDONESIA/DIREKTORAT JENDERAL PAJAK", "KEMENTERIAN KEUANGAN RI/DIREKTORAT JENDERAL PAJAK"}, []string{"$g", "$g", "$k", "NPWP : $k"}, []string{"Nama|$n/$n", "NPWP15|##.###.###.#-99#.000/NIK|$k/NPWP : ##.###.###.#-99#.000", "Alamat|$r/$r", "$t", "KPP|PRATAMA $c/KPP PRATAMA $c", "Terdaftar|$d/Tanggal Terdaftar $d/"}},
	{"DQP", []citraRGB{citraGreen, citraBlue, citraGreen}, []string{"BPJS KESEHATAN/KARTU INDONESIA SEHAT", "JAMINAN KESEHATAN NASIONAL/Kartu Indonesia Sehat", "ASURANSI SEHAT BERSAMA/KARTU PESERTA"}, []string{"999##########", "Nomor Kartu : 999##########"}, []string{"Nama|$n", "Alamat|$r/NIK|$k", "$t", "Tgl Lahir|$d", "Faskes I|KLINIK $c/Kelas Rawat|2"}},
	{"QD", []citraRGB{citraSky, citraBlue, citraRed}, []string{"KEMENTERIAN KESEHATAN REPUBLIK INDONESIA/KARTU VAKSINASI", "PEDULI SEHAT/SERTIFIKAT VAKSIN DOSIS KEDUA"}, []string{"NIK : $k", "$n", "ID 999-########"}, []string{"Nama|$n", "Tgl Lahir|$d", "Vaksin 1|$d", "Vaksin 2|$d", "Batch|99####"}},
	{"DNB", []citraRGB{citraRed, citraGold, citraBlue, citraGreen}, []string{"TOKO SERBA ADA/MEMBER CARD", "KOPERASI MAJU BERSAMA/KARTU ANGGOTA", "SWALAYAN KITA/Kartu Pelanggan Setia"}, []string{"9999 #### ####", "No. 99-######", "0000 9900 ####"}, []string{"$n", "Sejak $d/Member|$d", "Layanan 021-0000-###/www.toko.example"}},
	{"DNC", []citraRGB{citraBlue, citraGold, citraInk, citraRed}, []string{"BANK NUSA RAYA/DEBIT", "BANK CITRA SENTOSA/Kartu Debit GOLD", "KARTU TOL LANGIT/UANG ELEKTRONIK"}, []string{"4111 1111 1111 1111", "5555 5555 5555 4444", "4242 4242 4242 4242"}, []string{"VALID THRU 0#-3#/BERLAKU 1#-2#", "$n"}},
	{"PB", []citraRGB{citraBlue, citraGreen, citraGold, citraSky}, []string{"UNIVERSITAS NUSA RAYA/KARTU TANDA MAHASISWA", "SMK NEGERI SUKAMAJU/KARTU PELAJAR", "YAYASAN PENDIDIKAN HARAPAN/KARTU PELAJAR"}, []string{"NIM 99.####.###", "NIS : 99####"}, []string{"Nama|$n/$n", "Prodi|AKUNTANSI/Prodi|TEKNIK SIPIL/Kelas|XI IPS 2", "Lahir|$d", "Alamat|$r", "$t"}},
	{"P", []citraRGB{citraRed, citraGrey, citraSky}, []string{"KEPOLISIAN NEGARA REPUBLIK INDONESIA/SURAT IZIN MENGEMUDI", "INDONESIA/DRIVING LICENSE"}, []string{"9999-9999-######", "SIM C  9999##"}, []string{"1. $n", "2. $t", "3. $d", "4. $r", "5. KARYAWAN SWASTA/5. PELAJAR", "Berlaku $d"}},
	{"DPB", []citraRGB{citraGreen, citraBlue, citraGold}, []string{"BPJS KETENAGAKERJAAN/KARTU PESERTA", "DINAS TENAGA KERJA/KARTU TANDA PENCARI KERJA", "PT ASURANSI JIWA RAYA/KARTU PESERTA"}, []string{"999########", "No. KPJ 999########"}, []string{"$n", "NIK|$k", "Kantor|$c", "$r/Telp 021-0000-###", "Berlaku|$d"}},
}
