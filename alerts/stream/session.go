package stream

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"ronda/alerts"
)

// session is the time between two connections, or two passes over the stream.
type session struct {
	*Relay
	js       jetstream.JetStream
	stream   jetstream.Stream
	position int64 // number of the last event that is dealt with

	held    *held // what the stream holds; nil when it holds all up to relayed
	relayed int64 // events up to here were relayed before: what the stream lacks of them it has lost
	floor   int64 // events below were let go because the stream is full

	checked identity // of the stream that was gone through in this session

	parked []alerts.Event // the broker remembers their ids and refuses them until it has forgotten
}

// begin opens a session: position and held say what is to be sent.
func (r *Relay) begin(ctx context.Context) (*session, error) {
	conn := r.server.conn()
	if conn == nil {
		return nil, nats.ErrDisconnected
	}
	js, err := jetstream.New(conn, jetstream.WithDefaultTimeout(callTimeout))
	if err != nil {
		return nil, fmt.Errorf("use jetstream: %w", err)
	}
	s := &session{Relay: r, js: js}
	r.parked.Store(0)
	if s.stream, err = s.declare(ctx, conn); err != nil {
		return nil, err
	}
	if s.position, err = r.ledger.Position(ctx, Sink); err != nil {
		return nil, err
	}
	if s.relayed, err = r.ledger.Position(ctx, sinkRelayed); err != nil {
		return nil, err
	}
	s.relayed = max(s.relayed, s.position)
	now := identify(conn, s.stream.CachedInfo())
	if r.seen.same(now) {
		s.checked = r.seen
		return s, nil
	}
	r.state.Store(StateRefilling)
	r.seen = identity{} // until it is whole
	if err := s.check(ctx); err != nil {
		return nil, fmt.Errorf("compare stream %s with the ledger: %w", Name, err)
	}
	s.checked = now
	return s, nil
}

func (s *session) declare(ctx context.Context, conn *nats.Conn) (jetstream.Stream, error) {
	ctx, done := s.server.watched(ctx)
	defer done()
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	stream, err := declare(ctx, conn)
	if err == nil {
		s.bytes.Store(stream.CachedInfo().State.Bytes)
	}
	return stream, err
}

// advance notes that all events up to number are dealt with.
func (s *session) advance(ctx context.Context, number int64) error {
	if err := s.ledger.SetPosition(ctx, Sink, number); err != nil {
		return err
	}
	s.position = number
	s.step("relay.positioned")
	if info, err := s.stream.Info(ctx); err == nil { // a gauge only: a failure shows elsewhere
		s.bytes.Store(info.State.Bytes)
		s.checked.last = max(s.checked.last, info.State.LastSeq)
		s.checked.deleted = info.State.NumDeleted
	}
	return nil
}

// send deals with events in order and returns how many of them are done.
func (s *session) send(ctx context.Context, events []alerts.Event) (int, error) {
	for i := range events {
		s.step("relay.read")
		outcome, err := s.pass(ctx, &events[i])
		if err != nil {
			return i, fmt.Errorf("publish event %d: %w", events[i].Number, err)
		}
		s.published.WithLabelValues(outcome).Inc()
		s.step("relay.published")
	}
	return len(events), nil
}

// pass deals with one event. What was never relayed is sent however old it is: the clock may be wrong.
func (s *session) pass(ctx context.Context, e *alerts.Event) (outcome string, err error) {
	lost := s.held != nil && e.Number <= s.relayed
	switch {
	case e.Erased:
		return outcomeErased, nil
	case s.held.has(e):
		return outcomePresent, nil
	case lost && (s.expired(e) || e.Number < s.floor):
		return outcomeExpired, nil
	}
	if lost {
		if err := s.makeRoom(ctx, e); err != nil {
			return "", err
		}
	}
	return s.deliver(ctx, e, lost)
}

// deliver publishes e, or parks it where the broker still remembers a message of this id that it has lost.
func (s *session) deliver(ctx context.Context, e *alerts.Event, lost bool) (outcome string, err error) {
	for i := range s.parked {
		if s.parked[i].AlertID == e.AlertID {
			err = errRemembered // not before those that come first
		}
	}
	if err == nil {
		outcome, err = s.publish(ctx, e)
	}
	switch {
	case errors.Is(err, errRemembered):
		s.parked = append(s.parked, *e)
		s.Relay.parked.Store(int64(len(s.parked)))
		s.log.WarnContext(ctx, "the broker remembers an event that it has lost, and takes it again later", "event", e.Number)
		return outcomeFailed, nil
	case err == nil && lost:
		s.refilled.Inc()
	}
	return outcome, err
}

// unpark tries again what the broker refused.
func (s *session) unpark(ctx context.Context) error {
	waiting := s.parked
	s.parked = nil
	for i := range waiting {
		if erased, err := s.erased(ctx, &waiting[i]); erased || err != nil {
			if err != nil {
				s.parked = append(s.parked, waiting[i:]...)
				return err
			}
			continue
		}
		outcome, err := s.deliver(ctx, &waiting[i], true)
		if err != nil {
			s.parked = append(s.parked, waiting[i:]...)
			return fmt.Errorf("publish event %d: %w", waiting[i].Number, err)
		}
		s.published.WithLabelValues(outcome).Inc()
	}
	s.Relay.parked.Store(int64(len(s.parked)))
	return nil
}

// erased reports whether e, read a while ago, has lost its body since.
func (s *session) erased(ctx context.Context, e *alerts.Event) (bool, error) {
	now, err := s.ledger.Events(ctx, e.Number-1, 1)
	return err == nil && (len(now) == 0 || now[0].Erased), err
}

// makeRoom removes the later events of e's alert from the stream, so that they follow e again: a subject's last message
// stays its newest event. They are lost then like e itself, and sent when their turn comes.
func (s *session) makeRoom(ctx context.Context, e *alerts.Event) error {
	history, err := s.ledger.History(ctx, e.AlertID)
	if err != nil {
		return err
	}
	for i := range history {
		later := &history[i]
		if later.Sequence <= e.Sequence || !s.held.has(later) {
			continue
		}
		if err := s.remove(ctx, s.held.forget(later)); err != nil {
			return fmt.Errorf("make room for event %d: %w", e.Number, err)
		}
	}
	return nil
}

// remove overwrites one message of the stream; one that is gone already is fine.
func (s *session) remove(ctx context.Context, seq uint64) error {
	ctx, done := s.server.watched(ctx)
	defer done()
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := s.stream.SecureDeleteMsg(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) && strings.Contains(err.Error(), errCodeNoSuchSequence) {
		return nil
	}
	return cause(ctx, err)
}

// errCodeNoSuchSequence stands in the error of nats.go, which does not wrap the server's.
const errCodeNoSuchSequence = "err_code=10043"

// errRemembered means that the broker takes a message for one that it has, and has not: it was removed or lost a moment
// ago, and is taken when the window for duplicates is over.
var errRemembered = errors.New("the server remembers its id, yet holds no such message")

// publish stores e unless the stream holds it, or a newer event of its alert, already. The server checks the expected
// sequence of the subject before it looks for a duplicate id, so a repeated publish is refused and the answer is read
// back.
func (s *session) publish(ctx context.Context, e *alerts.Event) (string, error) {
	ctx, done := s.server.watched(ctx)
	defer done()
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
			last, err := s.stream.GetLastMsgForSubject(ctx, e.Subject)
			switch {
			case errors.Is(err, jetstream.ErrMsgNotFound): // none, or one that cannot be read
				before = 0
			case err != nil:
				return "", fmt.Errorf("read last message of its subject: %w", cause(ctx, err))
			default:
				before = last.Sequence
				if present, err := s.covers(ctx, last, e); present || err != nil {
					return outcomePresent, err
				}
			}
		}
		ack, err := s.js.PublishMsg(ctx, msg, jetstream.WithMsgID(e.ID), jetstream.WithExpectStream(Name),
			jetstream.WithExpectLastSequencePerSubject(before))
		switch {
		case err == nil && ack.Duplicate:
			return "", errRemembered
		case !wrongSequence(err):
			return outcomePublished, cause(ctx, err)
		case ctx.Err() != nil:
			return "", cause(ctx, ctx.Err())
		}
		known = false
	}
}

// covers reports whether last, the newest message of e's subject, is e or a later event of the same alert. A message of
// another ledger is not: it stays, and e follows it.
func (s *session) covers(ctx context.Context, last *jetstream.RawStreamMsg, e *alerts.Event) (bool, error) {
	id := last.Header.Get(jetstream.MsgIDHeader)
	if id == e.ID {
		return true, nil
	}
	if headerNumber(last.Header, HeaderSequence) <= int64(e.Sequence) {
		return false, nil
	}
	history, err := s.ledger.History(ctx, e.AlertID)
	for i := range history {
		if history[i].ID == id {
			return true, nil
		}
	}
	return false, err
}

// cause prefers what ended ctx to what failed because of that.
func cause(ctx context.Context, err error) error {
	if reason := context.Cause(ctx); err != nil && errors.Is(reason, errStore) {
		return reason
	}
	return err
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
