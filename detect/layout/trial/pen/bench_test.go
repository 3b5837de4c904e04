package pen_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/layout/trial/pen"
)

// BenchmarkShots tells what a shot costs; half of them are negatives.
func BenchmarkShots(b *testing.B) {
	p := pen.New()
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		p.Positive(r, "", "")
		p.Negative(r)
	}
}
