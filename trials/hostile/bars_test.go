//go:build bars

package hostile

import (
	"testing"

	"ronda/trials"
)

// worst is what a crawl with 16 workers, and a scan, may have in memory.
var worst = size{workers: 16, resident: 512 << 20}

// TestBarHostileInputs gives the real binary more than 10,000 hostile inputs: pages, pictures, robots files and servers to
// run, archives and files to scan. Nothing crashes or hangs, memory stays bounded, and every listing in between is alerted.
func TestBarHostileInputs(t *testing.T) {
	binary := trials.Binary(t, "")
	t.Run("run", func(t *testing.T) {
		tryRun(t, binary, worst, &hostileWeb{seed: 20261122, pages: 6000, galleries: 500, robots: 400, slow: 24, hosts: 40})
	})
	t.Run("scan", func(t *testing.T) {
		const files, archives = 900, 700
		tryScan(t, binary, worst, 20261123, files+archives, func(i int) bool { return i >= files })
	})
}
