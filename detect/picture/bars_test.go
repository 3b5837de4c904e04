//go:build bars

package picture_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ronda/detect/picture"
)

const (
	hostileFiles   = 10_000
	hostileWorkers = 4 // that decode at a time, with one decoder
	hostilePeak    = 512 << 20
)

// TestBarHostilePictures decodes ten thousand hostile files: none may crash or hang the process, and its peak memory, with all
// that the test itself holds, stays under 512 MB.
func TestBarHostilePictures(t *testing.T) {
	c, d := newCorpus(t, 7), picture.NewDecoder()
	var mu sync.Mutex
	kinds := map[string]*tally{}
	files := make(chan hostile)
	var group sync.WaitGroup
	for range hostileWorkers {
		group.Go(func() {
			for f := range files {
				start := time.Now()
				err := fuzzOne(t, d, f.kind, f.data, 640)
				mu.Lock()
				kinds[f.kind].count(time.Since(start), err)
				mu.Unlock()
			}
		})
	}
	for i := range hostileFiles {
		f := c.next(i)
		mu.Lock()
		if kinds[f.kind] == nil {
			kinds[f.kind] = &tally{}
		}
		mu.Unlock()
		files <- f
	}
	close(files)
	group.Wait()
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		t.Logf("%-13s %4d files, %4d decoded, %4d too large, %d panics, longest %v, all %v", name, k.files, k.decoded, k.tooLarge, k.panics, k.longest.Round(time.Millisecond), k.all.Round(time.Millisecond))
	}
	peak, err := peakMemory()
	if err != nil {
		t.Skip("the system does not tell the peak of memory:", err)
	}
	t.Logf("%d files, peak memory %d MB", hostileFiles, peak>>20)
	if peak > hostilePeak {
		t.Errorf("peak memory %d MB, want under %d", peak>>20, hostilePeak>>20)
	}
}

// A tally is what became of the files of one kind.
type tally struct {
	files, decoded, tooLarge, panics int
	longest, all                     time.Duration
}

func (k *tally) count(took time.Duration, err error) {
	k.files++
	k.all += took
	k.longest = max(k.longest, took)
	switch {
	case err == nil:
		k.decoded++
	case errors.Is(err, picture.ErrTooLarge):
		k.tooLarge++
	case errors.Is(err, picture.ErrPanic):
		k.panics++
	}
}

// peakMemory returns the process's largest resident set so far, in bytes.
func peakMemory() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
	return kb << 10, err
}
