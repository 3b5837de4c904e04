//go:build bars

package layout_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
	"ronda/rules"
)

// TestBarProposals tells how many documents have a candidate that covers them: of the finder, of the network that proposes places, and of
// either. RONDA_HAND names the hand, one of those that are learned from; RONDA_SEED and RONDA_EACH are as in TestBarScenes.
func TestBarProposals(t *testing.T) {
	hand, err := studio.Named(cmp.Or(os.Getenv("RONDA_HAND"), "pen"))
	if err != nil {
		t.Fatal(err)
	}
	if hand.HeldOut {
		t.Fatalf("nobody looks into what %s draws", hand.Name)
	}
	known, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	net, err := sight.NewProposalNetwork(known.Sight.Proposals)
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ of, finder, network, either int }
	tallies := map[string]*tally{}
	var scratch sight.ProposalScratch
	decoder := picture.NewDecoder()
	studio.Each(shotsOf(t, hand.Name), uint64(number(t, "RONDA_SEED", 1)), trial.Counts{Each: number(t, "RONDA_EACH", 13)}, func(s *trial.Shot) {
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			t.Fatal(err)
		}
		found := cards.Find(pic)
		proposed := net.Propose(&scratch, quad.NewPyramid(pic.Luma), number(t, "RONDA_MOST", 6))
		for _, c := range s.Cards {
			truth := studio.InLuma(pic, c.Quad)
			if c.Hidden > 0.5 || longer(truth) < quad.LeastLong {
				continue
			}
			byFinder := slices.ContainsFunc(found, func(f cards.Candidate) bool { return trial.IoU(f.Quad, truth) > 0.5 })
			byNetwork := slices.ContainsFunc(proposed, func(p sight.Proposal) bool { return trial.IoU(p.Quad, truth) > 0.5 })
			for _, name := range []string{"all", c.Document, s.Scene} {
				if tallies[name] == nil {
					tallies[name] = &tally{}
				}
				n := tallies[name]
				n.of++
				if byFinder {
					n.finder++
				}
				if byNetwork {
					n.network++
				}
				if byFinder || byNetwork {
					n.either++
				}
			}
		}
	})
	for _, name := range slices.Sorted(maps.Keys(tallies)) {
		n := tallies[name]
		part := func(k int) string { return fmt.Sprintf("%.3f", float64(k)/float64(n.of)) }
		t.Logf("%-8s %4d documents: finder %s, network %s, either %s", name, n.of, part(n.finder), part(n.network), part(n.either))
	}
}

// longer is the longer side of a quad.
func longer(q cards.Quad) float64 {
	w, h := quad.Sides(q)
	return max(w, h)
}
