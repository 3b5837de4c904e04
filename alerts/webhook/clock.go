package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Times in the queue are those of the wall clock, because they must mean something to the next process. A clock that is
// set while we run is told from one that only counts on, and the times move with it: no pause becomes longer or shorter.
// Of a clock that was set between two processes nobody knows by how much; a time is then at most as far away as the
// schedule allows from now.

// clock is one instant on both clocks.
type clock struct{ wall, counted time.Time }

func (s *Sender) clock() clock { return clock{s.now().Round(0), time.Now()} }

// maxDrift is below every pause of the schedule.
const maxDrift = 3 * time.Second

// set returns by how much the wall clock was set between c and now, 0 for no more than it drifts.
func (c clock) set(now clock) time.Duration {
	drift := now.wall.Sub(c.wall) - now.counted.Sub(c.counted)
	if drift.Abs() < maxDrift {
		return 0
	}
	return drift
}

// shift moves the times of what waits for an endpoint.
func (q *queue) shift(ctx context.Context, endpoint string, by time.Duration) error {
	err := q.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE delivery SET next_at = next_at + ?1 WHERE endpoint = ?2 AND state = 'pending'`,
			by.Milliseconds(), endpoint)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE endpoint SET hold_until = hold_until + ?1 WHERE name = ?2 AND hold_until > 0`,
			by.Milliseconds(), endpoint)
		return err
	})
	if err != nil {
		return fmt.Errorf("follow the clock: %w", err)
	}
	return nil
}

// bound brings the times of what waits for an endpoint within what schedule and Retry-After allow from now.
func (q *queue) bound(ctx context.Context, endpoint string, now time.Time) error {
	err := q.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE endpoint SET hold_until = ?1 WHERE name = ?2 AND hold_until > ?1`,
			now.Add(maxHold).UnixMilli(), endpoint)
		if err != nil {
			return err
		}
		var hold int64
		if err := tx.QueryRowContext(ctx, `SELECT hold_until FROM endpoint WHERE name = ?`, endpoint).Scan(&hold); err != nil {
			return err
		}
		pauses := append([]time.Duration{0}, schedule()...) // before the first attempt there is none
		for failed, pause := range pauses {
			latest := max(now.Add(pause+pause/10).UnixMilli(), hold)
			_, err := tx.ExecContext(ctx, `UPDATE delivery SET next_at = ?1
				WHERE endpoint = ?2 AND state = 'pending' AND attempts = ?3 AND next_at > ?1`, latest, endpoint, failed)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("bound the pauses: %w", err)
	}
	return nil
}
