package ledger_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
)

// keepAndErase fills a ledger whose chain of custody has entries of every kind, and returns its path:
//
//	listing  events  custody: capture, original
//	1        1, 5    1, 2 and 9, 10
//	2        2       3, 4   retired by retention (11)
//	3        3       5, 6   erased (12)
//	4        4       7, 8
func keepAndErase(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	d, v := openSealing(t, dir)
	capture := func() *evidence.Capture {
		return evidence.New(evidence.Content{Title: "t", Texts: []string{"KTP siap kirim"}})
	}
	for n := 1; n <= 5; n++ {
		f := finding(n)
		if n != 2 {
			f.SeenAt = seenAt.AddDate(0, 0, 9)
		}
		if n == 5 {
			f.Key, f.Score = finding(1).Key, 0.5
		}
		if _, err := d.Raise(t.Context(), f, capture()); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := d.Purge(t.Context(), desk.Retention{Evidence: time.Hour}, seenAt.AddDate(0, 0, 5), false); err != nil || p.Captures != 1 || p.Originals != 1 {
		t.Fatalf("purged %+v (%v)", p, err)
	}
	erase(t, d, caseOf(t, d, alertID(finding(3))))
	if got := verify(t, d, v); got.Events != 5 || got.Custody != 12 || len(got.CustodyHead) != 64 {
		t.Fatalf("verified %+v", got)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "ledger.db")
}

// Whatever is done to captures, originals, tombstones or the chain that covers them, Verify says which place was the first.
func TestVerifyCustody(t *testing.T) {
	ofAlert := func(opened string) string { return `(SELECT alert_id FROM event WHERE number = ` + opened + `)` }
	for name, tt := range map[string]struct{ statement, want string }{
		"capture changed":     {`UPDATE capture SET redacted = CAST('{"Title":"rahasia"}' AS BLOB) WHERE sequence = 1`, "capture of event 1 was changed (entry 1 of custody)"},
		"capture salted anew": {`UPDATE capture SET salt = zeroblob(16) WHERE sequence = 2`, "capture of event 5 was changed (entry 9"},
		"captures exchanged": {`UPDATE capture SET sequence = 3 WHERE sequence = 2; UPDATE capture SET sequence = 2 WHERE alert_id = ` + ofAlert("1") + ` AND sequence = 1;
			UPDATE capture SET sequence = 1 WHERE sequence = 3`, "capture of event 1 was changed (entry 1"},
		"capture removed":          {`DELETE FROM capture WHERE alert_id = ` + ofAlert("4"), "capture of event 4 is gone without an erasure (entry 7"},
		"capture of an erased one": {`INSERT INTO capture SELECT ` + ofAlert("3") + `, 1, redacted, salt FROM capture WHERE alert_id = ` + ofAlert("4"), "a row of table capture refers to something that is not there"},
		"capture of a retired one": {`INSERT INTO capture SELECT ` + ofAlert("2") + `, 1, redacted, salt FROM capture WHERE alert_id = ` + ofAlert("4"), "capture of event 2 is back after an erasure (entry 3"},
		"capture without entry":    {`INSERT INTO capture SELECT alert_id, 7, redacted, salt FROM capture WHERE alert_id = ` + ofAlert("4"), "capture of event 0 was never entered"},
		"original changed":         {`UPDATE evidence SET sha256 = iif(sha256 LIKE '0%', '1', '0') || substr(sha256, 2) WHERE alert_id = ` + ofAlert("4"), "original of event 4 was changed (entry 8"},
		"original renamed":         {`UPDATE evidence SET name = 'x' || name WHERE alert_id = ` + ofAlert("4"), "original of event 4 was changed (entry 8"},
		"time of sealing":          {`UPDATE evidence SET sealed_at = sealed_at - 1 WHERE alert_id = ` + ofAlert("4"), "original of event 4 was changed (entry 8"},
		"original removed":         {`DELETE FROM evidence WHERE alert_id = ` + ofAlert("4"), "original of event 4 is gone without an erasure (entry 8"},
		"actor of an erasure":      {`UPDATE erasure SET actor = 'rahasia'`, "erasure of event 3 was changed (entry 12"},
		"reason of an erasure":     {`UPDATE erasure SET reason = 'rahasia'`, "erasure of event 3 was changed (entry 12"},
		"time of an erasure":       {`UPDATE erasure SET erased_at = erased_at + 1`, "erasure of event 3 was changed (entry 12"},
		"case of an erasure":       {`UPDATE erasure SET case_id = (SELECT id FROM "case" WHERE erased_at IS NULL LIMIT 1)`, "erasure of event 3 was changed (entry 12"},
		"tombstone forged": {`INSERT INTO erasure (alert_id, case_id, subject, first_sequence, last_sequence, erased_at, actor, reason)
			SELECT id, case_id, '', 1, 1, 0, 'ronda', 'retention' FROM alert WHERE opened = 4;
			UPDATE event SET body = x'', salt = x'' WHERE number = 4; DELETE FROM capture WHERE alert_id = ` + ofAlert("4") + `;
			DELETE FROM evidence WHERE alert_id = ` + ofAlert("4") + `; DELETE FROM alert WHERE opened = 4`, "erasure of event 4 was never entered"},
		"retirement removed": {`UPDATE custody SET what = 'capture', number = number WHERE number = 11`, "capture of event 2 is gone without an erasure (entry 3"},
		"entry changed":      {`UPDATE custody SET time = time + 1 WHERE number = 8`, "entry 8 of custody: "},
		"entry moved":        {`UPDATE custody SET event = event - 1 WHERE number = 10`, "entry 10 of custody was written at event 4, the one before at event 5"},
		"event before":       {`UPDATE custody SET event = 99 WHERE number = 10`, "entry 10 of custody was written at event 99, which is not there"},
		"entry removed":      {`DELETE FROM custody WHERE number = 8`, "entry 9 of custody follows entry 7"},
		"first removed":      {`DELETE FROM custody WHERE number = 1`, "entry 2 of custody follows entry 0"},
		"last removed":       {`DELETE FROM custody WHERE number = 12`, "erasure of event 3 was never entered"},
		"all removed":        {`DELETE FROM custody`, "was never entered"},
		"two places":         {`UPDATE evidence SET size = size + 1; UPDATE erasure SET actor = ''`, "original of event 1 was changed (entry 2"},
	} {
		t.Run(name, func(t *testing.T) {
			path := keepAndErase(t)
			guards := []string{"event_keep_update", "event_keep_delete", "custody_keep_update", "custody_keep_delete", "erasure_keep_update", "erasure_keep_delete"}
			dropAll(t, path, guards, tt.statement)
			d := openDesk(t, path)
			_, err := d.Verify(t.Context())
			if !errors.Is(err, ledger.ErrTampered) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "rahasia") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// dropAll removes triggers and runs statements on a ledger file.
func dropAll(t *testing.T, path string, triggers []string, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range triggers {
		if _, err := db.ExecContext(t.Context(), `DROP TRIGGER `+name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestCustodyIsAppendOnly(t *testing.T) {
	path := keepAndErase(t)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{`UPDATE custody SET time = 0`, `DELETE FROM custody`} {
		if _, err := db.ExecContext(t.Context(), s); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", s, err)
		}
	}
}
