package relay_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"ronda/alerts/desk"
	"ronda/alerts/relay"
	"ronda/alerts/stream"
)

// processorTime is what this process has used so far; on a busy machine it tells more than the time that passed.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCheck is one start of the embedded server and the pass over its stream: 5,000 events, or RONDA_BENCH_EVENTS. Of
// a lost stream it measures how fast it is filled again.
func BenchmarkCheck(b *testing.B) {
	count := 5000
	if text := os.Getenv("RONDA_BENCH_EVENTS"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	d, err := desk.Open(b.Context(), filepath.Join(b.TempDir(), "desk.db"), desk.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	for n := range count {
		if _, err := d.Raise(b.Context(), finding(n, 1), nil); err != nil {
			b.Fatal(err)
		}
	}
	dir := b.TempDir()
	pass := func(b *testing.B, dir string) (whole, check time.Duration) {
		began := time.Now()
		srv, err := stream.Start(b.Context(), stream.ServerConfig{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		r, err := relay.New(d.Ledger, srv, relay.Config{})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		for r.State() != relay.StateOK {
			time.Sleep(time.Millisecond)
		}
		whole = time.Since(began)
		cancel()
		if err := <-done; err != nil {
			b.Fatal(err)
		}
		srv.Close()
		return whole, time.Duration(testutil.ToFloat64(r.CheckSeconds()) * float64(time.Second))
	}
	filling, _ := pass(b, dir)
	b.Run("sound", func(b *testing.B) {
		var check time.Duration
		before := processorTime(b)
		for b.Loop() {
			_, took := pass(b, dir)
			check += took
		}
		b.ReportMetric((processorTime(b)-before).Seconds()/float64(b.N), "cpu-s/start")
		b.ReportMetric(check.Seconds()/float64(b.N), "s/check")
	})
	b.Run("lost", func(b *testing.B) {
		b.ReportMetric(float64(count)/filling.Seconds(), "events/s")
		for b.Loop() {
			_, _ = pass(b, b.TempDir())
		}
	})
}
