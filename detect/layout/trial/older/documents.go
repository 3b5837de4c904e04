package older

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
)

var ink = color.RGBA{30, 30, 40, 255}

func drawKTP(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground(color.RGBA{165, 205, 228, 255})
	lf, vf := c.labelFace(), c.valueFace()
	c.text(c.about(0.5), c.about(0.075), 0.065, lf, "PROVINSI "+c.words(1, 2), ink, 1)
	c.text(c.about(0.5), c.about(0.15), 0.065, lf, []string{"KABUPATEN ", "KOTA "}[r.IntN(2)]+c.words(1, 2), ink, 1)
	y := c.about(0.26)
	c.text(0.045, y, 0.07, lf, "NIK", ink, 0)
	c.text(0.24, y, 0.075, 4, ": "+c.digits(16), ink, 0)
	labels := []string{
		"Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "   RT/RW", "   Kel/Desa", "   Kecamatan", "Agama",
		"Status Perkawinan", "Pekerjaan", "Kewarganegaraan", "Berlaku Hingga",
	}
	values := []string{
		c.words(2, 3), c.word(3, 4) + ", " + c.digits(2) + "-" + c.digits(2) + "-" + c.digits(4),
		[]string{"LAKI-LAKI", "PEREMPUAN"}[r.IntN(2)], c.words(2, 3), c.digits(3) + "/" + c.digits(3), c.words(1, 2), c.words(1, 1),
		c.word(2, 4), []string{"BELUM KAWIN", "KAWIN"}[r.IntN(2)], c.words(1, 2), "WNI", "SEUMUR HIDUP",
	}
	left, colon, size := c.about(0.048), c.about(0.262), c.about(0.046)
	top, pitch := c.about(0.33), 0.045+r.NormFloat64()*hd.jitter*0.04
	for i, l := range labels {
		y := top + float64(i)*pitch
		c.text(left, y, size, lf, l, ink, 0)
		c.text(colon, y, size, vf, ": "+values[i], ink, 0)
		if i == 2 {
			c.text(c.about(0.5), y, size, lf, "Gol. Darah : "+[]string{"A", "B", "O", "-"}[r.IntN(4)], ink, 0)
		}
	}
	c.photo(c.about(0.73), c.about(0.27), c.about(0.95), c.about(0.73))
	c.text(c.about(0.84), c.about(0.785), size, vf, c.word(3, 4), ink, 1)
	c.text(c.about(0.84), c.about(0.83), size, vf, c.digits(2)+"-"+c.digits(2)+"-20"+c.digits(2), ink, 1)
	scribble(c, 0.78, 0.9, 0.12)
	c.specimen()
	return c.RGBA
}

func scribble(c *canvas, x, y, w float64) {
	for k := range 60 {
		px, py := c.px(x+w*float64(k)/60, y+0.03*(c.r.Float64()-0.5))
		c.Set(px, py, ink)
		c.Set(px, py+1, ink)
	}
}

// drawKK draws the family card: on security paper (before 2020) or plain paper with a QR code.
func drawKK(r *rand.Rand, hd hand, plain bool) image.Image {
	c := newCanvas(680, 480, r, hd)
	if plain {
		c.rect(0, 0, 1, 1, color.Gray{uint8(240 + r.IntN(16))})
	} else {
		c.ground(color.RGBA{205, 226, 226, 255})
	}
	lf, vf := c.labelFace(), c.valueFace()
	c.ellipse(c.about(0.075), 0.08, 0.03, 0.045, color.RGBA{150, 120, 50, 255})
	c.text(c.about(0.5), c.about(0.055), 0.05, lf, "KARTU KELUARGA", ink, 1)
	c.text(c.about(0.5), c.about(0.095), 0.03, lf, "No. "+c.digits(16), ink, 1)
	for i, l := range []string{"Nama Kepala Keluarga", "Alamat", "RT/RW", "Kode Pos"} {
		y := 0.13 + 0.018*float64(i)
		c.text(c.about(0.04), y, 0.016, lf, l, ink, 0)
		c.text(0.17, y, 0.016, vf, ": "+c.words(1, 2), ink, 0)
	}
	for i, l := range []string{"Desa/Kelurahan", "Kecamatan", "Kabupaten/Kota", "Provinsi"} {
		y := 0.13 + 0.018*float64(i)
		c.text(c.about(0.68), y, 0.016, lf, l, ink, 0)
		c.text(0.8, y, 0.016, vf, ": "+c.words(1, 1), ink, 0)
	}
	people := 1 + r.IntN(6)
	columns1 := []float64{0.03, 0.06, 0.24, 0.38, 0.45, 0.54, 0.63, 0.70, 0.81, 0.97}
	columns2 := []float64{0.03, 0.06, 0.17, 0.31, 0.42, 0.55, 0.67, 0.82, 0.97}
	if plain {
		columns1 = []float64{0.03, 0.06, 0.23, 0.36, 0.42, 0.51, 0.59, 0.66, 0.77, 0.90, 0.97}
		columns2 = []float64{0.03, 0.06, 0.17, 0.27, 0.38, 0.47, 0.57, 0.67, 0.82, 0.97}
	}
	table(c, 0.21, 0.50, columns1, people, lf, vf)
	table(c, 0.51, 0.79, columns2, people, lf, vf)
	c.text(c.about(0.04), 0.82, 0.017, lf, "Dikeluarkan Tanggal : "+c.digits(2)+"-"+c.digits(2)+"-20"+c.digits(2), ink, 0)
	for i, l := range []string{"LEMBAR : I. Kepala Keluarga", "II. RT", "III. Desa/Kelurahan", "IV. Kecamatan"} {
		c.text(0.04+0.05*float64(min(i, 1)), 0.85+0.025*float64(i), 0.016, lf, l, ink, 0)
	}
	c.text(c.about(0.48), 0.83, 0.018, lf, "KEPALA KELUARGA", ink, 1)
	c.text(c.about(0.48), 0.94, 0.018, vf, c.words(1, 2), ink, 1)
	c.text(c.about(0.83), 0.83, 0.018, lf, "KEPALA DINAS KEPENDUDUKAN DAN", ink, 1)
	c.text(c.about(0.83), 0.85, 0.018, lf, "PENCATATAN SIPIL", ink, 1)
	if plain {
		qr(c, c.about(0.80), 0.865, 0.055)
	} else {
		scribble(c, 0.78, 0.89, 0.1)
	}
	c.text(c.about(0.83), 0.965, 0.018, vf, c.words(2, 3), ink, 1)
	c.specimen()
	return c.RGBA
}

// table draws a head of two lines and ten rows, the first few of them filled.
func table(c *canvas, y0, y1 float64, columns []float64, filled, lf, vf int) {
	y0, y1 = y0+c.r.NormFloat64()*c.hand.jitter*0.3, y1+c.r.NormFloat64()*c.hand.jitter*0.3
	head := (y1 - y0) * 0.2
	thin := 1.2 / 480
	rows := make([]float64, 0, 12)
	for k := range 11 {
		rows = append(rows, y0+head+(y1-y0-head)*float64(k)/10)
	}
	for _, y := range append(rows, y0, y0+head*0.65) {
		c.rect(columns[0], y, columns[len(columns)-1], y+thin, ink)
	}
	for i, x := range columns {
		if i > 0 && i < len(columns)-1 {
			x += c.r.NormFloat64() * c.hand.jitter * 0.3
		}
		c.rect(x, y0, x+thin, y1, ink)
		if i == len(columns)-1 {
			break
		}
		mid := (x + columns[i+1]) / 2
		c.text(mid, y0+head*0.35, 0.015, lf, c.word(2, 3), ink, 1)
		c.text(mid, y0+head*0.82, 0.012, lf, fmt.Sprintf("(%d)", i), ink, 1)
		for k := range filled {
			s := c.word(2, 4)
			if i == 0 {
				s = fmt.Sprint(k + 1)
			} else if columns[i+1]-x > 0.12 {
				s = c.digits(16)
			}
			c.text(x+0.004, rows[k]+(rows[1]-rows[0])/2, 0.015, vf, s, ink, 0)
		}
	}
}

func qr(c *canvas, x, y, side float64) {
	const n = 25
	for i := range n {
		for k := range n {
			corner := (i < 7 || i >= n-7) && k < 7 || i < 7 && k >= n-7
			if corner && (i%6 == 0 || k%6 == 0) || !corner && c.r.IntN(2) == 0 {
				c.rect(x+side*float64(i)/n, y+side*1.4*float64(k)/n, x+side*float64(i+1)/n, y+side*1.4*float64(k+1)/n, ink)
			}
		}
	}
}

// drawNPWP draws the tax card: emblem and issuer above, the number large, name and address below, office at the foot.
func drawNPWP(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground([]color.RGBA{{240, 225, 150, 255}, {240, 238, 228, 255}}[r.IntN(2)])
	lf, vf := c.labelFace(), c.valueFace()
	blue := color.RGBA{25, 45, 110, 255}
	c.rect(c.about(0.05), c.about(0.06), 0.15, 0.22, blue)
	c.ellipse(0.10, 0.14, 0.035, 0.055, color.RGBA{230, 200, 60, 255})
	c.text(c.about(0.19), c.about(0.095), 0.052, lf, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", blue, 0)
	c.text(c.about(0.19), c.about(0.17), 0.052, lf, "DIREKTORAT JENDERAL PAJAK", blue, 0)
	c.rect(0.05, c.about(0.25), 0.95, 0.262, blue)
	d := c.digits(15)
	c.text(c.about(0.06), c.about(0.36), 0.085, vf, "NPWP : "+d[:2]+"."+d[2:5]+"."+d[5:8]+"."+d[8:9]+"-"+d[9:12]+"."+d[12:], ink, 0)
	y := c.about(0.47)
	c.text(0.06, y, 0.058, vf, c.words(2, 3), ink, 0)
	if r.IntN(2) == 0 {
		c.text(0.06, y+0.08, 0.052, vf, "NIK : "+c.digits(16), ink, 0)
	}
	for k := range 3 {
		c.text(0.06, y+0.16+0.065*float64(k), 0.05, vf, c.words(2, 4), ink, 0)
	}
	c.text(0.06, c.about(0.91), 0.05, lf, "KPP PRATAMA "+c.words(1, 2), ink, 0)
	c.text(c.about(0.95), 0.91, 0.045, lf, "TERDAFTAR : "+c.digits(2)+"/"+c.digits(2)+"/20"+c.digits(2), ink, 2)
	c.specimen()
	return c.RGBA
}
