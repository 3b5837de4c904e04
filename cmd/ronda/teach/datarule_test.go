package teach

import (
	"strings"
	"testing"

	"ronda/rules"
)

func TestSomebodys(t *testing.T) {
	for text, want := range map[string]int{
		"NIK 35" + "07120101900001 Budi":            1, // written in two, so that no search finds it
		"35" + "07.1201.0190.0001":                  1,
		"a 35" + "07120101900001, 3507720101900001": 1,
		"NIK 3507720101900001 Budi":                 0, // no district 72
		"NIK 3507120101902345 Budi":                 0, // no such serial
		"pesanan 9912345678901234":                  0, // no province
		"dua 35071201019000019":                     0, // seventeen digits
		"selamat pagi":                              0,
	} {
		for _, set := range []*rules.Set{
			{Rules: []rules.Rule{{Name: "x", File: "a.yaml", Line: 3, Examples: rules.Examples{Fires: []string{"ktp", text}}}}},
			{Sources: []rules.Source{{Name: "x", File: "a.yaml", Line: 3, Examples: rules.Examples{Silent: []string{"ktp", text}}}}},
		} {
			got := somebodys(set)
			if len(got) != want {
				t.Errorf("%q: %q, want %d", text, got, want)
			}
			for _, fault := range got {
				if !strings.HasPrefix(fault, "a.yaml:3: example 2 of x holds") || strings.Contains(fault, "0101") {
					t.Errorf("said as %q", fault)
				}
			}
		}
	}
}

func TestSomebodysOfBuiltInRules(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := somebodys(set); got != nil {
		t.Error(strings.Join(got, "\n"))
	}
}
