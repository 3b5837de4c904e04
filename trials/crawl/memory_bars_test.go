//go:build bars

package crawl

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ronda/crawler/sandbox"
	"ronda/trials"
)

// resident returns a process's memory in MB: as it is now, and at its highest.
func resident(t *testing.T, pid int) (now, peak float64) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	read := func(key string) float64 {
		_, rest, ok := strings.Cut(string(text), key+":")
		fields := strings.Fields(rest)
		if !ok || len(fields) == 0 {
			return 0
		}
		kB, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		return kB / 1024
	}
	return read("VmRSS"), read("VmHWM")
}

// TestBarMemoryIsFlat walks a web of ninety thousand pages and compares the memory of the crawl's last part with that of
// its middle: what grows with the number of pages shows.
func TestBarMemoryIsFlat(t *testing.T) {
	const pages, parts = 90_000, 6
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	l, err := web.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: web}
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	data := filepath.Join(t.TempDir(), "data")
	r := trials.Launch(t, trials.Binary(t, ""), nil, trials.RunArgs(t, web.Seeds(), data, "crawl: {min_free_mb: 0, max_depth: 1000}\n")...)
	r.WaitUntilReached(t)
	var highest [parts]float64
	for part := range parts {
		var samples []float64
		if !within(t, func() bool {
			done := r.Metric(`ronda_frontier_urls{outcome="done"}`)
			now, _ := resident(t, r.Cmd.Process.Pid)
			samples = append(samples, now)
			over := r.Metric(`ronda_frontier_urls{outcome="queued"}`) == 0 && done > 0
			return over || done >= float64(pages*(part+1)/parts)
		}) {
			t.Fatalf("the crawl is too slow:\n%s", r.Log.LastLine())
		}
		slices.Sort(samples)
		highest[part] = samples[len(samples)*9/10]
		t.Logf("after %6.0f URLs: %.0f MB (nine tenths of the time below)", r.Metric(`ronda_frontier_urls{outcome="done"}`), highest[part])
	}
	_, peak := resident(t, r.Cmd.Process.Pid)
	t.Logf("peak %.0f MB", peak)
	if grown := highest[parts-1] / highest[2]; grown > 1.1 {
		t.Errorf("the last sixth of the crawl takes %.2f times the memory of the third", grown)
	}
	r.Stop(t)
}

// within asks every now and then; the test's own time limit ends it.
func within(t *testing.T, done func() bool) bool {
	t.Helper()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-t.Context().Done():
			return false
		case <-tick.C:
		}
	}
	return true
}
