package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"ronda/dbfile"
)

// rewrite brings a file of version 1, in which URLs and host names stand in clear, to the present version, and a file that was
// sealed under a former key under the present one. It does nothing to others. A new file is written beside the old one and
// takes its place when it is whole and on disk: none of its bytes ever was a URL in clear or sealed under a former key,
// memory stays flat, and whenever the process dies one of the two is there. It returns how many damaged rows it has left
// behind.
func rewrite(ctx context.Context, path string, keys keyring, now time.Time, step func(string)) (left int64, err error) {
	// What the log of the old file holds goes into it, and the log is removed: it must not outlive the file.
	from, err := dbfile.Connect(path)
	if err != nil {
		return 0, err
	}
	defer from.Close()
	old, err := originOf(ctx, from, keys)
	if err != nil || old == nil {
		return 0, err
	}
	var mode string
	if err := from.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return 0, fmt.Errorf("%s: %w", old.doing, err)
	}
	if mode != "delete" {
		return 0, fmt.Errorf("%s: another program has it open", old.doing)
	}
	copied := path + ".new"
	if err := old.copySealed(ctx, copied, keys.present, now); err != nil {
		_ = os.Remove(copied) // it need not exist
		return 0, fmt.Errorf("%s: %w", old.doing, err)
	}
	if err := from.Close(); err != nil {
		return 0, err
	}
	step("frontier.copied")
	if err := os.Rename(copied, path); err != nil {
		return 0, err
	}
	step("frontier.migrated")
	return old.left, syncFile(filepath.Dir(path))
}

// origin is a file that is to be rewritten.
type origin struct {
	from  *sql.DB
	doing string // for errors
	hosts string // query for the columns of host

	// What stands in a row in clear, false when it is not what the row was made for.
	url  func(id, text []byte) (string, bool)
	host func(find, name []byte) (string, bool)

	last    int64         // Unix ms: the time that the file has seen; 0 when it does not say
	longest time.Duration // that a host rests; 0 for as long as the row says
	left    int64         // rows that were damaged
}

// originOf returns how to read a file that is to be rewritten, nil for one that is not.
func originOf(ctx context.Context, from *sql.DB, keys keyring) (*origin, error) {
	v, err := version(ctx, from)
	if err != nil || v != 1 && v != schemaVersion {
		return nil, err
	}
	var sealed bool
	if err := from.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'file'").Scan(&sealed); err != nil {
		return nil, err
	}
	if sealed == (v == 1) { // the version's number is damaged
		return nil, dbfile.ErrDamaged
	}
	if v == 1 {
		return version1(from), nil
	}
	var check []byte
	var last int64
	switch err := from.QueryRowContext(ctx, "SELECT key_check, time FROM file").Scan(&check, &last); {
	case err != nil || last < 0 || last > farthest:
		return nil, nil //nolint:nilerr // opening finds it as well, and says what it is
	case hmac.Equal(check, keys.present.check):
		return nil, nil
	}
	for _, former := range keys.former {
		if hmac.Equal(check, former.check) {
			return formerKey(from, former, last), nil
		}
	}
	return nil, nil // opening says that no key fits
}

// version1 reads a file in which everything stands in clear. A host rests for a day at most: version 1 knew no longer rests,
// only clocks that had been wrong.
func version1(from *sql.DB) *origin {
	return &origin{
		from:  from,
		doing: fmt.Sprintf("bring the file to version %d", schemaVersion),
		hosts: "SELECT id, x'', CAST(name AS BLOB), delay, blocked_until, blocked_for FROM host",
		url: func(id, text []byte) (string, bool) {
			sum := sha256.Sum256(text)
			return string(text), string(id) == string(sum[:len(Key{})])
		},
		host:    func(_, name []byte) (string, bool) { return string(name), true },
		longest: 24 * time.Hour,
	}
}

// formerKey reads a file that was sealed under a former key.
func formerKey(from *sql.DB, former *sealer, last int64) *origin {
	open := func(k, sealed []byte) (string, bool) {
		if len(k) != len(Key{}) {
			return "", false
		}
		return former.open(Key(k), sealed)
	}
	return &origin{
		from:  from,
		doing: "seal the file under the newest key",
		hosts: "SELECT id, find, name, delay, blocked_until, blocked_for FROM host",
		url:   open, host: open,
		last: last,
	}
}

// copySealed makes the file and puts it on disk.
func (o *origin) copySealed(ctx context.Context, copied string, seal *sealer, now time.Time) error {
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
	begins := now
	if last := time.UnixMilli(o.last); last.After(now) {
		begins = last
	}
	if err := makeTables(ctx, conn, seal, begins); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	byHost, err := o.copyURLs(ctx, tx, seal)
	if err != nil {
		return err
	}
	if err := o.copyHosts(ctx, tx, seal, byHost, now); err != nil {
		return err
	}
	// The URLs of a host that was left behind could not be asked for any more: what is found again is new.
	if _, err := tx.ExecContext(ctx, "DELETE FROM url WHERE host NOT IN (SELECT id FROM host)"); err != nil {
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
func (o *origin) copyURLs(ctx context.Context, to *sql.Tx, seal *sealer) (map[int64]*totals, error) {
	rows, err := o.from.QueryContext(ctx, "SELECT id, host, CAST(url AS BLOB), state, due, depth, hops, attempts, status, outcome FROM url")
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
		var id, text sql.RawBytes
		var host, due, depth, hops, attempts, status int64
		var outcome string
		var state State
		if err := rows.Scan(&id, &host, &text, &state, &due, &depth, &hops, &attempts, &status, &outcome); err != nil {
			return nil, dbfile.ErrDamaged // the error might hold a URL
		}
		canonical, sound := o.url(id, text)
		if !sound || state < StateQueued || state > StateFailed {
			o.left++
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

// copyHosts copies the hosts with the totals given.
func (o *origin) copyHosts(ctx context.Context, to *sql.Tx, seal *sealer, byHost map[int64]*totals, now time.Time) error {
	rows, err := o.from.QueryContext(ctx, o.hosts)
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
		var find, text sql.RawBytes
		var reason string
		if err := rows.Scan(&id, &find, &text, &delay, &blocked, &reason); err != nil {
			return dbfile.ErrDamaged
		}
		name, sound := o.host(find, text)
		if !sound {
			o.left++
			continue
		}
		n := byHost[id]
		if n == nil {
			n = new(totals)
		}
		k := seal.host(name)
		if o.longest > 0 {
			blocked = min(blocked, now.Add(o.longest).UnixMilli())
		}
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
