package chalk

import (
	"math/rand/v2"

	"ronda/detect/layout/trial/pen"
)

// Front draws a card or page that is none of ours, straight from the front.
func Front(r *rand.Rand, width float64) pen.Flat {
	if r.IntN(8) < 3 {
		return page(r)
	}
	return other(r, width)
}
