package layout

import (
	"image"

	"ronda/detect/picture"
)

// SelfieOf is the last step of Recognise.
func (r *Recogniser) SelfieOf(p *picture.Picture, matches []Match, tiles []image.Rectangle) bool {
	return r.selfie(p, matches, tiles)
}
