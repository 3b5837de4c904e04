package papers_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/detect/ident"
	"ronda/detect/mask"
	"ronda/detect/papers"
)

func TestBlanks(t *testing.T) {
	ring := newRing(t)
	for _, tt := range []struct {
		name, text string
		want       []string // as an office writes them
	}{
		{"a number", "Ready blangko e-KTP asli, nomor seri 1234567890123, minat PM", []string{"1234567890123"}},
		{"a chip", "blanko ktp ready, UID chip: 04 A2 2B 1C 9D 3E 80", []string{"04A22B1C9D3E80"}},
		{"a chip with colons", "Blangko KTP-el uid 04:a2:2b:1c", []string{"04-A2-2B-1C"}},
		{"a series", "stok blangko\nno. seri 7001234500001 s/d 7001234500500", []string{"7001234500001", "7001234500500"}},
		{"a list", "BLANGKO KTP\nSerial:\n70012345, 70012346\n70012347", []string{"70012345", "70012346", "70012347"}},
		{"a number before the word", "no seri 1234567890123 blangko kosong", []string{"1234567890123"}},
		{"in groups", "blangko, serial 1234 5678 9012", []string{"123456789012"}},
		{"no blank", "laptop second, serial number 1234567890123", nil},
		{"no serial", "blangko ktp ready, WA 081200004417", nil},
		{"a form", "isi blangko permohonan, lalu kirim", nil},
		{"a word of hexadecimal letters", "blangko chip facade added decade", nil},
		{"far away", "blangko " + strings.Repeat("kata ", 100) + "serial 1234567890123", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := papers.Blanks(tt.text)
			if len(got) != len(tt.want) {
				t.Fatalf("%d serials in %q, want %d", len(got), tt.text, len(tt.want))
			}
			masked := mask.Text(tt.text)
			for i, s := range got {
				want := serial(t, tt.want[i])
				if s.Fingerprint(ring) != want.Fingerprint(ring) {
					t.Errorf("serial %d has another fingerprint than %q", i, tt.want[i])
				}
				written := tt.text[s.Start:s.End]
				if strings.Contains(masked, written) || strings.Contains(fmt.Sprintf("%v %+v %#v %s", s, s, s, []ident.Serial{s}), written) {
					t.Errorf("a serial shows itself in %q", masked)
				}
			}
			if again := mask.Text(masked); again != masked {
				t.Errorf("masked twice: %q, once: %q", again, masked)
			}
		})
	}
	const digits = "3507770101903001"
	if ident.New(ident.TypeNIK, []byte(digits)).Fingerprint(ring) == serial(t, digits).Fingerprint(ring) {
		t.Error("a serial and a population number of the same digits have one fingerprint")
	}
	for _, bad := range []string{"", "1234567", "12345678x", "facadeba", "123456789012345678901"} {
		if end, _ := ident.ReadSerial(bad, 0); end != 0 && end == len(bad) {
			t.Errorf("%q is read as a serial number", bad)
		}
	}
}

// serial reads a serial number as an office keeps it.
func serial(t *testing.T, s string) ident.Serial {
	t.Helper()
	end, value := ident.ReadSerial(s, 0)
	if end != len(s) {
		t.Fatalf("of %q, %d bytes are a serial number", s, end)
	}
	return ident.NewSerial(value, 0, end)
}

func newRing(t testing.TB) *ident.Keyring {
	t.Helper()
	r, err := ident.NewKeyring(ident.Key{ID: "t1", Secret: []byte("0123456789abcdef")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
