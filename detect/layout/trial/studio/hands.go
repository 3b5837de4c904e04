package studio

import (
	"image"
	"math/rand/v2"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/brush"
	"ronda/detect/layout/trial/busts"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/guild"
	"ronda/detect/layout/trial/loom"
	"ronda/detect/layout/trial/marble"
	"ronda/detect/layout/trial/older"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/layout/trial/troupe"
)

// Fronts are a hand's documents, and what is like them, seen from the front with nothing around them.
type Fronts struct {
	Number   uint8 // before each of its samples; fronts are drawn in this order, after all scenes
	Layouts  []string
	Document func(r *rand.Rand, layout string) image.Image
	Other    func(r *rand.Rand) image.Image // nil: none
}

// Scenes are pictures that a hand's generator draws from a seed.
type Scenes struct {
	Name   string // of their file of samples, which none but those for the networks has
	Number uint8  // before each of its samples; scenes are drawn in this order
	Seed   uint64
	trial.Counts
}

// A Hand is somebody who draws, what it draws, and what is learned from it.
type Hand struct {
	Name   string
	Fronts *Fronts                         // the networks that look at candidates learn from all of them
	draw   func() (trial.Generator, error) // scenes; nil: none

	// HeldOut hands measure: nothing is learned from them, and nobody looks into what they draw.
	HeldOut bool
	// Layouts says that layouts are learned from its fronts, and LayoutScenes are those that they are learned from besides; in
	// LayoutQuiet, which show no document, hardly any may be found.
	Layouts                   bool
	LayoutScenes, LayoutQuiet *Scenes
	// Network are the scenes that the networks which look at candidates learn from. The one that looks closer learns from as many of
	// Closer.
	Network []Scenes
	// Votes are the scenes that the votes on what the networks see are fitted to. No layout was learned from the hands of strangers,
	// so that likenesses are such as strangers' documents have: they alone say how much each fact weighs.
	Votes    *Scenes
	Stranger bool
	// Selfies is how many pictures the network for selfies learns from.
	Selfies int
}

// Hands are all that there are.
var Hands = []Hand{
	{
		Name: "pen", draw: by(func() trial.Generator { return pen.New() }),
		Fronts: &Fronts{
			Number: 2, Layouts: []string{"ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023"},
			Document: func(r *rand.Rand, layout string) image.Image { img, _ := pen.Front(r, layout, 400); return img },
			Other:    func(r *rand.Rand) image.Image { img, _ := pen.Front(r, "", 400); return img },
		},
		Layouts: true, LayoutScenes: scenes(7, 20, 480), LayoutQuiet: scenes(8, 0, 480),
		Network: []Scenes{{"pen-scenes", 0, 7, trial.Counts{Each: 20, Negatives: 480}}, {"pen-others", 6, 12, trial.Counts{Negatives: 600}}},
		Votes:   scenes(8, 0, 480),
		Selfies: 3000,
	},
	{
		Name: "older", Layouts: true,
		Fronts: &Fronts{Number: 3, Layouts: older.Layouts, Document: older.Document, Other: older.Other},
	},
	{
		Name: "sketch", Layouts: true,
		Fronts: &Fronts{Number: 4, Layouts: older.Sketches, Document: older.Sketch},
	},
	{
		Name: "dice",
		Fronts: &Fronts{
			Number: 5, Layouts: dice.Layouts,
			Document: func(r *rand.Rand, layout string) image.Image { return dice.Document(r, layout, 360).Image },
		},
	},
	{
		Name: "marble",
		Fronts: &Fronts{
			Number: 6,
			Other: func(r *rand.Rand) image.Image {
				f := marble.Page(r)
				if r.IntN(8) > 2 {
					f = marble.Card(r, 360)
				}
				return f.Image
			},
		},
	},
	{
		Name: "chalk", draw: by(func() trial.Generator { return chalk.New() }),
		Fronts: &Fronts{
			Number: 8, Layouts: chalk.Layouts,
			Document: func(r *rand.Rand, layout string) image.Image { return chalk.Card(r, layout, 400) },
			Other:    func(r *rand.Rand) image.Image { return chalk.Front(r, 400).Image },
		},
		Layouts: true, LayoutScenes: scenes(5, 6, 160), LayoutQuiet: scenes(6, 0, 160),
		Network: []Scenes{{"chalk-scenes", 1, 5, trial.Counts{Each: 6, Negatives: 160}}},
		Votes:   scenes(6, 0, 160),
	},
	{
		Name: "lots", draw: by(lots),
		Network: []Scenes{{"lots-scenes", 2, 9, trial.Counts{Each: 8, Negatives: 300}}},
		Votes:   scenes(10, 3, 240), Stranger: true,
	},
	{
		Name: "flint", draw: by(flint.New),
		Fronts: &Fronts{
			Number: 7, Layouts: flint.Layouts,
			Document: func(r *rand.Rand, layout string) image.Image { return flint.Document(r, layout, 360).Image },
			Other: func(r *rand.Rand) image.Image {
				f := flint.Page(r)
				if r.IntN(8) > 2 {
					f = flint.Card(r, 360)
				}
				return f.Image
			},
		},
		Network: []Scenes{{"flint-scenes", 3, 3, trial.Counts{Each: 5, Negatives: 240}}},
		Votes:   scenes(4, 4, 300), Stranger: true,
	},
	{
		Name: "slate", draw: by(func() trial.Generator { return slate.New() }),
		Network: []Scenes{{"slate-scenes", 4, 5, trial.Counts{Each: 20, Negatives: 480}}},
		Votes:   scenes(6, 4, 400), Stranger: true,
		Selfies: 1500,
	},
	{
		Name: "guild", draw: by(guilds),
		Fronts: &Fronts{
			Number: 9, Layouts: []string{"npwp", "npwp-2023"},
			Document: func(r *rand.Rand, layout string) image.Image { return guild.Tax(r, layout, 400) },
			Other:    func(r *rand.Rand) image.Image { return guild.Other(r, 400) },
		},
		Network: []Scenes{{"guild-scenes", 5, 11, trial.Counts{Each: 6, Negatives: 240}}},
	},
	{
		Name: "crossed", draw: by(crossed),
		Network: []Scenes{{"crossed-scenes", 7, 13, trial.Counts{Each: 10, Negatives: 300}}},
	},
	{
		Name: "troupe", draw: by(func() trial.Generator { return troupe.New() }),
		Network: []Scenes{{"troupe-scenes", 8, 14, trial.Counts{Each: 24, Negatives: 400}}},
		Selfies: 3000,
	},
	{Name: "busts", draw: by(func() trial.Generator { return busts.New() }), Selfies: 3000},
	{Name: "photographs", draw: photographs, Selfies: 6000},

	{Name: "brush", draw: by(func() trial.Generator { return brush.Generator{} }), HeldOut: true},
	{Name: "loom", draw: by(func() trial.Generator { return loom.New() }), HeldOut: true},
}

func by(g func() trial.Generator) func() (trial.Generator, error) {
	return func() (trial.Generator, error) { return g(), nil }
}

func scenes(seed uint64, each, negatives int) *Scenes {
	return &Scenes{Seed: seed, Counts: trial.Counts{Each: each, Negatives: negatives}}
}
