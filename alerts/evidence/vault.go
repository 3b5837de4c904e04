package evidence

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"filippo.io/age"
)

// VaultConfig is what a Vault may be told.
type VaultConfig struct {
	Software string            // name and version that the files name as their maker; "ronda" when empty
	Step     func(step string) // called where a trial may end the process; nil otherwise
}

// Vault is a folder of sealed originals, one file each. It holds no key that opens them. It is safe for concurrent use;
// only one process at a time may seal into a folder.
type Vault struct {
	dir        string
	recipients *Recipients // nil: nothing can be sealed
	software   string
	step       func(string)
}

// About is what the sealed file says of the alert that it proves.
type About struct {
	AlertID  string
	Sequence int    // of the alert's event
	Part     string // of the page, as crawler.Listing names it; "" for the page's main content
	Source   string // CloudEvents source of the deployment
}

// Sealed says what was written and to whom it was sealed.
type Sealed struct {
	Name       string    // of the file in the vault; it tells nothing
	SHA256     string    // of the ciphertext, in hexadecimal
	Size       int64     // of the ciphertext, in bytes
	Recipients []string  // fingerprints of the keys
	At         time.Time // UTC, microseconds
}

const (
	suffix  = ".warc.gz.age"
	tmpName = ".tmp" // after the whole name, while it is written
)

var validName = regexp.MustCompile(`^[0-9a-f]{32}` + regexp.QuoteMeta(suffix) + `$`)

// OpenVault makes the folder if it is missing, readable by its owner only, and removes what was being written when the
// process died. Without recipients it fails with ErrNoRecipients; OpenReader opens a vault that need not seal.
func OpenVault(dir string, r *Recipients, cfg VaultConfig) (*Vault, error) {
	if r == nil || len(r.keys) == 0 {
		return nil, fmt.Errorf("open vault: %w", ErrNoRecipients)
	}
	v := &Vault{dir: dir, recipients: r, software: cfg.Software, step: cfg.Step}
	if v.software == "" {
		v.software = "ronda"
	}
	if v.step == nil {
		v.step = func(string) {}
	}
	if err := makeFolder(dir); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	if err := v.sweep(); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return v, nil
}

// OpenReader opens a vault that exists, also beside a process that seals into it. Files can be read and removed, not made.
func OpenReader(dir string) (*Vault, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("open vault: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("open vault: %s is not a folder", dir)
	}
	return &Vault{dir: dir, step: func(string) {}}, nil
}

// CanSeal reports whether the vault has recipients. A nil vault has none.
func (v *Vault) CanSeal() bool { return v != nil && v.recipients != nil }

// Fingerprints returns the short names of the keys that files are sealed to.
func (v *Vault) Fingerprints() []string {
	if v == nil {
		return nil
	}
	return v.recipients.Fingerprints()
}

func makeFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	switch {
	case err == nil:
		return syncFolder(filepath.Dir(dir))
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	return os.Chmod(dir, 0o700)
}

// sweep removes files that were not finished: no ledger knows them.
func (v *Vault) sweep() error {
	entries, err := os.ReadDir(v.dir)
	if err != nil {
		return err
	}
	swept := false
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), tmpName); !ok || !validName.MatchString(name) {
			continue
		}
		if err := os.Remove(filepath.Join(v.dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		swept = true
	}
	if !swept {
		return nil
	}
	return syncFolder(v.dir)
}

// Seal writes the exchanges of a capture as a WARC file, compressed and sealed on its way, and returns when the file and
// its name are on disk. Nothing of it is written in clear. When it fails no file is left, or one that no ledger knows of.
func (v *Vault) Seal(ctx context.Context, c *Capture, about About) (Sealed, error) {
	if !v.CanSeal() {
		return Sealed{}, fmt.Errorf("seal evidence: %w", ErrNoRecipients)
	}
	if c == nil {
		return Sealed{}, errors.New("seal evidence: nothing was captured")
	}
	random := make([]byte, 16)
	rand.Read(random) // never fails
	s := Sealed{
		Name:       hex.EncodeToString(random) + suffix,
		Recipients: v.recipients.Fingerprints(),
		At:         time.Now().UTC().Truncate(time.Microsecond),
	}
	if err := v.seal(ctx, c, &about, &s); err != nil {
		return Sealed{}, fmt.Errorf("seal evidence: %w", err)
	}
	v.step("vault.written")
	return s, nil
}

func (v *Vault) seal(ctx context.Context, c *Capture, about *About, s *Sealed) (err error) {
	path := filepath.Join(v.dir, s.Name)
	f, err := os.OpenFile(path+tmpName, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(path + tmpName)
		}
	}()
	if err := v.encrypt(ctx, f, c, about, s); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	v.step("vault.synced")
	if err := os.Rename(path+tmpName, path); err != nil {
		return err
	}
	if err := syncFolder(v.dir); err != nil {
		_ = os.Remove(path) // its name may not outlive a power cut
		return err
	}
	return nil
}

// encrypt streams WARC records through gzip and age into the file: only the buffers between them are copies.
func (v *Vault) encrypt(ctx context.Context, f io.Writer, c *Capture, about *About, s *Sealed) error {
	digest := sha256.New()
	out := bufio.NewWriterSize(&counter{w: io.MultiWriter(f, digest), ctx: ctx, n: &s.Size}, 64<<10)
	sealing, err := age.Encrypt(out, v.recipients.keys...)
	if err != nil {
		return err
	}
	if err := writeWARC(sealing, c.raw(), about, v.software, s.At); err != nil {
		return err
	}
	if err := sealing.Close(); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	s.SHA256 = hex.EncodeToString(digest.Sum(nil))
	return nil
}

// counter counts what reaches the disk, and stops when nobody waits for it any more.
type counter struct {
	w   io.Writer
	ctx context.Context
	n   *int64
}

func (c *counter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.w.Write(p)
	*c.n += int64(n)
	return n, err
}

// Remove removes a sealed file, for good when it returns. A file that is not there is removed already.
func (v *Vault) Remove(name string) error {
	if !validName.MatchString(name) {
		return fmt.Errorf("remove evidence: %w", errName)
	}
	if err := os.Remove(v.Path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove evidence: %w", err)
	}
	if err := syncFolder(v.dir); err != nil {
		return fmt.Errorf("remove evidence: %w", err)
	}
	return nil
}

var errName = errors.New("not the name of a sealed file")

// Names returns the names of all sealed files, in order. Other files in the folder are passed over.
func (v *Vault) Names(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	entries, err := os.ReadDir(v.dir)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		if validName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Reader returns the ciphertext of a sealed file. A file that is not there gives an error that is fs.ErrNotExist.
func (v *Vault) Reader(name string) (io.ReadCloser, error) {
	if !validName.MatchString(name) {
		return nil, fmt.Errorf("read evidence: %w", errName)
	}
	f, err := os.Open(v.Path(name))
	if err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	return f, nil
}

// Path returns where a sealed file stands, and nothing for what is not the name of one.
func (v *Vault) Path(name string) string {
	if !validName.MatchString(name) {
		return ""
	}
	return filepath.Join(v.dir, name)
}

// syncFolder makes names in a folder, new and removed ones, outlive a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
