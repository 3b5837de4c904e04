package frontier

import (
	"context"
	"fmt"
)

// failed cleans up after a statement that failed, so that the next one starts afresh, and returns the error for people.
func (f *Frontier) failed(ctx context.Context, err error) error {
	// SQLite rolls back by itself after some errors; then there is nothing left to roll back, which is an error as well.
	_ = f.store.Rollback(ctx)
	f.broken = f.broken || !f.store.Idle(ctx)
	return f.store.Explain(err)
}

// mend makes up for a failure before: it opens the file anew if its connection was lost, and brings the memory in line
// with the file.
func (f *Frontier) mend(ctx context.Context) error {
	if f.broken {
		s, err := f.store.Reopen(ctx, f.clock.now())
		if err != nil {
			return err
		}
		f.store, f.broken, f.stale = s, false, true
	}
	if f.stale {
		if err := f.load(ctx); err != nil {
			return f.failed(ctx, err)
		}
		f.stale = false
	}
	return nil
}

// Check proves that the frontier can be written now: there is room on the disk, and a transaction reaches it and is
// synced. It leaves nothing behind. The error says what to do where that can be known.
func (f *Frontier) Check(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errClosed
	}
	if err := f.mend(ctx); err != nil {
		return fmt.Errorf("check the frontier: %w", err)
	}
	if err := f.store.Room(); err != nil {
		return fmt.Errorf("check the frontier: no room on its disk: %w", err)
	}
	if err := f.store.Sync(ctx, true); err != nil {
		return fmt.Errorf("check the frontier: %w", f.failed(ctx, err))
	}
	err := f.change(ctx, func(b *batch) error { return f.store.KeepTime(ctx, b.now) })
	if slow := f.store.Sync(ctx, false); err == nil && slow != nil {
		err = f.failed(ctx, slow)
	}
	if err != nil {
		return fmt.Errorf("check the frontier: %w", err)
	}
	return nil
}
