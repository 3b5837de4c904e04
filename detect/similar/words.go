package similar

// words is a multi-index over words of 64 bits: each word stands in one table for each of its four chunks of 16 bits, in the
// bucket that the chunk names. Words that differ in few bits have a chunk in which they differ in very few, so a search reads
// only the buckets whose names are near the query's chunks (Norouzi, Punjani and Fleet: Fast Exact Search in Hamming Space with
// Multi-Index Hashing). Buckets hold the words themselves: a candidate costs no access to memory elsewhere.
//
// Longer chunks have fewer candidates, but their many short buckets wait for memory one by one; these are read in a row.
type words struct {
	tables [chunks]table
	n      int
}

const (
	chunks    = 4
	chunkBits = 64 / chunks
	mostFlips = 4 // bits that differ in a chunk, from which on it costs too much to read all buckets near it
)

// table holds all words by one chunk, on pages of neighbouring buckets. Pages are small, so that adding a word moves little.
type table struct {
	pages [1 << (chunkBits - pageBits)]page
}

const pageBits = 4 // of a chunk that name the bucket on its page

// page holds its buckets one after the other, the words of each in no order.
type page struct {
	starts [1<<pageBits + 1]uint32 // where each bucket begins, and where the last one ends
	words  []uint64
	ids    []uint32 // in the order of words
}

func newWords() *words { return &words{} }

// chunk returns a word's key in the table of that number.
func chunk(word uint64, table int) uint16 { return uint16(word >> (chunkBits * table)) }

// bucket returns the page of a key and the number of its bucket there.
func (t *table) bucket(key uint16) (*page, int) {
	return &t.pages[key>>pageBits], int(key & (1<<pageBits - 1))
}

// add puts a word into every table.
func (x *words) add(word uint64, id uint32) {
	for i := range x.tables {
		p, b := x.tables[i].bucket(chunk(word, i))
		p.add(b, word, id)
	}
	x.n++
}

func (p *page) add(bucket int, word uint64, id uint32) {
	p.words, p.ids = append(p.words, 0), append(p.ids, 0)
	// Each later bucket gives the place of its first word away and takes one at its end.
	for i := len(p.starts) - 1; i > bucket+1; i-- {
		begin, end := p.starts[i-1], p.starts[i]
		p.words[end], p.ids[end] = p.words[begin], p.ids[begin]
		p.starts[i]++
	}
	at := p.starts[bucket+1]
	p.starts[bucket+1]++
	p.words[at], p.ids[at] = word, id
}

// remove takes one occurrence of a word with that id out of every table and tells whether there was one.
func (x *words) remove(word uint64, id uint32) bool {
	for i := range x.tables {
		p, b := x.tables[i].bucket(chunk(word, i))
		if !p.remove(b, word, id) {
			return false // the first table has it not, so none has
		}
	}
	x.n--
	return true
}

func (p *page) remove(bucket int, word uint64, id uint32) bool {
	hole, end := p.starts[bucket], p.starts[bucket+1]
	for hole < end && (p.words[hole] != word || p.ids[hole] != id) {
		hole++
	}
	if hole == end {
		return false
	}
	for i := bucket + 1; i < len(p.starts); i++ { // the reverse of add
		p.starts[i]--
		last := p.starts[i]
		p.words[hole], p.ids[hole] = p.words[last], p.ids[last]
		hole = last
	}
	p.words[hole], p.ids[hole] = 0, 0 // what was erased is not to stay in memory either
	p.words, p.ids = p.words[:hole], p.ids[:hole]
	return true
}

// fill puts words into empty tables at once.
func (x *words) fill(ws []uint64, ids []uint32) {
	x.n = len(ws)
	for i := range x.tables {
		x.tables[i].fill(i, ws, ids)
	}
}

// fill sorts by counting: words are counted for each bucket, then put where they belong.
func (t *table) fill(number int, ws []uint64, ids []uint32) {
	for _, w := range ws {
		p, b := t.bucket(chunk(w, number))
		p.starts[b]++
	}
	// All pages lie in one piece of memory until they outgrow their room there.
	allWords, allIDs := make([]uint64, len(ws)+len(ws)/32), make([]uint32, len(ws)+len(ws)/32)
	adviseHuge(allWords)
	adviseHuge(allIDs)
	begin := 0
	for i := range t.pages {
		p := &t.pages[i]
		sum := uint32(0)
		for b, n := range p.starts {
			sum += n
			p.starts[b] = sum // the end of the bucket, for now
		}
		end := begin + int(sum)
		room := end + int(sum)/32
		p.words, p.ids = allWords[begin:end:room], allIDs[begin:end:room]
		begin = room
	}
	for i, w := range ws {
		p, b := t.bucket(chunk(w, number))
		p.starts[b]--
		at := p.starts[b]
		p.words[at], p.ids[at] = w, ids[i]
	}
}

// all returns every word and its id.
func (x *words) all() (ws []uint64, ids []uint32) {
	ws, ids = make([]uint64, 0, x.n), make([]uint32, 0, x.n)
	for i := range x.tables[0].pages {
		p := &x.tables[0].pages[i]
		ws, ids = append(ws, p.words...), append(ids, p.ids...)
	}
	return ws, ids
}

// at calls yield for every id under which just this word stands, until it returns false.
func (x *words) at(word uint64, yield func(id uint32) bool) {
	p, b := x.tables[0].bucket(chunk(word, 0))
	for i := p.starts[b]; i < p.starts[b+1]; i++ {
		if p.words[i] == word && !yield(p.ids[i]) {
			return
		}
	}
}

// flips lists, by number of bits that differ at most, what to flip in a chunk to get all those near it.
var flips = func() (out [mostFlips + 1][]uint16) {
	for n := range out {
		out[n] = appendFlips(nil, 0, chunkBits-1, n)
	}
	return out
}()

// appendFlips appends flip with up to n of the bits from the given one down set, in ascending order, which keeps the buckets of
// a page together.
func appendFlips(dst []uint16, flip uint16, from, n int) []uint16 {
	if from < 0 || n == 0 {
		return append(dst, flip)
	}
	dst = appendFlips(dst, flip, from-1, n)
	return appendFlips(dst, flip|1<<from, from-1, n-1)
}
