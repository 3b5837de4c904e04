// Package access owns the record of who read, decided, erased and exported what: a hash-chained log in an SQLite file of
// its own. It knows nothing of alerts or evidence; an entry names them by their ids.
package access

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Errors of a log.
var (
	// ErrTampered means that a row of the log is not as it was written.
	ErrTampered = errors.New("access log does not match its hash chain")
	// ErrReadOnly means that the log was opened for reading.
	ErrReadOnly = errors.New("access log is open for reading only")
	// ErrInvalid means that an entry cannot be written as it is.
	ErrInvalid = errors.New("invalid entry of the access log")
)

// Entry is one line of the log. It holds no personal data of those whom the evidence is about.
type Entry struct {
	Number int64     // 1, 2, 3 ...; set by Append
	Time   time.Time // UTC, microseconds; set by Append
	Actor  string    // who did it
	Action string    // what was done, a word or two: "evidence.open"
	Object string    // the id of an alert or case, or the name of a sealed file; "" when it concerns all
	Reason string    // the actor's words, masked by the caller
	Hash   string    // hexadecimal; binds this entry and all before it; set by Append
}

// Head is the newest entry of a log that was verified. Whoever keeps a copy can tell later that nothing before it was
// changed or cut off.
type Head struct {
	Number int64  // 0 for an empty log
	Hash   string // "" for an empty log
}

// Log is an append-only log in one SQLite file. It is safe for concurrent use, and several processes may append at once.
type Log struct {
	writer *sql.DB // nil for a reader
	reader *sql.DB
}

// Open opens the log for appending, and makes it when it is missing.
func Open(ctx context.Context, path string) (*Log, error) { return nil, ctx.Err() }

// OpenReader opens a log that exists, also beside processes that append to it.
func OpenReader(ctx context.Context, path string) (*Log, error) { return nil, ctx.Err() }

// Append writes an entry and returns it with its number, time and hash when it is on disk.
func (l *Log) Append(ctx context.Context, e Entry) (Entry, error) { return e, ctx.Err() }

// Entries returns up to limit entries after the given number, oldest first.
func (l *Log) Entries(ctx context.Context, after int64, limit int) ([]Entry, error) {
	return nil, ctx.Err()
}

// Verify reads the whole log, recomputes its hash chain and returns its newest entry.
func (l *Log) Verify(ctx context.Context) (Head, error) { return Head{}, ctx.Err() }

// Close closes the files.
func (l *Log) Close() error { return nil }
