package alerts

import (
	"context"
	"encoding/json"
	"fmt"

	"ronda/alerts/evidence"
)

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
func (d *Desk) Evidence(ctx context.Context, f EvidenceFilter) ([]EvidenceEntry, error) {
	rows, err := d.reader.QueryContext(ctx, `SELECT v.alert_id, a.case_id, v.sequence, v.name, v.sha256, v.size, v.recipients, v.sealed_at,
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
