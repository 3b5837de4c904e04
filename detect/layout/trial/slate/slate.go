// Package slate draws pictures in which documents appear, and pictures of things like them, by itself: it shares neither
// drawings nor scenes with the other hands. Only tests import it.
package slate

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Generator draws; it keeps nothing between two pictures.
type Generator struct{}

// New returns a generator.
func New() Generator { return Generator{} }

var documents = []string{trial.KTP, trial.KK, trial.NPWP}

// Layouts are the looks of documents that the package draws.
var layouts = map[string]func(r *rand.Rand, px float64) *pic{
	"ktp":       ktp,
	"ktp-old":   ktpOld,
	"kk":        func(r *rand.Rand, px float64) *pic { return family(r, px, false) },
	"kk-2020":   func(r *rand.Rand, px float64) *pic { return family(r, px, true) },
	"npwp":      npwpOld,
	"npwp-2023": npwpNew,
}

func draw1(r *rand.Rand, document string, px float64) *pic {
	name := document
	switch old := chance(r, 0.45); {
	case document == trial.KTP && old && chance(r, 0.45):
		name = "ktp-old"
	case document == trial.KK && old:
		name = "kk-2020"
	case document == trial.NPWP && old:
		name = "npwp-2023"
	}
	return layouts[name](r, px)
}

// Positive draws a document in a scene.
func (Generator) Positive(r *rand.Rand, document, scene string) trial.Shot {
	if document == "" {
		document = pick(r, documents...)
	}
	if scene == "" {
		scene = pick(r, scenes...)
	}
	for range 20 { // until none is too small to be seen
		first := true
		s := shoot(r, scene, func(px float64) *pic {
			other := document
			if !first && chance(r, 0.25) {
				other = pick(r, documents...)
			}
			first = false
			return draw1(r, other, px)
		})
		if fits(s.Cards, document) {
			s.Name = fmt.Sprintf("slate-%s-%s-%08x", s.Cards[0].Layout, scene, r.Uint32())
			return s
		}
	}
	panic("slate: no " + document + " fits " + scene) // a mistake of this package
}

// fits reports whether all documents are large enough and the wanted one is seen.
func fits(cards []trial.Card, document string) bool {
	seen := false
	for _, c := range cards {
		if c.Width() < leastWidth {
			return false
		}
		seen = seen || c.Document == document && c.Hidden < 0.6
	}
	return seen
}

const leastWidth = 60 // pixels

// Negative draws a look-alike in the same scenes, or a picture of something else.
func (Generator) Negative(r *rand.Rand) trial.Shot {
	kind := pick(r, kinds...)
	scene, thing := pick(r, scenes...), func(px float64) *pic { return alike[kind](r, px) }
	switch kind {
	case "selfie":
		scene = trial.Tight
	case "collage":
		scene = kind
		some := pick(r, kinds...)
		thing = func(px float64) *pic {
			if chance(r, 0.6) {
				some = pick(r, kinds...)
			}
			return alike[some](r, px)
		}
	case "selfie-holding":
		scene = trial.Selfie
	case "chat", "webpage":
		scene = pick(r, trial.Tight, trial.Tight, trial.Screen)
	case "poster", "product", "packaging":
		scene = pick(r, trial.Tight, trial.Table, trial.Hand, trial.Collage)
	}
	s := shoot(r, scene, thing)
	s.Name = fmt.Sprintf("slate-none-%s-%s-%08x", kind, scene, r.Uint32())
	s.Scene = kind
	return s
}

// shoot composes a scene of things, spoils it, and tells the truth about what is left. A photograph on a card is no face shown.
func shoot(r *rand.Rand, scene string, thing func(px float64) *pic) trial.Shot {
	p := compose(r, scene, thing)
	return finish(r, p, scene)
}

func finish(r *rand.Rand, p *pic, scene string) trial.Shot {
	return finishWithin(r, p, scene, 400, 1600)
}

// finishWithin brings a picture to a size between two that are seen on the web.
func finishWithin(r *rand.Rand, p *pic, scene string, least, most float64) trial.Shot {
	p, done := spoil(r, p, scene)
	if long := float64(max(p.Rect.Dx(), p.Rect.Dy())); long > most {
		p = p.scaled(most / long)
	} else if long < least {
		p = p.scaled(least / long)
	}
	p, done = turned(r, p, scene, done)
	s := trial.Shot{Scene: scene, Width: p.Rect.Dx(), Height: p.Rect.Dy(), Face: p.face, Distortions: done}
	s.Cards = p.truth()
	var out bytes.Buffer
	if chance(r, 0.06) {
		if err := png.Encode(&out, p.RGBA); err != nil {
			panic("slate: " + err.Error()) // memory takes all
		}
		s.Data = out.Bytes()
		return s
	}
	quality := 30 + r.IntN(61)
	if quality < 70 {
		s.Distortions = append(s.Distortions, fmt.Sprintf("jpeg%d", quality/10*10))
	}
	if err := jpeg.Encode(&out, p.RGBA, &jpeg.Options{Quality: quality}); err != nil {
		panic("slate: " + err.Error())
	}
	s.Data = out.Bytes()
	return s
}

// truth counts what of each document is seen. One of which next to nothing is left is not shown.
func (p *pic) truth() (cards []trial.Card) {
	seen := make([]int, 256)
	for _, m := range p.mask.Pix {
		seen[m]++
	}
	for i, c := range p.cards {
		area := 0.0
		for k, a := range c.Quad {
			z := c.Quad[(k+1)%4]
			area += (a[0]*z[1] - z[0]*a[1]) / 2
		}
		if c.Hidden = 1 - float64(seen[i+1])/math.Abs(area); c.Hidden < 0.01 {
			c.Hidden = 0
		}
		if c.Hidden < 0.9 {
			cards = append(cards, c)
		}
	}
	return cards
}
