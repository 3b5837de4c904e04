package alerts

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"ronda/alerts/chain"
	"ronda/dbfile"
)

// What custody entries tell of.
const (
	custodyCapture  = "capture"  // a redacted capture was kept
	custodyOriginal = "original" // an original was sealed
	custodyErasure  = "erasure"  // an alert was erased up to the event of that sequence: there is a tombstone
	custodyRetired  = "retired"  // captures and originals of an alert, up to that sequence, have gone by retention
)

// custodyEntry is one link of the second chain: what was kept for an event, and what was taken away again. It says nothing
// of the content: of a capture it holds a salted digest, whose salt goes with the capture. An entry is bound to the event
// that was the newest when it was written, and so to all events before.
type custodyEntry struct {
	number     int64
	what       string
	alertID    string
	sequence   int
	at         time.Time
	event      int64 // number of the newest event then
	commitment []byte
}

// link returns the hash that binds an entry to all before it, and to the events.
func (c *custodyEntry) link(prev, eventHash []byte) []byte {
	return chain.Next(prev, []int64{c.number, int64(c.sequence), micros(c.at), c.event},
		[]string{c.what, c.alertID, string(eventHash)}, c.commitment)
}

// custodian enters what happens to captures and originals, and erasures, within one transaction in which no event is
// appended any more.
type custodian struct {
	tx        *sql.Tx
	at        time.Time
	number    int64 // of the last entry
	hash      []byte
	event     int64 // the newest
	eventHash []byte
}

func newCustodian(ctx context.Context, tx *sql.Tx, at time.Time) (*custodian, error) {
	c := &custodian{tx: tx, at: instant(at)}
	var err error
	if c.hash, err = newest(ctx, tx, "custody", &c.number); err != nil {
		return nil, err
	}
	c.eventHash, err = newest(ctx, tx, "event", &c.event)
	return c, err
}

func (c *custodian) enter(ctx context.Context, what, alertID string, sequence int, commitment []byte) error {
	e := custodyEntry{c.number + 1, what, alertID, sequence, c.at, c.event, commitment}
	hash := e.link(c.hash, c.eventHash)
	_, err := c.tx.ExecContext(ctx, `INSERT INTO custody (number, what, alert_id, sequence, time, event, commitment, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, e.number, what, alertID, sequence, micros(c.at), c.event, commitment, hash)
	if err != nil {
		return fmt.Errorf("enter %s: %w", what, err)
	}
	c.number, c.hash = e.number, hash
	return nil
}

// originalRow is a row of evidence as the chain covers it.
type originalRow struct {
	name, alertID, sha256, recipients string
	sequence                          int
	size, sealedAt                    int64
}

// commitment needs no salt: the digest of a sealed file tells nothing of what is in it.
func (o *originalRow) commitment() []byte {
	return chain.Next(nil, []int64{int64(o.sequence), o.size, o.sealedAt}, []string{o.name, o.alertID, o.sha256, o.recipients}, nil)
}

const originalColumns = `v.name, v.alert_id, v.sequence, v.sha256, v.size, v.recipients, v.sealed_at`

func (o *originalRow) fields() []any {
	return []any{&o.name, &o.alertID, &o.sequence, &o.sha256, &o.size, &o.recipients, &o.sealedAt}
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

// enterTombstones enters the erasures behind the given one.
func (c *custodian) enterTombstones(ctx context.Context, after int64) error {
	list, err := scanAll[tombstoneRow](ctx, c.tx, `SELECT `+tombstoneColumns+` FROM erasure AS x WHERE x.number > ? ORDER BY x.number`, after)
	if err != nil {
		return fmt.Errorf("read erasures: %w", err)
	}
	for i := range list {
		if err := c.enter(ctx, custodyErasure, list[i].alertID, list[i].last, list[i].commitment()); err != nil {
			return err
		}
	}
	return nil
}

// enterRetired enters that captures and originals of an alert are about to go. It is called before they do.
func (c *custodian) enterRetired(ctx context.Context, alertID string) error {
	var last int
	err := c.tx.QueryRowContext(ctx, `SELECT coalesce(max(sequence), 0) FROM (
		SELECT sequence FROM capture WHERE alert_id = ?1 UNION ALL SELECT sequence FROM evidence WHERE alert_id = ?1)`, alertID).Scan(&last)
	if err != nil {
		return fmt.Errorf("look for the newest evidence: %w", err)
	}
	return c.enter(ctx, custodyRetired, alertID, last, []byte{})
}

// adopt enters what a ledger of version 2 kept: from then on it is covered.
func adopt(ctx context.Context, tx *sql.Tx) error {
	c, err := newCustodian(ctx, tx, time.Now())
	if err != nil {
		return err
	}
	if err := c.adoptCaptures(ctx); err != nil {
		return err
	}
	originals, err := scanAll[originalRow](ctx, tx, `SELECT `+originalColumns+` FROM evidence AS v ORDER BY v.alert_id, v.sequence`)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	for i := range originals {
		o := &originals[i]
		if err := c.enter(ctx, custodyOriginal, o.alertID, o.sequence, o.commitment()); err != nil {
			return err
		}
	}
	return c.enterTombstones(ctx, 0)
}

// adoptCaptures reads one capture at a time: they are large.
func (c *custodian) adoptCaptures(ctx context.Context) error {
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
		if err := c.enter(ctx, custodyCapture, alertID, sequence, chain.Commit(salt, redacted)); err != nil {
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
