package hamming

import (
	"math/bits"
	"slices"
)

// ring holds the words of a crowd that differ from its centre in the same number of bits, in no order.
type ring struct {
	words []uint64
	ids   []uint32 // in the order of words
}

// makeRings makes rings with room for so many words, and for some more of them, in one piece of memory. When they are filled, that is to
// be called which it returns.
func makeRings(crowds []crowd, sizes [][crowdReach + 1]int) (filled func()) {
	room := func(n int) int { return n + n/32 }
	all := 0
	for _, s := range sizes {
		for _, n := range s {
			all += room(n)
		}
	}
	words, ids := make([]uint64, all), make([]uint32, all)
	advise := func(filled bool) {
		adviseHuge(words, filled)
		adviseHuge(ids, filled)
	}
	advise(false)
	at := 0
	for i, s := range sizes {
		for away, n := range s {
			full := at + room(n)
			crowds[i][away] = ring{words[at:at:full], ids[at:at:full]}
			at = full
		}
	}
	return func() { advise(true) }
}

func (r *ring) add(word uint64, id uint32) {
	r.words, r.ids = append(r.words, word), append(r.ids, id)
}

// remove takes one occurrence of a word with that id away and tells whether there was one.
func (r *ring) remove(word uint64, id uint32) bool {
	for i, w := range r.words {
		if w != word || r.ids[i] != id {
			continue
		}
		last := len(r.words) - 1
		r.words[i], r.ids[i] = r.words[last], r.ids[last]
		r.words[last], r.ids[last] = 0, 0 // what was erased is not to stay in memory either
		r.words, r.ids = r.words[:last], r.ids[:last]
		return true
	}
	return false
}

// search appends what is near, away being the distance of the query from the centre. By the triangle inequality there are rings of which
// all words are near, rings of which none is, and rings of which each word has to be looked at.
func (c *crowd) search(dst []Match, query uint64, away, radius int) []Match {
	for i := max(0, away-radius); i <= min(crowdReach, away+radius); i++ {
		if i+away <= radius {
			dst = appendAll(dst, c[i].words, c[i].ids, query)
		} else {
			dst = appendNear(dst, c[i].words, c[i].ids, query, radius)
		}
	}
	return dst
}

// appendAll appends words that are all near.
func appendAll(dst []Match, words []uint64, ids []uint32, query uint64) []Match {
	n := len(dst)
	dst = slices.Grow(dst, len(words))[:n+len(words)]
	out := dst[n:][:len(words)]
	ids = ids[:len(words)]
	for i, w := range words {
		out[i] = Match{ID(ids[i]), uint16(bits.OnesCount64(w ^ query))}
	}
	return dst
}

// appendNear appends the words that are near.
func appendNear(dst []Match, words []uint64, ids []uint32, query uint64, radius int) []Match {
	const block = 1024 // so that there need not be room for all words
	for len(words) > 0 {
		n := min(block, len(words))
		dst = slices.Grow(dst, n)
		near := setNear(dst[len(dst):len(dst)+n], words[:n], ids[:n], query, radius+1)
		dst = dst[:len(dst)+near]
		words, ids = words[n:], ids[n:]
	}
	return dst
}

// setNear sets the first matches to the words that differ in fewer bits than the limit, and returns how many these are. They are often
// a good part, so each word is written down, and the next one over it when it was not near: no branch, which the processor could not
// foresee. It does nothing else, so that all it needs stays in registers: with the loop above it takes half as long again.
//
//go:noinline
func setNear(matches []Match, words []uint64, ids []uint32, query uint64, limit int) (near int) {
	ids = ids[:len(words)]
	for i, w := range words {
		d := bits.OnesCount64(w ^ query)
		matches[near] = Match{ID(ids[i]), uint16(d)}
		near += int(uint(d-limit) >> 63)
	}
	return near
}
