package pen

import (
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Negative draws a picture that shows no document of ours.
func (p *Pen) Negative(r *rand.Rand) trial.Shot {
	size := pictureSize(r)
	k := r.IntN(len(negatives))
	s := newStage(r, size[0], size[1], hex(0))
	scene := negatives[k].draw(p, s)
	s.distort(between3(r))
	s.cards = nil
	if scene == "" {
		scene = negatives[k].name
	}
	return s.shot("none-"+scene, scene)
}

type negative struct {
	name string
	draw func(p *Pen, s *stage) string // may name it more closely
}

var negatives = []negative{
	{"empty table", func(p *Pen, s *stage) string { s.ground(p.photos); s.clutter(3); s.light(0.3); return "" }},
	{"selfie", func(_ *Pen, s *stage) string { s.person(s.r); s.light(0.2); return "" }},
	{"", func(p *Pen, s *stage) string { s.ground(p.photos); defer s.light(0.3); return s.layOther(false) }},
	{"", func(p *Pen, s *stage) string { s.ground(p.photos); defer s.light(0.3); return s.layOther(false) }},
	{"", func(_ *Pen, s *stage) string { s.room(); defer s.light(0.3); return s.layOther(true) }},
}
