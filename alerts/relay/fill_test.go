package relay_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
	"ronda/detect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openDesk(t *testing.T) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// finding is a sale on page n; a version is a material change of it.
func finding(n, version int) detect.Finding {
	return detect.Finding{
		Key: fmt.Sprintf("listing %d", n), URL: fmt.Sprintf("https://toko.example/iklan/%d", n), Platform: "toko.example", Title: "Jual KTP + selfie",
		SeenAt: time.Now(), Kind: detect.KindSale, Score: 0.9, Severity: detect.SeverityHigh,
		Documents: []string{"ktp", "kk", "npwp"}[:version],
		Summary:   map[string]string{"id": "Menjual KTP orang lain.", "en": "Sells other people's KTP."},
	}
}

func raise(t *testing.T, d *desk.Desk, n, version int) {
	t.Helper()
	r, err := d.Raise(t.Context(), finding(n, version), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Opened && !r.Updated {
		t.Fatalf("finding %d version %d made no event", n, version)
	}
}

func start(t *testing.T, cfg stream.ServerConfig) *stream.Server {
	t.Helper()
	srv, err := stream.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	return srv
}

// carry runs a relay until stop is called, or the test ends.
func carry(t *testing.T, d *desk.Desk, srv *stream.Server, cfg relay.Config) (stop func() error) {
	t.Helper()
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	r, err := relay.New(d.Ledger, srv, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	var stopped bool
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-done
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return stop
}

var errEnough = errors.New("enough")

// tail reads n events from the beginning and waits for those that are not there yet.
func tail(t *testing.T, url string, n int) []alerts.Event {
	t.Helper()
	var got []alerts.Event
	err := stream.Tail(t.Context(), url, "", time.Time{}, func(e alerts.Event) error {
		got = append(got, e)
		if len(got) == n {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("tail ended after %d of %d events: %v", len(got), n, err)
	}
	return got
}

func numbers(events []alerts.Event) []int64 {
	var list []int64
	for _, e := range events {
		list = append(list, e.Number)
	}
	return list
}

func connect(t *testing.T, url string, opts ...nats.Option) (*nats.Conn, jetstream.JetStream) {
	t.Helper()
	conn, err := nats.Connect(url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	return conn, js
}

func portOf(t *testing.T, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// broker runs a nats-server that is not ours: no accounts, no permissions.
func broker(t *testing.T, dir string, port int) *server.Server {
	t.Helper()
	srv, err := server.NewServer(&server.Options{
		ServerName: "external", Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	srv.Start()
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	if !srv.ReadyForConnections(30 * time.Second) {
		t.Fatal("nats-server is not ready")
	}
	return srv
}

// eventOf reads back what the relay wrote.
func eventOf(t *testing.T, msg jetstream.Msg) alerts.Event {
	t.Helper()
	number, err := strconv.ParseInt(msg.Headers().Get(stream.HeaderEvent), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	sequence, err := strconv.Atoi(msg.Headers().Get(stream.HeaderSequence))
	if err != nil {
		t.Fatal(err)
	}
	return alerts.Event{
		Number: number, ID: msg.Headers().Get(jetstream.MsgIDHeader), Sequence: sequence,
		Subject: msg.Subject(), AlertID: msg.Subject()[strings.LastIndexByte(msg.Subject(), '.')+1:],
	}
}
