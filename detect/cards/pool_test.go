package cards

import (
	"bufio"
	"fmt"
	"os"
	"testing"

	"ronda/detect/layout/trial"
)

// TestPool writes the clues of all candidates of a level, and whether each lies on a card.
func TestPool(t *testing.T) {
	if os.Getenv("POOL") == "" {
		t.Skip()
	}
	f, _ := os.Create(os.Getenv("POOL"))
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	hit, of := map[string]int{}, map[string]int{}
	total := 0
	for i, s := range samples(t, *seed, 20, 480, 640) {
		se := newSearch(s.Picture)
		l := se.coarse
		pool := se.run()
		total += len(pool)
		widest := -1
		for k := range s.Cards {
			if widest < 0 || s.Cards[k].Width() > s.Cards[widest].Width() {
				widest = k
			}
		}
		if widest >= 0 && s.Cards[widest].Hidden < 0.5 && s.Cards[widest].Width() > 70 {
			of[s.Scene]++
			for _, c := range pool {
				if trial.IoU(c.Quad.scaled(l.scale), s.Cards[widest].Quad) >= 0.8 {
					hit[s.Scene]++
					break
				}
			}
		}
		for _, c := range pool {
			best := 0.0
			for _, card := range s.Cards {
				best = max(best, trial.IoU(c.Quad.scaled(l.scale), card.Quad))
			}
			fmt.Fprintf(w, "%d %.3f %.3f", i, best, c.Score)
			for _, v := range l.clues(&c.Quad) {
				fmt.Fprintf(w, " %.3f", v)
			}
			fmt.Fprintln(w)
		}
	}
	for _, s := range scenes {
		t.Logf("%s %.3f", s, float64(hit[s])/float64(of[s]))
	}
	t.Log("mean pool", total/960)
}
