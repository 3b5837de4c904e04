// Package relay carries the ledger's events to the stream of alerts: in their order, each once, and again where the stream has
// lost them; and it carries out the ledger's erasures there. It moves the bytes of alerts.Event and never looks into them. How
// a broker is spoken to it does not know: package stream does.
package relay

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts/ledger"
	"ronda/alerts/stream"
)

// Sink is the relay's name on the Desk, where its durable position is kept.
const Sink = "nats"

const (
	batch        = 100 // events between two writes of the position; a crash repeats at most so many, harmlessly
	firstBackOff = 250 * time.Millisecond
	lastBackOff  = 30 * time.Second
)

// Outcomes of ronda_stream_published_total.
const (
	outcomePublished = "published" // stored now
	outcomePresent   = "present"   // the stream had it, or something newer of the same alert, already
	outcomeExpired   = "expired"   // stored once and let go since: too old, or the stream is full
	outcomeErased    = "erased"    // its body is no more
	outcomeFailed    = "failed"    // to be tried again
)

// What State answers.
const (
	StateOK           = "ok"           // the stream holds all that it should, and takes what comes
	StateRefilling    = "refilling"    // the stream is compared with the ledger, or filled with what it lacks
	StateDisconnected = "disconnected" // the broker does not answer
	StateRejected     = "rejected"     // the broker does not let us in, or its stream ALERTS is not ours
	StateFailing      = "failing"      // the broker answers and does not store: a full disk, for instance
)

// Config configures a Relay. The zero value works.
type Config struct {
	Log        *slog.Logger          // nil discards
	Registerer prometheus.Registerer // nil: no metrics
	Step       func(step string)     // called where a trial may end the process; nil otherwise
}

// Relay carries the Desk's events to the stream, in their order, each once, and sees that the stream keeps them.
type Relay struct {
	ledger *ledger.Ledger
	server *stream.Server
	log    *slog.Logger
	step   func(string)
	now    func() time.Time // the wall clock
	tick   time.Duration    // between two looks at the clock

	metrics
	state      atomic.Value // string
	parked     atomic.Int64 // events that the broker takes later
	seen       identity     // of the stream that was gone through last; used by Run alone
	unreadable int          // messages in the stream that NATS cannot read; used by Run alone
	said       string       // what was logged last; used by Run alone
}

// New makes the relay between a ledger and srv and registers its metrics. One ledger has one relay.
func New(book *ledger.Ledger, srv *stream.Server, cfg Config) (*Relay, error) {
	r := &Relay{ledger: book, server: srv, log: cfg.Log, step: cfg.Step, now: time.Now, tick: time.Minute}
	if r.step == nil {
		r.step = func(string) {}
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	r.state.Store(StateRefilling)
	if err := r.register(cfg.Registerer); err != nil {
		return nil, err
	}
	return r, nil
}

// State is a fixed word for how the relay fares: one of the State constants. It is safe for concurrent use.
func (r *Relay) State() string {
	switch {
	case r.server.Connected():
		return r.state.Load().(string)
	case r.server.Refused():
		return StateRejected
	}
	return StateDisconnected
}

// Run relays until ctx ends and then returns nil. Whatever fails is tried again, ever more slowly; an embedded server whose
// store has failed is started anew. It returns an error only where the first thing that it meets is a stream that is not
// ours (stream.ErrMismatch): a mistake in the set-up, which somebody who is starting ronda can put right.
func (r *Relay) Run(ctx context.Context) error {
	wait := firstBackOff
	var healedAt time.Time
	for first := true; ; first = false {
		moved, err := r.session(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // whatever failed, failed because we were asked to stop
		}
		if errors.Is(err, errAgain) {
			wait = firstBackOff
			continue
		}
		if first && errors.Is(err, stream.ErrMismatch) {
			return fmt.Errorf("relay alerts: %w", err)
		}
		if moved {
			wait = firstBackOff
		}
		healed, sick := r.server.Heal(ctx)
		if sick != nil {
			err = sick
		}
		if !healed {
			r.failed(ctx, err)
		} else {
			r.restarts.Inc()
			r.log.Warn("the embedded nats server was started anew")
			select {
			case <-r.server.Lost(): // that was we
			default:
			}
			if time.Since(healedAt) > lastBackOff {
				healedAt = time.Now()
				continue
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.server.Lost(): // the connection is back
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, lastBackOff)
	}
}

// failed notes and tells why a session ended.
func (r *Relay) failed(ctx context.Context, err error) {
	r.published.WithLabelValues(outcomeFailed).Inc()
	if errors.Is(err, stream.ErrMismatch) {
		r.state.Store(StateRejected)
	} else {
		r.state.Store(StateFailing)
	}
	r.complain(ctx, err)
}

// complain logs what keeps the alerts waiting, once per change.
func (r *Relay) complain(ctx context.Context, err error) {
	level := slog.LevelWarn
	if r.said == err.Error() {
		level = slog.LevelDebug
	}
	r.said = err.Error()
	r.log.Log(ctx, level, "alerts wait for nats; trying again", "error", err)
}

// content notes that nothing is wrong.
func (r *Relay) content() {
	r.state.Store(StateOK)
	if r.said != "" {
		r.log.Info("alerts go to nats again")
	}
	r.said = ""
}

// errAgain ends a session that has to begin anew: the connection was lost and is back, or the clock was set.
var errAgain = errors.New("begin again")

// dayOfRest is the longest time between two passes over the whole stream: old messages rot as well.
const dayOfRest = 24 * time.Hour

// clock tells when the wall clock was set: it then differs from the one that only counts on.
type clock struct{ wall, counted time.Time }

const maxDrift = time.Minute

func (r *Relay) clock() clock { return clock{r.now().Round(0), time.Now()} }

func (c clock) wasSet(now clock) bool {
	drift := now.wall.Sub(c.wall) - now.counted.Sub(c.counted)
	return drift > maxDrift || drift < -maxDrift
}

// session declares the stream, compares it with the Desk and relays until something fails. moved reports whether any
// event got through.
func (r *Relay) session(ctx context.Context) (moved bool, err error) {
	if err := r.server.Usable(); err != nil {
		return false, err
	}
	select {
	case <-r.server.Lost(): // what happened before now is looked at below
	default:
	}
	s, err := r.begin(ctx)
	if err != nil {
		return false, err
	}
	tick := time.NewTicker(r.tick)
	defer tick.Stop()
	began := r.clock()
	for {
		changed := r.ledger.Changed()
		if err := s.erase(ctx); err != nil {
			return moved, err
		}
		events, err := r.ledger.Events(ctx, s.position, batch)
		if err != nil {
			return moved, err
		}
		sent, err := s.send(ctx, events)
		if sent > 0 {
			moved = true
			if err := s.advance(ctx, events[sent-1].Number); err != nil {
				return moved, err
			}
		}
		if err != nil {
			return moved, err
		}
		if len(events) == batch {
			continue
		}
		if s.position >= s.relayed && len(s.parked) == 0 {
			s.held = nil // it has served
			r.seen = s.checked
			r.content()
		}
		select {
		case <-ctx.Done():
			return moved, ctx.Err()
		case <-changed:
		case <-r.server.Lost():
			return moved, errAgain
		case <-tick.C:
			if now := r.clock(); began.wasSet(now) || now.counted.Sub(r.seen.at) > dayOfRest {
				r.state.Store(StateRefilling)
				r.seen = identity{} // what had expired may be wanted again
				return moved, errAgain
			}
			if err := s.unpark(ctx); err != nil {
				return moved, err
			}
		}
	}
}
