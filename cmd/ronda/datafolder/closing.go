package datafolder

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ronda/alerts"
	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
)

// closings are the ways to close an alert by hand, by the command's word.
var closings = map[string]struct {
	done, told string
	state      alerts.State
	action     string
}{
	"retract": {"retracted", "to undo what followed from it", alerts.StateDismissed, actionRetract},
	"resolve": {"resolved", "that the listing is gone", alerts.StateTakenDown, actionResolve},
}

// ClosingWords say of retract or resolve what an alert is after it, and what its receivers are told.
func ClosingWords(what string) (done, told string) { return closings[what].done, closings[what].told }

// retract closes an alert that was a mistake.
func (k *Custody) retract(ctx context.Context, o Order) (Receipt, error) {
	return k.closeAlert(ctx, "retract", &o, k.Desk.Retract)
}

// resolve closes an alert whose listing is gone.
func (k *Custody) resolve(ctx context.Context, o Order) (Receipt, error) {
	return k.closeAlert(ctx, "resolve", &o, k.Desk.Resolve)
}

// closeAlert does nothing but say so where the alert was closed in this way before. The reason goes into the access log and
// nowhere else: no receiver gets it.
func (k *Custody) closeAlert(ctx context.Context, what string, o *Order, do func(ctx context.Context, id string) error) (r Receipt, err error) {
	id, err := uuid.Parse(o.Alert)
	if err != nil { // it is not quoted, nor entered: it may be anything, a number for instance
		return r, errors.New("this is no id of an alert: ronda alerts list shows it")
	}
	r.Alert = id.String()
	entry := access.Entry{Actor: o.Actor, Action: closings[what].action, Object: r.Alert, Reason: command.Hide(o.Reason)}
	err = Recorded(ctx, k.Access, entry, func() error {
		err := do(ctx, r.Alert)
		if closed, ok := errors.AsType[desk.ClosedError](err); ok {
			if r.Before = closed.State == closings[what].state; r.Before {
				return nil
			}
			return closedOtherwise(what, closed.State)
		}
		if errors.Is(err, ledger.ErrNotFound) {
			return fmt.Errorf("this folder has no alert of this id, or it was erased; ronda alerts list shows those that there are (%w)", ledger.ErrNotFound)
		}
		return err
	})
	return r, err
}

// closedOtherwise says what to do about an alert that was closed in the other way.
func closedOtherwise(what string, state alerts.State) error {
	for _, was := range closings {
		if was.state == state {
			return fmt.Errorf("this alert is closed: it was %s before, and its receivers were told %s; it opens again by itself when its listing is seen again%s, and only then can you %s it",
				was.done, was.told, map[bool]string{true: " with something else in it"}[state == alerts.StateDismissed], what)
		}
	}
	return fmt.Errorf("this alert is closed: its state is %s", state)
}
