package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The stream that holds the alerts.
const (
	Name     = "ALERTS"           // name of the stream
	Subjects = "ronda.alert.v1.>" // what it captures
	MaxAge   = 400 * 24 * time.Hour

	maxBytes     = 8 << 30
	maxConsumers = 512
	dedupeWindow = 10 * time.Minute
)

// Headers of a stored event, beside Nats-Msg-Id, which is the event's id.
const (
	HeaderEvent       = "Ronda-Event"    // alerts.Event.Number
	HeaderSequence    = "Ronda-Sequence" // alerts.Event.Sequence
	HeaderContentType = "Content-Type"   // contentType
	contentType       = "application/cloudevents+json"
)

// ErrMismatch means that a stream ALERTS exists that does not keep what we promise. It is not changed for that: somebody
// may rely on it.
var ErrMismatch = errors.New("stream " + Name + " exists with other settings")

func definition() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:         Name,
		Description:  "ronda alerts: CloudEvents, one subject per alert",
		Subjects:     []string{Subjects},
		Storage:      jetstream.FileStorage,
		Retention:    jetstream.LimitsPolicy,
		Discard:      jetstream.DiscardOld,
		MaxAge:       MaxAge,
		MaxBytes:     maxBytes,
		MaxConsumers: maxConsumers,
		Duplicates:   dedupeWindow,
		DenyPurge:    true,
		AllowDirect:  true,
	}
}

// declare returns the stream and creates it where it is missing. It never changes a stream: ErrMismatch.
func declare(ctx context.Context, conn *nats.Conn) (jetstream.Stream, error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, fmt.Errorf("use jetstream: %w", err)
	}
	stream, err := js.Stream(ctx, Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = js.CreateStream(ctx, definition())
	}
	if err != nil {
		return nil, fmt.Errorf("declare stream %s: %w", Name, err)
	}
	if what := mismatch(stream.CachedInfo().Config); what != "" {
		return nil, fmt.Errorf("%w: %s; rename it or put it right", ErrMismatch, what)
	}
	return stream, nil
}

// mismatch names the first setting of c under which alerts could be lost, changed or mixed with other messages. Size,
// replicas and placement are the operator's choice.
func mismatch(c jetstream.StreamConfig) string {
	switch {
	case !slices.Equal(c.Subjects, []string{Subjects}):
		return fmt.Sprintf("subjects are %q, not %q", c.Subjects, Subjects)
	case c.Storage != jetstream.FileStorage:
		return "storage is not file"
	case c.Retention != jetstream.LimitsPolicy:
		return "retention is not limits"
	case c.MaxAge != 0 && c.MaxAge < MaxAge:
		return fmt.Sprintf("max age is %v, less than %v", c.MaxAge, MaxAge)
	case c.MaxMsgs > 0 || c.MaxMsgsPerSubject > 0:
		return "the number of messages is limited"
	case !c.DenyPurge:
		return "purging is not denied"
	case c.DenyDelete:
		return "deleting is denied, so that nothing could be erased"
	case c.Sealed || c.NoAck:
		return "it is sealed or does not acknowledge"
	case c.Mirror != nil || len(c.Sources) > 0 || c.SubjectTransform != nil || c.RePublish != nil:
		return "it mirrors, sources, transforms or republishes"
	}
	return ""
}
