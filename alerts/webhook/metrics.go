package webhook

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	deliveries *prometheus.CounterVec
}

// newMetrics registers the metrics. What waits is read from the queue when it is asked for.
func newMetrics(reg prometheus.Registerer, q *queue, names string) (metrics, error) {
	m := metrics{deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "ronda_webhook_deliveries_total",
		Help: "Attempts by outcome: delivered, retry, exhausted (given up), gone (endpoint disabled), lost (not in the ledger).",
	}, []string{"outcome"})}
	for _, outcome := range []string{outcomeDelivered, outcomeRetry, outcomeExhausted, outcomeGone, outcomeLost} {
		m.deliveries.WithLabelValues(outcome) // present from the start, so that a rate has a zero to begin with
	}
	if reg == nil {
		return m, nil
	}
	gauge := func(name, help string, value func(pending int, oldest time.Time, disabled int) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second) // a scrape does not wait for a busy queue
			defer cancel()
			pending, oldest, disabled, err := q.backlog(ctx, names)
			if err != nil {
				return math.NaN()
			}
			return value(pending, oldest, disabled)
		})
	}
	for _, c := range []prometheus.Collector{
		m.deliveries,
		gauge("ronda_webhook_pending", "Deliveries that wait for an attempt, those of disabled endpoints left out.",
			func(pending int, _ time.Time, _ int) float64 { return float64(pending) }),
		gauge("ronda_webhook_oldest_pending_seconds", "Age of the delivery that has waited longest; 0 when none waits.",
			func(_ int, oldest time.Time, _ int) float64 {
				if oldest.IsZero() {
					return 0
				}
				return time.Since(oldest).Seconds()
			}),
		gauge("ronda_webhook_disabled", "Endpoints that answered 410 and get nothing until their address is changed.",
			func(_ int, _ time.Time, disabled int) float64 { return float64(disabled) }),
	} {
		if err := reg.Register(c); err != nil {
			return m, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}
