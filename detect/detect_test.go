package detect_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/detect"
)

// page makes a listing of lines.
func page(lines ...string) *crawler.Listing {
	l := &crawler.Listing{URL: "https://pasar.example/a", Platform: "pasar.example", Form: crawler.FormPage, SeenAt: seenAt}
	for _, line := range lines {
		l.Blocks = append(l.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
	}
	return l
}

func rows(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%d. %s, NIK 330271%02d0590%04d", i+1, [...]string{"Sarinem", "Tukiran", "Wagiyo", "Poniyem"}[i%4], 1+i%28, 2001+i))
	}
	return out
}

func TestKinds(t *testing.T) {
	d := newDetector(t)
	for _, tt := range []struct {
		name     string
		listing  *crawler.Listing
		kind     detect.Kind
		severity detect.Severity
	}{
		{"bundles at scale", page("Ready KTP + selfie + KK, 500 set, 20rb per set, garansi, japri"), detect.KindSale, detect.SeverityCritical},
		{"one's own paper", page("Jual foto diri sendiri pegang KTP, 50rb, dm"), detect.KindSale, detect.SeverityLow},
		{"millions in words", page("Jual database KTP 105 juta penduduk, minat japri"), detect.KindSale, detect.SeverityCritical},
		{"plenty, uncounted", page("dodol foto ktp, aku isih duwe stok akeh, nek tuku 50 luwih murah, wa wae"), detect.KindSale, detect.SeverityMedium},
		{"blank cards", page("Blangko e-KTP kosong, sisa 5 keping, 200rb, wa saja"), detect.KindForgery, detect.SeverityMedium},
		{"a public list of three", page(rows(3)...), detect.KindExposure, detect.SeverityMedium},
		{"a public list of a hundred", page(rows(120)...), detect.KindExposure, detect.SeverityCritical},
		{"a list of two", page(rows(2)...), detect.KindNone, detect.SeverityLow},
		{"rows as samples", page(append(rows(3), "Sampel dari 80.000 baris, per baris 150 perak, min order 5.000, rekber, dm @baris")...), detect.KindSale, detect.SeverityCritical},
		{"an open folder", &crawler.Listing{Form: crawler.FormIndex, Title: "Index of /upload/ktp/", Blocks: []crawler.Block{
			{Role: crawler.RoleRow, Text: "IMG_0001.jpg\t412K"}, {Role: crawler.RoleRow, Text: "IMG_0002.jpg\t388K"}, {Role: crawler.RoleRow, Text: "IMG_0003.jpg\t401K"},
		}}, detect.KindExposure, detect.SeverityMedium},
		{"a folder of scans, some named by numbers", page("Index of /ppdb/berkas2025/scan", "KK_Quvozu_3278710905102001.jpg\t412K", "KTP_AYAH_Quneri.jpg\t288K",
			"AKTA_Qukavo.jpg\t390K", "KK_Qukavo_3278724408102001.jpg\t405K", "KK_Quzune_3278731211092004.jpg\t433K", "KK_Quvori_3278776502102003.jpg\t420K"), detect.KindExposure, detect.SeverityMedium},
		{"a folder of holiday pictures", &crawler.Listing{Form: crawler.FormIndex, Title: "Index of /bali/", Blocks: []crawler.Block{
			{Role: crawler.RoleRow, Text: "IMG_0001.jpg\t412K"}, {Role: crawler.RoleRow, Text: "IMG_0002.jpg\t388K"}, {Role: crawler.RoleRow, Text: "IMG_0003.jpg\t401K"},
		}}, detect.KindNone, detect.SeverityLow},
		{
			"a picture that is none", &crawler.Listing{Form: crawler.FormImage, Images: []crawler.Image{{URL: "a.jpg", Data: []byte("no picture")}}},
			detect.KindNone, detect.SeverityLow,
		},
		{"paid for one's KTP", page("Modal KTP doang dibayar 75rb langsung cair, cuma foto pegang KTP, daftar ke admin"), detect.KindSolicitation, detect.SeverityHigh},
		{"goods in the same words", page("Ready stok mukena fullset, 55rb per set, garansi, minat japri, rekber"), detect.KindNone, detect.SeverityLow},
		{"nothing", &crawler.Listing{}, detect.KindNone, detect.SeverityLow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := d.Detect(tt.listing)
			if f.Kind != tt.kind || f.Severity != tt.severity {
				t.Errorf("%s %s (score %.2f), want %s %s%s", f.Kind, f.Severity, f.Score, tt.kind, tt.severity, brief(f.Signals))
			}
			if f.Alert() != (f.Score > 0.5) {
				t.Errorf("alert %v with score %v", f.Alert(), f.Score)
			}
			if f.Summary["id"] == "" || f.Summary["en"] == "" {
				t.Errorf("no summary in both languages: %v", f.Summary)
			}
		})
	}
}

// TestThreadTitle holds that a reply is not judged by the words of the thread's title.
func TestThreadTitle(t *testing.T) {
	d := newDetector(t)
	l := page("wah parah banget ya, semoga cepat ditangkap")
	l.Part, l.Form, l.Title = "post-2", crawler.FormPost, "Foto Selfie Pegang KTP Dijual Rp15 Ribu per Set di Grup"
	if f := d.Detect(l); f.Alert() {
		t.Errorf("a harmless reply is %s %.2f%s", f.Kind, f.Score, brief(f.Signals))
	}
	l = page("saya ada ktp + selfie 10rb per set, japri")
	l.Part, l.Form, l.Title = "post-3", crawler.FormPost, "Warga Diimbau Waspada Pencurian Data"
	if f := d.Detect(l); f.Kind != detect.KindSale {
		t.Errorf("a live offer in a reply is %s %.2f%s", f.Kind, f.Score, brief(f.Signals))
	}
}

func TestIdentifiers(t *testing.T) {
	f := newDetector(t).Detect(page(append(rows(4), rows(2)...)...))
	want := []detect.IdentifierCount{{Type: "nik", Count: 4, Regions: []string{"3302"}}}
	if diff := cmp.Diff(want, f.Identifiers); diff != "" {
		t.Errorf("identifiers (-want +got):\n%s", diff)
	}
	if len(f.Fingerprints) != 4 {
		t.Errorf("%d fingerprints for 4 numbers", len(f.Fingerprints))
	}
}

func TestWantsImages(t *testing.T) {
	d := newDetector(t)
	for _, tt := range []struct {
		name string
		text string
		img  []crawler.Image
		want bool
	}{
		{"words of identity", "ready ktp", []crawler.Image{{URL: "https://x.example/1.jpg"}}, true},
		{"a telling file name", "lihat foto", []crawler.Image{{URL: "https://x.example/ktp_andi.jpg"}}, true},
		{"neither", "ready mukena", []crawler.Image{{URL: "https://x.example/1.jpg"}}, false},
		{"no picture", "ready ktp", nil, false},
	} {
		l := page(tt.text)
		l.Images = tt.img
		if got := d.WantsImages(l); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestWorst(t *testing.T) {
	none := detect.Finding{Kind: detect.KindNone, Score: 0.4, Severity: detect.SeverityLow}
	calm := detect.Finding{Kind: detect.KindNone, Score: 0.1, Severity: detect.SeverityLow}
	sale := detect.Finding{Kind: detect.KindSale, Score: 0.7, Severity: detect.SeverityHigh}
	rows := detect.Finding{Kind: detect.KindExposure, Score: 0.9, Severity: detect.SeverityCritical}
	ask := detect.Finding{Kind: detect.KindSolicitation, Score: 0.99, Severity: detect.SeverityHigh}
	for _, tt := range []struct {
		in   []detect.Finding
		want detect.Finding
	}{
		{[]detect.Finding{calm, none}, none},
		{[]detect.Finding{none, ask, sale}, sale},
		{[]detect.Finding{sale, rows, none}, rows},
		{nil, detect.Finding{Kind: detect.KindNone}},
	} {
		if diff := cmp.Diff(tt.want, detect.Worst(tt.in)); diff != "" {
			t.Errorf("worst (-want +got):\n%s", diff)
		}
	}
}

// TestConcurrent runs one detector from many goroutines; the race detector watches.
func TestConcurrent(t *testing.T) {
	d := newDetector(t)
	l := page("Ready KTP + selfie 10rb per set, japri 0812-0000-4417")
	want := d.Detect(l)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if diff := cmp.Diff(want, d.Detect(l)); diff != "" {
				t.Errorf("the same listing gave two findings:\n%s", diff)
			}
		})
	}
	wg.Wait()
}

// longestDigits is the longest run of digits in s, separators inside it not counted.
func longestDigits(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			run++
			longest = max(longest, run)
		case r == ' ' || r == '.' || r == '-':
		default:
			run = 0
		}
	}
	return longest
}

// FuzzDetect holds that no bytes make the detector panic, that scores stay probabilities, and that no evidence shows a
// number that could be somebody's.
func FuzzDetect(f *testing.F) {
	f.Add("Ready KTP NIK 3302715509610001, japri 0812-0000-4417")
	f.Add("ktp 3302 7155 0961 0001 selfie 10rb")
	f.Add("jual ktp 33.02.71.55.09.61.00.01 per set 10rb \xff\xfe")
	f.Add("k t p ３３０２７１５５０９６１０００１ jual 5rb")
	f.Add("ktp jual 10rb @penjual_ktp t.me/penjualktp nama@contoh.example")
	d := newDetector(f)
	f.Fuzz(func(t *testing.T, s string) {
		l := page(strings.Split(s, "\n")...)
		l.Title, l.Seller = s, s
		finding := d.Detect(l)
		if finding.Score < 0 || finding.Score > 1 {
			t.Fatalf("score %v", finding.Score)
		}
		for _, sig := range finding.Signals {
			// A price, a date and a serial may stand side by side; a number of a person has at least 15 digits in one word.
			for word := range strings.FieldsSeq(sig.Evidence) {
				if longestDigits(word) >= 15 {
					t.Fatalf("signal %s shows %q", sig.Name, sig.Evidence)
				}
			}
			if n := len([]rune(sig.Evidence)); n > 162 {
				t.Fatalf("evidence of %d characters", n)
			}
		}
		if _, err := json.Marshal(finding); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	d := newDetector(b)
	prose := strings.Repeat("Warga desa menanam padi di sawah ketika musim hujan tiba dan panen raya menjelang di bulan depan. ", 10)
	for name, l := range map[string]*crawler.Listing{
		"prose-1KB":  page(prose),
		"advert-1KB": page(prose[:900], "Ready KTP + selfie HD, 10rb per set, garansi, minat japri."),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Detect(l)
			}
		})
	}
}

// TestTitleAlone holds that a page which shows nothing but a title must have more than one that says something below it.
func TestTitleAlone(t *testing.T) {
	const title = "Emang ada yang jual KTP?"
	paragraph := func(s string) crawler.Block { return crawler.Block{Role: crawler.RoleParagraph, Text: s} }
	for name, c := range map[string]struct {
		l     crawler.Listing
		alone bool
	}{
		"a title":                {crawler.Listing{Form: crawler.FormPage, Title: title}, true},
		"a trail ends with it":   {crawler.Listing{Form: crawler.FormPage, Title: title, Blocks: []crawler.Block{paragraph("Forum » Lounge » Obrolan santai » " + title), paragraph("Halaman 1 dari 1")}}, true},
		"its heading":            {crawler.Listing{Form: crawler.FormPage, Title: title, Blocks: []crawler.Block{{Role: crawler.RoleHeading, Text: "Forum jual beli dan obrolan warga sekota"}}}, true},
		"a text":                 {crawler.Listing{Form: crawler.FormPage, Title: title, Blocks: []crawler.Block{paragraph("Gan di berita katanya ada, harganya berapa?")}}, false},
		"a picture":              {crawler.Listing{Form: crawler.FormPage, Title: title, Images: []crawler.Image{{URL: "https://toko.example/a.jpg"}}}, false},
		"a product with a price": {crawler.Listing{Form: crawler.FormPage, Title: title, Price: "15000 IDR"}, false},
		"a folder":               {crawler.Listing{Form: crawler.FormIndex, Title: title}, false},
		"no title":               {crawler.Listing{Form: crawler.FormPage, Blocks: []crawler.Block{paragraph("jual KTP")}}, false},
	} {
		if got := detect.CautionFor(&c.l) > 0; got != c.alone {
			t.Errorf("%s: caution %v", name, detect.CautionFor(&c.l))
		}
	}
}
