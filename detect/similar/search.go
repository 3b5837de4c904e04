package similar

import (
	"math/bits"
	"slices"
)

// limits say in how many bits a chunk of a word may differ from the query's to be looked at, by table; -1: not at all.
type limits [chunks]int

// share shares a radius out among parts of a word or hash: what differs in at most that many bits has a part i that differs in
// at most the i-th limit. For this the limits, counted from -1, have to make radius + 1 together.
func share(radius int) (l limits) {
	rest := max(0, radius+1)
	for i := range l {
		l[i] = rest/len(l) - 1
		if i < rest%len(l) {
			l[i]++
		}
	}
	return l
}

// search appends to dst each word that differs from the query in at most radius bits, once for each time it was added.
func (x *words) search(dst []Match, query uint64, radius int) []Match {
	l, cost := x.plan(query, radius)
	if cost >= x.n {
		return x.scan(dst, query, radius)
	}
	for i := range x.tables {
		if l[i] >= 0 {
			dst = x.visit(dst, i, &l, query, radius)
		}
	}
	return dst
}

// plan chooses the limits that leave the fewest words to look at, and says what that costs, in words. Where many hashes are alike
// in some chunk, its buckets near the query are huge: then the other chunks bear more of the radius.
func (x *words) plan(query uint64, radius int) (limits, int) {
	radius = max(radius, -1)
	var costs [chunks][mostFlips + 2]int // by table and limit + 1
	for i := range costs {
		for n := range costs[i] {
			costs[i][n] = 1 << 40
		}
		costs[i][0] = 0
		for n, f := range flips[:min(max(radius, 0)/chunks, mostFlips)+1] {
			costs[i][n+1] = x.tables[i].count(chunk(query, i), f) + len(f)*visitCost
		}
	}
	return cheapest(&costs, radius+1)
}

// visitCost is how many words in a row cost as much as going to a bucket.
const visitCost = 16

// cheapest distributes so many steps among the chunks.
func cheapest(costs *[chunks][mostFlips + 2]int, steps int) (best limits, cost int) {
	cost = 1 << 40
	for a := range costs[0] {
		for b := range costs[1] {
			for c := range costs[2] {
				d := steps - a - b - c
				if d < 0 || d >= len(costs[3]) {
					continue
				}
				if sum := costs[0][a] + costs[1][b] + costs[2][c] + costs[3][d]; sum < cost {
					best, cost = limits{a - 1, b - 1, c - 1, d - 1}, sum
				}
			}
		}
	}
	return best, cost
}

// count returns the number of words in the buckets of a key with some bits flipped.
func (t *table) count(key uint16, flips []uint16) int {
	n := uint32(0)
	for _, f := range flips {
		p, b := t.bucket(key ^ f)
		n += p.starts[b+1] - p.starts[b]
	}
	return int(n)
}

func (x *words) scan(dst []Match, query uint64, radius int) []Match {
	for i := range x.tables[0].pages {
		p := &x.tables[0].pages[i]
		for k, w := range p.words {
			if d := bits.OnesCount64(w ^ query); d <= radius {
				dst = append(dst, Match{ID(p.ids[k]), uint16(d)})
			}
		}
	}
	return dst
}

// visit searches the buckets of one table, some at a time: at first a word of each line of memory is read, without asking what it
// is. Reads that do not depend on each other wait for memory together, those of a comparison one after the other.
func (x *words) visit(dst []Match, table int, l *limits, query uint64, radius int) []Match {
	t := &x.tables[table]
	key := chunk(query, table)
	for rest := flips[l[table]]; len(rest) > 0; {
		n := min(len(rest), together)
		var buckets [together]stop
		for i, f := range rest[:n] {
			p, b := t.bucket(key ^ f)
			buckets[i] = stop{p.words[p.starts[b]:p.starts[b+1]], p.ids[p.starts[b]:p.starts[b+1]]}
		}
		var sum uint64
		for i := range buckets[:n] {
			ws := buckets[i].words
			for k := 0; k < len(ws); k += wordsInLine {
				sum += ws[k]
			}
		}
		if sum == 0x9e3779b97f4a7c15 {
			n = min(n, together) // changes nothing, but what is not used would not be read
		}
		for i := range buckets[:n] {
			dst = searchBucket(dst, buckets[i].words, buckets[i].ids, table, l, query, radius)
		}
		rest = rest[n:]
	}
	return dst
}

type stop struct {
	words []uint64
	ids   []uint32
}

const (
	together    = 16
	wordsInLine = 8
)

// searchBucket passes over what is not near, then tells in blocks what is.
func searchBucket(dst []Match, words []uint64, ids []uint32, table int, l *limits, query uint64, radius int) []Match {
	for {
		n := skipFar(words, query, radius)
		words, ids = words[n:], ids[n:]
		if len(words) == 0 {
			return dst
		}
		n = min(len(words), blockSize)
		var near [blockSize]uint8
		if found := pick(&near, words[:n], query, radius); found > 0 {
			dst = appendNew(dst, near[:found], words, ids, table, l, query)
		}
		words, ids = words[n:], ids[n:]
	}
}

// blockSize is how many words are looked at one by one once a near one is met: more of them are to be expected.
const blockSize = 64

// skipFar returns how many words at the beginning are all farther than the radius. It looks at four at a time.
func skipFar(words []uint64, query uint64, radius int) int {
	n := len(words)
	for len(words) >= 4 {
		a, b := radius-bits.OnesCount64(words[0]^query), radius-bits.OnesCount64(words[1]^query)
		c, d := radius-bits.OnesCount64(words[2]^query), radius-bits.OnesCount64(words[3]^query)
		if a&b&c&d >= 0 { // at least one is not negative
			return n - len(words)
		}
		words = words[4:]
	}
	for len(words) > 0 && bits.OnesCount64(words[0]^query) > radius {
		words = words[1:]
	}
	return n - len(words)
}

// pick lists which words are near, without branches: in a crowd the processor could not foresee them.
func pick(near *[blockSize]uint8, words []uint64, query uint64, radius int) int {
	n := 0
	for i, w := range words {
		near[n%blockSize] = uint8(i)
		n += 1 + (radius-bits.OnesCount64(w^query))>>63
	}
	return n
}

// appendNew appends those of the near words that no earlier table's visit has found, which their bits alone tell.
func appendNew(dst []Match, near []uint8, words []uint64, ids []uint32, table int, l *limits, query uint64) []Match {
	at := len(dst)
	dst = slices.Grow(dst, len(near))[:at+len(near)]
	for _, i := range near {
		differ := words[i] ^ query
		dst[at] = Match{ID(ids[i]), uint16(bits.OnesCount64(differ))}
		found := 0
		for k := range table {
			found |= bits.OnesCount16(chunk(differ, k)) - l[k] - 1
		}
		at += 1 + found>>63
	}
	return dst[:at]
}
