package layout_test

import (
	"io"
	"os"
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

type flusher interface{ Flush() error }

// writeFile writes what a network learns from; fill returns the writer that may still hold some of it, and the first error of all writing.
func writeFile(t *testing.T, path string, fill func(out io.Writer) flusher) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(f).Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
