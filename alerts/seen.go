package alerts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"ronda/alerts/pictures"
	"ronda/dbfile"
	"ronda/detect"
)

// The outlets know the desk only: what is said of pictures has a name here.
type (
	// Picture is a picture of an alert and where else it stood.
	Picture = pictures.Picture
	// Decision is what keeps a picture from linking.
	Decision = pictures.Decision
	// SeenBefore says where the pictures of an alert stood elsewhere.
	SeenBefore = pictures.Summary
	// Silenced is a picture that links to nothing: an analyst dismissed it, or it is in quarantine.
	Silenced = pictures.Silenced
)

// Outcomes of pictures: all that are remembered, and those of them that cannot be read.
const (
	picturesKept       = "kept"
	picturesUnreadable = "unreadable"
)

// Errors of DismissPicture and RestorePicture.
var (
	ErrNoPicture    = pictures.ErrNotFound
	ErrNotDismissed = pictures.ErrNotDismissed
	// ErrPictureKey means that a picture's hashes are sealed under a key that the Desk was not given.
	ErrPictureKey = pictures.ErrKey
)

// sealAtOnce is how many pictures are sealed in one transaction.
const sealAtOnce = 500

// sealPictures seals what stands in clear, or under a former key, under the present one. What was there before is overwritten by recover.
func (d *Desk) sealPictures(ctx context.Context) error {
	for {
		outdated, err := d.seen.Outdated(ctx, d.writer)
		if err != nil {
			return err
		}
		if !outdated {
			return d.seen.CountLocked(ctx, d.writer)
		}
		err = d.write(ctx, func(tx *sql.Tx) error {
			if err := d.seen.SealSome(ctx, tx, sealAtOnce); err != nil {
				return err
			}
			return wantScrub(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
}

// Sealed tells whether there is a ledger at path that holds hashes of pictures which only the key opens under which they were sealed.
func Sealed(ctx context.Context, path string) (bool, error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	db, err := dbfile.Connect(path)
	if err != nil {
		return false, fmt.Errorf("look at the ledger: %w", err)
	}
	sealed := false
	version, err := schema.Version(ctx, db)
	if err == nil && version >= sealingVersion {
		sealed, err = pictures.Sealed(ctx, db)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return false, fmt.Errorf("look at the ledger: %w", explainOpen(err, path))
	}
	return sealed, nil
}

// UnreadablePictures returns how many pictures are not known again because their hashes cannot be read: the key is missing, or the row is
// damaged, which is noticed when the first alert with pictures comes. The alerts, and what links already, are not touched by it.
func (d *Desk) UnreadablePictures() int { return d.seen.Unreadable() }

// writePictures is write for what changes the rows of pictures: the album follows once they are committed, and before the next such
// change begins. asked says that fn asks the album.
func (d *Desk) writePictures(ctx context.Context, asked bool, fn func(*sql.Tx, *pictures.Change) error) error {
	tally, err := d.seen.Change(ctx, asked,
		func(do func(*sql.Tx) error) error { return d.write(ctx, do) }, fn)
	if errors.Is(err, errCommit) {
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
		return d.write(ctx, fn)
	}
	return d.writePictures(ctx, true, func(tx *sql.Tx, c *pictures.Change) error {
		if err := fn(tx); err != nil {
			return err
		}
		return c.Keep(ctx, id, d.maskedHost(f.Platform), f.Pictures, f.SeenAt)
	})
}

// countPictures sets the gauges from the ledger.
func (d *Desk) countPictures(ctx context.Context) error {
	n, err := pictures.Count(ctx, d.reader)
	if err != nil {
		return d.explain(err)
	}
	for outcome, count := range map[string]int{picturesKept: n.Kept, "dismissed": n.Dismissed, "quarantined": n.Quarantined, picturesUnreadable: d.seen.Unreadable()} {
		d.metrics.kept.WithLabelValues(outcome).Set(float64(count))
	}
	return nil
}

// Pictures returns the pictures of an alert by which it is linked to others, in the order of the listing; none for an alert that does
// not exist.
func (d *Desk) Pictures(ctx context.Context, alertID string) ([]Picture, error) {
	list, err := pictures.Of(ctx, d.reader, alertID)
	if err != nil {
		return nil, fmt.Errorf("read pictures of alert %s: %w", alertID, d.explain(err))
	}
	return list, nil
}

// SilencedPictures returns the pictures that link to nothing, the oldest decision first, without those that are only like them.
func (d *Desk) SilencedPictures(ctx context.Context) ([]Silenced, error) {
	list, err := pictures.AllSilenced(ctx, d.reader)
	if err != nil {
		return nil, d.explain(err)
	}
	return list, nil
}

// DismissPicture puts the picture with a number on the negative list: it, and what is like it, links to nothing from now on. Actor
// and reason are masked and kept until no picture like it is left. It fails with ErrNoPicture and ErrPictureKey. Dismissing it again does nothing.
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
// ErrNoPicture, ErrNotDismissed and ErrPictureKey.
func (d *Desk) RestorePicture(ctx context.Context, number int64) error {
	err := d.writePictures(ctx, true, func(_ *sql.Tx, c *pictures.Change) error { return c.Restore(ctx, number) })
	if err != nil {
		return fmt.Errorf("restore picture %d: %w", number, err)
	}
	return nil
}

// addSeen says of each alert where its pictures stood elsewhere.
func (d *Desk) addSeen(ctx context.Context, list []Alert) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	seen, err := pictures.Summaries(ctx, d.reader, ids)
	if err != nil {
		return fmt.Errorf("read links of alerts: %w", d.explain(err))
	}
	for i := range list {
		list[i].Seen = seen[list[i].ID]
	}
	return nil
}
