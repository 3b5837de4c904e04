package frontier_test

import (
	"database/sql"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/crawler/frontier"
)

// lockFile takes the file's lock from another connection, so that whoever writes waits as on a disk that does not answer.
func lockFile(t *testing.T, path string) (unlock func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// whileWriterWaits has the frontier prove that it can be written while it cannot, and calls do in the meantime. It fails
// when do has waited for that.
func whileWriterWaits(t *testing.T, f *frontier.Frontier, path string, do func()) {
	t.Helper()
	unlock := lockFile(t, path)
	checked := make(chan error, 1)
	go func() { checked <- f.Check(t.Context()) }()
	for !f.Locked() {
		runtime.Gosched()
	}
	do()
	select {
	case err := <-checked:
		t.Errorf("the check ended before (%v): somebody has waited for it", err)
		unlock()
	default:
		unlock()
		if err := <-checked; err != nil {
			t.Errorf("check with the lock free again: %v", err)
		}
	}
}

func gather(t *testing.T, reg prometheus.Gatherer, want string) {
	t.Helper()
	var names []string
	for line := range strings.Lines(want) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			names = append(names, strings.Fields(name)[0])
		}
	}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
}

const wantMetrics = `
# HELP ronda_frontier_damaged_total URLs given up and hosts forgotten since the start because their rows in the file were damaged.
# TYPE ronda_frontier_damaged_total counter
ronda_frontier_damaged_total 0
# HELP ronda_frontier_hosts Hosts known to the frontier.
# TYPE ronda_frontier_hosts gauge
ronda_frontier_hosts 3
# HELP ronda_frontier_ready_hosts Hosts that have queued URLs and could be asked now; many of them mean that workers are short.
# TYPE ronda_frontier_ready_hosts gauge
ronda_frontier_ready_hosts 1
# HELP ronda_frontier_urls URLs known to the frontier, by what became of them.
# TYPE ronda_frontier_urls gauge
ronda_frontier_urls{outcome="done"} 1
ronda_frontier_urls{outcome="failed"} 0
ronda_frontier_urls{outcome="leased"} 1
ronda_frontier_urls{outcome="queued"} 1
`

// A scrape, and whoever asks for the totals, does not wait for a writer that waits for its disk.
func TestMetricsWaitForNoWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1})
	reg := prometheus.NewPedanticRegistry()
	if err := f.Register(reg); err != nil {
		t.Fatal(err)
	}
	seed(t, f, "https://a.example/", "https://b.example/", "https://c.example/")
	done(t, f, next(t, f), frontier.Result{Status: 200, Outcome: "fetched"})
	next(t, f)
	gather(t, reg, wantMetrics)
	whileWriterWaits(t, f, path, func() {
		gather(t, reg, wantMetrics)
		wantStats(t, f, frontier.Stats{Queued: 1, Leased: 1, Done: 1, Hosts: 3})
	})
	gather(t, reg, wantMetrics)
}

// Damaged rows are skipped and counted: those of hosts when the file is opened, those of URLs when their turn comes.
func TestDamageIsCounted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f := open(t, path, frontier.Config{Delay: -1})
	seed(t, f, "https://a.example/", "https://b.example/", "https://c.example/")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, "UPDATE host SET find = x'00' WHERE id = 1")
	execute(t, path, "UPDATE url SET url = x'' WHERE host = 2")
	f = open(t, path, frontier.Config{Delay: -1})
	reg := prometheus.NewPedanticRegistry()
	if err := f.Register(reg); err != nil {
		t.Fatal(err)
	}
	want := func(n string) {
		t.Helper()
		gather(t, reg, `
# HELP ronda_frontier_damaged_total URLs given up and hosts forgotten since the start because their rows in the file were damaged.
# TYPE ronda_frontier_damaged_total counter
ronda_frontier_damaged_total `+n+"\n")
	}
	want("1")
	done(t, f, next(t, f), frontier.Result{Status: 200, Outcome: "fetched"})
	wantEmpty(t, f)
	want("2")
}
