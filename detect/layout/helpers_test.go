package layout_test

import (
	"maps"
	"slices"
	"testing"

	"ronda/detect/layout"
	"ronda/rules"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func newRecogniser(tb testing.TB) *layout.Recogniser {
	tb.Helper()
	ls, err := rules.LoadLayouts()
	if err != nil {
		tb.Fatal(err)
	}
	r, err := layout.New(ls)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}
