// Package pictures owns what a ledger remembers of the pictures of its alerts: their perceptual hashes, which of them show the same,
// which were dismissed by an analyst, and which are in quarantine because they link to more than one picture can. The rows are the
// truth; the album in memory is made of them and follows them after each commit. It holds no picture, and nothing of it is in an
// event. It reads the ledger's table of alerts and writes its own tables only.
package pictures

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"ronda/dbfile"
	"ronda/detect/similar"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNotFound means that no picture has the given number.
	ErrNotFound = errors.New("no picture has this number")
	// ErrNotDismissed means that a picture is to be restored that was not dismissed.
	ErrNotDismissed = errors.New("picture was not dismissed")
)

// Why a picture links to nothing.
const (
	dismissed   = "dismissed"
	quarantined = "quarantined"
)

// mostPictures is how many pictures of one alert are remembered.
const mostPictures = 64

// Store remembers pictures. It is safe for concurrent use; changes wait for each other.
type Store struct {
	limits similar.Limits
	mu     sync.Mutex
	album  *similar.Album // nil until it is needed
}

// New makes a store. The album is made of the rows when a change first needs it.
func New(limits similar.Limits) *Store { return &Store{limits: limits} }

// Tally says what a change did.
type Tally struct {
	Kept        int // pictures that are new
	Linked      int // of these, such as were seen before in another listing
	Quarantined int // pictures that were found to flood
}

// Change is one change of the rows. It is valid until the function that was given it returns.
type Change struct {
	Tally Tally
	store *Store
	tx    *sql.Tx
	then  []func(*similar.Album)
}

// Change has write carry out do in a transaction, and has the album follow once that is committed. needed says that do asks the
// album; where it only removes, an album that was not made yet is not made for it. No other change begins before.
func (s *Store) Change(ctx context.Context, needed bool, write func(func(*sql.Tx) error) error, do func(*sql.Tx, *Change) error) (Tally, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Change{store: s}
	err := write(func(tx *sql.Tx) error {
		c.tx = tx
		if s.album == nil && needed {
			album, err := load(ctx, tx, s.limits)
			if err != nil {
				return err
			}
			s.album = album // as the rows were before this transaction: it holds whether that is committed or not
		}
		return do(tx, &c)
	})
	if err != nil {
		return Tally{}, err
	}
	if s.album != nil {
		for _, follow := range c.then {
			follow(s.album)
		}
	}
	return c.Tally, nil
}

// Forget has the album made anew when it is needed next: after a commit of which nobody knows whether it happened.
func (s *Store) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.album = nil
}

func (c *Change) follow(f func(*similar.Album)) { c.then = append(c.then, f) }

func (c *Change) exec(ctx context.Context, statement string, args ...any) error {
	if _, err := c.tx.ExecContext(ctx, statement, args...); err != nil {
		return fmt.Errorf("write pictures: %w", err)
	}
	return nil
}

// load makes the album of the rows.
func load(ctx context.Context, q dbfile.Querier, limits similar.Limits) (*similar.Album, error) {
	rows, err := q.QueryContext(ctx, selectRow)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	defer rows.Close()
	var failed error
	album := similar.NewAlbum(limits, func(yield func(similar.ID, similar.Entry) bool) {
		for rows.Next() {
			var r row
			if failed = r.scan(rows); failed != nil || !yield(r.id, r.entry) {
				return
			}
		}
	})
	if err := errors.Join(failed, rows.Err()); err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	return album, loadLists(ctx, q, album)
}

// loadLists puts what is dismissed or in quarantine on the album's lists.
func loadLists(ctx context.Context, q dbfile.Querier, album *similar.Album) error {
	rows, err := q.QueryContext(ctx, `SELECT s.what, p.number, p.hashes FROM silence AS s JOIN picture AS p ON p.number = s.picture`)
	if err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var what string
		var id similar.ID
		var hashes []byte
		err := rows.Scan(&what, &id, &hashes)
		var p similar.Picture
		if err == nil {
			p, _, err = decode(hashes)
		}
		if err != nil {
			return fmt.Errorf("read dismissed pictures: %w", err)
		}
		if what == dismissed {
			album.Dismiss(id, p)
		} else {
			album.Quarantine(id, p)
		}
	}
	return rows.Err()
}

// selectRow begins a query whose rows row.scan reads.
const selectRow = `SELECT p.number, p.alert_id, a.platform, p.first_seen, p.last_seen, p.hashes
	FROM picture AS p JOIN alert AS a ON a.id = p.alert_id`

// row is a picture's row.
type row struct {
	id      similar.ID
	alertID string
	entry   similar.Entry
}

func (r *row) scan(rows *sql.Rows) error {
	var platform string
	var first, last int64
	var hashes []byte
	err := rows.Scan(&r.id, &r.alertID, &platform, &first, &last, &hashes)
	if err == nil {
		r.entry.Picture, r.entry.Fresh, err = decode(hashes)
	}
	r.entry.Sighting = sighting(r.alertID, platform, time.UnixMicro(first).UTC())
	r.entry.Sighting.Last = time.UnixMicro(last).UTC()
	return err
}

func sighting(alertID, platform string, at time.Time) similar.Sighting {
	return similar.Sighting{Listing: digest(alertID), Host: digest(platform), First: at, Last: at}
}

func digest(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.LittleEndian.Uint64(sum[:])
}

// list is numbers as JSON, for json_each.
func list(ids []similar.ID) string {
	if ids == nil {
		ids = []similar.ID{}
	}
	out, err := json.Marshal(ids)
	if err != nil {
		panic(err) // numbers can be encoded
	}
	return string(out)
}
