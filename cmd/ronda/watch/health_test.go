package watch

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

func newTestHealth(t *testing.T) *health {
	t.Helper()
	h, err := newHealth(t.TempDir(), 0, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A clock that jumps is named for a while, in either direction, and does not hold the crawl.
func TestClockJumps(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, -24 * time.Hour, 400 * 24 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newTestHealth(t)
				var offset atomic.Int64
				h.now = func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
				ctx, cancel := context.WithCancel(t.Context())
				go func() { _ = h.run(ctx) }()
				time.Sleep(10 * lookEvery)
				if faults, _ := h.state(); len(faults) != 0 {
					t.Fatalf("before the jump: %v", faults)
				}
				offset.Store(int64(jump))
				time.Sleep(2 * lookEvery)
				faults, held := h.state()
				if faults[conditionClock] == "" || held {
					t.Errorf("after the jump: %v, the crawl is held: %v", faults, held)
				}
				if n := testutil.ToFloat64(h.jumps); n != 1 {
					t.Errorf("%v jumps counted", n)
				}
				time.Sleep(clockUnquiet + 2*lookEvery)
				if faults, _ := h.state(); len(faults) != 0 {
					t.Errorf("long after the jump: %v", faults)
				}
				cancel()
				synctest.Wait()
			})
		})
	}
}

// What could not be kept holds the crawl until it can be, and is tried again without delay.
func TestTroubleHoldsTheCrawl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newTestHealth(t)
		broken := errors.New("disk I/O error")
		var mended atomic.Bool
		h.checks[conditionLedger] = func(context.Context) error {
			if mended.Load() {
				return nil
			}
			return broken
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = h.run(ctx) }()
		h.trouble(errors.Join(errLedger, broken))
		if _, held := h.state(); !held {
			t.Error("the crawl is not held")
		}
		free := make(chan error, 1)
		go func() { free <- h.ready(ctx) }()
		time.Sleep(time.Minute)
		select {
		case err := <-free:
			t.Fatalf("the crawl goes on (%v) though nothing can be kept", err)
		default:
		}
		mended.Store(true)
		if err := <-free; err != nil {
			t.Error(err)
		}
		cancel()
		if err := h.ready(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
		synctest.Wait()
	})
}
