package faces

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"ronda/detect/picture"
)

// drawing is a picture in the making, plain on purpose: what it shows is told by a few ellipses.
type drawing struct {
	*image.RGBA
	r *rand.Rand
}

func newDrawing(r *rand.Rand, w, h int) *drawing {
	d := &drawing{image.NewRGBA(image.Rect(0, 0, w, h)), r}
	a, b := d.any(60, 240), d.any(60, 240)
	for y := range h {
		for x := range w {
			t := float64(y) / float64(h)
			d.SetRGBA(x, y, mixed(a, b, t))
		}
	}
	for range r.IntN(7) { // furniture
		x, y := r.IntN(w), r.IntN(h)
		d.rect(x, y, x+20+r.IntN(w/3), y+20+r.IntN(h/3), d.any(30, 250))
	}
	return d
}

func mixed(a, b color.RGBA, t float64) color.RGBA {
	m := func(p, q uint8) uint8 { return uint8(float64(p)*(1-t) + float64(q)*t) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

func (d *drawing) any(lo, hi int) color.RGBA {
	c := func() uint8 { return uint8(lo + d.r.IntN(hi-lo)) }
	return color.RGBA{c(), c(), c(), 255}
}

func (d *drawing) between(lo, hi float64) float64 { return lo + d.r.Float64()*(hi-lo) }

func (d *drawing) rect(x0, y0, x1, y1 int, c color.RGBA) {
	for y := max(0, y0); y < min(y1, d.Rect.Max.Y); y++ {
		for x := max(0, x0); x < min(x1, d.Rect.Max.X); x++ {
			d.SetRGBA(x, y, c)
		}
	}
}

// ellipse paints one whose rim is shaded by dark.
func (d *drawing) ellipse(x, y, rx, ry float64, c color.RGBA, dark float64) {
	for py := int(y - ry); py <= int(y+ry); py++ {
		for px := int(x - rx); px <= int(x+rx); px++ {
			u, v := (float64(px)-x)/rx, (float64(py)-y)/ry
			if q := u*u + v*v; q <= 1 && image.Pt(px, py).In(d.Rect) {
				d.SetRGBA(px, py, mixed(c, color.RGBA{0, 0, 0, 255}, dark*q*q))
			}
		}
	}
}

func (d *drawing) arc(x, y, rx, ry, from, to, thick float64, c color.RGBA) {
	for t := from; t <= to; t += 0.02 {
		d.ellipse(x+rx*math.Cos(t), y+ry*math.Sin(t), thick, thick, c, 0)
	}
}

// styles are hands that draw a face of half height s about x, y.
var styles = map[string]func(d *drawing, x, y, s float64, skin color.RGBA){
	"dots": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y, s*0.76, s, skin, 0)
		for _, k := range []float64{-1, 1} {
			d.ellipse(x+k*s*0.3, y-s*0.15, s*0.07, s*0.07, color.RGBA{20, 20, 20, 255}, 0)
		}
		d.arc(x, y+s*0.3, s*0.3, s*0.18, 0.3, math.Pi-0.3, s*0.03, color.RGBA{90, 30, 30, 255})
	},
	"dots and hair": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y-s*0.25, s*0.85, s*0.9, color.RGBA{25, 18, 15, 255}, 0)
		d.ellipse(x, y+s*0.05, s*0.72, s*0.9, skin, 0)
		for _, k := range []float64{-1, 1} {
			d.ellipse(x+k*s*0.3, y-s*0.1, s*0.09, s*0.07, color.RGBA{20, 20, 20, 255}, 0)
		}
		d.rect(int(x-s*0.22), int(y+s*0.5), int(x+s*0.22), int(y+s*0.56), color.RGBA{120, 40, 40, 255})
	},
	"whites": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y-s*0.2, s*0.86, s*0.95, color.RGBA{40, 25, 18, 255}, 0)
		d.ellipse(x, y, s*0.74, s*0.95, skin, 0.15)
		for _, k := range []float64{-1, 1} {
			d.ellipse(x+k*s*0.3, y-s*0.12, s*0.17, s*0.11, color.RGBA{245, 245, 245, 255}, 0)
			d.ellipse(x+k*s*0.3, y-s*0.12, s*0.08, s*0.09, color.RGBA{30, 20, 15, 255}, 0)
			d.rect(int(x+k*s*0.3-s*0.18), int(y-s*0.34), int(x+k*s*0.3+s*0.18), int(y-s*0.28), color.RGBA{30, 20, 15, 255})
		}
		d.ellipse(x, y+s*0.18, s*0.1, s*0.16, mixed(skin, color.RGBA{60, 20, 0, 255}, 0.25), 0)
		d.ellipse(x, y+s*0.52, s*0.28, s*0.09, color.RGBA{170, 60, 60, 255}, 0)
	},
	"scarf": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y, s*1.05, s*1.25, d.any(20, 230), 0.2)
		d.ellipse(x, y+s*0.05, s*0.68, s*0.85, skin, 0.1)
		for _, k := range []float64{-1, 1} {
			d.ellipse(x+k*s*0.28, y-s*0.12, s*0.14, s*0.06, color.RGBA{35, 25, 20, 255}, 0)
			d.arc(x+k*s*0.28, y-s*0.15, s*0.18, s*0.14, math.Pi+0.4, 2*math.Pi-0.4, s*0.025, color.RGBA{50, 35, 30, 255})
		}
		d.arc(x, y+s*0.42, s*0.22, s*0.1, 0.2, math.Pi-0.2, s*0.04, color.RGBA{160, 60, 60, 255})
	},
	"glasses": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y-s*0.25, s*0.84, s*0.85, color.RGBA{25, 18, 15, 255}, 0)
		d.ellipse(x, y+s*0.05, s*0.74, s*0.92, skin, 0.2)
		for _, k := range []float64{-1, 1} {
			d.arc(x+k*s*0.32, y-s*0.1, s*0.22, s*0.18, 0, 2*math.Pi, s*0.03, color.RGBA{15, 15, 15, 255})
			d.ellipse(x+k*s*0.32, y-s*0.1, s*0.07, s*0.07, color.RGBA{30, 20, 15, 255}, 0)
		}
		d.rect(int(x-s*0.1), int(y-s*0.12), int(x+s*0.1), int(y-s*0.08), color.RGBA{15, 15, 15, 255})
		d.arc(x, y+s*0.3, s*0.25, s*0.2, 0.4, math.Pi-0.4, s*0.04, color.RGBA{130, 50, 50, 255})
	},
	"soft": func(d *drawing, x, y, s float64, skin color.RGBA) {
		d.ellipse(x, y-s*0.2, s*0.82, s*0.95, color.RGBA{60, 45, 40, 255}, 0)
		d.ellipse(x, y, s*0.7, s*0.92, skin, 0.35)
		dark := mixed(skin, color.RGBA{0, 0, 0, 255}, 0.45)
		for _, k := range []float64{-1, 1} {
			d.ellipse(x+k*s*0.28, y-s*0.15, s*0.2, s*0.12, dark, 0)
			d.ellipse(x+k*s*0.09, y+s*0.25, s*0.05, s*0.04, dark, 0)
		}
		d.ellipse(x, y+s*0.52, s*0.27, s*0.08, mixed(skin, color.RGBA{120, 0, 0, 255}, 0.4), 0)
	},
}

var skinTones = []color.RGBA{{240, 207, 176, 255}, {227, 183, 143, 255}, {198, 141, 98, 255}, {150, 98, 62, 255}, {110, 70, 45, 255}}

// portrait draws somebody whose face has half height s about x, y.
func (d *drawing) portrait(style string, x, y, s float64) {
	skin := skinTones[d.r.IntN(len(skinTones))]
	d.ellipse(x, y+s*2.9, s*2.1, s*1.8, d.any(20, 240), 0.1)
	d.rect(int(x-s*0.35), int(y+s*0.7), int(x+s*0.35), int(y+s*1.4), mixed(skin, color.RGBA{0, 0, 0, 255}, 0.15))
	styles[style](d, x, y, s, skin)
}

// card draws a card of width w about x, y, and a hand that holds it.
func (d *drawing) card(x, y, w float64) {
	h := w / 1.586
	skin := skinTones[d.r.IntN(len(skinTones))]
	d.ellipse(x+w*0.1, y+h*0.75, w*0.3, w*0.28, skin, 0.2)
	d.rect(int(x-w/2), int(y-h/2), int(x+w/2), int(y+h/2), color.RGBA{190, 215, 235, 255})
	for i := range 8 {
		at := int(y - h*0.35 + float64(i)*h*0.1)
		d.rect(int(x-w*0.45), at, int(x-w*0.45+w*d.between(0.3, 0.6)), at+max(1, int(w/80)), color.RGBA{60, 60, 70, 255})
	}
	d.rect(int(x+w*0.22), int(y-h*0.2), int(x+w*0.44), int(y+h*0.3), color.RGBA{190, 40, 40, 255})
	for i := range 3 {
		d.ellipse(x-w*0.1+float64(i)*w*0.11, y+h*0.5, w*0.05, w*0.11, skin, 0.25)
	}
}

// picture turns it into planes of its own size, with a sensor's noise, colour cast and loss of colour as asked for.
func (d *drawing) picture(noise, cast float64, grey bool) *picture.Picture {
	w, h := d.Rect.Dx(), d.Rect.Dy()
	p := &picture.Picture{Size: image.Pt(w, h), Luma: picture.NewPlane(w, h), Blue: picture.NewPlane((w+1)/2, (h+1)/2), Red: picture.NewPlane((w+1)/2, (h+1)/2)}
	for y := range h {
		for x := range w {
			c := d.RGBAAt(x, y)
			r, g, b := float64(c.R)*(1+cast), float64(c.G), float64(c.B)*(1-cast)
			n := d.r.NormFloat64() * noise
			level := func(v float64) uint8 { return uint8(max(0, min(255, v+n))) }
			luma, blue, red := color.RGBToYCbCr(level(r), level(g), level(b))
			if grey {
				blue, red = 128, 128
			}
			p.Luma.Pix[y*w+x] = luma
			p.Blue.Pix[y/2*p.Blue.W+x/2], p.Red.Pix[y/2*p.Red.W+x/2] = blue, red
		}
	}
	return p
}
