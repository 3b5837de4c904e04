package guild

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Dewi remembers machines: the press that made the stock, and the office's printer that filled it in, seldom quite in place.
func init() {
	authors = append(authors, author{tax: dewiTax, newTax: dewiNewTax, others: dewiOthers})
}

const dewiRegular, dewiBold, dewiMono, dewiMonoBold, dewiItalic, dewiMedium, dewiSmall = 0, 1, 2, 3, 4, 5, 6

var (
	dewiFonts = [][]byte{goregular.TTF, gobold.TTF, gomono.TTF, gomonobold.TTF, goitalic.TTF, gomedium.TTF, gosmallcaps.TTF}
	dewiMu    sync.Mutex // faces are not safe for use by several at once
	dewiFaces = map[[2]int]font.Face{}
	dewiStamp *image.Alpha

	dewiFirst  = strings.Fields("BUDI SITI AGUS RINA WAHYU YULI HENDRA RATNA EKO LESTARI BAMBANG NURUL TONO MAYA JOKO FITRI ANDI SUSI")
	dewiLast   = strings.Fields("SANTOSO WIBOWO LUBIS SIREGAR HARTONO KUSUMA PRATAMA NASUTION RAHAYU SETIAWAN HALIM TANJUNG PURNOMO")
	dewiStreet = strings.Fields("MELATI KENANGA MAWAR CEMARA MERDEKA PAHLAWAN DIPONEGORO ANGGREK RAJAWALI VETERAN")
	dewiTown   = strings.Fields("BEKASI BANDUNG SEMARANG MEDAN MAKASSAR SURABAYA PALEMBANG DENPASAR BOGOR MALANG PADANG")
)

// dewiPen is a card under work; ox and oy shift whatever is printed next, k scales its letters.
type dewiPen struct {
	*image.RGBA
	r         *rand.Rand
	w, h      float64
	ox, oy, k float64
}

func dewiOne(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

func dewiRGB(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

func dewiFace(f, px int) font.Face {
	key := [2]int{f, px}
	if dewiFaces[key] == nil { // the fonts are part of the program: they parse
		o, _ := opentype.Parse(dewiFonts[f])
		dewiFaces[key], _ = opentype.NewFace(o, &opentype.FaceOptions{Size: float64(px), DPI: 72})
	}
	return dewiFaces[key]
}

func (p *dewiPen) pass() { // the card goes through another machine
	p.ox, p.oy = (p.r.Float64()-.5)*.06, (p.r.Float64()-.5)*.06
	p.k = .88 + p.r.Float64()*.24
}

func (p *dewiPen) tint(c color.RGBA) color.RGBA {
	n := func(v uint8) uint8 { return uint8(min(255, max(0, int(v)+p.r.IntN(37)-18))) }
	return color.RGBA{n(c.R), n(c.G), n(c.B), 255}
}

// text writes from x (0 left, 1 right), or about it or up to it with at .5 or 1, on the line y; size is of the card's height.
func (p *dewiPen) text(x, y, at, size float64, f int, c color.Color, s string) {
	dewiMu.Lock()
	defer dewiMu.Unlock()
	px := max(5, int(size*p.k*p.h+.5))
	d := font.Drawer{Dst: p.RGBA, Src: image.NewUniform(c), Face: dewiFace(f, px)}
	long, room := float64(d.MeasureString(s))/64, p.w*(.98-x-p.ox)/max(1-at, .1)
	if long > room && px > 5 {
		d.Face = dewiFace(f, max(5, int(float64(px)*room/long)))
		long = float64(d.MeasureString(s)) / 64
	}
	left := (x+p.ox)*p.w - at*long
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(left * 64), Y: fixed.Int26_6((y + p.oy) * p.h * 64)}
	d.DrawString(s)
}

// poly fills a polygon of x, y pairs with some opacity.
func (p *dewiPen) poly(c color.RGBA, a float64, xy ...float64) {
	x0, y0, x1, y1 := p.w, p.h, 0., 0.
	for i := 0; i < len(xy); i += 2 {
		x0, x1, y0, y1 = min(x0, xy[i]*p.w), max(x1, xy[i]*p.w), min(y0, xy[i+1]*p.h), max(y1, xy[i+1]*p.h)
	}
	at := image.Rect(int(x0), int(y0), int(x1)+1, int(y1)+1).Intersect(p.Rect)
	if at.Empty() {
		return
	}
	z := vector.NewRasterizer(at.Dx(), at.Dy())
	for i := 0; i < len(xy); i += 2 {
		x, y := float32(xy[i]*p.w)-float32(at.Min.X), float32(xy[i+1]*p.h)-float32(at.Min.Y)
		if i == 0 {
			z.MoveTo(x, y)
		}
		z.LineTo(x, y)
	}
	z.ClosePath()
	z.Draw(p.RGBA, at, image.NewUniform(color.NRGBA{c.R, c.G, c.B, uint8(a * 255)}), image.Point{})
}

func (p *dewiPen) box(c color.RGBA, a, x0, y0, x1, y1 float64) {
	at, o := image.Rect(int(x0*p.w), int(y0*p.h), int(x1*p.w), int(y1*p.h)).Intersect(p.Rect), int(a*256)
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			q := p.Pix[y*p.Stride+4*x:][:3:3]
			q[0] = uint8((int(q[0])*(256-o) + int(c.R)*o) >> 8)
			q[1] = uint8((int(q[1])*(256-o) + int(c.G)*o) >> 8)
			q[2] = uint8((int(q[2])*(256-o) + int(c.B)*o) >> 8)
		}
	}
}

// round fills n corners about x, y; rad is of the height; in below 1 draws a star.
func (p *dewiPen) round(c color.RGBA, a, x, y, rad float64, n int, in float64) {
	var xy []float64
	for i := range 2 * n {
		t, q := math.Pi*float64(i)/float64(n)-math.Pi/2, rad
		if i%2 == 1 {
			q *= in
		}
		xy = append(xy, x+q*math.Cos(t)*p.h/p.w, y+q*math.Sin(t))
	}
	p.poly(c, a, xy...)
}

// emblem is a coarse shield, or a wheel, of no office at all.
func (p *dewiPen) emblem(x, y, s, a float64, c, d color.RGBA) {
	q := s * p.h / p.w
	p.poly(c, a, x-q, y-s*.6, x, y-s, x+q, y-s*.6, x+q*.75, y+s*.6, x, y+s, x-q*.75, y+s*.6)
	p.round(d, a, x, y, s*.62, 5+p.r.IntN(5), .5)
}

// dewiStock is the pre-printed card: a ground from a to b, and an ornament of c.
func dewiStock(r *rand.Rand, wide int, a, b, c color.RGBA) *dewiPen {
	wide = min(wide, 640)
	p := &dewiPen{RGBA: image.NewRGBA(image.Rect(0, 0, wide, int(float64(wide)*54/85.6+.5))), r: r}
	p.w, p.h = float64(wide), float64(p.Rect.Dy())
	p.pass()
	p.oy /= 2
	a, b, c = p.tint(a), p.tint(b), p.tint(c)
	gx, gy := r.Float64(), r.Float64()+.1
	if r.IntN(4) == 0 {
		b = a
	}
	for y := range p.Rect.Dy() {
		row := p.Pix[y*p.Stride:]
		for x := range wide {
			t := int(256 * (gx*float64(x)/p.w + gy*float64(y)/p.h) / (gx + gy))
			for i, v := range [3][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}} {
				row[4*x+i] = uint8((int(v[0])*(256-t) + int(v[1])*t) >> 8)
			}
			row[4*x+3] = 255
		}
	}
	ph := r.Float64() * 6
	switch r.IntN(6) {
	case 0, 1: // guilloche
		n, amp, f := 8+r.IntN(10), .04+r.Float64()*.1, 5+r.Float64()*9
		for i := range n {
			for x := range wide {
				u := float64(x) / p.w
				y := (float64(i)+.5)/float64(n) + amp*math.Sin(f*u+ph+float64(i)*.35)*math.Cos(3*u+ph)
				p.box(c, .35, u, y, u+1.5/p.w, y+1.2/p.h)
			}
		}
	case 2: // the islands
		for _, m := range [][4]float64{{.15, .5, .2, .35}, {.34, .68, .3, .05}, {.44, .45, .2, -.1}, {.6, .5, .12, .4}, {.86, .57, .24, .15}, {.55, .74, .12, 0}} {
			p.poly(c, .3, m[0]-m[2]/2, m[1]-m[3]/2, m[0], m[1]-.09, m[0]+m[2]/2, m[1]+m[3]/2, m[0]+.02, m[1]+.07)
		}
	case 3: // watermark
		p.emblem(.4+r.Float64()*.35, .56, .3, .22, c, a)
	case 4: // a swung band at the foot
		for j := range 3 {
			xy := []float64{1, 1.01, 0, 1.01}
			for i := range 21 {
				u := float64(i) / 20
				xy = append(xy, u, .8+float64(j)*.07+.08*math.Sin(4*u+ph+float64(j)))
			}
			p.poly(c, .3, xy...)
		}
	case 5: // slanting bands
		for i := range 3 + r.IntN(4) {
			x := r.Float64()*1.2 - .1
			p.poly(c, .14, x, 0, x+.08+.03*float64(i), 0, x-.2+.03*float64(i), 1, x-.3, 1)
		}
	}
	return p
}

func (p *dewiPen) qr(x, y, s float64) {
	n, e := 25, p.w/p.h
	u := s / float64(n)
	p.box(dewiRGB(0xffffff), 1, x-u, y-u*e, x+s+u, y+(s+u)*e)
	for i := range n * n {
		cx, cy := i%n, i/n
		fx, fy, on := min(cx, n-1-cx), min(cy, n-1-cy), p.r.IntN(2) == 0
		if fx < 8 && fy < 8 && (cx < 8 || cy < 8) {
			ring := max(fx-3, 3-fx, fy-3, 3-fy)
			on = ring != 2 && ring < 4
		}
		if on {
			p.box(dewiRGB(0x111111), 1, x+float64(cx)*u, y+float64(cy)*u*e, x+float64(cx+1)*u, y+float64(cy+1)*u*e)
		}
	}
}

func (p *dewiPen) photo(x, y, s float64) {
	p.box(p.tint([]color.RGBA{dewiRGB(0xb03030), dewiRGB(0x3858b0), dewiRGB(0xc8ccd0)}[p.r.IntN(3)]), 1, x, y, x+s, y+s*2.1)
	p.poly(p.tint(dewiRGB(0x445566)), 1, x, y+s*2.1, x+s*.15, y+s*1.6, x+s*.5, y+s*1.35, x+s*.85, y+s*1.6, x+s, y+s*2.1)
	p.round(p.tint(dewiRGB(0xb08868)), 1, x+s/2, y+s*.9, s*.42, 12, 1)
	p.round(dewiRGB(0x221a18), 1, x+s/2, y+s*.6, s*.34, 9, .9)
}

// fill prints the rows: no labels, labels in a column with colons, or labels running on.
func (p *dewiPen) fill(x, y, step, size, col float64, f int, c color.RGBA, how int, rows ...string) {
	for i := 0; i < len(rows); i, y = i+2, y+step {
		l, v, in := rows[i], rows[i+1], 0.
		if how == 1 && l != "" {
			p.text(x, y, 0, size, f, c, l)
			v = ": " + v
		} else if how == 2 && l != "" {
			v = l + " : " + v
		}
		if how == 1 {
			in = col
		}
		p.text(x+in, y, 0, size, f, c, v)
	}
}

// done wears the card as it was carried, cuts its corners and stamps it; a picture file (worn false) stays clean and square.
func (p *dewiPen) done(worn bool) *image.RGBA {
	r, fade, grey := p.r, p.r.IntN(90)*p.r.IntN(2), worn && p.r.IntN(9) == 0
	for range r.IntN(7) {
		if x, y, a := r.Float64(), r.Float64(), r.Float64()*.4-.2; worn {
			p.poly(dewiRGB(0xf4f4f0), .5, x, y, x+a, y+a/2, x+a+.003, y+a/2, x+.004, y)
		}
	}
	dewiMu.Lock()
	if dewiStamp == nil {
		dewiStamp = image.NewAlpha(image.Rect(0, 0, 320, 64))
		d := font.Drawer{Dst: dewiStamp, Src: image.Opaque, Face: dewiFace(dewiBold, 56), Dot: fixed.P(8, 52)}
		d.DrawString("SPECIMEN")
	}
	m := dewiStamp
	dewiMu.Unlock()
	sin, cos := math.Sincos(.2 + r.Float64()*.35)
	z, ink, rad := 400/p.w, 80+r.IntN(100), p.h*.055
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			q := p.Pix[y*p.Stride+4*x:][:4:4]
			dx, dy := (float64(x)-p.w/2)*z, (float64(y)-p.h/2)*z
			u, v := int(160+dx*cos-dy*sin), int(32+dx*sin+dy*cos)
			a := int(m.AlphaAt(u, v).A) * 70 / 255
			l := (int(q[0])*77 + int(q[1])*150 + int(q[2])*29) >> 8
			for i := range 3 {
				t := int(q[i])
				if grey {
					t = max(0, min(255, (l-128)*5/4+136))
				}
				if worn {
					t += (235 - t) * fade / 200
				}
				q[i] = uint8(t + (ink-t)*a/255)
			}
			ex, ey := rad-min(float64(x), p.w-1-float64(x)), rad-min(float64(y), p.h-1-float64(y))
			if worn && ex > 0 && ey > 0 && ex*ex+ey*ey > rad*rad {
				q[0], q[1], q[2], q[3] = 0, 0, 0, 0
			}
		}
	}
	return p.RGBA
}

type dewiHolder struct{ name, street, town, npwp, nik, nik4, day string }

func dewiWho(r *rand.Rand) (d dewiHolder) {
	d.name = dewiOne(r, dewiFirst) + " " + dewiOne(r, dewiLast)
	d.street = fmt.Sprintf("JL %s NO %d RT %03d RW %03d", dewiOne(r, dewiStreet), 1+r.IntN(150), 1+r.IntN(12), 1+r.IntN(9))
	d.town = dewiOne(r, dewiTown)
	d.npwp = fmt.Sprintf("%02d.%03d.%03d.%d-99%d.000", 1+r.IntN(95), r.IntN(1000), r.IntN(1000), r.IntN(10), r.IntN(10))
	d.nik = fmt.Sprintf("%d%02d%d%02d%02d%02d%04d", 31+r.IntN(6), 1+r.IntN(20), 69+r.IntN(21), 1+r.IntN(28)+40*r.IntN(2), 1+r.IntN(12), 60+r.IntN(39), 1+r.IntN(60))
	d.nik4 = d.nik[:4] + " " + d.nik[4:8] + " " + d.nik[8:12] + " " + d.nik[12:]
	d.day = fmt.Sprintf("%02d-%02d-%d", 1+r.IntN(28), 1+r.IntN(12), 2004+r.IntN(21))
	return d
}

var dewiTaxStock = [][3]uint32{{0xf7d64a, 0xfdf0b0, 0xd09a20}, {0xf4f6fa, 0xbcd4ee, 0x4a80c0}, {0xffffff, 0xf4e7a4, 0x2a58a0}, {0xe9edf0, 0xd8e6d8, 0x80a0b0}, {0x3d74b8, 0xa9cbe8, 0xf3cf4a}}

// dewiTaxHead is what the press prints of a tax card; it gives the toner that reads on it.
func dewiTaxHead(p *dewiPen, file bool) color.RGBA {
	r, blue, gold := p.r, p.tint(dewiRGB(0x1c3a80)), p.tint(dewiRGB(0xf3c52e))
	ink, x, at, how := dewiRGB(0x16181c), .17, 0., r.IntN(3)
	if how == 0 {
		p.box(blue, 1, 0, 0, 1, .23)
		p.box(gold, 1, 0, .23, 1, .25)
		ink = dewiRGB(0xffffff)
	}
	p.emblem(.09+p.ox, .125+p.oy, .085, 1, gold, blue)
	if how == 2 {
		x, at = .54, .5
	}
	ministry := dewiOne(r, []string{"DEPARTEMEN KEUANGAN RI", "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "KEMENTERIAN KEUANGAN RI"})
	p.text(x, .105, at, .058, []int{dewiRegular, dewiBold, dewiMedium}[r.IntN(3)], ink, ministry)
	p.text(x, .185, at, .066, dewiBold, ink, "DIREKTORAT JENDERAL PAJAK")
	if file || r.IntN(3) == 0 {
		p.text(.96, .955, 1, .042, dewiItalic, blue, dewiOne(r, []string{"www.pajak.example", "djp", "Kring Pajak 0000"}))
	}
	return dewiRGB(uint32(0x101010 * (1 + r.IntN(3))))
}

func dewiTax(r *rand.Rand, wide int) *image.RGBA    { return dewiNPWP(r, wide, false) }
func dewiNewTax(r *rand.Rand, wide int) *image.RGBA { return dewiNPWP(r, wide, true) }

func dewiNPWP(r *rand.Rand, wide int, today bool) *image.RGBA {
	c, d, file := dewiTaxStock[r.IntN(len(dewiTaxStock))], dewiWho(r), r.IntN(6) == 0 || today && r.IntN(2) == 0
	p := dewiStock(r, wide, dewiRGB(c[0]), dewiRGB(c[1]), dewiRGB(c[2]))
	ink, how, f := dewiTaxHead(p, file), r.IntN(3), []int{dewiMono, dewiRegular, dewiMedium, dewiBold}[r.IntN(4)]
	p.pass() // the office's laser printer
	big, x, y := dewiBold, .06+.04*r.Float64(), .38
	if f == dewiMono {
		big = dewiMonoBold
	}
	rows := []string{"Nama", d.name, "NIK", d.nik, "Alamat", d.street, "", "KOTA " + d.town}
	label, number := "NPWP", d.npwp
	if today {
		label, number = dewiOne(r, []string{"NPWP", "NPWP16", "NPWP / NIK"}), dewiOne(r, []string{d.nik, d.nik4})
		if rows[3] = d.npwp; r.IntN(2) == 0 {
			rows = append(rows[:2], rows[4:]...)
		} else {
			rows[2] = "NPWP15"
		}
	} else if r.IntN(2) == 0 {
		rows = append(rows[:2], rows[4:]...)
	}
	if how > 0 || r.IntN(2) == 0 {
		number = label + dewiOne(r, []string{" : ", "  ", ": "}) + number
	}
	p.text(x, y, 0, .085, big, ink, number)
	p.fill(x, y+.12, .085, .056, .15, f, ink, how, rows...)
	office := "KPP PRATAMA " + d.town
	if p.text(x, .93, 0, .048, f, ink, dewiOne(r, []string{"Terdaftar : ", "TANGGAL TERDAFTAR ", "Tgl. ", ""})+d.day); r.IntN(2) == 0 {
		p.text(x, .865, 0, .048, f, ink, office)
	} else {
		p.text(.95, .87, 1, .048, f, ink, office)
	}
	if today && r.IntN(2) == 0 {
		p.qr(.8, .55, .14)
	}
	return p.done(!file)
}

// dewiSpec is any other card: three colours, what the press prints, and what the office's printer does; the first row stands large.
type dewiSpec struct {
	a, b, c      uint32
	heads, parts string
	rows         []string
}

func dewiCard(r *rand.Rand, wide int, s dewiSpec) *image.RGBA {
	if r.IntN(3) == 0 {
		s.a, s.b, s.c = s.b, s.c, s.a
	}
	p, has := dewiStock(r, wide, dewiRGB(s.a), dewiRGB(s.b), dewiRGB(s.c)), func(part string) bool { return strings.Contains(s.parts, part) }
	ink, x, at, left, low := dewiRGB(0x14161a), .06, 0., .07, 0.
	if g := p.RGBAAt(wide/3, int(p.h*.6)); int(g.R)+2*int(g.G)+int(g.B) < 460 {
		ink = dewiRGB(0xf4f4f4)
	}
	head := ink
	if r.IntN(3) == 0 {
		p.box(p.tint(dewiRGB(0x28406c)), 1, 0, 0, 1, .25)
		head = dewiRGB(0xffffff)
	}
	if has("logo") {
		p.emblem(.09, .13, .085, 1, p.tint(dewiRGB(0xe8e8e0)), p.tint(dewiRGB(s.c)))
		x = .17
	} else if r.IntN(2) == 0 {
		x, at = .5, .5
	}
	for i, t := range strings.Split(s.heads, "|") {
		p.text(x, .11+.085*float64(i), at, .066, []int{dewiBold, dewiMedium, dewiSmall}[r.IntN(3)], head, t)
	}
	if p.pass(); has("photo") {
		u := .75
		if r.IntN(2) == 0 {
			u, left = .06, .3
		}
		p.photo(u, .42, .19)
	}
	if has("chip") {
		p.box(p.tint(dewiRGB(0xd4b45c)), 1, .1, .32, .22, .5)
		p.box(dewiRGB(0x806a30), 1, .1, .405, .22, .415)
		low = .2
	}
	if has("qr") && r.IntN(2) == 0 {
		p.qr(.8, .62, .15)
	}
	p.text(left, .41+low, 0, .085, []int{dewiBold, dewiMonoBold}[r.IntN(2)], ink, s.rows[0])
	p.fill(left, .53+low, .09, .055, .17, []int{dewiRegular, dewiMono, dewiMedium}[r.IntN(3)], ink, r.IntN(3), s.rows[1:]...)
	return p.done(r.IntN(6) > 0)
}

func dewiSome(holder func(d dewiHolder, r *rand.Rand) dewiSpec) Drawing {
	return func(r *rand.Rand, wide int) *image.RGBA { return dewiCard(r, wide, holder(dewiWho(r), r)) }
}

var dewiOthers = []Drawing{
	dewiSome(func(d dewiHolder, r *rand.Rand) dewiSpec {
		heads := dewiOne(r, []string{"KARTU INDONESIA SEHAT|BPJS KESEHATAN", "BPJS KESEHATAN|KARTU PESERTA JKN"})
		return dewiSpec{0xf6f8f4, 0xd4ecd8, 0x1f9a50, heads, "logo qr", []string{"999" + d.nik[6:], "Nama", d.name, "Alamat", d.street, "NIK", d.nik, "Faskes", "PUSKESMAS " + d.town, "Cetak", d.day}}
	}), dewiSome(func(d dewiHolder, r *rand.Rand) dewiSpec {
		return dewiSpec{0xffffff, 0xcfe6f6, 0x2a88b8, "KEMENTERIAN KESEHATAN RI|KARTU VAKSINASI COVID-19", "logo qr", []string{d.name, "NIK", d.nik, "Dosis", fmt.Sprint(1 + r.IntN(3)), "Tanggal", d.day, "Faskes", "RSUD " + d.town}}
	}), dewiSome(func(d dewiHolder, r *rand.Rand) dewiSpec {
		shop := dewiOne(r, []string{"TOKO MAKMUR", "SWALAYAN SEJAHTERA", "APOTEK WARAS", "KOPERASI GURU"})
		return dewiSpec{0xf0c030, 0xfae8a0, 0xb82828, shop + "|KARTU ANGGOTA", dewiOne(r, []string{"", "logo", "qr"}), []string{d.nik4[5:], "Nama", d.name, "Kota", d.town, "Sejak", d.day}}
	}), dewiSome(func(d dewiHolder, r *rand.Rand) dewiSpec {
		bank, pan := dewiOne(r, []string{"BANK NUSA", "BANK ARTA|DEBIT", "E-TOL|UANG ELEKTRONIK"}), dewiOne(r, []string{"4111 1111 1111 1111", "5555 5555 5555 4444"})
		return dewiSpec{0x24488c, 0x6a98d0, 0xd8a828, bank, "chip", []string{pan, "", "VALID THRU " + d.day[3:5] + "/" + d.day[8:], "", d.name}}
	}), dewiSome(func(d dewiHolder, _ *rand.Rand) dewiSpec {
		return dewiSpec{0xf8f4e0, 0xb8d0f0, 0x28509c, "KARTU PELAJAR|SMA NEGERI 77 " + d.town, "logo photo", []string{d.name, "NIS", d.nik[8:], "Alamat", d.street[:12], "Berlaku", d.day, "Kelas", "XII"}}
	}), dewiSome(func(d dewiHolder, _ *rand.Rand) dewiSpec {
		return dewiSpec{0xf7e8b0, 0xfbf6e0, 0x2c6a58, "DINAS TENAGA KERJA " + d.town + "|KARTU PENCARI KERJA", "logo photo", []string{d.nik, "Nama", d.name, "No.", "AK/I-" + d.nik[11:], "Kota", d.town, "Tanggal", d.day}}
	}), dewiSome(func(d dewiHolder, r *rand.Rand) dewiSpec {
		firm := dewiOne(r, []string{"PT KARYA ABADI", "CV TIRTA JAYA|KONSULTAN PAJAK", "KANTOR NOTARIS"})
		return dewiSpec{0xffffff, 0xeef0f2, 0x506888, firm, dewiOne(r, []string{"", "logo", "qr"}), []string{d.name, "", d.street, "", d.town, "Telp", "0812-0000-" + d.nik[12:]}}
	}),
}
