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
// Its words lie in rings: by how many bits they differ from its centre in.
type crowd [crowdReach + 1]ring

const (
	crowdReach = 10  // most bits in which a word of a crowd differs from its centre
	crowdSize  = 256 // words in a bucket of the first table from which on they are looked at as a crowd
	mostCrowds = 1 << 14
	sampleSize = 63 // words that are looked at to find centres
	fewest     = 12 // of them, around a centre, that make a crowd
	mostSteps  = 1 << 20
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

// ringOf returns the ring of a crowd that a word is in, if it is in that crowd at all.
func (x *words) ringOf(word uint64, n int) *ring {
	return &x.crowds[n][bits.OnesCount64(word^x.centres[n])]
}

// large returns from how many words on a bucket of the first table counts as a crowd's.
func (x *words) large() uint32 {
	return uint32(max(crowdSize, 2*x.n>>chunkBits))
}

// found founds crowds among some words, all of one bucket of the first table. A bucket may be that of several centres, and others' words
// are there as well: what is far from a word is another crowd's. Of words that have only their bucket in common, too, many are as near
// to one of them as those of a crowd may be to each other, but next to none to their centre.
func (x *words) found(sample []uint64) {
	for len(sample) >= fewest {
		var group, others []uint64
		for _, w := range sample {
			if bits.OnesCount64(w^sample[0]) <= 2*crowdReach {
				group = append(group, w)
			} else {
				others = append(others, w)
			}
		}
		sample = others
		centre := majority(group)
		if around(centre, group) >= fewest && len(x.crowds) < mostCrowds && x.crowdOf(centre) < 0 {
			x.foundAround(centre)
		}
	}
}

// around returns how many words are near enough to a centre to be in its crowd.
func around(centre uint64, ws []uint64) (n int) {
	for _, w := range ws {
		if bits.OnesCount64(w^centre) <= crowdReach {
			n++
		}
	}
	return n
}

// foundAround founds a crowd around a centre.
func (x *words) foundAround(centre uint64) {
	x.crowds, x.centres = append(x.crowds, crowd{}), append(x.centres, centre)
	n := uint16(len(x.crowds))
	for i := range x.tables {
		t := &x.tables[i]
		if len(t.marks) == 0 {
			t.marks = make([]uint16, 1<<chunkBits)
		}
		key := t.key(centre)
		for _, flip := range flips(0, 1) {
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
	of, sizes := make([]int16, len(ws)), make([][crowdReach + 1]int, len(x.crowds))
	for i, w := range ws {
		n := x.crowdOf(w)
		of[i] = int16(n)
		if n >= 0 {
			sizes[n][bits.OnesCount64(w^x.centres[n])]++
		}
	}
	filled := makeRings(x.crowds, sizes)
	left := 0
	for i, w := range ws {
		if n := int(of[i]); n >= 0 {
			x.ringOf(w, n).add(w, ids[i])
			continue
		}
		ws[left], ids[left] = w, ids[i]
		left++
	}
	filled()
	return ws[:left], ids[:left]
}

// foundAll founds crowds where many words have the key of the first table in common, the largest first.
func (x *words) foundAll(ws []uint64) {
	t := &x.tables[0]
	counts := make([]uint32, 1<<chunkBits)
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
		x.found(samples[k])
	}
}

// gather founds a crowd in the bucket of a word that was added to the tables, where that has become large, and moves the bucket's
// words there. Those in other buckets stay where they are until the index is made anew.
//
// Searches wait for this. So a bucket in which many words are left, of no crowd, is tried again only when it has doubled, and no more are
// moved than can be found in so many steps: all of them, unless the bucket had grown large with others.
func (x *words) gather(word uint64) {
	t := &x.tables[0]
	key := t.key(word)
	page, start := t.bucket(key << t.fine)
	begin, end := t.starts[start], t.starts[start+1<<t.fine]
	size := end - begin
	if size < x.large() || size < 2*x.tried[key] {
		return
	}
	x.tries++
	p := &t.pages[page]
	at := func(i uint32) uint64 { return word&^(1<<48-1) | p.get(begin+i) }
	var sample [sampleSize]uint64
	for i := range sample {
		sample[i] = at(uint32(i * int(size) / sampleSize))
	}
	x.found(sample[:])
	var ws []uint64
	var ids []uint32
	if slices.ContainsFunc(sample[:], func(w uint64) bool { return x.crowdOf(w) >= 0 }) {
		for i := uint32(0); i < size && len(ws) < mostSteps/int(size); i++ {
			if w := at(i); x.crowdOf(w) >= 0 {
				ws, ids = append(ws, w), append(ids, p.rests[begin+i].id)
			}
		}
	}
	for i, w := range ws {
		x.removeFromTables(w, ids[i])
		x.ringOf(w, x.crowdOf(w)).add(w, ids[i])
	}
	if x.tried == nil {
		x.tried = map[uint32]uint32{}
	}
	x.tried[key] = size - uint32(len(ws))
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
