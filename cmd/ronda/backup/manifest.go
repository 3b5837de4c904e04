package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"ronda/cmd/ronda/datafolder"
	"ronda/dbfile"
)

// manifestFormat is the newest format of a manifest that is known.
const manifestFormat = 1

// manifest says what a backup holds. It is written last: a folder without one is no backup.
type manifest struct {
	Format  int       `json:"format"`
	Ronda   string    `json:"ronda"` // version that made it
	At      time.Time `json:"at"`    // when it began: what was acknowledged before is in it
	Events  int64     `json:"events"`
	Erased  int64     `json:"erased"`  // events of them whose body was erased
	Head    string    `json:"head"`    // hash of the ledger's last event
	Entries int64     `json:"entries"` // of the access log
	Last    string    `json:"last"`    // hash of its last entry

	Custody     int64    `json:"custody,omitempty"` // entries of what was kept and erased; none in older backups
	CustodyHead string   `json:"custody_head,omitempty"`
	Files       []stored `json:"files"`
	Damaged     []string `json:"damaged"` // sealed originals that the ledger names and the folder did not have whole
	Digest      string   `json:"digest"`  // SHA-256 of this object with an empty digest
}

// stored is one file of a backup.
type stored struct {
	Name   string `json:"name"` // path below the folder, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func (m manifest) digest() (string, error) {
	m.Digest = ""
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("digest manifest: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// write puts the manifest on disk.
func (m *manifest) write(folder string) (err error) {
	if m.Digest, err = m.digest(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := datafolder.WriteNew(filepath.Join(folder, datafolder.ManifestFile), string(text)+"\n"); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// readManifest reads the manifest of a backup and checks that it is the one that was written.
func readManifest(folder string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(folder, datafolder.ManifestFile))
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%s is no whole backup: it has no %s", folder, datafolder.ManifestFile)
	}
	if err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	var format struct{ Format int }
	if err := json.Unmarshal(text, &format); err == nil && format.Format > manifestFormat {
		return m, fmt.Errorf("the backup was made by a newer ronda (format %d, this one knows %d): use that version", format.Format, manifestFormat)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	damaged := fmt.Errorf("%s is damaged: take another backup", filepath.Join(folder, datafolder.ManifestFile))
	if err := decoder.Decode(&m); err != nil {
		return m, damaged
	}
	if want, err := m.digest(); err != nil || want != m.Digest {
		return m, damaged
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return m, damaged
		}
	}
	return m, nil
}

// copyFile copies a file to a new one that only its owner may read, puts it on disk, and returns its size and digest.
func copyFile(from, to string) (size int64, digest string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, "", err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, "", err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, "", err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(out, hash), in)
	if err == nil {
		err = out.Sync()
	}
	return size, hex.EncodeToString(hash.Sum(nil)), errors.Join(err, out.Close())
}

// syncPath puts a file's content, or a folder's entries, on disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// openForReading opens a SQLite file for reading only, also beside the process that writes it.
func openForReading(path string) (*sql.DB, error) { return dbfile.OpenReader(path) }

// copyDatabase writes what a SQLite file holds at one moment into a new file. Writers go on meanwhile. What was deleted
// is not in the copy, nor in its free pages: it has none.
func copyDatabase(ctx context.Context, from, to string) error {
	db, err := openForReading(from)
	if err != nil {
		return err
	}
	defer db.Close()
	if to, err = filepath.Abs(to); err != nil { // SQLite takes a name that begins with file: for a URL
		return err
	}
	if err := datafolder.WriteNew(to, ""); err != nil { // SQLite would let others read it
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		return err
	}
	return syncPath(to) // SQLite does not
}

// checkDatabase fails where SQLite finds a file damaged.
func checkDatabase(ctx context.Context, path string) error {
	db, err := openForReading(path)
	if err != nil {
		return err
	}
	defer db.Close()
	return dbfile.Check(ctx, db)
}
