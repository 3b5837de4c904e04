package convnet

import "golang.org/x/sys/cpu"

// addWide is addPlainly with sums in two registers of eight; values must not be empty. It rounds as addPlainly does.
//
//go:noescape
func addWide(sum *[block]float32, values, weights []float32)

// addFourWide is addWide for four rows of values at once, each step values after the one before; count, how many each has, must not
// be 0. Sums that wait for each other only every fourth time take half as long.
//
//go:noescape
func addFourWide(sums *[4 * block]float32, values *float32, step, count int, weights *float32)

var wide = cpu.X86.HasAVX

func add(sum *[block]float32, values, weights []float32) {
	if wide && len(values) > 0 {
		addWide(sum, values, weights[:len(values)*block])
		return
	}
	addPlainly(sum, values, weights)
}

func addFour(sums *[4 * block]float32, values []float32, step, count int, weights []float32) {
	if wide && count > 0 {
		_, _ = values[3*step+count-1], weights[count*block-1]
		addFourWide(sums, &values[0], step, count, &weights[0])
		return
	}
	addFourPlainly(sums, values, step, count, weights)
}
