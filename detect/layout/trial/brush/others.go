package brush

import (
	"math/rand/v2"
	"strings"

	"ronda/detect/layout/trial"
)

// negative draws a picture without a document of ours and says what it shows. Half are hard: cards and pages in the scenes
// in which ours stand.
func negative(r *rand.Rand, most float64) (view, string) {
	if chance(r, 0.5) {
		next, kind := supply(otherCard), "card"
		if chance(r, 0.4) {
			next, kind = otherPage, "page"
		}
		name := one(r, sceneNames...)
		w, h := size(r, name, most)
		return sceneOf(name)(r, w, h, next), "other " + kind + ", " + name
	}
	kinds := []struct {
		name string
		draw func(*rand.Rand, int, int) view
	}{
		{"face", people},
		{"face", people},
		{"person holding", holding},
		{"person holding", holding},
		{"room", roomView},
		{"landscape", landscapeView},
		{"product", product},
		{"product", product},
		{"box", plainBox},
		{"box", plainBox},
		{"card reader", reader},
		{"web page", webPage},
		{"chat", chat},
		{"collage", mixture},
	}
	k := kinds[r.IntN(len(kinds))]
	w, h := size(r, one(r, trial.Table, trial.Selfie), most)
	return k.draw(r, w, h), k.name
}

func people(r *rand.Rand, w, h int) view {
	f := newFrame(w, h, 1)
	f.backdrop(r)
	n := 1 + r.IntN(3)
	for i := range n {
		l := newLook(r, chance(r, 0.5))
		s := float64(min(w, h)) * within(r, 0.12, 0.24) / (1 + 0.3*float64(n-1))
		f.head(&l, float64(w)*(float64(i)+0.5+within(r, -0.15, 0.15))/float64(n), max(1.5*s, float64(h)*within(r, 0.3, 0.5)), s)
	}
	v := f.view(r, newDevelop(r, false))
	v.face = true
	return v
}

// holding shows a person with a telephone, a book, a bank card, a paper.
func holding(r *rand.Rand, w, h int) view {
	return selfie(r, w, h, func(r *rand.Rand, width int) *art {
		switch r.IntN(4) {
		case 0:
			return telephone(r)
		case 1:
			return book(r)
		case 2:
			return otherCard(r, width)
		}
		return otherPage(r, width)
	})
}

func telephone(r *rand.Rand) *art {
	a := &art{board: newBoard(180, 370, hsv(within(r, 0, 360), within(r, 0, 0.4), within(r, 0.05, 0.9))), corner: 0.12}
	if chance(r, 0.5) { // its back
		for k := range 3 {
			a.ellipse(35, 40+40*float64(k), 16, 16, black)
		}
		return a
	}
	a.rect(8, 14, 164, 342, hsv(within(r, 0, 360), within(r, 0, 0.5), within(r, 0.2, 1)))
	for k := range 24 {
		a.round(18+38*float64(k%4), 40+48*float64(k/4), 28, 28, 6, anyInk(r))
	}
	return a
}

func book(r *rand.Rand) *art {
	c := anyInk(r)
	a := &art{board: newBoard(300, int(300*within(r, 1.2, 1.5)), c)}
	a.blend(0, 0, a.w, a.h, c, anyInk(r), true)
	f := anyFace(r)
	a.centred(f.in(bold), a.w/2, a.h*0.25, a.w*0.13, a.w*0.85, readable(c), strings.ToUpper(words(r, 2)))
	a.ellipse(a.w/2, a.h*0.55, a.w*0.25, a.w*0.25, anyInk(r))
	a.centred(f, a.w/2, a.h*0.92, a.w*0.07, a.w*0.85, readable(c), somebody(r).name)
	return a
}

func roomView(r *rand.Rand, w, h int) view {
	f := newFrame(w, h, 1)
	f.scenery(r, room(r, w/2, h/2))
	return f.view(r, newDevelop(r, false))
}

func landscapeView(r *rand.Rand, w, h int) view {
	f := newFrame(w, h, 1)
	f.scenery(r, landscape(r, w/2, h/2))
	return f.view(r, newDevelop(r, false))
}

// onGround puts flat or boxy things on a table, each side of a box shaded for itself.
func onGround(r *rand.Rand, w, h int, things []*art, share, height float64) view {
	f := newFrame(w, h, within(r, 0.8, 1.6))
	for i, a := range things {
		k := min(float64(w)/float64(len(things)), float64(h)*a.aspect()) * share
		p := f.place(float64(w)*(float64(i)+0.5)/float64(len(things)), float64(h)*within(r, 0.42, 0.58), k, a.aspect(), degrees(r, 35), degrees(r, 25), degrees(r, 25))
		if i == 0 {
			f.lay(p, ground(r))
			f.clutter(r, p, k/150)
		}
		if height > 0 {
			n := p.along.cross(p.down)
			up := n.times(-height / n.dot(n) * p.down.dot(p.down))
			side := &art{board: newBoard(100, 40, a.at(0.5, 0.99, 0.6))}
			foot := pose{p.mid.plus(p.down.times(0.5)).plus(up.times(0.5)), p.along, up.times(-1)}
			f.shade(p, 0.03, 0.03, 0.5)
			f.put(r, side, foot, 0, nil)
			p.mid = p.mid.plus(up)
		}
		f.put(r, a, p, 0.3, lamp(r, 0.2))
	}
	return f.view(r, newDevelop(r, false))
}

// at reads a darkened colour off the board.
func (b *board) at(u, v, k float64) ink {
	c := b.img.RGBAAt(int(u*(b.w-1)), int(v*(b.h-1)))
	return mix(black, ink{c.R, c.G, c.B, 255}, k)
}

func product(r *rand.Rand, w, h int) view {
	var things []*art
	for range 1 + r.IntN(2) {
		c := anyInk(r)
		a := &art{board: newBoard(400, int(400/within(r, 0.6, 1.8)), c), corner: within(r, 0, 0.08)}
		f := anyFace(r)
		a.fill(alpha(anyInk(r), 0.8), arc(nil, a.w*within(r, 0, 1), a.h*within(r, 0, 1), a.w*0.5, a.h*0.3, 0, 6.3))
		a.centred(f.in(bold), a.w/2, a.h*0.3, a.w*0.13, a.w*0.9, readable(c), strings.ToUpper(words(r, 1)))
		for i := range 2 + r.IntN(6) {
			a.fit(f, a.w*0.08, a.h*(0.45+0.06*float64(i)), a.h*0.045, a.w*0.93, readable(c), words(r, 5))
		}
		if chance(r, 0.5) {
			a.bars(r, a.w*0.6, a.h*0.82, a.w*0.3, a.h*0.12)
		}
		things = append(things, a)
	}
	return onGround(r, w, h, things, within(r, 0.4, 0.85), within(r, 0.05, 0.5))
}

// plainBox is a box or a blank card in the colours of our documents.
func plainBox(r *rand.Rand, w, h int) view {
	c := one(r, hsv(within(r, 190, 215), within(r, 0.12, 0.5), within(r, 0.75, 0.97)), hsv(within(r, 44, 56), within(r, 0.12, 0.5), 0.96), white)
	a := newCard(r, "", 400, c)
	if chance(r, 0.6) {
		a.waves(r, alpha(mix(c, black, 0.3), 0.3), 15)
	}
	if chance(r, 0.5) {
		a.rect(a.w*within(r, 0.05, 0.7), a.h*0.25, a.w*0.22, a.h*0.5, anyInk(r))
	}
	if chance(r, 0.4) {
		a.centred(face{font: bold, narrow: 1}, a.w/2, a.h*0.2, a.h*0.1, a.w*0.8, black, words(r, 2))
	}
	height := 0.0
	if chance(r, 0.5) {
		height = within(r, 0.1, 0.4)
	}
	return onGround(r, w, h, []*art{a}, within(r, 0.4, 0.85), height)
}

func reader(r *rand.Rand, w, h int) view {
	c := hsv(within(r, 0, 360), within(r, 0, 0.2), one(r, 0.12, 0.2, 0.9))
	a := &art{board: newBoard(420, 300, c), corner: 0.06}
	a.round(120, 20, 180, 60, 6, mix(c, black, 0.5))
	a.rect(60, 150, 300, 12, black)
	a.round(80, 30, 260, 128, 8, mix(anyInk(r), white, 0.5)) // a blank card in the slot
	a.ellipse(210, 240, 8, 8, ink{60, 230, 90, 255})
	a.text(face{font: bold, narrow: 1}, 130, 205, 26, readable(c), "e-KTP READER")
	return onGround(r, w, h, []*art{a}, within(r, 0.45, 0.8), 0.15)
}

func webPage(r *rand.Rand, w, h int) view {
	b := newBoard(w, h, one(r, white, ink{245, 246, 250, 255}))
	c, f := anyInk(r), face{font: one(r, sans, medium), narrow: 1}
	s := max(9, b.w*within(r, 0.014, 0.024))
	b.rect(0, 0, b.w, s*3, c)
	b.text(f.in(bold), s, s*2, s*1.4, readable(c), words(r, 3))
	y := s * 5
	for y < b.h {
		switch r.IntN(4) {
		case 0:
			y = b.grid(r, f, s, y, b.w-2*s, s*1.7, []string{"No", "Nama", "Alamat", "Jumlah", "Tanggal"}[:3+r.IntN(3)], 3+r.IntN(6))
		case 1:
			for k := range 3 {
				x := s + (b.w-s)*float64(k)/3
				b.round(x, y, (b.w-s)/3-s, s*9, s*0.4, mix(anyInk(r), white, 0.3))
				b.fit(f, x, y+s*10.3, s, x+(b.w-s)/3-s, black, words(r, 4))
			}
			y += s * 11
		case 2:
			b.rect(s, y, b.w*within(r, 0.3, 0.8), s*10, mix(anyInk(r), white, 0.3))
			y += s * 10
		default:
			for range 3 + r.IntN(7) {
				b.fit(f, s, y, s, b.w-s, black, words(r, 14))
				y += s * 1.6
			}
		}
		y += s * 2.5
	}
	return view{img: b.img}
}

func chat(r *rand.Rand, w, h int) view {
	if w > h {
		w, h = h, w
	}
	b := newBoard(w, h, one(r, ink{230, 221, 212, 255}, white, ink{12, 20, 26, 255}))
	s := b.w * 0.035
	b.rect(0, 0, b.w, s*5, ink{7, 94, 84, 255})
	b.bubbles(r, face{font: sans, narrow: 1}, s, s*6, black)
	return view{img: b.img}
}

// mixture is a collage of pictures of all kinds, none with ours.
func mixture(r *rand.Rand, w, h int) view {
	cols, lines, gap := 2+r.IntN(2), 2+r.IntN(2), r.IntN(12)
	b := newBoard(w, h, one(r, white, black))
	out := view{img: b.img}
	cw, ch := (w-gap*(cols+1))/cols, (h-gap*(lines+1))/lines
	draws := []func(*rand.Rand, int, int) view{people, holding, roomView, landscapeView, product, plainBox, reader, webPage}
	for i := range cols * lines {
		v := draws[r.IntN(len(draws))](r, cw, ch)
		v.cover(cw, ch)
		v.into(b, gap+(i%cols)*(cw+gap), gap+(i/cols)*(ch+gap))
		out.face = out.face || v.face
	}
	return out
}
