// Package alerts owns the desk where findings become alerts: the append-only ledger of events, one alert per listing,
// cases that hold alerts of one seller together, the redacted captures, and which sealed originals belong to them. It
// decides what is new and what is merely seen again, fixes the bytes that every receiver gets, and sees to it that what is
// erased is gone.
//
// It must not know pages, networks or receivers: sinks (stream, feed, webhook) read its events, each at its own pace and
// with its own durable position. It holds masked texts and keyed digests only.
package alerts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts/evidence"
	"ronda/alerts/pictures"
	"ronda/detect/similar"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNotFound means that no alert or capture has the given id.
	ErrNotFound = errors.New("not found")
	// ErrInvalid means that an event would not match its published schema, an unmasked number for instance. Nothing was
	// written, and trying again with the same finding fails again.
	ErrInvalid = errors.New("event does not match its schema")
	// ErrHeld means that a case is under a legal hold.
	ErrHeld = errors.New("case is under a legal hold: release it first")
	// ErrMerged means that a case is a part of another one by now; a MergedError names it.
	ErrMerged = errors.New("case was merged into another one")
	// ErrNoVault means that sealed originals are to be removed by a Desk that was opened without their vault.
	ErrNoVault = errors.New("there are sealed originals, but the vault that holds them is not open")
	// ErrBusy means that something was erased, but a reader kept the ledger's log from being emptied. Erasing again once
	// the reader is gone finishes it, and so does the next start.
	ErrBusy = errors.New("a reader holds the ledger's log: erase again when it is gone")
	// ErrCorrupt means that the ledger's file is damaged. It does not heal.
	ErrCorrupt = errors.New("restore a backup (ronda restore)")
	// ErrReadOnly means that the Desk was opened with OpenReader.
	ErrReadOnly = errors.New("ledger is open for reading only")
)

// DefaultSource is the CloudEvents source of a deployment that names none.
const DefaultSource = "urn:ronda:desk"

// Config configures a Desk. The zero value works.
type Config struct {
	Source     string                // CloudEvents source: a URI that names the deployment; DefaultSource when empty
	Mask       func(string) string   // masks texts of pages and operators; nil: nothing is masked and no capture is kept
	Vault      *evidence.Vault       // where originals are sealed to; nil: none is kept
	Key        []byte                // 32 secret bytes under which hashes of pictures are sealed; nil: none is kept
	FormerKeys [][]byte              // what was sealed under one of these is sealed under Key when the file is opened
	Registerer prometheus.Registerer // where the metrics go; nil: nowhere
	Step       func(step string)     // called where a trial may end the process; nil otherwise
}

// Desk is the ledger of alerts, one SQLite file with a single writer. It is safe for concurrent use.
type Desk struct {
	path    string
	source  string
	mask    func(string) string
	vault   *evidence.Vault
	schemas schemas
	metrics metrics
	step    func(string)
	seen    *pictures.Store
	writer  *sql.DB // one connection, immediate transactions; nil for a reader
	reader  *sql.DB

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at each commit of an event
	doubtful []string      // sealed files that may have no row
}

// Open opens the ledger at path for reading and writing and creates it where it is missing; the folder must exist. Only
// one process may hold a ledger open for writing. The caller closes the Desk.
func Open(ctx context.Context, path string, cfg Config) (*Desk, error) {
	d, err := open(ctx, path, cfg, true)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	return d, nil
}

// OpenReader opens the ledger at path for reading only, also beside a process that writes it. What would write returns
// ErrReadOnly, and Changed never fires: a reader asks again. The caller closes the Desk.
func OpenReader(ctx context.Context, path string) (*Desk, error) {
	d, err := open(ctx, path, Config{}, false)
	if err != nil {
		return nil, fmt.Errorf("open ledger for reading: %w", err)
	}
	return d, nil
}

func open(ctx context.Context, path string, cfg Config, write bool) (_ *Desk, err error) {
	d := &Desk{path: path, source: cfg.Source, mask: cfg.Mask, vault: cfg.Vault, step: cfg.Step, changed: make(chan struct{})}
	keys, err := pictures.NewKeys(cfg.Key, cfg.FormerKeys...)
	if err != nil {
		return nil, err
	}
	d.seen = pictures.New(similar.DefaultLimits, keys)
	if d.step == nil {
		d.step = func(string) {}
	}
	if d.source == "" {
		d.source = DefaultSource
	}
	if d.schemas, err = compileSchemas(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if write {
		if d.writer, err = openWriter(ctx, path); err != nil {
			return nil, err
		}
	}
	if d.reader, err = openPool(ctx, path); err != nil {
		return nil, err
	}
	if d.metrics, err = newMetrics(cfg.Registerer); err != nil {
		return nil, err
	}
	if write {
		if err := d.recover(ctx); err != nil {
			return nil, explainOpen(err, path)
		}
	}
	return d, nil
}

// recover finishes what an earlier process did not live to finish, and sets the gauges from the ledger.
func (d *Desk) recover(ctx context.Context) error {
	if err := d.sweep(ctx); err != nil {
		return err
	}
	if err := d.sealPictures(ctx); err != nil { // what it leaves in unused parts of the file, and in its log, goes next
		return err
	}
	for _, err := range []error{d.removeSealed(ctx), d.scrub(ctx), d.truncateLog(ctx)} {
		// Originals whose vault is not open, and a log that another process reads, wait for their turn.
		if err != nil && !errors.Is(err, ErrNoVault) && !errors.Is(err, ErrBusy) {
			return err
		}
	}
	return errors.Join(d.countOpen(ctx), d.countPictures(ctx))
}

// Close releases the files. Events that were committed are on disk already.
func (d *Desk) Close() error {
	var errs []error
	for _, db := range []*sql.DB{d.reader, d.writer} { // the writer last: closing it folds the log into the file
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
func (d *Desk) Changed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

func (d *Desk) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.changed)
	d.changed = make(chan struct{})
}

// errCommit marks a transaction of which nobody knows whether it was committed.
var errCommit = errors.New("commit")

// write runs fn in one transaction that is on disk when write returns without error.
func (d *Desk) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	if d.writer == nil {
		return ErrReadOnly
	}
	// A transaction that its context calls off is rolled back behind our back, after Close as well, and the log then stays
	// beside the file. What calls it off is the next statement of fn, which knows the context.
	tx, err := d.writer.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return d.explain(fmt.Errorf("begin: %w", err))
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback() // a full disk has rolled it back already, and a second time is an error
		return d.explain(err)
	}
	d.step("desk.uncommitted")
	if err := tx.Commit(); err != nil {
		return d.explain(fmt.Errorf("%w: %w", errCommit, err))
	}
	d.step("desk.committed")
	return nil
}
