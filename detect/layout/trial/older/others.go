package older

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
)

// negatives are pictures that show no document of ours, the hardest first.
func negatives() map[string]func(*rand.Rand, hand) image.Image {
	return map[string]func(*rand.Rand, hand) image.Image{
		"student card": drawStudentCard, "member card": drawMemberCard, "bank card": drawBankCard, "form": drawForm,
		"invoice": drawInvoice, "timetable": drawTimetable, "poster": drawPoster, "chat": drawChat, "page": drawPage,
		"blue rectangle": drawBlue, "gradient": drawGradient, "noise": drawNoise, "selfie": drawSelfie, "product": drawProduct,
	}
}

func colour(r *rand.Rand, low int) color.RGBA {
	return color.RGBA{uint8(low + r.IntN(256-low)), uint8(low + r.IntN(256-low)), uint8(low + r.IntN(256-low)), 255}
}

// drawStudentCard has a photo and label lines like a KTP, in other places.
func drawStudentCard(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground(colour(r, 150))
	c.rect(0, 0, 1, 0.2+0.06*r.Float64(), colour(r, 20))
	lf, vf := c.labelFace(), c.valueFace()
	c.text(0.5, 0.07, 0.07, lf, "UNIVERSITAS "+c.words(1, 2), color.White, 1)
	c.text(0.5, 0.15, 0.055, lf, "KARTU TANDA MAHASISWA", color.White, 1)
	x, px := 0.32, 0.05
	if r.IntN(2) == 0 {
		x, px = 0.06, 0.72
	}
	c.photo(px, 0.3, px+0.22, 0.85)
	n := 4 + r.IntN(4)
	for i := range n {
		y := 0.36 + 0.5*float64(i)/float64(n)
		c.text(x, y, 0.055, lf, c.word(2, 3), ink, 0)
		c.text(x+0.17, y, 0.055, vf, ": "+c.words(1, 2), ink, 0)
	}
	if r.IntN(2) == 0 {
		barcode(c, x, 0.88, 0.35)
	}
	return c.RGBA
}

func barcode(c *canvas, x, y, w float64) {
	for k := range 60 {
		if c.r.IntN(2) == 0 {
			c.rect(x+w*float64(k)/60, y, x+w*float64(k+1)/60, y+0.08, ink)
		}
	}
}

func drawMemberCard(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground(colour(r, 60))
	c.text(0.08, 0.15, 0.12, c.labelFace(), c.words(1, 2), color.White, 0)
	for k := range 2 + r.IntN(3) {
		c.text(0.08, 0.6+0.09*float64(k), 0.06, c.valueFace(), c.words(1, 3), ink, 0)
	}
	if r.IntN(2) == 0 {
		c.photo(0.74, 0.3, 0.93, 0.8)
	} else {
		barcode(c, 0.4, 0.82, 0.5)
	}
	return c.RGBA
}

func drawBankCard(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground(colour(r, 20))
	c.rect(0.08, 0.35, 0.2, 0.52, color.RGBA{210, 180, 90, 255})
	d := c.digits(16)
	c.text(0.08, 0.63, 0.1, 3, d[:4]+" "+d[4:8]+" "+d[8:12]+" "+d[12:], color.White, 0)
	c.text(0.08, 0.85, 0.07, c.valueFace(), c.words(2, 3), color.White, 0)
	c.text(0.75, 0.15, 0.1, c.labelFace(), "BANK "+c.word(1, 2), color.White, 1)
	c.ellipse(0.85, 0.83, 0.07, 0.11, colour(r, 100))
	return c.RGBA
}

// drawForm has many labelled lines, as registration forms do.
func drawForm(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 320, r, hd)
	c.rect(0, 0, 1, 1, color.Gray{uint8(235 + r.IntN(20))})
	c.text(0.5, 0.08, 0.06, c.labelFace(), c.words(2, 3), ink, 1)
	n := 7 + r.IntN(8)
	colon := 0.25 + 0.2*r.Float64()
	for i := range n {
		y := 0.18 + 0.75*float64(i)/float64(n)
		c.text(0.06, y, 0.045, c.labelFace(), c.words(1, 2), ink, 0)
		if r.IntN(3) > 0 {
			c.text(colon, y, 0.045, c.valueFace(), ": "+c.words(1, 4), ink, 0)
		} else {
			c.rect(colon, y+0.015, 0.9, y+0.018, ink)
		}
	}
	return c.RGBA
}

func drawInvoice(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(680, 480, r, hd)
	c.rect(0, 0, 1, 1, color.Gray{uint8(238 + r.IntN(17))})
	c.text(0.06, 0.07, 0.07, c.labelFace(), "INVOICE", ink, 0)
	for k := range 4 {
		c.text(0.06+0.6*float64(k%2), 0.16+0.03*float64(k/2), 0.025, c.valueFace(), c.words(2, 4), ink, 0)
	}
	columns := []float64{0.05, 0.12, 0.55, 0.68, 0.82, 0.95}
	y := 0.26 + 0.08*r.Float64()
	table(c, y, y+0.3+0.15*r.Float64(), columns, 2+r.IntN(8), c.labelFace(), c.valueFace())
	if r.IntN(2) == 0 {
		table(c, 0.8, 0.93, []float64{0.6, 0.8, 0.95}, 3, c.labelFace(), c.valueFace())
	}
	return c.RGBA
}

func drawTimetable(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(680, 480, r, hd)
	c.ground(colour(r, 200))
	c.text(0.5, 0.07, 0.05, c.labelFace(), "JADWAL "+c.words(1, 3), ink, 1)
	n := 4 + r.IntN(8)
	columns := []float64{0.03}
	for k := range n {
		columns = append(columns, 0.03+0.94*float64(k+1)/float64(n))
	}
	if r.IntN(2) == 0 {
		table(c, 0.13+0.1*r.Float64(), 0.95, columns, 9, c.labelFace(), c.valueFace())
	} else {
		table(c, 0.15, 0.5, columns, 8, c.labelFace(), c.valueFace())
		table(c, 0.56, 0.93, columns[:len(columns)-1], 8, c.labelFace(), c.valueFace())
	}
	return c.RGBA
}

func drawPoster(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 300+r.IntN(400), r, hd)
	c.ground(colour(r, 30))
	c.text(0.5, 0.15, 0.12, 1, c.words(1, 2), color.White, 1)
	for k := range 3 + r.IntN(6) {
		c.text(0.5, 0.35+0.09*float64(k), 0.05+0.03*r.Float64(), c.labelFace(), c.words(2, 4), color.White, 1)
	}
	c.ellipse(r.Float64(), r.Float64(), 0.2, 0.2, colour(r, 100))
	return c.RGBA
}

func drawChat(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(320, 600, r, hd)
	c.rect(0, 0, 1, 1, color.RGBA{230, 221, 212, 255})
	for y := 0.08; y < 0.9; y += 0.06 + 0.06*r.Float64() {
		x := 0.05 + 0.3*float64(r.IntN(2))
		c.rect(x, y, x+0.55, y+0.05, colour(r, 200))
		c.text(x+0.03, y+0.025, 0.02, c.valueFace(), c.words(2, 4), ink, 0)
	}
	return c.RGBA
}

func drawPage(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(640, 400+r.IntN(300), r, hd)
	c.rect(0, 0, 1, 1, color.White)
	c.rect(0, 0, 1, 0.08, colour(r, 50))
	for y := 0.14; y < 0.95; y += 0.04 {
		c.text(0.05, y, 0.025, c.valueFace(), c.words(3, 8), ink, 0)
	}
	c.rect(0.65, 0.15, 0.95, 0.45, colour(r, 60))
	return c.RGBA
}

func drawBlue(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(480, 303, r, hd)
	c.ground(color.RGBA{165, 205, 228, 255})
	for range r.IntN(4) {
		x, y := r.Float64()*0.8, r.Float64()*0.8
		c.rect(x, y, x+0.3*r.Float64(), y+0.3*r.Float64(), colour(r, 60))
	}
	return c.RGBA
}

func drawGradient(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(400, 280, r, hd)
	a, b, f := r.Float64()*4, r.Float64()*4, 1+r.Float64()*8
	for y := range 280 {
		for x := range 400 {
			v := 0.5 + 0.5*math.Sin(f*(a*float64(x)+b*float64(y))/800)
			c.Set(x, y, color.RGBA{uint8(v * 255), uint8(v*128 + 60), uint8(255 - v*200), 255})
		}
	}
	return c.RGBA
}

func drawNoise(r *rand.Rand, hd hand) image.Image {
	n := 8 << r.IntN(5)
	small := image.NewRGBA(image.Rect(0, 0, n, n*2/3))
	for i := range small.Pix {
		small.Pix[i] = uint8(r.IntN(256)) | uint8(255*(i%4/3))
	}
	c := newCanvas(480, 303, r, hd)
	apart(func() { draw.ApproxBiLinear.Scale(c, c.Rect, small, small.Rect, draw.Src, nil) })
	return c.RGBA
}

func drawSelfie(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(360, 480, r, hd)
	c.ground(colour(r, 60))
	c.photo(0.1, 0.1, 0.9, 0.98)
	return c.RGBA
}

func drawProduct(r *rand.Rand, hd hand) image.Image {
	c := newCanvas(400, 400-r.IntN(120), r, hd)
	c.rect(0, 0, 1, 1, color.White)
	c.ellipse(0.5, 0.5, 0.2+0.2*r.Float64(), 0.2+0.2*r.Float64(), colour(r, 20))
	c.rect(0.3+0.2*r.Float64(), 0.3, 0.6, 0.7, colour(r, 20))
	c.text(0.5, 0.92, 0.06, c.labelFace(), c.words(2, 3), ink, 1)
	return c.RGBA
}
