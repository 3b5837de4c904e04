package lexis

import (
	"encoding/binary"
	"math/bits"
)

// WordTable finds numbers by words: a hash table with open addressing, because looking words up is most of what reading a
// text costs. What is read has no part in filling it, so that nobody can make it slow.
type WordTable struct {
	bits  [1 << 9]uint64 // by hash: small enough to stay close, it turns away most words that are none of a small table
	slots []slot         // a power of two of them, at most three quarters of them taken
	words []placedWord   // all of them, for when the slots become too few
}

// slot holds all that decides about a word, so that one look into memory is enough. It does not hold the word: its hash is made
// of all its letters, and what the slot keeps of it takes two words for one once in four thousand million.
type slot struct {
	sign uint32
	next int32 // the word's number and one more; 0 for an empty slot
}

type placedWord struct {
	place uint32
	slot
}

// wordHash returns a hash of a word, as where to look and what to look for.
func wordHash(w []byte) (place, sign uint32) {
	const step = 0x9fb21c651e98df25
	h := uint64(len(w)) ^ 0x9e3779b97f4a7c15
	for ; len(w) >= 16; w = w[8:] {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(w), step)
		h = hi ^ lo
	}
	head, tail := uint64(0), uint64(0)
	switch n := len(w); {
	case n >= 8:
		head, tail = binary.LittleEndian.Uint64(w), binary.LittleEndian.Uint64(w[n-8:])
	case n >= 4:
		head = uint64(binary.LittleEndian.Uint32(w)) | uint64(binary.LittleEndian.Uint32(w[n-4:]))<<(8*(n-4))
	default:
		for i, c := range w {
			head |= uint64(c) << (8 * i)
		}
	}
	hi, lo := bits.Mul64(head^h, tail^0xd1b54a32d192ed03)
	hi, lo = bits.Mul64(hi^lo, step)
	return uint32(hi), uint32(lo >> 32)
}

// Find returns the number of a word, or Unknown.
func (t *WordTable) Find(w []byte) int32 {
	return t.find(wordHash(w))
}

// find is Find for a word's hash.
func (t *WordTable) find(place, sign uint32) int32 {
	if t.bits[place>>23]&(1<<(place>>17&63)) == 0 {
		return Unknown
	}
	mask := uint32(len(t.slots) - 1)
	for i := place & mask; ; i = (i + 1) & mask {
		switch s := &t.slots[i]; {
		case s.next == 0:
			return Unknown
		case s.sign == sign:
			return s.next - 1
		}
	}
}

// Add gives a word a number unless it has one.
func (t *WordTable) Add(w string, id int32) {
	if t.Find([]byte(w)) != Unknown {
		return
	}
	place, sign := wordHash([]byte(w))
	t.words = append(t.words, placedWord{place, slot{sign, id + 1}})
	if 4*len(t.words) <= 3*len(t.slots) {
		t.put(t.words[len(t.words)-1])
		return
	}
	t.slots = make([]slot, max(64, 2*len(t.slots)))
	for _, w := range t.words {
		t.put(w)
	}
}

func (t *WordTable) put(w placedWord) {
	mask := uint32(len(t.slots) - 1)
	i := w.place & mask
	for t.slots[i].next != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = w.slot
	t.bits[w.place>>23] |= 1 << (w.place >> 17 & 63)
}
