package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ronda/crawler"
	"ronda/crawler/fetch"
)

func TestMain(m *testing.M) {
	// net/http reads the environment once, so that it must be set before the first fetch (see TestEnvironmentIsIgnored).
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

func newFetcher(t testing.TB, cfg fetch.Config) *fetch.Fetcher {
	t.Helper()
	f, err := fetch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { fetch.Close(f) })
	return f
}

// serve starts a server on loopback and returns its address and a fetcher that may use it.
func serve(t testing.TB, handler http.HandlerFunc) (string, *fetch.Fetcher) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL, newFetcher(t, fetch.Config{AllowPrivate: true})
}

func get(t testing.TB, f *fetch.Fetcher, url string) *crawler.Page {
	t.Helper()
	p, err := f.Fetch(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func zip(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPage(t *testing.T) {
	const body = "<p>Rp\xa015.000</p>" // windows-1252: the charset is not ours to change
	var asked http.Header
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Clone()
		w.Header().Set("Content-Type", "Text/HTML; charset=windows-1252")
		w.Header().Set("Set-Cookie", "session=1")
		_, _ = io.WriteString(w, body)
	})
	before := time.Now()
	got := get(t, f, url+"/x?utm_source=mail#bottom")
	if got.FetchedAt.Before(before) || got.FetchedAt.After(time.Now()) {
		t.Errorf("fetched at %v", got.FetchedAt)
	}
	if got.Header.Get("Content-Type") != "Text/HTML; charset=windows-1252" {
		t.Errorf("header %v", got.Header)
	}
	want := &crawler.Page{
		URL: url + "/x", FinalURL: url + "/x", Status: 200, ContentType: "text/html", Body: []byte(body),
		Header: got.Header, FetchedAt: got.FetchedAt,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	wantHeader := http.Header{
		"User-Agent":      {"ronda"},
		"Accept":          asked["Accept"],
		"Accept-Encoding": {"gzip"},
		"Accept-Language": {"id,en;q=0.7,*;q=0.5"},
	}
	if diff := cmp.Diff(wantHeader, asked); diff != "" {
		t.Errorf("request header (-want +got):\n%s", diff)
	}

	// The same page again is another request, without the cookie that came with the first.
	get(t, f, url+"/x")
	if asked.Get("Cookie") != "" {
		t.Errorf("cookie %q was sent back", asked.Get("Cookie"))
	}
}

// What robots.txt was asked about is what is requested, octet for octet.
func TestRequestedURL(t *testing.T) {
	var requested string
	url, f := serve(t, func(_ http.ResponseWriter, r *http.Request) { requested = r.RequestURI })
	for _, path := range []string{
		"/", "/a//b/", "/a/;x=1", "/%7B%7D%5B%5D", "/a%2Fb", "/?a=1&b=&&c", "/?q=%5B%5D|%22'", "/%5C..%5C", "/a%25zz", "/ツ?ツ=ツ",
		"/a/%2E%2E/b", "/a/..%2Fb", "/x?y=http://z/../", "/~a/!$&'()*+,:@",
	} {
		canonical, err := crawler.CanonicalURL(url + path)
		if err != nil {
			t.Fatal(err)
		}
		p := get(t, f, canonical)
		if want := strings.TrimPrefix(canonical, url); requested != want || p.URL != canonical {
			t.Errorf("requested %q as page %q, want %q", requested, p.URL, want)
		}
	}
}

func TestRedirectIsReportedAndNotFollowed(t *testing.T) {
	var mu sync.Mutex
	asked := make(map[string]int)
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		mu.Unlock()
		var status int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &status); err == nil {
			w.Header().Set("Location", r.URL.Query().Get("to"))
			w.WriteHeader(status)
		}
	})
	tests := []struct {
		status   int
		location string
		want     string
	}{
		{301, "/rahasia", "/rahasia"},
		{302, "../rahasia?utm_source=x#y", "/rahasia"},
		{303, "?page=2", "/303?page=2"},
		{307, "//LAIN.example:80/a", "http://lain.example/a"},
		{308, "https://lain.example", "https://lain.example/"},
		{302, "http://169.254.169.254/", "http://169.254.169.254/"},
		{302, "mailto:penjual@lain.example", "itself"},
		{302, "http://[::1", "itself"},
		{302, "%zz:", "/%25zz:"},
		{302, "", "itself"},
		{304, "/rahasia", "itself"},
		{200, "/rahasia", "itself"},
	}
	for _, tt := range tests {
		page := fmt.Sprintf("%s/%d?to=%s", url, tt.status, strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "?", "%3F").Replace(tt.location))
		p := get(t, f, page)
		want := tt.want
		if strings.HasPrefix(want, "/") {
			want = url + want
		} else if want == "itself" {
			want = p.URL
		}
		if p.Status != tt.status || p.FinalURL != want {
			t.Errorf("%d to %q: status %d, final URL %q, want %q", tt.status, tt.location, p.Status, p.FinalURL, want)
		}
	}
	if asked["/rahasia"] != 0 {
		t.Error("a redirect was followed")
	}
}

func TestStatusesAreAnswers(t *testing.T) {
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var status int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &status); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "video/mp4")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, strings.Repeat("x", 70<<10))
	})
	for _, status := range []int{400, 401, 403, 404, 410, 418, 429, 500, 503, 599} {
		p := get(t, f, fmt.Sprintf("%s/%d", url, status))
		if p.Status != status || len(p.Body) != 64<<10 || !p.Truncated {
			t.Errorf("%d: status %d, %d bytes, truncated %v", status, p.Status, len(p.Body), p.Truncated)
		}
	}
}

// A server that never ends its answer is left at the deadline, whoever set it.
func TestDeadline(t *testing.T) {
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/mute" {
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "text/html")
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_, _ = io.WriteString(w, "x")
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	hasty := newFetcher(t, fetch.Config{AllowPrivate: true, Timeout: 50 * time.Millisecond})
	for _, path := range []string{"/mute", "/drip"} {
		if _, err := hasty.Fetch(t.Context(), url+path); !fetch.Temporary(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s with a timeout: %v", path, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := f.Fetch(ctx, url+path); !fetch.Temporary(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s with a deadline: %v", path, err)
		}
		cancel()
		if _, err := f.Fetch(ctx, url+path); err == nil {
			t.Errorf("%s: fetched with a context that has ended", path)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		if _, err := f.Fetch(ctx, url+path); !errors.Is(err, context.Canceled) || !fetch.Temporary(err) {
			t.Errorf("%s canceled: %v", path, err)
		}
	}
}

func TestConnectionsAreReused(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "/", http.StatusFound)
		case "/missing":
			http.NotFound(w, r)
		case "/zipped":
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zip(t, []byte("<p>")))
		default:
			_, _ = io.WriteString(w, "<p>")
		}
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	f := newFetcher(t, fetch.Config{AllowPrivate: true})
	for range 5 {
		for _, path := range []string{"/", "/away", "/missing", "/zipped"} {
			get(t, f, server.URL+path)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections for 20 fetches", n)
	}
}

func TestConcurrentFetchesKeepTheirPages(t *testing.T) {
	url, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("X-Path", r.URL.Path)
		_, _ = io.WriteString(w, r.URL.Path)
	})
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for i := range 30 {
				path := fmt.Sprintf("/%d/%d", worker, i)
				p, err := f.Fetch(t.Context(), url+path)
				if err != nil {
					t.Error(err)
				} else if string(p.Body) != path || p.Header.Get("X-Path") != path || p.URL != url+path {
					t.Errorf("%s got the page of %s", path, p.Body)
				}
			}
		})
	}
	wg.Wait()
}

// Colly takes settings from the environment, and net/http a proxy.
func TestEnvironmentIsIgnored(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("COLLY_USER_AGENT", "impostor")
	t.Setenv("COLLY_CACHE_DIR", dir)
	t.Setenv("COLLY_MAX_BODY_SIZE", "1")
	t.Setenv("COLLY_DISALLOWED_DOMAINS", "127.0.0.1")
	t.Setenv("COLLY_DETECT_CHARSET", "yes")
	t.Setenv("COLLY_FOLLOW_REDIRECTS", "yes")
	t.Setenv("COLLY_NO_SUCH_SETTING", "x")
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)

	var agent string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "harga \xe9")
	}))
	defer server.Close()
	f := newFetcher(t, fetch.Config{AllowPrivate: true, Resolve: func(context.Context, string) (string, bool) {
		return server.Listener.Addr().String(), true
	}})
	for _, url := range []string{server.URL, "http://toko.example/"} { // a proxy is never used for loopback addresses
		if p := get(t, f, url); string(p.Body) != "harga \xe9" {
			t.Errorf("body %q", p.Body)
		}
	}
	if agent != "ronda" {
		t.Errorf("user agent %q", agent)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("cache folder holds %d files, %v", len(files), err)
	}
	if logged.Len() > 0 {
		t.Errorf("logged %q", logged.String())
	}
}

func TestUserAgent(t *testing.T) {
	agent := fetch.UserAgent("1.2.3", "https://ronda.example/bot; ronda@ronda.example")
	if want := "ronda/1.2.3 (+https://ronda.example/bot; ronda@ronda.example)"; agent != want {
		t.Errorf("user agent %q, want %q", agent, want)
	}
	if agent := fetch.UserAgent("1.2.3", ""); agent != "ronda/1.2.3" {
		t.Errorf("user agent without a contact %q", agent)
	}
	for agent, valid := range map[string]bool{
		agent: true, "ronda": true, "Ronda/1": true, "": true,
		"Mozilla/5.0 (compatible; ronda)": false, "ronda\r\nHost: x": false, "ron": false,
	} {
		f, err := fetch.New(fetch.Config{UserAgent: agent})
		if (err == nil) != valid {
			t.Errorf("user agent %q: %v", agent, err)
		}
		if f != nil {
			fetch.Close(f)
		}
	}
}
