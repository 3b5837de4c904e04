package layout_test

import (
	"flag"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
)

var (
	samples = flag.String("samples", "", "folder to write what the network learns from to; rules/sight/README.md says how")
	per     = flag.Int("per", 600, "with -samples: drawings of each layout and hand")
	mine    = flag.Bool("mine", false, "with -samples: write only where the network of before sees a document in scenes")
	closer  = flag.Bool("closer", false, "with -samples: write details for the network that looks closer, where the network of before sees a document")
	only    = flag.String("hands", "", "with -samples: the only hands to write")
)

// A source gives pictures to learn from.
type source struct {
	name   string
	number uint8 // before each of its samples
	hand   string
	each   func(use func(*trial.Shot))
}

// sources are the lessons of all hands, and the albums that the command line names.
func sources(t *testing.T) (out []source) {
	t.Helper()
	for _, s := range studio.Lessons() {
		set := s.Scenes
		if *closer {
			set = set.Closer()
		}
		out = append(out, source{set.Name, set.Number, s.Hand.Name, func(use func(*trial.Shot)) {
			studio.Each(shotsOf(t, s.Hand.Name), set.Seed, set.Counts, use)
		}})
	}
	for i, a := range layout.Albums(t) {
		out = append(out, source{a.Name, uint8(100 + i), a.Name, a.Each})
	}
	return out
}

// writeSamples writes a file of samples, if it is one of those that are asked for.
func writeSamples(t *testing.T, name string, number uint8, use func(w *studio.Writer)) {
	t.Helper()
	if *only != "" && !slices.Contains(strings.Split(*only, ","), name) {
		return
	}
	writeFile(t, filepath.Join(*samples, name), func(out io.Writer) flusher {
		w := studio.NewWriter(out, number)
		w.Closer = *closer
		if *mine || *closer {
			r := newRecogniser(t)
			w.Mine = func(pic *picture.Picture, found []cards.Candidate) []cards.Quad {
				looked, seen := r.Looks(pic, found, -5)
				if *closer {
					return seen
				}
				return append(looked, seen...)
			}
		}
		use(w)
		t.Log(name, w.Count)
		return w
	})
}

func TestWriteSamples(t *testing.T) {
	if *samples == "" {
		t.Skip("writes what the network learns from: needs -samples")
	}
	p := &studio.Photographer{Chance: rand.New(rand.NewPCG(21, 21))}
	decoder := picture.NewDecoder()
	studio.Each(shotsOf(t, "pen"), 7, trial.Counts{Negatives: 300}, func(shot *trial.Shot) {
		if pic, err := decoder.Decode(shot.Data, 640); err == nil {
			p.Grounds = append(p.Grounds, pic.Luma)
		}
	})
	for _, from := range sources(t) {
		name := from.name
		if *mine {
			name += "-mined"
		}
		writeSamples(t, name, from.number, func(w *studio.Writer) {
			from.each(func(shot *trial.Shot) {
				if pic, err := decoder.Decode(shot.Data, 640); err == nil {
					w.Scene(p, shot, pic)
				}
			})
		})
	}
	if *mine {
		return
	}
	for _, h := range studio.WithFronts() {
		writeSamples(t, h.Name, h.Fronts.Number, func(w *studio.Writer) { w.Fronts(p, h.Fronts, *per) })
	}
}
