package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"ronda/alerts"
	"ronda/alerts/chain"
	"ronda/alerts/custody"
	"ronda/dbfile"
)

// Verified says what Verify has gone through.
type Verified struct {
	Events int64
	Erased int64  // of these, events whose bodies were erased
	Head   string // hash of the newest event, in hexadecimal; "" in an empty ledger

	Custody     int64  // entries of what was kept for the events, and taken away again
	CustodyHead string // hash of the newest one, in hexadecimal; "" when there is none
}

// verifyBatch is how many events are read in one statement: a reader that stays long keeps the log from being emptied.
const verifyBatch = 500

// Heads returns the ends of both chains that v was verified up to.
func (v *Verified) Heads() (events, custody chain.Head) {
	return chain.Head{Number: v.Events, Hash: v.Head}, chain.Head{Number: v.Custody, Hash: v.CustodyHead}
}

// Reaches tells whether the ledger goes on from a checkpoint: whether it holds the entries that were its newest then. It
// fails with ErrTampered when it does not. That the ledger fits its own chains is for Verify to say.
func (l *Ledger) Reaches(ctx context.Context, c *chain.Checkpoint) error {
	for _, end := range []struct {
		each, table string
		head        chain.Head
	}{{"event", "event", c.Events}, {"entry of custody", "custody", c.Custody}} {
		var hash []byte
		err := l.reader.QueryRowContext(ctx, `SELECT hash FROM `+end.table+` WHERE number = ?`, end.head.Number).Scan(&hash)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("compare with a checkpoint: %w", l.Explain(err))
		}
		if err := chain.Compare(end.each, end.head, hex.EncodeToString(hash)); err != nil {
			return fmt.Errorf("%w: %w", err, ErrTampered)
		}
	}
	return nil
}

// Head returns the number and the hash of the newest event, 0 and "" in an empty ledger. Whoever keeps a copy can tell
// later that nothing was cut off.
func (l *Ledger) Head(ctx context.Context) (number int64, hash string, err error) {
	var sum []byte
	err = l.reader.QueryRowContext(ctx, `SELECT number, hash FROM event ORDER BY number DESC LIMIT 1`).Scan(&number, &sum)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, "", fmt.Errorf("read end of ledger: %w", l.Explain(err))
	}
	return number, hex.EncodeToString(sum), nil
}

// Verify reads the whole ledger: it has the database check its pages, recomputes both hash chains, compares each capture,
// original and tombstone with its entry of custody, each alert with its newest event and each missing body with the
// erasures, and looks whether the captures can be read. It fails with ErrTampered at the first row that was changed, removed
// from the middle or inserted, and with ErrCorrupt where the file is damaged; the error names numbers and never what is in
// a row. It cannot see that the newest rows were cut off, or all of it written anew: for that somebody else must hold a copy
// of an earlier Checkpoint.
func (l *Ledger) Verify(ctx context.Context) (Verified, error) {
	var v Verified
	err := dbfile.Check(ctx, l.reader)
	if err == nil {
		err = l.verifyReferences(ctx)
	}
	prev := chain.Begin()
	for more := true; more && err == nil; {
		before := v.Events
		prev, err = l.verifyEvents(ctx, &v, prev)
		more = v.Events > before
	}
	if err == nil {
		var head chain.Head
		head, err = custody.Verify(ctx, l.reader)
		v.Custody, v.CustodyHead = head.Number, head.Hash
	}
	if err == nil {
		err = l.verifyAlerts(ctx)
	}
	if err != nil {
		return v, fmt.Errorf("verify ledger: %w", l.Explain(err))
	}
	if v.Events > 0 {
		v.Head = hex.EncodeToString(prev)
	}
	return v, nil
}

// verifyReferences looks for rows whose alert, case or event is not there.
func (l *Ledger) verifyReferences(ctx context.Context) error {
	var table string
	err := l.reader.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("check references: %w", err)
	}
	return fmt.Errorf("a row of table %s refers to something that is not there: %w", table, ErrTampered)
}

// verifyEvents goes on with the chain behind event v.Events, whose hash is prev, and returns the hash of the last event
// that it has read.
func (l *Ledger) verifyEvents(ctx context.Context, v *Verified, prev []byte) ([]byte, error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT `+eventColumns+`, salt, commitment, prev_hash, hash,
			EXISTS (SELECT 1 FROM erasure AS x WHERE x.alert_id = event.alert_id
				AND event.sequence BETWEEN x.first_sequence AND x.last_sequence)
		FROM event WHERE number > ? ORDER BY number LIMIT ?`, v.Events, verifyBatch)
	if err != nil {
		return prev, err
	}
	defer rows.Close()
	for rows.Next() {
		var salt, commitment, prevHash, hash []byte
		var tombstone bool
		e, err := scanEvent(rows, &salt, &commitment, &prevHash, &hash, &tombstone)
		if err != nil {
			return prev, err
		}
		switch {
		case e.Number != v.Events+1:
			return prev, fmt.Errorf("event %d follows event %d: %w", e.Number, v.Events, ErrTampered)
		case e.Erased && !tombstone:
			return prev, fmt.Errorf("body of event %d is gone without an erasure: %w", e.Number, ErrTampered)
		case !e.Erased && tombstone:
			return prev, fmt.Errorf("body of event %d is back after an erasure: %w", e.Number, ErrTampered)
		case e.Erased && len(salt) > 0:
			return prev, fmt.Errorf("salt of erased event %d: %w", e.Number, ErrTampered)
		case !e.Erased && !bytes.Equal(commitment, chain.Commit(salt, e.Body)):
			return prev, fmt.Errorf("body of event %d: %w", e.Number, ErrTampered)
		case !bytes.Equal(prevHash, prev) || !bytes.Equal(hash, link(&e, prev, commitment)):
			return prev, fmt.Errorf("event %d: %w", e.Number, ErrTampered)
		}
		v.Events, prev = e.Number, hash
		if e.Erased {
			v.Erased++
		}
	}
	return prev, rows.Err()
}

// verifyAlerts compares each alert with its newest event, by which the receivers know it.
func (l *Ledger) verifyAlerts(ctx context.Context) error {
	var number int64
	err := l.reader.QueryRowContext(ctx,
		`SELECT opened FROM alert WHERE NOT EXISTS (SELECT 1 FROM event WHERE alert_id = alert.id) LIMIT 1`).Scan(&number)
	switch {
	case err == nil:
		return fmt.Errorf("alert of event %d has no events: %w", number, ErrTampered)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	for last, more := int64(0), true; more; {
		if last, more, err = l.verifyNewest(ctx, last); err != nil {
			return err
		}
	}
	err = l.reader.QueryRowContext(ctx, `SELECT e.number FROM capture AS c JOIN event AS e ON e.alert_id = c.alert_id AND e.sequence = c.sequence
		WHERE NOT json_valid(CAST(c.redacted AS TEXT)) LIMIT 1`).Scan(&number)
	switch {
	case err == nil:
		return fmt.Errorf("capture of event %d cannot be read: %w", number, ErrTampered)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	return nil
}

// verifyNewest compares the alerts whose newest events stand behind event after with these events, a batch of them.
func (l *Ledger) verifyNewest(ctx context.Context, after int64) (last int64, more bool, err error) {
	rows, err := l.reader.QueryContext(ctx, `SELECT e.number, e.body, e.sequence, e.subject, o.number,
			a.id IS NOT NULL, a.sequence, a.opened, a.kind, a.state, a.severity, a.first_kind, a.platform, a.url, a.title, a.data
		FROM event AS e LEFT JOIN alert AS a ON a.id = e.alert_id
		LEFT JOIN event AS o ON o.alert_id = e.alert_id AND o.type = ?
		WHERE e.number > ? AND NOT EXISTS (SELECT 1 FROM event AS n WHERE n.alert_id = e.alert_id AND n.sequence > e.sequence)
		ORDER BY e.number LIMIT ?`, alerts.TypeOpened, after, verifyBatch)
	if err != nil {
		return after, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var body []byte
		var subject string
		var opened, rowOpened, sequence, rowSequence sql.NullInt64
		var known bool
		var kind, state, severity, firstKind, platform, url, title sql.NullString
		var data []byte
		if err := rows.Scan(&number, &body, &sequence, &subject, &opened, &known,
			&rowSequence, &rowOpened, &kind, &state, &severity, &firstKind, &platform, &url, &title, &data); err != nil {
			return after, false, err
		}
		last, more = number, true
		if erased := len(body) == 0; erased || !known {
			if erased && !known {
				continue
			}
			return after, false, fmt.Errorf("event %d: its alert is missing, or is there although it was erased: %w", number, ErrTampered)
		}
		var said struct {
			Data struct{ Kind, State, Severity, Platform, URL, Title string }
		}
		if err := json.Unmarshal(body, &said); err != nil {
			return after, false, fmt.Errorf("body of event %d cannot be read: %w", number, ErrTampered)
		}
		for _, c := range []struct {
			what  string
			agree bool
		}{
			{"sequence", rowSequence == sequence},
			{"first event", rowOpened == opened},
			{"kind", kind.String == said.Data.Kind},
			{"state", state.String == said.Data.State},
			{"severity", severity.String == said.Data.Severity},
			{"first kind", firstKind.String == string(alerts.SubjectKind(subject))},
			{"platform", platform.String == said.Data.Platform},
			{"url", url.String == said.Data.URL},
			{"title", title.String == said.Data.Title},
			{"data", bytes.HasSuffix(body, append(append([]byte(`"data":`), data...), '}'))}, // both were encoded alike
		} {
			if !c.agree {
				return after, false, fmt.Errorf("%s of the alert of event %d: %w", c.what, number, ErrTampered)
			}
		}
	}
	return last, more, rows.Err()
}
