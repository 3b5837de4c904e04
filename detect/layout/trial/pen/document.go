package pen

import (
	"image/color"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Layouts that this pen draws.
const (
	ktpNow  = "ktp"
	ktpOld  = "ktp-old"
	kkBlue  = "kk"
	kkWhite = "kk-2020"
	npwpOld = "npwp"
	npwpNow = "npwp-2023"
)

var layouts = map[string][]string{
	trial.KTP: {ktpNow, ktpNow, ktpNow, ktpOld}, trial.KK: {kkBlue, kkWhite}, trial.NPWP: {npwpOld, npwpNow},
}

const (
	cardAspect = 85.6 / 53.98
	pageAspect = 297.0 / 210
	widest     = 640 // pixels: nothing that is drawn could be printed
)

// A document is a card or page seen from the front, with the regions that sellers cover.
type document struct {
	*canvas
	kind, layout string
	number, face box // shares; an empty box: none
}

func (d *document) aspect() float64 { return aspectOf(d.layout) }

func aspectOf(layout string) float64 {
	if layout == kkBlue || layout == kkWhite {
		return pageAspect
	}
	return cardAspect
}

func kindOf(layout string) string {
	switch layout {
	case kkBlue, kkWhite:
		return trial.KK
	case npwpOld, npwpNow:
		return trial.NPWP
	}
	return trial.KTP
}

// drawDocument draws a layout for a place that is about so many pixels wide.
func drawDocument(r *rand.Rand, layout string, width float64) *document {
	least := 300.0
	if kindOf(layout) == trial.KK {
		least = 460
	}
	w := int(min(widest, max(least, width*1.2)))
	d := &document{kind: kindOf(layout), layout: layout}
	d.canvas = newCanvas(r, w, int(float64(w)/d.aspect()+0.5), color.RGBA{})
	switch layout {
	case ktpNow:
		d.ktp()
	case ktpOld:
		d.ktpOld()
	case kkBlue, kkWhite:
		d.familyCard()
	case npwpOld:
		d.npwpOld()
	default:
		d.npwpNow()
	}
	d.wear()
	return d
}

// in turns shares of the card into pixels.
func (c *canvas) in(b box) box {
	return box{b[0] * c.fw(), b[1] * c.fh(), b[2] * c.fw(), b[3] * c.fh()}
}

// guilloche is a ground of fine waves between two colours; strength is about 6 to 30 levels.
func (c *canvas) guilloche(top, low color.RGBA, strength float64) {
	w, h := c.fw(), c.fh()
	f1, f2, f3 := between(c.r, 4, 14), between(c.r, 10, 34), between(c.r, 0.5, 2.5)
	p1, p2 := c.r.Float64(), c.r.Float64()
	tint := between(c.r, -0.6, 1)
	for y := range c.h() {
		v := float64(y) / h
		ground := mix(top, low, v)
		row := c.Pix[y*c.Stride:]
		bend := 0.6 * wave(v*f3+p2)
		for x := range c.w() {
			u := float64(x) / w
			n := wave(v*f2+0.5*wave(u*f3+p1)+bend*0.3) + wave(u*f1*0.6+v*f1+bend) + 0.6*wave((u-v)*f2*0.8+p2+0.4*wave(v*2+p1))
			k := n * strength / 2.6
			row[x*4], row[x*4+1], row[x*4+2], row[x*4+3] = byteOf(float64(ground.R)+k), byteOf(float64(ground.G)+k*0.8), byteOf(float64(ground.B)+k*0.5*tint), 255
		}
	}
}

// portrait is the photograph on a card.
func (c *canvas) portrait(b box, ground color.RGBA, woman bool) {
	w, h := b[2]-b[0], b[3]-b[1]
	if w < 4 || h < 4 {
		return
	}
	p := newCanvas(c.r, int(w), int(h), ground)
	l := someLook(c.r, woman)
	l.glasses = l.glasses && chance(c.r, 0.4)
	s := h * between(c.r, 0.25, 0.31)
	p.bust(w/2+between(c.r, -0.03, 0.03)*w, h*between(c.r, 0.4, 0.47), s, l)
	grey := chance(c.r, 0.06)
	for y := range p.h() {
		for x := range p.w() {
			q := p.Pix[y*p.Stride+x*4:][:4]
			col := color.RGBA{q[0], q[1], q[2], 255}
			if grey {
				v := uint8((int(q[0])*3 + int(q[1])*6 + int(q[2])) / 10)
				col = color.RGBA{v, v, v, 255}
			}
			px, py := int(b[0])+x, int(b[1])+y
			if px >= 0 && py >= 0 && px < c.w() && py < c.h() {
				over(c.Pix[py*c.Stride+px*4:][:4], col, 246)
			}
		}
	}
}

// wear adds what years in a purse do, a coat of laminate, and on a quarter of all the word SPECIMEN.
func (d *document) wear() {
	r, w, h := d.r, d.fw(), d.fh()
	page := d.kind == trial.KK
	if chance(r, 0.3) {
		fade := between(r, 0.03, 0.22)
		d.rect(box{0, 0, w, h}, mix(hex(0xffffff), hex(0xd8cfb8), r.Float64()), fade)
	}
	if chance(r, 0.35) {
		for range 2 + r.IntN(14) {
			x, y := r.Float64()*w, r.Float64()*h
			a := between(r, 0, 6.3)
			n := between(r, 0.02, 0.3) * w
			d.line(hex(pick[uint32](r, 0xffffff, 0xffffff, 0x777777)), between(r, 0.5, 1.2), between(r, 0.15, 0.6), pt{x, y}, pt{x + n*math.Cos(a), y + n*math.Sin(a)})
		}
	}
	if chance(r, 0.2) {
		for range 1 + r.IntN(4) {
			d.glow(r.Float64()*w, r.Float64()*h, w*between(r, 0.03, 0.15), w*between(r, 0.03, 0.12), hex(pick[uint32](r, 0x6b5a3c, 0x8f7f5f, 0xffffff)), between(r, 0.1, 0.45))
		}
	}
	if page && chance(r, 0.6) {
		d.folds()
	}
	if chance(r, 0.25) { // lamination or sleeve: a paler rim
		t := between(r, 0.008, 0.02) * w
		d.frame(box{t / 2, t / 2, w - t/2, h - t/2}, t, hex(0xf4f6f6), between(r, 0.3, 0.8))
	}
	if chance(r, 0.25) {
		size := w * between(r, 0.1, 0.16)
		st := style{face: bold, size: size, col: hex(pick[uint32](r, 0xb02020, 0x404040, 0xffffff)), alpha: between(r, 0.1, 0.3), turn: between(r, -0.6, 0.3)}
		half := st.measure("SPECIMEN") / 2
		d.text(w/2-half*math.Cos(st.turn), h/2-half*math.Sin(st.turn)+size/3, "SPECIMEN", st)
	}
	if !page {
		d.round(w * between(r, 0.02, 0.042))
	}
}

func (d *document) folds() {
	w, h := d.fw(), d.fh()
	for _, at := range pick(d.r, []float64{0.5}, []float64{0.33, 0.66}, []float64{0.25, 0.5, 0.75}) {
		x := at*w + between(d.r, -0.01, 0.01)*w
		d.line(hex(0x666660), w*0.004, 0.25, pt{x, 0}, pt{x + between(d.r, -3, 3), h})
		d.line(hex(0xffffff), w*0.004, 0.4, pt{x + 2, 0}, pt{x + 2, h})
		d.rect(box{x, 0, x + w*0.06, h}, hex(0x808078), 0.07)
	}
	if chance(d.r, 0.7) {
		y := h * between(d.r, 0.47, 0.53)
		d.line(hex(0x666660), w*0.004, 0.25, pt{0, y}, pt{w, y + between(d.r, -2, 2)})
		d.rect(box{0, y, w, y + h*0.06}, hex(0x808078), 0.07)
	}
}

// specks is printing dust and copying noise in the shares of a page.
func (c *canvas) specks(n int) {
	for range n {
		x, y := c.r.Float64()*c.fw(), c.r.Float64()*c.fh()
		s := between(c.r, 0.4, 1.4)
		c.rect(box{x, y, x + s, y + s}, hex(0x303030), 0.6)
	}
}
