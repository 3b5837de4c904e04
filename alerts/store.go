package alerts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// openWriter opens the one connection that writes, creates the file when it is missing, and migrates it.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	if err := create(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
			"secure_delete(1)", "temp_store(MEMORY)",
		}, // what is erased is gone from the file, and nothing is spilled beside it
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	err = checkFile(ctx, db, path)
	if err == nil {
		err = compact(ctx, db, path)
	}
	if err == nil {
		err = migrate(ctx, db, path)
	}
	if err != nil {
		return nil, errors.Join(explainOpen(err, path), db.Close())
	}
	return db, nil
}

// openPool opens connections that can only read, and refuses a file whose schema is not this version's.
func openPool(ctx context.Context, path string) (*sql.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s does not exist: start ronda run or ronda demo first, or name its folder with -data", path)
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(10000)", "query_only(1)"},
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		err = fmt.Errorf("read %s: %w", path, err)
	case version < len(migrations):
		err = fmt.Errorf("%s has schema version %d, this ronda reads %d: start ronda run once to upgrade it",
			path, version, len(migrations))
	default:
		err = checkVersion(version, path)
	}
	if err != nil {
		return nil, errors.Join(explainOpen(err, path), db.Close())
	}
	return db, nil
}

func dsn(path string, params url.Values) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), OmitHost: true, RawQuery: params.Encode()}).String()
}

// create makes an empty file that only its owner can read. The log beside it inherits the permissions.
func create(path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("folder %s does not exist: create it or choose another with -data", dir)
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size > 0 && size < 512 { // which SQLite would take for an empty one
		return &storageError{path: path, hint: ErrCorrupt, err: fmt.Errorf("%d bytes are no ledger", size)}
	}
	return nil
}

// compact rewrites a ledger of schema version 1, which did not overwrite what it deleted.
func compact(ctx context.Context, db *sql.DB, path string) error {
	var known bool
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_version')`).Scan(&known)
	if err != nil || !known {
		return err
	}
	version, err := schemaVersion(ctx, db)
	if err != nil || version != 1 {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("rewrite %s, for which as much free space is needed as it takes: %w", path, err)
	}
	return nil
}

func migrate(ctx context.Context, db *sql.DB, path string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	_, err = tx.ExecContext(ctx,
		`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT`)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	version, err := schemaVersion(ctx, tx)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if err := checkVersion(version, path); err != nil {
		return err
	}
	for ; version < len(migrations); version++ {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", path, version+1, err)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO schema_version VALUES (?, ?)`, version+1, time.Now().UnixMicro())
		if err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", path, version+1, err)
		}
	}
	return tx.Commit()
}

func checkVersion(version int, path string) error {
	if version > len(migrations) {
		return fmt.Errorf("%s: ledger was written by a newer ronda (schema version %d, this one knows %d): use that version",
			path, version, len(migrations))
	}
	return nil
}

// queryer is what *sql.DB and *sql.Tx share.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func schemaVersion(ctx context.Context, q queryer) (version int, err error) {
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version)
	return version, err
}

func micros(t time.Time) int64      { return t.UnixMicro() }
func fromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
