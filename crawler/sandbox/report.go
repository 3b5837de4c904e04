package sandbox

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Report says what was asked for since the web was made.
type Report struct {
	Requests  int                      // all requests, robots.txt included
	URLs      int                      // distinct URLs among them
	Repeated  []string                 // URLs asked for more than once, sorted, the first 100; robots.txt left out
	Forbidden []string                 // requests that robots.txt forbids to ronda, sorted, the first 100; must be empty
	Hosts     map[string]int           // requests by host
	Gaps      map[string]time.Duration // by host, the shortest time between the arrivals of two requests; no entry for a single one
}

// requestLog counts requests. It keeps eight bytes of each URL and no more, except of those that did wrong.
type requestLog struct {
	mu        sync.Mutex
	requests  int
	urls      map[uint64]int32
	repeated  map[string]bool
	forbidden map[string]bool
	hosts     map[string]*arrivals
}

type arrivals struct {
	count int
	last  time.Time
	gap   time.Duration
}

const mostListed = 100

func (l *requestLog) add(host, uri string, forbidden bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.urls == nil {
		l.urls, l.repeated, l.forbidden, l.hosts = map[uint64]int32{}, map[string]bool{}, map[string]bool{}, map[string]*arrivals{}
	}
	now := time.Now()
	a := l.hosts[host]
	if a == nil {
		a = &arrivals{}
		l.hosts[host] = a
	} else if gap := now.Sub(a.last); a.count == 1 || gap < a.gap {
		a.gap = gap
	}
	a.count++
	a.last = now
	l.requests++
	key := hash(host + uri)
	l.urls[key]++
	if l.urls[key] > 1 && !strings.HasSuffix(uri, "/robots.txt") && len(l.repeated) < mostListed {
		l.repeated[host+uri] = true
	}
	if forbidden && len(l.forbidden) < mostListed {
		l.forbidden[host+uri] = true
	}
}

// Report returns the counts so far.
func (web *Web) Report() Report {
	l := &web.log
	l.mu.Lock()
	defer l.mu.Unlock()
	r := Report{Requests: l.requests, URLs: len(l.urls), Hosts: map[string]int{}, Gaps: map[string]time.Duration{}}
	list := func(set map[string]bool) []string {
		var urls []string
		for key := range set {
			host, uri, _ := strings.Cut(key, "/")
			urls = append(urls, web.world.url(host, "/"+uri))
		}
		slices.Sort(urls)
		return urls
	}
	r.Repeated, r.Forbidden = list(l.repeated), list(l.forbidden)
	for host, a := range l.hosts {
		r.Hosts[host] = a.count
		if a.count > 1 {
			r.Gaps[host] = a.gap
		}
	}
	return r
}

// Requests returns how often a URL was asked for.
func (web *Web) Requests(rawURL string) int {
	host, uri, ok := web.locate(rawURL)
	if !ok {
		return 0
	}
	web.log.mu.Lock()
	defer web.log.mu.Unlock()
	return int(web.log.urls[hash(host+uri)])
}

// locate cuts a URL of the web into the name of its host and the URI.
func (web *Web) locate(rawURL string) (host, uri string, ok bool) {
	rest, ok := strings.CutPrefix(rawURL, "http://")
	if !ok {
		return "", "", false
	}
	host, uri, _ = strings.Cut(rest, "/")
	host, ok = strings.CutSuffix(host, ".localhost"+web.world.port)
	return host, "/" + uri, ok && web.sites[host] != nil
}
