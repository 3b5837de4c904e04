package layout_test

import (
	"math/rand/v2"
	"testing"

	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
	"ronda/rules"
)

// TestProposedAlone holds that documents are found where the finder of quads offers nothing.
func TestProposedAlone(t *testing.T) {
	rec := newRecogniser(t)
	decoder := picture.NewDecoder()
	g := pen.New()
	found, of := 0, 0
	for d, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		for i := range uint64(4) {
			shot := g.Positive(rand.New(rand.NewPCG(61, uint64(d)<<32|i)), document, trial.Table)
			p, err := decoder.Decode(shot.Data, 640)
			if err != nil {
				t.Fatal(err)
			}
			matches, err := rec.LookAt(p, nil)
			if err != nil {
				t.Fatal(err)
			}
			of++
			for _, m := range matches {
				var q [4][2]float64
				for k, c := range m.Quad {
					q[k] = [2]float64{float64(c[0]), float64(c[1])}
				}
				if m.Layout == document && trial.IoU(q, shot.Cards[0].Quad) > 0.6 {
					found++
				}
			}
		}
	}
	if found < of*2/3 {
		t.Errorf("%d of %d documents are found without any candidate", found, of)
	}
}

// TestProposalsMissing holds that a recogniser is not made of a network that proposes nothing.
func TestProposalsMissing(t *testing.T) {
	ls, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	s := *ls.Sight
	s.Proposals = nil
	ls.Sight = &s
	if r, err := layout.New(ls); err == nil {
		t.Errorf("%v is made of it", r)
	}
}
