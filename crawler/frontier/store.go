package frontier

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"time"

	"ronda/dbfile"
)

// schemaVersion is kept in user_version; a file with a higher one is not touched. Version 1 held URLs and host names in
// clear, see rewrite.
const schemaVersion = 2

const schema = `
CREATE TABLE file (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	key_check BLOB NOT NULL,                   -- derived from the key, tells another one
	time      INTEGER NOT NULL,                -- Unix ms: the frontier's time when it was last kept
	kept      INTEGER NOT NULL DEFAULT 0       -- how often, so that keeping it always changes something
) STRICT;
CREATE TABLE host (
	id            INTEGER PRIMARY KEY,
	find          BLOB NOT NULL UNIQUE,        -- keyed digest of the name
	name          BLOB NOT NULL,               -- sealed
	delay         INTEGER NOT NULL DEFAULT 0,  -- ms between requests that the host asks for
	blocked_until INTEGER NOT NULL DEFAULT 0,  -- Unix ms, frontier's time
	blocked_for   TEXT NOT NULL DEFAULT '',
	queued        INTEGER NOT NULL DEFAULT 0,  -- its URLs by state, so that opening needs no scan of url
	done          INTEGER NOT NULL DEFAULT 0,
	failed        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE url (
	id       BLOB PRIMARY KEY,                 -- keyed digest of url
	host     INTEGER NOT NULL,
	url      BLOB NOT NULL,                    -- sealed
	state    INTEGER NOT NULL DEFAULT 0,       -- 0 queued, 1 done, 2 failed
	due      INTEGER NOT NULL,                 -- Unix ms, frontier's time: not before; decides the order within a host
	depth    INTEGER NOT NULL,
	hops     INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,       -- those that failed
	status   INTEGER NOT NULL DEFAULT 0,       -- HTTP status
	outcome  TEXT NOT NULL DEFAULT ''          -- or the reason of the last failed attempt
) STRICT, WITHOUT ROWID;
CREATE INDEX url_queued ON url (host, due) WHERE state = 0;
PRAGMA user_version = 2;
`

// store is the file. URLs and host names are in clear on this side of it and sealed on the other. All statements run on
// one connection, under the frontier's lock.
type store struct {
	seal       *sealer
	db         *sql.DB
	conn       *sql.Conn
	statements []*sql.Stmt
	last       int64 // Unix ms: the frontier's time when the file was last written, as found at opening
	left       int64 // damaged rows that were left behind when the file was rewritten at opening

	beginStmt, commitStmt, rollbackStmt *sql.Stmt
	addHostStmt, addURLStmt, headStmt   *sql.Stmt
	finishStmt, requeueStmt, countStmt  *sql.Stmt
	setDelayStmt, setBlockStmt          *sql.Stmt
	lookupStmt, keepTimeStmt            *sql.Stmt
}

// openStore opens the file and makes it if there is none; now is the time at which a new one begins. A file of an older
// version, or under a former key, is rewritten.
func openStore(ctx context.Context, path string, keys keyring, now time.Time, step func(string)) (*store, error) {
	if err := dbfile.Create(path); err != nil {
		return nil, err
	}
	left, err := rewrite(ctx, path, keys, now, step)
	if err != nil {
		return nil, err
	}
	// A page of the file changes many times while a crawl grows: a log of up to 32 MB before it is folded back halves the
	// writing. Losing its end in a power cut means that a few URLs are fetched again.
	db, err := dbfile.Open(ctx, path, "synchronous(NORMAL)", "cache_size(-65536)", "wal_autocheckpoint(8192)")
	if err != nil {
		return nil, err
	}
	s := &store{seal: keys.present, db: db, left: left}
	if err := s.prepare(ctx, now); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// version returns the version of the file's tables, 0 when it has none.
func version(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, err
}

// Sealed tells whether there is a file at path that can be opened only with the key that it was made with. It is false
// for a missing or empty file and for one of version 1, which held URLs in clear.
func Sealed(ctx context.Context, path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look at the frontier: %w", err)
	}
	db, err := dbfile.Connect(path)
	if err != nil {
		return false, fmt.Errorf("look at the frontier: %w", err)
	}
	v, err := version(ctx, db)
	if err = errors.Join(err, db.Close()); err != nil {
		return false, fmt.Errorf("look at the frontier: %w", explain(path, dbfile.AtOpening(err)))
	}
	return v > 1, nil
}

// makeTables makes the tables of a new file, in one transaction.
func makeTables(ctx context.Context, conn *sql.Conn, seal *sealer, now time.Time) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO file (one, key_check, time) VALUES (1, ?, ?)", seal.check, now.UnixMilli()); err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	return tx.Commit()
}

// errWrongKey means that the file was written with another key.
var errWrongKey = errors.New("the key does not fit the file: restore the keys from the backup that belongs to it; or, to give up what is known about the crawl, " + moveAway)

// farthest is the latest time that a file can have seen: the end of the year 9999.
const farthest = 253402300799999

// readFile checks the key and reads the time.
func (s *store) readFile(ctx context.Context) error {
	var check []byte
	err := s.conn.QueryRowContext(context.WithoutCancel(ctx), "SELECT key_check, time FROM file").Scan(&check, &s.last)
	switch {
	case dbfile.Code(err) != 0:
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
	case s.last < 0 || s.last > farthest:
		return dbfile.ErrDamaged
	case !hmac.Equal(check, s.seal.check):
		return errWrongKey
	}
	return nil
}

func (s *store) prepare(ctx context.Context, now time.Time) error {
	v, err := version(ctx, s.db)
	if err != nil {
		return err
	}
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	switch v {
	case 0:
		if err := makeTables(ctx, s.conn, s.seal, now); err != nil {
			return err
		}
	case schemaVersion:
	default:
		return fmt.Errorf("file has version %d, this program knows %d: use the ronda that wrote it", v, schemaVersion)
	}
	if err := s.readFile(ctx); err != nil {
		return err
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&s.beginStmt, "BEGIN IMMEDIATE"},
		{&s.commitStmt, "COMMIT"},
		{&s.rollbackStmt, "ROLLBACK"},
		{&s.addHostStmt, "INSERT INTO host (find, name) VALUES (?, ?)"},
		{&s.addURLStmt, "INSERT OR IGNORE INTO url (id, host, url, due, depth, hops) VALUES (?, ?, ?, ?, ?, ?)"},
		{&s.headStmt, "SELECT id, url, state, due, depth, hops, attempts FROM url WHERE host = ? AND state = 0 ORDER BY due LIMIT 1"},
		{&s.finishStmt, "UPDATE url SET state = ?, status = ?, outcome = ? WHERE id = ? AND state = 0"},
		{&s.requeueStmt, "UPDATE url SET attempts = ?, due = ?, outcome = ? WHERE id = ? AND state = 0"},
		{&s.countStmt, "UPDATE host SET queued = queued + ?, done = done + ?, failed = failed + ? WHERE id = ?"},
		{&s.setDelayStmt, "UPDATE host SET delay = ? WHERE id = ?"},
		{&s.setBlockStmt, "UPDATE host SET blocked_until = ?, blocked_for = ? WHERE id = ?"},
		{&s.lookupStmt, "SELECT state, attempts, status, outcome FROM url WHERE id = ?"},
		{&s.keepTimeStmt, "UPDATE file SET time = ?, kept = kept + 1"},
	} {
		stmt, err := s.conn.PrepareContext(context.WithoutCancel(ctx), p.text) //nolint:sqlclosecheck // close closes all statements
		if err != nil {
			return fmt.Errorf("prepare %q: %w", p.text, err)
		}
		*p.stmt = stmt
		s.statements = append(s.statements, stmt)
	}
	return nil
}

func (s *store) close() error {
	var errs []error
	// The driver cannot close statements of a connection that it has given up.
	if s.conn != nil && s.conn.Raw(func(any) error { return nil }) == nil {
		for _, stmt := range s.statements {
			errs = append(errs, stmt.Close())
		}
		errs = append(errs, s.conn.Close())
	}
	return errors.Join(append(errs, s.db.Close())...)
}

// run executes a statement to its end, whatever becomes of the context.
func run(ctx context.Context, stmt *sql.Stmt, args ...any) (sql.Result, error) {
	return stmt.ExecContext(context.WithoutCancel(ctx), args...)
}

func (s *store) begin(ctx context.Context) error {
	_, err := run(ctx, s.beginStmt)
	return err
}

func (s *store) commit(ctx context.Context) error {
	_, err := run(ctx, s.commitStmt)
	return err
}

func (s *store) rollback(ctx context.Context) error {
	_, err := run(ctx, s.rollbackStmt)
	return err
}

// idle tells whether the connection lives and is in no transaction.
func (s *store) idle(ctx context.Context) bool {
	ctx = context.WithoutCancel(ctx)
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return false
	}
	return s.rollback(ctx) == nil
}

// sync has every commit wait for the disk, or not.
func (s *store) sync(ctx context.Context, wait bool) error {
	text := "PRAGMA synchronous = NORMAL"
	if wait {
		text = "PRAGMA synchronous = FULL"
	}
	_, err := s.conn.ExecContext(context.WithoutCancel(ctx), text)
	return err
}

// keepTime keeps the frontier's time.
func (s *store) keepTime(ctx context.Context, now time.Time) error {
	_, err := run(ctx, s.keepTimeStmt, now.UnixMilli())
	return err
}

// hostRow is a host as the file has it.
type hostRow struct {
	id                   int64
	name                 string // "" when the row is damaged
	delay                time.Duration
	blocked              time.Time
	queued, done, failed int64
}

// hosts calls each with every host.
func (s *store) hosts(ctx context.Context, each func(hostRow)) error {
	rows, err := s.conn.QueryContext(ctx, "SELECT id, find, name, delay, blocked_until, queued, done, failed FROM host")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r hostRow
		var find, name sql.RawBytes
		var delay, blocked int64
		var skip any
		if rows.Scan(&r.id, &find, &name, &delay, &blocked, &r.queued, &r.done, &r.failed) != nil {
			if err := rows.Scan(&r.id, &skip, &skip, &skip, &skip, &skip, &skip, &skip); err != nil {
				return fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
			}
			each(hostRow{id: r.id})
			continue
		}
		sound := len(find) == len(key{}) && min(delay, r.queued, r.done, r.failed) >= 0 && delay <= math.MaxInt64/int64(time.Millisecond)
		if sound {
			r.name, _ = s.seal.open(key(find), name)
		}
		r.delay, r.blocked = time.Duration(delay)*time.Millisecond, time.UnixMilli(blocked)
		each(r)
	}
	return rows.Err()
}

func (s *store) addHost(ctx context.Context, name string) (int64, error) {
	k := s.seal.host(name)
	res, err := run(ctx, s.addHostStmt, k[:], s.seal.seal(k, name))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// forgetHosts takes hosts and their URLs out of the file. It reads all of it.
func (s *store) forgetHosts(ctx context.Context, ids []int64) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	for _, text := range []string{
		"DELETE FROM url WHERE host IN (SELECT value FROM json_each(?))",
		"DELETE FROM host WHERE id IN (SELECT value FROM json_each(?))",
	} {
		if _, err := s.conn.ExecContext(context.WithoutCancel(ctx), text, string(list)); err != nil {
			return err
		}
	}
	return nil
}

// addURL queues a URL and reports whether it is new.
func (s *store) addURL(ctx context.Context, host int64, c candidate, now time.Time) (bool, error) {
	k := s.seal.url(c.url)
	res, err := run(ctx, s.addURLStmt, k[:], host, s.seal.seal(k, c.url), now.UnixMilli(), c.depth, c.hops)
	return changed(res, err)
}

// changed reports whether a statement changed a row.
func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// urlRow is a queued URL.
type urlRow struct {
	key                   key
	url                   string // "" when the row is damaged
	due                   time.Time
	depth, hops, attempts int
}

// head returns the queued URL of a host that is due first, and false when there is none.
func (s *store) head(ctx context.Context, host int64) (urlRow, bool, error) {
	var r urlRow
	var id, sealed sql.RawBytes
	var due int64
	var state State // the index says that it is queued, the row must say the same
	var skip any
	rows, err := s.headStmt.QueryContext(context.WithoutCancel(ctx), host)
	if err != nil {
		return r, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return r, false, rows.Err()
	}
	err = rows.Scan(&id, &sealed, &state, &due, &r.depth, &r.hops, &r.attempts)
	sound := err == nil && state == StateQueued
	if err != nil {
		err = rows.Scan(&id, &skip, &skip, &skip, &skip, &skip, &skip)
	}
	if err != nil {
		return r, false, fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
	}
	if len(id) != len(r.key) {
		return r, false, dbfile.ErrDamaged
	}
	r.key = key(id)
	if sound {
		r.url, _ = s.seal.open(r.key, sealed)
	}
	r.due = time.UnixMilli(due)
	return r, true, rows.Close()
}

// finish and requeue report whether the URL was still queued.
func (s *store) finish(ctx context.Context, k key, to State, status int, outcome string) (bool, error) {
	res, err := run(ctx, s.finishStmt, int(to), status, outcome, k[:])
	return changed(res, err)
}

func (s *store) requeue(ctx context.Context, k key, attempts int, due time.Time, reason string) (bool, error) {
	res, err := run(ctx, s.requeueStmt, attempts, due.UnixMilli(), reason, k[:])
	return changed(res, err)
}

func (s *store) lookup(ctx context.Context, k key) (Known, bool, error) {
	var known Known
	rows, err := s.lookupStmt.QueryContext(context.WithoutCancel(ctx), k[:])
	if err != nil {
		return known, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return known, false, rows.Err()
	}
	if err := rows.Scan(&known.State, &known.Attempts, &known.Status, &known.Outcome); err != nil {
		return Known{}, false, fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
	}
	return known, true, rows.Close()
}

func (s *store) count(ctx context.Context, host int64, c hostChange) error {
	_, err := run(ctx, s.countStmt, c.queued, c.done, c.failed, host)
	return err
}

// setDelay and setBlock round up: a rest may be longer than asked for, never shorter.
func (s *store) setDelay(ctx context.Context, host int64, d time.Duration) error {
	_, err := run(ctx, s.setDelayStmt, (d+time.Millisecond-1)/time.Millisecond, host)
	return err
}

func (s *store) setBlock(ctx context.Context, host int64, until time.Time, reason string) error {
	_, err := run(ctx, s.setBlockStmt, until.Add(time.Millisecond).UnixMilli(), reason, host)
	return err
}
