package text_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"ronda/detect/text"
	"ronda/rules"
)

const nearRules = `lists:
  - name: near.a
    words: [akik]
    negatable: true
  - name: near.b
    words: [batu]
  - name: near.c
    words: [cincin]
rules:
  - name: near.ordered
    about: For a test.
    weights: {sale: 0.1}
    needs: [doc.ktp, near.a, near.b]
    within: 6
    ordered: true
    without: [near.c]
    examples: {fires: [ktp akik batu], silent: [ktp]}
  - name: near.thrice
    about: For a test.
    weights: {sale: 0.1}
    needs: [near.a]
    least: 3
    examples: {fires: [akik akik akik ktp], silent: [akik]}
`

// TestNear holds each thing that may keep a rule from firing to its words.
func TestNear(t *testing.T) {
	files := fstest.MapFS{"near.yaml": {Data: []byte(nearRules)}}
	names, err := os.ReadDir("../../rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name.Name(), ".yaml") {
			data, err := os.ReadFile("../../rules/" + name.Name())
			if err != nil {
				t.Fatal(err)
			}
			files[name.Name()] = &fstest.MapFile{Data: data}
		}
	}
	set, err := rules.LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	j, err := text.New(set)
	if err != nil {
		t.Fatal(err)
	}
	far := strings.Repeat("dan lagi ", 10)
	for _, tt := range []struct {
		text, ordered, thrice string
		incomplete            bool
	}{
		{"ktp akik batu", "", "stands in fewer than 3 places", false},
		{"ktp batu akik", "stands in another order", "stands in fewer than 3 places", false},
		{"ktp akik " + far + "batu", "stands further apart than 6 words", "stands in fewer than 3 places", false},
		{"ktp akik batu cincin", "silenced by near.c", "stands in fewer than 3 places", false},
		{"ktp akik", "lacks near.b", "stands in fewer than 3 places", true},
		{"ktp tidak akik batu", "its words are denied", "", false},
		{"ktp", "", "", false},
		{"akik batu", "", "", false}, // nothing about identity: no rule is tried
		{"ktp akik akik akik", "lacks near.b", "", true},
	} {
		got := map[string]text.Near{}
		for _, n := range j.Near(passages(tt.text)) {
			got[n.Rule.Name] = n
		}
		if n := got["near.ordered"]; n.Lack != tt.ordered || n.Incomplete != tt.incomplete {
			t.Errorf("%q: the first rule %q (incomplete %v), want %q", tt.text, n.Lack, n.Incomplete, tt.ordered)
		}
		if n := got["near.thrice"]; n.Lack != tt.thrice {
			t.Errorf("%q: the second rule %q, want %q", tt.text, n.Lack, tt.thrice)
		}
	}
}
