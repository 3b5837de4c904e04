package site

import (
	"os"
	"testing"

	"ronda/crawler"
	"ronda/crawler/dom"
)

// TestViewForgetsThePage holds that the room which serves page after page points to none.
func TestViewForgetsThePage(t *testing.T) {
	body, err := os.ReadFile("testdata/thread/wordpress-comments.html")
	if err != nil {
		t.Fatal(err)
	}
	page := &crawler.Page{URL: "https://situs.example/", Body: body}
	doc, err := dom.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	v := newView(page, doc)
	if parts := v.parts(); len(parts) == 0 || len(v.found) == 0 {
		t.Fatalf("%d parts, %d candidates", len(parts), len(v.found))
	}
	v.release()
	if v.page != nil || v.doc != nil {
		t.Error("the view points to its page")
	}
	for _, c := range append(v.found[:cap(v.found)], v.parted[:cap(v.parted)]...) {
		if c != (candidate{}) {
			t.Errorf("the view holds candidate %q", c.id)
		}
	}
}
