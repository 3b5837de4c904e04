// Package fetch gets one page or picture over HTTP. It owns the connections, the guard on the addresses they go to and the
// limits on what comes back. It is the only importer of colly, which it uses as a fetcher of single pages: it follows no
// redirect and no link, keeps no cookies, reads no robots.txt and waits for no turn. Whether and when a URL may be
// fetched is decided before.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"ronda/crawler"
)

const (
	defaultTimeout = 30 * time.Second
	// A page of 2 MiB is longer than people read. Judging one takes some seventy times its size in memory.
	defaultMaxBytes        = 2 << 20
	defaultMaxPictureBytes = 8 << 20
	dialTimeout            = 10 * time.Second
	maxHeaderBytes         = 64 << 10
	// maxErrorBytes is what is kept of an answer other than 2xx: enough for its wording, little enough to read it to its
	// end and use the connection again.
	maxErrorBytes = 64 << 10
)

// Config sets how pages are fetched. The zero value is ready to use.
type Config struct {
	UserAgent string        // must begin with the product token; see UserAgent; "" is the token alone
	Timeout   time.Duration // for all of a fetch, from the look-up of the name to the last byte; 0 means 30s
	MaxBytes  int64         // of decoded text; 0 means 2 MiB

	MaxPictureBytes int64 // of a picture; 0 means MaxBytes where that is given, else 8 MiB

	// AllowPrivate permits loopback, private and reserved addresses. It is for tests and intranets only.
	AllowPrivate bool

	// Resolve names the address (IP, or IP and port) to connect to for a host; false leaves it to the system. Addresses are
	// guarded all the same. It is nil in production.
	Resolve func(ctx context.Context, host string) (addr string, ok bool)
}

// UserAgent returns the user agent of a version of ronda, with a page or mail address where its operator can be reached,
// where there is one.
func UserAgent(version, contact string) string {
	if contact == "" {
		return crawler.UserAgentToken + "/" + version
	}
	return fmt.Sprintf("%s/%s (+%s)", crawler.UserAgentToken, version, contact)
}

// Fetcher fetches pages. It is safe for concurrent use and keeps connections open between fetches.
type Fetcher struct {
	cfg       Config
	transport *http.Transport
	prototype *colly.Collector
}

// New returns a fetcher.
func New(cfg Config) (*Fetcher, error) {
	if cfg.UserAgent == "" {
		cfg.UserAgent = crawler.UserAgentToken
	}
	if !validAgent(cfg.UserAgent) {
		return nil, fmt.Errorf("user agent must begin with %q and be plain text: site owners address robots.txt to that name", crawler.UserAgentToken)
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.MaxPictureBytes <= 0 {
		cfg.MaxPictureBytes = cfg.MaxBytes
	}
	if cfg.MaxPictureBytes <= 0 {
		cfg.MaxPictureBytes = defaultMaxPictureBytes
	}
	if cfg.MaxBytes <= 0 {
		cfg.MaxBytes = defaultMaxBytes
	}
	f := &Fetcher{cfg: cfg}
	// The C library says that a name does not exist when it has no file descriptor left to ask with.
	dialer := &net.Dialer{Timeout: dialTimeout, Resolver: &net.Resolver{PreferGo: true}}
	if !cfg.AllowPrivate {
		dialer.ControlContext = refusePrivate
	}
	f.transport = &http.Transport{
		Proxy:                  nil, // a proxy would look names up behind the guard's back
		DialContext:            f.dialWith(dialer),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // the wire decodes, so that the limit counts decoded bytes
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    2,
		MaxConnsPerHost:        4,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    dialTimeout,
	}
	f.prototype = f.newCollector()
	return f, nil
}

// newCollector makes the collector that every fetch clones. NewCollector is not used because it takes settings from
// COLLY_* in the environment.
func (f *Fetcher) newCollector() *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = f.cfg.UserAgent
	c.Headers = &http.Header{
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/png,image/jpeg,*/*;q=0.8"},
		"Accept-Encoding": {"gzip"},
		"Accept-Language": {"id,en;q=0.7,*;q=0.5"},
	}
	c.AllowURLRevisit = true        // the frontier knows what was visited; colly's own map races and never shrinks
	c.IgnoreRobotsTxt = true        // decided before
	c.ParseHTTPErrorResponse = true // any status is an answer
	c.MaxBodySize = 0               // the wire limits, and knows when it did
	c.DisableCookies()
	c.SetRequestTimeout(0) // the context has the deadline
	c.WithTransport(&wire{transport: f.transport, most: max(f.cfg.MaxBytes, f.cfg.MaxPictureBytes)})
	return c
}

func validAgent(s string) bool {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return len(s) >= len(crawler.UserAgentToken) && strings.EqualFold(s[:len(crawler.UserAgentToken)], crawler.UserAgentToken)
}

// Limits narrows what one fetch takes. The zero value is what Config says.
type Limits struct {
	Bytes   int64 // of decoded body, text or picture; 0 means that of Config, which is never exceeded
	AnyType bool  // take a 2xx answer whatever it says that it is, as for robots.txt
}

// Fetch makes one request and returns the answer, whatever its status. Redirects are not followed: the page of a 301, 302,
// 303, 307 or 308 has the canonical target in FinalURL, its own URL when that is no web page. Text beyond Config.MaxBytes is cut
// and marked as truncated; a picture beyond it, and a 2xx answer that is neither text nor picture, is an error.
// Errors are of type *Error; Temporary tells whether trying again later makes sense.
func (f *Fetcher) Fetch(ctx context.Context, rawURL string) (*crawler.Page, error) {
	return f.FetchWithin(ctx, rawURL, Limits{})
}

// FetchWithin is Fetch under narrower limits.
func (f *Fetcher) FetchWithin(ctx context.Context, rawURL string, limits Limits) (*crawler.Page, error) {
	canonical, err := crawler.CanonicalURL(rawURL)
	if err != nil {
		return nil, failure("", fmt.Errorf("%w: %w", ErrURL, err))
	}
	target, err := url.Parse(canonical)
	if err != nil {
		return nil, failure("", ErrURL)
	}
	if port, err := strconv.Atoi(target.Port()); err == nil && !webPort(port) {
		return nil, failure(target.Host, ErrPort)
	}

	ctx, cancel := context.WithTimeout(ctx, f.cfg.Timeout)
	defer cancel()
	x := &exchange{text: f.cfg.MaxBytes, picture: f.cfg.MaxPictureBytes, anyType: limits.AnyType}
	if limits.Bytes > 0 {
		x.text, x.picture = min(x.text, limits.Bytes), min(x.picture, limits.Bytes)
	}
	var page *crawler.Page
	c := f.prototype.Clone()
	c.Context = context.WithValue(ctx, exchangeKey{}, x)
	// Colly spells URLs its own way; what robots.txt was asked about is what is requested.
	c.OnRequest(func(r *colly.Request) { *r.URL = *target })
	c.OnResponse(func(r *colly.Response) { page, err = x.page(canonical, target, r.StatusCode) })
	if visitErr := c.Visit(canonical); visitErr != nil {
		err = visitErr
	}
	if page == nil && err == nil {
		err = errors.New("no answer")
	}
	if err != nil {
		return nil, failure(target.Host, err)
	}
	return page, nil
}
