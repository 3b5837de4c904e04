package hamming

import (
	"math/bits"
	"slices"
)

// Hashes of pictures crowd: thousands of cards on one layout differ in a few bits. In a multi-index such a crowd fills some buckets
// with thousands of words, and a search from its midst reads most of them in every table. So a crowd is kept apart, once and in a
// row, and is read only for queries that are near enough to its centre. A word is in a crowd or in the tables, never in both.
type crowd struct {
	centre uint64
	words  []uint64
	ids    []uint32 // in the order of words
}

const (
	crowdReach = 10  // most bits in which a word of a crowd differs from its centre
	crowdSize  = 256 // words in a bucket of the first table from which on they are looked at as a crowd
	mostCrowds = 1 << 14
	sampleSize = 63 // words that a centre is made from
)

// crowdOf returns the crowd that a word belongs to, or nil. A word that has no chunk in common with a crowd's centre is left in the
// tables, where it is among few.
func (x *words) crowdOf(word uint64) *crowd {
	for i := range x.tables {
		t := &x.tables[i]
		if len(t.marks) == 0 {
			return nil
		}
		if n := t.marks[t.key(word)]; n > 0 {
			if c := &x.crowds[n-1]; bits.OnesCount64(word^c.centre) <= crowdReach {
				return c
			}
		}
	}
	return nil
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
	x.crowds = append(x.crowds, crowd{centre: centre})
	n := uint16(len(x.crowds))
	for i := range x.tables {
		t := &x.tables[i]
		if len(t.marks) == 0 {
			t.marks = make([]uint16, 1<<t.bits)
		}
		key := t.key(centre)
		near := t.flips[1]
		if i > 0 {
			near = near[:1] // its keys are too few for more
		}
		for _, flip := range near {
			if t.marks[key^flip] == 0 {
				t.marks[key^flip] = n
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
	n := 0
	for i, w := range ws {
		if c := x.crowdOf(w); c != nil {
			c.words, c.ids = append(c.words, w), append(c.ids, ids[i])
			continue
		}
		ws[n], ids[n] = w, ids[i]
		n++
	}
	return ws[:n], ids[:n]
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
		if c := x.crowdOf(w); c != nil {
			x.removeFromTables(w, ids[i])
			c.words, c.ids = append(c.words, w), append(c.ids, ids[i])
		}
	}
}

// search appends what is near. That is often a good part of the crowd, so each word is written down, and the next one over it when
// it was not near: no branch, which the processor could not foresee.
func (c *crowd) search(dst []Match, query uint64, radius int) []Match {
	const block = 1024
	for begin := 0; begin < len(c.words); begin += block {
		words := c.words[begin:min(begin+block, len(c.words))]
		ids := c.ids[begin:][:len(words)]
		n := len(dst)
		dst = slices.Grow(dst, len(words))
		out := dst[n : n+len(words)]
		near := uint(0)
		for i, w := range words {
			d := bits.OnesCount64(w ^ query)
			out[near] = Match{ID(ids[i]), uint16(d)}
			near += 1 - uint(radius-d)>>63
		}
		dst = dst[:n+int(near)]
	}
	return dst
}

func (c *crowd) remove(word uint64, id uint32) bool {
	last := len(c.words) - 1
	for i, w := range c.words {
		if w == word && c.ids[i] == id {
			c.words[i], c.ids[i] = c.words[last], c.ids[last]
			c.words[last], c.ids[last] = 0, 0
			c.words, c.ids = c.words[:last], c.ids[:last]
			return true
		}
	}
	return false
}
