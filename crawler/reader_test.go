package crawler_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"ronda/crawler"
)

func texts(t *testing.T) map[string]*crawler.Page {
	t.Helper()
	long := strings.Repeat("café 3507 naïve – «data»\n", 40_000)
	pages := map[string]*crawler.Page{
		"nothing": {}, "utf-8": {Body: []byte(long)}, "utf-8 with a mark": {Body: []byte("\xef\xbb\xbf" + long)},
		"one line": {Body: []byte(strings.ReplaceAll(long, "\n", " "))}, "cut character": {Body: []byte("caf\xc3")},
		"accident": {Body: []byte("naïve café\n\xff\n")},
	}
	w1252, err := charmap.Windows1252.NewEncoder().String(long)
	if err != nil {
		t.Fatal(err)
	}
	pages["windows-1252"] = &crawler.Page{Body: []byte(w1252)}
	for name, e := range map[string]unicode.Endianness{"le": unicode.LittleEndian, "be": unicode.BigEndian} {
		for mark, policy := range map[string]unicode.BOMPolicy{"": unicode.IgnoreBOM, " with a mark": unicode.UseBOM} {
			wide, err := unicode.UTF16(e, policy).NewEncoder().String(long)
			if err != nil {
				t.Fatal(err)
			}
			pages["utf-16"+name+mark] = &crawler.Page{Body: []byte(wide)}
		}
	}
	sjis, err := japanese.ShiftJIS.NewEncoder().String(strings.Repeat("身分証の番号\n", 60_000))
	if err != nil {
		t.Fatal(err)
	}
	pages["shift_jis"] = &crawler.Page{Body: []byte(sjis), Header: http.Header{"Content-Type": {"text/plain; charset=shift_jis"}}}
	return pages
}

// TestReaderReadsWhatTextReads cuts each text at another place, and gives the rest slowly.
func TestReaderReadsWhatTextReads(t *testing.T) {
	for name, page := range texts(t) {
		t.Run(name, func(t *testing.T) {
			want, err := page.Text()
			if err != nil {
				t.Fatal(err)
			}
			cut := min(len(page.Body), 70_001)
			head := &crawler.Page{Header: page.Header, Body: page.Body[:cut]}
			got, err := io.ReadAll(head.Reader(iotest.HalfReader(bytes.NewReader(page.Body[cut:]))))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%d bytes, want %d", len(got), len(want))
			}
		})
	}
}

// FuzzReader holds that what is read is valid and, for a text of one stretch, what Text gives.
func FuzzReader(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00"), 1, "utf-8")
	f.Add([]byte("a\x1b$B0l"), 2, "iso-2022-jp")
	f.Add([]byte("\x81\x30\x81"), 2, "gb18030")
	f.Add([]byte("\x00a\x00b\x00c\x00d\x00e"), 3, "utf-16")
	f.Fuzz(func(t *testing.T, body []byte, cut int, charset string) {
		header := http.Header{"Content-Type": {"text/plain; charset=" + charset}}
		cut = max(min(len(body), 4096), min(cut, len(body))) // the beginning holds every declaration
		page := &crawler.Page{Header: header, Body: body}
		head := &crawler.Page{Header: header, Body: body[:cut]}
		want, err := page.Text()
		got, fail := io.ReadAll(head.Reader(bytes.NewReader(body[cut:])))
		if !utf8.Valid(got) {
			t.Error("invalid UTF-8")
		}
		if len(body) < 100_000 && (!bytes.Equal(got, want) || (err == nil) != (fail == nil)) {
			t.Errorf("%q and %v, want %q and %v", got, fail, want, err)
		}
	})
}
