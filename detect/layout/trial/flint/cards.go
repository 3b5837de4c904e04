package flint

import (
	"math/rand/v2"

	"ronda/detect/layout/trial/pen"
)

func Card(r *rand.Rand, width float64) pen.Flat { return Document(r, Layouts[0], width) }
func Page(r *rand.Rand) pen.Flat                { return Document(r, Layouts[0], 300) }
