package judging

import (
	"strings"
	"testing"

	"ronda/rules"
)

func TestNoRule(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"sale.dael":          "sale.dael; is it sale.deal",
		"exposure.peple":     "is it exposure.people",
		"people":             "is it exposure.people",
		"Sale.Deal":          "is it sale.deal",
		"words.learned":      "words.learned is what the learned words say",
		"picture.selfie":     "picture.selfie is what pictures show",
		"source.siak_like":   "source.siak_like is a source",
		"pecel.lele_terasi":  "pecel.lele_terasi; ronda rules list",
		"x":                  "x; ronda rules list",
		"3507720101902345 x": "****",
	} {
		got := noRule(name, set).Error()
		if !strings.HasPrefix(got, "there is no rule of this name: ") || !strings.Contains(got, want) || strings.Contains(got, "0101902") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEffect(t *testing.T) {
	set := &rules.Set{Learned: &rules.Learned{Known: []string{"known", "facts"}}, Rules: []rules.Rule{
		{Name: "new", Weights: rules.Weights{Sale: 2, Offers: -0.5}},
		{Name: "known", Weights: rules.Weights{Sale: 2, Exposure: 1}},
		{Name: "facts", Weights: rules.Weights{Exposure: 4}, Needs: []string{"fact.people_3"}},
		{Name: "faint", Weights: rules.Weights{Forgery: 0.001}},
	}}
	set.Learned.Join.Rules, set.Learned.Join.Facts = [4]float64{0.1, 0.1, 0.5, 0.1}, [4]float64{0, 0, 1, 0}
	for name, want := range map[string]string{
		"new": "sale +1.50, forgery -0.50, solicitation -0.50", "known": "sale +0.20, exposure +0.50", "facts": "exposure +4.00",
		"faint": "nothing", "absent": "",
	} {
		if got := effect(name, set); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
