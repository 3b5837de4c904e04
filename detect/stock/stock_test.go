package stock_test

import (
	"os"
	"testing"

	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

// TestStock reads how much sellers say they have, and takes no price, sample or use for it.
func TestStock(t *testing.T) {
	set, err := rules.LoadFS(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	j, err := text.New(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		want int
	}{
		{"Jual 2500 data KTP warga, japri", 2500},
		{"Jual database KTP 105 juta penduduk", 105_000_000},
		{"Jual data KTP warga 1,2 juta baris", 1_200_000},
		{"Jual data KTP warga 1.200.000 baris", 1_200_000},
		{"Jual data KTP 3jt orang", 3_000_000},
		{"Jual data KTP 500rb orang", 500_000},
		{"Jual data KTP warga 700 ribu orang", 700_000},
		{"Jual data KTP 10k orang", 10_000},
		{"Jual data KTP dua ribu orang", 2000},
		{"Jual data KTP tiga ratus ribu orang", 300_000},
		{"Jual foto KTP, stok ratusan ribu, japri", 100_000},
		{"Jual foto KTP. Stok: 5000, japri", 5000},
		{"Jual puluhan ribu data KTP warga", 10_000},
		{"Jual ribuan data KTP warga", 1000},
		{"Jual 1,3 miliar baris data NIK dan KK", 1_300_000_000},
		{"Selling 105 million Indonesian citizens KTP data, 105M records", 105_000_000},
		{"ready 10k ktp fresh", 10_000},
		{"stok ktp selfie 412 set", 412},
		{"sisa 20 ktp gan", 20},
		{"jual KTP selfie 300an orang", 300},
		{"Jual data KTP 1,2 juta baris. Sample 100 row by request", 1_200_000},
		{"Jual data KTP. Sample 100 row by request", 0},
		{"Jual data KTP, 100 row sample gratis", 0},
		{"Jual NIK KK, masih bisa dipake regis 3 kartu, beli 100 diskon", 0},
		{"Jual foto KTP, harga 500rb set lengkap", 0},
		{"Jual foto KTP Rp 500rb set", 0},
		{"Jual foto KTP @10rb set", 0},
		{"Jual foto KTP selfie, 15rb/orang", 0},
		{"Jual KTP selfie 10rb kk 15rb npwp 20rb", 0},
		{"Jual KTP selfie 10rb per set", 0},
		{"Jual foto KTP, 50.000 perak orang luar kota", 0},
		{"Jual data KTP pelanggan, saldo 20 juta", 0},
		{"aku isih duwe stok akeh foto KTP, nek tuku 50 luwih murah", 0},
		{"Jual foto KTP selfie 10rb/pcs, min order 25 pcs, wa admin", 0},
		{"Jual foto KTP selfie 10rb/pcs, min. 25 pcs", 0},
		{"Jual foto KTP selfie, minimal 200 orang", 0},
		{"Jual foto KTP selfie, minimal pembelian 50 set", 0},
		{"Jual foto KTP selfie, paling sedikit 30 set", 0},
		{"Jual foto KTP selfie, order min: 40 set. Stok: 900", 900},
		{"Jual foto KTP selfie, min. 25 pcs, sisa 300 set", 300},
		{"Jual foto KTP selfie, sudah terjual 500 set", 0},
		{"Jual foto KTP selfie, 500 set terjual, sisa 120 set", 120},
		{"Jual foto KTP selfie. 1.200 orang sudah melihat, 48rb orang mengikuti kami", 0},
		{"Sewa kamera, syarat 3 identitas asli (KTP, SIM, KK), ready stok", 0},
		{"Sewa motor ready, 2 kartu identitas asli ditinggal", 0},
		{"Jual 3 identitas orang, ktp dan kk", 3},
		{"Jual dokumen orang, stok 900 identitas", 900},
	} {
		if got := j.Judge([]speech.Passage{{Text: tt.text}}).Amount; got != tt.want {
			t.Errorf("%q: stock %d, want %d", tt.text, got, tt.want)
		}
	}
}
