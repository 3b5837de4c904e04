package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"ronda/alerts"
	"ronda/alerts/pictures"
	"ronda/dbfile"
)

// Alert is the current state of one alert. Its JSON form is flat: the fields of alerts.Data stand beside the others.
type Alert struct {
	ID        string      `json:"id"`
	Number    int64       `json:"number"` // number of its opened event: the order of alerts, newest highest
	Subject   string      `json:"subject"`
	FirstKind alerts.Kind `json:"first_kind"` // the kind in Subject
	Sequence  int         `json:"sequence"`   // of its newest event
	alerts.Data

	Seen *pictures.Summary `json:"seen_before,omitempty"` // where its pictures stood elsewhere; nil for nowhere. No event holds it
}

// AlertFilter selects alerts; a zero field selects all.
type AlertFilter struct {
	Kind     alerts.Kind
	Severity alerts.Severity
	Platform string
	State    alerts.State
	Case     string
	Since    time.Time // opened or changed at or after
	Text     string    // a part of title or URL, upper and lower case being the same for ASCII
	After    int64     // continue below this Alert.Number: the last one of the page before
	Limit    int       // at most so many; 100 when 0
}

const alertColumns = `id, case_id, opened, first_kind, sequence, last_seen, data`

// Alerts returns the alerts that f selects, the newest first.
func (l *Ledger) Alerts(ctx context.Context, f AlertFilter) ([]Alert, error) {
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
	rows, err := l.reader.QueryContext(ctx, query+" ORDER BY opened DESC LIMIT ?", append(args, f.Limit)...)
	if err != nil {
		return nil, fmt.Errorf("list alerts: %w", l.Explain(err))
	}
	defer rows.Close()
	var list []Alert
	for rows.Next() {
		a, err := scanAlert(rows)
		if err != nil {
			return nil, fmt.Errorf("list alerts: %w", l.Explain(err))
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list alerts: %w", l.Explain(err))
	}
	return list, l.addSeen(ctx, list)
}

// Alert returns the alert with the given id, or ErrNotFound.
func (l *Ledger) Alert(ctx context.Context, id string) (Alert, error) {
	a, err := Current(ctx, l.reader, id)
	if err != nil {
		return Alert{}, fmt.Errorf("read alert %s: %w", id, l.Explain(err))
	}
	list := []Alert{a}
	err = l.addSeen(ctx, list)
	return list[0], err
}

// Current returns an alert as q sees it, without where its pictures stood elsewhere, or ErrNotFound.
func Current(ctx context.Context, q dbfile.Querier, id string) (Alert, error) {
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
	a.Subject = alerts.Subject(a.Platform, a.FirstKind, a.ID)
	return a, nil
}

// Counts holds the numbers of alerts by property.
type Counts struct {
	Total    int                     `json:"total"`
	Cases    int                     `json:"cases"`
	Kind     map[alerts.Kind]int     `json:"kind"`
	Severity map[alerts.Severity]int `json:"severity"`
	State    map[alerts.State]int    `json:"state"`
	Platform map[string]int          `json:"platform"`
}

// Counts returns how many alerts there are.
func (l *Ledger) Counts(ctx context.Context) (Counts, error) {
	c := Counts{
		Kind: map[alerts.Kind]int{}, Severity: map[alerts.Severity]int{}, State: map[alerts.State]int{}, Platform: map[string]int{},
	}
	rows, err := l.reader.QueryContext(ctx,
		`SELECT kind, severity, state, platform, count(*) FROM alert GROUP BY kind, severity, state, platform`)
	if err != nil {
		return c, fmt.Errorf("count alerts: %w", l.Explain(err))
	}
	defer rows.Close()
	for rows.Next() {
		var kind alerts.Kind
		var severity alerts.Severity
		var state alerts.State
		var platform string
		var n int
		if err := rows.Scan(&kind, &severity, &state, &platform, &n); err != nil {
			return c, fmt.Errorf("count alerts: %w", l.Explain(err))
		}
		c.Total += n
		c.Kind[kind] += n
		c.Severity[severity] += n
		c.State[state] += n
		c.Platform[platform] += n
	}
	if err := rows.Err(); err != nil {
		return c, fmt.Errorf("count alerts: %w", l.Explain(err))
	}
	err = l.reader.QueryRowContext(ctx, `SELECT count(*) FROM "case" WHERE merged_into IS NULL AND erased_at IS NULL`).Scan(&c.Cases)
	if err != nil {
		return c, fmt.Errorf("count cases: %w", l.Explain(err))
	}
	return c, nil
}
