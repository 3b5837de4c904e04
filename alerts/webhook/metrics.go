package webhook

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/dbfile"
)

type metrics struct {
	deliveries *prometheus.CounterVec
}

// newMetrics registers the metrics. The names are a JSON array of the endpoints whose backlog is shown.
func newMetrics(reg prometheus.Registerer, q *queue, names string, failing *atomic.Int64) (metrics, error) {
	m := metrics{deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "ronda_webhook_deliveries_total",
		Help: "Attempts by outcome: delivered, retry, exhausted (given up), gone (endpoint disabled), lost (not in the ledger), erased (not sent any more).",
	}, []string{"outcome"})}
	for _, outcome := range []string{outcomeDelivered, outcomeRetry, outcomeExhausted, outcomeGone, outcomeLost, outcomeErased} {
		m.deliveries.WithLabelValues(outcome) // present from the start, so that a rate has a zero to begin with
	}
	if reg == nil {
		return m, nil
	}
	late := &backlog{
		now:    q.now,
		latest: dbfile.NewLatest(func(ctx context.Context) (waiting, error) { return q.backlog(ctx, names) }),
		pending: prometheus.NewDesc("ronda_webhook_pending",
			"Deliveries that wait for an attempt, those of disabled endpoints left out.", nil, nil),
		oldest: prometheus.NewDesc("ronda_webhook_oldest_pending_seconds",
			"Age of the delivery that has waited longest; 0 when none waits.", nil, nil),
		disabled: prometheus.NewDesc("ronda_webhook_disabled",
			"Endpoints that answered 410 and get nothing until their address is changed.", nil, nil),
	}
	stuck := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "ronda_webhook_failing",
		Help: "Endpoints that get nothing because queue or ledger cannot be read or written.",
	}, func() float64 { return float64(failing.Load()) })
	for _, c := range []prometheus.Collector{m.deliveries, late, stuck} {
		if err := reg.Register(c); err != nil {
			return m, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

// backlog is a collector that asks the queue at each scrape: what waits grows older without anything happening. While the
// queue does not answer it tells what it knew last.
type backlog struct {
	now                       func() time.Time
	latest                    *dbfile.Latest[waiting]
	pending, oldest, disabled *prometheus.Desc
}

func (b *backlog) Describe(ch chan<- *prometheus.Desc) {
	ch <- b.pending
	ch <- b.oldest
	ch <- b.disabled
}

func (b *backlog) Collect(ch chan<- prometheus.Metric) {
	w, known := b.latest.Get()
	if !known {
		return // a gap in three series; an error would cost the scrape of all others
	}
	age := 0.0
	if !w.oldest.IsZero() {
		age = max(0, b.now().Sub(w.oldest).Seconds())
	}
	ch <- prometheus.MustNewConstMetric(b.pending, prometheus.GaugeValue, float64(w.pending))
	ch <- prometheus.MustNewConstMetric(b.oldest, prometheus.GaugeValue, age)
	ch <- prometheus.MustNewConstMetric(b.disabled, prometheus.GaugeValue, float64(w.disabled))
}
