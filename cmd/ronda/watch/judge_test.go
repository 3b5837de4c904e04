package watch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"ronda/alerts/evidence"
	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/crawler/warc"
	"ronda/detect/mask"
)

// An original that was sealed can be judged again by ronda scan: our own reader of WARC files finds in it the page and the
// pictures as they were fetched.
func TestSealedOriginalReadsBack(t *testing.T) {
	page := &crawler.Page{
		URL: "https://toko.example/iklan/7", FinalURL: "https://toko.example/iklan/7", Status: http.StatusOK,
		Header:      http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Content-Encoding": {"gzip"}, "Set-Cookie": {"sid=1"}},
		ContentType: "text/html", Body: []byte(`<title>Iklan</title><p>jual foto berkas lengkap<p><img src="/a.png">`),
		FetchedAt: time.Date(2026, 3, 1, 2, 30, 15, 0, time.UTC),
	}
	picture := []byte("\x89PNG\r\n\x1a\nrest")
	listing := crawler.Listing{
		URL: page.URL, Form: crawler.FormPage, Title: "Iklan", Blocks: []crawler.Block{{Text: "jual foto berkas lengkap"}},
		Images: []crawler.Image{{URL: "https://toko.example/a.png", Data: picture}, {URL: "https://toko.example/not-fetched.png"}},
	}
	pages := sealedPages(t, capture(page, &listing, mask.Names{}, nil))
	want := []*crawler.Page{
		{
			URL: page.URL, FinalURL: page.URL, Status: http.StatusOK, ContentType: "text/html", Body: page.Body, FetchedAt: page.FetchedAt,
			Header: http.Header{
				"Content-Type": {"text/html; charset=utf-8"}, "Content-Length": {fmt.Sprint(len(page.Body))},
				"X-Archive-Orig-Content-Encoding": {"gzip"},
			},
		},
		{
			URL: "https://toko.example/a.png", FinalURL: "https://toko.example/a.png", Status: http.StatusOK, ContentType: "image/png",
			Body: picture, FetchedAt: page.FetchedAt,
		},
	}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// A page that is itself a picture is kept once.
func TestPictureIsSealedOnce(t *testing.T) {
	page := &crawler.Page{
		URL: "https://toko.example/a.png", Status: http.StatusOK, Header: http.Header{"Content-Type": {"image/png"}}, ContentType: "image/png",
		Body: []byte("\x89PNG\r\n\x1a\nrest"), FetchedAt: time.Date(2026, 3, 1, 2, 30, 15, 0, time.UTC),
	}
	extraction, err := site.Extract(page)
	if err != nil {
		t.Fatal(err)
	}
	if len(extraction.Listings) != 1 || len(extraction.Listings[0].Images) != 1 {
		t.Fatalf("%d listings", len(extraction.Listings))
	}
	c := capture(page, &extraction.Listings[0], mask.Names{}, nil)
	pages := sealedPages(t, c)
	if len(pages) != 1 || pages[0].URL != page.URL || !bytes.Equal(pages[0].Body, page.Body) {
		t.Errorf("%d pages were sealed", len(pages))
	}
	if r := c.Redact(strings.ToUpper); len(r.Pictures)+r.Omitted != 1 {
		t.Errorf("%d pictures, %d omitted", len(r.Pictures), r.Omitted)
	}
}

// sealedPages seals a capture, unseals it and reads it as scan does.
func sealedPages(t *testing.T, c *evidence.Capture) []*crawler.Page {
	t.Helper()
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	recipients, err := evidence.ParseRecipients([]string{secret.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	vault, err := evidence.OpenVault(t.TempDir(), recipients, evidence.VaultConfig{})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := vault.Seal(t.Context(), c, evidence.About{AlertID: "a", Sequence: 1, Source: "urn:ronda:test"})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := evidence.ReadIdentities(strings.NewReader(secret.String()))
	if err != nil {
		t.Fatal(err)
	}
	in, err := vault.Reader(sealed.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var file bytes.Buffer
	if err := evidence.Unseal(&file, in, ids); err != nil {
		t.Fatal(err)
	}
	var pages []*crawler.Page
	err = warc.Read(&file, 1<<20, func(p *crawler.Page, _ io.Reader, err error) error {
		pages = append(pages, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}
