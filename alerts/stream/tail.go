package stream

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"ronda/alerts"
)

const (
	tailConnectTimeout = 5 * time.Second
	tailInactive       = 5 * time.Minute // how long the server keeps our place while the connection is away
)

// Tail calls fn with every event of the stream at natsURL that was stored at or after since (the zero time for all that
// it holds) and then with each new one, until ctx ends (nil) or fn fails (fn's error). It survives a lost connection
// without a gap. creds names a credentials file, "" for none.
func Tail(ctx context.Context, natsURL, creds string, since time.Time, fn func(alerts.Event) error) error {
	u, err := url.Parse(natsURL)
	if err != nil || u.Host == "" {
		return errors.New("tail alerts: nats url is not of the form nats://host:port")
	}
	opts := []nats.Option{nats.Name("ronda tail"), nats.Timeout(tailConnectTimeout), nats.MaxReconnects(-1)}
	if creds != "" {
		opts = append(opts, nats.UserCredentials(creds))
	}
	conn, err := nats.Connect(natsURL, opts...)
	if err != nil {
		return fmt.Errorf("tail alerts: connect to %s: %w; is ronda running there with -nats-listen?", u.Host, err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		return fmt.Errorf("tail alerts: %w", err)
	}
	cfg := jetstream.OrderedConsumerConfig{InactiveThreshold: tailInactive}
	if !since.IsZero() {
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &since
	}
	consumer, err := js.OrderedConsumer(ctx, Name, cfg)
	if err != nil {
		return fmt.Errorf("tail alerts: read stream %s: %w", Name, err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		return fmt.Errorf("tail alerts: read stream %s: %w", Name, err)
	}
	defer messages.Stop()
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, jetstream.ErrNoHeartbeat):
			continue // the connection is away; the consumer goes on where it was
		case err != nil:
			return fmt.Errorf("tail alerts: %w", err)
		}
		if err := fn(event(msg)); err != nil {
			return err
		}
	}
}

// event reads back what publish wrote. A message that the relay did not write has no number.
func event(msg jetstream.Msg) alerts.Event {
	h := msg.Headers()
	e := alerts.Event{
		Number:   headerNumber(h, HeaderEvent),
		ID:       h.Get(jetstream.MsgIDHeader),
		Sequence: int(headerNumber(h, HeaderSequence)),
		Subject:  msg.Subject(),
		Body:     msg.Data(),
	}
	e.AlertID = e.Subject[strings.LastIndexByte(e.Subject, '.')+1:]
	if meta, err := msg.Metadata(); err == nil {
		e.Time = meta.Timestamp
	}
	return e
}
