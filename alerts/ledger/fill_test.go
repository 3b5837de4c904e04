package ledger_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	"go.uber.org/goleak"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var seenAt = time.Date(2025, 11, 22, 3, 4, 5, 6789000, time.UTC)

// finding is a sale on page n of a market. Ledgers are filled by a Desk here, as they are anywhere.
func finding(n int) detect.Finding {
	return detect.Finding{
		Key: fmt.Sprintf("toko.example listing %d", n),
		URL: fmt.Sprintf("https://pasar.toko.example/iklan/%d", n), Platform: "toko.example", Title: "Jual data KTP + selfie",
		SeenAt: seenAt, Kind: detect.KindSale, Score: 0.91, Severity: detect.SeverityHigh,
	}
}

func plain(s string) string { return s }

func openDesk(t *testing.T, path string) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: plain})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func raise(t *testing.T, d *desk.Desk, f detect.Finding) desk.Raised {
	t.Helper()
	r, err := d.Raise(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func alertID(f detect.Finding) string { return alerts.AlertID(&f) }

// openVault opens a vault in dir that seals to a key nobody keeps.
func openVault(t *testing.T, dir string) *evidence.Vault {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	recipients, err := evidence.ParseRecipients([]string{id.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.OpenVault(filepath.Join(dir, "evidence"), recipients, evidence.VaultConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// openSealing opens a Desk in dir that keeps originals, and its vault.
func openSealing(t *testing.T, dir string) (*desk.Desk, *evidence.Vault) {
	t.Helper()
	v := openVault(t, dir)
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Mask: plain, Vault: v})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, v
}

// verify fails the test when a ledger or its originals, which v holds, are not as they were written.
func verify(t *testing.T, d *desk.Desk, v *evidence.Vault) ledger.Verified {
	t.Helper()
	verified, err := d.Verify(t.Context())
	if err != nil {
		t.Error(err)
	}
	if _, err := d.VerifyEvidence(t.Context(), v, true); err != nil {
		t.Error(err)
	}
	return verified
}

// verifyLedger verifies a ledger without its originals.
func verifyLedger(t *testing.T, l *ledger.Ledger) ledger.Verified {
	t.Helper()
	v, err := l.Verify(t.Context())
	if err != nil {
		t.Error(err)
	}
	return v
}

func caseOf(t *testing.T, d *desk.Desk, alertID string) string {
	t.Helper()
	a, err := d.Alert(t.Context(), alertID)
	if err != nil {
		t.Fatal(err)
	}
	return a.CaseID
}

func erase(t *testing.T, d *desk.Desk, caseID string) desk.Erased {
	t.Helper()
	e, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: caseID, Reason: "asked to", Actor: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
