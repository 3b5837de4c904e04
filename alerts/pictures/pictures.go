// Package pictures owns what a ledger remembers of the pictures of its alerts: their perceptual hashes, which of them show the same,
// which were dismissed by an analyst, and which are in quarantine because they link to more than one picture can. The rows are the
// truth; the album in memory is made of them and follows them after each commit. Hashes are sealed in the rows: whoever only reads what
// links to what needs no key. It holds no picture, and nothing of it is in an event. It reads the ledger's table of alerts and writes its own tables only.
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
	"sync/atomic"
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
	limits     similar.Limits
	keys       Keys
	unreadable atomic.Int64
	mu         sync.Mutex
	album      *similar.Album // nil until it is needed
}

// New makes a store; without keys it keeps no picture. The album is made of the rows when a change first needs it.
func New(limits similar.Limits, keys Keys) *Store { return &Store{limits: limits, keys: keys} }

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
			album, err := s.load(ctx, tx)
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

// load makes the album of the rows, and counts those that it cannot read: they are not known again, and everything else is.
func (s *Store) load(ctx context.Context, q dbfile.Querier) (*similar.Album, error) {
	rows, err := q.QueryContext(ctx, selectRow)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	defer rows.Close()
	var failed error
	unreadable := int64(0)
	album := similar.NewAlbum(s.limits, func(yield func(similar.ID, similar.Entry) bool) {
		for rows.Next() {
			var r row
			if failed = r.scan(rows, &s.keys); failed != nil {
				return
			}
			if r.bad != nil {
				unreadable++
			} else if !yield(r.id, r.entry) {
				return
			}
		}
	})
	if err := errors.Join(failed, rows.Err()); err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	s.unreadable.Store(unreadable)
	return album, s.loadLists(ctx, q, album)
}

// loadLists puts what is dismissed or in quarantine on the album's lists.
func (s *Store) loadLists(ctx context.Context, q dbfile.Querier, album *similar.Album) error {
	rows, err := q.QueryContext(ctx, `SELECT s.what, `+hashColumns+` FROM silence AS s JOIN picture AS p ON p.number = s.picture`)
	if err != nil {
		return fmt.Errorf("read dismissed pictures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var what string
		var r row
		if err := scanHashes(rows, &s.keys, []*row{&r}, &what); err != nil {
			return fmt.Errorf("read dismissed pictures: %w", err)
		}
		switch {
		case r.bad != nil: // what is like it links until its key is there again
		case what == dismissed:
			album.Dismiss(r.id, r.entry.Picture)
		default:
			album.Quarantine(r.id, r.entry.Picture)
		}
	}
	return rows.Err()
}

// selectRow begins a query whose rows row.scan reads.
const selectRow = `SELECT a.platform, p.first_seen, p.last_seen, ` + hashColumns + `
	FROM picture AS p JOIN alert AS a ON a.id = p.alert_id`

// hashColumns are the columns of a picture p that scanHashes reads.
const hashColumns = `p.number, p.alert_id, p.key_mark, p.hashes`

// row is a picture's row.
type row struct {
	id      similar.ID
	alertID string
	entry   similar.Entry
	bad     error // why it has no hashes: ErrKey or errHashes
}

func (r *row) scan(rows *sql.Rows, keys *Keys) error {
	var platform string
	var first, last int64
	err := scanHashes(rows, keys, []*row{r}, &platform, &first, &last)
	r.entry.Sighting = sighting(r.alertID, platform, time.UnixMicro(first).UTC())
	r.entry.Sighting.Last = time.UnixMicro(last).UTC()
	return err
}

// scanHashes reads a row of a query: first other columns, then the hashColumns of pictures.
func scanHashes(rows *sql.Rows, keys *Keys, pictures []*row, others ...any) error {
	stored := make([]hashes, len(pictures))
	for i, r := range pictures {
		others = append(others, &r.id, &r.alertID, &stored[i].mark, &stored[i].sealed)
	}
	if err := rows.Scan(others...); err != nil {
		return err
	}
	for i, r := range pictures {
		r.entry.Picture, r.entry.Fresh, r.bad = keys.open(r.id, r.alertID, stored[i])
	}
	return nil
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
