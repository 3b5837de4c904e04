package scan

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/cmd/ronda/command"
	"ronda/crawler/fetch"
	"ronda/detect"
)

// TestNewsPages holds pages that were once judged wrongly: reports about identity data, with their lists of links, are
// none, and the advertisement that one of them quotes is a sale where it stands alone.
func TestNewsPages(t *testing.T) {
	judgePages(t, "testdata/pages/news", map[string]detect.Kind{
		"checker-outage.html":        detect.KindNone,
		"closed-service.html":        detect.KindNone,
		"deduplication-backlog.html": detect.KindNone,
		"official-denial.html":       detect.KindNone,
		"quoted-advert.html":         detect.KindNone,
		"advert-alone.html":          detect.KindSale,
	})
}

// TestListingPages judges one page of each kind of site on which such things are offered.
func TestListingPages(t *testing.T) {
	judgePages(t, "testdata/pages/listings", expectedKinds(t, "testdata/pages/listings/expected.tsv"))
}

// judgePages judges every page of a folder as scan does. A page that is not expected is a mistake of the test.
func judgePages(t *testing.T, folder string, want map[string]detect.Kind) {
	t.Helper()
	s, err := newScanner(fetch.Config{UserAgent: fetch.UserAgent(command.Release, "")})
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(paths) != len(want) {
		t.Fatalf("%d pages in %s, %d expected, %v", len(paths), folder, len(want), err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			s.file(t.Context(), path, func(v verdict) bool {
				if v.Error != "" || v.Kind != want[name] {
					var text strings.Builder
					if err := v.printText(&text); err != nil {
						t.Fatal(err)
					}
					t.Errorf("judged %q, want %q\n%s", v.Kind, want[name], text.String())
				}
				return true
			})
		})
	}
}

// expectedKinds reads lines of file name and kind.
func expectedKinds(t *testing.T, path string) map[string]detect.Kind {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kinds := map[string]detect.Kind{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		name, kind, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			t.Fatalf("%s: %q is not a file name, a tab and a kind", path, lines.Text())
		}
		kinds[name] = detect.Kind(kind)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return kinds
}
