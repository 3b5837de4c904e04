package datafolder

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/evidence"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
)

// Actions of the access log. Those about rules stand with the rules.
const (
	ActionErase          = "case.erase"
	actionHold           = "case.hold"
	actionRelease        = "case.release"
	actionPurge          = "purge"
	ActionCasePurge      = "case.purge" // a case that a purge erases whole
	ActionOpen           = "evidence.open"
	ActionServe          = "evidence.serve"
	ActionRestore        = "restore"
	actionDismissPicture = "picture.dismiss"
	actionRestorePicture = "picture.restore"
	actionRetract        = "alert.retract"
	actionResolve        = "alert.resolve"
	ActionSignIn         = "feed.sign-in" // a link was made with which somebody signs in
	actionFailed         = " failed"      // after the action, when it was not carried out
)

// Custody is what an instance keeps of its findings, and who had to do with it. The access entry of everything that it
// carries out is on disk before. It is safe for concurrent use.
type Custody struct {
	Desk   *desk.Desk
	Access *access.Log
	Keep   desk.Retention // of a purge that names none

	closers []func() error
}

// OpenVault opens the folder of sealed originals: for sealing where recipients are named, for removing what was sealed
// before where they are not, and not at all (nil) where nothing ever was.
func OpenVault(dir string, recipients *evidence.Recipients, step func(string)) (*evidence.Vault, error) {
	if recipients != nil {
		return evidence.OpenVault(dir, recipients, evidence.VaultConfig{Software: "ronda/" + command.Release, Step: step})
	}
	vault, err := evidence.OpenReader(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return vault, err
}

// OpenCustody opens the ledger, the vault and the access log of a folder that no instance runs on; keep is what a purge keeps that names
// no time. The caller holds the folder's lock, and closes what is returned.
func OpenCustody(ctx context.Context, folder string, keep desk.Retention) (_ *Custody, err error) {
	k := &Custody{Keep: keep}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.Close())
		}
	}()
	if k.Access, err = access.Open(ctx, filepath.Join(folder, AccessFile)); err != nil {
		return nil, err
	}
	k.closers = append(k.closers, k.Access.Close)
	vault, err := OpenVault(filepath.Join(folder, EvidenceFolder), nil, nil)
	if err != nil {
		return nil, err
	}
	cfg := desk.Config{Mask: command.MaskPage, Vault: vault, Step: command.TrialStep()}
	keys, err := (&Folder{Path: folder}).presentDataKeys()
	if err != nil {
		return nil, err
	}
	if len(keys) > 0 { // without one everything can be held and erased still
		cfg.Key, cfg.FormerKeys = keys[0], keys[1:]
	}
	if k.Desk, err = desk.Open(ctx, filepath.Join(folder, LedgerFile), cfg); err != nil {
		return nil, err
	}
	k.closers = append(k.closers, k.Desk.Close)
	return k, nil
}

// Close closes what OpenCustody opened; of a Custody that was put together otherwise it closes nothing.
func (k *Custody) Close() error {
	var errs []error
	for i := len(k.closers) - 1; i >= 0; i-- {
		errs = append(errs, k.closers[i]())
	}
	return errors.Join(errs...)
}

// Order is something to be carried out, as it goes over the control socket; the path that it goes to says what.
type Order struct {
	Actor  string `json:"actor"`
	Reason string `json:"reason,omitempty"`
	Case   string `json:"case,omitempty"`
	Alert  string `json:"alert,omitempty"`
	Rule   string `json:"rule,omitempty"`
	// Number of a picture.
	Picture int64 `json:"picture,omitempty"`
	// Of a purge: how long to keep instead of what the instance is configured for, and whether to only count.
	Keep   *desk.Retention `json:"keep,omitempty"`
	DryRun bool            `json:"dry_run,omitempty"`
}

// Flags adds the flags of who orders it, and why.
func (o *Order) Flags(fs *flag.FlagSet) {
	fs.StringVar(&o.Actor, "actor", Operator(), "who orders it, for the access log")
	fs.StringVar(&o.Reason, "reason", "", "why, for the access log")
}

// ReadOrder reads the command line of an order about one thing: who orders it and why, the thing, and the data folder. takes says
// what thing, and where it is shown. group and what are the words of the command; a wrong call is a command.UsageError.
func ReadOrder(c command.Console, group, what, argument, takes string, args []string) (o Order, target, data string, err error) {
	fs := command.Flags(c, group+" "+what, argument)
	fs.StringVar(&data, "data", command.DefaultConfig().Data, "data folder")
	o.Flags(fs)
	rest, err := command.ParseAround(fs, args)
	switch {
	case err != nil:
		return o, "", "", err
	case len(rest) != 1:
		return o, "", "", command.Usagef("%s takes %s", what, takes)
	case o.Reason == "":
		return o, "", "", command.Usagef("%s needs -reason TEXT: it goes into the access log", what)
	}
	return o, rest[0], data, nil
}

// Receipt is what became of an order. The numbers are of alerts, events whose body was erased, redacted captures, sealed
// originals and their bytes.
type Receipt struct {
	Case      string   `json:"case,omitempty"`
	Alert     string   `json:"alert,omitempty"`
	Cases     []string `json:"cases,omitempty"` // that a purge erased whole
	Alerts    int      `json:"alerts"`
	Events    int      `json:"events"`
	Captures  int      `json:"captures"`
	Originals int      `json:"originals"`
	Bytes     int64    `json:"bytes"`
	Held      []string `json:"held,omitempty"` // cases that a legal hold kept from a purge
	DryRun    bool     `json:"dry_run,omitempty"`

	Before bool `json:"before,omitempty"` // an alert was closed like this before: nothing was written

	Link string `json:"link,omitempty"` // of an order to sign in: it opens the page

	// Of an order about rules: how many pages are judged with, how many are off, and all of them where they were asked for.
	RulesLoaded int         `json:"rules_loaded,omitempty"`
	RulesOff    int         `json:"rules_off,omitempty"`
	Rules       []RuleState `json:"rules,omitempty"`
	OffUnknown  []string    `json:"off_unknown,omitempty"` // names that are off, and that no rule has
	Effect      string      `json:"effect,omitempty"`      // what a rule that was switched gives at most
}

// record writes the access entry, carries out do, and writes another entry when that failed. Without the first entry
// nothing is done.
func (k *Custody) record(ctx context.Context, action, object string, o *Order, do func() error) error {
	if object != "" && uuid.Validate(object) != nil { // it is not quoted, nor entered: it may be anything, a number for instance
		return errors.New("this is no id of a case: ronda alerts list shows them")
	}
	return Recorded(ctx, k.Access, access.Entry{Actor: o.Actor, Action: action, Object: object, Reason: command.Hide(o.Reason)}, do)
}

// Recorded writes an entry into an access log, carries out do, and writes another entry when that failed. Without the first entry
// nothing is done. The error is do's, with that of the second entry.
func Recorded(ctx context.Context, log *access.Log, entry access.Entry, do func() error) error {
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

// Erase erases one case for good. It fails with desk.ErrHeld under a legal hold, and with ledger.ErrNotFound where there is no such
// case.
func (k *Custody) Erase(ctx context.Context, o Order) (r Receipt, err error) {
	r.Case = o.Case
	err = k.record(ctx, ActionErase, o.Case, &o, func() error {
		request := desk.EraseRequest{CaseID: o.Case, Reason: o.Reason, Actor: o.Actor}
		e, err := k.Desk.Erase(ctx, request)
		r.Alerts, r.Events, r.Captures, r.Originals, r.Bytes = e.Alerts, e.Events, e.Captures, len(e.Originals), e.Bytes
		// Somebody who reads for long, a backup for instance, keeps old pages in the ledger's log. The case is erased by
		// then, and erasing it again only empties the log.
		for try := 0; errors.Is(err, ledger.ErrBusy) && try < 6; try++ {
			_, err = k.Desk.Erase(ctx, request)
		}
		return err
	})
	return r, err
}

// hold keeps a case from being erased or purged.
func (k *Custody) hold(ctx context.Context, o Order) (Receipt, error) {
	return Receipt{Case: o.Case}, k.record(ctx, actionHold, o.Case, &o, func() error { return k.Desk.Hold(ctx, o.Case, o.Reason) })
}

// release ends a hold.
func (k *Custody) release(ctx context.Context, o Order) (Receipt, error) {
	return Receipt{Case: o.Case}, k.record(ctx, actionRelease, o.Case, &o, func() error { return k.Desk.ReleaseHold(ctx, o.Case) })
}

// DismissPicture puts the picture of an order on the negative list.
func (k *Custody) DismissPicture(ctx context.Context, o Order) (Receipt, error) {
	return Receipt{}, k.recordPicture(ctx, actionDismissPicture, &o, func() error { return k.Desk.DismissPicture(ctx, o.Picture, o.Actor, o.Reason) })
}

// RestorePicture takes the picture of an order off the negative list.
func (k *Custody) RestorePicture(ctx context.Context, o Order) (Receipt, error) {
	return Receipt{}, k.recordPicture(ctx, actionRestorePicture, &o, func() error { return k.Desk.RestorePicture(ctx, o.Picture) })
}

func (k *Custody) recordPicture(ctx context.Context, action string, o *Order, do func() error) error {
	return Recorded(ctx, k.Access, access.Entry{
		Actor: o.Actor, Action: action, Object: "picture " + strconv.FormatInt(o.Picture, 10), Reason: command.Hide(o.Reason),
	}, do)
}

// purge erases what has been kept long enough. Where there is nothing to erase it leaves no entry.
func (k *Custody) purge(ctx context.Context, o Order) (Receipt, error) {
	keep := k.Keep
	if o.Keep != nil {
		keep = *o.Keep
	}
	now := time.Now()
	due, err := k.Desk.Purge(ctx, keep, now, true)
	if err != nil || o.DryRun || due.Alerts+due.Captures+due.Originals == 0 {
		return purged(&due, o.DryRun), err
	}
	// Every case that goes whole has an entry of its own. No other can be due a moment later: what is seen meanwhile stays.
	for _, id := range due.Cases {
		entry := access.Entry{Actor: o.Actor, Action: ActionCasePurge, Object: id, Reason: command.Hide(o.Reason)}
		if _, err := k.Access.Append(ctx, entry); err != nil {
			return Receipt{}, fmt.Errorf("nothing was done, because the access log cannot be written: %w", err)
		}
	}
	var done desk.Purged
	err = k.record(ctx, actionPurge, "", &o, func() (err error) {
		done, err = k.Desk.Purge(ctx, keep, now, false)
		return err
	})
	return purged(&done, false), err
}

func purged(p *desk.Purged, dry bool) Receipt {
	return Receipt{
		Cases: p.Cases, Alerts: p.Alerts, Events: p.Events, Captures: p.Captures, Originals: p.Originals, Bytes: p.Bytes,
		Held: p.Held, DryRun: dry,
	}
}

// Retain purges at once and then every day, until ctx is done; while the clock is not steady it waits an hour. A purge that
// fails is tried again the next day; failed is told of it.
func (k *Custody) Retain(ctx context.Context, steady func() bool, done func(Receipt), failed func(error)) {
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
		next.Reset(24 * time.Hour)
		if !steady() {
			next.Reset(time.Hour)
			continue
		}
		r, err := k.purge(ctx, Order{Actor: "ronda", Reason: "retention"})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			failed(err)
		default:
			done(r)
		}
	}
}

// Operator names the user of this process for the access log.
func Operator() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}

// RuleSwitch is a rule that somebody switched off, as SwitchFile holds it: when, and why.
type RuleSwitch struct {
	Rule   string    `json:"rule"`
	Actor  string    `json:"actor"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
}

// RuleState is one rule of an instance as rules list shows it.
type RuleState struct {
	Name  string      `json:"name"`
	Place string      `json:"place,omitempty"` // file:line; "" of a rule that is off and not in the set
	About string      `json:"about,omitempty"`
	Off   *RuleSwitch `json:"off,omitempty"`
}
