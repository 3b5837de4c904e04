package scan

import (
	"strings"
	"testing"

	"ronda/detect"
)

func TestTellPictures(t *testing.T) {
	images := []detect.ImageMatch{
		{Source: "a.jpg", Layout: "ktp", Score: 0.9, Selfie: true, First: true},
		{Source: "a.jpg", Layout: "kk", Score: 0.7, Selfie: true},
		{Source: "a.jpg", Layout: "ktp", Score: 0.98, Selfie: true},
		{Source: "b.jpg", First: true},
		{Source: "b.jpg", Layout: "npwp", Score: 0.6, First: true}, // another picture of that name
	}
	var b strings.Builder
	tellPictures(&b, images)
	want := "  picture a.jpg: kk 0.70, 2 × ktp 0.98, selfie\n  picture b.jpg: no document\n  picture b.jpg: npwp 0.60\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", &b, want)
	}
}
