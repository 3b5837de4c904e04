package patrol_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/patrol"
)

// A page that can never be handed over is given up after all, and the rest is walked.
func TestPageThatCannotBeKept(t *testing.T) {
	s := newSite(t, open)
	got := walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 1,
		Handle: func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
			if strings.HasSuffix(page.URL, "/b") {
				return errors.New("whatever it is")
			}
			return nil
		},
		Trouble: func(error) {},
	}, true, s.URL+"/a")
	if got.Pages != 2 {
		t.Errorf("%d pages were read, want /a and /c", got.Pages)
	}
}
