package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ronda/alerts"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/cmd/ronda/command"
	"ronda/crawler"
	"ronda/detect"
	"ronda/detect/mask"
)

// judge is where a page's listings become alerts: the line that runs through the whole house.
type judge struct {
	detector func() *detect.Detector // asked once for each page
	desk     *desk.Desk
	log      *slog.Logger

	listings *prometheus.CounterVec
	signals  *prometheus.CounterVec
	images   *prometheus.CounterVec
	seconds  prometheus.Histogram

	found atomic.Int64 // findings that are to be raised, repeated ones included

	note func(alertID string, l *crawler.Listing) // told of each raised listing in clear; nil outside the demo
}

// Outcomes of a picture.
const (
	imageSeen    = "seen"
	imageLeftOut = "left_out"
)

func newJudge(detector func() *detect.Detector, d *desk.Desk, log *slog.Logger, reg prometheus.Registerer) (*judge, error) {
	j := &judge{
		detector: detector, desk: d, log: log,
		listings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_detect_listings_total", Help: "Listings judged, by verdict.",
		}, []string{"kind"}),
		signals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_detect_signals_total", Help: "Signals in listings that became alerts, by rule.",
		}, []string{"rule"}),
		images: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ronda_detect_images_total", Help: "Pictures of listings: looked at, fetched but refused by their decoder, or left out: not to be had or not wanted.",
		}, []string{"outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ronda_detect_seconds", Help: "Time to judge one listing.",
			Buckets: prometheus.ExponentialBuckets(0.00005, 4, 10),
		}),
	}
	// Present from the start, so that the first one is an increase.
	for _, kind := range []detect.Kind{detect.KindNone, detect.KindSale, detect.KindForgery, detect.KindExposure, detect.KindSolicitation} {
		j.listings.WithLabelValues(string(kind))
	}
	for _, outcome := range []string{imageSeen, imageLeftOut, detect.RefusedDamaged, detect.RefusedTooLarge, detect.RefusedPanic} {
		j.images.WithLabelValues(outcome)
	}
	for _, c := range []prometheus.Collector{j.listings, j.signals, j.images, j.seconds} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register detection metrics: %w", err)
		}
	}
	return j, nil
}

// page judges every listing of a page and raises those that are to be raised. After it returned nil, each of their
// alerts is in the ledger, on disk.
func (j *judge) page(ctx context.Context, page *crawler.Page, listings []crawler.Listing) error {
	detector := j.detector()
	names := detector.Names(listings...)
	listings = detector.Gather(page.Address(), listings)
	for i := range listings {
		l := &listings[i]
		started := time.Now()
		finding := detector.DetectAmong(l, names)
		j.count(l, &finding, time.Since(started))
		if !finding.Alert() {
			continue
		}
		j.found.Add(1)
		raised, err := j.desk.Raise(ctx, finding, capture(page, l, names.Names, finding.Images))
		if errors.Is(err, alerts.ErrInvalid) {
			// The same finding would be refused again; the rest of the page must not be lost with it.
			j.log.Error("finding was refused by the alert schema", "platform", command.MaskHost(finding.Platform), "kind", finding.Kind)
			continue
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errLedger, err)
		}
		if j.note != nil {
			j.note(raised.AlertID, l)
		}
		if raised.Opened {
			j.log.Info("alert opened", "alert", raised.AlertID, "kind", finding.Kind, "severity", finding.Severity, "platform", command.MaskHost(finding.Platform))
		}
	}
	return nil
}

func (j *judge) count(l *crawler.Listing, f *detect.Finding, took time.Duration) {
	j.seconds.Observe(took.Seconds())
	j.listings.WithLabelValues(string(f.Kind)).Inc()
	looked := 0
	for _, image := range f.Images {
		if !image.First {
			continue
		}
		looked++
		outcome := imageSeen
		if image.Refused != "" {
			outcome = image.Refused
		}
		j.images.WithLabelValues(outcome).Inc()
	}
	j.images.WithLabelValues(imageLeftOut).Add(float64(len(l.Images) - looked))
	if f.Alert() {
		for _, signal := range f.Signals {
			j.signals.WithLabelValues(signal.Name).Inc()
		}
	}
}

// capture gathers what is kept of a listing as evidence; looked is what detection saw of its pictures, in their order. Listings
// of one page share its body. The copy that will be shown does not name the page's people: only here are they still known.
func capture(page *crawler.Page, l *crawler.Listing, names mask.Names, looked []detect.ImageMatch) *evidence.Capture {
	address := page.FinalURL
	if address == "" {
		address = page.URL
	}
	c := evidence.Content{
		Title: names.Blank(l.Title),
		Texts: make([]string, 0, len(l.Blocks)),
		Exchanges: []evidence.Exchange{{
			URL: address, FetchedAt: page.FetchedAt, Status: page.Status, Header: page.Header, Body: page.Body,
			ContentType: page.ContentType, Truncated: page.Truncated,
		}},
	}
	for _, block := range l.Blocks {
		c.Texts = append(c.Texts, names.Blank(block.Text))
	}
	looked = slices.DeleteFunc(slices.Clone(looked), func(m detect.ImageMatch) bool { return !m.First })
	for _, image := range l.Images {
		if len(image.Data) == 0 {
			continue
		}
		if len(looked) == 0 || looked[0].Refused == "" { // what could not be looked at safely is not decoded a second time
			c.Pictures = append(c.Pictures, image.Data)
		}
		looked = looked[min(1, len(looked)):]
		if l.Form != crawler.FormImage { // there the picture is the page
			c.Exchanges = append(c.Exchanges, evidence.Exchange{URL: image.URL, FetchedAt: page.FetchedAt, Body: image.Data, ContentType: crawler.MediaType(image.Data)})
		}
	}
	return evidence.New(c)
}
