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
	// acknowledged and not handed over again unless the acknowledgement cannot be written. An error is trouble.
	Handle func(ctx context.Context, page *crawler.Page, listings []crawler.Listing) error

	// Excluded says of a URL that nothing may be fetched from its host, robots.txt included. A lease on one ends without a
	// request. Nil: none is.
	Excluded func(url string) bool

	// Ready is called before each lease is taken and blocks while what would be found could not be kept. It returns
	// nothing but ctx's error. Nil: always ready.
	Ready func(ctx context.Context) error
	// Trouble is told of a failure that is ours and not the page's: Handle or the frontier failed, or this machine is out of
	// file descriptors, memory or ports. The page's lease has been given back by then without an attempt counted, and after a
	// pause the patrol goes on with Ready. Nil: such a failure ends the patrol. It is called by several goroutines.
	Trouble func(err error)
	// Mask is applied to host names and whatever else of a page stands in a log line or an error. Nil: none.
	Mask func(string) string

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
	room     room
	stubborn stubborn
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
	if cfg.Excluded == nil {
		cfg.Excluded = func(string) bool { return false }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Step == nil {
		cfg.Step = func(string) {}
	}
	if cfg.Ready == nil {
		cfg.Ready = func(context.Context) error { return nil }
	}
	if cfg.Mask == nil {
		cfg.Mask = func(s string) string { return s }
	}
	m, err := newMetrics(cfg.Registry)
	if err != nil {
		return nil, fmt.Errorf("make patrol: %w", err)
	}
	p := &Patrol{cfg: cfg, frontier: f, fetcher: fetcher, room: newRoom(), metrics: m, log: cfg.Log}
	p.robots = &robotsCache{patrol: p, ttl: cfg.RobotsTTL, files: map[string]robotsEntry{}}
	p.pictures = newPictureCache(pictureCacheBytes)
	p.bodies = newBodyMemory(rememberedBodies)
	return p, nil
}

// Run walks until the frontier is empty or ctx is done, and returns after every lease has been finished or given back.
// An error is a failure that is ours, and comes only without Config.Trouble; a page that fails is no error. Run must not
// be called twice.
func (p *Patrol) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for range p.cfg.Workers {
		group.Go(func() error { return p.work(ctx) })
	}
	return group.Wait()
}

func (p *Patrol) work(ctx context.Context) error {
	troubles := 0 // in a row
	for {
		if err := p.cfg.Ready(ctx); err != nil {
			if ctx.Err() != nil {
				return nil //nolint:nilerr // that is how a patrol ends
			}
			return fmt.Errorf("wait until findings can be kept: %w", err)
		}
		lease, err := p.frontier.Next(ctx)
		switch {
		case err == nil: // also when the patrol has just been called off: the lease is taken and must be given back
			err = p.carry(ctx, lease)
		case errors.Is(err, frontier.ErrEmpty), ctx.Err() != nil:
			return nil //nolint:nilerr // both are how a patrol ends
		default:
			err = fmt.Errorf("take a lease: %w", err)
		}
		switch {
		case err == nil:
			troubles = 0
			continue
		case p.cfg.Trouble == nil:
			return err
		}
		p.cfg.Trouble(err)
		troubles++
		pause(ctx, troubles)
	}
}

// pause waits the longer the more troubles there were in a row, for whoever is to say that they are over may not know yet.
func pause(ctx context.Context, troubles int) {
	const shortest, longest = 50 * time.Millisecond, 5 * time.Second
	timer := time.NewTimer(min(shortest<<min(troubles-1, 10), longest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// carry brings one leased page all the way and settles the lease. Its error is trouble, never the page's.
func (p *Patrol) carry(ctx context.Context, lease frontier.Lease) error {
	// What was begun is settled also when the patrol is called off meanwhile.
	settle := context.WithoutCancel(ctx)
	v := p.visit(ctx, lease)
	if v.trouble == nil && ctx.Err() != nil && v.settled == retry {
		return p.giveBack(settle, lease)
	}
	if v.trouble != nil && !p.stubborn.again(lease.URL) {
		p.metrics.finished(visit{outcome: outcomeTrouble})
		return errors.Join(v.trouble, p.giveBack(settle, lease))
	}
	p.stubborn.over(lease.URL)
	if v.trouble != nil {
		p.log.Error("a page cannot be kept whatever is tried; an attempt is counted", "host", p.cfg.Mask(lease.Host), "error", v.trouble)
		v = visit{settled: retry, outcome: outcomeUnkept}
	}
	var err error
	if v.settled == retry {
		p.log.Info("page put off", "host", p.cfg.Mask(lease.Host), "reason", v.outcome, "attempt", lease.Attempts+1)
		err = p.frontier.Retry(settle, lease, v.outcome, v.after)
	} else {
		// Its links may be fetched as soon as they are queued: by then it has to be known.
		p.bodies.remember(v.read)
		err = p.frontier.Done(settle, lease, frontier.Result{
			Status: v.status, Outcome: v.outcome, Links: v.links, Redirect: v.redirect, Unasked: v.unasked,
		})
		if err != nil {
			p.bodies.forget(v.read) // it comes again for our sake, and must be read to its links
		}
	}
	switch {
	case errors.Is(err, frontier.ErrLeaseLost): // the process was stopped for long, or the visit lasted too long
		p.log.Warn("page took longer than its lease; it will be fetched again", "host", p.cfg.Mask(lease.Host))
		p.metrics.finished(visit{outcome: outcomeLate})
		return nil
	case err != nil:
		// The page will come again, which changes nothing: its alerts are known by then.
		p.metrics.finished(visit{outcome: outcomeTrouble})
		return errors.Join(fmt.Errorf("settle a lease: %w", err), p.giveBack(settle, lease))
	}
	p.metrics.finished(v)
	return nil
}

// giveBack ends a lease as if it had not been taken.
func (p *Patrol) giveBack(ctx context.Context, lease frontier.Lease) error {
	if err := p.frontier.Release(ctx, lease); err != nil && !errors.Is(err, frontier.ErrLeaseLost) {
		return fmt.Errorf("give back a lease: %w", err)
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
	unasked  bool          // no request was made
	read     *crawler.Page // was handed over
	trouble  error         // ours, not the page's: nothing is settled
}

// Outcomes of a lease that say something else than how the page is.
const (
	outcomePanic   = "panic"
	outcomeTrouble = "trouble"
	outcomeUnkept  = "unkept"
	outcomeLate    = "late"
)

// visit fetches the page of a lease and hands its listings over. A panic in a parser costs this page, not the worker.
func (p *Patrol) visit(ctx context.Context, lease frontier.Lease) (v visit) {
	defer func() {
		if r := recover(); r != nil {
			// The panic value may quote the page, so that only its type is logged.
			p.log.Error("page made a parser panic", "host", p.cfg.Mask(lease.Host), "panic", fmt.Sprintf("%T", r))
			p.metrics.refused(outcomePanic)
			v = visit{settled: done, outcome: outcomePanic}
		}
	}()
	p.cfg.Step("patrol.leased")
	if p.cfg.Excluded(lease.URL) { // queued before its host was excluded
		return visit{settled: done, outcome: "excluded", unasked: true}
	}
	e := p.errand(lease)
	switch allowed, err := p.robots.allows(ctx, e, lease.URL); {
	case isTrouble(err):
		return visit{trouble: p.masked(err)}
	case errors.Is(err, fetch.ErrPrivateAddress):
		return visit{settled: done, outcome: "refused"} // as for the page itself: another try would find the same
	case err != nil:
		return visit{settled: retry, outcome: "robots_unreachable"}
	case !allowed:
		return visit{settled: done, outcome: "robots", unasked: e.leased}
	}
	p.cfg.Step("patrol.permitted")
	page, err := p.request(ctx, e, "page", lease.URL, fetch.Limits{Bytes: pageBytes})
	switch {
	case err == nil:
	case isTrouble(err):
		return visit{trouble: p.masked(err)}
	case fetch.Temporary(err), errors.Is(err, frontier.ErrBlocked), ctx.Err() != nil:
		return visit{settled: retry, outcome: "unreachable"}
	default:
		return visit{settled: done, outcome: "refused"}
	}
	p.cfg.Step("patrol.fetched")
	if v, final := p.byStatus(page); final {
		return v
	}
	if p.bodies.known(page) {
		// The same bytes under the same path: a query that the server ignores. Its links and listings are known.
		return visit{settled: done, outcome: "duplicate", status: page.Status}
	}
	return p.read(ctx, e, page)
}

// read extracts the listings of a page, gets the pictures that they want and hands them over.
func (p *Patrol) read(ctx context.Context, e *errand, page *crawler.Page) visit {
	extraction, wanted, err := p.extract(ctx, page)
	switch {
	case ctx.Err() != nil:
		return visit{settled: retry, outcome: "called_off"}
	case errors.Is(err, site.ErrUnsupported):
		return visit{settled: done, outcome: "unsupported", status: page.Status}
	case err != nil:
		return visit{settled: done, outcome: "unreadable", status: page.Status}
	}
	drop, err := p.fetchPictures(ctx, e, wanted)
	defer drop()
	if err != nil {
		return visit{trouble: p.masked(err)}
	}
	p.cfg.Step("patrol.extracted")
	if err := p.handOver(ctx, page, extraction.Listings); err != nil {
		if ctx.Err() != nil {
			return visit{settled: retry, outcome: "called_off"}
		}
		return visit{trouble: fmt.Errorf("hand over the listings of a page: %w", err)}
	}
	p.cfg.Step("patrol.judged")
	v := visit{settled: done, outcome: "read", status: page.Status, read: page}
	if !extraction.NoFollow {
		v.links = pagesOnly(extraction.Links)
	}
	return v
}

// extract reads a page and finds the listings that want their pictures.
func (p *Patrol) extract(ctx context.Context, page *crawler.Page) (*site.Extraction, []*crawler.Listing, error) {
	leave, err := p.room.enter(ctx, len(page.Body), false)
	if err != nil {
		return nil, nil, err
	}
	defer leave()
	if page.Truncated {
		p.metrics.refused(reasonCut)
	}
	extraction, err := site.Extract(page)
	if err != nil {
		p.metrics.refused(reasonUnreadable)
		return nil, nil, fmt.Errorf("extract listings: %w", err)
	}
	var wanted []*crawler.Listing
	for i := range extraction.Listings {
		if l := &extraction.Listings[i]; len(l.Images) > 0 && p.cfg.WantsImages(l) {
			wanted = append(wanted, l)
		}
	}
	return extraction, wanted, nil
}

func (p *Patrol) handOver(ctx context.Context, page *crawler.Page, listings []crawler.Listing) error {
	pictures := false
	for _, l := range listings {
		for _, image := range l.Images {
			pictures = pictures || image.Data != nil
		}
	}
	leave, err := p.room.enter(ctx, len(page.Body), pictures)
	if err != nil {
		return err
	}
	defer leave()
	return p.cfg.Handle(ctx, page, listings)
}

// isTrouble tells whether a request failed for a reason that is ours.
func isTrouble(err error) bool {
	var t troubleError
	return fetch.Resources(err) || errors.As(err, &t)
}

// troubleError marks the failure of a part of ours among those of servers.
type troubleError struct{ cause error }

func (t troubleError) Error() string { return t.cause.Error() }
func (t troubleError) Unwrap() error { return t.cause }

// masked takes the host out of a fetch's error, which is going to be logged.
func (p *Patrol) masked(err error) error {
	var e *fetch.Error
	if !errors.As(err, &e) {
		return err
	}
	hidden := *e
	hidden.Host = p.cfg.Mask(e.Host)
	return &hidden
}

// byStatus decides what an answer without a readable page means. final is false for a page that is to be read.
func (p *Patrol) byStatus(page *crawler.Page) (v visit, final bool) {
	v = visit{settled: done, status: page.Status}
	switch status := page.Status; {
	case status >= 200 && status < 300:
		return v, false
	case status >= 300 && status < 400:
		v.outcome = "redirect"
		if page.FinalURL != page.URL {
			v.redirect = page.FinalURL
		} else {
			p.metrics.refused(reasonRedirect)
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

// errand is what the requests of one visit share. It is used by one goroutine at a time.
type errand struct {
	lease  frontier.Lease
	leased bool      // the lease's turn has not been used
	time   stopwatch // left for requests beside the page
}

// errSlow ends an errand whose requests together have taken too long.
var errSlow = errors.New("requests of one page took too long")

func (p *Patrol) errand(lease frontier.Lease) *errand {
	return &errand{lease: lease, leased: true, time: stopwatch{requestTime}}
}

// turn waits for the next turn of the host that a URL names. A lease is the turn for the first request to its host, every
// further request and every other host waits for a turn of its own.
func (p *Patrol) turn(ctx context.Context, e *errand, url string) error {
	host := hostOf(url)
	if e.leased && host == e.lease.Host {
		e.leased = false
		return nil
	}
	if err := p.frontier.Turn(ctx, host); err != nil {
		return fmt.Errorf("wait for a turn: %w", err)
	}
	return nil
}

// errExcluded says that nothing may be fetched from a host.
var errExcluded = errors.New("host is excluded")

// request makes one counted request at its host's turn. purpose is "page", "robots" or "picture". None leaves for a host
// that is excluded, wherever its URL came from.
func (p *Patrol) request(ctx context.Context, e *errand, purpose, url string, limits fetch.Limits) (*crawler.Page, error) {
	if p.cfg.Excluded(url) {
		return nil, errExcluded
	}
	if purpose != "page" && e.time.over() {
		p.metrics.refused(reasonSlow)
		return nil, errSlow
	}
	if err := p.turn(ctx, e, url); err != nil {
		return nil, err
	}
	started := time.Now()
	page, err := p.fetcher.FetchWithin(ctx, url, limits)
	took := time.Since(started)
	if purpose != "page" {
		e.time.spend(took)
	}
	p.metrics.requested(purpose, page, err, took)
	var refusal *fetch.Error
	if errors.As(err, &refusal) && (limits.Bytes != loosePicture || !errors.Is(err, fetch.ErrTooLarge)) {
		p.metrics.refused(refusal.Reason)
	}
	return page, err
}
