package starvation

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"ronda/alerts"
	"ronda/alerts/ledger"
	"ronda/alerts/stream"
	"ronda/trials"
)

// startBroker runs a NATS server that is not ronda's on a given address.
func startBroker(t *testing.T, address, store string) *server.Server {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.NewServer(&server.Options{Host: host, Port: number, JetStream: true, StoreDir: store, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(5 * time.Minute) {
		t.Fatal("the NATS server does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// streamed reads so many events from the stream's beginning.
func streamed(t *testing.T, url string, n int) []alerts.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var list []alerts.Event
	err := stream.Tail(ctx, url, "", time.Time{}, func(e alerts.Event) error {
		if list = append(list, e); len(list) == n {
			cancel()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// sameEvents compares the stream with the ledger: every event once, nothing else.
func sameEvents(t *testing.T, url, data string) {
	t.Helper()
	book, err := ledger.OpenReader(t.Context(), filepath.Join(data, trials.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	want, err := book.Events(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(events []alerts.Event) (list []string) {
		for _, e := range events {
			list = append(list, e.ID)
		}
		slices.Sort(list)
		return list
	}
	if got := streamed(t, url, len(want)); !slices.Equal(ids(got), ids(want)) {
		t.Errorf("the stream has %d events, the ledger %d, and they are not the same", len(got), len(want))
	}
}

// While NATS is away, before the start and in the middle, alerts go on and wait; when it is back it gets each once.
func TestNATSUnreachable(t *testing.T) {
	t.Parallel()
	address, store := trials.FreeAddress(t), t.TempDir()
	web := newHeldWeb(t, plants)
	data := filepath.Join(t.TempDir(), "data")
	r := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-nats", "nats://"+address)
	<-web.waiting
	r.falls(t, conditionNATS, http.StatusOK, "events wait in the ledger")
	close(web.release)
	waiting := func(n float64) func() bool {
		return func() bool { return r.Metric("ronda_stream_unsent") >= n }
	}
	want := float64(len(undisturbed(t)))
	if !trials.Eventually(t, waiting(want)) {
		t.Fatalf("%v events wait, want %v: alerts stopped with NATS", r.Metric("ronda_stream_unsent"), want)
	}
	broker := startBroker(t, address, store)
	r.heals(t, conditionNATS)
	sent := func() bool { return r.Metric("ronda_stream_unsent") == 0 }
	if !trials.Eventually(t, sent) {
		t.Fatalf("%v events are still unsent", r.Metric("ronda_stream_unsent"))
	}
	broker.Shutdown()
	broker.WaitForShutdown()
	r.falls(t, conditionNATS, http.StatusOK, "")
	startBroker(t, address, store)
	r.heals(t, conditionNATS)
	sameEvents(t, "nats://"+address, data)
	r.Stop(t)
	sameAlerts(t, data)
}

// blocks are the files of the embedded server that hold the events.
func blocks(t *testing.T, data string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(data, "nats", "jetstream", "*", "streams", stream.Name, "msgs", "*.blk"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no blocks of the stream: %v", err)
	}
	return list
}

// The embedded server's store is lost or damaged; the ledger fills it again.
func TestNATSStoreDamaged(t *testing.T) {
	index := func(t *testing.T, data string) {
		for _, block := range blocks(t, data) {
			_ = os.Remove(filepath.Join(filepath.Dir(block), "index.db"))
		}
	}
	flip := func(t *testing.T, data string, at func(size int) int) {
		block := blocks(t, data)[0]
		content, err := os.ReadFile(block)
		if err != nil {
			t.Fatal(err)
		}
		content[at(len(content))] ^= 1
		if err := os.WriteFile(block, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, data string)
	}{
		{"store lost", func(t *testing.T, data string) {
			if err := os.RemoveAll(filepath.Join(data, "nats")); err != nil {
				t.Fatal(err)
			}
		}},
		{"block cut to half", func(t *testing.T, data string) {
			block := blocks(t, data)[0]
			info, err := os.Stat(block)
			if err == nil {
				err = os.Truncate(block, info.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
		}},
		{"bit flipped", func(t *testing.T, data string) { flip(t, data, func(size int) int { return size / 10 }) }},
		{"bit flipped, no index", func(t *testing.T, data string) {
			flip(t, data, func(size int) int { return size / 10 })
			index(t, data)
		}},
		{"last bit flipped", func(t *testing.T, data string) { flip(t, data, func(size int) int { return size - 40 }) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			web := newHeldWeb(t, nil)
			data := filepath.Join(t.TempDir(), "data")
			start(t, web, data, "crawl: {min_free_mb: 0}\n", "-once").Finish(t)
			tt.damage(t, data)
			r := start(t, web, data, "crawl: {min_free_mb: 0}\n", "-nats-listen", "127.0.0.1:0")
			r.heals(t, conditionNATS)
			sameEvents(t, r.NATS, data)
			for line := range strings.Lines(r.Log.String()) {
				if strings.Contains(line, "level=WARN") {
					t.Log(strings.TrimSpace(line))
				}
			}
			r.Stop(t)
			sameAlerts(t, data)
		})
	}
}
