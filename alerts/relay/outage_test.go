package relay_test

import (
	"errors"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"

	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

// The broker is away for longer than it remembers ids: what it had taken before is not taken twice, nothing is lost, and
// states and metrics tell how things stand.
func TestLongOutage(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	nats := broker(t, dir, -1)
	url, port := nats.ClientURL(), portOf(t, nats.Addr().String())
	declareForgetful(t, url)
	w := run(t, d, stream.ServerConfig{URL: url})
	for n := range 30 {
		raise(t, d, n, 1)
	}
	w.settles(t)
	w.stop()
	if err := d.SetPosition(t.Context(), relay.Sink, 20); err != nil { // as if it had died before noting the rest
		t.Fatal(err)
	}
	w = run(t, d, stream.ServerConfig{URL: url})
	w.settles(t)
	nats.Shutdown()
	nats.WaitForShutdown()
	w.becomes(t, relay.StateDisconnected)
	for n := range 30 {
		raise(t, d, n, 2)
	}
	raise(t, d, 1000, 1)
	if n := w.metric(t, "ronda_stream_unsent"); n != 31 {
		t.Errorf("%v events are unsent, want 31", n)
	}
	if n := w.metric(t, "ronda_stream_connected"); n != 0 {
		t.Error("the metrics show a connection")
	}
	broker(t, dir, port)
	w.settles(t)
	whole(t, d, url)
	if n := w.metric(t, "ronda_stream_refilled_total"); n != 0 {
		t.Errorf("%v events were taken for lost", n)
	}
	if n := w.metric(t, "ronda_stream_unsent"); n != 0 {
		t.Errorf("%v events are unsent", n)
	}
}

// A broker that does not let us in is named, and gets the alerts when it does.
func TestRefusedByTheBroker(t *testing.T) {
	dir := t.TempDir()
	locked := func(port int, password string) *server.Server {
		srv, err := server.NewServer(&server.Options{
			ServerName: "external", Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true,
			Username: "ronda", Password: password,
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
	nats := locked(-1, "other")
	at, err := url.Parse(nats.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	at.User = url.UserPassword("ronda", "sesame")
	d := openDesk(t)
	w := run(t, d, stream.ServerConfig{URL: at.String()})
	raise(t, d, 1, 1)
	w.becomes(t, relay.StateRejected)
	nats.Shutdown()
	nats.WaitForShutdown()
	locked(portOf(t, at.Host), "sesame")
	w.settles(t)
	whole(t, d, at.String())
}

// storeNotCreated is the server's code for a stream whose folder cannot be made.
const storeNotCreated jetstream.ErrorCode = 10049

// A stream that becomes another while ronda runs is no reason to end the watch.
func TestStreamBecomesForeign(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	nats := broker(t, dir, -1)
	url, port := nats.ClientURL(), portOf(t, nats.Addr().String())
	w := run(t, d, stream.ServerConfig{URL: url})
	raise(t, d, 1, 1)
	w.settles(t)
	_, js := connect(t, url)
	if err := js.DeleteStream(t.Context(), stream.Name); err != nil {
		t.Fatal(err)
	}
	wrong := jetstream.StreamConfig{Name: stream.Name, Subjects: []string{"ronda.>"}}
	_, err := js.CreateStream(t.Context(), wrong)
	for busy := new(jetstream.APIError); errors.As(err, &busy) && busy.ErrorCode == storeNotCreated; { // the old one's files are not gone yet
		_, err = js.CreateStream(t.Context(), wrong)
	}
	if err != nil {
		t.Fatal(err)
	}
	nats.Shutdown()
	nats.WaitForShutdown()
	broker(t, dir, port)
	w.becomes(t, relay.StateRejected)
	_, js = connect(t, url)
	if err := js.DeleteStream(t.Context(), stream.Name); err != nil {
		t.Fatal(err)
	}
	w.settles(t)
	whole(t, d, url)
}

// A clock that is years ahead makes every alert look expired. What was never sent is sent all the same, and what the stream
// lost meanwhile comes back when the clock is right again.
func TestClockYearsAhead(t *testing.T) {
	d, dir := openDesk(t), t.TempDir()
	var ahead atomic.Int64
	clock := func(r *relay.Relay) {
		r.SetClock(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }, 5*time.Millisecond)
	}
	ahead.Store(int64(3 * 365 * 24 * time.Hour))
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"}, clock)
	for n := range 10 {
		raise(t, d, n, 1)
	}
	w.settles(t)
	whole(t, d, w.srv.Addr())
	w.stop()

	remove(t, dir)
	w = run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"}, clock)
	raise(t, d, 20, 1)
	w.settles(t)
	if n := len(everything(t, w.srv.Addr())); n != 1 {
		t.Errorf("%d events while the clock is ahead, want the one that was never sent", n)
	}
	ahead.Store(0)
	for w.metric(t, "ronda_stream_refilled_total") < 10 {
		if t.Context().Err() != nil {
			t.Fatal("nothing comes back")
		}
	}
	w.settles(t)
	whole(t, d, w.srv.Addr())
}

// The same connection after a short break is not gone through again.
func TestBriefBreakIsCheap(t *testing.T) {
	d := openDesk(t)
	nats := broker(t, t.TempDir(), -1)
	w := run(t, d, stream.ServerConfig{URL: nats.ClientURL()})
	raise(t, d, 1, 1)
	w.settles(t)
	before := w.metric(t, "ronda_stream_check_seconds")
	for _, id := range clients(t, nats) {
		if err := nats.DisconnectClientByID(id); err != nil {
			t.Fatal(err)
		}
	}
	raise(t, d, 2, 1)
	w.settles(t)
	if after := w.metric(t, "ronda_stream_check_seconds"); after != before {
		t.Errorf("the stream was gone through again: %v, before %v", after, before)
	}
	whole(t, d, nats.ClientURL())
}

func clients(t *testing.T, srv *server.Server) []uint64 {
	t.Helper()
	list, err := srv.Connz(nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []uint64
	for _, c := range list.Conns {
		ids = append(ids, c.Cid)
	}
	return ids
}
