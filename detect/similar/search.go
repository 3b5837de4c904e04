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
	var costs [chunks][mostFlips + 2]int // by table and limit + 1
	for i := range costs {
		for n, f := range flips {
			costs[i][n+1] = x.tables[i].count(chunk(query, i), f) + len(f)*visitCost
			if n+1 >= radius/chunks+2 {
				// more was not asked for
				for k := n + 2; k < len(costs[i]); k++ {
					costs[i][k] = 1 << 40
				}
				break
			}
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

// visit searches the buckets of one table.
func (x *words) visit(dst []Match, table int, l *limits, query uint64, radius int) []Match {
	t := &x.tables[table]
	key := chunk(query, table)
	for _, f := range flips[l[table]] {
		p, b := t.bucket(key ^ f)
		dst = searchBucket(dst, p.words[p.starts[b]:p.starts[b+1]], p.ids[p.starts[b]:p.starts[b+1]], table, l, query, radius)
	}
	return dst
}

// searchBucket looks at four words at a time. Which of them are near is told without branches: in a crowd the processor could
// not foresee them.
func searchBucket(dst []Match, words []uint64, ids []uint32, table int, l *limits, query uint64, radius int) []Match {
	var near [256]uint8
	for len(words) > 0 {
		block := words[:min(len(words), len(near))]
		n := 0
		i := 0
		for ; i+4 <= len(block); i += 4 {
			w := block[i : i+4 : i+4]
			a, b := radius-bits.OnesCount64(w[0]^query), radius-bits.OnesCount64(w[1]^query)
			c, d := radius-bits.OnesCount64(w[2]^query), radius-bits.OnesCount64(w[3]^query)
			if a&b&c&d < 0 {
				continue // all four are negative
			}
			near[uint8(n)] = uint8(i)
			n += 1 + a>>63
			near[uint8(n)] = uint8(i + 1)
			n += 1 + b>>63
			near[uint8(n)] = uint8(i + 2)
			n += 1 + c>>63
			near[uint8(n)] = uint8(i + 3)
			n += 1 + d>>63
		}
		for ; i < len(block); i++ {
			near[uint8(n)] = uint8(i)
			n += 1 + (radius-bits.OnesCount64(block[i]^query))>>63
		}
		if n > 0 {
			dst = appendNew(dst, near[:n], block, ids, table, l, query)
		}
		words, ids = words[len(block):], ids[len(block):]
	}
	return dst
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
