package frontier

import (
	"context"
	"fmt"

	"ronda/crawler"
)

// State is what became of a URL. A leased URL is queued: leases are in memory only.
type State int

// The states of a URL.
const (
	StateQueued State = 0
	StateDone   State = 1
	StateFailed State = 2 // given up after Config.MaxAttempts, or damaged in the file
)

// String returns the state's word as in the metrics.
func (s State) String() string {
	switch s {
	case StateQueued:
		return "queued"
	case StateDone:
		return "done"
	case StateFailed:
		return "failed"
	}
	return "unknown"
}

// Known is what the frontier knows of a URL.
type Known struct {
	State    State
	Attempts int    // those that failed
	Status   int    // HTTP status, 0 when there was no answer
	Outcome  string // as in Result, or the reason of the last failed attempt; "" when there was none
}

// Lookup returns what became of a URL, in whatever form it is written, and false when it was never found.
func (f *Frontier) Lookup(ctx context.Context, url string) (Known, bool, error) {
	canonical, err := crawler.CanonicalURL(url)
	if err != nil {
		return Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return Known{}, false, errClosed
	}
	if err := ctx.Err(); err != nil {
		return Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	if err := f.mend(ctx); err != nil {
		return Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	known, ok, err := f.store.lookup(ctx, f.store.seal.url(canonical))
	if err != nil {
		return Known{}, false, fmt.Errorf("look up a URL: %w", f.failed(ctx, err))
	}
	return known, ok, nil
}
