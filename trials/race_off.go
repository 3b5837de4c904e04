//go:build !race

package trials

// Race tells whether the tests run under the race detector.
const Race = false
