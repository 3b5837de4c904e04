// Package similar says where a picture was seen before: an album of what pictures are known again by, the rules by which near hashes are
// a link between pictures or none, sketches laid one upon the other, and the two guards on links: pictures that analysts dismissed, and
// pictures that would link to everything. It makes no hash, reads no picture and owns no row: whoever owns the rows adds and removes
// their pictures and can build the album anew from them.
package similar

import "ronda/detect/hamming"

// ID names a picture; its owner gives it, a number of a row for instance.
type ID = hamming.ID

// Hash is a perceptual hash of 256 bits, a word for each quarter of a picture.
type Hash = hamming.Hash
