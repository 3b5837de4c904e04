package watch

import (
	"context"
	"fmt"
	"time"

	"ronda/cmd/ronda/command"
)

// follow shows the state of w until ctx is done.
func follow(ctx context.Context, p *command.Progress, w *watch) {
	every := 15 * time.Second
	if p.IsTerminal() {
		every = 250 * time.Millisecond
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	defer p.Finish()
	var last int64
	started := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if line, requests, err := w.status(ctx, time.Since(started)); err == nil && (p.IsTerminal() || requests != last) {
			last = requests
			p.Show(line)
		}
	}
}

// status says in one line where the crawl stands.
func (w *watch) status(ctx context.Context, running time.Duration) (line string, requests int64, err error) {
	stats, err := w.frontier.Stats(ctx)
	if err != nil {
		return "", 0, err
	}
	counts, err := w.desk.Counts(ctx)
	if err != nil {
		return "", 0, err
	}
	done := w.patrol.Progress()
	rate := float64(done.Requests) / max(running.Seconds(), 1)
	return fmt.Sprintf("pages %d  queue %d  findings %d  alerts %d  errors %d  %.1f requests/s",
		done.Pages, stats.Queued+stats.Leased, w.judge.found.Load(), counts.Total, done.Errors, rate), done.Requests, nil
}
