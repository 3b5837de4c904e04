package frontier

import (
	"fmt"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// shown is what the metrics and Stats tell. It has a lock of its own, which nobody holds while the disk works: a scrape must
// not wait for a commit on a slow disk, when it is needed most.
type shown struct {
	mu    sync.Mutex
	stats Stats
	ready int // hosts, when they were last counted
}

// show keeps the present totals for those who ask. The frontier is locked.
func (f *Frontier) show() {
	leased := int64(len(f.leases))
	s := Stats{
		Queued: max(f.counts.queued-leased, 0), // a commit in doubt may have ended a lease in the file only
		Leased: leased,
		Done:   f.counts.done,
		Failed: f.counts.failed,
		Hosts:  f.counts.hosts,

		Damaged: f.damaged,
	}
	f.shown.mu.Lock()
	f.shown.stats = s
	f.shown.mu.Unlock()
}

func (f *Frontier) stats() Stats {
	f.shown.mu.Lock()
	defer f.shown.mu.Unlock()
	return f.shown.stats
}

// readyHosts counts the hosts whose turn it is. While the frontier is locked it returns what it counted last.
func (f *Frontier) readyHosts() int {
	if !f.mu.TryLock() {
		f.shown.mu.Lock()
		defer f.shown.mu.Unlock()
		return f.shown.ready
	}
	n := f.ready.due(f.clock.now())
	f.mu.Unlock()
	f.shown.mu.Lock()
	defer f.shown.mu.Unlock()
	f.shown.ready = n
	return n
}

// Register adds the frontier's metrics to a registry. They are read at scrape time, cost no query and wait for no disk.
func (f *Frontier) Register(reg prometheus.Registerer) error {
	var collectors []prometheus.Collector
	for outcome, value := range map[string]func(Stats) int64{
		"queued": func(s Stats) int64 { return s.Queued },
		"leased": func(s Stats) int64 { return s.Leased },
		"done":   func(s Stats) int64 { return s.Done },
		"failed": func(s Stats) int64 { return s.Failed },
	} {
		collectors = append(collectors, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name:        "ronda_frontier_urls",
			Help:        "URLs known to the frontier, by what became of them.",
			ConstLabels: prometheus.Labels{"outcome": outcome},
		}, func() float64 { return float64(value(f.stats())) }))
	}
	collectors = append(collectors,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ronda_frontier_hosts",
			Help: "Hosts known to the frontier.",
		}, func() float64 { return float64(f.stats().Hosts) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ronda_frontier_ready_hosts",
			Help: "Hosts that have queued URLs and could be asked now; many of them mean that workers are short.",
		}, func() float64 { return float64(f.readyHosts()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "ronda_frontier_damaged_total",
			Help: "URLs given up and hosts forgotten since the start because their rows in the file were damaged.",
		}, func() float64 { return float64(f.stats().Damaged) }))
	for _, c := range collectors {
		if err := reg.Register(c); err != nil {
			return fmt.Errorf("register frontier metrics: %w", err)
		}
	}
	return nil
}
