package detect_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/sandbox/specimen"
	"ronda/detect"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/rules"
)

// drawn draws a document that fills its picture, or a landscape.
func drawn(t *testing.T, kind string, seed uint64) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, seed))
	if kind == trial.KTP {
		shot := pen.New().Positive(r, kind, trial.Tight)
		return shot.Data
	}
	var b bytes.Buffer
	if err := png.Encode(&b, specimen.Draw(kind, r)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictures draws n pictures of a kind: documents that the recogniser knows, since its recall is not this test's matter.
func pictures(t *testing.T, kind string, n int) []crawler.Image {
	t.Helper()
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	known, err := layout.New(set.Layouts)
	if err != nil {
		t.Fatal(err)
	}
	var out []crawler.Image
	for seed := uint64(1); len(out) < n; seed++ {
		if seed > 10 {
			t.Fatalf("only %d of 10 drawings of %s are recognised", len(out), kind)
		}
		data := drawn(t, kind, seed)
		pic, err := known.Recognise(data)
		if err != nil {
			t.Fatal(err)
		}
		if (kind == trial.KTP) == (len(pic.Matches) > 0) {
			out = append(out, crawler.Image{URL: fmt.Sprintf("https://x.example/%d.png", seed), Data: data})
		}
	}
	return out
}

func TestPictures(t *testing.T) {
	d := newDetector(t)
	for _, tt := range []struct {
		name     string
		listing  *crawler.Listing
		kind     detect.Kind
		severity detect.Severity
	}{
		{"a lone picture of a document", &crawler.Listing{Form: crawler.FormImage, Images: pictures(t, "ktp", 1)}, detect.KindExposure, detect.SeverityLow},
		{"a lone picture of something else", &crawler.Listing{Form: crawler.FormImage, Images: pictures(t, "landscape", 1)}, detect.KindNone, detect.SeverityLow},
		{"one document on a page", &crawler.Listing{Form: crawler.FormPage, Images: pictures(t, "ktp", 1)}, detect.KindNone, detect.SeverityLow},
		{"a gallery of documents", &crawler.Listing{Form: crawler.FormPage, Images: pictures(t, "ktp", 3)}, detect.KindExposure, detect.SeverityMedium},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := d.Detect(tt.listing)
			if f.Kind != tt.kind || f.Severity != tt.severity {
				t.Errorf("%s %s (score %.2f), want %s %s: %+v", f.Kind, f.Severity, f.Score, tt.kind, tt.severity, f.Images)
			}
			if len(f.Images) != len(tt.listing.Images) {
				t.Errorf("%d pictures reported of %d", len(f.Images), len(tt.listing.Images))
			}
			if tt.kind == detect.KindExposure && !slices.Contains(f.Documents, "ktp") {
				t.Errorf("documents %v without the one that is shown", f.Documents)
			}
			if several := strings.Contains(f.Summary["en"], "several people"); several != (f.Kind == detect.KindExposure && len(f.Images) > 2) {
				t.Errorf("%d pictures: %s", len(f.Images), f.Summary["en"])
			}
		})
	}
}

// TestPicturesRecognisedOnce holds that of the same picture many times, which a listing shows in other sizes or a page repeats,
// one is recognised, with whatever comes of it; and that an explanation does not look again.
func TestPicturesRecognisedOnce(t *testing.T) {
	d := newDetector(t)
	looks := 0
	broken := errors.New("damaged")
	detect.SetRecogniser(d, func(data []byte) (layout.Picture, error) {
		looks++
		if string(data) == "broken" {
			return layout.Picture{}, broken
		}
		return shows[string(data)], nil
	})
	l := &crawler.Listing{Form: crawler.FormPage, URL: "https://x.example/"}
	for _, show := range []string{"ktp", "broken", "ktp", "nothing", "broken", "ktp", "nothing"} {
		l.Images = append(l.Images, crawler.Image{URL: fmt.Sprintf("https://x.example/%d.png", len(l.Images)), Data: []byte(show)})
	}
	for name, judge := range map[string]func() detect.Finding{
		"verdict":     func() detect.Finding { return d.Detect(l) },
		"explanation": func() detect.Finding { return d.Trace(l, d.Names(*l), true).Finding },
	} {
		looks = 0
		f := judge()
		if looks != 3 {
			t.Errorf("%s: %d pictures recognised, 3 are different", name, looks)
		}
		for i, m := range f.Images {
			show := string(l.Images[i].Data)
			if m.Source != l.Images[i].URL || (m.Layout == "ktp") != (show == "ktp") || (m.Refused != "") != (show == "broken") {
				t.Errorf("%s: of picture %d, %q, is told %+v", name, i, show, m)
			}
		}
		if len(f.Images) != len(l.Images) {
			t.Errorf("%s: %d pictures reported of %d", name, len(f.Images), len(l.Images))
		}
	}
}
