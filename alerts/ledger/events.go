package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ronda/alerts"
)

const eventColumns = `number, id, alert_id, type, sequence, subject, platform, time, body`

// Events returns up to limit events whose number is above after, in ascending order.
func (l *Ledger) Events(ctx context.Context, after int64, limit int) ([]alerts.Event, error) {
	return l.events(ctx, `SELECT `+eventColumns+` FROM event WHERE number > ? ORDER BY number LIMIT ?`, after, limit)
}

// End returns the number of the newest event, 0 in an empty ledger.
func (l *Ledger) End(ctx context.Context) (int64, error) {
	var n int64
	if err := l.reader.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM event`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read end of ledger: %w", err)
	}
	return n, nil
}

// History returns all events of one alert in ascending order; none for an alert that does not exist.
func (l *Ledger) History(ctx context.Context, alertID string) ([]alerts.Event, error) {
	return l.events(ctx, `SELECT `+eventColumns+` FROM event WHERE alert_id = ? ORDER BY sequence`, alertID)
}

func (l *Ledger) events(ctx context.Context, query string, args ...any) ([]alerts.Event, error) {
	rows, err := l.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var list []alerts.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	return list, nil
}

func scanEvent(row scanner, more ...any) (alerts.Event, error) {
	var e alerts.Event
	var at int64
	dest := []any{&e.Number, &e.ID, &e.AlertID, &e.Type, &e.Sequence, &e.Subject, &e.Platform, &at, &e.Body}
	err := row.Scan(append(dest, more...)...)
	e.Time = fromMicros(at)
	if e.Erased = len(e.Body) == 0; e.Erased {
		e.Body = nil
	}
	return e, err
}

// Position returns the number of the last event that a sink has dealt with, 0 for a new sink.
func (l *Ledger) Position(ctx context.Context, sink string) (int64, error) {
	var n int64
	err := l.reader.QueryRowContext(ctx, `SELECT number FROM position WHERE sink = ?`, sink).Scan(&n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read position of %s: %w", sink, err)
	}
	return n, nil
}

// SetPosition notes the number of the last event that a sink has dealt with. It may go back, to send events again.
func (l *Ledger) SetPosition(ctx context.Context, sink string, n int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO position (sink, number) VALUES (?, ?)
			ON CONFLICT (sink) DO UPDATE SET number = excluded.number`, sink, n)
		return err
	})
	if err != nil {
		return fmt.Errorf("set position of %s: %w", sink, err)
	}
	return nil
}

// Erasure is the tombstone of an alert: its events up to now have no bodies any more. Whoever holds a copy of them
// erases it too.
type Erasure struct {
	Number   int64 // ascending without gaps from 1
	AlertID  string
	CaseID   string
	Subject  string
	EventIDs []string // in the order of the alert's events
	At       time.Time
}

// Erasures returns up to limit tombstones whose number is above after, in ascending order: what whoever keeps copies of
// events has to erase.
func (l *Ledger) Erasures(ctx context.Context, after int64, limit int) ([]Erasure, error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT x.number, x.alert_id, x.case_id, x.subject, x.erased_at, e.id
		FROM (SELECT * FROM erasure WHERE number > ? ORDER BY number LIMIT ?) AS x
		JOIN event AS e ON e.alert_id = x.alert_id AND e.sequence BETWEEN x.first_sequence AND x.last_sequence
		ORDER BY x.number, e.sequence`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read erasures: %w", err)
	}
	defer rows.Close()
	var list []Erasure
	for rows.Next() {
		var x Erasure
		var at int64
		var id string
		if err := rows.Scan(&x.Number, &x.AlertID, &x.CaseID, &x.Subject, &at, &id); err != nil {
			return nil, fmt.Errorf("read erasures: %w", err)
		}
		if len(list) == 0 || list[len(list)-1].Number != x.Number {
			x.At = fromMicros(at)
			list = append(list, x)
		}
		last := &list[len(list)-1]
		last.EventIDs = append(last.EventIDs, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read erasures: %w", err)
	}
	return list, nil
}

// ErasedEvents returns how many events have lost their bodies in all: so many fewer can be held by whoever is given all
// events.
func (l *Ledger) ErasedEvents(ctx context.Context) (int64, error) {
	var n int64
	err := l.reader.QueryRowContext(ctx, `SELECT coalesce(sum(last_sequence - first_sequence + 1), 0) FROM erasure`).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count erased events: %w", err)
	}
	return n, nil
}
