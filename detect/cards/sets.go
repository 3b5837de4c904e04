package cards

import (
	"math"
	"slices"
)

// A run is a stretch of pixels in a row.
type run struct {
	x0, x1, y int16 // x1 is the last pixel
	next      int32 // run of the same set, or -1
	parent    int32
}

// A set is what is connected of the pixels whose gradient is at most, or at least, some threshold: the inside of a card between
// its letters, or its border with what is printed near it.
type set struct {
	head           int32 // of the list of its runs
	tail           int32
	area           int32
	x0, y0, x1, y1 int16
	lasted         int32 // thresholds through which its extent stayed about the same
}

// sets looks at a few thresholds in turn, so that none has to be the right one.
type sets struct {
	l     *level
	runs  []run
	comp  []set // by root, of the threshold at hand
	noted []set
	first int // run of the threshold at hand
}

const (
	maxSets  = 80 // looked at
	maxNoted = 600
	minArea  = 19 // of a set that may be noted: half the edges of the smallest box
	minLong  = 24 // pixels of a level
	minShort = 14
)

// Thresholds are such that these parts of a level's pixels have gradients above them, in thousandths.
var (
	flatParts  = [...]int{600, 450, 330, 240, 170, 110, 60}
	sharpParts = [...]int{30, 60, 110, 170, 240, 330}
)

func newSets(l *level) *sets { return &sets{l: l, runs: l.memory.runs[:0], comp: l.memory.comps[:0]} }

// gather notes the sets of all thresholds.
func (f *sets) gather() {
	last := -1
	for _, part := range flatParts {
		if t := f.l.above(part); t != last {
			f.label(0, uint8(t), 0)
			last = t
		}
	}
	faint := int(rankOf[min(maxMagnitude, f.l.floor/2)])
	last = -1
	for _, part := range sharpParts {
		if t := max(faint, f.l.above(part)) + 1; t != last {
			f.label(uint8(t), 127, 1)
			last = t
		}
	}
	f.l.memory.runs, f.l.memory.comps = f.runs, f.comp
}

// above returns the rank that a part of the pixels, in thousandths, exceed.
func (l *level) above(part int) int {
	total := 0
	for _, n := range l.count {
		total += n
	}
	r, n := 127, 0
	for ; r > 0 && n*1000 < part*total; r-- {
		n += l.count[r]
	}
	return r
}

// label joins the pixels whose ranks lie from low to high. Runs touch when they overlap by reach more than they do: 1 makes
// diagonal neighbours touch, as thin edges need.
func (f *sets) label(low, high uint8, reach int16) {
	f.first = len(f.runs)
	f.comp = f.comp[:0]
	above, end := f.first, f.first
	for y := range f.l.h {
		row := f.l.rank[y*f.l.w:][:f.l.w]
		begin := len(f.runs)
		for x := 0; x < len(row); x++ {
			if row[x]-low > high-low {
				continue
			}
			x0 := x
			for x++; x < len(row) && row[x]-low <= high-low; x++ {
			}
			f.add(int16(x0), int16(x-1), int16(y))
		}
		for a, b := above, begin; a < end && b < len(f.runs); {
			p, q := &f.runs[a], &f.runs[b]
			if p.x0 <= q.x1+reach && q.x0 <= p.x1+reach {
				f.merge(f.find(int32(a)), f.find(int32(b)))
			}
			if p.x1 < q.x1 {
				a++
			} else {
				b++
			}
		}
		above, end = begin, len(f.runs)
	}
	f.note()
}

func (f *sets) add(x0, x1, y int16) {
	i := int32(len(f.runs))
	f.runs = append(f.runs, run{x0, x1, y, -1, i})
	f.comp = append(f.comp, set{head: i, tail: i, area: int32(x1-x0) + 1, x0: x0, y0: y, x1: x1, y1: y, lasted: 1})
}

func (f *sets) find(i int32) int32 {
	for f.runs[i].parent != i {
		f.runs[i].parent = f.runs[f.runs[i].parent].parent
		i = f.runs[i].parent
	}
	return i
}

func (f *sets) merge(a, b int32) {
	if a == b {
		return
	}
	ca, cb := &f.comp[int(a)-f.first], &f.comp[int(b)-f.first]
	f.runs[ca.tail].next = b
	ca.tail = cb.tail
	ca.area += cb.area
	ca.x0, ca.y0, ca.x1, ca.y1 = min(ca.x0, cb.x0), min(ca.y0, cb.y0), max(ca.x1, cb.x1), max(ca.y1, cb.y1)
	f.runs[b].parent = a
}

// note keeps sets that are large enough to be a card and not too ragged; one that is about as large as at another threshold lasts.
func (f *sets) note() {
	for i := range f.comp {
		c := &f.comp[i]
		w, h := int32(c.x1-c.x0)+1, int32(c.y1-c.y0)+1
		if max(w, h) < minLong || min(w, h) < minShort || c.area < minArea || c.area*2 < w+h || len(f.noted) >= maxNoted {
			continue
		}
		if f.runs[int(c.head)].parent != c.head {
			continue // joined another
		}
		slack := int16(1 + min(w, h)/16)
		if k := slices.IndexFunc(f.noted, func(o set) bool {
			return near(o.x0, c.x0, slack) && near(o.x1, c.x1, slack) && near(o.y0, c.y0, slack) && near(o.y1, c.y1, slack)
		}); k >= 0 {
			f.noted[k].lasted++
			continue
		}
		f.noted = append(f.noted, *c)
	}
}

func near(a, b, slack int16) bool { return max(a, b)-min(a, b) <= slack }

// chosen returns the sets that last through most thresholds and are large.
func (f *sets) chosen() []set {
	priority := func(s *set) int { return int(s.lasted) * int(min(s.x1-s.x0, s.y1-s.y0)) }
	slices.SortStableFunc(f.noted, func(a, b set) int { return priority(&b) - priority(&a) })
	return f.noted[:min(len(f.noted), maxSets)]
}

// spans returns the first and the last pixel of each row of a set.
func (f *sets) spans(s *set, left, right []int16) (l, r []int16) {
	rows := int(s.y1-s.y0) + 1
	for i := range rows {
		left[i], right[i] = math.MaxInt16, -1
	}
	for i := s.head; i >= 0; i = f.runs[i].next {
		u := &f.runs[i]
		y := u.y - s.y0
		left[y], right[y] = min(left[y], u.x0), max(right[y], u.x1)
	}
	return left[:rows], right[:rows]
}
