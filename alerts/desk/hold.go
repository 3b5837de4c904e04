package desk

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"ronda/alerts/ledger"
)

// Hold puts a case under a legal hold: neither Erase nor Purge touches it until ReleaseHold. A case can be held for
// several reasons, and a case that it is merged into is held too. The reason is masked and kept. It fails with
// ledger.ErrNotFound for a case that is unknown or erased, and with a MergedError for one that is a part of another.
func (d *Desk) Hold(ctx context.Context, caseID, reason string) error {
	err := d.writer.Write(ctx, func(tx *sql.Tx) error {
		c, err := getCase(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if c.erased {
			return ledger.ErrNotFound
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO hold (case_id, reason, held_at) VALUES (?, ?, ?)`,
			caseID, d.masked(reason), time.Now().UnixMicro())
		return err
	})
	if err != nil {
		return fmt.Errorf("hold case %s: %w", caseID, err)
	}
	return nil
}

// ReleaseHold ends all legal holds of a case; one without any stays as it is. It fails like Hold.
func (d *Desk) ReleaseHold(ctx context.Context, caseID string) error {
	err := d.writer.Write(ctx, func(tx *sql.Tx) error {
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
