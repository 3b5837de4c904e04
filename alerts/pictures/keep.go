package pictures

import (
	"context"
	"fmt"
	"time"

	"ronda/detect/similar"
)

// Keep notes the pictures of an alert's listing as they were seen at a time, in the listing's order; one without hashes only takes
// its place. What the alert is known by already is seen again, what is new is kept and linked to what shows the same in other
// listings. The row of the alert has to be there. Without a key nothing is kept.
func (c *Change) Keep(ctx context.Context, alertID, platform string, pictures []similar.Picture, at time.Time) error {
	if c.store.keys.present == nil {
		return nil
	}
	known, err := c.of(ctx, alertID)
	if err != nil {
		return err
	}
	for place, p := range pictures {
		if len(p.Whole) == 0 {
			continue
		}
		if r := find(known, p); r != nil {
			if err := c.touch(ctx, r.id, at); err != nil {
				return err
			}
			continue
		}
		if len(known) >= mostPictures {
			continue
		}
		r := row{alertID: alertID, entry: similar.Entry{
			Picture: p, Sighting: sighting(alertID, platform, at), Fresh: c.store.album.Fresh(p),
		}}
		if err := c.add(ctx, &r, place); err != nil {
			return err
		}
		known = append(known, r)
	}
	return nil
}

// of returns the pictures of an alert.
func (c *Change) of(ctx context.Context, alertID string) ([]row, error) {
	return c.rows(ctx, selectRow+` WHERE p.alert_id = ?`, alertID)
}

func (c *Change) rows(ctx context.Context, query string, args ...any) ([]row, error) {
	rows, err := c.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	defer rows.Close()
	var list []row
	for rows.Next() {
		var r row
		if err := r.scan(rows, &c.store.keys); err != nil {
			return nil, fmt.Errorf("read pictures: %w", err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	return list, nil
}

// Bits in which hashes of one picture at one place differ at most between two visits: the platform has compressed it anew.
const (
	againWhole = 8
	againCard  = 16
)

// find returns the picture among those of one listing that is p, or nil.
func find(known []row, p similar.Picture) *row {
	for i := range known {
		q := &known[i].entry.Picture
		if len(q.Whole) == 0 || len(q.Cards) != len(p.Cards) || q.Whole[0].Distance(p.Whole[0]) > againWhole {
			continue
		}
		same := true
		for j, card := range p.Cards {
			same = same && card.Layout == q.Cards[j].Layout && card.Hash.Distance(q.Cards[j].Hash) <= againCard
		}
		if same {
			return &known[i]
		}
	}
	return nil
}

func (c *Change) touch(ctx context.Context, id similar.ID, at time.Time) error {
	c.follow(func(a *similar.Album) { a.Touch(id, at) })
	return c.exec(ctx, `UPDATE picture SET last_seen = max(last_seen, ?) WHERE number = ?`, at.UnixMicro(), id)
}

// add writes a new picture with its links.
func (c *Change) add(ctx context.Context, r *row, place int) error {
	e := r.entry
	// Its hashes are bound to its number, so that is needed first: the one that SQLite would give.
	err := c.tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'picture'`).Scan(&r.id)
	if err != nil {
		return fmt.Errorf("number picture: %w", err)
	}
	sealed := c.store.keys.seal(r.id, r.alertID, encode(e.Picture, e.Fresh))
	err = c.exec(ctx, `INSERT INTO picture (number, alert_id, place, key_mark, hashes, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.id, r.alertID, place, sealed.mark, sealed.sealed, e.Sighting.First.UnixMicro(), e.Sighting.Last.UnixMicro())
	if err != nil {
		return err
	}
	c.Tally.Kept++
	c.follow(func(a *similar.Album) { a.Add(r.id, e) })
	seen := c.store.album.Seen(e.Picture, e.Sighting.Listing)
	switch {
	case seen.Flooded:
		c.Tally.Quarantined++
		return c.silence(ctx, r, quarantine(&seen))
	case seen.Dismissed || seen.Flooding:
		return c.exec(ctx, `UPDATE picture SET silence = (SELECT number FROM silence WHERE picture = ?) WHERE number = ?`, seen.Like, r.id)
	case len(seen.Links) > 0:
		c.Tally.Linked++
	}
	return c.link(ctx, r.id, seen.Links)
}

// link writes the links of a picture, but for those with silenced ones.
func (c *Change) link(ctx context.Context, id similar.ID, links []similar.Link) error {
	for _, l := range links {
		card := 0
		if l.Card {
			card = 1
		}
		err := c.exec(ctx, `INSERT INTO picture_link (newer, older, card, distance)
			SELECT max(?1, number), min(?1, number), ?3, ?4 FROM picture WHERE number = ?2 AND silence IS NULL
			ON CONFLICT DO NOTHING`, id, l.ID, card, l.Distance)
		if err != nil {
			return err
		}
	}
	return nil
}
