package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"ronda/alerts/access"
	"ronda/alerts/feed"
)

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

// decide returns what carries out what was decided on the page, as the same order of a command is.
func decide(k *custody) func(context.Context, feed.Decision) error {
	return func(ctx context.Context, d feed.Decision) error {
		carryOut := k.dismissPicture
		if d.Restore {
			carryOut = k.restorePicture
		}
		_, err := carryOut(ctx, order{Actor: d.Actor, Reason: d.Reason, Picture: d.Picture})
		return err
	}
}
