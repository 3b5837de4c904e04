package patrol

import "sync"

// Bounds of what is remembered of pages that could not be handed over.
const (
	maxTroubles   = 8     // in a row over one page, each after the watch was ready again
	maxRemembered = 1_000 // pages; a storage that fails for long must not make this grow
)

// stubborn knows the pages over which there was trouble again and again. A failure of ours costs no page; but a page that can
// never be handed over, for whatever reason, must not be tried for ever.
type stubborn struct {
	mu    sync.Mutex
	times map[string]int // by URL
}

// again counts a trouble over a page and reports whether it is the page's own after all.
func (s *stubborn) again(url string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times == nil || len(s.times) >= maxRemembered {
		s.times = map[string]int{}
	}
	s.times[url]++
	return s.times[url] > maxTroubles
}

// over forgets a page that was settled.
func (s *stubborn) over(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.times, url)
}
