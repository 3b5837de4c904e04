package alerts

import (
	"context"
	"database/sql"
	"fmt"
)

// Check proves that the ledger can be written now: it commits, on disk, as much as an alert takes, and leaves nothing
// behind.
func (d *Desk) Check(ctx context.Context) error {
	err := d.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO probe VALUES (zeroblob(65536))`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM probe`)
		return err
	})
	if err != nil {
		return fmt.Errorf("check ledger: %w", err)
	}
	return nil
}
