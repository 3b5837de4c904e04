package frontier_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ronda/crawler"
	"ronda/crawler/frontier"
)

// request is one request as the host sees it.
type request struct{ start, end time.Time }

// Workers fetch robots.txt, pages and pictures in random order and at random speed; pictures of all hosts stand on one
// more host that is never leased. No two requests to a host may begin closer than its delay, and where one worker makes
// them, the delay lies between the end of one and the beginning of the next.
func TestPoliteness(t *testing.T) {
	for try := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			const hosts, pictures = 6, "gambar.example"
			f := openNew(t, frontier.Config{Delay: time.Second, MaxDepth: 100})
			delays := map[string]time.Duration{pictures: time.Second}
			for i := range hosts {
				name := fmt.Sprintf("h%d.example", i)
				delays[name] = time.Duration(i+1) * 700 * time.Millisecond
				if err := f.SetDelay(t.Context(), name, delays[name]); err != nil {
					t.Fatal(err)
				}
				delays[name] = max(delays[name], time.Second)
				seed(t, f, "https://"+name+"/")
			}

			var mu sync.Mutex
			log := make(map[string][]request)
			var wg sync.WaitGroup
			for worker := range uint64(4) {
				random := rand.New(rand.NewPCG(try, worker))
				fetch := func(host string) {
					r := request{start: time.Now()}
					time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
					r.end = time.Now()
					mu.Lock()
					log[host] = append(log[host], r)
					mu.Unlock()
				}
				wg.Go(func() {
					for {
						l, err := f.Next(t.Context())
						if errors.Is(err, frontier.ErrEmpty) {
							return
						}
						if err != nil {
							t.Error(err)
							return
						}
						if random.IntN(5) == 0 { // robots.txt forbids it
							turned := random.IntN(2) == 0
							if turned {
								if err := f.Turn(t.Context(), l.Host); err != nil {
									t.Error(err)
								}
								fetch(l.Host)
							}
							if err := f.Done(t.Context(), l, frontier.Result{Outcome: "robots", Unasked: !turned}); err != nil {
								t.Error(err)
							}
							continue
						}
						fetch(l.Host)
						for range random.IntN(3) {
							host := l.Host
							if random.IntN(2) == 0 {
								host = pictures
							}
							if err := f.Turn(t.Context(), host); err != nil {
								t.Error(err)
							}
							fetch(host)
						}
						var found []crawler.Link
						if l.Depth < 8 {
							for range 3 {
								found = append(found, crawler.Link{URL: fmt.Sprintf("https://h%d.example/%d", random.IntN(hosts), random.IntN(60))})
							}
						}
						if random.IntN(8) == 0 {
							err = f.Retry(t.Context(), l, "timeout", 0)
						} else {
							err = f.Done(t.Context(), l, frontier.Result{Outcome: "fetched", Links: found})
						}
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()

			total := 0
			for host, requests := range log {
				total += len(requests)
				for i := 1; i < len(requests); i++ {
					before := requests[i-1].end
					if host == pictures {
						before = requests[i-1].start
					}
					if gap := requests[i].start.Sub(before); host != pictures && gap < delays[host] {
						t.Errorf("%s: request %d came %v after the one before, delay is %v", host, i, gap, delays[host])
					}
				}
			}
			starts := make(map[time.Time]bool)
			for _, r := range log[pictures] {
				for other := range starts {
					if gap := r.start.Sub(other).Abs(); gap < delays[pictures] {
						t.Errorf("%s: two requests %v apart", pictures, gap)
					}
				}
				starts[r.start] = true
			}
			if total < 100 {
				t.Errorf("only %d requests: the test tests nothing", total)
			}
		})
	}
}

// What robots.txt forbids costs no turn of its host, and brings the next request no nearer to the last.
func TestUnaskedHostsNeedNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Delay: 10 * time.Second})
		for i := range 12 {
			seed(t, f, fmt.Sprintf("https://toko.example/%d", i))
		}
		begun := time.Now()
		for i := range 12 {
			l, err := f.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Done(t.Context(), l, frontier.Result{Outcome: "robots", Unasked: i > 0}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begun); took != 10*time.Second { // behind the first, which was asked for
			t.Errorf("one request and eleven that were not made took %v", took)
		}
		seed(t, f, "https://toko.example/terakhir")
		if _, err := f.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took != 10*time.Second {
			t.Errorf("the next request came after %v", took)
		}
	})
}

// One host with a thousand URLs found first must not keep fifty small ones waiting.
func TestGiantHostStarvesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Delay: time.Second})
		for i := range 1000 {
			seed(t, f, fmt.Sprintf("https://giant.example/%d", i))
		}
		const small, each = 50, 3
		for i := range small * each {
			seed(t, f, fmt.Sprintf("https://small%d.example/%d", i%small, i))
		}
		start := time.Now()
		finished, giant := 0, 0
		for finished < small*each {
			l := next(t, f)
			if l.Host == "giant.example" {
				giant++
			} else {
				finished++
			}
			done(t, f, l, frontier.Result{Outcome: "fetched"})
		}
		if took := time.Since(start); took != (each-1)*time.Second {
			t.Errorf("small hosts took %v, want %v", took, (each-1)*time.Second)
		}
		if giant < 2 || giant > each {
			t.Errorf("giant host was asked %d times meanwhile", giant)
		}
	})
}

func TestRetryBacksOffAndGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Delay: time.Second, MaxAttempts: 4})
		seed(t, f, "https://a.example/")
		start := time.Now()
		for attempt, want := range []time.Duration{0, 8, 8 + 16, 8 + 16 + 32} {
			l := next(t, f)
			if since := time.Since(start).Round(10 * time.Millisecond); since != want*time.Second || l.Attempts != attempt {
				t.Errorf("attempt %d (%d before it) came after %v, want %v", attempt, l.Attempts, since, want*time.Second)
			}
			if err := f.Retry(t.Context(), l, "timeout", 0); err != nil {
				t.Fatal(err)
			}
		}
		wantEmpty(t, f)
		wantStats(t, f, frontier.Stats{Failed: 1, Hosts: 1})
	})
}

// A host whose only URL waits for its next attempt is asked at once when another URL is found there.
func TestNewURLOnAHostThatBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Delay: time.Second})
		seed(t, f, "https://a.example/1")
		if err := f.Retry(t.Context(), next(t, f), "timeout", 0); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		go func() {
			time.Sleep(3 * time.Second)
			seed(t, f, "https://a.example/2")
		}()
		if l := next(t, f); l.URL != "https://a.example/2" || time.Since(start) != 3*time.Second {
			t.Errorf("%s after %v", l.URL, time.Since(start))
		}
	})
}

// A URL that waits for its next attempt does not hold up the others of its host; Retry-After does.
func TestRetryAfterRestsTheWholeHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "frontier.db")
		f := open(t, path, frontier.Config{Delay: time.Second})
		seed(t, f, "https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/")
		start := time.Now()

		l := next(t, f)
		for l.Host != "a.example" {
			done(t, f, l, frontier.Result{Outcome: "fetched"})
			l = next(t, f)
		}
		if err := f.Retry(t.Context(), l, "timeout", 0); err != nil {
			t.Fatal(err)
		}
		second := next(t, f)
		for second.Host != "a.example" {
			done(t, f, second, frontier.Result{Outcome: "fetched"})
			second = next(t, f)
		}
		if since := time.Since(start); second.URL == l.URL || since != time.Second {
			t.Errorf("second URL of the host came after %v", since)
		}

		rested := time.Now()
		if err := f.Retry(t.Context(), second, "busy", time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := f.Turn(t.Context(), "a.example"); !errors.Is(err, frontier.ErrBlocked) {
			t.Errorf("turn on a resting host: %v, want ErrBlocked", err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		f = open(t, path, frontier.Config{Delay: time.Second})
		next(t, f)
		if since := time.Since(rested); since < time.Hour || since > time.Hour+time.Second {
			t.Errorf("host was asked again after %v, want an hour", since)
		}
	})
}

func TestRetryAfterIsBelievedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{})
		seed(t, f, "https://a.example/")
		start := time.Now()
		if err := f.Retry(t.Context(), next(t, f), "busy", 1000*24*time.Hour); err != nil {
			t.Fatal(err)
		}
		next(t, f)
		if since := time.Since(start); since != 24*time.Hour {
			t.Errorf("host was asked again after %v", since)
		}
	})
}

func TestBlockAndDelayOutliveTheProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "frontier.db")
		f := open(t, path, frontier.Config{})
		seed(t, f, "https://a.example/1", "https://a.example/2")
		start := time.Now()
		if err := f.Block(t.Context(), "a.example", start.Add(time.Hour), "robots"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetDelay(t.Context(), "a.example", 10*time.Second); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}

		f = open(t, path, frontier.Config{})
		done(t, f, next(t, f), frontier.Result{Outcome: "fetched"})
		if since := time.Since(start).Round(10 * time.Millisecond); since != time.Hour {
			t.Errorf("blocked host was asked after %v", since)
		}
		mark := time.Now()
		l := next(t, f)
		if since := time.Since(mark); since != 10*time.Second {
			t.Errorf("second request came after %v, want the host's 10s", since)
		}

		// A block that is lifted, on a host that waits.
		if err := f.Release(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		if err := f.Block(t.Context(), "a.example", time.Now().Add(time.Hour), "dead"); err != nil {
			t.Fatal(err)
		}
		mark = time.Now()
		go func() {
			time.Sleep(30 * time.Second)
			if err := f.Block(t.Context(), "a.example", time.Time{}, ""); err != nil {
				t.Error(err)
			}
		}()
		next(t, f)
		if since := time.Since(mark); since != 30*time.Second {
			t.Errorf("lifting the block was noticed after %v, want 30s", since)
		}
	})
}

func TestNextWaitsForTheWorkOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{})
		seed(t, f, "https://a.example/")
		l := next(t, f)
		found := make(chan frontier.Lease)
		for range 3 {
			go func() {
				l, err := f.Next(t.Context())
				if err != nil && !errors.Is(err, frontier.ErrEmpty) {
					t.Error(err)
				}
				found <- l
			}()
		}
		synctest.Wait() // all three wait: one URL is leased and may lead to others
		done(t, f, l, frontier.Result{Outcome: "fetched", Links: links("https://b.example/")})
		got := <-found
		if got.URL != "https://b.example/" {
			t.Errorf("lease of %q", got.URL)
		}
		done(t, f, got, frontier.Result{Outcome: "fetched"})
		for range 2 {
			if l := <-found; l.ID != 0 {
				t.Errorf("lease of %q from an empty frontier", l.URL)
			}
		}
	})
}

func TestLeaseRunsOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Lease: time.Minute})
		seed(t, f, "https://a.example/")
		start := time.Now()
		l := next(t, f)
		again := next(t, f)
		if since := time.Since(start); since != time.Minute+time.Second || again.URL != l.URL {
			t.Errorf("%q came again after %v, want a minute and the delay", again.URL, since)
		}
		if err := f.Done(t.Context(), l, frontier.Result{Outcome: "fetched"}); !errors.Is(err, frontier.ErrLeaseLost) {
			t.Errorf("done by the late holder: %v, want ErrLeaseLost", err)
		}

		// A holder that goes on asking its host keeps its lease, however much others want it.
		empty := make(chan error)
		go func() {
			_, err := f.Next(t.Context())
			empty <- err
		}()
		for range 5 {
			time.Sleep(50 * time.Second)
			if err := f.Turn(t.Context(), "a.example"); err != nil {
				t.Fatal(err)
			}
		}
		done(t, f, again, frontier.Result{Outcome: "fetched"})
		if err := <-empty; !errors.Is(err, frontier.ErrEmpty) {
			t.Errorf("next: %v, want ErrEmpty", err)
		}
	})
}

func TestTurnIsPartOfTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := openNew(t, frontier.Config{Delay: time.Second})
		start := time.Now()
		for i := range 3 {
			if err := f.Turn(t.Context(), "a.example"); err != nil {
				t.Fatal(err)
			}
			if since := time.Since(start); since != time.Duration(i)*time.Second {
				t.Errorf("turn %d came after %v", i, since)
			}
		}
		wantStats(t, f, frontier.Stats{}) // a host of pictures alone is not a host of the crawl
		seed(t, f, "https://a.example/")
		next(t, f)
		if since := time.Since(start); since != 3*time.Second {
			t.Errorf("the page came after %v, want 3s", since)
		}
	})
}
