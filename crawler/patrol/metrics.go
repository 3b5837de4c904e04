package patrol

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/crawler"
	"ronda/crawler/fetch"
)

// Progress counts what a patrol has done since it was made.
type Progress struct {
	Pages    int64 // pages read and handed over
	Requests int64 // requests of every purpose: pages, robots.txt, pictures
	Errors   int64 // leases that ended in a failure or were put off because of one
}

// Progress returns the counts of this moment. It is safe for concurrent use.
func (p *Patrol) Progress() Progress {
	return Progress{
		Pages:    p.metrics.read.Load(),
		Requests: p.metrics.sent.Load(),
		Errors:   p.metrics.failed.Load(),
	}
}

func (m *metrics) finished(v visit) {
	m.pages.WithLabelValues(v.outcome).Inc()
	switch v.outcome {
	case "read":
		m.read.Add(1)
	case "redirect", "robots", "excluded", "gone", "denied", "unsupported", "duplicate":
		// What a server says of its own accord is no failure, nor what we are told to leave alone.
	default:
		m.failed.Add(1)
	}
}

type metrics struct {
	pages    *prometheus.CounterVec
	requests *prometheus.CounterVec
	robots   *prometheus.CounterVec
	refusals *prometheus.CounterVec
	seconds  prometheus.Histogram
	bytes    prometheus.Counter

	read, sent, failed atomic.Int64
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		pages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_crawl_pages_total", Help: "Leased pages by what became of them.",
		}, []string{"outcome"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_crawl_requests_total", Help: "Requests by answer class and by what they were for.",
		}, []string{"outcome", "reason"}),
		robots: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_crawl_robots_total", Help: "Questions to robots.txt by answer.",
		}, []string{"outcome"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_crawl_refusals_total", Help: "Answers of pages, robots.txt and pictures that were not taken, or only in part, by reason.",
		}, []string{"reason"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ronda_crawl_fetch_seconds", Help: "Time from request to the last byte of the answer.",
			Buckets: prometheus.ExponentialBuckets(0.005, 2.5, 10),
		}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ronda_crawl_bytes_total", Help: "Decoded bytes of all answers.",
		}),
	}
	// Present from the start, so that the first one is an increase.
	for _, reason := range append(fetch.Reasons(), reasonRedirect, reasonCut, reasonUnreadable, reasonSlow, outcomePanic) {
		m.refusals.WithLabelValues(reason)
	}
	if reg == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.pages, m.requests, m.robots, m.refusals, m.seconds, m.bytes} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register crawl metrics: %w", err)
		}
	}
	return m, nil
}

// Reasons of refusals beside those of package fetch.
const (
	reasonRedirect   = "redirect"   // leads nowhere that can be fetched, or on and on
	reasonCut        = "cut"        // text beyond the limit was left out
	reasonUnreadable = "unreadable" // neither text nor picture, or in no charset that can be decoded
	reasonSlow       = "slow"       // robots.txt or pictures of one page took too long together
)

func (m *metrics) refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }

func (m *metrics) requested(purpose string, page *crawler.Page, err error, took time.Duration) {
	m.sent.Add(1)
	m.seconds.Observe(took.Seconds())
	outcome := "error"
	if err == nil {
		outcome = strconv.Itoa(page.Status/100) + "xx"
		m.bytes.Add(float64(len(page.Body)))
	}
	m.requests.WithLabelValues(outcome, purpose).Inc()
}

// retryAfter reads the Retry-After header (RFC 9110 10.2.3): seconds or a date. 0 means that the server named none.
func retryAfter(page *crawler.Page) time.Duration {
	value := page.Header.Get("Retry-After")
	if value == "" {
		return 0
	}
	if seconds, err := strconv.Atoi(value); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(page.FetchedAt))
	}
	return 0
}
