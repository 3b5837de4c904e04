package warc

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"ronda/crawler"
)

func record(kind, contentType, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: <http://toko.example/a>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, contentType, len(block), block)
}

// FuzzWARC holds that any bytes end in pages within the limit, not more than there are records, and at most one error for
// each besides that of the archive.
func FuzzWARC(f *testing.F) {
	for _, s := range []string{
		record("warcinfo", "application/warc-fields", "a: b") + record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"),
		record("resource", "text/plain", "x"), record("response", "application/http", "no HTTP"), "WARC/1.0\nContent-Length: 9999999999999\n\n", "\n\n\n", "WARC/1.0\r\nContent-Length: -1\r\n\r\n",
		record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00"),
	} {
		f.Add([]byte(s))
		f.Add(packed([]byte(s)))
	}
	const limit = 1 << 16
	f.Fuzz(func(t *testing.T, data []byte) {
		pages := 0
		err := Read(bytes.NewReader(data), limit, func(page *crawler.Page, _ io.Reader, err error) error {
			pages++
			if err == nil && len(page.Body) > limit {
				t.Errorf("page of %d bytes", len(page.Body))
			}
			return nil
		})
		if most := bytes.Count(data, []byte("WARC/")); data != nil && !bytes.HasPrefix(data, []byte("\x1f\x8b")) && pages > most {
			t.Errorf("%d pages out of %d records, %v", pages, most, err)
		}
	})
}

// A record that cannot be read costs itself and not those behind it; an archive that is none ends in an error at once.
func TestHostileArchives(t *testing.T) {
	good := record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x")
	for _, tt := range []struct {
		name, archive string
		pages, failed int
		err           string
	}{
		{"record without HTTP", record("response", "application/http", "none") + good, 1, 1, ""},
		{"record of a broken gzip", record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnone") + good, 1, 1, ""},
		{"endless line", good + strings.Repeat("x", 1<<20), 1, 0, "no WARC/ version line"},
		{"endless empty lines", good + strings.Repeat("\n", 1<<20), 1, 0, "no WARC/ version line"},
		{"endless header", good + "WARC/1.1\r\n" + strings.Repeat("X: y\r\n", 1<<18), 1, 0, "longer than"},
		{"endless header line", good + "WARC/1.1\r\nX: " + strings.Repeat("y", 1<<20), 1, 0, "longer than"},
		{"record of a terabyte", good + "WARC/1.1\r\nContent-Length: 1099511627776\r\n\r\n", 1, 0, "more than"},
		{"record that is cut", good + good[:len(good)-8], 1, 0, "unexpected EOF"},
		{"record without length", "WARC/1.1\r\nWARC-Type: x\r\n\r\n", 0, 0, "without a usable Content-Length"},
		{"gzip of nothing", string(packed(bytes.Repeat([]byte{0}, 1<<20))), 0, 0, "no WARC/ version line"},
		{"broken gzip", "\x1f\x8bxxxx", 0, 0, "unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages, failed := 0, 0
			err := Read(strings.NewReader(tt.archive), 1<<16, func(_ *crawler.Page, _ io.Reader, err error) error {
				if err != nil {
					failed++
				} else {
					pages++
				}
				return nil
			})
			if pages != tt.pages || failed != tt.failed || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%d pages, %d failed, %v; want %d, %d, %q", pages, failed, err, tt.pages, tt.failed, tt.err)
			}
		})
	}
}

func packed(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}
