package convnet

import "golang.org/x/sys/cpu"

// addWide is addPlainly with sums in two registers of eight; values must not be empty. It rounds as addPlainly does.
//
//go:noescape
func addWide(sum *[block]float32, values, weights []float32)

var wide = cpu.X86.HasAVX

func add(sum *[block]float32, values, weights []float32) {
	if wide && len(values) > 0 {
		addWide(sum, values, weights[:len(values)*block])
		return
	}
	addPlainly(sum, values, weights)
}
