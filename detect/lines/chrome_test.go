package lines

import "testing"

// TestChrome tells the lines that sites put around posts from what people write in them.
func TestChrome(t *testing.T) {
	for line, want := range map[string]bool{
		"Grup publik · 48 rb anggota":                   true,
		"Grup Privat · 1,2 jt anggota":                  true,
		"Public group · 12K members":                    true,
		"27 suka 1 komentar":                            true,
		"1,3 rb suka · 204 komentar · 9 kali dibagikan": true,
		"Terjual 1.200 · 350 penilaian · 5rb dilihat":   true,
		"5rb+ terjual":                                  true,
		"12.345 subscribers":                            true,
		"Balas":                                         true,
		"Kutip Balas Laporkan":                          true,
		"Suka · Balas · 4 j":                            true,

		"220.000 anggota":                   false, // a seller's stock may be members
		"Data member: 12.000 members":       false,
		"300 set":                           false,
		"100 orang":                         false,
		"Suka":                              false,
		"Online":                            false,
		"Grup publik":                       false,
		"48 rb":                             false,
		"Laporkan penjual ini!":             false,
		"Terjual 1.200 ktp":                 false,
		"komentar paling baru ada di bawah": false,
		"":                                  false,
	} {
		if got := chrome(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
