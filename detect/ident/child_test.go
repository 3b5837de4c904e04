package ident_test

import (
	"testing"
	"time"

	"ronda/detect/ident"
)

// TestChild reads from a number whether its holder is of age.
func TestChild(t *testing.T) {
	asOf := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		typ    ident.Type
		digits string
		asOf   time.Time
		child  bool
	}{
		{ident.TypeNIK, "3201710203190001", asOf, true},
		{ident.TypeNIK, "3201714203190001", asOf, true}, // a girl
		{ident.TypeNIK, "3201710107090001", asOf, false},
		{ident.TypeNIK, "3201710207090001", asOf, true}, // of age tomorrow
		{ident.TypeNIK, "3201710203850001", asOf, false},
		{ident.TypeNIK, "3201710203270001", asOf, false}, // not born yet: a hundred years ago
		{ident.TypeNIK, "3201710203190001", time.Time{}, false},
		{ident.TypeKK, "3201710203190001", asOf, false}, // the date says when the card was made
	} {
		if got := ident.New(tt.typ, []byte(tt.digits)).Child(tt.asOf); got != tt.child {
			t.Errorf("%s %s: %v", tt.typ, tt.digits, got)
		}
	}
	if ident.NewMasked(ident.TypeNIK, "3201").Child(asOf) {
		t.Error("a masked number tells a child")
	}
}
