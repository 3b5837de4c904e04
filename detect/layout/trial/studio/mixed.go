package studio

import (
	"math/rand/v2"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/guild"
	"ronda/detect/layout/trial/marble"
	"ronda/detect/layout/trial/pen"
)

// lots draws scenes of documents and look-alikes whose proportions fall by lot.
func lots() trial.Generator {
	return pen.With(pen.Hand{Document: dice.Document, Card: marble.Card, Page: marble.Page})
}

// guilds draws scenes of the guild's tax cards and of documents by lot.
func guilds() trial.Generator {
	return pen.With(pen.Hand{
		Document: func(r *rand.Rand, layout string, width float64) pen.Flat {
			if document(layout) == trial.NPWP {
				return pen.Flat{Image: guild.Tax(r, layout, int(min(max(width*1.2, 320), 640)))}
			}
			return dice.Document(r, layout, width)
		},
		Card: func(r *rand.Rand, width float64) pen.Flat {
			return pen.Flat{Image: guild.Other(r, int(min(max(width*1.2, 320), 640))), Name: "guild"}
		},
		Page: marble.Page,
	})
}

// crossed draws scenes of flint's and chalk's documents, and of look-alikes by many hands, in pen's manner.
func crossed() trial.Generator {
	return pen.With(pen.Hand{
		Document: func(r *rand.Rand, layout string, width float64) pen.Flat {
			if r.IntN(2) == 0 {
				return pen.Flat{Image: chalk.Card(r, layout, width)}
			}
			return flint.Document(r, layout, width)
		},
		Card: func(r *rand.Rand, width float64) pen.Flat {
			if r.IntN(3) == 0 {
				return pen.Flat{Image: guild.Other(r, int(min(max(width*1.2, 320), 640))), Name: "guild"}
			}
			return flint.Card(r, width)
		},
		Page: flint.Page,
	})
}

// document is the document that a layout is a look of.
func document(layout string) string {
	for _, d := range []string{trial.KTP, trial.KK, trial.NPWP} {
		if len(layout) >= len(d) && layout[:len(d)] == d {
			return d
		}
	}
	return ""
}
