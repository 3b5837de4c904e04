package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ronda/alerts"
	"ronda/alerts/custody"
	"ronda/alerts/ledger"
	"ronda/alerts/pictures"
	"ronda/dbfile"
)

// EraseRequest names the case to erase and says who wants it and why. Actor and Reason stay in the tombstones, masked.
type EraseRequest struct {
	CaseID string
	Reason string
	Actor  string
}

// Erased tells what an erasure took away.
type Erased struct {
	CaseID    string
	Alerts    int
	Events    int      // whose bodies are gone
	Captures  int      // redacted copies
	Originals []string // names of the sealed files
	Bytes     int64    // of the sealed files
}

// MergedError says into which case another one was merged. It is ErrMerged.
type MergedError struct{ CaseID, Into string }

func (e *MergedError) Error() string {
	return fmt.Sprintf("case %s was merged into case %s: name that one", e.CaseID, e.Into)
}

// Is makes the error match ErrMerged.
func (e *MergedError) Is(target error) bool { return target == ErrMerged }

// Erase takes away all of a case: the bodies of its alerts' events, the alerts, their captures, what linked them, and the
// sealed originals. When it returns without error, none of it is left in the raw bytes of the ledger's files or in the
// vault; ids, numbers, times, hashes and one tombstone per alert stay, and Verify still succeeds. Cases that were merged
// into this one went with it. What the process does not live to finish, the next Open finishes.
//
// It fails with ErrHeld under a legal hold, with ledger.ErrNotFound for an unknown case, with ledger.ErrNoVault when the Desk was opened
// without the vault that holds the originals, and with a MergedError for a case that is a part of another by now: whoever
// asks should see how much that is. An erased case can be erased again, which does nothing.
func (d *Desk) Erase(ctx context.Context, r EraseRequest) (Erased, error) {
	e, err := d.erase(ctx, &r)
	if err != nil {
		return e, fmt.Errorf("erase case %s: %w", r.CaseID, err)
	}
	return e, nil
}

func (d *Desk) erase(ctx context.Context, r *EraseRequest) (Erased, error) {
	e := Erased{CaseID: r.CaseID}
	var open map[alerts.Kind]int
	err := d.writePictures(ctx, false, func(tx *sql.Tx, seen *pictures.Change) error {
		switch c, err := getCase(ctx, tx, r.CaseID); {
		case err != nil:
			return err
		case c.erased:
			return nil
		case c.held:
			return ErrHeld
		}
		var err error
		e, open, err = d.eraseCase(ctx, tx, seen, r, time.Now())
		return err
	})
	if err != nil {
		return e, err
	}
	d.metrics.erasedCase(reasonRequest, &e, open)
	if e.Alerts > 0 {
		d.writer.Wake()
	}
	return e, d.finishErasure(ctx)
}

// finishErasure does what is left to do after rows were erased: it removes the sealed files, overwrites what the file
// still holds of the rows, and empties the log, which holds what the file held before.
func (d *Desk) finishErasure(ctx context.Context) error {
	err := d.removeSealed(ctx)
	if scrubbed := d.writer.Scrub(ctx); scrubbed != nil {
		return errors.Join(err, scrubbed)
	}
	return errors.Join(err, d.writer.EmptyLog(ctx))
}

// caseRow is what decides whether a case may be changed.
type caseRow struct{ erased, held bool }

func getCase(ctx context.Context, q dbfile.Querier, id string) (caseRow, error) {
	var c caseRow
	var into sql.NullString
	err := q.QueryRowContext(ctx, `SELECT merged_into, erased_at IS NOT NULL, EXISTS (SELECT 1 FROM hold WHERE case_id = "case".id)
		FROM "case" WHERE id = ?`, id).Scan(&into, &c.erased, &c.held)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, ledger.ErrNotFound
	case err != nil:
		return c, fmt.Errorf("read case: %w", err)
	case into.Valid:
		return c, &MergedError{CaseID: id, Into: into.String}
	}
	return c, nil
}

// eraseCase blanks and deletes all of a case and lists its sealed files for removal. It returns also how many of its
// alerts were open, by kind.
func (d *Desk) eraseCase(ctx context.Context, tx *sql.Tx, seen *pictures.Change, r *EraseRequest, at time.Time) (Erased, map[alerts.Kind]int, error) {
	e, err := tally(ctx, tx, r.CaseID)
	if err != nil {
		return e, nil, err
	}
	if len(e.Originals) > 0 && d.vault == nil {
		return Erased{CaseID: r.CaseID}, nil, ledger.ErrNoVault
	}
	open, err := openKinds(ctx, tx, r.CaseID)
	if err != nil {
		return e, nil, err
	}
	var before int64 // the newest tombstone
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM erasure`).Scan(&before); err != nil {
		return e, nil, fmt.Errorf("read erasures: %w", err)
	}
	if err := seen.RemoveCase(ctx, r.CaseID); err != nil {
		return e, nil, err
	}
	actor, reason := d.masked(r.Actor), d.masked(r.Reason)
	// The tombstones come first: an event's body can only be blanked once it has one. Nothing that refers to the
	// alerts may be left when they go.
	for _, s := range []struct {
		do   string
		args []any
	}{
		{
			`INSERT INTO erasure (alert_id, case_id, subject, first_sequence, last_sequence, erased_at, actor, reason)
			SELECT a.id, a.case_id, e.subject,
				1 + coalesce((SELECT max(last_sequence) FROM erasure WHERE alert_id = a.id), 0), a.sequence, ?2, ?3, ?4
			FROM alert AS a JOIN event AS e ON e.number = a.opened WHERE a.case_id = ?1 ORDER BY a.opened`,
			[]any{at.UnixMicro(), actor, reason},
		},
		{`UPDATE event SET body = x'', salt = x''
			WHERE alert_id IN (SELECT id FROM alert WHERE case_id = ?1) AND length(body) > 0`, nil},
		{`INSERT INTO removal SELECT name FROM evidence
			WHERE alert_id IN (SELECT id FROM alert WHERE case_id = ?1)`, nil},
		{`DELETE FROM evidence WHERE alert_id IN (SELECT id FROM alert WHERE case_id = ?1)`, nil},
		{`DELETE FROM capture WHERE alert_id IN (SELECT id FROM alert WHERE case_id = ?1)`, nil},
		{`DELETE FROM alert WHERE case_id = ?1`, nil},
		{`DELETE FROM link WHERE case_id = ?1`, nil},
		{`UPDATE "case" SET erased_at = ?2 WHERE id = ?1`, []any{at.UnixMicro()}},
	} {
		if _, err := tx.ExecContext(ctx, s.do, append([]any{r.CaseID}, s.args...)...); err != nil {
			return e, nil, fmt.Errorf("erase: %w", err)
		}
	}
	c, err := custody.New(ctx, tx, at)
	if err == nil {
		err = c.EnterTombstones(ctx, before)
	}
	if err != nil {
		return e, nil, err
	}
	return e, open, ledger.WantScrub(ctx, tx)
}

// tally counts what the erasure of a case would take away.
func tally(ctx context.Context, q dbfile.Querier, caseID string) (Erased, error) {
	e := Erased{CaseID: caseID}
	err := q.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM alert WHERE case_id = ?1),
			(SELECT count(*) FROM event JOIN alert AS a ON a.id = event.alert_id WHERE a.case_id = ?1 AND length(body) > 0),
			(SELECT count(*) FROM capture JOIN alert AS a ON a.id = capture.alert_id WHERE a.case_id = ?1),
			(SELECT coalesce(sum(size), 0) FROM evidence JOIN alert AS a ON a.id = evidence.alert_id WHERE a.case_id = ?1)`,
		caseID).Scan(&e.Alerts, &e.Events, &e.Captures, &e.Bytes)
	if err != nil {
		return e, fmt.Errorf("count what a case holds: %w", err)
	}
	e.Originals, err = texts(ctx, q, `SELECT name FROM evidence JOIN alert AS a ON a.id = evidence.alert_id
		WHERE a.case_id = ? ORDER BY a.opened, evidence.sequence`, caseID)
	if err != nil {
		return e, fmt.Errorf("list originals of a case: %w", err)
	}
	return e, nil
}

// openKinds counts the alerts of a case that somebody still has to act on.
func openKinds(ctx context.Context, q dbfile.Querier, caseID string) (map[alerts.Kind]int, error) {
	open := map[alerts.Kind]int{}
	for _, kind := range alerts.Kinds() {
		var n int
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM alert WHERE case_id = ? AND kind = ? AND state IN (?, ?, ?)`,
			caseID, kind, alerts.StateOpen, alerts.StateConfirmed, alerts.StateReported).Scan(&n)
		if err != nil {
			return nil, fmt.Errorf("count open alerts: %w", err)
		}
		open[kind] = n
	}
	return open, nil
}

// removeSealed removes the sealed files that are listed for removal, and then their names from the list.
func (d *Desk) removeSealed(ctx context.Context) error {
	names, err := texts(ctx, d.writer.Committed(), `SELECT name FROM removal`)
	if err != nil {
		return fmt.Errorf("list originals to remove: %w", err)
	}
	if len(names) == 0 {
		return nil
	}
	if d.vault == nil {
		return ledger.ErrNoVault
	}
	for _, name := range names {
		if err := d.vault.Remove(name); err != nil {
			return err
		}
		d.step("desk.removed")
	}
	return d.writer.Write(ctx, func(tx *sql.Tx) error {
		for _, name := range names {
			if _, err := tx.ExecContext(ctx, `DELETE FROM removal WHERE name = ?`, name); err != nil {
				return fmt.Errorf("note removed originals: %w", err)
			}
		}
		return nil
	})
}
