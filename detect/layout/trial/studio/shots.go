package studio

import (
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// Each draws the shots that trial.Measure draws.
func Each(g trial.Generator, seed uint64, n trial.Counts, use func(*trial.Shot)) {
	trial.Measure(seen{g, use}, seed, n, func([]byte) (trial.Result, error) { return trial.Result{}, nil })
}

// seen hands every shot of a generator on.
type seen struct {
	trial.Generator
	use func(*trial.Shot)
}

func (s seen) Positive(r *rand.Rand, document, scene string) trial.Shot {
	shot := s.Generator.Positive(r, document, scene)
	s.use(&shot)
	return shot
}

func (s seen) Negative(r *rand.Rand) trial.Shot {
	shot := s.Generator.Negative(r)
	s.use(&shot)
	return shot
}
