// Package descriptor says what lies in a quad in a form that layouts are compared in: how strong edges are in each cell of a card,
// closely or at a glance, and a perceptual hash of 256 bits. It knows no layout and no document, and is the only importer of goimagehash. What
// it fills belongs to one goroutine at a time.
package descriptor

import (
	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// Side is the longer side in pixels of the picture that is looked at.
const Side = 640

// Size in pixels of a rectified card, seven for each cell of the edge grid, and of the face with what lies around the card: where
// a candidate is some percent off, the card is found again without sampling the picture anew.
const (
	CardWidth  = 168
	CardHeight = 126
	RimX       = 12
	RimY       = 9
	FaceWidth  = CardWidth + 2*RimX
	FaceHeight = CardHeight + 2*RimY
)

// A Face is the grey front of a card or page and a rim around it, seen straight on and stretched to one size whatever its shape.
type Face [FaceWidth * FaceHeight]uint8

// Rectify samples the front of what lies in a quad. Outside of the picture its border is repeated.
func (f *Face) Rectify(levels quad.Pyramid, q cards.Quad) {
	levels.Sample(q, CardWidth, CardHeight, RimX, RimY, f[:])
}

// Plain reports whether there is too little contrast to compare anything.
func (f *Face) Plain() bool { return Plain(f[:]) }

// Plain reports whether grey pixels have a standard deviation below 4 of 255.
func Plain(pix []uint8) bool {
	var sum, squares uint64
	for _, v := range pix {
		sum += uint64(v)
		squares += uint64(v) * uint64(v)
	}
	n := uint64(len(pix))
	return squares*n-sum*sum < 16*n*n
}

// Upright returns the front of what lies in a quad without its rim, CardWidth by CardHeight pixels, with a turn undone.
func Upright(levels quad.Pyramid, q cards.Quad, t quad.Turn) picture.Plane {
	var f Face
	f.Rectify(levels, q)
	card := picture.NewPlane(CardWidth, CardHeight)
	for y := range CardHeight {
		for x := range CardWidth {
			fromX, fromY := t.Source(x, y, CardWidth, CardHeight)
			card.Pix[y*CardWidth+x] = f[(RimY+fromY)*FaceWidth+RimX+fromX]
		}
	}
	return card
}
