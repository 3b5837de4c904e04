package frontier

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"ronda/dbfile"
)

// migrate brings a file of version 1, in which URLs and host names stand in clear, to the present version, and does
// nothing to others. A new file is written beside the old one and takes its place when it is whole and on disk: none of its
// bytes ever was a URL in clear, memory stays flat, and whenever the process dies one of the two is there.
func migrate(ctx context.Context, path string, seal *sealer, now time.Time, step func(string)) error {
	// What the log of the old file holds goes into it, and the log is removed: it must not outlive the file.
	from, err := dbfile.Connect(path)
	if err != nil {
		return err
	}
	defer from.Close()
	v, err := version(ctx, from)
	if err != nil || v != 1 {
		return err
	}
	var sealed bool // the version's number is damaged then
	if err := from.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'file'").Scan(&sealed); err != nil {
		return err
	}
	if sealed {
		return dbfile.ErrDamaged
	}
	var mode string
	if err := from.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return fmt.Errorf("bring the file to version %d: %w", schemaVersion, err)
	}
	if mode != "delete" {
		return fmt.Errorf("bring the file to version %d: another program has it open", schemaVersion)
	}
	copied := path + ".new"
	if err := copySealed(ctx, from, copied, seal, now); err != nil {
		_ = os.Remove(copied) // it need not exist
		return fmt.Errorf("bring the file to version %d: %w", schemaVersion, err)
	}
	if err := from.Close(); err != nil {
		return err
	}
	step("frontier.copied")
	if err := os.Rename(copied, path); err != nil {
		return err
	}
	step("frontier.migrated")
	return syncFile(filepath.Dir(path))
}

// copySealed makes the file and puts it on disk.
func copySealed(ctx context.Context, from *sql.DB, copied string, seal *sealer, now time.Time) error {
	if err := os.Remove(copied); err != nil && !errors.Is(err, os.ErrNotExist) { // of a process that died here
		return err
	}
	if err := dbfile.Create(copied); err != nil {
		return err
	}
	to, err := dbfile.Connect(copied, "journal_mode(OFF)", "synchronous(OFF)", "cache_size(-65536)")
	if err != nil {
		return err
	}
	defer to.Close()
	conn, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := makeTables(ctx, conn, seal, now); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	byHost, err := copyURLs(ctx, from, tx, seal)
	if err != nil {
		return err
	}
	if err := copyHosts(ctx, from, tx, seal, byHost, now); err != nil {
		return err
	}
	if err := errors.Join(tx.Commit(), conn.Close(), to.Close()); err != nil {
		return err
	}
	return syncFile(copied)
}

// totals counts a host's URLs by state.
type totals [StateFailed + 1]int64

// copyURLs copies the URLs and counts them by host. One that is not what its row was made for is left behind; it is found
// again where it was found before.
func copyURLs(ctx context.Context, from *sql.DB, to *sql.Tx, seal *sealer) (map[int64]*totals, error) {
	rows, err := from.QueryContext(ctx, "SELECT id, host, url, state, due, depth, hops, attempts, status, outcome FROM url")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	add, err := to.PrepareContext(ctx, `INSERT INTO url (id, host, url, state, due, depth, hops, attempts, status, outcome)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return nil, err
	}
	defer add.Close()
	byHost := make(map[int64]*totals)
	for rows.Next() {
		var id sql.RawBytes
		var host, due, depth, hops, attempts, status int64
		var canonical, outcome string
		var state State
		if err := rows.Scan(&id, &host, &canonical, &state, &due, &depth, &hops, &attempts, &status, &outcome); err != nil {
			return nil, dbfile.ErrDamaged // the error might hold a URL
		}
		if sum := sha256.Sum256([]byte(canonical)); string(id) != string(sum[:16]) || state < StateQueued || state > StateFailed {
			continue
		}
		k := seal.url(canonical)
		if _, err := add.ExecContext(ctx, k[:], host, seal.seal(k, canonical), int(state), due, depth, hops, attempts, status, outcome); err != nil {
			return nil, err
		}
		n, ok := byHost[host]
		if !ok {
			n = new(totals)
			byHost[host] = n
		}
		n[state]++
	}
	return byHost, rows.Err()
}

// copyHosts copies the hosts with the totals given. A host rests for a day at most: version 1 knew no longer rests, only
// clocks that had been wrong.
func copyHosts(ctx context.Context, from *sql.DB, to *sql.Tx, seal *sealer, byHost map[int64]*totals, now time.Time) error {
	rows, err := from.QueryContext(ctx, "SELECT id, name, delay, blocked_until, blocked_for FROM host")
	if err != nil {
		return err
	}
	defer rows.Close()
	add, err := to.PrepareContext(ctx, `INSERT INTO host (id, find, name, delay, blocked_until, blocked_for, queued, done, failed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer add.Close()
	for rows.Next() {
		var id, delay, blocked int64
		var name, reason string
		if err := rows.Scan(&id, &name, &delay, &blocked, &reason); err != nil {
			return dbfile.ErrDamaged
		}
		n := byHost[id]
		if n == nil {
			n = new(totals)
		}
		k := seal.host(name)
		blocked = min(blocked, now.Add(maxPause).UnixMilli())
		if _, err := add.ExecContext(ctx, id, k[:], seal.seal(k, name), delay, blocked, reason, n[StateQueued], n[StateDone], n[StateFailed]); err != nil {
			return err
		}
	}
	return rows.Err()
}

// syncFile puts a file or folder on disk.
func syncFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
