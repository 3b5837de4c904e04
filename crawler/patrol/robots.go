package patrol

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ronda/crawler"
	"ronda/crawler/fetch"
	"ronda/crawler/robots"
)

const (
	robotsHops       = 5               // redirects followed for robots.txt (RFC 9309 2.3.1.2)
	robotsRetry      = time.Minute     // how long an unreachable robots.txt is not asked for again
	maxRobotsDelay   = 2 * time.Minute // a longer Crawl-delay is taken as this much
	robotsOverhead   = 300             // bytes of an entry beside its rules
	robotsCacheBytes = 32 << 20        // of all files that are kept, about
)

// robotsCache holds the robots.txt of each host (scheme, name and port) and asks for each at most once at a time.
type robotsCache struct {
	patrol *Patrol
	ttl    time.Duration

	flight singleflight.Group
	mu     sync.Mutex
	files  map[string]robotsEntry
	bytes  int
}

type robotsEntry struct {
	file *robots.File // nil: unreachable, everything is forbidden until it expires
	err  error        // why it is unreachable, where that will not change by itself
	till time.Time
	size int
}

// allows reports whether robots.txt lets ronda fetch rawURL. An error means that the host's robots.txt could not be
// had, which counts as a complete disallow for now (RFC 9309 2.3.1.4).
func (c *robotsCache) allows(ctx context.Context, e *errand, rawURL string) (bool, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return false, fmt.Errorf("ask robots.txt: %w", err)
	}
	file, err := c.file(ctx, e, u)
	if isTrouble(err) || ctx.Err() != nil && err != nil {
		return false, err
	}
	if err != nil {
		c.patrol.metrics.robots.WithLabelValues("unreachable").Inc()
		return false, err
	}
	allowed := file.Test(crawler.UserAgentToken, rawURL).Allowed
	outcome := "disallowed"
	if allowed {
		outcome = "allowed"
	}
	c.patrol.metrics.robots.WithLabelValues(outcome).Inc()
	return allowed, nil
}

func (c *robotsCache) file(ctx context.Context, e *errand, u *url.URL) (*robots.File, error) {
	origin := u.Scheme + "://" + u.Host
	c.mu.Lock()
	entry, known := c.files[origin]
	c.mu.Unlock()
	if known && time.Now().Before(entry.till) {
		return entry.use()
	}
	// The first worker to ask fetches for all; it does so under its own context, so that the others try again
	// when it was called off.
	answer, err, _ := c.flight.Do(origin, func() (any, error) { return c.fetch(ctx, e, origin) })
	if err != nil {
		return nil, err
	}
	return answer.(robotsEntry).use()
}

func (e robotsEntry) use() (*robots.File, error) {
	if e.err != nil {
		return nil, e.err
	}
	if e.file == nil {
		return nil, errors.New("robots.txt is unreachable")
	}
	return e.file, nil
}

// fetch asks for a robots.txt and remembers the answer, unless there is none for a reason that is ours.
func (c *robotsCache) fetch(ctx context.Context, e *errand, origin string) (robotsEntry, error) {
	get := func(ctx context.Context, url string) (*crawler.Page, error) {
		return c.patrol.request(ctx, e, "robots", url, fetch.Limits{Bytes: robotsBytes, AnyType: true})
	}
	file, err := fetchRobots(ctx, get, origin, func(body []byte) (*robots.File, error) {
		leave, err := c.patrol.room.enter(ctx, len(body), false)
		if err != nil {
			return nil, err
		}
		defer leave()
		return c.parse(body)
	})
	switch {
	case ctx.Err() != nil:
		return robotsEntry{}, ctx.Err()
	case isTrouble(err):
		return robotsEntry{}, err
	}
	entry := robotsEntry{file: file, till: time.Now().Add(c.ttl), size: robotsOverhead}
	if err != nil {
		entry.till = time.Now().Add(robotsRetry)
		if errors.Is(err, fetch.ErrPrivateAddress) {
			entry.err = err
			c.patrol.log.Warn("pages of a host are given up: "+fetch.PrivateHint, "host", c.patrol.cfg.Mask(hostOf(origin)))
		}
	} else {
		entry.size += file.Size()
		if delay, ok := file.CrawlDelay(crawler.UserAgentToken); ok {
			if err := c.patrol.frontier.SetDelay(ctx, hostOf(origin), min(delay, maxRobotsDelay)); err != nil {
				return entry, troubleError{fmt.Errorf("keep the crawl delay of a host: %w", err)}
			}
		}
	}
	c.remember(origin, entry)
	return entry, nil
}

// parse reads a robots.txt and keeps what binds us. A file that makes the parser panic cannot be obeyed, so that it
// forbids everything, like one that cannot be had.
func (c *robotsCache) parse(body []byte) (file *robots.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			c.patrol.log.Error("robots.txt made its parser panic", "panic", fmt.Sprintf("%T", r))
			c.patrol.metrics.refused(outcomePanic)
			file, err = nil, errors.New("parser failed")
		}
	}()
	return robots.Parse(body).For(crawler.UserAgentToken), nil
}

// Robots fetches the robots.txt that holds for rawURL, redirects included, with one call of get for each request. A file
// that is not there allows everything (RFC 9309 2.3.1.3); one that cannot be had now is an error and must be taken as a
// complete disallow.
func Robots(ctx context.Context, get func(context.Context, string) (*crawler.Page, error), rawURL string) (*robots.File, error) {
	return fetchRobots(ctx, get, rawURL, func(body []byte) (*robots.File, error) { return robots.Parse(body), nil })
}

func fetchRobots(ctx context.Context, get func(context.Context, string) (*crawler.Page, error), rawURL string,
	parse func([]byte) (*robots.File, error),
) (*robots.File, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("fetch robots.txt: %w", err)
	}
	target := u.Scheme + "://" + u.Host + "/robots.txt"
	for range robotsHops + 1 {
		page, err := get(ctx, target)
		if err != nil {
			return nil, fmt.Errorf("fetch robots.txt: %w", err)
		}
		switch status := page.Status; {
		case status >= 500, status == http.StatusTooManyRequests:
			return nil, fmt.Errorf("fetch robots.txt: the server answered with status %d", status)
		case status >= 300 && status < 400 && page.FinalURL != target:
			target = page.FinalURL
		case status >= 300:
			return robots.AllowAll(), nil
		default:
			file, err := parse(page.Body)
			if err != nil {
				return nil, fmt.Errorf("read robots.txt: %w", err)
			}
			return file, nil
		}
	}
	return robots.AllowAll(), nil // too many redirects: as if it were not there (RFC 9309 2.3.1.2)
}

func (c *robotsCache) remember(origin string, entry robotsEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes += entry.size - c.files[origin].size
	c.files[origin] = entry
	// Any host may go: what is dropped is only asked for once more.
	for other, old := range c.files {
		if c.bytes <= robotsCacheBytes {
			break
		}
		if other != origin {
			c.bytes -= old.size
			delete(c.files, other)
		}
	}
}

// hostOf names the host of a URL as the frontier does: with its port unless it is the scheme's own, which canonical URLs
// leave out.
func hostOf(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	return u.Host
}
