package crash

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ronda/trials"
)

func TestMain(m *testing.M) { os.Exit(trials.Tests{M: m}.Run()) }

// TestCrash kills the real binary with SIGKILL at every named step and at some random moments, and compares what the next
// start makes of it with a run that nothing interrupted. TestBarCrash does more of the same.
func TestCrash(t *testing.T) {
	y := newCrashYard(t)
	seed := crashSeed(t, 1)
	t.Run("the uninterrupted run", func(t *testing.T) {
		for _, problem := range slices.Concat(y.books.faults, compareDeliveries(y.books, y.web.deliveries("reference")), y.reference.manners(t)) {
			t.Error(problem)
		}
		if len(y.books.events) < 10 || len(y.reference.starts[0].done) < 100 {
			t.Errorf("%d events and %d URLs are too few to tell anything", len(y.books.events), len(y.reference.starts[0].done))
		}
	})
	t.Run("the comparison can fail", y.comparisonFails)
	t.Run("a broken watch is noticed", y.brokenWatches)
	steps := crashSteps(t)
	table, err := os.ReadFile(filepath.Join(trials.Root(t), "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if !strings.Contains(string(table), "`"+step+"`") {
			t.Errorf("the crash table of docs/architecture.md does not say what happens at %s", step)
		}
	}
	for _, step := range slices.Concat(slices.Collect(maps.Keys(stepsElsewhere)), slices.Collect(maps.Keys(commandTrials()))) {
		if !slices.Contains(steps, step) {
			t.Errorf("%s is tried or left out, and is no step", step)
		}
	}
	for i, step := range steps {
		if stepsElsewhere[step] != "" {
			continue
		}
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			if commandTrials()[step] != nil {
				y.commandTrial(t, step)
				return
			}
			y.stepTrial(t, step, 1+rand.New(rand.NewPCG(seed, uint64(i))).IntN(max(1, y.steps[step])))
		})
	}
	for i, kills := range []int{1, 1, 1, 1, 2, 3, 4} {
		t.Run(fmt.Sprintf("random-%d", i+1), func(t *testing.T) {
			t.Parallel()
			y.randomTrial(t, fmt.Sprintf("random-%d", i+1), rand.New(rand.NewPCG(seed, uint64(1000+i))), kills)
		})
	}
	t.Run("while starting", func(t *testing.T) {
		for i := range 20 {
			t.Run(strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				y.startTrial(t, fmt.Sprintf("starting-%d", i+1), rand.New(rand.NewPCG(seed, uint64(2000+i))))
			})
		}
	})
	t.Run("told to stop", y.toldToStop)
	t.Run("files are lost", y.filesAreLost)
}

// filesAreLost takes files away after a kill. The ledger makes up for all of them: what they held is crawled, relayed or
// delivered again.
func (y *crashYard) filesAreLost(t *testing.T) {
	for name, pattern := range map[string]string{
		"stream": "nats", "frontier": "frontier.db*", "deliveries": "deliveries.db*",
		"checksum": "nats/jetstream/RONDA/streams/ALERTS/meta.sum", // by a kill while the stream was made
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := y.trial(t, "lost-"+name)
			if !c.killAt(t, "patrol.judged", y.steps["patrol.judged"]/2) {
				t.Fatal("the process ended before it was killed")
			}
			lost, err := filepath.Glob(filepath.Join(c.data, pattern))
			if err != nil || len(lost) == 0 {
				t.Fatalf("nothing to lose: %v", err)
			}
			for _, path := range lost {
				remove(t, path)
			}
			c.finish(t)
			books := readBooks(t, c.data)
			for _, problem := range slices.Concat(compareBooks(y.books, books), compareDeliveries(books, y.web.deliveries(c.name))) {
				t.Error(problem)
			}
		})
	}
}

// startTrial kills the first start on an empty folder at a random moment, at its first page at the latest; the next one must
// get to work and stop when told to.
func (y *crashYard) startTrial(t *testing.T, name string, r *rand.Rand) {
	t.Helper()
	c := y.trial(t, name)
	after := time.Duration(r.Int64N(int64(y.starting)))
	s := c.start(t)
	s.killAfter(after)
	if s.waitForPages(1) {
		s.killAfter(0)
	}
	c.wait(t, s)
	t.Logf("killed after %v at the most, which left %s", after.Round(time.Millisecond), strings.Join(crashFiles(t, c.data), " "))
	s = c.start(t)
	if !s.waitForPages(1) {
		t.Error("the next start asked for no page")
	}
	s.terminate(t)
	c.wait(t, s)
	if s.killed {
		t.Error("the next start was killed by somebody else")
	}
}

func (s *crashStart) terminate(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
}

// toldToStop ends processes with SIGTERM: they give their leases back, fold their logs in and end with status 0.
func (y *crashYard) toldToStop(t *testing.T) {
	stop := func(name string, end func(t *testing.T, c *crashTrial, s *crashStart)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := y.trial(t, "stop-"+name)
			s := c.start(t)
			if !s.waitForPages(60) {
				t.Error("the process ended before it was told to")
			}
			s.terminate(t)
			end(t, c, s)
			c.finish(t)
			c.check(t)
		})
	}
	clean := func(t *testing.T, c *crashTrial, s *crashStart) {
		c.wait(t, s)
		if s.killed {
			t.Error("the process was killed by somebody else")
		}
		if files := crashFiles(t, c.data); !slices.Equal(files, y.books.files) {
			t.Errorf("after the stop the folder holds %s, want %s", strings.Join(files, " "), strings.Join(y.books.files, " "))
		}
	}
	stop("once", clean)
	stop("twice", func(t *testing.T, c *crashTrial, s *crashStart) {
		_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
		clean(t, c, s)
	})
	for i := range 4 {
		stop(fmt.Sprintf("killed-%d", i), func(t *testing.T, c *crashTrial, s *crashStart) {
			s.killAfter(time.Duration(i) * 10 * time.Millisecond)
			c.wait(t, s)
			t.Logf("killed: %v", s.killed)
		})
	}
}
