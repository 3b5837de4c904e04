// Package datafolder is the folder that holds everything of one instance: who owns it, its keys and files, and the orders that are
// carried out on what is kept in it, by the instance that runs on it or, where none does, by the command itself.
package datafolder

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"ronda/alerts/ledger"
	"ronda/crawler/frontier/store"
	"ronda/detect/ident"
)

// Places in a data folder.
const (
	LedgerFile     = "ledger.db"
	FrontierFile   = "frontier.db"
	DeliveriesFile = "deliveries.db"
	AccessFile     = "access.db"
	EvidenceFolder = "evidence"
	KeyFolder      = "keys"
	SwitchFile     = "rules.json"    // which rules are off
	ManifestFile   = "manifest.json" // what a backup holds: a folder with one is no instance's

	DemoMark = "demo-sandbox-only" // marks a folder as the demo's, which starts over each time
)

// Ours tells whether a name at the top of a data folder is one that an instance gives.
func Ours(name string) bool {
	name, _, _ = strings.Cut(name, ".damaged-") // a store of NATS that was set aside
	for _, end := range []string{"-wal", "-shm", "-journal", "-room", ".new"} {
		name = strings.TrimSuffix(name, end)
	}
	return slices.Contains([]string{
		LedgerFile, FrontierFile, DeliveriesFile, AccessFile, EvidenceFolder, KeyFolder, SwitchFile, ControlFile, DemoMark, "lock", "nats",
	}, name)
}

// NotDemo fails where a folder is the demo's: what another instance keeps there would be gone with the next demo.
func NotDemo(path string) error {
	switch _, err := os.Lstat(filepath.Join(path, DemoMark)); {
	case err == nil:
		return fmt.Errorf("the folder %s is the demo's, which empties it each time it starts: give -data another folder (or data: in the configuration), or remove this one", path)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	default:
		return fmt.Errorf("look into data folder: %w", err)
	}
}

// Folder is a data folder that this process owns: no other opens it until it is closed. It is not safe for concurrent use while keys
// are made.
type Folder struct {
	Path string
	lock *os.File
}

// ErrInUse means that another process owns a data folder.
var ErrInUse = errors.New("another ronda runs on the data folder")

// Open makes the folder where it is missing, readable for its owner only, and takes its lock. It fails with ErrInUse where another
// process has it. The caller closes the folder.
func Open(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, writable(fmt.Errorf("make data folder: %w", err))
	}
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, writable(fmt.Errorf("open the lock of the data folder: %w", err))
	}
	// The kernel drops the lock with the process, so that a killed one leaves nothing to clean up.
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w %s; stop it or give -data another folder", ErrInUse, path)
		}
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	return &Folder{Path: path, lock: lock}, nil
}

// writable adds to an error of a folder that cannot be written what helps.
func writable(err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EPERM) {
		return fmt.Errorf("%w: make it writable for this user, or choose another with -data", err)
	}
	return err
}

// File returns the path of what has a name, part by part, in the folder.
func (d *Folder) File(elem ...string) string {
	return filepath.Join(append([]string{d.Path}, elem...)...)
}

// Close gives the folder up to whoever opens it next.
func (d *Folder) Close() error { return d.lock.Close() }

// FingerprintKeys reads the keys of fingerprints from <data>/keys, newest first, and makes the first one. A key is a
// file fingerprint-<id>.key of 64 hexadecimal digits; its id stands in every fingerprint made with it. Keys are never
// deleted here: a lost key loses links between listings, not alerts.
func (d *Folder) FingerprintKeys() ([]ident.Key, error) {
	folder := d.File("keys")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make key folder: %w", err)
	}
	names, err := d.keyFiles("fingerprint")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		name := filepath.Join(folder, "fingerprint-1.key")
		if err := WriteNew(name, hex.EncodeToString(RandomSecret())+"\n"); err != nil {
			return nil, fmt.Errorf("make fingerprint key: %w", err)
		}
		names = []string{name}
	}
	keys := make([]ident.Key, 0, len(names))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read fingerprint key: %w", err)
		}
		secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(secret) < 16 {
			return nil, fmt.Errorf("fingerprint key %s is damaged: it must hold at least 32 hexadecimal digits; restore it from a backup, or move it away to begin a new key (links to older alerts are then lost)", name)
		}
		id := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "fingerprint-"), ".key")
		keys = append(keys, ident.Key{ID: id, Secret: secret})
	}
	return keys, nil
}

// keyFiles lists the files keys/<use>-<id>.key, newest first.
func (d *Folder) keyFiles(use string) ([]string, error) {
	names, err := filepath.Glob(d.File("keys", use+"-*.key"))
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) { // fingerprint-10 is newer than fingerprint-9
			return len(b) - len(a)
		}
		return strings.Compare(b, a)
	})
	return names, nil
}

// DataKeys reads the keys under which the frontier's file and the ledger's hashes of pictures are sealed,
// <data>/keys/data-<id>.key of 64 hexadecimal digits, the newest first; it makes the first one when there is nothing yet that another
// one would have sealed, so that there is one at least. What is sealed under a former one is sealed anew when its file is opened,
// and the former ones are then needed for backups only.
func (d *Folder) DataKeys(ctx context.Context) ([][]byte, error) {
	keys, err := d.presentDataKeys()
	if err != nil || len(keys) > 0 {
		return keys, err
	}
	secret, err := d.firstDataKey(ctx)
	return [][]byte{secret}, err
}

// presentDataKeys reads those that there are, and makes none.
func (d *Folder) presentDataKeys() ([][]byte, error) {
	names, err := d.keyFiles("data")
	if err != nil {
		return nil, err
	}
	keys := make([][]byte, 0, len(names))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read data key: %w", err)
		}
		secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(secret) != 32 {
			return nil, fmt.Errorf("data key %s is damaged: it must hold 64 hexadecimal digits; restore it from the backup, or move it and %s away to crawl anew (known listings stay one alert each; pictures of before may not be known again)",
				name, d.File(FrontierFile))
		}
		keys = append(keys, secret)
	}
	return keys, nil
}

func (d *Folder) firstDataKey(ctx context.Context) ([]byte, error) {
	name, crawl := d.File("keys", "data-1.key"), d.File(FrontierFile)
	sealed, err := store.Sealed(ctx, crawl)
	if err != nil {
		return nil, err
	}
	if sealed {
		return nil, fmt.Errorf("the key %s is missing, and %s cannot be read without it: restore the keys folder from the backup, or move %[2]s away to crawl anew (known listings stay one alert each)", name, crawl)
	}
	book := d.File(LedgerFile)
	if sealed, err = ledger.Sealed(ctx, book); err != nil {
		return nil, err
	}
	if sealed {
		// A key of another name is asked for, so that this one can be put back if it is found.
		return nil, fmt.Errorf("the key %s is missing, and pictures of alerts in %s are not known again without it: restore the keys folder from the backup; if there is none, make a key of 64 hexadecimal digits as %s (the alerts stay as they are)",
			name, book, d.File("keys", "data-2.key"))
	}
	secret := RandomSecret()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make key folder: %w", err)
	}
	if err := WriteNew(name, hex.EncodeToString(secret)+"\n"); err != nil {
		return nil, fmt.Errorf("make data key: %w", err)
	}
	return secret, nil
}

// OpenLedger opens the ledger of a folder for reading, also beside a running instance. The caller closes it.
func OpenLedger(ctx context.Context, folder string) (*ledger.Ledger, error) {
	if err := HasLedger(folder); err != nil {
		return nil, err
	}
	return ledger.OpenReader(ctx, filepath.Join(folder, LedgerFile))
}

// HasLedger fails where a folder holds no ledger, and says what to name instead.
func HasLedger(folder string) error {
	if _, err := os.Stat(filepath.Join(folder, LedgerFile)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no ledger in %s: name the data folder of a demo or run with -data", folder)
	}
	return nil
}

// SealedOriginals lists the sealed originals that the ledger in a folder names, the oldest first; also beside a running instance.
func SealedOriginals(ctx context.Context, folder string) ([]ledger.EvidenceEntry, error) {
	book, err := OpenLedger(ctx, folder)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	named, err := book.Evidence(ctx, ledger.EvidenceFilter{})
	if err != nil {
		return nil, fmt.Errorf("list sealed originals: %w", err)
	}
	return named, nil
}
