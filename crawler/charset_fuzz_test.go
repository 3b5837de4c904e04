package crawler_test

import (
	"bytes"
	"net/http"
	"testing"
	"unicode/utf8"

	"ronda/crawler"
)

// FuzzText holds that a page's text is valid UTF-8 of bounded length whatever its bytes are and whatever charset it claims.
func FuzzText(f *testing.F) {
	for _, charset := range []string{"utf-8", "utf-7", "utf-16", "utf-16be", "iso-2022-jp", "gb18030", "shift_jis", "replacement", "x-user-defined", "nonsense"} {
		f.Add([]byte("KTP \x1b$B\xff\xfe \x00a\x00b <meta charset="+charset+">"), "text/html; charset="+charset)
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		page := &crawler.Page{URL: "https://toko.example/", Body: bytes.Clone(body), Header: http.Header{"Content-Type": {contentType}}}
		text, err := page.Text()
		if err != nil {
			return
		}
		// A byte of another charset may become three.
		if !utf8.Valid(text) || len(text) > 3*len(body)+3 {
			t.Errorf("%d bytes of text out of %d, valid: %t", len(text), len(body), utf8.Valid(text))
		}
		if !bytes.Equal(page.Body, body) {
			t.Error("the page was changed")
		}
	})
}
