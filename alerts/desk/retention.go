package desk

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"ronda/alerts"
	"ronda/alerts/custody"
	"ronda/alerts/ledger"
	"ronda/alerts/pictures"
	"ronda/dbfile"
)

// Retention says how long things are kept after their listing was last seen. Zero means for ever.
type Retention struct {
	Evidence time.Duration // sealed originals and redacted captures of an alert
	Alerts   time.Duration // everything of a case, once all of its alerts were last seen longer ago
}

// Purged tells what Purge took away, or would take away.
type Purged struct {
	Cases     []string // that were erased, in the order of their opening
	Alerts    int      // of these cases
	Events    int      // whose bodies are gone
	Captures  int      // redacted copies, those of erased cases included
	Originals int      // sealed files, likewise
	Bytes     int64    // of the sealed files
	Held      []string // cases that had something to go and were left alone because of a legal hold
}

// Limits of one transaction of Purge, which keep others from waiting long for the ledger.
const (
	purgeCases  = 50
	purgeEvents = 500
	purgeAlerts = 200
)

// Purge takes away what was kept for longer than r says, counted back from now: a listing last seen exactly that long ago
// stays. Cases go as with Erase, captures and originals also without their case. Cases under a legal hold are left alone
// and named. With dryRun nothing is changed, and the result is what a run at this moment would give. Purge works in many
// small transactions, so that others need not wait; when it fails, what it has counted up to then is gone.
func (d *Desk) Purge(ctx context.Context, r Retention, now time.Time, dryRun bool) (Purged, error) {
	var p Purged
	if err := d.purge(ctx, &p, r, now, dryRun); err != nil {
		return p, fmt.Errorf("purge: %w", err)
	}
	return p, nil
}

func (d *Desk) purge(ctx context.Context, p *Purged, r Retention, now time.Time, dryRun bool) error {
	cut := cutoffs{now.Add(-r.Alerts).UnixMicro(), now.Add(-r.Evidence).UnixMicro()}
	if r.Alerts <= 0 {
		cut.alerts = math.MinInt64
	}
	if r.Evidence <= 0 {
		cut.evidence = math.MinInt64
	}
	var err error
	if p.Held, err = texts(ctx, d.writer.Committed(), `SELECT c.id FROM "case" AS c WHERE EXISTS (SELECT 1 FROM hold WHERE hold.case_id = c.id)
		AND (`+caseIsDue+` OR EXISTS (SELECT 1 FROM alert AS a WHERE a.case_id = c.id AND `+evidenceIsDue+`)) ORDER BY c.rowid`,
		cut.alerts, cut.evidence); err != nil {
		return fmt.Errorf("look for held cases: %w", err)
	}
	if dryRun {
		return d.purgeDry(ctx, p, cut)
	}
	for last, more := "", true; more; {
		if last, more, err = d.purgeCases(ctx, p, cut, last); err != nil {
			return err
		}
	}
	for last, more := "", true; more; {
		if last, more, err = d.purgeEvidence(ctx, p, cut, last); err != nil {
			return err
		}
	}
	return d.finishErasure(ctx)
}

// cutoffs are times in microseconds: what was last seen before them goes. The earliest possible time stands for "keep for ever".
type cutoffs struct{ alerts, evidence int64 }

// The conditions of Purge, with the cutoff of alerts as ?1 and that of evidence as ?2.
const (
	caseIsDue     = `(SELECT max(last_seen) FROM alert WHERE case_id = c.id) < ?1`
	evidenceIsDue = `a.last_seen < ?2 AND (EXISTS (SELECT 1 FROM capture WHERE alert_id = a.id) OR EXISTS (SELECT 1 FROM evidence WHERE alert_id = a.id))`

	// Both go on after the case and the alert of ?3, "" for the first.
	dueCases = `SELECT c.id FROM "case" AS c WHERE ` + caseIsDue + ` AND ?2 = ?2
		AND c.rowid > coalesce((SELECT rowid FROM "case" WHERE id = ?3), 0)
		AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.case_id = c.id) ORDER BY c.rowid LIMIT ?4`
	dueEvidence = `SELECT a.id FROM alert AS a JOIN "case" AS c ON c.id = a.case_id WHERE ` + evidenceIsDue + `
		AND NOT ` + caseIsDue + `
		AND a.opened > coalesce((SELECT opened FROM alert WHERE id = ?3), 0)
		AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.case_id = c.id) ORDER BY a.opened LIMIT ?4`
)

// purgeDry counts in one snapshot of the ledger what the two steps of a purge would take away.
func (d *Desk) purgeDry(ctx context.Context, p *Purged, cut cutoffs) error {
	return d.writer.Snapshot(ctx, func(q dbfile.Querier) error {
		ids, err := texts(ctx, q, dueCases, cut.alerts, cut.evidence, "", -1)
		if err != nil {
			return fmt.Errorf("look for old cases: %w", err)
		}
		for _, id := range ids {
			e, err := tally(ctx, q, id)
			if err != nil {
				return err
			}
			p.add(&e)
		}
		ids, err = texts(ctx, q, dueEvidence, cut.alerts, cut.evidence, "", -1)
		if err != nil {
			return fmt.Errorf("look for old evidence: %w", err)
		}
		for _, id := range ids {
			if err := p.addEvidence(ctx, q, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// purgeCases erases the next cases, behind the case after, whose time is over. It returns the last of them and whether there
// may be more.
func (d *Desk) purgeCases(ctx context.Context, p *Purged, cut cutoffs, after string) (last string, more bool, err error) {
	var gone []Erased
	var open []map[alerts.Kind]int
	now := time.Now()
	err = d.writePictures(ctx, false, func(tx *sql.Tx, seen *pictures.Change) error {
		ids, err := texts(ctx, tx, dueCases, cut.alerts, cut.evidence, after, purgeCases)
		if err != nil {
			return fmt.Errorf("look for old cases: %w", err)
		}
		events := 0
		for _, id := range ids {
			e, kinds, err := d.eraseCase(ctx, tx, seen, &EraseRequest{CaseID: id, Reason: reasonRetention, Actor: "ronda"}, now)
			if err != nil {
				return err
			}
			gone, open = append(gone, e), append(open, kinds)
			if events += e.Events; events >= purgeEvents {
				break
			}
		}
		return nil
	})
	if err != nil || len(gone) == 0 {
		return "", false, err
	}
	for i := range gone {
		p.add(&gone[i])
		d.metrics.erasedCase(reasonRetention, &gone[i], open[i])
	}
	d.writer.Wake()
	return gone[len(gone)-1].CaseID, true, d.removeSealed(ctx)
}

// purgeEvidence removes captures and originals of the next alerts, behind the alert after, whose time is over. It returns
// the last of them and whether there may be more.
func (d *Desk) purgeEvidence(ctx context.Context, p *Purged, cut cutoffs, after string) (last string, more bool, err error) {
	before := *p
	err = d.writer.Write(ctx, func(tx *sql.Tx) error {
		ids, err := texts(ctx, tx, dueEvidence, cut.alerts, cut.evidence, after, purgeAlerts)
		if err != nil {
			return fmt.Errorf("look for old evidence: %w", err)
		}
		if len(ids) > 0 {
			last, more = ids[len(ids)-1], true
		}
		originals := p.Originals
		c, err := custody.New(ctx, tx, time.Now())
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := p.addEvidence(ctx, tx, id); err != nil {
				return err
			}
			if p.Originals > originals && d.vault == nil {
				return ledger.ErrNoVault
			}
			if err := c.EnterRetired(ctx, id); err != nil {
				return err
			}
			for _, statement := range []string{
				`INSERT INTO removal SELECT name FROM evidence WHERE alert_id = ?`,
				`DELETE FROM evidence WHERE alert_id = ?`,
				`DELETE FROM capture WHERE alert_id = ?`,
			} {
				if _, err := tx.ExecContext(ctx, statement, id); err != nil {
					return fmt.Errorf("remove evidence: %w", err)
				}
			}
		}
		if !more {
			return nil
		}
		return ledger.WantScrub(ctx, tx)
	})
	if err != nil {
		*p = before
		return "", false, err
	}
	return last, more, d.removeSealed(ctx)
}

func (p *Purged) add(e *Erased) {
	p.Cases = append(p.Cases, e.CaseID)
	p.Alerts += e.Alerts
	p.Events += e.Events
	p.Captures += e.Captures
	p.Originals += len(e.Originals)
	p.Bytes += e.Bytes
}

// addEvidence counts the captures and originals of an alert.
func (p *Purged) addEvidence(ctx context.Context, q dbfile.Querier, alertID string) error {
	var captures, originals int
	var size int64
	err := q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM capture WHERE alert_id = ?1),
		(SELECT count(*) FROM evidence WHERE alert_id = ?1), (SELECT coalesce(sum(size), 0) FROM evidence WHERE alert_id = ?1)`,
		alertID).Scan(&captures, &originals, &size)
	if err != nil {
		return fmt.Errorf("count evidence: %w", err)
	}
	p.Captures += captures
	p.Originals += originals
	p.Bytes += size
	return nil
}
