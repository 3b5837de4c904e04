//go:build !amd64

package convnet

func add(sum *[block]float32, values, weights []float32) { addPlainly(sum, values, weights) }
