// Package frontier decides what is fetched next and when. It owns one file with every URL and host ever found (package store),
// never hands out a URL twice, and keeps the requests to one host apart. It fetches nothing, knows no robots.txt and does
// not judge pages.
//
// URLs, their outcome and what hosts asked for are on disk. Leases and turns are in memory only: after a crash every
// leased URL is queued as before, and every known host rests for one delay, so that a restart is polite even towards a
// host that was asked just before the crash. Memory grows with the number of hosts (some 250 bytes each), not of URLs.
//
// URLs may hold what leads to a person: they and the names of hosts are sealed in the file under Config.Key.
//
// The file may fail: the disk is full, cannot be written, returns other bytes than were put in. After a failed call memory
// and file are as before it, and the next call works as soon as the file does. A damaged URL is given up, a damaged host
// is forgotten with its URLs until it is found again; nothing is handed out that was not put in.
package frontier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"ronda/crawler"
	"ronda/crawler/frontier/store"
)

const (
	maxHops    = 5              // redirects in a row that are followed
	maxBackoff = time.Hour      // longest wait before a failed URL is tried again
	maxPause   = 24 * time.Hour // longest Retry-After that is believed
)

var (
	// ErrEmpty means that nothing is queued and nothing is leased: the crawl is over.
	ErrEmpty = errors.New("frontier is empty")
	// ErrLeaseLost means that a lease ran out or was given back before; its URL belongs to somebody else now.
	ErrLeaseLost = errors.New("lease has run out")
	// ErrBlocked means that a host must not be asked for now.
	ErrBlocked = errors.New("host is blocked for now")

	errClosed = errors.New("frontier is closed")
)

// Config sets the limits of a crawl. Key must be given.
type Config struct {
	Key         []byte        // 32 secret bytes under which the file is sealed; without them it is worth nothing
	FormerKeys  [][]byte      // keys of before: a file under one of them is sealed under Key when it is opened
	Delay       time.Duration // least time between two requests to one host; 0 means 1s, negative none
	Lease       time.Duration // how long a URL stays leased unless its host's turns prolong it; 0 means 10m
	MaxDepth    int           // links from the seeds that are followed in a row; 0 means 16, negative none
	MaxAttempts int           // how often a URL is tried; 0 means 4
	HostLimit   int           // URLs kept for one host, seeds not limited; 0 means no limit

	// InScope tells whether a link or redirect target may be queued; nil takes all. Seeds are not asked about. It is called
	// while the frontier is locked and must not call it.
	InScope func(url string, depth int) bool

	// Now is the machine's clock, for tests; nil means time.Now. It is asked at opening only and where a caller gives a time.
	Now func() time.Time

	// Step is called where a trial may end the process; nil otherwise. It is called while the frontier is locked.
	Step func(step string)
}

func (c Config) withDefaults() Config {
	switch {
	case c.Delay == 0:
		c.Delay = time.Second
	case c.Delay < 0:
		c.Delay = 0
	}
	if c.Lease <= 0 {
		c.Lease = 10 * time.Minute
	}
	switch {
	case c.MaxDepth == 0:
		c.MaxDepth = 16
	case c.MaxDepth < 0:
		c.MaxDepth = 0
	}
	if c.MaxAttempts <= 0 {
		c.MaxAttempts = 4
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Step == nil {
		c.Step = func(string) {}
	}
	return c
}

// Frontier is an open frontier. It is safe for concurrent use. Only one process may have a file open.
type Frontier struct {
	cfg   Config
	clock clock

	mu      sync.Mutex // guards all below; held across the short statements, so that memory and file change as one
	store   *store.Store
	broken  bool      // the store's connection is lost
	stale   bool      // a commit failed: the memory may differ from the file
	kept    time.Time // the clock's time that the file has surely seen
	hosts   map[string]*host
	ready   hostHeap // hosts with queued URLs and no lease, the one due first on top
	leases  map[uint64]*held
	issued  uint64        // leases so far
	wake    chan struct{} // closed and replaced when those who wait in Next should look again
	counts  counts
	recent  *recent
	damaged int64 // rows, since the file was opened
	closed  bool

	shown shown
}

// counts are totals over all hosts; queued includes what is leased.
type counts struct {
	queued, done, failed, hosts int64
}

// Stats is a snapshot of the frontier.
type Stats struct {
	Queued int64 // URLs that wait
	Leased int64
	Done   int64
	Failed int64 // URLs given up after MaxAttempts, or damaged in the file
	Hosts  int64 // hosts with a URL, whatever became of it, or with a delay or block of their own

	Damaged int64 // URLs given up and hosts forgotten since the file was opened because their rows were damaged
}

// Open opens the frontier in the file at path and makes it if there is none. All URLs that a former process had leased
// are queued again. A file of an older version, or one that was sealed under a former key, is rewritten, which needs as
// much room again as the file has. The caller makes sure that no other process has the file open.
func Open(ctx context.Context, path string, cfg Config) (*Frontier, error) {
	cfg = cfg.withDefaults()
	wall := cfg.Now()
	s, err := store.Open(ctx, path, store.Config{Key: cfg.Key, FormerKeys: cfg.FormerKeys, Now: wall, Step: cfg.Step})
	if err != nil {
		return nil, fmt.Errorf("open frontier: %w", err)
	}
	f := &Frontier{
		cfg:    cfg,
		store:  s,
		clock:  newClock(wall, s.Last()),
		hosts:  make(map[string]*host),
		leases: make(map[uint64]*held),
		wake:   make(chan struct{}),

		damaged: s.Left(),
	}
	if err := f.load(ctx); err != nil {
		return nil, fmt.Errorf("open frontier: %w", errors.Join(f.store.Explain(err), f.store.Close()))
	}
	return f, nil
}

// load brings the memory in line with the file. Leases stay.
func (f *Frontier) load(ctx context.Context) error {
	now := f.clock.now()
	f.counts, f.recent = counts{}, newRecent()
	for _, h := range f.hosts {
		h.id, h.queued, h.total = 0, 0, 0
	}
	var damaged []int64
	err := f.store.Hosts(ctx, func(r store.Host) {
		if h := f.hosts[r.Name]; r.Name == "" || h != nil && h.id != 0 {
			damaged = append(damaged, r.ID)
			return
		}
		h := f.host(r.Name)
		h.id, h.queued, h.total = r.ID, r.Queued, r.Queued+r.Done+r.Failed
		h.delay = max(f.cfg.Delay, r.Delay)
		h.blocked, h.wait = r.Blocked, time.Time{}
		if h.last.IsZero() {
			h.last = now
		}
		f.counts.queued += r.Queued
		f.counts.done += r.Done
		f.counts.failed += r.Failed
		f.counts.hosts++
	})
	if err != nil {
		return err
	}
	for _, h := range f.hosts {
		f.settle(h)
	}
	f.show()
	f.notify()
	return f.forget(ctx, damaged)
}

// Close closes the file. Whoever waits in Next gets an error; leased URLs stay queued for the next process.
func (f *Frontier) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	f.notify()
	if err := f.store.Close(); err != nil {
		return fmt.Errorf("close frontier: %w", err)
	}
	return nil
}

// Seed queues URLs to start from, and returns how many were not known before. URLs that are known stay as they are. An
// invalid URL is an error that names its place, and nothing is added.
func (f *Frontier) Seed(ctx context.Context, urls ...string) (int, error) {
	seeds := make([]candidate, 0, len(urls))
	for i, raw := range urls {
		canonical, err := crawler.CanonicalURL(raw)
		if err != nil {
			return 0, fmt.Errorf("seed %d of %d: %w", i+1, len(urls), err)
		}
		seeds = append(seeds, candidate{url: canonical})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	before := f.counts.queued
	if err := f.change(ctx, func(b *batch) error { return b.add(ctx, seeds, 0) }); err != nil {
		return 0, fmt.Errorf("add seeds: %w", err)
	}
	return int(f.counts.queued - before), nil
}

// SetDelay sets the delay that a host asks for; it is never shorter than Config.Delay. It outlives the process.
func (f *Frontier) SetDelay(ctx context.Context, name string, d time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.host(name)
	delay := max(d, f.cfg.Delay)
	if h.delay == delay {
		return nil
	}
	err := f.change(ctx, func(b *batch) error {
		id, err := b.hostID(ctx, h)
		if err != nil {
			return err
		}
		return f.store.SetDelay(ctx, id, d)
	})
	if err != nil {
		return fmt.Errorf("set delay of a host: %w", err)
	}
	h.delay = delay
	f.settle(h)
	return nil
}

// Block keeps a host from being asked until the given time; reason is a short fixed word for reports, such as "robots".
// A time that has passed lifts the block. It outlives the process.
func (f *Frontier) Block(ctx context.Context, name string, until time.Time, reason string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.host(name)
	until = f.clock.now().Add(until.Sub(f.cfg.Now()))
	err := f.change(ctx, func(b *batch) error {
		id, err := b.hostID(ctx, h)
		if err != nil {
			return err
		}
		return f.store.SetBlock(ctx, id, until, reason)
	})
	if err != nil {
		return fmt.Errorf("block a host: %w", err)
	}
	h.blocked = until
	f.settle(h)
	return nil
}

// Stats returns the present totals. It costs no query and does not wait for what the disk is doing.
func (f *Frontier) Stats(ctx context.Context) (Stats, error) {
	if err := ctx.Err(); err != nil {
		return Stats{}, fmt.Errorf("frontier statistics: %w", err)
	}
	return f.stats(), nil
}

// hostOf returns the host of a canonical URL, with the port unless it is the scheme's own; "" when the text is no
// canonical URL.
func hostOf(canonical string) string {
	rest, ok := strings.CutPrefix(canonical, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(canonical, "http://"); !ok {
			return ""
		}
	}
	name, _, ok := strings.Cut(rest, "/")
	if !ok {
		return ""
	}
	return name
}
