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
		for _, head := range []string{"nik,nama,alamat", "NIK,NAMA_LGKP,ALAMAT", "no_ktp,nama_lengkap,alamat"} {
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
		for _, sample := range []string{"3507 7101 0190 3001", "3507710101903001", "3507710101903001\n3507720201903002"} {
			d := dump{file: "a.txt", text: offer + "\n" + sample + "\n"}
			if f := d.read(t, det); f.Kind != detect.KindSale {
				t.Errorf("%s\n%s: judged %s %.2f", offer, sample, f.Kind, f.Score)
			}
		}
	}
}
