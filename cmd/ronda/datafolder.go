package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"ronda/alerts"
	"ronda/crawler/frontier"
	"ronda/detect"
	"ronda/detect/ident"
	"ronda/rules"
)

// frontierFile is the file of the frontier in the data folder.
const frontierFile = "frontier.db"

// dataFolder is the folder that holds everything of one instance. One process owns it at a time.
type dataFolder struct {
	path string
	lock *os.File
}

// errFolderInUse means that another process holds the lock of a data folder.
var errFolderInUse = errors.New("another ronda runs on the data folder")

// openDataFolder makes the folder where it is missing, readable for its owner only, and takes its lock.
func openDataFolder(path string) (*dataFolder, error) {
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
			return nil, fmt.Errorf("%w %s; stop it or give -data another folder", errFolderInUse, path)
		}
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	return &dataFolder{path: path, lock: lock}, nil
}

// writable adds to an error of a folder that cannot be written what helps.
func writable(err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EPERM) {
		return fmt.Errorf("%w: make it writable for this user, or choose another with -data", err)
	}
	return err
}

func (d *dataFolder) file(elem ...string) string {
	return filepath.Join(append([]string{d.path}, elem...)...)
}

func (d *dataFolder) Close() error { return d.lock.Close() }

// fingerprintKeys reads the keys of fingerprints from <data>/keys, newest first, and makes the first one. A key is a
// file fingerprint-<id>.key of 64 hexadecimal digits; its id stands in every fingerprint made with it. Keys are never
// deleted here: a lost key loses links between listings, not alerts.
func (d *dataFolder) fingerprintKeys() ([]ident.Key, error) {
	folder := d.file("keys")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make key folder: %w", err)
	}
	names, err := d.keyFiles("fingerprint")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		name := filepath.Join(folder, "fingerprint-1.key")
		if err := writeNew(name, hex.EncodeToString(randomSecret())+"\n"); err != nil {
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
func (d *dataFolder) keyFiles(use string) ([]string, error) {
	names, err := filepath.Glob(d.file("keys", use+"-*.key"))
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

// dataKeys reads the keys under which the frontier's file and the ledger's hashes of pictures are sealed,
// <data>/keys/data-<id>.key of 64 hexadecimal digits, the newest first; it makes the first one when there is nothing yet that another
// one would have sealed, so that there is one at least. What is sealed under a former one is sealed anew when its file is opened,
// and the former ones are then needed for backups only.
func (d *dataFolder) dataKeys(ctx context.Context) ([][]byte, error) {
	keys, err := d.presentDataKeys()
	if err != nil || len(keys) > 0 {
		return keys, err
	}
	secret, err := d.firstDataKey(ctx)
	return [][]byte{secret}, err
}

// presentDataKeys reads those that there are, and makes none.
func (d *dataFolder) presentDataKeys() ([][]byte, error) {
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
				name, d.file(frontierFile))
		}
		keys = append(keys, secret)
	}
	return keys, nil
}

func (d *dataFolder) firstDataKey(ctx context.Context) ([]byte, error) {
	name, store := d.file("keys", "data-1.key"), d.file(frontierFile)
	sealed, err := frontier.Sealed(ctx, store)
	if err != nil {
		return nil, err
	}
	if sealed {
		return nil, fmt.Errorf("the key %s is missing, and %s cannot be read without it: restore the keys folder from the backup, or move %[2]s away to crawl anew (known listings stay one alert each)", name, store)
	}
	ledger := d.file(ledgerFile)
	if sealed, err = alerts.Sealed(ctx, ledger); err != nil {
		return nil, err
	}
	if sealed {
		// A key of another name is asked for, so that this one can be put back if it is found.
		return nil, fmt.Errorf("the key %s is missing, and pictures of alerts in %s are not known again without it: restore the keys folder from the backup; if there is none, make a key of 64 hexadecimal digits as %s (the alerts stay as they are)",
			name, ledger, d.file("keys", "data-2.key"))
	}
	secret := randomSecret()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make key folder: %w", err)
	}
	if err := writeNew(name, hex.EncodeToString(secret)+"\n"); err != nil {
		return nil, fmt.Errorf("make data key: %w", err)
	}
	return secret, nil
}

// writeNew writes a file that must not exist yet and that only its owner may read, and puts it on disk. It is there as a
// whole or not at all, also when the process dies meanwhile or the disk is full: half a key would keep every later start
// from working.
func writeNew(name, text string) error {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	return replaceFile(name, text)
}

// replaceFile writes a file likewise, over one that may be there: at every moment it is the old one or the new one.
func replaceFile(name, text string) error {
	half := name + ".new" // what a dead process left under this name is written over
	f, err := os.OpenFile(half, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(half, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(half))
	}
	return syncFolder(filepath.Dir(name))
}

// syncFolder puts the names in a folder on disk.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// randomSecret returns 32 random bytes. The random source of the system does not fail (crypto/rand ends the process).
func randomSecret() []byte {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	return secret
}

// newDetector returns the detector over a set of rules.
func newDetector(set *rules.Set, read reading, keys ...ident.Key) (*detect.Detector, error) {
	ring, err := ident.NewKeyring(keys...)
	if err != nil {
		return nil, err
	}
	detector, err := detect.New(detect.Config{Rules: set, Keys: ring, Words: read.words, Blind: read.off, Mask: detectMasks()})
	if err != nil {
		return nil, fmt.Errorf("make detector: %w", err)
	}
	return detector, nil
}

// demoMark is the file that marks a data folder as the demo's, which starts over each time.
const demoMark = "demo-sandbox-only"

// emptyForDemo prepares a folder for a demo: it may be missing, empty or a former demo's, whose contents are removed.
// A folder that holds anything else is refused.
func emptyForDemo(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return fmt.Errorf("make demo folder: %w", err)
		}
		// Its name is what counts: one that was cut short serves as well.
		return os.WriteFile(filepath.Join(path, demoMark), []byte("The demo empties this folder each time it starts.\n"), 0o600)
	}
	if err != nil {
		return fmt.Errorf("read demo folder: %w", err)
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == demoMark }) {
		return fmt.Errorf("the folder %s holds something that is not a demo's; the demo would empty it: give -data another folder", path)
	}
	held, err := openDataFolder(path) // refuses while another demo runs in it
	if err != nil {
		return err
	}
	defer held.Close()
	for _, e := range entries {
		if e.Name() == demoMark || e.Name() == "lock" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(path, e.Name())); err != nil {
			return fmt.Errorf("empty demo folder: %w", err)
		}
	}
	return nil
}
