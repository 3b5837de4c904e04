// Package desk is where findings become alerts: one alert per listing, cases that hold alerts of one seller together, the
// redacted captures, and which sealed originals belong to them. It decides what is new and what is merely seen again, closes
// alerts, and sees to it that what is erased is gone.
//
// It is the only writer of the ledger and must not know pages, networks or receivers: sinks (stream, feed, webhook) read the
// ledger's events, each at its own pace and with its own durable position. It holds masked texts and keyed digests only.
package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/alerts/pictures"
	"ronda/dbfile"
	"ronda/detect/similar"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrHeld means that a case is under a legal hold.
	ErrHeld = errors.New("case is under a legal hold: release it first")
	// ErrMerged means that a case is a part of another one by now; a MergedError names it.
	ErrMerged = errors.New("case was merged into another one")
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

// Desk has the one Writer of a ledger, and reads as its Ledger does. It is safe for concurrent use.
type Desk struct {
	*ledger.Ledger
	writer  *ledger.Writer
	encoder *alerts.Encoder
	mask    func(string) string
	vault   *evidence.Vault
	source  string
	metrics metrics
	step    func(string)
	seen    *pictures.Store

	mu       sync.Mutex
	doubtful []string // sealed files that may have no row
}

// Open opens the ledger at path for reading and writing and creates it where it is missing; the folder must exist. Only
// one process may hold a ledger open for writing. The caller closes the Desk.
func Open(ctx context.Context, path string, cfg Config) (*Desk, error) {
	d := &Desk{mask: cfg.Mask, vault: cfg.Vault, source: cfg.Source, step: cfg.Step}
	if d.step == nil {
		d.step = func(string) {}
	}
	if d.source == "" {
		d.source = DefaultSource
	}
	keys, err := pictures.NewKeys(cfg.Key, cfg.FormerKeys...)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	d.seen = pictures.New(similar.DefaultLimits, keys)
	if d.encoder, err = alerts.NewEncoder(d.source); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if d.writer, err = ledger.Open(ctx, path, d.step); err != nil {
		return nil, err
	}
	d.Ledger = d.writer.Ledger
	if d.metrics, err = newMetrics(cfg.Registerer); err == nil {
		if err = d.recover(ctx); err != nil {
			err = d.Explain(dbfile.AtOpening(err))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", errors.Join(err, d.Close()))
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
	for _, err := range []error{d.removeSealed(ctx), d.writer.Scrub(ctx), d.writer.EmptyLog(ctx)} {
		// Originals whose vault is not open, and a log that another process reads, wait for their turn.
		if err != nil && !errors.Is(err, ledger.ErrNoVault) && !errors.Is(err, ledger.ErrBusy) {
			return err
		}
	}
	return errors.Join(d.countOpen(ctx), d.countPictures(ctx))
}

// appendEvent makes the next event of an alert, adds it to the ledger, and has the alert's row follow.
func (d *Desk) appendEvent(ctx context.Context, tx *sql.Tx, a *ledger.Alert, typ string, at time.Time) error {
	e := alerts.Event{AlertID: a.ID, Type: typ, Sequence: a.Sequence, Subject: a.Subject, Time: at}
	if err := d.encoder.Encode(&e, &a.Data); err != nil {
		return err
	}
	return ledger.Append(ctx, tx, a, &e)
}

// masked is a text of ours or of an operator without anything that leads to a person.
func (d *Desk) masked(text string) string {
	if d.mask == nil {
		return text
	}
	return d.mask(text)
}

func texts(ctx context.Context, q dbfile.Querier, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
