package detect_test

import (
	"testing"

	"ronda/crawler"
)

// TestCommentsLean judges one comment below two pages: what it offers is told by the one and not by the other.
func TestCommentsLean(t *testing.T) {
	d := newDetector(t)
	listing := func(part, title, text string) crawler.Listing {
		return crawler.Listing{URL: "https://site.example/a", Part: part, Title: title, SeenAt: seenAt, Blocks: []crawler.Block{{Role: crawler.RoleParagraph, Text: text}}}
	}
	const offer = "remi full deck masih jalan: as saja 2.000, king queen berdua 9.500, satu rumah 24.000. semua deck baru, minat wa.me/6282300005067"
	for _, c := range []struct {
		title, text string
		want        bool
	}{
		{"Bahasa sandi penjual KTP", "Peneliti mencatat iklan yang menyebut foto KTP dan swafoto sebagai \"kartu remi full deck, king queen ada\".", true},
		{"Turnamen remi kampung", "Panitia mencatat peserta memakai kartu remi full deck, king queen ada.", false},
	} {
		page := []crawler.Listing{listing("", c.title, c.text), listing("post-1", c.title, offer)}
		names := d.Names(page...)
		if f := d.DetectAmong(&page[1], names); f.Alert() != c.want {
			t.Errorf("below %q: %s %.2f, alert %v was wanted", c.title, f.Kind, f.Score, c.want)
		}
		if f := d.DetectAmong(&page[0], names); f.Alert() {
			t.Errorf("%q itself alerts: %s %.2f", c.title, f.Kind, f.Score)
		}
	}
}
