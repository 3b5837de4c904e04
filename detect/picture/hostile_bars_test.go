//go:build bars

package picture_test

import (
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"ronda/detect/layout"
	"ronda/rules"
)

// TestBarHostileRecognise takes the hostile files of TestBarHostilePictures all the way, as the product does: those that can be
// decoded are searched for documents too. The bar is the same.
func TestBarHostileRecognise(t *testing.T) {
	layouts, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	r, err := layout.New(layouts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Log("the peak of memory is that of all tests so far:", err)
	}
	c := newCorpus(t, 7)
	var mu sync.Mutex
	kinds := map[string]*tally{}
	files := make(chan hostile)
	var group sync.WaitGroup
	for range hostileWorkers {
		group.Go(func() {
			for f := range files {
				start := time.Now()
				_, err := r.Recognise(f.data)
				took := time.Since(start)
				mu.Lock()
				if err != nil && !known(err) {
					t.Errorf("%s: %v", f.kind, err)
				}
				if kinds[f.kind] == nil {
					kinds[f.kind] = &tally{}
				}
				kinds[f.kind].count(took, err)
				mu.Unlock()
			}
		})
	}
	for i := range hostileFiles {
		files <- c.next(i)
	}
	close(files)
	group.Wait()
	sum := tally{}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		t.Logf("%-13s %4d files, %4d decoded, %d panics, longest %v, all %v", name, k.files, k.decoded, k.panics, k.longest.Round(time.Millisecond), k.all.Round(time.Millisecond))
		sum.panics, sum.decoded, sum.longest = sum.panics+k.panics, sum.decoded+k.decoded, max(sum.longest, k.longest)
	}
	peak, err := peakMemory()
	if err != nil {
		t.Skip("the system does not tell the peak of memory:", err)
	}
	t.Logf("%d files, %d decoded, %d panics, longest %v, peak memory %d MB", hostileFiles, sum.decoded, sum.panics, sum.longest.Round(time.Millisecond), peak>>20)
	if peak > hostilePeak {
		t.Errorf("peak memory %d MB, want under %d", peak>>20, hostilePeak>>20)
	}
}
