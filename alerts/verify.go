package alerts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// Verified says what Verify has gone through.
type Verified struct {
	Events int64
	Erased int64  // of these, events whose bodies were erased
	Head   string // hash of the newest event, in hexadecimal; "" in an empty ledger
}

// Head returns the number and the hash of the newest event, 0 and "" in an empty ledger. Whoever keeps a copy can tell
// later that nothing was cut off.
func (d *Desk) Head(ctx context.Context) (number int64, hash string, err error) {
	var sum []byte
	err = d.reader.QueryRowContext(ctx, `SELECT number, hash FROM event ORDER BY number DESC LIMIT 1`).Scan(&number, &sum)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, "", fmt.Errorf("read end of ledger: %w", err)
	}
	return number, hex.EncodeToString(sum), nil
}

// Verify reads the whole ledger and recomputes its hash chain. It fails with ErrTampered where a row was changed, removed
// from the middle or inserted. It cannot see that the newest rows were cut off: for that somebody else must hold a copy of
// the last hash.
func (d *Desk) Verify(ctx context.Context) (Verified, error) {
	var v Verified
	rows, err := d.reader.QueryContext(ctx, `SELECT `+eventColumns+`, salt, commitment, prev_hash, hash FROM event ORDER BY number`)
	if err != nil {
		return v, fmt.Errorf("verify ledger: %w", err)
	}
	defer rows.Close()
	prev := make([]byte, sha256.Size)
	for rows.Next() {
		var salt, commitment, prevHash, hash []byte
		e, err := scanEvent(rows, &salt, &commitment, &prevHash, &hash)
		if err != nil {
			return v, fmt.Errorf("verify ledger: %w", err)
		}
		switch {
		case e.Number != v.Events+1:
			return v, fmt.Errorf("verify ledger: event %d follows event %d: %w", e.Number, v.Events, ErrTampered)
		case !e.Erased && !bytes.Equal(commitment, commit(salt, e.Body)):
			return v, fmt.Errorf("verify ledger: body of event %d: %w", e.Number, ErrTampered)
		case !bytes.Equal(prevHash, prev) || !bytes.Equal(hash, chain(prev, &e, commitment)):
			return v, fmt.Errorf("verify ledger: event %d: %w", e.Number, ErrTampered)
		}
		v.Events, prev = e.Number, hash
		if e.Erased {
			v.Erased++
		}
	}
	if err := rows.Err(); err != nil {
		return v, fmt.Errorf("verify ledger: %w", err)
	}
	if v.Events > 0 {
		v.Head = hex.EncodeToString(prev)
	}
	return v, nil
}
