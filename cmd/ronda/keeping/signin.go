package keeping

import (
	"context"
	"errors"
	"fmt"

	"ronda/alerts/access"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// alertsSignIn prints a link with which somebody signs in to the feed of the running instance. Who may use the control socket, and so
// change what the instance keeps, says who else may on the page.
func alertsSignIn(ctx context.Context, c command.Console, args []string) error {
	flag := command.Flags(c, "alerts sign-in", "")
	data := flag.String("data", command.DefaultConfig().Data, "data folder")
	o := datafolder.Order{}
	flag.StringVar(&o.Actor, "actor", datafolder.Operator(), "who signs in: what they decide on the page is entered in the access log under this name")
	if rest, err := command.Parse(flag, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("sign-in takes no arguments; who signs in is named with -actor NAME")
	}
	if err := datafolder.HasLedger(*data); err != nil {
		return err
	}
	held, err := datafolder.Open(*data)
	if err == nil {
		return errors.Join(fmt.Errorf("no instance runs on %s: there is no feed to sign in to", *data), held.Close())
	}
	if !errors.Is(err, datafolder.ErrInUse) {
		return err
	}
	r, err := datafolder.AskInstance(ctx, *data, "/sign-in", o)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.Out, r.Link)
	_, err = fmt.Fprintf(c.Err, "Whoever opens this link within %d minutes decides as %s on the page. It is good once; behind a proxy, put its address in front.\n",
		int(access.InvitationTime.Minutes()), o.Actor)
	return err
}
