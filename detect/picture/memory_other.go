//go:build !unix

package picture

import "github.com/tetratelabs/wazero/experimental"

// linearMemory grows as it is asked for.
type linearMemory struct{ all []byte }

func newLinearMemory(_, _ uint64) experimental.LinearMemory { return &linearMemory{} }

// Reallocate returns size bytes that begin with what was there.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > sandboxMemory {
		return nil
	}
	if size > uint64(cap(m.all)) {
		m.all = append(make([]byte, 0, size), m.all...)
	}
	m.all = m.all[:size]
	return m.all
}

// Free leaves it to the collector.
func (m *linearMemory) Free() { m.all = nil }
