package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

// What a person can do about a failure. Damage is another matter: what helps depends on the file.
var (
	ErrFull     = errors.New("the disk is full: make room on it, and nothing else needs to be done")
	ErrReadOnly = errors.New("the disk or the folder is read-only: make it writable, and nothing else needs to be done")
	ErrDisk     = errors.New("the disk fails or is gone: see the kernel's log")
)

// ErrDamaged means that damage was found, by SQLite or by whoever reads the file.
var ErrDamaged = errors.New("the file is damaged")

// failure is an error of the disk or the file, with what a person can do about it.
type failure struct {
	path string
	hint error
	err  error
}

func (e *failure) Error() string {
	text := e.err.Error() + ": " + e.hint.Error()
	if !strings.Contains(text, e.path) {
		text = e.path + ": " + text
	}
	return text
}

func (e *failure) Unwrap() []error { return []error{e.hint, e.err} }

// Explain adds to an error of SQLite, or one that is ErrDamaged, the file's name and what to do: one of the errors above, or
// damaged for a damaged file. Other errors, and those that were explained before, stay as they are. Of damage only
// SQLite's number is told: its words may quote what it found in the file.
func Explain(err error, path string, damaged error) error {
	if _, done := errors.AsType[*failure](err); done || err == nil {
		return err
	}
	code := Code(err)
	switch {
	case code == 0 && !errors.Is(err, ErrDamaged):
		return err
	case code == 0:
		return &failure{path, damaged, err}
	case TellsDamage(code):
		return &failure{path, damaged, fmt.Errorf("%w (SQLite error %d)", ErrDamaged, code)}
	}
	switch code & 0xff { // the rest of the code tells where in SQLite it happened
	case sqlite3.SQLITE_FULL:
		return &failure{path, ErrFull, err}
	case sqlite3.SQLITE_READONLY:
		return &failure{path, ErrReadOnly, err}
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return &failure{path, ErrDisk, err}
	}
	if strings.Contains(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// AtOpening makes damage of an error that says that a statement makes no sense. While a file is opened the statements are
// always the same, and fit the tables of every file that was not changed since.
func AtOpening(err error) error {
	if Code(err) == sqlite3.SQLITE_ERROR {
		return fmt.Errorf("%w (SQLite error %d)", ErrDamaged, sqlite3.SQLITE_ERROR)
	}
	return err
}

// TellsDamage reports whether one of SQLite's numbers means that the file is damaged.
func TellsDamage(code int) bool {
	switch code & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return code == sqlite3.SQLITE_IOERR_SHORT_READ
}

// smallFile is the size up to which a file is looked through for damage at every start: that takes a quarter of a second.
const smallFile = 256 << 20

// Look looks for damage at opening: whether the file was cut short, and in one of at most 256 MB also whether its pages fit
// together. Larger ones are left to Check. It fails with ErrDamaged.
func Look(ctx context.Context, db *sql.DB, path string) error {
	file, err := os.Stat(path)
	if err != nil {
		return err
	}
	var size int64
	err = db.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size)
	if err != nil {
		return fmt.Errorf("read size: %w", err)
	}
	// Pages that are in the log alone need not be in the file.
	if log, err := os.Stat(path + "-wal"); (err != nil || log.Size() == 0) && file.Size() < size {
		return fmt.Errorf("%w: %d bytes are missing", ErrDamaged, size-file.Size())
	}
	if size > smallFile {
		return nil
	}
	return check(ctx, db, "quick_check")
}

// Check has SQLite go through the whole file. It fails with ErrDamaged.
func Check(ctx context.Context, q Querier) error { return check(ctx, q, "integrity_check") }

func check(ctx context.Context, q Querier, pragma string) error {
	var found string
	if err := q.QueryRowContext(ctx, `PRAGMA `+pragma+`(1)`).Scan(&found); err != nil {
		return fmt.Errorf("check pages: %w", err)
	}
	if found != "ok" {
		return fmt.Errorf("%w: its pages do not fit together", ErrDamaged) // SQLite's words may quote the content
	}
	return nil
}
