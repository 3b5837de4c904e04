package dbfile

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Schema says how the tables of one kind of file came to be.
type Schema struct {
	What  string // the kind of file, for errors: "ledger"
	Steps []Step // the first makes version 1 of an empty file; steps are never changed once released
	Table bool   // the version is kept in a table schema_version and not in SQLite's user_version
}

// Step leads a file from one version to the next, in one transaction with the steps beside it.
type Step struct {
	SQL string
	Do  func(ctx context.Context, tx *sql.Tx) error // after SQL, for what SQL cannot do; nil for nothing
}

// Version returns the version of a file's tables, 0 of an empty file.
func (s *Schema) Version(ctx context.Context, q Querier) (version int, err error) {
	if !s.Table {
		err = q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version)
		return version, err
	}
	var known bool
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_version')`).Scan(&known)
	if err != nil || !known {
		return 0, err
	}
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version)
	return version, err
}

// Migrate brings a file to the newest version, in one transaction: of two processes the second finds it done. A file that
// a newer ronda wrote is refused and not touched.
func (s *Schema) Migrate(ctx context.Context, db *sql.DB, path string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	version, err := s.Version(ctx, tx)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if err := s.refuseNewer(version, path); err != nil || version == len(s.Steps) {
		return err
	}
	for ; version < len(s.Steps); version++ {
		step := &s.Steps[version]
		_, err := tx.ExecContext(ctx, step.SQL)
		if err == nil && step.Do != nil {
			err = step.Do(ctx, tx)
		}
		if err == nil {
			err = s.note(ctx, tx, version+1)
		}
		if err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", path, version+1, err)
		}
	}
	return tx.Commit()
}

// note writes down that the file has a version now.
func (s *Schema) note(ctx context.Context, tx *sql.Tx, version int) error {
	if !s.Table {
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, version))
		return err
	}
	_, err := tx.ExecContext(ctx,
		`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT`)
	if err != nil {
		return err
	}
	var dated bool // not in the first files of deliveries
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_table_info('schema_version') WHERE name = 'applied_at')`).Scan(&dated)
	if err != nil {
		return err
	}
	if !dated {
		_, err = tx.ExecContext(ctx, `INSERT INTO schema_version VALUES (?)`, version)
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO schema_version VALUES (?, ?)`, version, time.Now().UnixMicro())
	return err
}

// Want fails unless a file has the newest version: whoever only reads cannot bring it there.
func (s *Schema) Want(ctx context.Context, q Querier, path string) error {
	version, err := s.Version(ctx, q)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", path, err)
	case version < len(s.Steps):
		return fmt.Errorf("%s has schema version %d, this ronda reads %d: start ronda run once to upgrade it", path, version, len(s.Steps))
	}
	return s.refuseNewer(version, path)
}

func (s *Schema) refuseNewer(version int, path string) error {
	if version > len(s.Steps) {
		return fmt.Errorf("%s: %s was written by a newer ronda (schema version %d, this one knows %d): use that version",
			path, s.What, version, len(s.Steps))
	}
	return nil
}
