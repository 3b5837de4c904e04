package detect_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// Bounds of TestReports: what was reached when they were set. The goal is none of either.
const (
	mostFalseReports  = 2
	mostMissedReplies = 2
)

// TestReports judges thirty long honest pages (news that quotes adverts, help, requirements of offices, studies) as they are, and
// with one reader's comment that makes an offer.
func TestReports(t *testing.T) {
	d := newDetector(t)
	var accused, missed, other []string
	for _, line := range strings.Split(strings.TrimSpace(string(readFile(t, "kinds.tsv"))), "\n")[1:] {
		file, want, _ := strings.Cut(line, "\t")
		page := string(readFile(t, file+".html"))
		const place = "<!--OFFER-->"
		if strings.Count(page, place) != 1 {
			t.Fatalf("%s has no place for a comment", file)
		}
		if f := judged(t, d, strings.Replace(page, place, "", 1)); f.Alert() {
			accused = append(accused, fmt.Sprintf("%s %s %.2f %q", file, f.Kind, f.Score, f.Part))
		}
		f := judged(t, d, strings.Replace(page, place, string(readFile(t, filepath.Join("offers", file+".html"))), 1))
		switch {
		case !f.Alert():
			missed = append(missed, file+" "+want)
		case string(f.Kind) != want:
			other = append(other, fmt.Sprintf("%s %s instead of %s", file, f.Kind, want))
		}
		if f.Alert() && !explained(f) {
			t.Errorf("%s: no signal of %v stands on the page", file, f.Signals)
		}
	}
	t.Logf("accused: %q", accused)
	t.Logf("missed: %q", missed)
	t.Logf("of another kind: %q", other)
	if len(accused) > mostFalseReports || len(missed) > mostMissedReplies {
		t.Errorf("%d honest pages accused, %d offers missed", len(accused), len(missed))
	}
}

// explained reports whether one signal for the kind at least names words of the page.
func explained(f detect.Finding) bool {
	for _, s := range f.Signals {
		if s.Weight > 0 && s.Evidence != "" {
			return true
		}
	}
	return false
}

func judged(t *testing.T, d *detect.Detector, html string) detect.Finding {
	t.Helper()
	page := &crawler.Page{URL: "https://site.example/a", FinalURL: "https://site.example/a", Status: 200, ContentType: "text/html", Body: []byte(html), FetchedAt: seenAt}
	extraction, err := site.Extract(page)
	if err != nil {
		t.Fatal(err)
	}
	names := d.Names(extraction.Listings...)
	var findings []detect.Finding
	for i := range extraction.Listings {
		findings = append(findings, d.DetectAmong(&extraction.Listings[i], names))
	}
	return detect.Worst(findings)
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "reports", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
