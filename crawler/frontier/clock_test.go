package frontier_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"ronda/crawler/frontier"
)

const year = 365 * 24 * time.Hour

// machine is a machine's clock that may be put wrong. Inside of it the time that really passes is that of the bubble.
type machine struct{ wrong time.Duration }

func (m *machine) now() time.Time { return time.Now().Round(0).Add(30*year + m.wrong) }

// The clock jumps while the frontier is open: no pause becomes shorter or longer.
func TestClockJumpsWhileOpen(t *testing.T) {
	for _, jump := range []time.Duration{-24 * time.Hour, year, -20 * year} {
		synctest.Test(t, func(t *testing.T) {
			var clock machine
			f := openNew(t, frontier.Config{Delay: time.Second, Now: clock.now})
			seed(t, f, "https://a.example/1", "https://a.example/2")
			start := time.Now()
			if err := f.Retry(t.Context(), next(t, f), "timeout", 0); err != nil { // eight seconds
				t.Fatal(err)
			}
			clock.wrong = jump
			l := next(t, f)
			if since := time.Since(start); since != time.Second {
				t.Errorf("jump by %v: second URL after %v, want the delay of 1s", jump, since)
			}
			done(t, f, l, frontier.Result{Outcome: "fetched", Links: links("https://b.example/")})
			done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
			if since := time.Since(start); since != time.Second {
				t.Errorf("jump by %v: new URL after %v, want it at once", jump, since)
			}
			clock.wrong = 0
			l = next(t, f)
			if since := time.Since(start).Round(10 * time.Millisecond); since != 8*time.Second {
				t.Errorf("jump by %v: second attempt after %v, want 8s", jump, since)
			}
			if err := f.Retry(t.Context(), l, "busy", time.Hour); err != nil {
				t.Fatal(err)
			}
			clock.wrong = jump
			next(t, f)
			if since := time.Since(start).Round(time.Minute); since != time.Hour {
				t.Errorf("jump by %v: host asked again after %v, want an hour", jump, since)
			}
		})
	}
}

// A time that a caller gives is the machine's, whatever that is.
func TestBlockWithAWrongClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock machine
		f := openNew(t, frontier.Config{Delay: -1, Now: clock.now})
		seed(t, f, "https://a.example/")
		clock.wrong = -10 * year
		start := time.Now()
		if err := f.Block(t.Context(), "a.example", clock.now().Add(time.Hour), "dead"); err != nil {
			t.Fatal(err)
		}
		next(t, f)
		if since := time.Since(start); since != time.Hour {
			t.Errorf("host asked after %v, want an hour", since)
		}
	})
}

// The clock jumps between two processes, a year forth and back, and a day back: URLs that were found under a clock that
// was ahead are crawled, pauses do not become endless, and hosts rest for a delay first.
func TestClockJumpsBetweenProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock machine
		path := filepath.Join(t.TempDir(), "frontier.db")
		cfg := frontier.Config{Delay: time.Second, Now: clock.now}
		f := open(t, path, cfg)
		seed(t, f, "https://a.example/")
		for i, jump := range []time.Duration{-24 * time.Hour, year, -year, 0, -20 * year} {
			l := next(t, f)
			time.Sleep(10 * time.Second)
			done(t, f, l, frontier.Result{Outcome: "fetched", Links: links(l.URL+"1", "https://b.example/"+l.URL[8:])})
			other := next(t, f)
			if err := f.Retry(t.Context(), other, "timeout", time.Minute); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			clock.wrong += jump
			start := time.Now()
			f = open(t, path, cfg)
			first := next(t, f)
			if since := time.Since(start); since != time.Second {
				t.Errorf("jump %d: first URL after %v, want 1s", i, since)
			}
			if jump <= 0 && first.Host == other.Host {
				t.Errorf("jump %d: a resting host was asked", i)
			}
			second := next(t, f)
			if since := time.Since(start).Round(100 * time.Millisecond); jump <= 0 && since != time.Minute {
				t.Errorf("jump %d: the host that rested was asked after %v, want a minute", i, since)
			}
			if first.Host == other.Host {
				first, second = second, first
			}
			done(t, f, second, frontier.Result{Outcome: "fetched"})
			if err := f.Release(t.Context(), first); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// The time of a crash is kept to a second, whatever the clock says after it.
func TestTimeOutlivesACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock machine
		path := filepath.Join(t.TempDir(), "frontier.db")
		before := open(t, path, frontier.Config{Delay: -1, Now: clock.now}) // closed after the test only
		seed(t, before, "https://a.example/", "https://b.example/")
		start := time.Now()
		if err := before.Retry(t.Context(), next(t, before), "busy", time.Hour); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Minute)
		done(t, before, next(t, before), frontier.Result{Outcome: "fetched"})

		clock.wrong = -year
		f := open(t, path, frontier.Config{Delay: -1, Now: clock.now})
		next(t, f)
		if since := time.Since(start).Round(time.Minute); since != time.Hour {
			t.Errorf("host asked after %v, want the hour that it asked for", since)
		}
	})
}
