package keeping

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"ronda/alerts/ledger"
)

// Pictures are shown as such by their first bytes, whatever the server called them.
func TestOriginalsShowPictures(t *testing.T) {
	for start, want := range map[string]string{
		"\x89PNG\r\n\x1a\n": "data:image/png;base64,",
		"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif": "data:image/avif;base64,",
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "data:image/heic;base64,",
		"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom": "",
	} {
		warc := "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://toko.example/a\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n" +
			"Content-Type: application/octet-stream\r\nContent-Length: " + strconv.Itoa(len(start)) + "\r\n\r\n" + start + "\r\n\r\n"
		shown, err := exchanges([]byte(warc))
		if err != nil || len(shown) != 1 {
			t.Fatalf("%d exchanges, %v", len(shown), err)
		}
		if got := string(shown[0].Picture); !strings.HasPrefix(got, want) || (got == "") != (want == "") {
			t.Errorf("%q is shown as %q, want %q", start, got, want)
		}
	}
}

// What a page says stays text, whatever it says.
func TestOriginalsAreShownAsText(t *testing.T) {
	warc := "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://toko.example/\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: application/http\r\nContent-Length: "
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>dijual &lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script><svg onload=alert(3)>"
	warc += strconv.Itoa(len(answer)) + "\r\n\r\n" + answer + "\r\n\r\n"
	svg := `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(4)"/>`
	warc += "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://toko.example/a.svg\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: image/svg+xml\r\nContent-Length: " + strconv.Itoa(len(svg)) + "\r\n\r\n" + svg + "\r\n\r\n"
	shown, err := exchanges([]byte(warc))
	if err != nil || len(shown) != 2 {
		t.Fatalf("%d exchanges, %v", len(shown), err)
	}
	if shown[0].Text != "dijual <script>alert(1)</script>" {
		t.Errorf("text %q", shown[0].Text)
	}
	var page bytes.Buffer
	err = newGallery(&reader{}).pages.ExecuteTemplate(&page, "original", map[string]any{"Style": "", "Entry": ledger.EvidenceEntry{}, "Exchanges": shown})
	if err != nil {
		t.Fatal(err)
	}
	for _, active := range []string{"<script", "<svg", "onload=\""} {
		if strings.Contains(page.String(), active) {
			t.Errorf("the page holds %s: %s", active, page.String())
		}
	}
}
