package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"ronda/alerts"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/dbfile"
	"ronda/detect"
)

// Raised tells what a finding did to the ledger. With neither Opened nor Updated the listing was known and has not
// changed in anything that matters.
type Raised struct {
	AlertID string
	Opened  bool
	Updated bool
}

// Raise records a finding: it opens an alert for a listing that was never seen, updates the alert of one that has changed
// in kind, severity, documents, number of people or score (or has come back after it was closed or erased), and otherwise
// only notes when the listing was last seen. All of it is one transaction, on disk when Raise returns; raising the same
// finding again is harmless. Of the capture, which may be nil, a masked copy is kept and, where the Desk has a vault with
// recipients, the sealed original: no event is written without them. A finding that is no alert, or whose event would
// break the published schema, fails with alerts.ErrInvalid and leaves no trace. After any other error the same finding can be
// raised again.
func (d *Desk) Raise(ctx context.Context, f detect.Finding, c *evidence.Capture) (Raised, error) {
	start := time.Now()
	r, err := d.raise(ctx, &f, c)
	d.metrics.raised(f.Kind, r, err, time.Since(start))
	if err != nil {
		return r, fmt.Errorf("raise alert: %w", d.Explain(err))
	}
	if r.Opened || r.Updated {
		d.writer.Wake()
	}
	return r, nil
}

func (d *Desk) raise(ctx context.Context, f *detect.Finding, c *evidence.Capture) (Raised, error) {
	if !f.Alert() {
		return Raised{}, fmt.Errorf("finding of kind %q is no alert: %w", f.Kind, alerts.ErrInvalid)
	}
	if f.Key == "" {
		return Raised{}, fmt.Errorf("finding does not say which listing it is about: %w", alerts.ErrInvalid)
	}
	if f.SeenAt.IsZero() {
		return Raised{}, fmt.Errorf("finding does not say when the page was fetched: %w", alerts.ErrInvalid)
	}
	id, data := alerts.AlertID(f), alerts.Describe(f, d.masked)
	for {
		kept, err := d.keep(ctx, id, f, &data, c)
		if err != nil {
			return Raised{AlertID: id}, err
		}
		r, err := d.record(ctx, id, f, data, &kept)
		if !errors.Is(err, errOvertaken) {
			return r, err
		}
	}
}

// errOvertaken means that another worker has changed the alert since the capture was made ready for its next event.
var errOvertaken = errors.New("overtaken by another worker")

// record writes what a finding does to the ledger, in one transaction, with what was kept for it.
func (d *Desk) record(ctx context.Context, id string, f *detect.Finding, data alerts.Data, kept *kept) (Raised, error) {
	r := Raised{AlertID: id}
	var was detect.Kind // under which the alert counted as open before
	err := d.remember(ctx, id, f, func(tx *sql.Tx) error {
		a, typ, err := d.next(ctx, tx, id, f, &data)
		if err != nil {
			return err
		}
		if typ == "" {
			_, err := tx.ExecContext(ctx, `UPDATE alert SET last_seen = max(last_seen, ?) WHERE id = ?`, data.LastSeen.UnixMicro(), id)
			return err
		}
		if kept.sequence != a.Sequence && kept.capture {
			return errOvertaken
		}
		if typ == alerts.TypeUpdated && a.CaseID != "" && a.State.Open() {
			was = a.Kind
		}
		r.Opened, r.Updated = typ == alerts.TypeOpened, typ == alerts.TypeUpdated
		return d.publish(ctx, tx, a, typ, f, data, kept)
	})
	d.settle(ctx, kept, err, r.Opened || r.Updated)
	if err != nil {
		return Raised{AlertID: id}, err
	}
	if r.Opened || r.Updated {
		d.metrics.moved(was, f.Kind)
	}
	return r, nil
}

// next returns the alert as it stands, with the sequence that its next event has, and the type of the event that data makes:
// none where nothing has changed that matters. An alert that is new, or was erased, has no case.
func (d *Desk) next(ctx context.Context, q dbfile.Querier, id string, f *detect.Finding, data *alerts.Data) (ledger.Alert, string, error) {
	a, err := ledger.Current(ctx, q, id)
	switch {
	case err == nil && !material(&a.Data, data):
		return a, "", nil
	case err == nil:
		a.Sequence++
		return a, alerts.TypeUpdated, nil
	case !errors.Is(err, ledger.ErrNotFound):
		return a, "", err
	}
	a = ledger.Alert{ID: id, Subject: alerts.Subject(data.Platform, f.Kind, id), FirstKind: f.Kind, Sequence: 1}
	err = q.QueryRowContext(ctx, `SELECT e.number, e.subject, (SELECT max(sequence) + 1 FROM event WHERE alert_id = e.alert_id)
		FROM event AS e WHERE e.alert_id = ? AND e.type = ?`, id, alerts.TypeOpened).Scan(&a.Number, &a.Subject, &a.Sequence)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a, alerts.TypeOpened, nil
	case err != nil:
		return a, "", fmt.Errorf("look for an erased alert: %w", err)
	}
	a.FirstKind = alerts.SubjectKind(a.Subject)
	return a, alerts.TypeUpdated, nil // it was opened once, and that is for ever
}

// publish appends an event to an alert and writes the alert and what was kept of the listing.
func (d *Desk) publish(ctx context.Context, tx *sql.Tx, a ledger.Alert, typ string, f *detect.Finding, data alerts.Data, kept *kept) error {
	known := a
	a.Data = data
	if known.CaseID != "" {
		a.FirstSeen = known.FirstSeen
		if known.State.Open() {
			a.State = known.State // what the analysts decided stays; only a closed alert opens again
		}
		if known.LastSeen.After(a.LastSeen) {
			a.LastSeen = known.LastSeen
		}
	}
	var err error
	if a.CaseID, err = joinCase(ctx, tx, &a, known.CaseID, f); err != nil {
		return err
	}
	if err := d.appendEvent(ctx, tx, &a, typ, data.LastSeen); err != nil {
		return err
	}
	return kept.save(ctx, tx, a.ID)
}

// material reports whether now differs from what was last published in a way that matters to a receiver.
func material(published, now *alerts.Data) bool {
	return published.State == alerts.StateTakenDown || // it is back
		published.Kind != now.Kind ||
		published.Severity != now.Severity ||
		!slices.Equal(published.Documents, now.Documents) ||
		crowd(published) != crowd(now) ||
		math.Abs(published.Score-now.Score) > 0.15
}

// crowd is the order of magnitude of how many people's identifiers a listing shows.
func crowd(d *alerts.Data) int {
	people, bucket := detect.People(d.Identifiers), 0
	for _, limit := range []int{1, 3, 10, 100, 1_000, 10_000, 100_000} {
		if people >= limit {
			bucket++
		}
	}
	return bucket
}

// joinCase returns the case of an alert and enters its seller and contacts there, so that later alerts find it. Alerts that
// share one of them belong to one case; an alert that links two cases merges the younger one into the older one. The
// digests are keyed and never leave this table.
func joinCase(ctx context.Context, tx *sql.Tx, a *ledger.Alert, caseID string, f *detect.Finding) (string, error) {
	digests := make([]string, 0, 1+len(f.Contacts))
	if f.Seller != "" {
		digests = append(digests, "seller "+string(f.Seller))
	}
	for _, c := range f.Contacts {
		digests = append(digests, "contact "+string(c))
	}
	list, err := json.Marshal(digests)
	if err != nil {
		return "", fmt.Errorf("encode links: %w", err)
	}

	cases, err := texts(ctx, tx, `SELECT id FROM "case"
		WHERE id = ?1 OR id IN (SELECT case_id FROM link WHERE digest IN (SELECT value FROM json_each(?2)))
		ORDER BY rowid`, caseID, string(list))
	if err != nil {
		return "", fmt.Errorf("look for a case: %w", err)
	}
	if len(cases) == 0 {
		cases = []string{alerts.CaseID(a.ID, a.Sequence)}
		_, err := tx.ExecContext(ctx, `INSERT INTO "case" (id, opened_at) VALUES (?, ?)`, cases[0], f.SeenAt.UnixMicro())
		if err != nil {
			return "", fmt.Errorf("open case: %w", err)
		}
	}
	oldest := cases[0]
	for _, c := range cases[1:] {
		for _, statement := range []string{
			`UPDATE alert SET case_id = ?1 WHERE case_id = ?2`,
			`UPDATE link SET case_id = ?1 WHERE case_id = ?2`,
			`UPDATE hold SET case_id = ?1 WHERE case_id = ?2`,
			`UPDATE "case" SET merged_into = ?1 WHERE id = ?2`,
		} {
			if _, err := tx.ExecContext(ctx, statement, oldest, c); err != nil {
				return "", fmt.Errorf("merge cases: %w", err)
			}
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO link (digest, case_id) SELECT value, ?1 FROM json_each(?2) WHERE true
		ON CONFLICT (digest) DO NOTHING`, oldest, string(list))
	if err != nil {
		return "", fmt.Errorf("write links: %w", err)
	}
	return oldest, nil
}
