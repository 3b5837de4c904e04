package frontier

import (
	"context"
	"hash/maphash"
	"time"

	"ronda/crawler/frontier/store"
	"ronda/dbfile"
)

// recent remembers URLs that are surely in the file, each in the one slot that its hash names. Most links of a page stand
// on its neighbours too, and asking the file about a known one costs a hundred times as much. The hash is seeded anew in
// each process and has 64 bits: that an unknown URL is taken for a known one is not to be expected in a million years.
type recent struct {
	seed  maphash.Seed
	slots [1 << 16]uint64
}

func newRecent() *recent { return &recent{seed: maphash.MakeSeed()} }

func (r *recent) hash(canonical string) uint64 { return maphash.String(r.seed, canonical) }

func (r *recent) slot(hash uint64) *uint64 { return &r.slots[hash%uint64(len(r.slots))] }

// candidate is a URL that may be new.
type candidate struct {
	url         string
	depth, hops int
}

// batch collects what one transaction changes, so that the memory follows only after the commit.
type batch struct {
	f       *Frontier
	now     time.Time
	changes map[*host]*hostChange
	known   []uint64 // hashes of URLs that are in the file after the commit
}

type hostChange struct {
	id                   int64 // row made in this transaction, 0 if the host had one
	queued, done, failed int64
}

// change runs one transaction and brings the memory up to date with it. It does not break off when the context ends: the
// statements are short, and a transaction that is cut at its commit would leave memory and file in doubt.
func (f *Frontier) change(ctx context.Context, do func(b *batch) error) error {
	if f.closed {
		return errClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := f.mend(ctx); err != nil {
		return err
	}
	b := &batch{f: f, now: f.clock.now(), changes: make(map[*host]*hostChange)}
	if err := f.store.Begin(ctx); err != nil {
		return f.failed(ctx, err)
	}
	err := do(b)
	if err == nil {
		err = b.count(ctx)
	}
	keep := b.now.Sub(f.kept) >= keepEvery
	if err == nil && keep {
		err = f.store.KeepTime(ctx, b.now)
	}
	if err == nil {
		f.cfg.Step("frontier.uncommitted")
		if err = f.store.Commit(ctx); err != nil {
			f.stale = true // nobody can tell whether it is in the file
			for _, l := range f.leases {
				l.doubt = true
			}
		}
	}
	if err != nil {
		return f.failed(ctx, err)
	}
	f.cfg.Step("frontier.committed")
	if keep {
		f.kept = b.now
	}
	b.apply()
	return nil
}

func (b *batch) of(h *host) *hostChange {
	c, ok := b.changes[h]
	if !ok {
		c = &hostChange{}
		b.changes[h] = c
	}
	return c
}

// hostID returns the host's row and makes it if there is none.
func (b *batch) hostID(ctx context.Context, h *host) (int64, error) {
	if h.id != 0 {
		return h.id, nil
	}
	c := b.of(h)
	if c.id == 0 {
		id, err := b.f.store.AddHost(ctx, h.name)
		if err != nil {
			return 0, err
		}
		c.id = id
	}
	return c.id, nil
}

// add queues the URLs that are not known. With a positive limit, a host that keeps so many URLs takes no more.
func (b *batch) add(ctx context.Context, found []candidate, limit int) error {
	for _, c := range found {
		name, hash := hostOf(c.url), b.f.recent.hash(c.url)
		if name == "" || *b.f.recent.slot(hash) == hash {
			continue
		}
		h := b.f.host(name)
		change := b.of(h)
		if limit > 0 && h.total+change.queued >= int64(limit) {
			continue
		}
		id, err := b.hostID(ctx, h)
		if err != nil {
			return err
		}
		added, err := b.f.store.AddURL(ctx, id, c.url, c.depth, c.hops, b.now)
		if err != nil {
			return err
		}
		if added {
			change.queued++
		}
		b.known = append(b.known, hash)
	}
	return nil
}

// finish marks a queued URL of a host as done or failed. With doubt it may have been marked before.
func (b *batch) finish(ctx context.Context, h *host, k store.Key, doubt bool, s store.State, status int, outcome string) error {
	finished, err := b.f.store.Finish(ctx, k, s, status, outcome)
	if err != nil || !finished {
		return wantChanged(finished || doubt, err)
	}
	c := b.of(h)
	c.queued--
	if s == store.StateFailed {
		c.failed++
	} else {
		c.done++
	}
	return nil
}

// wantChanged makes an error of a URL that cannot be changed although it is queued. A damaged file may hand out a row that
// it does not find again; it would do so for ever.
func wantChanged(changed bool, err error) error {
	if err == nil && !changed {
		return dbfile.ErrDamaged
	}
	return err
}

// count writes the changed totals of the hosts.
func (b *batch) count(ctx context.Context) error {
	for h, c := range b.changes {
		if c.queued == 0 && c.done == 0 && c.failed == 0 {
			continue
		}
		if err := b.f.store.Count(ctx, max(h.id, c.id), c.queued, c.done, c.failed); err != nil {
			return err
		}
	}
	return nil
}

// apply brings the memory up to date after the commit.
func (b *batch) apply() {
	for _, hash := range b.known {
		*b.f.recent.slot(hash) = hash
	}
	totals := &b.f.counts
	for h, c := range b.changes {
		if c.id != 0 {
			h.id = c.id
			totals.hosts++
		}
		totals.queued += c.queued
		totals.done += c.done
		totals.failed += c.failed
		h.total += c.queued + c.done + c.failed
		h.queued += c.queued
		if c.queued > 0 && (h.index < 0 || h.wait.After(b.now)) {
			h.wait = b.now
		}
		b.f.settle(h)
	}
	b.f.show()
}
