package comments

import (
	"os"
	"testing"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/dom"
	"ronda/crawler/records"
)

// TestSectionForgetsThePage holds that the room which serves page after page points to none.
func TestSectionForgetsThePage(t *testing.T) {
	body, err := os.ReadFile("../site/testdata/thread/wordpress-comments.html")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := dom.Parse(&crawler.Page{URL: "https://situs.example/", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	v := boilerplate.New(doc)
	s := Find(v)
	if s.Len() == 0 || len(s.found) == 0 {
		t.Fatalf("%d comments, %d candidates", s.Len(), len(s.found))
	}
	s.Release()
	v.Release()
	if s.View != nil || s.comments != nil || v.Doc != nil {
		t.Error("the room points to its page")
	}
	for _, c := range append(s.found[:cap(s.found)], s.parted[:cap(s.parted)]...) {
		if c != (candidate{}) {
			t.Errorf("the room holds candidate %q", c.id)
		}
	}
	for _, r := range append(s.records[:cap(s.records)], s.group[:cap(s.group)]...) {
		if r != (records.Record{}) {
			t.Errorf("the room holds a record of %q", r.Author)
		}
	}
}
