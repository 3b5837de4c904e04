package webhook_test

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"ronda/alerts/desk"
	"ronda/alerts/webhook"
)

// pipes is a listener whose connections live in memory, so that they stand still with the clock of a synctest bubble.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	p.conns <- server
	return client, nil
}

// inBubble runs a sender against an in-memory endpoint under a clock that jumps from timer to timer.
func inBubble(t *testing.T, answer func(int, http.ResponseWriter), test func(*testing.T, *desk.Desk, *receiver)) {
	t.Helper()
	withClock(t, time.Now, answer, test)
}

// withClock is inBubble with a wall clock that the test may set.
func withClock(t *testing.T, now func() time.Time, answer func(int, http.ResponseWriter), test func(*testing.T, *desk.Desk, *receiver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := newReceiver(t, answer)
		p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		srv := &http.Server{Handler: r}
		served := make(chan error)
		go func() { served <- srv.Serve(p) }()
		d := newDesk(t)
		cfg := webhook.Config{AllowPrivate: true, Dial: p.dial}.WithClock(now)
		stop := send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg, subscription(t, "toko", "http://localhost/"))
		test(t, d, r)
		stop()
		srv.Close()
		<-served
	})
}

func TestRetrySchedule(t *testing.T) {
	fail := func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
	inBubble(t, fail, func(t *testing.T, d *desk.Desk, r *receiver) {
		raise(t, d, finding(1))
		time.Sleep(30 * 24 * time.Hour)
		synctest.Wait()
		got := r.all()
		pauses := []time.Duration{
			5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour,
			14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
		}
		if len(got) != len(pauses)+1 {
			t.Fatalf("%d attempts, want %d", len(got), len(pauses)+1)
		}
		for i, pause := range pauses {
			took := got[i+1].at.Sub(got[i].at)
			if took < pause-time.Second || took > pause+pause/10+time.Second {
				t.Errorf("pause %d is %v, want %v to %v", i+1, took, pause, pause+pause/10)
			}
		}
		for i, a := range got {
			if id := a.header.Get("webhook-id"); id != got[0].header.Get("webhook-id") {
				t.Errorf("attempt %d has id %s", i+1, id)
			}
			if at := a.header.Get("webhook-timestamp"); at != strconv.FormatInt(a.at.Unix(), 10) {
				t.Errorf("attempt %d at %d has timestamp %s", i+1, a.at.Unix(), at)
			}
		}
	})
}

func TestRetryUntilDelivered(t *testing.T) {
	flaky := func(n int, w http.ResponseWriter) {
		if n < 3 {
			w.WriteHeader(http.StatusNotFound)
		}
	}
	inBubble(t, flaky, func(t *testing.T, d *desk.Desk, r *receiver) {
		raise(t, d, finding(1))
		time.Sleep(10 * time.Minute)
		raise(t, d, finding(2)) // does not wait for the first one
		synctest.Wait()
		if n := len(r.all()); n != 4 {
			t.Errorf("%d attempts, want three of the first event and one of the second", n)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if n := len(r.all()); n != 5 {
			t.Errorf("%d attempts, want 5", n)
		}
	})
}

// An endpoint that asks for a pause gets one, for all its deliveries.
func TestRetryAfter(t *testing.T) {
	tests := []struct {
		name   string
		status int
		header func() string
		want   time.Duration
	}{
		{"seconds", http.StatusTooManyRequests, func() string { return "3600" }, time.Hour},
		{"date", http.StatusServiceUnavailable, func() string { return time.Now().Add(time.Hour).UTC().Format(http.TimeFormat) }, time.Hour},
		{"no header", http.StatusTooManyRequests, func() string { return "" }, 5 * time.Second},
		{"past", http.StatusServiceUnavailable, func() string { return "Fri, 02 Jan 1998 15:04:05 GMT" }, 5 * time.Second},
		{"nonsense", http.StatusBadGateway, func() string { return "-1" }, 5 * time.Second},
		{"for ever", http.StatusServiceUnavailable, func() string { return "999999999" }, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			busy := func(n int, w http.ResponseWriter) {
				if n == 0 {
					w.Header().Set("Retry-After", tt.header())
					w.WriteHeader(tt.status)
				}
			}
			inBubble(t, busy, func(t *testing.T, d *desk.Desk, r *receiver) {
				raise(t, d, finding(1))
				synctest.Wait()
				raise(t, d, finding(2))
				time.Sleep(48 * time.Hour)
				synctest.Wait()
				got := r.all()
				if len(got) != 3 {
					t.Fatalf("%d attempts, want 3", len(got))
				}
				pause := got[1].at.Sub(got[0].at)
				if pause < tt.want-time.Second || pause > tt.want+tt.want/10+time.Second {
					t.Errorf("pause of %v, want %v", pause, tt.want)
				}
			})
		})
	}
}

func TestTimeout(t *testing.T) {
	start := time.Time{}
	hang := func(n int, _ http.ResponseWriter) {
		if n == 0 {
			start = time.Now()
			time.Sleep(time.Hour)
		}
	}
	inBubble(t, hang, func(t *testing.T, d *desk.Desk, r *receiver) {
		raise(t, d, finding(1))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		got := r.all()
		if len(got) != 2 {
			t.Fatalf("%d attempts, want 2", len(got))
		}
		if pause := got[1].at.Sub(start); pause < 19*time.Second || pause > 22*time.Second {
			t.Errorf("second attempt after %v, want 15 s for the first and 5 s of pause", pause)
		}
	})
}
