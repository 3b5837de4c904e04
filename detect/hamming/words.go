package hamming

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// words is a multi-index over words of 64 bits: each word stands in one table for each of its chunks of 16 bits, in the bucket that the
// chunk names. Words that differ in few bits have a chunk in which they differ in very few, so a search reads only the buckets whose
// names are near the query's chunks (Norouzi, Punjani and Fleet: Fast Exact Search in Hamming Space with Multi-Index Hashing).
type words struct {
	tables  [chunks]table
	crowds  []crowd
	centres []uint64 // of the crowds
	n       int      // words in tables and crowds

	tried map[uint32]uint32 // by key of the first table: how many words were left there when a crowd was last sought among them
	tries int               // how often one was, for the test that this is seldom
}

const (
	chunks    = 4
	chunkBits = 64 / chunks
	pages     = 1 << 12
)

// table holds all words by one chunk, on pages of neighbouring buckets. Pages are small, so that adding a word moves little. Words are
// turned so that the table's chunk is on top and the others follow in a ring.
type table struct {
	turn   int // to the left
	fine   int // bits of a bucket's name that follow the chunk: whether ones are odd in the second, third and fourth
	starts []uint32
	pages  []page
	marks  []uint16 // by key: the number, from 1, of the crowd that words with it may belong to; empty without crowds
}

// page holds its buckets one after the other, the words of each in no order. Its part of starts says where each bucket begins,
// and where the last one ends. The bucket's name is a word's first chunk. The second chunk stands by itself, as it tells nearly all that
// is far: for even hashes little else is read.
type page struct {
	seconds []byte // two for a word, and those of some words more, so that several can be read at a time
	rests   []rest
}

// rest is what else belongs to a word on a page.
type rest struct {
	half, id uint32 // the third and fourth chunk, and whose the word is
}

// newWords makes a multi-index of words, all at once. It uses both slices up.
func newWords(ws []uint64, ids []uint32) *words {
	x := &words{n: len(ws)}
	for i := range x.tables {
		t := table{turn: i * chunkBits, pages: make([]page, pages)}
		if i == 0 {
			t.fine = chunks - 1
		}
		t.starts = make([]uint32, pages*t.stride())
		x.tables[i] = t
	}
	ws, ids = x.takeCrowds(ws, ids)
	var filling sync.WaitGroup
	for i := range x.tables {
		filling.Go(func() { x.tables[i].fill(ws, ids) })
	}
	filling.Wait()
	return x
}

// stride is how many entries of starts a page has.
func (t *table) stride() int { return 1<<(chunkBits+t.fine)/pages + 1 }

// turned returns a word as its table holds it.
func (t *table) turned(word uint64) uint64 { return bits.RotateLeft64(word, t.turn) }

// key returns a word's chunk of the table.
func (t *table) key(word uint64) uint32 { return uint32(t.turned(word) >> (64 - chunkBits)) }

// name returns the name of a word's bucket.
func (t *table) name(word uint64) uint32 {
	if t.fine == 0 {
		return t.key(word)
	}
	odd := uint32(0)
	for i := range chunks {
		odd = odd<<1 | uint32(bits.OnesCount16(uint16(word>>(64-chunkBits-i*chunkBits))))&1
	}
	return t.key(word)<<t.fine | odd&(1<<t.fine-1)
}

// bucket returns the page of a bucket and the entry of starts where it begins.
func (t *table) bucket(name uint32) (page, start int) {
	page = int(name) * pages >> (chunkBits + t.fine)
	return page, int(name) + page // each page has an entry more than buckets
}

// place returns a word's page, that page's starts, and the number of the word's bucket there.
func (t *table) place(word uint64) (p *page, starts []uint32, b int) {
	page, start := t.bucket(t.name(word))
	first := page * t.stride()
	return &t.pages[page], t.starts[first : first+t.stride()], start - first
}

// add puts a word into its crowd or into every table.
func (x *words) add(word uint64, id uint32) {
	x.n++
	if n := x.crowdOf(word); n >= 0 {
		x.ringOf(word, n).add(word, id)
		return
	}
	for i := range x.tables {
		p, starts, b := x.tables[i].place(word)
		p.add(starts, b, x.tables[i].turned(word), id)
	}
	x.gather(word)
}

const (
	inGroup = 8                 // words of which the second chunks are looked at together
	spare   = 2 * (inGroup - 1) // bytes behind the seconds of a page
)

// set puts a turned word at its place.
func (p *page) set(at uint32, turned uint64, id uint32) {
	binary.LittleEndian.PutUint16(p.seconds[2*at:], uint16(turned>>32))
	p.rests[at] = rest{uint32(turned), id}
}

// get returns the turned word at a place, but for its first chunk.
func (p *page) get(at uint32) uint64 {
	return uint64(binary.LittleEndian.Uint16(p.seconds[2*at:]))<<32 | uint64(p.rests[at].half)
}

// move copies a word from one place to another.
func (p *page) move(to, from uint32) {
	copy(p.seconds[2*to:2*to+2], p.seconds[2*from:])
	p.rests[to] = p.rests[from]
}

func (p *page) add(starts []uint32, bucket int, turned uint64, id uint32) {
	p.seconds, p.rests = append(p.seconds, 0, 0), append(p.rests, rest{})
	// Each later bucket gives the place of its first word away and takes one at its end.
	for i := len(starts) - 1; i > bucket+1; i-- {
		p.move(starts[i], starts[i-1])
		starts[i]++
	}
	p.set(starts[bucket+1], turned, id)
	starts[bucket+1]++
}

// remove takes one occurrence of a word with that id away and tells whether there was one.
func (x *words) remove(word uint64, id uint32) bool {
	found := x.removeFromTables(word, id)
	for n := range x.crowdsAround(word, crowdReach) {
		if found {
			break
		}
		found = x.ringOf(word, n).remove(word, id)
	}
	if found {
		x.n--
	}
	return found
}

func (x *words) removeFromTables(word uint64, id uint32) bool {
	for i := range x.tables {
		p, starts, b := x.tables[i].place(word)
		if !p.remove(starts, b, x.tables[i].turned(word), id) {
			return false // the first table has it not, so none has
		}
	}
	return true
}

func (p *page) remove(starts []uint32, bucket int, turned uint64, id uint32) bool {
	const second = 1<<48 - 1
	hole, end := starts[bucket], starts[bucket+1]
	for hole < end && (p.get(hole) != turned&second || p.rests[hole].id != id) {
		hole++
	}
	if hole == end {
		return false
	}
	for i := bucket + 1; i < len(starts); i++ { // the reverse of add
		starts[i]--
		p.move(hole, starts[i])
		hole = starts[i]
	}
	p.set(hole, 0, 0) // what was erased is not to stay in memory either
	p.seconds, p.rests = p.seconds[:2*hole+spare], p.rests[:hole]
	return true
}

// fill puts words into an empty table, and gives each page its room, also where there are none. It sorts by counting: words are counted for
// each bucket, then put where they belong, in one piece of memory.
func (t *table) fill(ws []uint64, ids []uint32) {
	for _, w := range ws {
		_, b := t.bucket(t.name(w))
		t.starts[b]++
	}
	size := len(ws) + len(ws)/32 + len(t.pages)*inGroup
	seconds, rests := make([]byte, 2*size), make([]rest, size)
	advise := func(filled bool) {
		adviseHuge(t.starts, filled)
		adviseHuge(seconds, filled)
		adviseHuge(rests, filled)
	}
	advise(false)
	taken := 0
	for i := range t.pages {
		sum := 0
		for b, n := range t.starts[i*t.stride() : (i+1)*t.stride()] {
			sum += int(n)
			t.starts[i*t.stride()+b] = uint32(sum) // where the bucket ends: it is filled from there
		}
		end := taken + sum
		full := end + sum/32 + inGroup // until then the page may grow
		t.pages[i] = page{seconds[2*taken : 2*end+spare : 2*full], rests[taken:end:full]}
		taken = full
	}
	for i, w := range ws {
		p, b := t.bucket(t.name(w))
		t.starts[b]--
		t.pages[p].set(t.starts[b], t.turned(w), ids[i])
	}
	advise(true)
}

// entries yields what stands in the tables.
func (x *words) entries(yield func(word uint64, id uint32) bool) {
	t := &x.tables[0]
	for key := range uint32(1 << chunkBits) {
		page, b := t.bucket(key << t.fine)
		p := &t.pages[page]
		for at := t.starts[b]; at < t.starts[b+1<<t.fine]; at++ {
			if !yield(uint64(key)<<(64-chunkBits)|p.get(at), p.rests[at].id) {
				return
			}
		}
	}
}

// all returns every word and its id.
func (x *words) all() (ws []uint64, ids []uint32) {
	ws, ids = make([]uint64, 0, x.n), make([]uint32, 0, x.n)
	for word, id := range x.entries {
		ws, ids = append(ws, word), append(ids, id)
	}
	for n := range x.crowds {
		for i := range x.crowds[n] {
			r := &x.crowds[n][i]
			ws, ids = append(ws, r.words...), append(ids, r.ids...)
		}
	}
	return ws, ids
}

// at calls yield for every id under which just this word stands, until it returns false.
func (x *words) at(word uint64, yield func(id uint32) bool) {
	p, starts, b := x.tables[0].place(word)
	for i := starts[b]; i < starts[b+1]; i++ {
		if p.get(i) == word<<chunkBits>>chunkBits && !yield(p.rests[i].id) {
			return
		}
	}
	for n := range x.crowdsAround(word, crowdReach) {
		r := x.ringOf(word, n)
		for i, w := range r.words {
			if w == word && !yield(r.ids[i]) {
				return
			}
		}
	}
}
