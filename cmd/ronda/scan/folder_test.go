package scan

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/crawler/site"
)

func TestPackedAs(t *testing.T) {
	for start, want := range map[string]string{
		"PK\x03\x04...":      "an archive or an office file",
		"%PDF-1.7":           "a PDF",
		"BZh91AY&SY\x00":     "an archive",
		"BZh adalah singkat": "",
		"berkas.sql" + strings.Repeat("\x00", 247) + "ustar\x0000": "an archive",
		"selamat pagi": "",
		"":             "",
	} {
		if got := packedAs([]byte(start)); got != want {
			t.Errorf("%q: %q, want %q", start, got, want)
		}
	}
	if err := unopened(errors.New("other"), []byte("%PDF-")); err.Error() != "other" {
		t.Errorf("another error became %v", err)
	}
	if err := unopened(site.ErrUnsupported, []byte("%PDF-")); !errors.Is(err, site.ErrUnsupported) || !strings.Contains(err.Error(), "a PDF") {
		t.Errorf("a PDF: %v", err)
	}
}

// TestScannable holds that first bytes decide, but for names that promise text or a picture and what cannot be opened.
func TestScannable(t *testing.T) {
	folder := t.TempDir()
	for name, tt := range map[string]struct {
		content string
		want    bool
	}{
		"dump.old": {"nik;nama\n", true}, "mail.eml": {"Subject: rapat\n", true}, "bare": {"halo", true}, "page.php": {"<!doctype html>", true},
		"foto.dat": {"\xff\xd8\xff\xe0", true}, "cut.jpg": {"\x00\x01\x02", true}, "odd.csv": {"\x00\x01\x02", true}, "nothing": {"", true},
		"a.warc.gz": {"\x1f\x8b\x08", true}, "a.csv.gz": {"\x1f\x8b\x08", false}, "a.zip": {"PK\x03\x04", false}, "a.pdf": {"%PDF-1.7", false},
		"a.bin": {"\x00\x01\x02\x03", false}, "a.mp3": {"ID3\x03\x00", false},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := scannable(path); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if !scannable(filepath.Join(folder, "missing")) {
		t.Error("what cannot be opened is passed over, and nobody hears why")
	}
}
