package keeping

import (
	"context"
	"fmt"

	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// alertsClose retracts an alert or says that its listing is gone, in the running instance or here where none runs.
func alertsClose(what string) func(context.Context, command.Console, []string) error {
	return func(ctx context.Context, c command.Console, args []string) error {
		return closeAlert(ctx, c, what, args)
	}
}

func closeAlert(ctx context.Context, c command.Console, what string, args []string) error {
	o, alert, data, err := datafolder.ReadOrder(c, "alerts", what, "ALERT",
		"the id of one alert: it ends the address of its page, and ronda alerts list shows it", args)
	if err != nil {
		return err
	}
	o.Alert = alert
	r, live, err := datafolder.CarryOut(ctx, data, "/"+what, o)
	if err != nil {
		return err
	}
	done, told := datafolder.ClosingWords(what)
	if r.Before {
		_, err = fmt.Fprintf(c.Out, "alert %s was %s before: nothing is sent again\n", r.Alert, done)
		return err
	}
	sent := "Every receiver that was sent the alert"
	if !live {
		sent = "No instance runs on " + data + ": with the next ronda run every receiver that was sent the alert"
	}
	_, err = fmt.Fprintf(c.Out, "alert %s is %s. %s is told %s.\n", r.Alert, done, sent, told)
	return err
}
