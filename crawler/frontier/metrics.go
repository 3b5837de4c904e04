package frontier

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// Register adds the frontier's gauges to a registry. They are read at scrape time and cost no query.
func (f *Frontier) Register(reg prometheus.Registerer) error {
	for outcome, value := range map[string]func() int64{
		"queued": func() int64 { return max(f.counts.queued-int64(len(f.leases)), 0) },
		"leased": func() int64 { return int64(len(f.leases)) },
		"done":   func() int64 { return f.counts.done },
		"failed": func() int64 { return f.counts.failed },
	} {
		if err := f.gauge(reg, prometheus.GaugeOpts{
			Name:        "ronda_frontier_urls",
			Help:        "URLs known to the frontier, by what became of them.",
			ConstLabels: prometheus.Labels{"outcome": outcome},
		}, value); err != nil {
			return err
		}
	}
	if err := f.gauge(reg, prometheus.GaugeOpts{
		Name: "ronda_frontier_hosts",
		Help: "Hosts known to the frontier.",
	}, func() int64 { return f.counts.hosts }); err != nil {
		return err
	}
	return f.gauge(reg, prometheus.GaugeOpts{
		Name: "ronda_frontier_ready_hosts",
		Help: "Hosts that have queued URLs and could be asked now; many of them mean that workers are short.",
	}, func() int64 { return int64(f.ready.due(f.clock.now())) })
}

func (f *Frontier) gauge(reg prometheus.Registerer, opts prometheus.GaugeOpts, value func() int64) error {
	err := reg.Register(prometheus.NewGaugeFunc(opts, func() float64 {
		f.mu.Lock()
		defer f.mu.Unlock()
		return float64(value())
	}))
	if err != nil {
		return fmt.Errorf("register %s: %w", opts.Name, err)
	}
	return nil
}
