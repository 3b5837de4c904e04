package relay

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"ronda/alerts"
	"ronda/alerts/stream"
)

// A stream may have lost messages at its end or anywhere, hold some that cannot be read any more, or some of another
// ledger, and its counts may not show it. So it is gone through once, headers only, and compared with the ledger: at the
// start, when another server process answers or the stream is another, once a day, and when the clock was set. A
// connection that was lost and came back to the same process is compared by its counts.

// identity tells one state of a stream from another. The zero value is none.
type identity struct {
	server  string // id of the server's process
	created time.Time
	last    uint64 // a stream never goes back by itself
	deleted int
	at      time.Time // when it was gone through
}

func identify(i stream.Info) identity {
	return identity{i.Server, i.Created, i.Last, i.Deleted, time.Now()}
}

func (i identity) same(now identity) bool {
	return i.server != "" && i.server == now.server && i.created.Equal(now.created) && now.last >= i.last && now.deleted == i.deleted
}

// held says which events a stream holds: by number, the sequence in the stream and a digest of what tells the event from
// others. 16 bytes an event. A nil held holds nothing.
type held struct {
	seed  maphash.Seed
	slots []slot // of event n at n-1

	foreign    int // messages that are not of this ledger
	unreadable int // messages that the server counts and cannot read
	missing    int // events that were relayed and are not there
	first      int64
}

type slot struct{ seq, mark uint64 }

func (h *held) mark(id, subject string) uint64 { return maphash.String(h.seed, id+" "+subject) }

// has reports whether the stream holds e.
func (h *held) has(e *alerts.Event) bool {
	if h == nil || e.Number > int64(len(h.slots)) {
		return false
	}
	s := h.slots[e.Number-1]
	return s.seq != 0 && s.mark == h.mark(e.ID, e.Subject)
}

// forget takes e out and returns its sequence in the stream.
func (h *held) forget(e *alerts.Event) uint64 {
	seq := h.slots[e.Number-1].seq
	h.slots[e.Number-1] = slot{}
	return seq
}

// sinkRelayed keeps, while a stream is filled again, the number up to which it had been relayed before.
const sinkRelayed = "nats-relayed"

// check goes through stream and ledger. What the stream lacks of the events that were relayed lowers the position, on disk
// as well, so that a crash in the middle of filling is none.
func (s *session) check(ctx context.Context) error {
	began := time.Now()
	end, err := s.ledger.End(ctx)
	if err != nil {
		return err
	}
	h := &held{seed: maphash.MakeSeed(), slots: make([]slot, end)}
	if h.unreadable, err = s.stream.Walk(ctx, h.note); err != nil {
		return err
	}
	if err := s.compare(ctx, h); err != nil {
		return err
	}
	s.messages.WithLabelValues(messagesForeign).Set(float64(h.foreign))
	s.messages.WithLabelValues(messagesUnreadable).Set(float64(h.unreadable))
	s.checkSeconds.Set(time.Since(began).Seconds())
	s.held, s.unreadable = h, h.unreadable
	if h.foreign > 0 {
		s.log.WarnContext(ctx, "the stream holds messages that are not of this ledger; they are left alone", "messages", h.foreign)
	}
	if h.unreadable > 0 {
		s.log.WarnContext(ctx, "the stream holds messages that nats cannot read; their events are sent again", "messages", h.unreadable)
	}
	if h.missing == 0 {
		return nil
	}
	s.log.WarnContext(ctx, "stream lacks alerts, filling it again", "stream", stream.Name, "missing", h.missing, "from_event", h.first, "relayed", s.relayed)
	if err := s.ledger.SetPosition(ctx, sinkRelayed, s.relayed); err != nil {
		return err
	}
	s.position = h.first - 1
	return s.ledger.SetPosition(ctx, Sink, s.position)
}

// note enters a message.
func (h *held) note(m stream.Message) {
	if m.Number < 1 || m.Number > int64(len(h.slots)) {
		h.foreign++
		return
	}
	h.slots[m.Number-1] = slot{m.Place, h.mark(m.ID, m.Subject)}
}

// fullShare of what a stream may hold: above it the oldest messages are not missed, they made room.
const fullShare = 0.9

// compare goes through the ledger and counts what the stream lacks.
func (s *session) compare(ctx context.Context, h *held) error {
	info := s.stream.Info()
	full := info.MaxBytes > 0 && float64(info.Bytes) > fullShare*float64(info.MaxBytes)
	var after, oldest int64
	for {
		events, err := s.ledger.Events(ctx, after, 500)
		if err != nil {
			return err
		}
		if len(events) == 0 || after >= int64(len(h.slots)) { // what came in the meantime was not relayed yet
			if full {
				s.floor = oldest
			}
			return nil
		}
		for i := range events {
			e := &events[i]
			after = e.Number
			if e.Number > int64(len(h.slots)) {
				break
			}
			if e.Erased { // a stream that came back from a copy of its own may hold it still
				if h.has(e) {
					if err := s.stream.Remove(ctx, h.forget(e)); err != nil {
						return fmt.Errorf("erase event %d: %w", e.Number, err)
					}
				}
				continue
			}
			if h.has(e) {
				if oldest == 0 {
					if oldest = e.Number; full {
						h.missing, h.first = 0, 0
					}
				}
				continue
			}
			if h.slots[e.Number-1].seq != 0 {
				h.foreign++
				h.slots[e.Number-1] = slot{}
			}
			if e.Number <= s.relayed && !s.expired(e) {
				if h.missing++; h.first == 0 {
					h.first = e.Number
				}
			}
		}
	}
}

// expired reports whether the stream would have let e go by now.
func (s *session) expired(e *alerts.Event) bool { return s.now().Sub(e.Time) > stream.MaxAge }
