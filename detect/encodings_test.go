package detect_test

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// TestEncodings: an offer is found whatever the encoding of its page, declared or not, and an honest page stays harmless.
func TestEncodings(t *testing.T) {
	d := newDetector(t)
	const offer = "<p>Ready KTP + selfie HD – 10rb per set, garansi, minat japri. 40 set, nama random, café.</p>"
	const honest = "<p>Bawa KTP asli dan fotokopinya ke kelurahan – perekaman dibuka pukul 09.00 di aula, café di depan.</p>"
	utf16 := unicode.UTF16
	for _, tt := range []struct {
		name, contentType, meta string
		encoding                encoding.Encoding
	}{
		{"UTF-8", "text/html", "", encoding.Nop},
		{"UTF-8 with a mark", "text/html", "", unicode.UTF8BOM},
		{"windows-1252 by header", "text/html; charset=windows-1252", "", charmap.Windows1252},
		{"windows-1252 by meta element", "text/html", "<meta charset=windows-1252>", charmap.Windows1252},
		{"windows-1252 that nobody declared", "text/html", "", charmap.Windows1252},
		{"windows-1252 declared as UTF-8", "text/html; charset=utf-8", "", charmap.Windows1252},
		{"UTF-16LE with a mark", "text/html", "", utf16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16BE with a mark", "text/html", "", utf16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16LE without", "text/html", "", utf16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16BE without", "text/html", "", utf16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"UTF-16LE by header", "text/html; charset=utf-16le", "", utf16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16BE by header", "text/html; charset=utf-16be", "", utf16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"UTF-16LE with a meta element that says otherwise", "text/html", "<meta charset=utf-8>", utf16(unicode.LittleEndian, unicode.UseBOM)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for text, alert := range map[string]bool{offer: true, honest: false} {
				body, err := tt.encoding.NewEncoder().Bytes([]byte("<html><head>" + tt.meta + "<title>Kabar</title></head><body>" + text + "</body></html>"))
				if err != nil {
					t.Fatal(err)
				}
				e, err := site.Extract(&crawler.Page{URL: "https://situs.example/x", ContentType: tt.contentType, Header: map[string][]string{"Content-Type": {tt.contentType}}, Body: body})
				if err != nil {
					t.Fatal(err)
				}
				if f := d.Detect(&e.Listings[0]); f.Alert() != alert {
					t.Errorf("%s: alert %v, want %v: %q", f.Kind, f.Alert(), alert, e.Listings[0].Blocks)
				} else if alert && f.Kind != detect.KindSale {
					t.Errorf("%s, want sale", f.Kind)
				}
			}
		})
	}
}
