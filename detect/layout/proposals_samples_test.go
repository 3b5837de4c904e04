package layout_test

import (
	"flag"
	"io"
	"math/rand/v2"
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
	writeFile(t, filepath.Join(*surveys, name), func(out io.Writer) flusher {
		w := studio.NewSurveyor(out, &studio.Photographer{Chance: rand.New(rand.NewPCG(31, uint64(len(name))))})
		use(w)
		t.Log(name, w.Count)
		return w
	})
}

func TestWriteSurveys(t *testing.T) {
	if *surveys == "" {
		t.Skip("writes what the network that proposes places learns from: needs -surveys")
	}
	const leftOut = "flint" // of what documents are laid on, and of these: leaving its scenes out too tells how far the rest carries
	decoder := picture.NewDecoder()
	var grounds []picture.Plane
	for _, from := range sources(t) {
		writeSurveys(t, from.name, func(w *studio.Surveyor) {
			from.each(func(shot *trial.Shot) {
				pic, err := decoder.Decode(shot.Data, 640)
				if err != nil {
					return
				}
				n := *crops
				if len(shot.Cards) == 0 {
					n /= 2
					if from.hand != leftOut {
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
