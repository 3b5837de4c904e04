package pen

import (
	"image"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Negative draws a picture that shows no document of ours.
func (p *Pen) Negative(r *rand.Rand) trial.Shot { return p.negative(r, pictureSize(r)) }

func (p *Pen) negative(r *rand.Rand, size [2]int) trial.Shot {
	k := r.IntN(len(negatives) + 3)
	s := newStage(r, size[0], size[1], hex(0xffffff))
	scene := ""
	switch {
	case k < len(negatives):
		if scene = negatives[k].draw(p, s); scene == "" {
			scene = negatives[k].name
		}
	case k == len(negatives):
		scene, s = "collage of others", p.collage(r, "", size)
	case k == len(negatives)+1:
		scene, s = "screenshot", p.screenshot(r, portraitSize(r, size), "")
	default:
		scene, s = "photographed screen", p.photographed(r, p.screenshot(r, portraitSize(r, size), ""), size)
	}
	s.distort(distortionsOf(r))
	return s.shot("none-"+scene, scene)
}

type negative struct {
	name string
	draw func(p *Pen, s *stage) string // may name it more closely
}

// negatives are drawn equally often; those that are closest to ours stand several times.
var negatives []negative

func init() {
	page := func(name string, draw func(r *rand.Rand) *canvas) negative {
		return negative{name, func(p *Pen, s *stage) string {
			c, shown := p.otherPage(s.r, name, draw)
			p.layPage(s, c)
			return shown
		}}
	}
	onTable := negative{"card", func(p *Pen, s *stage) string {
		s.ground(p.photos)
		if chance(s.r, 0.4) {
			s.clutter(3)
		}
		defer s.light(0.35)
		return s.layOther(p, false)
	}}
	negatives = []negative{
		onTable, onTable, onTable,
		{"card in hand", func(p *Pen, s *stage) string { s.room(); defer s.light(0.3); return s.layOther(p, true) }},
		{"tight card", (*Pen).tightOther},
		{"tight card", (*Pen).tightOther},
		{"selfie with another card", (*Pen).selfieWithOther},
		{"selfie with another card", (*Pen).selfieWithOther},
		{"selfie", func(_ *Pen, s *stage) string { s.person(s.r); s.light(0.2); return "" }},
		{"empty table", func(p *Pen, s *stage) string { s.ground(p.photos); s.clutter(s.r.IntN(7)); s.light(0.3); return "" }},
		{"room", func(_ *Pen, s *stage) string { s.room(); s.light(0.3); return "" }},
		page("tables", tabled), page("tables", tabled), page("tables", tabled), page("letter", letter), page("certificate", certificate), page("qr sheet", qrSheet),
		{"poster", (*Pen).posterShown},
		{"web page", func(_ *Pen, s *stage) string { s.webPage(); return "" }},
		{"map", func(_ *Pen, s *stage) string { s.cityMap(); return "" }},
		{"product", func(p *Pen, s *stage) string { defer s.light(0.2); return s.product(p) }},
		{"cards strewn", (*Pen).othersStrewn},
	}
}

// posterShown is a poster as a file, or on a wall.
func (p *Pen) posterShown(s *stage) string {
	c, name := p.otherPage(s.r, "poster", poster)
	if chance(s.r, 0.5) {
		s.RGBA = c.RGBA
		return name
	}
	p.layPage(s, c)
	return name
}

// tightOther is a card that is none of ours and fills the picture.
func (p *Pen) tightOther(s *stage) string {
	w := between(s.r, 200, 620)
	c, name := p.otherCard(s.r, w)
	aspect := c.fw() / c.fh()
	s.RGBA = image.NewRGBA(image.Rect(0, 0, int(w*between(s.r, 0.96, 1.06)), int(w/aspect*between(s.r, 0.96, 1.06))))
	s.ground(p.photos)
	s.put(&document{canvas: c, kind: other}, tilted(s.r, pose{x: s.fw() / 2, y: s.fh() / 2, w: w}, 0.02, 0.07).corners(aspect), 0.5)
	s.light(0.2)
	return name
}

// selfieWithOther holds a book, a telephone, a page or a strange card.
func (p *Pen) selfieWithOther(s *stage) string {
	r := s.r
	l, x, y, f := s.person(r)
	var c *canvas
	name := "book"
	w := f * between(r, 1.3, 2.6)
	switch r.IntN(5) {
	case 0:
		c, w = newCanvas(r, 200, 400, hex(0x0c0d10)), f*0.8
		c.rect(box{8, 14, 192, 386}, hex(pick[uint32](r, 0x203048, 0xe8eef2, 0x4a90c0)), 1)
		name = "telephone"
	case 1:
		c = newCanvas(r, 300, 400, vary(r, hex(pick[uint32](r, 0x2a5a8c, 0x9c2c30, 0xe0d8c0, 0x306848)), 10))
		c.middle(150, 120, pick(r, "NOVEL", "IPA", "MATEMATIKA"), style{face: bold, size: 40, col: hex(0xf0f0f0)})
		c.rect(box{40, 180, 260, 330}, hex(0xd8c8a0), 1)
	case 2:
		c, name = p.otherPage(r, "page", func(r *rand.Rand) *canvas { return pick(r, tabled, letter, certificate)(r) })
	default:
		c, name = p.otherCard(r, w)
	}
	aspect := c.fw() / c.fh()
	at := pose{x: x + between(r, -0.8, 0.8)*f, y: min(s.fh()-w/aspect/2, y+f*between(r, 1.2, 1.8)+w/aspect*0.5), w: min(w, s.fw()*0.9)}
	s.heldThing(&document{canvas: c, kind: other}, tilted(r, at, 0.22, 0.35), aspect, l.skin)
	s.light(0.2)
	return "selfie with " + name
}

func (p *Pen) othersStrewn(s *stage) string {
	s.ground(p.photos)
	n := 2 + s.r.IntN(6)
	w := max(70, min(widest, s.fw()/float64(n)*1.3))
	for range n {
		c, _ := p.otherCard(s.r, w)
		q := tilted(s.r, pose{x: s.r.Float64() * s.fw(), y: s.r.Float64() * s.fh(), w: w}, 1, 0.2).corners(c.fw() / c.fh())
		s.put(&document{canvas: c, kind: other}, q, 0.7)
	}
	s.light(0.3)
	return ""
}
