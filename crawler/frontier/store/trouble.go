package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

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

// Explain names the file in an error of its storage and says what to do about it.
func (s *Store) Explain(err error) error { return explain(s.path, err) }

// Reopen opens the file anew whose connection was lost; the store of before is closed. The error is explained.
func (s *Store) Reopen(ctx context.Context, now time.Time) (*Store, error) {
	_ = s.Close() // it has failed before
	if _, err := os.Stat(s.path); err != nil {
		return nil, s.Explain(fmt.Errorf("the frontier's file is gone; start ronda again to begin a new one: %w", err))
	}
	anew, err := open(ctx, s.path, keyring{present: s.seal}, now, s.step)
	if err != nil {
		return nil, s.Explain(dbfile.AtOpening(err))
	}
	return anew, nil
}

// roomSize is how much room on the disk Room asks for. A transaction that found none has used it up before.
const roomSize = 1 << 20

// Room fails when the disk has no room left for what a few transactions need.
func (s *Store) Room() error { return room(s.path + "-room") }

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
