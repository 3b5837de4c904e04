package brush

import (
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// A supply draws the next flat thing to show: a document of ours, or something that is none. width is what it will cover.
type supply func(r *rand.Rand, width int) *art

// A scene shows flat things in a picture of w by h.
type scene func(r *rand.Rand, w, h int, next supply) view

func sceneOf(name string) scene {
	return map[string]scene{
		trial.Scan: scan, trial.Tight: tight, trial.Table: table, trial.Selfie: selfie, trial.Hand: hand,
		trial.Collage: collage, trial.Screen: screen, trial.Sheet: sheet,
	}[name]
}

var sceneNames = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

// size chooses width and height for a scene; most is the longest side.
func size(r *rand.Rand, name string, most float64) (w, h int) {
	long := 400 * math.Pow(most/400, math.Pow(r.Float64(), 1.5))
	ratio := one(r, 4.0/3, 4.0/3, 16.0/9, 1, 3.0/2)
	switch name {
	case trial.Tight:
		return int(min(long, 1500)), 0 // the height is the document's
	case trial.Selfie, trial.Sheet:
		if chance(r, 0.8) {
			return int(long / ratio), int(long)
		}
	case trial.Scan:
		ratio = one(r, 1.414, 1.414, 4.0/3, 1.1)
	case trial.Screen:
		return int(min(long, 1800) / 2), int(min(long, 1800)) // telephones grow from the width
	case trial.Collage:
		ratio, long = one(r, 1, 4.0/3, 16.0/9), max(min(800, most), min(1500, long))
	}
	if chance(r, 0.4) {
		return int(long / ratio), int(long)
	}
	return int(long), int(long / ratio)
}

func (a *art) aspect() float64 { return a.w / a.h }
func (a *art) page() bool      { return a.aspect() < 1.5 }

func degrees(r *rand.Rand, most float64) float64 { return within(r, -most, most) * math.Pi / 180 }

func scan(r *rand.Rand, w, h int, next supply) view {
	f := newFrame(w, h, 8)
	bed := lit(one(r, white, ink{245, 245, 243, 255}, ink{215, 217, 220, 255}, ink{30, 30, 32, 255}))
	a := next(r, 640)
	roll := degrees(r, 3)
	quarter := 0
	if a.page() != (w > h) && a.page() {
		quarter = one(r, 1, 3)
	} else if chance(r, 0.1) {
		quarter = r.IntN(4)
	}
	roll += float64(quarter) * math.Pi / 2
	bw, bh := a.aspect(), 1.0
	if quarter%2 == 1 {
		bw, bh = bh, bw
	}
	k := min(float64(w)/bw, float64(h)/bh) // the height that just fits
	k *= within(r, 0.5, 0.94)
	if a.page() {
		k = min(float64(w)/bw, float64(h)/bh) * within(r, 0.82, 0.97)
	}
	x := float64(w)/2 + (float64(w)-k*bw)*within(r, -0.4, 0.4)
	y := float64(h)/2 + (float64(h)-k*bh)*within(r, -0.4, 0.4)
	p := f.place(x, y, k*a.aspect(), a.aspect(), 0, 0, roll)
	f.lay(p, func(x, y float64) rgb { return bed.times(float32(0.97 + 0.05*cloud(x, y))) })
	f.put(r, a, p, within(r, 0.05, 0.5), nil)
	return f.view(r, newDevelop(r, true))
}

func tight(r *rand.Rand, w, _ int, next supply) view {
	a := next(r, 640)
	if a.w < a.h {
		w = int(float64(w) * a.aspect())
	}
	h := int(float64(w) / a.aspect() * within(r, 0.96, 1.05))
	f := newFrame(w, h, within(r, 1.2, 3))
	p := f.place(float64(w)*within(r, 0.49, 0.51), float64(h)*within(r, 0.49, 0.51), float64(w)*within(r, 0.95, 1.03), a.aspect(), degrees(r, 4), degrees(r, 4), degrees(r, 1.5))
	f.lay(p, ground(r))
	f.put(r, a, p, within(r, 0, 0.5), lamp(r, 0.12))
	return f.view(r, newDevelop(r, chance(r, 0.4)))
}

// lamp is a reflection, in a share of the shots.
func lamp(r *rand.Rand, share float64) *gloss {
	if !chance(r, share) {
		return nil
	}
	return &gloss{within(r, 0, 1), within(r, 0, 1), within(r, 0.04, 0.3), within(r, 0.05, 0.35), within(r, 0.3, 1.6)}
}

func table(r *rand.Rand, w, h int, next supply) view {
	a := next(r, min(640, max(w, h)))
	f := newFrame(w, h, within(r, 0.8, 1.6))
	room := min(float64(w), float64(h)*a.aspect())
	k := room * within(r, 0.35, 0.8)
	if a.page() {
		k = room * within(r, 0.6, 0.95)
	}
	roll := degrees(r, 22)
	if chance(r, 0.1) {
		roll = degrees(r, 180)
	}
	x, y := float64(w)/2+(float64(w)-k)*within(r, -0.3, 0.3), float64(h)/2+(float64(h)-k/a.aspect())*within(r, -0.3, 0.3)
	p := f.place(x, y, k, a.aspect(), degrees(r, 36), degrees(r, 26), roll)
	f.lay(p, ground(r))
	mm := k / 85.6
	if a.page() {
		mm = k / 297
	}
	f.clutter(r, p, mm)
	f.put(r, a, p, within(r, 0.2, 0.7), lamp(r, 0.25))
	d := newDevelop(r, false)
	v := f.view(r, d)
	return v
}

// clutter strews pens, cups, papers and telephones around.
func (f *frame) clutter(r *rand.Rand, p pose, mm float64) {
	for range r.IntN(5) {
		x, y := within(r, 0, float64(f.w)), within(r, 0, float64(f.h))
		c := lit(hsv(within(r, 0, 360), within(r, 0, 0.7), within(r, 0.1, 0.95)))
		switch r.IntN(4) {
		case 0: // pen
			sn, cs := math.Sincos(within(r, 0, 6.3))
			f.limb(c, 1.5, []pt{{x, y}, {x + cs*130*mm, y + sn*130*mm}}, []float64{4.5 * mm, 4 * mm}, false)
		case 1: // cup from above
			f.limb(rgb{0.7, 0.7, 0.68}, 1.5, []pt{{x, y}, {x + 1, y}}, []float64{40 * mm, 40 * mm}, false)
			f.limb(c.times(0.4), 1.5, []pt{{x, y}, {x + 1, y}}, []float64{34 * mm, 34 * mm}, false)
		case 2: // paper with lines
			b := newBoard(210, 297, white)
			for k := range 22 {
				b.text(face{font: sans, narrow: 1}, 20, 30+float64(k)*11, 8, black, words(r, 5))
			}
			q := f.place(x, y, 210*mm, 210.0/297, 0, 0, degrees(r, 90))
			f.put(r, &art{board: b}, onPlane(p, q), 0.3, nil)
		default: // telephone, box
			b := newBoard(150, 300, ink{20, 20, 25, 255})
			b.rect(6, 10, 138, 280, hsv(within(r, 0, 360), 0.3, within(r, 0.05, 0.6)))
			q := f.place(x, y, 72*mm, 0.5, 0, 0, degrees(r, 90))
			f.put(r, &art{board: b, corner: 0.08}, onPlane(p, q), 0.4, nil)
		}
	}
}

// onPlane tilts a pose like another one.
func onPlane(like, p pose) pose {
	n := like.along.cross(like.down)
	x := like.along.times(1 / math.Sqrt(like.along.dot(like.along)))
	y := n.cross(x)
	y = y.times(1 / math.Sqrt(y.dot(y)))
	lay := func(v vec) vec { return x.times(v[0]).plus(y.times(v[1])) }
	return pose{p.mid, lay(p.along), lay(p.down)}
}

// backdrop is what stands behind people and hands.
func (f *frame) backdrop(r *rand.Rand) {
	w := 60 + r.IntN(240)
	h := max(20, w*f.h/f.w)
	if chance(r, 0.65) {
		f.scenery(r, room(r, w, h))
	} else {
		f.scenery(r, landscape(r, w, h))
	}
}

func hand(r *rand.Rand, w, h int, next supply) view {
	a := next(r, min(640, max(w, h)))
	f := newFrame(w, h, within(r, 0.9, 1.6))
	if chance(r, 0.3) {
		f.lay(f.place(float64(w)/2, float64(h)/2, float64(w)*0.3, 1.5, degrees(r, 30), degrees(r, 20), degrees(r, 90)), ground(r))
	} else {
		f.backdrop(r)
	}
	k := min(float64(w), float64(h)*a.aspect()) * within(r, 0.4, 0.82)
	p := f.place(float64(w)*within(r, 0.42, 0.58), float64(h)*within(r, 0.38, 0.55), k, a.aspect(), degrees(r, 24), degrees(r, 24), degrees(r, 18))
	f.held(r, a, p, newLook(r, true).skin, 0.2)
	return f.view(r, newDevelop(r, false))
}

// held shows an art between a hand's parts.
func (f *frame) held(r *rand.Rand, a *art, p pose, skin rgb, gloss float64) {
	g := newGrip(r, f, p, skin, a.page())
	if a.aspect() < 1 { // a telephone, a portrait page
		g.side, g.mm = one(r, 0, 1, 2), g.mm*within(r, 0.5, 0.8)
	}
	g.behind(f, p)
	f.put(r, a, p, 0, lamp(r, gloss))
	g.front(f, p)
}

func selfie(r *rand.Rand, w, h int, next supply) view {
	f := newFrame(w, h, within(r, 0.9, 1.4))
	f.backdrop(r)
	l := newLook(r, chance(r, 0.5))
	short := float64(min(w, h))
	s := short * within(r, 0.12, 0.21)
	cx, cy := float64(w)*within(r, 0.4, 0.6), max(1.55*s, float64(h)*within(r, 0.26, 0.4))
	a := next(r, min(640, max(w, h)))
	k := s * within(r, 1.5, 2.8)
	if a.page() {
		k = s * within(r, 3, 4.4)
	}
	k = min(k, float64(w)*0.92)
	kh := k / a.aspect()
	x, y := cx+within(r, -1, 1)*s, cy+s*within(r, 1.15, 2)+kh/2
	if !a.page() && chance(r, 0.4) { // beside the face, as is asked for
		side := one(r, -1.0, 1.0)
		cx -= side * s * within(r, 0.4, 1)
		x, y = cx+side*(s*within(r, 1.0, 1.4)+k/2), cy+within(r, -0.5, 1.2)*s
	}
	x, y = max(k*0.42, min(float64(w)-k*0.42, x)), min(float64(h)-kh*0.45, y)
	f.head(&l, cx, cy, s)
	p := f.place(x, y, k, a.aspect(), degrees(r, 18), degrees(r, 22), degrees(r, 14))
	f.held(r, a, p, l.skin, 0.2)
	d := newDevelop(r, false)
	d.slopeX, d.slopeY = d.slopeX*0.5, d.slopeY*0.5
	v := f.view(r, d)
	v.face = true
	return v
}

// screen shows a picture on a display: a screenshot, or the display photographed.
func screen(r *rand.Rand, w, h int, next supply) view {
	inner := one(r, trial.Scan, trial.Table, trial.Hand, trial.Tight, trial.Tight)
	iw := max(300, min(900, w))
	v := sceneOf(inner)(r, iw, iw*3/4, next)
	v.phone(r, max(360, w))
	if chance(r, 0.55) {
		return v
	}
	w, h = max(w, h)*3/4, max(w, h)
	if chance(r, 0.5) {
		w, h = h, w
	}
	f := newFrame(w, h, within(r, 0.9, 1.5))
	if chance(r, 0.5) {
		f.lay(f.place(float64(w)/2, float64(h)/2, float64(w)*0.3, 1.5, degrees(r, 20), degrees(r, 20), degrees(r, 90)), ground(r))
	} else {
		f.backdrop(r)
	}
	aspect := v.w() / v.h()
	k := min(float64(w), float64(h)*aspect) * within(r, 0.8, 1.2)
	p := f.place(float64(w)/2, float64(h)/2, k, aspect, degrees(r, 14), degrees(r, 16), degrees(r, 8))
	bezel := p
	bezel.along, bezel.down = p.along.times(1.07), p.down.times(1.05)
	f.put(r, &art{board: newBoard(100, 200, ink{12, 12, 14, 255}), corner: 0.09}, bezel, 0.4, nil)
	cards := f.show(r, v, p, 0)
	pitch := k * within(r, 0.25, 0.52) // pixels of the display against pixels of the camera
	power := within(r, 0.02, 0.09)
	f.each(p, 0, func(i int, u, v float64) {
		f.px[i] = f.px[i].times(float32(1.1 * (1 + power*math.Sin(6.283*u*pitch) + power*math.Sin(6.283*v*pitch/aspect))))
	})
	out := f.view(r, newDevelop(r, false))
	out.cards, out.face, out.did = cards, v.face, append(append(out.did, v.did...), "moire")
	return out
}

// sheet copies flat things onto paper; some sheets are then photographed.
func sheet(r *rand.Rand, w, h int, next supply) view {
	sw := min(max(w, h), 1400)
	sh := int(float64(sw) / pageAspect)
	if chance(r, 0.85) {
		sw, sh = sh, sw
	}
	f := newFrame(sw, sh, 8)
	page := newBoard(sw/2, sh/2, ink{248, 248, 246, 255})
	f.put(r, &art{board: page}, f.place(float64(sw)/2, float64(sh)/2, float64(sw)*1.02, float64(sw)/float64(sh), 0, 0, 0), 0, nil)
	a := next(r, 640)
	cols, n := 1, one(r, 1, 1, 2, 2, 4, 6)
	k := float64(sw) * within(r, 0.4, 0.75)
	if a.page() {
		n, k = 1, float64(sw)*within(r, 0.7, 0.95)
	} else if n >= 4 || sw > sh {
		cols, k = 2, float64(sw)*within(r, 0.36, 0.45)
	}
	kh := k / a.aspect()
	y := kh*0.5 + float64(sh)*within(r, 0.03, 0.12)
	for i := range n {
		if i > 0 && i%cols == 0 {
			y += kh * within(r, 1.08, 1.3)
		}
		if y+kh*0.5 > float64(sh) {
			break
		}
		x := float64(sw) * (float64(i%cols) + 0.5) / float64(cols)
		if i > 0 && chance(r, 0.8) {
			a = next(r, 640)
		}
		f.put(r, a, f.place(x, y, k, a.aspect(), 0, 0, degrees(r, 1.5)), 0, nil)
	}
	d := newDevelop(r, true)
	copied := chance(r, 0.55)
	if copied {
		d.contrast = within(r, 1.1, 1.5)
	}
	v := f.view(r, d)
	b := onto(v.img)
	if copied {
		b.grey()
		v.note("grey")
	}
	for line := y + kh*0.6; line < b.h*0.95 && chance(r, 0.85); line += b.h * 0.022 {
		b.text(face{font: sans, narrow: 1}, b.w*0.1, line, b.h*0.014, black, words(r, 8))
	}
	if chance(r, 0.5) {
		return v
	}
	g := newFrame(w, h, within(r, 0.9, 1.6))
	aspect := v.w() / v.h()
	p := g.place(float64(w)/2, float64(h)/2, min(float64(w), float64(h)*aspect)*within(r, 0.75, 1.1), aspect, degrees(r, 22), degrees(r, 14), degrees(r, 8))
	g.lay(p, ground(r))
	cards := g.show(r, v, p, 0.4)
	out := g.view(r, newDevelop(r, false))
	out.cards, out.did = cards, append(out.did, v.did...)
	return out
}

// collage shows many: cells in a grid, a gallery's screenshot, or cards strewn over a table.
func collage(r *rand.Rand, w, h int, next supply) view {
	if chance(r, 0.25) {
		return strewn(r, w, h, next)
	}
	cols, lines := 2+r.IntN(3), 1+r.IntN(4)
	gap := r.IntN(14)
	back := one(r, white, black, ink{240, 240, 240, 255}, hsv(within(r, 0, 360), 0.3, 0.8))
	b := newBoard(w, h, back)
	top := 0
	gallery := chance(r, 0.4)
	if gallery {
		top = h / 12
		cols, lines = 3, 3+r.IntN(2)
		b.text(face{font: bold, narrow: 1}, b.w*0.04, float64(top)*0.7, float64(top)*0.4, mix(back, ink{255 - back.R, 255 - back.G, 255 - back.B, 255}, 0.9), words(r, 2))
	}
	cw, ch := (w-gap*(cols+1))/cols, (h-top-gap*(lines+1))/lines
	if gallery {
		ch = min(ch, cw)
	}
	out := view{img: b.img}
	same := one(r, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Scan, "")
	for i := range cols * lines {
		name := same
		if name == "" {
			name = one(r, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Scan)
		}
		v := sceneOf(name)(r, cw, ch, func(r *rand.Rand, width int) *art { return next(r, min(width, 400)) })
		v.cover(cw, ch)
		v.into(b, gap+(i%cols)*(cw+gap), top+gap+(i/cols)*(ch+gap))
		out.cards = append(out.cards, v.cards...)
		out.face = out.face || v.face
		out.did = append(out.did, v.did...)
	}
	return out
}

func strewn(r *rand.Rand, w, h int, next supply) view {
	f := newFrame(w, h, within(r, 0.9, 1.6))
	a := next(r, 400)
	n := 3 + r.IntN(7)
	cols := int(math.Ceil(math.Sqrt(float64(n) * float64(w) / float64(h) / a.aspect())))
	k := float64(w) / float64(cols) * within(r, 0.72, 0.98)
	like := f.place(float64(w)/2, float64(h)/2, k, a.aspect(), degrees(r, 15), degrees(r, 10), 0)
	f.lay(like, ground(r))
	for i := range n {
		if i > 0 {
			a = next(r, 400)
		}
		x := (float64(i%cols) + 0.5 + within(r, -0.1, 0.1)) * float64(w) / float64(cols)
		y := (float64(i/cols) + 0.6 + within(r, -0.1, 0.1)) * k / a.aspect() * 1.15
		roll := degrees(r, 14)
		if chance(r, 0.1) {
			roll += math.Pi
		}
		f.put(r, a, onPlane(like, f.place(x, y, k, a.aspect(), 0, 0, roll)), within(r, 0.2, 0.6), lamp(r, 0.15))
	}
	return f.view(r, newDevelop(r, false))
}
