package slate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// collage is what sellers show: many pictures in a grid, or strewn; half of them within a phone.
func collage(r *rand.Rand, thing func(float64) *pic) *pic {
	var p *pic
	if chance(r, 0.35) {
		p = strewn(r, thing)
	} else {
		p = grid(r, thing)
	}
	switch r.IntN(4) {
	case 0:
		return gallery(r, p)
	case 1:
		return inChat(r, p)
	}
	return p
}

func grid(r *rand.Rand, thing func(float64) *pic) *pic {
	across, down := 2+r.IntN(4), 2+r.IntN(2)
	cw := between(r, 150, 300)
	if across > 3 {
		cw = between(r, 150, 210)
	}
	ch, gap := cw*pick(r, 4.0/3, 4.0/3, 1, 0.75), pick(r, 0, 2, 4, 10.0)
	p := newPic(across*int(cw+gap), down*int(ch+gap))
	w, h := p.size()
	p.box(pick(r, ink{255, 255, 255, 255}, ink{16, 16, 18, 255}, ink{200, 200, 200, 255}), 0, 0, w, h)
	for i := range across * down {
		x, y := float64(i%across)*(cw+gap), float64(i/across)*(ch+gap)
		p.place(cell(r, int(cw), int(ch), thing), [4]point(rect(x, y, x+float64(int(cw)), y+float64(int(ch)))))
		if chance(r, 0.1) {
			p.text(pen{face: bold, em: 18, wide: 1, c: ink{255, 240, 60, 255}}, x+8, y+ch-10, fmt.Sprint(i+1))
		}
	}
	return p
}

// cell is one small picture of a collage.
func cell(r *rand.Rand, w, h int, thing func(float64) *pic) *pic {
	p := newPic(w, h)
	fw, fh := p.size()
	wide := fw * between(r, 0.52, 0.92)
	wide = min(max(wide, 78), 200)
	t := thing(wide)
	if t.aspect() < 1 {
		wide *= 0.7
	}
	wide = min(wide, fh*0.9*t.aspect())
	q := quad(fw/2+spread(r, fw*0.03), fh/2+spread(r, fh*0.1), wide, t.aspect(), spread(r, 0.12), spread(r, 0.12), spread(r, 0.1))
	switch r.IntN(4) {
	case 0: // with a face
		room(r, p)
		who := newPerson(r, chance(r, 0.5))
		s := fw * between(r, 0.36, 0.46)
		p.over(func(b *board) { who.draw(b, fw*between(r, 0.4, 0.6), s*0.8, s) })
		p.face = true
		q = quad(fw/2+spread(r, fw*0.05), fh-wide/t.aspect()*0.62, wide, t.aspect(), spread(r, 0.12), spread(r, 0.1), 0)
		hold(r, p, t, q, who, wide*0.12)
	case 1:
		p.box(drift(r, ink{238, 238, 236, 255}, 12), 0, 0, fw, fh)
		p.place(t, q)
	default:
		ground(r, p)
		p.shadow(0.4, 4, moved(q, 1, 3)...)
		p.place(t, q)
	}
	return p
}

// strewn lies in loose rows, cards a little over each other.
func strewn(r *rand.Rand, thing func(float64) *pic) *pic {
	w, h := canvas(r, 640, 1200, chance(r, 0.5))
	p := newPic(int(w), int(h))
	ground(r, p)
	size := between(r, 110, 200)
	across, down := max(2, int(w/(size*1.1))), max(2, int(h/(size*0.85)))
	down = min(down, 5)
	for i := range across * down {
		if chance(r, 0.2) {
			continue
		}
		x, y := (float64(i%across)+0.5)/float64(across)*w, (float64(i/across)+0.5)/float64(down)*h
		t := thing(size)
		wide := size
		if t.aspect() < 1 {
			wide *= 0.7
		}
		q := quad(x+spread(r, size*0.14), y+spread(r, size*0.1), wide, t.aspect(), spread(r, 0.5), 0, 0)
		p.shadow(0.35, 5, moved(q, 2, 4)...)
		p.place(t, q)
	}
	return p
}

// inChat shows a picture as a message.
func inChat(r *rand.Rand, p *pic) *pic {
	w, h := p.size()
	wide := w / between(r, 0.72, 0.9)
	tall := max(h+wide*0.6, wide*between(r, 1.3, 1.7))
	out := newPic(int(wide), int(tall))
	chatBackground(r, out)
	x, y := wide-w-wide*0.04, wide*0.3
	if chance(r, 0.5) {
		x = wide * 0.04
	}
	e := wide * 0.012
	out.round(pick(r, ink{220, 248, 198, 255}, ink{255, 255, 255, 255}), x-e, y-e, x+w+e, y+h+wide*0.07, e*2)
	out.place(p, [4]point(rect(x, y, x+w, y+h)))
	text := pen{face: regular, em: wide * 0.034, wide: 1, c: ink{30, 30, 30, 255}}
	out.text(text, x, y+h+wide*0.045, pick(r, "ready kak", "masih ada stok", "minat chat ya", "ini datanya"))
	return out
}

func chatBackground(r *rand.Rand, p *pic) {
	w, h := p.size()
	p.box(pick(r, ink{236, 229, 221, 255}, ink{226, 236, 244, 255}, ink{22, 30, 36, 255}), 0, 0, w, h)
	bar := pick(r, ink{18, 140, 126, 255}, ink{80, 130, 190, 255}, ink{32, 44, 52, 255})
	p.box(bar, 0, 0, w, w*0.2)
	p.oval(ink{200, 200, 200, 255}, w*0.12, w*0.13, w*0.045, w*0.045, 0)
	p.text(pen{face: medium, em: w * 0.042, wide: 1, c: ink{255, 255, 255, 255}}, w*0.2, w*0.145, pick(r, "Grup Jual Beli", "Admin Toko", "Info Warga", "Mas Teguh"))
	p.bars(r, ink{245, 245, 245, 255})
}

// screen is a picture shown by a device: as a screenshot, or photographed with the device about it.
func screen(r *rand.Rand, thing func(float64) *pic) *pic {
	inner := compose(r, pick(r, trial.Tight, trial.Scan, trial.Table, trial.Hand), thing)
	if long := float64(max(inner.Rect.Dx(), inner.Rect.Dy())); long > 820 {
		inner = inner.scaled(820 / long)
	}
	switch r.IntN(5) {
	case 0:
		return inPhone(r, inner)
	case 1:
		return inChat(r, inner)
	case 2:
		return inBrowser(r, inner)
	}
	if chance(r, 0.5) {
		inner = inBrowser(r, inner)
	} else if chance(r, 0.5) {
		inner = inPhone(r, inner)
	}
	return photographed(r, inner)
}

// photographed is a device seen by a camera: a bezel, an angle, moire.
func photographed(r *rand.Rand, inner *pic) *pic {
	iw, ih := inner.size()
	rim := min(iw, ih) * between(r, 0.03, 0.08)
	device := newPic(int(iw+2*rim), int(ih+2*rim*between(r, 1, 1.6)))
	dw, dh := device.size()
	device.box(drift(r, pick(r, ink{18, 18, 20, 255}, ink{180, 182, 186, 255}), 8), 0, 0, dw, dh)
	device.place(inner, [4]point(rect(rim, rim, rim+iw, rim+ih)))
	w, h := canvas(r, 760, 1300, dh > dw)
	p := newPic(int(w), int(h))
	if chance(r, 0.5) {
		ground(r, p)
	} else {
		room(r, p)
	}
	wide := min(w*between(r, 0.8, 1.08), h*dw/dh*between(r, 0.84, 1.08))
	q := quad(w/2, h/2, wide, dw/dh, spread(r, 0.06), spread(r, 0.12), spread(r, 0.12))
	p.shadow(0.5, 14, moved(q, 4, 10)...)
	p.place(device, q)
	fx, fy, a, b := between(r, 0.05, 0.4), between(r, 0.05, 0.4), between(r, 2, 9), between(r, 0.5, 3)
	blue := between(r, 1, 1.1)
	back := lensTo(q)
	back = back.inverse()
	p.each(func(x, y int, r, g, bl float64) (float64, float64, float64) {
		u, v := back.at(float64(x), float64(y))
		if u < 0.02 || u > 0.98 || v < 0.02 || v > 0.98 {
			return r, g, bl
		}
		t := a*math.Sin(float64(x)*fx+float64(y)*fy+6*u*v) + b*float64(2*(y&1)-1)
		return r + t, g - t*0.7, bl*blue + t*0.5
	})
	return p
}

// inBrowser shows a picture on a page: an address, a heading, text beside it.
func inBrowser(r *rand.Rand, p *pic) *pic {
	w, h := p.size()
	wide, tall := w*between(r, 1.15, 1.9), h*between(r, 1.25, 1.6)
	out := newPic(int(wide), int(tall))
	s := wide * 0.022
	back, text := ink{255, 255, 255, 255}, ink{40, 44, 50, 255}
	if chance(r, 0.25) {
		back, text = ink{30, 32, 38, 255}, ink{220, 222, 226, 255}
	}
	out.box(back, 0, 0, wide, tall)
	out.box(mix(back, ink{128, 128, 134, 255}, 0.3), 0, 0, wide, s*2.4)
	out.round(back, s*5, s*0.5, wide*0.7, s*1.9, s*0.6)
	line := pen{face: regular, em: s, wide: 1, c: text}
	out.text(line, s*6, s*1.5, "forum-niaga.example/topik")
	line.face, line.em = bold, s*1.5
	x, y := wide*0.04, tall-h-s
	y = max(s*5.5, y*between(r, 0.6, 1))
	out.text(line, x, s*4.6, pick(r, "Jual beli bebas", "Album kiriman", "Lowongan dan info", "Dokumen masuk"))
	out.place(p, [4]point(rect(x, y, x+w, y+h)))
	line.face, line.em = regular, s
	for i := range int(h / s / 2) {
		if left := wide - x - w - 2*s; left > 5*s {
			out.within(line, x+w+s, y+s*(1+2*float64(i)), left, babble(r, 1+int(left/s/4)))
		}
	}
	return out
}
