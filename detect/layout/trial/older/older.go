// Package older draws documents after the approximate geometry of public descriptions, and what is like them; its sketches are of the
// layouts that descriptions leave most open. It is the hand that the first layouts were learned from. Tests alone use it.
//
// Coarse drawings, at most 680 pixels wide, of invented data, most with SPECIMEN burnt in; nothing is written to disk.
package older

import (
	"image"
	"maps"
	"math/rand/v2"
	"slices"
)

// Layouts are those that Document draws, Sketches those that Sketch does.
var (
	Layouts  = []string{"ktp", "kk", "kk-2020", "npwp"}
	Sketches = []string{"ktp-old", "npwp", "npwp-2023"}
)

// Document draws a document straight from the front, with nothing around it.
func Document(r *rand.Rand, layout string) image.Image {
	hd := anyHand(r)
	switch layout {
	case "ktp":
		return drawKTP(r, hd)
	case "npwp":
		return drawNPWP(r, hd)
	}
	return drawKK(r, hd, layout == "kk-2020")
}

// Sketch draws a document whose parts stand anywhere that descriptions allow.
func Sketch(r *rand.Rand, layout string) image.Image {
	hd := anyHand(r)
	if layout == "ktp-old" {
		return sketchOldKTP(r, hd)
	}
	return sketchTax(r, hd, layout == "npwp-2023")
}

// Other draws a picture that shows no document of ours.
func Other(r *rand.Rand) image.Image {
	makers := negatives()
	names := slices.Sorted(maps.Keys(makers))
	names = append(names, "student card", "member card", "invoice", "timetable", "form", "student card") // the closest more often
	n := names[r.IntN(len(names))]
	return makers[n](r, anyHand(r))
}
