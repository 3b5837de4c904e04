package relay

import (
	"context"
	"errors"
	"fmt"

	"ronda/alerts"
	"ronda/alerts/stream"
)

// session is the time between two connections, or two passes over the stream.
type session struct {
	*Relay
	stream   *stream.Stream
	position int64 // number of the last event that is dealt with

	held    *held // what the stream holds; nil when it holds all up to relayed
	relayed int64 // events up to here were relayed before: what the stream lacks of them it has lost
	floor   int64 // events below were let go because the stream is full

	checked identity // of the stream that was gone through in this session

	parked []alerts.Event // the broker remembers their ids and refuses them until it has forgotten
}

// begin opens a session: position and held say what is to be sent.
func (r *Relay) begin(ctx context.Context) (*session, error) {
	s := &session{Relay: r}
	r.parked.Store(0)
	var err error
	if s.stream, err = r.server.Stream(ctx); err != nil {
		return nil, err
	}
	r.bytes.Store(s.stream.Info().Bytes)
	if s.position, err = r.ledger.Position(ctx, Sink); err != nil {
		return nil, err
	}
	if s.relayed, err = r.ledger.Position(ctx, sinkRelayed); err != nil {
		return nil, err
	}
	s.relayed = max(s.relayed, s.position)
	now := identify(s.stream.Info())
	if r.seen.same(now) {
		s.checked = r.seen
		return s, nil
	}
	r.state.Store(StateRefilling)
	r.seen = identity{} // until it is whole
	if err := s.check(ctx); err != nil {
		return nil, fmt.Errorf("compare stream %s with the ledger: %w", stream.Name, err)
	}
	s.checked = now
	return s, nil
}

// advance notes that all events up to number are dealt with.
func (s *session) advance(ctx context.Context, number int64) error {
	if err := s.ledger.SetPosition(ctx, Sink, number); err != nil {
		return err
	}
	s.position = number
	s.step("relay.positioned")
	if err := s.stream.Refresh(ctx); err == nil { // a gauge only: a failure shows elsewhere
		info := s.stream.Info()
		s.bytes.Store(info.Bytes)
		s.checked.last = max(s.checked.last, info.Last)
		s.checked.deleted = info.Deleted
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
			err = stream.ErrRemembered // not before those that come first
		}
	}
	if err == nil {
		outcome, err = s.publish(ctx, e)
	}
	switch {
	case errors.Is(err, stream.ErrRemembered):
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
		if err := s.stream.Remove(ctx, s.held.forget(later)); err != nil {
			return fmt.Errorf("make room for event %d: %w", e.Number, err)
		}
	}
	return nil
}

// publish stores e unless the stream holds it, or a newer event of its alert, already.
func (s *session) publish(ctx context.Context, e *alerts.Event) (string, error) {
	stored, err := s.stream.Publish(ctx, e, func(ctx context.Context, last stream.Message) (bool, error) {
		return s.covers(ctx, last, e)
	})
	if !stored {
		return outcomePresent, err
	}
	return outcomePublished, err
}

// covers reports whether last, the newest message of e's subject, is e or a later event of the same alert. A message of
// another ledger is not: it stays, and e follows it.
func (s *session) covers(ctx context.Context, last stream.Message, e *alerts.Event) (bool, error) {
	if last.ID == e.ID {
		return true, nil
	}
	if last.Sequence <= int64(e.Sequence) {
		return false, nil
	}
	history, err := s.ledger.History(ctx, e.AlertID)
	for i := range history {
		if history[i].ID == last.ID {
			return true, nil
		}
	}
	return false, err
}
