package chalk

import (
	"image"
	"math/rand/v2"
)

// Others is how many look-alikes there are; some of them are of one kind.
func Others() int { return len(otherCards) + len(otherPages) }

// Lookalike draws the look-alike of a number and says what it is.
func Lookalike(r *rand.Rand, i int, width float64) (image.Image, string) {
	l := append(append([]likeness{}, otherCards...), otherPages...)[i]
	f := l.flat(r, width)
	return f.Image, f.Name
}

// Numbers are those of somebody invented.
func Numbers(r *rand.Rand) (nik, family, tax string) {
	c := somebody(r)
	return c.nik, c.family, c.tax
}
