package patrol

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ronda/crawler"
	"ronda/crawler/frontier"
	"ronda/crawler/robots"
)

const (
	robotsHops       = 5               // redirects followed for robots.txt (RFC 9309 2.3.1.2)
	robotsRetry      = time.Minute     // how long an unreachable robots.txt is not asked for again
	maxRobotsDelay   = 2 * time.Minute // a longer Crawl-delay is taken as this much
	robotsCacheHosts = 50_000
)

// robotsCache holds the robots.txt of each host (scheme, name and port) and asks for each at most once at a time.
type robotsCache struct {
	request  func(ctx context.Context, purpose, url string) (*crawler.Page, error)
	frontier *frontier.Frontier
	ttl      time.Duration
	metrics  *metrics

	flight singleflight.Group
	mu     sync.Mutex
	files  map[string]robotsEntry
}

type robotsEntry struct {
	file *robots.File // nil: unreachable, everything is forbidden until it expires
	till time.Time
}

func newRobotsCache(request func(context.Context, string, string) (*crawler.Page, error), f *frontier.Frontier, ttl time.Duration, m *metrics) *robotsCache {
	return &robotsCache{request: request, frontier: f, ttl: ttl, metrics: m, files: map[string]robotsEntry{}}
}

// allows reports whether robots.txt lets ronda fetch rawURL. An error means that the host's robots.txt could not be
// had, which counts as a complete disallow for now (RFC 9309 2.3.1.4).
func (c *robotsCache) allows(ctx context.Context, rawURL string) (bool, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return false, fmt.Errorf("ask robots.txt: %w", err)
	}
	file, err := c.file(ctx, u)
	if err != nil {
		c.metrics.robots.WithLabelValues("unreachable").Inc()
		return false, err
	}
	allowed := file.Test(crawler.UserAgentToken, rawURL).Allowed
	outcome := "disallowed"
	if allowed {
		outcome = "allowed"
	}
	c.metrics.robots.WithLabelValues(outcome).Inc()
	return allowed, nil
}

func (c *robotsCache) file(ctx context.Context, u *url.URL) (*robots.File, error) {
	origin := u.Scheme + "://" + u.Host
	c.mu.Lock()
	entry, known := c.files[origin]
	c.mu.Unlock()
	if known && time.Now().Before(entry.till) {
		return entry.use(origin)
	}
	// The first worker to ask fetches for all; it does so under its own context, so that the others try again
	// when it was called off.
	answer, err, _ := c.flight.Do(origin, func() (any, error) { return c.fetch(ctx, origin, u.Host) })
	if err != nil {
		return nil, err
	}
	return answer.(robotsEntry).use(origin)
}

func (e robotsEntry) use(origin string) (*robots.File, error) {
	if e.file == nil {
		return nil, fmt.Errorf("robots.txt of %s is unreachable: %w", origin, errStatus)
	}
	return e.file, nil
}

// fetch asks for a robots.txt, follows its redirects and remembers the answer.
func (c *robotsCache) fetch(ctx context.Context, origin, host string) (robotsEntry, error) {
	entry := robotsEntry{till: time.Now().Add(c.ttl)}
	target := origin + "/robots.txt"
	for hop := 0; ; hop++ {
		// A lease is its host's turn for the page itself; the file is one more request and waits for its own.
		if err := c.frontier.Turn(ctx, hostOf(target)); err != nil {
			return entry, fmt.Errorf("wait for a turn at %s: %w", host, err)
		}
		page, err := c.request(ctx, "robots", target)
		if ctx.Err() != nil {
			return entry, ctx.Err()
		}
		switch {
		case err != nil, page.Status >= 500, page.Status == 429:
			entry.till = time.Now().Add(robotsRetry)
		case page.Status >= 300 && page.Status < 400 && page.FinalURL != target && hop < robotsHops:
			target = page.FinalURL
			continue
		case page.Status >= 300:
			entry.file = robots.AllowAll()
		default:
			entry.file = robots.Parse(page.Body)
		}
		break
	}
	if entry.file != nil {
		if delay, ok := entry.file.CrawlDelay(crawler.UserAgentToken); ok {
			if err := c.frontier.SetDelay(ctx, host, min(delay, maxRobotsDelay)); err != nil {
				return entry, fmt.Errorf("keep the crawl delay of %s: %w", host, err)
			}
		}
	}
	c.remember(origin, entry)
	return entry, nil
}

func (c *robotsCache) remember(origin string, entry robotsEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.files) >= robotsCacheHosts {
		// Any host may go: what is dropped is only asked for once more.
		for other := range c.files {
			delete(c.files, other)
			if len(c.files) < robotsCacheHosts*9/10 {
				break
			}
		}
	}
	c.files[origin] = entry
}

func hostOf(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	return u.Host
}
