package pictures

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"ronda/detect/similar"
)

// verdict is why a picture and all that are like it are to link to nothing.
type verdict struct {
	what, actor, reason string
	at                  time.Time
	listings, platforms int
}

func quarantine(s *similar.Seen) verdict {
	return verdict{what: quarantined, actor: "ronda", at: time.Now(), listings: s.Listings, platforms: s.Hosts}
}

// Dismiss puts a picture on the negative list: it, and what is like it, links to nothing from now on, and the links that there are
// go. Dismissing it again does nothing. Actor and reason are kept as they are given. It fails with ErrNotFound, and with ErrKey where
// its hashes cannot be read.
func (c *Change) Dismiss(ctx context.Context, number int64, actor, reason string, at time.Time) error {
	r, was, err := c.picture(ctx, number)
	if err != nil || was == dismissed {
		return err
	}
	if r.bad != nil {
		return r.bad
	}
	return c.silence(ctx, r, verdict{what: dismissed, actor: actor, reason: reason, at: at})
}

// Restore takes a picture off the negative list, and all that was silenced with it; their links are made anew. It fails with
// ErrNotFound, with ErrNotDismissed for a picture that is not on the list (what floods stays in quarantine), and with ErrKey where the
// key of one of them is missing: its links could not be made.
func (c *Change) Restore(ctx context.Context, number int64) error {
	_, was, err := c.picture(ctx, number)
	if err != nil {
		return err
	}
	if was != dismissed {
		return ErrNotDismissed
	}
	var silence int64
	err = c.tx.QueryRowContext(ctx, `SELECT silence FROM picture WHERE number = ?`, number).Scan(&silence)
	if err != nil {
		return fmt.Errorf("read dismissed picture: %w", err)
	}
	free, err := c.rows(ctx, selectRow+` WHERE p.silence = ?`, silence)
	if err != nil {
		return err
	}
	for i := range free {
		if errors.Is(free[i].bad, ErrKey) {
			return ErrKey
		}
	}
	if err := c.dropSilences(ctx, `SELECT ?`, silence); err != nil {
		return err
	}
	if err := c.exec(ctx, `UPDATE picture SET silence = NULL WHERE silence = ?`, silence); err != nil {
		return err
	}
	for i := range free {
		r := &free[i]
		if r.bad != nil { // damaged
			continue
		}
		if err := c.link(ctx, r.id, c.store.album.Links(r.entry.Picture, r.entry.Sighting.Listing)); err != nil {
			return err
		}
	}
	return nil
}

// picture returns a picture and what it is silenced by, "" for nothing.
func (c *Change) picture(ctx context.Context, number int64) (*row, string, error) {
	list, err := c.rows(ctx, selectRow+` WHERE p.number = ?`, number)
	if err != nil {
		return nil, "", err
	}
	if len(list) == 0 {
		return nil, "", ErrNotFound
	}
	var what string
	err = c.tx.QueryRowContext(ctx, `SELECT s.what FROM silence AS s JOIN picture AS p ON p.silence = s.number WHERE p.number = ?`, number).
		Scan(&what)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, "", fmt.Errorf("read picture: %w", err)
	}
	return &list[0], what, nil
}

// silence keeps a picture and all that are like it from linking.
func (c *Change) silence(ctx context.Context, r *row, v verdict) error {
	result, err := c.tx.ExecContext(ctx, `INSERT INTO silence (what, picture, at, actor, reason, listings, platforms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		v.what, r.id, v.at.UnixMicro(), v.actor, v.reason, v.listings, v.platforms)
	if err != nil {
		return fmt.Errorf("write dismissed picture: %w", err)
	}
	number, err := result.LastInsertId()
	if err != nil {
		return fmt.Errorf("write dismissed picture: %w", err)
	}
	like := list(append(c.store.album.Like(r.entry.Picture), r.id))
	for _, s := range []struct {
		do   string
		args []any
	}{
		{`DELETE FROM picture_link WHERE newer IN (SELECT value FROM json_each(?))`, []any{like}},
		{`DELETE FROM picture_link WHERE older IN (SELECT value FROM json_each(?))`, []any{like}},
		{`UPDATE picture SET silence = ? WHERE number IN (SELECT value FROM json_each(?))`, []any{number, like}},
	} {
		if err := c.exec(ctx, s.do, s.args...); err != nil {
			return err
		}
	}
	c.enlist(v.what, r)
	return c.dropSilences(ctx, `SELECT number FROM silence AS s WHERE NOT EXISTS (SELECT 1 FROM picture WHERE silence = s.number)`)
}

// RemoveCase forgets the pictures of a case's alerts, whose rows have to be there still. What they were dismissed for holds on where
// a picture is left that is like them.
func (c *Change) RemoveCase(ctx context.Context, caseID string) error {
	const mine = `SELECT number FROM picture WHERE alert_id IN (SELECT id FROM alert WHERE case_id = ?1)`
	gone, err := c.rows(ctx, selectRow+` WHERE a.case_id = ?`, caseID)
	if err != nil || len(gone) == 0 {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM picture_link WHERE newer IN (` + mine + `)`,
		`DELETE FROM picture_link WHERE older IN (` + mine + `)`,
		`UPDATE picture SET silence = NULL WHERE number IN (` + mine + `)`,
	} {
		if err := c.exec(ctx, statement, caseID); err != nil {
			return err
		}
	}
	if err := c.handOver(ctx, mine, caseID); err != nil {
		return err
	}
	for i := range gone {
		c.follow(func(a *similar.Album) { a.Remove(gone[i].id) })
	}
	return c.exec(ctx, `DELETE FROM picture WHERE number IN (`+mine+`)`, caseID)
}

// handOver finds for each list entry whose picture goes another picture that it silences, and drops it where there is none.
func (c *Change) handOver(ctx context.Context, gone string, args ...any) error {
	err := c.dropSilences(ctx, `SELECT number FROM silence AS s WHERE picture IN (`+gone+`)
		AND NOT EXISTS (SELECT 1 FROM picture WHERE silence = s.number)`, args...)
	if err != nil {
		return err
	}
	type heir struct {
		silence  int64
		what     string
		from, to row
	}
	var heirs []heir
	rows, err := c.tx.QueryContext(ctx, `SELECT s.number, s.what, `+hashColumns+`, `+strings.ReplaceAll(hashColumns, "p.", "q.")+`
		FROM silence AS s JOIN picture AS p ON p.number = s.picture
		JOIN picture AS q ON q.number = (SELECT min(number) FROM picture WHERE silence = s.number)
		WHERE s.picture IN (`+gone+`)`, args...)
	if err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var h heir
		if err := scanHashes(rows, &c.store.keys, []*row{&h.from, &h.to}, &h.silence, &h.what); err != nil {
			return fmt.Errorf("read dismissed pictures: %w", err)
		}
		heirs = append(heirs, h)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	for i := range heirs {
		h := &heirs[i]
		if err := c.exec(ctx, `UPDATE silence SET picture = ? WHERE number = ?`, h.to.id, h.silence); err != nil {
			return err
		}
		c.unlist(h.what, &h.from)
		c.enlist(h.what, &h.to)
	}
	return nil
}

// enlist puts a picture on a list of the album. One that cannot be read is on none.
func (c *Change) enlist(what string, r *row) {
	if r.bad != nil {
		return
	}
	c.follow(func(a *similar.Album) {
		if what == dismissed {
			a.Dismiss(r.id, r.entry.Picture)
		} else {
			a.Quarantine(r.id, r.entry.Picture)
		}
	})
}

// unlist takes a picture off a list of the album.
func (c *Change) unlist(what string, r *row) {
	if r.bad != nil {
		return
	}
	c.follow(func(a *similar.Album) {
		if what == dismissed {
			a.Restore(r.id)
		} else {
			a.Release(r.id)
		}
	})
}

// dropSilences removes what a query names from the lists.
func (c *Change) dropSilences(ctx context.Context, query string, args ...any) error {
	rows, err := c.tx.QueryContext(ctx, `SELECT s.what, `+hashColumns+` FROM silence AS s JOIN picture AS p ON p.number = s.picture
		WHERE s.number IN (`+query+`)`, args...)
	if err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var what string
		var r row
		if err := scanHashes(rows, &c.store.keys, []*row{&r}, &what); err != nil {
			return fmt.Errorf("read dismissed pictures: %w", err)
		}
		c.unlist(what, &r)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	return c.exec(ctx, `DELETE FROM silence WHERE number IN (`+query+`)`, args...)
}
