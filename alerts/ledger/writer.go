package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ronda/dbfile"
)

// Writer is the right to change a ledger. What a transaction of it leaves has to fit what Verify compares: rows of captures, originals
// and tombstones are entered with custody, and events come from Append alone.
type Writer struct {
	*Ledger
}

// Open opens the ledger at path for reading and writing, creates it where it is missing, and brings it to the newest version; the folder
// must exist. Only one process may hold a ledger open for writing. step is called where a trial may end the process; nil otherwise. The
// caller closes the Writer.
func Open(ctx context.Context, path string, step func(string)) (*Writer, error) {
	if step == nil {
		step = func(string) {}
	}
	l := &Ledger{path: path, step: step, changed: make(chan struct{})}
	var err error
	if l.writer, err = openWriter(ctx, path); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if l.reader, err = openPool(ctx, path); err != nil {
		return nil, fmt.Errorf("open ledger: %w", errors.Join(err, l.Close()))
	}
	return &Writer{l}, nil
}

// Write runs fn in one transaction that is on disk when Write returns without error.
func (w *Writer) Write(ctx context.Context, fn func(tx *sql.Tx) error) error { return w.write(ctx, fn) }

func (l *Ledger) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	if l.writer == nil {
		return ErrReadOnly
	}
	// A transaction that its context calls off is rolled back behind our back, after Close as well, and the log then stays
	// beside the file. What calls it off is the next statement of fn, which knows the context.
	tx, err := l.writer.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return l.Explain(fmt.Errorf("begin: %w", err))
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback() // a full disk has rolled it back already, and a second time is an error
		return l.Explain(err)
	}
	l.step("desk.uncommitted")
	if err := tx.Commit(); err != nil {
		return l.Explain(fmt.Errorf("%w: %w", ErrCommit, err))
	}
	l.step("desk.committed")
	return nil
}

// Wake tells who waits for Changed that there is something new.
func (w *Writer) Wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.changed)
	w.changed = make(chan struct{})
}

// Committed reads what is committed, beside a transaction that is being written.
func (w *Writer) Committed() dbfile.Querier { return w.reader }

// Snapshot has fn read the ledger as it is at one moment.
func (w *Writer) Snapshot(ctx context.Context, fn func(dbfile.Querier) error) error {
	tx, err := w.reader.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return fn(tx)
}
