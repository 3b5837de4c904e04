package records

import (
	"testing"

	"ronda/crawler"
	"ronda/crawler/dom"
)

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		markup, attribute string
		author, said      string
		dated, acts       bool
	}{
		"author, date, body":     {markup: "<p>Rina<p>3 jam lalu<p>Di sini antre dari subuh sekali, Pak<p>Suka · Balas", author: "Rina", said: "Di sini antre dari subuh sekali, Pak", dated: true, acts: true},
		"one line":               {markup: "<p>Rina Wati, 3 Maret 2025<p>halo", author: "Rina Wati", said: "halo", dated: true},
		"colon":                  {markup: "<p>Rina: pagi semua", author: "Rina", said: " pagi semua"},
		"a line of a chat":       {markup: "<p>[12/03/25 08.11] Rina: pagi semua", author: "Rina", said: " pagi semua", dated: true},
		"body, then who signs":   {markup: "<p>Terima kasih atas penjelasan yang panjang itu.<p>— Rina, 3 Maret 2025", author: "Rina", said: "Terima kasih atas penjelasan yang panjang itu.\n— Rina, 3 Maret 2025", dated: true},
		"labels":                 {markup: "<p>Nama: Rina<p>Tanggal: 03-06-2009 09:14<p>Pesan: salam kenal", author: "Rina", said: "salam kenal", dated: true},
		"author as data":         {markup: "<p>padi bagus, jalan rusak, dan saluran air dangkal", attribute: "Rina", author: "Rina", said: "padi bagus, jalan rusak, dan saluran air dangkal"},
		"short body and a reply": {markup: "<p>Rina<p>3 jam lalu<p>halo<p>Budi 2 jam lalu<p>halo juga", author: "Rina", said: "halo\nBudi 2 jam lalu", dated: true},
		"a table's head is nobody": {
			markup: "<table><tr><th>Nama Sesuai Paspor<th>Nomor<th>Berlaku<tr><td>QURATUL VOZU<td>Z4410298<td>03 FEB 2029</table>", dated: true,
			said: "Nama Sesuai Paspor\tNomor\tBerlaku\nQURATUL VOZU\tZ4410298\t03 FEB 2029",
		},
		"every cell a head":      {markup: "<table><tr><th>Rina<th>03-06-2009 09:14<th>salam kenal dari saya</table>", author: "Rina", dated: true, said: "salam kenal dari saya"},
		"a sentence with a date": {markup: "<p>Soetomo, 12 Mei 2019, menulis bahwa kartu itu bukan hadiah melainkan hak", said: "Soetomo, 12 Mei 2019, menulis bahwa kartu itu bukan hadiah melainkan hak"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := dom.Parse(&crawler.Page{URL: "https://toko.example/", Body: []byte(tt.markup)})
			if err != nil {
				t.Fatal(err)
			}
			var r Reader
			r.Begin(doc)
			rec, ok := r.Read(0, int32(len(doc.Texts)), tt.attribute)
			if ok != (rec.Named || rec.Dated) || !rec.HasBody {
				t.Fatalf("ok %v: %+v", ok, rec)
			}
			if rec.Author != tt.author || r.Said(&rec) != tt.said || rec.Dated != tt.dated || rec.HasAction != tt.acts {
				t.Errorf("%q says %q, dated %v, acts %v", rec.Author, r.Said(&rec), rec.Dated, rec.HasAction)
			}
		})
	}
}
