package main

import (
	"context"
	"errors"
	"fmt"

	"ronda/alerts/access"
)

// alertsSignIn prints a link with which somebody signs in to the feed of the running instance. Who may use the control socket, and so
// change what the instance keeps, says who else may on the page.
func alertsSignIn(ctx context.Context, c console, args []string) error {
	flag := flags(c, "alerts sign-in", "")
	data := flag.String("data", defaultConfig().Data, "data folder")
	o := order{}
	flag.StringVar(&o.Actor, "actor", operator(), "who signs in: what they decide on the page is entered in the access log under this name")
	if rest, err := parse(flag, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("sign-in takes no arguments; who signs in is named with -actor NAME")
	}
	if err := hasLedger(*data); err != nil {
		return err
	}
	held, err := openDataFolder(*data)
	if err == nil {
		return errors.Join(fmt.Errorf("no instance runs on %s: there is no feed to sign in to", *data), held.Close())
	}
	if !errors.Is(err, errFolderInUse) {
		return err
	}
	r, err := askInstance(ctx, *data, "/sign-in", o)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, r.Link)
	_, err = fmt.Fprintf(c.err, "Whoever opens this link within %d minutes decides as %s on the page. It is good once; behind a proxy, put its address in front.\n",
		int(access.InvitationTime.Minutes()), o.Actor)
	return err
}
