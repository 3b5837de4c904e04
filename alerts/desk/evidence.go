package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"ronda/alerts"
	"ronda/alerts/chain"
	"ronda/alerts/custody"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/detect"
)

// maxOrphans is how many sealed files a crash can leave without a row: one per worker. More of them mean that ledger and
// vault do not belong together, and then nothing is removed.
const maxOrphans = 256

// kept is what is kept of a listing for one event of its alert, made ready before the event's transaction: masking,
// decoding pictures and sealing are slow.
type kept struct {
	sequence int  // of the event that it was made for; 0 for none
	capture  bool // there is something to keep
	redacted []byte
	sealed   *evidence.Sealed
}

// keep makes ready what is kept of a listing, for a finding that will most likely be written. A sealed original is on disk
// when keep returns.
func (d *Desk) keep(ctx context.Context, id string, f *detect.Finding, data *alerts.Data, c *evidence.Capture) (kept, error) {
	k := kept{capture: c != nil}
	if c == nil {
		return k, nil
	}
	a, typ, err := d.next(ctx, d.writer.Committed(), id, f, data)
	if err != nil || typ == "" {
		return k, err
	}
	k.sequence = a.Sequence
	if d.mask != nil {
		if k.redacted, err = json.Marshal(c.Redact(d.mask)); err != nil {
			return k, fmt.Errorf("encode capture: %w", err)
		}
	}
	if !d.vault.CanSeal() {
		return k, nil
	}
	s, err := d.vault.Seal(ctx, c, evidence.About{AlertID: id, Sequence: k.sequence, Part: f.Part, Source: d.source})
	if err != nil {
		d.metrics.sealed.WithLabelValues(failed).Inc()
		return k, err
	}
	k.sealed = &s
	return k, nil
}

// save writes the rows of what was kept for the event that was appended just now, and enters them.
func (k *kept) save(ctx context.Context, tx *sql.Tx, alertID string) error {
	if k.redacted == nil && k.sealed == nil {
		return nil
	}
	c, err := custody.New(ctx, tx, time.Now())
	if err != nil {
		return err
	}
	if k.redacted != nil {
		salt := chain.Salt()
		_, err := tx.ExecContext(ctx, `INSERT INTO capture (alert_id, sequence, redacted, salt) VALUES (?, ?, ?, ?)`,
			alertID, k.sequence, k.redacted, salt)
		if err != nil {
			return fmt.Errorf("write capture: %w", err)
		}
		if err := c.EnterCapture(ctx, alertID, k.sequence, salt, k.redacted); err != nil {
			return err
		}
	}
	if k.sealed == nil {
		return nil
	}
	recipients, err := json.Marshal(k.sealed.Recipients)
	if err != nil {
		return fmt.Errorf("encode recipients: %w", err)
	}
	row := custody.Original{
		Name: k.sealed.Name, AlertID: alertID, SHA256: k.sealed.SHA256, Recipients: string(recipients),
		Sequence: k.sequence, Size: k.sealed.Size, SealedAt: k.sealed.At.UnixMicro(),
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO evidence (name, alert_id, sequence, sha256, size, recipients, sealed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, row.Name, alertID, row.Sequence, row.SHA256, row.Size, row.Recipients, row.SealedAt)
	if err != nil {
		return fmt.Errorf("write evidence: %w", err)
	}
	return c.EnterOriginal(ctx, &row)
}

// settle counts what became of a sealed original and removes it where no row was written for it. After a commit that
// failed nobody knows whether the row is there: that is looked up once the ledger can be written again.
func (d *Desk) settle(ctx context.Context, k *kept, err error, written bool) {
	d.mu.Lock()
	doubtful := d.doubtful
	if err == nil {
		d.doubtful = nil
	}
	d.mu.Unlock()
	if err == nil {
		for _, name := range doubtful {
			d.discard(ctx, name)
		}
	}
	switch {
	case k.sealed == nil:
	case err == nil && written:
		d.metrics.sealed.WithLabelValues(sealedKept).Inc()
		d.metrics.bytes.Add(float64(k.sealed.Size))
	case errors.Is(err, ledger.ErrCommit):
		d.metrics.sealed.WithLabelValues(sealedDiscarded).Inc()
		d.doubt(k.sealed.Name)
	default:
		d.metrics.sealed.WithLabelValues(sealedDiscarded).Inc()
		d.discard(ctx, k.sealed.Name)
	}
}

// doubt notes a sealed file that may have no row.
func (d *Desk) doubt(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.doubtful = append(d.doubtful, name)
}

// discard removes a sealed file without a row. One that cannot be removed now is tried again later, at the latest at the
// next Open.
func (d *Desk) discard(ctx context.Context, name string) {
	ctx = context.WithoutCancel(ctx) // the file is there, whoever has stopped waiting
	var known bool
	err := d.writer.Committed().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM evidence WHERE name = ?)`, name).Scan(&known)
	if err == nil && !known {
		err = d.vault.Remove(name)
	}
	if err != nil {
		d.doubt(name)
	}
}

// sweep removes the sealed files that no row knows: what was being written when the process died.
func (d *Desk) sweep(ctx context.Context) error {
	if d.vault == nil {
		return nil
	}
	names, err := d.vault.Names(ctx)
	if err != nil {
		return err
	}
	known, err := texts(ctx, d.writer.Committed(), `SELECT name FROM evidence ORDER BY name`)
	if err != nil {
		return fmt.Errorf("list evidence: %w", err)
	}
	orphans := slices.DeleteFunc(names, func(name string) bool {
		_, found := slices.BinarySearch(known, name)
		return found
	})
	if len(orphans) > maxOrphans {
		return fmt.Errorf("the vault holds %d sealed originals that this ledger does not know: they belong to another one; "+
			"restore that ledger, or move them out of the vault", len(orphans))
	}
	for _, name := range orphans {
		if err := d.vault.Remove(name); err != nil {
			return err
		}
	}
	return nil
}
