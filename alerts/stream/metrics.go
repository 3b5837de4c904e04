package stream

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const scrapeTimeout = 5 * time.Second

func (r *Relay) register(reg prometheus.Registerer) error {
	r.published = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "ronda_stream_published_total",
		Help: "Events handed to the stream: published, present (it had them), expired (too old to be stored again), failed (tried again later).",
	}, []string{"outcome"})
	for _, outcome := range []string{outcomePublished, outcomePresent, outcomeExpired, outcomeFailed} {
		r.published.WithLabelValues(outcome)
	}
	if reg == nil {
		return nil
	}
	collectors := []prometheus.Collector{
		r.published,
		backlog{r},
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ronda_stream_bytes",
			Help: "Size of the stream ALERTS when the relay last looked.",
		}, func() float64 { return float64(r.bytes.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ronda_stream_connected",
			Help: "1 while the broker answers.",
		}, func() float64 {
			if r.server.Connected() {
				return 1
			}
			return 0
		}),
	}
	for _, c := range collectors {
		if err := reg.Register(c); err != nil {
			return fmt.Errorf("register stream metrics: %w", err)
		}
	}
	return nil
}

// backlog asks the Desk at each scrape, so that it tells the truth also while the relay is stuck.
type backlog struct{ relay *Relay }

var (
	unsentDesc = prometheus.NewDesc("ronda_stream_unsent",
		"Events that the stream does not have yet.", nil, nil)
	oldestDesc = prometheus.NewDesc("ronda_stream_oldest_unsent_seconds",
		"Age of the oldest event that the stream does not have yet; 0 when it has all.", nil, nil)
)

func (b backlog) Describe(ch chan<- *prometheus.Desc) { ch <- unsentDesc; ch <- oldestDesc }

func (b backlog) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	unsent, oldest, err := b.read(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(unsentDesc, err)
		ch <- prometheus.NewInvalidMetric(oldestDesc, err)
		return
	}
	ch <- prometheus.MustNewConstMetric(unsentDesc, prometheus.GaugeValue, float64(unsent))
	ch <- prometheus.MustNewConstMetric(oldestDesc, prometheus.GaugeValue, oldest.Seconds())
}

func (b backlog) read(ctx context.Context) (unsent int64, oldest time.Duration, err error) {
	desk := b.relay.desk
	position, err := desk.Position(ctx, Sink)
	if err != nil {
		return 0, 0, err
	}
	end, err := desk.End(ctx)
	if err != nil {
		return 0, 0, err
	}
	next, err := desk.Events(ctx, position, 1)
	if err != nil || len(next) == 0 {
		return 0, 0, err
	}
	return max(end-position, 1), max(0, time.Since(next[0].Time)), nil
}
