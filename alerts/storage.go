package alerts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// storageError is a failure of the disk or the file, with what a person can do about it.
type storageError struct {
	path string
	hint error
	err  error
}

func (e *storageError) Error() string {
	text := e.err.Error() + ": " + e.hint.Error()
	if !strings.Contains(text, e.path) {
		text = e.path + ": " + text
	}
	return text
}

func (e *storageError) Unwrap() []error { return []error{e.hint, e.err} }

var (
	errFull     = errors.New("the disk is full: make room on it, and nothing else needs to be done")
	errReadOnly = errors.New("the disk or the folder is read-only: make it writable, and nothing else needs to be done")
	errDisk     = errors.New("the disk fails or is gone: see the kernel's log")
)

func (d *Desk) explain(err error) error { return explain(err, d.path) }

// explain adds to an error of SQLite the file's name and what to do. Other errors stay as they are. No message of SQLite
// quotes what is in the file.
func explain(err error, path string) error {
	if _, done := errors.AsType[*storageError](err); done {
		return err
	}
	e := &storageError{path: path, hint: ErrCorrupt, err: err}
	if errors.Is(err, errPages) {
		return e
	}
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch failure.Code() & 0xff { // the rest of the code tells where in SQLite it happened
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
	case sqlite3.SQLITE_FULL:
		e.hint = errFull
	case sqlite3.SQLITE_READONLY:
		e.hint = errReadOnly
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		e.hint = errDisk
	default:
		return err
	}
	return e
}

// explainOpen is explain for what fails while a ledger is opened. There a statement that SQLite does not understand means
// that the schema in the file is damaged: the statements themselves are always the same.
func explainOpen(err error, path string) error {
	failure, ok := errors.AsType[*sqlite.Error](err)
	if ok && failure.Code() == sqlite3.SQLITE_ERROR {
		return &storageError{path: path, hint: ErrCorrupt, err: err}
	}
	return explain(err, path)
}

// errPages means that SQLite found damage when it was asked to look for it.
var errPages = errors.New("the pages do not fit together")

// checkPages has SQLite look for damage with one of its two pragmas for it.
func checkPages(ctx context.Context, q queryer, pragma string) error {
	var found string
	if err := q.QueryRowContext(ctx, `PRAGMA `+pragma+`(1)`).Scan(&found); err != nil {
		return fmt.Errorf("check pages: %w", err)
	}
	if found != "ok" {
		found = strings.TrimPrefix(found, "*** in database main ***\n") // what follows are numbers of pages and rows
		return fmt.Errorf("%w: %s", errPages, strings.ReplaceAll(found, "\n", ", "))
	}
	return nil
}

// smallFile is the size up to which a ledger is looked through for damage at every start: that takes a quarter of a second.
const smallFile = 256 << 20

// checkFile looks for damage: whether the file was cut short, and in one of at most smallFile bytes also whether its pages
// fit together. Larger ones are left to Verify.
func checkFile(ctx context.Context, db *sql.DB, path string) error {
	var size int64
	err := db.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size)
	if err != nil {
		return fmt.Errorf("read size: %w", err)
	}
	file, err := os.Stat(path)
	if err != nil {
		return err
	}
	// Pages that are in the log alone need not be in the file.
	if log, err := os.Stat(path + "-wal"); (err != nil || log.Size() == 0) && file.Size() < size {
		return fmt.Errorf("%w: %d bytes are missing", errPages, size-file.Size())
	}
	if size > smallFile {
		return nil
	}
	return checkPages(ctx, db, "quick_check")
}
