package access

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

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// migrations lead an empty file to the newest schema, one entry per version, in order. Entries are never changed once
// released: a new one is added.
var migrations = []string{
	// Times are microseconds since 1970 in UTC. The head says where the chain ends, so that entries missing from its end
	// are noticed. OR REPLACE would pass the trigger on deletion, not the one on insertion.
	`CREATE TABLE entry (
		number INTEGER PRIMARY KEY,
		time   INTEGER NOT NULL,
		actor  TEXT NOT NULL,
		action TEXT NOT NULL,
		object TEXT NOT NULL,
		reason TEXT NOT NULL,
		hash   BLOB NOT NULL
	) STRICT;
	CREATE TABLE head (
		one    INTEGER PRIMARY KEY CHECK (one = 1),
		number INTEGER NOT NULL,
		hash   BLOB NOT NULL
	) STRICT;
	INSERT INTO head VALUES (1, 0, zeroblob(32));
	CREATE TRIGGER entry_keep_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER entry_keep_insert BEFORE INSERT ON entry WHEN NEW.number <> (SELECT number + 1 FROM head)
		BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER head_keep_update BEFORE UPDATE ON head WHEN NEW.number <> OLD.number + 1 OR NEW.one <> 1
		BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
	CREATE TRIGGER head_keep_delete BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;`,
}

// busyTimeout is how long one process waits for others, in milliseconds: many appends of theirs.
const busyTimeout = "busy_timeout(30000)"

// openWriter opens the one connection of this process that writes, creates the file when it is missing, and migrates it.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	if err := create(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {busyTimeout, "journal_mode(WAL)", "synchronous(FULL)"},
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := connect(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", path, err), db.Close())
	}
	if err := migrate(ctx, db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connect makes the connection. It tries again while another process turns the new file to write-ahead logging: for that
// SQLite does not wait as it does for transactions.
func connect(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		var refused *sqlite.Error
		if err == nil || !errors.As(err, &refused) || refused.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// openPool opens connections that can only read, and refuses a file whose schema is not this version's.
func openPool(ctx context.Context, path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{
		"mode":    {"ro"},
		"_pragma": {busyTimeout, "query_only(1)"},
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
		err = fmt.Errorf("%s has schema version %d, this ronda reads %d: start ronda run once to upgrade it", path, version, len(migrations))
	default:
		err = checkVersion(version, path)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func dsn(path string, params url.Values) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), OmitHost: true, RawQuery: params.Encode()}).String()
}

// create makes an empty file that only its owner can read. The log beside it inherits the permissions.
func create(path string) error {
	if info, err := os.Stat(filepath.Dir(path)); err != nil {
		return err
	} else if !info.IsDir() {
		return &fs.PathError{Op: "open", Path: path, Err: errors.New("its folder is not a folder")}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func migrate(ctx context.Context, db *sql.DB, path string) error {
	tx, err := db.BeginTx(ctx, nil) // immediate: of two processes the second finds it done
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	version, err := schemaVersion(ctx, tx)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if err := checkVersion(version, path); err != nil || version == len(migrations) {
		return err
	}
	for ; version < len(migrations); version++ {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", path, version+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return fmt.Errorf("migrate %s: %w", path, err)
	}
	return tx.Commit()
}

func checkVersion(version int, path string) error {
	if version > len(migrations) {
		return fmt.Errorf("%s was written by a newer ronda (schema version %d, this one knows %d): use that version",
			path, version, len(migrations))
	}
	return nil
}

// queryer is what *sql.DB and *sql.Tx share.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func schemaVersion(ctx context.Context, q queryer) (version int, err error) {
	err = q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version)
	return version, err
}
