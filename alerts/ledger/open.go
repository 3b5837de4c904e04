package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"ronda/dbfile"
)

// openWriter opens the one connection that writes, creates the file when it is missing, and migrates it.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	db, err := dbfile.Open(ctx, path, "secure_delete(1)") // what is erased is gone from the file
	if err != nil {
		return nil, explainOpen(err, path)
	}
	err = dbfile.Look(ctx, db, path)
	if err == nil {
		err = compact(ctx, db, path)
	}
	if err == nil {
		err = schema.Migrate(ctx, db, path)
	}
	if err != nil {
		return nil, errors.Join(explainOpen(err, path), db.Close())
	}
	return db, nil
}

// openPool opens connections that can only read, and refuses a file whose schema is not this version's.
func openPool(ctx context.Context, path string) (*sql.DB, error) {
	db, err := dbfile.OpenReader(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s does not exist: start ronda run or ronda demo first, or name its folder with -data", path)
	}
	if err != nil {
		return nil, err
	}
	if err := schema.Want(ctx, db, path); err != nil {
		return nil, errors.Join(explainOpen(err, path), db.Close())
	}
	return db, nil
}

// compact rewrites a ledger of schema version 1, which did not overwrite what it deleted.
func compact(ctx context.Context, db *sql.DB, path string) error {
	version, err := schema.Version(ctx, db)
	if err != nil || version != 1 {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("rewrite %s, for which as much free space is needed as it takes: %w", path, err)
	}
	return nil
}

// Explain adds to an error of the ledger's file its name and what to do. Other errors stay as they are.
func (l *Ledger) Explain(err error) error { return dbfile.Explain(err, l.path, ErrCorrupt) }

// explainOpen is Explain for what fails while a ledger is opened.
func explainOpen(err error, path string) error {
	return dbfile.Explain(dbfile.AtOpening(err), path, ErrCorrupt)
}

func micros(t time.Time) int64      { return t.UnixMicro() }
func fromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }
