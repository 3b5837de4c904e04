package alerts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// ErrTampered means that a row of the ledger is not as it was written.
var ErrTampered = errors.New("ledger does not match its hash chain")

// appendEvent makes the next event of an alert and adds it to the ledger and its hash chain. It returns its number.
func (d *Desk) appendEvent(ctx context.Context, tx *sql.Tx, a *Alert, typ string, at time.Time) (int64, error) {
	e, err := d.newEvent(a, typ, at)
	if err != nil {
		return 0, err
	}
	var prev []byte
	err = tx.QueryRowContext(ctx, `SELECT number, hash FROM event ORDER BY number DESC LIMIT 1`).Scan(&e.Number, &prev)
	if errors.Is(err, sql.ErrNoRows) {
		prev = make([]byte, sha256.Size)
	} else if err != nil {
		return 0, fmt.Errorf("read end of ledger: %w", err)
	}
	e.Number++
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	commitment := commit(salt, e.Body)
	_, err = tx.ExecContext(ctx, `INSERT INTO event (number, id, alert_id, type, sequence, subject, platform, time, body,
			salt, commitment, prev_hash, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Number, e.ID, e.AlertID, e.Type, e.Sequence, e.Subject, e.Platform, micros(e.Time), e.Body,
		salt, commitment, prev, chain(prev, &e, commitment))
	if err != nil {
		return 0, fmt.Errorf("append event: %w", err)
	}
	return e.Number, nil
}

// commit binds the chain to a body through a salt, so that a body which must be erased one day can be: the chain then
// still verifies and tells nothing about it.
func commit(salt, body []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return h.Sum(nil)
}

func chain(prev []byte, e *Event, commitment []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	for _, n := range []int64{e.Number, int64(e.Sequence), micros(e.Time)} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	}
	for _, s := range []string{e.ID, e.AlertID, e.Type, e.Subject, e.Platform} {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(s)))) // so that no two rows share an encoding
		h.Write([]byte(s))
	}
	h.Write(commitment)
	return h.Sum(nil)
}
