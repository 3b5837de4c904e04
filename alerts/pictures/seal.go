package pictures

import (
	"context"
	"crypto/cipher"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"ronda/dbfile"
	"ronda/detect/similar"
	"ronda/seal"
)

// ErrKey means that the hashes of a picture are sealed under a key that was not given.
var ErrKey = errors.New("its hashes are sealed under a key that is not in the folder of keys: put it back there from the backup, and start again")

// Keys open and seal the hashes in rows. The zero value opens rows in clear only and seals nothing.
type Keys struct {
	present *sealer
	all     map[string]*sealer // by their marks
}

// sealer seals under one key.
type sealer struct {
	mark string // stands in the row, to tell a missing key from a damaged row
	aead cipher.AEAD
}

// NewKeys derives keys from a secret of 32 bytes, under which is sealed, and from former ones. No secrets at all give no keys.
func NewKeys(present []byte, former ...[]byte) (Keys, error) {
	k := Keys{all: map[string]*sealer{}}
	if len(present) == 0 && len(former) == 0 {
		return k, nil
	}
	for i, secret := range append([][]byte{present}, former...) {
		aead, err := seal.New(secret, "pictures seal")
		if err != nil {
			return Keys{}, err
		}
		mark, err := seal.Derive(secret, "pictures mark")
		if err != nil {
			return Keys{}, err
		}
		s := &sealer{mark: hex.EncodeToString(mark[:8]), aead: aead}
		k.all[s.mark] = s
		if i == 0 {
			k.present = s
		}
	}
	return k, nil
}

// boundTo is the row that what is sealed belongs to: it opens in no other one.
func boundTo(id similar.ID, alertID string) []byte {
	return append(binary.LittleEndian.AppendUint64(nil, uint64(id)), alertID...)
}

// hashes is what a row holds of a picture.
type hashes struct {
	mark   string // of the key under which it is sealed, "" for none
	sealed []byte
}

func (k *Keys) seal(id similar.ID, alertID string, plain []byte) hashes {
	return hashes{mark: k.present.mark, sealed: k.present.aead.Seal(nil, nil, plain, boundTo(id, alertID))}
}

// unseal opens what stands in a row. It fails with ErrKey, and with errHashes where the row is not what was written.
func (k *Keys) unseal(id similar.ID, alertID string, h hashes) ([]byte, error) {
	if h.mark == "" {
		return h.sealed, nil
	}
	s := k.all[h.mark]
	if s == nil {
		return nil, ErrKey
	}
	plain, err := s.aead.Open(nil, nil, h.sealed, boundTo(id, alertID))
	if err != nil {
		return nil, errHashes
	}
	return plain, nil
}

// open returns the picture of a row. It fails as unseal does.
func (k *Keys) open(id similar.ID, alertID string, h hashes) (similar.Picture, []bool, error) {
	plain, err := k.unseal(id, alertID, h)
	if err != nil {
		return similar.Picture{}, nil, err
	}
	return decode(plain)
}

// marks returns, as JSON, the marks of rows that can be sealed anew under the present key, and of all that can be read.
func (k *Keys) marks() (outdated, known string) {
	old, all := []string{}, []string{""}
	if k.present != nil {
		old = append(old, "")
	}
	for mark := range k.all {
		all = append(all, mark)
		if mark != k.present.mark {
			old = append(old, mark)
		}
	}
	return texts(old), texts(all)
}

func texts(list []string) string {
	out, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts can be encoded
	}
	return string(out)
}

// Outdated reports whether there are rows that stand in clear, or are sealed under a former key, and a present one to seal them under.
func (s *Store) Outdated(ctx context.Context, q dbfile.Querier) (bool, error) {
	outdated, _ := s.keys.marks()
	var found bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM picture WHERE key_mark IN (SELECT value FROM json_each(?)))`, outdated).Scan(&found)
	if err != nil {
		return false, fmt.Errorf("look for pictures to seal: %w", err)
	}
	return found, nil
}

// Sealed reports whether there are rows that are sealed, under whatever key.
func Sealed(ctx context.Context, q dbfile.Querier) (sealed bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM picture WHERE key_mark > '')`).Scan(&sealed)
	if err != nil {
		return false, fmt.Errorf("look for sealed pictures: %w", err)
	}
	return sealed, nil
}

// SealSome seals up to limit of the Outdated rows under the present key. A damaged one stays so, and is not tried again; rows whose key is
// missing are left for the day on which it is there.
func (s *Store) SealSome(ctx context.Context, tx *sql.Tx, limit int) error {
	type row struct {
		id      similar.ID
		alertID string
		hashes  hashes
	}
	outdated, _ := s.keys.marks()
	rows, err := tx.QueryContext(ctx, `SELECT number, alert_id, key_mark, hashes FROM picture
		WHERE key_mark IN (SELECT value FROM json_each(?)) LIMIT ?`, outdated, limit)
	if err != nil {
		return fmt.Errorf("read pictures to seal: %w", err)
	}
	defer rows.Close()
	var list []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.id, &r.alertID, &r.hashes.mark, &r.hashes.sealed); err != nil {
			return fmt.Errorf("read pictures to seal: %w", err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read pictures to seal: %w", err)
	}
	for _, r := range list {
		plain, err := s.keys.unseal(r.id, r.alertID, r.hashes)
		if err != nil {
			_, err = tx.ExecContext(ctx, `UPDATE picture SET key_mark = ? WHERE number = ?`, s.keys.present.mark, r.id)
		} else {
			anew := s.keys.seal(r.id, r.alertID, plain)
			_, err = tx.ExecContext(ctx, `UPDATE picture SET key_mark = ?, hashes = ? WHERE number = ?`, anew.mark, anew.sealed, r.id)
		}
		if err != nil {
			return fmt.Errorf("seal pictures: %w", err)
		}
	}
	return nil
}

// CountLocked counts the rows whose key is missing, which Unreadable then tells.
func (s *Store) CountLocked(ctx context.Context, q dbfile.Querier) error {
	_, known := s.keys.marks()
	var n int
	err := q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM picture) - (SELECT count(*) FROM picture
		WHERE key_mark IN (SELECT value FROM json_each(?)))`, known).Scan(&n)
	if err != nil {
		return fmt.Errorf("count pictures whose key is missing: %w", err)
	}
	s.unreadable.Store(int64(n))
	return nil
}

// Unreadable returns how many pictures are not known again because their key is missing, and once the album was made, also because their
// rows are damaged.
func (s *Store) Unreadable() int { return int(s.unreadable.Load()) }
