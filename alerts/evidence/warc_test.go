package evidence_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/evidence"
)

var (
	fetched = time.Date(2026, 3, 1, 9, 30, 15, 250_000_000, time.FixedZone("WIB", 7*3600))
	sealed  = time.Date(2026, 3, 1, 2, 31, 0, 0, time.UTC)
	about   = evidence.About{AlertID: "9b0c6c36-6a0b-5f2e-8d6b-0b1f6a1f2c3d", Sequence: 2, Part: "post-7", Source: "urn:ronda:test"}
)

func warc(t *testing.T, about evidence.About, exchanges ...evidence.Exchange) []record {
	t.Helper()
	var b bytes.Buffer
	if err := evidence.WriteWARC(&b, &evidence.Content{Exchanges: exchanges}, &about, "ronda 0.1.0", sealed); err != nil {
		t.Fatal(err)
	}
	records, err := readRecords(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestWARC(t *testing.T) {
	body := []byte("<p>jual \x00\xff foto\r\n\r\nWARC/1.1\r\n")
	records := warc(t, about,
		evidence.Exchange{
			URL: "https://toko.example/p?q=1", FetchedAt: fetched, Status: 404, ContentType: "text/html", Body: body, Truncated: true,
			Header: http.Header{
				"Content-Type": {"text/html; charset=utf-8"}, "Server": {"nginx"}, "X-Twice": {"1", "2"},
				"Content-Encoding": {"gzip"}, "Transfer-Encoding": {"chunked"}, "Content-Length": {"17"},
				"Set-Cookie": {"sid=secret"}, "set-cookie2": {"sid=secret"},
			},
		},
		evidence.Exchange{URL: "https://toko.example/a.png", FetchedAt: fetched, Body: []byte("\x89PNG\r\n\x1a\nrest")},
	)
	type row struct{ Type, Date, URI, ContentType, Identified, Truncated string }
	want := []row{
		{"warcinfo", "2026-03-01T02:31:00Z", "", "application/warc-fields", "", ""},
		{"response", "2026-03-01T02:30:15.25Z", "https://toko.example/p?q=1", "application/http;msgtype=response", "text/html", "length"},
		{"resource", "2026-03-01T02:30:15.25Z", "https://toko.example/a.png", "image/png", "", ""},
		{"metadata", "2026-03-01T02:31:00Z", "https://toko.example/p?q=1", "application/warc-fields", "", ""},
	}
	var got []row
	for _, r := range records {
		h := r.header
		got = append(got, row{
			h.Get("WARC-Type"), h.Get("WARC-Date"), h.Get("WARC-Target-URI"), h.Get("Content-Type"),
			h.Get("WARC-Identified-Payload-Type"), h.Get("WARC-Truncated"),
		})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("records (-want +got):\n%s", diff)
	}
	info, page, picture, meta := records[0], records[1], records[2], records[3]
	for _, r := range records[1:] {
		if r.header.Get("WARC-Warcinfo-ID") != info.header.Get("WARC-Record-ID") {
			t.Errorf("%s does not name its warcinfo", r.header.Get("WARC-Type"))
		}
	}
	if id := page.header.Get("WARC-Record-ID"); picture.header.Get("WARC-Concurrent-To") != id || meta.header.Get("WARC-Refers-To") != id {
		t.Error("picture and metadata do not name the page's record")
	}
	if !bytes.Equal(page.payload, body) {
		t.Errorf("page's body is %q", page.payload)
	}
	if page.http.Status != "404 Not Found" {
		t.Errorf("status line says %q", page.http.Status)
	}
	wantHeader := http.Header{
		"Content-Type": {"text/html; charset=utf-8"}, "Server": {"nginx"}, "X-Twice": {"1", "2"}, "Content-Length": {"29"},
		"X-Archive-Orig-Content-Encoding": {"gzip"}, "X-Archive-Orig-Transfer-Encoding": {"chunked"}, "X-Archive-Orig-Content-Length": {"17"},
	}
	if diff := cmp.Diff(wantHeader, page.http.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	wantInfo := "software: ronda 0.1.0\r\nformat: WARC File Format 1.1\r\n"
	if !strings.HasPrefix(string(info.block), wantInfo) || !strings.Contains(string(info.block), "\r\nisPartOf: urn:ronda:test\r\n") {
		t.Errorf("warcinfo:\n%s", info.block)
	}
	wantMeta := "alert: 9b0c6c36-6a0b-5f2e-8d6b-0b1f6a1f2c3d\r\nsequence: 2\r\npart: post-7\r\nsource: urn:ronda:test\r\n"
	if string(meta.block) != wantMeta {
		t.Errorf("metadata:\n%s", meta.block)
	}
}

// What strangers send cannot end a line, a header or a record.
func TestWARCResistsInjection(t *testing.T) {
	evil := "x\r\nWARC-Type: request\r\n\r\nWARC/1.1\nX: y\x00\r"
	part := about
	part.Part = evil
	records := warc(t, part,
		evidence.Exchange{
			URL: "https://toko.example/" + evil + "<é>", Status: 200, ContentType: evil, Body: []byte("isi"),
			Header: http.Header{evil: {"1"}, "X-Evil": {evil}, "": {"1"}, "X Y": {"1"}, "X:Y": {"1"}, "content-length": {"999"}, "SET-COOKIE": {"a"}},
		},
		evidence.Exchange{URL: "", ContentType: "image/png\r\nX: y", Body: []byte("isi")},
	)
	if len(records) != 4 {
		t.Fatalf("%d records", len(records))
	}
	page, picture := records[1], records[2]
	if got, want := page.header.Get("WARC-Target-URI"),
		"https://toko.example/x%0D%0AWARC-Type:%20request%0D%0A%0D%0AWARC/1.1%0AX:%20y%00%0D%3C%C3%A9%3E"; got != want {
		t.Errorf("URI %q", got)
	}
	if got := page.header.Get("WARC-Identified-Payload-Type"); got != "text/plain" {
		t.Errorf("type %q", got)
	}
	want := http.Header{"X-Evil": {"x  WARC-Type: request    WARC/1.1 X: y"}, "Content-Length": {"3"}, "X-Archive-Orig-Content-Length": {"999"}}
	if diff := cmp.Diff(want, page.http.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	if picture.header.Get("WARC-Target-URI") != "about:blank" || picture.header.Get("Content-Type") != "text/plain" {
		t.Errorf("picture's record: %v", picture.header)
	}
	if !strings.Contains(string(records[3].block), "\r\npart: x  WARC-Type: request    WARC/1.1 X: y\r\n") {
		t.Errorf("metadata:\n%s", records[3].block)
	}
}

// Dates and statuses that cannot be written are not.
func TestWARCWithoutHead(t *testing.T) {
	for _, status := range []int{-1, 0, 1, 99, 1000} {
		records := warc(t, about, evidence.Exchange{URL: "https://toko.example/", Status: status, FetchedAt: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)})
		h := records[1].header
		if h.Get("WARC-Type") != "resource" || h.Get("WARC-Date") != "2026-03-01T02:31:00Z" || h.Get("Content-Length") != "0" {
			t.Errorf("status %d: %v", status, h)
		}
	}
	if records := warc(t, about); len(records) != 2 {
		t.Errorf("without an exchange: %d records", len(records))
	}
}

// Whatever the answer is, each record reads back as one, and the body byte for byte.
func FuzzWARC(f *testing.F) {
	f.Add("https://toko.example/", 200, "Content-Type", "text/html", []byte("<p>isi"), "text/html", int64(1772332215))
	f.Add("https://toko.example/\r\n", 404, "Transfer-Encoding", "chunked", []byte("\r\n\r\nWARC/1.1\r\n"), "a/b;c=\"d", int64(-1))
	f.Add("", 0, "Set-Cookie", "sid=1", []byte{0x1f, 0x8b, 0}, "", int64(1)<<60)
	f.Add("::%zz\x00", 599, "X\nY", "\xff\x00\x7f\r\n", []byte(nil), "\r\n", int64(0))
	f.Add("https://toko.example/", 304, "Content-Length", "-5", []byte("isi"), "text/html", int64(0))
	f.Add("https://toko.example/", 200, "Trailer", "Content-Length", []byte("isi"), "text/html", int64(0))
	f.Fuzz(func(t *testing.T, url string, status int, name, value string, body []byte, contentType string, seconds int64) {
		var b bytes.Buffer
		content := &evidence.Content{Exchanges: []evidence.Exchange{
			{URL: url, Status: status, Header: http.Header{name: {value, value}}, Body: body, ContentType: contentType, FetchedAt: time.Unix(seconds, 0)},
			{URL: url, Body: body, ContentType: contentType},
		}}
		part := about
		part.Part, part.Source = name, value
		if err := evidence.WriteWARC(&b, content, &part, "ronda", sealed); err != nil {
			t.Fatal(err)
		}
		records, err := readRecords(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if len(records) != 4 {
			t.Fatalf("%d records", len(records))
		}
		page, picture := records[1], records[2]
		if !bytes.Equal(picture.payload, body) {
			t.Errorf("picture %q became %q", body, picture.payload)
		}
		if page.http == nil {
			if status >= 100 && status <= 999 || !bytes.Equal(page.payload, body) {
				t.Errorf("status %d, body %q became %q", status, body, page.payload)
			}
			return
		}
		if page.http.StatusCode != status || !bytes.HasSuffix(page.block, append([]byte("\r\n\r\n"), body...)) {
			t.Errorf("status %d became %d, body %q became %q", status, page.http.StatusCode, body, page.block)
		}
		for known := range page.http.Header {
			switch known {
			case http.CanonicalHeaderKey(name), http.CanonicalHeaderKey("X-Archive-Orig-" + name), "Content-Length":
			default:
				t.Errorf("header field %q came from nowhere", known)
			}
		}
		if page.http.Header["Set-Cookie"] != nil || page.http.Header["Content-Encoding"] != nil || page.http.Header["Transfer-Encoding"] != nil {
			t.Errorf("header %v", page.http.Header)
		}
	})
}
