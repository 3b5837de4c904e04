package similar

import (
	"syscall"
	"unsafe"
)

// adviseHuge asks for pages of memory of 2 MB under a slice that is read in many places at random: with pages of 4 KB most of
// a search's time goes into finding where these are. It is a hint; where it is refused, searches are slower.
func adviseHuge[T uint64 | uint32](s []T) {
	const huge = 2 << 20
	if cap(s) == 0 {
		return
	}
	begin := uintptr(unsafe.Pointer(unsafe.SliceData(s)))
	size := uintptr(cap(s)) * unsafe.Sizeof(s[:1][0])
	skip := -begin % huge
	if size < skip+huge {
		return
	}
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), size)
	_ = syscall.Madvise(bytes[skip:skip+(size-skip)/huge*huge], syscall.MADV_HUGEPAGE)
}
