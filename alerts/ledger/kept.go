package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ronda/alerts/evidence"
)

// Redacted is what is kept of a listing; the outlets know nothing else of evidence.
type Redacted = evidence.Redacted

// Capture returns the newest redacted capture of an alert, or ErrNotFound.
func (l *Ledger) Capture(ctx context.Context, alertID string) (Redacted, error) {
	var r Redacted
	var redacted []byte
	err := l.reader.QueryRowContext(ctx, `SELECT redacted FROM capture WHERE alert_id = ? ORDER BY sequence DESC LIMIT 1`, alertID).
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

// EvidenceFilter selects sealed originals; an empty field selects all.
type EvidenceFilter struct {
	AlertID string
	CaseID  string
}

// EvidenceEntry is one sealed original: what the page of an alert looked like when the event of that sequence was raised.
type EvidenceEntry struct {
	AlertID  string
	CaseID   string
	Sequence int // of the alert's event
	evidence.Sealed
	Held bool // its case is under a legal hold
}

// Evidence lists the sealed originals that f selects, the oldest alerts first.
func (l *Ledger) Evidence(ctx context.Context, f EvidenceFilter) ([]EvidenceEntry, error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT v.alert_id, a.case_id, v.sequence, v.name, v.sha256, v.size, v.recipients, v.sealed_at,
			EXISTS (SELECT 1 FROM hold WHERE hold.case_id = a.case_id)
		FROM evidence AS v JOIN alert AS a ON a.id = v.alert_id
		WHERE (?1 = '' OR a.id = ?1) AND (?2 = '' OR a.case_id = ?2) ORDER BY a.opened, v.sequence`, f.AlertID, f.CaseID)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	defer rows.Close()
	var list []EvidenceEntry
	for rows.Next() {
		var e EvidenceEntry
		var recipients []byte
		var at int64
		err := rows.Scan(&e.AlertID, &e.CaseID, &e.Sequence, &e.Name, &e.SHA256, &e.Size, &recipients, &at, &e.Held)
		if err == nil {
			err = json.Unmarshal(recipients, &e.Recipients)
		}
		if err != nil {
			return nil, fmt.Errorf("list evidence: %w", err)
		}
		e.At = fromMicros(at)
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	return list, nil
}

// LegalHold keeps a case from being erased, whatever the retention says.
type LegalHold struct {
	CaseID string
	Reason string // masked
	At     time.Time
}

// Holds returns all legal holds, the oldest first.
func (l *Ledger) Holds(ctx context.Context) ([]LegalHold, error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT case_id, reason, held_at FROM hold ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	defer rows.Close()
	var list []LegalHold
	for rows.Next() {
		var h LegalHold
		var at int64
		if err := rows.Scan(&h.CaseID, &h.Reason, &at); err != nil {
			return nil, fmt.Errorf("list holds: %w", err)
		}
		h.At = fromMicros(at)
		list = append(list, h)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	return list, nil
}
