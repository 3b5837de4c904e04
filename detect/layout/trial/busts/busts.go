// Package busts draws people by lot: faces of many drawing styles, and things that stand where a face might, with documents,
// with other things or with nothing held beside them. It is there to teach what a face with a document is, whoever draws it.
// Documents are those of the other hands. Only tests import it.
package busts

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
)

// Generator draws; it keeps nothing between two pictures.
type Generator struct{}

// New returns a generator.
func New() Generator { return Generator{} }

// Sizes in pixels: of the long side of a picture, and how wide the narrowest document is.
const least, most, leastWidth = 320, 900, 60

// Positive draws a document beside a face in trial.Selfie, and in any other scene one in a hand without a face, as trial.Hand.
func (Generator) Positive(r *rand.Rand, document, scene string) trial.Shot {
	if document == "" {
		document = pick(r, trial.KTP, trial.KTP, trial.KK, trial.NPWP)
	}
	if scene == "" {
		scene = pick(r, trial.Selfie, trial.Hand)
	}
	if scene != trial.Selfie {
		scene = trial.Hand
	}
	for range 60 { // until it is seen
		s := shoot(r, document, scene == trial.Selfie)
		if len(s.Cards) > 0 && s.Cards[0].Document == document && s.Cards[0].Hidden < 0.6 && s.Cards[0].Width() >= leastWidth {
			s.Name = fmt.Sprintf("busts-%s-%s-%08x", s.Cards[0].Layout, scene, r.Uint32())
			return s
		}
	}
	panic("busts: no " + document + " fits " + scene) // a mistake of this package
}

// What pictures without a document show.
var kinds = []string{"person", "person", "people", "person-phone", "person-hand", "room", "room-bankcard", "room-phone", "room-thing"}

// Negative draws people without any document, and rooms with things or with other cards in a hand.
func (Generator) Negative(r *rand.Rand) trial.Shot {
	kind := pick(r, kinds...)
	s := shoot(r, kind, kind[0] == 'p')
	s.Name = fmt.Sprintf("busts-none-%s-%08x", kind, r.Uint32())
	return s
}

// drawn is a document by one of the hands.
func drawn(r *rand.Rand, document string, px float64) slate.Flat {
	layout := document
	if chance(r, 0.4) {
		layout = map[string]string{trial.KTP: "ktp-old", trial.KK: "kk-2020", trial.NPWP: "npwp-2023"}[document]
	}
	px = min(max(px*1.1, 160), 640)
	switch r.IntN(4) {
	case 0:
		return slate.Document(r, layout, px)
	case 1:
		return slate.Of(pen.Card(r, layout, px), document, layout, [4]float64{}, [4]float64{})
	case 2:
		f := dice.Document(r, layout, px)
		return slate.Of(f.Image, document, layout, f.Number, f.Face)
	}
	f := flint.Document(r, layout, px)
	return slate.Of(f.Image, document, layout, f.Number, f.Face)
}

// other is what is held in place of a document; "" is a bare hand.
func other(r *rand.Rand, kind string, px float64) (slate.Flat, bool) {
	switch kind {
	case "room-bankcard":
		return slate.Lookalike(r, "bankcard", px), true
	case "person-phone", "room-phone":
		m := image.NewRGBA(image.Rect(0, 0, 110, 220))
		b := onto(m)
		b.fill(drift(r, pick(r, black, white, anyInk(r)), 20), shape{55, 110, 12, 0, 0, 0, 0}.ring(55, 110, 1))
		if chance(r, 0.5) { // its screen
			b.box(drift(r, pick(r, black, white, anyInk(r)), 20), 6, 14, 104, 206)
		} else {
			for i := range 1 + r.IntN(3) {
				b.oval(mix(anyInk(r), black, 0.5), 25, 25+24*float64(i), 10, 10)
			}
		}
		return slate.Of(m, "", "", [4]float64{}, [4]float64{}), true
	}
	return slate.Flat{}, false
}

// A plan is where a head stands and where beside it the middle of what is held.
type plan struct {
	x, y, head, turn float64
	cx, cy, wide     float64
}

// newPlan looks for places until what is held leaves the eyes free.
func newPlan(r *rand.Rand, w, h, aspect, lo, hi float64) plan {
	for {
		p := plan{head: h * (0.12 + 0.53*math.Pow(r.Float64(), 1.3)), turn: spread(r, 0.35) * r.Float64()}
		if p.head > w {
			continue
		}
		p.x, p.y = w*between(r, 0.12, 0.88), h*between(r, 0.1, 0.68)
		p.wide = max(p.head*between(r, lo, hi), leastWidth*1.1)
		high := p.wide / aspect
		side := math.Copysign(1, w/2-p.x+spread(r, w*0.2))
		switch r.IntN(8) {
		case 0, 1, 2: // beside
			p.cx, p.cy = p.x+side*(p.head*0.4+p.wide*between(r, 0.4, 0.6)), p.y+p.head*between(r, -0.4, 0.8)
		case 3, 4: // below
			p.cx, p.cy = p.x+spread(r, p.head*0.5), p.y+p.head*between(r, 0.5, 0.8)+high*0.5
		case 5, 6: // before mouth and chin
			p.cx, p.cy = p.x+spread(r, p.head*0.4), p.y+p.head*between(r, 0.14, 0.5)+high*0.5
		default: // before the brow
			p.cx, p.cy = p.x+spread(r, p.head*0.2), p.y-p.head*between(r, 0.24, 0.5)-high*0.5
		}
		over := math.Min(p.cx+p.wide/2, p.x+p.head*0.33) - math.Max(p.cx-p.wide/2, p.x-p.head*0.33)
		down := math.Min(p.cy+high/2, p.y+p.head*0.12) - math.Max(p.cy-high/2, p.y-p.head*0.2)
		if over > p.head*0.15 && down > p.head*0.03 || p.wide > w*0.9 || p.y-p.head*0.25 < 0 || p.y+p.head*0.3 > h {
			continue // the eyes are hidden or cut
		}
		if p.cx-p.wide*0.4 < 0 || p.cx+p.wide*0.4 > w || p.cy-high*0.4 < 0 || p.cy+high*0.42 > h {
			continue
		}
		return p
	}
}

// shoot draws a picture of what is held before a person or before what is none.
func shoot(r *rand.Rand, what string, face bool) trial.Shot {
	for {
		if c, scene, ok := compose(r, what, face); ok {
			return c.Finish(r, scene, face, least, most)
		}
	}
}

// seen reports whether most of a face's features are not hidden by layers or by what is held.
func seen(face brush, c *slate.Canvas, layers ...*image.RGBA) bool {
	const n = 12
	free := 0
	for i := range n * n {
		p := face.px(point{(float64(i%n)/(n-1) - 0.5) * 0.5, float64(i/n)/(n-1)*0.5 - 0.2})
		at := image.Pt(int(p[0]), int(p[1]))
		hidden := !at.In(face.Rect) || c.Covered(at.X, at.Y)
		for _, l := range layers {
			hidden = hidden || l.RGBAAt(at.X, at.Y).A > 100
		}
		if !hidden {
			free++
		}
	}
	return free > n*n*7/10
}

// compose fails where hands hide a face.
func compose(r *rand.Rand, what string, face bool) (c *slate.Canvas, scene string, ok bool) {
	long := 360 + (most-360)*math.Pow(r.Float64(), 1.6)
	w, h := long*pick(r, 0.5625, 0.75, 0.75, 0.6667, 0.8, 1), long
	if chance(r, 0.3) {
		w, h = h, w
	}
	c = slate.NewCanvas(int(w), int(h))
	if chance(r, 0.6) { // out of focus
		far := image.NewRGBA(image.Rect(0, 0, int(w)/2, int(h)/2))
		room(r, far)
		draw.ApproxBiLinear.Scale(c.Image(), c.Image().Rect, far, far.Rect, draw.Src, nil)
		c.Soften(1 + r.IntN(6))
	} else {
		room(r, c.Image())
	}
	isDocument := what == trial.KTP || what == trial.KK || what == trial.NPWP
	aspect, lo, hi := 1.586, 0.35, 1.4
	switch what {
	case trial.KK:
		aspect, lo, hi = 1.42, 0.7, 2
	case "person-phone", "room-phone":
		aspect, lo, hi = 0.5, 0.25, 0.5
	}
	p := newPlan(r, w, h, aspect, lo, hi)
	skin := someSkin(r)
	layer := image.NewRGBA(c.Image().Rect)
	b := onto(layer)
	head := b.moved(p.x, p.y, p.head, p.turn)
	if face && (what == "people" || chance(r, 0.12)) {
		for range 1 + r.IntN(2) {
			newPerson(r, b.moved(p.x+pick(r, -1.0, 1)*p.head*between(r, 0.9, 1.6), p.y+spread(r, p.head*0.4), p.head*between(r, 0.5, 1), spread(r, 0.2)), someSkin(r)).draw(faced)
		}
		c.Over(layer) // whose clothes do not colour another's face
		layer = image.NewRGBA(layer.Rect)
		head.RGBA = layer
	}
	switch {
	case face:
		newPerson(r, head, skin).draw(faced)
		c.Over(layer)
	case chance(r, 0.12): // whose head is above the frame
		newPerson(r, b.moved(p.x, -p.head*between(r, 0.55, 0.8), p.head, 0), skin).draw(blank)
		c.Over(layer)
	case what != "room" && chance(r, 0.85):
		if chance(r, 0.35) {
			newPerson(r, head, skin).body()
		}
		c.Over(layer)
		layer = image.NewRGBA(layer.Rect)
		head.RGBA = layer
		confuse(r, c, head)
		c.Over(layer)
	}
	n := max(0, r.IntN(5)-2)
	if chance(r, 0.3) { // as soft as a photograph of little light
		n = int(p.head * between(r, 0.004, 0.016))
	}
	if n > 0 {
		c.Soften(n)
	}
	var thing slate.Flat
	isThing := true
	if isDocument {
		thing = drawn(r, what, p.wide)
	} else {
		thing, isThing = other(r, what, p.wide)
	}
	if isThing || what == "person-hand" {
		if isThing {
			aspect = thing.Aspect()
		}
		turn := spread(r, 0.3) * r.Float64()
		if chance(r, 0.04) {
			turn += math.Pi / 2
		}
		q := slate.Quad(p.cx, p.cy, p.wide, aspect, turn, spread(r, 0.18), spread(r, 0.18))
		if chance(r, 0.2) { // another's hand
			skin = someSkin(r)
		}
		g := newGrip(r, skin, (p.head*0.09+p.wide*0.06)*between(r, 0.7, 1.3))
		back, front := image.NewRGBA(layer.Rect), image.NewRGBA(layer.Rect)
		g.behind(onto(back), q, h)
		c.Over(back)
		if isThing {
			c.Place(thing, q, between(r, 0, 0.5))
			g.before(onto(front), q)
			c.Over(front)
		}
		if face && !seen(head, c, back, front) {
			return nil, "", false
		}
	}
	scene = what
	if isDocument {
		scene = trial.Hand
		if face {
			scene = trial.Selfie
		}
	}
	return c, scene, true
}
