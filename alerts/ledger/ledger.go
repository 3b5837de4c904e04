// Package ledger is the file of alerts: an append-only log of events in a hash chain, the alerts as their newest events left them, their
// cases, redacted captures and rows of sealed originals, the tombstones of what was erased, and how far each receiver has come.
//
// It knows no finding and decides nothing: a Ledger reads, verifies and wakes who waits; what is written is the business of the one that
// has its Writer. The outlets (stream, feed, webhook) are given a Ledger and no Writer.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"ronda/alerts/custody"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNotFound means that no alert, case or capture has the given id.
	ErrNotFound = errors.New("not found")
	// ErrNoVault means that sealed originals are to be compared or removed without their vault.
	ErrNoVault = errors.New("there are sealed originals, but the vault that holds them is not open")
	// ErrBusy means that something was erased, but a reader kept the ledger's log from being emptied. Erasing again once
	// the reader is gone finishes it, and so does the next start.
	ErrBusy = errors.New("a reader holds the ledger's log: erase again when it is gone")
	// ErrCorrupt means that the ledger's file is damaged. It does not heal.
	ErrCorrupt = errors.New("restore a backup (ronda restore)")
	// ErrReadOnly means that the Ledger was opened with OpenReader.
	ErrReadOnly = errors.New("ledger is open for reading only")
	// ErrCommit means that nobody knows whether a transaction was committed.
	ErrCommit = errors.New("commit")
	// ErrTampered means that a row of the ledger is not as it was written.
	ErrTampered = custody.ErrTampered
)

// Ledger is the ledger of alerts, one SQLite file, as it is read. It is safe for concurrent use.
type Ledger struct {
	path   string
	step   func(string)
	writer *sql.DB // one connection, immediate transactions; nil for a reader
	reader *sql.DB

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at each commit of an event
}

// OpenReader opens the ledger at path for reading only, also beside a process that writes it. SetPosition returns ErrReadOnly,
// and Changed never fires: a reader asks again. The caller closes the Ledger.
func OpenReader(ctx context.Context, path string) (*Ledger, error) {
	l := &Ledger{path: path, changed: make(chan struct{})}
	var err error
	if l.reader, err = openPool(ctx, path); err != nil {
		return nil, fmt.Errorf("open ledger for reading: %w", err)
	}
	return l, nil
}

// Close releases the files. Events that were committed are on disk already.
func (l *Ledger) Close() error {
	var errs []error
	for _, db := range []*sql.DB{l.reader, l.writer} { // the writer last: closing it folds the log into the file
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close ledger: %w", err)
	}
	return nil
}

// Changed returns a channel that is closed when the next event is committed, or alerts are erased. To miss nothing, take the
// channel first, then read Events and Erasures, then wait.
func (l *Ledger) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}
