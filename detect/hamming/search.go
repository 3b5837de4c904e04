package hamming

import (
	"encoding/binary"
	"math/bits"
)

// limits say in how many bits a part of a word or hash may differ from the query's to be looked at; -1: not at all.
type limits [chunks]int

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
//
// Chunks stand in a ring. Among those of a near word there is one from which on no sum of neighbours passes what their limits, and one for
// each neighbour, make together: else, going round from sum to sum, all of them would pass the radius (Qin and Xiao: Pigeonring). So
// it is enough to look in each table for the words of which the first chunk, and the first two together, are within that.
//
// A radius of four times n needs a limit of n in one chunk and n-1 in the others. With n-1 in all, and one more for two together, only
// words are missed that differ in just n bits of each chunk: level words. Each of their chunks is odd where the query's is, or, for an odd
// n, where it is not. The first table keeps words together by that, so little of its buckets is read for them.
func (x *words) search(dst []Match, query uint64, radius int) []Match {
	radius = min(radius, 64) // so that none of the sums overflows
	for n := range x.crowdsAround(query, radius+crowdReach) {
		dst = x.crowds[n].search(dst, query, bits.OnesCount64(query^x.centres[n]), radius)
	}
	h := hunt{query: query, radius: radius, limits: share(radius, chunks), extra: 1}
	level := radius >= 0 && radius%chunks == 0
	if level {
		h.limits, h.extra = share(radius-1, chunks), 2
	}
	if visits(share(radius, chunks))*visitCost > x.n {
		for word, id := range x.entries {
			if d := bits.OnesCount64(word ^ query); d <= radius {
				dst = append(dst, Match{ID(id), uint16(d)})
			}
		}
		return dst
	}
	if level {
		n := radius / chunks
		dst = h.visit(dst, x, flips(n, n), 0, true)
	}
	for i := range x.tables {
		if h.limits[i] >= 0 {
			dst = h.visit(dst, x, flips(0, h.limits[i]), i, false)
		}
	}
	return dst
}

// hunt is a search on its way.
type hunt struct {
	query   uint64
	radius  int
	limits  limits
	extra   int    // for two chunks together
	touched uint32 // of what is read ahead
	n       int
	maybe   [128]candidate // the first n
}

// candidate is a word of which the first two chunks are near.
type candidate struct {
	rest   *rest
	differ uint32 // the bits in which these chunks differ
}

// both returns in how many bits a part and the next one may differ together.
func (l *limits) both(i, extra int) int { return l[i] + l[(i+1)%len(l)] + extra }

// visitCost is how many words in a row cost as much as going to a bucket.
const visitCost = 16

// visits returns how many buckets a search has to go to.
func visits(l limits) int {
	n := 0
	for _, limit := range l {
		switch {
		case limit > mostFlips:
			return 1 << 40
		case limit >= 0:
			n += len(flips(0, limit))
		}
	}
	return n
}

// mostFlips is how many bits may differ in a chunk; with more it costs too much to read all buckets near it.
const mostFlips = 4

// allFlips is what to flip in a key to get all those near it, the nearest first.
var allFlips, flipsEnd = func() (all []uint32, end [mostFlips + 2]int) {
	for n := range mostFlips + 1 {
		for flip := range uint32(1 << chunkBits) {
			if bits.OnesCount32(flip) == n {
				all = append(all, flip)
			}
		}
		end[n+1] = len(all)
	}
	return all, end
}()

// flips returns what to flip in a key to get those that differ from it in so many bits, at least and at most.
func flips(least, most int) []uint32 { return allFlips[flipsEnd[least]:flipsEnd[most+1]] }

// visit searches buckets of one table, or what level words they may hold. A bucket lies somewhere in memory, and to find out where takes
// two more looks there, so many buckets are looked up at a time, and all of them read ahead: the processor waits for all of this together.
func (h *hunt) visit(dst []Match, x *words, flips []uint32, i int, level bool) []Match {
	const ahead = 64
	var spans [ahead]struct {
		seconds []byte
		rests   []rest
		flip    uint32
	}
	t := &x.tables[i]
	name, size := t.key(h.query)<<t.fine, 1<<t.fine
	if level {
		name, size = t.name(h.query), 1
		if h.radius/chunks%2 == 1 {
			name ^= 1<<t.fine - 1
		}
	}
	both := h.limits.both(i, h.extra)
	second := uint64(uint16(t.turned(h.query)>>32)) * eachSecond
	for len(flips) > 0 {
		n := min(ahead, len(flips))
		touched := uint32(0)
		for _, flip := range flips[:n] {
			page, b := t.bucket(name ^ flip<<t.fine)
			touched ^= t.starts[b] ^ uint32(len(t.pages[page].rests))
		}
		for k, flip := range flips[:n] {
			page, b := t.bucket(name ^ flip<<t.fine)
			p, begin, end := &t.pages[page], t.starts[b], t.starts[b+size]
			s := &spans[k]
			s.seconds, s.rests, s.flip = p.seconds[2*begin:2*end+spare], p.rests[begin:end], flip
		}
		for k := range spans[:n] {
			seconds := spans[k].seconds
			touched ^= uint32(seconds[len(seconds)-1])
			for ; len(seconds) > spare; seconds = seconds[min(line, len(seconds)):] {
				touched ^= uint32(seconds[0])
			}
		}
		h.touched ^= touched
		for k := range spans[:n] {
			s := &spans[k]
			limit := both - bits.OnesCount32(s.flip)
			for at := 0; ; at += inGroup {
				var near uint64
				at, near = skipFarSeconds(s.seconds, at, second, limit, high, eachSecond)
				if near == 0 {
					break
				}
				if h.n > len(h.maybe)-inGroup {
					dst = h.confirm(dst, i, t, level)
				}
				for ; near != 0; near &= near - 1 {
					// Bits are at the top of 16 for the later half of the group, one lower for the earlier half.
					bit := bits.TrailingZeros64(near)
					place := at + bit/16 + bit&1*4
					if place >= len(s.rests) {
						continue
					}
					d := binary.LittleEndian.Uint16(s.seconds[2*place:]) ^ uint16(second)
					h.maybe[h.n&(len(h.maybe)-1)] = candidate{&s.rests[place], s.flip<<16 | uint32(d)}
					h.n += int(uint(bits.OnesCount16(d)-limit-1) >> 63)
				}
			}
		}
		flips = flips[n:]
	}
	return h.confirm(dst, i, t, level)
}

const (
	line       = 64 // bytes that the processor gets from memory at a time
	eachSecond = 0x0001_0001_0001_0001
	high       = 0x8000 * eachSecond
)

// skipFarSeconds passes over second chunks that differ from the query's in more bits than the limit, a group at a time. It returns where
// a group begins in which some may not, and a bit for each of these. The highest bit of a chunk does not count: it serves to clear the lowest
// of the others that are set, as often as the limit says, and what is left then differs in more bits. What never changes is handed over,
// so that it stays in registers.
//
//go:noinline
func skipFarSeconds(seconds []byte, at int, query uint64, limit int, high, each uint64) (int, uint64) {
	for seconds = seconds[2*at:]; len(seconds) >= inGroup*2; seconds = seconds[inGroup*2:] {
		a, b := binary.LittleEndian.Uint64(seconds)^query, binary.LittleEndian.Uint64(seconds[8:])^query
		a, b = a&((a|high)-each), b&((b|high)-each)
		a, b = a&((a|high)-each), b&((b|high)-each)
		for k := 2; k < limit; k++ {
			a, b = a&((a|high)-each), b&((b|high)-each)
		}
		a, b = (a|high)-each, (b|high)-each
		if a&b&high != high {
			return at, (^a&high)>>1 | ^b&high
		}
		at += inGroup
	}
	return at, 0
}

// confirm appends what is near of the words that may be, but for those that another visit finds.
func (h *hunt) confirm(dst []Match, i int, t *table, level bool) []Match {
	if level {
		i = -1
	}
	query := uint32(t.turned(h.query))
	touched := uint32(0)
	for _, c := range h.maybe[:h.n] {
		touched ^= c.rest.half // the processor waits for all of them together
	}
	h.touched ^= touched
	for _, c := range h.maybe[:h.n] {
		differ := bits.RotateLeft64(uint64(c.differ)<<32|uint64(c.rest.half^query), -t.turn)
		if d := bits.OnesCount64(differ); d <= h.radius && h.table(differ) == i {
			dst = append(dst, Match{ID(c.rest.id), uint16(d)})
		}
	}
	h.n = 0
	return dst
}

// table returns the first table in which a word that differs in these bits is found, or -1.
func (h *hunt) table(differ uint64) int {
	for i := range h.limits {
		first := bits.OnesCount16(uint16(differ >> 48))
		differ = bits.RotateLeft64(differ, chunkBits)
		if first <= h.limits[i] && first+bits.OnesCount16(uint16(differ>>48)) <= h.limits.both(i, h.extra) {
			return i
		}
	}
	return -1
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
