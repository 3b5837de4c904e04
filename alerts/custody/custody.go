// Package custody owns the second hash chain of a ledger: what was kept for its events (redacted captures, sealed originals)
// and what took it away again (erasures, retention). It reads the ledger's other tables and writes none of them, but for the
// salts of captures that an older ledger kept without.
package custody

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ronda/alerts/chain"
	"ronda/dbfile"
)

// ErrTampered means that a row of the ledger is not as it was written.
var ErrTampered = errors.New("ledger does not match its hash chain")

// What entries tell of.
const (
	capture  = "capture"  // a redacted capture was kept
	original = "original" // an original was sealed
	erasure  = "erasure"  // an alert was erased up to the event of that sequence: there is a tombstone
	retired  = "retired"  // captures and originals of an alert, up to that sequence, have gone by retention
)

// Schema makes the table, as the step of the ledger to version 3; Adopt enters then what there is. It never changes.
const Schema = `CREATE TABLE custody (
		number     INTEGER PRIMARY KEY,
		what       TEXT NOT NULL,
		alert_id   TEXT NOT NULL,
		sequence   INTEGER NOT NULL,
		time       INTEGER NOT NULL,
		event      INTEGER NOT NULL,
		commitment BLOB NOT NULL,
		hash       BLOB NOT NULL
	) STRICT;
	CREATE INDEX custody_alert ON custody (alert_id, sequence);
	CREATE TRIGGER custody_keep_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
	CREATE TRIGGER custody_keep_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;`

// entry is one link of the chain: what was kept for an event, and what was taken away again. It says nothing of the
// content: of a capture it holds a salted digest, whose salt goes with the capture. An entry is bound to the event that was
// the newest when it was written, and so to all events before.
type entry struct {
	number     int64
	what       string
	alertID    string
	sequence   int
	at         time.Time
	event      int64 // number of the newest event then
	commitment []byte
}

// link returns the hash that binds an entry to all before it, and to the events.
func (c *entry) link(prev, eventHash []byte) []byte {
	return chain.Next(prev, []int64{c.number, int64(c.sequence), c.at.UnixMicro(), c.event},
		[]string{c.what, c.alertID, string(eventHash)}, c.commitment)
}

// Custodian enters what happens to captures and originals, and erasures, within one transaction in which no event is
// appended any more.
type Custodian struct {
	tx        *sql.Tx
	at        time.Time
	number    int64 // of the last entry
	hash      []byte
	event     int64 // the newest
	eventHash []byte
}

// New returns a Custodian of what happens at the given time, after the events that the transaction sees.
func New(ctx context.Context, tx *sql.Tx, at time.Time) (*Custodian, error) {
	c := &Custodian{tx: tx, at: at.UTC().Truncate(time.Microsecond)}
	var err error
	if c.hash, err = chain.Newest(ctx, tx, "custody", &c.number); err != nil {
		return nil, err
	}
	c.eventHash, err = chain.Newest(ctx, tx, "event", &c.event)
	return c, err
}

func (c *Custodian) enter(ctx context.Context, what, alertID string, sequence int, commitment []byte) error {
	e := entry{c.number + 1, what, alertID, sequence, c.at, c.event, commitment}
	hash := e.link(c.hash, c.eventHash)
	_, err := c.tx.ExecContext(ctx, `INSERT INTO custody (number, what, alert_id, sequence, time, event, commitment, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, e.number, what, alertID, sequence, c.at.UnixMicro(), c.event, commitment, hash)
	if err != nil {
		return fmt.Errorf("enter %s: %w", what, err)
	}
	c.number, c.hash = e.number, hash
	return nil
}

// Original is a row of evidence as the chain covers it.
type Original struct {
	Name, AlertID, SHA256, Recipients string
	Sequence                          int   // of the alert's event
	Size, SealedAt                    int64 // bytes, and Unix microseconds
}

// EnterOriginal enters that an original was sealed.
func (c *Custodian) EnterOriginal(ctx context.Context, o *Original) error {
	return c.enter(ctx, original, o.AlertID, o.Sequence, o.commitment())
}

// EnterCapture enters that a redacted capture was kept, with the salt that stands beside it.
func (c *Custodian) EnterCapture(ctx context.Context, alertID string, sequence int, salt, redacted []byte) error {
	return c.enter(ctx, capture, alertID, sequence, chain.Commit(salt, redacted))
}

// commitment needs no salt: the digest of a sealed file tells nothing of what is in it.
func (o *Original) commitment() []byte {
	return chain.Next(nil, []int64{int64(o.Sequence), o.Size, o.SealedAt}, []string{o.Name, o.AlertID, o.SHA256, o.Recipients}, nil)
}

const originalColumns = `v.name, v.alert_id, v.sequence, v.sha256, v.size, v.recipients, v.sealed_at`

func (o *Original) fields() []any {
	return []any{&o.Name, &o.AlertID, &o.Sequence, &o.SHA256, &o.Size, &o.Recipients, &o.SealedAt}
}

// tombstoneRow is a row of erasure as the chain covers it.
type tombstoneRow struct {
	number, at                              int64
	first, last                             int
	alertID, caseID, subject, actor, reason string
}

func (t *tombstoneRow) commitment() []byte {
	return chain.Next(nil, []int64{t.number, int64(t.first), int64(t.last), t.at},
		[]string{t.alertID, t.caseID, t.subject, t.actor, t.reason}, nil)
}

const tombstoneColumns = `x.number, x.alert_id, x.case_id, x.subject, x.first_sequence, x.last_sequence, x.erased_at, x.actor, x.reason`

func (t *tombstoneRow) fields() []any {
	return []any{&t.number, &t.alertID, &t.caseID, &t.subject, &t.first, &t.last, &t.at, &t.actor, &t.reason}
}

// EnterTombstones enters the erasures behind the given one.
func (c *Custodian) EnterTombstones(ctx context.Context, after int64) error {
	list, err := scanAll[tombstoneRow](ctx, c.tx, `SELECT `+tombstoneColumns+` FROM erasure AS x WHERE x.number > ? ORDER BY x.number`, after)
	if err != nil {
		return fmt.Errorf("read erasures: %w", err)
	}
	for i := range list {
		if err := c.enter(ctx, erasure, list[i].alertID, list[i].last, list[i].commitment()); err != nil {
			return err
		}
	}
	return nil
}

// EnterRetired enters that captures and originals of an alert are about to go. It is called before they do.
func (c *Custodian) EnterRetired(ctx context.Context, alertID string) error {
	var last int
	err := c.tx.QueryRowContext(ctx, `SELECT coalesce(max(sequence), 0) FROM (
		SELECT sequence FROM capture WHERE alert_id = ?1 UNION ALL SELECT sequence FROM evidence WHERE alert_id = ?1)`, alertID).Scan(&last)
	if err != nil {
		return fmt.Errorf("look for the newest evidence: %w", err)
	}
	return c.enter(ctx, retired, alertID, last, []byte{})
}

// Adopt enters what a ledger of version 2 kept: from then on it is covered.
func Adopt(ctx context.Context, tx *sql.Tx) error {
	c, err := New(ctx, tx, time.Now())
	if err != nil {
		return err
	}
	if err := c.enterCaptures(ctx); err != nil {
		return err
	}
	originals, err := scanAll[Original](ctx, tx, `SELECT `+originalColumns+` FROM evidence AS v ORDER BY v.alert_id, v.sequence`)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	for i := range originals {
		if err := c.EnterOriginal(ctx, &originals[i]); err != nil {
			return err
		}
	}
	return c.EnterTombstones(ctx, 0)
}

// enterCaptures reads one capture at a time: they are large.
func (c *Custodian) enterCaptures(ctx context.Context) error {
	ids, err := scanAll[rowID](ctx, c.tx, `SELECT rowid FROM capture ORDER BY rowid`)
	if err != nil {
		return fmt.Errorf("read captures: %w", err)
	}
	for _, id := range ids {
		var alertID string
		var sequence int
		var redacted []byte
		err := c.tx.QueryRowContext(ctx, `SELECT alert_id, sequence, redacted FROM capture WHERE rowid = ?`, id.int64).
			Scan(&alertID, &sequence, &redacted)
		if err != nil {
			return fmt.Errorf("read capture: %w", err)
		}
		salt := chain.Salt()
		if _, err := c.tx.ExecContext(ctx, `UPDATE capture SET salt = ? WHERE rowid = ?`, salt, id.int64); err != nil {
			return fmt.Errorf("salt capture: %w", err)
		}
		if err := c.EnterCapture(ctx, alertID, sequence, salt, redacted); err != nil {
			return err
		}
	}
	return nil
}

type rowID struct{ int64 }

func (r *rowID) fields() []any { return []any{&r.int64} }

// scanAll reads all rows of a query into values that name their fields.
func scanAll[T any, P interface {
	*T
	fields() []any
}](ctx context.Context, q dbfile.Querier, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var v T
		if err := rows.Scan(P(&v).fields()...); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
