package site_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/site"
)

// read is all that is extracted of a page, in words.
func read(tb testing.TB, page *crawler.Page) string {
	tb.Helper()
	e, err := site.Extract(page)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := json.Marshal(e)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// goldenPages are the HTML pages of testdata.
func goldenPages(tb testing.TB) []*crawler.Page {
	tb.Helper()
	var pages []*crawler.Page
	for _, path := range inputs(tb) {
		if filepath.Ext(path) == ".html" {
			pages = append(pages, pageOf(tb, path))
		}
	}
	return pages
}

// TestPagesDoNotMix reads pages side by side and one after the other, in room that others left.
func TestPagesDoNotMix(t *testing.T) {
	pages := goldenPages(t)
	want := make([]string, len(pages))
	for i, p := range pages {
		want[i] = read(t, p)
	}
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(worker), 1))
			for range 150 {
				i := rnd.IntN(len(pages))
				if got := read(t, pages[i]); got != want[i] {
					t.Errorf("%s is read otherwise after other pages", pages[i].URL)
				}
			}
		})
	}
	workers.Wait()
}

// TestExtractionKeepsItsTexts holds that nothing of an extraction is changed by the pages that follow.
func TestExtractionKeepsItsTexts(t *testing.T) {
	pages := goldenPages(t)
	first, err := site.Extract(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	before, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		read(t, p)
	}
	after, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("the extraction changed (-before +after):\n%s", diff)
	}
}

// TestBrokenPagesAreReadAsBefore compares what is read of pages put together from pieces of the golden ones with digests in
// testdata: a change of speed must leave every one as it is. A change of meaning writes them anew with -update.
func TestBrokenPagesAreReadAsBefore(t *testing.T) {
	const digests, pagesEach = 40, 25
	var pieces [][]byte
	for _, p := range goldenPages(t) {
		for piece := range bytes.SplitSeq(p.Body, []byte("\n")) {
			pieces = append(pieces, piece, []byte("\n"))
			for tag := range bytes.SplitAfterSeq(piece, []byte(">")) {
				pieces = append(pieces, tag)
			}
		}
	}
	for _, tag := range strings.SplitAfter(oddMarkup, "|") {
		for range 20 {
			pieces = append(pieces, []byte(strings.TrimSuffix(tag, "|")))
		}
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	var got strings.Builder
	for range digests {
		digest := sha256.New()
		for range pagesEach {
			var body []byte
			for range 5 + rnd.IntN(150) {
				body = append(body, pieces[rnd.IntN(len(pieces))]...)
			}
			page := &crawler.Page{URL: "https://situs.example/lapak/7", ContentType: "text/html", Body: body}
			fmt.Fprintln(digest, read(t, page))
		}
		fmt.Fprintf(&got, "%x\n", digest.Sum(nil)[:12])
	}
	const golden = "testdata/broken.sums"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("pages are read otherwise than before (-want +got):\n%s", diff)
	}
}

const oddMarkup = `<div>|</div>|<b>|</b>|<p>|<li>|<ul>|</ul>|<table>|<tr>|<td>|</table>|<dl>|<dt>|<dd>|<a href=/x>|<a href='?a=1&amp;b=2&copy=3'>|</a>|<a>|` +
	`<div hidden>|<span aria-hidden=true>|<i style="display:none">|<svg>|</svg>|<textarea>|<title>|</title>|<!--|-->|<script>|</script>|<noscript>|</noscript>|` +
	`<base href=//lain.example/y/>|<x-kotak>|</x-kotak>|<foo>|</foo>|<q>|</q>|<pre>|</pre>|<br>|<hr>|<h2>|</h3>|<figure><img src=a alt=" b  c " title=d>|<figcaption>|</figure>|` +
	`&amp;|&nbsp;|&notit;|&#0;|&eacute|<p class=comment-7>|<p id=post-8>|<span class=author>|2 jam lalu|10:30 WIB|` + "\r|\x00|\xff|\u00a0|\u3000|\t\t| |é"
