package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
	"ronda/detect"
)

type metrics struct {
	events  *prometheus.CounterVec
	open    *prometheus.GaugeVec
	seconds prometheus.Histogram
	erased  *prometheus.CounterVec
	sealed  *prometheus.CounterVec
	bytes   prometheus.Counter
	kept    *prometheus.GaugeVec
	linked  prometheus.Counter
}

// Why an alert was erased.
const (
	reasonRequest   = "request"
	reasonRetention = "retention"
)

// Outcomes of sealing an original, beside failed.
const (
	sealedKept      = "sealed"
	sealedDiscarded = "discarded"
)

// Outcomes that leave no event behind; the others are the events' types.
const (
	unchanged = "unchanged"
	rejected  = "rejected"
	failed    = "failed"
)

func newMetrics(reg prometheus.Registerer) (metrics, error) {
	m := metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_alerts_events_total",
			Help: "Findings and decisions by what they did to the ledger: opened, updated, resolved, retracted, " +
				"unchanged (seen again), rejected (breaks the schema), failed (not written).",
		}, []string{"kind", "outcome"}),
		open: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "ronda_alerts_open",
			Help: "Alerts that are neither taken down nor dismissed.",
		}, []string{"kind"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "ronda_alerts_raise_seconds",
			Help:    "Time from a finding to its commit, redaction and sealing of the capture included.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 10),
		}),
		erased: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_alerts_erased_total",
			Help: "Alerts erased, because somebody asked for it (request) or their time was over (retention).",
		}, []string{"reason"}),
		sealed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_evidence_sealed_total",
			Help: "Originals: sealed, failed (the finding was not written either), discarded (sealed for a finding that was not written).",
		}, []string{"outcome"}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ronda_evidence_sealed_bytes_total",
			Help: "Size of the sealed originals that were kept.",
		}),
		kept: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "ronda_alerts_pictures",
			Help: "Pictures of alerts by outcome: kept (all), dismissed (by analysts), quarantined (they linked to more listings or " +
				"platforms than a picture can), unreadable (not known again: their key is missing, or their row is damaged).",
		}, []string{"outcome"}),
		linked: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ronda_alerts_pictures_linked_total",
			Help: "New pictures that stood in another listing before.",
		}),
	}
	for _, reason := range []string{reasonRequest, reasonRetention} {
		m.erased.WithLabelValues(reason)
	}
	for _, outcome := range []string{sealedKept, sealedDiscarded, failed} {
		m.sealed.WithLabelValues(outcome)
	}
	for _, kind := range alerts.Kinds() {
		for _, outcome := range []string{alerts.TypeOpened, alerts.TypeUpdated, alerts.TypeResolved, alerts.TypeRetracted, unchanged, rejected, failed} {
			m.events.WithLabelValues(string(kind), outcome) // present from the start, so that the first alert is an increase
		}
	}
	if reg == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.events, m.open, m.seconds, m.erased, m.sealed, m.bytes, m.kept, m.linked} {
		if err := reg.Register(c); err != nil {
			return m, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) raised(kind detect.Kind, r Raised, err error, took time.Duration) {
	outcome := unchanged
	switch {
	case errors.Is(err, alerts.ErrInvalid):
		outcome = rejected
	case err != nil:
		outcome = failed
	case r.Opened:
		outcome = alerts.TypeOpened
	case r.Updated:
		outcome = alerts.TypeUpdated
	}
	m.events.WithLabelValues(label(kind), outcome).Inc()
	m.seconds.Observe(took.Seconds())
}

// moved counts an alert under its kind, and no longer under the kind that it had before ("" for none).
func (m *metrics) moved(was, now detect.Kind) {
	if was != "" {
		m.open.WithLabelValues(string(was)).Dec()
	}
	m.open.WithLabelValues(string(now)).Inc()
}

func (m *metrics) closed(kind detect.Kind, typ string) {
	m.events.WithLabelValues(string(kind), typ).Inc()
	m.open.WithLabelValues(string(kind)).Dec()
}

// erasedCase counts the alerts of an erased case, and no longer those of them that were open.
func (m *metrics) erasedCase(reason string, e *Erased, open map[alerts.Kind]int) {
	m.erased.WithLabelValues(reason).Add(float64(e.Alerts))
	for kind, n := range open {
		m.open.WithLabelValues(string(kind)).Sub(float64(n))
	}
}

// label keeps the values of the label kind bounded, whatever a rejected finding says.
func label(kind detect.Kind) string {
	for _, k := range alerts.Kinds() {
		if k == kind {
			return string(k)
		}
	}
	return "other"
}

// countOpen sets the gauges from the ledger.
func (d *Desk) countOpen(ctx context.Context) error {
	for _, kind := range alerts.Kinds() {
		var n float64
		err := d.writer.Committed().QueryRowContext(ctx, `SELECT count(*) FROM alert WHERE kind = ? AND state IN (?, ?, ?)`,
			kind, alerts.StateOpen, alerts.StateConfirmed, alerts.StateReported).Scan(&n)
		if err != nil {
			return fmt.Errorf("count open alerts: %w", err)
		}
		d.metrics.open.WithLabelValues(string(kind)).Set(n)
	}
	return nil
}
