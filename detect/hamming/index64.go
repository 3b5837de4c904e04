package hamming

import (
	"iter"
	"sync"
)

// Index64 finds hashes of 64 bits near a given one, exactly: what a scan of all would find. Ten million take about 420 MB. It is
// safe for concurrent use. A change makes searches wait for some microseconds; for a millisecond or a few where it founds a crowd or finds
// no room left on a page, and to remove one of thousands of hashes that have their first 16 bits in common takes some ten microseconds.
type Index64 struct {
	mu    sync.RWMutex
	words *words
}

// NewIndex64 makes an index of hashes; nil for an empty one.
func NewIndex64(hashes iter.Seq2[ID, uint64]) *Index64 {
	var ws []uint64
	var ids []uint32
	if hashes != nil {
		for id, h := range hashes {
			ws, ids = append(ws, h), append(ids, uint32(id))
		}
	}
	return &Index64{words: newWords(ws, ids)}
}

// Len returns the number of hashes.
func (x *Index64) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.words.n
}

// Add adds a hash. The same hash may be added for several IDs, or several times.
func (x *Index64) Add(id ID, hash uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.words.add(hash, uint32(id))
}

// Remove removes a hash of an ID, once where it was added several times, and tells whether it was there.
func (x *Index64) Remove(id ID, hash uint64) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.words.remove(hash, uint32(id))
}

// Search appends to dst what differs from the hash in at most radius bits, in no order.
func (x *Index64) Search(dst []Match, hash uint64, radius int) []Match {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.words.search(dst, hash, radius)
}
