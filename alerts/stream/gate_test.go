package stream_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

const wait = 20 * time.Second // for what must happen; reached only when it does not

// listening starts a server with a listener and one relayed alert.
func listening(t *testing.T) (*desk.Desk, string, alerts.Event) {
	t.Helper()
	d := openDesk(t)
	srv := start(t, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	carry(t, d, srv, relay.Config{})
	raise(t, d, 1, 1)
	return d, srv.Addr(), tail(t, srv.Addr(), 1)[0]
}

func TestReadersReceive(t *testing.T) {
	d, url, first := listening(t)
	conn, js := connect(t, url, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { t.Error(err) }))

	t.Run("core", func(t *testing.T) {
		sub, err := conn.SubscribeSync("ronda.alert.>")
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Flush(); err != nil {
			t.Fatal(err)
		}
		raise(t, d, 2, 1)
		msg, err := sub.NextMsg(wait)
		if err != nil {
			t.Fatal(err)
		}
		if got := msg.Header.Get(stream.HeaderEvent); got != "2" {
			t.Errorf("event %s, want 2", got)
		}
		if err := sub.Unsubscribe(); err != nil {
			t.Error(err)
		}
	})
	t.Run("ordered consumer", func(t *testing.T) {
		consumer, err := js.OrderedConsumer(t.Context(), stream.Name, jetstream.OrderedConsumerConfig{})
		if err != nil {
			t.Fatal(err)
		}
		msg, err := consumer.Next(jetstream.FetchMaxWait(wait))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(first.Body), string(msg.Data())); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
	})
	for _, name := range []string{"", "regulator"} {
		t.Run("pull consumer "+name, func(t *testing.T) {
			s, err := js.Stream(t.Context(), stream.Name)
			if err != nil {
				t.Fatal(err)
			}
			consumer, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{
				Durable: name, AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "ronda.alert.v1.toko_example.sale.>",
			})
			if err != nil {
				t.Fatal(err)
			}
			msg, err := consumer.Next(jetstream.FetchMaxWait(wait))
			if err != nil {
				t.Fatal(err)
			}
			if err := msg.DoubleAck(t.Context()); err != nil {
				t.Fatal(err)
			}
			info, err := consumer.Info(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if info.AckFloor.Stream != 1 {
				t.Errorf("acknowledged up to %d, want 1", info.AckFloor.Stream)
			}
			if limit := info.Config.InactiveThreshold; limit <= 0 || limit > time.Hour || !info.Config.MemoryStorage {
				t.Errorf("consumer is kept for %v, in memory: %t", limit, info.Config.MemoryStorage)
			}
		})
	}
	t.Run("push consumer of older clients", func(t *testing.T) {
		old, err := conn.JetStream()
		if err != nil {
			t.Fatal(err)
		}
		sub, err := old.SubscribeSync(stream.Subjects, nats.BindStream(stream.Name), nats.OrderedConsumer())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sub.NextMsg(wait); err != nil {
			t.Error(err)
		}
		// Its Unsubscribe would ask to delete the consumer, which readers may not: closing the connection does.
	})
	t.Run("direct get", func(t *testing.T) {
		s, err := js.Stream(t.Context(), stream.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.GetLastMsgForSubject(t.Context(), first.Subject); err != nil {
			t.Error(err)
		}
		if _, err := s.GetMsg(t.Context(), 1); err != nil {
			t.Error(err)
		}
	})
}

// state is what no reader may change.
type state struct {
	Msgs, First, Last uint64
	Deleted           int
	Config            jetstream.StreamConfig
}

func read(t *testing.T, js jetstream.JetStream) state {
	t.Helper()
	s, err := js.Stream(t.Context(), stream.Name)
	if err != nil {
		t.Fatal(err)
	}
	info := s.CachedInfo()
	return state{info.State.Msgs, info.State.FirstSeq, info.State.LastSeq, info.State.NumDeleted, info.Config}
}

func TestReadersMayNotWrite(t *testing.T) {
	_, url, first := listening(t)
	violations := make(chan error, 1)
	conn, js := connect(t, url, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { violations <- err }))
	before := read(t, js)
	for _, subject := range []string{
		first.Subject,
		"ronda.alert.v1.x.sale.y",
		"ronda.alert",
		"$JS.API.STREAM.DELETE.ALERTS",
		"$JS.API.STREAM.PURGE.ALERTS",
		"$JS.API.STREAM.UPDATE.ALERTS",
		"$JS.API.STREAM.CREATE.OTHER",
		"$JS.API.STREAM.SNAPSHOT.ALERTS",
		"$JS.API.STREAM.RESTORE.ALERTS",
		"$JS.API.STREAM.MSG.DELETE.ALERTS",
		"$JS.API.CONSUMER.NAMES.ALERTS",
		"$JS.API.CONSUMER.LIST.ALERTS",
		"$JS.API.CONSUMER.DURABLE.CREATE.ALERTS.x",
		"$JS.API.CONSUMER.PAUSE.ALERTS.x",
		"$JS.API.CONSUMER.CREATE.OTHER",
		"$JS.API.META.LEADER.STEPDOWN",
		"$JS.API.ACCOUNT.PURGE.RONDA",
		"$JS.ACK.OTHER.x.1.1.1.1.1",
		"$SYS.REQ.SERVER.PING",
		"$SYS.REQ.ACCOUNT.RONDA.CONNZ",
		"_INBOX.somebody.else",
		"_GATE._INBOX.somebody",
		"_R_.abc",
	} {
		if err := conn.Publish(subject, nil); err != nil {
			t.Fatal(err)
		}
		err := <-violations
		if !strings.Contains(strings.ToLower(err.Error()), "permissions violation") || !strings.Contains(err.Error(), subject) {
			t.Errorf("publish to %s: %v", subject, err)
		}
	}
	for _, subject := range []string{">", "$SYS.>", "$JS.>", "_GATE.>", "_RELAY.>", "ronda.>"} {
		if _, err := conn.SubscribeSync(subject); err != nil {
			t.Fatal(err)
		}
		if err := <-violations; !strings.Contains(strings.ToLower(err.Error()), "permissions violation") {
			t.Errorf("subscribe to %s: %v", subject, err)
		}
	}
	if diff := cmp.Diff(before, read(t, js)); diff != "" {
		t.Errorf("stream changed (-before +after):\n%s", diff)
	}
}

// The server answers, delivers and traces to subjects that its clients name. None may lead anywhere but to an inbox.
func TestReadersCannotUseTheServersRights(t *testing.T) {
	d, url, _ := listening(t)
	conn, js := connect(t, url, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})) // traces are refused like publishes
	watcher, _ := connect(t, url)
	heard, err := watcher.SubscribeSync("ronda.alert.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := watcher.Flush(); err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), stream.Name)
	if err != nil {
		t.Fatal(err)
	}
	consumer, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{Name: "mine", AckPolicy: jetstream.AckExplicitPolicy, InactiveThreshold: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	msg, err := consumer.Next(jetstream.FetchMaxWait(wait))
	if err != nil {
		t.Fatal(err)
	}
	before := read(t, js)

	targets := []string{"ronda.alert.v1.x.sale.y", "$JS.API.STREAM.DELETE.ALERTS", "$JS.API.STREAM.PURGE.ALERTS", "_INBOX.*", "_INBOX.>"}
	calls := map[string]string{
		"$JS.API.INFO":                              "",
		"$JS.API.STREAM.INFO.ALERTS":                "",
		"$JS.API.STREAM.NAMES":                      "",
		"$JS.API.STREAM.MSG.GET.ALERTS":             `{"seq":1}`,
		"$JS.API.DIRECT.GET.ALERTS":                 `{"seq":1}`,
		"$JS.API.CONSUMER.INFO.ALERTS.mine":         "",
		"$JS.API.CONSUMER.MSG.NEXT.ALERTS.mine":     `{"batch":1,"no_wait":true}`, // answers with an empty body: no messages
		"$JS.API.CONSUMER.DELETE.ALERTS.mine":       "",
		"$JS.API.CONSUMER.CREATE.ALERTS":            `{"stream_name":"ALERTS","config":{"ack_policy":"none"}}`,
		msg.Reply():                                 `+NXT {"batch":1,"no_wait":true}`,
		"$JS.FC.ALERTS.mine.abc":                    "x",
		"$JS.API.CONSUMER.CREATE.ALERTS.mine.ronda": "}",
	}
	for call, body := range calls {
		for _, target := range targets {
			m := &nats.Msg{Subject: call, Reply: target, Data: []byte(body)}
			if err := conn.PublishMsg(m); err != nil {
				t.Fatal(err)
			}
			m = &nats.Msg{Subject: call, Reply: "_INBOX.trace", Data: []byte(body), Header: nats.Header{"Nats-Trace-Dest": {target}, "Nats-Request-Info": {`{"acc":"RONDA"}`}}}
			if err := conn.PublishMsg(m); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, config := range []string{
		`{"deliver_subject":"ronda.alert.v1.x.sale.y"}`,
		`{"deliver_subject":"$JS.API.STREAM.DELETE.ALERTS","headers_only":true}`,
		`{"deliver_subject":"$JS.API.STREAM.DELETE.ALERTS","idle_heartbeat":1000000000}`,
		`{"deliver_subject":"_GATE._INBOX.x"}`,
		`{"deliver_subject":"_INBOX.*"}`,
		`{"deliver_subject":"_INBOX.>"}`,
		`{"priority_groups":["a"],"priority_policy":"overflow"}`,
		`{"pause_until":"2126-01-01T00:00:00Z"}`,
		`{"description":"` + strings.Repeat("x", 5000) + `"}`,
		`{"name":"mine","ack_policy":"none"}`, // exists with other settings
		`[]`,
	} {
		answer, err := conn.Request("$JS.API.CONSUMER.CREATE.ALERTS", []byte(`{"stream_name":"ALERTS","config":`+config+`}`), wait)
		if err != nil {
			t.Fatalf("%s: %v", config, err)
		}
		var refusal struct{ Error *jetstream.APIError }
		if err := json.Unmarshal(answer.Data, &refusal); err != nil {
			t.Fatal(err)
		}
		if refusal.Error == nil && !strings.Contains(config, `"mine"`) {
			t.Errorf("consumer with %s was created", config)
		}
	}
	// The nats command line writes a zero time where nothing is paused.
	answer, err := conn.Request("$JS.API.CONSUMER.CREATE.ALERTS", []byte(`{"stream_name":"ALERTS","config":{"ack_policy":"none","pause_until":"0001-01-01T00:00:00Z"}}`), wait)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(answer.Data), `"error"`) {
		t.Errorf("a consumer that is not paused: %s", answer.Data)
	}
	if err := s.DeleteConsumer(t.Context(), "mine"); err == nil || !strings.Contains(err.Error(), "inactive_threshold") {
		t.Errorf("delete consumer: %v, want a refusal that explains", err)
	}

	if diff := cmp.Diff(before, read(t, js)); diff != "" {
		t.Errorf("stream changed (-before +after):\n%s", diff)
	}
	raise(t, d, 2, 1)
	next, err := heard.NextMsg(wait)
	if err != nil {
		t.Fatal(err)
	}
	if got := next.Header.Get(stream.HeaderEvent); got != "2" {
		t.Errorf("a subscriber heard %s with event %q before event 2", next.Subject, got)
	}
}
