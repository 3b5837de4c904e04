package webhook

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

const (
	firstBackOff = 250 * time.Millisecond
	lastBackOff  = 30 * time.Second
)

// lane is the way of events to one endpoint while the Sender runs: one event at a time.
type lane struct {
	*Sender
	e       *endpoint
	at      clock  // when the times in the queue were right last; the zero value before they were looked at
	erased  int64  // number of the last erasure that the queue knows of
	said    string // what was logged last of storage trouble
	failing bool
}

// run serves until ctx ends.
func (l *lane) run(ctx context.Context) {
	defer l.sound()
	l.insist(ctx, func() error { return l.serve(ctx) })
}

// insist does something until it succeeds or ctx ends.
func (l *lane) insist(ctx context.Context, do func() error) {
	for wait := firstBackOff; ; wait = min(2*wait, lastBackOff) {
		err := do()
		if err == nil || ctx.Err() != nil {
			return
		}
		if !l.failing {
			wait = firstBackOff
		}
		l.trouble(ctx, err)
		timer := time.NewTimer(wait/2 + rand.N(wait/2))
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// trouble notes that queue or ledger failed, and logs it once per change.
func (l *lane) trouble(ctx context.Context, err error) {
	level := slog.LevelError
	if l.said == err.Error() {
		level = slog.LevelDebug
	}
	l.said = err.Error()
	l.log.Log(ctx, level, "webhook deliveries wait: queue or ledger cannot be read or written", "webhook", l.e.Name, "error", err)
	if !l.failing {
		l.failing = true
		l.Sender.failing.Add(1)
	}
}

// sound notes that queue and ledger work.
func (l *lane) sound() {
	if !l.failing {
		return
	}
	l.failing, l.said = false, ""
	l.Sender.failing.Add(-1)
	l.log.Info("webhook deliveries go on", "webhook", l.e.Name)
}

// serve delivers until ctx ends, then returns nil, or until queue or ledger fail.
func (l *lane) serve(ctx context.Context) error {
	for ctx.Err() == nil {
		changed := l.ledger.Changed()
		if err := l.follow(ctx); err != nil {
			return err
		}
		if err := l.erase(ctx); err != nil {
			return err
		}
		if err := l.queue.enqueue(ctx, &l.e.Subscription, l.ledger); err != nil {
			return err
		}
		d, wait, err := l.queue.next(ctx, l.e.Name)
		if err != nil {
			return err
		}
		l.sound()
		if wait == 0 {
			if err := l.deliver(ctx, d); err != nil {
				return err
			}
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// follow moves the times in the queue when the clock was set.
func (l *lane) follow(ctx context.Context) error {
	now := l.clock()
	if l.at.wall.IsZero() {
		if err := l.queue.bound(ctx, l.e.Name, now.wall); err != nil {
			return err
		}
		l.at = now
		return nil
	}
	by := l.at.set(now)
	if by == 0 {
		return nil
	}
	l.log.WarnContext(ctx, "the clock was set; pauses of deliveries keep their length", "webhook", l.e.Name, "by", by.Round(time.Second))
	if err := l.queue.shift(ctx, l.e.Name, by); err != nil {
		return err
	}
	l.at = now
	return nil
}

const erasureBatch = 100

// erase takes what the ledger erased out of the queue.
func (l *lane) erase(ctx context.Context) error {
	for {
		list, err := l.ledger.Erasures(ctx, l.erased, erasureBatch)
		if err != nil || len(list) == 0 {
			return err
		}
		var ids []string
		for i := range list {
			ids = append(ids, list[i].EventIDs...)
		}
		n, err := l.queue.erase(ctx, l.e.Name, ids)
		if err != nil {
			return err
		}
		l.metrics.deliveries.WithLabelValues(outcomeErased).Add(float64(n))
		l.erased = list[len(list)-1].Number
	}
}

// deliver makes one attempt and writes down what it came to.
func (l *lane) deliver(ctx context.Context, d delivery) error {
	events, err := l.ledger.Events(ctx, d.number-1, 1)
	if err != nil {
		return err
	}
	v := verdict{outcome: outcomeLost, state: "failed"}
	var failure error
	switch {
	case len(events) != 1 || events[0].ID != d.eventID:
	case events[0].Erased:
		v = verdict{outcome: outcomeErased, state: "erased"}
	default:
		var status int
		var retryAfter time.Duration
		status, retryAfter, failure = l.e.post(ctx, &events[0])
		if failure != nil && ctx.Err() != nil {
			return ctx.Err() // the attempt was cut short by us: it does not count
		}
		v = judge(status, retryAfter, d.attempts)
	}
	l.step("webhook.answered")
	// An answer counts, even one that came while ctx ended. What cannot be written down yet is not sent again meanwhile.
	settled := false
	l.insist(ctx, func() error {
		err := l.queue.settle(context.WithoutCancel(ctx), l.e.Name, d, v)
		settled = err == nil
		return err
	})
	if !settled {
		return nil
	}
	l.metrics.deliveries.WithLabelValues(v.outcome).Inc()
	switch v.outcome {
	case outcomeDelivered:
		l.log.DebugContext(ctx, "webhook delivered", "webhook", l.e.Name, "event", d.eventID)
	case outcomeErased:
		l.log.DebugContext(ctx, "webhook not sent: the event was erased", "webhook", l.e.Name, "event", d.eventID)
	default:
		l.log.WarnContext(ctx, "webhook not delivered", "webhook", l.e.Name, "event", d.eventID, "attempt", d.attempts+1,
			"outcome", v.outcome, "status", v.status, "error", failure, "retry_in", v.retry.Round(time.Second))
	}
	return nil
}
