package layout_test

import (
	"testing"

	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/rules"
)

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

// shotsOf returns what draws a hand's scenes.
func shotsOf(tb testing.TB, hand string) trial.Generator {
	tb.Helper()
	h, err := studio.Named(hand)
	if err != nil {
		tb.Fatal(err)
	}
	g, err := h.Shots()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}
