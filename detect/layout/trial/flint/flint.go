// Package flint draws documents and their look-alikes in a further, independent hand. It is there to check what recognition
// learned from the others: it varies as one careful author's faithful cards do (data, print, wear, two or three looks of a tax
// card) and was drawn from what is known of the documents alone. The scenes around its drawings are pen's.
//
// Coarse, at most 640 pixels wide, with numbers that belong to nobody and faces made of ellipses.
package flint

import (
	"math/rand/v2"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
)

// A Flint is a trial.Generator. It keeps no state between shots and is safe for concurrent use.
type Flint struct{ scenes *pen.Pen }

var _ trial.Generator = (*Flint)(nil)

// New returns a generator that puts flint's drawings into pen's scenes.
func New() trial.Generator {
	return &Flint{pen.With(pen.Hand{Document: placed, Card: Card, Page: Page})}
}

// Positive draws a document in a scene; both may be empty for any.
func (f *Flint) Positive(r *rand.Rand, document, scene string) trial.Shot {
	return f.scenes.Positive(r, document, scene)
}

// Negative draws look-alikes in scenes, and scenes with none.
func (f *Flint) Negative(r *rand.Rand) trial.Shot { return f.scenes.Negative(r) }

// Layouts are the names that Document knows.
var Layouts = []string{"ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023"}

// placed draws a document for a place that is about so many pixels wide: finer than that, for scenes are seen through lenses.
func placed(r *rand.Rand, layout string, width float64) pen.Flat {
	least := 320.0
	if layout == "kk" || layout == "kk-2020" {
		least = 480
	}
	return Document(r, layout, max(least, width*1.2))
}

// Document draws a layout from the front, width pixels wide but never above 640. Corners of cards are clear.
func Document(r *rand.Rand, layout string, width float64) pen.Flat {
	var f pen.Flat
	var number, face [4]float64
	page := layout == "kk" || layout == "kk-2020"
	p := newPlate(r, cardWide, cardHigh, width)
	switch layout {
	case "kk", "kk-2020":
		p = newPlate(r, pageWide, pageHigh, width)
		number = p.family(layout == "kk-2020")
	case "ktp":
		number, face = p.identity()
	case "ktp-old":
		number, face = p.paperIdentity()
	case "npwp":
		number = p.taxCard()
	default:
		number = p.newTaxCard()
	}
	p.worn(page)
	if !page {
		p.cut(between(r, 2.4, 3.6))
	}
	f.Image, f.Number, f.Face = p.RGBA, p.shares(number), p.shares(face)
	return f
}
