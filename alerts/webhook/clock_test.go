package webhook_test

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ronda/alerts/desk"
)

// A clock that is set, whichever way and however far, changes no pause: nothing waits for years, and no retry is used up
// before its time.
func TestClockIsSet(t *testing.T) {
	fail := func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
	pauses := []time.Duration{
		5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour,
		14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
	const year = 365 * 24 * time.Hour
	for name, steps := range map[string][]time.Duration{
		"back by years":           {-3 * year},
		"back by an hour":         {-time.Hour},
		"ahead by years":          {3 * year},
		"ahead by an hour":        {time.Hour},
		"ahead and back":          {3 * year, -3 * year},
		"back, ahead, and back":   {-year, 2 * year, -year},
		"a little, as clocks are": {time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			var offset atomic.Int64
			now := func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
			withClock(t, now, fail, func(t *testing.T, d *desk.Desk, r *receiver) {
				raise(t, d, finding(1))
				synctest.Wait()
				for i, step := range steps {
					time.Sleep(time.Duration(i+1) * time.Minute) // into the second pause, or a later one
					offset.Add(int64(step))
					raise(t, d, finding(100+i)) // the lane looks at the clock
					synctest.Wait()
				}
				time.Sleep(10 * 24 * time.Hour)
				synctest.Wait()
				var first []received
				for _, a := range r.all() {
					if a.header.Get("webhook-id") == r.all()[0].header.Get("webhook-id") {
						first = append(first, a)
					}
				}
				if len(first) != len(pauses)+1 {
					t.Fatalf("%d attempts, want %d", len(first), len(pauses)+1)
				}
				for i, pause := range pauses {
					if took := first[i+1].at.Sub(first[i].at); took < pause-2*time.Second || took > pause+pause/10+2*time.Second {
						t.Errorf("pause %d is %v, want %v to %v", i+1, took, pause, pause+pause/10)
					}
				}
			})
		})
	}
}

// Of a clock that was set while nobody ran, all that is known is what the schedule allows.
func TestClockWasSetMeanwhile(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	raise(t, d, finding(2))
	r := newReceiver(t, func(n int, w http.ResponseWriter) {
		if n < 2 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	outcome, cfg := logged()
	stop := send(t, path, d, cfg, subscription(t, "toko", srv.URL))
	await(outcome, "webhook not delivered", 2)
	stop()
	ahead := time.Now().Add(3 * 365 * 24 * time.Hour)
	edit(t, path, `UPDATE delivery SET next_at = ?`, ahead.UnixMilli())
	edit(t, path, `UPDATE endpoint SET hold_until = ?`, ahead.UnixMilli())
	stop = send(t, path, d, private(), subscription(t, "toko", srv.URL))
	raise(t, d, finding(3)) // queued when the clock had been looked at
	for queued := 0; queued < 3; {
		queued = query(t, path, `SELECT count(*) FROM delivery`)
	}
	stop()
	now := time.Now()
	if n := query(t, path, `SELECT count(*) FROM endpoint WHERE hold_until <= ?`, now.Add(24*time.Hour).UnixMilli()); n != 1 {
		t.Error("the endpoint is held for more than a day")
	}
	if n := query(t, path, `SELECT count(*) FROM delivery WHERE next_at <= ?`, now.Add(24*time.Hour).UnixMilli()); n != 3 {
		t.Errorf("%d of 3 deliveries are due within a day", n)
	}
	edit(t, path, `UPDATE endpoint SET hold_until = 0`)
	edit(t, path, `UPDATE delivery SET next_at = ?`, ahead.UnixMilli())
	send(t, path, d, private(), subscription(t, "toko", srv.URL))
	if got := r.wait(5); len(got) != 5 {
		t.Errorf("%d attempts, want the two that failed and three more", len(got))
	}
}

func edit(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func query(t *testing.T, path, statement string, args ...any) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), statement, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
