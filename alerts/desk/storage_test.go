package desk_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
)

// closedLedger returns the bytes of a ledger that was closed in order, with alerts, captures, updates and an erasure.
func closedLedger(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: secret})
	if err != nil {
		t.Fatal(err)
	}
	p := newPlanter(5)
	for n := range 40 {
		f, c, _ := p.finding(n % 25)
		if _, err := d.Raise(t.Context(), f, c); err != nil {
			t.Fatal(err)
		}
	}
	erase(t, d, caseOf(t, d, alertID(finding(7))))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// useDamaged opens a ledger that is damaged and does what a watch does with it. Every error must tell a person what is
// wrong, and nothing may panic. It returns which step has noticed.
func useDamaged(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: secret})
	if err != nil {
		known := errors.Is(err, ledger.ErrCorrupt) && strings.Contains(err.Error(), "restore a backup (ronda restore)")
		known = known || strings.Contains(err.Error(), "newer ronda") // a flipped version
		if !known || !strings.Contains(err.Error(), path) {
			t.Errorf("open: %v", err)
		}
		if strings.Contains(err.Error(), plantedBegin) {
			t.Errorf("the error quotes a text: %v", err)
		}
		return "open"
	}
	defer d.Close()
	noticed := "nobody"
	if _, err := d.Verify(t.Context()); err != nil {
		if noticed = "verify"; strings.Contains(err.Error(), plantedBegin) {
			t.Errorf("the error quotes a text: %v", err)
		}
	}
	_, _ = d.Alerts(t.Context(), ledger.AlertFilter{})
	_, _ = d.Events(t.Context(), 0, 1000)
	_, _ = d.Counts(t.Context())
	_, _ = d.Raise(t.Context(), listing(3, 3, 1, shot(3)), evidence.New(evidence.Content{Title: "t"}))
	_, _ = d.Erase(t.Context(), desk.EraseRequest{CaseID: "nobody"})
	return noticed
}

func TestDamagedLedger(t *testing.T) {
	data := closedLedger(t)
	r := rand.New(rand.NewPCG(1, 2))
	noticed := map[string]int{}
	for range 40 {
		damaged := append([]byte{}, data...)
		damaged[r.IntN(len(damaged))] ^= 1 << r.IntN(8)
		noticed[useDamaged(t, damaged)]++
	}
	for at := 0; at < 100; at += 3 { // the file's header
		damaged := append([]byte{}, data...)
		damaged[at] ^= 1 << r.IntN(8)
		noticed["header "+useDamaged(t, damaged)]++
	}
	for range 20 { // a sector was lost
		damaged := append([]byte{}, data...)
		at := r.IntN(len(damaged)/512) * 512
		clear(damaged[at : at+512])
		noticed["sector "+useDamaged(t, damaged)]++
	}
	t.Log(noticed)
	for _, length := range []int{1, 50, 100, 511, 4096, 4097, len(data) / 2, len(data) - 4096, len(data) - 1} {
		if got := useDamaged(t, data[:length]); got != "open" {
			t.Errorf("cut to %d bytes of %d: noticed by %s", length, len(data), got)
		}
	}
}
