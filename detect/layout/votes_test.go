package layout_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout"
	"ronda/detect/layout/learn"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
	"ronda/rules"
)

// exemptPictures are how many of a thousand pictures without documents, of sets that nothing was learned from, may be accused.
const exemptPictures = 8

// A spot is a place of a picture with what speaks for it.
type spot struct {
	layout.Place
	picture int
	shown   bool // the picture shows the document there
	quiet   bool // the picture shows no document
	foreign bool // a stranger's
}

// spots looks at pictures that the network was not shown.
func spots(t *testing.T, r *layout.Recogniser) (out []spot, quiet int) {
	t.Helper()
	decoder := picture.NewDecoder()
	number := 0
	for _, h := range studio.Hands {
		if h.Votes == nil {
			continue
		}
		studio.Each(shotsOf(t, h.Name), h.Votes.Seed, h.Votes.Counts, func(s *trial.Shot) {
			pic, err := decoder.Decode(s.Data, 640)
			if err != nil {
				return
			}
			number++
			if len(s.Cards) == 0 {
				quiet++
			}
			for _, p := range r.Places(pic, cards.Find(pic)) {
				at := spot{Place: p, picture: number, quiet: len(s.Cards) == 0, foreign: h.Stranger}
				for _, c := range s.Cards {
					at.shown = at.shown || c.Document == p.Document && trial.IoU(studio.InLuma(pic, c.Quad), p.Quad) > 0.3
				}
				if at.quiet || at.shown { // elsewhere in a picture with documents, nobody knows what is right
					out = append(out, at)
				}
			}
		})
	}
	return out, quiet
}

// facts are what a vote weighs.
func (s *spot) facts() [4]float64 { return [4]float64{1, s.Sight, s.Closer, s.Likeness} }

// fit returns the vote under which what was seen is likeliest. Where likeness to a layout would count against a document it does not
// count.
func fit(seen []spot) rules.SightVote {
	vote := newton(seen, 1)
	if vote.Likeness < 0 {
		vote = newton(seen, 0)
	}
	return vote
}

// newton fits a vote by Newton's method, held near 0; likeness is how much of it counts.
func newton(seen []spot, likeness float64) rules.SightVote {
	var w [4]float64
	for range 100 {
		a := [][]float64{{0.01}, {0, 0.01}, {0, 0, 0.01}, {0, 0, 0, 0.01}}
		var b [len(w)]float64
		for _, s := range seen {
			x := s.facts()
			x[3] *= likeness
			sum := -s.Owed
			for i := range x {
				sum += w[i] * x[i]
			}
			p := 1 / (1 + math.Exp(-sum))
			miss := -p
			if s.shown {
				miss++
			}
			for i := range x {
				b[i] += miss * x[i]
				for k := range i + 1 {
					a[i][k] += p * (1 - p) * x[i] * x[k]
				}
			}
		}
		for i := range b {
			b[i] -= 0.01 * w[i]
		}
		for i, d := range learn.Solve(a, b[:]) {
			w[i] += d
		}
	}
	return rules.SightVote{Bias: w[0], Odds: w[1], Closer: w[2], Likeness: w[3]}
}

// TestMakeVotes sets the votes on what the network sees anew with -update; rules/sight/README.md says how.
func TestMakeVotes(t *testing.T) {
	if !*update {
		t.Skip("takes minutes: -update sets the votes on what the network sees anew")
	}
	seen, quiet := spots(t, newRecogniser(t))
	votes := map[string]rules.SightVote{}
	odds := func(s spot) float64 {
		v, x := votes[s.Document], s.facts()
		return v.Bias + v.Odds*x[1] + v.Closer*x[2] + v.Likeness*x[3] - s.Owed
	}
	for _, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		votes[document] = fit(slices.DeleteFunc(slices.Clone(seen), func(s spot) bool { return s.Document != document || !s.foreign }))
	}
	highest := map[int]float64{}
	for _, s := range seen {
		if v, ok := highest[s.picture]; s.quiet && (!ok || odds(s) > v) {
			highest[s.picture] = odds(s)
		}
	}
	var accused []float64
	for _, v := range highest {
		accused = append(accused, v)
	}
	slices.Sort(accused)
	raise := accused[len(accused)-1-quiet*exemptPictures/1000] + 0.01
	for document, v := range votes {
		v.Bias -= raise
		votes[document] = rules.SightVote{Bias: round(v.Bias), Odds: round(v.Odds), Closer: round(v.Closer), Likeness: round(v.Likeness)}
	}
	t.Logf("%d places, %d pictures without documents, raised by %.2f: %v", len(seen), quiet, raise, votes)
	data, err := json.MarshalIndent(votes, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "rules", "sight", "votes.json"), append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func round(v float64) float64 { return math.Round(v*1000) / 1000 }
