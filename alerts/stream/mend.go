package stream

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// mend makes up for a process that was killed while the embedded server made the stream. The server writes the stream's
// description, then its checksum; a description without one it neither reads nor writes anew, and says so at every start.
// Where there is no description it writes both, and keeps the messages.
func mend(dir string) error {
	folder := filepath.Join(dir, "jetstream", accountPrivate, "streams", Name)
	description, checksum := filepath.Join(folder, "meta.inf"), filepath.Join(folder, "meta.sum")
	if _, err := os.Stat(checksum); !errors.Is(err, fs.ErrNotExist) {
		return nil //nolint:nilerr // what cannot be looked at is the server's to report
	}
	for _, name := range []string{description, description + ".tmp", checksum + ".tmp"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("mend the description of stream %s: %w", Name, err)
		}
	}
	return nil
}
