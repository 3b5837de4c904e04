package cards

import "sync"

// A memory lends the large buffers of one search, which would otherwise cost as much to clear and to collect as some stages do. What
// it lends is not cleared.
type memory struct {
	bytes slab[uint8]
	marks slab[bool]
	words slab[int16]
	sums  slab[uint16]
	longs slab[int32]
	runs  []run
	comps []set
}

var memories = sync.Pool{New: func() any { return &memory{} }}

// reset takes back all that was lent.
func (m *memory) reset() {
	m.bytes.used, m.marks.used, m.words.used, m.sums.used, m.longs.used = 0, 0, 0, 0, 0
}

type slab[T any] struct {
	buf  []T
	used int
}

func (s *slab[T]) take(n int) []T {
	if s.used+n > len(s.buf) {
		s.buf, s.used = make([]T, 2*len(s.buf)+n), 0 // what was lent of the old one stays valid
	}
	out := s.buf[s.used : s.used+n : s.used+n]
	s.used += n
	return out
}
