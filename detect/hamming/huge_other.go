//go:build !linux

package hamming

// adviseHuge asks for large pages of memory, where the system can be asked.
func adviseHuge[T any]([]T, bool) {}
