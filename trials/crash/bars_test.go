//go:build bars

package crash

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// TestBarCrash kills the real binary a hundred times at random moments, and at every named step at its first, its last and
// several other times. RONDA_SEED repeats a run.
func TestBarCrash(t *testing.T) {
	y := newCrashYard(t)
	seed := crashSeed(t, uint64(time.Now().UnixNano()))
	var random, named, trials atomic.Int64
	t.Run("kills", func(t *testing.T) {
		for i, step := range crashSteps(t) {
			if stepsElsewhere[step] != "" || commandTrials()[step] != nil {
				continue // TestCrash tries the commands
			}
			r := rand.New(rand.NewPCG(seed, uint64(i)))
			reached := max(1, y.steps[step])
			counts := map[int]bool{1: true, reached: true}
			for len(counts) < min(6, reached) {
				counts[1+r.IntN(reached)] = true
			}
			for n := range counts {
				t.Run(fmt.Sprintf("%s-%d", step, n), func(t *testing.T) {
					t.Parallel()
					y.stepTrial(t, step, n)
					named.Add(1)
					trials.Add(1)
				})
			}
		}
		for i := range 16 { // more begin than are needed: some end before they are killed
			t.Run("random-"+strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(seed, uint64(1000+i)))
				for n := 0; random.Load() < 100; n++ {
					random.Add(int64(y.randomTrial(t, fmt.Sprintf("random-%d.%d", i+1, n+1), r, 1+r.IntN(4))))
					trials.Add(1)
				}
			})
		}
		for i := range 100 {
			t.Run("starting-"+strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				y.startTrial(t, fmt.Sprintf("starting-%d", i+1), rand.New(rand.NewPCG(seed, uint64(2000+i))))
			})
		}
	})
	t.Logf("%d kills at named steps and %d at random moments in %d trials, 100 first starts killed; each compared with %d alerts and %d URLs",
		named.Load(), random.Load(), trials.Load(), len(y.books.alerts), len(y.books.urls))
}
