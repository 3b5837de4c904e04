package detect_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// TestGallery holds when a page is an exposure for the names of the pictures that it shows: somebody's document each. Pictures of
// examples, wares and an office at work are named after documents too.
func TestGallery(t *testing.T) {
	d := newDetector(t)
	for name, tt := range map[string]struct {
		title, intro string
		pictures     []string
		want         detect.Kind
	}{
		"members": {
			"Bukti anggota", "Demi transparansi semua anggota mengunggah. Klik untuk memperbesar.",
			[]string{"ktp-mama-rafa.jpg", "ktp_tante_lia.jpeg", "selfie-ktp-bu-joko.jpg?w=400", "ktp-oma-feni.png"},
			detect.KindExposure,
		},
		"members in a newer format": {
			"Bukti anggota", "Demi transparansi semua anggota mengunggah. Klik untuk memperbesar.",
			[]string{"ktp-mama-rafa.jpg.webp", "ktp_tante_lia.jpeg.webp", "ktp.oma.feni.png.webp"},
			detect.KindExposure,
		},
		"two members": {
			"Bukti anggota", "Demi transparansi semua anggota mengunggah. Klik untuk memperbesar.",
			[]string{"ktp-mama-rafa.jpg", "ktp_tante_lia.jpeg", "logo.png", "arisan.jpg"},
			detect.KindNone,
		},
		"how to": {
			"Panduan unggah foto KTP", "Pastikan terbaca agar verifikasi akun tidak ditolak. Berikut contohnya.",
			[]string{"ktp-jelas.png", "ktp-silau.png", "ktp-terpotong.png", "selfie-ktp-miring.png"},
			detect.KindNone,
		},
		"card holders": {
			"ID card holder kulit muat KTP dan SIM", "Rp35.000. Kulit asli Garut, jahitan tangan. Tiga warna.",
			[]string{"ktp-coklat.jpg", "ktp-hitam.jpg", "ktp-maroon.jpg"},
			detect.KindNone,
		},
		"articles": {
			"Berita KTP terbaru", "Kumpulan artikel seputar KTP elektronik.",
			[]string{"ktp-sakti-untuk-warga-miskin.jpg", "ktp-wna-jadi-sorotan.jpg", "ktp-transmigran-akan-difoto-ulang.jpg"},
			detect.KindNone,
		},
		"one picture in three sizes": {
			"Catatan", "Kartu lama ditemukan di laci rumah nenek, sudah tidak berlaku.",
			[]string{"ktp-nenek-1.jpg", "ktp-nenek-2.jpg", "ktp-nenek-3.jpg"},
			detect.KindNone,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var html strings.Builder
			fmt.Fprintf(&html, "<title>%s</title><main><h1>%[1]s</h1><p>%s</p>", tt.title, tt.intro)
			for _, p := range tt.pictures {
				fmt.Fprintf(&html, `<a href="/u/%s"><img src="u/t_%[1]s"></a>`, p)
			}
			page := &crawler.Page{Body: []byte(html.String()), ContentType: "text/html", FetchedAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
			for _, url := range []string{"https://arisan.example/galeri", ""} { // a page that was saved has no address
				page.URL = url
				extraction, err := site.Extract(page)
				if err != nil {
					t.Fatal(err)
				}
				if f := d.Detect(&extraction.Listings[0]); f.Kind != tt.want {
					t.Errorf("at %q %s (%.2f), want %s", url, f.Kind, f.Score, tt.want)
				}
			}
		})
	}
}

// TestGalleryHidesWhose holds that what is told of a gallery's pictures does not name those whose documents they show.
func TestGalleryHidesWhose(t *testing.T) {
	d := newDetector(t)
	l := &crawler.Listing{Title: "Bukti anggota", Blocks: []crawler.Block{{Text: "Demi transparansi semua anggota mengunggah."}}}
	for _, name := range []string{"ktp-mama-rafa.jpg", "KTP%20Tante%20Lia.jpeg", "selfie-ktp-bu-joko.jpg?w=400", "t_ktp_oma_feni.png"} {
		l.Images = append(l.Images, crawler.Image{URL: "https://arisan.example/u/" + name})
	}
	trace := d.Trace(l, d.Names(*l), true)
	if trace.Kind != detect.KindExposure || len(trace.Signals) == 0 {
		t.Fatalf("%s of %d signals", trace.Kind, len(trace.Signals))
	}
	told := strings.ToLower(fmt.Sprintf("%+v", trace))
	if !strings.Contains(told, "ktp-****-****.jpg") {
		t.Errorf("no name of a picture in %s", told)
	}
	for _, name := range []string{"rafa", "tante", "lia.", "joko", "oma", "feni"} {
		if strings.Contains(told, name) {
			t.Errorf("%q in %s", name, told)
		}
	}
}
