// Package brush draws the pictures with which the recognition of documents is measured. Nobody tunes on them.
//
// Flat things are drawn as shapes (ktp.go, papers.go, othercards.go, otherpages.go), placed in front of a pinhole camera as
// rectangles in space, lit, and developed through lens, sensor noise and tone curve (camera.go, sensor.go); then comes what
// telephones and marketplaces do to a picture (view.go). The truth is carried through every step. All data is invented:
// numbers have unassigned district codes, states and banks do not exist, QR codes hold chance. Documents are drawn at most 640
// pixels wide, and a fifth of them say SPECIMEN.
package brush

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"ronda/detect/layout/trial"
)

// A Generator draws shots. The zero value is ready; it holds no state and is safe for concurrent use.
type Generator struct {
	probe func(*art) // tests paint over the documents to find them again
	plain bool       // tests leave out what changes colours or hides
	most  float64    // tests draw small: the longest side in pixels, 0 for 2400
}

func (g Generator) longest() float64 {
	if g.most > 0 {
		return g.most
	}
	return 2400
}

var _ trial.Generator = Generator{}

// Positive draws a document in a scene; both may be empty for any.
func (g Generator) Positive(r *rand.Rand, doc, scene string) trial.Shot {
	if doc == "" {
		doc = one(r, trial.KTP, trial.KK, trial.NPWP)
	}
	if scene == "" {
		scene = one(r, sceneNames...)
	}
	for {
		w, h := size(r, scene, g.longest())
		v := sceneOf(scene)(r, w, h, g.supply(doc, scene))
		g.edit(r, &v, scene)
		if s := finish(r, &v, scene, g.plain); len(s.Cards) > 0 { // a crop may have lost them all
			s.Name = fmt.Sprintf("%s %s %dx%d %08x", s.Cards[0].Layout, scene, s.Width, s.Height, r.Uint32())
			return s
		}
	}
}

// Negative draws a picture that shows no document of ours.
func (g Generator) Negative(r *rand.Rand) trial.Shot {
	v, kind := negative(r, g.longest())
	g.edit(r, &v, kind)
	s := finish(r, &v, kind, g.plain)
	s.Name = fmt.Sprintf("%s %dx%d %08x", kind, s.Width, s.Height, r.Uint32())
	return s
}

func (g Generator) supply(doc, scene string) supply {
	return func(r *rand.Rand, width int) *art {
		d := doc
		if (scene == trial.Collage || scene == trial.Sheet) && chance(r, 0.12) { // sets are sold together
			d = one(r, trial.KTP, trial.KK, trial.NPWP)
		}
		a := document(r, layoutOf(r, d), width)
		if g.probe != nil {
			g.probe(a)
		}
		return a
	}
}

// edit does to a picture what owners, sellers, telephones and marketplaces do: none to three things.
func (g Generator) edit(r *rand.Rand, v *view, scene string) {
	if !g.plain {
		if chance(r, 0.13) {
			for i := range v.cards {
				v.censor(r, i)
			}
		}
		if chance(r, 0.1) {
			v.watermark(r)
		}
		if chance(r, 0.06) && !slices.Contains(v.did, "grey") {
			onto(v.img).grey()
			v.note("grey")
		}
	}
	if chance(r, 0.1) && scene != trial.Collage && scene != trial.Screen {
		w, h := int(v.w()), int(v.h())
		l, t := int(v.w()*within(r, 0, 0.1)), int(v.h()*within(r, 0, 0.1))
		v.crop(l, t, w-l-int(v.w()*within(r, 0, 0.1)), h-t-int(v.h()*within(r, 0, 0.1)))
		v.note("crop")
	}
	mirrored := 0.04
	if scene == trial.Selfie || scene == "person holding" {
		mirrored = 0.2
	}
	if chance(r, mirrored) {
		v.mirror()
		v.note("mirror")
	}
	if chance(r, 0.07) {
		v.turn(1 + r.IntN(3))
		v.note("turned")
	}
	if chance(r, 0.07) && scene != trial.Screen && scene != "chat" {
		v.phone(r, max(360, min(1000, int(v.w()*0.8))))
	}
	if chance(r, 0.15) && max(v.w(), v.h()) > 700 {
		k := one(r, 0.5, 0.6, 0.7, 0.85)
		v.resize(int(v.w()*k), int(v.h()*k))
		v.note(fmt.Sprintf("resize%d", int(k*100)))
	}
	if long := max(v.w(), v.h()); long < 400 {
		v.resize(int(math.Ceil(v.w()*400/long)), int(math.Ceil(v.h()*400/long)))
	} else if long > 2400 {
		v.resize(int(v.w()*2400/long), int(v.h()*2400/long))
	}
}

// finish encodes the view and writes down its truth. Cards of which less than a third is seen do not count as shown.
func finish(r *rand.Rand, v *view, scene string, plain bool) trial.Shot {
	s := trial.Shot{Scene: scene, Face: v.face, Width: int(v.w()), Height: int(v.h())}
	for _, c := range v.cards {
		hidden := 1 - float64(len(c.seen))/float64(c.total)
		if hidden > 2.0/3 {
			continue
		}
		s.Cards = append(s.Cards, trial.Card{Document: c.art.document, Layout: c.art.layout, Quad: c.quad, Hidden: hidden})
	}
	quality := 30 + int(65*math.Sqrt(r.Float64()))
	if plain {
		quality = 92
	} else if (scene == trial.Screen || scene == "chat" || scene == "web page") && chance(r, 0.3) {
		quality = 0
	}
	switch {
	case quality == 0:
		v.note("png")
	case quality < 50:
		v.note("jpeg30")
	case quality < 70:
		v.note("jpeg50")
	default:
		v.note("jpeg70")
	}
	if quality > 0 && chance(r, 0.05) { // the pixels lie turned, EXIF says how to turn them back
		v.turn(3)
		s.Data = oriented(encode(v.img, quality), 6)
		v.note("exif")
	} else {
		s.Data = encode(v.img, quality)
	}
	slices.Sort(v.did)
	s.Distortions = slices.Compact(v.did)
	return s
}
