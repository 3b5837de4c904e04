package flint

import "math/rand/v2"

// Numbers returns a population number and a tax number as cards show them.
func Numbers(r *rand.Rand) (nik, tax string) { return somebody(r).nik, taxNumber(r) }
