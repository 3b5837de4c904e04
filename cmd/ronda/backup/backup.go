// Package backup looks at a data folder as a whole: verifies it, copies it while an instance runs on it, and makes one from such a copy.
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
	"strings"
	"syscall"
	"time"

	"ronda/alerts/access"
	"ronda/alerts/ledger"
	"ronda/cmd/ronda/command"
	"ronda/cmd/ronda/datafolder"
	"ronda/dbfile"
)

// partial ends the name of a folder that is not finished.
const partial = ".partial"

// Backup is the command backup. It copies an instance, running or not, into a new folder. It fails, after the rest was copied, where
// originals are missing or damaged.
func Backup(ctx context.Context, c command.Console, args []string) error {
	fs := command.Flags(c, "backup", "TARGET")
	data := fs.String("data", command.DefaultConfig().Data, "data folder")
	format := command.FormatFlag(fs, "text", "json")
	rest, err := command.Parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return command.Usagef("takes one folder to make: ronda backup [-data DIR] TARGET")
	}
	b := backup{data: *data, target: filepath.Clean(rest[0]), progress: c.Err, step: command.TrialStep()}
	m, err := b.run(ctx)
	if err != nil {
		return err
	}
	if err := b.print(c.Out, *format, &m); err != nil {
		return err
	}
	if len(m.Damaged) > 0 {
		return fmt.Errorf("sealed originals are missing or damaged in %s (the rest was copied): %s", b.data, strings.Join(m.Damaged, ", "))
	}
	return nil
}

// backup is one copy being made.
type backup struct {
	data     string
	target   string
	progress io.Writer
	step     func(string) // nil outside trials
}

func (b *backup) print(out io.Writer, format string, m *manifest) error {
	var size int64
	for _, f := range m.Files {
		size += f.Size
	}
	if format == "json" {
		return json.NewEncoder(out).Encode(struct {
			Backup  string    `json:"backup"`
			At      time.Time `json:"at"`
			Events  int64     `json:"events"`
			Head    string    `json:"head"`
			Files   int       `json:"files"`
			Bytes   int64     `json:"bytes"`
			Damaged []string  `json:"damaged"`
		}{b.target, m.At, m.Events, m.Head, len(m.Files), size, m.Damaged})
	}
	_, err := fmt.Fprintf(out, "backup %s: %d events, %d files, %s\n"+
		"It holds the keys: keep it as safe as this machine. It holds what cases that are erased later were about: delete it in time.\n",
		b.target, m.Events, len(m.Files), command.BytesText(size))
	return err
}

// run makes the copy under another name and gives it its own when all of it is on disk. A process that dies meanwhile
// leaves TARGET.partial, which the next attempt removes.
func (b *backup) run(ctx context.Context) (m manifest, err error) {
	if err := datafolder.HasLedger(b.data); err != nil {
		return m, err
	}
	if err := b.checkTarget(); err != nil {
		return m, err
	}
	work, err := newWorkFolder(b.target)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	m = manifest{Format: manifestFormat, Ronda: command.Release, At: time.Now().UTC(), Files: []stored{}, Damaged: []string{}}
	if err := b.copyAll(ctx, work.path, &m); err != nil {
		return m, err
	}
	b.trial("backup.copied")
	if err := m.write(work.path); err != nil {
		return m, err
	}
	b.trial("backup.manifest")
	return m, work.finish()
}

func (b *backup) trial(step string) {
	if b.step != nil {
		b.step(step)
	}
}

// checkTarget refuses a target that holds something, or that lies in the folder to be copied.
func (b *backup) checkTarget() error {
	if err := emptyOrMissing(b.target); err != nil {
		return err
	}
	data, err := filepath.Abs(b.data)
	if err != nil {
		return fmt.Errorf("find data folder: %w", err)
	}
	target, err := filepath.Abs(b.target)
	if err != nil {
		return fmt.Errorf("find target: %w", err)
	}
	if inside, err := filepath.Rel(data, target); err == nil && filepath.IsLocal(inside) {
		return command.Usagef("cannot put the backup into the data folder itself: name a folder elsewhere, best on another disk")
	}
	return nil
}

func emptyOrMissing(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s is a file: name a folder that does not exist yet", folder)
	case err != nil:
		return fmt.Errorf("look into %s: %w", folder, err)
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty: name a folder that does not exist yet", folder)
	}
	return nil
}

// copyAll copies in an order that is safe at every moment of a running instance. What the frontier calls done was in the
// ledger before, and so were the events that deliveries point at: both are copied before the ledger, so that the copy may
// fetch a page again or deliver an event again, but lacks nothing. The access log is written before what it tells of, so
// it follows the ledger. Keys only grow in number and come last. The NATS store is left out: the relay fills it again
// from the ledger.
func (b *backup) copyAll(ctx context.Context, to string, m *manifest) error {
	for _, name := range []string{datafolder.FrontierFile, datafolder.DeliveriesFile} {
		if err := b.copyDatabase(ctx, name, to); err != nil {
			return err
		}
	}
	if err := b.copyLedger(ctx, to, m); err != nil {
		return err
	}
	if err := b.copyKeys(to); err != nil {
		return err
	}
	return enter(to, m)
}

// copyDatabase copies one SQLite file. One that is missing is said and left out: an instance that never ran with it has none.
func (b *backup) copyDatabase(ctx context.Context, name, to string) error {
	err := copyDatabase(ctx, filepath.Join(b.data, name), filepath.Join(to, name))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(b.progress, "%-14s is not there\n", name)
		return nil
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", name, dbfile.Explain(err, filepath.Join(b.data, name), whenDamaged(name)))
	}
	info, err := os.Stat(filepath.Join(to, name))
	if err != nil {
		return fmt.Errorf("copy %s: %w", name, err)
	}
	fmt.Fprintf(b.progress, "%-14s %s\n", name, command.BytesText(info.Size()))
	b.trial("backup." + name)
	return nil
}

// whenDamaged says what to do about a damaged file. Those that ronda can do without, and begins anew, are told of by the run that opens them.
func whenDamaged(name string) error {
	if name == datafolder.LedgerFile || name == datafolder.AccessFile {
		return errors.New("keep the backups you have, and restore one (ronda restore)")
	}
	return errors.New("keep the backups you have; ronda run says what to do about this file")
}

// errErasedMeanwhile means that sealed originals which the copied ledger names were erased after it was copied.
var errErasedMeanwhile = errors.New("cases were erased meanwhile, again and again; try once more")

// copyLedger copies ledger, access log and sealed originals as of one moment. An erasure may come in between: then the
// ledger is copied anew, so that the backup does not bring back what is erased already.
func (b *backup) copyLedger(ctx context.Context, to string, m *manifest) error {
	for range 5 {
		for _, name := range []string{datafolder.LedgerFile, datafolder.AccessFile} {
			if err := b.copyDatabase(ctx, name, to); err != nil {
				return err
			}
		}
		if err := b.describe(ctx, to, m); err != nil {
			return err
		}
		err := b.copyEvidence(ctx, to, m)
		if !errors.Is(err, errErasedMeanwhile) {
			return err
		}
		for _, name := range []string{datafolder.LedgerFile, datafolder.AccessFile, datafolder.EvidenceFolder} {
			if err := os.RemoveAll(filepath.Join(to, name)); err != nil {
				return fmt.Errorf("copy ledger anew: %w", err)
			}
		}
	}
	return errErasedMeanwhile
}

// describe verifies the copied ledger and access log and notes their ends. A ledger that is damaged is not backed up: the
// backups made before are worth more, and must not be rotated away for it.
func (b *backup) describe(ctx context.Context, to string, m *manifest) error {
	verified, err := verifyLedger(ctx, to)
	if err != nil {
		return fmt.Errorf("the ledger is damaged, keep the backups you have: %w", err)
	}
	m.Events, m.Erased, m.Head = verified.Events, verified.Erased, verified.Head
	m.Custody, m.CustodyHead = verified.Custody, verified.CustodyHead
	head, err := verifyAccess(ctx, to)
	if err != nil {
		return fmt.Errorf("the access log is damaged, keep the backups you have: %w", err)
	}
	m.Entries, m.Last = head.Number, head.Hash
	return nil
}

// copyEvidence copies the sealed originals that the copied ledger names.
func (b *backup) copyEvidence(ctx context.Context, to string, m *manifest) error {
	m.Damaged = []string{}
	named, err := datafolder.SealedOriginals(ctx, to)
	if err != nil {
		return err
	}
	var size int64
	for _, entry := range named {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, digest, err := copyFile(filepath.Join(b.data, datafolder.EvidenceFolder, entry.Name), filepath.Join(to, datafolder.EvidenceFolder, entry.Name))
		size += n
		if err == nil && digest == entry.SHA256 {
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("copy sealed original: %w", err)
		}
		if err := b.stillNamed(ctx, &entry); err != nil {
			return err
		}
		m.Damaged = append(m.Damaged, entry.Name)
		if err := os.RemoveAll(filepath.Join(to, datafolder.EvidenceFolder, entry.Name)); err != nil {
			return fmt.Errorf("copy sealed original: %w", err)
		}
	}
	if len(named) > 0 {
		fmt.Fprintf(b.progress, "%-14s %d sealed originals, %s\n", datafolder.EvidenceFolder, len(named)-len(m.Damaged), command.BytesText(size))
	}
	return nil
}

// stillNamed fails with errErasedMeanwhile where the living ledger does not name a sealed original any more.
func (b *backup) stillNamed(ctx context.Context, entry *ledger.EvidenceEntry) error {
	book, err := datafolder.OpenLedger(ctx, b.data)
	if err != nil {
		return err
	}
	defer book.Close()
	still, err := stillNamed(ctx, book, entry)
	if err == nil && !still {
		err = errErasedMeanwhile
	}
	return err
}

func (b *backup) copyKeys(to string) error {
	names, err := os.ReadDir(filepath.Join(b.data, datafolder.KeyFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list keys: %w", err)
	}
	for _, name := range names {
		if !name.Type().IsRegular() {
			continue
		}
		if _, _, err := copyFile(filepath.Join(b.data, datafolder.KeyFolder, name.Name()), filepath.Join(to, datafolder.KeyFolder, name.Name())); err != nil {
			return fmt.Errorf("copy key: %w", err)
		}
	}
	if _, _, err := copyFile(filepath.Join(b.data, datafolder.SwitchFile), filepath.Join(to, datafolder.SwitchFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy which rules are off: %w", err)
	}
	fmt.Fprintf(b.progress, "%-14s %d\n", datafolder.KeyFolder, len(names))
	return nil
}

// enter enters every file of the folder in the manifest, and puts the folders' entries on disk.
func enter(folder string, m *manifest) error {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return syncPath(path)
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if name == workLock {
			return nil
		}
		size, digest, err := datafolder.DigestFile(path)
		m.Files = append(m.Files, stored{Name: filepath.ToSlash(name), Size: size, SHA256: digest})
		return err
	})
	if err != nil {
		return fmt.Errorf("list backup: %w", err)
	}
	return nil
}

// workFolder is a folder that gets its name only when it is finished.
type workFolder struct {
	path   string // ends in .partial
	target string
	lock   *os.File
	done   bool
}

// workLock marks a folder as ours to remove, and is held while somebody works in it.
const workLock = "unfinished"

// newWorkFolder makes TARGET.partial and removes the one that a dead process left.
func newWorkFolder(target string) (*workFolder, error) {
	w := &workFolder{path: target + partial, target: target}
	if err := os.Mkdir(w.path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	entries, err := os.ReadDir(w.path)
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	lock := filepath.Join(w.path, workLock)
	if _, err := os.Stat(lock); len(entries) > 0 && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds something that ronda did not begin: move it away", w.path)
	}
	if w.lock, err = os.OpenFile(lock, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	if err := syscall.Flock(int(w.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		w.lock.Close()
		return nil, fmt.Errorf("another ronda works in %s; wait for it", w.path)
	}
	for _, entry := range entries {
		if entry.Name() == workLock {
			continue
		}
		if err := os.RemoveAll(filepath.Join(w.path, entry.Name())); err != nil {
			return nil, errors.Join(fmt.Errorf("remove what was begun before: %w", err), w.lock.Close())
		}
	}
	return w, nil
}

// finish gives the folder its name. What is in it is on disk already. The mark goes last: a process that dies before
// leaves either a folder that the next attempt removes, or a whole one.
func (w *workFolder) finish() error {
	if err := os.Rename(w.path, w.target); err != nil { // replaces an empty folder
		return fmt.Errorf("finish folder: %w", err)
	}
	w.done = true
	err := syncPath(filepath.Dir(w.target))
	if err == nil {
		err = os.Remove(filepath.Join(w.target, workLock))
	}
	if err != nil {
		return fmt.Errorf("finish folder: %w", err)
	}
	return nil
}

// close removes the folder unless it is finished.
func (w *workFolder) close() error {
	var err error
	if !w.done {
		err = os.RemoveAll(w.path)
	}
	return errors.Join(err, w.lock.Close())
}

// verifyLedger verifies the hash chain of the ledger in a folder.
func verifyLedger(ctx context.Context, folder string) (ledger.Verified, error) {
	book, err := datafolder.OpenLedger(ctx, folder)
	if err != nil {
		return ledger.Verified{}, err
	}
	defer book.Close()
	return book.Verify(ctx)
}

// verifyAccess verifies the access log in a folder; one that does not exist has no entries.
func verifyAccess(ctx context.Context, folder string) (access.Head, error) {
	path := filepath.Join(folder, datafolder.AccessFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return access.Head{}, nil
	}
	log, err := access.OpenReader(ctx, path)
	if err != nil {
		return access.Head{}, err
	}
	defer log.Close()
	return log.Verify(ctx)
}
