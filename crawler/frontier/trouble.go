package frontier

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"ronda/dbfile"
)

const moveAway = "move it away together with its -wal and -shm files; the seeds are then crawled again, and known listings stay one alert each"

// errMoveAway tells what helps when the file is damaged.
var errMoveAway = errors.New(moveAway)

// explain names the file in an error of its storage and says what to do about it.
func explain(path string, err error) error {
	code := dbfile.Code(err)
	switch code & 0xff {
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("%w; if its disk can be written then the file is damaged: %s", dbfile.Explain(err, path, errMoveAway), moveAway)
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE: // what is written here breaks no rule of a sound file
		err = fmt.Errorf("%w (SQLite error %d)", dbfile.ErrDamaged, code)
	}
	if err = dbfile.Explain(err, path, errMoveAway); !strings.Contains(err.Error(), path) {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return err
}

// failed cleans up after a statement that failed, so that the next one starts afresh, and returns the error for people.
func (f *Frontier) failed(ctx context.Context, err error) error {
	// SQLite rolls back by itself after some errors; then there is nothing left to roll back, which is an error as well.
	_ = f.store.rollback(ctx)
	f.broken = f.broken || !f.store.idle(ctx)
	return explain(f.path, err)
}

// mend makes up for a failure before: it opens the file anew if its connection was lost, and brings the memory in line
// with the file.
func (f *Frontier) mend(ctx context.Context) error {
	if f.broken {
		if err := f.reopen(ctx); err != nil {
			return explain(f.path, err)
		}
		f.broken, f.stale = false, true
	}
	if f.stale {
		if err := f.load(ctx); err != nil {
			return f.failed(ctx, err)
		}
		f.stale = false
	}
	return nil
}

func (f *Frontier) reopen(ctx context.Context) error {
	_ = f.store.close() // it has failed before
	if _, err := os.Stat(f.path); err != nil {
		return fmt.Errorf("the frontier's file is gone; start ronda again to begin a new one: %w", err)
	}
	s, err := openStore(ctx, f.path, keyring{present: f.store.seal}, f.clock.now(), f.cfg.Step)
	if err != nil {
		return dbfile.AtOpening(err)
	}
	f.store = s
	return nil
}

// roomSize is how much room on the disk a Check asks for. A transaction that found none has used it up before.
const roomSize = 1 << 20

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
	if err := room(f.path + "-room"); err != nil {
		return fmt.Errorf("check the frontier: no room on its disk: %w", err)
	}
	if err := f.store.sync(ctx, true); err != nil {
		return fmt.Errorf("check the frontier: %w", f.failed(ctx, err))
	}
	err := f.change(ctx, func(b *batch) error { return f.store.keepTime(ctx, b.now) })
	if slow := f.store.sync(ctx, false); err == nil && slow != nil {
		err = f.failed(ctx, slow)
	}
	if err != nil {
		return fmt.Errorf("check the frontier: %w", err)
	}
	return nil
}

// room fails when the disk has no room for a file of roomSize with the given name. The file goes with the process.
func room(name string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = os.Remove(name)
	if err == nil {
		_, err = file.Write(make([]byte, roomSize))
	}
	return errors.Join(err, file.Close())
}
