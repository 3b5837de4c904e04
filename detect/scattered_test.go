package detect_test

import (
	"strings"
	"testing"
	"time"

	"ronda/crawler"
	"ronda/crawler/site"
	"ronda/detect"
)

// TestScattered holds when people's numbers are seen that stand in several messages of a page, one or two in each.
func TestScattered(t *testing.T) {
	d := newDetector(t)
	for name, tt := range map[string]struct {
		messages []string
		want     detect.Kind
	}{
		"a person a message": {[]string{
			"Buka topeng, satu-satu ya.", "Sunarti NIK 3404715708692001", "Paijo NIK 3404720902612002 kos gang 3", "Endang 3404734411832001, fotonya di atas",
		}, detect.KindExposure},
		"dates, phones and family cards beside them": {[]string{
			"Sunarti NIK 3404715708692001 17-08-1969", "Paijo NIK 3404720902612002 0812 0000 1190", "Endang 3404730101102001 3404734411832001",
		}, detect.KindExposure},
		"in disguise": {[]string{
			"Sunarti NIK ３４０４７１５７０８６９２００１", "Paijo NIK 340472/090261/2002", "Endang é NIK 34O473441183200I",
		}, detect.KindExposure},
		"a message with other long numbers": {[]string{
			"Buka topeng. nomor laporan 2026010112345678, 2026010212345679, 2026010312345670", "Sunarti NIK 3404715708692001", "Paijo NIK 3404720902612002", "Endang NIK 3404734411832001",
		}, detect.KindExposure},
		"two people": {[]string{
			"tolong cek punya saya NIK 3404715708692001", "punya saya juga kak, nik 3404720902612002", "sabar ya kak",
		}, detect.KindNone},
		"the same person again": {[]string{
			"tolong cek NIK 3404715708692001", "admin: NIK 3404715708692001 belum terdaftar", "makasih, jadi 3404715708692001 daftar ulang ya",
		}, detect.KindNone},
		"receipts": {[]string{
			"resi 3404712511262001 sudah jalan kak", "kalau resi 3404712511262012?", "resi 3404712511262033 masih di gudang",
		}, detect.KindNone},
	} {
		t.Run(name, func(t *testing.T) {
			var html strings.Builder
			html.WriteString(`<title>Kanal warga</title><main class="tgme_channel_history">`)
			for i, m := range tt.messages {
				html.WriteString(`<div class="tgme_widget_message" data-post="kanal/` + string(rune('1'+i)) + `"><div class="tgme_widget_message_text">` + m + `</div></div>`)
			}
			const address = "https://kanal.example/s/warga"
			extraction, err := site.Extract(&crawler.Page{URL: address, Body: []byte(html.String()), ContentType: "text/html", FetchedAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(extraction.Listings); n <= len(tt.messages) {
				t.Fatalf("%d listings of %d messages", n, len(tt.messages))
			}
			for i := range extraction.Listings {
				if f := d.Detect(&extraction.Listings[i]); f.Alert() {
					t.Errorf("%q alerts by itself: %s", extraction.Listings[i].Part, f.Kind)
				}
			}
			got := detect.KindNone
			if all := d.Gather(address, extraction.Listings); len(all) > len(extraction.Listings) {
				got = d.Detect(&all[len(all)-1]).Kind
			}
			if got != tt.want {
				t.Errorf("together %s, want %s", got, tt.want)
			}
		})
	}
}

// TestScatteredMadeUp holds that numbers below words that say they are nobody's are read beside these words.
func TestScatteredMadeUp(t *testing.T) {
	d := newDetector(t)
	block := func(text string) []crawler.Block { return []crawler.Block{{Role: crawler.RoleParagraph, Text: text}} }
	for said, want := range map[string]detect.Kind{
		"Untuk menguji validator, pakai data dummy ya. Tulis contoh NIK yang formatnya benar, nomor acak saja, bukan nomor sungguhan.": detect.KindNone,
		"Bantuan sudah cair, silakan dicek oleh semua penerima.":                                                                       detect.KindExposure,
	} {
		all := d.Gather("https://forum.example/t/1", []crawler.Listing{
			{Title: "Utas", Blocks: block(said)},
			{Part: "p1", Blocks: block("Qukavo 3404720902612002")},
			{Part: "p2", Blocks: block("Quneri 3404715708692001")},
			{Part: "numbers", Blocks: block("Quvozu 3404734411832001")},
		})
		if len(all) != 5 {
			t.Fatalf("%d listings below %q", len(all), said)
		}
		last := &all[4]
		if last.Part == "numbers" {
			t.Error("two listings of a page are called numbers")
		}
		if got := d.Detect(last).Kind; got != want {
			t.Errorf("%s below %q, want %s", got, said, want)
		}
	}
}

// TestScatteredLeavesListsAlone holds when what one listing shows by itself is not told a second time.
func TestScatteredLeavesListsAlone(t *testing.T) {
	d := newDetector(t)
	block := func(lines ...string) (blocks []crawler.Block) {
		for _, line := range lines {
			blocks = append(blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
		}
		return blocks
	}
	list := crawler.Listing{Part: "a", Blocks: block("NIK 3404715708692001", "NIK 3404720902612002", "NIK 3404734411832001")}
	one := crawler.Listing{Part: "b", Blocks: block("kata", "Sunarti NIK 3404-7351-0390-2001, 0812 0000 1190")}
	two := crawler.Listing{Part: "c", Blocks: block("NIK 3404720902612002", "NIK 3404734411832001")}
	for name, listings := range map[string][]crawler.Listing{
		"none": nil, "a list": {list}, "a list and another": {list, one}, "few": {one, {}, one}, "one person three times over": {one, one, one},
	} {
		if all := d.Gather("", listings); len(all) != len(listings) {
			t.Errorf("%s: %d listings of %d", name, len(all), len(listings))
		}
	}
	// What it adds has a part of its own, so that its alert is not taken for that of the main content, nor for that of another page of the thread.
	const second = "https://kanal.example/s/warga?page=2"
	if all := d.Gather(second, []crawler.Listing{{Part: "", URL: "https://kanal.example/s/warga"}, one, two}); len(all) != 4 || len(all[3].Blocks) != 3 || all[3].Part == "" || all[3].URL != second {
		t.Errorf("two messages: %+v", all)
	}
}
