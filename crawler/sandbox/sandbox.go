// Package sandbox is a synthetic web: virtual hosts under .localhost with a market, a forum, channel previews, news, open
// folders, blogs, a slow village office and two hosts that give nothing. Pages are made on demand from a seed, so a web of any
// size takes no room. It knows which of its pages hold planted offers and counts what a crawl asked for, so that recall, false
// alerts and manners can be measured. It knows nothing of how offers are detected; its wording was written apart from the
// rules. People, numbers and pictures are invented: see values.go and the package specimen.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config says which web to make.
type Config struct {
	Seed     int64         // the same seed gives the same bytes for every URL
	Pages    int           // about this many pages in all, pictures not counted; at least 100
	SlowHost time.Duration // the longest answer time of the slow host, the shortest being 2/15 of it; 0 answers at once
}

// Plant is one planted offer.
type Plant struct {
	URL       string // canonical URL of its page
	Part      string // element id or data-post of the post, comment or message; "" when the page itself is the offer
	Kind      string // sale, forgery, exposure or solicitation
	Reachable bool   // false where robots.txt forbids its page: it must not be fetched
}

// Web is the synthetic web. It is an http.Handler that tells its hosts apart by the Host header, and is safe for concurrent use
// once Listen or Start has returned.
type Web struct {
	world  *world
	sites  map[string]site
	robots map[string]rules
	slow   *village
	log    requestLog
}

// New makes a web. Its URLs have no port until Listen or Start has been called.
func New(cfg Config) (*Web, error) {
	if cfg.Pages < 100 {
		return nil, fmt.Errorf("sandbox: %d pages are too few, give at least 100", cfg.Pages)
	}
	words, err := loadWording(uint64(cfg.Seed))
	if err != nil {
		return nil, fmt.Errorf("load wording: %w", err)
	}
	w := &world{seed: mix(uint64(cfg.Seed), 1), words: words}
	// Some 35 pages are lists that even the smallest web has; the shares below leave room for longer lists.
	part := func(percent, least int) int { return max(least, (cfg.Pages-35)*percent/100) }
	// A tenth of a small web is planted, little more than a hundredth of a large one.
	total := min(cfg.Pages/8, 40+cfg.Pages/80)
	share := func(percent int) int { return (total*percent + 99) / 100 }

	m := &market{world: w, products: part(30, 20), adverts: part(6, 4)}
	m.plants, m.advertPlant = w.spread("product plant", m.products, share(25)), w.spread("advert plant", m.adverts, share(8))
	f := &forum{world: w, threads: part(20, 12)}
	f.plants = w.spread("thread plant", f.threads, share(22))
	c := &channels{world: w, count: part(8, 8) / previews}
	c.plants = w.spread("message plant", c.count*perChannel, share(14))
	n := &news{world: w, articles: part(17, 10)}
	n.plants = w.spread("comment plant", n.articles, share(8))
	b := &blogs{world: w, posts: part(10, 12)}
	b.plants, b.guestPlants = w.spread("post plant", b.posts, share(8)), w.spread("guest plant", b.count(), share(6))
	d := &files{world: w, folders: part(3, 4)}
	d.plants = w.spread("folder plant", d.folders, share(8))
	v := &village{world: w, notices: min(part(2, 4), 24), slowest: cfg.SlowHost}
	v.plants = w.spread("notice plant", v.notices, min(share(3), 4))

	w.sites = []site{m, m, f, f, c, n, n, b, d, v}
	web := &Web{world: w, sites: map[string]site{}, robots: robots(), slow: v}
	for _, s := range append(slices.Clone(w.sites), &parked{w}, &broken{w}) {
		web.sites[s.host()] = s
	}
	return web, nil
}

// Listen takes an address ("127.0.0.1:0" for any free port) and writes its port into the web's URLs. Call it once, before the
// first request; Serve answers on the listener.
func (web *Web) Listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for sandbox: %w", err)
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.Port != 80 {
		web.world.port = fmt.Sprintf(":%d", tcp.Port)
	}
	return l, nil
}

// Serve answers on the listener until ctx ends, then closes it and waits for open answers.
func (web *Web) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: web, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { done <- server.Shutdown(context.WithoutCancel(ctx)) })
	err := server.Serve(l)
	if !stop() {
		return <-done
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve sandbox: %w", err)
}

// Start listens on addr and serves in the background until ctx ends. It returns the base address, "http://127.0.0.1:8123".
func (web *Web) Start(ctx context.Context, addr string) (base string, err error) {
	l, err := web.Listen(ctx, addr)
	if err != nil {
		return "", err
	}
	go func() {
		// The only errors are those of a listener that ctx has closed.
		_ = web.Serve(ctx, l)
	}()
	return "http://" + l.Addr().String(), nil
}

// Seeds returns the URLs that a crawl starts from; the other hosts are linked from them.
func (web *Web) Seeds() []string {
	var seeds []string
	for _, host := range []string{"pasarsenja", "forumwarga", "salurankabar", "kabarpagi"} {
		seeds = append(seeds, web.world.url(host, "/"))
	}
	return seeds
}

// Planted returns every plant, sorted by URL and part. It makes the pages that hold plants, so a large web takes a moment.
func (web *Web) Planted() []Plant {
	var list []Plant
	for host, s := range web.sites {
		for _, uri := range s.plantPaths() {
			path, raw, _ := strings.Cut(uri, "?")
			if unescaped, err := url.PathUnescape(path); err == nil {
				path = unescaped
			}
			p := s.serve(path, raw)
			if p == nil {
				continue
			}
			for _, m := range p.plants {
				list = append(list, Plant{URL: web.world.url(host, uri), Part: m.part, Kind: m.kind, Reachable: !web.robots[host].forbids(uri)})
			}
		}
	}
	slices.SortFunc(list, func(a, b Plant) int {
		if c := strings.Compare(a.URL, b.URL); c != 0 {
			return c
		}
		return strings.Compare(a.Part, b.Part)
	})
	return list
}

// ServeHTTP answers for all hosts. An unknown host is answered with 404.
func (web *Web) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	host, _, _ := strings.Cut(req.Host, ":")
	host = strings.TrimSuffix(strings.ToLower(host), ".localhost")
	s, ok := web.sites[host]
	if !ok {
		http.NotFound(rw, req)
		return
	}
	uri := req.URL.RequestURI()
	rules := web.robots[host]
	isRobots := uri == "/robots.txt" || rules.location != "" && uri == rules.location
	web.log.add(host, uri, !isRobots && rules.forbids(uri))
	if isRobots {
		serveRobots(rw, rules, uri)
		return
	}
	if host == web.slow.host() {
		wait(req.Context(), web.slow.delay(uri))
	}
	p := s.serve(req.URL.Path, query(req.URL))
	switch {
	case p == nil:
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		rw.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(rw, "<html><head><title>404</title></head><body><h1>Halaman tidak ditemukan</h1></body></html>\n")
		return
	case p.location != "":
		rw.Header().Set("Location", p.location)
	}
	rw.Header().Set("Content-Type", p.media)
	rw.WriteHeader(p.status)
	if req.Method != http.MethodHead {
		_, _ = io.WriteString(rw, p.String()) // a reader who has gone is no error of ours
	}
}

func serveRobots(rw http.ResponseWriter, r rules, uri string) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if r.location != "" && uri != r.location {
		rw.Header().Set("Location", r.location)
		rw.WriteHeader(r.status)
		return
	}
	if r.location == "" {
		rw.WriteHeader(r.status)
	}
	_, _ = io.WriteString(rw, r.body)
}

// query is the raw query without tracking and session parameters: they change nothing on a page.
func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	var kept []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if !strings.HasPrefix(pair, "utm_") && !strings.HasPrefix(pair, "sesi=") && !strings.HasPrefix(pair, "C=") {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
