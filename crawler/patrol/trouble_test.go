package patrol_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	_ "modernc.org/sqlite" // as the frontier

	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/frontier"
	"ronda/crawler/patrol"
)

// open answers without robots.txt; /a leads to /b and /c.
func open(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/robots.txt":
		http.NotFound(w, r)
	case "/a":
		html(w, `<a href="/b">b</a> <a href="/c">c</a>`)
	default:
		html(w, "<p>%s", r.URL.Path)
	}
}

// A page that could not be handed over comes again as if it had not been leased, once the watch is ready again.
func TestTroubleOfHandle(t *testing.T) {
	s := newSite(t, open)
	const failures = 5 // more than attempts
	full := errors.New("the ledger is full")
	var mu sync.Mutex
	var troubles, early int
	ready := true
	handled := map[string]int{}
	got := walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 1,
		Handle: func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
			mu.Lock()
			defer mu.Unlock()
			path := strings.TrimPrefix(page.URL, s.URL)
			if !ready {
				early++
			}
			if handled[path]++; path == "/a" && handled[path] <= failures {
				return full
			}
			return nil
		},
		Trouble: func(err error) {
			mu.Lock()
			defer mu.Unlock()
			if !errors.Is(err, full) {
				t.Errorf("trouble: %v", err)
			}
			troubles++
			ready = false
		},
		Ready: func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			ready = true
			return nil
		},
	}, true, s.URL+"/a")
	if diff := cmp.Diff(map[string]int{"/a": failures + 1, "/b": 1, "/c": 1}, handled); diff != "" {
		t.Errorf("pages handed over (-want +got):\n%s", diff)
	}
	if troubles != failures || early > 0 || got.Pages != 3 || got.Errors != failures {
		t.Errorf("%d troubles, %d pages before the watch was ready again, %+v", troubles, early, got)
	}
}

// A page whose acknowledgement cannot be written comes again and is read to its links: it is no duplicate of itself.
func TestTroubleOfFrontier(t *testing.T) {
	s := newSite(t, open)
	path := filepath.Join(t.TempDir(), "f.db")
	f := openFrontier(t, path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	execute := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
	var troubles atomic.Int32
	var once sync.Once
	registry := prometheus.NewRegistry()
	walk(t, f, patrol.Config{
		Workers: 2, Registry: registry,
		Handle: func(context.Context, *crawler.Page, []crawler.Listing) error {
			once.Do(func() {
				execute("CREATE TRIGGER full BEFORE UPDATE ON url BEGIN SELECT RAISE(ABORT, 'no room'); END")
			})
			return nil
		},
		Trouble: func(error) {
			if troubles.Add(1) == 2 {
				execute("DROP TRIGGER full")
			}
		},
	}, true, s.URL+"/a")
	if diff := cmp.Diff(map[string]int{"/robots.txt": 1, "/a": 3, "/b": 1, "/c": 1}, s.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if n := troubles.Load(); n != 2 {
		t.Errorf("%d troubles, want 2", n)
	}
	if n := outcome(t, registry, "ronda_crawl_pages_total", "trouble"); n != 2 {
		t.Errorf("%v pages counted as trouble, want 2", n)
	}
}

// outcome returns the value of a counter with one label.
func outcome(t *testing.T, registry *prometheus.Registry, name, value string) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, metric := range family.Metric {
			if family.GetName() == name && metric.Label[0].GetValue() == value {
				return metric.Counter.GetValue()
			}
		}
	}
	return 0
}

// A patrol that is called off while the watch is not ready ends.
func TestCalledOffWhileNotReady(t *testing.T) {
	s := newSite(t, open)
	f := openFrontier(t, filepath.Join(t.TempDir(), "f.db"))
	if _, err := f.Seed(t.Context(), s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	fetcher, err := fetch.New(fetch.Config{AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, err := patrol.New(f, fetcher, patrol.Config{
		Handle: func(context.Context, *crawler.Page, []crawler.Listing) error { return nil },
		Ready: func(ctx context.Context) error {
			cancel()
			<-ctx.Done()
			return ctx.Err()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(ctx); err != nil {
		t.Error(err)
	}
	if hits := s.seen(); len(hits) > 0 {
		t.Errorf("requests before the watch was ready: %v", hits)
	}
}

// A panic in what we call costs one page, and is counted.
func TestPanicCostsOnePage(t *testing.T) {
	const secret = "3399014101900001" // must not come back from the panic's value
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/":
			html(w, `<a href="/handle">1</a> <a href="/images">2</a> <a href="/last">3</a>`)
		default:
			html(w, "<p>%s <img src=/x.png width=300 height=200>", r.URL.Path)
		}
	})
	registry := prometheus.NewRegistry()
	var logged bytes.Buffer
	var mu sync.Mutex
	var read []string
	got := walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 1, Registry: registry, Log: slog.New(slog.NewTextHandler(&logged, nil)),
		Mask: func(string) string { return "a-host" },
		WantsImages: func(l *crawler.Listing) bool {
			if strings.HasSuffix(l.URL, "/images") {
				panic(secret)
			}
			return false
		},
		Handle: func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
			if strings.HasSuffix(page.URL, "/handle") {
				panic(errors.New(secret))
			}
			mu.Lock()
			defer mu.Unlock()
			read = append(read, strings.TrimPrefix(page.URL, s.URL))
			return nil
		},
	}, true, s.URL+"/")
	if diff := cmp.Diff([]string{"/", "/last"}, read); diff != "" {
		t.Errorf("pages read (-want +got):\n%s", diff)
	}
	for _, name := range []string{"ronda_crawl_pages_total", "ronda_crawl_refusals_total"} {
		if n := outcome(t, registry, name, "panic"); n != 2 {
			t.Errorf("%s counts %v panics, want 2", name, n)
		}
	}
	if got.Errors != 2 || strings.Contains(logged.String(), secret) || strings.Contains(logged.String(), "127.0.0.1") || !strings.Contains(logged.String(), "host=a-host") {
		t.Errorf("%+v, logged:\n%s", got, logged.String())
	}
	if problems, err := testutil.GatherAndLint(registry); err != nil || len(problems) > 0 {
		t.Errorf("metrics: %v %v", problems, err)
	}
}

// TestOutOfFiles runs in a process of its own that gets no file descriptor for a while: pages, robots.txt and pictures
// that could not be asked for are not judged as absent, and no attempt is counted. The server stays in the first process.
func TestOutOfFiles(t *testing.T) {
	target := os.Getenv("RONDA_TEST_CHILD")
	if target == "" {
		// The server closes every connection, so that each request needs a new one.
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			switch r.URL.Path {
			case "/robots.txt":
				http.NotFound(w, r)
			case "/x.png":
				w.Header().Set("Content-Type", "image/png")
				fmt.Fprint(w, "\x89PNG\r\n\x1a\n")
			default:
				html(w, `<p>%s <img src=/x.png width=300 height=200>`, r.URL.Path)
			}
		})
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOutOfFiles$", "-test.v")
		cmd.Env = append(os.Environ(), "RONDA_TEST_CHILD="+s.URL)
		if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS: TestOutOfFiles")) {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	f := openFrontier(t, filepath.Join(t.TempDir(), "f.db"))
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	allow := func(descriptors syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &descriptors); err != nil {
			t.Error(err)
		}
	}
	// Descriptors below 3 are those of the process's input and output: what is closed meanwhile makes no room.
	take := func() { allow(syscall.Rlimit{Cur: 3, Max: limit.Max}) }
	free := func() { allow(limit) }
	// It strikes once at each step of the page's way.
	struck := map[string]bool{}
	troubles, handled := 0, 0
	walk(t, f, patrol.Config{
		Workers:     1,
		WantsImages: func(*crawler.Listing) bool { return true },
		Step: func(step string) {
			if strings.HasPrefix(step, "patrol.") && step != "patrol.judged" && step != "patrol.extracted" && !struck[step] {
				struck[step] = true
				take()
			}
		},
		Handle: func(_ context.Context, _ *crawler.Page, listings []crawler.Listing) error {
			handled++
			if len(listings) != 1 || len(listings[0].Images) != 1 || listings[0].Images[0].Data == nil {
				t.Errorf("handed over without its picture: %+v", listings)
			}
			return nil
		},
		Trouble: func(err error) {
			troubles++
			if !fetch.Resources(err) {
				t.Errorf("trouble: %v", err)
			}
			free()
		},
	}, true, target+"/a")
	if troubles != 3 || handled != 1 {
		t.Errorf("%d troubles, want one each for robots.txt, page and picture; handed over %d times", troubles, handled)
	}
	stats, err := f.Stats(t.Context())
	if err != nil || (stats != frontier.Stats{Done: 1, Hosts: 1}) {
		t.Errorf("%+v, %v", stats, err)
	}
}
