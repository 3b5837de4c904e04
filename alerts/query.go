package alerts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"ronda/alerts/evidence"
	"ronda/alerts/pictures"
	"ronda/dbfile"
	"ronda/detect"
)

// Alert is the current state of one alert. Its JSON form is flat: the fields of Data stand beside the others.
type Alert struct {
	ID        string      `json:"id"`
	Number    int64       `json:"number"` // number of its opened event: the order of alerts, newest highest
	Subject   string      `json:"subject"`
	FirstKind detect.Kind `json:"first_kind"` // the kind in Subject
	Sequence  int         `json:"sequence"`   // of its newest event
	Data

	Seen *pictures.Summary `json:"seen_before,omitempty"` // where its pictures stood elsewhere; nil for nowhere. No event holds it
}

// AlertFilter selects alerts; a zero field selects all.
type AlertFilter struct {
	Kind     detect.Kind
	Severity detect.Severity
	Platform string
	State    State
	Case     string
	Since    time.Time // opened or changed at or after
	Text     string    // a part of title or URL, upper and lower case being the same for ASCII
	After    int64     // continue below this Alert.Number: the last one of the page before
	Limit    int       // at most so many; 100 when 0
}

const alertColumns = `id, case_id, opened, first_kind, sequence, last_seen, data`

// Alerts returns the alerts that f selects, the newest first.
func (d *Desk) Alerts(ctx context.Context, f AlertFilter) ([]Alert, error) {
	query := `SELECT ` + alertColumns + ` FROM alert WHERE true`
	var args []any
	where := func(condition string, values ...any) {
		query += " AND " + condition
		args = append(args, values...)
	}
	if f.Kind != "" {
		where("kind = ?", f.Kind)
	}
	if f.Severity != "" {
		where("severity = ?", f.Severity)
	}
	if f.Platform != "" {
		where("platform = ?", f.Platform)
	}
	if f.State != "" {
		where("state = ?", f.State)
	}
	if f.Case != "" {
		where("case_id = ?", f.Case)
	}
	if !f.Since.IsZero() {
		where("changed_at >= ?", micros(f.Since))
	}
	if f.Text != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Text) + "%"
		where(`(title LIKE ? ESCAPE '\' OR url LIKE ? ESCAPE '\')`, like, like)
	}
	if f.After != 0 {
		where("opened < ?", f.After)
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	rows, err := d.reader.QueryContext(ctx, query+" ORDER BY opened DESC LIMIT ?", append(args, f.Limit)...)
	if err != nil {
		return nil, fmt.Errorf("list alerts: %w", err)
	}
	defer rows.Close()
	var list []Alert
	for rows.Next() {
		a, err := scanAlert(rows)
		if err != nil {
			return nil, fmt.Errorf("list alerts: %w", err)
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list alerts: %w", err)
	}
	return list, d.addSeen(ctx, list)
}

// Alert returns the alert with the given id, or ErrNotFound.
func (d *Desk) Alert(ctx context.Context, id string) (Alert, error) {
	a, err := getAlert(ctx, d.reader, id)
	if err != nil {
		return Alert{}, fmt.Errorf("read alert %s: %w", id, err)
	}
	list := []Alert{a}
	err = d.addSeen(ctx, list)
	return list[0], err
}

func getAlert(ctx context.Context, q dbfile.Querier, id string) (Alert, error) {
	a, err := scanAlert(q.QueryRowContext(ctx, `SELECT `+alertColumns+` FROM alert WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Alert{}, ErrNotFound
	}
	return a, err
}

// scanner is what *sql.Row and *sql.Rows share.
type scanner interface{ Scan(dest ...any) error }

func scanAlert(row scanner) (Alert, error) {
	var a Alert
	var caseID string
	var lastSeen int64
	var data []byte
	if err := row.Scan(&a.ID, &caseID, &a.Number, &a.FirstKind, &a.Sequence, &lastSeen, &data); err != nil {
		return Alert{}, err
	}
	if err := json.Unmarshal(data, &a.Data); err != nil {
		return Alert{}, fmt.Errorf("decode alert %s: %w", a.ID, err)
	}
	// These two move on without an event: cases merge, and a listing that has not changed is seen again.
	a.CaseID, a.LastSeen = caseID, fromMicros(lastSeen)
	a.Subject = subject(a.Platform, a.FirstKind, a.ID)
	return a, nil
}

// Counts holds the numbers of alerts by property.
type Counts struct {
	Total    int                     `json:"total"`
	Cases    int                     `json:"cases"`
	Kind     map[detect.Kind]int     `json:"kind"`
	Severity map[detect.Severity]int `json:"severity"`
	State    map[State]int           `json:"state"`
	Platform map[string]int          `json:"platform"`
}

// Counts returns how many alerts there are.
func (d *Desk) Counts(ctx context.Context) (Counts, error) {
	c := Counts{
		Kind: map[detect.Kind]int{}, Severity: map[detect.Severity]int{}, State: map[State]int{}, Platform: map[string]int{},
	}
	rows, err := d.reader.QueryContext(ctx,
		`SELECT kind, severity, state, platform, count(*) FROM alert GROUP BY kind, severity, state, platform`)
	if err != nil {
		return c, fmt.Errorf("count alerts: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind detect.Kind
		var severity detect.Severity
		var state State
		var platform string
		var n int
		if err := rows.Scan(&kind, &severity, &state, &platform, &n); err != nil {
			return c, fmt.Errorf("count alerts: %w", err)
		}
		c.Total += n
		c.Kind[kind] += n
		c.Severity[severity] += n
		c.State[state] += n
		c.Platform[platform] += n
	}
	if err := rows.Err(); err != nil {
		return c, fmt.Errorf("count alerts: %w", err)
	}
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM "case" WHERE merged_into IS NULL AND erased_at IS NULL`).Scan(&c.Cases)
	if err != nil {
		return c, fmt.Errorf("count cases: %w", err)
	}
	return c, nil
}

// Capture returns the newest redacted capture of an alert, or ErrNotFound.
func (d *Desk) Capture(ctx context.Context, alertID string) (evidence.Redacted, error) {
	var r evidence.Redacted
	var redacted []byte
	err := d.reader.QueryRowContext(ctx, `SELECT redacted FROM capture WHERE alert_id = ? ORDER BY sequence DESC LIMIT 1`, alertID).
		Scan(&redacted)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(redacted, &r)
	}
	if err != nil {
		return r, fmt.Errorf("read capture of alert %s: %w", alertID, err)
	}
	return r, nil
}

const eventColumns = `number, id, alert_id, type, sequence, subject, platform, time, body`

// Events returns up to limit events whose number is above after, in ascending order.
func (d *Desk) Events(ctx context.Context, after int64, limit int) ([]Event, error) {
	return d.events(ctx, `SELECT `+eventColumns+` FROM event WHERE number > ? ORDER BY number LIMIT ?`, after, limit)
}

// End returns the number of the newest event, 0 in an empty ledger.
func (d *Desk) End(ctx context.Context) (int64, error) {
	var n int64
	if err := d.reader.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM event`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read end of ledger: %w", err)
	}
	return n, nil
}

// History returns all events of one alert in ascending order; none for an alert that does not exist.
func (d *Desk) History(ctx context.Context, alertID string) ([]Event, error) {
	return d.events(ctx, `SELECT `+eventColumns+` FROM event WHERE alert_id = ? ORDER BY sequence`, alertID)
}

func (d *Desk) events(ctx context.Context, query string, args ...any) ([]Event, error) {
	rows, err := d.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var list []Event
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

func scanEvent(row scanner, more ...any) (Event, error) {
	var e Event
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
func (d *Desk) Position(ctx context.Context, sink string) (int64, error) {
	var n int64
	err := d.reader.QueryRowContext(ctx, `SELECT number FROM position WHERE sink = ?`, sink).Scan(&n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read position of %s: %w", sink, err)
	}
	return n, nil
}

// SetPosition notes the number of the last event that a sink has dealt with. It may go back, to send events again.
func (d *Desk) SetPosition(ctx context.Context, sink string, n int64) error {
	err := d.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO position (sink, number) VALUES (?, ?)
			ON CONFLICT (sink) DO UPDATE SET number = excluded.number`, sink, n)
		return err
	})
	if err != nil {
		return fmt.Errorf("set position of %s: %w", sink, err)
	}
	return nil
}

func texts(ctx context.Context, q dbfile.Querier, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
