package stream_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// Streams are filled by a relay here, as they are anywhere.
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

func TestStartRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	nowhere := filepath.Join(t.TempDir(), "gone", "nats")
	if err := os.RemoveAll(filepath.Dir(filepath.Dir(nowhere))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(filepath.Dir(nowhere)), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, want string
		cfg        stream.ServerConfig
	}{
		{"no folder", "no folder given", stream.ServerConfig{}},
		{"folder within a file", "nothing can be written in " + nowhere, stream.ServerConfig{Dir: nowhere}},
		{"listen without port", "not of the form host:port", stream.ServerConfig{Dir: t.TempDir(), Listen: "localhost"}},
		{"listen on a taken port", "address already in use", stream.ServerConfig{Dir: t.TempDir(), Listen: taken.Addr().String()}},
		{"url without host", "nats url is not of the form", stream.ServerConfig{URL: "4222"}},
		{"no credentials file", "no such file", stream.ServerConfig{URL: "nats://127.0.0.1:1", Creds: "/nowhere/ronda.creds"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv, err := stream.Start(t.Context(), test.cfg)
			if err == nil {
				srv.Close()
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestStartWithoutListenerOpensNoPort(t *testing.T) {
	srv := start(t, stream.ServerConfig{Dir: t.TempDir()})
	if got := srv.Addr(); got != "" {
		t.Errorf("Addr() = %q, want none", got)
	}
	if !srv.Connected() {
		t.Error("not connected")
	}
}

func TestRestartKeepsTheStream(t *testing.T) {
	dir, d := t.TempDir(), openDesk(t)
	raise(t, d, 1, 1)
	srv := start(t, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	stop := carry(t, d, srv, relay.Config{})
	before := tail(t, srv.Addr(), 1)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	srv.Close()

	srv = start(t, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	if diff := cmp.Diff(before, tail(t, srv.Addr(), 1)); diff != "" {
		t.Errorf("stream changed over a restart (-before +after):\n%s", diff)
	}
}

func TestTailSinceAndLive(t *testing.T) {
	d := openDesk(t)
	srv := start(t, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	carry(t, d, srv, relay.Config{})
	raise(t, d, 1, 1)
	old := tail(t, srv.Addr(), 1)[0]

	var got []int64
	raise(t, d, 2, 1)
	err := stream.Tail(t.Context(), srv.Addr(), "", old.Time.Add(1), func(e alerts.Event) error {
		if got = append(got, e.Number); len(got) == 2 {
			return errEnough
		}
		raise(t, d, 3, 1) // while the tail is running
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{2, 3}, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestTailEndsWithItsContextAndNamesAWrongAddress(t *testing.T) {
	srv := start(t, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := stream.Tail(ctx, srv.Addr(), "", time.Time{}, nil); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("Tail = %v after its context ended", err)
	}
	err := stream.Tail(t.Context(), "nats://user:geheim@127.0.0.1:1", "", time.Time{}, nil)
	if err == nil || !strings.Contains(err.Error(), "-nats-listen") || strings.Contains(err.Error(), "geheim") {
		t.Errorf("Tail = %v, want advice and no password", err)
	}
}
