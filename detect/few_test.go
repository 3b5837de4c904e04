package detect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ronda/detect"
)

// TestFewPeople reads files in which fewer than three people stand, in as many rows as may be: they expose nobody by policy,
// and the head above them offers nothing.
func TestFewPeople(t *testing.T) {
	det := newDetector(t)
	people := make([]string, 4)
	for i := range people {
		people[i] = fmt.Sprintf("35077%d0%d01903001,Budi Santoso,Jl Melati %d", i, i+1, i)
	}
	for _, tt := range []struct {
		name string
		rows []string
		kind detect.Kind
	}{
		{"one", people[:1], detect.KindNone},
		{"two", people[:2], detect.KindNone},
		{"one, again and again", slices.Repeat(people[:1], 300), detect.KindNone},
		{"two, again and again", slices.Repeat(people[:2], 150), detect.KindNone},
		{"three", people[:3], detect.KindExposure},
		{"four", people, detect.KindExposure},
	} {
		for _, head := range []string{"nik,nama,alamat", "NIK,NAMA_LGKP,ALAMAT", "no_ktp,nama_lengkap,alamat", "NIK,Nama Lengkap Sesuai KTP,Alamat"} {
			d := dump{file: "a.csv", text: head + "\n" + strings.Join(tt.rows, "\n") + "\n"}
			f := d.read(t, det)
			if f.Kind != tt.kind {
				t.Errorf("%s under %s: judged %s %.2f, %s", tt.name, head, f.Kind, f.Score, f.Summary["en"])
			}
		}
	}
}

// TestOfferAboveASample holds that an advert is heard whose line has commas as a head has them, with one number or two below.
func TestOfferAboveASample(t *testing.T) {
	det := newDetector(t)
	for _, offer := range []string{
		"Dijual data KTP lengkap dengan foto selfie, fresh, 1200 orang, 15rb per data, rekber, japri saja.",
		"Jual KTP, KK, NPWP, selfie, stok banyak milik orang lain, 20rb per set, japri",
		"Jual KTP, selfie, ready stok, 20rb/set, japri admin",
	} {
		for _, sample := range []string{"3507 7101 0190 3001", "3507710101903001", "3507710101903001\n3507720201903002", rowsOf(3, ","), rowsOf(12, ";")} {
			d := dump{file: "a.txt", text: offer + "\n" + sample + "\n"}
			if f := d.read(t, det); f.Kind != detect.KindSale {
				t.Errorf("%s\n%s: judged %s %.2f", offer, sample, f.Kind, f.Score)
			}
		}
	}
}

// rowsOf makes rows of people who do not exist.
func rowsOf(n int, separator string) string {
	var b strings.Builder
	for i := range n {
		sex, day := "L", 3+i*7%25
		if i%3 == 1 {
			sex, day = "P", day+40
		}
		nik := fmt.Sprintf("3507%02d%02d%02d%02d%04d", 71+i*5%17, day, 1+i*5%12, 60+i*11%40, 1+i*3%9)
		b.WriteString(strings.Join([]string{nik, "Budi Santoso", sex, "Malang"}, separator) + "\n")
	}
	return b.String()
}

// TestOfferAboveRows holds that an advert which stands directly above the rows it shows is a sale, however many rows there are and
// whatever parts their fields, and that lines of other people's rows stay what they are: an exposure.
func TestOfferAboveRows(t *testing.T) {
	det := newDetector(t)
	for _, tt := range []struct {
		above, below string
		kind         detect.Kind
		summary      string // a part of it
	}{
		{above: "Dijual data warga Jatim dengan KTP, 500rb all, hubungi @gudangnik. Contoh:", kind: detect.KindSale},
		{above: "READY data nasabah bank 40.000 baris, 2 juta borongan, minat inbox. Isi:", kind: detect.KindSale, summary: "40000"},
		{above: "Obral data KTP, stok 9rb orang, 700 perak, chat admin", kind: detect.KindSale, summary: "9000"},
		{above: "WTS db pelamar kerja, fresh, escrow ok, nik,nama,jk,kota", kind: detect.KindSale},
		{above: "JUAL DATA KTP SE JATIM 300RB ALL", kind: detect.KindSale},
		{above: "Buat keperluan promosi saya jual data ini komplit, 75rb", kind: detect.KindSale},
		{above: "JUAL 1.500.000 data penduduk, fresh dump:", below: "harga 4 juta, escrow", kind: detect.KindSale, summary: "1500000"},
		{above: "Jual data: KTP, KK, selfie, 20rb\nnik;nama;jk;kota", kind: detect.KindSale},

		{above: "nik;nama;jk;kota", kind: detect.KindExposure},
		{above: "NIK,Nama Lengkap Sesuai KTP,Jenis Kelamin,Kota", kind: detect.KindExposure},
		{above: "NO NAMA NIK TEMPAT LAHIR ALAMAT", kind: detect.KindExposure},
		{above: "no_ktp,nama,order,kota", kind: detect.KindExposure},
		{above: "Rekap pembeli elpiji 3 kg\nNIK,Nama,Jumlah,Harga", kind: detect.KindExposure},
		{above: "Daftar peserta pelatihan, biaya Rp 50.000 per orang\nNIK,Nama,JK,Kota", kind: detect.KindExposure},
		{above: "INSERT INTO warga (nik, nama, jk, kota) VALUES", kind: detect.KindExposure},
		{above: "Daftar penerima bantuan Desa Sukamaju, NIK, nama, jenis kelamin", kind: detect.KindExposure},
	} {
		for _, rows := range []string{rowsOf(3, "|"), rowsOf(12, ","), rowsOf(6, ";"), rowsOf(6, "\t")} {
			d := dump{file: "a.txt", text: tt.above + "\n" + rows + tt.below + "\n"}
			f := d.read(t, det)
			if f.Kind != tt.kind || !strings.Contains(f.Summary["en"], tt.summary) {
				t.Errorf("%s\n%.40s...: judged %s %.2f, %s", tt.above, rows, f.Kind, f.Score, f.Summary["en"])
			}
		}
	}
}
