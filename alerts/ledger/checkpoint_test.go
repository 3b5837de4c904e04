package ledger_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/chain"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
)

// checkpoint verifies a ledger and says how far it has come.
func checkpoint(t *testing.T, d *desk.Desk) (c chain.Checkpoint) {
	t.Helper()
	v := verifyLedger(t, d.Ledger)
	c.Events, c.Custody = v.Heads()
	return c
}

// A ledger that was written anew verifies, but does not go on from a checkpoint of the former one; nor does one whose end was
// cut off, or an older copy.
func TestCheckpoint(t *testing.T) {
	fill := func(d *desk.Desk, from, to int) {
		t.Helper()
		for n := from; n < to; n++ {
			if _, err := d.Raise(t.Context(), finding(n), evidence.New(evidence.Content{Title: "t"})); err != nil {
				t.Fatal(err)
			}
		}
	}
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	empty := checkpoint(t, d)
	fill(d, 0, 3)
	early := checkpoint(t, d)
	if early.Events.Number != 3 || early.Custody.Number != 3 {
		t.Errorf("checkpoint %v", early)
	}
	fill(d, 3, 5)
	erase(t, d, caseOf(t, d, alertID(finding(1))))
	late := checkpoint(t, d)
	for name, c := range map[string]chain.Checkpoint{"empty": empty, "early": early, "late": late} {
		if err := d.Reaches(t.Context(), &c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}

	forged := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	fill(forged, 2, 9) // as many events and more
	verifyLedger(t, forged.Ledger)
	older := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	fill(older, 0, 2)
	onlyCustody := late
	onlyCustody.Events = chain.Head{}
	for name, tt := range map[string]struct {
		d    *desk.Desk
		c    chain.Checkpoint
		want string
	}{
		"forged":           {forged, early, "event 3 is not the one of the checkpoint"},
		"older":            {older, early, "event 3 of the checkpoint is not there"},
		"forged, custody":  {forged, onlyCustody, "entry of custody 6 is not the one of the checkpoint"},
		"other checkpoint": {d, checkpoint(t, forged), "event 7 of the checkpoint is not there"},
		"older, late":      {older, late, "event 5 of the checkpoint is not there"},
	} {
		if err := tt.d.Reaches(t.Context(), &tt.c); !errors.Is(err, ledger.ErrTampered) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := older.Reaches(t.Context(), &empty); err != nil {
		t.Error(err)
	}
}
