package frontier

import (
	"context"
	"fmt"
	"time"

	"ronda/crawler"
	"ronda/crawler/frontier/store"
)

// Result is what became of a URL.
type Result struct {
	Status   int            // HTTP status, 0 when there was no answer
	Outcome  string         // a short fixed word, such as "fetched" or "robots"
	Links    []crawler.Link // found on the page; queued one level deeper unless known, out of scope or too deep
	Redirect string         // canonical target of a 3xx answer; queued at the same depth, up to five in a row
	Unasked  bool           // no request was made, so that the host's next turn need not wait
}

// Done ends a lease: in one transaction the links that are new are queued and the URL is marked done, for ever.
// After an error other than ErrLeaseLost nothing has changed and the lease is still held.
func (f *Frontier) Done(ctx context.Context, l Lease, r Result) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	held, err := f.holds(l)
	if err != nil {
		return fmt.Errorf("finish a URL: %w", err)
	}
	found := make([]candidate, 0, len(r.Links)+1)
	if r.Redirect != "" && held.Hops < maxHops {
		found = append(found, candidate{url: r.Redirect, depth: held.Depth, hops: held.Hops + 1})
	}
	if held.Depth < f.cfg.MaxDepth {
		for _, link := range r.Links {
			found = append(found, candidate{url: link.URL, depth: held.Depth + 1})
		}
	}
	if f.cfg.InScope != nil {
		kept := found[:0]
		for _, c := range found {
			if f.cfg.InScope(c.url, c.depth) {
				kept = append(kept, c)
			}
		}
		found = kept
	}
	err = f.change(ctx, func(b *batch) error {
		if err := b.add(ctx, found, f.cfg.HostLimit); err != nil {
			return err
		}
		return b.finish(ctx, held.host, held.key, held.doubt, store.StateDone, r.Status, r.Outcome)
	})
	if err != nil {
		return fmt.Errorf("finish a URL: %w", err)
	}
	f.end(held, held.lastRequest(r.Unasked, f.clock.now()))
	f.notifyIfEmpty()
	return nil
}

// Retry ends a lease whose URL could not be fetched this time. The URL is queued again after a wait that starts at eight
// delays and doubles with each attempt; after Config.MaxAttempts it is given up with outcome "failed". A positive after
// is the server's Retry-After: the whole host rests for that long, at most a day. Reason is a short fixed word.
func (f *Frontier) Retry(ctx context.Context, l Lease, reason string, after time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	held, err := f.holds(l)
	if err != nil {
		return fmt.Errorf("retry a URL: %w", err)
	}
	now := f.clock.now()
	attempts := held.Attempts + 1
	blocked := held.host.blocked
	if after > 0 {
		blocked = later(blocked, now.Add(min(after, maxPause)))
	}
	err = f.change(ctx, func(b *batch) error {
		if after > 0 {
			if err := f.store.SetBlock(ctx, held.host.id, blocked, reason); err != nil {
				return err
			}
		}
		if attempts >= f.cfg.MaxAttempts {
			return b.finish(ctx, held.host, held.key, held.doubt, store.StateFailed, 0, "failed")
		}
		requeued, err := f.store.Requeue(ctx, held.key, attempts, now.Add(f.backoff(held.host, attempts)), reason)
		return wantChanged(requeued || held.doubt, err)
	})
	if err != nil {
		return fmt.Errorf("retry a URL: %w", err)
	}
	held.host.blocked = blocked
	f.end(held, now)
	f.notifyIfEmpty()
	return nil
}

// backoff grows with the host's delay, so that a host which is asked rarely is not hurried, and a quick test stays quick.
func (f *Frontier) backoff(h *host, attempts int) time.Duration {
	d := max(8*h.delay, 100*time.Millisecond)
	for range attempts - 1 {
		if d = 2 * d; d >= maxBackoff {
			return maxBackoff
		}
	}
	return min(d, maxBackoff)
}

// Release ends a lease without a result: the URL is queued as if it had not been leased. For shutdown.
func (f *Frontier) Release(ctx context.Context, l Lease) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("release a lease: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	held, err := f.holds(l)
	if err != nil {
		return fmt.Errorf("release a lease: %w", err)
	}
	f.end(held, f.clock.now())
	return nil
}

// holds returns the lease's entry in the books.
func (f *Frontier) holds(l Lease) (*held, error) {
	if f.closed {
		return nil, errClosed
	}
	held, ok := f.leases[l.ID]
	if !ok {
		return nil, ErrLeaseLost
	}
	return held, nil
}

func (f *Frontier) notifyIfEmpty() {
	if f.counts.queued == 0 {
		f.notify()
	}
}
