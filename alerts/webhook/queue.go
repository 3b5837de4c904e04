package webhook

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/dbfile"
)

// schema is how the queue's tables came to be.
var schema = dbfile.Schema{What: "queue", Table: true, Steps: []dbfile.Step{
	// Times are milliseconds since 1970 in UTC. Bodies stay in the ledger: number finds them.
	{SQL: `CREATE TABLE endpoint (
		name        TEXT PRIMARY KEY,
		url_digest  BLOB NOT NULL,
		position    INTEGER NOT NULL DEFAULT 0,
		hold_until  INTEGER NOT NULL DEFAULT 0,
		disabled_at INTEGER
	) STRICT;
	CREATE TABLE delivery (
		endpoint  TEXT NOT NULL REFERENCES endpoint (name),
		number    INTEGER NOT NULL,
		event_id  TEXT NOT NULL,
		alert_id  TEXT NOT NULL,
		state     TEXT NOT NULL,
		attempts  INTEGER NOT NULL DEFAULT 0,
		status    INTEGER NOT NULL DEFAULT 0,
		queued_at INTEGER NOT NULL,
		next_at   INTEGER NOT NULL,
		PRIMARY KEY (endpoint, number)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX delivery_due ON delivery (endpoint, next_at, number) WHERE state = 'pending';
	CREATE INDEX delivery_alert ON delivery (endpoint, alert_id);`},
}}

// errDamaged tells what helps when the file is damaged.
var errDamaged = errors.New("move it away together with its -wal and -shm files: endpoints are then told of all alerts again, with the same ids")

// queue is the durable part of a Sender.
type queue struct {
	db     *sql.DB          // the one connection that writes
	reader *sql.DB          // for those who must not wait for it
	now    func() time.Time // the wall clock
}

func openQueue(ctx context.Context, path string, now func() time.Time) (*queue, error) {
	db, err := dbfile.Open(ctx, path)
	if err != nil {
		return nil, explain(err, path)
	}
	if err := schema.Migrate(ctx, db, path); err != nil {
		return nil, errors.Join(explain(err, path), db.Close())
	}
	reader, err := dbfile.OpenReader(path)
	if err != nil {
		return nil, errors.Join(explain(err, path), db.Close())
	}
	return &queue{db: db, reader: reader, now: now}, nil
}

// close closes the file, the writer last: it folds the log into the file.
func (q *queue) close() error { return errors.Join(q.reader.Close(), q.db.Close()) }

func explain(err error, path string) error {
	return dbfile.Explain(dbfile.AtOpening(err), path, errDamaged)
}

func (q *queue) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	// Called off by its context, a transaction would be rolled back behind our back, after Close as well.
	tx, err := q.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// register enters an endpoint. One whose address has changed is enabled again. An endpoint ahead of the ledger has known
// another ledger and begins anew; event ids tell its receiver what it has seen already.
func (q *queue) register(ctx context.Context, s *Subscription, end int64) (restarted bool, err error) {
	digest := sha256.Sum256([]byte(s.URL)) // the address itself may hold a token
	err = q.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO endpoint (name, url_digest) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET url_digest = excluded.url_digest, disabled_at = NULL, hold_until = 0
			WHERE url_digest <> excluded.url_digest`, s.Name, digest[:])
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE endpoint SET position = 0 WHERE name = ? AND position > ?`, s.Name, end)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		restarted = n > 0
		if err != nil || !restarted {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM delivery WHERE endpoint = ?`, s.Name)
		return err
	})
	return restarted, err
}

// enqueue moves an endpoint's position over all events of the ledger and queues those that it subscribed to, and every
// later event of an alert that it was told of: who got an alert also learns of its end.
func (q *queue) enqueue(ctx context.Context, s *Subscription, book *ledger.Ledger) error {
	for {
		var position int64
		var disabled bool
		err := q.db.QueryRowContext(ctx, `SELECT position, disabled_at IS NOT NULL FROM endpoint WHERE name = ?`, s.Name).
			Scan(&position, &disabled)
		if err != nil {
			return fmt.Errorf("read position: %w", err)
		}
		if disabled {
			return nil
		}
		events, err := book.Events(ctx, position, 200)
		if err != nil || len(events) == 0 {
			return err
		}
		err = q.write(ctx, func(tx *sql.Tx) error {
			for _, e := range events {
				if e.Erased {
					continue // nobody is told any more
				}
				var body struct{ Data alerts.Data }
				if err := json.Unmarshal(e.Body, &body); err != nil {
					return fmt.Errorf("read event %d: %w", e.Number, err)
				}
				now := q.now().UnixMilli()
				_, err := tx.ExecContext(ctx, `INSERT INTO delivery (endpoint, number, event_id, alert_id, state, queued_at, next_at)
					SELECT ?1, ?2, ?3, ?4, 'pending', ?5, ?5
					WHERE ?6 OR EXISTS (SELECT 1 FROM delivery WHERE endpoint = ?1 AND alert_id = ?4)`,
					s.Name, e.Number, e.ID, e.AlertID, now, s.wants(e.Platform, &body.Data))
				if err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, `UPDATE endpoint SET position = ? WHERE name = ?`, events[len(events)-1].Number, s.Name)
			return err
		})
		if err != nil {
			return fmt.Errorf("queue deliveries: %w", err)
		}
	}
}

// delivery is one event on its way to one endpoint.
type delivery struct {
	number   int64
	eventID  string
	attempts int // failed so far
}

// idle is how long an endpoint without anything to do sleeps unless the ledger changes.
const idle = time.Duration(math.MaxInt64)

// next returns the delivery that is due first and how long to wait for it; wait is idle where there is none.
func (q *queue) next(ctx context.Context, endpoint string) (d delivery, wait time.Duration, err error) {
	var due int64
	err = q.db.QueryRowContext(ctx, `SELECT number, event_id, attempts, max(next_at, hold_until)
		FROM delivery JOIN endpoint ON endpoint.name = delivery.endpoint
		WHERE endpoint = ? AND state = 'pending' AND disabled_at IS NULL ORDER BY next_at, number LIMIT 1`, endpoint).
		Scan(&d.number, &d.eventID, &d.attempts, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return delivery{}, idle, nil
	}
	if err != nil {
		return delivery{}, 0, fmt.Errorf("read queue: %w", err)
	}
	return d, max(0, time.UnixMilli(due).Sub(q.now())), nil
}

// settle writes what an attempt came to.
func (q *queue) settle(ctx context.Context, endpoint string, d delivery, v verdict) error {
	now := q.now()
	err := q.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE delivery SET state = ?, attempts = ?, status = ?, next_at = ?
			WHERE endpoint = ? AND number = ?`,
			v.state, d.attempts+1, v.status, now.Add(v.retry).UnixMilli(), endpoint, d.number)
		if err != nil {
			return err
		}
		if v.hold > 0 {
			_, err = tx.ExecContext(ctx, `UPDATE endpoint SET hold_until = ? WHERE name = ?`, now.Add(v.hold).UnixMilli(), endpoint)
			if err != nil {
				return err
			}
		}
		if v.outcome == outcomeGone {
			_, err = tx.ExecContext(ctx, `UPDATE endpoint SET disabled_at = ? WHERE name = ?`, now.UnixMilli(), endpoint)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("write outcome of a delivery: %w", err)
	}
	return nil
}

// erase settles the deliveries of erased events that still wait, and returns how many there were.
func (q *queue) erase(ctx context.Context, endpoint string, eventIDs []string) (int64, error) {
	list, err := json.Marshal(eventIDs)
	if err != nil {
		return 0, err
	}
	var n int64
	err = q.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'erased'
			WHERE endpoint = ? AND state = 'pending' AND event_id IN (SELECT value FROM json_each(?))`, endpoint, string(list))
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("settle deliveries of erased events: %w", err)
	}
	return n, nil
}

// waiting says how many deliveries wait, since when the oldest does (zero for none), and how many endpoints are disabled.
type waiting struct {
	pending  int
	oldest   time.Time
	disabled int
}

// backlog returns what waits for the named endpoints. It does not wait for writers.
func (q *queue) backlog(ctx context.Context, names string) (w waiting, err error) {
	var since sql.NullInt64
	err = q.reader.QueryRowContext(ctx, `SELECT count(*), min(queued_at) FROM delivery
		WHERE state = 'pending' AND endpoint IN (
			SELECT name FROM endpoint WHERE disabled_at IS NULL AND name IN (SELECT value FROM json_each(?)))`, names).
		Scan(&w.pending, &since)
	if err != nil {
		return w, err
	}
	if since.Valid {
		w.oldest = time.UnixMilli(since.Int64)
	}
	err = q.reader.QueryRowContext(ctx, `SELECT count(*) FROM endpoint
		WHERE disabled_at IS NOT NULL AND name IN (SELECT value FROM json_each(?))`, names).Scan(&w.disabled)
	return w, err
}
