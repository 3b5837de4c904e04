package pictures

import (
	"encoding/binary"
	"errors"

	"ronda/detect/similar"
)

// errHashes means that hashes in a row cannot be read.
var errHashes = errors.New("hashes of a picture cannot be read")

// The form of hashes in a row: the version, the number of hashes of the whole and each of them, the number of cards and of each
// whether it is fresh, the length of its layout's name, the name and the hash. Version 2 adds the sketch: the part that it covers, the
// part of each hash of the whole, and its cells. Numbers and words are little-endian.
const (
	hashesVersion = 1
	sketchVersion = 2
	hashSize      = 32
	partSize      = 8
	maxHashes     = 255 // of each kind in a picture; what is beyond is not kept
)

func encode(p similar.Picture, fresh []bool) []byte {
	whole, cards := p.Whole[:min(len(p.Whole), maxHashes)], p.Cards[:min(len(p.Cards), maxHashes)]
	version, sketched := byte(hashesVersion), 0
	if p.Sketch != nil && len(p.Sketch.Parts) == len(whole) {
		version, sketched = sketchVersion, partSize*(1+len(whole))+len(p.Sketch.Cells)
	}
	b := make([]byte, 0, 3+len(whole)*hashSize+len(cards)*(hashSize+16)+sketched)
	b = append(b, version, byte(len(whole)))
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
	if version == sketchVersion {
		b = appendSketch(b, p.Sketch)
	}
	return b
}

func appendSketch(b []byte, s *similar.Sketch) []byte {
	b = appendPart(b, s.Part)
	for _, p := range s.Parts {
		b = appendPart(b, p)
	}
	return append(b, s.Cells[:]...)
}

func appendPart(b []byte, p [4]uint16) []byte {
	for _, v := range p {
		b = binary.LittleEndian.AppendUint16(b, v)
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
	version := r.byte()
	if version != hashesVersion && version != sketchVersion {
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
	if version == sketchVersion {
		p.Sketch = r.sketch(len(p.Whole))
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

// sketch reads a sketch of a picture with so many hashes of the whole.
func (r *reader) sketch(hashes int) *similar.Sketch {
	s := &similar.Sketch{Part: r.part()}
	for range hashes {
		s.Parts = append(s.Parts, r.part())
	}
	copy(s.Cells[:], r.take(len(s.Cells)))
	for _, c := range s.Cells {
		r.failed = r.failed || c >= similar.Digits
	}
	return s
}

// part reads a part, which is not empty.
func (r *reader) part() (p [4]uint16) {
	if b := r.take(partSize); b != nil {
		for i := range p {
			p[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		r.failed = p[0] >= p[2] || p[1] >= p[3]
	}
	return p
}
