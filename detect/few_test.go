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
