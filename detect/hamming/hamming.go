// Package hamming finds the hashes that differ from a given one in few bits, exactly: indexes with radius search over hashes of 64 and of
// 256 bits, and snapshots of them on disk. It knows nothing of what is hashed: whoever owns that adds and removes the hashes.
package hamming

import "math/bits"

// ID names what a hash belongs to; its owner gives it, a number of a row for instance. One ID may have several hashes.
type ID uint32

// Hash is a hash of 256 bits, a word for each quarter of what is hashed.
type Hash [4]uint64

// Distance returns the number of bits in which two hashes differ: 0 to 256.
func (h Hash) Distance(o Hash) int {
	return bits.OnesCount64(h[0]^o[0]) + bits.OnesCount64(h[1]^o[1]) + bits.OnesCount64(h[2]^o[2]) + bits.OnesCount64(h[3]^o[3])
}

// Match is what a search has found.
type Match struct {
	ID       ID
	Distance uint16 // bits that differ
}
