package hamming

import (
	"iter"
	"math/bits"
	"sync"
)

// Index finds hashes of 256 bits near a given one, exactly: what a scan of all would find. Two million take about 440 MB. It is
// safe for concurrent use. A change makes searches wait for some ten microseconds, and longer where it does with an Index64, for each
// quarter.
//
// Each quarter of a hash stands in a multi-index of its own. Hashes that differ in at most 31 bits have a quarter in which they
// differ in at most 7, and that alone leaves next to no candidates.
type Index struct {
	mu       sync.RWMutex
	hashes   []Hash
	ids      []ID // in the order of hashes
	quarters [4]*words
}

// NewIndex makes an index of hashes; nil for an empty one.
func NewIndex(hashes iter.Seq2[ID, Hash]) *Index {
	x := &Index{}
	if hashes != nil {
		for id, h := range hashes {
			x.hashes, x.ids = append(x.hashes, h), append(x.ids, id)
		}
	}
	x.fill()
	return x
}

// fill makes the multi-indexes for the hashes.
func (x *Index) fill() {
	places, ws := make([]uint32, len(x.hashes)), make([]uint64, len(x.hashes))
	for q := range x.quarters {
		for i := range x.hashes {
			places[i], ws[i] = uint32(i), x.hashes[i][q]
		}
		x.quarters[q] = newWords(ws, places)
	}
}

// Len returns the number of hashes.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.hashes)
}

// Add adds a hash. The same hash may be added for several IDs, or several times.
func (x *Index) Add(id ID, hash Hash) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.enter(hash, len(x.hashes))
	x.hashes, x.ids = append(x.hashes, hash), append(x.ids, id)
}

func (x *Index) enter(hash Hash, place int) {
	for q, words := range x.quarters {
		words.add(hash[q], uint32(place))
	}
}

func (x *Index) leave(hash Hash, place int) {
	for q, words := range x.quarters {
		words.remove(hash[q], uint32(place))
	}
}

// Remove removes a hash of an ID, once where it was added several times, and tells whether it was there.
func (x *Index) Remove(id ID, hash Hash) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	place := -1
	x.quarters[0].at(hash[0], func(at uint32) bool {
		if x.hashes[at] == hash && x.ids[at] == id {
			place = int(at)
		}
		return place < 0
	})
	if place < 0 {
		return false
	}
	x.leave(hash, place)
	last := len(x.hashes) - 1
	if place != last {
		x.leave(x.hashes[last], last)
		x.enter(x.hashes[last], place)
		x.hashes[place], x.ids[place] = x.hashes[last], x.ids[last]
	}
	x.hashes[last], x.ids[last] = Hash{}, 0
	x.hashes, x.ids = x.hashes[:last], x.ids[:last]
	return true
}

// Search appends to dst what differs from the hash in at most radius bits, in no order.
func (x *Index) Search(dst []Match, hash Hash, radius int) []Match {
	x.mu.RLock()
	defer x.mu.RUnlock()
	radius = min(radius, 256) // so that none of the sums overflows
	radii := share(radius, len(x.quarters))
	buckets := 0
	for q := range x.quarters {
		buckets += visits(share(radii[q], chunks))
	}
	if buckets*visitCost > len(x.hashes) {
		return x.scan(dst, hash, radius)
	}
	for q, words := range x.quarters {
		if radii[q] < 0 {
			continue
		}
		begin := len(dst)
		dst = words.search(dst, hash[q], radii[q])
		kept, next := dst[:begin], (q+1)%len(hash)
		// As with the chunks of a word, a quarter and the next one are near together. That is asked first, and of all, and the IDs are
		// asked for last: the processor waits for many hashes, and for many IDs, together.
		for _, m := range dst[begin:] {
			if int(m.Distance)+bits.OnesCount64(x.hashes[m.ID][next]^hash[next]) <= radii.both(q, 1) {
				kept = append(kept, m)
			}
		}
		dst, kept = kept, dst[:begin]
		for _, m := range dst[begin:] {
			h := &x.hashes[m.ID] // the multi-index knows places only
			if d := h.Distance(hash); d <= radius && !foundInEarlier(q, radii, h, hash) {
				kept = append(kept, Match{m.ID, uint16(d)})
			}
		}
		dst = kept
		for i := range dst[begin:] {
			m := &dst[begin+i]
			m.ID = x.ids[m.ID]
		}
	}
	return dst
}

func (x *Index) scan(dst []Match, hash Hash, radius int) []Match {
	for i, h := range x.hashes {
		if d := h.Distance(hash); d <= radius {
			dst = append(dst, Match{x.ids[i], uint16(d)})
		}
	}
	return dst
}

// foundInEarlier tells whether the multi-index of an earlier quarter has found a hash already.
func foundInEarlier(quarter int, radii limits, h *Hash, query Hash) bool {
	for q := range quarter {
		d := bits.OnesCount64(h[q] ^ query[q])
		if d <= radii[q] && d+bits.OnesCount64(h[q+1]^query[q+1]) <= radii.both(q, 1) {
			return true
		}
	}
	return false
}
