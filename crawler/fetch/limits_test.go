package fetch_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ronda/crawler/fetch"
)

func TestContentTypes(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100)
	avif := "\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1miafMA1B" + strings.Repeat("\x00", 2000)
	heic := "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + strings.Repeat("\x00", 2000)
	tests := []struct {
		header, body string
		want         string // "" when refused
	}{
		{"text/html; charset=utf-8", "<p>", "text/html"},
		{"TEXT/Plain;;;=broken", "x", "text/plain"},
		{"application/xhtml+xml", "<p>", "application/xhtml+xml"},
		{"application/json", "{}", "application/json"},
		{"application/ld+json", "{}", "application/ld+json"},
		{"application/rss+xml", "<rss>", "application/rss+xml"},
		{"text/csv", "a,b", "text/csv"},
		{"image/png", png, "image/png"},
		{"image/svg+xml", "<svg>", "image/svg+xml"},
		{"", "<!DOCTYPE html><p>", "text/html"},
		{"html", "<!DOCTYPE html><p>", "text/html"},
		{"application/octet-stream", png, "image/png"},
		{"application/octet-stream", avif, "image/avif"},
		{"", avif, "image/avif"},
		{"application/octet-stream", heic, "image/heic"},
		{"application/octet-stream", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", ""},
		{"application/octet-stream", "NIK,NAMA\n", "text/plain"},
		{"application/octet-stream", "", "text/plain"},
		{"binary/octet-stream", "\x00\x01\x02\x03", ""},
		{"application/octet-stream", "PK\x03\x04", ""},
		{"", "%PDF-1.7", ""},
		{"video/mp4", "x", ""},
		{"audio/mpeg", "x", ""},
		{"application/zip", "x", ""},
		{"application/gzip", "x", ""},
		{"application/pdf", "x", ""},
		{"font/woff2", "x", ""},
	}
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var i int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &i); err != nil {
			t.Error(err)
		}
		w.Header()["Content-Type"] = nil // no sniffing by the server
		if tests[i].header != "" {
			w.Header().Set("Content-Type", tests[i].header)
		}
		_, _ = io.WriteString(w, tests[i].body)
	})
	for i, tt := range tests {
		p, err := f.Fetch(t.Context(), fmt.Sprintf("%s/%d", url, i))
		switch {
		case tt.want == "":
			if !errors.Is(err, fetch.ErrContentType) || fetch.Temporary(err) {
				t.Errorf("%q with %q: %v, want ErrContentType", tt.header, tt.body, err)
			}
		case err != nil:
			t.Errorf("%q with %q: %v", tt.header, tt.body, err)
		case p.ContentType != tt.want || string(p.Body) != tt.body:
			t.Errorf("%q: type %q, want %q; body %q", tt.header, p.ContentType, tt.want, p.Body)
		}
	}
}

func TestLimits(t *testing.T) {
	const limit = 100_000
	bomb := zip(t, bytes.Repeat([]byte("a"), 50<<20))
	contents := map[string]struct {
		contentType, encoding string
		body                  []byte
		bytes                 int
		truncated             bool
		err                   error
	}{
		"below":            {"text/html", "", make([]byte, limit-1), limit - 1, false, nil},
		"at":               {"text/html", "", make([]byte, limit), limit, false, nil},
		"above":            {"text/html", "", make([]byte, limit+1), limit, true, nil},
		"zipped-at":        {"text/html", "gzip", zip(t, make([]byte, limit)), limit, false, nil},
		"zipped-above":     {"text/html", "x-gzip", zip(t, make([]byte, limit+1)), limit, true, nil},
		"bomb":             {"text/html", "GZIP", bomb, limit, true, nil},
		"bomb-in-disguise": {"", "gzip", bomb, limit, true, nil},
		"bomb-by-type":     {"application/gzip", "", bomb, 0, false, fetch.ErrContentType},
		"bomb.xml.gz":      {"text/xml", "", bomb, min(len(bomb), limit), len(bomb) > limit, nil}, // colly would unpack this one by its name
		"bomb-by-remark":   {"text/html; x=gzip", "", bomb, min(len(bomb), limit), len(bomb) > limit, nil},
		"picture":          {"image/png", "", make([]byte, limit), limit, false, nil},
		"picture-above":    {"image/png", "", make([]byte, limit+1), 0, false, fetch.ErrTooLarge},
		"picture-bomb":     {"image/png", "gzip", bomb, 0, false, fetch.ErrTooLarge},
		"empty-zip":        {"text/html", "gzip", zip(t, nil), 0, false, nil},
		"brotli":           {"text/html", "br", []byte("x"), 0, false, fetch.ErrEncoding},
		"twice":            {"text/html", "gzip, gzip", bomb, 0, false, fetch.ErrEncoding},
		"no-zip":           {"text/html", "gzip", []byte("<p>not zipped at all</p>"), 0, false, gzip.ErrHeader},
		"cut-zip":          {"text/html", "gzip", bomb[:100], 0, false, io.ErrUnexpectedEOF},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := contents[r.URL.Path[1:]]
		w.Header()["Content-Type"] = nil
		if c.contentType != "" {
			w.Header().Set("Content-Type", c.contentType)
		}
		if c.encoding != "" {
			w.Header().Set("Content-Encoding", c.encoding)
		}
		_, _ = w.Write(c.body)
	}))
	defer server.Close()
	f := newFetcher(t, fetch.Config{AllowPrivate: true, MaxBytes: limit})
	for name, c := range contents {
		p, err := f.Fetch(t.Context(), server.URL+"/"+name)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s: %v, want %v", name, err, c.err)
		}
		if wantTemporary := errors.Is(c.err, io.ErrUnexpectedEOF); fetch.Temporary(err) != wantTemporary {
			t.Errorf("%s: temporary = %v", name, !wantTemporary)
		}
		if p != nil && (len(p.Body) != c.bytes || p.Truncated != c.truncated) {
			t.Errorf("%s: %d bytes, truncated %v; want %d, %v", name, len(p.Body), p.Truncated, c.bytes, c.truncated)
		}
	}
}
