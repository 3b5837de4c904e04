package alerts

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// LegalHold keeps a case from being erased, whatever the retention says.
type LegalHold struct {
	CaseID string
	Reason string // masked
	At     time.Time
}

// Hold puts a case under a legal hold: neither Erase nor Purge touches it until ReleaseHold. A case can be held for
// several reasons, and a case that it is merged into is held too. The reason is masked and kept. It fails with
// ErrNotFound for a case that is unknown or erased, and with a MergedError for one that is a part of another.
func (d *Desk) Hold(ctx context.Context, caseID, reason string) error {
	err := d.write(ctx, func(tx *sql.Tx) error {
		c, err := getCase(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if c.erased {
			return ErrNotFound
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO hold (case_id, reason, held_at) VALUES (?, ?, ?)`,
			caseID, d.masked(reason), micros(time.Now()))
		return err
	})
	if err != nil {
		return fmt.Errorf("hold case %s: %w", caseID, err)
	}
	return nil
}

// ReleaseHold ends all legal holds of a case; one without any stays as it is. It fails like Hold.
func (d *Desk) ReleaseHold(ctx context.Context, caseID string) error {
	err := d.write(ctx, func(tx *sql.Tx) error {
		if _, err := getCase(ctx, tx, caseID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM hold WHERE case_id = ?`, caseID)
		return err
	})
	if err != nil {
		return fmt.Errorf("release case %s: %w", caseID, err)
	}
	return nil
}

// Holds returns all legal holds, the oldest first.
func (d *Desk) Holds(ctx context.Context) ([]LegalHold, error) {
	rows, err := d.reader.QueryContext(ctx, `SELECT case_id, reason, held_at FROM hold ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	defer rows.Close()
	var list []LegalHold
	for rows.Next() {
		var h LegalHold
		var at int64
		if err := rows.Scan(&h.CaseID, &h.Reason, &at); err != nil {
			return nil, fmt.Errorf("list holds: %w", err)
		}
		h.At = fromMicros(at)
		list = append(list, h)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	return list, nil
}
