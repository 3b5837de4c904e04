package custody

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"ronda/alerts/chain"
	"ronda/dbfile"
)

// row is an entry as the file has it, with the hashes that it was bound by.
type row struct {
	entry
	us              int64
	hash, eventHash []byte
}

func (c *row) fields() []any {
	return []any{&c.number, &c.what, &c.alertID, &c.sequence, &c.us, &c.event, &c.commitment, &c.hash, &c.eventHash}
}

// verifyBatch is how many entries are read in one statement: a reader that stays long keeps the log from being emptied.
const verifyBatch = 500

// Verify recomputes the chain and compares each of its entries with what it tells of: captures, originals and tombstones are as
// they were entered, or were taken away by an erasure or retention that was entered too; and nothing is there that was not
// entered. It returns the newest entry, or ErrTampered with the first place where that does not hold. The ledger may be
// written meanwhile.
func Verify(ctx context.Context, q dbfile.Querier) (chain.Head, error) {
	v := verifier{q: q}
	err := v.verify(ctx)
	return v.head, err
}

type verifier struct {
	q    dbfile.Querier
	head chain.Head // the last entry that is well
}

func (v *verifier) verify(ctx context.Context) error {
	prev, event := chain.Begin(), int64(0)
	for {
		list, err := scanAll[row](ctx, v.q, `SELECT c.number, c.what, c.alert_id, c.sequence, c.time, c.event, c.commitment, c.hash,
				coalesce((SELECT e.hash FROM event AS e WHERE e.number = c.event), zeroblob(iif(c.event = 0, 32, 0)))
			FROM custody AS c WHERE c.number > ? ORDER BY c.number LIMIT ?`, v.head.Number, verifyBatch)
		if err != nil {
			return fmt.Errorf("read custody: %w", err)
		}
		for i := range list {
			c := &list[i]
			c.at = time.UnixMicro(c.us)
			switch {
			case c.number != v.head.Number+1:
				return fmt.Errorf("entry %d of custody follows entry %d: %w", c.number, v.head.Number, ErrTampered)
			case len(c.eventHash) == 0:
				return fmt.Errorf("entry %d of custody was written at event %d, which is not there: %w", c.number, c.event, ErrTampered)
			case c.event < event:
				return fmt.Errorf("entry %d of custody was written at event %d, the one before at event %d: %w", c.number, c.event, event, ErrTampered)
			case !bytes.Equal(c.hash, c.link(prev, c.eventHash)):
				return fmt.Errorf("entry %d of custody: %w", c.number, ErrTampered)
			}
			if err := v.verifyEntry(ctx, &c.entry); err != nil {
				return err
			}
			v.head = chain.Head{Number: c.number, Hash: hex.EncodeToString(c.hash)}
			prev, event = c.hash, c.event
		}
		if len(list) == 0 {
			return v.verifyEntered(ctx)
		}
	}
}

// verifyEntry compares what an entry tells of with the ledger's rows, in one statement: a running instance may erase
// meanwhile.
func (v *verifier) verifyEntry(ctx context.Context, c *entry) error {
	var fault string
	var err error
	switch c.what {
	case capture:
		fault, err = v.verifyCapture(ctx, c)
	case original:
		fault, err = v.verifyOriginal(ctx, c)
	case erasure:
		fault, err = v.verifyTombstone(ctx, c)
	case retired:
	default:
		fault = "is of no kind that is known"
	}
	switch {
	case err != nil:
		return fmt.Errorf("read what entry %d of custody tells of: %w", c.number, err)
	case fault == "":
		return nil
	}
	var event int64 // 0 when it is not there
	err = v.q.QueryRowContext(ctx, `SELECT number FROM event WHERE alert_id = ? AND sequence = ?`, c.alertID, c.sequence).Scan(&event)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("look for an event: %w", err)
	}
	return fmt.Errorf("%s of event %d %s (entry %d of custody): %w", c.what, event, fault, c.number, ErrTampered)
}

// Faults of what an entry tells of.
const (
	faultChanged = "was changed"
	faultMissing = "is gone without an erasure"
	faultBack    = "is back after an erasure"
)

// takenAway tells whether what was kept for event ?2 of alert ?1, by entry ?3, was taken away later.
const takenAway = `(EXISTS (SELECT 1 FROM erasure WHERE alert_id = ?1 AND ?2 BETWEEN first_sequence AND last_sequence)
	OR EXISTS (SELECT 1 FROM custody WHERE alert_id = ?1 AND what = '` + retired + `' AND sequence >= ?2 AND number > ?3))`

func (v *verifier) verifyCapture(ctx context.Context, c *entry) (fault string, err error) {
	var there, gone bool
	var salt, redacted []byte
	err = v.q.QueryRowContext(ctx, `SELECT k.alert_id IS NOT NULL, k.salt, k.redacted, `+takenAway+`
		FROM (SELECT 1) LEFT JOIN capture AS k ON k.alert_id = ?1 AND k.sequence = ?2`, c.alertID, c.sequence, c.number).
		Scan(&there, &salt, &redacted, &gone)
	return presence(there, gone, func() bool { return bytes.Equal(c.commitment, chain.Commit(salt, redacted)) }), err
}

func (v *verifier) verifyOriginal(ctx context.Context, c *entry) (fault string, err error) {
	gone := false
	var o Original
	err = v.q.QueryRowContext(ctx, `SELECT `+originalColumns+`, `+takenAway+` FROM evidence AS v WHERE v.alert_id = ?1 AND v.sequence = ?2`,
		c.alertID, c.sequence, c.number).Scan(append(o.fields(), &gone)...)
	there := err == nil
	if errors.Is(err, sql.ErrNoRows) {
		err = v.q.QueryRowContext(ctx, `SELECT `+takenAway, c.alertID, c.sequence, c.number).Scan(&gone)
	}
	return presence(there, gone, func() bool { return bytes.Equal(c.commitment, o.commitment()) }), err
}

func presence(there, gone bool, same func() bool) (fault string) {
	switch {
	case there && gone:
		return faultBack
	case !there && !gone:
		return faultMissing
	case there && !same():
		return faultChanged
	}
	return ""
}

func (v *verifier) verifyTombstone(ctx context.Context, c *entry) (fault string, err error) {
	var t tombstoneRow
	err = v.q.QueryRowContext(ctx, `SELECT `+tombstoneColumns+` FROM erasure AS x WHERE x.alert_id = ? AND x.last_sequence = ?`,
		c.alertID, c.sequence).Scan(t.fields()...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "has lost its tombstone", nil
	case err == nil && !bytes.Equal(c.commitment, t.commitment()):
		return faultChanged, nil
	}
	return "", err
}

// verifyEntered looks for captures, originals and tombstones that nobody entered.
func (v *verifier) verifyEntered(ctx context.Context) error {
	for _, k := range []struct{ what, from, sequence string }{
		{erasure, "erasure", "last_sequence"},
		{capture, "capture", "sequence"},
		{original, "evidence", "sequence"},
	} {
		var event int64
		err := v.q.QueryRowContext(ctx, `SELECT coalesce(e.number, 0) FROM `+k.from+` AS r
			LEFT JOIN event AS e ON e.alert_id = r.alert_id AND e.sequence = r.`+k.sequence+`
			WHERE NOT EXISTS (SELECT 1 FROM custody AS c WHERE c.alert_id = r.alert_id AND c.sequence = r.`+k.sequence+` AND c.what = ?)
			ORDER BY e.number LIMIT 1`, k.what).Scan(&event)
		switch {
		case err == nil:
			return fmt.Errorf("%s of event %d was never entered in custody: %w", k.what, event, ErrTampered)
		case !errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("look for what was not entered: %w", err)
		}
	}
	return nil
}
