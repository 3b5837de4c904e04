package patrol

import (
	"crypto/sha256"
	"strings"
	"sync"

	"ronda/crawler"
)

// rememberedBodies bounds the memory of what pages said, some 5 MB.
const rememberedBodies = 100_000

// bodyMemory knows the pages that were handed over by path and content, so that one page under many queries is judged
// once. It is a convenience of one process: what it forgets is judged again, which changes nothing.
type bodyMemory struct {
	mu    sync.Mutex
	limit int
	seen  map[[16]byte]struct{}
}

func newBodyMemory(limit int) *bodyMemory {
	return &bodyMemory{limit: limit, seen: make(map[[16]byte]struct{})}
}

func (m *bodyMemory) known(page *crawler.Page) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, known := m.seen[bodyKey(page)]
	return known
}

// remember and forget take nil for no page.
func (m *bodyMemory) remember(page *crawler.Page) {
	if page == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.seen) >= m.limit {
		clear(m.seen)
	}
	m.seen[bodyKey(page)] = struct{}{}
}

func (m *bodyMemory) forget(page *crawler.Page) {
	if page == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, bodyKey(page))
}

// bodyKey is a digest of a page's address without its query, and of its body.
func bodyKey(page *crawler.Page) [16]byte {
	path, _, _ := strings.Cut(page.URL, "?")
	h := sha256.New()
	h.Write([]byte(path))
	h.Write([]byte{0})
	h.Write(page.Body)
	return [16]byte(h.Sum(nil))
}
