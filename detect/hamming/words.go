package hamming

import "sync"

// words is a multi-index over words of 64 bits: each word stands in one table for each of its chunks, in the bucket that the
// chunk's bits name. Words that differ in few bits have a chunk in which they differ in very few, so a search reads only the
// buckets whose names are near the query's chunks (Norouzi, Punjani and Fleet: Fast Exact Search in Hamming Space with
// Multi-Index Hashing). Buckets hold the words themselves: a candidate costs no access to memory elsewhere.
type words struct {
	tables  []table
	crowds  []crowd
	centres []uint64 // of the crowds
	n       int      // words in tables and crowds
}

const (
	maxChunks = 4
	pageBits  = 12 // of a chunk, that name the page
	mostFlips = 4  // bits that differ in a chunk, from which on it costs too much to read all buckets near it
)

// table holds all words by one chunk, on pages of neighbouring buckets. Pages are small, so that adding a word moves little.
type table struct {
	shift, bits uint // the chunk's place in a word
	low         uint // its bits that name the bucket on its page; those above name the page
	starts      []uint32
	pages       []page
	marks       []uint16   // by key: the number, from 1, of the crowd that words with it may belong to; empty without crowds
	flips       [][]uint32 // by number of bits that differ at most: what to flip in a key to get all those near it
}

// page holds its buckets one after the other, the words of each in no order. Its part of starts says where each bucket begins,
// and where the last one ends.
type page struct {
	words []uint64
	ids   []uint32 // in the order of words
}

// newWords makes an empty multi-index with chunks of the given widths, together 64.
func newWords(widths ...uint) *words {
	x := &words{tables: make([]table, len(widths))}
	shift := uint(0)
	for i, width := range widths {
		t := table{shift: shift, bits: width, low: width - pageBits, pages: make([]page, 1<<pageBits), flips: make([][]uint32, mostFlips+1)}
		t.starts = make([]uint32, len(t.pages)*t.stride())
		for n := range t.flips {
			t.flips[n] = appendFlips(nil, 0, int(width)-1, n)
		}
		x.tables[i] = t
		shift += width
	}
	return x
}

// stride is how many entries of starts a page has.
func (t *table) stride() int { return 1<<t.low + 1 }

// key returns a word's bits of the table's chunk.
func (t *table) key(word uint64) uint32 { return uint32(word>>t.shift) & (1<<t.bits - 1) }

// mask is the chunk's bits in a word.
func (t *table) mask() uint64 { return (1<<t.bits - 1) << t.shift }

// bucket returns the page of a key and the entry of starts where its bucket begins.
func (t *table) bucket(key uint32) (page, start int) {
	page = int(key >> t.low)
	return page, page*t.stride() + int(key&(1<<t.low-1))
}

// place returns a word's page, that page's starts, and the number of the word's bucket there.
func (t *table) place(word uint64) (p *page, starts []uint32, bucket int) {
	page, start := t.bucket(t.key(word))
	first := page * t.stride()
	return &t.pages[page], t.starts[first : first+t.stride()], start - first
}

// add puts a word into its crowd or into every table.
func (x *words) add(word uint64, id uint32) {
	x.n++
	if n := x.crowdOf(word); n >= 0 {
		x.addToCrowd(n, word, id)
		return
	}
	for i := range x.tables {
		p, starts, b := x.tables[i].place(word)
		p.add(starts, b, word, id)
	}
	x.gather(word)
}

func (p *page) add(starts []uint32, bucket int, word uint64, id uint32) {
	p.words, p.ids = append(p.words, 0), append(p.ids, 0)
	// Each later bucket gives the place of its first word away and takes one at its end.
	for i := len(starts) - 1; i > bucket+1; i-- {
		begin, end := starts[i-1], starts[i]
		p.words[end], p.ids[end] = p.words[begin], p.ids[begin]
		starts[i]++
	}
	at := starts[bucket+1]
	starts[bucket+1]++
	p.words[at], p.ids[at] = word, id
}

// remove takes one occurrence of a word with that id away and tells whether there was one.
func (x *words) remove(word uint64, id uint32) bool {
	found := x.removeFromTables(word, id)
	for n := range x.crowdsAround(word, crowdReach) {
		if found {
			break
		}
		found = x.removeFromCrowd(n, word, id)
	}
	if found {
		x.n--
	}
	return found
}

func (x *words) removeFromTables(word uint64, id uint32) bool {
	for i := range x.tables {
		p, starts, b := x.tables[i].place(word)
		if !p.remove(starts, b, word, id) {
			return false // the first table has it not, so none has
		}
	}
	return true
}

func (p *page) remove(starts []uint32, bucket int, word uint64, id uint32) bool {
	hole, end := starts[bucket], starts[bucket+1]
	for hole < end && (p.words[hole] != word || p.ids[hole] != id) {
		hole++
	}
	if hole == end {
		return false
	}
	for i := bucket + 1; i < len(starts); i++ { // the reverse of add
		starts[i]--
		last := starts[i]
		p.words[hole], p.ids[hole] = p.words[last], p.ids[last]
		hole = last
	}
	p.words[hole], p.ids[hole] = 0, 0 // what was erased is not to stay in memory either
	p.words, p.ids = p.words[:hole], p.ids[:hole]
	return true
}

// fill puts words into an empty multi-index at once. It uses both slices up.
func (x *words) fill(ws []uint64, ids []uint32) {
	x.n = len(ws)
	ws, ids = x.takeCrowds(ws, ids)
	var filling sync.WaitGroup
	for i := range x.tables {
		filling.Go(func() { x.tables[i].fill(ws, ids) })
	}
	filling.Wait()
}

// fill sorts by counting: words are counted for each bucket, then put where they belong.
func (t *table) fill(ws []uint64, ids []uint32) {
	for _, w := range ws {
		_, b := t.bucket(t.key(w))
		t.starts[b]++
	}
	adviseHuge(t.starts, false)
	room := newRoom(len(ws), len(t.pages))
	for i := range t.pages {
		t.pages[i] = room.page(t.starts[i*t.stride() : (i+1)*t.stride()])
	}
	for i, w := range ws {
		p, b := t.bucket(t.key(w))
		t.pages[p].put(t.starts, b, w, ids[i])
	}
	room.adviseHuge(true)
	adviseHuge(t.starts, true)
}

// room is one piece of memory in which pages lie until they outgrow their part of it.
type room struct {
	words []uint64
	ids   []uint32
	taken int
}

// newRoom makes room for so many words on so many pages.
func newRoom(words, pages int) *room {
	size := words + words/32 + pages*4
	r := &room{words: make([]uint64, size), ids: make([]uint32, size)}
	r.adviseHuge(false)
	return r
}

func (r *room) adviseHuge(filled bool) {
	adviseHuge(r.words, filled)
	adviseHuge(r.ids, filled)
}

// page makes a page of buckets. Its part of starts holds how many words each bucket is to have, and then where the bucket ends.
func (r *room) page(starts []uint32) page {
	sum := 0
	for b, n := range starts {
		sum += int(n)
		starts[b] = uint32(sum)
	}
	end := r.taken + sum
	full := end + sum/32 + 4
	p := page{r.words[r.taken:end:full], r.ids[r.taken:end:full]}
	r.taken = full
	return p
}

// put puts a word at the end of its bucket on a page that is not full yet: buckets are filled from there.
func (p *page) put(starts []uint32, bucket int, word uint64, id uint32) {
	starts[bucket]--
	at := starts[bucket]
	p.words[at], p.ids[at] = word, id
}

// all returns every word and its id.
func (x *words) all() (ws []uint64, ids []uint32) {
	ws, ids = make([]uint64, 0, x.n), make([]uint32, 0, x.n)
	for i := range x.tables[0].pages {
		p := &x.tables[0].pages[i]
		ws, ids = append(ws, p.words...), append(ids, p.ids...)
	}
	for i := range x.crowds {
		ws, ids = append(ws, x.crowds[i].words...), append(ids, x.crowds[i].ids...)
	}
	return ws, ids
}

// at calls yield for every id under which just this word stands, until it returns false.
func (x *words) at(word uint64, yield func(id uint32) bool) {
	p, starts, b := x.tables[0].place(word)
	if !p.at(starts, b, word, yield) {
		return
	}
	for n := range x.crowdsAround(word, crowdReach) {
		if c := &x.crowds[n]; !c.at(c.starts[:], x.bucketOf(word, n), word, yield) {
			return
		}
	}
}

// at is words.at in one bucket. It returns false when yield has.
func (p *page) at(starts []uint32, bucket int, word uint64, yield func(id uint32) bool) bool {
	for i := starts[bucket]; i < starts[bucket+1]; i++ {
		if p.words[i] == word && !yield(p.ids[i]) {
			return false
		}
	}
	return true
}

// appendFlips appends flip with up to n of the bits from the given one down set, in ascending order, which keeps the buckets of
// a page together.
func appendFlips(dst []uint32, flip uint32, from, n int) []uint32 {
	if from < 0 || n == 0 {
		return append(dst, flip)
	}
	dst = appendFlips(dst, flip, from-1, n)
	return appendFlips(dst, flip|1<<from, from-1, n-1)
}
