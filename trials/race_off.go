//go:build !race

package trials

// race tells whether the tests run under the race detector.
const race = false
