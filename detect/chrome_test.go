package detect_test

import (
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/detect"
)

// TestChromeIsNobodysWord holds that what a site counts is neither stock nor price of what is offered below it, and that stock is
// told which the offer itself names.
func TestChromeIsNobodysWord(t *testing.T) {
	det := newDetector(t)
	for _, tt := range []struct {
		chrome, said string
		kind         detect.Kind
		severity     detect.Severity
		stock        string
	}{
		{"Grup publik · 48 rb anggota", "Jual foto KTP + selfie orang, 10rb, minat inbox", detect.KindSale, detect.SeverityHigh, ""},
		{"31 rb pengikut · 120 postingan", "Jual foto KTP + selfie orang, 10rb, minat inbox", detect.KindSale, detect.SeverityHigh, ""},
		{"Grup publik · 48 rb anggota", "Jual foto KTP + selfie, stok 700 orang, 10rb, minat inbox", detect.KindSale, detect.SeverityCritical, "700"},
		{"Grup publik · 48 rb anggota", "Sewa kostum karnaval 75rb, jaminan KTP asli, stok banyak, chat admin", detect.KindNone, detect.SeverityLow, ""},
		{"Grup publik · 48 rb anggota", "Rental lensa dan kamera 90rb/24jam, syarat 3 identitas asli (KTP, SIM, KK) ditinggal, booking wa", detect.KindNone, detect.SeverityLow, ""},
	} {
		l := crawler.Listing{URL: "https://grup.example/1", Platform: "grup.example", Blocks: []crawler.Block{
			{Text: tt.chrome}, {Text: tt.said}, {Text: "27 suka 1 komentar"}, {Text: "Suka Komentari Bagikan"},
		}}
		f := det.Detect(&l)
		if f.Kind != tt.kind || f.Severity != tt.severity || strings.Contains(f.Summary["en"], "stock named") != (tt.stock != "") || !strings.Contains(f.Summary["en"], tt.stock) {
			t.Errorf("%s\n%s: judged %s %.2f, %s, %s", tt.chrome, tt.said, f.Kind, f.Score, f.Severity, f.Summary["en"])
		}
		for _, s := range f.Signals {
			if strings.Contains(s.Evidence, tt.chrome) || strings.Contains(s.Evidence, "suka 1") {
				t.Errorf("%s: %s rests on %q", tt.said, s.Name, s.Evidence)
			}
		}
	}
}
