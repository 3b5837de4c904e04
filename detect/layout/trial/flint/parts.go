package flint

import (
	"math"
	"math/rand/v2"
)

// portrait draws a face before a ground as an identity photograph shows it.
func (p *plate) portrait(x0, y0, x1, y1 float64, back ink) {
	r := p.r
	w, h := x1-x0, y1-y0
	cx, head := x0+w*between(r, 0.47, 0.53), w*between(r, 0.2, 0.25)
	cy := y0 + h*between(r, 0.4, 0.45)
	skin := rgb(pick[uint32](r, 0xe8c09c, 0xd9a878, 0xc89468, 0xb07c50, 0x946040))
	dark := mix(skin, rgb(0x302018), 0.35)
	hair := rgb(pick[uint32](r, 0x14120f, 0x201a16, 0x2c2420, 0x807870))
	cloth := rgb(pick[uint32](r, 0xf4f4f0, 0x20242c, 0x3c5878, 0x7c3030, 0x406048, 0x8c6c3c, 0xc8b4a0, 0x604878))
	p.rect(x0, y0, x1, y1, back)
	clip := func(s []spot) []spot {
		for i := range s {
			s[i] = spot{max(x0, min(x1, s[i][0])), max(y0, min(y1, s[i][1]))}
		}
		return s
	}
	scarf := chance(r, 0.35)
	long := !scarf && chance(r, 0.25)
	if scarf {
		p.fill(mix(cloth, rgb(0xffffff), 0.2), clip(oval(cx, cy+head*0.25, head*1.4, head*1.85, 0)))
	} else if long {
		p.fill(hair, clip(oval(cx, cy+head*0.3, head*1.3, head*1.8, 0)))
	}
	p.fill(cloth, clip(oval(cx, y1+h*0.02, w*between(r, 0.44, 0.52), h*between(r, 0.24, 0.3), 0)))
	if !scarf {
		p.fill(dark, clip(oval(cx, cy+head*1.35, head*0.5, head*0.75, 0)))
		p.fill(hair, clip(oval(cx, cy-head*0.28, head*1.08, head*1.15, 0)))
	}
	p.fill(skin, clip(oval(cx, cy, head*0.95, head*1.25, 0)))
	if !scarf {
		p.fill(hair, clip(oval(cx, cy-head*0.95, head*0.86, head*0.42, 0)))
	} else {
		p.fill(mix(cloth, rgb(0xffffff), 0.2), clip(oval(cx, y1-h*0.05, w*0.3, h*0.2, 0)), clip(oval(cx, cy-head*1.15, head*0.8, head*0.3, 0)))
	}
	eye := rgb(0x201814)
	for _, s := range []float64{-1, 1} {
		p.disc(cx+s*head*0.4, cy-head*0.08, head*0.15, head*0.09, eye)
		p.disc(cx+s*head*0.4, cy-head*0.32, head*0.24, head*0.06, mix(hair, skin, 0.3))
	}
	p.disc(cx, cy+head*0.32, head*0.13, head*0.1, dark)
	p.disc(cx, cy+head*0.68, head*0.3, head*0.09, rgb(pick[uint32](r, 0xa05848, 0x8c4c40, 0xb86060)))
	if chance(r, 0.2) {
		for _, s := range []float64{-1, 1} {
			p.ring(cx+s*head*0.42, cy-head*0.05, head*0.32, head*0.26, head*0.08, eye)
		}
	}
	if chance(r, 0.2) { // an old print
		p.rect(x0, y0, x1, y1, thin(0xc8d0d8, 0.3))
	}
}

// eagle draws a bird with a shield, as on state papers; half is half its width.
func (p *plate) eagle(x, y, half float64, c, shield ink) {
	var feathers [][]spot
	for _, s := range []float64{-1, 1} {
		for i := range 6 {
			a := -1.0 + float64(i)*0.3
			sin, cos := math.Sincos(a)
			n := half * (1 - 0.09*float64(i))
			tip := spot{x + s*n*cos, y + n*sin*0.95}
			q := []spot{{x + s*half*0.12, y - half*0.35}, tip, {x + s*half*0.14, y + half*0.2}}
			if s < 0 {
				q[0], q[2] = q[2], q[0]
			}
			feathers = append(feathers, q)
		}
	}
	p.fill(c, feathers...)
	p.fill(c, []spot{{x - half*0.3, y + half*0.95}, {x - half*0.12, y + half*0.1}, {x + half*0.12, y + half*0.1}, {x + half*0.3, y + half*0.95}})
	p.disc(x, y-half*0.55, half*0.16, half*0.2, c)
	p.disc(x, y, half*0.28, half*0.42, shield)
	p.rect(x-half*0.6, y+half*0.85, x+half*0.6, y+half*1.02, c)
}

// seal draws a round or cornered badge of an office, a school or a firm.
func (p *plate) seal(x, y, half float64, c ink) {
	r := p.r
	light := mix(c, rgb(0xffffff), 0.75)
	light.A = c.A
	corners := pick(r, 0, 0, 5, 6, 4)
	if corners == 0 {
		p.disc(x, y, half, half, c)
		p.disc(x, y, half*0.8, half*0.8, light)
	} else {
		for i, n := range []float64{1, 0.8} {
			s := make([]spot, corners)
			for j := range s {
				sin, cos := math.Sincos(float64(j)/float64(corners)*2*math.Pi - math.Pi/2)
				s[j] = spot{x + cos*half*n, y + sin*half*n}
			}
			p.fill([]ink{c, light}[i], s)
		}
	}
	switch r.IntN(4) {
	case 0:
		p.eagle(x, y, half*0.55, c, mix(c, rgb(0xffd040), 0.6))
	case 1:
		p.fill(c, []spot{{x, y - half*0.6}, {x + half*0.55, y + half*0.4}, {x - half*0.55, y + half*0.4}})
	case 2:
		p.rect(x-half*0.5, y, x+half*0.5, y+half*0.4, c)
		p.rect(x-half*0.1, y-half*0.6, x+half*0.1, y+half*0.4, c)
	default:
		p.disc(x, y, half*0.45, half*0.45, mix(c, rgb(0xf0b020), 0.7))
	}
}

// islands draws the archipelago, coarsely, in a box.
func (p *plate) islands(x0, y0, w, h float64, c ink) {
	for _, s := range [][5]float64{ // centre, half axes, turn; in shares of the box
		{0.13, 0.42, 0.17, 0.07, 0.75},
		{0.31, 0.82, 0.11, 0.035, 0.1},
		{0.37, 0.4, 0.1, 0.2, 0.2},
		{0.33, 0.33, 0.07, 0.12, -0.4},
		{0.53, 0.5, 0.025, 0.2, 0.1},
		{0.58, 0.36, 0.06, 0.035, 0},
		{0.58, 0.56, 0.05, 0.03, 0.6},
		{0.46, 0.87, 0.04, 0.03, 0},
		{0.57, 0.9, 0.05, 0.025, 0},
		{0.67, 0.36, 0.02, 0.1, 0.2},
		{0.7, 0.56, 0.04, 0.03, 0},
		{0.82, 0.5, 0.05, 0.08, 0.5},
		{0.93, 0.64, 0.09, 0.2, -0.4},
	} {
		p.fill(c, oval(x0+s[0]*w, y0+s[1]*h, s[2]*w, s[3]*h, s[4]))
	}
}

// globe draws circles of latitude and longitude.
func (p *plate) globe(x, y, half, t float64, c ink) {
	for _, n := range []float64{1, 0.75, 0.4} {
		p.ring(x, y, half*n, half, t, c)
		p.ring(x, y, half, half*n, t, c)
	}
}

// code draws a two-dimensional code with its three eyes.
func (p *plate) code(x, y, side float64) {
	n := 21 + 4*p.r.IntN(5)
	m := side / float64(n)
	p.rect(x-m*2, y-m*2, x+side+m*2, y+side+m*2, rgb(0xffffff))
	black := rgb(0x101010)
	for i := range n {
		for j := range n {
			eye := (i < 8 || i > n-9) && j < 8 || i < 8 && j > n-9
			if !eye && p.r.IntN(2) == 0 {
				p.rect(x+float64(i)*m, y+float64(j)*m, x+float64(i+1)*m, y+float64(j+1)*m, black)
			}
		}
	}
	for _, e := range []spot{{0, 0}, {float64(n - 7), 0}, {0, float64(n - 7)}} {
		ex, ey := x+e[0]*m, y+e[1]*m
		p.rect(ex, ey, ex+7*m, ey+7*m, black)
		p.rect(ex+m, ey+m, ex+6*m, ey+6*m, rgb(0xffffff))
		p.rect(ex+2*m, ey+2*m, ex+5*m, ey+5*m, black)
	}
}

func (p *plate) bars(x0, y0, x1, y1 float64) {
	p.rect(x0-1, y0-0.5, x1+1, y1+0.5, rgb(0xffffff))
	m := (x1 - x0) / 95
	for x := x0; x < x1; {
		w := m * float64(1+p.r.IntN(3))
		p.rect(x, y0, min(x1, x+w), y1, rgb(0x101010))
		x += w + m*float64(1+p.r.IntN(3))
	}
}

// signed draws a signature in a box.
func (p *plate) signed(x, y, w, h float64, c ink) {
	s := []spot{}
	a, b, steep := between(p.r, 3, 8), p.r.Float64()*6, between(p.r, 0.2, 0.5)
	for i := range 36 {
		t := float64(i) / 35
		s = append(s, spot{x + w*(t+0.08*math.Sin(t*a*5)), y + h*(0.5-(t-0.5)*0.5+steep*math.Sin(t*a*3+b)*(1-t*0.7))})
	}
	p.stroke(c, max(w*0.02, 0.9/p.k), s...)
}

// stamped presses an office's round stamp.
func (p *plate) stamped(x, y, half float64, c ink) {
	p.ring(x, y, half, half, half*0.1, c)
	p.ring(x, y, half*0.68, half*0.68, half*0.06, c)
	p.rect(x-half*0.45, y-half*0.12, x+half*0.45, y+half*0.12, c)
	for i := range 14 {
		sin, cos := math.Sincos(float64(i) / 14 * 2 * math.Pi)
		p.disc(x+cos*half*0.84, y+sin*half*0.84, half*0.07, half*0.07, c)
	}
}

// A line is a label and what stands behind its colon.
type line struct{ label, value string }

// A block sets lines under each other: labels at x, colons at colon, values behind them up to right.
type block struct {
	x, y, pitch, colon, right float64
	label, value              style
}

func (p *plate) block(b block, lines []line) (below float64) {
	for i, l := range lines {
		y := b.y + b.pitch*float64(i)
		if l.label != "" {
			p.say(b.x, y, l.label, b.label.within(b.colon-b.x))
			p.say(b.colon, y, ":", b.label)
		}
		at := b.colon + b.label.size*0.55
		p.say(at, y, l.value, b.value.within(b.right-at))
	}
	return b.y + b.pitch*float64(len(lines))
}

// A grid is a table: the shares of its columns, their heads, its rows and how it is ruled.
type grid struct {
	cols           []float64
	heads          []string
	headHigh, high float64
	ruled          int // rows that are drawn, be they filled or not
	line, head     ink
	thick          float64
	text, title    style
	open           bool // without upright lines
	centred        int  // from which column on text stands in the middle
	numbered       bool // a narrow line "(1) (2) (3)" below the heads
}

// grid draws a table into a width and returns where it ends.
func (p *plate) grid(x0, y0, w float64, g grid, rows [][]string) (bottom float64) {
	sum := 0.0
	for _, c := range g.cols {
		sum += c
	}
	edge := []float64{x0}
	for _, c := range g.cols {
		edge = append(edge, edge[len(edge)-1]+c/sum*w)
	}
	n := max(g.ruled, len(rows))
	low := y0 + g.headHigh
	if g.numbered {
		p.rect(x0, low, x0+w, low+g.thick, g.line)
		for i := range g.cols {
			p.say((edge[i]+edge[i+1])/2, low+g.high*0.6, "("+digits2(i + 1)[1:]+")", g.text.of(regular, g.high*0.5).centred())
		}
		g.headHigh += g.high * 0.75
	}
	bottom = y0 + g.headHigh + g.high*float64(n)
	p.rect(x0, y0, x0+w, y0+g.headHigh, g.head)
	for i, h := range g.heads {
		p.say((edge[i]+edge[i+1])/2, (y0+low)/2+g.title.size*0.35, h, g.title.centred().within((edge[i+1]-edge[i])*0.94))
	}
	for i, row := range rows {
		y := y0 + g.headHigh + g.high*(float64(i)+0.5) + g.text.size*0.35
		for j, v := range row[:min(len(row), len(g.cols))] {
			s := g.text.within((edge[j+1] - edge[j]) * 0.94)
			if j == 0 || j >= g.centred {
				p.say((edge[j]+edge[j+1])/2, y, v, s.centred())
			} else {
				p.say(edge[j]+(edge[j+1]-edge[j])*0.03, y, v, s)
			}
		}
	}
	p.rect(x0, y0, x0+w, y0+g.thick, g.line)
	for i := range n + 1 {
		y := y0 + g.headHigh + g.high*float64(i)
		p.rect(x0, y, x0+w, y+g.thick, g.line)
	}
	for i, x := range edge {
		if !g.open || i == 0 || i == len(edge)-1 {
			p.rect(x, y0, x+g.thick, bottom+g.thick, g.line)
		}
	}
	return bottom
}

// prose writes lines of made-up words down to a depth.
func (p *plate) prose(x, y, w, pitch float64, lines int, s style) (below float64) {
	for i := range lines {
		text, wide := "", w
		if i == lines-1 {
			wide = w * between(p.r, 0.3, 0.9)
		}
		for s.width(text) < wide {
			text += pick(p.r, words...) + " "
		}
		p.say(x, y, text, s.within(wide))
		y += pitch
	}
	return y
}

var words = []string{"yang", "dengan", "untuk", "dan", "data", "layanan", "kepada", "tersebut", "surat", "ini", "adalah", "dapat", "nomor", "warga", "pada", "tahun", "dari", "oleh", "masyarakat", "di"}

// A person is invented.
type person struct {
	name, place, birth, nik string
	woman                   bool
	day, month, year        int
	home                    region
}

// A region is where somebody lives; no such district is assigned (see number).
type region struct{ code, province, regency string }

var regions = []region{
	{"3204", "JAWA BARAT", "KABUPATEN BANDUNG"},
	{"3374", "JAWA TENGAH", "KOTA SEMARANG"},
	{"3507", "JAWA TIMUR", "KABUPATEN MALANG"},
	{"1271", "SUMATERA UTARA", "KOTA MEDAN"},
	{"7371", "SULAWESI SELATAN", "KOTA MAKASSAR"},
	{"5171", "BALI", "KOTA DENPASAR"},
	{"3171", "DKI JAKARTA", "JAKARTA SELATAN"},
	{"6301", "KALIMANTAN SELATAN", "KABUPATEN TANAH LAUT"},
	{"1805", "LAMPUNG", "KABUPATEN TULANG BAWANG"},
	{"9171", "PAPUA", "KOTA JAYAPURA"},
	{"3402", "DAERAH ISTIMEWA YOGYAKARTA", "KABUPATEN BANTUL"},
	{"5371", "NUSA TENGGARA TIMUR", "KOTA KUPANG"},
}

// number is shaped like a NIK or a KK's number, with a district that is not assigned and a serial that is not reached.
func number(r *rand.Rand, at region, day, month, year int) string {
	return at.code + digits2(pick(r, 69, 72, 75, 78, 81, 84, 87, 89)) + digits2(day) + digits2(month) + digits2(year) + digits(r, 1, 2, 9) + digits(r, 3, 0, 9)
}

func digits2(v int) string { return string([]byte{byte('0' + v/10%10), byte('0' + v%10)}) }

func digits(r *rand.Rand, n, lo, hi int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + lo + r.IntN(hi-lo+1))
	}
	return string(b)
}

// taxNumber is an NPWP of a tax office that does not exist.
func taxNumber(r *rand.Rand) string {
	return "0" + digits(r, 1, 4, 9) + "." + digits(r, 3, 0, 9) + "." + digits(r, 3, 0, 9) + "." + digits(r, 1, 0, 9) + "-99" + digits(r, 1, 0, 9) + ".000"
}

func date(day, month, year int) string {
	return digits2(day) + "-" + digits2(month) + "-" + digits2(year/100) + digits2(year)
}

func someDate(r *rand.Rand, from, to int) string {
	return date(1+r.IntN(28), 1+r.IntN(12), from+r.IntN(to-from+1))
}

func somebody(r *rand.Rand) person {
	q := person{home: pick(r, regions...), woman: chance(r, 0.5), day: 1 + r.IntN(28), month: 1 + r.IntN(12), year: 1950 + r.IntN(56)}
	first := []string{"AGUS", "BAYU", "DEDI", "EKO", "FAJAR", "HENDRA", "IWAN", "JOKO", "RUDI", "YUSUF", "MUHAMMAD"}
	day := q.day
	if q.woman {
		first = []string{"ANI", "DEWI", "FITRI", "INDAH", "LESTARI", "MAYA", "NURUL", "RATNA", "SITI", "WULAN", "YULIANA"}
		day += 40
	}
	q.name = pick(r, first...)
	for range pick(r, 0, 1, 1, 1, 1, 2, 2) {
		q.name += " " + pick(r, "CONTOH", "PERMANA", "HIDAYAT", "SAPUTRA", "NINGSIH", "WIBOWO", "RAHAYU", "KUSUMA", "SANTOSO", "HALIM", "PRATIWI", "SETIAWAN", "ABDULLAH")
	}
	q.place = pick(r, "BANDUNG", "SEMARANG", "MALANG", "MEDAN", "SOLO", "PADANG", "KUPANG", "TEGAL", "PALEMBANG", "TANJUNG PINANG")
	q.birth = date(q.day, q.month, q.year)
	q.nik = number(r, q.home, day, q.month, q.year)
	return q
}

func street(r *rand.Rand) string {
	s := pick(r, "JL. ", "JL. ", "KP. ", "DUSUN ", "PERUM ", "GG. ") + pick(r, "MELATI", "CONTOH RAYA", "ANGGREK", "MAWAR INDAH", "KENANGA", "PAHLAWAN", "SUKAMAJU", "GRIYA ASRI", "CEMPAKA PUTIH")
	if chance(r, 0.6) {
		s += " NO. " + digits(r, 1, 1, 9) + digits(r, 1, 0, 9)
	}
	if chance(r, 0.15) {
		s += " BLOK " + pick(r, "A", "B", "C") + digits(r, 1, 1, 9)
	}
	return s
}

func village(r *rand.Rand) string {
	return pick(r, "SUKAMAJU", "KARANGANYAR", "MEKARSARI", "TANJUNGSARI", "PANDANWANGI", "RAWA BUNGA", "SUMBER REJO", "KEDUNG KANDANG")
}

func job(r *rand.Rand) string {
	return pick(r, "KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "GURU", "BURUH HARIAN LEPAS", "PEGAWAI NEGERI SIPIL", "PEDAGANG")
}

func faith(r *rand.Rand) string {
	return pick(r, "ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA")
}
func state(r *rand.Rand) string { return pick(r, "KAWIN", "BELUM KAWIN", "KAWIN", "CERAI HIDUP") }
func blood(r *rand.Rand) string { return pick(r, "A", "B", "AB", "O", "-") }

// sex spells it as documents do.
func (q *person) sex() string {
	if q.woman {
		return "PEREMPUAN"
	}
	return "LAKI-LAKI"
}
