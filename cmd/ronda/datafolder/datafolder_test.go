package datafolder

import (
	"bytes"
	"encoding/hex"
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

func newestDataKey(t *testing.T, folder *Folder) ([]byte, error) {
	keys, err := folder.DataKeys(t.Context())
	if err != nil {
		return nil, err
	}
	return keys[0], nil
}

func TestDataKey(t *testing.T) {
	folder, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	first, err := newestDataKey(t, folder)
	if err != nil || len(first) != 32 {
		t.Fatalf("key of %d bytes, %v", len(first), err)
	}
	name := folder.File("keys", "data-1.key")
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
	f, err := frontier.Open(t.Context(), folder.File(FrontierFile), frontier.Config{Key: first})
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
	wantError("restore the keys folder from the backup, or move " + folder.File(FrontierFile) + " away to crawl anew")
	if left, err := filepath.Glob(folder.File("keys", "*")); len(left) != 0 || err != nil {
		t.Errorf("a key was made: %v, %v", left, err)
	}

	// A file of version 1 was not sealed: it needs no key that was there before.
	old, err := os.ReadFile("../../../crawler/frontier/store/testdata/v1/frontier.db")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder.File(FrontierFile), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if second, err := newestDataKey(t, folder); err != nil || slices.Equal(second, first) {
		t.Errorf("key for a file of version 1: %v", err)
	}
}

// A process that dies while it makes a key leaves half of it under another name. The next start makes a whole one.
func TestCrashBetweenKeys(t *testing.T) {
	folder, err := Open(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if err := os.Mkdir(folder.File("keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	half := folder.File("keys", "fingerprint-1.key.new")
	if err := os.WriteFile(half, []byte("0123456"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := folder.FingerprintKeys()
	if err != nil {
		t.Fatal(err)
	}
	read, err := folder.FingerprintKeys()
	if diff := cmp.Diff(made, read); err != nil || diff != "" {
		t.Errorf("the key was not kept: %v\n%s", err, diff)
	}
	var files []string
	err = fs.WalkDir(os.DirFS(folder.Path), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil || !slices.Equal(files, []string{"keys/fingerprint-1.key", "lock"}) {
		t.Errorf("the folder holds %q, %v", files, err)
	}
	if err := WriteNew(folder.File("keys", "fingerprint-1.key"), "another"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a key was to be written over: %v", err)
	}
}

// The newest of several keys comes first, the tenth after the ninth, and one that is damaged is named.
func TestDataKeys(t *testing.T) {
	folder, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	first, err := newestDataKey(t, folder)
	if err != nil {
		t.Fatal(err)
	}
	nine, ten := bytes.Repeat([]byte{9}, 32), bytes.Repeat([]byte{10}, 32)
	for id, secret := range map[string][]byte{"9": nine, "10": ten} {
		if err := WriteNew(folder.File("keys", "data-"+id+".key"), hex.EncodeToString(secret)+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	if keys, err := folder.DataKeys(t.Context()); err != nil || !slices.EqualFunc(keys, [][]byte{ten, nine, first}, bytes.Equal) {
		t.Errorf("%d keys, or in another order (%v)", len(keys), err)
	}
	if key, err := newestDataKey(t, folder); err != nil || !bytes.Equal(key, ten) {
		t.Errorf("the newest key is another (%v)", err)
	}
	if err := os.WriteFile(folder.File("keys", "data-9.key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.DataKeys(t.Context()); err == nil || !strings.Contains(err.Error(), "data-9.key is damaged") {
		t.Errorf("a damaged key: %v", err)
	}
}

// A second instance on one folder is refused; the first is not disturbed.
func TestOneProcessPerFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	first, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder); err == nil || !strings.Contains(err.Error(), "another ronda runs on the data folder") {
		t.Errorf("second opening: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
}

func TestFingerprintKeys(t *testing.T) {
	folder, err := Open(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	made, err := folder.FingerprintKeys()
	if err != nil {
		t.Fatal(err)
	}
	read, err := folder.FingerprintKeys()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, read); diff != "" {
		t.Errorf("the key changed between two starts:\n%s", diff)
	}
	for _, name := range []string{"fingerprint-2.key", "fingerprint-10.key"} {
		if err := WriteNew(folder.File("keys", name), strings.Repeat("ab", 32)); err != nil {
			t.Fatal(err)
		}
	}
	rotated, err := folder.FingerprintKeys()
	if err != nil || len(rotated) != 3 || rotated[0].ID != "10" || rotated[2].ID != "1" {
		t.Errorf("after two rotations: %d keys, first %q, %v; want the newest first", len(rotated), rotated[0].ID, err)
	}
	if err := os.WriteFile(folder.File("keys", "fingerprint-2.key"), []byte("cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.FingerprintKeys(); err == nil || !strings.Contains(err.Error(), "restore it from a backup") {
		t.Errorf("damaged key: %v", err)
	}
}
