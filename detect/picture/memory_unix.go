//go:build unix

package picture

import (
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// linearMemory is address space of its own, outside of the collector's reckoning, of which the system gives what is touched.
type linearMemory struct{ all []byte }

func newLinearMemory(_, maximum uint64) experimental.LinearMemory {
	all, err := syscall.Mmap(-1, 0, int(min(maximum, sandboxMemory)), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		all = nil // Reallocate then says that there is none
	}
	return &linearMemory{all}
}

// Reallocate returns the first size bytes.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.all)) {
		return nil
	}
	return m.all[:size:len(m.all)]
}

// Free gives all of it back to the system.
func (m *linearMemory) Free() {
	if m.all != nil {
		_ = syscall.Munmap(m.all) // it was mapped just so
		m.all = nil
	}
}
