package desk_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

// Alerts of all sizes come, change and are erased for a while; of the erased ones nothing is left in any file, of the
// others everything.
func TestEraseLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	d, _ := openSealing(t, dir)
	p := newPlanter(1)
	type listing struct {
		id, key string
		newest  []string // marks of its newest event and capture
		all     []string
	}
	var live []listing
	var gone []string
	var erased, events int64
	sighting := func(n int, key string) listing {
		f, c, marks := p.finding(n)
		if key != "" {
			f.Key = key
		}
		r, err := d.Raise(t.Context(), f, c)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Opened && !r.Updated {
			marks = marks[:0] // nothing of it is kept, but the seller may be entered at any time
		}
		if r.Opened || r.Updated {
			events++
		}
		return listing{id: r.AlertID, key: f.Key, newest: marks, all: marks}
	}
	for n := range 120 {
		live = append(live, sighting(n, ""))
		if n%2 == 0 {
			i := p.IntN(len(live))
			again := sighting(n, live[i].key)
			again.all = append(again.all, live[i].all...)
			if len(again.newest) == 0 {
				again.newest = live[i].newest
			}
			live[i] = again
		}
		if n%3 == 0 {
			i := p.IntN(len(live))
			e := erase(t, d, caseOf(t, d, live[i].id))
			if e.Alerts != 1 || e.Events == 0 || e.Captures != e.Events || len(e.Originals) != e.Events || e.Bytes == 0 {
				t.Fatalf("erased %+v", e)
			}
			erased += int64(e.Events)
			gone = append(gone, live[i].all...)
			live = append(live[:i], live[i+1:]...)
		}
	}
	for _, closed := range []bool{false, true} {
		if closed {
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
		}
		found := findMarks(raw(t, dir))
		for _, m := range gone {
			if found[m] {
				t.Errorf("an erased text can still be read (closed: %t)", closed)
			}
		}
		for _, l := range live {
			for _, m := range l.newest {
				if !found[m] {
					t.Fatalf("a text that was not erased is not there (closed: %t): the test sees nothing", closed)
				}
			}
		}
	}
	d, v := openSealing(t, dir)
	got := verify(t, d, v)
	if got.Events != events || got.Erased != erased {
		t.Errorf("verified %+v, want %d events, %d of them erased", got, events, erased)
	}
	if n, err := d.ErasedEvents(t.Context()); err != nil || n != erased {
		t.Errorf("%d erased events (%v), want %d", n, err, erased)
	}
	if n := int64(len(sealed(t, v))); n != events-erased {
		t.Errorf("%d sealed files, want %d", n, events-erased)
	}
	if c, err := d.Counts(t.Context()); err != nil || c.Total != len(live) || c.Cases != len(live) {
		t.Errorf("%d alerts in %d cases (%v), want %d", c.Total, c.Cases, err, len(live))
	}
}

// secure_delete leaves copies in the unused middle of a page when its rows were laid out anew. Here they are put there.
func TestEraseScrubsUnusedParts(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	d := openDesk(t, path)
	for n := range 30 {
		raise(t, d, finding(n))
	}
	gone := caseOf(t, d, alertID(finding(3)))
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const ghost = "ghost of a row"
	var pages int
	if err := db.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	haunted := 0
	for number := 1; number <= pages; number++ {
		var page []byte
		if err := db.QueryRowContext(t.Context(), `SELECT data FROM sqlite_dbpage WHERE pgno = ?`, number).Scan(&page); err != nil {
			t.Fatal(err)
		}
		header := 0
		if number == 1 {
			header = 100
		}
		if kind := page[header]; kind != 2 && kind != 5 && kind != 10 && kind != 13 {
			continue
		}
		rows, content := int(page[header+3])<<8|int(page[header+4]), int(page[header+5])<<8|int(page[header+6])
		if start := header + 12 + 2*rows; content-start > len(ghost) {
			copy(page[start:], ghost)
			haunted++
			if _, err := db.ExecContext(t.Context(), `UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?`, page, number); err != nil {
				t.Fatal(err)
			}
		}
	}
	if haunted < 10 {
		t.Fatalf("only %d pages have room for a ghost", haunted)
	}
	erase(t, d, gone)
	if n := strings.Count(string(raw(t, dir)), ghost); n > 0 {
		t.Errorf("%d ghosts are left of %d", n, haunted)
	}
	verify(t, d, nil)
}

func alertID(f detect.Finding) string { return alerts.AlertID(&f) }

func TestErasedAlertIsGoneButNotForgotten(t *testing.T) {
	d, v := openSealing(t, t.TempDir())
	keep, f := finding(1), finding(2)
	f.Seller = "k1:aa"
	raise(t, d, keep)
	c := evidence.New(evidence.Content{Title: "t"})
	first, err := d.Raise(t.Context(), f, c)
	if err != nil {
		t.Fatal(err)
	}
	id, oldCase := first.AlertID, caseOf(t, d, first.AlertID)
	if err := d.Resolve(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	head, before, err := d.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed := d.Changed()
	started := time.Now().Add(-time.Second)
	e := erase(t, d, oldCase)
	<-changed // whoever keeps copies is told
	if e.Alerts != 1 || e.Events != 2 || e.Captures != 1 || len(e.Originals) != 1 {
		t.Errorf("erased %+v", e)
	}

	if _, err := d.Alert(t.Context(), id); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("the erased alert: %v", err)
	}
	if _, err := d.Capture(t.Context(), id); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("its capture: %v", err)
	}
	if list, err := d.Alerts(t.Context(), ledger.AlertFilter{}); err != nil || len(list) != 1 || list[0].ID == id {
		t.Errorf("listed alerts: %v (%v)", list, err)
	}
	if err := d.Resolve(t.Context(), id); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("closing the erased alert: %v", err)
	}
	if len(sealed(t, v)) != 0 {
		t.Error("its original is still there")
	}
	events, err := d.History(t.Context(), id)
	if err != nil || len(events) != 2 {
		t.Fatalf("%d events (%v)", len(events), err)
	}
	var ids []string
	for _, event := range events {
		if !event.Erased || event.Body != nil || event.ID == "" || event.Number == 0 || event.Subject == "" {
			t.Errorf("erased event %+v", event)
		}
		ids = append(ids, event.ID)
	}
	list, err := d.Erasures(t.Context(), 0, 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("erasures %+v (%v)", list, err)
	}
	if list[0].At.Before(started) || list[0].At.After(time.Now()) {
		t.Errorf("erased at %v", list[0].At)
	}
	list[0].At = time.Time{}
	if diff := cmp.Diff(ledger.Erasure{Number: 1, AlertID: id, CaseID: oldCase, Subject: events[0].Subject, EventIDs: ids}, list[0]); diff != "" {
		t.Errorf("erasure (-want +got):\n%s", diff)
	}
	if n, hash, err := d.Head(t.Context()); err != nil || n != head || hash != before {
		t.Errorf("the head moved from %d to %d (%v)", head, n, err)
	}
	verify(t, d, v)
	if e := erase(t, d, oldCase); e.Alerts+e.Events+e.Captures+len(e.Originals) != 0 {
		t.Errorf("erased twice: %+v", e)
	}

	// It is seen again: another case, the next sequence, and never a second opening.
	f.SeenAt = seenAt.AddDate(0, 0, 9)
	again, err := d.Raise(t.Context(), f, c)
	if err != nil || again != (desk.Raised{AlertID: id, Updated: true}) {
		t.Fatalf("seen again: %+v (%v)", again, err)
	}
	a, err := d.Alert(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if a.CaseID == oldCase || !a.FirstSeen.Equal(f.SeenAt) || a.Sequence != 3 || a.State != alerts.StateOpen ||
		a.Number != events[0].Number || a.Subject != events[0].Subject || a.FirstKind != f.Kind {
		t.Errorf("alert seen again: %+v", a)
	}
	if diff := cmp.Diff([]string{"opened", "resolved", "updated"}, history(t, d, id)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	verify(t, d, v)
	erase(t, d, a.CaseID)
	list, err = d.Erasures(t.Context(), 1, 10)
	if err != nil || len(list) != 1 || list[0].Number != 2 || len(list[0].EventIDs) != 1 {
		t.Errorf("second erasure: %+v (%v)", list, err)
	}
	if n, err := d.ErasedEvents(t.Context()); err != nil || n != 3 {
		t.Errorf("%d erased events (%v)", n, err)
	}
	verify(t, d, v)
}

func TestEraseRefuses(t *testing.T) {
	dir := t.TempDir()
	d, v := openSealing(t, dir)
	a, b, both := finding(1), finding(2), finding(3)
	a.Seller, b.Seller, both.Seller = "k1:01", "k1:02", "k1:01"
	both.Contacts = append(both.Contacts, "k1:03")
	b.Contacts = append(b.Contacts, "k1:03")
	older := caseOf(t, d, raise(t, d, a).AlertID)
	younger := caseOf(t, d, raise(t, d, b).AlertID)
	if err := d.Hold(t.Context(), younger, "court order 17, ask 081200001234"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Raise(t.Context(), both, evidence.New(evidence.Content{})); err != nil { // joins the two
		t.Fatal(err)
	}
	request := func(id string) error {
		_, err := d.Erase(t.Context(), desk.EraseRequest{CaseID: id})
		return err
	}
	if err := request("nobody"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("unknown case: %v", err)
	}
	for name, err := range map[string]error{
		"erase":   request(younger),
		"hold":    d.Hold(t.Context(), younger, ""),
		"release": d.ReleaseHold(t.Context(), younger),
	} {
		var merged *desk.MergedError
		if !errors.Is(err, desk.ErrMerged) || !errors.As(err, &merged) || merged.Into != older || !strings.Contains(err.Error(), older) {
			t.Errorf("%s of a merged case: %v", name, err)
		}
	}
	if err := request(older); !errors.Is(err, desk.ErrHeld) { // the hold came with the merged case
		t.Errorf("held case: %v", err)
	}
	holds, err := d.Holds(t.Context())
	if err != nil || len(holds) != 1 || holds[0].CaseID != older || holds[0].Reason != "court order 17, ask ••••••••••••" {
		t.Errorf("holds %+v (%v)", holds, err)
	}
	if list, err := d.Evidence(t.Context(), ledger.EvidenceFilter{CaseID: older}); err != nil || len(list) != 1 || !list[0].Held {
		t.Errorf("held evidence %+v (%v)", list, err)
	}
	if got := verify(t, d, v); got.Erased != 0 {
		t.Errorf("something was erased: %+v", got)
	}
	if err := d.ReleaseHold(t.Context(), older); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	blind, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := blind.Erase(t.Context(), desk.EraseRequest{CaseID: older}); !errors.Is(err, ledger.ErrNoVault) {
		t.Errorf("without the vault: %v", err)
	}
	if got := verifyLedger(t, blind.Ledger); got.Erased != 0 {
		t.Errorf("something was erased: %+v", got)
	}
	if err := blind.Close(); err != nil {
		t.Fatal(err)
	}
	d, v = openSealing(t, dir)
	if e := erase(t, d, older); e.Alerts != 3 || e.Events != 3 || len(e.Originals) != 1 {
		t.Errorf("erased %+v", e)
	}
	if len(sealed(t, v)) != 0 {
		t.Error("the original is still there")
	}
	if err := d.Hold(t.Context(), older, "too late"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("hold of an erased case: %v", err)
	}
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

// A body goes only with its salt, only once, and only where an erasure was noted; nothing else of an event ever changes.
func TestErasureIsTheOnlyChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	d := openDesk(t, path)
	raise(t, d, finding(1))
	erase(t, d, caseOf(t, d, raise(t, d, finding(2)).AlertID))
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{
		`UPDATE event SET body = x'', salt = x'' WHERE number = 1`,
		`UPDATE event SET body = x'00', salt = x'00' WHERE number = 2`,
		`UPDATE event SET body = x'', salt = x'' WHERE number = 2`,
		`UPDATE event SET platform = 'x' WHERE number = 2`,
		`DELETE FROM event WHERE number = 2`,
		`UPDATE erasure SET reason = ''`,
		`DELETE FROM erasure`,
	} {
		if _, err := db.ExecContext(t.Context(), s); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", s, err)
		}
	}
	verify(t, d, nil)
}

func TestErasureMetrics(t *testing.T) {
	dir := t.TempDir()
	reg := prometheus.NewPedanticRegistry()
	d, err := desk.Open(t.Context(), filepath.Join(dir, "ledger.db"), desk.Config{Mask: maskDigits, Key: secret, Vault: openVault(t, dir), Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c := evidence.New(evidence.Content{Title: "t"})
	var ids []string
	for n := range 3 {
		f := finding(n)
		f.SeenAt = seenAt.AddDate(0, 0, n)
		r, err := d.Raise(t.Context(), f, c)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.AlertID)
	}
	if err := d.Resolve(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	erase(t, d, caseOf(t, d, ids[1]))
	if _, err := d.Purge(t.Context(), desk.Retention{Alerts: time.Hour}, seenAt.Add(2*time.Hour), false); err != nil {
		t.Fatal(err)
	}
	err = testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP ronda_alerts_erased_total Alerts erased, because somebody asked for it (request) or their time was over (retention).
# TYPE ronda_alerts_erased_total counter
ronda_alerts_erased_total{reason="request"} 1
ronda_alerts_erased_total{reason="retention"} 1
# HELP ronda_alerts_open Alerts that are neither taken down nor dismissed.
# TYPE ronda_alerts_open gauge
ronda_alerts_open{kind="exposure"} 0
ronda_alerts_open{kind="forgery"} 0
ronda_alerts_open{kind="sale"} 1
ronda_alerts_open{kind="solicitation"} 0
# HELP ronda_evidence_sealed_total Originals: sealed, failed (the finding was not written either), discarded (sealed for a finding that was not written).
# TYPE ronda_evidence_sealed_total counter
ronda_evidence_sealed_total{outcome="discarded"} 0
ronda_evidence_sealed_total{outcome="failed"} 0
ronda_evidence_sealed_total{outcome="sealed"} 3
`), "ronda_alerts_erased_total", "ronda_alerts_open", "ronda_evidence_sealed_total")
	if err != nil {
		t.Error(err)
	}
}
