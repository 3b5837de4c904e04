package text

import (
	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// Work counts the steps that reading and judging take.
func (j *Judge) Work(passages []Passage) int {
	_, work := j.judge(passages, nil)
	return work
}

// Files counts the names of files that may show a document.
func Files(s string) int { return files(s) }

// FileEndings are by what they are told.
var FileEndings = fileEndings[:]

// Windows returns the windows of needs among tokens at some positions, and the same found by looking at all places and not only at those
// where all needs can be near. For each need there is what meets it, by concept.
func Windows(positions []int32, needs [][][]tokens.Occurrence, within int32, ordered bool) (some, all []tokens.Occurrence) {
	st := &stream{}
	for _, at := range positions {
		st.tokens = append(st.tokens, tokens.Token{Pos: at})
	}
	of := make([]need, len(needs))
	for i, concepts := range needs {
		for _, occs := range concepts {
			of[i] = append(of[i], lexis.Concept(len(st.occs)))
			st.occs = append(st.occs, occs)
		}
	}
	st.sweep(of, within, ordered, func(w tokens.Occurrence) bool {
		some = append(some, w)
		return true
	})
	everywhere := positions[len(positions)-1]
	st.sweep(of, everywhere, ordered, func(w tokens.Occurrence) bool {
		if positions[w.Last]-positions[w.First] <= within {
			all = append(all, w)
		}
		return true
	})
	return some, all
}
