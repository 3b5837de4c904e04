package layout_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
)

var (
	surveys = flag.String("surveys", "", "folder to write what the network that proposes places learns from to; rules/sight/README.md says how")
	crops   = flag.Int("crops", 8, "with -surveys: of a picture that shows documents; of others half as many")
)

// writeSurveys opens a file of surveys for use to fill.
func writeSurveys(t *testing.T, name string, use func(w *studio.Surveyor)) {
	t.Helper()
	f, err := os.Create(filepath.Join(*surveys, name))
	if err != nil {
		t.Fatal(err)
	}
	w := studio.NewSurveyor(f, &studio.Photographer{Chance: rand.New(rand.NewPCG(31, uint64(len(name))))})
	use(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	t.Log(name, w.Count)
}

func TestWriteSurveys(t *testing.T) {
	if *surveys == "" {
		t.Skip("writes what the network that proposes places learns from: needs -surveys")
	}
	const leftOut = "flint" // of what documents are laid on, and of these: leaving its scenes out too tells how far the rest carries
	decoder := picture.NewDecoder()
	var grounds []picture.Plane
	for _, s := range studio.Lessons() {
		writeSurveys(t, s.Scenes.Name, func(w *studio.Surveyor) {
			studio.Each(shotsOf(t, s.Hand.Name), s.Seed, s.Counts, func(shot *trial.Shot) {
				pic, err := decoder.Decode(shot.Data, 640)
				if err != nil {
					return
				}
				n := *crops
				if len(shot.Cards) == 0 {
					n /= 2
					if s.Hand.Name != leftOut {
						grounds = append(grounds, pic.Luma)
					}
				}
				w.Scene(shot, pic, n)
			})
		})
	}
	hands := slices.DeleteFunc(studio.WithFronts(), func(h *studio.Hand) bool { return h.Name == leftOut })
	writeSurveys(t, "laid", func(w *studio.Surveyor) {
		for range *per * len(hands) {
			w.Laid(grounds[w.Chance.IntN(len(grounds))], hands)
		}
	})
}
