package alerts

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// State is how far an alert's handling has come.
type State string

// States of an alert.
const (
	StateOpen      State = "open"       // raised, nobody has judged it yet
	StateConfirmed State = "confirmed"  // an analyst agrees
	StateReported  State = "reported"   // the platform was told
	StateTakenDown State = "taken_down" // the listing is gone
	StateDismissed State = "dismissed"  // the alert was a mistake
)

// Open reports whether somebody still has to act on an alert in state s.
func (s State) Open() bool { return s == StateOpen || s == StateConfirmed || s == StateReported }

// ClosedError means that an alert was closed before: nothing was written.
type ClosedError struct{ State State }

func (e ClosedError) Error() string {
	return fmt.Sprintf("the alert is closed already: it is %s", e.State)
}

// Resolve closes an alert because its listing is gone. An alert that is not open stays as it is, and the error is a
// ClosedError. A later sighting of the listing opens it again with an updated event.
func (d *Desk) Resolve(ctx context.Context, alertID string) error {
	return d.closeAlert(ctx, alertID, TypeResolved, StateTakenDown)
}

// Retract closes an alert because it was a mistake. An alert that is not open stays as it is, and the error is a ClosedError.
// It opens again only when the listing changes in something that matters.
func (d *Desk) Retract(ctx context.Context, alertID string) error {
	return d.closeAlert(ctx, alertID, TypeRetracted, StateDismissed)
}

func (d *Desk) closeAlert(ctx context.Context, alertID, typ string, state State) error {
	var a Alert
	err := d.write(ctx, func(tx *sql.Tx) (err error) {
		if a, err = getAlert(ctx, tx, alertID); err != nil {
			return err
		}
		if !a.State.Open() {
			return ClosedError{a.State}
		}
		a.State = state
		a.Sequence++
		now := time.Now()
		if _, err := d.appendEvent(ctx, tx, &a, typ, now); err != nil {
			return err
		}
		return save(ctx, tx, &a, now)
	})
	if err != nil {
		return fmt.Errorf("close alert %s: %w", alertID, err)
	}
	d.metrics.closed(a.Kind, typ)
	d.wake()
	return nil
}
