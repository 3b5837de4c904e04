package text

import (
	"slices"

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

// Windows returns the windows of two needs that stand at some tokens, and the same found by looking at all places and not only at those
// where both can be near.
func Windows(first, second []int32, within int32) (some, all [][2]int32) {
	n := int32(0)
	for _, at := range slices.Concat(first, second) {
		n = max(n, at+1)
	}
	st := &stream{occs: make([][]tokens.Occurrence, 3)}
	for i := range n {
		st.tokens = append(st.tokens, tokens.Token{Pos: i})
	}
	for c, places := range [][]int32{first, second} {
		for _, at := range places {
			st.occs[c] = append(st.occs[c], tokens.Occurrence{First: at, Last: at, Strength: 1})
		}
	}
	st.sweep([]need{{0}, {1}}, within, false, func(w tokens.Occurrence) bool {
		some = append(some, [2]int32{w.First, w.Last})
		return true
	})
	st.sweep([]need{{0}, {1}}, n, false, func(w tokens.Occurrence) bool { // so wide that nothing is left out
		if w.Last-w.First <= within {
			all = append(all, [2]int32{w.First, w.Last})
		}
		return true
	})
	return some, all
}
