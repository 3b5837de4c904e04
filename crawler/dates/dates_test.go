package dates

import "testing"

func TestFind(t *testing.T) {
	for line, want := range map[string]string{
		"Budi, 3 Maret 2024":                      "3 Maret 2024",
		"Budi · 12.01.26":                         "12.01.26",
		"Budi 9 Jul":                              "9 Jul",
		"Budi - 2024-03-12T08:00:00Z":             "2024-03-12T08:00:00Z",
		"Rina 2 hari yang lalu":                   "2 hari yang lalu",
		"Rina 5 mnt · Balas":                      "5 mnt",
		"Senin, 3 Maret 2025 | 09:11 WIB":         "Senin, 3 Maret 2025 | 09:11 WIB",
		"on March 4, 2019 at 5:15 pm":             "on March 4, 2019 at 5:15 pm",
		"Kemarin 20:11":                           "Kemarin 20:11",
		"baru saja":                               "baru saja",
		"[12/03/25 08.11] Rina":                   "12/03/25 08.11",
		"10.12":                                   "10.12",
		"buka 08.00-15.00 setiap hari":            "",
		"Selesai dalam 17 hari, lalu diambil":     "",
		"Biaya 4 hari kerja":                      "",
		"Rp12.500 per lembar":                     "",
		"versi 1.4.2":                             "",
		"telepon 0822-0000-1111":                  "",
		"Pasal 95A, UU 24/2013 tentang identitas": "",
	} {
		got := ""
		if from, to := Find(line); from >= 0 {
			got = line[from:to]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestStamps(t *testing.T) {
	for s, want := range map[string]bool{
		"Budi, Bantul 03-06-2019 09:14": true, "2 jam yang lalu": true, "5 minutes ago": true, "pukul 09.14 WIB": true,
		"Rp12.500 per lembar": false, "3 Maret 2025": false, "": false,
	} {
		if got := Stamps(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestStart(t *testing.T) {
	for s, want := range map[string]int{"Budi, Bantul 03-06-2019 09:14": 13, "09:14": 0, "RT 5 saja": -1} {
		if got := Start(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
