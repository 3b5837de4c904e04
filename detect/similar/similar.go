// Package similar finds pictures that were seen before by their perceptual hashes: indexes with exact radius search over
// hashes of 64 and of 256 bits, snapshots of them on disk, the rules by which near hashes are a link between pictures or none,
// and the two guards on links: hashes that analysts dismissed, and hashes that would link to everything. It makes no hash, reads
// no picture and owns no row: whoever owns the rows adds and removes their hashes and can build everything here anew from them.
package similar

import "math/bits"

// ID names what a hash belongs to; its owner gives it, a number of a row for instance. One ID may have several hashes.
type ID uint32

// Hash is a perceptual hash of 256 bits, a word for each quarter of a picture.
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
