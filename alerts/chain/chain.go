// Package chain binds the entries of a log to each other by hashes, so that an entry that was changed, removed or inserted
// is noticed by whoever recomputes them. It knows no log.
package chain

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"ronda/dbfile"
)

// Begin returns what stands for the hash before the first entry.
func Begin() []byte { return make([]byte, sha256.Size) }

// Next returns the hash that binds an entry to all before it: prev is the hash of the entry before, the rest is what the
// entry says.
func Next(prev []byte, numbers []int64, texts []string, digest []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	for _, n := range numbers {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	}
	for _, s := range texts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(s)))) // so that no two entries share an encoding
		h.Write([]byte(s))
	}
	h.Write(digest)
	return h.Sum(nil)
}

// Commit binds a chain to a content through a salt, so that a content which must be erased one day can be, with its salt:
// the chain then still verifies, and nobody can tell by trying contents which one it was.
func Commit(salt, content []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(content)
	return h.Sum(nil)
}

// saltSize is the length of a salt in bytes.
const saltSize = 16

// Salt returns a new salt.
func Salt() []byte {
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails
	return salt
}

// Newest reads number and hash of the last row of a chain's table, 0 and Begin of an empty one.
func Newest(ctx context.Context, q dbfile.Querier, table string, number *int64) (hash []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT number, hash FROM `+table+` ORDER BY number DESC LIMIT 1`).Scan(number, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		*number = 0
		return Begin(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("read end of %s: %w", table, err)
	}
	return hash, nil
}
