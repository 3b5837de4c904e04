package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ronda/dbfile"
)

// scrubPages is how many pages are looked at in one transaction.
const scrubPages = 4096

// WantScrub notes, in the transaction that deletes something, that the pages are to be scrubbed from the first one on.
func WantScrub(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO scrub (id, page) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET page = 1`)
	if err != nil {
		return fmt.Errorf("note that pages are to be scrubbed: %w", err)
	}
	return nil
}

// Scrub overwrites the unused parts of the ledger's pages, if that was asked for. It notes how far it has come.
func (w *Writer) Scrub(ctx context.Context) error {
	for {
		done, err := w.scrubSome(ctx)
		if err != nil {
			return fmt.Errorf("scrub pages: %w", err)
		}
		if done {
			return nil
		}
		w.step("desk.scrubbed")
	}
}

func (w *Writer) scrubSome(ctx context.Context) (done bool, err error) {
	var due bool
	if err := w.writer.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM scrub)`).Scan(&due); err != nil || !due {
		return true, w.Explain(err)
	}
	err = w.write(ctx, func(tx *sql.Tx) error {
		var page int
		err := tx.QueryRowContext(ctx, `SELECT page FROM scrub`).Scan(&page)
		if errors.Is(err, sql.ErrNoRows) {
			done = true
			return nil
		}
		if err == nil {
			page, err = dbfile.Scrub(ctx, tx, page, scrubPages)
		}
		if err != nil {
			return err
		}
		if done = page == 0; done {
			_, err = tx.ExecContext(ctx, `DELETE FROM scrub`)
		} else {
			_, err = tx.ExecContext(ctx, `UPDATE scrub SET page = ?`, page)
		}
		return err
	})
	return done, err
}

// EmptyLog folds the log into the file and empties it, because it still holds what was overwritten in the file. It fails with ErrBusy
// while somebody reads the log.
func (w *Writer) EmptyLog(ctx context.Context) error {
	emptied, err := dbfile.EmptyLog(ctx, w.writer)
	if err == nil && !emptied {
		err = ErrBusy
	}
	return err
}
