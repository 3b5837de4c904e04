package text

import (
	"encoding/binary"
	"math/bits"
)

// wordTable finds numbers by words: a hash table with open addressing, because looking words up is most of what reading a
// text costs. What is read has no part in filling it, so that nobody can make it slow.
type wordTable struct {
	bits  [1 << 9]uint64 // by hash: small enough to stay close, it turns away most words that are none of ours
	slots []slot         // a power of two of them, at most three quarters of them taken
	words []string
	ids   []int32
}

// slot holds what decides about nearly every word, so that one look into memory is enough.
type slot struct {
	sign uint32 // of the word: what of its hash does not say where it stands
	at   int32  // in words, and one more; 0 for an empty slot
}

const (
	headBytes = 8
	// surelyTold is the length up to which a hash tells words apart: it is made of all their letters, and takes two for one once
	// in four thousand million.
	surelyTold = 2 * headBytes
)

// wordHash returns a hash of a word's first and last bytes and its length, as where to look and what to look for.
func wordHash(w []byte) (place, sign uint32) {
	n := len(w)
	head, tail := uint64(0), uint64(0)
	switch {
	case n >= headBytes:
		head, tail = binary.LittleEndian.Uint64(w), binary.LittleEndian.Uint64(w[n-headBytes:])
	case n >= 4:
		head = uint64(binary.LittleEndian.Uint32(w)) | uint64(binary.LittleEndian.Uint32(w[n-4:]))<<(8*(n-4))
	default:
		for i, c := range w {
			head |= uint64(c) << (8 * i)
		}
	}
	hi, lo := bits.Mul64(head^0x9e3779b97f4a7c15^uint64(n), tail^0xd1b54a32d192ed03)
	hi, lo = bits.Mul64(hi^lo, 0x9fb21c651e98df25)
	return uint32(hi), uint32(lo >> 32)
}

// find returns the number of a word, or unknown.
func (t *wordTable) find(w []byte) int32 {
	h, sign := wordHash(w)
	if t.bits[h>>23]&(1<<(h>>17&63)) == 0 {
		return unknown
	}
	mask := uint32(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s := &t.slots[i]; {
		case s.at == 0:
			return unknown
		case s.sign == sign && (len(w) <= surelyTold || t.words[s.at-1] == string(w)):
			return t.ids[s.at-1]
		}
	}
}

// add gives a word a number unless it has one.
func (t *wordTable) add(w string, id int32) {
	if t.find([]byte(w)) != unknown {
		return
	}
	t.words, t.ids = append(t.words, w), append(t.ids, id)
	if 4*len(t.words) > 3*len(t.slots) {
		t.slots = make([]slot, max(64, 2*len(t.slots)))
		for at := range t.words {
			t.place(at)
		}
		return
	}
	t.place(len(t.words) - 1)
}

func (t *wordTable) place(at int) {
	h, sign := wordHash([]byte(t.words[at]))
	mask := uint32(len(t.slots) - 1)
	i := h & mask
	for t.slots[i].at != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = slot{sign, int32(at + 1)}
	t.bits[h>>23] |= 1 << (h >> 17 & 63)
}
