package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ronda/crawler/frontier"
	"ronda/crawler/frontier/store"
)

// plainly returns the names of the files of a folder in which one of the texts stands in clear.
func plainly(t *testing.T, dir string, texts ...string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	var found []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if bytes.Contains(raw, []byte(text)) {
				found = append(found, filepath.Base(name)+": "+text)
			}
		}
	}
	return found
}

// A URL that leads to a person goes through every state and every statement; none of it can be read in the files, whether
// they are open or closed.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	f := open(t, filepath.Join(dir, "frontier.db"), frontier.Config{Delay: -1, MaxAttempts: 1})
	seed(t, f, "https://penjual.example/3204750101902345", "https://penjual.example/hilang?hp=081200000000")
	done(t, f, next(t, f), frontier.Result{Outcome: "fetched", Links: links("https://akun.example/@pembeli-3204750101902345")})
	if err := f.Retry(t.Context(), next(t, f), "timeout", time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if err := f.SetDelay(t.Context(), "lambat.example", time.Second); err != nil {
		t.Fatal(err)
	}
	if err := f.Block(t.Context(), "tutup.example", time.Now().Add(time.Hour), "robots"); err != nil {
		t.Fatal(err)
	}
	texts := []string{".example", "penjual", "3204750101902345", "081200000000", "pembeli", "lambat", "tutup"}
	if found := plainly(t, dir, texts...); found != nil {
		t.Errorf("while open: %v", found)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if found := plainly(t, dir, texts...); found != nil {
		t.Errorf("when closed: %v", found)
	}
}

func TestKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	for _, size := range []int{0, 16, 64} {
		_, err := frontier.Open(t.Context(), path, frontier.Config{Key: make([]byte, size)})
		if err == nil || !strings.Contains(err.Error(), "it must have 32") {
			t.Errorf("key of %d bytes: %v", size, err)
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a file was made without a key: %v", err)
	}
	wantSealed := func(want bool) {
		t.Helper()
		if got, err := store.Sealed(t.Context(), path); got != want || err != nil {
			t.Errorf("sealed = %v, %v; want %v", got, err, want)
		}
	}
	wantSealed(false)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantSealed(false)

	f := open(t, path, frontier.Config{})
	seed(t, f, "https://a.example/")
	wantSealed(true) // while its tables are in the log only
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	wantSealed(true)
	_, err := frontier.Open(t.Context(), path, frontier.Config{Key: bytes.Repeat([]byte{8}, 32)})
	want := "open frontier: " + path + ": the key does not fit the file: restore the keys from the backup that belongs to it; or, " +
		"to give up what is known about the crawl, move it away together with its -wal and -shm files; the seeds are then " +
		"crawled again, and known listings stay one alert each"
	if err == nil || err.Error() != want {
		t.Errorf("open with another key: %v\nwant %s", err, want)
	}
	f = open(t, path, frontier.Config{})
	wantStats(t, f, frontier.Stats{Queued: 1, Hosts: 1})
}

func TestOpenRefusesAFileOfANewerProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	open(t, path, frontier.Config{})
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("file mode %v, want 0600", info.Mode())
	}

	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	_, err = frontier.Open(t.Context(), path, frontier.Config{Key: secret})
	want := "open frontier: " + path + ": file has version 99, this program knows 2: use the ronda that wrote it"
	if err == nil || err.Error() != want {
		t.Errorf("open: %v, want %s", err, want)
	}
	if _, err := frontier.Open(t.Context(), filepath.Join(t.TempDir(), "none", "frontier.db"), frontier.Config{Key: secret}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("open in a missing folder: %v", err)
	}
}

func TestNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := frontier.Open(t.Context(), path, frontier.Config{Key: secret})
	wantDamaged(t, path, err)
	_, err = store.Sealed(t.Context(), path)
	wantDamaged(t, path, err)
}
