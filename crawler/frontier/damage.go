package frontier

import (
	"context"
	"errors"

	"ronda/crawler/frontier/store"
)

// giveUp marks a URL as failed whose row is not what was put in: it does not open, or belongs to another host.
func (f *Frontier) giveUp(ctx context.Context, h *host, k store.Key) error {
	err := f.change(ctx, func(b *batch) error {
		return b.finish(ctx, h, k, false, store.StateFailed, 0, "damaged")
	})
	if err == nil {
		f.damaged++
		f.show()
	}
	return err
}

// discount counts URLs as failed that a host is said to have queued and that cannot be found.
func (f *Frontier) discount(ctx context.Context, h *host) error {
	missing := h.queued
	err := f.change(ctx, func(b *batch) error {
		c := b.of(h)
		c.queued -= missing
		c.failed += missing
		return nil
	})
	if err == nil {
		f.damaged += missing
		f.show()
	}
	return err
}

// forget takes hosts out of the file whose rows are damaged, with their URLs, which nobody could ask for any more: what is
// found again is new.
func (f *Frontier) forget(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if err := f.store.Begin(ctx); err != nil {
		return err
	}
	err := f.store.ForgetHosts(ctx, ids)
	if err == nil {
		err = f.store.Commit(ctx)
	}
	if err != nil {
		return errors.Join(err, f.store.Rollback(ctx))
	}
	f.damaged += int64(len(ids))
	f.show()
	return nil
}
