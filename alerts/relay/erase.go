package relay

import (
	"context"
	"fmt"

	"ronda/alerts/ledger"
	"ronda/alerts/stream"
)

// SinkErasures is the relay's second name on the Desk: its position there is the number of the last erasure that the stream
// has carried out.
const SinkErasures = "nats-erasures"

const erasureBatch = 100

// erase carries out the Desk's erasures in the stream. Doing one again does no harm.
func (s *session) erase(ctx context.Context) error {
	done, err := s.ledger.Position(ctx, SinkErasures)
	if err != nil {
		return err
	}
	list, err := s.ledger.Erasures(ctx, done, erasureBatch)
	if err != nil || len(list) == 0 {
		return err
	}
	for i := range list {
		err := s.eraseAlert(ctx, &list[i])
		if err == nil {
			continue
		}
		if !s.server.Embedded() || !stream.Corrupt(err) {
			return fmt.Errorf("erase alert %s from the stream: %w", list[i].AlertID, err)
		}
		s.unreadable = max(s.unreadable, 1)
	}
	renewed, err := s.eraseRest(ctx)
	if err != nil {
		return err
	}
	if err := s.ledger.SetPosition(ctx, SinkErasures, list[len(list)-1].Number); err != nil {
		return err
	}
	s.step("relay.erased")
	if renewed || len(list) == erasureBatch {
		return errAgain
	}
	return nil
}

// eraseAlert overwrites the messages of an alert but for those of events that have a body still: a listing that was erased
// and is seen again goes on under its old subject.
func (s *session) eraseAlert(ctx context.Context, x *ledger.Erasure) error {
	history, err := s.ledger.History(ctx, x.AlertID)
	if err != nil {
		return err
	}
	living := map[string]bool{}
	for i := range history {
		living[history[i].ID] = !history[i].Erased
	}
	for place := uint64(1); ; {
		m, found, err := s.stream.Find(ctx, place, x.Subject)
		if err != nil || !found {
			return err
		}
		place = m.Place + 1
		if living[m.ID] {
			continue
		}
		if err := s.stream.Remove(ctx, m.Place); err != nil {
			return err
		}
	}
}

// eraseRest takes away bytes that nobody can tell apart any more and that may be of what has to go: stores that were set
// aside, and messages that NATS can neither read nor overwrite. For those the whole store goes and is filled again.
func (s *session) eraseRest(ctx context.Context) (renewed bool, err error) {
	if !s.server.Embedded() {
		if s.unreadable > 0 {
			s.log.ErrorContext(ctx, "the stream holds messages that nats can neither read nor overwrite, and something had to be erased: "+
				"rebuild it there, or remove it and ronda fills a new one", "stream", stream.Name, "messages", s.unreadable)
		}
		return false, nil
	}
	removed, err := s.server.RemoveAsides()
	for range removed {
		s.log.WarnContext(ctx, "a damaged store that was set aside was removed: an erasure reaches every copy")
	}
	if err != nil {
		return false, err
	}
	if s.unreadable == 0 {
		return false, nil
	}
	s.log.WarnContext(ctx, "the stream holds messages that cannot be read, and something had to be erased: it begins anew", "messages", s.unreadable)
	s.state.Store(StateRefilling)
	if err := s.server.Renew(ctx); err != nil {
		return false, err
	}
	s.unreadable = 0
	return true, nil
}
