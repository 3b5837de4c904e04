package stream

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"ronda/alerts"
)

const callTimeout = 10 * time.Second

// Stream is the stream ALERTS on one connection. Calls end early when the embedded server's store fails.
type Stream struct {
	server *Server
	conn   *nats.Conn
	js     jetstream.JetStream
	stream jetstream.Stream
}

// Stream returns the stream on the present connection, and creates it where it is missing. One with other settings is not
// changed: ErrMismatch.
func (s *Server) Stream(ctx context.Context) (*Stream, error) {
	conn := s.conn()
	if conn == nil {
		return nil, nats.ErrDisconnected
	}
	js, err := jetstream.New(conn, jetstream.WithDefaultTimeout(callTimeout))
	if err != nil {
		return nil, fmt.Errorf("use jetstream: %w", err)
	}
	ctx, done := s.watched(ctx)
	defer done()
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	stream, err := declare(ctx, conn)
	if err != nil {
		return nil, err
	}
	return &Stream{server: s, conn: conn, js: js, stream: stream}, nil
}

// Info is what a server tells of its stream.
type Info struct {
	Server   string // id of the server's process
	Created  time.Time
	Last     uint64 // sequence in the stream of its newest message
	Deleted  int    // messages between the first and the last that are gone
	Bytes    uint64
	MaxBytes int64 // what it may hold; not positive for no limit
}

// Info is what the server told last.
func (s *Stream) Info() Info {
	i := s.stream.CachedInfo()
	return Info{
		Server:   s.conn.ConnectedServerId(),
		Created:  i.Created,
		Last:     i.State.LastSeq,
		Deleted:  i.State.NumDeleted,
		Bytes:    i.State.Bytes,
		MaxBytes: i.Config.MaxBytes,
	}
}

// Refresh asks the server for what Info tells.
func (s *Stream) Refresh(ctx context.Context) error {
	_, err := s.stream.Info(ctx)
	return err
}

// Message is what tells a stored message from others. Those that the relay did not write have no number.
type Message struct {
	Place    uint64 // sequence in the stream
	Subject  string
	ID       string // of the event
	Number   int64  // of the event, in its ledger
	Sequence int64  // of the event, in its alert
}

func stored(m *jetstream.RawStreamMsg) Message { return message(m.Sequence, m.Subject, m.Header) }

func message(place uint64, subject string, h nats.Header) Message {
	return Message{
		Place:    place,
		Subject:  subject,
		ID:       h.Get(jetstream.MsgIDHeader),
		Number:   headerNumber(h, HeaderEvent),
		Sequence: headerNumber(h, HeaderSequence),
	}
}

// ErrRemembered means that the broker takes a message for one that it has, and has not: it was removed or lost a moment
// ago, and is taken when the window for duplicates is over.
var ErrRemembered = errors.New("the server remembers its id, yet holds no such message")

// Publish stores e, unless the newest message of its subject covers it: is e itself, or a later event of the same alert. It
// tells whether e was stored. The server checks the expected sequence of the subject before it looks for a duplicate id, so a
// repeated publish is refused and the answer is read back.
func (s *Stream) Publish(ctx context.Context, e *alerts.Event, covers func(context.Context, Message) (bool, error)) (bool, error) {
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
				return false, fmt.Errorf("read last message of its subject: %w", cause(ctx, err))
			default:
				before = last.Sequence
				if present, err := covers(ctx, stored(last)); present || err != nil {
					return false, err
				}
			}
		}
		ack, err := s.js.PublishMsg(ctx, msg, jetstream.WithMsgID(e.ID), jetstream.WithExpectStream(Name),
			jetstream.WithExpectLastSequencePerSubject(before))
		switch {
		case err == nil && ack.Duplicate:
			return false, ErrRemembered
		case !wrongSequence(err):
			return err == nil, cause(ctx, err)
		case ctx.Err() != nil:
			return false, cause(ctx, ctx.Err())
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

// Walk calls each with every message that can be read, in their order, and returns how many the server counts and cannot read.
func (s *Stream) Walk(ctx context.Context, each func(Message)) (unreadable int, err error) {
	ctx, done := s.server.watched(ctx)
	defer done()
	state := s.stream.CachedInfo().State
	last, err := s.lastReadable(ctx, state)
	if err != nil || last == 0 {
		return int(state.Msgs), cause(ctx, err)
	}
	consumer, err := s.stream.CreateConsumer(ctx, jetstream.ConsumerConfig{
		AckPolicy: jetstream.AckNonePolicy, HeadersOnly: true, MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	if err != nil {
		return 0, cause(ctx, err)
	}
	defer func() { _ = s.stream.DeleteConsumer(ctx, consumer.CachedInfo().Name) }() // else it ends by itself
	messages, err := consumer.Messages(jetstream.PullMaxMessages(pullBatch))
	if err != nil {
		return 0, cause(ctx, err)
	}
	defer messages.Stop()
	for read := uint64(0); ; {
		msg, seq, err := next(ctx, messages)
		if err != nil {
			return 0, fmt.Errorf("read headers: %w", cause(ctx, err))
		}
		if seq <= last {
			read++
			each(message(seq, msg.Subject(), msg.Headers()))
		}
		if seq >= last {
			return int(state.Msgs - min(read, state.Msgs)), nil
		}
	}
}

const pullBatch = 2000

func next(ctx context.Context, messages jetstream.MessagesContext) (jetstream.Msg, uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	msg, err := messages.Next(jetstream.NextContext(ctx))
	if err != nil {
		return nil, 0, err
	}
	meta, err := msg.Metadata()
	if err != nil {
		return nil, 0, err
	}
	return msg, meta.Sequence.Stream, nil
}

// lastReadable returns the sequence of the newest message that can be read, 0 for none: a consumer says nothing of those
// that it passes over, so somebody who waits for the last one has to know which it is.
func (s *Stream) lastReadable(ctx context.Context, state jetstream.StreamState) (uint64, error) {
	if state.Msgs == 0 {
		return 0, nil
	}
	for seq := state.LastSeq; seq >= state.FirstSeq && seq > 0; seq-- {
		_, err := s.stream.GetMsg(ctx, seq)
		if err == nil {
			return seq, nil
		}
		if !errors.Is(err, jetstream.ErrMsgNotFound) {
			return 0, err
		}
	}
	return 0, nil
}

// Find returns the first message of a subject at or after a place in the stream, and false when there is none.
func (s *Stream) Find(ctx context.Context, place uint64, subject string) (Message, bool, error) {
	m, err := s.stream.GetMsg(ctx, place, jetstream.WithGetMsgSubject(subject))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return Message{}, false, nil
	}
	if err != nil {
		return Message{}, false, err
	}
	return stored(m), true, nil
}

// Remove overwrites one message of the stream; one that is gone already is fine. See Corrupt.
func (s *Stream) Remove(ctx context.Context, seq uint64) error {
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

// Corrupt reports whether an error of Remove says that the server can neither read nor overwrite the message.
func Corrupt(err error) bool { return errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) }

// cause prefers what ended ctx to what failed because of that.
func cause(ctx context.Context, err error) error {
	if reason := context.Cause(ctx); err != nil && errors.Is(reason, errStore) {
		return reason
	}
	return err
}

// headerNumber is 0 for a message that is not ours.
func headerNumber(h nats.Header, key string) int64 {
	n, err := strconv.ParseInt(h.Get(key), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
