package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/alerts/pictures"
	"ronda/detect"
)

// Outcomes of pictures: all that are remembered, and those of them that cannot be read.
const (
	picturesKept       = "kept"
	picturesUnreadable = "unreadable"
)

// sealAtOnce is how many pictures are sealed in one transaction.
const sealAtOnce = 500

// sealPictures seals what stands in clear, or under a former key, under the present one. What was there before is overwritten by recover.
func (d *Desk) sealPictures(ctx context.Context) error {
	for {
		outdated, err := d.seen.Outdated(ctx, d.writer.Committed())
		if err != nil {
			return err
		}
		if !outdated {
			return d.seen.CountLocked(ctx, d.writer.Committed())
		}
		err = d.writer.Write(ctx, func(tx *sql.Tx) error {
			if err := d.seen.SealSome(ctx, tx, sealAtOnce); err != nil {
				return err
			}
			return ledger.WantScrub(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
}

// UnreadablePictures returns how many pictures are not known again because their hashes cannot be read: the key is missing, or the row is
// damaged, which is noticed when the first alert with pictures comes. The alerts, and what links already, are not touched by it.
func (d *Desk) UnreadablePictures() int { return d.seen.Unreadable() }

// writePictures is Write for what changes the rows of pictures: the album follows once they are committed, and before the next such
// change begins. asked says that fn asks the album.
func (d *Desk) writePictures(ctx context.Context, asked bool, fn func(*sql.Tx, *pictures.Change) error) error {
	tally, err := d.seen.Change(ctx, asked,
		func(do func(*sql.Tx) error) error { return d.writer.Write(ctx, do) }, fn)
	if errors.Is(err, ledger.ErrCommit) {
		d.seen.Forget()
	}
	if err != nil {
		return err
	}
	d.metrics.linked.Add(float64(tally.Linked))
	d.metrics.kept.WithLabelValues(picturesUnreadable).Set(float64(d.seen.Unreadable()))
	if asked && tally.Quarantined == 0 && tally.Kept > 0 {
		d.metrics.kept.WithLabelValues(picturesKept).Add(float64(tally.Kept)) // counting all takes longer
		return nil
	}
	_ = d.countPictures(ctx) // what was written is written: the gauges are right again with the next change
	return nil
}

// remember has fn write what a finding does to the ledger, and in the same transaction notes the pictures of its listing.
func (d *Desk) remember(ctx context.Context, id string, f *detect.Finding, fn func(*sql.Tx) error) error {
	if len(f.Pictures) == 0 {
		return d.writer.Write(ctx, fn)
	}
	return d.writePictures(ctx, true, func(tx *sql.Tx, c *pictures.Change) error {
		if err := fn(tx); err != nil {
			return err
		}
		return c.Keep(ctx, id, alerts.MaskHost(f.Platform, d.masked), f.Pictures, f.SeenAt)
	})
}

// countPictures sets the gauges from the ledger.
func (d *Desk) countPictures(ctx context.Context) error {
	n, err := pictures.Count(ctx, d.writer.Committed())
	if err != nil {
		return d.Explain(err)
	}
	for outcome, count := range map[string]int{picturesKept: n.Kept, "dismissed": n.Dismissed, "quarantined": n.Quarantined, picturesUnreadable: d.seen.Unreadable()} {
		d.metrics.kept.WithLabelValues(outcome).Set(float64(count))
	}
	return nil
}

// DismissPicture puts the picture with a number on the negative list: it, and what is like it, links to nothing from now on. Actor
// and reason are masked and kept until no picture like it is left. It fails with ledger.ErrNoPicture and
// ledger.ErrPictureKey. Dismissing it again does nothing.
func (d *Desk) DismissPicture(ctx context.Context, number int64, actor, reason string) error {
	err := d.writePictures(ctx, true, func(_ *sql.Tx, c *pictures.Change) error {
		return c.Dismiss(ctx, number, d.masked(actor), d.masked(reason), time.Now())
	})
	if err != nil {
		return fmt.Errorf("dismiss picture %d: %w", number, err)
	}
	return nil
}

// RestorePicture takes the picture with a number off the negative list, with all that was silenced by the same decision. It fails with
// ledger.ErrNoPicture, ledger.ErrNotDismissed and ledger.ErrPictureKey.
func (d *Desk) RestorePicture(ctx context.Context, number int64) error {
	err := d.writePictures(ctx, true, func(_ *sql.Tx, c *pictures.Change) error { return c.Restore(ctx, number) })
	if err != nil {
		return fmt.Errorf("restore picture %d: %w", number, err)
	}
	return nil
}
