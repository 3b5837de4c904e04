package dbfile_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"ronda/dbfile"
	"ronda/disktest"
)

var errHint = errors.New("do this")

func execute(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func open(t *testing.T, path string, pragmas ...string) *sql.DB {
	t.Helper()
	db, err := dbfile.Open(t.Context(), path, pragmas...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a #1?.db") // characters that mean something in a URL
	db := open(t, path, "synchronous(NORMAL)")
	execute(t, db, `CREATE TABLE a (b)`)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "1", "temp_store": "2", "cell_size_check": "1", "trusted_schema": "0", "foreign_keys": "1",
	} {
		var got string
		if err := db.QueryRowContext(t.Context(), `PRAGMA `+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(path + end); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of %s: %v (%v)", end, info.Mode(), err)
		}
	}
	r, err := dbfile.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := dbfile.Check(t.Context(), r); err != nil {
		t.Error(err)
	}
	if _, err := r.ExecContext(t.Context(), `INSERT INTO a VALUES (1)`); !errors.Is(dbfile.Explain(err, path, errHint), dbfile.ErrReadOnly) {
		t.Errorf("a reader writes: %v", err)
	}
	if _, err := dbfile.OpenReader(path + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reader of a missing file: %v", err)
	}
}

// Whoever comes first makes the file; the others wait for it and find its tables made.
func TestOpenTogether(t *testing.T) {
	schema := dbfile.Schema{What: "book", Steps: []dbfile.Step{{SQL: `CREATE TABLE a (b)`}}}
	path := filepath.Join(t.TempDir(), "a.db")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			db, err := dbfile.Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(schema.Migrate(t.Context(), db, path), db.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// A step that fails leaves the file as it was, and the version counts only what was done.
func TestMigrate(t *testing.T) {
	for name, table := range map[string]bool{"user_version": false, "table": true} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			db := open(t, path)
			first := dbfile.Step{SQL: `CREATE TABLE a (b)`, Do: func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO a VALUES (7)`)
				return err
			}}
			broken := errors.New("broken")
			second := dbfile.Step{SQL: `ALTER TABLE a ADD COLUMN c`, Do: func(context.Context, *sql.Tx) error { return broken }}
			s := dbfile.Schema{What: "book", Table: table, Steps: []dbfile.Step{first}}
			if err := s.Migrate(t.Context(), db, path); err != nil {
				t.Fatal(err)
			}
			s.Steps = append(s.Steps, second)
			if err := s.Migrate(t.Context(), db, path); !errors.Is(err, broken) || !strings.Contains(err.Error(), "migrate "+path+" to version 2") {
				t.Errorf("a broken step: %v", err)
			}
			if v, err := s.Version(t.Context(), db); err != nil || v != 1 {
				t.Errorf("version %d (%v)", v, err)
			}
			if err := s.Want(t.Context(), db, path); err == nil || !strings.Contains(err.Error(), "has schema version 1, this ronda reads 2: start ronda run once to upgrade it") {
				t.Errorf("reader of an old file: %v", err)
			}
			var b int
			if err := db.QueryRowContext(t.Context(), `SELECT * FROM a`).Scan(&b); err != nil || b != 7 {
				t.Errorf("row %d (%v)", b, err)
			}
			s.Steps[1].Do = nil
			if err := errors.Join(s.Migrate(t.Context(), db, path), s.Migrate(t.Context(), db, path), s.Want(t.Context(), db, path)); err != nil {
				t.Error(err)
			}
			s.Steps = s.Steps[:1]
			for _, err := range []error{s.Migrate(t.Context(), db, path), s.Want(t.Context(), db, path)} {
				if err == nil || !strings.Contains(err.Error(), "book was written by a newer ronda (schema version 2, this one knows 1)") {
					t.Errorf("a newer file: %v", err)
				}
			}
		})
	}
}

// The error for a person names the file, says what to do, and quotes nothing of the content.
func TestExplain(t *testing.T) {
	const secret = "3204750101902345"
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path)
	execute(t, db, `CREATE TABLE a (b)`, `INSERT INTO a VALUES ('`+secret+`')`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string][]byte{
		"cut": data[:len(data)-4096], "first bytes": data[:100], "noise": []byte(strings.Repeat(secret, 100)),
		"schema": []byte(strings.Replace(string(data), "CREATE TABLE a (b)", "CREATE TABLE "+secret[:4]+" b", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, damage, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := dbfile.Open(t.Context(), path)
			if err == nil {
				defer db.Close()
				if err = dbfile.Look(t.Context(), db, path); err == nil {
					_, err = db.ExecContext(t.Context(), `SELECT * FROM a`)
				}
			}
			err = dbfile.Explain(dbfile.AtOpening(err), path, errHint)
			if !errors.Is(err, dbfile.ErrDamaged) || !errors.Is(err, errHint) || !strings.HasPrefix(err.Error(), path+": the file is damaged") || strings.Contains(err.Error(), secret[:4]) {
				t.Errorf("%v", err)
			}
			if again := dbfile.Explain(err, path, errHint); again.Error() != err.Error() {
				t.Errorf("explained twice: %v", again)
			}
		})
	}
	if err := dbfile.Explain(fs.ErrClosed, path, errHint); err != fs.ErrClosed { //nolint:errorlint // it must be the same
		t.Errorf("another error: %v", err)
	}
}

func TestFullAndReadOnlyDisk(t *testing.T) {
	dir := disktest.Small(t, 1<<20)
	path := filepath.Join(dir, "a.db")
	db := open(t, path)
	execute(t, db, `CREATE TABLE a (b)`)
	free := disktest.Fill(t, dir, 0)
	_, err := db.ExecContext(t.Context(), `INSERT INTO a VALUES (zeroblob(100000))`)
	if err = dbfile.Explain(err, path, errHint); !errors.Is(err, dbfile.ErrFull) || !strings.HasPrefix(err.Error(), path) {
		t.Errorf("on a full disk: %v", err)
	}
	free()
	execute(t, db, `INSERT INTO a VALUES (zeroblob(100000))`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	disktest.ReadOnly(t, dir, true)
	if db, err := dbfile.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), path+": read-only file system") {
		t.Errorf("on a read-only disk: %v, %v", db, err)
	}
	disktest.ReadOnly(t, dir, false)
	open(t, path)
}

// EmptyLog says that somebody reads, and empties the log when he is gone.
func TestEmptyLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, "busy_timeout(1)")
	execute(t, db, `CREATE TABLE a (b)`, `INSERT INTO a VALUES (1)`)
	r, err := dbfile.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	tx, err := r.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM a`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	execute(t, db, `INSERT INTO a VALUES (2)`)
	if emptied, err := dbfile.EmptyLog(t.Context(), db); err != nil || emptied {
		t.Errorf("beside a reader: %t (%v)", emptied, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if emptied, err := dbfile.EmptyLog(t.Context(), db); err != nil || !emptied {
		t.Errorf("without a reader: %t (%v)", emptied, err)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("log of %d bytes (%v)", info.Size(), err)
	}
}

// While a reading hangs, what was read before is told at once, by one reading only; and what fails is not told.
func TestLatest(t *testing.T) {
	var calls atomic.Int64
	answers := make(chan error)
	l := dbfile.NewLatest(func(context.Context) (int64, error) {
		err := <-answers
		return calls.Add(1), err
	})
	synced := func(answer error) (int64, bool) {
		go func() { answers <- answer }()
		return l.Get()
	}
	if n, known := synced(errHint); known {
		t.Errorf("nothing was read, and %d is told", n)
	}
	if n, known := synced(nil); !known || n != 2 {
		t.Errorf("got %d, %t", n, known)
	}
	if n, known := synced(errHint); !known || n != 2 {
		t.Errorf("after a failure: %d, %t", n, known)
	}
	for range 2 { // nobody answers
		if n, known := l.Get(); !known || n != 2 {
			t.Errorf("while the disk hangs: %d, %t", n, known)
		}
	}
	if n, known := synced(nil); !known || n != 4 {
		t.Errorf("after it: %d, %t", n, known)
	}
}
