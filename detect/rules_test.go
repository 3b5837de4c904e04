package detect_test

import (
	"testing"

	"ronda/detect"
	"ronda/rules"
)

// TestRuleExamples runs every example in every YAML file through the whole detector.
func TestRuleExamples(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, err := detect.New(detect.Config{Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	results := d.TestRules(set)
	if len(results) < 2*len(set.Rules) {
		t.Fatalf("%d examples were run for %d rules", len(results), len(set.Rules))
	}
	for _, r := range results {
		if !r.OK() {
			t.Errorf("%s:%d: %s: fired is %v, want %v on %q", r.Rule.File, r.Rule.Line, r.Rule.Name, r.Fired, r.Want, r.Example)
		}
	}
}
