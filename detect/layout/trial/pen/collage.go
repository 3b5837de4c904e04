package pen

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// fit scales a picture so that it covers w by h, and cuts what stands over.
func (s *stage) fit(w, h int) {
	k := max(float64(w)/s.fw(), float64(h)/s.fh()) * 1.0005
	s.resize(k)
	for s.w() < w || s.h() < h {
		s.resize(1.002)
	}
	x, y := (s.w()-w)/2, (s.h()-h)/2
	s.crop(image.Rect(x, y, x+w, y+h))
}

// within scales a picture so that it stands whole within w by h.
func (s *stage) within(w, h int) {
	s.resize(min(float64(w)/s.fw(), float64(h)/s.fh()))
}

// cell draws a small picture with a document, or, for an empty layout, without.
func (p *Pen) cell(r *rand.Rand, layout string, w, h int) *stage {
	size := [2]int{w, h}
	var s *stage
	if layout == "" {
		s = newStage(r, w, h, hex(0))
		negatives[r.IntN(len(negatives))].draw(p, s)
	} else {
		scene := pick(r, trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Selfie, trial.Hand)
		if w < 190 && scene != trial.Table {
			scene = pick(r, trial.Tight, trial.Table, trial.Hand)
		}
		s = p.scene(r, scene, layout, size)
	}
	s.marks = nil
	skew := (s.fw() / s.fh()) / (float64(w) / float64(h))
	if max(skew, 1/skew) < 1.2 || layout == "" || chance(r, 0.15) {
		s.fit(w, h)
		return s
	}
	s.within(w, h) // most galleries cut, but a card that is cut in half tells little
	out := newStage(r, w, h, hex(pick[uint32](r, 0xffffff, 0x101010, 0xe8e8e8, 0xc8c0b4)))
	out.paste(s, (w-s.w())/2, (h-s.h())/2)
	return out
}

// collage shows several documents: a grid, a gallery on a telephone, or cards strewn over a table.
func (p *Pen) collage(r *rand.Rand, layout string, size [2]int) *stage {
	if layout != "" && isCard(layout) && chance(r, 0.2) {
		return p.strewn(r, layout, size)
	}
	columns, rows := 1+r.IntN(4), 1+r.IntN(5)
	for columns*rows < 2 {
		columns, rows = 1+r.IntN(4), 1+r.IntN(5)
	}
	w := max(size[0], columns*170)
	gap := int(float64(w) * pick(r, 0, 0.004, 0.01, 0.03))
	cw := (w - gap*(columns+1)) / columns
	ch := int(float64(cw) * pick(r, 1, 1, 1.33, 0.75, 0.65))
	top, low := 0, 0
	back, ink := hex(0xffffff), hex(0x202020)
	if chance(r, 0.45) {
		back, ink = hex(0x0e0e10), hex(0xf0f0f0)
	}
	gallery := chance(r, 0.4)
	if gallery {
		top, low = int(float64(w)*between(r, 0.12, 0.22)), int(float64(w)*between(r, 0, 0.14))
	}
	s := newStage(r, w, top+low+gap+rows*(ch+gap), back)
	if gallery {
		s.statusBar(ink)
		s.text(s.fw()*0.05, float64(top)*0.78, pick(r, "Galeri", "Foto", "Semua media", "WhatsApp Images", "Album"), style{face: bold, size: s.fw() * 0.05, col: ink})
	}
	mixed := layout != "" && chance(r, 0.3)
	strange := between(r, 0, 0.3)
	for i := range columns * rows {
		l := layout
		if mixed && chance(r, 0.5) {
			l = pick(r, ktpNow, ktpNow, kkBlue, kkWhite, npwpOld, npwpNow)
		}
		if i > 0 && chance(r, strange) {
			l = ""
		}
		s.paste(p.cell(r, l, cw, ch), gap+i%columns*(cw+gap), top+gap+i/columns*(ch+gap))
	}
	return s
}

// strewn lays cards on a table in loose rows.
func (p *Pen) strewn(r *rand.Rand, layout string, size [2]int) *stage {
	s := newStage(r, size[0], size[1], hex(0))
	s.ground(p.photos)
	n := 2 + r.IntN(11)
	columns := max(1, int(math.Round(math.Sqrt(float64(n)*s.fw()/s.fh()/cardAspect))))
	rows := (n + columns - 1) / columns
	w := min(s.fw()/float64(columns), s.fh()/float64(rows)*cardAspect)
	for i := range n {
		at := tilted(r, pose{x: (float64(i%columns) + 0.5 + between(r, -0.06, 0.06)) * s.fw() / float64(columns), y: (float64(i/columns) + 0.5 + between(r, -0.06, 0.06)) * s.fh() / float64(rows), w: min(widest, max(62, w*between(r, 0.7, 0.86)))}, 0.25, 0.15)
		d := p.draw(r, layout, at.w)
		q := at.corners(d.aspect())
		s.hide(inQuad(q))
		s.put(d, q, between(r, 0.3, 1))
	}
	s.light(between(r, 0.05, 0.4))
	return s
}

// screen is a screenshot of a chat, a shop or a viewer, or a photograph of such a screen with its moire.
func (p *Pen) screen(r *rand.Rand, layout string, size [2]int) *stage {
	s := p.screenshot(r, portraitSize(r, size), layout)
	if chance(r, 0.5) {
		s.marks = append(s.marks, "screenshot")
		return s
	}
	return p.photographed(r, s, size)
}

func (p *Pen) photographed(r *rand.Rand, in *stage, size [2]int) *stage {
	if (in.w() > in.h()) != (size[0] > size[1]) {
		size[0], size[1] = size[1], size[0]
	}
	s := newStage(r, size[0], size[1], hex(0))
	s.ground(p.photos)
	s.lut(func(_ int, v float64) float64 { return 150 * v })
	aspect := in.fw() / in.fh()
	w := min(s.fw(), s.fh()*aspect) * between(r, 0.75, 1.15)
	if k := widest / max(1, in.broadest()/in.fw()); len(in.cards) > 0 {
		w = min(w, k)
	}
	at := tilted(r, pose{x: s.fw() / 2, y: s.fh() / 2, w: w}, 0.12, 0.3)
	frame := at
	frame.w *= 1.06
	q := frame.corners(aspect * 0.985)
	s.poly(hex(0x0b0b0c), 1, q[0], q[1], q[2], q[3])
	q = at.corners(aspect)
	s.lay(in, q)
	s.moire(bounds([]pt{q[0], q[1], q[2], q[3]}))
	s.light(between(r, 0.05, 0.3))
	s.marks = append(s.marks, "moire")
	return s
}

// moire is the beat of a screen's dots with a sensor's.
func (s *stage) moire(b box) {
	r := s.r
	fx, fy := between(r, 0.01, 0.09)*pick(r, -1.0, 1), between(r, 0.02, 0.11)
	bend, level := between(r, 0, 0.8), between(r, 4, 16)
	reg := image.Rect(int(b[0]), int(b[1]), int(b[2]), int(b[3])).Intersect(s.Rect)
	for y := reg.Min.Y; y < reg.Max.Y; y++ {
		wobble := bend * wave(float64(y)*0.0021)
		for x := reg.Min.X; x < reg.Max.X; x++ {
			t := float64(x)*fx + float64(y)*fy + wobble + bend*wave(float64(x)*0.0017)
			p := s.Pix[y*s.Stride+x*4:][:4]
			for k := range 3 {
				p[k] = byteOf(float64(p[k]) + level*wave(t+float64(k)*0.22))
			}
		}
	}
}

// screenshot shows a picture in a chat, in a shop's page or in a viewer; an empty layout gives one without a document.
func (p *Pen) screenshot(r *rand.Rand, size [2]int, layout string) *stage {
	dark := chance(r, 0.4)
	back, ink, soft := hex(0xfafafa), hex(0x202224), hex(0xe4e6ea)
	if dark {
		back, ink, soft = hex(0x101214), hex(0xe8e8ea), hex(0x24282c)
	}
	s := newStage(r, size[0], size[1], back)
	w := s.fw()
	switch r.IntN(3) {
	case 0: // chat
		s.rect(box{0, 0, w, s.fh()}, vary(r, hex(pick[uint32](r, 0xe6ddd4, 0xd8e4ec, 0x0c151b)), 6), 1)
		s.rect(box{0, 0, w, w * 0.16}, hex(pick[uint32](r, 0x0f6b5c, 0x1f2c34, 0x2a80b8)), 1)
		s.ellipse(w*0.1, w*0.11, w*0.04, w*0.04, hex(0xc0c8cc), 1)
		s.text(w*0.17, w*0.12, pick(r, "Admin Stok", "Grup Jual Beli", "CS Toko", "Ibu RT"), style{face: bold, size: w * 0.04, col: hex(0xffffff)})
		y := w * 0.2
		for range r.IntN(3) {
			y = s.bubble(y, dark)
		}
		pw, ph := int(w*between(r, 0.62, 0.8)), int(w*between(r, 0.45, 0.75))
		x := int(pick(r, 0.03, 0.2) * w)
		s.rounded(box{float64(x) - 4, y, float64(x+pw) + 4, y + float64(ph) + w*0.06}, w*0.02, soft, 1)
		s.paste(p.cell(r, layout, pw, ph), x, int(y)+4)
		y += float64(ph) + w*0.09
		for y < s.fh()*0.85 {
			y = s.bubble(y, dark)
		}
		s.rounded(box{w * 0.03, s.fh() - w*0.13, w * 0.85, s.fh() - w*0.03}, w*0.05, hex(0xffffff), 0.9)
	case 1: // a shop
		s.rect(box{0, 0, w, w * 0.15}, vary(r, hex(pick[uint32](r, 0xe8502c, 0x1c9c50, 0xf0f0f0, 0x2060c0)), 10), 1)
		s.rounded(box{w * 0.05, w * 0.06, w * 0.8, w * 0.13}, w*0.01, hex(0xffffff), 0.9)
		ph := int(min(w*between(r, 0.6, 1), s.fh()*0.6))
		s.paste(p.cell(r, layout, int(w), ph), 0, int(w*0.15))
		y := w*0.15 + float64(ph)
		s.text(w*0.05, y+w*0.09, "Rp"+money(r), style{face: bold, size: w * 0.065, col: hex(0xe8502c)})
		for i := range 20 {
			ty := y + w*(0.16+0.055*float64(i))
			if ty > s.fh()-w*0.16 {
				break
			}
			s.text(w*0.05, ty, words(r, 4+r.IntN(4)), style{face: regular, size: w * 0.036, col: ink})
		}
		s.rect(box{0, s.fh() - w*0.13, w, s.fh()}, soft, 1)
		s.rounded(box{w * 0.5, s.fh() - w*0.115, w * 0.96, s.fh() - w*0.02}, w*0.01, hex(0xe8502c), 1)
		s.text(w*0.6, s.fh()-w*0.05, "Beli Sekarang", style{face: bold, size: w * 0.04, col: hex(0xffffff)})
	default: // a viewer
		in := p.cell(r, layout, s.w(), int(min(w*between(r, 0.6, 1.3), s.fh()*0.9)))
		s.paste(in, 0, (s.h()-in.h())/2)
		s.text(w*0.12, w*0.12, fmt.Sprintf("IMG_%04d", r.IntN(10000)), style{face: medium, size: w * 0.04, col: ink})
		for i := range 4 {
			s.circle(w*(0.14+0.24*float64(i)), s.fh()-w*0.07, w*0.022, w*0.022, w*0.006, ink, 0.9)
		}
	}
	s.statusBar(pick(r, ink, hex(0xffffff)))
	return s
}

// bubble writes something into a chat and returns where it ends.
func (s *stage) bubble(y float64, dark bool) float64 {
	w := s.fw()
	lines := 1 + s.r.IntN(3)
	col, ink := hex(pick[uint32](s.r, 0xffffff, 0xdcf8c6)), hex(0x202020)
	if dark {
		col, ink = hex(pick[uint32](s.r, 0x202c33, 0x055c4b)), hex(0xe8e8e8)
	}
	x := pick(s.r, 0.03, 0.3) * w
	high := w * (0.03 + 0.05*float64(lines))
	s.rounded(box{x, y, x + w*0.62, y + high}, w*0.02, col, 1)
	for i := range lines {
		s.text(x+w*0.03, y+w*(0.05+0.05*float64(i)), words(s.r, 4), style{face: regular, size: w * 0.036, col: ink})
	}
	return y + high + w*0.02
}

// sheet is a page with copies of a document, scanned or lying on a table, often without colour.
func (p *Pen) sheet(r *rand.Rand, layout string, size [2]int) *stage {
	w := max(600, min(1200, min(size[0], size[1])))
	pg := newStage(r, w, int(float64(w)*1.414), hex(0xffffff))
	pg.textured(vary(r, hex(0xf6f6f3), 4), 3, 0.3)
	aspect, share := aspectOf(layout), between(r, 0.38, 0.5)
	n := 1 + r.IntN(4)
	if !isCard(layout) {
		share, n = between(r, 0.75, 0.9), 1+r.IntN(2)
	}
	cw := min(widest, share*pg.fw())
	columns := 1
	if isCard(layout) && n > 2 {
		columns = 2
	}
	for i := range n {
		x := pg.fw() * (float64(i%columns) + 0.5) / float64(columns)
		if columns == 1 {
			x = between(r, cw/2+10, pg.fw()-cw/2-10)
		}
		y := pg.fh()*between(r, 0.08, 0.12) + cw/aspect/2 + float64(i/columns)*cw/aspect*1.2
		l := layout
		if i > 0 && isCard(l) && chance(r, 0.15) {
			l = pick(r, ktpNow, npwpOld)
		}
		d := p.draw(r, l, cw)
		q := pose{x: x, y: y, w: cw, roll: r.NormFloat64() * 0.012}.corners(d.aspect())
		pg.put(d, q, 0)
		if chance(r, 0.4) {
			pg.line(hex(0x303030), 1, 0.7, q[0], q[1], q[2], q[3], q[0])
		}
	}
	if chance(r, 0.5) {
		st := style{face: italic, size: pg.fw() * 0.03, col: hex(0x202050)}
		for i := range 3 {
			pg.text(pg.fw()*0.1, pg.fh()*(0.8+0.05*float64(i)), pick(r, "Fotocopy KTP", words(r, 5), phone(r)), st)
		}
	}
	if chance(r, 0.55) {
		pg.grey(1)
		k, lift := between(r, 1, 1.6), between(r, -20, 40)
		pg.lut(func(_ int, v float64) float64 { return 255*(v*k-(k-1)*0.5) + lift })
		pg.specks(150)
		pg.marks = append(pg.marks, "grey")
	}
	if chance(r, 0.5) {
		return pg
	}
	s := newStage(r, size[0], size[1], hex(0))
	s.ground(p.photos)
	at := tilted(r, pose{x: s.fw() / 2, y: s.fh() / 2, w: min(s.fw(), s.fh()*0.707) * between(r, 0.8, 1.1)}, 0.2, 0.3)
	q := at.corners(pg.fw() / pg.fh())
	s.shadow(q, 0.7)
	s.lay(pg, q)
	s.light(between(r, 0.1, 0.4))
	return s
}
