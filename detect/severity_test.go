package detect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/detect"
)

// judgedIn2026 is the finding on a page of one paragraph a line.
func judgedIn2026(det *detect.Detector, text string) detect.Finding {
	l := crawler.Listing{URL: "https://pasar.example/1", Platform: "pasar.example", SeenAt: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	for line := range strings.SplitSeq(text, "\n") {
		l.Blocks = append(l.Blocks, crawler.Block{Text: line, Role: crawler.RoleParagraph})
	}
	return det.Detect(&l)
}

// TestSeverityOfWords holds what docs/labels.md says of severity, as far as words and numbers decide it.
func TestSeverityOfWords(t *testing.T) {
	det := newDetector(t)
	for _, tt := range []struct {
		text     string
		kind     detect.Kind
		severity detect.Severity
	}{
		{"Jual KTP ane 300rb, lagi butuh uang, bonus selfie", detect.KindSale, detect.SeverityLow},
		{"Jual KTP ku 300rb, lagi butuh uang, bonus selfie", detect.KindSale, detect.SeverityLow},
		{"Jual KTPku 300rb, lagi butuh uang, bonus selfie", detect.KindSale, detect.SeverityLow},
		{"Jual KTP saya 300rb, lagi butuh uang, bonus selfie", detect.KindSale, detect.SeverityLow},
		{"Jual KTP ane 300rb, asli Bandung, minat inbox", detect.KindSale, detect.SeverityLow},
		{"Jual KTPku 300rb, asli Bandung, minat inbox", detect.KindSale, detect.SeverityLow},
		{"Jual KTP orang 300rb, lengkap selfie, stok ane banyak", detect.KindSale, detect.SeverityHigh},
		{"Jual foto KTP + selfie orang, stok 700 orang, 10rb, minat inbox", detect.KindSale, detect.SeverityCritical},
		{"Jual foto KTP orang, 10rb, minat inbox", detect.KindSale, detect.SeverityMedium},
		{"Bisa bikin KK palsu dan edit KTP, 175rb, hasil mirip asli, chat", detect.KindForgery, detect.SeverityMedium},
		{"Bisa bikin KK palsu dan edit KTP buat zonasi, kirim data anak, 175rb, hasil mirip asli, chat", detect.KindForgery, detect.SeverityCritical},
		{"Blangko KTP kosong ori, sisa 40 keping, 225rb, cod", detect.KindForgery, detect.SeverityHigh},
		{"Blangko KTP kosong ori, sisa 4 keping, 225rb, cod", detect.KindForgery, detect.SeverityMedium},
	} {
		if f := judgedIn2026(det, tt.text); f.Kind != tt.kind || f.Severity != tt.severity {
			t.Errorf("%s: %s %.2f, %s, %s", tt.text, f.Kind, f.Score, f.Severity, f.Summary["en"])
		}
	}
}

// TestChildrenByBirth knows children by the births in their numbers, also where no word says that they are.
func TestChildrenByBirth(t *testing.T) {
	det := newDetector(t)
	list := func(years ...int) string {
		var b strings.Builder
		b.WriteString("Hasil verifikasi berkas\nNo\tNama\tNIK\tStatus\n")
		for i, y := range years {
			fmt.Fprintf(&b, "%d\tBudi Santoso\t320171%02d%02d%02d%04d\tLengkap\n", i+1, 3+i*7%25+i%2*40, 1+i*5%12, y, 1+i*3%9)
		}
		return b.String()
	}
	for _, tt := range []struct {
		name     string
		years    []int
		severity detect.Severity
		children bool
	}{
		{"pupils", []int{19, 18, 19, 18, 18, 19}, detect.SeverityCritical, true},
		{"pupils and a teacher", []int{19, 18, 85, 18}, detect.SeverityCritical, true},
		{"grown up", []int{85, 91, 2, 66, 9, 74}, detect.SeverityMedium, false},
		{"half of them", []int{85, 18, 91, 19}, detect.SeverityMedium, false},
		{"just of age", []int{6, 7, 8, 5}, detect.SeverityMedium, false},
	} {
		f := judgedIn2026(det, list(tt.years...))
		told := strings.Contains(f.Summary["en"], "children's data")
		if f.Kind != detect.KindExposure || f.Severity != tt.severity || told != tt.children {
			t.Errorf("%s: %s %.2f, %s, %s", tt.name, f.Kind, f.Score, f.Severity, f.Summary["en"])
		}
	}
}

// TestSIMCards tells SIM cards of telephones from driving licences.
func TestSIMCards(t *testing.T) {
	det := newDetector(t)
	for text, licence := range map[string]bool{
		"Jual akun paylater atas nama orang, dikasih KTP + SIM card nya, inbox":       false,
		"Jual rekening nama orang, lengkap ATM, simcard, KTP pemilik, 900rb":          false,
		"Ready akun dompet full, dapat kartu SIM perdana dan foto KTP orang, 80rb":    false,
		"Jual foto KTP dan SIM C orang, 20rb, inbox":                                  true,
		"Jual scan KTP, SIM, NPWP orang lain, 25rb per set":                           true,
		"Ready foto kartu SIM A dan KTP orang, 30rb":                                  true,
		"Jual KTP SIM orang lain lengkap, 40rb, minat inbox":                          true,
		"Jual scan SIM dan KTP orang lain, bonus sim card aktif, 40rb, minat inbox 1": true,
	} {
		if f := judgedIn2026(det, text); f.Kind != detect.KindSale || slices.Contains(f.Documents, "sim") != licence {
			t.Errorf("%s: %s %.2f, %v", text, f.Kind, f.Score, f.Documents)
		}
	}
}
