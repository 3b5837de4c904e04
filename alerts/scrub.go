package alerts

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
)

// SQLite's secure_delete overwrites what is deleted, but not the copies that are left in the unused middle of a page when
// its rows were laid out anew: of some 60,000 deleted rows of a trial 8 could still be read in the file. So after an
// erasure the unused parts of all pages are overwritten too. VACUUM would do as well, but it needs room for a second
// ledger and keeps everybody waiting for as long as it takes.

// scrubPages is how many pages are looked at in one transaction.
const scrubPages = 4096

// maxScrubbed is the number of pages up to which a page of rows can be told from others by its first byte: 64 GiB.
const maxScrubbed = 1 << 24

// wantScrub notes, in the transaction that deletes something, that the pages are to be scrubbed from the first one on.
func wantScrub(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO scrub (id, page) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET page = 1`)
	if err != nil {
		return fmt.Errorf("note that pages are to be scrubbed: %w", err)
	}
	return nil
}

// scrub overwrites the unused parts of the ledger's pages, if that was asked for. It notes how far it has come.
func (d *Desk) scrub(ctx context.Context) error {
	for {
		done, err := d.scrubSome(ctx)
		if err != nil {
			return fmt.Errorf("scrub pages: %w", err)
		}
		if done {
			return nil
		}
		d.step("desk.scrubbed")
	}
}

func (d *Desk) scrubSome(ctx context.Context) (done bool, err error) {
	var due bool
	if err := d.writer.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM scrub)`).Scan(&due); err != nil || !due {
		return true, d.explain(err)
	}
	err = d.write(ctx, func(tx *sql.Tx) error {
		var page, end int
		err := tx.QueryRowContext(ctx, `SELECT page, (SELECT page_count FROM pragma_page_count) FROM scrub`).Scan(&page, &end)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			done = true
			return nil
		case err != nil:
			return err
		case end > maxScrubbed:
			return fmt.Errorf("the ledger has %d pages, more than %d", end, maxScrubbed)
		}
		read, err := tx.PrepareContext(ctx, `SELECT data FROM sqlite_dbpage WHERE pgno = ?`)
		if err != nil {
			return err
		}
		defer read.Close()
		last := min(page+scrubPages-1, end)
		for ; page <= last; page++ {
			if err := scrubPage(ctx, tx, read, page); err != nil {
				return err
			}
		}
		if done = page > end; done {
			_, err = tx.ExecContext(ctx, `DELETE FROM scrub`)
		} else {
			_, err = tx.ExecContext(ctx, `UPDATE scrub SET page = ?`, page)
		}
		return err
	})
	return done, err
}

// scrubPage goes through the pager like everything else, so that a page is changed wholly or not at all.
func scrubPage(ctx context.Context, tx *sql.Tx, read *sql.Stmt, number int) error {
	var data []byte
	if err := read.QueryRowContext(ctx, number).Scan(&data); err != nil {
		return fmt.Errorf("read page %d: %w", number, err)
	}
	dirty, err := wipe(data, number == 1)
	if err != nil {
		return fmt.Errorf("page %d: %w", number, err)
	}
	if !dirty {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?`, data, number); err != nil {
		return fmt.Errorf("write page %d: %w", number, err)
	}
	return nil
}

// wipe zeroes what is unused in a page of rows or keys and reports whether there was anything. Other pages stay as they
// are: secure_delete zeroes the free ones, and the rest of the last page of a long row is never used before. The layout is
// that of https://www.sqlite.org/fileformat.html, section 1.6; pages are at most 32 KiB and have no reserved bytes.
func wipe(page []byte, first bool) (dirty bool, err error) {
	header := 0
	if first {
		header = 100 // the file's own
	}
	pointers := header + 8
	switch page[header] {
	case 2, 5: // inner pages
		pointers += 4
	case 10, 13: // leaves
	default:
		return false, nil
	}
	at := func(i int) int { return int(binary.BigEndian.Uint16(page[i:])) }
	start, end := pointers+2*at(header+3), at(header+5)
	if start > end || end > len(page) {
		return false, ErrCorrupt
	}
	dirty = zero(page[start:end])
	for block := at(header + 1); block != 0; {
		if block < end || block+4 > len(page) {
			return false, ErrCorrupt
		}
		next, size := at(block), at(block+2)
		if size < 4 || block+size > len(page) || next != 0 && next < block+size {
			return false, ErrCorrupt
		}
		dirty = zero(page[block+4:block+size]) || dirty
		block = next
	}
	return dirty, nil
}

func zero(b []byte) (dirty bool) {
	for i := range b {
		if b[i] != 0 {
			b[i], dirty = 0, true
		}
	}
	return dirty
}
