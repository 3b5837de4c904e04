package frontier_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"ronda/crawler"
	"ronda/crawler/frontier"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("RONDA_TEST_CRAWL"); path != "" {
		crawlUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m)
}

// secret is the key of all files of these tests but those that try another.
var secret = bytes.Repeat([]byte{7}, 32)

func open(t testing.TB, path string, cfg frontier.Config) *frontier.Frontier {
	t.Helper()
	if cfg.Key == nil {
		cfg.Key = secret
	}
	f, err := frontier.Open(t.Context(), path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func openNew(t testing.TB, cfg frontier.Config) *frontier.Frontier {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "frontier.db"), cfg)
}

func seed(t testing.TB, f *frontier.Frontier, urls ...string) {
	t.Helper()
	if _, err := f.Seed(t.Context(), urls...); err != nil {
		t.Fatal(err)
	}
}

func next(t testing.TB, f *frontier.Frontier) frontier.Lease {
	t.Helper()
	l, err := f.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func done(t testing.TB, f *frontier.Frontier, l frontier.Lease, r frontier.Result) {
	t.Helper()
	if err := f.Done(t.Context(), l, r); err != nil {
		t.Fatal(err)
	}
}

func wantStats(t testing.TB, f *frontier.Frontier, want frontier.Stats) {
	t.Helper()
	got, err := f.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

func wantEmpty(t testing.TB, f *frontier.Frontier) {
	t.Helper()
	if l, err := f.Next(t.Context()); !errors.Is(err, frontier.ErrEmpty) {
		t.Errorf("next = %+v, %v; want ErrEmpty", l, err)
	}
}

func links(urls ...string) []crawler.Link {
	var out []crawler.Link
	for _, u := range urls {
		out = append(out, crawler.Link{URL: u})
	}
	return out
}

// Every page links to forty others, workers are many, nobody waits: each URL must be handed out once.
func TestEachURLIsLeasedOnce(t *testing.T) {
	const pages, hosts, workers = 900, 30, 16
	url := func(i int) string { return fmt.Sprintf("https://h%d.example/p/%d", i%hosts, i) }
	f := openNew(t, frontier.Config{Delay: -1, MaxDepth: pages})
	seed(t, f, url(0), url(1))

	var mu sync.Mutex
	leases := make(map[string]int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				l, err := f.Next(t.Context())
				if errors.Is(err, frontier.ErrEmpty) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				leases[l.URL]++
				mu.Unlock()
				var page int
				if _, err := fmt.Sscanf(l.URL[strings.LastIndexByte(l.URL, '/')+1:], "%d", &page); err != nil {
					t.Error(err)
				}
				var found []crawler.Link
				for k := range 40 {
					found = append(found, crawler.Link{URL: url((page*7 + k*k + 1) % pages)})
				}
				if err := f.Done(t.Context(), l, frontier.Result{Status: 200, Outcome: "fetched", Links: found}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(leases) != pages {
		t.Errorf("%d URLs leased, want %d", len(leases), pages)
	}
	for u, n := range leases {
		if n != 1 {
			t.Errorf("%s leased %d times", u, n)
		}
	}
	wantStats(t, f, frontier.Stats{Done: pages, Hosts: hosts})
}

func TestSeed(t *testing.T) {
	f := openNew(t, frontier.Config{Delay: -1})
	tests := []struct {
		urls  []string
		added int
		err   string
	}{
		{[]string{"https://toko.example", "https://TOKO.example/#top", "https://toko.example:443/a"}, 2, ""},
		{[]string{"https://toko.example/", "https://toko.example/a"}, 0, ""},
		{[]string{"https://toko.example/b", "mailto:nobody@toko.example"}, 0, "seed 2 of 2: not an http or https URL"},
		{nil, 0, ""},
	}
	for _, tt := range tests {
		added, err := f.Seed(t.Context(), tt.urls...)
		if added != tt.added || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("seed %q = %d, %v; want %d, %q", tt.urls, added, err, tt.added, tt.err)
		}
	}
	wantStats(t, f, frontier.Stats{Queued: 2, Hosts: 1})

	l := next(t, f)
	done(t, f, l, frontier.Result{Status: 200, Outcome: "fetched"})
	if added, err := f.Seed(t.Context(), l.URL); added != 0 || err != nil {
		t.Errorf("seeding a finished URL = %d, %v; want 0", added, err)
	}
}

func TestDoneQueuesWhatMayBeFollowed(t *testing.T) {
	f := openNew(t, frontier.Config{
		Delay:     -1,
		MaxDepth:  1,
		HostLimit: 3,
		InScope:   func(url string, _ int) bool { return !strings.Contains(url, "/luar") },
	})
	seed(t, f, "https://a.example/")
	done(t, f, next(t, f), frontier.Result{Status: 200, Outcome: "fetched", Links: links(
		"https://a.example/1", "https://a.example/1", "https://a.example/", "https://a.example/luar",
		"https://a.example/2", "https://a.example/over-the-limit", "https://b.example:8443/x", "nonsense",
	)})
	want := map[string]frontier.Lease{
		"https://a.example/1":      {Host: "a.example", Depth: 1},
		"https://a.example/2":      {Host: "a.example", Depth: 1},
		"https://b.example:8443/x": {Host: "b.example:8443", Depth: 1},
	}
	got := make(map[string]frontier.Lease)
	for range want {
		l := next(t, f)
		got[l.URL] = frontier.Lease{Host: l.Host, Depth: l.Depth}
		done(t, f, l, frontier.Result{Status: 200, Outcome: "fetched", Links: links("https://c.example/too-deep")})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leases (-want +got):\n%s", diff)
	}
	wantEmpty(t, f)
	wantStats(t, f, frontier.Stats{Done: 4, Hosts: 2})
}

func TestRedirects(t *testing.T) {
	f := openNew(t, frontier.Config{Delay: -1, MaxDepth: -1})
	seed(t, f, "https://a.example/0", "https://loop.example/a")
	for {
		l, err := f.Next(t.Context())
		if errors.Is(err, frontier.ErrEmpty) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if l.Depth != 0 {
			t.Errorf("%s has depth %d", l.URL, l.Depth)
		}
		target := fmt.Sprintf("https://a.example/%d", l.Hops+1)
		switch l.URL {
		case "https://loop.example/a":
			target = "https://loop.example/b"
		case "https://loop.example/b":
			target = "https://loop.example/a"
		}
		done(t, f, l, frontier.Result{Status: 302, Outcome: "redirect", Redirect: target})
	}
	// Five redirects in a row, the seed before them, and the two of the loop.
	wantStats(t, f, frontier.Stats{Done: 8, Hosts: 2})
}

func TestLeaseEndsOnce(t *testing.T) {
	f := openNew(t, frontier.Config{Delay: -1})
	seed(t, f, "https://a.example/")
	l := next(t, f)
	wantStats(t, f, frontier.Stats{Leased: 1, Hosts: 1})
	if err := f.Release(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	wantStats(t, f, frontier.Stats{Queued: 1, Hosts: 1})
	for name, err := range map[string]error{
		"done":    f.Done(t.Context(), l, frontier.Result{Outcome: "fetched"}),
		"retry":   f.Retry(t.Context(), l, "timeout", 0),
		"release": f.Release(t.Context(), l),
	} {
		if !errors.Is(err, frontier.ErrLeaseLost) {
			t.Errorf("%s after release: %v, want ErrLeaseLost", name, err)
		}
	}
	again := next(t, f)
	if again.URL != l.URL || again.Attempts != 0 || again.ID == l.ID {
		t.Errorf("lease after release: %+v", again)
	}
}

// A transaction that is not carried out leaves the lease as it was.
func TestDoneWithAnEndedContext(t *testing.T) {
	f := openNew(t, frontier.Config{Delay: -1})
	seed(t, f, "https://a.example/")
	l := next(t, f)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Done(ended, l, frontier.Result{Outcome: "fetched"}); !errors.Is(err, context.Canceled) {
		t.Errorf("done: %v", err)
	}
	if _, err := f.Next(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("next: %v", err)
	}
	if err := f.Turn(ended, "a.example"); !errors.Is(err, context.Canceled) {
		t.Errorf("turn: %v", err)
	}
	done(t, f, l, frontier.Result{Outcome: "fetched"})
	wantEmpty(t, f)
}

func TestClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{})
		seed(t, f, "https://a.example/1", "https://a.example/2")
		next(t, f)
		waiting := make(chan error)
		go func() {
			_, err := f.Next(t.Context())
			waiting <- err
		}()
		synctest.Wait()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-waiting; err == nil || err.Error() != "frontier is closed" {
			t.Errorf("next on a closed frontier: %v", err)
		}
		if _, err := f.Seed(t.Context(), "https://a.example/3"); err == nil {
			t.Error("a closed frontier takes seeds")
		}
	})
}

func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{MaxAttempts: 1})
		reg := prometheus.NewPedanticRegistry()
		if err := f.Register(reg); err != nil {
			t.Fatal(err)
		}
		seed(t, f, "https://a.example/1", "https://b.example/1", "https://b.example/2", "https://c.example/1", "http://[2001:db8::1]:8080/1")
		done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
		if err := f.Retry(t.Context(), next(t, f), "timeout", 0); err != nil {
			t.Fatal(err)
		}
		next(t, f)
		const want = `
# HELP ronda_frontier_damaged_total URLs given up and hosts forgotten since the start because their rows in the file were damaged.
# TYPE ronda_frontier_damaged_total counter
ronda_frontier_damaged_total 0
# HELP ronda_frontier_hosts Hosts known to the frontier.
# TYPE ronda_frontier_hosts gauge
ronda_frontier_hosts 4
# HELP ronda_frontier_ready_hosts Hosts that have queued URLs and could be asked now; many of them mean that workers are short.
# TYPE ronda_frontier_ready_hosts gauge
ronda_frontier_ready_hosts 1
# HELP ronda_frontier_urls URLs known to the frontier, by what became of them.
# TYPE ronda_frontier_urls gauge
ronda_frontier_urls{outcome="done"} 1
ronda_frontier_urls{outcome="failed"} 1
ronda_frontier_urls{outcome="leased"} 1
ronda_frontier_urls{outcome="queued"} 2
`
		if err := testutil.GatherAndCompare(reg, strings.NewReader(want)); err != nil {
			t.Error(err)
		}
		if err := f.Register(reg); err == nil {
			t.Error("registered twice")
		}
		time.Sleep(time.Minute) // the fake clock: rested hosts are ready again
		n, err := testutil.GatherAndCount(reg, "ronda_frontier_ready_hosts")
		if err != nil || n != 1 {
			t.Errorf("gather: %d, %v", n, err)
		}
	})
}
