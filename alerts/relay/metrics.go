package relay

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/dbfile"
)

type metrics struct {
	published    *prometheus.CounterVec
	refilled     prometheus.Counter
	restarts     prometheus.Counter
	messages     *prometheus.GaugeVec
	checkSeconds prometheus.Gauge
	bytes        atomic.Uint64 // size of the stream when last seen
}

// Outcomes of ronda_stream_messages.
const (
	messagesForeign    = "foreign"
	messagesUnreadable = "unreadable"
)

func (r *Relay) register(reg prometheus.Registerer) error {
	r.published = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "ronda_stream_published_total",
		Help: "Events handed to the stream: published, present (it had them), expired (it had them and let them go), erased (they have no body any more), failed (tried again later).",
	}, []string{"outcome"})
	for _, outcome := range []string{outcomePublished, outcomePresent, outcomeExpired, outcomeErased, outcomeFailed} {
		r.published.WithLabelValues(outcome)
	}
	r.refilled = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "ronda_stream_refilled_total",
		Help: "Events published again because the stream had lost them.",
	})
	r.restarts = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "ronda_stream_restarts_total",
		Help: "Times that the embedded server was started anew because its store had failed.",
	})
	r.messages = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "ronda_stream_messages",
		Help: "Messages that do not belong into a sound stream, when it was last gone through: foreign (of another ledger), unreadable.",
	}, []string{"outcome"})
	for _, outcome := range []string{messagesForeign, messagesUnreadable} {
		r.messages.WithLabelValues(outcome)
	}
	r.checkSeconds = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "ronda_stream_check_seconds",
		Help: "Time that the last pass over the whole stream took.",
	})
	if reg == nil {
		return nil
	}
	collectors := []prometheus.Collector{
		r.published, r.refilled, r.restarts, r.messages, r.checkSeconds,
		&backlog{relay: r, latest: dbfile.NewLatest(r.unsent)},
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

// backlog asks the Desk at each scrape, so that it tells the truth also while the relay is stuck. While the ledger does not
// answer it tells what it knew last, and nothing when it never knew: an error would cost the scrape of all other metrics.
type backlog struct {
	relay  *Relay
	latest *dbfile.Latest[unsent]
}

// unsent is what the stream does not have yet.
type unsent struct {
	events   int64
	oldest   time.Time // zero for none
	erasures int       // up to 1,000
}

var (
	unsentDesc = prometheus.NewDesc("ronda_stream_unsent",
		"Events that the stream does not have yet.", nil, nil)
	oldestDesc = prometheus.NewDesc("ronda_stream_oldest_unsent_seconds",
		"Age of the oldest event that the stream does not have yet; 0 when it has all.", nil, nil)
	unerasedDesc = prometheus.NewDesc("ronda_stream_unerased",
		"Erasures that the stream has not carried out yet.", nil, nil)
)

func (b *backlog) Describe(ch chan<- *prometheus.Desc) {
	ch <- unsentDesc
	ch <- oldestDesc
	ch <- unerasedDesc
}

func (b *backlog) Collect(ch chan<- prometheus.Metric) {
	u, known := b.latest.Get()
	if !known {
		return
	}
	age := time.Duration(0)
	if !u.oldest.IsZero() {
		age = max(0, time.Since(u.oldest))
	}
	ch <- prometheus.MustNewConstMetric(unsentDesc, prometheus.GaugeValue, float64(u.events+b.relay.parked.Load()))
	ch <- prometheus.MustNewConstMetric(oldestDesc, prometheus.GaugeValue, age.Seconds())
	ch <- prometheus.MustNewConstMetric(unerasedDesc, prometheus.GaugeValue, float64(u.erasures))
}

// unsent reads from the ledger what the stream does not have yet.
func (r *Relay) unsent(ctx context.Context) (u unsent, err error) {
	erased, err := r.ledger.Position(ctx, SinkErasures)
	if err != nil {
		return u, err
	}
	erasures, err := r.ledger.Erasures(ctx, erased, 1000)
	if err != nil {
		return u, err
	}
	u.erasures = len(erasures)
	position, err := r.ledger.Position(ctx, Sink)
	if err != nil {
		return u, err
	}
	end, err := r.ledger.End(ctx)
	if err != nil {
		return u, err
	}
	next, err := r.ledger.Events(ctx, position, 1)
	if err == nil && len(next) > 0 {
		u.events, u.oldest = max(end-position, 1), next[0].Time
	}
	return u, err
}
