//go:build bars

package layout_test

import (
	"testing"

	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/brush"
	"ronda/rules"
)

// TestBarScenes measures recognition in scenes on pictures that it was not tuned on: some 310 with documents and as many
// without.
func TestBarScenes(t *testing.T) {
	layouts, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	r, err := layout.New(layouts)
	if err != nil {
		t.Fatal(err)
	}
	report := trial.Measure(brush.Generator{}, 1, trial.Counts{Each: 13, Negatives: 312}, func(data []byte) (trial.Result, error) {
		p, err := r.Recognise(data)
		if err != nil {
			return trial.Result{}, err
		}
		var found trial.Result
		for _, m := range p.Matches {
			f := trial.Find{Document: m.Layout, Layout: m.Version, Score: m.Score}
			for i, corner := range m.Quad {
				f.Quad[i] = [2]float64{float64(corner[0]), float64(corner[1])}
			}
			found.Finds = append(found.Finds, f)
		}
		return found, nil
	})
	if err := report.Write(t.Output()); err != nil {
		t.Error(err)
	}
}
