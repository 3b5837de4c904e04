package ledger_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
)

func TestVerifyEvidenceFindsDamage(t *testing.T) {
	missing := os.Remove
	cut := func(path string) error { return os.Truncate(path, 100) }
	flip := func(path string) error {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		data[len(data)/2] ^= 1
		return os.WriteFile(path, data, 0o600)
	}
	tests := []struct {
		name   string
		damage func(path string) error
		hash   bool
		want   error
	}{
		{"missing", missing, false, fs.ErrNotExist},
		{"missing, hashed", missing, true, fs.ErrNotExist},
		{"cut", cut, false, ledger.ErrTampered},
		{"cut, hashed", cut, true, ledger.ErrTampered},
		{"one bit", flip, false, nil}, // nobody has looked
		{"one bit, hashed", flip, true, ledger.ErrTampered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			d, v := openSealing(t, dir)
			for n := range 3 {
				if _, err := d.Raise(t.Context(), finding(n), evidence.New(evidence.Content{Title: "t"})); err != nil {
					t.Fatal(err)
				}
			}
			list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{AlertID: alertID(finding(1))})
			if err != nil || len(list) != 1 {
				t.Fatalf("%d originals (%v)", len(list), err)
			}
			if err := tt.damage(v.Path(list[0].Name)); err != nil {
				t.Fatal(err)
			}
			reader, err := ledger.OpenReader(t.Context(), filepath.Join(dir, "ledger.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer reader.Close()
			vault, err := evidence.OpenReader(filepath.Join(dir, "evidence"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := reader.VerifyEvidence(t.Context(), vault, tt.hash)
			if !errors.Is(err, tt.want) || tt.want != nil && (got.Files != 2 || !strings.Contains(err.Error(), "1 of 3 originals: original of event 2: ")) {
				t.Errorf("verified %+v: %v, want %v", got, err, tt.want)
			}
			verifyLedger(t, reader)
			if _, err := reader.VerifyEvidence(t.Context(), nil, false); !errors.Is(err, ledger.ErrNoVault) {
				t.Errorf("without a vault: %v", err)
			}
			erase(t, d, list[0].CaseID) // what is not there need not be removed
		})
	}
}
