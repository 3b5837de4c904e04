package alerts_test

import (
	"path/filepath"
	"testing"

	"ronda/alerts"
)

func BenchmarkRaise(b *testing.B) {
	d, err := alerts.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"), alerts.Config{})
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
