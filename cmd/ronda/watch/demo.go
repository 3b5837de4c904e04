package watch

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/crawler"
	"ronda/crawler/sandbox"
)

// Demo is the command demo. It runs the product against the built-in sandbox web, which knows what it planted, and says how much of it was
// found. Its data folder starts over each time.
func Demo(ctx context.Context, c command.Console, args []string) error {
	cfg := command.DefaultConfig()
	cfg.Crawl.AllowPrivate = true // the sandbox lives on loopback
	cfg.Crawl.Delay = 20 * time.Millisecond
	cfg.Crawl.Contact = "https://ronda.example/demo" // only the sandbox sees it
	cfg.NATS.Listen = "127.0.0.1:4222"
	fs := command.Flags(c, "demo", "")
	once := fs.Bool("once", false, "stop when the sandbox has been walked")
	pages := fs.Int("pages", 400, "about how many pages the sandbox web has")
	seed := fs.Int64("sandbox-seed", 1, "which sandbox web: every number gives another one, the same number the same")
	format := command.FormatFlag(fs, "text", "json")
	commonFlags(fs, &cfg)
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("takes no arguments")
	}
	if cfg.NATS.URL != "" {
		cfg.NATS.Listen = ""
	}
	if err := cfg.Check(); err != nil {
		return command.Usagef("%v", err)
	}
	web, err := sandbox.New(sandbox.Config{Seed: *seed, Pages: *pages, SlowHost: 1500 * time.Millisecond})
	if err != nil {
		return command.Usagef("cannot make that sandbox: %v", err)
	}
	// The sandbox outlives a patrol that is called off: its last answers still arrive.
	webCtx, stopWeb := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWeb()
	if _, err := web.Start(webCtx, "127.0.0.1:0"); err != nil {
		return fmt.Errorf("start sandbox: %w", err)
	}
	// Last of all: a demo that cannot start takes nothing away.
	if err := emptyForDemo(cfg.Data, func() error { return addressesFree(ctx, &cfg) }); err != nil {
		return err
	}

	card := scoreCard{}
	measure := func(ctx context.Context, w *watch, o *outcome) error {
		found, err := card.found(ctx, w.desk.Ledger)
		if err != nil {
			return err
		}
		tally := web.Score(found)
		o.Planted, o.Found, o.Missed, o.FalseAlerts = &tally.Planted, &tally.Found, &tally.Missed, &tally.FalseAlerts
		if *format == "text" {
			for _, plant := range tally.MissedList {
				fmt.Fprintf(c.Out, "missed  %-12s %s %s\n", plant.Kind, plant.URL, plant.Part)
			}
			for _, alert := range tally.FalseList {
				fmt.Fprintf(c.Out, "false   %-12s %s %s\n", alert.Kind, alert.URL, alert.Part)
			}
		}
		if !*once {
			if err := o.print(c.Out, *format); err != nil {
				return err
			}
			if *format == "text" {
				w.announce(c.Out) // once more, below everything that has scrolled by
			}
			fmt.Fprintf(c.Err, "the sandbox has been walked; the feed stays up until you press Ctrl-C\n")
		}
		return nil
	}
	result, err := runInstance(ctx, c, cfg, sandboxOnly, web.Seeds(), *once, &score{card.note, measure})
	if err != nil || !*once {
		return err
	}
	return result.print(c.Out, *format)
}

// sandboxOnly is the demo's scope: the sandbox has a redirect to a private address, which the demo must not follow.
func sandboxOnly(rawURL string, _ int) bool {
	u, err := url.Parse(rawURL)
	return err == nil && strings.HasSuffix(u.Hostname(), ".localhost")
}

// scoreCard remembers, in memory, where the alerts of a demo stand: the ledger holds their addresses masked.
type scoreCard struct {
	places sync.Map // of sandbox.Found by alert id
}

func (c *scoreCard) note(alertID string, l *crawler.Listing) {
	c.places.Store(alertID, sandbox.Found{URL: l.URL, Part: l.Part})
}

// found returns the listings that the ledger holds alerts on.
func (c *scoreCard) found(ctx context.Context, book *ledger.Ledger) ([]sandbox.Found, error) {
	var found []sandbox.Found
	filter := ledger.AlertFilter{Limit: 500}
	for {
		page, err := book.Alerts(ctx, filter)
		if err != nil {
			return nil, fmt.Errorf("read alerts: %w", err)
		}
		for _, a := range page {
			place, _ := c.places.Load(a.ID)
			at, _ := place.(sandbox.Found)
			at.Kind = string(a.Kind)
			found = append(found, at)
		}
		if len(page) < filter.Limit {
			return found, nil
		}
		filter.After = page[len(page)-1].Number
	}
}
