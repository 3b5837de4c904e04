package pen

import (
	"image/color"
	"math/rand/v2"
	"slices"

	"ronda/detect/layout/trial"
)

// A Point is a place on a card that nothing hides; Left tells its half.
type Point struct {
	X, Y float64
	Left bool
}

// Marked draws a scene with markers in place of documents, magenta on the left and green on the right, and changes its
// geometry only. It returns the visible points of the markers; none where colours were lost.
func Marked(r *rand.Rand, layout, scene string) (trial.Shot, []Point) {
	p := &Pen{draw: func(r *rand.Rand, layout string, width float64) *document {
		d := &document{kind: kindOf(layout), layout: layout}
		w := int(min(widest, max(100, width)))
		d.canvas = newCanvas(r, w, int(float64(w)/d.aspect()+0.5), color.RGBA{255, 0, 255, 255})
		d.rect(box{d.fw() / 2, 0, d.fw(), d.fh()}, color.RGBA{0, 255, 0, 255}, 1)
		return d
	}}
	s := p.scene(r, scene, layout, [2]int{400, 520})
	for _, change := range []func(s *stage) string{(*stage).smaller, (*stage).cropped, (*stage).mirrored, (*stage).turned, (*stage).exif, (*stage).phone} {
		if chance(r, 0.4) {
			change(s)
		}
	}
	s.quality = 95
	var points []Point
	for _, c := range s.cards {
		if c.Document == other {
			continue
		}
		m := toQuad(c.Quad)
		for k, h := range c.hidden {
			u, v := (float64(k%grid)+0.5)/grid, (float64(k/grid)+0.5)/grid
			q := m.at(u, v)
			if !h && q[0] > 1 && q[1] > 1 && q[0] < s.fw()-1 && q[1] < s.fh()-1 {
				points = append(points, Point{q[0], q[1], u < 0.5})
			}
		}
	}
	if slices.Contains(s.marks, "grey") {
		points = nil
	}
	return s.shot(scene, scene), points
}

// Small draws pictures that are quick to draw, as tests under the race detector need them; an empty scene gives a negative.
func Small(r *rand.Rand, kind, scene string) trial.Shot {
	size := pick(r, [2]int{420, 320}, [2]int{360, 480})
	if scene == "" {
		return New().negative(r, size)
	}
	return New().positive(r, kind, scene, size)
}

// Numbers returns the identifiers of somebody invented.
func Numbers(r *rand.Rand) (nik, kk, npwp, npwp16, telephone string) {
	p := somebody(r)
	return p.nik, p.kk, p.npwp, p.npwp16, phone(r)
}

// KindsOfOthers tells how many kinds of things negatives show.
func KindsOfOthers() int {
	names := map[string]bool{"bank card": true, "bare card": true, "collage": true, "screenshot": true, "photographed screen": true, "book": true, "telephone": true, "card reader": true, "wallet": true}
	for _, k := range cardKinds {
		names[k.name] = true
	}
	for _, n := range negatives {
		names[n.name] = true
	}
	return len(names)
}
