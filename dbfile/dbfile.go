// Package dbfile opens the SQLite files that an instance keeps, all in one way: readable by their owner only, with a log
// beside them (WAL), one connection that writes, damage noticed where it is read, nothing spilled beside the file. It
// brings files of older versions to the present one, says of failures what a person can do about them, and overwrites what
// was deleted. It knows none of the tables.
package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite" // registers the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Querier is what *sql.DB, *sql.Conn and *sql.Tx share for reading.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// busy is how long a connection waits for the lock of another one.
const busy = "busy_timeout(10000)"

// Pragmas of every connection: a damaged cell is noticed where it is read, a schema that somebody changed runs nothing,
// and nothing is written beside the file.
var hardened = []string{busy, "cell_size_check(ON)", "trusted_schema(OFF)", "temp_store(MEMORY)"}

// Open opens the one connection of this process that writes to the file at path, and makes the file where it is missing;
// its folder must exist. Every commit waits for the disk. Later pragmas, as in "synchronous(NORMAL)", take the place of the
// package's own. Transactions begin by taking the lock (BEGIN IMMEDIATE).
func Open(ctx context.Context, path string, pragmas ...string) (*sql.DB, error) {
	if err := Create(path); err != nil {
		return nil, err
	}
	db, err := Connect(path, append([]string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}, pragmas...)...)
	if err != nil {
		return nil, err
	}
	if err := ping(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Connect returns a handle that keeps one connection to a file, with nothing said about its log: for files that are looked
// at or written in another way than Open's. It makes no file.
func Connect(path string, pragmas ...string) (*sql.DB, error) {
	db, err := handle(path, url.Values{"_txlock": {"immediate"}, "mode": {"rw"}}, pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// OpenReader opens up to four connections that can only read, also beside processes that write. A missing file is
// fs.ErrNotExist.
func OpenReader(path string, pragmas ...string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := handle(path, url.Values{"mode": {"ro"}}, pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return db, nil
}

func handle(path string, params url.Values, pragmas []string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path) // a name that begins with file: would be taken for a URL
	if err != nil {
		return nil, err
	}
	params["_pragma"] = latest(append(append([]string{}, hardened...), pragmas...))
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), OmitHost: true, RawQuery: params.Encode()}
	return sql.Open("sqlite", dsn.String())
}

// latest keeps of pragmas with the same name the last one: the driver runs them in an order of its own.
func latest(pragmas []string) []string {
	name := func(pragma string) string {
		name, _, _ := strings.Cut(pragma, "(")
		return name
	}
	var kept []string
	for i, pragma := range pragmas {
		if !slices.ContainsFunc(pragmas[i+1:], func(later string) bool { return name(later) == name(pragma) }) {
			kept = append(kept, pragma)
		}
	}
	return kept
}

// ping makes the connection. It tries again while another process turns the new file to write-ahead logging: for that
// SQLite does not wait as it does for transactions.
func ping(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil || Code(err)&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Create makes an empty file that only its owner can read, and leaves one that is there. SQLite gives the log beside it
// the same permissions, which it can only when the file is there before. It fails with ErrDamaged when only the first bytes
// of a file are there.
func Create(path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("folder %s does not exist: create it or choose another with -data: %w", dir, fs.ErrNotExist)
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size > 0 && size < 512 { // which SQLite would take for an empty one
		return fmt.Errorf("%w: it has %d bytes", ErrDamaged, size)
	}
	return nil
}

// Code returns SQLite's number of an error, 0 when it is not SQLite's.
func Code(err error) int {
	if failure, ok := errors.AsType[*sqlite.Error](err); ok {
		return failure.Code()
	}
	return 0
}
