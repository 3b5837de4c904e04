package contacts_test

import (
	"strings"
	"testing"

	"ronda/detect/contacts"
	"ronda/detect/ident"
)

func TestContacts(t *testing.T) {
	ring := newRing(t)
	phone := contacts.Find("081200004417")[0].Fingerprint(ring)
	for _, tt := range []struct {
		text string
		kind ident.ContactKind
		same bool // as phone
	}{
		{"+62 812-0000-4417", ident.ContactPhone, true},
		{"WA 0812 0000 4417!", ident.ContactPhone, true},
		{"wa.me/6281200004417?text=hi", ident.ContactPhone, true},
		{"https://api.whatsapp.com/send?phone=6281200004417&text=1", ident.ContactPhone, true},
		{"o8l2oooo4417", ident.ContactPhone, true},
		{"nol delapan satu dua nol nol nol nol empat empat satu tujuh", ident.ContactPhone, true},
		{"0813 0000 4417", ident.ContactPhone, false},
		{"budi@mail.example", ident.ContactEmail, false},
		{"@budi_santoso", ident.ContactHandle, false},
		{"t.me/budi_santoso", ident.ContactHandle, false},
		{"Rp 25.000, NIK 3507770101903001", "", false},
	} {
		cs := contacts.Find(tt.text)
		if tt.kind == "" {
			if len(cs) != 0 {
				t.Errorf("Find(%q) = %v, want none", tt.text, cs)
			}
			continue
		}
		if len(cs) != 1 || cs[0].Kind() != tt.kind || (cs[0].Fingerprint(ring) == phone) != tt.same {
			t.Errorf("Find(%q) = %v, want one %s, same %v", tt.text, cs, tt.kind, tt.same)
		}
	}
	a, b := contacts.Find("ke @Budi_S"), contacts.Find("https://t.me/s/budi_s/7")
	if len(a) != 1 || len(b) != 1 || a[0].Fingerprint(ring) != b[0].Fingerprint(ring) {
		t.Error("a handle and its link have different fingerprints")
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"WA 0812 0000 4417", "t.me/budi a@b.example @budi", "delapan nol ＠x", "wa.me/"} {
		f.Add(s)
	}
	ring := newRing(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range contacts.Find(text) {
			if c.Start < 0 || c.End <= c.Start || c.End > len(text) || c.Fingerprint(ring) == "" {
				t.Fatalf("contact %+v", c)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Pagi tadi warga Desa Sukamaju bergotong royong membersihkan saluran air, lalu makan bersama (pukul 10.30).\n", 200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		contacts.Find(text)
	}
}

func newRing(t testing.TB) *ident.Keyring {
	t.Helper()
	r, err := ident.NewKeyring(ident.Key{ID: "t1", Secret: []byte("0123456789abcdef")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
