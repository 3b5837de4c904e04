//go:build bars

package layout_test

import (
	"bufio"
	"fmt"
	"os"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

// TestSpots writes every place of pictures with what speaks for it.
func TestSpots(t *testing.T) {
	path := os.Getenv("RONDA_SPOTS")
	if path == "" {
		t.Skip("needs RONDA_SPOTS")
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	r := newRecogniser(t)
	decoder := picture.NewDecoder()
	hands := map[string]trial.Generator{"chalk": chalk.New(), "pen": pen.New(), "lots": lots(), "flint": flint.New()}
	n := 0
	each(kept(hands[os.Getenv("RONDA_HAND")]), uint64(number(t, "RONDA_SEED", 5)), trial.Counts{Each: number(t, "RONDA_EACH", 6), Negatives: number(t, "RONDA_NEGATIVES", 160)}, func(s *trial.Shot) {
		n++
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return
		}
		found := cards.Find(pic)
		for _, p := range r.Places(pic, found) {
			best, doc := 0.0, ""
			for _, c := range s.Cards {
				if v := trial.IoU(inLuma(pic, c.Quad), p.Quad); v > best {
					best, doc = v, c.Document
				}
			}
			fmt.Fprintf(w, "%d,%s,%d,%s,%s,%.3f,%.3f,%.3f,%s\n", n, s.Scene, len(s.Cards), doc, p.Document, p.Sight, p.Likeness, best, p.Version)
		}
		docs := map[string]bool{}
		for _, c := range s.Cards {
			docs[c.Document] = true
		}
		best := 0.0
		for _, c := range s.Cards {
			for _, f := range found {
				best = max(best, trial.IoU(inLuma(pic, c.Quad), f.Quad))
			}
		}
		for d := range docs {
			fmt.Fprintf(w, "%d,%s,%d,%s,shot,0,0,%.3f,%s\n", n, s.Scene, len(s.Cards), d, best, s.Name)
		}
		if len(docs) == 0 {
			fmt.Fprintf(w, "%d,%s,%d,,shot,0,0,0,%s\n", n, s.Scene, len(s.Cards), s.Name)
		}
	})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}
