package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/webhook"
	"ronda/detect"
)

// TestMain makes the certificate of httptest servers one that the system trusts, before anything asks the system.
func TestMain(m *testing.M) {
	srv := httptest.NewTLSServer(nil)
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
	srv.Close()
	dir, err := os.MkdirTemp("", "ronda-webhook-test")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "cert.pem"), cert, 0o600)
	}
	if err == nil {
		err = os.Setenv("SSL_CERT_FILE", filepath.Join(dir, "cert.pem"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}

func finding(n int) detect.Finding {
	return detect.Finding{
		Key: fmt.Sprintf("listing %d", n), URL: fmt.Sprintf("https://toko.example/iklan/%d", n), Platform: "toko.example", Title: "Jual data KTP",
		SeenAt: time.Date(2025, 11, 22, 3, 4, 5, 0, time.UTC), Kind: detect.KindSale, Score: 0.9, Severity: detect.SeverityHigh,
	}
}

func newDesk(t *testing.T) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), desk.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func raise(t *testing.T, d *desk.Desk, f detect.Finding) string {
	t.Helper()
	r, err := d.Raise(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.AlertID
}

// received is one request that an endpoint got.
type received struct {
	at     time.Time
	header http.Header
	body   []byte
}

// receiver is an endpoint that verifies signatures and answers as told.
type receiver struct {
	t      *testing.T
	answer func(n int, w http.ResponseWriter) // for request n, from 0; nil: 204
	mu     sync.Mutex
	got    []received
	news   chan struct{} // one per request
}

func newReceiver(t *testing.T, answer func(int, http.ResponseWriter)) *receiver {
	return &receiver{t: t, answer: answer, news: make(chan struct{}, 1000)}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the sender went away
	}
	seconds, err := strconv.ParseInt(req.Header.Get("webhook-timestamp"), 10, 64)
	if err != nil {
		r.t.Errorf("timestamp: %v", err)
	}
	want := secret(r.t, testSecret).Sign(req.Header.Get("webhook-id"), time.Unix(seconds, 0), body)
	if req.Method != http.MethodPost || req.Header.Get("webhook-signature") != want {
		r.t.Errorf("%s with signature %q, want POST with %q", req.Method, req.Header.Get("webhook-signature"), want)
	}
	r.mu.Lock()
	n := len(r.got)
	r.got = append(r.got, received{time.Now(), req.Header.Clone(), body})
	r.mu.Unlock()
	if r.answer == nil {
		w.WriteHeader(http.StatusNoContent)
	} else {
		r.answer(n, w)
	}
	r.news <- struct{}{}
}

func (r *receiver) wait(n int) []received {
	for range n {
		<-r.news
	}
	return r.all()
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.got...)
}

// describe returns "type kind severity" of each body.
func describe(t *testing.T, list []received) []string {
	t.Helper()
	var out []string
	for _, r := range list {
		var e struct {
			Type string
			Data alerts.Data
		}
		if err := json.Unmarshal(r.body, &e); err != nil {
			t.Fatal(err)
		}
		typ := strings.TrimSuffix(strings.TrimPrefix(e.Type, "id.ronda.alert."), ".v1")
		out = append(out, fmt.Sprint(typ, " ", e.Data.Kind, " ", e.Data.Severity))
	}
	return out
}

func subscription(t *testing.T, name, url string) webhook.Subscription {
	return webhook.Subscription{Name: name, URL: url, Secret: secret(t, testSecret)}
}

// send opens a sender on path and runs it until stop is called.
func send(t *testing.T, path string, d *desk.Desk, cfg webhook.Config, subs ...webhook.Subscription) (stop func()) {
	t.Helper()
	s, err := webhook.Open(t.Context(), path, subs, d.Ledger, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func private() webhook.Config { return webhook.Config{AllowPrivate: true} }

func TestDelivery(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	r := newReceiver(t, nil)
	srv := httptest.NewServer(r)
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	outcome, cfg := logged()
	stop := send(t, path, d, cfg, subscription(t, "toko", srv.URL+"/hook?token=MfKQ"))
	r.wait(1) // from before the start
	raise(t, d, finding(2))
	r.wait(1) // live
	await(outcome, "webhook delivered", 2)
	stop()
	raise(t, d, finding(3))
	send(t, path, d, private(), subscription(t, "toko", srv.URL+"/hook?token=MfKQ"))
	got := r.wait(1) // while it was down, and nothing twice

	events, err := d.Events(t.Context(), 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(events) {
		t.Fatalf("%d deliveries of %d events", len(got), len(events))
	}
	for i, e := range events {
		if !bytes.Equal(got[i].body, e.Body) {
			t.Errorf("delivery %d differs from the ledger's bytes", i)
		}
		if id := got[i].header.Get("webhook-id"); id != e.ID {
			t.Errorf("delivery %d has id %s, want %s", i, id, e.ID)
		}
		if ct := got[i].header.Get("Content-Type"); ct != "application/cloudevents+json" {
			t.Errorf("content type %s", ct)
		}
	}
}

func TestDeliveryOverTLS(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	r := newReceiver(t, nil)
	srv := httptest.NewTLSServer(r)
	defer srv.Close()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(testSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	send(t, filepath.Join(t.TempDir(), "webhook.db"), d, private(), webhook.Subscription{Name: "toko", URL: srv.URL, SecretFile: file})
	r.wait(1)
}

func TestFilters(t *testing.T) {
	d := newDesk(t)
	sale, forgery, elsewhere := finding(1), finding(2), finding(3)
	forgery.Kind, forgery.Severity = detect.KindForgery, detect.SeverityLow
	elsewhere.Platform, elsewhere.Severity = "forum.example", detect.SeverityCritical
	tests := []struct {
		name   string
		change func(*webhook.Subscription)
		want   []string
	}{
		{
			"all", func(*webhook.Subscription) {},
			[]string{"opened sale high", "opened forgery low", "opened sale critical", "updated sale low", "resolved sale low"},
		},
		{"platform", func(s *webhook.Subscription) { s.Platforms = []string{"Forum.example"} }, []string{"opened sale critical"}},
		{"no part of a platform", func(s *webhook.Subscription) { s.Platforms = []string{"example"} }, nil},
		{"kind", func(s *webhook.Subscription) { s.Kinds = []string{"forgery"} }, []string{"opened forgery low"}},
		// Who was told of an alert is told of its end, whatever it has become in between.
		{
			"severity", func(s *webhook.Subscription) { s.MinSeverity = "high" },
			[]string{"opened sale high", "opened sale critical", "updated sale low", "resolved sale low"},
		},
	}
	var subs []webhook.Subscription
	var receivers []*receiver
	for _, tt := range tests {
		r := newReceiver(t, nil)
		srv := httptest.NewServer(r)
		t.Cleanup(srv.Close)
		sub := subscription(t, tt.name, srv.URL)
		tt.change(&sub)
		subs, receivers = append(subs, sub), append(receivers, r)
	}
	id := raise(t, d, sale)
	raise(t, d, forgery)
	raise(t, d, elsewhere)
	sale.Severity = detect.SeverityLow
	raise(t, d, sale)
	if err := d.Resolve(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	stop := send(t, filepath.Join(t.TempDir(), "webhook.db"), d, private(), subs...)
	for i, tt := range tests {
		receivers[i].wait(len(tt.want))
	}
	stop()
	for i, tt := range tests {
		if diff := cmp.Diff(tt.want, describe(t, receivers[i].all())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSlowEndpointBlocksNobody(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	release := make(chan struct{})
	slow := newReceiver(t, func(int, http.ResponseWriter) { <-release })
	quick := newReceiver(t, nil)
	slowSrv, quickSrv := httptest.NewServer(slow), httptest.NewServer(quick)
	defer quickSrv.Close()
	defer slowSrv.Close()
	defer close(release)
	send(t, filepath.Join(t.TempDir(), "webhook.db"), d, private(),
		subscription(t, "slow", slowSrv.URL), subscription(t, "quick", quickSrv.URL))
	quick.wait(1)
	raise(t, d, finding(2))
	quick.wait(1)
}

// An attempt that a stop cut short is made again, under the same id.
func TestStopDuringAttempt(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	arrived, release := make(chan struct{}), make(chan struct{})
	r := newReceiver(t, func(n int, _ http.ResponseWriter) {
		if n == 0 {
			close(arrived)
			<-release
		}
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	stop := send(t, path, d, private(), subscription(t, "toko", srv.URL))
	<-arrived
	stop()
	close(release)
	send(t, path, d, private(), subscription(t, "toko", srv.URL))
	got := r.wait(2)
	if a, b := got[0].header.Get("webhook-id"), got[1].header.Get("webhook-id"); len(got) != 2 || a != b {
		t.Errorf("%d attempts with ids %s, %s", len(got), a, b)
	}
}

// What a killed process leaves behind, files that nobody closed, holds what was delivered and what was not.
func TestKilledSender(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	arrived, release := make(chan struct{}), make(chan struct{})
	r := newReceiver(t, func(n int, _ http.ResponseWriter) {
		if n == 1 {
			close(arrived)
			<-release
		}
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	defer close(release)
	dir, left := t.TempDir(), t.TempDir()
	outcome, cfg := logged()
	send(t, filepath.Join(dir, "webhook.db"), d, cfg, subscription(t, "toko", srv.URL))
	await(outcome, "webhook delivered", 1)
	raise(t, d, finding(2))
	<-arrived
	for _, name := range []string{"webhook.db", "webhook.db-wal"} {
		file, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(left, name), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	outcome, cfg = logged()
	send(t, filepath.Join(left, "webhook.db"), d, cfg, subscription(t, "toko", srv.URL))
	await(outcome, "webhook delivered", 1)
	got := r.all()
	if len(got) != 3 || got[2].header.Get("webhook-id") != got[1].header.Get("webhook-id") {
		t.Errorf("%d attempts; the third is not the second made again", len(got))
	}
}

func TestGoneDisables(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	raise(t, d, finding(2))
	r := newReceiver(t, func(n int, w http.ResponseWriter) {
		if n == 0 {
			w.WriteHeader(http.StatusGone)
		}
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	other := newReceiver(t, nil)
	otherSrv := httptest.NewServer(other)
	defer otherSrv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	outcome, cfg := logged()
	stop := send(t, path, d, cfg, subscription(t, "toko", srv.URL), subscription(t, "other", otherSrv.URL))
	r.wait(1)
	await(outcome, "outcome=gone", 1)
	raise(t, d, finding(3))
	other.wait(3)
	stop()
	stop = send(t, path, d, private(), subscription(t, "toko", srv.URL), subscription(t, "other", otherSrv.URL))
	raise(t, d, finding(4))
	other.wait(1) // at least: the stop may have cut an answer short
	stop()
	if n := len(r.all()); n != 1 {
		t.Errorf("%d requests to an endpoint that wants no more", n)
	}

	// A new address is a new beginning, with nothing missed.
	send(t, path, d, private(), subscription(t, "toko", srv.URL+"/baru"))
	r.wait(4)
	ids := map[string]bool{}
	for _, got := range r.all() {
		ids[got.header.Get("webhook-id")] = true
	}
	if len(ids) != 4 {
		t.Errorf("%d of 4 events arrived", len(ids))
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	trap := newReceiver(t, nil)
	trapSrv := httptest.NewServer(trap)
	defer trapSrv.Close()
	r := newReceiver(t, func(_ int, w http.ResponseWriter) {
		w.Header().Set("Location", trapSrv.URL)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	srv := httptest.NewServer(r)
	defer srv.Close()
	outcome, cfg := logged()
	send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg, subscription(t, "toko", srv.URL))
	if line := <-outcome; !strings.Contains(line, "outcome=retry") || !strings.Contains(line, "status=307") {
		t.Errorf("logged %s", line)
	}
	if n := len(trap.all()); n != 0 {
		t.Errorf("the redirect was followed %d times", n)
	}
}

// logged returns a configuration whose log lines arrive on a channel.
func logged() (<-chan string, webhook.Config) {
	lines := make(lineWriter, 100)
	options := &slog.HandlerOptions{Level: slog.LevelDebug}
	return lines, webhook.Config{AllowPrivate: true, Logger: slog.New(slog.NewTextHandler(lines, options))}
}

// await reads log lines until n of them say what is wanted.
func await(lines <-chan string, want string, n int) {
	for n > 0 {
		if strings.Contains(<-lines, want) {
			n--
		}
	}
}

type lineWriter chan string

func (w lineWriter) Write(p []byte) (int, error) { w <- string(p); return len(p), nil }

func TestPrivateAddressIsRefused(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	r := newReceiver(t, nil)
	srv := httptest.NewTLSServer(r)
	defer srv.Close()
	for _, host := range []string{"127.0.0.1", "localhost"} {
		outcome, cfg := logged()
		cfg.AllowPrivate = false
		stop := send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg,
			subscription(t, "toko", strings.Replace(srv.URL, "127.0.0.1", host, 1)))
		if line := <-outcome; !strings.Contains(line, webhook.ErrAddress.Error()) {
			t.Errorf("logged %s", line)
		}
		stop()
	}
	if n := len(r.all()); n != 0 {
		t.Errorf("%d requests reached a private address", n)
	}
}

func TestLogsAreDiscreet(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	srv := httptest.NewServer(newReceiver(t, func(_ int, w http.ResponseWriter) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, strings.Repeat("ANSWER", 100_000)) // the sender stops reading
	}))
	outcome, cfg := logged()
	stop := send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg, subscription(t, "toko", srv.URL+"/?token=HUSH"))
	lines := <-outcome
	stop()
	srv.Close()
	outcome, cfg = logged()
	send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg, subscription(t, "toko", srv.URL+"/?token=HUSH"))
	lines += <-outcome
	if !strings.Contains(lines, "status=500") || !strings.Contains(lines, "refused") {
		t.Errorf("the log does not say what happened: %s", lines)
	}
	for _, leak := range []string{"ANSWER", "HUSH", "whsec", testKey, "toko.example"} {
		if strings.Contains(lines, leak) {
			t.Errorf("logged %s: %s", leak, lines)
		}
	}
}

// A ledger that ends before an endpoint's position is another ledger: what it holds is sent, not skipped.
func TestOtherLedger(t *testing.T) {
	r := newReceiver(t, nil)
	srv := httptest.NewServer(r)
	defer srv.Close()
	path := filepath.Join(t.TempDir(), "webhook.db")
	d := newDesk(t)
	raise(t, d, finding(1))
	raise(t, d, finding(2))
	stop := send(t, path, d, private(), subscription(t, "toko", srv.URL))
	r.wait(2)
	stop()
	d = newDesk(t)
	raise(t, d, finding(3))
	send(t, path, d, private(), subscription(t, "toko", srv.URL))
	r.wait(1)
}

func TestMetrics(t *testing.T) {
	d := newDesk(t)
	raise(t, d, finding(1))
	raise(t, d, finding(2))
	srv := httptest.NewServer(newReceiver(t, func(n int, w http.ResponseWriter) {
		if n == 0 {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	defer srv.Close()
	outcome, cfg := logged()
	reg := prometheus.NewPedanticRegistry()
	cfg.Registerer = reg
	send(t, filepath.Join(t.TempDir(), "webhook.db"), d, cfg, subscription(t, "toko", srv.URL))
	<-outcome
	<-outcome
	const want = `
# HELP ronda_webhook_deliveries_total Attempts by outcome: delivered, retry, exhausted (given up), gone (endpoint disabled), lost (not in the ledger), erased (not sent any more).
# TYPE ronda_webhook_deliveries_total counter
ronda_webhook_deliveries_total{outcome="delivered"} 1
ronda_webhook_deliveries_total{outcome="erased"} 0
ronda_webhook_deliveries_total{outcome="exhausted"} 0
ronda_webhook_deliveries_total{outcome="gone"} 0
ronda_webhook_deliveries_total{outcome="lost"} 0
ronda_webhook_deliveries_total{outcome="retry"} 1
# HELP ronda_webhook_disabled Endpoints that answered 410 and get nothing until their address is changed.
# TYPE ronda_webhook_disabled gauge
ronda_webhook_disabled 0
# HELP ronda_webhook_pending Deliveries that wait for an attempt, those of disabled endpoints left out.
# TYPE ronda_webhook_pending gauge
ronda_webhook_pending 1
`
	err := testutil.GatherAndCompare(reg, strings.NewReader(want),
		"ronda_webhook_deliveries_total", "ronda_webhook_disabled", "ronda_webhook_pending")
	if err != nil {
		t.Error(err)
	}
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "ronda_webhook_oldest_pending_seconds" && f.GetMetric()[0].GetGauge().GetValue() > 0 {
			return
		}
	}
	t.Error("the age of the waiting delivery is not shown")
}
