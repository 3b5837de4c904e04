package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler/frontier"
)

func newestDataKey(t *testing.T, folder *dataFolder) ([]byte, error) {
	keys, err := folder.dataKeys(t.Context())
	if err != nil {
		return nil, err
	}
	return keys[0], nil
}

func TestDataKey(t *testing.T) {
	folder, err := openDataFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	first, err := newestDataKey(t, folder)
	if err != nil || len(first) != 32 {
		t.Fatalf("key of %d bytes, %v", len(first), err)
	}
	name := folder.file("keys", "data-1.key")
	text, err := os.ReadFile(name)
	if err != nil || !regexp.MustCompile(`^[0-9a-f]{64}\n$`).Match(text) {
		t.Errorf("key file of %d bytes, %v", len(text), err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info, err)
	}
	if again, err := newestDataKey(t, folder); err != nil || !slices.Equal(again, first) {
		t.Errorf("second reading differs, %v", err)
	}
	f, err := frontier.Open(t.Context(), folder.file(frontierFile), frontier.Config{Key: first})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}

	wantError := func(want string) {
		t.Helper()
		if _, err := newestDataKey(t, folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("data key: %v, want %s", err, want)
		}
	}
	if err := os.WriteFile(name, text[:30], 0o600); err != nil {
		t.Fatal(err)
	}
	wantError("is damaged: it must hold 64 hexadecimal digits; restore it from the backup, or move it and")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	wantError("restore the keys folder from the backup, or move " + folder.file(frontierFile) + " away to crawl anew")
	if left, err := filepath.Glob(folder.file("keys", "*")); len(left) != 0 || err != nil {
		t.Errorf("a key was made: %v, %v", left, err)
	}

	// A file of version 1 was not sealed: it needs no key that was there before.
	old, err := os.ReadFile("../../crawler/frontier/testdata/v1/frontier.db")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder.file(frontierFile), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if second, err := newestDataKey(t, folder); err != nil || slices.Equal(second, first) {
		t.Errorf("key for a file of version 1: %v", err)
	}
}

// A process that dies while it makes a key leaves half of it under another name. The next start makes a whole one.
func TestCrashBetweenKeys(t *testing.T) {
	folder, err := openDataFolder(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if err := os.Mkdir(folder.file("keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	half := folder.file("keys", "fingerprint-1.key.new")
	if err := os.WriteFile(half, []byte("0123456"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := folder.fingerprintKeys()
	if err != nil {
		t.Fatal(err)
	}
	read, err := folder.fingerprintKeys()
	if diff := cmp.Diff(made, read); err != nil || diff != "" {
		t.Errorf("the key was not kept: %v\n%s", err, diff)
	}
	var files []string
	err = fs.WalkDir(os.DirFS(folder.path), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil || !slices.Equal(files, []string{"keys/fingerprint-1.key", "lock"}) {
		t.Errorf("the folder holds %q, %v", files, err)
	}
	if err := writeNew(folder.file("keys", "fingerprint-1.key"), "another"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a key was to be written over: %v", err)
	}
}
