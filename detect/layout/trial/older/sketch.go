package older

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// Sketches of the layouts that descriptions leave most open: what they have in common is drawn, and where each part stands and how
// large it is varies as widely as descriptions allow, so that no one hand's choice is learned.

func within(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

func sketchTax(r *rand.Rand, hd hand, now bool) image.Image {
	c := newCanvas(480, 303, r, hd)
	grounds := []color.RGBA{{246, 236, 196, 255}, {240, 238, 228, 255}, {250, 244, 216, 255}, {228, 236, 244, 255}}
	if now {
		grounds = []color.RGBA{{248, 250, 252, 255}, {226, 236, 246, 255}, {250, 246, 228, 255}}
	}
	c.ground(grounds[r.IntN(len(grounds))])
	blue := color.RGBA{uint8(15 + r.IntN(30)), uint8(40 + r.IntN(50)), uint8(90 + r.IntN(70)), 255}
	head, top := blue, within(r, 0.06, 0.13)
	band := within(r, 0.17, 0.29)
	if now && r.IntN(5) > 0 || !now && r.IntN(8) == 0 {
		c.rect(0, 0, 1, band, blue)
		head = color.RGBA{250, 250, 250, 255}
		if r.IntN(2) == 0 {
			c.rect(0, band, 1, band+within(r, 0.01, 0.03), color.RGBA{240, 180, 40, 255})
		}
	} else if r.IntN(2) == 0 {
		c.rect(0.04, band, 0.96, band+0.01, blue)
	}
	ex := within(r, 0.07, 0.12)
	if r.IntN(6) > 0 {
		e := within(r, 0.03, 0.05)
		c.ellipse(ex, top+0.04, e, e*1.6, color.RGBA{220, 180, 50, 255})
		c.ellipse(ex, top+0.04, e/2, e*0.8, color.RGBA{30, 50, 110, 255})
	}
	size := within(r, 0.045, 0.062)
	lf, vf := c.labelFace(), c.valueFace()
	at, align := within(r, 0.16, 0.23), 0
	if r.IntN(4) == 0 {
		at, align = within(r, 0.5, 0.58), 1
	}
	c.text(at, top, size, lf, []string{"KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "KEMENTERIAN KEUANGAN RI", "DEPARTEMEN KEUANGAN REPUBLIK INDONESIA"}[r.IntN(3)], head, align)
	c.text(at, top+size*within(r, 1.25, 1.7), size*within(r, 0.95, 1.15), lf, "DIREKTORAT JENDERAL PAJAK", head, align)
	if now && r.IntN(2) == 0 {
		c.text(0.95, top+0.04, within(r, 0.09, 0.16), 1, "npwp", head, 2)
	}
	x, y := within(r, 0.05, 0.11), max(band, 0.2)+within(r, 0.09, 0.2)
	number := c.digits(15)
	if now && r.IntN(2) == 0 {
		number += "0"
	}
	prefix := []string{"NPWP : ", "NPWP: ", ""}[r.IntN(3)]
	c.text(x, y, within(r, 0.075, 0.11), vf, prefix+number[:2]+"."+number[2:5]+"."+number[5:8]+"."+number[8:9]+"-"+number[9:12]+"."+number[12:], ink, 0)
	pitch := within(r, 0.065, 0.1)
	y += pitch * within(r, 1.2, 1.8)
	size = pitch * within(r, 0.6, 0.78)
	for k := range 4 + r.IntN(3) {
		if y > 0.86 {
			break
		}
		s := c.words(2, 4)
		if k == 1 && r.IntN(2) == 0 {
			s = "NIK : " + c.digits(16)
		}
		c.text(x, y, size, vf, s, ink, 0)
		y += pitch
	}
	foot := max(y, within(r, 0.89, 0.95))
	c.text(x, foot, size*0.9, lf, []string{"TERDAFTAR : ", "Tanggal Terdaftar ", "KPP PRATAMA "}[r.IntN(3)]+c.digits(2)+"-"+c.digits(2)+"-20"+c.digits(2), ink, 0)
	if r.IntN(2) == 0 {
		c.text(0.95, foot, size*0.9, lf, "KPP PRATAMA "+c.words(1, 1), ink, 2)
	}
	if now && r.IntN(4) == 0 {
		qr(c, within(r, 0.76, 0.84), within(r, 0.55, 0.68), within(r, 0.1, 0.14))
	}
	if r.IntN(3) == 0 {
		c.specimen()
	}
	return c.RGBA
}

// sketchOldKTP has two or three lines of a head over the whole width, the number, ten to eleven lines, a photo on the right and an
// official's stamp.
func sketchOldKTP(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground([]color.RGBA{{240, 228, 180, 255}, {223, 230, 210, 255}, {207, 224, 234, 255}, {232, 220, 192, 255}}[r.IntN(4)])
	lf, vf := c.labelFace(), c.valueFace()
	mid, y, size := within(r, 0.48, 0.55), within(r, 0.06, 0.1), within(r, 0.045, 0.062)
	for _, s := range []string{"PROVINSI " + c.words(1, 2), "KABUPATEN " + c.words(1, 2), "KARTU TANDA PENDUDUK"} {
		c.text(mid, y, size, lf, s, ink, 1)
		y += size * within(r, 1.15, 1.5)
	}
	x, colon := within(r, 0.04, 0.06), within(r, 0.24, 0.32)
	y += within(r, 0.01, 0.05)
	c.text(x, y, size*1.1, lf, "NIK", ink, 0)
	c.text(colon, y, size*1.1, vf, ": "+c.digits(16), ink, 0)
	pitch := min(within(r, 0.042, 0.06), (0.97-y)/12)
	y += pitch * within(r, 1, 1.4)
	for _, l := range []string{"Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "   RT/RW", "   Kel/Desa", "   Kecamatan", "Agama", "Status Perkawinan", "Pekerjaan", "Berlaku Hingga"} {
		c.text(x, y, pitch*0.9, lf, l, ink, 0)
		c.text(colon, y, pitch*0.9, vf, ": "+c.words(1, 2), ink, 0)
		y += pitch
	}
	px, py := within(r, 0.7, 0.76), within(r, 0.25, 0.34)
	bottom := py + within(r, 0.34, 0.42)
	c.photo(px, py, px+within(r, 0.17, 0.21), bottom)
	c.text(px+0.08, bottom+0.06, 0.04, lf, c.word(3, 4)+", "+c.digits(2)+"-"+c.digits(2)+"-20"+c.digits(2), ink, 1)
	c.text(px+0.08, bottom+0.11, 0.04, lf, []string{"CAMAT", "KEPALA DINAS", "LURAH"}[r.IntN(3)], ink, 1)
	scribble(c, px, bottom+0.16, 0.15)
	if r.IntN(3) == 0 {
		c.specimen()
	}
	return c.RGBA
}
