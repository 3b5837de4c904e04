// Package trial says what drawn pictures show, so that finders of documents can be measured on them. Generators by several authors
// draw such pictures: trial/brush and trial/loom to measure with and nothing else, all others to learn from. Tests alone use it.
//
// Nothing here can be printed as a document: cards are drawn coarsely, at most 640 pixels wide, with invented data, and live in
// memory only. What is written to disk to be looked at carries SPECIMEN.
package trial

import "math/rand/v2"

// Documents, and the layouts that they come in.
const (
	KTP  = "ktp"
	KK   = "kk"
	NPWP = "npwp"
)

// Scenes in which a document may stand. Generators may add scenes of their own.
const (
	Scan    = "scan"    // on a scanner's bed, margins around it
	Tight   = "tight"   // cropped to the document
	Table   = "table"   // photographed on a table, from an angle
	Selfie  = "selfie"  // held beside or below a face
	Hand    = "hand"    // held in a hand, no face
	Collage = "collage" // several in a grid or strewn, perhaps a screenshot of a gallery
	Screen  = "screen"  // a screenshot or a photograph of a screen that shows it
	Sheet   = "sheet"   // copies on a sheet of paper, perhaps grey
)

// A Shot is an encoded picture with the truth about it.
type Shot struct {
	Name        string   // unique in a set; tells what was drawn
	Scene       string   // one of the scenes; for a picture without a document the kind of thing that it shows
	Distortions []string // what was done to it: "blur", "glare", "mosaic", "jpeg30", "resize50", "watermark", "grey", ...
	Data        []byte   // JPEG, PNG or WebP
	Width       int      // as displayed
	Height      int
	Cards       []Card // every document of ours that it shows; empty: a negative
	Face        bool   // a face is shown, be it drawn or photographed
}

// Selfie reports whether it shows a face with a document held beside it.
func (s *Shot) Selfie() bool { return s.Face && len(s.Cards) > 0 && s.Scene == Selfie }

// A Card is a document in a picture.
type Card struct {
	Document string        // KTP, KK or NPWP
	Layout   string        // which look of it, the generator's own word: "ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023", ...
	Quad     [4][2]float64 // corners in displayed pixels, clockwise from the document's own top left; beyond the frame where it is cut
	Hidden   float64       // share that fingers, boxes or the frame hide
}

// Width returns the mean length of the upper and lower edge in pixels.
func (c *Card) Width() float64 { return (dist(c.Quad[0], c.Quad[1]) + dist(c.Quad[3], c.Quad[2])) / 2 }

// A Generator draws shots. The same source of chance gives the same picture.
type Generator interface {
	// Positive draws a document in a scene; both may be empty for any.
	Positive(r *rand.Rand, document, scene string) Shot
	// Negative draws a picture that shows no document of ours, however like one: cards of banks, schools and clubs, forms,
	// tables, posters, rooms, faces, web pages.
	Negative(r *rand.Rand) Shot
}
