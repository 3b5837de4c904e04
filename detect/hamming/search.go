package hamming

import "math/bits"

// limits say in how many bits a part of a word or hash may differ from the query's to be looked at; -1: not at all.
type limits [maxChunks]int

// share shares a radius out among so many parts: what differs in at most that many bits has a part i that differs in at most
// the i-th limit. For this the limits, counted from -1, have to make radius + 1 together.
func share(radius, parts int) (l limits) {
	rest := max(0, radius+1)
	for i := range parts {
		l[i] = rest/parts - 1
		if i < rest%parts {
			l[i]++
		}
	}
	return l
}

// search appends to dst each word that differs from the query in at most radius bits, once for each time it was added.
func (x *words) search(dst []Match, query uint64, radius int) []Match {
	l := share(radius, len(x.tables))
	h := hunt{query: query, radius: radius}
	for n := range x.crowdsAround(query, radius+crowdReach) {
		dst = x.crowds[n].search(dst, query, x.bucketOf(query, n), radius)
	}
	if x.visits(l)*visitCost > x.n {
		return x.scanTables(dst, &h)
	}
	for i := range x.tables {
		t := &x.tables[i]
		if l[i] < 0 {
			continue
		}
		dst = t.visit(dst, &h, t.flips[l[i]])
		if i < len(h.masks) {
			h.masks[i], h.visited[i] = t.mask(), l[i]+1
		}
	}
	return dst
}

// hunt is a search on its way.
type hunt struct {
	query   uint64
	radius  int
	masks   [maxChunks - 1]uint64 // of the chunks whose tables were visited
	visited [maxChunks - 1]int    // what differs there in fewer bits was found
	touched uint64                // of words that are read ahead
}

// visitCost is how many words in a row cost as much as going to a bucket.
const visitCost = 16

// visits returns how many buckets a search has to go to.
func (x *words) visits(l limits) int {
	n := 0
	for i := range x.tables {
		switch {
		case l[i] > mostFlips:
			return 1 << 40
		case l[i] >= 0:
			n += len(x.tables[i].flips[l[i]])
		}
	}
	return n
}

// scanTables reads all words that are in no crowd.
func (x *words) scanTables(dst []Match, h *hunt) []Match {
	for i := range x.tables[0].pages {
		p := &x.tables[0].pages[i]
		dst = h.bucket(dst, p.words, p.ids)
	}
	return dst
}

// visit searches the buckets of one table. A bucket lies somewhere in memory, and to find out where takes two more looks there, so some
// buckets are looked up at a time: the processor waits for all of them together. With 8 or 16 at a time it is a little slower.
func (t *table) visit(dst []Match, h *hunt, flips []uint32) []Match {
	const ahead = 12
	var spans [ahead]struct {
		page       *page
		begin, end uint32
	}
	key := t.key(h.query)
	for len(flips) > 0 {
		n := min(ahead, len(flips))
		for i, flip := range flips[:n] {
			page, b := t.bucket(key ^ flip)
			s := &spans[i]
			s.page, s.begin, s.end = &t.pages[page], t.starts[b], t.starts[b+1]
			if s.begin < s.end {
				h.touched ^= s.page.words[s.begin]
			}
		}
		for i := range spans[:n] {
			if s := &spans[i]; s.begin < s.end {
				dst = h.bucket(dst, s.page.words[s.begin:s.end], s.page.ids[s.begin:s.end])
			}
		}
		flips = flips[n:]
	}
	return dst
}

// bucket passes over what is not near, then tells in blocks what is.
func (h *hunt) bucket(dst []Match, words []uint64, ids []uint32) []Match {
	for {
		n := skipFar(words, h.query, h.radius)
		if n == len(words) {
			return dst
		}
		words, ids = words[n:], ids[n:]
		n = min(len(words), blockSize)
		dst = h.block(dst, words[:n], ids[:n])
		words, ids = words[n:], ids[n:]
	}
}

// blockSize is how many words are looked at one by one once a near one is met: more of them are to be expected.
const blockSize = 64

func (h *hunt) block(dst []Match, words []uint64, ids []uint32) []Match {
	var near [blockSize]uint8
	n := pick(&near, words, h.query, h.radius)
	return h.appendNew(dst, near[:n], words, ids)
}

// skipFar returns how many words at the beginning are all farther than the radius, or fewer by up to three. It looks at four at
// a time.
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
	for i, w := range words {
		if bits.OnesCount64(w^query) <= radius {
			return n - len(words) + i
		}
	}
	return n
}

// pick lists which words are near, without branches: in a crowd the processor could not foresee them.
func pick(near *[blockSize]uint8, words []uint64, query uint64, radius int) uint {
	n := uint(0)
	for i, w := range words {
		near[n%blockSize] = uint8(i)
		n += 1 - uint(radius-bits.OnesCount64(w^query))>>63
	}
	return n
}

// appendNew appends those of the near words that no earlier table's visit has found, which their bits alone tell. It uses near up.
func (h *hunt) appendNew(dst []Match, near []uint8, words []uint64, ids []uint32) []Match {
	fresh := 0
	for _, i := range near {
		near[fresh] = i
		differ := words[i] ^ h.query
		found := bits.OnesCount64(differ&h.masks[0]) - h.visited[0]
		found |= bits.OnesCount64(differ&h.masks[1]) - h.visited[1]
		found |= bits.OnesCount64(differ&h.masks[2]) - h.visited[2]
		fresh += 1 + found>>63
	}
	for _, i := range near[:fresh] {
		dst = append(dst, Match{ID(ids[i]), uint16(bits.OnesCount64(words[i] ^ h.query))})
	}
	return dst
}
