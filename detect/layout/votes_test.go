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

// A gathering is what pictures that the networks were not shown have to say about votes.
type gathering struct {
	spots []spot
	quiet int            // pictures without a document
	shows map[string]int // a document: strangers' pictures that show it
}

// A spot is a place of a picture with what speaks for it.
type spot struct {
	layout.Place
	picture int
	shown   bool // the picture shows the document there
	quiet   bool // the picture shows no document
	foreign bool // a stranger's
}

// collect looks at the pictures that hands drew for votes, and at those of the albums that the command line names.
func collect(t *testing.T, r *layout.Recogniser) *gathering {
	t.Helper()
	g := &gathering{shows: map[string]int{}}
	decoder := picture.NewDecoder()
	number := 0
	add := func(s *trial.Shot, foreign bool) {
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return
		}
		number++
		if len(s.Cards) == 0 {
			g.quiet++
		}
		if foreign {
			for _, document := range documentsOf(s) {
				g.shows[document]++
			}
		}
		for _, p := range r.Places(pic, cards.Find(pic)) {
			at := spot{Place: p, picture: number, quiet: len(s.Cards) == 0, foreign: foreign}
			for _, c := range s.Cards {
				at.shown = at.shown || c.Document == p.Document && trial.IoU(studio.InLuma(pic, c.Quad), p.Quad) > 0.3
			}
			if at.quiet || at.shown { // elsewhere in a picture with documents, nobody knows what is right
				g.spots = append(g.spots, at)
			}
		}
	}
	for _, h := range studio.Hands {
		if h.Votes != nil {
			studio.Each(shotsOf(t, h.Name), h.Votes.Seed, h.Votes.Counts, func(s *trial.Shot) { add(s, h.Stranger) })
		}
	}
	for _, a := range layout.Albums(t) {
		a.Each(func(s *trial.Shot) { add(s, true) })
	}
	return g
}

// documentsOf names each document that a picture shows once.
func documentsOf(s *trial.Shot) (out []string) {
	for _, c := range s.Cards {
		out = append(out, c.Document)
	}
	slices.Sort(out)
	return slices.Compact(out)
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

// balance returns by how much the odds of each document have to be raised so that few pictures without documents are accused and the
// mean share of each document that is found in strangers' pictures is greatest. Raised all alike, what is harder to see would bear
// nearly all the misses, and what is easily told would be told more surely than anybody needs.
func (g *gathering) balance(votes map[string]rules.SightVote) (raises map[string]float64, found float64) {
	const least, step, steps = -2.0, 0.25, 33 // raises that are tried
	type key struct {
		picture  int
		document string
	}
	highest, quiet := map[key]float64{}, map[int]bool{}
	for _, s := range g.spots {
		if !s.quiet && !s.foreign {
			continue
		}
		quiet[s.picture] = s.quiet
		v, x, k := votes[s.Document], s.facts(), key{s.picture, s.Document}
		odds := v.Bias + v.Odds*x[1] + v.Closer*x[2] + v.Likeness*x[3] - s.Owed
		if before, ok := highest[k]; !ok || odds > before {
			highest[k] = odds
		}
	}
	type outcome struct{ accused, found float64 }
	outcomes := map[string]*[steps]outcome{}
	for document := range votes {
		outcomes[document] = new([steps]outcome)
	}
	for k, odds := range highest {
		for i := range steps {
			switch o := &outcomes[k.document][i]; {
			case odds < least+step*float64(i):
			case quiet[k.picture]:
				o.accused++
			default:
				o.found += 1 / float64(g.shows[k.document]*len(votes))
			}
		}
	}
	// Of raises that do as well, those nearest to each other are the safest with whatever comes.
	ktp, kk, npwp := outcomes[trial.KTP], outcomes[trial.KK], outcomes[trial.NPWP]
	best := math.Inf(-1)
	for i := range steps {
		for j := range steps {
			for k := range steps {
				if ktp[i].accused+kk[j].accused+npwp[k].accused > float64(g.quiet*exemptPictures/1000) {
					continue
				}
				share := ktp[i].found + kk[j].found + npwp[k].found
				apart := float64(max(i, j, k) - min(i, j, k))
				if v := share - apart/1e4; v > best {
					raise := func(i int) float64 { return least + step*float64(i) }
					best, found = v, share
					raises = map[string]float64{trial.KTP: raise(i), trial.KK: raise(j), trial.NPWP: raise(k)}
				}
			}
		}
	}
	return raises, found
}

// TestMakeVotes sets the votes on what the network sees anew with -update; rules/sight/README.md says how.
func TestMakeVotes(t *testing.T) {
	if !*update {
		t.Skip("takes minutes: -update sets the votes on what the network sees anew")
	}
	g := collect(t, newRecogniser(t))
	votes := map[string]rules.SightVote{}
	for _, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		votes[document] = fit(slices.DeleteFunc(slices.Clone(g.spots), func(s spot) bool { return s.Document != document || !s.foreign }))
	}
	raises, found := g.balance(votes)
	for document, v := range votes {
		v.Bias -= raises[document]
		votes[document] = rules.SightVote{Bias: round(v.Bias), Odds: round(v.Odds), Closer: round(v.Closer), Likeness: round(v.Likeness)}
	}
	t.Logf("%d places, %d pictures without documents, strangers' with: %v; raised by %v, which finds %.3f: %v",
		len(g.spots), g.quiet, g.shows, raises, found, votes)
	data, err := json.MarshalIndent(votes, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "rules", "sight", "votes.json"), append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func round(v float64) float64 { return math.Round(v*1000) / 1000 }
