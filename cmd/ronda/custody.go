package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"os"

	"ronda/alerts"
	"ronda/alerts/access"
	"ronda/alerts/evidence"
)

// Actions of the access log.
const (
	actionErase   = "case.erase"
	actionHold    = "case.hold"
	actionRelease = "case.release"
	actionPurge   = "purge"
	actionOpen    = "evidence.open"
	actionServe   = "evidence.serve"
	actionRestore = "restore"
	actionFailed  = " failed" // after the action, when it was not carried out
)

// custody is what an instance keeps of its findings, and who had to do with it. The access entry of everything that it
// carries out is on disk before. It is safe for concurrent use.
type custody struct {
	desk   *alerts.Desk
	access *access.Log
	keep   alerts.Retention

	closers []func() error
}

// openCustody opens the ledger, the vault and the access log of a folder that no instance runs on.
func openCustody(ctx context.Context, folder string, keep alerts.Retention) (_ *custody, err error) {
	k := &custody{keep: keep}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.Close())
		}
	}()
	if k.access, err = access.Open(ctx, filepath.Join(folder, accessFile)); err != nil {
		return nil, err
	}
	k.closers = append(k.closers, k.access.Close)
	vault, err := evidence.OpenReader(filepath.Join(folder, evidenceFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if k.desk, err = alerts.Open(ctx, filepath.Join(folder, ledgerFile), alerts.Config{Mask: mask, Vault: vault, Step: trialStep()}); err != nil {
		return nil, err
	}
	k.closers = append(k.closers, k.desk.Close)
	return k, nil
}

// Close closes what openCustody opened.
func (k *custody) Close() error {
	var errs []error
	for i := len(k.closers) - 1; i >= 0; i-- {
		errs = append(errs, k.closers[i]())
	}
	return errors.Join(errs...)
}

// order is something to be carried out, as it goes over the control socket.
type order struct {
	Actor  string `json:"actor"`
	Reason string `json:"reason,omitempty"`
	Case   string `json:"case,omitempty"`
	// Of a purge: how long to keep instead of what the instance is configured for, and whether to only count.
	Keep   *alerts.Retention `json:"keep,omitempty"`
	DryRun bool              `json:"dry_run,omitempty"`
}

// receipt is what became of an order. The numbers are of alerts, events whose body was erased, and sealed originals.
type receipt struct {
	Case      string `json:"case,omitempty"`
	Alerts    int64  `json:"alerts"`
	Events    int64  `json:"events"`
	Originals int64  `json:"originals"`
	Bytes     int64  `json:"bytes"`
	Held      int64  `json:"held"` // alerts that a legal hold kept
	DryRun    bool   `json:"dry_run,omitempty"`
}

// record writes the access entry, carries out do, and writes another entry when that failed. Without the first entry
// nothing is done.
func (k *custody) record(ctx context.Context, action, object string, o *order, do func() error) error {
	return recorded(ctx, k.access, access.Entry{Actor: o.Actor, Action: action, Object: object, Reason: mask(o.Reason)}, do)
}

func recorded(ctx context.Context, log *access.Log, entry access.Entry, do func() error) error {
	if _, err := log.Append(ctx, entry); err != nil {
		return fmt.Errorf("nothing was done, because the access log cannot be written: %w", err)
	}
	err := do()
	if err != nil {
		entry.Action, entry.Reason = entry.Action+actionFailed, ""
		_, logged := log.Append(context.WithoutCancel(ctx), entry)
		err = errors.Join(err, logged)
	}
	return err
}

// erase erases one case for good. It fails with alerts.ErrHeld under a legal hold.
func (k *custody) erase(ctx context.Context, o order) (r receipt, err error) {
	err = k.record(ctx, actionErase, o.Case, &o, func() error {
		erased, err := k.desk.Erase(ctx, alerts.EraseRequest{CaseID: o.Case, Reason: mask(o.Reason), Actor: o.Actor})
		r = receipt{Case: o.Case, Alerts: int64(erased.Alerts), Events: int64(erased.Events), Originals: int64(erased.Originals)}
		return err
	})
	return r, err
}

// hold keeps a case from being erased or purged.
func (k *custody) hold(ctx context.Context, o order) (receipt, error) {
	return receipt{Case: o.Case}, k.record(ctx, actionHold, o.Case, &o, func() error { return k.desk.Hold(ctx, o.Case, mask(o.Reason)) })
}

// release ends a hold.
func (k *custody) release(ctx context.Context, o order) (receipt, error) {
	return receipt{Case: o.Case}, k.record(ctx, actionRelease, o.Case, &o, func() error { return k.desk.ReleaseHold(ctx, o.Case) })
}

// purge erases what has been kept long enough. Where there is nothing to erase it leaves no entry.
func (k *custody) purge(ctx context.Context, o order) (r receipt, err error) {
	keep := k.keep
	if o.Keep != nil {
		keep = *o.Keep
	}
	now := time.Now()
	count := func(dry bool) error {
		p, err := k.desk.Purge(ctx, keep, now, dry)
		r = receipt{Alerts: int64(p.Alerts), Originals: int64(p.Originals), Held: int64(p.Held), DryRun: dry}
		return err
	}
	if err := count(true); err != nil || o.DryRun || r.Alerts+r.Originals == 0 {
		r.DryRun = o.DryRun
		return r, err
	}
	err = k.record(ctx, actionPurge, "", &o, func() error { return count(false) })
	return r, err
}

// retain purges at once and then every day, until ctx is done. A purge that fails is tried again the next day; failed is
// told of it.
func (k *custody) retain(ctx context.Context, done func(receipt), failed func(error)) {
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		r, err := k.purge(ctx, order{Actor: "ronda", Reason: "retention"})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			failed(err)
		default:
			done(r)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// operator names the user of this process for the access log.
func operator() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}
