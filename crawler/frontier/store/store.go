// Package store keeps a frontier's file, in SQLite: every URL and host that was ever found, and what became of it. It brings a
// file of an older version or under a former key to the present, and says of a failure what to do about it. What is fetched
// next, and when, it does not know.
//
// URLs may hold what leads to a person. They and the names of hosts are sealed in the file with AES-256-GCM and found
// again by HMAC-SHA256, both under keys that are derived from Config.Key. What can be seen without the key is how many
// there are, how long, and which belong to one host.
package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"database/sql/driver"
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

// Store is an open file. URLs and host names are in clear on this side of it and sealed on the other. All statements run on
// one connection; it is not safe for concurrent use. Errors of its methods are those of SQLite: see Explain.
type Store struct {
	path       string
	step       func(string)
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

// Config says how a file is opened.
type Config struct {
	Key        []byte       // 32 secret bytes under which the file is sealed
	FormerKeys [][]byte     // keys of before: a file under one of them is sealed under Key
	Now        time.Time    // the time at which a new file begins
	Step       func(string) // called where a trial may end the process; nil otherwise
}

// Open opens the file at path and makes it if there is none. A file of an older version, or under a former key, is rewritten,
// which needs as much room again as the file has. The error names the file and says what to do.
func Open(ctx context.Context, path string, cfg Config) (*Store, error) {
	keys, err := newKeyring(cfg.Key, cfg.FormerKeys)
	if err != nil {
		return nil, err
	}
	if cfg.Step == nil {
		cfg.Step = func(string) {}
	}
	s, err := open(ctx, path, keys, cfg.Now, cfg.Step)
	if err != nil {
		return nil, explain(path, dbfile.AtOpening(err))
	}
	return s, nil
}

func open(ctx context.Context, path string, keys keyring, now time.Time, step func(string)) (*Store, error) {
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
	s := &Store{path: path, step: step, seal: keys.present, db: db, left: left}
	if err := s.prepare(ctx, now); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Last is the frontier's time when the file was last written, as it was found at opening.
func (s *Store) Last() time.Time { return time.UnixMilli(s.last) }

// Left is how many damaged rows were left behind when the file was rewritten at opening.
func (s *Store) Left() int64 { return s.left }

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
func (s *Store) readFile(ctx context.Context) error {
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

func (s *Store) prepare(ctx context.Context, now time.Time) error {
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

// Close closes the file.
func (s *Store) Close() error {
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

// Lose gives the connection up as the driver does after some errors. It is for trials of what happens then.
func (s *Store) Lose() error { return s.conn.Raw(func(any) error { return driver.ErrBadConn }) }

// run executes a statement to its end, whatever becomes of the context.
func run(ctx context.Context, stmt *sql.Stmt, args ...any) (sql.Result, error) {
	return stmt.ExecContext(context.WithoutCancel(ctx), args...)
}

// Begin begins a transaction.
func (s *Store) Begin(ctx context.Context) error {
	_, err := run(ctx, s.beginStmt)
	return err
}

// Commit ends it and keeps what it changed.
func (s *Store) Commit(ctx context.Context) error {
	_, err := run(ctx, s.commitStmt)
	return err
}

// Rollback ends it and undoes what it changed.
func (s *Store) Rollback(ctx context.Context) error {
	_, err := run(ctx, s.rollbackStmt)
	return err
}

// Idle tells whether the connection lives and is in no transaction.
func (s *Store) Idle(ctx context.Context) bool {
	ctx = context.WithoutCancel(ctx)
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return false
	}
	return s.Rollback(ctx) == nil
}

// Sync has every commit wait for the disk, or not.
func (s *Store) Sync(ctx context.Context, wait bool) error {
	text := "PRAGMA synchronous = NORMAL"
	if wait {
		text = "PRAGMA synchronous = FULL"
	}
	_, err := s.conn.ExecContext(context.WithoutCancel(ctx), text)
	return err
}

// KeepTime keeps the frontier's time.
func (s *Store) KeepTime(ctx context.Context, now time.Time) error {
	_, err := run(ctx, s.keepTimeStmt, now.UnixMilli())
	return err
}

// Host is a host as the file has it.
type Host struct {
	ID                   int64
	Name                 string        // "" when the row is damaged
	Delay                time.Duration // that it asks for
	Blocked              time.Time     // not before this
	Queued, Done, Failed int64         // its URLs
}

// Hosts calls each with every host.
func (s *Store) Hosts(ctx context.Context, each func(Host)) error {
	rows, err := s.conn.QueryContext(ctx, "SELECT id, find, name, delay, blocked_until, queued, done, failed FROM host")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r Host
		var find, name sql.RawBytes
		var delay, blocked int64
		var skip any
		if rows.Scan(&r.ID, &find, &name, &delay, &blocked, &r.Queued, &r.Done, &r.Failed) != nil {
			if err := rows.Scan(&r.ID, &skip, &skip, &skip, &skip, &skip, &skip, &skip); err != nil {
				return fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
			}
			each(Host{ID: r.ID})
			continue
		}
		sound := len(find) == len(Key{}) && min(delay, r.Queued, r.Done, r.Failed) >= 0 && delay <= math.MaxInt64/int64(time.Millisecond)
		if sound {
			r.Name, _ = s.seal.open(Key(find), name)
		}
		r.Delay, r.Blocked = time.Duration(delay)*time.Millisecond, time.UnixMilli(blocked)
		each(r)
	}
	return rows.Err()
}

// AddHost keeps a host that is not there yet, and returns its row.
func (s *Store) AddHost(ctx context.Context, name string) (int64, error) {
	k := s.seal.host(name)
	res, err := run(ctx, s.addHostStmt, k[:], s.seal.seal(k, name))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// ForgetHosts takes hosts and their URLs out of the file. It reads all of it.
func (s *Store) ForgetHosts(ctx context.Context, ids []int64) error {
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

// AddURL queues a canonical URL of a host and reports whether it is new.
func (s *Store) AddURL(ctx context.Context, host int64, url string, depth, hops int, now time.Time) (bool, error) {
	k := s.seal.url(url)
	res, err := run(ctx, s.addURLStmt, k[:], host, s.seal.seal(k, url), now.UnixMilli(), depth, hops)
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

// Queued is a URL that waits.
type Queued struct {
	Key      Key
	URL      string    // canonical; "" when the row is damaged
	Due      time.Time // not before this
	Depth    int       // links from a seed
	Hops     int       // redirects in a row that led here
	Attempts int       // those that failed
}

// Head returns the queued URL of a host that is due first, and false when there is none.
func (s *Store) Head(ctx context.Context, host int64) (Queued, bool, error) {
	var r Queued
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
	err = rows.Scan(&id, &sealed, &state, &due, &r.Depth, &r.Hops, &r.Attempts)
	sound := err == nil && state == StateQueued
	if err != nil {
		err = rows.Scan(&id, &skip, &skip, &skip, &skip, &skip, &skip)
	}
	if err != nil {
		return r, false, fmt.Errorf("%w: %w", dbfile.ErrDamaged, err)
	}
	if len(id) != len(r.Key) {
		return r, false, dbfile.ErrDamaged
	}
	r.Key = Key(id)
	if sound {
		r.URL, _ = s.seal.open(r.Key, sealed)
	}
	r.Due = time.UnixMilli(due)
	return r, true, rows.Close()
}

// Finish marks a URL as done or failed, and reports whether it was still queued.
func (s *Store) Finish(ctx context.Context, k Key, to State, status int, outcome string) (bool, error) {
	res, err := run(ctx, s.finishStmt, int(to), status, outcome, k[:])
	return changed(res, err)
}

// Requeue notes a failed attempt and queues the URL again, and reports whether it was still queued.
func (s *Store) Requeue(ctx context.Context, k Key, attempts int, due time.Time, reason string) (bool, error) {
	res, err := run(ctx, s.requeueStmt, attempts, due.UnixMilli(), reason, k[:])
	return changed(res, err)
}

// Lookup returns what is known of a canonical URL, and false when it was never found.
func (s *Store) Lookup(ctx context.Context, canonical string) (Known, bool, error) {
	var known Known
	k := s.seal.url(canonical)
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

// Count adds to a host's totals.
func (s *Store) Count(ctx context.Context, host, queued, done, failed int64) error {
	_, err := run(ctx, s.countStmt, queued, done, failed, host)
	return err
}

// SetDelay keeps the delay that a host asks for. It rounds up: a rest may be longer than asked for, never shorter.
func (s *Store) SetDelay(ctx context.Context, host int64, d time.Duration) error {
	_, err := run(ctx, s.setDelayStmt, (d+time.Millisecond-1)/time.Millisecond, host)
	return err
}

// SetBlock keeps until when a host is not asked, and why. It rounds up as SetDelay does.
func (s *Store) SetBlock(ctx context.Context, host int64, until time.Time, reason string) error {
	_, err := run(ctx, s.setBlockStmt, until.Add(time.Millisecond).UnixMilli(), reason, host)
	return err
}
