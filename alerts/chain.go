package alerts

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"ronda/alerts/chain"
	"ronda/alerts/custody"
)

// ErrTampered means that a row of the ledger is not as it was written.
var ErrTampered = custody.ErrTampered

// appendEvent makes the next event of an alert and adds it to the ledger and its hash chain. It returns its number.
func (d *Desk) appendEvent(ctx context.Context, tx *sql.Tx, a *Alert, typ string, at time.Time) (int64, error) {
	e, err := d.newEvent(a, typ, at)
	if err != nil {
		return 0, err
	}
	prev, err := chain.Newest(ctx, tx, "event", &e.Number)
	if err != nil {
		return 0, err
	}
	e.Number++
	salt := chain.Salt()
	commitment := chain.Commit(salt, e.Body)
	_, err = tx.ExecContext(ctx, `INSERT INTO event (number, id, alert_id, type, sequence, subject, platform, time, body,
			salt, commitment, prev_hash, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Number, e.ID, e.AlertID, e.Type, e.Sequence, e.Subject, e.Platform, micros(e.Time), e.Body,
		salt, commitment, prev, e.link(prev, commitment))
	if err != nil {
		return 0, fmt.Errorf("append event: %w", err)
	}
	return e.Number, nil
}

// link returns the hash that binds an event to all before it.
func (e *Event) link(prev, commitment []byte) []byte {
	return chain.Next(prev, []int64{e.Number, int64(e.Sequence), micros(e.Time)},
		[]string{e.ID, e.AlertID, e.Type, e.Subject, e.Platform}, commitment)
}
