package alerts

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"ronda/alerts/chain"
)

// custodyLink is a row of custody with the hashes that it was bound by.
type custodyLink struct {
	custodyEntry
	us              int64
	hash, eventHash []byte
}

func (c *custodyLink) fields() []any {
	return []any{&c.number, &c.what, &c.alertID, &c.sequence, &c.us, &c.event, &c.commitment, &c.hash, &c.eventHash}
}

// verifyCustody recomputes the chain of custody and compares each of its entries with what it tells of: captures,
// originals and tombstones are as they were entered, or were taken away by an erasure or retention that was entered too;
// and nothing is there that was not entered.
func (d *Desk) verifyCustody(ctx context.Context, v *Verified) error {
	prev, event := chain.Begin(), int64(0)
	for {
		list, err := scanAll[custodyLink](ctx, d.reader, `SELECT c.number, c.what, c.alert_id, c.sequence, c.time, c.event, c.commitment, c.hash,
				coalesce((SELECT e.hash FROM event AS e WHERE e.number = c.event), zeroblob(iif(c.event = 0, 32, 0)))
			FROM custody AS c WHERE c.number > ? ORDER BY c.number LIMIT ?`, v.Custody, verifyBatch)
		if err != nil {
			return fmt.Errorf("read custody: %w", err)
		}
		for i := range list {
			c := &list[i]
			c.at = fromMicros(c.us)
			switch {
			case c.number != v.Custody+1:
				return fmt.Errorf("entry %d of custody follows entry %d: %w", c.number, v.Custody, ErrTampered)
			case len(c.eventHash) == 0:
				return fmt.Errorf("entry %d of custody was written at event %d, which is not there: %w", c.number, c.event, ErrTampered)
			case c.event < event:
				return fmt.Errorf("entry %d of custody was written at event %d, the one before at event %d: %w", c.number, c.event, event, ErrTampered)
			case !bytes.Equal(c.hash, c.link(prev, c.eventHash)):
				return fmt.Errorf("entry %d of custody: %w", c.number, ErrTampered)
			}
			if err := d.verifyEntry(ctx, &c.custodyEntry); err != nil {
				return err
			}
			v.Custody, v.CustodyHead = c.number, hex.EncodeToString(c.hash)
			prev, event = c.hash, c.event
		}
		if len(list) == 0 {
			return d.verifyEntered(ctx)
		}
	}
}

// verifyEntry compares what an entry tells of with the ledger's rows, in one statement: a running instance may erase
// meanwhile.
func (d *Desk) verifyEntry(ctx context.Context, c *custodyEntry) error {
	var fault string
	var err error
	switch c.what {
	case custodyCapture:
		fault, err = d.verifyCapture(ctx, c)
	case custodyOriginal:
		fault, err = d.verifyOriginal(ctx, c)
	case custodyErasure:
		fault, err = d.verifyTombstone(ctx, c)
	case custodyRetired:
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
	err = d.reader.QueryRowContext(ctx, `SELECT number FROM event WHERE alert_id = ? AND sequence = ?`, c.alertID, c.sequence).Scan(&event)
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
	OR EXISTS (SELECT 1 FROM custody WHERE alert_id = ?1 AND what = '` + custodyRetired + `' AND sequence >= ?2 AND number > ?3))`

func (d *Desk) verifyCapture(ctx context.Context, c *custodyEntry) (fault string, err error) {
	var there, gone bool
	var salt, redacted []byte
	err = d.reader.QueryRowContext(ctx, `SELECT k.alert_id IS NOT NULL, k.salt, k.redacted, `+takenAway+`
		FROM (SELECT 1) LEFT JOIN capture AS k ON k.alert_id = ?1 AND k.sequence = ?2`, c.alertID, c.sequence, c.number).
		Scan(&there, &salt, &redacted, &gone)
	return presence(there, gone, func() bool { return bytes.Equal(c.commitment, chain.Commit(salt, redacted)) }), err
}

func (d *Desk) verifyOriginal(ctx context.Context, c *custodyEntry) (fault string, err error) {
	gone := false
	var o originalRow
	err = d.reader.QueryRowContext(ctx, `SELECT `+originalColumns+`, `+takenAway+` FROM evidence AS v WHERE v.alert_id = ?1 AND v.sequence = ?2`,
		c.alertID, c.sequence, c.number).Scan(append(o.fields(), &gone)...)
	there := err == nil
	if errors.Is(err, sql.ErrNoRows) {
		err = d.reader.QueryRowContext(ctx, `SELECT `+takenAway, c.alertID, c.sequence, c.number).Scan(&gone)
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

func (d *Desk) verifyTombstone(ctx context.Context, c *custodyEntry) (fault string, err error) {
	var t tombstoneRow
	err = d.reader.QueryRowContext(ctx, `SELECT `+tombstoneColumns+` FROM erasure AS x WHERE x.alert_id = ? AND x.last_sequence = ?`,
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
func (d *Desk) verifyEntered(ctx context.Context) error {
	for _, k := range []struct{ what, from, sequence string }{
		{custodyErasure, "erasure", "last_sequence"},
		{custodyCapture, "capture", "sequence"},
		{custodyOriginal, "evidence", "sequence"},
	} {
		var event int64
		err := d.reader.QueryRowContext(ctx, `SELECT coalesce(e.number, 0) FROM `+k.from+` AS r
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
