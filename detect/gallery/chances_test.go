package gallery

import (
	"math"
	"testing"
)

func TestAtLeast(t *testing.T) {
	for _, c := range []struct {
		n    int
		p    []float64
		want float64
	}{
		{1, nil, 0},
		{1, []float64{0.5}, 0.5},
		{1, []float64{0.5, 0.5}, 0.75},
		{3, []float64{1, 1}, 0},
		{3, []float64{1, 1, 1}, 1},
		{3, []float64{0.5, 0.5, 0.5}, 0.125},
		{2, []float64{0.9, 0.1, 0.5}, 0.9*0.1*0.5 + 0.9*0.1*0.5 + 0.9*0.9*0.5 + 0.1*0.1*0.5},
	} {
		if got := atLeast(c.n, c.p); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("at least %d of %v: %v, want %v", c.n, c.p, got, c.want)
		}
	}
}

func TestDoubted(t *testing.T) {
	for _, w := range []float64{-2, 0, 1.4, 4} {
		if doubted(w, 0) != 0 || math.Abs(doubted(w, 1)-w) > 1e-12 {
			t.Errorf("weight %v: %v where it is not there, %v where it is", w, doubted(w, 0), doubted(w, 1))
		}
		if half := doubted(w, 0.5); math.Abs(half) > math.Abs(w) {
			t.Errorf("weight %v: a doubtful one weighs %v", w, half)
		}
	}
}
