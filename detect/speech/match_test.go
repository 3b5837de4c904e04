package speech_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
)

// TestWindows holds that no window of a rule is lost because it is looked for only where all of its needs can be near: of words and of
// phrases, over the ends of sentences and lines, in order or not, where several concepts meet a need.
func TestWindows(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	found := map[bool]int{} // by whether they are ordered
	for range 10_000 {
		positions := make([]int32, 80)
		for i := range positions[1:] {
			positions[i+1] = positions[i] + max(1, int32(rnd.IntN(8)-4)) // a word, the end of a sentence, or of a line
		}
		needs := make([][][]tokens.Occurrence, 2+rnd.IntN(2))
		for i := range needs {
			for range 1 + rnd.IntN(2) {
				needs[i] = append(needs[i], occurrences(rnd, len(positions)))
			}
		}
		within, ordered := int32(1+rnd.IntN(20)), rnd.IntN(2) == 0
		some, all := windows(positions, needs, within, ordered)
		if !slices.Equal(some, all) {
			t.Fatalf("%v at %v within %d, ordered %t: %v, want %v", needs, positions, within, ordered, some, all)
		}
		found[ordered] += len(some)
	}
	if found[false] == 0 || found[true] == 0 {
		t.Error("no window at all")
	}
}

// occurrences draws some of a concept among so many tokens: words, and phrases of up to four.
func occurrences(rnd *rand.Rand, n int) []tokens.Occurrence {
	occs := make([]tokens.Occurrence, 1+rnd.IntN(5))
	for i := range occs {
		first := rnd.IntN(n)
		occs[i] = tokens.Occurrence{First: int32(first), Last: int32(min(n-1, first+rnd.IntN(4))), Strength: float64(rnd.IntN(2))}
	}
	slices.SortFunc(occs, func(a, b tokens.Occurrence) int { return cmp.Compare(a.First, b.First) })
	return occs
}

// windows returns the windows of needs among tokens at some positions, and the same found by looking at all places and not only at those
// where all needs can be near. For each need there is what meets it, by concept.
func windows(positions []int32, needs [][][]tokens.Occurrence, within int32, ordered bool) (some, all []tokens.Occurrence) {
	st := &speech.Stream{}
	for _, at := range positions {
		st.Tokens = append(st.Tokens, tokens.Token{Pos: at})
	}
	of := make([]speech.Need, len(needs))
	for i, concepts := range needs {
		for _, occs := range concepts {
			of[i] = append(of[i], lexis.Concept(len(st.Occs)))
			st.Occs = append(st.Occs, occs)
		}
	}
	st.Sweep(of, within, ordered, func(w tokens.Occurrence) bool {
		some = append(some, w)
		return true
	})
	everywhere := positions[len(positions)-1]
	st.Sweep(of, everywhere, ordered, func(w tokens.Occurrence) bool {
		if positions[w.Last]-positions[w.First] <= within {
			all = append(all, w)
		}
		return true
	})
	return some, all
}
