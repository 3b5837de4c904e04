package guild

import (
	"fmt"
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
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

func init() {
	var draws []Drawing
	for _, k := range bimaKinds {
		draws = append(draws, k.draw)
	}
	authors = append(authors, author{tax: draws[0], newTax: draws[1], others: draws[2:]})
}

// A bimaFace is locked while it draws: faces keep buffers.
type bimaFace struct {
	sync.Mutex
	font.Face
}

var (
	bimaFaces sync.Map // of [2]int{font, half pixels}
	bimaFonts = [][]byte{goregular.TTF, gobold.TTF, gomedium.TTF, gomono.TTF, gosmallcaps.TTF, goitalic.TTF}
)

// A bimaPen draws in units of the card's height: y from 0 to 1, x from 0 to bimaWide.
type bimaPen struct {
	*rand.Rand
	m             *image.RGBA
	h, dx, dy, by float64 // height in pixels, where the print sits, and its size
	ras           vector.Rasterizer
}

const bimaWide = 85.6 / 54

func (p *bimaPen) in(a, b float64) float64                    { return a + (b-a)*p.Float64() }
func (p *bimaPen) odds(o float64) bool                        { return p.Float64() < o }
func bimaPick[T any](r interface{ IntN(int) int }, of ...T) T { return of[r.IntN(len(of))] }

// near varies a colour.
func (p *bimaPen) near(rgb, by, alpha int) color.NRGBA {
	f := func(v int) uint8 { return uint8(max(0, min(255, v&255+p.IntN(2*by+1)-by))) }
	return color.NRGBA{f(rgb >> 16), f(rgb >> 8), f(rgb), uint8(alpha)}
}

func (p *bimaPen) poly(c color.NRGBA, xy ...float64) {
	x0, y0, x1, y1 := xy[0], xy[1], xy[0], xy[1]
	for i := 0; i < len(xy); i += 2 {
		x0, x1, y0, y1 = min(x0, xy[i]), max(x1, xy[i]), min(y0, xy[i+1]), max(y1, xy[i+1])
	}
	b := image.Rect(int(math.Floor(x0*p.h)), int(math.Floor(y0*p.h)), int(x1*p.h)+1, int(y1*p.h)+1).Intersect(p.m.Rect)
	p.ras.Reset(b.Dx(), b.Dy())
	for i, to := 0, p.ras.MoveTo; i < len(xy) && !b.Empty(); i, to = i+2, p.ras.LineTo {
		to(float32(xy[i]*p.h-float64(b.Min.X)), float32(xy[i+1]*p.h-float64(b.Min.Y)))
	}
	p.ras.ClosePath()
	p.ras.Draw(p.m, b, image.NewUniform(c), image.Point{})
}

func (p *bimaPen) box(c color.NRGBA, x0, y0, x1, y1 float64) {
	b := image.Rect(int(x0*p.h+0.5), int(y0*p.h+0.5), int(x1*p.h+0.5), int(y1*p.h+0.5))
	draw.Draw(p.m, b, image.NewUniform(c), image.Point{}, draw.Over)
}

// blob is a polygon of n corners around a point.
func (p *bimaPen) blob(c color.NRGBA, n int, x, y, rx, ry float64) {
	xy := make([]float64, 2*n)
	for i := range n {
		s, k := math.Sincos(-math.Pi/2 + 2*math.Pi*float64(i)/float64(n))
		xy[2*i], xy[2*i+1] = x+rx*k, y+ry*s
	}
	p.poly(c, xy...)
}

// text writes at a baseline, side 0 to the right of x, 0.5 around it, 1 to its left, smaller where it would not fit.
func (p *bimaPen) text(s string, x, y, size float64, f int, c color.NRGBA, side float64) {
	x, y, size = x+p.dx+p.in(-0.006, 0.006), y+p.dy+p.in(-0.006, 0.006), size*p.by
	room := [2]float64{bimaWide - 0.03 - x, x}[int(side)] // a letter is some 0.6 wide
	if side == 0.5 {
		room = 2 * min(x, bimaWide-x)
	}
	size = min(size, room/float64(len(s))*1.58)
	key := [2]int{f, max(8, int(size*p.h*2+0.5))}
	got, ok := bimaFaces.Load(key)
	if !ok {
		parsed, _ := opentype.Parse(bimaFonts[f])
		made, _ := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(key[1]) / 2, DPI: 72}) // never fails
		got, _ = bimaFaces.LoadOrStore(key, &bimaFace{Face: made})
	}
	face := got.(*bimaFace)
	face.Lock()
	defer face.Unlock()
	d := font.Drawer{Dst: p.m, Src: image.NewUniform(c), Face: face.Face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * p.h * 64), Y: fixed.Int26_6(y * p.h * 64)}}
	if side > 0 {
		d.Dot.X -= fixed.Int26_6(float64(d.MeasureString(s)) * side)
	}
	d.DrawString(s)
}

// ground fills the card with a tone or a gradient, then with waves, islands, bands, an emblem or nothing.
func (p *bimaPen) ground(rgb, accent int) {
	p.box(p.near(rgb, 10, 255), 0, 0, 2, 2)
	for i, b, flat := 0, p.near(accent, 20, 0), p.odds(0.5); i < 40 && !flat; i++ {
		b.A = uint8(i * 3)
		p.box(b, float64(i)/25, 0, float64(i+1)/25, 2)
	}
	c, x, y, k := p.near(accent, 25, 25+p.IntN(60)), p.in(0, 0.2), p.in(0.3, 0.6), p.in(0.8, 1.3)
	switch amp, freq, gap := p.in(0.03, 0.2), p.in(2, 9), p.in(0.015, 0.05); p.IntN(6) {
	case 0, 1:
		for i := range 6 + p.IntN(14) {
			f := func(x float64) float64 {
				return y - 0.3 + gap*float64(i) + amp*math.Sin(freq*x+float64(i)*0.15)*math.Cos(x*2)
			}
			for x, d := 0.0, 0.03; x < bimaWide; x += d {
				p.poly(c, x, f(x), x+d, f(x+d), x+d, f(x+d)+0.006, x, f(x)+0.006)
			}
		}
	case 2:
		p.poly(c, x, y-0.2*k, x+0.06*k, y-0.22*k, x+0.33*k, y+0.12*k, x+0.63*k, y+0.2*k, x+0.64*k, y+0.25*k, x+0.28*k, y+0.17*k)
		p.blob(c, 7, x+0.58*k, y-0.03*k, 0.13*k, 0.14*k)
		p.poly(c, x+0.77*k, y-0.1*k, x+0.92*k, y-0.12*k, x+0.82*k, y-0.04*k, x+0.88*k, y+0.08*k, x+0.79*k, y+0.1*k)
	case 3:
		for x := p.in(-0.2, 0.6); x < 1.6; x += p.in(0.4, 1) {
			p.poly(c, x, 0, x+gap*8, 0, x+gap*8+amp*3, 1, x+amp*3, 1)
		}
	case 4:
		p.emblem(p.in(0.5, 1.2), p.in(0.45, 0.65), p.in(0.2, 0.35), c, p.near(rgb, 8, 200))
	}
}

// emblem is a shield or a ring with rays, whichever office's.
func (p *bimaPen) emblem(x, y, s float64, c, in color.NRGBA) {
	n := bimaPick(p, 5, 5, 5, 6, 24)
	p.blob(c, n, x, y, s, s)
	p.blob(in, n, x, y, s*0.84, s*0.84)
	for i := -3.0; i <= 3; i++ {
		p.poly(c, x, y+s*0.5, x+s*i*0.17, y-s*(0.6-math.Abs(i)*0.1), x+s*(i*0.17+0.09), y-s*(0.55-math.Abs(i)*0.1))
	}
}

func (p *bimaPen) photo(x, y, w float64) {
	h, coat := w*p.in(1.2, 1.45), p.near(bimaPick(p, 0xf0f0f0, 0x303848, 0x806040), 25, 255)
	p.box(p.near(bimaPick(p, 0xc02020, 0x2050b0, 0xb0b8c0, 0xe8e8e8), 25, 255), x, y, x+w, y+h)
	p.poly(coat, x+w*0.05, y+h, x+w*0.2, y+h*0.72, x+w*0.8, y+h*0.72, x+w*0.95, y+h)
	p.blob(p.near(0x201814, 12, 255), 16, x+w*0.5, y+h*0.38, w*0.28, h*0.27)
	p.blob(p.near(0xb88860, 30, 255), 16, x+w*0.5, y+h*0.46, w*0.22, h*0.24)
}

// code is a square code of n by n, or a bar code of n bars in one row.
func (p *bimaPen) code(x, y, w, h float64, n, rows int) {
	dark, light, d, e := p.near(0x101014, 12, 255), p.near(0xf8f8f8, 6, 255), w/float64(n), h/float64(rows)
	p.box(light, x-0.015, y-0.015, x+w+0.015, y+h+0.015)
	for i := range n * rows {
		if u, v := x+float64(i%n)*d, y+float64(i/n)*e; p.odds(0.48) {
			p.box(dark, u, v, u+d, v+e)
		}
	}
	for i := 0; i < 12 && rows > 1; i++ {
		u, v, k := x+float64(i%3%2)*(w-7*d), y+float64(i%3/2)*(h-7*d), max(0, float64(i/3-1))*d
		p.box([]color.NRGBA{light, dark}[i/3%2], u+k, v+k, u+7*d-k, v+7*d-k)
	}
}

// done marks the card as a specimen, as every drawn document is, and wears it.
func (p *bimaPen) done() *image.RGBA {
	p.dx, p.by = 0, 1
	c, slope := p.near(bimaPick(p, 0x808080, 0xb03030, 0x4060a0), 20, 50+p.IntN(50)), p.in(-0.05, 0.05)
	for i, l := range "SPECIMEN" {
		p.text(string(l), 0.2+0.17*float64(i), 0.62+slope*(float64(i)-3.5), 0.21, 1, c, 0.5)
	}
	for range p.IntN(6) { // scratches
		x, y, t := p.in(0, bimaWide), p.in(0, 1), p.in(-0.4, 0.4)
		p.poly(p.near(bimaPick(p, 0xffffff, 0x606060), 10, 40+p.IntN(90)), x, y, x+0.006, y, x+t+0.003, y+0.3, x+t, y+0.3)
	}
	fade, gray, grain, side, to := p.in(0, 115)*p.in(0, 1), p.odds(0.12), 1+p.IntN(26), p.in(-0.15, 0.15), p.near(0xe8e4dc, 16, 255)
	for i, f, noise := 0, int(fade), uint64(p.IntN(1<<30)); i < len(p.m.Pix); i += 4 {
		q := p.m.Pix[i : i+4 : i+4]
		noise = noise*6364136223846793005 + 1442695040888963407
		light, n := int((1-math.Abs(side)+side*float64(i%p.m.Stride)/float64(p.m.Stride))*256), int(noise>>40)%grain-grain/2
		if gray {
			q[0] = uint8((int(q[0])*3 + int(q[1])*6 + int(q[2])) / 10)
			q[1], q[2] = q[0], q[0]
		}
		q[0] = uint8(max(0, min(255, (int(q[0])*(256-f)+int(to.R)*f)>>8*light>>8+n)))
		q[1] = uint8(max(0, min(255, (int(q[1])*(256-f)+int(to.G)*f)>>8*light>>8+n)))
		q[2] = uint8(max(0, min(255, (int(q[2])*(256-f)+int(to.B)*f)>>8*light>>8+n)))
	}
	return p.m
}

// A bimaKind is a kind of card; choices are parted by ";", lines by "|", "?" begins what may be missing, "@" what is filled in.
type bimaKind struct {
	grounds                           [][2]int // and accents
	heads, logos, number, lines, foot string
	emblem, photo, qr, chip, strip    float64 // how often
}

var bimaCream = [][2]int{{0xf4ecc8, 0x3060a8}, {0xf2e8d0, 0xc89838}, {0xe8eef4, 0x3870b0}, {0xf6f2e4, 0x408858}, {0xf0e090, 0x284888}}

var bimaKinds = []bimaKind{
	{bimaCream, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA|DIREKTORAT JENDERAL PAJAK;DEPARTEMEN KEUANGAN RI|DIREKTORAT JENDERAL PAJAK", ";;NPWP", "NPWP : @npwp;@npwp;NPWP: @npwp", "@name|?NIK : @nik|@street|?@village|@town", "KPP PRATAMA @town|TERDAFTAR : @date;Terdaftar @date;@date", 0.9, 0, 0, 0, 0.1},
	{append([][2]int{{0x1c3c78, 0xd8b040}, {0x204888, 0x60a0d8}, {0xe8c860, 0x1c3c78}}, bimaCream...), "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA|DIREKTORAT JENDERAL PAJAK", "npwp;NPWP;npwp16", "@new;@nik;NPWP16 : @new", "@name|?NPWP15 : @npwp|?NIK : @nik|?@street|?@town|?KPP PRATAMA @town", "Terdaftar @date;www.pajak.example", 0.8, 0, 0.35, 0, 0.05},
	{append([][2]int{{0xf8faf8, 0x30a050}, {0xe4f4e8, 0x2870b0}}, bimaCream...), "KARTU INDONESIA SEHAT|BPJS Kesehatan;BPJS KESEHATAN|Kartu Peserta JKN", "KIS;;BPJS", "@bpjs;Nomor Kartu : @bpjs", "Nama : @name|?Alamat : @street|Tgl Lahir : @born|NIK : @nik|?Faskes : PUSKESMAS @town", "Kelas @digit;www.sehat.example", 0.5, 0, 0.2, 0, 0.3},
	{append([][2]int{{0xf0f4fa, 0xc03040}, {0xf8f8f8, 0x20a0a0}}, bimaCream...), "KEMENTERIAN KESEHATAN REPUBLIK INDONESIA|KARTU VAKSINASI COVID-19;KARTU VAKSIN|Dosis Kedua", ";VAKSIN", "@nik;@name", "@name|Tanggal Lahir @born|?Vaksin pertama @date|Vaksin kedua @date|?Batch 99@digit@digit", "Dinas Kesehatan @town;@date", 0.5, 0, 0.8, 0, 0},
	{append([][2]int{{0xd03040, 0xf0d040}, {0x303030, 0xc8a850}, {0x2858a0, 0xffffff}}, bimaCream...), "TOKO SUMBER REJEKI|KARTU ANGGOTA;SWALAYAN MELATI|Member Card;APOTEK WARAS|KARTU PELANGGAN", "MEMBER;;VIP", "9990 @serial @serial;@any", "@name|?Anggota sejak @date|?Telp 021-0000-@serial", "Berlaku s/d @date;www.toko.example", 0.3, 0.1, 0.2, 0.1, 0.6},
	{[][2]int{{0x1c3c78, 0x60a0d8}, {0xd8b040, 0x805010}, {0x286848, 0xa0d0a0}, {0xd8dce4, 0x305080}, {0xf2e8d0, 0xc89838}}, "BANK CENDANA|Kartu Debit;BANK NUSA MAJU|Debit Gold;KARTU TOL|Uang Elektronik", "DEBIT;GPN;e-tol", "@card", "?VALID THRU 12/@digit9|@name", "Layanan (021) 0000-@serial;", 0.2, 0, 0, 0.9, 0.05},
	{bimaCream, "PEMERINTAH KABUPATEN @town|DINAS TENAGA KERJA;KARTU PEGAWAI|KANTOR KEUANGAN DAERAH;BPJS KETENAGAKERJAAN|Kartu Peserta", ";;AK/I", "@any;NIK : @nik;No. : @any", "Nama : @name|Tempat/Tgl Lahir : @town, @born|?Alamat : @street|?Pendidikan : SMA|?Jabatan : STAF", "@town, @date;Berlaku s/d @date", 0.8, 0.6, 0.1, 0, 0.1},
	{append([][2]int{{0xd8e8f8, 0x203870}, {0xe0f0e0, 0x106030}}, bimaCream...), "UNIVERSITAS HARAPAN TIMUR|KARTU TANDA MAHASISWA;SMK NEGERI 99 @town|KARTU PELAJAR;KEPOLISIAN|SURAT IZIN MENGEMUDI", "KTM;;C", "@any;@name", "@name|?Jurusan : AKUNTANSI|?Lahir : @town, @born|@street|?@town", "Berlaku s/d @date;@town, @date", 0.7, 0.9, 0.2, 0.1, 0.3},
	{append([][2]int{{0xfafafa, 0x808080}, {0xf4f0e8, 0x705030}}, bimaCream...), "KONSULTAN PAJAK @name|Kantor Jasa Akuntansi;HOTEL GRAHA ASRI|Kartu Kunci Kamar;ASURANSI BINA JIWA|KARTU PESERTA", ";HOTEL;CARE", "@any;0812-0000-@serial;Kamar @digit0@digit", "@name|?Telp 021-0000-@serial|@street|?@town|?surat@kantor.example", "www.kantor.example;@date", 0.5, 0, 0.2, 0, 0},
}

func (p *bimaPen) filler() *strings.Replacer {
	n := func(f string, from ...int) string { // from, to, from, to
		v := make([]any, len(from)/2)
		for i := range v {
			v[i] = from[2*i] + p.IntN(from[2*i+1]-from[2*i]+1)
		}
		return fmt.Sprintf(f, v...)
	}
	first := strings.Fields("BUDI SITI AGUS DEWI RINA EKO WAHYU INDAH HENDRA YULIA ANDI MAYA RUDI LESTARI FAJAR NUR BAMBANG TUTI")
	last := strings.Fields("SANTOSO WIBOWO PRATIWI HIDAYAT KUSUMA SIREGAR PUTRA SARI GUNAWAN NASUTION HALIM UTAMI SETIAWAN RAHAYU")
	nik, tax := n("%02d%02d%02d%02d%02d%02d%04d", 11, 94, 1, 79, 69, 89, 1, 28, 1, 12, 50, 99, 2001, 9999), n("%02d.%03d.%03d.%d-99%d.000", 1, 98, 1, 999, 1, 999, 0, 9, 0, 9)
	whole := bimaPick(p, nik, "0"+strings.NewReplacer(".", "", "-", "").Replace(tax))
	whole = bimaPick(p, whole, whole[:4]+" "+whole[4:8]+" "+whole[8:12]+" "+whole[12:])
	name := strings.TrimSpace(bimaPick(p, first...) + " " + bimaPick(p, last...) + " " + bimaPick(p, "", "", last[p.IntN(9)]))
	return strings.NewReplacer("@name", name, "@nik", nik, "@npwp", tax, "@new", whole, "@bpjs", n("999%05d%05d", 0, 99999, 0, 99999),
		"@any", n(bimaPick(p, "99.%03d.%03d", "9969%03d%05d", "99-%04d/%02d"), 1, 999, 1, 99), "@serial", n("%04d", 0, 9999), "@digit", n("%d", 1, 3),
		"@card", bimaPick(p, "4111 1111 1111 1111", "5555 5555 5555 4444", "4000 0566 5566 5556", "6011 1111 1111 1117"),
		"@street", bimaPick(p, "JL ", "JALAN ", "GG. ")+bimaPick(p, "MELATI", "KENANGA RAYA", "MERDEKA", "PAHLAWAN", "CEMARA")+n(" NO %d RT %03d RW %03d", 1, 150, 1, 15, 1, 12),
		"@village", bimaPick(p, "SUKAMAJU", "TANJUNG SARI", "KARANG ANYAR", "MEKARSARI"), "@town", bimaPick(p, "BANDUNG", "MEDAN", "SEMARANG", "MALANG", "KOTA BOGOR", "MAKASSAR"),
		"@date", n(bimaPick(p, "%02d/%02d/20%02d", "%02d-%02d-20%02d"), 1, 28, 1, 12, 5, 25), "@born", n("%02d-%02d-19%02d", 1, 28, 1, 12, 50, 99))
}

func (k bimaKind) draw(r *rand.Rand, wide int) *image.RGBA {
	wide = max(40, min(wide, 640))
	p := &bimaPen{Rand: r, h: float64(wide) / bimaWide, by: 0.88 + 0.24*r.Float64(), dx: 0.09*r.Float64() - 0.045, dy: 0.06*r.Float64() - 0.03}
	p.m = image.NewRGBA(image.Rect(0, 0, wide, int(p.h+0.5)))
	fill, tone, one := p.filler(), bimaPick(p, k.grounds...), func(of string) string { return bimaPick(p, strings.Split(of, ";")...) }
	p.ground(tone[0], tone[1])
	ink := p.near(bimaPick(p, 0x101010, 0x181830, 0x303030), 14, 255)
	if tone[0]>>8&255 < 130 {
		ink = p.near(bimaPick(p, 0xf0f0f0, 0xf0e0a0), 10, 255)
	}
	title, left, f, side := ink, p.in(0.08, 0.14), bimaPick(p, 0, 0, 2, 1, 3, 4), bimaPick(p, 0, 0, 0.5)
	if p.odds(0.3) { // a band behind the heading
		p.box(p.near(bimaPick(p, 0x1c3c78, 0x205840, 0x203040, tone[1]&0x7f7f7f), 15, 255), 0, 0, 2, p.in(0.22, 0.28))
		title = p.near(bimaPick(p, 0xffffff, 0xf8e8a0), 8, 255)
	}
	x, y, size, headX := left, p.in(0.38, 0.47), p.in(0.046, 0.062), left
	if s := p.in(0.07, 0.11); p.odds(k.emblem) {
		p.emblem(left+s+p.dx, 0.14+p.dy, s, p.near(bimaPick(p, 0x203880, 0xc8a030, tone[1], 0x202020), 20, 255), p.near(bimaPick(p, 0xf0d060, 0xf0f0f0, 0x6080c0), 20, 255))
		headX += 2*s + 0.04
	}
	if side > 0 {
		headX = (bimaWide + headX) / 2
	}
	for i, line := range strings.Split(fill.Replace(one(k.heads)), "|") {
		room := (bimaWide - headX - 0.05) * (1 + 2*side) / float64(len(line)) * 1.4 // capitals are wider
		p.text(line, headX, 0.125+float64(i)*p.in(0.075, 0.09), min(room, p.in(0.055, 0.075)), bimaPick(p, 1, 1, 2, 0), title, side)
	}
	p.text(one(k.logos)+" ", bimaWide-0.06, bimaPick(p, 0.32, 0.62, 0.7), p.in(0.08, 0.15), bimaPick(p, 1, 5), ink, 1)
	if w := p.in(0.26, 0.34); p.odds(k.photo) {
		at := bimaPick(p, left, bimaWide-w-0.08)
		p.photo(at, p.in(0.34, 0.5), w)
		x += max(0, math.Copysign(w+0.06, 0.5-at))
	}
	if s := p.in(0.14, 0.2); p.odds(k.chip) {
		for i := range 4 {
			p.box(p.near(bimaPick(p, 0xd8b860, 0xc8b080), 15, 255), left, 0.27+float64(i)*s*0.2, left+s, 0.26+float64(i+1)*s*0.2)
		}
		y += 0.14
	}
	if s, n := p.in(0.24, 0.36), 21+4*p.IntN(3); p.odds(k.qr) {
		p.code(bimaWide-s-p.in(0.06, 0.12), 0.93-s, s, s, n, n)
	}
	if p.odds(k.strip) {
		p.code(p.in(0.1, 0.7), p.in(0.8, 0.84), p.in(0.5, 0.8), p.in(0.08, 0.13), 70+p.IntN(40), 1)
	}
	p.text(fill.Replace(one(k.number)), x, y, p.in(0.085, 0.125), bimaPick(p, 1, 1, 3, f), ink, 0)
	y += p.in(0.02, 0.05)
	step := size * p.in(1.2, 1.6)
	for line := range strings.SplitSeq(k.lines, "|") {
		if maybe := strings.TrimPrefix(line, "?"); maybe == line || p.odds(0.6) {
			y += step
			p.text(fill.Replace(maybe), x, y, size, f, ink, 0)
		}
	}
	for i, line := range strings.Split(fill.Replace(one(k.foot)), "|") {
		side := bimaPick(p, 0.0, 1)
		p.text(line+" ", left+side*(bimaWide-0.18), max((y+step)*(1-side), 0.87)+float64(i)*step, size*p.in(0.8, 1), f, ink, side)
	}
	return p.done()
}
