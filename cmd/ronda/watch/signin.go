package watch

import (
	"context"
	"errors"
	"fmt"
	"net"

	"ronda/alerts/access"
	"ronda/alerts/feed"
	"ronda/cmd/ronda/datafolder"
)

// signIn makes a link with which the order's actor signs in.
func (w *watch) signIn(ctx context.Context, o datafolder.Order) (r datafolder.Receipt, err error) {
	if w.cfg.Listen == "" {
		return r, errors.New("this instance shows no feed: it was started without an address to listen at")
	}
	err = datafolder.Recorded(ctx, w.custody.Access, access.Entry{Actor: o.Actor, Action: datafolder.ActionSignIn}, func() error {
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

// decide returns what carries out what was decided on the page, as the same order of a command is.
func decide(k *datafolder.Custody) func(context.Context, feed.Decision) error {
	return func(ctx context.Context, d feed.Decision) error {
		carryOut := k.DismissPicture
		if d.Restore {
			carryOut = k.RestorePicture
		}
		_, err := carryOut(ctx, datafolder.Order{Actor: d.Actor, Reason: d.Reason, Picture: d.Picture})
		return err
	}
}
