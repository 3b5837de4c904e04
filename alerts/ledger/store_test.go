package ledger_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/alerts/desk"
	"ronda/alerts/ledger"
)

// tamper runs statements on a ledger file with the triggers that guard it removed.
func tamper(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements = append([]string{`DROP TRIGGER event_keep_update`, `DROP TRIGGER event_keep_delete`}, statements...)
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestVerifyFindsTampering(t *testing.T) {
	tests := []struct{ name, statement string }{
		{"body", `UPDATE event SET body = CAST(replace(body, 'high', 'low') AS BLOB) WHERE number = 2`},
		{"body and commitment", `UPDATE event SET body = (SELECT body FROM event WHERE number = 3),
			salt = (SELECT salt FROM event WHERE number = 3),
			commitment = (SELECT commitment FROM event WHERE number = 3) WHERE number = 2`},
		{"time", `UPDATE event SET time = time + 1 WHERE number = 2`},
		{"subject", `UPDATE event SET subject = subject || 'a' WHERE number = 2`},
		{"row removed", `DELETE FROM event WHERE number = 2`},
		{"first row removed", `DELETE FROM event WHERE number = 1`},
		{"rows swapped", `UPDATE event SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE number IN (2, 3);
			UPDATE event SET number = -number WHERE number < 0`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			d := openDesk(t, path)
			for n := range 4 {
				raise(t, d, finding(n))
			}
			if _, err := d.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			tamper(t, path, tt.statement)
			if _, err := d.Verify(t.Context()); !errors.Is(err, ledger.ErrTampered) {
				t.Errorf("got %v, want ErrTampered", err)
			}
		})
	}
}

// What stands beside the chain must agree with it.
func TestVerifyComparesTheRest(t *testing.T) {
	tests := []struct{ name, statement, want string }{
		{"kind", `UPDATE alert SET kind = 'forgery' WHERE opened = 2`, "kind of the alert of event 2"},
		{"state", `UPDATE alert SET state = 'dismissed' WHERE opened = 2`, "state of the alert of event 2"},
		{"severity", `UPDATE alert SET severity = 'low' WHERE opened = 2`, "severity of the alert of event 2"},
		{"sequence", `UPDATE alert SET sequence = 2 WHERE opened = 2`, "sequence of the alert of event 2"},
		{"opened", `UPDATE alert SET opened = 5 WHERE opened = 2`, "first event of the alert of event 2"},
		{"first kind", `UPDATE alert SET first_kind = 'forgery' WHERE opened = 2`, "first kind of the alert of event 2"},
		{"title", `UPDATE alert SET title = 'rahasia' WHERE opened = 2`, "title of the alert of event 2"},
		{"data", `UPDATE alert SET data = replace(data, '0.91', '0.19') WHERE opened = 2`, "data of the alert of event 2"},
		{"alert removed", `DELETE FROM alert WHERE opened = 2`, "event 2: its alert is missing"},
		{"case removed", `PRAGMA foreign_keys = 0; DELETE FROM "case" WHERE rowid = 2`, "a row of table alert refers to something that is not there"},
		{"capture", `INSERT INTO capture (alert_id, sequence, redacted) SELECT id, 1, CAST('{rahasia' AS BLOB) FROM alert WHERE opened = 2`, "capture of event 2 was never entered"},
		{"body blanked", `UPDATE event SET body = x'', salt = x'' WHERE number = 2`, "body of event 2 is gone without an erasure"},
		{"erasure forged", `INSERT INTO erasure SELECT 1, id, case_id, '', 1, 1, 0, '', '' FROM alert WHERE opened = 2`, "body of event 2 is back after an erasure"},
		{"body and erasure", `INSERT INTO erasure SELECT 1, id, case_id, '', 1, 1, 0, '', '' FROM alert WHERE opened = 2;
			UPDATE event SET body = x'', salt = x'' WHERE number = 2`, "erasure of event 2 was never entered"},
		{"salt of an erased event", `INSERT INTO erasure SELECT 1, id, case_id, '', 1, 1, 0, '', '' FROM alert WHERE opened = 2;
			UPDATE event SET body = x'' WHERE number = 2; DELETE FROM alert WHERE opened = 2`, "salt of erased event 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			d := openDesk(t, path)
			for n := range 4 {
				raise(t, d, finding(n))
			}
			if err := d.Resolve(t.Context(), alertID(finding(3))); err != nil { // event 5
				t.Fatal(err)
			}
			tamper(t, path, tt.statement)
			_, err := d.Verify(t.Context())
			if !errors.Is(err, ledger.ErrTampered) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "rahasia") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestHead(t *testing.T) {
	d := openDesk(t, filepath.Join(t.TempDir(), "ledger.db"))
	if n, hash, err := d.Head(t.Context()); n != 0 || hash != "" || err != nil {
		t.Errorf("head of an empty ledger: %d %q (%v)", n, hash, err)
	}
	if v, err := d.Verify(t.Context()); err != nil || v != (ledger.Verified{}) {
		t.Errorf("verified %+v (%v)", v, err)
	}
	for want := range int64(3) {
		raise(t, d, finding(int(want)))
		n, hash, err := d.Head(t.Context())
		if n != want+1 || len(hash) != 64 || err != nil {
			t.Errorf("head: %d %q (%v)", n, hash, err)
		}
		if v, err := d.Verify(t.Context()); err != nil || v != (ledger.Verified{Events: n, Head: hash}) {
			t.Errorf("verified %+v (%v)", v, err)
		}
	}
}

func TestEventsAreAppendOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	raise(t, openDesk(t, path), finding(1))
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{`UPDATE event SET platform = 'x'`, `DELETE FROM event`} {
		if _, err := db.ExecContext(t.Context(), s); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestReaderBesideWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	writer := openDesk(t, path)
	raise(t, writer, finding(1))
	reader, err := ledger.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	raise(t, writer, finding(2))
	list, err := reader.Alerts(t.Context(), ledger.AlertFilter{})
	if err != nil || len(list) != 2 {
		t.Errorf("reader sees %d alerts (%v), want 2", len(list), err)
	}
	if _, err := reader.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if err := reader.SetPosition(t.Context(), "nats", 1); !errors.Is(err, ledger.ErrReadOnly) {
		t.Errorf("set position: %v, want ErrReadOnly", err)
	}
}

func TestReaderAfterWriterIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	writer, err := desk.Open(t.Context(), path, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	raise(t, writer, finding(1))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := ledger.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if c, err := reader.Counts(t.Context()); err != nil || c.Total != 1 {
		t.Errorf("counts %+v (%v)", c, err)
	}
}

func TestReopenKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger #1?.db") // characters that mean something in a URL
	d, err := desk.Open(t.Context(), path, desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	id := raise(t, d, finding(1)).AlertID
	if err := d.SetPosition(t.Context(), "nats", 1); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the ledger: %v (%v)", info.Mode(), err)
	}

	d = openDesk(t, path)
	if r := raise(t, d, finding(1)); r.Opened || r.Updated || r.AlertID != id {
		t.Errorf("known listing after a restart: %+v", r)
	}
	if n, err := d.Position(t.Context(), "nats"); err != nil || n != 1 {
		t.Errorf("position %d (%v), want 1", n, err)
	}
	if n, err := d.Position(t.Context(), "new"); err != nil || n != 0 {
		t.Errorf("position of a new sink %d (%v), want 0", n, err)
	}
}

func TestRelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("ronda-data", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"./ronda-data/ledger.db", "ledger.db"} {
		raise(t, openDesk(t, path), finding(1))
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s is not where it should be (%v)", path, err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	raise(t, openDesk(t, newer), finding(1))
	tamper(t, newer, `INSERT INTO schema_version VALUES (99, 0)`)
	noise := filepath.Join(dir, "noise.db")
	if err := os.WriteFile(noise, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, path, want string }{
		{"folder missing", filepath.Join(dir, "none", "ledger.db"), "folder " + filepath.Join(dir, "none") + " does not exist"},
		{"folder is a file", filepath.Join(noise, "ledger.db"), noise + " is not a folder"},
		{"newer", newer, "ledger was written by a newer ronda (schema version 99, this one knows 5)"},
		{"no database", noise, "the file is damaged (SQLite error 26): restore a backup"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d, err := desk.Open(t.Context(), tt.path, desk.Config{}); err == nil {
				d.Close()
				t.Error("opened")
			} else if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
			if d, err := ledger.OpenReader(t.Context(), tt.path); err == nil {
				d.Close()
				t.Error("opened for reading")
			}
		})
	}
	_, err := ledger.OpenReader(t.Context(), filepath.Join(dir, "none.db"))
	if err == nil || !strings.Contains(err.Error(), "does not exist: start ronda run") {
		t.Errorf("reader without a ledger: %v", err)
	}
}
