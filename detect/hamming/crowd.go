package hamming

import (
	"iter"
	"math/bits"
	"slices"
)

// Hashes of pictures crowd: thousands of cards on one layout differ in a few bits. In a multi-index such a crowd fills some buckets
// with thousands of words, and a search from its midst reads most of them in every table. So a crowd is kept apart, once and in a
// row, and is read only for queries that are near enough to its centre. A word is in a crowd or in the tables, never in both.
//
// Its words lie in the order of how many bits they differ from its centre in, a bucket for each number. The query differs from the
// centre in some bits too, so there are buckets of which all words are near, of which none is, and of which each has to be looked at.
type crowd struct {
	page
	starts [crowdReach + 2]uint32
}

const (
	crowdReach = 10  // most bits in which a word of a crowd differs from its centre
	crowdSize  = 256 // words in a bucket of the first table from which on they are looked at as a crowd
	mostCrowds = 1 << 14
	sampleSize = 63 // words that a centre is made from
)

// crowdOf returns the number of the crowd that a word is to be put into, or -1. A word of which no chunk is near a crowd's centre is
// left in the tables, where it is among few.
func (x *words) crowdOf(word uint64) int {
	for i := range x.tables {
		t := &x.tables[i]
		if len(t.marks) == 0 {
			return -1
		}
		if n := int(t.marks[t.key(word)]) - 1; n >= 0 && bits.OnesCount64(word^x.centres[n]) <= crowdReach {
			return n
		}
	}
	return -1
}

// bucketOf returns the bucket of a crowd that a word is in, if it is in that crowd at all.
func (x *words) bucketOf(word uint64, crowd int) int {
	return bits.OnesCount64(word ^ x.centres[crowd])
}

// large returns from how many words on a bucket of the first table counts as a crowd's.
func (x *words) large() uint32 {
	return uint32(max(crowdSize, 8*x.n>>x.tables[0].bits))
}

// found founds a crowd around the centre of some words, all of one bucket of the first table.
func (x *words) found(sample []uint64) {
	if len(x.crowds) == mostCrowds {
		return
	}
	centre := majority(sample)
	x.crowds, x.centres = append(x.crowds, crowd{}), append(x.centres, centre)
	n := uint16(len(x.crowds))
	for i := range x.tables {
		t := &x.tables[i]
		if len(t.marks) == 0 {
			t.marks = make([]uint16, 1<<t.bits)
		}
		key := t.key(centre)
		for _, flip := range t.flips[1] {
			// A key that is near the centres of several crowds is the first one's, one that is a centre's own is that one's.
			if m := &t.marks[key^flip]; *m == 0 || flip == 0 && t.key(x.centres[*m-1]) != key {
				*m = n
			}
		}
	}
}

// majority returns the word that has each bit as most of the sample have it.
func majority(sample []uint64) (word uint64) {
	for bit := range 64 {
		ones := 0
		for _, w := range sample {
			ones += int(w >> bit & 1)
		}
		if 2*ones > len(sample) {
			word |= 1 << bit
		}
	}
	return word
}

// takeCrowds moves the words of crowds out of ws and ids, and returns what is left of them.
func (x *words) takeCrowds(ws []uint64, ids []uint32) ([]uint64, []uint32) {
	x.foundAll(ws)
	if len(x.crowds) == 0 {
		return ws, ids
	}
	of := make([]int16, len(ws))
	left := len(ws)
	for i, w := range ws {
		n := x.crowdOf(w)
		of[i] = int16(n)
		if n >= 0 {
			x.crowds[n].starts[x.bucketOf(w, n)]++
			left--
		}
	}
	room := newRoom(len(ws)-left, len(x.crowds))
	for i := range x.crowds {
		x.crowds[i].page = room.page(x.crowds[i].starts[:])
	}
	at := 0
	for i, w := range ws {
		if n := int(of[i]); n >= 0 {
			x.crowds[n].put(x.crowds[n].starts[:], x.bucketOf(w, n), w, ids[i])
			continue
		}
		ws[at], ids[at] = w, ids[i]
		at++
	}
	room.adviseHuge(true)
	return ws[:left], ids[:left]
}

// foundAll founds crowds where many words have the key of the first table in common, the largest first.
func (x *words) foundAll(ws []uint64) {
	t := &x.tables[0]
	counts := make([]uint32, 1<<t.bits)
	for _, w := range ws {
		counts[t.key(w)]++
	}
	large := x.large()
	if slices.Max(counts) < large {
		return
	}
	samples := map[uint32][]uint64{}
	for _, w := range ws {
		if k := t.key(w); counts[k] >= large && len(samples[k]) < sampleSize {
			samples[k] = append(samples[k], w)
		}
	}
	keys := make([]uint32, 0, len(samples))
	for k := range samples {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b uint32) int { return int(counts[b]) - int(counts[a]) })
	for _, k := range keys {
		if len(t.marks) == 0 || t.marks[k] == 0 {
			x.found(samples[k])
		}
	}
}

// gather founds a crowd in the bucket of a word that was added to the tables, where that has become large, and moves the bucket's
// words there. Those in other buckets stay where they are until the index is made anew.
func (x *words) gather(word uint64) {
	t := &x.tables[0]
	p, starts, b := t.place(word)
	if starts[b+1]-starts[b] < x.large() || len(t.marks) > 0 && t.marks[t.key(word)] != 0 {
		return
	}
	ws, ids := slices.Clone(p.words[starts[b]:starts[b+1]]), slices.Clone(p.ids[starts[b]:starts[b+1]])
	x.found(ws[len(ws)-sampleSize:])
	for i, w := range ws {
		if n := x.crowdOf(w); n >= 0 {
			x.removeFromTables(w, ids[i])
			x.addToCrowd(n, w, ids[i])
		}
	}
}

func (x *words) addToCrowd(n int, word uint64, id uint32) {
	c := &x.crowds[n]
	c.add(c.starts[:], x.bucketOf(word, n), word, id)
}

func (x *words) removeFromCrowd(n int, word uint64, id uint32) bool {
	c := &x.crowds[n]
	return c.remove(c.starts[:], x.bucketOf(word, n), word, id)
}

// crowdsAround returns the numbers of the crowds whose centres are within the radius. A word may be in any of those within the reach:
// the one that crowdOf returns may have been founded since the word was added.
func (x *words) crowdsAround(word uint64, radius int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 0; ; n++ {
			n += skipFar(x.centres[n:], word, radius)
			if n == len(x.centres) || bits.OnesCount64(word^x.centres[n]) <= radius && !yield(n) {
				return
			}
		}
	}
}

// search appends what is near, away being the distance of the query from the centre.
func (c *crowd) search(dst []Match, query uint64, away, radius int) []Match {
	first, last := max(0, away-radius), min(crowdReach, away+radius)
	if first > last {
		return dst
	}
	sure := min(max(first, radius-away+1), last+1) // the words of the buckets before it are all near
	begin, middle, end := c.starts[first], c.starts[sure], c.starts[last+1]
	dst = appendAll(dst, c.words[begin:middle], c.ids[begin:middle], query)
	return appendNear(dst, c.words[middle:end], c.ids[middle:end], query, radius)
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
