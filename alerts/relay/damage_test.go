package relay_test

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

// running is a relay at work on a server of its own.
type running struct {
	*relay.Relay
	desk *desk.Desk
	srv  *stream.Server
	reg  *prometheus.Registry
	logs *bytes.Buffer
	stop func()
}

// run starts server and relay.
func run(t *testing.T, d *desk.Desk, cfg stream.ServerConfig, change ...func(*relay.Relay)) *running {
	t.Helper()
	w := &running{desk: d, reg: prometheus.NewPedanticRegistry(), logs: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(w.logs, nil))
	cfg.Log = log
	w.srv = start(t, cfg)
	var err error
	if w.Relay, err = relay.New(d.Ledger, w.srv, relay.Config{Log: log, Registerer: w.reg}); err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(w.Relay)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	stopped := false
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.srv.Close()
		if t.Failed() {
			t.Log(w.logs.String())
		}
	}
	t.Cleanup(w.stop)
	return w
}

// becomes waits for a state.
func (w *running) becomes(t *testing.T, state string) {
	t.Helper()
	for w.State() != state {
		if t.Context().Err() != nil {
			t.Fatalf("state is %s, want %s", w.State(), state)
		}
	}
}

// settles waits until the stream has everything.
func (w *running) settles(t *testing.T) {
	t.Helper()
	for {
		w.becomes(t, relay.StateOK)
		end, err := w.desk.End(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		position, err := w.desk.Position(t.Context(), relay.Sink)
		if err != nil {
			t.Fatal(err)
		}
		if position == end && w.State() == relay.StateOK {
			return
		}
	}
}

// metric sums up all series of a name.
func (w *running) metric(t *testing.T, name string) float64 {
	t.Helper()
	families, err := w.reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, f := range families {
		if f.GetName() == name {
			for _, m := range f.GetMetric() {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

// filled makes a store with the events of a ledger: 80 alerts, of which each fourth was updated.
func filled(t *testing.T, d *desk.Desk, dir string) *running {
	t.Helper()
	for n := range 80 {
		raise(t, d, n, 1)
	}
	for n := 0; n < 80; n += 4 {
		raise(t, d, n, 2)
	}
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	return w
}

// whole asserts that a subscriber gets every event of the ledger, those of an alert in their order, each of them once. An
// event whose message cannot be read and not be removed either may be in the store twice, but is received once.
func whole(t *testing.T, d *desk.Desk, url string) {
	t.Helper()
	want, err := d.Events(t.Context(), 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	got := everything(t, url)
	seen, sequence := map[string]int{}, map[string]int{}
	for _, e := range got {
		seen[e.ID]++
		if e.Sequence != sequence[e.AlertID]+1 {
			t.Errorf("event %d of alert %s follows event %d of it", e.Sequence, e.AlertID, sequence[e.AlertID])
		}
		sequence[e.AlertID] = e.Sequence
	}
	missing := 0
	for _, e := range want {
		if e.Erased {
			if seen[e.ID] != 0 {
				t.Errorf("event %d was erased and is received", e.Number)
			}
			continue
		}
		if seen[e.ID] == 0 {
			missing++
		}
		if seen[e.ID] > 1 {
			t.Errorf("event %d is received %d times", e.Number, seen[e.ID])
		}
	}
	if missing > 0 {
		t.Errorf("%d of %d events are missing", missing, len(want))
	}
	_, js := connect(t, url)
	s, err := js.Stream(t.Context(), stream.Name)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range want {
		if e.Sequence == 2 && !e.Erased {
			last, err := s.GetLastMsgForSubject(t.Context(), e.Subject)
			if err != nil || last.Header.Get(jetstream.MsgIDHeader) != e.ID {
				t.Errorf("the last message of alert %s is not its newest event: %v", e.AlertID, err)
			}
		}
	}
}

// everything reads what a subscriber gets from the beginning.
func everything(t *testing.T, url string) []alerts.Event {
	t.Helper()
	_, js := connect(t, url)
	s, err := js.Stream(t.Context(), stream.Name)
	if err != nil {
		t.Fatal(err)
	}
	last := s.CachedInfo().State.LastSeq
	for ; last > 0; last-- {
		if _, err := s.GetMsg(t.Context(), last); err == nil {
			break
		}
	}
	if last == 0 {
		return nil
	}
	var got []alerts.Event
	consumer, err := js.OrderedConsumer(t.Context(), stream.Name, jetstream.OrderedConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		t.Fatal(err)
	}
	defer messages.Stop()
	for {
		msg, err := messages.Next()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, eventOf(t, msg))
		meta, err := msg.Metadata()
		if err != nil {
			t.Fatal(err)
		}
		if meta.Sequence.Stream == last {
			return got
		}
	}
}

// storeFile is the only file below dir that matches a pattern.
func storeFile(t *testing.T, dir, pattern string) string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "jetstream", "RONDA", "streams", stream.Name, pattern))
	if err != nil || len(list) != 1 {
		t.Fatalf("files %s: %v %v", pattern, list, err)
	}
	return list[0]
}

func change(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

const (
	block = "msgs/*.blk"
	index = "msgs/index.db"
)

func cutHalf(t *testing.T, dir string) {
	change(t, storeFile(t, dir, block), func(b []byte) []byte { return b[:len(b)/2] })
}

func flip(share float64) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		change(t, storeFile(t, dir, block), func(b []byte) []byte {
			b[min(int(float64(len(b))*share), len(b)-100)] ^= 1
			return b
		})
	}
}

func noise(pattern string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		change(t, storeFile(t, dir, pattern), func(b []byte) []byte { return bytes.Repeat([]byte("noise"), 1+len(b)/5) })
	}
}

func without(pattern string, also func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		also(t, dir)
		remove(t, storeFile(t, dir, pattern))
	}
}

// Real damage to the real files of a store: each is noticed at the next start, and every event can be read again.
func TestDamagedStoreIsFilledAgain(t *testing.T) {
	d, sound := openDesk(t), filepath.Join(t.TempDir(), "sound")
	filled(t, d, sound).stop()
	sent, more := endOf(t, d), 1000
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		lost   bool // whether events were lost
		aside  int  // how many stores had to be moved aside; -1: the server may put it right by itself
	}{
		{"folder removed", remove, true, 0},
		{"empty folder", func(t *testing.T, dir string) { remove(t, dir); mkdir(t, dir) }, true, 0},
		{"block cut to half, index present", cutHalf, true, 0},
		{"block cut to half, index missing", without(index, cutHalf), true, 0},
		{"block cut to nothing", func(t *testing.T, dir string) {
			change(t, storeFile(t, dir, block), func([]byte) []byte { return nil })
		}, true, 0},
		{"block missing", func(t *testing.T, dir string) { remove(t, storeFile(t, dir, block)) }, true, 0},
		{"bit flipped at a tenth, index present", flip(0.1), true, 0},
		{"bit flipped at a tenth, index missing", without(index, flip(0.1)), true, 0},
		{"bit flipped in the last message, index present", flip(1), true, 0},
		{"bit flipped in the last message, index missing", without(index, flip(1)), true, 0},
		{"noise for a block", noise(block), true, 0},
		{"noise for the index", noise(index), false, 0},
		{"index missing", without(index, func(*testing.T, string) {}), false, 0},
		{"noise for the description", noise("meta.inf"), false, 0},
		{"noise for the description's sum", noise("meta.sum"), false, 0},
		{"description missing", func(t *testing.T, dir string) { remove(t, storeFile(t, dir, "meta.inf")) }, false, 0},
		{"store is a file", func(t *testing.T, dir string) {
			remove(t, dir)
			if err := os.WriteFile(dir, []byte("noise"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, true, 1},
		{"streams are a file", func(t *testing.T, dir string) {
			streams := filepath.Join(dir, "jetstream", "RONDA", "streams")
			remove(t, streams)
			if err := os.WriteFile(streams, []byte("noise"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, true, -1},
		{"store of jetstream is a file", func(t *testing.T, dir string) {
			remove(t, filepath.Join(dir, "jetstream"))
			if err := os.WriteFile(filepath.Join(dir, "jetstream"), []byte("noise"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, true, 1},
		{"messages are a file", func(t *testing.T, dir string) {
			messages := filepath.Dir(storeFile(t, dir, index))
			remove(t, messages)
			if err := os.WriteFile(messages, []byte("noise"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, true, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "nats")
			copyTree(t, sound, dir)
			relayed(t, d, sent)
			tt.damage(t, dir)
			w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
			more++
			raise(t, d, more, 1) // life goes on
			w.settles(t)
			whole(t, d, w.srv.Addr())
			if refilled := testutil.ToFloat64(w.Refilled()); (refilled > 0) != tt.lost {
				t.Errorf("%v events were sent again, lost: %t", refilled, tt.lost)
			}
			if n := len(asides(t, dir)); n != tt.aside && tt.aside >= 0 {
				t.Errorf("%d stores were moved aside, want %d", n, tt.aside)
			}
			w.stop()

			w = run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
			w.settles(t)
			whole(t, d, w.srv.Addr())
			if n := testutil.ToFloat64(w.Refilled()); n != 0 {
				t.Errorf("%v events were sent again at the second start: the stream was not whole", n)
			}
		})
	}
}

func endOf(t *testing.T, d *desk.Desk) int64 {
	t.Helper()
	end, err := d.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return end
}

// relayed makes the desk believe that its events up to n were relayed, and no more.
func relayed(t *testing.T, d *desk.Desk, n int64) {
	t.Helper()
	for sink, position := range map[string]int64{relay.Sink: n, "nats-relayed": 0} {
		if err := d.SetPosition(t.Context(), sink, position); err != nil {
			t.Fatal(err)
		}
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func asides(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(dir + ".damaged-*")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// What a process leaves behind that is killed: the files of a running server, and those files cut.
func TestStoreOfAKilledProcess(t *testing.T) {
	d, dir := openDesk(t), filepath.Join(t.TempDir(), "nats")
	w := filled(t, d, dir)
	sent := endOf(t, d)
	raise(t, d, 1000, 1)
	w.settles(t)
	left := t.TempDir()
	copyTree(t, dir, left) // while it runs
	w.stop()
	for _, tt := range []struct {
		name   string
		damage func(*testing.T, string)
	}{
		{"as it was", func(*testing.T, string) {}},
		{"cut to half", cutHalf},
		{"bit flipped at a tenth", flip(0.1)},
		{"torn in the middle of the last write", func(t *testing.T, dir string) {
			change(t, storeFile(t, dir, block), func(b []byte) []byte { return b[:len(b)-50] })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			killed := filepath.Join(t.TempDir(), "nats")
			copyTree(t, left, killed)
			relayed(t, d, sent) // it had not noted its last one
			tt.damage(t, killed)
			w := run(t, d, stream.ServerConfig{Dir: killed, Listen: "127.0.0.1:0"})
			w.settles(t)
			whole(t, d, w.srv.Addr())
		})
	}
}

// A process that ends in the middle of filling leaves nothing half done that the next one does not see.
func TestFillingIsInterrupted(t *testing.T) {
	d, dir := openDesk(t), filepath.Join(t.TempDir(), "nats")
	filled(t, d, dir).stop()
	remove(t, dir)
	srv := start(t, stream.ServerConfig{Dir: dir})
	ctx, cancel := context.WithCancel(t.Context())
	published := 0
	r, err := relay.New(d.Ledger, srv, relay.Config{Step: func(step string) {
		if step == "relay.published" {
			if published++; published == 90 { // of 100, among the updates
				cancel()
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Run(ctx); err != nil {
		t.Fatal(err)
	}
	srv.Close()
	w := run(t, d, stream.ServerConfig{Dir: dir, Listen: "127.0.0.1:0"})
	w.settles(t)
	whole(t, d, w.srv.Addr())
	if n := testutil.ToFloat64(w.Refilled()); n > 20 {
		t.Errorf("%v events were sent again: the first process had sent 90 of 100", n)
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}
