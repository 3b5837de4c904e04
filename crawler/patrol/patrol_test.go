package patrol_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/frontier"
	"ronda/crawler/patrol"
)

// site is a web server on loopback that counts what is asked of it.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

func newSite(t *testing.T, handler http.HandlerFunc) *site {
	t.Helper()
	s := &site{hits: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.URL.Path]++
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) seen() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.hits)
}

func html(w http.ResponseWriter, format string, args ...any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><title>t</title><main><p>Some words of a page that says enough to be the main content of its own accord.</p>"+
		format+"</main>", args...)
}

func openFrontier(t *testing.T, path string) *frontier.Frontier {
	t.Helper()
	f, err := frontier.Open(t.Context(), path, frontier.Config{Key: make([]byte, 32), Delay: time.Microsecond, MaxAttempts: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// walk runs a patrol from the given seeds until its frontier is empty.
func walk(t *testing.T, f *frontier.Frontier, cfg patrol.Config, allowPrivate bool, seeds ...string) patrol.Progress {
	t.Helper()
	fetcher, err := fetch.New(fetch.Config{AllowPrivate: allowPrivate})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Handle == nil {
		cfg.Handle = func(context.Context, *crawler.Page, []crawler.Listing) error { return nil }
	}
	p, err := patrol.New(f, fetcher, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seed(t.Context(), seeds...); err != nil {
		t.Fatal(err)
	}
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p.Progress()
}

func TestDenseGraphIsFetchedOnce(t *testing.T) {
	const pages = 400
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		n, _ := strconv.Atoi(r.URL.Path[1:]) // 0 for the first page
		var links strings.Builder
		for i := range 60 {
			// The same page under many spellings.
			fmt.Fprintf(&links, `<a href="/%d?utm_source=x#top">a</a> <a href="/./%d">b</a>`, (n*7+i*i)%pages, (n+i)%pages)
		}
		html(w, "%s", links.String())
	})
	got := walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{Workers: 16}, true, s.URL+"/0")
	hits := s.seen()
	for path, n := range hits {
		if n != 1 {
			t.Errorf("%s was fetched %d times", path, n)
		}
	}
	if len(hits) != pages+1 || got.Pages != pages {
		t.Errorf("fetched %d paths and read %d pages, want %d and %d", len(hits), got.Pages, pages+1, pages)
	}
}

func TestRobotsHoldForPagesRedirectsAndPictures(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: ronda\nDisallow: /closed/\n")
		case "/":
			html(w, `<p>Three pictures follow these words.</p><nav><a href="/closed/a">no</a> <a href="/door">door</a>
				<a href="/loop">loop</a> <a href="/moved">moved</a></nav><figure><img src="/open/p.png"><img src="/closed/p.png"><img src="/door-to-picture.png"></figure>`)
		case "/door":
			http.Redirect(w, r, "/closed/b", http.StatusFound)
		case "/door-to-picture.png":
			http.Redirect(w, r, "/closed/q.png", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusMovedPermanently)
		case "/moved":
			http.Redirect(w, r, "/target", http.StatusMovedPermanently)
		default:
			html(w, `<a href="/">home</a>`)
		}
	})
	walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 4, WantsImages: func(*crawler.Listing) bool { return true },
	}, true, s.URL+"/")
	want := map[string]int{"/robots.txt": 1, "/": 1, "/door": 1, "/loop": 1, "/moved": 1, "/target": 1, "/open/p.png": 1, "/door-to-picture.png": 1}
	if diff := cmp.Diff(want, s.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// Nothing is asked of an excluded host, wherever its URL comes from: a link that was queued before, a redirect, a picture, a
// redirect of a picture or of robots.txt. What is not excluded goes on.
func TestExcludedHostIsLeftAlone(t *testing.T) {
	alone := newSite(t, func(w http.ResponseWriter, _ *http.Request) { html(w, "leave me alone") })
	away := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, alone.URL+r.URL.Path, http.StatusFound)
	}
	moved := newSite(t, away) // its robots.txt stands on the excluded host
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/":
			html(w, `<p>Three pictures follow these words.</p><nav><a href="%[1]s/a">there</a> <a href="/door">door</a> <a href="/here">here</a>
				<a href="%[2]s/b">moved</a></nav><figure><img src="%[1]s/p.png"><img src="/door.png"><img src="/q.png"></figure>`, alone.URL, moved.URL)
		case "/door", "/door.png":
			away(w, r)
		default:
			html(w, "open")
		}
	})
	registry := prometheus.NewPedanticRegistry()
	excluded := func(url string) bool { return strings.HasPrefix(url, alone.URL+"/") }
	got := walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 4, WantsImages: func(*crawler.Listing) bool { return true }, Excluded: excluded, Registry: registry,
	}, true, s.URL+"/", alone.URL+"/queued")
	if hits := alone.seen(); len(hits) > 0 {
		t.Errorf("the excluded host was asked for %v", hits)
	}
	want := map[string]int{"/robots.txt": 1, "/": 1, "/door": 1, "/here": 1, "/door.png": 1, "/q.png": 1}
	if diff := cmp.Diff(want, s.seen()); diff != "" {
		t.Errorf("requests of the other host (-want +got):\n%s", diff)
	}
	if hits := moved.seen(); hits["/robots.txt"] == 0 || len(hits) != 1 {
		t.Errorf("requests of the host whose robots.txt cannot be had: %v", hits)
	}
	if n := outcomes(t, registry)["excluded"]; n != 3 { // queued before, a link, where a page leads to
		t.Errorf("%v pages ended as excluded, want 3", n)
	}
	if got.Pages != 2 {
		t.Errorf("read %d pages, want 2", got.Pages)
	}
}

// outcomes counts what became of leases.
func outcomes(t *testing.T, registry prometheus.Gatherer) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]float64{}
	for _, family := range families {
		if family.GetName() != "ronda_crawl_pages_total" {
			continue
		}
		for _, m := range family.GetMetric() {
			counted[m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
		}
	}
	return counted
}

func TestUnreachableRobotsForbidEverything(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Error(w, "later", http.StatusServiceUnavailable)
			return
		}
		html(w, "open")
	})
	walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{Workers: 2}, true, s.URL+"/a", s.URL+"/b")
	for path := range s.seen() {
		if path != "/robots.txt" {
			t.Errorf("%s was fetched though robots.txt is unreachable", path)
		}
	}
}

func TestPrivateAddressesAreNotAsked(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { html(w, "secret") })
	f := openFrontier(t, filepath.Join(t.TempDir(), "f.db"))
	var log bytes.Buffer
	got := walk(t, f, patrol.Config{Workers: 2, Log: slog.New(slog.NewTextHandler(&log, nil))}, false, s.URL+"/", s.URL+"/again")
	if hits := s.seen(); len(hits) != 0 {
		t.Errorf("requests reached a loopback address: %v", hits)
	}
	// Another try would find the same; once it is said why.
	if stats, err := f.Stats(t.Context()); err != nil || stats.Done != 2 || stats.Failed != 0 || got.Errors != 2 {
		t.Errorf("%+v, %+v, %v; want both pages given up at once, as errors", stats, got, err)
	}
	if said := log.String(); strings.Count(said, fetch.PrivateHint) != 1 || strings.Contains(said, "put off") {
		t.Errorf("logged %q", said)
	}
}

// A page whose listings could not be handed over ends the patrol with its lease given back: the next patrol fetches it
// again, and nothing that was handed over.
func TestAcknowledgedOnlyWhenHandled(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		html(w, `<a href="/b">b</a>`)
	})
	path := filepath.Join(t.TempDir(), "f.db")
	f := openFrontier(t, path)
	fetcher, err := fetch.New(fetch.Config{AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("the ledger is full")
	p, err := patrol.New(f, fetcher, patrol.Config{Handle: func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
		if strings.HasSuffix(page.URL, "/b") {
			return full
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seed(t.Context(), s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	if err := p.Run(t.Context()); !errors.Is(err, full) {
		t.Fatalf("the patrol ended with %v, want it to say that %v", err, full)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	walk(t, openFrontier(t, path), patrol.Config{}, true)
	if diff := cmp.Diff(map[string]int{"/robots.txt": 2, "/a": 1, "/b": 2}, s.seen()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A patrol that is called off gives every lease back; the next one on the same file goes on without fetching a page
// again that was handed over.
func TestCalledOffPatrolGoesOn(t *testing.T) {
	const pages = 60
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		var links strings.Builder
		for i := range pages {
			fmt.Fprintf(&links, `<a href="/%d">x</a>`, i)
		}
		html(w, "%s", links.String())
	})
	path := filepath.Join(t.TempDir(), "f.db")
	first := openFrontier(t, path)
	fetcher, err := fetch.New(fetch.Config{AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	var handled []string
	handle := func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
		mu.Lock()
		defer mu.Unlock()
		if handled = append(handled, page.URL); len(handled) == pages/2 {
			cancel()
		}
		return nil
	}
	p, err := patrol.New(first, fetcher, patrol.Config{Workers: 8, Handle: handle})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Seed(ctx, s.URL+"/0"); err != nil {
		t.Fatal(err)
	}
	if err := p.Run(ctx); err != nil {
		t.Fatal(err)
	}
	stats, err := first.Stats(t.Context())
	if err != nil || stats.Leased != 0 {
		t.Fatalf("after the patrol was called off: %+v, %v; want no lease outstanding", stats, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	walk(t, openFrontier(t, path), patrol.Config{Workers: 8, Handle: handle}, true)
	slices.Sort(handled)
	if n := len(slices.Compact(slices.Clone(handled))); n != pages || len(handled) != pages {
		t.Errorf("%d pages were handled in %d turns, want %d in %d", n, len(handled), pages, pages)
	}
}

func TestPictureOfManyPagesIsFetchedOnce(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case strings.HasSuffix(r.URL.Path, ".png"):
			w.Header().Set("Content-Type", "image/png")
			fmt.Fprint(w, "\x89PNG\r\n\x1a\n")
		default:
			html(w, `<img src="/shared.png" width=400 height=300> <a href="/1">1</a> <a href="/2">2</a> <a href="/3">3</a> <a href="/shared.png">big</a>`)
		}
	})
	walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 4, WantsImages: func(*crawler.Listing) bool { return true },
	}, true, s.URL+"/")
	if n := s.seen()["/shared.png"]; n != 1 {
		t.Errorf("the shared picture was fetched %d times, want once", n)
	}
}

// One page under many queries that its server ignores is handed over once.
func TestSamePageUnderManyQueries(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/list":
			html(w, `<p><a href="?k=1">1</a> <a href="?k=2">2</a> <a href="?k=3">3</a> <a href="/other">other</a></p>`)
		default:
			html(w, `<p>%s</p>`, r.URL.Path)
		}
	})
	var mu sync.Mutex
	var handled []string
	walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		Workers: 4,
		Handle: func(_ context.Context, page *crawler.Page, _ []crawler.Listing) error {
			mu.Lock()
			defer mu.Unlock()
			handled = append(handled, strings.TrimPrefix(page.URL, s.URL))
			return nil
		},
	}, true, s.URL+"/list")
	slices.Sort(handled)
	if diff := cmp.Diff([]string{"/list", "/other"}, handled); diff != "" {
		t.Errorf("pages handed over (-want +got):\n%s", diff)
	}
}
