//go:build bars

package scan

import "testing"

// TestBarBacklog counts the backlog of the national deduplication in 2017: 4.5 million people, a fifth of them twice.
func TestBarBacklog(t *testing.T) {
	checkBacklog(t, backlog{people: 4_500_000, seed: 2017})
}

// TestBarScanWithstands is TestScanWithstands with 10 MB of everything.
func TestBarScanWithstands(t *testing.T) { checkWithstands(t, 10_000_000, 10_000_000) }
