package site_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestExtractGolden compares what is read from testdata/<kind>/<page> with <page>.json beside it.
func TestExtractGolden(t *testing.T) {
	for _, path := range inputs(t) {
		t.Run(strings.TrimPrefix(path, "testdata/"), func(t *testing.T) {
			extraction, err := site.Extract(pageOf(t, path))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			encoder := json.NewEncoder(&got)
			encoder.SetIndent("", "  ")
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(extraction); err != nil {
				t.Fatal(err)
			}
			golden := path + ".json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("extraction differs from %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func inputs(tb testing.TB) []string {
	tb.Helper()
	all, err := filepath.Glob("testdata/*/*")
	if err != nil {
		tb.Fatal(err)
	}
	var paths []string
	for _, path := range all {
		if !strings.HasSuffix(path, ".html.json") && !strings.HasSuffix(path, ".xml.json") && strings.Count(filepath.Base(path), ".") == 1 {
			paths = append(paths, path)
		}
	}
	if len(paths) < 20 {
		tb.Fatalf("only %d pages in testdata", len(paths))
	}
	return paths
}

func pageOf(tb testing.TB, path string) *crawler.Page {
	tb.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	media := map[string]string{".html": "text/html", ".xml": "application/xml", ".csv": "text/csv", ".json": "application/json", ".md": "text/markdown"}
	contentType := media[filepath.Ext(path)]
	if contentType == "" {
		contentType = "text/plain"
	}
	address := "https://situs.example/" + strings.TrimPrefix(path, "testdata/")
	if strings.HasPrefix(path, "testdata/index/") {
		folder := map[string]string{"apache.html": "arsip/ktp/", "nginx.html": "foto/", "python.html": "data/", "bucket.xml": ""}
		address = "https://situs.example/" + folder[filepath.Base(path)]
	}
	return &crawler.Page{URL: address, Status: 200, ContentType: contentType, Body: body, FetchedAt: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)}
}
