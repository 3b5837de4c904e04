package alerts

import (
	"errors"
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
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	if _, done := errors.AsType[*storageError](err); done {
		return err
	}
	e := &storageError{path: path, err: err}
	switch failure.Code() & 0xff { // the rest of the code tells where in SQLite it happened
	case sqlite3.SQLITE_FULL:
		e.hint = errFull
	case sqlite3.SQLITE_READONLY:
		e.hint = errReadOnly
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		e.hint = errDisk
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		e.hint = ErrCorrupt
	default:
		return err
	}
	return e
}
