package relay_test

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

func TestRelayKeepsOrderAndBytes(t *testing.T) {
	d := openDesk(t)
	srv := start(t, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	for n := range 120 { // more than one batch
		raise(t, d, n, 1)
	}
	raise(t, d, 7, 2)
	carry(t, d, srv, relay.Config{})
	raise(t, d, 7, 3)
	want, err := d.Events(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	got := tail(t, srv.Addr(), len(want))
	for i := range got { // a tail knows when, not what of
		got[i].Time, got[i].Platform, got[i].Type = want[i].Time, want[i].Platform, want[i].Type
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-desk +stream):\n%s", diff)
	}
}

func TestRelayRepeatsWithoutDuplicates(t *testing.T) {
	d := openDesk(t)
	srv := start(t, stream.ServerConfig{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	stop := carry(t, d, srv, relay.Config{})
	raise(t, d, 1, 1)
	raise(t, d, 2, 1)
	raise(t, d, 1, 2)
	tail(t, srv.Addr(), 3)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := d.SetPosition(t.Context(), relay.Sink, 0); err != nil { // as if it had died before noting it
		t.Fatal(err)
	}
	carry(t, d, srv, relay.Config{})
	raise(t, d, 3, 1)
	if diff := cmp.Diff([]int64{1, 2, 3, 4}, numbers(tail(t, srv.Addr(), 4))); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestRelayFillsALostStream(t *testing.T) {
	dir, d := t.TempDir(), openDesk(t)
	srv := start(t, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	stop := carry(t, d, srv, relay.Config{})
	for n := range 5 {
		raise(t, d, n, 1)
	}
	raise(t, d, 2, 2)
	tail(t, srv.Addr(), 6)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	srv.Close()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	srv = start(t, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	carry(t, d, srv, relay.Config{})
	if diff := cmp.Diff([]int64{1, 2, 3, 4, 5, 6}, numbers(tail(t, srv.Addr(), 6))); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestRelayFillsHolesAndACutEnd(t *testing.T) {
	d := openDesk(t)
	dir := t.TempDir()
	nats := broker(t, dir, -1)
	url := nats.ClientURL()
	declareForgetful(t, url)
	srv := start(t, stream.ServerConfig{URL: url})
	stop := carry(t, d, srv, relay.Config{})
	for n := range 6 {
		raise(t, d, n, 1)
	}
	raise(t, d, 0, 2)
	tail(t, url, 7)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	_, js := connect(t, url)
	s, err := js.Stream(t.Context(), stream.Name)
	if err != nil {
		t.Fatal(err)
	}
	for _, seq := range []uint64{1, 3, 6} { // 1 comes before 7, the same alert's
		if err := s.SecureDeleteMsg(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
	}
	nats.Shutdown() // while it runs it remembers the ids of what it lost
	nats.WaitForShutdown()
	url = broker(t, dir, -1).ClientURL()
	w := run(t, d, stream.ServerConfig{URL: url}, func(r *relay.Relay) { r.SetClock(time.Now, 10*time.Millisecond) })
	w.settles(t)
	w.stop()
	whole(t, d, url)
	if diff := cmp.Diff([]int64{2, 4, 5, 1, 3, 6, 7}, numbers(everything(t, url))); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestRelayOutlivesTheBroker(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	url := "nats://" + free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}

	reg := prometheus.NewPedanticRegistry()
	srv := start(t, stream.ServerConfig{URL: url}) // nobody is there yet
	carry(t, d, srv, relay.Config{Registerer: reg})
	raise(t, d, 1, 1)
	expect(t, reg, map[string]float64{"ronda_stream_connected": 0, "ronda_stream_unsent": 1})

	nats := broker(t, dir, port)
	if diff := cmp.Diff([]int64{1}, numbers(tailUntilThere(t, url, 1))); diff != "" {
		t.Errorf("events after the broker came (-want +got):\n%s", diff)
	}
	nats.Shutdown()
	nats.WaitForShutdown()
	raise(t, d, 2, 1)
	if err := os.RemoveAll(dir); err != nil { // and it comes back empty
		t.Fatal(err)
	}
	broker(t, dir, port)
	if diff := cmp.Diff([]int64{1, 2}, numbers(tailUntilThere(t, url, 2))); diff != "" {
		t.Errorf("events after the broker came back empty (-want +got):\n%s", diff)
	}
}

// declareForgetful makes the stream as an operator may: its broker forgets ids almost at once.
func declareForgetful(t *testing.T, url string) {
	t.Helper()
	_, js := connect(t, url)
	_, err := js.CreateStream(t.Context(), jetstream.StreamConfig{
		Name: stream.Name, Subjects: []string{stream.Subjects}, MaxAge: stream.MaxAge, DenyPurge: true, AllowDirect: true, Duplicates: 100 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tailUntilThere is tail for a stream that may not have been declared yet.
func tailUntilThere(t *testing.T, url string, n int) []alerts.Event {
	t.Helper()
	_, js := connect(t, url) // one for all tries: the relay may take ten seconds to notice what became of its broker
	for {
		_, err := js.Stream(t.Context(), stream.Name)
		if err == nil {
			return tail(t, url, n)
		}
		if !errors.Is(err, jetstream.ErrStreamNotFound) {
			t.Fatal(err)
		}
	}
}

// expect waits until the registry shows all values.
func expect(t *testing.T, reg *prometheus.Registry, want map[string]float64) {
	t.Helper()
	for {
		families, err := reg.Gather()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		for _, f := range families {
			if _, ok := want[f.GetName()]; ok {
				got[f.GetName()] = f.GetMetric()[0].GetGauge().GetValue()
			}
		}
		if cmp.Equal(want, got) {
			return
		}
		if t.Context().Err() != nil {
			t.Fatalf("metrics are %v, want %v", got, want)
		}
	}
}

func TestRelayRefusesAForeignStream(t *testing.T) {
	for name, change := range map[string]func(*jetstream.StreamConfig){
		"subjects":  func(c *jetstream.StreamConfig) { c.Subjects = []string{"ronda.>"} },
		"storage":   func(c *jetstream.StreamConfig) { c.Storage = jetstream.MemoryStorage },
		"retention": func(c *jetstream.StreamConfig) { c.Retention = jetstream.WorkQueuePolicy },
		"max age":   func(c *jetstream.StreamConfig) { c.MaxAge = time.Hour },
		"messages":  func(c *jetstream.StreamConfig) { c.MaxMsgsPerSubject = 1 },
		"purging":   func(c *jetstream.StreamConfig) { c.DenyPurge = false },
	} {
		t.Run(name, func(t *testing.T) {
			d, nats := openDesk(t), broker(t, t.TempDir(), -1)
			_, js := connect(t, nats.ClientURL())
			cfg := jetstream.StreamConfig{Name: stream.Name, Subjects: []string{stream.Subjects}, MaxAge: stream.MaxAge, DenyPurge: true}
			change(&cfg)
			if _, err := js.CreateStream(t.Context(), cfg); err != nil {
				t.Fatal(err)
			}
			r, err := relay.New(d.Ledger, start(t, stream.ServerConfig{URL: nats.ClientURL()}), relay.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Run(context.Background()); !errors.Is(err, stream.ErrMismatch) {
				t.Errorf("Run = %v, want ErrMismatch", err)
			}
		})
	}
}
