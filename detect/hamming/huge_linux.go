package hamming

import (
	"syscall"
	"unsafe"
)

const (
	hugePage = 2 << 20
	collapse = 25 // MADV_COLLAPSE, since Linux 6.1: put what is there on large pages now
)

// adviseHuge asks for pages of memory of 2 MB under a slice that is read in many places at random: with pages of 4 KB much of a
// search's time goes into finding where these are. It is asked before the slice is filled, and again after that for memory that
// was in use before. It is a hint; where it is refused, searches are slower.
func adviseHuge[T any](s []T, filled bool) {
	if len(s) == 0 {
		return
	}
	first := unsafe.Pointer(unsafe.SliceData(s))
	size := uintptr(len(s)) * unsafe.Sizeof(s[0])
	skip := -uintptr(first) % hugePage
	if size < skip+hugePage {
		return
	}
	advice := syscall.MADV_HUGEPAGE
	if filled {
		advice = collapse
	}
	_ = syscall.Madvise(unsafe.Slice((*byte)(first), size)[skip:skip+(size-skip)/hugePage*hugePage], advice)
}
