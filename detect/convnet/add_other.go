//go:build !amd64

package convnet

func add(sum *[block]float32, values, weights []float32) { addPlainly(sum, values, weights) }

func addFour(sums *[4 * block]float32, values []float32, step, count int, weights []float32) {
	addFourPlainly(sums, values, step, count, weights)
}
