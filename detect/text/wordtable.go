package text

import (
	"encoding/binary"
	"math/bits"
)

// wordTable finds numbers by words: a hash table with open addressing, because looking words up is most of what reading a
// text costs. What is read has no part in filling it, so that nobody can make it slow.
type wordTable struct {
	bits  [1 << 9]uint64 // by hash: small enough to stay close, it turns away most words that are none of ours
	slots []slot         // a power of two of them, at most half of them taken
	words []string
	ids   []int32
}

type slot struct {
	hash uint32
	at   int32 // in words, and one more; 0 for an empty slot
}

// wordHash mixes the length, the first and the last bytes: hardly two words of our lists differ in the middle only.
func wordHash(w []byte) uint32 {
	n := len(w)
	var a, b uint64
	switch {
	case n >= 8:
		a, b = binary.LittleEndian.Uint64(w), binary.LittleEndian.Uint64(w[n-8:])
	case n >= 4:
		a, b = uint64(binary.LittleEndian.Uint32(w)), uint64(binary.LittleEndian.Uint32(w[n-4:]))
	case n > 0:
		a, b = uint64(w[0])|uint64(w[n/2])<<8, uint64(w[n-1])
	}
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15^uint64(n), b^0xd1b54a32d192ed03)
	return uint32(hi ^ lo>>7)
}

// find returns the number of a word, or unknown.
func (t *wordTable) find(w []byte) int32 {
	h := wordHash(w)
	if t.bits[h>>23]&(1<<(h>>17&63)) == 0 {
		return unknown
	}
	mask := uint32(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s := t.slots[i]; {
		case s.at == 0:
			return unknown
		case s.hash == h && t.words[s.at-1] == string(w):
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
	if 2*len(t.words) > len(t.slots) {
		t.slots = make([]slot, max(64, 2*len(t.slots)))
		for at := range t.words {
			t.place(at)
		}
		return
	}
	t.place(len(t.words) - 1)
}

func (t *wordTable) place(at int) {
	h, mask := wordHash([]byte(t.words[at])), uint32(len(t.slots)-1)
	i := h & mask
	for t.slots[i].at != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = slot{h, int32(at + 1)}
	t.bits[h>>23] |= 1 << (h >> 17 & 63)
}
