package frontier

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// state is what became of a URL. A leased URL is queued: leases are in memory.
type state int

const (
	stateQueued state = 0
	stateDone   state = 1
	stateFailed state = 2
)

// schemaVersion is kept in user_version; a file with a higher one is not touched.
const schemaVersion = 1

const schema = `
CREATE TABLE host (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE,
	delay         INTEGER NOT NULL DEFAULT 0,  -- ms between requests that the host asks for
	blocked_until INTEGER NOT NULL DEFAULT 0,  -- Unix ms
	blocked_for   TEXT NOT NULL DEFAULT '',
	queued        INTEGER NOT NULL DEFAULT 0,  -- its URLs by state, so that opening needs no scan of url
	done          INTEGER NOT NULL DEFAULT 0,
	failed        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE url (
	id       BLOB PRIMARY KEY,                 -- first 16 bytes of the SHA-256 of url
	host     INTEGER NOT NULL,
	url      TEXT NOT NULL,
	state    INTEGER NOT NULL DEFAULT 0,       -- 0 queued, 1 done, 2 failed
	due      INTEGER NOT NULL,                 -- Unix ms: not before; decides the order within a host
	depth    INTEGER NOT NULL,
	hops     INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,       -- those that failed
	status   INTEGER NOT NULL DEFAULT 0,       -- HTTP status
	outcome  TEXT NOT NULL DEFAULT ''          -- or the reason of the last failed attempt
) STRICT, WITHOUT ROWID;
CREATE INDEX url_queued ON url (host, due) WHERE state = 0;
PRAGMA user_version = 1;
`

// store is the file. All statements run on one connection, under the frontier's lock.
type store struct {
	db         *sql.DB
	conn       *sql.Conn
	statements []*sql.Stmt

	beginStmt, commitStmt, rollbackStmt *sql.Stmt
	addHostStmt, addURLStmt, headStmt   *sql.Stmt
	finishStmt, requeueStmt, countStmt  *sql.Stmt
	setDelayStmt, setBlockStmt          *sql.Stmt
}

func openStore(ctx context.Context, path string) (*store, error) {
	// SQLite makes its side files with the mode of the main one, which must exist before for that.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// A page of the file changes many times while a crawl grows: a log of up to 32 MB before it is folded back halves the
	// writing. Losing its end in a power cut means that a few URLs are fetched again.
	dsn := url.URL{Scheme: "file", Path: absolute, RawQuery: url.Values{"_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-65536)", "temp_store(MEMORY)",
		"wal_autocheckpoint(8192)",
	}}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := &store{db: db}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *store) prepare(ctx context.Context) error {
	var err error
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	var version int
	if err := s.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version == 0:
		if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE;"+schema+"COMMIT;"); err != nil {
			return fmt.Errorf("make tables: %w", err)
		}
	case version != schemaVersion:
		return fmt.Errorf("file has version %d, this program knows %d: use the ronda that wrote it", version, schemaVersion)
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&s.beginStmt, "BEGIN IMMEDIATE"},
		{&s.commitStmt, "COMMIT"},
		{&s.rollbackStmt, "ROLLBACK"},
		{&s.addHostStmt, "INSERT INTO host (name) VALUES (?)"},
		{&s.addURLStmt, "INSERT OR IGNORE INTO url (id, host, url, due, depth, hops) VALUES (?, ?, ?, ?, ?, ?)"},
		{&s.headStmt, "SELECT id, url, due, depth, hops, attempts FROM url WHERE host = ? AND state = 0 ORDER BY due LIMIT 1"},
		{&s.finishStmt, "UPDATE url SET state = ?, status = ?, outcome = ? WHERE id = ?"},
		{&s.requeueStmt, "UPDATE url SET attempts = ?, due = ?, outcome = ? WHERE id = ?"},
		{&s.countStmt, "UPDATE host SET queued = queued + ?, done = done + ?, failed = failed + ? WHERE id = ?"},
		{&s.setDelayStmt, "UPDATE host SET delay = ? WHERE id = ?"},
		{&s.setBlockStmt, "UPDATE host SET blocked_until = ?, blocked_for = ? WHERE id = ?"},
	} {
		stmt, err := s.conn.PrepareContext(ctx, p.text) //nolint:sqlclosecheck // close closes all statements
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
	for _, stmt := range s.statements {
		errs = append(errs, stmt.Close())
	}
	if s.conn != nil {
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

// hostRow is a host as the file has it.
type hostRow struct {
	id                   int64
	name                 string
	delay                time.Duration
	blocked              time.Time
	queued, done, failed int64
}

// hosts calls each with every host.
func (s *store) hosts(ctx context.Context, each func(hostRow)) error {
	rows, err := s.conn.QueryContext(ctx, "SELECT id, name, delay, blocked_until, queued, done, failed FROM host")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r hostRow
		var delay, blocked int64
		if err := rows.Scan(&r.id, &r.name, &delay, &blocked, &r.queued, &r.done, &r.failed); err != nil {
			return err
		}
		r.delay, r.blocked = time.Duration(delay)*time.Millisecond, time.UnixMilli(blocked)
		each(r)
	}
	return rows.Err()
}

func (s *store) addHost(ctx context.Context, name string) (int64, error) {
	res, err := run(ctx, s.addHostStmt, name)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// addURL queues a URL and reports whether it is new.
func (s *store) addURL(ctx context.Context, k key, host int64, c candidate, now time.Time) (bool, error) {
	res, err := run(ctx, s.addURLStmt, k[:], host, c.url, now.UnixMilli(), c.depth, c.hops)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// urlRow is a queued URL.
type urlRow struct {
	key                   key
	url                   string
	due                   time.Time
	depth, hops, attempts int
}

// head returns the queued URL of a host that is due first.
func (s *store) head(ctx context.Context, host int64) (urlRow, error) {
	var r urlRow
	var id sql.RawBytes
	var due int64
	rows, err := s.headStmt.QueryContext(context.WithoutCancel(ctx), host)
	if err != nil {
		return r, err
	}
	defer rows.Close()
	if !rows.Next() {
		return r, errors.Join(fmt.Errorf("host %d has no URL although its row counts some: the file is damaged", host), rows.Err())
	}
	if err := rows.Scan(&id, &r.url, &due, &r.depth, &r.hops, &r.attempts); err != nil {
		return r, err
	}
	copy(r.key[:], id)
	r.due = time.UnixMilli(due)
	return r, rows.Close()
}

func (s *store) finish(ctx context.Context, k key, to state, status int, outcome string) error {
	_, err := run(ctx, s.finishStmt, int(to), status, outcome, k[:])
	return err
}

func (s *store) requeue(ctx context.Context, k key, attempts int, due time.Time, reason string) error {
	_, err := run(ctx, s.requeueStmt, attempts, due.UnixMilli(), reason, k[:])
	return err
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
