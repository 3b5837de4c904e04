package pictures

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ronda/dbfile"
)

// Summary says where the pictures of an alert stood elsewhere.
type Summary struct {
	Listings  int       `json:"listings"`  // other ones
	Platforms []string  `json:"platforms"` // of these, sorted
	Since     time.Time `json:"since"`     // when the first of them was seen
}

// Picture is a picture of an alert.
type Picture struct {
	Number      int64    `json:"number"`                // by which it is dismissed
	Place       int      `json:"place"`                 // among the pictures of the listing, from 0
	Seen        *Summary `json:"seen,omitempty"`        // nil: nowhere else
	Others      []Other  `json:"others,omitempty"`      // the earliest first, at most MostOthers
	Dismissed   bool     `json:"dismissed,omitempty"`   // by an analyst: it links to nothing
	Quarantined bool     `json:"quarantined,omitempty"` // it linked to more than a picture can, and links to nothing

	Decision *Decision `json:"decision,omitempty"` // why it links to nothing; nil where it links
}

// Decision is what keeps a picture, or one that is like it, from linking.
type Decision struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"` // "ronda" where nobody decided it
	Reason string    `json:"reason,omitempty"`
}

// Other is another alert with the same picture.
type Other struct {
	AlertID  string    `json:"alert_id"`
	Platform string    `json:"platform"`
	Title    string    `json:"title"` // masked
	First    time.Time `json:"first_seen"`
	Card     bool      `json:"card"` // the same document is in both; else they are alike as a whole
}

// MostOthers is how many other alerts are named for one picture.
const MostOthers = 50

// Of returns the pictures of an alert that are remembered, in the order of the listing.
func Of(ctx context.Context, q dbfile.Querier, alertID string) ([]Picture, error) {
	list, err := read(ctx, q, `WHERE p.alert_id = ? ORDER BY p.place, p.number`, alertID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := list[i].others(ctx, q); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func read(ctx context.Context, q dbfile.Querier, where string, args ...any) ([]Picture, error) {
	rows, err := q.QueryContext(ctx, `SELECT p.number, p.place, coalesce(s.what = '`+dismissed+`', 0), coalesce(s.what = '`+quarantined+`', 0),
			coalesce(s.at, 0), coalesce(s.actor, ''), coalesce(s.reason, '')
		FROM picture AS p LEFT JOIN silence AS s ON s.number = p.silence `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	defer rows.Close()
	var list []Picture
	for rows.Next() {
		var p Picture
		var d Decision
		var at int64
		if err := rows.Scan(&p.Number, &p.Place, &p.Dismissed, &p.Quarantined, &at, &d.Actor, &d.Reason); err != nil {
			return nil, fmt.Errorf("read pictures: %w", err)
		}
		if p.Dismissed || p.Quarantined {
			d.At = time.UnixMicro(at).UTC()
			p.Decision = &d
		}
		list = append(list, p)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	return list, nil
}

// others fills in where else a picture stood.
func (p *Picture) others(ctx context.Context, q dbfile.Querier) error {
	rows, err := q.QueryContext(ctx, `SELECT a.id, a.platform, a.title, min(o.first_seen), max(l.card)
		FROM (SELECT older AS number, card FROM picture_link WHERE newer = ?1
			UNION ALL SELECT newer, card FROM picture_link WHERE older = ?1) AS l
		JOIN picture AS o ON o.number = l.number JOIN alert AS a ON a.id = o.alert_id GROUP BY a.id ORDER BY min(o.first_seen), a.opened`, p.Number)
	if err != nil {
		return fmt.Errorf("read links of pictures: %w", err)
	}
	defer rows.Close()
	var s Summary
	for rows.Next() {
		var o Other
		var first int64
		if err := rows.Scan(&o.AlertID, &o.Platform, &o.Title, &first, &o.Card); err != nil {
			return fmt.Errorf("read links of pictures: %w", err)
		}
		o.First = time.UnixMicro(first).UTC()
		s.add(o.Platform, o.First)
		if len(p.Others) < MostOthers {
			p.Others = append(p.Others, o)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read links of pictures: %w", err)
	}
	if s.Listings > 0 {
		p.Seen = &s
	}
	return nil
}

// add counts another listing.
func (s *Summary) add(platform string, first time.Time) {
	if s.Listings++; s.Listings == 1 || first.Before(s.Since) {
		s.Since = first
	}
	if at, found := slices.BinarySearch(s.Platforms, platform); !found {
		s.Platforms = slices.Insert(s.Platforms, at, platform)
	}
}

// Summaries returns, for those of the alerts whose pictures stood elsewhere, where.
func Summaries(ctx context.Context, q dbfile.Querier, alertIDs []string) (map[string]*Summary, error) {
	ids, err := json.Marshal(alertIDs)
	if err != nil {
		return nil, fmt.Errorf("encode ids: %w", err)
	}
	rows, err := q.QueryContext(ctx, `SELECT mine.alert_id, a.platform, min(o.first_seen) FROM (
			SELECT p.alert_id, l.older AS number FROM picture AS p JOIN picture_link AS l ON l.newer = p.number
				WHERE p.alert_id IN (SELECT value FROM json_each(?1))
			UNION ALL SELECT p.alert_id, l.newer FROM picture AS p JOIN picture_link AS l ON l.older = p.number
				WHERE p.alert_id IN (SELECT value FROM json_each(?1))) AS mine
		JOIN picture AS o ON o.number = mine.number JOIN alert AS a ON a.id = o.alert_id
		GROUP BY mine.alert_id, a.id`, string(ids))
	if err != nil {
		return nil, fmt.Errorf("read links of pictures: %w", err)
	}
	defer rows.Close()
	out := map[string]*Summary{}
	for rows.Next() {
		var id, platform string
		var first int64
		if err := rows.Scan(&id, &platform, &first); err != nil {
			return nil, fmt.Errorf("read links of pictures: %w", err)
		}
		if out[id] == nil {
			out[id] = &Summary{}
		}
		out[id].add(platform, time.UnixMicro(first).UTC())
	}
	return out, rows.Err()
}

// Counts holds numbers of pictures.
type Counts struct {
	Kept        int
	Dismissed   int // pictures that were dismissed, not those that are like them
	Quarantined int // likewise
}

// Count counts the pictures.
func Count(ctx context.Context, q dbfile.Querier) (n Counts, err error) {
	err = q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM picture), (SELECT count(*) FROM silence WHERE what = '`+dismissed+`'),
		(SELECT count(*) FROM silence WHERE what = '`+quarantined+`')`).Scan(&n.Kept, &n.Dismissed, &n.Quarantined)
	if err != nil {
		return n, fmt.Errorf("count pictures: %w", err)
	}
	return n, nil
}

// Silenced is a picture that links to nothing.
type Silenced struct {
	Picture   int64     `json:"picture"` // its number
	AlertID   string    `json:"alert_id"`
	What      string    `json:"what"` // "dismissed" or "quarantined"
	At        time.Time `json:"at"`
	Actor     string    `json:"actor"`
	Reason    string    `json:"reason,omitempty"`
	Listings  int       `json:"listings,omitempty"`  // that it linked to when it came into quarantine
	Platforms int       `json:"platforms,omitempty"` // likewise
	Like      int       `json:"like"`                // pictures that are silenced with it
}

// AllSilenced returns what is dismissed or in quarantine, the oldest first.
func AllSilenced(ctx context.Context, q dbfile.Querier) ([]Silenced, error) {
	rows, err := q.QueryContext(ctx, `SELECT s.picture, p.alert_id, s.what, s.at, s.actor, s.reason, s.listings, s.platforms,
			(SELECT count(*) FROM picture WHERE silence = s.number AND number != s.picture)
		FROM silence AS s JOIN picture AS p ON p.number = s.picture ORDER BY s.number`)
	if err != nil {
		return nil, fmt.Errorf("list dismissed pictures: %w", err)
	}
	defer rows.Close()
	var list []Silenced
	for rows.Next() {
		var s Silenced
		var at int64
		err := rows.Scan(&s.Picture, &s.AlertID, &s.What, &at, &s.Actor, &s.Reason, &s.Listings, &s.Platforms, &s.Like)
		if err != nil {
			return nil, fmt.Errorf("list dismissed pictures: %w", err)
		}
		s.At = time.UnixMicro(at).UTC()
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list dismissed pictures: %w", err)
	}
	return list, nil
}
