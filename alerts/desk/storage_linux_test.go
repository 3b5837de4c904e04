package desk_test

import (
	"errors"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
	"ronda/disktest"
)

// raiseUntil raises new listings until one fails, and returns how many did not.
func raiseUntil(t *testing.T, d *desk.Desk, from int) (int, error) {
	t.Helper()
	c := evidence.New(evidence.Content{Title: "t", Texts: []string{strings.Repeat("teks ", 2000)}})
	for n := from; n < from+2000; n++ {
		if _, err := d.Raise(t.Context(), finding(n), c); err != nil {
			return n - from, err
		}
	}
	t.Fatal("nothing has failed")
	return 0, nil
}

// The disk is full, then has room again: what was promised is there, what failed left nothing, and the Desk goes on.
func TestFullDisk(t *testing.T) {
	for name, sealing := range map[string]bool{"ledger": false, "with originals": true} {
		t.Run(name, func(t *testing.T) {
			dir := disktest.Small(t, 8<<20)
			cfg := desk.Config{Mask: maskDigits, Key: secret}
			if sealing {
				cfg.Vault = openVault(t, dir)
			}
			d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			first := raise(t, d, finding(10_000))
			events := 1
			for round := range 3 {
				free := disktest.Fill(t, dir, 0)
				n, err := raiseUntil(t, d, round*2000)
				events += n
				if text := err.Error(); !strings.Contains(text, "no space left on device") && !strings.Contains(text, "make room on it") {
					t.Errorf("raise on a full disk: %v", err)
				}
				if errors.Is(err, alerts.ErrInvalid) || errors.Is(err, ledger.ErrCorrupt) {
					t.Errorf("taken for something else: %v", err)
				}
				if err := d.Check(t.Context()); err == nil {
					t.Error("check has found nothing")
				}
				if v := verifyLedger(t, d.Ledger); v.Events != int64(events) {
					t.Errorf("%d events, want %d", v.Events, events)
				}
				if a, err := d.Alert(t.Context(), first.AlertID); err != nil || a.Number != 1 {
					t.Errorf("reading on a full disk: %v", err)
				}
				free()
				if err := d.Check(t.Context()); err != nil {
					t.Errorf("check with room again: %v", err)
				}
				if r := raise(t, d, finding(round*2000+n)); !r.Opened { // the finding that had failed
					t.Errorf("raised %+v", r)
				}
				events++
			}
			if v := verify(t, d, cfg.Vault); v.Events != int64(events) {
				t.Errorf("%d events, want %d", v.Events, events)
			}
			if sealing {
				if list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{}); err != nil || len(sealed(t, cfg.Vault)) != len(list) {
					t.Errorf("%d originals are noted (%v), %d are there", len(list), err, len(sealed(t, cfg.Vault)))
				}
			}
		})
	}
}

// An erasure that a full disk interrupts is done wholly or not at all, and can be asked for again.
func TestEraseOnFullDisk(t *testing.T) {
	dir := disktest.Small(t, 8<<20)
	d, v := openSealing(t, dir)
	p := newPlanter(4)
	f, c, marks := p.finding(1)
	r, err := d.Raise(t.Context(), f, c)
	if err != nil {
		t.Fatal(err)
	}
	id := caseOf(t, d, r.AlertID)
	free := disktest.Fill(t, dir, 0)
	_, _ = raiseUntil(t, d, 10) // the log has no room left either
	if _, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: id}); err == nil {
		t.Log("the erasure found room")
	}
	verifyLedger(t, d.Ledger)
	free()
	erase(t, d, id)
	found := findMarks(raw(t, dir))
	for _, m := range marks {
		if found[m] {
			t.Fatal("an erased text can still be read")
		}
	}
	verify(t, d, v)
}

// The kernel refuses to write: here because files may not grow, elsewhere because a disk fails.
func TestFailingDisk(t *testing.T) {
	d, v := openSealing(t, t.TempDir())
	raise(t, d, finding(1))
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	limit := func(l uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: l, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 3 {
		limit(4096)
		_, err := d.Raise(t.Context(), finding(n+2), nil)
		checked := d.Check(t.Context())
		limit(old.Cur)
		if err == nil || !strings.Contains(err.Error(), "see the kernel's log") {
			t.Errorf("raise: %v", err)
		}
		if checked == nil {
			t.Error("check has found nothing")
		}
		if err := d.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if r := raise(t, d, finding(n+2)); !r.Opened {
			t.Errorf("raised %+v", r)
		}
	}
	if got := verify(t, d, v); got.Events != 4 || len(sealed(t, v)) != 0 {
		t.Errorf("verified %+v, %d originals", got, len(sealed(t, v)))
	}
}

func TestReadOnlyDisk(t *testing.T) {
	dir := disktest.Small(t, 8<<20)
	path := filepath.Join(dir, "ledger.db")
	d, err := desk.Open(t.Context(), path, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	raise(t, d, finding(1))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	disktest.ReadOnly(t, dir, true)
	if d, err := desk.Open(t.Context(), path, desk.Config{}); err == nil {
		d.Close()
		t.Error("opened")
	} else if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("open: %v", err)
	}
	disktest.ReadOnly(t, dir, false)
	f := finding(1)
	f.Kind = detect.KindForgery
	d = openDesk(t, path)
	if r := raise(t, d, f); !r.Updated {
		t.Errorf("raised %+v", r)
	}
	verify(t, d, nil)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
