package datafolder

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteNew writes a file that must not exist yet and that only its owner may read, and puts it on disk. It is there as a
// whole or not at all, also when the process dies meanwhile or the disk is full: half a key would keep every later start
// from working. It fails with fs.ErrExist where there is a file.
func WriteNew(name, text string) error {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	return ReplaceFile(name, text)
}

// ReplaceFile writes a file as WriteNew does, over one that may be there: at every moment it is the old one or the new one.
func ReplaceFile(name, text string) error {
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

// RandomSecret returns 32 random bytes. The random source of the system does not fail (crypto/rand ends the process).
func RandomSecret() []byte {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	return secret
}

// DigestFile returns the size of a file in bytes, and its SHA-256 in hexadecimal digits. The error is that of opening or reading, unwrapped.
func DigestFile(path string) (size int64, digest string, err error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer in.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, in)
	return size, hex.EncodeToString(hash.Sum(nil)), err
}
