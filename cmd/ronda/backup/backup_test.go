package backup

import (
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/datafolder"
	"ronda/dbfile"
	"ronda/detect"
)

// smallFolder returns a data folder whose ledger holds three alerts, and nothing else.
func smallFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	d, err := desk.Open(t.Context(), filepath.Join(folder, datafolder.LedgerFile), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"satu", "dua", "tiga"} {
		if _, err := d.Raise(t.Context(), detect.Finding{
			Key: name, URL: "https://pasar.example/" + name, Platform: "pasar.example", Title: "Iklan " + name, SeenAt: time.Now(),
			Kind: detect.KindSale, Score: 0.9, Severity: detect.SeverityHigh, Documents: []string{"ktp"},
			Summary: map[string]string{"id": "Menjual KTP.", "en": "Sells KTP."},
		}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// A ledger that was rewritten with its digest in the manifest put right is noticed by its hash chain, or by its end.
func TestRestoreNoticesRewriting(t *testing.T) {
	source := filepath.Join(t.TempDir(), "backup")
	if _, err := (&backup{data: smallFolder(t), target: source, progress: io.Discard}).run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]string{
		"as it was": `VACUUM`,
		"changed":   `DROP TRIGGER event_keep_update; UPDATE event SET body = cast(replace(cast(body AS TEXT), 'high', 'low') AS BLOB), platform = 'other.example' WHERE number = 2`,
		"cut off":   `DROP TRIGGER event_keep_delete; PRAGMA foreign_keys = OFF; DELETE FROM event WHERE number = (SELECT max(number) FROM event)`,
	} {
		t.Run(name, func(t *testing.T) {
			forged := filepath.Join(t.TempDir(), "backup")
			if err := os.CopyFS(forged, os.DirFS(source)); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", filepath.Join(forged, datafolder.LedgerFile))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			m, err := readManifest(forged)
			if err != nil {
				t.Fatal(err)
			}
			for i := range m.Files {
				f := &m.Files[i]
				if f.Size, f.SHA256, err = datafolder.DigestFile(filepath.Join(forged, f.Name)); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Remove(filepath.Join(forged, datafolder.ManifestFile)); err != nil {
				t.Fatal(err)
			}
			if err := m.write(forged); err != nil {
				t.Fatal(err)
			}
			_, err = (&restore{actor: "tester", data: filepath.Join(t.TempDir(), "restored"), backup: forged, progress: io.Discard}).run(t.Context())
			if honest := name == "as it was"; honest != (err == nil) || !honest && !strings.Contains(err.Error(), datafolder.LedgerFile) {
				t.Errorf("restored with %v", err)
			}
		})
	}
}

// A ledger that SQLite cannot read is not backed up, and what is said tells the file and what to do, as everything else that reads it says.
func TestBackupOfADamagedLedger(t *testing.T) {
	folder := smallFolder(t)
	path := filepath.Join(folder, datafolder.LedgerFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for i := page; i < len(whole); i++ { // all but the first page, without which it is no database
		whole[i] = 0xa5
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "backup")
	_, err = (&backup{data: folder, target: target, progress: io.Discard}).run(t.Context())
	if err == nil || !errors.Is(err, dbfile.ErrDamaged) {
		t.Fatalf("backup of a damaged ledger: %v", err)
	}
	for _, want := range []string{path, "the file is damaged", "keep the backups you have, and restore one (ronda restore)"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "malformed") {
		t.Errorf("%q speaks SQLite", err)
	}
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a backup was made: %v", err)
	}

	book, err := ledger.OpenReader(t.Context(), path)
	if err == nil {
		defer book.Close()
		_, err = book.Alerts(t.Context(), ledger.AlertFilter{})
	}
	if !errors.Is(err, ledger.ErrCorrupt) {
		t.Errorf("alerts of a damaged ledger: %v", err)
	}
}
