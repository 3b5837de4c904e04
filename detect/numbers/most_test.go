package numbers_test

import (
	"testing"

	"ronda/detect/numbers"
)

func TestMost(t *testing.T) {
	for text, want := range map[string]int{
		"":                                  0,
		"kata, lima 081200001190 é":         0,
		"NIK 3404715708692001":              1,
		"3404715708692001 17-08-1969":       1,
		"3404710101102001 3404715708692001": 2,
		"３４０４７１５７０８６９２００１ é": 1,
		"34O471/570869/200l":                 1,
		"3404715708692001\t3404720902612002": 2,
	} {
		if got := numbers.Most(text); got != want {
			t.Errorf("Most(%q) = %d, want %d", text, got, want)
		}
	}
}
