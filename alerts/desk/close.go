package desk

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"ronda/alerts"
	"ronda/alerts/ledger"
)

// ClosedError means that an alert was closed before: nothing was written.
type ClosedError struct{ State alerts.State }

func (e ClosedError) Error() string {
	return fmt.Sprintf("the alert is closed already: it is %s", e.State)
}

// Resolve closes an alert because its listing is gone. An alert that is not open stays as it is, and the error is a
// ClosedError. A later sighting of the listing opens it again with an updated event.
func (d *Desk) Resolve(ctx context.Context, alertID string) error {
	return d.closeAlert(ctx, alertID, alerts.TypeResolved, alerts.StateTakenDown)
}

// Retract closes an alert because it was a mistake. An alert that is not open stays as it is, and the error is a ClosedError.
// It opens again only when the listing changes in something that matters.
func (d *Desk) Retract(ctx context.Context, alertID string) error {
	return d.closeAlert(ctx, alertID, alerts.TypeRetracted, alerts.StateDismissed)
}

func (d *Desk) closeAlert(ctx context.Context, alertID, typ string, state alerts.State) error {
	var a ledger.Alert
	err := d.writer.Write(ctx, func(tx *sql.Tx) (err error) {
		if a, err = ledger.Current(ctx, tx, alertID); err != nil {
			return err
		}
		if !a.State.Open() {
			return ClosedError{a.State}
		}
		a.State = state
		a.Sequence++
		return d.appendEvent(ctx, tx, &a, typ, time.Now())
	})
	if err != nil {
		return fmt.Errorf("close alert %s: %w", alertID, err)
	}
	d.metrics.closed(a.Kind, typ)
	d.writer.Wake()
	return nil
}
