package chalk

import (
	"image"
	"math/rand/v2"
)

// Others is how many kinds of look-alikes there are.
func Others() int { return 1 }

// Other draws the look-alike of a number.
func Other(r *rand.Rand, i int) image.Image { return other(r, 400).Image }
