package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"ronda/alerts"
	"ronda/alerts/ledger"
)

const (
	timeout     = 15 * time.Second // of one attempt, from look-up to the end of the answer
	maxResponse = 64 << 10         // bytes of an answer that are read before the connection is given up
	maxHold     = 24 * time.Hour   // longest Retry-After that is believed
	throttle    = 5 * time.Second  // pause of an endpoint that says it has too much to do but not for how long
)

// schedule is the specification's: the pause after each failed attempt. After the last one a delivery has failed.
func schedule() []time.Duration {
	return []time.Duration{
		5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour,
		14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
}

// Config configures a Sender. The zero value works.
type Config struct {
	AllowPrivate bool                  // deliver to private addresses, and over plain http to loopback: tests and intranets
	Logger       *slog.Logger          // nil: silent
	Registerer   prometheus.Registerer // where the metrics go; nil: nowhere
	Step         func(step string)     // called where a trial may end the process; nil otherwise

	// Dial opens connections instead of the guarded dialer; nil outside tests.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	now func() time.Time // the wall clock; nil outside tests
}

// Sender delivers events to all subscribers.
type Sender struct {
	ledger    *ledger.Ledger
	queue     *queue
	endpoints []endpoint
	log       *slog.Logger
	metrics   metrics
	step      func(string)
	now       func() time.Time // the wall clock
	failing   atomic.Int64     // endpoints whose queue cannot be read or written
}

// endpoint is one subscriber with what only it uses: key and connections.
type endpoint struct {
	Subscription
	key    Secret
	client *http.Client
}

// Open opens the queue at path, whose folder must exist, and takes up the subscriptions. An endpoint that is new gets the
// alerts that the ledger already holds before the ones to come. The caller closes the Sender.
func Open(ctx context.Context, path string, subs []Subscription, book *ledger.Ledger, cfg Config) (*Sender, error) {
	s := &Sender{ledger: book, log: cfg.Logger, step: cfg.Step, now: cfg.now}
	if s.now == nil {
		s.now = time.Now
	}
	if s.step == nil {
		s.step = func(string) {}
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if err := Validate(subs, cfg.AllowPrivate); err != nil {
		return nil, err
	}
	for _, sub := range subs {
		key, err := sub.secret()
		if err != nil {
			return nil, fmt.Errorf("webhook %s: %w", sub.Name, err)
		}
		s.endpoints = append(s.endpoints, endpoint{Subscription: sub, key: key, client: newClient(sub.URL, cfg)})
	}
	var err error
	if s.queue, err = openQueue(ctx, path, s.now); err != nil {
		return nil, fmt.Errorf("open webhook queue: %w", err)
	}
	if err := s.start(ctx, cfg.Registerer); err != nil {
		return nil, errors.Join(fmt.Errorf("open webhook queue: %w", err), s.Close())
	}
	return s, nil
}

func (s *Sender) start(ctx context.Context, reg prometheus.Registerer) error {
	end, err := s.ledger.End(ctx)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(s.endpoints))
	for i := range s.endpoints {
		sub := &s.endpoints[i].Subscription
		names = append(names, sub.Name)
		restarted, err := s.queue.register(ctx, sub, end)
		if err != nil {
			return fmt.Errorf("register %s: %w", sub.Name, err)
		}
		if restarted {
			s.log.WarnContext(ctx, "webhook has known another ledger, all events are sent anew", "webhook", sub.Name)
		}
	}
	list, err := json.Marshal(names)
	if err != nil {
		return err
	}
	s.metrics, err = newMetrics(reg, s.queue, string(list), &s.failing)
	return err
}

func newClient(rawURL string, cfg Config) *http.Client {
	dial := cfg.Dial
	if dial == nil {
		plain := strings.HasPrefix(rawURL, "http:")
		dial = (&net.Dialer{Timeout: timeout, Control: guard(cfg.AllowPrivate, plain)}).DialContext
	}
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{ // no proxy: it would resolve names behind the guard's back
			DialContext:            dial,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2:      true,
			MaxConnsPerHost:        1,
			IdleConnTimeout:        90 * time.Second,
			DisableCompression:     true,
			MaxResponseHeaderBytes: maxResponse,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close releases queue and connections. Call it after Run has returned.
func (s *Sender) Close() error {
	for _, e := range s.endpoints {
		e.client.CloseIdleConnections()
	}
	if err := s.queue.close(); err != nil {
		return fmt.Errorf("close webhook queue: %w", err)
	}
	return nil
}

// Run delivers until ctx ends, then returns nil. Whatever fails is tried again: an endpoint by its schedule; a queue or
// ledger that cannot be read or written, on a full disk for instance, ever more slowly until it can. An attempt that is
// under way when ctx ends is made again at the next start.
func (s *Sender) Run(ctx context.Context) error {
	var g errgroup.Group
	for i := range s.endpoints {
		g.Go(func() error {
			(&lane{Sender: s, e: &s.endpoints[i]}).run(ctx)
			return nil
		})
	}
	return g.Wait()
}

// Outcomes of attempts, as the metric names them.
const (
	outcomeDelivered = "delivered"
	outcomeRetry     = "retry"     // failed, will be tried again
	outcomeExhausted = "exhausted" // failed, was the last attempt
	outcomeGone      = "gone"      // the endpoint wants no more: it is disabled
	outcomeLost      = "lost"      // the ledger no longer has the event
	outcomeErased    = "erased"    // the event was erased: it is not sent, or not again
)

// verdict is what becomes of a delivery after an attempt.
type verdict struct {
	outcome string
	state   string        // in the queue: pending, delivered, failed or erased
	status  int           // HTTP status, 0 for none
	retry   time.Duration // until the next attempt of this delivery
	hold    time.Duration // until the next attempt of any delivery to the endpoint
}

// judge decides what becomes of a delivery; status 0 is an endpoint that could not be reached.
func judge(status int, retryAfter time.Duration, failedBefore int) verdict {
	v := verdict{outcome: outcomeRetry, state: "pending", status: status}
	switch status {
	case http.StatusGone:
		v.outcome = outcomeGone
		return v
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		v.hold = max(retryAfter, throttle)
	default:
		if status/100 == 2 {
			return verdict{outcome: outcomeDelivered, state: "delivered", status: status}
		}
	}
	pauses := schedule()
	if failedBefore >= len(pauses) {
		v.outcome, v.state = outcomeExhausted, "failed"
		return v
	}
	pause := pauses[failedBefore]
	v.retry = max(pause+rand.N(pause/10), v.hold) // jitter, so that what failed together does not come back together
	return v
}

// post makes one attempt. A redirect is an answer like any other and is not followed.
func (e *endpoint) post(ctx context.Context, event *alerts.Event) (status int, retryAfter time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, bytes.NewReader(event.Body))
	if err != nil {
		return 0, 0, err
	}
	now := time.Now()
	req.Header.Set("Content-Type", "application/cloudevents+json")
	req.Header.Set("User-Agent", "ronda")
	req.Header.Set("webhook-id", event.ID)
	req.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("webhook-signature", e.key.Sign(event.ID, now, event.Body))
	resp, err := e.client.Do(req)
	if err != nil {
		if withURL, ok := errors.AsType[*url.Error](err); ok {
			err = withURL.Err // an endpoint's address may hold a token: it is not logged
		}
		return 0, 0, err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, maxResponse) // so that the connection can be used again; the status counts
	return resp.StatusCode, parseRetryAfter(resp.Header.Get("Retry-After"), now), nil
}

// parseRetryAfter reads seconds or a date. What cannot be read, and the past, is 0.
func parseRetryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, maxHold)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxHold)
}
