package numerals_test

import (
	"strings"
	"testing"

	"ronda/detect/numerals"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
		used int
	}{
		{"2500 data", 2500, 1},
		{"2.500 data", 2500, 1},
		{"2,500 data", 2500, 1},
		{"1.234.567 baris", 1234567, 1},
		{"105 juta penduduk", 105e6, 2},
		{"1,2 juta baris", 1.2e6, 2},
		{"1.25 juta baris", 1.25e6, 2},
		{"3jt orang", 3e6, 1},
		{"2.5jt orang", 2.5e6, 1},
		{"500rb orang", 500e3, 1},
		{"700 ribu", 700e3, 2},
		{"10k orang", 10e3, 1},
		{"105m records", 105e6, 1},
		{"1,3 miliar data", 1.3e9, 2},
		{"2 juta 500 ribu orang", 2.5e6, 4},
		{"3 ratus ribu orang", 300e3, 3},
		{"10rb 5 set", 10e3, 1},
		{"10rb satu set", 10e3, 1},
		{"300an orang", 300, 1},
		{"1000+ orang", 1000, 1},
		{"dua ribu orang", 2000, 2},
		{"dua ribu lima ratus orang", 2500, 4},
		{"tiga ratus dua puluh satu orang", 321, 5},
		{"dua belas ribu orang", 12e3, 3},
		{"sebelas set", 11, 1},
		{"seratus lima puluh ribu baris", 150e3, 4},
		{"seribu dua ratus", 1200, 3},
		{"sejuta data", 1e6, 1},
		{"setengah juta data", 500e3, 2},
		{"puluhan set", 10, 1},
		{"puluhan ribu data", 10e3, 2},
		{"ratusan ribu", 100e3, 2},
		{"ratusan data", 100, 1},
		{"ribuan data", 1000, 1},
		{"jutaan data", 1e6, 1},
		{"rong ewu wong", 2000, 2},
		{"hundreds of thousands", 100e3, 3},
		{"5 million citizens", 5e6, 2},
		{"ribu orang", 0, 0},
		{"data 500", 0, 0},
		{"3507770101903001 orang", 0, 0},
		{"5elfie ktp", 0, 0},
		{"", 0, 0},
	} {
		n, used := numerals.Read(strings.Fields(tt.text))
		if n.Value != tt.want || used != tt.used {
			t.Errorf("%q: %v of %d words, want %v of %d", tt.text, n.Value, used, tt.want, tt.used)
		}
		for k, w := range strings.Fields(tt.text) {
			if k < used && !numerals.Part(w) {
				t.Errorf("%q: %q is read, and no part of a number", tt.text, w)
			}
		}
	}
	for _, w := range []string{"", "orang", "data", "set", "belanja", "dual"} {
		if numerals.Part(w) {
			t.Errorf("%q is part of a number", w)
		}
	}
}
