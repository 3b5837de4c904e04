package watch

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"ronda/alerts"
	"ronda/alerts/stream"
	"ronda/alerts/webhook"
	"ronda/cmd/ronda/command"
	"ronda/crawler/sandbox"
)

// instance is a whole product in this process, watching a sandbox web of its own.
type instance struct {
	*watch
	web  *sandbox.Web
	base string // of the feed
	logs *bytes.Buffer

	stop    context.CancelFunc
	stopped chan error
}

// startInstance runs a watch until the frontier is empty and leaves it up. Clean-up stops it.
func startInstance(t *testing.T, pages int, hooks ...webhook.Subscription) *instance {
	t.Helper()
	i := openInstance(t, pages, hooks...)
	i.walk(t)
	return i
}

// openInstance opens a watch that does not walk yet. Clean-up closes it.
func openInstance(t *testing.T, pages int, hooks ...webhook.Subscription) *instance {
	t.Helper()
	web, err := sandbox.New(sandbox.Config{Seed: 7, Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := web.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	cfg := command.DefaultConfig()
	cfg.Data = filepath.Join(t.TempDir(), "data")
	cfg.Listen, cfg.NATS.Listen = "127.0.0.1:0", "127.0.0.1:0"
	cfg.Crawl.AllowPrivate, cfg.Crawl.Delay = true, time.Millisecond
	cfg.Webhooks = hooks
	i := &instance{web: web, logs: &bytes.Buffer{}, stopped: make(chan error, 1)}
	log := slog.New(slog.NewTextHandler(&lockedWriter{w: i.logs}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if i.watch, err = openWatch(t.Context(), cfg, log, sandboxOnly); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	i.base = "http://" + i.listener.Addr().String()
	return i
}

// walk runs the instance until the frontier is empty and leaves it up. Clean-up stops it.
func (i *instance) walk(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	i.stop = cancel
	walked := make(chan struct{})
	go func() {
		i.stopped <- i.Run(ctx, i.web.Seeds(), false, func(context.Context) error { close(walked); return nil })
	}()
	t.Cleanup(func() { cancel(); <-i.stopped })
	select {
	case <-walked:
	case err := <-i.stopped:
		i.stopped <- err
		t.Fatalf("the watch ended early: %v", err)
	}
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (i *instance) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get(i.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// receiver is a platform's endpoint. It checks signatures as the Standard Webhooks specification describes them.
type receiver struct {
	*httptest.Server
	secret []byte
	got    chan []byte
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{secret: []byte("a secret of thirty-two bytes.  :"), got: make(chan []byte, 1000)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		mac := hmac.New(sha256.New, r.secret)
		fmt.Fprintf(mac, "%s.%s.%s", req.Header.Get("Webhook-Id"), req.Header.Get("Webhook-Timestamp"), body)
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); req.Header.Get("Webhook-Signature") != want {
			t.Errorf("signature %q, want %q", req.Header.Get("Webhook-Signature"), want)
		}
		r.got <- body
	}))
	t.Cleanup(r.Close)
	return r
}

// TestEveryUserIsServed runs the product on the sandbox and reads its alerts as each kind of user does.
func TestEveryUserIsServed(t *testing.T) {
	platform := newReceiver(t)
	var secret webhook.Secret
	if err := secret.UnmarshalText([]byte("whsec_" + base64.StdEncoding.EncodeToString(platform.secret))); err != nil {
		t.Fatal(err)
	}
	i := startInstance(t, 150, webhook.Subscription{
		Name: "forum", URL: platform.URL, Secret: secret, Platforms: []string{"forumwarga.localhost"},
	})
	events, err := i.desk.Events(t.Context(), 0, 10_000)
	if err != nil || len(events) == 0 {
		t.Fatalf("the ledger holds %d events, %v", len(events), err)
	}

	t.Run("the crawl was polite", func(t *testing.T) {
		report := i.web.Report()
		if len(report.Forbidden) > 0 || len(report.Repeated) > 0 {
			t.Errorf("forbidden by robots.txt: %q; fetched more than once: %q", report.Forbidden, report.Repeated)
		}
	})
	t.Run("subscriber", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var got []alerts.Event
		err := stream.Tail(ctx, i.nats.Addr(), "", time.Time{}, func(e alerts.Event) error {
			if got = append(got, e); len(got) == len(events) {
				cancel()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for n := range got {
			if !bytes.Equal(got[n].Body, events[n].Body) {
				t.Errorf("event %d differs from the ledger's", n+1)
			}
		}
	})
	t.Run("platform", func(t *testing.T) {
		for _, e := range events {
			if e.Platform != "forumwarga.localhost" {
				continue
			}
			if body := <-platform.got; !bytes.Equal(body, e.Body) {
				t.Errorf("the receiver got other bytes than event %d has", e.Number)
			}
		}
		if n, err := i.sender.Unattempted(t.Context()); n != 0 || err != nil {
			t.Errorf("%d deliveries still wait, %v", n, err)
		}
		if n := len(platform.got); n > 0 {
			t.Errorf("the receiver got %d events of other platforms", n)
		}
	})
	t.Run("analyst", func(t *testing.T) {
		status, body := i.get(t, "/api/v1/alerts?limit=1")
		if status != http.StatusOK {
			t.Fatalf("status %d: %s", status, body)
		}
		status, body = i.get(t, "/")
		if status != http.StatusOK || !strings.Contains(body, "forumwarga.localhost") {
			t.Errorf("status %d; the feed names no alert of the forum", status)
		}
	})
	t.Run("operator", func(t *testing.T) {
		if status, body := i.get(t, "/healthz"); status != http.StatusOK || body != "ok\n" {
			t.Errorf("healthz: %d %q", status, body)
		}
		status, body := i.get(t, "/readyz")
		var ready struct {
			Status string
			Checks map[string]string
		}
		if err := json.Unmarshal([]byte(body), &ready); err != nil || status != http.StatusOK || ready.Status != "ready" {
			t.Errorf("readyz: %d %s", status, body)
		}
		if _, body := i.get(t, "/metrics"); !strings.Contains(body, `ronda_crawl_pages_total{outcome="read"}`) {
			t.Error("the metrics count no pages")
		}
	})
	t.Run("nobody gets a number in clear", func(t *testing.T) { noNumberInClear(t, i) })
	t.Run("stops when told to", func(t *testing.T) {
		i.stop()
		err := <-i.stopped
		i.stopped <- err
		if err != nil {
			t.Fatal(err)
		}
		stats, err := i.frontier.Stats(t.Context())
		if err != nil || stats.Leased != 0 || stats.Queued != 0 {
			t.Errorf("after the stop: %+v, %v", stats, err)
		}
	})
}

// A host that the configuration leaves alone is not asked for anything, though one of its pages is queued and others link to it.
func TestExcludedHostOfConfiguration(t *testing.T) {
	const host = "forumwarga" // under localhost; one seed is on it
	walk := func(exclude ...string) (asked map[string]int, excluded float64) {
		web := startSandbox(t, 100)
		w := openOn(t, filepath.Join(t.TempDir(), "data"), time.Millisecond, func(cfg *command.Config) { cfg.Crawl.Exclude = exclude })
		if err := w.Run(t.Context(), web.Seeds(), true, func(context.Context) error { return nil }); err != nil {
			t.Error(err)
		}
		families, err := w.registry.Gather()
		if err := errors.Join(err, w.Close()); err != nil {
			t.Error(err)
		}
		for _, family := range families {
			for _, m := range family.GetMetric() {
				if family.GetName() == "ronda_crawl_pages_total" && m.GetLabel()[0].GetValue() == "excluded" {
					excluded = m.GetCounter().GetValue()
				}
			}
		}
		return web.Report().Hosts, excluded
	}
	if asked, _ := walk(); asked[host] == 0 {
		t.Fatalf("nothing leads to %s: asked were %v", host, asked)
	}
	asked, queued := walk(host + ".localhost")
	if asked[host] != 0 || len(asked) == 0 {
		t.Errorf("asked were %v", asked)
	}
	if queued != 1 {
		t.Errorf("%v pages of the excluded host were in the queue, want the seed alone: links to it are not queued", queued)
	}
}

// noNumberInClear looks for the identifiers of the sandbox's alerted pages in everything that the instance wrote or served.
func noNumberInClear(t *testing.T, i *instance) {
	sixteen := regexp.MustCompile(`\b[0-9]{16}\b`)
	planted := map[string]bool{}
	for _, plant := range i.web.Planted() {
		rw := httptest.NewRecorder()
		i.web.ServeHTTP(rw, httptest.NewRequest(http.MethodGet, plant.URL, nil))
		for _, number := range sixteen.FindAllString(rw.Body.String(), -1) {
			planted[number] = true
		}
	}
	if len(planted) < 5 {
		t.Fatalf("the sandbox planted %d numbers: too few to tell", len(planted))
	}
	surfaces := map[string][]byte{"log": i.logs.Bytes()}
	for _, path := range []string{"/", "/metrics", "/api/v1/alerts"} {
		_, body := i.get(t, path)
		surfaces[path] = []byte(body)
	}
	err := fs.WalkDir(os.DirFS(i.cfg.Data), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			surfaces[name], err = os.ReadFile(filepath.Join(i.cfg.Data, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range surfaces {
		for number := range planted {
			if bytes.Contains(content, []byte(number)) {
				t.Errorf("%s holds an identifier in clear", name)
				break
			}
		}
	}
}
