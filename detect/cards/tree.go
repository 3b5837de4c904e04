package cards

import "slices"

// A node is a connected set of pixels of a level as it was before it merged with something that made it much larger: the
// pixels whose gradient is at most, or at least, some threshold. Looking at every threshold at once needs no choice of one.
type node struct {
	head, tail     int32 // of the list of its pixels
	area           int32
	x0, y0, x1, y1 int16
	life           int16 // thresholds through which its extent stayed about the same
	priority       int32
}

// A forest joins pixels in the order of their gradient (union-find on pixels). Lists of pixels are concatenated at each merger, so
// that a node's pixels stay contiguous in the list for ever.
type forest struct {
	l      *level
	parent []int32 // negative: not joined yet
	next   []int32
	comp   []component // by root
	nodes  []node
}

type component struct {
	tail           int32
	area           int32
	box            int32 // area of the bounding box when it was last noted
	x0, y0, x1, y1 int16
	since          int16 // rank at that time
}

const (
	maxNoted = 6000 // nodes of a forest that are noted; noise has many
	maxNodes = 160  // nodes of a forest that are looked at
	growth   = 23   // in twentieths: of the bounding box that makes a set a new one
	growthOf = 20
	minArea  = 19 // of a set that may be noted: half the edges of the smallest box
)

// grow joins pixels from the lowest gradient on, which gives the inside of a card between its letters, or from the strongest on,
// which gives its border with what is printed near it.
func (l *level) grow(strong bool) *forest {
	n := l.w * l.h
	f := &forest{l: l, parent: l.memory.longs.take(n), next: l.memory.longs.take(n), comp: l.memory.sets.take(n)}
	for i := range f.parent {
		f.parent[i] = -1
	}
	faint := rankOf[min(maxMagnitude, l.floor/2)]
	if strong {
		for _, p := range l.order(func(r uint8) int { return 127 - int(r) }) {
			if l.rank[p] < faint {
				break
			}
			f.add(p)
			f.diagonals(p) // edges are thin: eight neighbours, and so four for what lies between them
		}
		return f
	}
	// What is flat is joined first whatever the order, and so in the order that memory likes.
	for _, p := range l.order(func(r uint8) int { return int(max(r, faint)) }) {
		f.add(p)
	}
	return f
}

// order sorts pixels by a key of their rank, from 0 to 127.
func (l *level) order(key func(r uint8) int) []int32 {
	var keys [128]uint8
	for r := range keys {
		keys[r] = uint8(key(uint8(r)))
	}
	var start [129]int
	for _, r := range l.rank {
		start[int(keys[r&127])+1]++
	}
	for i := 1; i < len(start); i++ {
		start[i] += start[i-1]
	}
	out := l.memory.longs.take(len(l.rank))
	for i, r := range l.rank {
		k := keys[r&127]
		out[start[k]] = int32(i)
		start[k]++
	}
	return out
}

// add joins a pixel with those of its four neighbours that came before.
func (f *forest) add(p int32) {
	w := int32(f.l.w)
	x, y := p%w, p/w
	rank := int16(f.l.rank[p])
	f.parent[p] = p
	f.next[p] = -1
	f.comp[p] = component{tail: p, area: 1, box: 1, x0: int16(x), y0: int16(y), x1: int16(x), y1: int16(y), since: rank}
	root := p
	if x > 0 && f.parent[p-1] >= 0 {
		root = f.merge(root, f.find(p-1), rank)
	}
	if y > 0 && f.parent[p-w] >= 0 {
		root = f.merge(root, f.find(p-w), rank)
	}
	if x+1 < w && f.parent[p+1] >= 0 {
		root = f.merge(root, f.find(p+1), rank)
	}
	if int(p+w) < len(f.parent) && f.parent[p+w] >= 0 {
		f.merge(root, f.find(p+w), rank)
	}
}

func (f *forest) diagonals(p int32) {
	w, h := int32(f.l.w), int32(f.l.h)
	x, y := p%w, p/w
	rank := int16(f.l.rank[p])
	for _, d := range [4][2]int32{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		if i, j := x+d[0], y+d[1]; i >= 0 && j >= 0 && i < w && j < h {
			if q := j*w + i; f.parent[q] >= 0 {
				f.merge(f.find(p), f.find(q), rank)
			}
		}
	}
}

func (f *forest) find(p int32) int32 {
	for f.parent[p] != p {
		f.parent[p] = f.parent[f.parent[p]]
		p = f.parent[p]
	}
	return p
}

// merge joins two sets and returns the root of both. Whichever becomes much larger by it is noted as it was.
func (f *forest) merge(a, b int32, rank int16) int32 {
	if a == b {
		return a
	}
	if f.comp[a].area < f.comp[b].area {
		a, b = b, a
	}
	ca, cb := &f.comp[a], &f.comp[b]
	x0, y0, x1, y1 := min(ca.x0, cb.x0), min(ca.y0, cb.y0), max(ca.x1, cb.x1), max(ca.y1, cb.y1)
	box := (int32(x1-x0) + 1) * (int32(y1-y0) + 1)
	if cb.area >= minArea && box*growthOf > growth*cb.box {
		f.note(b, rank)
	}
	if box*growthOf > growth*ca.box {
		f.note(a, rank)
		ca.box, ca.since = box, rank
	}
	f.next[ca.tail] = b
	ca.tail = cb.tail
	ca.area += cb.area
	ca.x0, ca.y0, ca.x1, ca.y1 = x0, y0, x1, y1
	f.parent[b] = a
	return a
}

// note keeps a set that is large enough to be a card and not too ragged.
func (f *forest) note(root int32, rank int16) {
	c := &f.comp[root]
	w, h := int32(c.x1-c.x0)+1, int32(c.y1-c.y0)+1
	if max(w, h) < minLong || min(w, h) < minShort || c.area < minArea || c.area*2 < w+h || len(f.nodes) >= maxNoted {
		return
	}
	life := rank - c.since
	if life < 0 {
		life = -life
	}
	f.nodes = append(f.nodes, node{root, c.tail, c.area, c.x0, c.y0, c.x1, c.y1, life, (int32(life) + 1) * min(w, h)})
}

const (
	minLong  = 24 // pixels of a level
	minShort = 14
)

// chosen returns the nodes that last through most thresholds and are large.
func (f *forest) chosen() []node {
	slices.SortStableFunc(f.nodes, func(a, b node) int { return int(b.priority - a.priority) })
	return f.nodes[:min(len(f.nodes), maxNodes)]
}
