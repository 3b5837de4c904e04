package stream

import (
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
)

// Refilled is the counter of events that were sent again.
func (r *Relay) Refilled() prometheus.Counter { return r.refilled }

// SetClock replaces the wall clock and the pause between two looks at it.
func (r *Relay) SetClock(now func() time.Time, tick time.Duration) { r.now, r.tick = now, tick }

// EventOf reads back what the relay wrote.
func EventOf(msg jetstream.Msg) alerts.Event { return event(msg) }

// CheckSeconds shows how long the last pass over the stream took.
func (r *Relay) CheckSeconds() prometheus.Gauge { return r.checkSeconds }
