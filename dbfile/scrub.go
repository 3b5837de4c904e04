package dbfile

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
)

// SQLite's secure_delete overwrites what is deleted, but not the copies that are left in the unused middle of a page when
// its rows were laid out anew: of some 60,000 deleted rows of a trial 8 could still be read in the file. So after an
// erasure the unused parts of all pages are overwritten too. VACUUM would do as well, but it needs room for a second
// file and keeps everybody waiting for as long as it takes.

// maxScrubbed is the number of pages up to which a page of rows can be told from others by its first byte: 64 GiB.
const maxScrubbed = 1 << 24

// Scrub overwrites, within a transaction, the unused parts of up to limit pages from the given one on (1 is the first), and
// returns the page to go on with, 0 when there are no more. The file's connection has secure_delete on.
func Scrub(ctx context.Context, tx *sql.Tx, page, limit int) (next int, err error) {
	var end int
	if err := tx.QueryRowContext(ctx, `SELECT page_count FROM pragma_page_count`).Scan(&end); err != nil {
		return 0, err
	}
	if end > maxScrubbed {
		return 0, fmt.Errorf("the file has %d pages, more than %d", end, maxScrubbed)
	}
	read, err := tx.PrepareContext(ctx, `SELECT data FROM sqlite_dbpage WHERE pgno = ?`)
	if err != nil {
		return 0, err
	}
	defer read.Close()
	last := min(page+limit-1, end)
	for ; page <= last; page++ {
		if err := scrubPage(ctx, tx, read, page); err != nil {
			return 0, err
		}
	}
	if page > end {
		return 0, nil
	}
	return page, nil
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
		return false, ErrDamaged
	}
	dirty = zero(page[start:end])
	for block := at(header + 1); block != 0; {
		if block < end || block+4 > len(page) {
			return false, ErrDamaged
		}
		next, size := at(block), at(block+2)
		if size < 4 || block+size > len(page) || next != 0 && next < block+size {
			return false, ErrDamaged
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

// EmptyLog folds the log into the file and empties it, because it still holds what was overwritten in the file. It reports
// false when somebody who reads keeps it from being emptied.
func EmptyLog(ctx context.Context, db *sql.DB) (emptied bool, err error) {
	var held, frames, done int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&held, &frames, &done); err != nil {
		return false, fmt.Errorf("empty the log: %w", err)
	}
	return held == 0, nil
}
