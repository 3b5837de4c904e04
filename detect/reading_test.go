package detect_test

import (
	"context"
	"testing"

	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/confirm"
	"ronda/detect/layout/trial"
	"ronda/detect/picture"
	"ronda/rules"
)

// Documents in doubt are read, and not where that is switched off.
func TestReadingIsSwitchedOff(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	sight := *set.Layouts.Sight
	sight.Votes = map[string]rules.SightVote{}
	for _, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
		sight.Votes[document] = rules.SightVote{Odds: 0.001} // all that is seen is in doubt
	}
	set.Layouts.Sight = &sight
	listing := &crawler.Listing{Form: crawler.FormImage, Images: []crawler.Image{{URL: "https://x.example/a.png", Data: drawn(t, trial.KTP, 1)}}}
	for _, blind := range []bool{false, true} {
		read := 0
		d, err := detect.New(detect.Config{Rules: set, Blind: blind, Words: func(context.Context, picture.Plane, ...[]string) (confirm.Reading, error) {
			read++
			return confirm.Reading{Found: []int{0, 0}}, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		d.Detect(listing)
		if (read == 0) != blind {
			t.Errorf("blind %v: read %d times", blind, read)
		}
	}
}
