// Package guild draws fronts of cards by several authors who did not see each other's: tax cards as each imagines them, and cards that
// are like them. A document of which every office printed its own look is learned from many hands or not at all. Tests alone use it.
//
// Coarse, at most 640 pixels wide, with numbers that belong to nobody.
package guild

import (
	"image"
	"math/rand/v2"
)

// A Drawing draws a card's front, lying, some pixels wide, without anything around it; corners may be clear.
type Drawing func(r *rand.Rand, wide int) *image.RGBA

// An author's drawings.
type author struct {
	tax, newTax Drawing   // NPWP of before and of today
	others      []Drawing // what is like them and is none
}

var authors []author

// Tax draws a tax card by an author chosen by lot, of before ("npwp") or of today ("npwp-2023").
func Tax(r *rand.Rand, layout string, wide int) *image.RGBA {
	a := authors[r.IntN(len(authors))]
	if layout == "npwp-2023" {
		return a.newTax(r, wide)
	}
	return a.tax(r, wide)
}

// Other draws a card that is no tax card.
func Other(r *rand.Rand, wide int) *image.RGBA {
	a := authors[r.IntN(len(authors))]
	return a.others[r.IntN(len(a.others))](r, wide)
}
