package layout_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

// BenchmarkStages tells what one candidate costs, step by step, and what a whole picture of 640 pixels does behind the finder:
// one that shows a card and one that shows none.
func BenchmarkStages(b *testing.B) {
	decode := func(s trial.Shot) *picture.Picture {
		p, err := picture.NewDecoder().Decode(s.Data, 640)
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	held := decode(pen.New().Positive(rand.New(rand.NewPCG(1, 2)), trial.KTP, trial.Hand))
	room := decode(pen.New().Negative(rand.New(rand.NewPCG(1, 4))))
	r := newRecogniser(b)
	for name, step := range r.Steps(held) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				step()
			}
		})
	}
	for name, p := range map[string]*picture.Picture{"look at a card": held, "look at none": room} {
		candidates := cards.Find(p)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.LookAt(p, candidates); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(candidates)), "candidates")
		})
	}
}
