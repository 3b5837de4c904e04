//go:build race

package picture_test

// raced leaves out most of what runs in one goroutine: it takes ten times as long under the detector.
const raced = true
