package text_test

import (
	"testing"

	"ronda/detect/speech"
)

// TestOwnPaper tells who sells his own paper from who says that he has plenty of them.
func TestOwnPaper(t *testing.T) {
	j := newJudge(t)
	for _, tt := range []struct {
		text string
		own  bool
	}{
		{"Jual foto diri sendiri pegang KTP 50rb", true},
		{"dodol foto ktp, aku isih duwe stok akeh, nek tuku 50 luwih murah", false},
		{"jual foto ktp, aku masih punya stok banyak, kalau beli 50 lebih murah", false},
		{"jual foto ktp aku, beli 50 lebih murah", false},
	} {
		if got := j.Judge([]speech.Passage{{Text: tt.text}}).Own; got != tt.own {
			t.Errorf("%q: own %v, want %v", tt.text, got, tt.own)
		}
	}
}
