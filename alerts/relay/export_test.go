package relay

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Refilled is the counter of events that were sent again.
func (r *Relay) Refilled() prometheus.Counter { return r.refilled }

// SetClock replaces the wall clock and the pause between two looks at it.
func (r *Relay) SetClock(now func() time.Time, tick time.Duration) { r.now, r.tick = now, tick }

// CheckSeconds shows how long the last pass over the stream took.
func (r *Relay) CheckSeconds() prometheus.Gauge { return r.checkSeconds }
