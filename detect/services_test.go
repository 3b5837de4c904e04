package detect_test

import (
	"testing"

	"ronda/detect"
)

// TestPapersForARental holds that who rents things out and keeps a paper meanwhile trades in no papers, and that who trades in
// them is heard also where he speaks of rentals.
func TestPapersForARental(t *testing.T) {
	det := newDetector(t)
	for text, want := range map[string]detect.Kind{
		"Innova 500rb, Xenia 330rb per hari. Syarat lepas kunci: KTP, KK, SIM A, NPWP asli, foto selfie di unit. Ready tiap hari": detect.KindNone,
		"Rental lensa 60rb/24jam, syarat 3 identitas asli (KTP, SIM, KK) ditinggal, booking wa 0812-0000-4341":                    detect.KindNone,
		"Sewa tenda dome mulai 40rb per malam, tinggalkan 2 identitas asli KTP dan SIM, minat inbox":                              detect.KindNone,

		"Foto KTP + selfie orang buat sewa motor lepas kunci tanpa jaminan, 30rb, inbox":  detect.KindSale,
		"Jual KTP orang lengkap SIM, bisa buat rental mobil lepas kunci, jaminan aman":    detect.KindSale,
		"Pinjam KTP kamu buat jaminan sewa motor, dibayar 100rb cash":                     detect.KindSolicitation,
		"KTP aspal buat sewa mobil, jaminan lolos, 200rb jadi sehari":                     detect.KindForgery,
		"Jual data nasabah rental mobil, KTP + KK + jaminan, 300 orang, 5rb/orang, japri": detect.KindSale,
	} {
		if f := judgedIn2026(det, text); f.Kind != want {
			t.Errorf("%s: %s %.2f", text, f.Kind, f.Score)
		}
	}
}
