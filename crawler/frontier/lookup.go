package frontier

import (
	"context"
	"fmt"

	"ronda/crawler"
	"ronda/crawler/frontier/store"
)

// Lookup returns what became of a URL, in whatever form it is written, and false when it was never found.
func (f *Frontier) Lookup(ctx context.Context, url string) (store.Known, bool, error) {
	canonical, err := crawler.CanonicalURL(url)
	if err != nil {
		return store.Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return store.Known{}, false, errClosed
	}
	if err := ctx.Err(); err != nil {
		return store.Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	if err := f.mend(ctx); err != nil {
		return store.Known{}, false, fmt.Errorf("look up a URL: %w", err)
	}
	known, ok, err := f.store.Lookup(ctx, canonical)
	if err != nil {
		return store.Known{}, false, fmt.Errorf("look up a URL: %w", f.failed(ctx, err))
	}
	return known, ok, nil
}
