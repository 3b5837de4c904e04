// Package troupe draws settings by several authors who did not see each other's: people who hold a document, hands, sheets of copies,
// screens and tables. Documents, and what is like them, are those of the other hands. It is there to teach what surrounds documents,
// whoever draws it. Tests alone use it.
package troupe

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/guild"
	"ronda/detect/layout/trial/marble"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/layout/trial/troupe/elok"
	"ronda/detect/layout/trial/troupe/farid"
	"ronda/detect/layout/trial/troupe/gita"
)

// A setting draws a picture and places in it what show returns: another thing of the same kind whenever it is called, about so
// many pixels wide. It places one, or several where the scene asks for it.
type setting = func(r *rand.Rand, show func(wide float64) slate.Flat) *slate.Canvas

// authors are settings by scene.
var authors = []map[string]setting{elok.Settings, farid.Settings, gita.Settings}

// Generator draws; it keeps nothing between two pictures.
type Generator struct{}

// New returns a generator.
func New() Generator { return Generator{} }

// Sizes in pixels: of the long side of a picture, and how wide the narrowest document is.
const least, most, leastWidth = 320, 960, 60

var scenes = []string{trial.Selfie, trial.Hand, trial.Sheet, trial.Screen, trial.Table}

// Positive draws a document in a scene; scenes that the troupe does not know become hands.
func (Generator) Positive(r *rand.Rand, document, scene string) trial.Shot {
	if document == "" {
		document = []string{trial.KTP, trial.KK, trial.NPWP}[r.IntN(3)]
	}
	if scene == "" {
		scene = scenes[r.IntN(len(scenes))]
	}
	for range 60 { // until it is seen
		s := shoot(r, scene, func(wide float64) slate.Flat { return shown(r, document, wide) })
		if len(s.Cards) > 0 && s.Cards[0].Hidden < 0.6 && s.Cards[0].Width() >= leastWidth {
			s.Name = fmt.Sprintf("troupe-%s-%s-%08x", s.Cards[0].Layout, s.Scene, r.Uint32())
			return s
		}
	}
	panic("troupe: no " + document + " fits " + scene) // a mistake of this package
}

// Negative draws the same settings with cards and pages that are none of ours.
func (Generator) Negative(r *rand.Rand) trial.Shot {
	scene := scenes[r.IntN(len(scenes))]
	s := shoot(r, scene, func(wide float64) slate.Flat { return other(r, wide) })
	s.Scene = "other-" + s.Scene
	s.Name = fmt.Sprintf("troupe-none-%s-%08x", scene, r.Uint32())
	return s
}

func shoot(r *rand.Rand, scene string, show func(wide float64) slate.Flat) trial.Shot {
	if !slices.Contains(scenes, scene) {
		scene = trial.Hand
	}
	draw := authors[r.IntN(len(authors))][scene]
	return draw(r, show).Finish(r, scene, scene == trial.Selfie, least, most)
}

// shown is a document by one of the hands.
func shown(r *rand.Rand, document string, wide float64) slate.Flat {
	layout := document
	if r.IntN(5) < 2 {
		layout = map[string]string{trial.KTP: "ktp-old", trial.KK: "kk-2020", trial.NPWP: "npwp-2023"}[document]
	}
	wide = min(max(wide*1.1, 160), 640)
	of := func(f pen.Flat) slate.Flat { return slate.Of(f.Image, document, layout, f.Number, f.Face) }
	hands := 5
	if document == trial.NPWP {
		hands = 8 // whose look varies most
	}
	switch r.IntN(hands) {
	case 0:
		return slate.Document(r, layout, wide)
	case 1:
		return of(pen.Flat{Image: pen.Card(r, layout, wide)})
	case 2:
		return of(dice.Document(r, layout, wide))
	case 3:
		return of(flint.Document(r, layout, wide))
	case 4:
		return of(pen.Flat{Image: chalk.Card(r, layout, wide)})
	}
	return of(pen.Flat{Image: guild.Tax(r, layout, int(max(wide, 320)))})
}

// other is a card or a page that is none of ours.
func other(r *rand.Rand, wide float64) slate.Flat {
	wide = min(max(wide*1.1, 160), 640)
	of := func(f pen.Flat) slate.Flat { return slate.Of(f.Image, "", "", [4]float64{}, [4]float64{}) }
	switch r.IntN(7) {
	case 0:
		return slate.Lookalike(r, []string{"bankcard", "student", "licence", "member", "employee", "bluebox", "health", "business"}[r.IntN(8)], wide)
	case 1, 2:
		return of(pen.Flat{Image: guild.Other(r, int(max(wide, 320)))})
	case 3:
		return of(flint.Card(r, wide))
	case 4:
		return of(marble.Page(r))
	}
	return of(marble.Card(r, wide))
}
