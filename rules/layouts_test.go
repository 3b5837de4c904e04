package rules_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"ronda/rules"
)

// aLayout is one that passes; change makes it one that may not.
func aLayout(t *testing.T, name string, change func(*rules.Layout)) *fstest.MapFile {
	t.Helper()
	l := rules.Layout{
		Name: name, Document: "ktp", Version: 1, Aspect: 1.586, Weights: make([]byte, rules.GridSize), Scale: 0.001, Shift: 0.1,
		Hash: make([]byte, rules.HashBits/8), HashWeights: make([]byte, rules.HashBits), Vote: rules.Vote{Bias: -10, Likeness: 14, Hash: 7},
	}
	l.Weights[3], l.HashWeights[3] = 1, 1
	if change != nil {
		change(&l)
	}
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data}
}

func TestLayoutsAreChecked(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*rules.Layout)
		want   string
	}{
		{"passes", nil, ""},
		{"no document", func(l *rules.Layout) { l.Document = "" }, "name and document are required"},
		{"another name", func(l *rules.Layout) { l.Name = "other" }, "called after it"},
		{"version 0", func(l *rules.Layout) { l.Version = 0 }, "version counts from 1"},
		{"aspect", func(l *rules.Layout) { l.Aspect = 0.5 }, "want 1 to 3"},
		{"weights", func(l *rules.Layout) { l.Weights = l.Weights[1:] }, "weights, have"},
		{"scale", func(l *rules.Layout) { l.Scale = 0 }, "scale 0"},
		{"shift", func(l *rules.Layout) { l.Shift = 11 }, "shift 11"},
		{"hash", func(l *rules.Layout) { l.Hash = nil }, "want a hash of"},
		{"uniform", func(l *rules.Layout) { l.Weights[3] = 0 }, "uniform"},
		{"vote", func(l *rules.Layout) { l.Vote.Likeness = 0 }, "negative bias"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rules.LoadLayoutsFS(fstest.MapFS{"a.json": aLayout(t, "a", tt.change)})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// TestOwnLayouts holds that the layouts of a folder of rules are known besides the built-in ones, and take their place under their names.
func TestOwnLayouts(t *testing.T) {
	built, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	own, err := rules.LoadLayoutsFS(fstest.MapFS{
		"a.json": aLayout(t, "a", nil), "ktp.json": aLayout(t, "ktp", func(l *rules.Layout) { l.Version = 77 }),
	})
	if err != nil {
		t.Fatal(err)
	}
	both := built.With(own)
	if len(both.Layouts) != len(built.Layouts)+1 || both.Layouts[0].Name != "a" {
		t.Errorf("%d layouts of %d and 2, first %s", len(both.Layouts), len(built.Layouts), both.Layouts[0].Name)
	}
	for _, l := range both.Layouts {
		if l.Name == "ktp" && l.Version != 77 {
			t.Errorf("the built-in ktp stands in place of the own one")
		}
	}
}
