package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/desk"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// Restore is the command restore. It makes a data folder from a backup, of which it checks everything first.
func Restore(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "restore", "BACKUP")
	r := restore{actor: datafolder.Operator(), progress: c.Err, step: command.TrialStep()}
	fs.StringVar(&r.data, "data", command.DefaultConfig().Data, "data folder to make; it may not hold anything yet")
	fs.StringVar(&r.erasures, "erasures", "", "former data folder: what was erased in it after the backup is erased again")
	format := command.FormatFlag(fs, "text", "json")
	rest, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return command.Usagef("takes one backup: ronda restore [-data DIR] BACKUP")
	}
	r.data, r.backup = filepath.Clean(r.data), filepath.Clean(rest[0])
	m, err := r.run(ctx)
	if err != nil {
		return err
	}
	return r.print(c.Out, *format, &m)
}

// restore is one data folder being made.
type restore struct {
	data     string
	backup   string
	erasures string // "": not known
	actor    string
	progress io.Writer
	step     func(string) // nil outside trials

	erased int      // cases that were erased again
	held   []string // cases that were not, because the backup has them under a legal hold
}

func (r *restore) print(out io.Writer, format string, m *manifest) error {
	if format == "json" {
		return json.NewEncoder(out).Encode(struct {
			Data    string    `json:"data"`
			At      time.Time `json:"at"`
			Events  int64     `json:"events"`
			Head    string    `json:"head"`
			Erased  int       `json:"erased_again"`
			Held    []string  `json:"held,omitempty"`
			Damaged []string  `json:"damaged"`
		}{r.data, m.At, m.Events, m.Head, r.erased, r.held, m.Damaged})
	}
	fmt.Fprintf(out, "restored %s as it was at %s: %d events\n", r.data, m.At.Format(time.RFC3339), m.Events)
	if len(m.Damaged) > 0 {
		fmt.Fprintf(out, "The backup lacks sealed originals that were missing or damaged already: %s\n", strings.Join(m.Damaged, ", "))
	}
	if r.erasures == "" {
		fmt.Fprintf(out, "What was erased after that time is back. Erase it again: ronda evidence purge -case ID -reason TEXT, or restore with -erasures FORMER-FOLDER.\n")
	} else {
		fmt.Fprintf(out, "Cases erased again: %d\n", r.erased)
	}
	if len(r.held) > 0 {
		fmt.Fprintf(out, "Held at that time and erased later, so not erased again (ronda evidence release, then purge): %s\n", strings.Join(r.held, ", "))
	}
	_, err := fmt.Fprintf(out, "The next start fetches again what was not done then, and fills NATS from the ledger; receivers of webhooks may get events again, with the same ids.\n")
	return err
}

// run copies, checks and only then gives the folder its name. A process that dies meanwhile leaves DIR.partial, which the
// next attempt removes.
func (r *restore) run(ctx context.Context) (m manifest, err error) {
	if m, err = readManifest(r.backup); err != nil {
		return m, err
	}
	if err := emptyOrMissing(r.data); err != nil {
		return m, err
	}
	work, err := newWorkFolder(r.data)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	if err := r.copyFiles(ctx, work.path, &m); err != nil {
		return m, err
	}
	r.trial("restore.copied")
	if err := r.check(ctx, work.path, &m); err != nil {
		return m, err
	}
	r.trial("restore.checked")
	return m, work.finish()
}

func (r *restore) trial(step string) {
	if r.step != nil {
		r.step(step)
	}
}

// copyFiles copies what the manifest names, and fails at the first file that is not as it was written.
func (r *restore) copyFiles(ctx context.Context, to string, m *manifest) error {
	folders := map[string]bool{to: true}
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := filepath.FromSlash(f.Name)
		size, digest, err := copyFile(filepath.Join(r.backup, name), filepath.Join(to, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s is missing: take another backup", filepath.Join(r.backup, name))
		case err != nil:
			return fmt.Errorf("copy %s: %w", filepath.Join(r.backup, name), err)
		case size != f.Size || digest != f.SHA256:
			return fmt.Errorf("%s is damaged: it is not what was written; take another backup", filepath.Join(r.backup, name))
		}
		folders[filepath.Dir(filepath.Join(to, name))] = true
	}
	for folder := range folders {
		if err := syncPath(folder); err != nil {
			return fmt.Errorf("copy backup: %w", err)
		}
	}
	fmt.Fprintf(r.progress, "copied %d files\n", len(m.Files))
	return nil
}

// check opens what was copied as an instance would, and compares it with the manifest.
func (r *restore) check(ctx context.Context, folder string, m *manifest) error {
	for _, f := range m.Files {
		if filepath.Ext(f.Name) != ".db" {
			continue
		}
		if err := checkDatabase(ctx, filepath.Join(folder, f.Name)); err != nil {
			return fmt.Errorf("%s of the backup: %w; take another backup", f.Name, err)
		}
	}
	fmt.Fprintf(r.progress, "checked the databases\n")
	held, err := datafolder.OpenCustody(ctx, folder, desk.Retention{})
	if err != nil {
		return err
	}
	err = r.checkLedger(ctx, held, m)
	if err == nil {
		_, err = held.Access.Append(ctx, access.Entry{Actor: r.actor, Action: datafolder.ActionRestore, Reason: "the backup of " + m.At.Format(time.RFC3339)})
	}
	if err == nil && r.erasures != "" {
		err = r.eraseAgain(ctx, held)
	}
	if err := errors.Join(err, held.Close()); err != nil {
		return err
	}
	return syncPath(folder)
}

// checkLedger verifies both chains against the manifest, and the sealed originals against the ledger. The ledger is open
// for writing, so that one of an older version has been migrated.
func (r *restore) checkLedger(ctx context.Context, held *datafolder.Custody, m *manifest) error {
	verified, err := held.Desk.Verify(ctx)
	if err != nil {
		return fmt.Errorf("%s of the backup: %w; take another backup", datafolder.LedgerFile, err)
	}
	custody := m.CustodyHead == "" || verified.Custody == m.Custody && verified.CustodyHead == m.CustodyHead
	if verified.Events != m.Events || verified.Head != m.Head || !custody {
		return fmt.Errorf("%s of the backup ends elsewhere than its manifest says; take another backup", datafolder.LedgerFile)
	}
	head, err := held.Access.Verify(ctx)
	if err != nil {
		return fmt.Errorf("%s of the backup: %w; take another backup", datafolder.AccessFile, err)
	}
	if head.Number != m.Entries || head.Hash != m.Last {
		return fmt.Errorf("%s of the backup ends elsewhere than its manifest says; take another backup", datafolder.AccessFile)
	}
	digests := map[string]string{}
	for _, f := range m.Files {
		digests[f.Name] = f.SHA256
	}
	named, err := held.Desk.Evidence(ctx, ledger.EvidenceFilter{})
	if err != nil {
		return fmt.Errorf("list sealed originals: %w", err)
	}
	for _, entry := range named {
		if !slices.Contains(m.Damaged, entry.Name) && digests[datafolder.EvidenceFolder+"/"+entry.Name] != entry.SHA256 {
			return fmt.Errorf("sealed original %s of the backup is not the one that the ledger names; take another backup", entry.Name)
		}
	}
	fmt.Fprintf(r.progress, "checked %d events, %d entries of the access log, %d sealed originals\n", m.Events, m.Entries, len(named))
	return nil
}

// eraseAgain erases the cases of all alerts that the former folder's ledger erased after the backup was made.
func (r *restore) eraseAgain(ctx context.Context, held *datafolder.Custody) error {
	former, err := datafolder.OpenLedger(ctx, r.erasures)
	if err != nil {
		return fmt.Errorf("read former erasures: %w", err)
	}
	defer former.Close()
	var last int64 // erasure that the backup knows
	err = eachErasure(ctx, held.Desk.Ledger, 0, func(e *ledger.Erasure) error { last = e.Number; return nil })
	if err != nil {
		return fmt.Errorf("read erasures of the backup: %w", err)
	}
	return eachErasure(ctx, former, last, func(e *ledger.Erasure) error {
		alert, err := held.Desk.Alert(ctx, e.AlertID)
		if errors.Is(err, ledger.ErrNotFound) { // it was opened after the backup, or went with its case a moment ago
			return nil
		}
		if err != nil {
			return fmt.Errorf("erase again: %w", err)
		}
		return r.eraseCaseAgain(ctx, held, alert.CaseID)
	})
}

func (r *restore) eraseCaseAgain(ctx context.Context, held *datafolder.Custody, id string) error {
	_, err := held.Erase(ctx, datafolder.Order{Case: id, Actor: r.actor, Reason: "erased before; the restore of a backup brought it back"})
	var merged *desk.MergedError
	switch {
	case errors.As(err, &merged):
		return r.eraseCaseAgain(ctx, held, merged.Into)
	case errors.Is(err, desk.ErrHeld):
		if !slices.Contains(r.held, id) {
			r.held = append(r.held, id)
		}
		return nil
	case err != nil:
		return err
	}
	r.erased++
	return nil
}

// eachErasure calls do with every erasure after the given one.
func eachErasure(ctx context.Context, book *ledger.Ledger, after int64, do func(*ledger.Erasure) error) error {
	for {
		page, err := book.Erasures(ctx, after, 200)
		if err != nil {
			return fmt.Errorf("list erasures: %w", err)
		}
		for i := range page {
			if err := do(&page[i]); err != nil {
				return err
			}
			after = page[i].Number
		}
		if len(page) < 200 {
			return nil
		}
	}
}
