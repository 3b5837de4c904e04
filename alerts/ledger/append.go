package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"ronda/alerts"
	"ronda/alerts/chain"
)

// Append adds the next event of an alert to the ledger and its hash chain, and has the alert's row say what the event says. The event is
// given its number, and so is the alert that it opens.
func Append(ctx context.Context, tx *sql.Tx, a *Alert, e *alerts.Event) error {
	prev, err := chain.Newest(ctx, tx, "event", &e.Number)
	if err != nil {
		return err
	}
	e.Number++
	salt := chain.Salt()
	commitment := chain.Commit(salt, e.Body)
	_, err = tx.ExecContext(ctx, `INSERT INTO event (number, id, alert_id, type, sequence, subject, platform, time, body,
			salt, commitment, prev_hash, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Number, e.ID, e.AlertID, e.Type, e.Sequence, e.Subject, e.Platform, micros(e.Time), e.Body,
		salt, commitment, prev, link(e, prev, commitment))
	if err != nil {
		return fmt.Errorf("append event: %w", err)
	}
	if e.Type == alerts.TypeOpened {
		a.Number = e.Number
	}
	data, err := json.Marshal(a.Data)
	if err != nil {
		return fmt.Errorf("encode alert: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO alert (id, case_id, opened, first_kind, sequence, kind, severity, platform,
			state, url, title, changed_at, last_seen, data)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id, sequence = excluded.sequence, kind = excluded.kind,
			severity = excluded.severity, state = excluded.state, url = excluded.url, title = excluded.title,
			changed_at = excluded.changed_at, last_seen = excluded.last_seen, data = excluded.data`,
		a.ID, a.CaseID, a.Number, a.FirstKind, a.Sequence, a.Kind, a.Severity, a.Platform,
		a.State, a.URL, a.Title, micros(e.Time), micros(a.LastSeen), string(data))
	if err != nil {
		return fmt.Errorf("write alert: %w", err)
	}
	return nil
}

// link returns the hash that binds an event to all before it.
func link(e *alerts.Event, prev, commitment []byte) []byte {
	return chain.Next(prev, []int64{e.Number, int64(e.Sequence), micros(e.Time)},
		[]string{e.ID, e.AlertID, e.Type, e.Subject, e.Platform}, commitment)
}
