package byline

import (
	"strings"
	"testing"
)

func TestIsName(t *testing.T) {
	for line, want := range map[string]bool{
		"Mbok Rah, bumbu dapur": true, "Kakak kelas XI-4": true, "A***i": true, "studio.mentahan": true, "N. L. Puspa": true,
		"Azka (murid baru!)": true, "Apakah bisa diwakilkan?": false, "1. Beri tanda air": false, "Rp85.000": false,
		"Biaya yang perlu dibayar": false, "Deskripsi": false, "Deskripsi Ayu": true, "Terima kasih banyak, semuanya lancar.": false,
	} {
		if got := IsName(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestRead(t *testing.T) {
	for s, want := range map[string]Line{
		"3 Maret 2025, 08:11 · Balas": {From: 0, To: 19, Action: true},
		"Suka · Balas · 3":            {From: -1, To: -1, Action: true},
		"Nama: Hartono":               {From: -1, To: -1, Label: 6},
		"Tanggal: 3 Maret 2025":       {From: 9, To: 21, Label: 9},
		"★★★★":                        {From: -1, To: -1, Wordless: true},
		"Padi menguning":              {From: -1, To: -1},
	} {
		if got := Read(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

func TestTrimName(t *testing.T) {
	for s, want := range map[string]string{
		"oleh Budi pada": "Budi", "— Rina —": "Rina", "Yayuk mengatakan...": "Yayuk", "Posted by Joko on": "Joko", "": "", "oleh": "",
	} {
		if got := TrimName(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestSpeaker(t *testing.T) {
	for s, want := range map[string]string{"Rina: pagi": "Rina|pagi", "<rina> pagi": "rina|pagi", "Rina:": "", "pagi semua": "", "<b>pagi": ""} {
		name, n := Speaker(s)
		if got := name + "|" + s[n:]; n > 0 && strings.ReplaceAll(got, "| ", "|") != want || n == 0 && want != "" {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestConversational(t *testing.T) {
	for s, want := range map[string]bool{
		"Kapan loketnya buka": true, "terima kasih min": true, "Benarkah?": true, "🔥🔥": true, "Petugas menambah dua alat perekam": false, "": false,
	} {
		if got := Conversational(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestAnnouncesComments(t *testing.T) {
	for s, want := range map[string]bool{
		"Komentar (2)": true, "3 Comments": true, "Ulasan pembeli": true, "Contoh komentar": false, "Padi": false,
		"Banyak komentar masuk ke meja redaksi sepanjang pekan ini, dan kami membaca semuanya": false,
	} {
		if got := AnnouncesComments(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
