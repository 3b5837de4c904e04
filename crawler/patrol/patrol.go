// Package patrol walks: it takes a lease from the frontier, asks robots.txt, fetches the page, extracts its listings,
// hands them over to be judged and acknowledges the lease only when that has succeeded. One goroutine carries one page
// all the way, so that back-pressure, cancellation and shutdown need no machinery of their own. It must not know what a
// listing is judged by or where alerts go: both are behind the Handle function.
package patrol

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/frontier"
	"ronda/crawler/site"
)

// Config steers a Patrol. The zero value of a field means its default.
type Config struct {
	Workers     int           // pages carried at the same time; default 8
	MaxPictures int           // pictures fetched for one page at the most; default 6
	RobotsTTL   time.Duration // how long a robots.txt answer is kept; default and maximum 24 h (RFC 9309)

	// WantsImages says whether a listing's pictures are worth a request each. Nil means never.
	WantsImages func(*crawler.Listing) bool
	// Handle judges the listings of a page and raises what is to be raised. After it returned nil the page is
	// acknowledged and never handed over again. An error ends the patrol: a watch whose findings cannot be kept must not
	// go on crawling. The page's lease is given back, so that the next patrol begins with it.
	Handle func(ctx context.Context, page *crawler.Page, listings []crawler.Listing) error

	Log      *slog.Logger          // default: discards
	Registry prometheus.Registerer // default: none
	Step     func(step string)     // called where a trial may end the process; default: nothing
}

// Patrol is the crawl loop. Make one with New.
type Patrol struct {
	cfg      Config
	frontier *frontier.Frontier
	fetcher  *fetch.Fetcher
	robots   *robotsCache
	pictures *pictureCache
	bodies   *bodyMemory
	metrics  *metrics
	log      *slog.Logger
}

// New returns a patrol over the given frontier and fetcher, which stay the caller's to close.
func New(f *frontier.Frontier, fetcher *fetch.Fetcher, cfg Config) (*Patrol, error) {
	if cfg.Handle == nil {
		return nil, errors.New("make patrol: no Handle function")
	}
	if cfg.Workers <= 0 {
		cfg.Workers = 8
	}
	if cfg.MaxPictures <= 0 {
		cfg.MaxPictures = 6
	}
	if cfg.RobotsTTL <= 0 || cfg.RobotsTTL > 24*time.Hour {
		cfg.RobotsTTL = 24 * time.Hour
	}
	if cfg.WantsImages == nil {
		cfg.WantsImages = func(*crawler.Listing) bool { return false }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Step == nil {
		cfg.Step = func(string) {}
	}
	m, err := newMetrics(cfg.Registry)
	if err != nil {
		return nil, fmt.Errorf("make patrol: %w", err)
	}
	p := &Patrol{cfg: cfg, frontier: f, fetcher: fetcher, metrics: m, log: cfg.Log}
	p.robots = &robotsCache{patrol: p, ttl: cfg.RobotsTTL, files: map[string]robotsEntry{}}
	p.pictures = newPictureCache(pictureCacheBytes)
	p.bodies = newBodyMemory(rememberedBodies)
	return p, nil
}

// Run walks until the frontier is empty or ctx is done, and returns after every lease has been finished or given back.
// An error means that the frontier or Handle failed; a page that fails is no error. Run must not be called twice.
func (p *Patrol) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for range p.cfg.Workers {
		group.Go(func() error { return p.work(ctx) })
	}
	return group.Wait()
}

func (p *Patrol) work(ctx context.Context) error {
	for {
		lease, err := p.frontier.Next(ctx)
		switch {
		case err == nil: // also when the patrol has just been called off: the lease is taken and must be given back
			if err := p.carry(ctx, lease); err != nil {
				return err
			}
		case errors.Is(err, frontier.ErrEmpty), ctx.Err() != nil:
			return nil //nolint:nilerr // both are how a patrol ends
		default:
			return fmt.Errorf("take a lease: %w", err)
		}
	}
}

// carry brings one leased page all the way and settles the lease. Its error is the frontier's or Handle's, never the page's.
func (p *Patrol) carry(ctx context.Context, lease frontier.Lease) error {
	// What was begun is settled also when the patrol is called off meanwhile.
	settle := context.WithoutCancel(ctx)
	v := p.visit(ctx, lease)
	if v.failure != nil || ctx.Err() != nil && v.settled == retry {
		if err := p.frontier.Release(settle, lease); err != nil {
			return fmt.Errorf("give back a lease: %w", errors.Join(v.failure, err))
		}
		return v.failure
	}
	p.metrics.pages.WithLabelValues(v.outcome).Inc()
	p.progressed(v)
	var err error
	if v.settled == retry {
		p.log.Info("page put off", "host", lease.Host, "reason", v.outcome, "attempt", lease.Attempts+1)
		err = p.frontier.Retry(settle, lease, v.outcome, v.after)
	} else {
		err = p.frontier.Done(settle, lease, frontier.Result{
			Status: v.status, Outcome: v.outcome, Links: v.links, Redirect: v.redirect,
		})
	}
	if err != nil {
		return fmt.Errorf("settle a lease: %w", err)
	}
	return nil
}

type settlement int

const (
	done settlement = iota
	retry
)

// visit is what became of one lease.
type visit struct {
	settled  settlement
	outcome  string // bounded set: it is a metric label
	status   int
	after    time.Duration // Retry-After of the server
	links    []crawler.Link
	redirect string
	failure  error // the listings could not be handed over: nothing that is found now would be kept
}

// visit fetches the page of a lease and hands its listings over. A panic in a parser costs this page, not the worker.
func (p *Patrol) visit(ctx context.Context, lease frontier.Lease) (v visit) {
	defer func() {
		if r := recover(); r != nil {
			// The panic value may quote the page, so that only its type is logged.
			p.log.Error("page made a parser panic", "host", lease.Host, "panic", fmt.Sprintf("%T", r))
			v = visit{settled: done, outcome: "panic"}
		}
	}()
	p.cfg.Step("patrol.leased")
	turn := p.turns(lease)
	switch allowed, err := p.robots.allows(ctx, turn, lease.URL); {
	case err != nil:
		return visit{settled: retry, outcome: "robots_unreachable"}
	case !allowed:
		return visit{settled: done, outcome: "robots"}
	}
	p.cfg.Step("patrol.permitted")
	page, err := p.request(ctx, turn, "page", lease.URL)
	if err != nil {
		if fetch.Temporary(err) || errors.Is(err, frontier.ErrBlocked) || ctx.Err() != nil {
			return visit{settled: retry, outcome: "unreachable"}
		}
		return visit{settled: done, outcome: "refused"}
	}
	p.cfg.Step("patrol.fetched")
	if v, final := byStatus(page); final {
		return v
	}
	if p.bodies.known(page) {
		// The same bytes under the same path: a query that the server ignores. Its links and listings are known.
		return visit{settled: done, outcome: "duplicate", status: page.Status}
	}
	extraction, err := site.Extract(page)
	if errors.Is(err, site.ErrUnsupported) {
		return visit{settled: done, outcome: "unsupported", status: page.Status}
	}
	if err != nil {
		return visit{settled: done, outcome: "unreadable", status: page.Status}
	}
	p.fetchPictures(ctx, turn, extraction.Listings)
	p.cfg.Step("patrol.extracted")
	if err := p.cfg.Handle(ctx, page, extraction.Listings); err != nil {
		if ctx.Err() != nil {
			return visit{settled: retry, outcome: "called_off"}
		}
		return visit{failure: fmt.Errorf("hand over the listings of a page: %w", err)}
	}
	p.cfg.Step("patrol.judged")
	p.bodies.remember(page)
	v = visit{settled: done, outcome: "read", status: page.Status}
	if !extraction.NoFollow {
		v.links = pagesOnly(extraction.Links)
	}
	return v
}

// byStatus decides what an answer without a readable page means. final is false for a page that is to be read.
func byStatus(page *crawler.Page) (v visit, final bool) {
	v = visit{settled: done, status: page.Status}
	switch status := page.Status; {
	case status >= 200 && status < 300:
		return v, false
	case status >= 300 && status < 400:
		v.outcome = "redirect"
		if page.FinalURL != page.URL {
			v.redirect = page.FinalURL
		}
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		v.settled, v.outcome, v.after = retry, "server_busy", retryAfter(page)
	case status == http.StatusNotFound, status == http.StatusGone:
		v.outcome = "gone"
	default:
		v.outcome = "denied"
	}
	return v, true
}

// turnFunc waits for the next turn of the host that a URL names.
type turnFunc func(ctx context.Context, url string) error

// turns returns the turns of one visit: a lease is the turn for the first request to its host, every further request
// and every other host waits for a turn of its own.
func (p *Patrol) turns(lease frontier.Lease) turnFunc {
	leased := true
	return func(ctx context.Context, url string) error {
		host := hostOf(url)
		if leased && host == lease.Host {
			leased = false
			return nil
		}
		if err := p.frontier.Turn(ctx, host); err != nil {
			return fmt.Errorf("wait for a turn: %w", err)
		}
		return nil
	}
}

// request makes one counted request at its host's turn. purpose is "page", "robots" or "picture".
func (p *Patrol) request(ctx context.Context, turn turnFunc, purpose, url string) (*crawler.Page, error) {
	if err := turn(ctx, url); err != nil {
		return nil, err
	}
	started := time.Now()
	page, err := p.fetcher.Fetch(ctx, url)
	p.metrics.requested(purpose, page, err, time.Since(started))
	return page, err
}
