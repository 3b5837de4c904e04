package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"ronda/alerts/access"
	"ronda/alerts/feed"
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
	if _, err := os.Stat(filepath.Join(*data, ledgerFile)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no ledger in %s: name the data folder of a demo or run with -data", *data)
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

// signIn makes a link with which the order's actor signs in.
func (w *watch) signIn(ctx context.Context, o order) (r receipt, err error) {
	if w.cfg.Listen == "" {
		return r, errors.New("this instance shows no feed: it was started without an address to listen at")
	}
	err = recorded(ctx, w.custody.access, access.Entry{Actor: o.Actor, Action: actionSignIn}, func() error {
		r.Link = "http://" + reachable(w.listener.Addr()) + "/sign-in/" + w.sessions.Invite(o.Actor)
		return nil
	})
	return r, err
}

// reachable is an address at which a listener is reached from this machine.
func reachable(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return a.String()
}

// decide carries out what was decided on the page, as the same order of a command is.
func (k *custody) decide(ctx context.Context, d feed.Decision) error {
	o := order{Actor: d.Actor, Reason: d.Reason, Picture: d.Picture}
	carryOut := k.dismissPicture
	if d.Restore {
		carryOut = k.restorePicture
	}
	_, err := carryOut(ctx, o)
	return err
}
