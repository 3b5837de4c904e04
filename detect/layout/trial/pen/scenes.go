package pen

import (
	"image/color"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// cardWidth chooses a width that a card may have in a picture.
func cardWidth(r *rand.Rand, s *stage, aspect, lo, hi float64) float64 {
	w := min(s.fw(), s.fh()*aspect) * between(r, lo, hi)
	return max(60, min(widest, w))
}

// scan is a document on a scanner's bed.
func (p *Pen) scan(r *rand.Rand, layout string, size [2]int) *stage {
	bed := vary(r, hex(pick[uint32](r, 0xffffff, 0xf6f6f4, 0xe9e9e6, 0xd0d0d0, 0x1a1a1a, 0xc8ccd0)), 4)
	long := min(1400, max(size[0], size[1]))
	w, h := long, int(float64(long)/pick(r, pageAspect, 1.33, 1.58))
	if isCard(layout) && chance(r, 0.5) {
		w, h = h, w
	}
	s := newStage(r, w, h, bed)
	if bed.R < 250 {
		s.textured(bed, 3, 0.2)
	}
	aspect := aspectOf(layout)
	cw := cardWidth(r, s, aspect, 0.45, 0.97)
	half := pt{cw / 2, cw / aspect / 2}
	at := pose{x: between(r, half[0], max(half[0], s.fw()-half[0])), y: between(r, half[1], max(half[1], s.fh()-half[1])), w: cw, roll: r.NormFloat64() * 0.03}
	if at.x > s.fw()-half[0] {
		at.x = s.fw() / 2
	}
	if at.y > s.fh()-half[1] {
		at.y = s.fh() / 2
	}
	s.put(p.draw(r, layout, cw), at.corners(aspect), between(r, 0, 0.8))
	if chance(r, 0.3) {
		s.specks(60)
	}
	if chance(r, 0.2) {
		s.grey(1)
		s.marks = append(s.marks, "grey")
	}
	return s
}

// tight is cropped to the document, a little beyond its edges or a little within.
func (p *Pen) tight(r *rand.Rand, layout string, size [2]int) *stage {
	aspect := aspectOf(layout)
	cw := max(110, min(widest, float64(max(size[0], size[1]))*between(r, 0.4, 0.8)))
	s := newStage(r, int(cw*between(r, 0.96, 1.06)), int(cw/aspect*between(r, 0.96, 1.06)), hex(0))
	s.ground(p.photos)
	at := tilted(r, pose{x: s.fw()/2 + between(r, -0.01, 0.01)*cw, y: s.fh()/2 + between(r, -0.01, 0.01)*cw, w: cw}, 0.02, 0.07)
	s.put(p.draw(r, layout, cw), at.corners(aspect), 0.5)
	s.light(between(r, 0, 0.25))
	return s
}

// table is a document photographed from an angle, at times among others.
func (p *Pen) table(r *rand.Rand, layout string, size [2]int) *stage {
	s := newStage(r, size[0], size[1], hex(0))
	s.ground(p.photos)
	if chance(r, 0.5) {
		s.clutter(1 + r.IntN(5))
	}
	roll := 0.25
	if chance(r, 0.15) {
		roll = 1.5
	}
	aspect := aspectOf(layout)
	cw := cardWidth(r, s, aspect, 0.28, 0.88)
	inner := func(full, need float64) float64 { return full/2 + between(r, -0.5, 0.5)*max(0, full-need)*0.9 }
	at := tilted(r, pose{x: inner(s.fw(), cw), y: inner(s.fh(), cw/aspect), w: cw}, roll, 0.5)
	first := at.corners(aspect)
	if chance(r, 0.12) { // another document beside it
		second := pick(r, ktpNow, kkBlue, npwpOld, kkWhite, npwpNow)
		q := tilted(r, pose{x: at.x + between(r, -0.3, 0.3)*cw, y: at.y + pick(r, -1.0, 1)*cw/aspect*1.25, w: cw}, 0.3, 0.3).corners(aspectOf(second))
		if !crosses(first, q) {
			s.put(p.draw(r, second, cw), q, between(r, 0.3, 1))
		}
	}
	s.put(p.draw(r, layout, cw), first, between(r, 0.3, 1.2))
	s.light(between(r, 0.1, 0.55))
	if chance(r, 0.25) {
		s.photographer()
	}
	return s
}

// crosses reports whether two quads may overlap.
func crosses(a, b quad) bool {
	return trial.IoU(a, b) > 0
}

// photographer throws the shadow of whoever takes the picture.
func (s *stage) photographer() {
	x, y := between(s.r, 0.1, 0.9)*s.fw(), s.fh()*between(s.r, 0.8, 1.2)
	s.glow(x, y, s.fw()*between(s.r, 0.4, 0.9), s.fh()*between(s.r, 0.4, 0.8), hex(0x0c0a08), between(s.r, 0.25, 0.6))
}

// portraitSize turns a size upright, as selfies are.
func portraitSize(r *rand.Rand, size [2]int) [2]int {
	if size[0] > size[1] && chance(r, 0.85) {
		return [2]int{size[1], size[0]}
	}
	return size
}

// selfie is a person with a document in the hand.
func (p *Pen) selfie(r *rand.Rand, layout string, size [2]int) *stage {
	size = portraitSize(r, size)
	s := newStage(r, size[0], size[1], hex(0))
	l, x, y, f := s.person(r)
	aspect := aspectOf(layout)
	scale := between(r, 1.35, 2.6)
	if !isCard(layout) {
		scale = between(r, 2.4, 3.6)
	}
	cw := max(60, min(widest, s.fw()*0.92, f*scale))
	// A card that covers eyes and nose leaves no selfie: it is made to fit below them, as far as it stays wide enough.
	cw = max(60, min(cw, (s.fh()-y-f*0.6)*aspect))
	at := pose{w: cw}
	room := max(x, s.fw()-x) - f*l.wide // beside the face
	switch k := r.IntN(4); {
	case k == 0 && cw < room*1.15:
		at.x, at.y = x+math.Copysign(f*l.wide+cw*0.42, s.fw()/2-x), y+f*between(r, -0.2, 0.8)
	case k == 1: // over the chin
		at.x, at.y = x+between(r, -0.3, 0.3)*f, y+f*0.95+cw/aspect*0.5
	default: // over the chest
		at.x, at.y = x+between(r, -0.9, 0.9)*f, y+f*between(r, 1.2, 1.9)+cw/aspect*0.5
	}
	at.x = max(cw*0.46, min(s.fw()-cw*0.46, at.x))
	at.y = max(cw/aspect*0.5, min(s.fh()-cw/aspect*0.5, at.y))
	s.held(p.draw(r, layout, cw), tilted(r, at, 0.22, 0.35), l.skin)
	s.light(between(r, 0.05, 0.4))
	return s
}

// person draws somebody in a room and returns how he looks, the middle of the face and half its height.
func (s *stage) person(r *rand.Rand) (l look, x, y, f float64) {
	s.room()
	f = min(s.fw(), s.fh()*0.8) * between(r, 0.14, 0.24)
	x, y = s.fw()*between(r, 0.32, 0.68), s.fh()*between(r, 0.22, 0.38)
	y = max(y, f*1.3)
	l = someLook(r, chance(r, 0.5))
	l.mask = chance(r, 0.04)
	s.bust(x, y, f, l)
	s.face = true
	return l, x, y, f
}

// held puts a document into a hand: palm and fingertips behind, thumb or fingers before an edge.
func (s *stage) held(d *document, at pose, skin color.RGBA) {
	s.heldThing(d, at, d.aspect(), skin)
}

func (s *stage) heldThing(d *document, at pose, aspect float64, skin color.RGBA) {
	q := at.corners(aspect)
	grips := s.grips(q, skin)
	for _, g := range grips {
		elbow := pt{g.at[0] - g.inward[0]*g.size*14 + between(s.r, -6, 6)*g.size, s.fh() + g.size*6}
		if s.face && chance(s.r, 0.7) { // arms come from beside the body, not through the chin
			elbow[0] = s.fw()/2 + math.Copysign(s.fw()*between(s.r, 0.3, 0.6), g.at[0]-s.fw()/2)
		}
		g.behind(s.canvas, elbow)
	}
	s.put(d, q, between(s.r, 0, 0.6))
	for _, g := range grips {
		fingers, reach := 1, between(s.r, 1.2, 4)
		if chance(s.r, 0.2) {
			fingers, reach = 2+s.r.IntN(3), between(s.r, 0.6, 2.4)
		}
		for _, covers := range g.before(s.canvas, fingers, reach) {
			s.hide(covers)
		}
	}
}

// grips chooses where hands hold a card: at its lower edge, a side, both sides, a corner.
func (s *stage) grips(q quad, skin color.RGBA) []grip {
	r := s.r
	m := toQuad(q)
	w := quadWidth(q)
	size := w * between(r, 0.045, 0.075)
	if q := w / min(s.fw(), s.fh()); q > 0.7 || w > 500 {
		size *= 0.75
	}
	edge := func(a, b [2]float64) grip {
		from, to := m.at(a[0], a[1]), m.at(b[0], b[1])
		mid := m.at(0.5, 0.5)
		d := math.Hypot(to[0]-from[0], to[1]-from[1])
		along := pt{(to[0] - from[0]) / d, (to[1] - from[1]) / d}
		in := pt{-along[1], along[0]}
		t := between(r, 0.2, 0.8)
		at := pt{from[0] + (to[0]-from[0])*t, from[1] + (to[1]-from[1])*t}
		if in[0]*(mid[0]-at[0])+in[1]*(mid[1]-at[1]) < 0 {
			in = pt{-in[0], -in[1]}
		}
		return grip{at: at, along: along, inward: in, size: size, skin: skin}
	}
	lower, left, right := edge([2]float64{0, 1}, [2]float64{1, 1}), edge([2]float64{0, 0.3}, [2]float64{0, 1}), edge([2]float64{1, 0.3}, [2]float64{1, 1})
	switch r.IntN(6) {
	case 0:
		return []grip{left}
	case 1:
		return []grip{right}
	case 2:
		return []grip{left, right}
	default:
		return []grip{lower}
	}
}

// hand is a document in a hand before a ground.
func (p *Pen) hand(r *rand.Rand, layout string, size [2]int) *stage {
	s := newStage(r, size[0], size[1], hex(0))
	if chance(r, 0.5) {
		s.room()
	} else {
		s.ground(p.photos)
	}
	aspect := aspectOf(layout)
	cw := cardWidth(r, s, aspect, 0.35, 0.8)
	at := tilted(r, pose{x: s.fw() * between(r, 0.42, 0.58), y: s.fh() * between(r, 0.38, 0.55), w: cw}, 0.3, 0.4)
	s.held(p.draw(r, layout, cw), at, vary(r, hex(pick(r, skins...)), 8))
	s.light(between(r, 0.05, 0.45))
	return s
}
