package pictures

import (
	"encoding/binary"
	"errors"

	"ronda/detect/similar"
)

// errHashes means that hashes in a row cannot be read.
var errHashes = errors.New("hashes of a picture cannot be read")

// The form of hashes in a row: the version, the number of hashes of the whole and each of them, the number of cards and of each
// whether it is fresh, the length of its layout's name, the name and the hash. Words are little-endian.
const (
	hashesVersion = 1
	hashSize      = 32
	maxHashes     = 255 // of each kind in a picture; what is beyond is not kept
)

func encode(p similar.Picture, fresh []bool) []byte {
	whole, cards := p.Whole[:min(len(p.Whole), maxHashes)], p.Cards[:min(len(p.Cards), maxHashes)]
	b := make([]byte, 0, 3+len(whole)*hashSize+len(cards)*(hashSize+16))
	b = append(b, hashesVersion, byte(len(whole)))
	for _, h := range whole {
		b = appendHash(b, h)
	}
	b = append(b, byte(len(cards)))
	for i, c := range cards {
		is := byte(0)
		if i < len(fresh) && fresh[i] {
			is = 1
		}
		name := c.Layout[:min(len(c.Layout), 255)]
		b = append(append(b, is, byte(len(name))), name...)
		b = appendHash(b, c.Hash)
	}
	return b
}

func appendHash(b []byte, h similar.Hash) []byte {
	for _, word := range h {
		b = binary.LittleEndian.AppendUint64(b, word)
	}
	return b
}

// decode reads what encode wrote; anything else is errHashes.
func decode(b []byte) (p similar.Picture, fresh []bool, err error) {
	r := reader{b: b}
	if r.byte() != hashesVersion {
		return p, nil, errHashes
	}
	for n := r.byte(); n > 0 && !r.failed; n-- {
		p.Whole = append(p.Whole, r.hash())
	}
	for n := r.byte(); n > 0 && !r.failed; n-- {
		is := r.byte()
		r.failed = r.failed || is > 1
		name := string(r.take(int(r.byte())))
		p.Cards = append(p.Cards, similar.Card{Layout: name, Hash: r.hash()})
		fresh = append(fresh, is == 1)
	}
	if r.failed || len(r.b) > 0 {
		return similar.Picture{}, nil, errHashes
	}
	return p, fresh, nil
}

// reader takes bytes off the front; when there are too few it has failed, and gives nothing more.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if r.failed || n > len(r.b) {
		r.failed = true
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) hash() (h similar.Hash) {
	if b := r.take(hashSize); b != nil {
		for i := range h {
			h[i] = binary.LittleEndian.Uint64(b[8*i:])
		}
	}
	return h
}
