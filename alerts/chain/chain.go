// Package chain binds the entries of a log to each other by hashes, so that an entry that was changed, removed or inserted
// is noticed by whoever recomputes them. It knows no log.
package chain

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
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
