package stream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
)

// Sink is the relay's name on the Desk, where its durable position is kept.
const Sink = "nats"

const (
	batch        = 100 // events between two writes of the position; a crash repeats at most so many, harmlessly
	callTimeout  = 10 * time.Second
	firstBackOff = 250 * time.Millisecond
	lastBackOff  = 30 * time.Second
)

// Outcomes of ronda_stream_published_total.
const (
	outcomePublished = "published" // stored now
	outcomePresent   = "present"   // the stream had it, or something newer of the same alert, already
	outcomeExpired   = "expired"   // too old to be stored again
	outcomeFailed    = "failed"    // to be tried again
)

// RelayConfig configures a Relay. The zero value works.
type RelayConfig struct {
	Log        *slog.Logger          // nil discards
	Registerer prometheus.Registerer // nil: no metrics
	Step       func(step string)     // called where a trial may end the process; nil otherwise
}

// Relay carries the Desk's events to the stream, in their order, each once.
type Relay struct {
	desk      *alerts.Desk
	server    *Server
	log       *slog.Logger
	step      func(string)
	published *prometheus.CounterVec
	bytes     atomic.Uint64 // size of the stream when last seen
}

// NewRelay makes the relay between desk and srv and registers its metrics. One desk has one relay.
func NewRelay(desk *alerts.Desk, srv *Server, cfg RelayConfig) (*Relay, error) {
	r := &Relay{desk: desk, server: srv, log: cfg.Log, step: cfg.Step}
	if r.step == nil {
		r.step = func(string) {}
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if err := r.register(cfg.Registerer); err != nil {
		return nil, err
	}
	return r, nil
}

// Run relays until ctx ends and then returns nil. While the broker is away it tries again, ever more slowly. It returns an
// error only where trying again cannot help: the stream is not ours (ErrMismatch).
func (r *Relay) Run(ctx context.Context) error {
	wait := firstBackOff
	for {
		moved, err := r.session(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // whatever failed, failed because we were asked to stop
		}
		switch {
		case errors.Is(err, ErrMismatch):
			return fmt.Errorf("relay alerts: %w", err)
		case errors.Is(err, errReconnected):
			wait = firstBackOff
			continue
		}
		if moved {
			wait = firstBackOff
		}
		r.published.WithLabelValues(outcomeFailed).Inc()
		r.log.Warn("alerts wait for nats", "error", err, "retry_in", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-r.server.lost: // the connection is back
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, lastBackOff)
	}
}

var errReconnected = errors.New("reconnected")

// session declares the stream, compares it with the Desk and relays until something fails. moved reports whether any
// event got through.
func (r *Relay) session(ctx context.Context) (moved bool, err error) {
	if !r.server.Connected() {
		return false, nats.ErrDisconnected
	}
	select {
	case <-r.server.lost: // what happened before now is looked at below
	default:
	}
	js, err := jetstream.New(r.server.relay, jetstream.WithDefaultTimeout(callTimeout))
	if err != nil {
		return false, fmt.Errorf("use jetstream: %w", err)
	}
	stream, err := r.declare(ctx)
	if err != nil {
		return false, err
	}
	position, err := r.reconcile(ctx, stream)
	if err != nil {
		return false, err
	}
	for {
		changed := r.desk.Changed()
		events, err := r.desk.Events(ctx, position, batch)
		if err != nil {
			return moved, err
		}
		sent, err := r.send(ctx, js, stream, events)
		if sent > 0 {
			moved = true
			position = events[sent-1].Number
			if err := r.desk.SetPosition(ctx, Sink, position); err != nil {
				return moved, err
			}
			r.step("relay.positioned")
			r.measure(ctx, stream)
		}
		if err != nil {
			return moved, err
		}
		if len(events) == batch {
			continue
		}
		select {
		case <-ctx.Done():
			return moved, ctx.Err()
		case <-changed:
		case <-r.server.lost:
			return moved, errReconnected
		}
	}
}

func (r *Relay) declare(ctx context.Context) (jetstream.Stream, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	stream, err := declare(ctx, r.server.relay)
	if err == nil {
		r.bytes.Store(stream.CachedInfo().State.Bytes)
	}
	return stream, err
}

// reconcile returns the number of the event after which to go on. A stream that was lost, cut or rolled back, or that has
// let messages go, is gone through from the first event: what it holds is skipped.
func (r *Relay) reconcile(ctx context.Context, stream jetstream.Stream) (int64, error) {
	position, err := r.desk.Position(ctx, Sink)
	if err != nil || position == 0 {
		return position, err
	}
	state := stream.CachedInfo().State
	var last int64
	if state.Msgs > 0 {
		msg, err := stream.GetMsg(ctx, state.LastSeq)
		switch {
		case errors.Is(err, jetstream.ErrMsgNotFound): // unreadable
		case err != nil:
			return 0, fmt.Errorf("read last message of stream %s: %w", Name, err)
		default:
			last = headerNumber(msg.Header, HeaderEvent)
		}
	}
	if last >= position && state.Msgs >= uint64(last) { // numbers have no gaps
		return position, nil
	}
	r.log.Warn("stream lacks alerts, filling it again", "stream", Name, "messages", state.Msgs, "last_event", last, "relayed", position)
	return 0, nil
}

// send publishes events in order and returns how many of them are done.
func (r *Relay) send(ctx context.Context, js jetstream.JetStream, stream jetstream.Stream, events []alerts.Event) (int, error) {
	for i := range events {
		r.step("relay.read")
		outcome, err := r.publish(ctx, js, stream, &events[i])
		if err != nil {
			return i, fmt.Errorf("publish event %d: %w", events[i].Number, err)
		}
		r.published.WithLabelValues(outcome).Inc()
		r.step("relay.published")
	}
	return len(events), nil
}

// publish stores e unless the stream holds it, or a newer event of its alert, already. The server checks the expected
// sequence of the subject before it looks for a duplicate id, so a repeated publish is refused and the answer is read
// back.
func (r *Relay) publish(ctx context.Context, js jetstream.JetStream, stream jetstream.Stream, e *alerts.Event) (string, error) {
	if time.Since(e.Time) > MaxAge {
		return outcomeExpired, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	msg := nats.NewMsg(e.Subject)
	msg.Data = e.Body
	msg.Header.Set(HeaderContentType, contentType)
	msg.Header.Set(HeaderEvent, strconv.FormatInt(e.Number, 10))
	msg.Header.Set(HeaderSequence, strconv.Itoa(e.Sequence))
	var before uint64 // sequence in the stream of the subject's last message
	known := e.Sequence == 1
	for {
		if !known {
			last, err := stream.GetLastMsgForSubject(ctx, e.Subject)
			switch {
			case errors.Is(err, jetstream.ErrMsgNotFound):
				before = 0
			case err != nil:
				return "", fmt.Errorf("read last message of its subject: %w", err)
			case headerNumber(last.Header, HeaderSequence) >= int64(e.Sequence):
				return outcomePresent, nil
			default:
				before = last.Sequence
			}
		}
		ack, err := js.PublishMsg(ctx, msg, jetstream.WithMsgID(e.ID), jetstream.WithExpectStream(Name),
			jetstream.WithExpectLastSequencePerSubject(before))
		switch {
		case err == nil && ack.Duplicate: // somebody deleted it a moment ago; it is taken when the window is over
			return "", errors.New("the server remembers its id, yet holds no such message")
		case !wrongSequence(err):
			return outcomePublished, err
		}
		known = false
	}
}

// wrongSequence reports whether the subject's last message is not the expected one. Clusters have a code of their own.
func wrongSequence(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) &&
		(api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence || api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant)
}

// headerNumber is 0 for a message that is not ours.
func headerNumber(h nats.Header, key string) int64 {
	n, err := strconv.ParseInt(h.Get(key), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// measure notes the stream's size. It is a gauge only: a failure shows elsewhere.
func (r *Relay) measure(ctx context.Context, stream jetstream.Stream) {
	if info, err := stream.Info(ctx); err == nil {
		r.bytes.Store(info.State.Bytes)
	}
}
