package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/chain"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
)

// Audit is the command audit. It verifies what a folder keeps, against checkpoints too, and prints a checkpoint. It fails at the first fault.
func Audit(ctx context.Context, c command.Console, args []string) error {
	return command.Choose(ctx, c, "audit", []command.Verb{
		{Name: "verify", Synopsis: "go through the ledger, the access log and the sealed originals, against kept checkpoints too", Run: auditVerify},
		{Name: "checkpoint", Synopsis: "print a checkpoint of them in a line, to be kept elsewhere", Run: auditCheckpoint},
	}, args)
}

func auditVerify(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "audit verify", "")
	format := command.FormatFlag(fs, "text", "json")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	kept := fs.String("checkpoint", "", "`file` of what ronda audit checkpoint printed, one a line")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("verify takes no arguments")
	}
	var checkpoints []chain.Checkpoint
	if *kept != "" { // before the long work
		var err error
		if checkpoints, err = readCheckpoints(*kept); err != nil {
			return err
		}
	}
	a, err := verifyFolder(ctx, *data)
	if err == nil {
		err = a.reaches(ctx, *data, checkpoints)
	}
	if err != nil {
		return err
	}
	return a.print(c.Out, *format)
}

// auditCheckpoint prints how far the chains have come. One that does not verify is not vouched for.
func auditCheckpoint(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "audit checkpoint", "")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	if rest, err := command.Parse(fs, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return command.Usagef("checkpoint takes no arguments")
	}
	book, err := datafolder.OpenLedger(ctx, *data)
	if err != nil {
		return err
	}
	defer book.Close()
	verified, err := book.Verify(ctx)
	if err != nil {
		return err
	}
	point := chain.Checkpoint{Time: time.Now().UTC().Truncate(time.Second)}
	point.Events, point.Custody = verified.Heads()
	if point.Access, err = verifyAccess(ctx, *data); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.Out, point)
	return err
}

func readCheckpoints(name string) ([]chain.Checkpoint, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	defer file.Close()
	list, err := chain.ReadCheckpoints(file)
	if err != nil {
		return nil, fmt.Errorf("read checkpoints: %s: %w", name, err)
	}
	return list, nil
}

// reaches fails at the first checkpoint that a folder does not go on from.
func (a *audit) reaches(ctx context.Context, folder string, checkpoints []chain.Checkpoint) error {
	if len(checkpoints) == 0 {
		return nil
	}
	book, err := datafolder.OpenLedger(ctx, folder)
	if err != nil {
		return err
	}
	defer book.Close()
	for i := range checkpoints {
		p := &checkpoints[i]
		err := book.Reaches(ctx, p)
		if err == nil {
			err = accessReaches(ctx, folder, p.Access)
		}
		if err != nil {
			return fmt.Errorf("checkpoint of %s: %w", p.Time.Format(time.RFC3339), err)
		}
		a.Checkpoints++
	}
	return nil
}

// accessReaches compares the access log in a folder, which there need not be, with a checkpoint.
func accessReaches(ctx context.Context, folder string, head access.Head) error {
	log, err := access.OpenReader(ctx, filepath.Join(folder, datafolder.AccessFile))
	if errors.Is(err, fs.ErrNotExist) {
		return chain.Compare("entry of the access log", head, "")
	}
	if err != nil {
		return err
	}
	defer log.Close()
	return log.Reaches(ctx, head)
}

// audit is what a folder was found to hold, with nothing wrong.
type audit struct {
	Events    int64  `json:"events"`
	Erased    int64  `json:"erased"`
	Head      string `json:"head"`
	Entries   int64  `json:"entries"` // of the access log
	Last      string `json:"last"`
	Originals int    `json:"originals"`
	Erasures  int    `json:"erasures"`

	Custody     int64  `json:"custody"` // entries of what was kept and erased
	CustodyHead string `json:"custody_head"`
	Checkpoints int    `json:"checkpoints"` // that the folder goes on from
}

func (a *audit) print(out io.Writer, format string) error {
	if format == "json" {
		return json.NewEncoder(out).Encode(a)
	}
	_, err := fmt.Fprintf(out, "ledger      %d events, %d of them erased, head %s\ncustody     %d entries, head %s\n"+
		"access log  %d entries, head %s\nerasures    %d, each ordered in the access log\noriginals   %d, each as it was sealed\n",
		a.Events, a.Erased, a.Head, a.Custody, a.CustodyHead, a.Entries, a.Last, a.Erasures, a.Originals)
	if err == nil && a.Checkpoints > 0 {
		_, err = fmt.Fprintf(out, "checkpoints %d, all reached\n", a.Checkpoints)
	}
	return err
}

// verifyFolder checks everything that a data folder keeps against itself, also beside a running instance, and fails at
// the first fault. Order matters beside a running instance: what is read later may have grown.
func verifyFolder(ctx context.Context, folder string) (a audit, err error) {
	book, err := datafolder.OpenLedger(ctx, folder)
	if err != nil {
		return a, err
	}
	defer book.Close()
	verified, err := book.Verify(ctx)
	if err != nil {
		return a, err
	}
	a.Events, a.Erased, a.Head = verified.Events, verified.Erased, verified.Head
	a.Custody, a.CustodyHead = verified.Custody, verified.CustodyHead
	if err := a.originals(ctx, book, folder); err != nil {
		return a, err
	}
	var erasures []ledger.Erasure
	err = eachErasure(ctx, book, 0, func(e *ledger.Erasure) error { erasures = append(erasures, *e); return nil })
	if err != nil {
		return a, err
	}
	a.Erasures = len(erasures)
	head, err := verifyAccess(ctx, folder) // after the erasures: their entries were written before them
	if err != nil {
		return a, err
	}
	a.Entries, a.Last = head.Number, head.Hash
	return a, ordered(ctx, folder, erasures)
}

// originals compares every sealed file with its row in the ledger.
func (a *audit) originals(ctx context.Context, book *ledger.Ledger, folder string) error {
	named, err := book.Evidence(ctx, ledger.EvidenceFilter{})
	if err != nil {
		return fmt.Errorf("list sealed originals: %w", err)
	}
	for i := range named {
		e := &named[i]
		_, digest, err := datafolder.DigestFile(filepath.Join(folder, datafolder.EvidenceFolder, e.Name))
		if err == nil && digest == e.SHA256 {
			a.Originals++
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read sealed original: %w", err)
		}
		switch still, lookErr := stillNamed(ctx, book, e); {
		case lookErr != nil:
			return lookErr
		case !still: // erased since the list was made
		case err != nil:
			return fmt.Errorf("sealed original %s of alert %s is missing", e.Name, e.AlertID)
		default:
			return fmt.Errorf("sealed original %s of alert %s is not what was sealed: it was changed or damaged", e.Name, e.AlertID)
		}
	}
	return nil
}

// stillNamed reports whether the ledger names a sealed original.
func stillNamed(ctx context.Context, book *ledger.Ledger, entry *ledger.EvidenceEntry) (bool, error) {
	now, err := book.Evidence(ctx, ledger.EvidenceFilter{AlertID: entry.AlertID})
	if err != nil {
		return false, fmt.Errorf("list sealed originals: %w", err)
	}
	for i := range now {
		if now[i].Name == entry.Name {
			return true, nil
		}
	}
	return false, nil
}

// ordered fails at the first erasure that nobody entered in the access log.
func ordered(ctx context.Context, folder string, erasures []ledger.Erasure) error {
	missing := map[string]ledger.Erasure{}
	for _, e := range erasures {
		missing[e.CaseID] = e
	}
	if len(missing) == 0 {
		return nil
	}
	log, err := access.OpenReader(ctx, filepath.Join(folder, datafolder.AccessFile))
	if err != nil {
		return fmt.Errorf("look for the orders of erasures: %w", err)
	}
	defer log.Close()
	for after := int64(0); ; {
		entries, err := log.Entries(ctx, after, 500)
		if err != nil {
			return fmt.Errorf("look for the orders of erasures: %w", err)
		}
		for _, e := range entries {
			if e.Action == datafolder.ActionErase || e.Action == datafolder.ActionCasePurge {
				delete(missing, e.Object)
			}
			after = e.Number
		}
		if len(entries) < 500 {
			break
		}
	}
	for _, e := range erasures { // in their order, not the map's
		if _, ok := missing[e.CaseID]; ok {
			return fmt.Errorf("alert %s of case %s was erased, and nobody entered that in the access log", e.AlertID, e.CaseID)
		}
	}
	return nil
}
