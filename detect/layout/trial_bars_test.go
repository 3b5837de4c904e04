//go:build bars

package layout_test

import (
	"os"
	"strconv"
	"testing"

	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/rules"
)

// TestBarScenes measures recognition in scenes on pictures that it was not tuned on: some 310 with documents and as many
// without. RONDA_HAND names another hand, RONDA_SEED another set, RONDA_EACH and RONDA_NEGATIVES another size;
// -layouts names other layout files; with RONDA_READ places in doubt are read, which needs Tesseract.
func TestBarScenes(t *testing.T) {
	r := measured(t)
	name := os.Getenv("RONDA_HAND")
	if name == "" {
		name = "brush"
	}
	hand, err := studio.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	counts := trial.Counts{Each: number(t, "RONDA_EACH", 13), Negatives: number(t, "RONDA_NEGATIVES", 312)}
	report := trial.Measure(shotsOf(t, name), uint64(number(t, "RONDA_SEED", 1)), counts, says(r))
	if err := report.Write(t.Output()); err != nil {
		t.Error(err)
	}
	if !hand.HeldOut { // what the hands that measure draw, nobody looks into
		t.Logf("accused: %q", report.Wrong)
	}
}

// TestBarAlbum measures recognition on pictures that others made and labelled: RONDA_ALBUM names their folder, which
// trial.ReadAlbum describes. RONDA_VERBOSE names those that are missed or accused.
func TestBarAlbum(t *testing.T) {
	dir := os.Getenv("RONDA_ALBUM")
	if dir == "" {
		t.Skip("needs RONDA_ALBUM, a folder of labelled pictures")
	}
	shots, err := trial.ReadAlbum(dir)
	if err != nil {
		t.Fatal(err)
	}
	report := trial.MeasureAlbum(shots, says(measured(t)))
	if err := report.Write(t.Output()); err != nil {
		t.Error(err)
	}
	if os.Getenv("RONDA_VERBOSE") != "" {
		t.Logf("missed: %q\naccused: %q\nerrors: %q", report.Missed, report.Wrong, report.Errors)
	}
}

// measured is the recogniser that bars measure: the shipped one, with the layouts and the reader that flags and environment name.
func measured(t *testing.T) *layout.Recogniser {
	t.Helper()
	layouts, err := rules.LoadLayoutsFS(os.DirFS(*folder))
	if err != nil {
		t.Fatal(err)
	}
	if len(layouts.Layouts) == 0 {
		t.Fatalf("no layouts in %s: -layouts names a folder of them", *folder)
	}
	known, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	layouts.Sight = known.Sight
	var options []layout.Option
	if os.Getenv("RONDA_READ") != "" {
		words, err := confirm.FindTesseract(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, layout.WithReader(words.Read))
	}
	r, err := layout.New(layouts, options...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// says returns what a recogniser says of a picture, in the words of trials.
func says(r *layout.Recogniser) func(data []byte) (trial.Result, error) {
	return func(data []byte) (trial.Result, error) {
		p, err := r.Recognise(data)
		if err != nil {
			return trial.Result{}, err
		}
		found := trial.Result{Selfie: p.Selfie}
		for _, m := range p.Matches {
			f := trial.Find{Document: m.Layout, Layout: m.Version, Score: m.Score}
			for i, corner := range m.Quad {
				f.Quad[i] = [2]float64{float64(corner[0]), float64(corner[1])}
			}
			found.Finds = append(found.Finds, f)
		}
		return found, nil
	}
}

// number reads an environment variable.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
