package desk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect/ident"
)

const day = 24 * time.Hour

// purge runs a purge dry and then for good, and fails the test when the two differ or the second changes nothing.
func purge(t *testing.T, d *desk.Desk, v *evidence.Vault, r desk.Retention, now time.Time) desk.Purged {
	t.Helper()
	before, err := d.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dry, err := d.Purge(t.Context(), r, now, true)
	if err != nil {
		t.Fatal(err)
	}
	if after, err := d.Counts(t.Context()); err != nil || cmp.Diff(before, after) != "" {
		t.Errorf("a dry run changed something (%v)", err)
	}
	got, err := d.Purge(t.Context(), r, now, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dry, got); diff != "" {
		t.Errorf("purged (-dry run +run):\n%s", diff)
	}
	again, err := d.Purge(t.Context(), r, now, false)
	if diff := cmp.Diff(desk.Purged{Held: got.Held}, again); diff != "" || err != nil {
		t.Errorf("purged twice (%v):\n%s", err, diff)
	}
	verify(t, d, v)
	return got
}

func TestPurge(t *testing.T) {
	// Three cases: one listing seen at day 0; two of one seller seen at day 0 and day 10; one listing seen at day 20.
	tests := []struct {
		name      string
		retention desk.Retention
		now       time.Duration // since day 0
		held      bool          // the first case
		cases     int           // that go
		captures  int           // that go, and as many originals
		holds     int
	}{
		{"for ever", desk.Retention{}, 9999 * day, false, 0, 0, 0},
		{"on the very microsecond", desk.Retention{Evidence: 5 * day, Alerts: 5 * day}, 5 * day, false, 0, 0, 0},
		{"one microsecond later", desk.Retention{Evidence: 5 * day}, 5*day + time.Microsecond, false, 0, 2, 0},
		{"a case waits for its newest alert", desk.Retention{Alerts: 5 * day}, 5*day + time.Microsecond, false, 1, 1, 0},
		{"both", desk.Retention{Evidence: 5 * day, Alerts: 5 * day}, 5*day + time.Microsecond, false, 1, 2, 0},
		{"and its newest alert", desk.Retention{Alerts: 5 * day}, 16 * day, false, 2, 3, 0},
		{"evidence before alerts", desk.Retention{Evidence: 5 * day, Alerts: 15 * day}, 16 * day, false, 1, 3, 0},
		{"everything", desk.Retention{Evidence: day, Alerts: day}, 30 * day, false, 3, 4, 0},
		{"held", desk.Retention{Evidence: 5 * day, Alerts: 5 * day}, 16 * day, true, 1, 2, 1},
		{"held, evidence only", desk.Retention{Evidence: 5 * day}, 16 * day, true, 0, 2, 1},
		{"held, alerts only", desk.Retention{Alerts: 5 * day}, 16 * day, true, 1, 2, 1},
		{"held and not due", desk.Retention{Evidence: 5 * day, Alerts: 5 * day}, 4 * day, true, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, v := openSealing(t, t.TempDir())
			c := evidence.New(evidence.Content{Title: "t"})
			var ids []string
			for n, seen := range []time.Duration{0, 0, 10 * day, 20 * day} {
				f := finding(n)
				f.SeenAt = seenAt.Add(seen)
				if n == 1 || n == 2 {
					f.Seller = "k1:aa"
				}
				r, err := d.Raise(t.Context(), f, c)
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, caseOf(t, d, r.AlertID))
			}
			if tt.held {
				if err := d.Hold(t.Context(), ids[0], "a court"); err != nil {
					t.Fatal(err)
				}
			}
			p := purge(t, d, v, tt.retention, seenAt.Add(tt.now))
			if len(p.Cases) != tt.cases || p.Captures != tt.captures || p.Originals != tt.captures || len(p.Held) != tt.holds {
				t.Errorf("purged %+v, want %d cases, %d captures, %d held", p, tt.cases, tt.captures, tt.holds)
			}
			if n := len(sealed(t, v)); n != 4-tt.captures {
				t.Errorf("%d sealed files are left", n)
			}
			if list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{}); err != nil || len(list) != 4-tt.captures {
				t.Errorf("%d originals are listed (%v)", len(list), err)
			}
			if counts, err := d.Counts(t.Context()); err != nil || counts.Cases != 3-tt.cases {
				t.Errorf("%d cases are left (%v)", counts.Cases, err)
			}
			if tt.held {
				if _, err := d.Capture(t.Context(), alertID(finding(0))); err != nil {
					t.Errorf("capture of the held case: %v", err)
				}
			}
		})
	}
}

// A listing that is seen again is kept, although its newest event is old.
func TestPurgeCountsFromLastSeen(t *testing.T) {
	d, v := openSealing(t, t.TempDir())
	f := finding(1)
	raise(t, d, f)
	f.SeenAt = seenAt.Add(9 * day)
	raise(t, d, f)
	if p := purge(t, d, v, desk.Retention{Alerts: 5 * day}, seenAt.Add(10*day)); len(p.Cases) != 0 {
		t.Errorf("purged %+v", p)
	}
}

func TestPurgeErrors(t *testing.T) {
	dir := t.TempDir()
	d, _ := openSealing(t, dir)
	if _, err := d.Raise(t.Context(), finding(1), evidence.New(evidence.Content{})); err != nil {
		t.Fatal(err)
	}
	raise(t, d, finding(2))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path, later := filepath.Join(dir, "ledger.db"), seenAt.Add(day)
	blind := openDesk(t, path)
	if p, err := blind.Purge(t.Context(), desk.Retention{Alerts: 1}, later, true); err != nil || len(p.Cases) != 2 {
		t.Errorf("dry run without the vault: %+v (%v)", p, err)
	}
	for _, r := range []desk.Retention{{Alerts: 1}, {Evidence: 1}} {
		if p, err := blind.Purge(t.Context(), r, later, false); !errors.Is(err, ledger.ErrNoVault) || len(p.Cases)+p.Captures+p.Originals != 0 {
			t.Errorf("without the vault: %+v (%v)", p, err)
		}
	}
	if got := verifyLedger(t, blind.Ledger); got.Erased != 0 {
		t.Errorf("something was erased: %+v", got)
	}
}

// Some thousand alerts in cases of one to forty alerts: no transaction is huge, so the log stays small.
func TestPurgeManyCases(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	v, commits, longest := openVault(t, dir), 0, int64(0)
	d, err := desk.Open(t.Context(), path, desk.Config{Mask: maskDigits, Key: secret, Vault: v, Step: func(step string) {
		if step != "desk.committed" {
			return
		}
		commits++
		if info, err := os.Stat(path + "-wal"); err == nil {
			longest = max(longest, info.Size())
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	p := newPlanter(3)
	const total = 2000
	old := 0
	var gone []string
	for n, seller := 0, 0; n < total; seller++ {
		for range 1 + p.IntN(40)*p.IntN(2) {
			f, c, marks := p.finding(n)
			f.Contacts = nil
			f.Seller = ident.Fingerprint(fmt.Sprintf("k1:%d", seller))
			if seller%2 == 0 {
				f.SeenAt = seenAt.Add(-day)
				old++
				gone = append(gone, marks[:5]...)
			}
			if n%10 != 0 {
				c = nil
			}
			if _, err := d.Raise(t.Context(), f, c); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	commits, longest = 0, 0
	got := purge(t, d, v, desk.Retention{Alerts: time.Hour}, seenAt.Add(time.Hour))
	if commits < 4 || longest > 16<<20 {
		t.Errorf("%d transactions, log of up to %d bytes", commits, longest)
	}
	t.Logf("%d transactions, log of up to %d bytes", commits, longest)
	if got.Alerts != old || got.Events != old {
		t.Errorf("purged %d alerts and %d events, want %d", got.Alerts, got.Events, old)
	}
	found := findMarks(raw(t, dir))
	for _, m := range gone {
		if found[m] {
			t.Fatal("a purged text can still be read")
		}
	}
	list, err := d.Erasures(t.Context(), 0, 2*total)
	if err != nil || len(list) != old {
		t.Errorf("%d erasures (%v), want %d", len(list), err, old)
	}
	for i, x := range list {
		if x.Number != int64(i+1) {
			t.Fatalf("erasure %d has number %d", i+1, x.Number)
		}
	}
}
