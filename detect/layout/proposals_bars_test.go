//go:build bars

package layout_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
	"ronda/rules"
)

// TestBarProposals tells how many documents have a candidate that covers them: of the finder, of the network that proposes places, and of
// either. RONDA_HAND names the hand, one of those that are learned from; RONDA_SEED and RONDA_EACH are as in TestBarScenes.
func TestBarProposals(t *testing.T) {
	hands := map[string]trial.Generator{"": pen.New(), "chalk": chalk.New(), "pen": pen.New(), "flint": flint.New(), "slate": slate.New()}
	g := hands[os.Getenv("RONDA_HAND")]
	if g == nil {
		t.Skip("another hand's pictures are not looked into")
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
	each(kept(g), uint64(number(t, "RONDA_SEED", 1)), trial.Counts{Each: number(t, "RONDA_EACH", 13)}, func(s *trial.Shot) {
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			t.Fatal(err)
		}
		found := cards.Find(pic)
		proposed := net.Propose(&scratch, quad.NewPyramid(pic.Luma), number(t, "RONDA_MOST", 6))
		for _, c := range s.Cards {
			truth := inLuma(pic, c.Quad)
			if c.Hidden > 0.5 || long(truth) < quad.LeastLong {
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
