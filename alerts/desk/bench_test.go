package desk_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/detect/ident"
)

func BenchmarkRaise(b *testing.B) {
	d, err := desk.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"), desk.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	b.Run("new", func(b *testing.B) {
		n := 0
		for b.Loop() {
			if _, err := d.Raise(b.Context(), finding(n), nil); err != nil {
				b.Fatal(err)
			}
			n++
		}
	})
	b.Run("seen again", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Raise(b.Context(), finding(0), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What custody costs in a ledger of some thousand alerts with captures and originals, in cases of ten.
func BenchmarkCustody(b *testing.B) {
	const total = 3000
	dir := b.TempDir()
	d, err := desk.Open(b.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Mask: maskDigits, Vault: openVault(b, dir)})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	p := newPlanter(6)
	raise := func(b *testing.B, n int) string {
		f, c, _ := p.finding(n)
		f.Contacts, f.Seller = nil, ident.Fingerprint(fmt.Sprintf("k1:%d", n/10))
		f.SeenAt = seenAt.Add(time.Duration(n) * time.Second)
		if n%10 != 0 {
			c = evidence.New(evidence.Content{Title: "t"})
		}
		r, err := d.Raise(b.Context(), f, c)
		if err != nil {
			b.Fatal(err)
		}
		return r.AlertID
	}
	for n := range total {
		raise(b, n)
	}
	b.Run("raise and seal", func(b *testing.B) {
		for n := total; b.Loop(); n++ {
			raise(b, n)
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Verify(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if err := d.Check(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("erase a case", func(b *testing.B) {
		for n := 0; b.Loop() && n < total/10/2; n++ {
			a, err := d.Alert(b.Context(), alertID(finding(n*10)))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := d.Erase(b.Context(), desk.EraseRequest{CaseID: a.CaseID}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("dry purge", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Purge(b.Context(), desk.Retention{Alerts: time.Second}, seenAt.AddDate(1, 0, 0), true); err != nil {
				b.Fatal(err)
			}
		}
	})
}
