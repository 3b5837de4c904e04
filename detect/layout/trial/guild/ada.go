package guild

import (
	"image"
	"image/color"
	"image/draw"
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
)

func init() {
	authors = append(authors, author{
		tax: adaTax, newTax: adaNewTax,
		others: adaOthers(),
	})
}

const adaRegular, adaBold, adaMedium, adaItalic, adaMono, adaMonoBold, adaCaps = 0, 1, 2, 3, 4, 5, 6

var (
	adaFaces sync.Map // of pools by font and half pixels, for a face serves one drawing at a time
	adaTTF   = [][]byte{goregular.TTF, gobold.TTF, gomedium.TTF, goitalic.TTF, gomono.TTF, gomonobold.TTF, gosmallcaps.TTF}
	adaFirst = []string{"BUDI", "SITI", "AGUS", "DEWI", "EKO", "RINA", "HENDRA", "YULI", "WAYAN", "MARIA", "JOKO", "ANDRI"}
	adaLast  = []string{"SANTOSO", "WIBOWO", "LESTARI", "HALIM", "NASUTION", "PRATAMA", "SIREGAR", "KUSUMA", "RAHAYU", "SAPUTRA", "HIDAYATI"}
	adaTowns = []string{"BANDUNG", "SEMARANG", "MEDAN", "DENPASAR", "PADANG", "MALANG", "BEKASI", "JAKARTA TIMUR"}
)

// adaCard is a card in print: all measures are thousandths of its width, so it is 631 high.
type adaCard struct {
	*rand.Rand
	im            *image.RGBA
	u, dx, dy, sz float64 // pixels of a thousandth; where this copy's print fell, and how large
}

func adaNew(r *rand.Rand, wide int) *adaCard {
	wide = max(40, min(wide, 640))
	im := image.NewRGBA(image.Rect(0, 0, wide, int(math.Round(float64(wide)*54/85.6))))
	return &adaCard{r, im, float64(wide) / 1000, r.Float64()*40 - 20, r.Float64()*28 - 14, 0.92 + r.Float64()*0.18}
}

func (c *adaCard) vary(v, by float64) float64 { return v * (1 + by*(2*c.Float64()-1)) }
func (c *adaCard) odds(p float64) bool        { return c.Float64() < p }
func (c *adaCard) of(s ...string) string      { return s[c.IntN(len(s))] }
func (c *adaCard) font(f ...int) int          { return f[c.IntN(len(f))] }
func (c *adaCard) hue(hex ...int) color.RGBA {
	h, j := hex[c.IntN(len(hex))], func(v int) uint8 { return uint8(max(0, min(255, v&255+c.IntN(29)-14))) }
	return color.RGBA{j(h >> 16), j(h >> 8), j(h), 255}
}

func adaMix(a, b color.RGBA, t float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(max(0, min(255, float64(x)+(float64(y)-float64(x))*t))) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// paint covers the box around x, y with k as thickly as t says, for places -1 to 1 across and down.
func (c *adaCard) paint(x, y, rx, ry float64, k color.RGBA, t func(a, b float64) float64) {
	b := image.Rect(int((x-rx)*c.u+.5), int((y-ry)*c.u+.5), int((x+rx)*c.u+1.5), int((y+ry)*c.u+1.5)).Intersect(c.im.Rect)
	for py := b.Min.Y; py < b.Max.Y; py++ {
		for px := b.Min.X; px < b.Max.X; px++ {
			if d := t((float64(px)/c.u-x)/rx, (float64(py)/c.u-y)/ry); d > 0 {
				c.im.SetRGBA(px, py, adaMix(c.im.RGBAAt(px, py), k, min(1, d)))
			}
		}
	}
}

func (c *adaCard) box(x, y, w, h float64, k color.RGBA) {
	at := image.Rect(int(x*c.u+.5), int(y*c.u+.5), max(int((x+w)*c.u+.5), int(x*c.u+1.5)), max(int((y+h)*c.u+.5), int(y*c.u+1.5)))
	draw.Draw(c.im, at, image.NewUniform(k), image.Point{}, draw.Src)
}

func (c *adaCard) oval(x, y, rx, ry float64, k color.RGBA, t float64) {
	c.paint(x, y, rx, ry, k, func(a, b float64) float64 { return t * min(1, (1-math.Hypot(a, b))*min(rx, ry)*c.u) })
}

// text sets a filled template's lines from the base y down, along of each before x, none wider than wide; it returns the next base.
func (c *adaCard) text(x, y, size, wide, along float64, f int, k color.RGBA, tpl string) float64 {
	for s := range strings.SplitSeq(c.fill(tpl), "|") {
		at, px, w := fixed.Point26_6{Y: fixed.Int26_6((y + c.dy + c.vary(3, 1) - 3) * c.u * 64)}, c.vary(size*c.sz, 0.02)*c.u, math.Inf(1)
		for ; w > wide*c.u && px >= 3; px = min(px-0.5, px*wide*c.u/w) {
			key := [2]int{f, max(6, int(px*2+0.5))}
			pool, _ := adaFaces.LoadOrStore(key, &sync.Pool{New: func() any {
				t, _ := opentype.Parse(adaTTF[f]) // the module's own fonts, which parse
				face, _ := opentype.NewFace(t, &opentype.FaceOptions{Size: float64(key[1]) / 2, DPI: 72})
				return face
			}})
			face := pool.(*sync.Pool).Get().(font.Face)
			if w = float64(font.MeasureString(face, s)) / 64; w <= wide*c.u || px < 4 {
				at.X = fixed.Int26_6(((x+c.dx+c.vary(4, 1)-4)*c.u - w*along) * 64)
				(&font.Drawer{Dst: c.im, Src: image.NewUniform(k), Face: face, Dot: at}).DrawString(s)
				w = 0
			}
			pool.(*sync.Pool).Put(face)
		}
		y += size * c.sz * 1.24
	}
	return y
}

// ground lays a paper: plain, gradient, and upon it waves, islands, an emblem or bands.
func (c *adaCard) ground(kind int, a, b, ink color.RGBA) {
	c.box(0, 0, 1000, 640, a)
	turn, t, ph := c.Float64()*2-1, c.vary(0.22, 0.5), c.Float64()*6
	if kind > 0 {
		c.paint(500, 316, 500, 316, b, func(x, y float64) float64 { return 0.5 + x*turn*0.5 + y*(1-math.Abs(turn))*0.5 })
	}
	switch y, amp, f := c.vary(500, 0.12), c.vary(45, 0.6), c.vary(0.006, 0.4); kind {
	case 2:
		n := c.vary(14, 0.4)
		c.paint(500, 316, 500, 316, ink, func(a, b float64) float64 {
			v := b*n/2 + n + amp*0.03*math.Sin(a*f*1000+ph)*math.Cos(a*f*350+b*2)
			return t * 2 * max(0, 1-math.Abs(v-math.Round(v))*600*c.u/n)
		})
	case 3:
		for _, e := range [][4]float64{
			{60, 40, 50, 35},
			{120, 95, 55, 40},
			{180, 150, 50, 45},
			{260, 215, 60, 17},
			{340, 228, 60, 15},
			{370, 70, 85, 75},
			{520, 80, 20, 75},
			{560, 50, 50, 14},
			{560, 105, 40, 16},
			{470, 238, 50, 9},
			{640, 90, 14, 40},
			{750, 105, 50, 32},
			{830, 150, 70, 50},
		} {
			c.oval(30+amp+e[0], y-300+e[1], e[2], e[3], ink, t)
		}
	case 4:
		c.emblem(c.vary(620, 0.25), c.vary(350, 0.15), c.vary(190, 0.25), ink, ink, t)
	case 5:
		c.paint(500, 316, 500, 316, ink, func(a, b float64) float64 {
			return 0.7 * math.Floor(max(0, min(3, (b*316+376-y-amp*math.Sin(a*500*f+ph))/36))) / 3
		})
	}
}

// emblem is a five-cornered shield with wings and a shaft: what the eye keeps of the ministry's.
func (c *adaCard) emblem(x, y, s float64, rim, in color.RGBA, t float64) {
	shape := func(a, b float64) float64 { return max(b, math.Abs(a)*0.95+b*0.31, math.Abs(a)*0.59-b*0.81) }
	c.paint(x, y, s, s, in, func(a, b float64) float64 { return t * min(0.7, (0.8-shape(a, b))*s*c.u) })
	c.paint(x, y, s, s, rim, func(a, b float64) float64 {
		if d := shape(a, b); d < 0.8 && (d > 0.68 || b > -0.2 && math.Abs(math.Hypot(a, b+0.2)-0.45) < 0.1 || math.Abs(a) < 0.08 && math.Abs(b) < 0.5) {
			return t
		}
		return 0
	})
}

func (c *adaCard) face(x, y, w, h float64) {
	c.box(x, y, w, h, c.hue(0xb02020, 0x2050a0, 0xd0d4d8, 0x90a8c0))
	c.oval(x+w/2, y+h*0.38, w*0.28, h*0.27, c.hue(0x201814, 0x302420, 0xe8e0e0), 1)
	c.oval(x+w/2, y+h*0.44, w*0.22, h*0.22, c.hue(0xc89070, 0xa87050, 0xdcb090), 1)
	c.paint(x+w/2, y+h*0.83, w*0.46, h*0.16, c.hue(0xf0f0f0, 0x203050, 0x404040, 0x806040), func(a, b float64) float64 { return (b + 1.7 - 2*a*a) * 9 })
}

func (c *adaCard) qr(x, y, s float64, k color.RGBA) {
	c.box(x-s*0.05, y-s*0.05, s*1.1, s*1.1, c.hue(0xf4f4f4))
	n, far := 21+4*c.IntN(3), func(i int) int { return max(i-3, 3-i) }
	for i := range n * n {
		u, v, on := i%n, i/n, c.odds(0.5)
		if d := min(max(far(u), far(v)), max(far(n-1-u), far(v)), max(far(u), far(n-1-v))); d <= 4 {
			on = d == 3 || d < 2
		}
		if on {
			c.box(x+float64(u)*s/float64(n), y+float64(v)*s/float64(n), s/float64(n), s/float64(n), k)
		}
	}
}

// fill puts words for what begins with $, and a digit for each #, of 1 to 8 for each +, of 0 or 1 for each @.
func (c *adaCard) fill(s string) string {
	s = strings.NewReplacer("$name", c.of(adaFirst...)+c.of(" ", " ", " PUTRI ", " ADI ")+c.of(adaLast...), "$town", c.of(adaTowns...),
		"$home", c.of("JL. ", "JALAN ", "KP. ", "PERUM ")+c.of("MELATI", "MERDEKA", "KENANGA", "CEMARA INDAH")+c.of(" NO.+# ", " +# ")+c.of("RT.00+ RW.0@+", "RT 0@+/00+")+
			"|"+c.of("SUKAMAJU", "KARANGREJO", "TANJUNG", "CIBIRU")+c.of(" ", " - ", ", ")+c.of(adaTowns...), "$npwp", "##.###.###.#-99#.000",
		"$nik", c.of("3+@+7#@+0+##0@##", "1+0+7#5+0+##000#", "5@0+812+0+##00##"), "$day", c.of("@+-0+-20@#", "1#-0+-20@#", "@+/0+/20@#", "2+ MEI 20@#")).Replace(s)
	return strings.Map(func(d rune) rune {
		if i := strings.IndexRune("#+@", d); i >= 0 {
			return '0' + rune([]int{c.IntN(10), 1 + c.IntN(8), c.IntN(2)}[i])
		}
		return d
	}, s)
}

// worn ages a card: faded, unevenly lit, grained, scratched, pale or copied in grey; its corners may be round.
func (c *adaCard) worn() *image.RGBA {
	for range c.IntN(4) * c.IntN(2) {
		m, at, from := c.Float64()*4-2, c.Float64()*2-1, c.Float64()*2-1
		c.paint(500, 316, 500, 316, c.hue(0xf8f4ec, 0x807868), func(a, b float64) float64 {
			return min(0.5, max(0, 1-math.Abs(b-at-m*(a-from))*200/(1+math.Abs(m)))*max(0, 0.6-math.Abs(a-from)))
		})
	}
	to, fade, grey, light, noise := c.hue(0xe8e4dc, 0xf4f0e0, 0xb8b4a8, 0x605c58), c.Float64()*0.25, max(0, c.Float64()*1.2-0.9)*2, c.Float64()*0.2-0.1, c.Float64()*0.12
	round, seed, w, h := c.vary(36, 0.4)*c.u*float64(c.IntN(2)), c.Uint32(), c.im.Rect.Dx(), c.im.Rect.Dy()
	if c.odds(0.08) {
		grey = 1
	}
	for i := range w * h {
		k, x, y := c.im.RGBAAt(i%w, i/w), float64(i%w), float64(i/w)
		v := uint8((int(k.R)*3 + int(k.G)*6 + int(k.B)) / 10)
		seed = seed*1664525 + 1013904223
		k = adaMix(adaMix(k, color.RGBA{v, v, v, 255}, grey), to, fade+light*(x/float64(w)-y/float64(h))+noise*(float64(seed>>16)/65536-0.5))
		if math.Hypot(max(round-x, round-float64(w-1)+x, 0), max(round-y, round-float64(h-1)+y, 0)) > round {
			k = color.RGBA{}
		}
		c.im.SetRGBA(i%w, i/w, k)
	}
	return c.im
}

func adaTax(r *rand.Rand, wide int) *image.RGBA {
	c := adaNew(r, wide)
	blue, ink, f, x := c.hue(0x1c2c78, 0x203c90, 0x141c40), c.hue(0x181818, 0x202028), c.font(adaRegular, adaMedium, adaBold, adaMono, adaMonoBold), c.vary(56, 0.25)
	c.ground(c.font(1, 2, 3, 4, 4, 5), c.hue(0xf4dc50, 0xf8e684, 0xf0c830, 0xf6f0c8), c.hue(0xf8f0b0, 0xf0d050, 0xf6f2dc, 0xb8cce0), c.hue(0xc89820, 0x2c50a8, 0x3c78b8, 0xe0a830))
	head := blue
	if c.odds(0.3) {
		c.box(0, 0, 1000, c.vary(165, 0.08), blue)
		head = c.hue(0xf4f0e0, 0xf8dc40)
	}
	c.emblem(95+c.dx, 98+c.dy, c.vary(72, 0.08), c.hue(0xd8a820, 0xe8c040), blue, 1)
	c.text(185, 86, 38, 770, 0, c.font(adaBold, adaBold, adaMedium), head, c.of("KEMENTERIAN", "DEPARTEMEN")+" KEUANGAN R"+c.of("EPUBLIK INDONESIA", ".I.")+"|DIREKTORAT JENDERAL PAJAK")
	y := c.text(x, c.vary(255, 0.03), 52, 890, 0, c.font(f, adaBold), ink, c.of("NPWP : ", "NPWP: ", "")+"$npwp")
	y = c.text(x, y, 38, 890, 0, f, ink, "$name"+c.of("|NIK : $nik", "|NIK: $nik", ""))
	y = c.text(x, y+8, 31, 800, 0, f, ink, "$home"+c.of("", "|KPP PRATAMA $town"))
	c.text(x, max(y+20, 575), 29, 880, 0, f, ink, c.of("Terdaftar : ", "TANGGAL TERDAFTAR ", "Tanggal Terdaftar : ")+"$day")
	return c.worn()
}

func adaNewTax(r *rand.Rand, wide int) *image.RGBA {
	c := adaNew(r, wide)
	blue, gold, ink, f := c.hue(0x1c3478, 0x0c4c98, 0x14285c), c.hue(0xf4c020, 0xf8d440), c.hue(0x181820, 0x1c2850), c.font(adaRegular, adaMedium, adaBold)
	c.ground(c.IntN(6), c.hue(0xf6f6f4, 0xe4ecf6, 0xf8e488), c.hue(0xf4f0d8, 0xb8d0ec, 0xf8dc60), c.hue(0x3c70b8, 0xe4b830, 0x88a8d0))
	head, id := blue, c.fill("$nik")
	if c.odds(0.6) {
		c.box(0, 0, 1000, 150, blue)
		c.box(0, 150, 1000, c.vary(14, 0.5), gold)
		head = c.hue(0xf8f8f8)
	}
	c.emblem(90+c.dx, 82+c.dy, c.vary(66, 0.08), gold, blue, 1)
	c.text(170, 74, 33, 580, 0, adaBold, head, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA|DIREKTORAT JENDERAL PAJAK")
	c.text(955, 100, 62, 180, 1, c.font(adaBold, adaItalic), c.hue(0xf4c020, 0x88a8d8), c.of("NPWP", "NPWP", "npwp", "DJP"))
	y := c.text(55, c.vary(240, 0.03), 48, 880, 0, c.font(f, adaBold, adaMonoBold), ink, c.of("NPWP : ", "NPWP16 : ", "NPWP ", "")+c.of(id, id[:4]+" "+id[4:8]+" "+id[8:12]+" "+id[12:]))
	y = c.text(55, y, 33, 640, 0, f, ink, c.of("NPWP15 : $npwp|", "NPWP Lama: $npwp|", "")+c.of("NIK : ", "NIK/NPWP16 : ")+id+"|$name")
	c.text(55, y+6, 28, 640, 0, f, ink, "$home"+c.of("", "|KPP PRATAMA $town"))
	c.text(55, 600, 25, 600, 0, f, ink, c.of("Tanggal Terdaftar : ", "Terdaftar ")+"$day")
	if c.odds(0.5) {
		c.qr(c.vary(760, 0.03), c.vary(400, 0.03), c.vary(175, 0.1), ink)
	}
	return c.worn()
}

// adaOthers come each by what is on them (f a photo, q a code, c a chip, e raised), heading, number and lines.
func adaOthers() (all []Drawing) {
	for _, o := range [][4]string{
		{"q", "KARTU INDONESIA SEHAT|BPJS Kesehatan", "999#### ######", "Nama : $name|Alamat : $home|Tgl Lahir : $day|NIK : $nik|Faskes Tingkat I : PUSKESMAS $town"},
		{"q", "KARTU VAKSINASI COVID-19|KEMENTERIAN KESEHATAN R.I.", "$nik", "$name|Dosis 1 : $day  Batch F####|Dosis 2 : $day  Batch C####|Faskes : KLINIK $town"},
		{"eq", "MEMBER CARD|Toko Melati Jaya", "90## #### ####", "$name|Member since $day|Layanan 021-0000-####"},
		{"ce", "BANK CEMPAKA|Kartu Debit", "4111 1111 1111 1111", "VALID THRU 0+/2+|$name"},
		{"fq", "KARTU TANDA MAHASISWA|UNIVERSITAS NUSA CEMARA", "NIM 99@#0##+#", "$name|Fakultas Ekonomi dan Bisnis|$home|Berlaku s.d. $day"},
		{"f", "KARTU PESERTA BPJS KETENAGAKERJAAN|JAMSOSTEK", "999########", "$name|NIK : $nik|Kepesertaan : $day|PT CEMARA KARYA $town"},
	} {
		all = append(all, func(r *rand.Rand, wide int) *image.RGBA {
			c, has := adaNew(r, wide), func(s string) bool { return strings.Contains(o[0], s) }
			dark, ink, f := c.hue(0x1c3478, 0x087848, 0xa01c28, 0x0c6c98, 0x502078, 0xd07010), c.hue(0x181820, 0x202c48), c.font(adaRegular, adaMedium, adaBold, adaMono)
			c.ground(c.IntN(6), c.hue(0xf6f6f4, 0xe4f0e8, 0xf8e070, 0xd0e4f4), c.hue(0xf4f0d8, 0xb8e0c8, 0xb8d0ec, 0xf8d840), c.hue(0x3c70b8, 0xe4b830, 0x30a070))
			head, left := dark, 55.0
			if c.odds(0.5) {
				c.box(0, 0, 1000, c.vary(155, 0.1), dark)
				head = c.hue(0xf8f8f8, 0xf8e070)
			}
			c.oval(95+c.dx, 90+c.dy, 58, c.vary(50, 0.2), c.hue(0xf4c020, 0x40b070, 0xf0f0f0, 0x40a0e0), 1)
			c.text(185, 84, c.vary(42, 0.12), 770, 0, c.font(adaBold, adaMedium, adaCaps), head, o[1])
			switch y := c.vary(190, 0.05); {
			case has("f") && c.odds(0.8):
				c.face(45, y, 200, 265)
				left = 280
			case has("c"):
				c.box(80, y, 125, 95, c.hue(0xd8b850, 0xc0c0c8))
				c.box(120, y+30, 45, 35, c.hue(0xb09030))
			}
			if has("q") && c.odds(0.7) {
				c.qr(c.vary(775, 0.03), c.vary(420, 0.04), c.vary(160, 0.1), ink)
			}
			y, size := c.vary(275, 0.06), c.vary(46, 0.1)
			if has("e") {
				y, size, f = c.vary(385, 0.04), c.vary(64, 0.1), c.font(adaMono, adaMonoBold)
			}
			y = c.text(left, y, size, 955-left, 0, c.font(f, adaBold), ink, o[2])
			c.text(left, y, c.vary(32, 0.1), 740-left, 0, f, ink, o[3])
			return c.worn()
		})
	}
	return all
}
