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

// TestReports judges long honest pages (news that quotes adverts, help, requirements of offices, studies) as they are, and with one
// reader's comment that makes an offer: thirty pages each by six authors, each in a layout of its own. The bounds are what was
// reached when they were set; the goal is none of either.
func TestReports(t *testing.T) {
	for _, set := range []struct {
		dir             string
		accused, missed int
		unseen          bool // its pages are not looked at, so that it goes on measuring
	}{
		{dir: "reports", accused: 2, missed: 0},
		{dir: "reports/second", accused: 1, missed: 0},
		{dir: "reports/unseen", accused: 0, missed: 3, unseen: true},
		{dir: "reports/fourth", accused: 2, missed: 1, unseen: true},
		{dir: "reports/fifth", accused: 0, missed: 1, unseen: true},
		{dir: "reports/sixth", accused: 1, missed: 1, unseen: true},
	} {
		t.Run(set.dir, func(t *testing.T) {
			accused, missed, other := judgeReports(t, filepath.Join("testdata", set.dir), set.unseen)
			t.Logf("%d honest pages accused, %d offers missed, %d of another kind", len(accused), len(missed), len(other))
			if !set.unseen {
				t.Logf("accused: %q", accused)
				t.Logf("missed: %q", missed)
				t.Logf("of another kind: %q", other)
			}
			if len(accused) > set.accused || len(missed) > set.missed {
				t.Errorf("more than %d honest pages accused or %d offers missed", set.accused, set.missed)
			}
		})
	}
}

// judgeReports judges the pages of a folder.
func judgeReports(t *testing.T, dir string, unseen bool) (accused, missed, other []string) {
	t.Helper()
	d := newDetector(t)
	for _, line := range strings.Split(strings.TrimSpace(string(readFile(t, dir, "kinds.tsv"))), "\n")[1:] {
		file, want, _ := strings.Cut(line, "\t")
		page := string(readFile(t, dir, file+".html"))
		const place = "<!--OFFER-->"
		if strings.Count(page, place) != 1 {
			t.Fatalf("%s has no place for a comment", file)
		}
		if f := judged(t, d, strings.Replace(page, place, "", 1)); f.Alert() {
			accused = append(accused, fmt.Sprintf("%s %s %.2f %q", file, f.Kind, f.Score, f.Part))
		}
		f := judged(t, d, strings.Replace(page, place, string(readFile(t, dir, filepath.Join("offers", file+".html"))), 1))
		switch {
		case !f.Alert():
			missed = append(missed, file+" "+want)
		case string(f.Kind) != want:
			other = append(other, fmt.Sprintf("%s %s instead of %s", file, f.Kind, want))
		}
		if f.Alert() && !explained(f) && !unseen {
			t.Errorf("%s: no signal of %v stands on the page", file, f.Signals)
		} else if f.Alert() && !explained(f) {
			t.Error("an alert has no signal that stands on the page")
		}
	}
	return accused, missed, other
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

func readFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
